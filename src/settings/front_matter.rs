//! Reads the settings and the date in the front matter of a draft.
//!
//! Front matter belongs to a site generator or a notebook, so only the lines of `star-coach:` and `date:` are read; errors in
//! other lines are not reported. Each setting below that line is parsed separately, so that an error in one doesn't affect
//! the others. TOML between `+++` is parsed as a whole.

use crate::answer::clock::years;
use crate::draft::front_matter::FrontMatter;
use crate::platform::PlatformSetting;
use crate::text::DocSpan;
use crate::value::{FileError, Node, Value, toml, yaml};

/// The key of the settings.
const KEY: &str = "star-coach";

/// The key of the date.
const DATE: &str = "date";

/// The key of a platform outside of the settings.
const PLATFORM: &str = "platform";

/// Reads the settings in `front_matter`, and the errors in them. Positions are positions in the draft.
pub fn read(front_matter: &FrontMatter) -> (Option<Node>, Vec<FileError>) {
    let FrontMatter { text, start, toml, .. } = front_matter;
    if !text.contains(KEY) {
        return (None, Vec::new());
    }
    let (mut settings, mut errors) = match toml {
        true => {
            let (table, errors) = toml::read(text);
            (member(table, KEY), errors)
        }
        false => yaml_settings(text),
    };
    settings.iter_mut().for_each(|node| node.shift(*start));
    errors.iter_mut().for_each(|error| error.shift(*start));
    (settings, errors)
}

/// Returns the year of the date of the draft. `None` if `front_matter` has no date, or another value in its place.
pub fn year(front_matter: &FrontMatter) -> Option<u16> {
    match entry(front_matter, DATE)? {
        Value::Whole(year) => years::of_date(&year.to_string()),
        Value::Text(date) | Value::Other(date) => years::of_date(&date),
        _ => None,
    }
}

/// Returns the platform that `front_matter` names outside of the settings: the value of a key `platform`, which other tools
/// may use, too, if it is the name of a platform.
pub fn platform(front_matter: &FrontMatter) -> PlatformSetting {
    match entry(front_matter, PLATFORM) {
        Some(Value::Text(word)) => PlatformSetting::from_name(&word.to_lowercase()).unwrap_or_default(),
        _ => PlatformSetting::Unset,
    }
}

/// Returns the value of a top-level `key` of `front_matter`, whatever is on other lines.
fn entry(front_matter: &FrontMatter, key: &str) -> Option<Value> {
    let FrontMatter { text, toml, .. } = front_matter;
    if !text.contains(key) {
        return None;
    }
    let node = match toml {
        true => member(toml::read(text).0, key),
        false => text.lines().find_map(|line| after_key(line, key)).and_then(|value| yaml::read(value).ok()),
    };
    node.map(|node| node.value)
}

/// Returns the value of `key` in `table`.
fn member(table: Node, key: &str) -> Option<Node> {
    let Value::Table(members) = table.value else { return None };
    members.into_iter().find(|member| member.name == key).map(|member| member.node)
}

fn yaml_settings(text: &str) -> (Option<Node>, Vec<FileError>) {
    let lines = Line::all(text);
    let Some(first) = lines.iter().position(|line| after_key(line.text, KEY).is_some()) else {
        return (None, Vec::new());
    };
    let end = lines[first + 1..].iter().find(|line| line.begins_entry(0)).map_or(text.len(), |next| next.start);
    let below: Vec<Line<'_>> = lines.into_iter().skip(first).filter(|line| line.start < end).collect();
    let [head, below @ ..] = &*below else { return (None, Vec::new()) };
    let is_block = after_key(head.text, KEY).is_some_and(|value| value.is_empty() || value.starts_with('#'))
        && below.first().is_some_and(|line| line.begins_entry(line.indent()));
    if is_block {
        let (settings, errors) = one_by_one(text, below, end);
        return (Some(settings), errors);
    }
    match read_between(text, head.start, end) {
        Ok(table) => (member(table, KEY), Vec::new()),
        Err(error) => (None, vec![error]),
    }
}

/// Reads the settings on `lines`, which end at `end`, each separately.
fn one_by_one(text: &str, lines: &[Line<'_>], end: usize) -> (Node, Vec<FileError>) {
    let indent = lines.first().map_or(0, Line::indent);
    let (mut members, mut errors) = (Vec::new(), Vec::new());
    let mut heads = lines.iter().filter(|line| line.begins_entry(indent)).peekable();
    while let Some(head) = heads.next() {
        let end = heads.peek().map_or(end, |next| next.start);
        if head.indent() != indent || head.text.starts_with(|c: char| c != ' ') {
            let message = "Indent this line like the one above it, with spaces.";
            errors.push(FileError::warning(head.words(), message.to_owned()));
            continue;
        }
        match read_between(text, head.start, end) {
            Ok(Node { value: Value::Table(more), .. }) => members.extend(more),
            Ok(_) => errors.push(FileError::warning(head.words(), "Expected `name: value`.".to_owned())),
            Err(error) => errors.push(error),
        }
    }
    let start = lines.first().map_or(end, |line| line.words().start);
    let end = members.last().map_or(start, |member| member.node.span.end);
    (Node { span: DocSpan::new(start, end), value: Value::Table(members) }, errors)
}

/// Reads the YAML from `start` to `end`.
fn read_between(text: &str, start: usize, end: usize) -> Result<Node, FileError> {
    let mut read = yaml::read(&text[start..end]);
    match &mut read {
        Ok(node) => node.shift(start),
        Err(error) => error.shift(start),
    }
    read
}

/// Returns the text after `key` and its colon, if `line` begins with them.
fn after_key<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let quoted = |quote: char| line.strip_prefix(quote)?.strip_prefix(key)?.strip_prefix(quote);
    let after = line.strip_prefix(key).or_else(|| quoted('"')).or_else(|| quoted('\''))?;
    let value = after.trim_start().strip_prefix(':')?;
    (value.is_empty() || value.starts_with(char::is_whitespace)).then(|| value.trim())
}

/// A line that is neither blank nor a comment.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    /// The line, including the indentation.
    text: &'a str,
}

impl<'a> Line<'a> {
    /// Returns all such lines of `text`.
    fn all(text: &'a str) -> Vec<Self> {
        let mut end = 0;
        let lines = text.split_inclusive(['\n', '\r']).map(|line| {
            let start = end;
            end += line.len();
            Self { start, text: line.trim_end() }
        });
        let has_words = |line: &Self| !matches!(line.text.trim_start().chars().next(), None | Some('#'));
        lines.filter(has_words).collect()
    }

    /// Returns the length of the indentation, in bytes.
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    fn words(&self) -> DocSpan {
        DocSpan::new(self.start + self.indent(), self.start + self.text.len())
    }

    /// Whether the line begins a new entry of a table that is indented by `indent` bytes, or ends that table. A list
    /// may have the indentation of its key, and so may closing brackets.
    fn begins_entry(&self, indent: usize) -> bool {
        let words = self.text.trim_start();
        let is_item = words == "-" || words.starts_with("- ");
        self.indent() <= indent && !is_item && !words.starts_with([']', '}'])
    }
}

#[cfg(test)]
mod tests {
    use super::super::{SettingSource, Settings};
    use super::*;
    use crate::config::Config;
    use crate::platform::Platform;
    use crate::rules::Severity;
    use crate::text::Text;

    /// Returns the settings in the front matter of `draft`, and the position and message of each problem.
    fn read(draft: &str) -> (Settings, Vec<(String, String)>) {
        let (node, mut problems) = super::read(&FrontMatter::find(&Text::from(draft)));
        let mut settings = Settings::default();
        if let Some(node) = &node {
            problems.extend(settings.apply(node, SettingSource::Draft));
        }
        let shown = |error: FileError| (draft[error.span.range()].to_owned(), error.message);
        (settings, problems.into_iter().map(shown).collect())
    }

    fn config(front_matter: &str) -> Config {
        let (settings, problems) = read(&format!("---\n{front_matter}---\n\nText\n"));
        assert_eq!(problems, [], "{front_matter}");
        settings.config
    }

    #[test]
    fn one_word_turns_checking_on_or_off() {
        let default = Config::default();
        for (word, enabled, opted_in, for_aws) in [
            ("true", true, true, false),
            ("yes", true, true, false),
            ("On", true, true, false),
            ("'true'", true, true, false),
            ("false", false, false, false),
            ("off # not yet", false, false, false),
            ("aws", true, true, true),
            ("AWS", true, true, true),
            ("", true, false, false),
            ("~", true, false, false),
        ] {
            let expected = Config { enabled, opted_in, for_aws, ..default.clone() };
            assert_eq!(config(&format!("title: x\nstar-coach: {word}\ntags: [a]\n")), expected, "{word}");
        }
        assert_eq!(config("title: star-coach: true\n"), default);
        assert_eq!(config("note:\n  star-coach: false\n"), default);
        assert_eq!(config("star-coaching: false\n"), default);
    }

    #[test]
    fn a_platform_is_read_from_a_key_of_its_own_unless_it_is_unknown() {
        let azure = PlatformSetting::Is(Platform::Azure);
        for (front_matter, expected) in [
            ("platform: azure\n", azure),
            ("platform: 'Azure' # so far\n", azure),
            ("title: x\nplatform: on-premises\n", PlatformSetting::Is(Platform::OnPremises)),
            ("platform: any\n", PlatformSetting::Any),
            ("platform: ios\n", PlatformSetting::Unset),
            ("platform: [azure]\n", PlatformSetting::Unset),
            ("platform:\n", PlatformSetting::Unset),
            ("platforms: azure\n", PlatformSetting::Unset),
            ("game:\n  platform: azure\n", PlatformSetting::Unset),
        ] {
            let draft = format!("---\n{front_matter}---\n\nText\n");
            assert_eq!(platform(&FrontMatter::find(&Text::from(&*draft))), expected, "{front_matter}");
            assert_eq!(read(&draft).1, [], "{front_matter}");
        }
        let toml = FrontMatter::find(&Text::from("+++\nplatform = \"azure\"\n+++\n"));
        assert_eq!(platform(&toml), azure);
        let unknown = "---\nstar-coach:\n  platform: azur\n---\n";
        let message = "Unknown platform `azur`, ignored. Use one of aws, azure, gcp, kubernetes, on-premises, any. Did you \
                       mean `azure`?";
        assert_eq!(read(unknown).1, [("azur".to_owned(), message.to_owned())]);
        let wrong = read("---\nstar-coach: { platform: [aws] }\n---\n").1;
        assert!(
            matches!(&wrong[..], [(at, message)] if at == "[aws]" && message.contains("must be one of aws, azure"))
        );
    }

    #[test]
    fn settings_are_read_in_every_yaml_style() {
        for front_matter in [
            "star-coach:\n  draft: yes\n  words-per-minute: 120\n  rules:\n    missing-metric: off\n    long-answer:\n      \
             severity: error\n      max-seconds: 90\n  labels:\n    task:\n      - Auftrag\n      - \"Mein: Teil\"\n",
            "star-coach: { draft: true, words-per-minute: 120, rules: { missing-metric: \"off\", long-answer: { severity: \
             error, max-seconds: 90 } }, labels: { task: [Auftrag, 'Mein: Teil'] } } # all of it\n",
            "star-coach: {\n  draft: true, # “first”\n  words-per-minute: 120,\n  rules: {\n    missing-metric: off,\n    long-answer: {\n      \
             severity: error, max-seconds: 90,\n    },\n  }, labels: { task: [\n Auftrag,\n  ]} }\n",
            "star-coach:\n  draft: true\n  words-per-minute: 120\n  rules: {\n    missing-metric: off, long-answer: {\n      severity:\n        \
             error, max-seconds: 90\n  }\n  }\n  labels:\n    task:\n    - >-\n      Auftrag\n    - Mein\n      Teil\n",
            "\"star-coach\" :\n    # first\n\n    draft:   true\n    'words-per-minute': 120   # slow\n    rules: {missing-metric: off, \
             long-answer: {severity: error, max-seconds: 90}}\n    labels:\n      task:\n      - Auftrag\n      - Mein\n",
        ] {
            let (settings, problems) = read(&format!("---\ntitle: Ü\n{front_matter}date: 2026-01-01\n---\nText\n"));
            let config = settings.config;
            assert!(config.opted_in && config.enabled, "{front_matter}");
            assert_eq!(config.words_per_minute, 120, "{front_matter}");
            assert_eq!(config.severity("missing-metric", Severity::Warning), None, "{front_matter}");
            assert_eq!(config.severity("long-answer", Severity::Hint), Some(Severity::Error), "{front_matter}");
            assert_eq!(config.option("long-answer", "maxSeconds"), Some(90), "{front_matter}");
            assert_eq!(config.labels.own[1][0], "Auftrag", "{front_matter}");
            let colons = front_matter.contains("Mein:");
            let reported: Vec<_> = problems.iter().map(|(at, _)| at.trim_matches(['"', '\''])).collect();
            assert_eq!(
                reported,
                if colons { vec!["Mein: Teil"] } else { vec![] },
                "no label has a colon: {front_matter}"
            );
        }
    }

    #[test]
    fn toml_is_read_between_plus_signs() {
        let draft = "+++\ntitle = \"x\"\n[star-coach]\ndraft = true\nrules.missing-metrc = \"off\"\n+++\n\nText\n";
        let (settings, problems) = read(draft);
        assert!(settings.config.opted_in);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].0, "missing-metrc");
        assert_eq!(read("+++\ntitle = \n+++\n").1, []);
        let broken = read("+++\nx = \nstar-coach.draft = true\n+++\n");
        assert!(broken.0.config.opted_in && broken.1.len() == 1, "{broken:?}");
        assert_eq!(read("+++\nstar-coach = false\n---\n").0, Settings::default());
    }

    #[test]
    fn errors_have_positions_and_other_settings_apply() {
        for (lines, at, message) in [
            ("  wordsPerMinute: 120\n", "wordsPerMinute", "Did you mean `words-per-minute`?"),
            ("  words-per-minute: fast\n", "fast", "must be a whole number from 1 to 1000, not \"fast\"; ignored."),
            ("  words-per-minute: 1.5\n", "1.5", "not 1.5; ignored."),
            ("  max-findings: 3\n", "max-findings", "can't be set here"),
            ("  lexicon: [x]\n", "lexicon", "can't be set here. Set it in star-coach.toml."),
            ("  rules:\n    missing-metrics: off\n", "missing-metrics", "Did you mean `missing-metric`?"),
            ("  just words\n", "just words", "Expected `name: value`."),
            ("  draft: [true\n", "draft: [true", "Invalid YAML: while parsing a flow sequence, expected ',' or ']'."),
            ("  draft: \"true\n", "\"true", "brackets, and quotation marks"),
            ("  languages: [en] de\n", "de", "did not find expected key"),
            ("  labels: &all\n", "&all", "Anchors are not supported"),
            ("  rules: { a }\n", "a", "Unknown rule `a`"),
            ("  draft: true\n    rules: x\n", ": x", "mapping values are not allowed"),
            ("  draft: true\n   aws: true\n", ": true", "mapping values are not allowed"),
            ("\tdraft: true\n", "draft: true", "with spaces"),
            ("  labels: [[[[[[[[[[x]]]]]]]]]]\n", "[[[x]]]]]]]]]]", "too deep"),
        ] {
            for (before, after) in [("", ""), ("  aws: true\n", ""), ("", "  aws: true\n")] {
                let (settings, problems) = read(&format!("---\nstar-coach:\n{before}{lines}{after}---\nText\n"));
                let is_reported = problems.iter().any(|(place, shown)| place == at && shown.contains(message));
                assert!(is_reported, "{before}{lines}{after}: {problems:?}");
                let counts = before.is_empty() && after.is_empty() || settings.config.for_aws;
                assert!(counts || lines.starts_with('\t'), "{before}{lines}{after}");
                assert_eq!(settings.config.words_per_minute, 150);
            }
        }
        assert_eq!(read("---\nstar-coach: maybe\n---\n").1[0].0, "maybe");
        assert_eq!(read("---\nstar-coach:\n- a\n---\n").1[0].1, "The settings must be a table, not a list.");
    }

    #[test]
    fn a_date_dates_the_draft() {
        for (front_matter, expected) in [
            ("---\ndate: 2019-03-14\n---\n", Some(2019)),
            ("---\ntitle: x\ndate: \"2019-03-14T10:00:00Z\" # as published\n---\n", Some(2019)),
            ("---\ndate: 2019\nstar-coach: aws\n---\n", Some(2019)),
            ("---\ndate: March 2019\n---\n", Some(2019)),
            ("+++\ndate = 2019-03-14T10:00:00Z\n+++\n", Some(2019)),
            ("+++\ndate = \"2019-03\"\n+++\n", Some(2019)),
            ("+++\ndate = 2019\n+++\n", Some(2019)),
            ("---\ndate: last-modified\n---\n", None),
            ("---\ndate: {{ .Date }}\n---\n", None),
            ("---\ndate:\n---\n", None),
            ("---\ndates: 2019\nupdate: 2019\n---\n", None),
            ("---\ntags:\n  date: 2019\n---\n", None),
            ("+++\ndate = [2019]\n+++\n", None),
            ("date: 2019\n", None),
        ] {
            let found = FrontMatter::find(&Text::from(front_matter));
            assert_eq!(super::year(&found), expected, "{front_matter}");
            assert_eq!(read(front_matter).1, [], "{front_matter}");
        }
    }

    #[test]
    fn keys_of_other_tools_are_ignored() {
        let others = "title: Ü: “x\ntags: [a, *b\n{{ page }}: \"é\nnote: |\n  star-coach: false\n";
        let (settings, problems) = read(&format!("---\n{others}star-coach:\n  draft: true\n  äws: yes\n{others}---\n"));
        assert!(settings.config.opted_in && settings.config.enabled);
        assert_eq!(problems.iter().map(|(place, _)| &**place).collect::<Vec<_>>(), ["äws"]);
        assert_eq!(read(&format!("---\n{others}---\n")), Default::default());
    }

    #[test]
    fn front_matter_must_be_closed() {
        let find = |text: &str| FrontMatter::find(&Text::from(text));
        let none = |text: &str| find(text).body == 0 && super::read(&find(text)) == (None, Vec::new());
        assert_eq!(find("\u{feff}---\r\na: b\r\n...\r\nText").body, "\u{feff}---\r\na: b\r\n...\r\n".len());
        assert!(read("\u{feff}---\r\nstar-coach: true\r\n---\r\nText").0.config.opted_in);
        assert!(find("---\n---\n").body == 8);
        assert!(none("---\nstar-coach: true\n"));
        assert!(none("--- x\nstar-coach: true\n---\n"));
        assert!(none("\n---\nstar-coach: true\n---\n"));
        assert!(none("--") && none("") && none("é") && none("----\nstar-coach: true\n----\n"));
        assert!(none(&format!("---\nstar-coach: true\n{}---\n", "a: b\n".repeat(200))));
    }
}
