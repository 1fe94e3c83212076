//! The settings of star-coach, read from an editor, from `star-coach.toml`, and from the front matter of a draft.
//!
//! [`SETTINGS`] and the rule options describe all settings. Each source is parsed into [`crate::value`]s, and
//! [`Settings::apply`] applies it over the current settings. The JSON schema, the settings page, and the manifest of
//! the VS Code extension are generated from these descriptions, too.

pub mod front_matter;
pub mod globs;
pub mod project;
mod read;

use std::time::Duration;

use crate::config::Config;
use crate::text::DocSpan;

/// A source of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingSource {
    /// The settings of an editor, in camelCase.
    Editor,
    /// `star-coach.toml`, in kebab-case.
    Project,
    /// The front matter of a draft, in kebab-case.
    Draft,
}

/// The description of a setting.
#[derive(Debug)]
pub struct Setting {
    /// The name in camelCase, as in an editor. The other sources use kebab-case.
    pub name: &'static str,
    /// The type of the value.
    pub kind: SettingType,
    /// The sources that may set it.
    pub sources: &'static [SettingSource],
    /// The effect of the setting, in Markdown.
    pub docs: &'static str,
    /// An example for `star-coach.toml`, or in JSON for a setting of editors only.
    pub example: &'static str,
}

/// The type of a setting's value, and where the value is stored.
#[derive(Clone, Copy, Debug)]
pub enum SettingType {
    /// `true` or `false`.
    Flag(fn(&mut Config) -> &mut bool),
    /// `true` or `false`; `false` by default. Read only once, when the client connects.
    Start,
    /// An integer.
    Integer(IntegerSetting),
    /// A list of globs.
    Globs(fn(&mut Files) -> &mut Vec<Entry>),
    /// A list of paths.
    Paths(fn(&mut Files) -> &mut Vec<Entry>),
    /// One of [`PlatformSetting::NAMES`](crate::platform::PlatformSetting::NAMES).
    Platform,
    /// A list of codes of the supported languages.
    Languages,
    /// For each component, a list of labels.
    Labels,
    /// For each rule, the severity and the options.
    Rules,
}

/// An integer within bounds.
#[derive(Clone, Copy, Debug)]
pub struct IntegerSetting {
    /// The minimum.
    pub min: u32,
    /// The maximum.
    pub max: u32,
    /// Returns the current value.
    pub get: fn(&Config) -> u32,
    /// Sets the value.
    pub set: fn(&mut Config, u32),
}

/// The settings after all sources applied so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The settings that the analysis depends on.
    pub config: Config,
    /// The settings about files.
    pub files: Files,
}

/// The settings of `star-coach.toml` about files, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Globs of the files to check; every file if there are none.
    pub include: Vec<Entry>,
    /// Globs of the files to exclude.
    pub exclude: Vec<Entry>,
    /// Globs of the files in which a single label is enough for an answer.
    pub drafts: Vec<Entry>,
    /// Paths of the custom lexicon.
    pub lexicon: Vec<Entry>,
}

/// A glob or path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The text.
    pub text: String,
    /// The position in the settings file.
    pub span: DocSpan,
}

use SettingSource::{Draft, Editor, Project};

const EVERYWHERE: &[SettingSource] = &[Editor, Project, Draft];
const ALL_DRAFTS: &[SettingSource] = &[Editor, Project];

/// The maximum delay: one hour, in milliseconds.
const MAX_DELAY: u32 = 3_600_000;

/// The names of the severities, and "off".
pub const SEVERITIES: [&str; 5] = ["off", "hint", "information", "warning", "error"];

/// The code of diagnostics about invalid settings, in place of a rule name.
pub const SETTINGS_CODE: &str = "settings";

/// All settings, in the order of the settings page.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "enable",
        kind: SettingType::Flag(|config| &mut config.enabled),
        sources: EVERYWHERE,
        docs: "Checks drafts. If `false`, only drafts with `star-coach: true` in their front matter are checked.",
        example: "enable = false",
    },
    Setting {
        name: "include",
        kind: SettingType::Globs(|files| &mut files.include),
        sources: &[Project],
        docs: "Globs of the files to check, relative to the folder of `star-coach.toml`. If empty, all Markdown files are \
               checked. Other files are skipped, even if their front matter turns checking on.",
        example: "include = [\"stories/\", \"interviews/**/*.md\"]",
    },
    Setting {
        name: "exclude",
        kind: SettingType::Globs(|files| &mut files.exclude),
        sources: &[Project],
        docs: "Globs of the files to skip. Overrides `include` and front matter.",
        example: "exclude = [\"README.md\", \"archive/\"]",
    },
    Setting {
        name: "drafts",
        kind: SettingType::Globs(|files| &mut files.drafts),
        sources: &[Project],
        docs: "Globs of files where a single labeled section counts as an answer. In other files, at least two components \
               must be labeled, so that ordinary Markdown is not reported.",
        example: "drafts = [\"stories/\"]",
    },
    Setting {
        name: "draft",
        kind: SettingType::Flag(|config| &mut config.opted_in),
        sources: &[Draft],
        docs: "Treats a single labeled section in this draft as an answer, like `drafts`. `star-coach: true` is short for \
               `draft: true` and `enable: true`; `star-coach: false` turns both off.",
        example: "draft = true",
    },
    Setting {
        name: "aws",
        kind: SettingType::Flag(|config| &mut config.for_aws),
        sources: EVERYWHERE,
        docs: "Checks answers for an AWS role: `no-service` reports each Action that names no AWS service. In front matter, \
               `star-coach: aws` is short for `aws: true`, `draft: true`, and `enable: true`.",
        example: "aws = true",
    },
    Setting {
        name: "platform",
        kind: SettingType::Platform,
        sources: EVERYWHERE,
        docs: "The platform of the stories, instead of the one that star-coach concludes from the other answers of a draft. AWS \
               services are asked for only in stories on AWS, or on an unknown platform. With `aws`, they are asked for unless \
               an answer names another platform, except Kubernetes; with another platform, only in sentences that name AWS; with \
               `any`, in all stories. In front matter, a key `platform` outside of the settings counts, too, if its value is \
               one of these.",
        example: "platform = \"azure\"",
    },
    Setting {
        name: "languages",
        kind: SettingType::Languages,
        sources: EVERYWHERE,
        docs: "Languages whose labels are recognized, as codes. The letters S, T, A, and R are always recognized.",
        example: "languages = [\"en\", \"de\"]",
    },
    Setting {
        name: "labels",
        kind: SettingType::Labels,
        sources: EVERYWHERE,
        docs: "Custom labels, in addition to those of the languages: lists for `situation`, `task`, `action`, and `result`, \
               and `after` for sections after the Result, such as a lesson. Inserted sections use the first label of a \
               list.",
        example: "labels.task = [\"Assignment\", \"My part\"]",
    },
    Setting {
        name: "rules",
        kind: SettingType::Rules,
        sources: EVERYWHERE,
        docs: "For each rule, a severity (`off`, `hint`, `information`, `warning`, or `error`), or a table with a `severity` \
               and [rule options](#rule-options).",
        example: "rules.long-answer = { severity = \"warning\", max-seconds = 180 }",
    },
    Setting {
        name: "wordsPerMinute",
        kind: SettingType::Integer(IntegerSetting {
            min: 1,
            max: 1000,
            get: |config| config.words_per_minute,
            set: |config, words| config.words_per_minute = words,
        }),
        sources: EVERYWHERE,
        docs: "Your speaking rate, in words per minute. Used to estimate speaking time.",
        example: "words-per-minute = 130",
    },
    Setting {
        name: "lexicon",
        kind: SettingType::Paths(|files| &mut files.lexicon),
        sources: &[Project],
        docs: "Files and folders of [your custom lexicon](lexicon.md), relative to the folder of `star-coach.toml`.",
        example: "lexicon = [\"my-lexicon/\", \"stories.md\"]",
    },
    Setting {
        name: "maxFindings",
        kind: SettingType::Integer(IntegerSetting {
            min: 1,
            max: 100_000,
            get: |config| u32::try_from(config.max_findings).unwrap_or(u32::MAX),
            set: |config, count| config.max_findings = count as usize,
        }),
        sources: ALL_DRAFTS,
        docs: "Maximum number of findings that an editor shows for a file. The most severe ones are kept. The command line \
               shows all.",
        example: "max-findings = 100",
    },
    Setting {
        name: "typingDelayMs",
        kind: SettingType::Integer(IntegerSetting {
            min: 0,
            max: MAX_DELAY,
            get: |config| millis(config.typing_delay),
            set: |config, delay| config.typing_delay = Duration::from_millis(delay.into()),
        }),
        sources: ALL_DRAFTS,
        docs: "Delay, in milliseconds, before new findings appear on the line you are typing.",
        example: "typing-delay-ms = 3000",
    },
    Setting {
        name: "draftingDelayMs",
        kind: SettingType::Integer(IntegerSetting {
            min: 0,
            max: MAX_DELAY,
            get: |config| millis(config.drafting_delay),
            set: |config, delay| config.drafting_delay = Duration::from_millis(delay.into()),
        }),
        sources: ALL_DRAFTS,
        docs: "Delay, in milliseconds, before findings appear about sections that you haven't written yet.",
        example: "drafting-delay-ms = 20000",
    },
    Setting {
        name: "codeLens",
        kind: SettingType::Flag(|config| &mut config.code_lens),
        sources: ALL_DRAFTS,
        docs: "Shows a summary line above each answer, in editors that support code lenses.",
        example: "code-lens = false",
    },
    Setting {
        name: "inlayHints",
        kind: SettingType::Flag(|config| &mut config.inlay_hints),
        sources: ALL_DRAFTS,
        docs: "Shows hints at the end of lines, in editors that support inlay hints.",
        example: "inlay-hints = true",
    },
    Setting {
        name: "pullDiagnostics",
        kind: SettingType::Start,
        sources: &[Editor],
        docs: "Lets the editor request findings (pull diagnostics) instead of receiving them from the server. Read once, \
               from `initializationOptions`.",
        example: "{ \"pullDiagnostics\": true }",
    },
];

/// The keys of the lists of labels: one for each component in STAR order, and one for sections after the four.
pub const LABELS: [&str; 5] = ["situation", "task", "action", "result", "after"];

fn millis(delay: Duration) -> u32 {
    u32::try_from(delay.as_millis()).unwrap_or(u32::MAX)
}

impl SettingSource {
    /// Spells `name`, given in camelCase, the way this source does.
    pub fn spell(self, name: &str) -> String {
        match self {
            Self::Editor => name.to_owned(),
            Self::Project | Self::Draft => kebab(name),
        }
    }
}

/// Converts `name` from camelCase to kebab-case.
pub fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn descriptions_are_complete_and_unique() {
        for setting in SETTINGS {
            assert_eq!(SETTINGS.iter().filter(|other| other.name == setting.name).count(), 1, "{}", setting.name);
            assert!(setting.docs.ends_with('.') && !setting.sources.is_empty(), "{}", setting.name);
        }
        for rule in RULES {
            for option in rule.options {
                assert!(rule.docs.contains(&kebab(option.name)), "{}'s page describes {}", rule.name, option.name);
            }
        }
    }

    /// Checks that the default is within the bounds, and that setting a value changes that setting only.
    fn check_integer(name: &str, integer: IntegerSetting) {
        let mut config = Config::default();
        let default = (integer.get)(&config);
        assert!((integer.min..=integer.max).contains(&default), "{name}");
        for value in [integer.min, integer.max] {
            (integer.set)(&mut config, value);
            assert_eq!((integer.get)(&config), value, "{name}");
        }
        (integer.set)(&mut config, default);
        assert_eq!(config, Config::default(), "{name} sets nothing else");
    }

    #[test]
    fn setting_a_number_or_flag_changes_nothing_else() {
        for setting in SETTINGS {
            match setting.kind {
                SettingType::Integer(integer) => check_integer(setting.name, integer),
                SettingType::Flag(field) => {
                    let mut config = Config::default();
                    *field(&mut config) ^= true;
                    assert_ne!(config, Config::default(), "{}", setting.name);
                    *field(&mut config) ^= true;
                    assert_eq!(config, Config::default(), "{}", setting.name);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn names_are_in_the_case_of_their_source() {
        assert_eq!(kebab("typingDelayMs"), "typing-delay-ms");
        assert_eq!(
            [Editor, Project, Draft].map(|source| source.spell("maxFindings")),
            ["maxFindings", "max-findings", "max-findings"]
        );
    }
}
