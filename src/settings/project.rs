//! `star-coach.toml`, the settings of a folder of drafts, as text.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::{Member, Node, Value};
use crate::lexicon::own::Problem;
use crate::text::DocSpan;

/// What the file is called.
pub const FILE: &str = "star-coach.toml";

/// Reads the text of the file; what is wrong costs itself only.
pub fn read(text: &str) -> (Node, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let problems = errors.iter().map(|error| {
        let why = error.message().trim().replace('\n', ", ");
        Problem {
            span: span(text, error.span().unwrap_or_default()),
            message: format!("This is no TOML: {why}."),
            error: true,
        }
    });
    let problems = problems.collect();
    (Node { span: span(text, table.span()), value: members(text, table.get_ref()) }, problems)
}

fn members(text: &str, table: &DeTable<'_>) -> Value {
    let member = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| Member {
        name: key.get_ref().clone().into_owned(),
        at: span(text, key.span()),
        node: node(text, value),
    };
    Value::Table(table.iter().map(member).collect())
}

fn node(text: &str, written: &Spanned<DeValue<'_>>) -> Node {
    let value = match written.get_ref() {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Whole(number),
            Err(_) => Value::Other(number.as_str().to_owned()),
        },
        DeValue::Float(number) => Value::Other(number.as_str().to_owned()),
        DeValue::Datetime(time) => Value::Other(time.to_string()),
        DeValue::Array(entries) => Value::List(entries.iter().map(|entry| node(text, entry)).collect()),
        DeValue::Table(table) => members(text, table),
    };
    Node { span: span(text, written.span()), value }
}

/// A span of `text` on its boundaries.
fn span(text: &str, range: std::ops::Range<usize>) -> DocSpan {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    DocSpan::new(floor(range.start), floor(range.end).max(floor(range.start)))
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Settings};
    use super::*;
    use crate::config::Config;
    use crate::rules::Severity;

    /// What is wrong with `text`: the place and the message.
    fn problems(text: &str) -> Vec<(String, String)> {
        let (node, mut problems) = read(text);
        problems.extend(Settings::default().apply(&node, Place::Project));
        problems.into_iter().map(|problem| (text[problem.span.range()].to_owned(), problem.message)).collect()
    }

    fn settings(text: &str) -> Settings {
        let mut settings = Settings::default();
        let (node, problems) = read(text);
        assert_eq!(problems, []);
        assert_eq!(settings.apply(&node, Place::Project), []);
        settings
    }

    #[test]
    fn everything_is_read() {
        let read = settings(
            "enable = false\naws = true\nwords-per-minute = 1_30\nmax-findings = 0x10\ntyping-delay-ms = 0\n\
             drafting-delay-ms = 9\ncode-lens = false\ninlay-hints = true\nlanguages = [\"de\", \"en\"]\n\
             include = [\"a/\"]\nexclude = [\"b/*.md\"]\ndrafts = []\nlexicon = [\"x.toml\"]\n\
             labels.task = [\"Auftrag\", \"Mein Teil\"]\nlabels.after = [\"Was blieb\"]\n\
             [rules]\nmissing-metric = \"off\"\nteam-voice = false\n\
             long-answer = { severity = \"error\", max-seconds = 90 }\n[rules.front-heavy]\nmin-words = 10\n",
        );
        let config = &read.config;
        assert!(!config.enabled && config.for_aws && !config.code_lens && config.inlay_hints && !config.opted_in);
        assert_eq!((config.words_per_minute, config.max_findings), (130, 16));
        assert_eq!((config.typing_delay.as_millis(), config.drafting_delay.as_millis()), (0, 9));
        assert_eq!(config.labels.languages, ["en", "de"]);
        assert_eq!(config.labels.own[1], ["Auftrag", "Mein Teil"]);
        assert_eq!(config.labels.own_after, ["Was blieb"]);
        assert_eq!((config.limits.answer_seconds, config.limits.balance_words), (90, 10));
        assert_eq!(config.severity("missing-metric", Severity::Warning), None);
        assert_eq!(config.severity("team-voice", Severity::Hint), None);
        assert_eq!(config.severity("long-answer", Severity::Hint), Some(Severity::Error));
        assert!(!config.is_set("front-heavy"), "a line alone says nothing of the severity");
        let texts =
            |written: &[crate::settings::Written]| written.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&read.files.include), ["a/"]);
        assert_eq!(texts(&read.files.exclude), ["b/*.md"]);
        assert_eq!(texts(&read.files.lexicon), ["x.toml"]);
        assert_eq!(settings(""), Settings::default());
        assert_eq!(settings("rules = {}\nlabels = {}\n"), Settings::default());
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place_with_a_suggestion_and_the_rest_counts() {
        for (text, at, message) in [
            ("lexicn = []", "lexicn", "There is no setting `lexicn`; it is left out. Did you mean `lexicon`?"),
            ("maxFindings = 3", "maxFindings", "Did you mean `max-findings`?"),
            ("max_findings = 3", "max_findings", "Did you mean `max-findings`?"),
            ("zebra = 3", "zebra", "There is no setting `zebra`; it is left out."),
            ("draft = true", "draft", "can't be set here, but in the front matter of a draft."),
            ("pull-diagnostics = true", "pull-diagnostics", "can't be set here, but in the settings of the editor."),
            ("max-findings = 0", "0", "`max-findings` must be a whole number from 1 to 100000, not 0; it is left out."),
            ("max-findings = \"all\"", "\"all\"", "not \"all\""),
            ("words-per-minute = 1.5", "1.5", "not 1.5"),
            ("words-per-minute = 99999999999999999999", "99999999999999999999", "not 99999999999999999999"),
            ("aws = \"yes\"", "\"yes\"", "`aws` must be true or false, not \"yes\""),
            ("aws = 2020-01-01", "2020-01-01", "not 2020-01-01"),
            ("lexicon = \"a\"", "\"a\"", "list of paths"),
            ("lexicon = [3]", "3", "texts in quotation marks, not 3"),
            ("include = [\"../x\"]", "\"../x\"", "leads out of this folder"),
            ("languages = [\"German\"]", "\"German\"", "Did you mean `de`?"),
            ("languages = [\"zh-CN\"]", "\"zh-CN\"", "Did you mean `zh`?"),
            ("languages = [\"xx\"]", "\"xx\"", "There are en, de, "),
            ("labels.tasks = [\"x\"]", "tasks", "There is no component `tasks`; it is left out. Did you mean `task`?"),
            ("labels.task = \"x\"", "\"x\"", "list of words"),
            ("labels.task = [\"a: b\"]", "\"a: b\"", "begins with a letter"),
            ("labels.task = [\"\"]", "\"\"", "begins with a letter"),
            ("labels = []", "[]", "must be a table"),
            ("rules = \"off\"", "\"off\"", "must be a table"),
            ("rules.missing-metrics = \"off\"", "missing-metrics", "Did you mean `missing-metric`?"),
            ("rules.missing-metric = \"warn\"", "\"warn\"", "use one of off, hint"),
            ("rules.missing-metric = \"warnings\"", "\"warnings\"", "Did you mean `warning`?"),
            ("rules.missing-metric = 3", "3", "can't be 3"),
            ("rules.missing-metric = true", "true", "can't be true"),
            ("rules.long-answer.max-second = 3", "max-second", "Did you mean `max-seconds`?"),
            ("rules.long-answer.max-seconds = 3", "3", "from 10 to 3600"),
            ("rules.missing-metric.max-seconds = 3", "max-seconds", "no parameter of `missing-metric` called"),
        ] {
            let text = format!("{text}\n");
            let found = problems(&text);
            assert!(
                matches!(&found[..], [(place, said)] if place == at && said.contains(message)),
                "{text}: {found:?}"
            );
            assert_eq!(settings_of(&text).config, Config::default(), "{text}");
            let with_more = format!("aws = true\n{text}");
            assert!(text.starts_with("aws") || settings_of(&with_more).config.for_aws, "{text}");
        }
    }

    fn settings_of(text: &str) -> Settings {
        let mut settings = Settings::default();
        settings.apply(&read(text).0, Place::Project);
        settings
    }

    #[test]
    fn what_is_no_toml_is_told_and_what_stands_elsewhere_counts() {
        let text = "aws = true\nlexicon = [\"é\nmax-findings = 3\n";
        assert!(read(text).1.iter().all(|problem| problem.error));
        assert!(!read(text).1.is_empty());
        assert!(settings_of(text).config.for_aws);
    }

    #[test]
    fn layers_keep_what_later_ones_do_not_mention() {
        let mut settings = settings("rules.long-answer = \"off\"\naws = true\nlabels.task = [\"Auftrag\"]\n");
        let (later, _) =
            read("rules.long-answer.max-seconds = 90\nlabels.result = [\"Ende\"]\nwords-per-minute = 99\n");
        assert_eq!(settings.apply(&later, Place::Draft), []);
        assert_eq!(settings.config.severity("long-answer", Severity::Hint), None);
        assert_eq!(settings.config.limits.answer_seconds, 90);
        assert!(settings.config.for_aws);
        assert_eq!([&settings.config.labels.own[1], &settings.config.labels.own[3]], [&["Auftrag"], &["Ende"]]);
    }
}
