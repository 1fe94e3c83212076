//! The settings of the editor, from JSON. Invalid values are reported and skipped.

use serde_json::Value as Json;

use crate::config::Config;
use crate::settings::{SettingSource, Settings};
use crate::value::{FileError, Member, Node, Value};

/// Settings of editor extensions, which the server ignores.
const EXTENSION_SETTINGS: [&str; 2] = ["server", "trace"];

/// Applies `values` in order, so that later ones override earlier ones. Each may be nested in `starCoach`. Returns the
/// config, and the warnings and notes about the settings, without positions.
pub(crate) fn read<'a>(values: impl IntoIterator<Item = &'a Json>) -> (Config, Vec<FileError>) {
    let mut settings = Settings::default();
    let mut errors: Vec<FileError> = Vec::new();
    for value in values {
        let node = node(value.get("starCoach").unwrap_or(value));
        for error in settings.apply(&without_extension_settings(node), SettingSource::Editor) {
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
    }
    (settings.config, errors)
}

/// `node` without the settings of editor extensions.
fn without_extension_settings(mut node: Node) -> Node {
    if let Value::Table(members) = &mut node.value {
        members.retain(|member| !EXTENSION_SETTINGS.contains(&member.name.as_str()));
    }
    node
}

/// Converts JSON to a settings value without a place in a file.
fn node(json: &Json) -> Node {
    Node::without_position(match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => number.as_i64().map_or_else(|| Value::Other(number.to_string()), Value::Whole),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(entries) => Value::List(entries.iter().map(node).collect()),
        Json::Object(members) => {
            let member = |(name, value): (&String, &Json)| Member {
                name: name.clone(),
                at: Default::default(),
                node: node(value),
            };
            Value::Table(members.iter().map(member).collect())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::severity::Severity;
    use serde_json::json;

    fn messages(errors: &[FileError]) -> Vec<&str> {
        errors.iter().map(|error| &*error.message).collect()
    }

    #[test]
    fn former_names_of_rules_apply_and_are_noted() {
        let (config, errors) = read([&json!({ "rules": { "ghost-verb": "off" } })]);
        assert_eq!(config.severity("vague-verb", Severity::Hint), None);
        assert_eq!(messages(&errors), ["`ghost-verb` is now called `vague-verb`."]);
        assert!(errors.iter().all(|error| error.severity == Severity::Information), "not a warning");
    }

    #[test]
    fn unset_values_are_no_errors() {
        for value in [
            json!(null),
            json!({}),
            json!({ "starCoach": null }),
            json!({ "rules": {}, "maxFindings": null, "labels": null, "rules": { "missing-metric": null } }),
            json!({ "server": { "path": "" }, "trace": { "server": "off" } }),
        ] {
            assert_eq!(read([&value]), (Config::default(), Vec::new()));
        }
    }

    #[test]
    fn values_may_be_plain_or_nested_and_later_ones_override() {
        let plain = json!({ "typingDelayMs": 0, "maxFindings": 5, "wordsPerMinute": 120, "inlayHints": true });
        let nested = json!({ "starCoach": { "typingDelayMs": 200, "draftingDelayMs": 900, "codeLens": false } });
        let (config, errors) = read([&plain, &nested]);
        assert_eq!(errors, []);
        assert_eq!((config.typing_delay.as_millis(), config.drafting_delay.as_millis()), (200, 900));
        assert_eq!((config.max_findings, config.words_per_minute), (5, 120));
        assert!(config.inlay_hints && !config.code_lens);
    }

    #[test]
    fn each_error_is_reported_once_and_valid_values_apply() {
        let value = json!({ "maxFinding": 3, "typingDelayMs": -1, "draftingDelayMs": "5s", "wordsPerMinute": 99 });
        let (config, errors) = read([&value, &value]);
        assert_eq!(config, Config { words_per_minute: 99, ..Config::default() });
        assert_eq!(
            messages(&errors),
            [
                "`draftingDelayMs` must be a whole number from 0 to 3600000, not \"5s\"; ignored.",
                "Unknown setting `maxFinding`, ignored. Did you mean `maxFindings`?",
                "`typingDelayMs` must be a whole number from 0 to 3600000, not -1; ignored.",
            ]
        );
    }

    #[test]
    fn values_of_the_wrong_type_are_reported() {
        for wrong in [
            json!(7),
            json!([]),
            json!(true),
            json!("aws"),
            json!({ "rules": [] }),
            json!({ "rules": { "missing-metric": "loud" } }),
            json!({ "rules": { "no-such-rule": "off" } }),
            json!({ "rules": { "long-answer": { "max-seconds": 90 } } }),
            json!({ "maxFindings": 0 }),
            json!({ "maxFindings": 1e300 }),
            json!({ "typingDelayMs": 3_600_001 }),
            json!({ "typing-delay-ms": 5 }),
            json!({ "pullDiagnostics": "yes" }),
            json!({ "enable": "yes" }),
            json!({ "languages": "en" }),
            json!({ "labels": { "task": [3] } }),
            json!({ "lexicon": ["x"] }),
            json!({ "draft": true }),
            json!({ "zzz": 1 }),
        ] {
            let (config, errors) = read([&wrong]);
            assert_eq!(errors.len(), 1, "{wrong}: {errors:?}");
            assert_eq!(config, Config::default(), "{wrong}");
        }
    }

    #[test]
    fn rules_have_severities_and_options() {
        let value =
            json!({ "rules": { "long-answer": { "severity": "off", "maxSeconds": 90 }, "team-voice": "error" } });
        let (config, errors) = read([&value]);
        assert_eq!(errors, []);
        assert_eq!(config.option("long-answer", "maxSeconds"), Some(90));
        assert_eq!(config.severities.len(), 2);
    }
}
