//! What the front matter of a draft says to star-coach.
//!
//! Front matter belongs to somebody's site generator or notebook; star-coach looks for `star-coach:` in it and reads
//! nothing else. Of YAML it knows what settings are written in: `name: value` on lines that are indented alike, lists
//! (`- one` on lines of their own, or `[one, two]`), tables in braces, quotation marks and comments. TOML between `+++`
//! is read as it is.

use crate::front_matter::FrontMatter;

use crate::text::DocSpan;
use crate::value::{FileError, Member, Node, Value, toml};

/// Lists and tables are nested at most so deep.
const DEEPEST: usize = 8;
/// What settings are found under.
const KEY: &str = "star-coach";

/// What `front_matter` says to star-coach, and what of that can't be read. Places are places in the draft.
pub fn read(front_matter: &FrontMatter) -> (Option<Node>, Vec<FileError>) {
    let FrontMatter { text, start, toml: is_toml, .. } = front_matter;
    if !text.contains(KEY) {
        return (None, Vec::new());
    }
    if !is_toml {
        return Yaml::new(text, *start).read();
    }
    let (node, mut problems) = toml::read(text);
    let Value::Table(members) = node.value else { return (None, problems) };
    let mut found = members.into_iter().find(|member| member.name == KEY).map(|member| member.node);
    problems.iter_mut().for_each(|problem| problem.span = moved(problem.span, *start));
    if let Some(node) = &mut found {
        place(node, *start);
    }
    (found, problems)
}

fn moved(span: DocSpan, by: usize) -> DocSpan {
    DocSpan::new(span.start + by, span.end + by)
}

fn place(node: &mut Node, by: usize) {
    node.span = moved(node.span, by);
    match &mut node.value {
        Value::List(entries) => entries.iter_mut().for_each(|entry| place(entry, by)),
        Value::Table(members) => members.iter_mut().for_each(|member| {
            member.at = moved(member.at, by);
            place(&mut member.node, by);
        }),
        _ => {}
    }
}

const MISALIGNED: &str = "Indent this line as the one above it, with spaces.";
const COMPLETE: &str = "What stands above this line is complete: write a value on one line.";
const TOO_DEEP: &str = "This is nested too deep.";

/// A line that says something.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// How far it is indented, in bytes.
    indent: usize,
    /// Where its words begin, in the draft.
    start: usize,
    /// Its words, without white space around them.
    words: &'a str,
    /// Whether a tab is among its indentation.
    tabbed: bool,
}

/// Reads the part of YAML that settings are written in.
struct Yaml<'a> {
    lines: Vec<Line<'a>>,
    next: usize,
    problems: Vec<FileError>,
}

impl<'a> Yaml<'a> {
    fn new(text: &'a str, start: usize) -> Self {
        let mut at = start;
        let mut lines = Vec::new();
        for line in text.split_inclusive(['\n', '\r']) {
            let words = line.trim();
            let indent = line.len() - line.trim_start().len();
            if !words.is_empty() && !words.starts_with('#') {
                let tabbed = line[..indent].contains('\t');
                lines.push(Line { indent, start: at + indent, words, tabbed });
            }
            at += line.len();
        }
        Self { lines, next: 0, problems: Vec::new() }
    }

    fn read(mut self) -> (Option<Node>, Vec<FileError>) {
        let is_ours = |line: &Line<'_>| line.indent == 0 && Key::of(line.words).is_some_and(|key| key.name == KEY);
        let Some(at) = self.lines.iter().position(is_ours) else { return (None, Vec::new()) };
        self.next = at;
        let member = self.member(self.lines[at], DEEPEST);
        self.problems.sort_by_key(|problem| problem.span);
        (member.map(|member| member.node), self.problems)
    }

    /// The member on `line`, which is the next one.
    fn member(&mut self, line: Line<'a>, depth: usize) -> Option<Member> {
        self.next += 1;
        let Some(key) = Key::of(line.words) else {
            self.problem(line, "This line is not understood; write `name: value`.");
            self.skip(line.indent, COMPLETE);
            return None;
        };
        let at = DocSpan::new(line.start, line.start + key.len);
        let node = self.value(line.indent, line.behind(key.value), true, depth)?;
        Some(Member { name: key.name, at, node })
    }

    /// What stands `here`, behind a name's colon or a list's hyphen; or below it, deeper than `indent`.
    fn value(&mut self, indent: usize, here: Line<'a>, named: bool, depth: usize) -> Option<Node> {
        if !here.words.is_empty() && !here.words.starts_with('#') {
            let read = Flow { text: here.words, start: here.start, at: 0 }.only_value(depth);
            let node = read.map_err(|why| self.problem(here, why)).ok();
            self.skip(indent, COMPLETE);
            return node;
        }
        // A list may stand as far left as its name.
        let belongs = |next: &Line<'_>| next.indent > indent || named && next.indent == indent && is_item(next.words);
        let Some(next) = self.lines.get(self.next).copied().filter(belongs) else {
            return Some(Node { span: DocSpan::new(here.start, here.start), value: Value::Null });
        };
        if depth == 0 {
            self.skip(indent, TOO_DEEP);
            return None;
        }
        let value = match is_item(next.words) {
            true => self.list(next.indent, depth - 1),
            false => self.table(next.indent, depth - 1),
        };
        let last = self.lines[self.next - 1];
        self.skip(indent, MISALIGNED);
        Some(Node { span: DocSpan::new(next.start, last.start + last.words.len()), value })
    }

    fn table(&mut self, indent: usize, depth: usize) -> Value {
        let mut members = Vec::new();
        while let Some(line) = self.lines.get(self.next).copied().filter(|line| line.indent >= indent) {
            if line.indent == indent && !line.tabbed {
                members.extend(self.member(line, depth));
            } else {
                self.next += 1;
                self.problem(line, MISALIGNED);
            }
        }
        Value::Table(members)
    }

    fn list(&mut self, indent: usize, depth: usize) -> Value {
        let mut entries = Vec::new();
        let is_next = |line: &Line<'_>| line.indent == indent && is_item(line.words);
        while let Some(line) = self.lines.get(self.next).copied().filter(is_next) {
            self.next += 1;
            entries.extend(self.value(indent, line.behind(1), false, depth));
        }
        Value::List(entries)
    }

    /// Passes over what is indented by more than `indent`: it is wrong, because of `why`.
    fn skip(&mut self, indent: usize, why: &str) {
        let first = self.next;
        while self.lines.get(self.next).is_some_and(|line| line.indent > indent) {
            self.next += 1;
        }
        if first < self.next {
            self.problem(self.lines[first], why);
        }
    }

    fn problem(&mut self, line: Line<'_>, message: &str) {
        let span = DocSpan::new(line.start, line.start + line.words.len());
        self.problems.push(FileError { span, message: message.to_owned(), error: false });
    }
}

impl<'a> Line<'a> {
    /// What stands behind its first `len` bytes.
    fn behind(self, len: usize) -> Self {
        let rest = &self.words[len..];
        let words = rest.trim_start();
        Self { start: self.start + len + (rest.len() - words.len()), words, ..self }
    }
}

fn is_item(words: &str) -> bool {
    words == "-" || words.starts_with("- ")
}

/// The name that a line begins with.
struct Key {
    name: String,
    /// How long it is as written.
    len: usize,
    /// Where its value begins, white space included.
    value: usize,
}

impl Key {
    fn of(words: &str) -> Option<Self> {
        let mut flow = Flow { text: words, start: 0, at: 0 };
        let (name, len) = match words.chars().next()? {
            '"' | '\'' => {
                let name = flow.quoted().ok()?;
                (name, flow.at)
            }
            _ => {
                let len = words.match_indices(':').map(|(at, _)| at).find(|at| ends_name(&words[at + 1..]))?;
                let name = words[..len].trim_end();
                (name.to_owned(), name.len())
            }
        };
        let gap = words[len..].len() - words[len..].trim_start().len();
        let value = len + gap + 1;
        (words[len + gap..].starts_with(':') && ends_name(&words[value..]) && !name.is_empty()).then_some(Self {
            name,
            len,
            value,
        })
    }
}

/// Whether a colon before `rest` ends a name.
fn ends_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}

/// Reads a value that stands on one line.
struct Flow<'a> {
    text: &'a str,
    /// Where the text begins, in the draft.
    start: usize,
    at: usize,
}

const UNCLOSED: &str = "A bracket or quotation mark is not closed on this line.";

impl Flow<'_> {
    /// The value that is all there is.
    fn only_value(&mut self, depth: usize) -> Result<Node, &'static str> {
        let node = self.value(depth, &[])?;
        self.skip_space();
        match self.rest().is_empty() || self.rest().starts_with('#') {
            true => Ok(node),
            false => Err("Something stands behind the value; put texts with such characters in quotation marks."),
        }
    }

    /// A value, which one of `ends` may end.
    fn value(&mut self, depth: usize, ends: &[char]) -> Result<Node, &'static str> {
        self.skip_space();
        let from = self.at;
        let value = match self.rest().chars().next() {
            Some('[' | '{') if depth == 0 => return Err(TOO_DEEP),
            Some('[') => self.list(depth - 1)?,
            Some('{') => self.table(depth - 1)?,
            Some('"' | '\'') => Value::Text(self.quoted()?),
            Some('|' | '>' | '&' | '*' | '!' | '%' | '@' | '`') => {
                return Err("This is not understood; put texts that begin like that in quotation marks.");
            }
            _ => plain(self.plain(ends)),
        };
        Ok(Node { span: DocSpan::new(self.start + from, self.start + self.at), value })
    }

    fn list(&mut self, depth: usize) -> Result<Value, &'static str> {
        self.at += 1;
        let mut entries = Vec::new();
        while !self.takes(']') {
            entries.push(self.value(depth, &[',', ']'])?);
            if !self.takes(',') && !self.rest().starts_with(']') {
                return Err(UNCLOSED);
            }
        }
        Ok(Value::List(entries))
    }

    fn table(&mut self, depth: usize) -> Result<Value, &'static str> {
        self.at += 1;
        let mut members = Vec::new();
        while !self.takes('}') {
            let from = self.at;
            let name = match self.rest().starts_with(['"', '\'']) {
                true => self.quoted()?,
                false => self.plain(&[':', ',', '}']).to_owned(),
            };
            let at = DocSpan::new(self.start + from, self.start + self.at);
            if !self.takes(':') {
                return Err("A table in braces is written `{ name: value }`, on one line.");
            }
            members.push(Member { name, at, node: self.value(depth, &[',', '}'])? });
            if !self.takes(',') && !self.rest().starts_with('}') {
                return Err(UNCLOSED);
            }
        }
        Ok(Value::Table(members))
    }

    /// A text in quotation marks.
    fn quoted(&mut self) -> Result<String, &'static str> {
        let mut chars = self.rest().char_indices().peekable();
        let Some((_, mark)) = chars.next() else { return Err(UNCLOSED) };
        let mut out = String::new();
        while let Some((at, c)) = chars.next() {
            match c {
                '\'' if mark == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                    chars.next();
                    out.push('\'');
                }
                _ if c == mark => {
                    self.at += at + 1;
                    return Ok(out);
                }
                '\\' if mark == '"' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\' | '/'))) => out.push(escaped),
                    Some((_, 't')) => out.push('\t'),
                    Some((_, 'n')) => out.push('\n'),
                    _ => return Err("After a backslash only \", \\, /, n and t are understood."),
                },
                c => out.push(c),
            }
        }
        Err(UNCLOSED)
    }

    /// Words without quotation marks, up to one of `ends` or a comment.
    fn plain(&mut self, ends: &[char]) -> &str {
        let rest = &self.text[self.at..];
        let comment = rest.match_indices('#').map(|(at, _)| at).find(|at| rest[..*at].ends_with([' ', '\t']));
        let end = rest.find(ends).unwrap_or(rest.len()).min(comment.unwrap_or(rest.len()));
        let words = rest[..end].trim_end();
        self.at += words.len();
        words
    }

    /// Passes over `c` and white space around it, if it is next.
    fn takes(&mut self, c: char) -> bool {
        self.skip_space();
        let is_next = self.rest().starts_with(c);
        if is_next {
            self.at += c.len_utf8();
            self.skip_space();
        }
        is_next
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }
}

/// What `words` without quotation marks mean.
fn plain(words: &str) -> Value {
    match words {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Flag(true),
        "false" => Value::Flag(false),
        _ => match words.parse() {
            Ok(number) => Value::Whole(number),
            Err(_) if words.parse::<f64>().is_ok_and(f64::is_finite) => Value::Other(words.to_owned()),
            Err(_) => Value::Text(words.to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Settings};
    use super::*;
    use crate::config::Config;
    use crate::rules::Severity;
    use crate::text::Text;

    /// What the front matter of `draft` sets, and what is wrong: the place and the message.
    fn read(draft: &str) -> (Settings, Vec<(String, String)>) {
        let (node, mut problems) = super::read(&FrontMatter::find(&Text::from(draft)));
        let mut settings = Settings::default();
        if let Some(node) = &node {
            problems.extend(settings.apply(node, Place::Draft));
        }
        let shown = |problem: FileError| (draft[problem.span.range()].to_owned(), problem.message);
        (settings, problems.into_iter().map(shown).collect())
    }

    fn config(front_matter: &str) -> Config {
        let (settings, problems) = read(&format!("---\n{front_matter}---\n\nText\n"));
        assert_eq!(problems, [], "{front_matter}");
        settings.config
    }

    #[test]
    fn a_word_opts_in_and_out() {
        let usual = Config::default();
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
            let expected = Config { enabled, opted_in, for_aws, ..usual.clone() };
            assert_eq!(config(&format!("title: x\nstar-coach: {word}\ntags: [a]\n")), expected, "{word}");
        }
        assert_eq!(config("title: star-coach: true\n"), usual);
        assert_eq!(config("note:\n  star-coach: false\n"), usual);
        assert_eq!(config("star-coaching: false\n"), usual);
    }

    #[test]
    fn settings_are_read_however_they_are_written() {
        for front_matter in [
            "star-coach:\n  draft: yes\n  words-per-minute: 120\n  rules:\n    missing-metric: off\n    long-answer:\n      \
             severity: error\n      max-seconds: 90\n  labels:\n    task:\n      - Auftrag\n      - \"Mein: Teil\"\n",
            "star-coach: { draft: true, words-per-minute: 120, rules: { missing-metric: \"off\", long-answer: { severity: \
             error, max-seconds: 90 } }, labels: { task: [Auftrag, 'Mein: Teil'] } } # all of it\n",
            "\"star-coach\" :\n    # first\n\n    draft:   true\n    'words-per-minute': 120   # slow\n    rules: {missing-metric: off, \
             long-answer: {severity: error, max-seconds: 90}}\n    labels:\n      task:\n      - Auftrag\n      - Mein\n",
        ] {
            let (settings, problems) = read(&format!("---\ntitle: Ü\n{front_matter}date: 2026-01-01\n---\nText\n"));
            let config = settings.config;
            assert!(config.opted_in && config.enabled, "{front_matter}");
            assert_eq!(config.words_per_minute, 120, "{front_matter}");
            assert_eq!(config.severity("missing-metric", Severity::Warning), None, "{front_matter}");
            assert_eq!(config.severity("long-answer", Severity::Hint), Some(Severity::Error), "{front_matter}");
            assert_eq!(config.limits.answer_seconds, 90, "{front_matter}");
            assert_eq!(config.labels.own[1][0], "Auftrag", "{front_matter}");
            let colons = front_matter.contains("Mein:");
            let told: Vec<_> = problems.iter().map(|(at, _)| at.trim_matches(['"', '\''])).collect();
            assert_eq!(told, if colons { vec!["Mein: Teil"] } else { vec![] }, "no label has a colon: {front_matter}");
        }
    }

    #[test]
    fn toml_is_read_between_its_marks() {
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
    fn what_is_wrong_is_told_at_its_line_and_the_rest_counts() {
        for (lines, at, message) in [
            ("  wordsPerMinute: 120\n", "wordsPerMinute", "Did you mean `words-per-minute`?"),
            ("  words-per-minute: fast\n", "fast", "must be a whole number from 1 to 1000, not \"fast\""),
            ("  words-per-minute: 1.5\n", "1.5", "not 1.5"),
            ("  max-findings: 3\n", "max-findings", "can't be set here"),
            ("  lexicon: [x]\n", "lexicon", "can't be set here, but in star-coach.toml."),
            ("  rules:\n    missing-metrics: off\n", "missing-metrics", "Did you mean `missing-metric`?"),
            ("  just words\n", "just words", "write `name: value`"),
            ("  draft: [true\n", "[true", "not closed"),
            ("  draft: \"true\n", "\"true", "not closed"),
            ("  languages: [en] de\n", "[en] de", "Something stands behind"),
            ("  labels: |\n", "|", "not understood"),
            ("  rules: { a }\n", "{ a }", "{ name: value }"),
            ("  draft: true\n    rules: x\n", "rules: x", "complete"),
            ("  draft: true\n   aws: true\n", "aws: true", "complete"),
            ("\tdraft: true\n", "draft: true", "with spaces"),
            ("  labels: [[[[[[[[[[x]]]]]]]]]]\n", "[[[[[[[[[[x]]]]]]]]]]", "too deep"),
        ] {
            for (before, after) in [("", ""), ("  aws: true\n", ""), ("", "  aws: true\n")] {
                let (settings, problems) = read(&format!("---\nstar-coach:\n{before}{lines}{after}---\nText\n"));
                let told = problems.iter().any(|(place, said)| place == at && said.contains(message));
                assert!(told, "{before}{lines}{after}: {problems:?}");
                let counts = before.is_empty() && after.is_empty() || settings.config.for_aws;
                assert!(counts || lines.starts_with('\t'), "{before}{lines}{after}");
                assert_eq!(settings.config.words_per_minute, 150);
            }
        }
        assert_eq!(read("---\nstar-coach: maybe\n---\n").1[0].0, "maybe");
        assert_eq!(read("---\nstar-coach:\n- a\n---\n").1[0].1, "The settings must be a table, not a list.");
    }

    #[test]
    fn front_matter_ends_where_it_is_closed() {
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
