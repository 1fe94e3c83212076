//! What a person sets in an editor, read leniently: what is wrong is told, and the rest counts.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::config::Config;
use crate::rules::{RULES, Severity};

/// Settings, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings {
    /// What is in force.
    pub(crate) config: Config,
    /// What was not understood and what to do about it, a sentence each.
    pub(crate) problems: Vec<String>,
}

/// The longest delay that is taken for meant, in milliseconds: an hour.
const MAX_DELAY: u64 = 3_600_000;

/// The settings with these names. `pullDiagnostics` is read when the client starts us.
const NAMES: [&str; 6] =
    ["typingDelayMs", "draftingDelayMs", "maxFindings", "wordsPerMinute", "rules", "pullDiagnostics"];

const SEVERITIES: [&str; 5] = ["off", "hint", "information", "warning", "error"];

impl Settings {
    /// Reads `values` over one another, the last one counting most; each as it is or under `starCoach`.
    pub(crate) fn read<'a>(values: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut settings = Self::default();
        for value in values {
            match value.get("starCoach").unwrap_or(value) {
                Value::Null => {}
                Value::Object(members) => settings.members(members),
                _ => settings.problem("The settings of starCoach must be an object.".into()),
            }
        }
        settings
    }

    fn members(&mut self, members: &Map<String, Value>) {
        for (name, value) in members {
            let number = value.as_u64();
            let delay = number.filter(|millis| *millis <= MAX_DELAY).map(Duration::from_millis);
            match (name.as_str(), value) {
                (_, Value::Null) => {}
                ("typingDelayMs", _) => self.set(name, value, delay, |config| &mut config.typing_delay),
                ("draftingDelayMs", _) => self.set(name, value, delay, |config| &mut config.drafting_delay),
                ("maxFindings", _) => {
                    let count = number.and_then(|count| usize::try_from(count).ok()).filter(|count| *count > 0);
                    self.set(name, value, count, |config| &mut config.max_findings);
                }
                ("wordsPerMinute", _) => {
                    let words = number.and_then(|words| u32::try_from(words).ok()).filter(|words| *words > 0);
                    self.set(name, value, words, |config| &mut config.words_per_minute);
                }
                ("rules", Value::Object(rules)) => rules.iter().for_each(|(code, value)| self.rule(code, value)),
                ("rules", _) => self.problem("`rules` must be an object of rule codes and severities.".into()),
                ("pullDiagnostics", Value::Bool(_)) => {}
                ("pullDiagnostics", _) => self.problem("`pullDiagnostics` must be true or false.".into()),
                _ => self.problem(unknown("setting", name, NAMES)),
            }
        }
    }

    fn set<T>(&mut self, name: &str, value: &Value, read: Option<T>, field: fn(&mut Config) -> &mut T) {
        match read {
            Some(read) => *field(&mut self.config) = read,
            None => self.problem(format!("`{name}` can't be {value}; the usual value is used.")),
        }
    }

    fn rule(&mut self, code: &str, value: &Value) {
        let severity = match value.as_str() {
            Some("off") => None,
            Some("hint") => Some(Severity::Hint),
            Some("information") => Some(Severity::Information),
            Some("warning") => Some(Severity::Warning),
            Some("error") => Some(Severity::Error),
            _ => {
                self.problem(format!(
                    "The severity of `{code}` can't be {value}; use one of {}.",
                    SEVERITIES.join(", ")
                ));
                return;
            }
        };
        if !RULES.iter().any(|rule| rule.code == code) {
            self.problem(unknown("rule", code, RULES.iter().map(|rule| rule.code)));
            return;
        }
        let severities = &mut self.config.severities;
        severities.retain(|(known, _)| known != code);
        severities.push((code.into(), severity));
    }

    fn problem(&mut self, problem: String) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let nearest = known.into_iter().map(|known| (distance(name, known), known)).min();
    match nearest {
        Some((steps, nearest)) if steps <= nearest.len() / 2 => {
            format!("There is no {what} `{name}`; did you mean `{nearest}`?")
        }
        _ => format!("There is no {what} `{name}`."),
    }
}

/// How many characters must be added, removed or replaced to turn one name into the other, case aside.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.to_lowercase().chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Settings {
        Settings::read([&value])
    }

    #[test]
    fn nothing_set_is_nothing_wrong() {
        for value in [json!(null), json!({}), json!({ "starCoach": null }), json!({ "rules": {}, "maxFindings": null })]
        {
            assert_eq!(read(value), Settings::default());
        }
    }

    #[test]
    fn values_count_plain_and_nested_and_the_last_one_most() {
        let plain = json!({ "typingDelayMs": 0, "maxFindings": 5, "wordsPerMinute": 120 });
        let nested = json!({ "starCoach": { "typingDelayMs": 200, "draftingDelayMs": 900 } });
        let Settings { config, problems } = Settings::read([&plain, &nested]);
        assert_eq!(problems, [""; 0]);
        assert_eq!(
            (config.typing_delay, config.drafting_delay),
            (Duration::from_millis(200), Duration::from_millis(900))
        );
        assert_eq!((config.max_findings, config.words_per_minute), (5, 120));
    }

    #[test]
    fn what_is_wrong_is_told_once_and_the_rest_counts() {
        let settings =
            read(json!({ "maxFinding": 3, "typingDelayMs": -1, "draftingDelayMs": "5s", "wordsPerMinute": 99 }));
        assert_eq!(settings.config, Config { words_per_minute: 99, ..Config::default() });
        assert_eq!(
            settings.problems,
            [
                "`draftingDelayMs` can't be \"5s\"; the usual value is used.",
                "There is no setting `maxFinding`; did you mean `maxFindings`?",
                "`typingDelayMs` can't be -1; the usual value is used.",
            ]
        );
    }

    #[test]
    fn values_of_the_wrong_kind_are_told() {
        for wrong in [
            json!(7),
            json!([]),
            json!({ "rules": [] }),
            json!({ "rules": { "missing-metric": "loud" } }),
            json!({ "rules": { "no-such-rule": "off" } }),
            json!({ "maxFindings": 0 }),
            json!({ "typingDelayMs": MAX_DELAY + 1 }),
            json!({ "pullDiagnostics": "yes" }),
            json!({ "zzz": 1 }),
        ] {
            let settings = read(wrong.clone());
            assert_eq!(settings.problems.len(), 1, "{wrong}: {:?}", settings.problems);
            assert_eq!(settings.config, Config::default(), "{wrong}");
        }
    }

    #[test]
    fn names_are_near_by_the_steps_between_them() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!([distance("", "abc"), distance("abc", ""), distance("Same", "same")], [3, 3, 0]);
    }
}
