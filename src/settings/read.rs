//! Applies one source of settings over the current ones. Invalid values are reported and skipped.

use std::sync::Arc;

use super::globs;
use super::{Entry, LABELS, SETTINGS, SEVERITIES, SettingSource, SettingType, Settings};
use crate::draft::label::{self, LabelWords};
use crate::former;
use crate::platform::PlatformSetting;
use crate::rules::{RULES, Severity, by_name};
use crate::text::{DocSpan, distance};
use crate::value::{FileError, Member, Node, Value};

/// The maximum length of a custom label, in characters.
const MAX_LABEL_LENGTH: usize = 40;
/// The maximum number of custom labels of a component.
const MAX_LABELS: usize = 50;
/// The maximum number of globs or paths in a list.
const MAX_ENTRIES: usize = 200;

impl Settings {
    /// Applies `node`, which comes from `source`, over the current settings. Returns the problems in it, in order.
    pub fn apply(&mut self, node: &Node, source: SettingSource) -> Vec<FileError> {
        let before = self.config.labels.clone();
        let mut reader = Reader { settings: self, source, problems: Vec::new() };
        reader.all(node);
        let mut problems = reader.problems;
        if self.config.labels != before {
            self.config.label_words = Arc::new(LabelWords::new(&self.config.labels));
        }
        problems.sort_by_key(|problem| problem.span);
        problems
    }
}

struct Reader<'a> {
    settings: &'a mut Settings,
    source: SettingSource,
    problems: Vec<FileError>,
}

impl Reader<'_> {
    fn all(&mut self, node: &Node) {
        match &node.value {
            Value::Null => {}
            Value::Table(members) => members.iter().for_each(|member| self.setting(member)),
            // One word turns checking on or off for the whole draft.
            Value::Flag(wanted) if self.source == SettingSource::Draft => {
                self.settings.config.enabled = *wanted;
                self.settings.config.opted_in = *wanted;
            }
            Value::Text(word) if self.source == SettingSource::Draft => match word.to_ascii_lowercase().as_str() {
                "aws" => {
                    let config = &mut self.settings.config;
                    (config.enabled, config.opted_in, config.for_aws) = (true, true, true);
                }
                word => match flag(word) {
                    Some(wanted) => self.all(&Node { span: node.span, value: Value::Flag(wanted) }),
                    None => {
                        let message = "`star-coach` must be true, false, aws, or a table of settings; ignored.";
                        self.problem(node.span, message.to_owned());
                    }
                },
            },
            _ => {
                let message = match self.source {
                    SettingSource::Editor => "`starCoach` must be an object.".to_owned(),
                    _ => format!("The settings must be a table, not {}.", node.shown()),
                };
                self.problem(node.span, message);
            }
        }
    }

    fn setting(&mut self, Member { name, at, node }: &Member) {
        let source = self.source;
        let Some(setting) = SETTINGS.iter().find(|setting| source.spell(setting.name) == *name) else {
            let here = SETTINGS.iter().filter(|setting| setting.sources.contains(&source));
            let names: Vec<_> = here.map(|setting| source.spell(setting.name)).collect();
            return self.problem(*at, unknown("setting", name, names.iter().map(String::as_str)));
        };
        if !setting.sources.contains(&source) {
            let message = format!("`{name}` can't be set here. Set it {}.", where_else(setting.sources));
            return self.problem(*at, message);
        }
        if node.value == Value::Null {
            return;
        }
        match setting.kind {
            SettingType::Flag(field) => match self.flag(node) {
                Some(wanted) => *field(&mut self.settings.config) = wanted,
                None => self.invalid(name, "must be true or false", node),
            },
            SettingType::Start => {
                if self.flag(node).is_none() {
                    self.invalid(name, "must be true or false", node);
                }
            }
            SettingType::Integer(integer) => {
                if let Some(number) = self.integer(name, integer.min, integer.max, node) {
                    (integer.set)(&mut self.settings.config, number);
                }
            }
            SettingType::Globs(field) => {
                let globs = self.texts(name, node, "a list of globs, such as [\"drafts/\", \"*.md\"]", globs::check);
                if let Some(globs) = globs {
                    *field(&mut self.settings.files) = globs;
                }
            }
            SettingType::Paths(field) => {
                let paths =
                    self.texts(name, node, "a list of paths, such as [\"my-lexicon/\", \"stories.md\"]", |_| Ok(()));
                if let Some(paths) = paths {
                    *field(&mut self.settings.files) = paths;
                }
            }
            SettingType::Platform => self.platform(name, node),
            SettingType::Languages => self.languages(name, node),
            SettingType::Labels => match &node.value {
                Value::Table(members) => members.iter().for_each(|member| self.labels(member)),
                _ => self.invalid(
                    name,
                    "must be a table with `situation`, `task`, `action`, `result`, and `after`",
                    node,
                ),
            },
            SettingType::Rules => match &node.value {
                Value::Table(members) => members.iter().for_each(|member| self.rule(member)),
                _ => self.invalid(name, "must be a table of rules with their severities", node),
            },
        }
    }

    /// Returns the value of a flag. Front matter also accepts "yes" and "off".
    fn flag(&self, node: &Node) -> Option<bool> {
        match &node.value {
            Value::Flag(wanted) => Some(*wanted),
            Value::Text(word) if self.source == SettingSource::Draft => flag(word),
            _ => None,
        }
    }

    /// Returns the whole number if it is between `min` and `max`; else reports it.
    fn integer(&mut self, name: &str, min: u32, max: u32, node: &Node) -> Option<u32> {
        let number = match node.value {
            Value::Whole(number) => u32::try_from(number).ok().filter(|number| (min..=max).contains(number)),
            _ => None,
        };
        if number.is_none() {
            self.invalid(name, &format!("must be a whole number from {min} to {max}"), node);
        }
        number
    }

    /// Returns the strings of a list that pass `check`; `None` if the value is not a list.
    fn texts(
        &mut self,
        name: &str,
        node: &Node,
        what: &str,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Option<Vec<Entry>> {
        let Value::List(entries) = &node.value else {
            self.invalid(name, &format!("must be {what}"), node);
            return None;
        };
        if entries.len() > MAX_ENTRIES {
            self.problem(
                node.span,
                format!("`{name}` has more than {MAX_ENTRIES} entries; only the first {MAX_ENTRIES} are used."),
            );
        }
        let mut texts = Vec::new();
        for entry in entries.iter().take(MAX_ENTRIES) {
            match &entry.value {
                Value::Text(text) => match check(text) {
                    Ok(()) => texts.push(Entry { text: text.clone(), span: entry.span }),
                    Err(why) => self.problem(entry.span, why),
                },
                _ => {
                    let message =
                        format!("`{name}` can only contain strings in quotation marks; {} is ignored.", entry.shown());
                    self.problem(entry.span, message);
                }
            }
        }
        Some(texts)
    }

    fn platform(&mut self, name: &str, node: &Node) {
        let names = PlatformSetting::NAMES;
        let Value::Text(word) = &node.value else {
            return self.invalid(name, &format!("must be one of {}", names.join(", ")), node);
        };
        match PlatformSetting::from_name(word) {
            Some(platform) => self.settings.config.platform = platform,
            None => {
                let near = nearest(&word.to_lowercase(), names);
                let hint = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                let message = format!("Unknown {name} `{word}`, ignored. Use one of {}.{hint}", names.join(", "));
                self.problem(node.span, message);
            }
        }
    }

    fn languages(&mut self, name: &str, node: &Node) {
        let codes: Vec<&'static str> = label::languages().map(|(code, _)| code).collect();
        let check = |text: &str| match codes.contains(&text) {
            true => Ok(()),
            false => Err(unknown_language(text)),
        };
        let Some(written) = self.texts(name, node, "a list of languages, such as [\"en\", \"de\"]", check) else {
            return;
        };
        // If no entry is valid, keep the current languages: without any, there would be no labels.
        if written.is_empty() && matches!(&node.value, Value::List(entries) if !entries.is_empty()) {
            return;
        }
        codes_in_order(&mut self.settings.config.labels.languages, &codes, &written);
    }

    fn labels(&mut self, Member { name, at, node }: &Member) {
        let Some(index) = LABELS.iter().position(|label| label == name) else {
            return self.problem(*at, unknown("component", name, LABELS));
        };
        if node.value == Value::Null {
            return;
        }
        let check = |text: &str| {
            let fits = text.chars().next().is_some_and(char::is_alphabetic)
                && text.chars().count() <= MAX_LABEL_LENGTH
                && text.trim() == text
                && !text.contains(['\n', '\r', ':', '：', '|', '*', '_', '#']);
            match fits {
                true => Ok(()),
                false => Err(format!(
                    "A label must start with a letter and have at most {MAX_LABEL_LENGTH} characters, none of them : | * _ or #."
                )),
            }
        };
        let Some(mut written) = self.texts(name, node, "a list of words, such as [\"Assignment\", \"My part\"]", check)
        else {
            return;
        };
        if written.len() > MAX_LABELS {
            self.problem(
                node.span,
                format!("`{name}` has more than {MAX_LABELS} labels; only the first {MAX_LABELS} are used."),
            );
            written.truncate(MAX_LABELS);
        }
        let words = written.into_iter().map(|written| written.text).collect();
        let labels = &mut self.settings.config.labels;
        match labels.own.get_mut(index) {
            Some(own) => *own = words,
            None => labels.own_after = words,
        }
    }

    fn rule(&mut self, Member { name: code, at, node }: &Member) {
        let current = former::renamed_rule(code);
        if let Some(current) = current {
            self.note(*at, former::note(code, current));
        }
        let Some(rule) = by_name(current.unwrap_or(code)) else {
            return self.problem(*at, unknown("rule", code, RULES.iter().map(|rule| rule.name)));
        };
        let code = rule.name;
        let Value::Table(members) = &node.value else { return self.severity(code, node) };
        for Member { name, at, node } in members {
            let source = self.source;
            if name == "severity" {
                self.severity(code, node);
            } else if let Some(option) = rule.options.iter().find(|option| source.spell(option.name) == *name) {
                if node.value != Value::Null
                    && let Some(number) = self.integer(name, option.min, option.max, node)
                {
                    self.settings.config.set_option(rule.name, option.name, number);
                }
            } else {
                let names: Vec<_> = rule.options.iter().map(|option| source.spell(option.name)).collect();
                let known = names.iter().map(String::as_str).chain(["severity"]);
                let message = unknown(&format!("`{code}` option"), name, known);
                self.problem(*at, message);
            }
        }
    }

    fn severity(&mut self, code: &str, node: &Node) {
        let severity = match &node.value {
            Value::Null => return,
            // Older YAML reads `off` as `false`.
            Value::Flag(false) => Some(None),
            Value::Text(word) if word == "off" => Some(None),
            Value::Text(word) => Severity::from_name(word).map(Some),
            _ => None,
        };
        match severity {
            Some(severity) => self.settings.config.set_severity(code, severity),
            None => {
                let shown = node.shown();
                let near = nearest(shown.trim_matches('"'), SEVERITIES);
                let hint = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                self.problem(
                    node.span,
                    format!(
                        "Invalid severity {shown} for `{code}`, ignored. Use one of {}.{hint}",
                        SEVERITIES.join(", ")
                    ),
                );
            }
        }
    }

    fn invalid(&mut self, name: &str, must: &str, node: &Node) {
        self.problem(node.span, format!("`{name}` {must}, not {}; ignored.", node.shown()));
    }

    fn problem(&mut self, span: DocSpan, message: String) {
        self.push(FileError::warning(span, message));
    }

    fn note(&mut self, span: DocSpan, message: String) {
        self.push(FileError::note(span, message));
    }

    fn push(&mut self, problem: FileError) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// Sets `languages` to the `codes` that are in `written`, in the order of `codes`.
fn codes_in_order(languages: &mut Vec<&'static str>, codes: &[&'static str], written: &[Entry]) {
    *languages = codes.iter().copied().filter(|code| written.iter().any(|written| written.text == *code)).collect();
}

fn flag(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" => Some(true),
        "false" | "off" | "no" => Some(false),
        _ => None,
    }
}

fn where_else(places: &[SettingSource]) -> String {
    let name = |source: &SettingSource| match source {
        SettingSource::Editor => "in the editor's settings",
        SettingSource::Project => "in star-coach.toml",
        SettingSource::Draft => "in a draft's front matter",
    };
    places.iter().map(name).collect::<Vec<_>>().join(" or ")
}

/// Returns the message about an unknown language. Suggests the code for names such as "German" and tags such as
/// "zh-CN".
fn unknown_language(text: &str) -> String {
    let lower = text.to_lowercase();
    let main = lower.split(['-', '_']).next().unwrap_or_default();
    let near = label::languages().find(|(code, name)| *code == main || distance(name, text) <= 2);
    let hint = near.map(|(code, _)| format!(" Did you mean `{code}`?"));
    let codes: Vec<_> = label::languages().map(|(code, _)| code).collect();
    let hint = hint.unwrap_or_else(|| format!(" Use one of {}.", codes.join(", ")));
    format!("Unknown language `{text}`, ignored.{hint}")
}

fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!(" Did you mean `{near}`?"),
        None => String::new(),
    };
    format!("Unknown {what} `{name}`, ignored.{hint}")
}

/// Returns the most similar name in `known`, if it is similar enough. Hyphens and underscores are ignored.
fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let bare = |name: &str| name.replace(['-', '_'], "");
    let near = known.into_iter().map(|known| (distance(&bare(name), &bare(known)), known)).min();
    near.filter(|(steps, near)| *steps <= 2.max(near.len() / 3)).map(|(_, near)| near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::value::toml;

    /// Returns the position and message of each problem in `text`.
    fn problems(text: &str) -> Vec<(String, String)> {
        let (node, mut problems) = toml::read(text);
        problems.extend(Settings::default().apply(&node, SettingSource::Project));
        problems.into_iter().map(|problem| (text[problem.span.range()].to_owned(), problem.message)).collect()
    }

    fn settings(text: &str) -> Settings {
        let mut settings = Settings::default();
        let (node, problems) = toml::read(text);
        assert_eq!(problems, []);
        assert_eq!(settings.apply(&node, SettingSource::Project), []);
        settings
    }

    #[test]
    fn every_setting_is_read() {
        let read = settings(
            "enable = false\naws = true\nplatform = \"gcp\"\nwords-per-minute = 1_30\nmax-findings = 0x10\ntyping-delay-ms = 0\n\
             drafting-delay-ms = 9\ncode-lens = false\ninlay-hints = true\nlanguages = [\"de\", \"en\"]\n\
             include = [\"a/\"]\nexclude = [\"b/*.md\"]\ndrafts = []\nlexicon = [\"x.toml\"]\n\
             labels.task = [\"Auftrag\", \"Mein Teil\"]\nlabels.after = [\"Was blieb\"]\n\
             [rules]\nmissing-metric = \"off\"\nteam-voice = false\n\
             long-answer = { severity = \"error\", max-seconds = 90 }\n[rules.front-heavy]\nmin-words = 10\n",
        );
        let config = &read.config;
        assert!(!config.enabled && config.for_aws && !config.code_lens && config.inlay_hints && !config.opted_in);
        assert_eq!(config.platform, PlatformSetting::Is(crate::platform::Platform::Gcp));
        assert_eq!((config.words_per_minute, config.max_findings), (130, 16));
        assert_eq!((config.typing_delay.as_millis(), config.drafting_delay.as_millis()), (0, 9));
        assert_eq!(config.labels.languages, ["en", "de"]);
        assert_eq!(config.labels.own[1], ["Auftrag", "Mein Teil"]);
        assert_eq!(config.labels.own_after, ["Was blieb"]);
        assert_eq!(config.option("long-answer", "maxSeconds"), Some(90));
        assert_eq!(config.option("front-heavy", "minWords"), Some(10));
        assert_eq!(config.severity("missing-metric", Severity::Warning), None);
        assert_eq!(config.severity("team-voice", Severity::Hint), None);
        assert_eq!(config.severity("long-answer", Severity::Hint), Some(Severity::Error));
        assert!(!config.is_set("front-heavy"), "an option alone doesn't set the severity");
        let texts = |written: &[crate::settings::Entry]| written.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&read.files.include), ["a/"]);
        assert_eq!(texts(&read.files.exclude), ["b/*.md"]);
        assert_eq!(texts(&read.files.lexicon), ["x.toml"]);
        assert_eq!(settings(""), Settings::default());
        assert_eq!(settings("rules = {}\nlabels = {}\n"), Settings::default());
    }

    #[test]
    fn problems_have_positions_and_suggestions_and_other_settings_apply() {
        for (text, at, message) in [
            ("lexicn = []", "lexicn", "Unknown setting `lexicn`, ignored. Did you mean `lexicon`?"),
            ("maxFindings = 3", "maxFindings", "Did you mean `max-findings`?"),
            ("max_findings = 3", "max_findings", "Did you mean `max-findings`?"),
            ("zebra = 3", "zebra", "Unknown setting `zebra`, ignored."),
            ("draft = true", "draft", "can't be set here. Set it in a draft's front matter."),
            ("pull-diagnostics = true", "pull-diagnostics", "can't be set here. Set it in the editor's settings."),
            ("max-findings = 0", "0", "`max-findings` must be a whole number from 1 to 100000, not 0; ignored."),
            ("max-findings = \"all\"", "\"all\"", "not \"all\""),
            ("words-per-minute = 1.5", "1.5", "not 1.5"),
            ("words-per-minute = 99999999999999999999", "99999999999999999999", "not 99999999999999999999"),
            ("aws = \"yes\"", "\"yes\"", "`aws` must be true or false, not \"yes\""),
            ("aws = 2020-01-01", "2020-01-01", "not 2020-01-01"),
            ("lexicon = \"a\"", "\"a\"", "list of paths"),
            ("lexicon = [3]", "3", "strings in quotation marks; 3 is ignored"),
            ("include = [\"../x\"]", "\"../x\"", "is outside the folder"),
            (
                "platform = \"Azur\"",
                "\"Azur\"",
                "Unknown platform `Azur`, ignored. Use one of aws, azure, gcp, kubernetes, on-premises, any. Did you mean \
                 `azure`?",
            ),
            ("platform = \"AWS\"", "\"AWS\"", "Did you mean `aws`?"),
            ("platform = \"zebra\"", "\"zebra\"", "Use one of aws, azure, gcp, kubernetes, on-premises, any."),
            ("platform = \"\"", "\"\"", "Use one of aws, azure, gcp, kubernetes, on-premises, any."),
            (
                "platform = 3",
                "3",
                "`platform` must be one of aws, azure, gcp, kubernetes, on-premises, any, not 3; ignored.",
            ),
            ("platform = [\"aws\"]", "[\"aws\"]", "must be one of aws, azure"),
            ("platform = true", "true", "must be one of aws, azure"),
            ("languages = [\"German\"]", "\"German\"", "Did you mean `de`?"),
            ("languages = [\"zh-CN\"]", "\"zh-CN\"", "Did you mean `zh`?"),
            ("languages = [\"xx\"]", "\"xx\"", "Use one of en, de, "),
            ("labels.tasks = [\"x\"]", "tasks", "Unknown component `tasks`, ignored. Did you mean `task`?"),
            ("labels.task = \"x\"", "\"x\"", "list of words"),
            ("labels.task = [\"a: b\"]", "\"a: b\"", "start with a letter"),
            ("labels.task = [\"\"]", "\"\"", "start with a letter"),
            ("labels = []", "[]", "must be a table"),
            ("rules = \"off\"", "\"off\"", "must be a table"),
            ("rules.missing-metrics = \"off\"", "missing-metrics", "Did you mean `missing-metric`?"),
            ("rules.missing-metric = \"warn\"", "\"warn\"", "Use one of off, hint"),
            ("rules.missing-metric = \"warnings\"", "\"warnings\"", "Did you mean `warning`?"),
            ("rules.missing-metric = 3", "3", "Invalid severity 3 for"),
            ("rules.missing-metric = true", "true", "Invalid severity true for"),
            ("rules.long-answer.max-second = 3", "max-second", "Did you mean `max-seconds`?"),
            ("rules.long-answer.max-seconds = 3", "3", "from 10 to 3600"),
            ("rules.missing-metric.max-seconds = 3", "max-seconds", "Unknown `missing-metric` option `max-seconds`"),
        ] {
            let text = format!("{text}\n");
            let found = problems(&text);
            assert!(
                matches!(&found[..], [(position, shown)] if position == at && shown.contains(message)),
                "{text}: {found:?}"
            );
            assert_eq!(settings_of(&text).config, Config::default(), "{text}");
            let with_more = format!("aws = true\n{text}");
            assert!(text.starts_with("aws") || settings_of(&with_more).config.for_aws, "{text}");
        }
    }

    fn settings_of(text: &str) -> Settings {
        let mut settings = Settings::default();
        settings.apply(&toml::read(text).0, SettingSource::Project);
        settings
    }

    #[test]
    fn former_names_of_rules_apply_and_are_noted() {
        let mut settings = Settings::default();
        let text = "[rules]\nbroken-encoding = \"off\"\nghost-verb = { severity = \"error\" }\n";
        let errors = settings.apply(&toml::read(text).0, SettingSource::Project);
        assert_eq!(settings.config.severity("garbled-text", Severity::Information), None);
        assert_eq!(settings.config.severity("vague-verb", Severity::Hint), Some(Severity::Error));
        let shown = |error: &FileError| (text[error.span.range()].to_owned(), error.severity);
        let notes =
            [("broken-encoding".to_owned(), Severity::Information), ("ghost-verb".to_owned(), Severity::Information)];
        assert_eq!(errors.iter().map(shown).collect::<Vec<_>>(), notes);
    }

    #[test]
    fn invalid_toml_is_reported_and_the_rest_applies() {
        let text = "aws = true\nlexicon = [\"é\nmax-findings = 3\n";
        assert!(toml::read(text).1.iter().all(|problem| problem.is_error()));
        assert!(!toml::read(text).1.is_empty());
        assert!(settings_of(text).config.for_aws);
    }

    #[test]
    fn later_sources_keep_settings_they_do_not_mention() {
        let mut settings = settings("rules.long-answer = \"off\"\naws = true\nlabels.task = [\"Auftrag\"]\n");
        let (later, _) =
            toml::read("rules.long-answer.max-seconds = 90\nlabels.result = [\"Ende\"]\nwords-per-minute = 99\n");
        assert_eq!(settings.apply(&later, SettingSource::Draft), []);
        assert_eq!(settings.config.severity("long-answer", Severity::Hint), None);
        assert_eq!(settings.config.option("long-answer", "maxSeconds"), Some(90));
        assert!(settings.config.for_aws);
        assert_eq!([&settings.config.labels.own[1], &settings.config.labels.own[3]], [&["Auftrag"], &["Ende"]]);
    }
}
