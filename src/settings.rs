//! What a person writes to set star-coach up: in an editor, in `star-coach.toml`, in the front matter of a draft.
//!
//! [`SETTINGS`] and the options of the rules describe all there is. What is written anywhere becomes [`crate::value`]s, which one reader
//! ([`Settings::apply`]) lays over one another by these descriptions; the schema, the settings page and the manifest of
//! the VS Code extension are made of them too.

pub mod front_matter;
pub mod globs;
pub mod project;
mod read;

use std::time::Duration;

use crate::config::Config;
use crate::text::DocSpan;

/// Where something is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the settings of an editor, in camelCase.
    Editor,
    /// In `star-coach.toml`, in kebab-case.
    Project,
    /// In the front matter of a draft, in kebab-case.
    Draft,
}

/// Something that can be set.
#[derive(Debug)]
pub struct Setting {
    /// What it is called in an editor; elsewhere it is the same in kebab-case.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// Where it may be set.
    pub places: &'static [Place],
    /// What it does, in markdown.
    pub docs: &'static str,
    /// An example for `star-coach.toml`; for what is set in an editor only, in JSON.
    pub example: &'static str,
}

/// What a setting may be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// `true` or `false`.
    Flag(fn(&mut Config) -> &mut bool),
    /// `true` or `false`, usually `false`; read where a client is met.
    Start,
    /// A whole number.
    Whole(Whole),
    /// A list of globs.
    Globs(fn(&mut Files) -> &mut Vec<Written>),
    /// A list of paths.
    Paths(fn(&mut Files) -> &mut Vec<Written>),
    /// A list of the languages that are shipped.
    Languages,
    /// For each component, words that label it.
    Labels,
    /// For each rule, its severity and its options.
    Rules,
}

/// A whole number that can be set.
#[derive(Clone, Copy, Debug)]
pub struct Whole {
    /// The least that it may be.
    pub min: u32,
    /// The most that it may be.
    pub max: u32,
    /// What it is.
    pub get: fn(&Config) -> u32,
    /// Sets it.
    pub set: fn(&mut Config, u32),
}

/// Settings that are in force, by what was applied so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// What the coaching depends on.
    pub config: Config,
    /// Which files there are.
    pub files: Files,
}

/// What `star-coach.toml` says of files, as written there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// What is coached; everything if there is none.
    pub include: Vec<Written>,
    /// What is left alone.
    pub exclude: Vec<Written>,
    /// What is opted in.
    pub drafts: Vec<Written>,
    /// What the lexicon of one's own is made of.
    pub lexicon: Vec<Written>,
}

/// A glob or path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What is written.
    pub text: String,
    /// Where.
    pub span: DocSpan,
}

use Place::{Draft, Editor, Project};

const EVERYWHERE: &[Place] = &[Editor, Project, Draft];
const ALL_DRAFTS: &[Place] = &[Editor, Project];

/// The longest delay that is taken for meant, in milliseconds: an hour.
const MAX_DELAY: u32 = 3_600_000;

/// The severities by their names, and "off".
pub const SEVERITIES: [&str; 5] = ["off", "hint", "information", "warning", "error"];

/// What stands for a rule's code where settings are wrong.
pub const SETTINGS_CODE: &str = "settings";

/// Everything that can be set, in the order of the settings page.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "enable",
        kind: Kind::Flag(|config| &mut config.enabled),
        places: EVERYWHERE,
        docs: "Whether drafts are coached. Turn it off to be coached only where a draft's front matter says `star-coach: true`.",
        example: "enable = false",
    },
    Setting {
        name: "include",
        kind: Kind::Globs(|files| &mut files.include),
        places: &[Project],
        docs: "Globs of the files that are coached, from the folder of `star-coach.toml`; every markdown file if there is \
               none. Other files are left alone, whatever their front matter says.",
        example: "include = [\"stories/\", \"interviews/**/*.md\"]",
    },
    Setting {
        name: "exclude",
        kind: Kind::Globs(|files| &mut files.exclude),
        places: &[Project],
        docs: "Globs of files that are left alone, also where `include` names them and whatever their front matter says.",
        example: "exclude = [\"README.md\", \"archive/\"]",
    },
    Setting {
        name: "drafts",
        kind: Kind::Globs(|files| &mut files.drafts),
        places: &[Project],
        docs: "Globs of files in which every label is meant: a single labelled component is an answer there. Elsewhere it \
               takes two, so that ordinary markdown is left alone.",
        example: "drafts = [\"stories/\"]",
    },
    Setting {
        name: "draft",
        kind: Kind::Flag(|config| &mut config.opted_in),
        places: &[Draft],
        docs: "Whether every label in this draft is meant, as in `drafts`. `star-coach: true` stands for `draft: true` and \
               `enable: true`, `star-coach: false` for `enable: false`.",
        example: "draft = true",
    },
    Setting {
        name: "aws",
        kind: Kind::Flag(|config| &mut config.for_aws),
        places: EVERYWHERE,
        docs: "Whether the answers are for an AWS role: `no-service` then asks for a service in every Action. In front \
               matter, `star-coach: aws` stands for `aws: true` and `draft: true`.",
        example: "aws = true",
    },
    Setting {
        name: "languages",
        kind: Kind::Languages,
        places: EVERYWHERE,
        docs: "The languages whose labels count, by their codes. The letters S, T, A and R always do.",
        example: "languages = [\"en\", \"de\"]",
    },
    Setting {
        name: "labels",
        kind: Kind::Labels,
        places: EVERYWHERE,
        docs: "Words of your own that label a `situation`, `task`, `action` or `result`, beside those of the languages, and \
               `after` for what may follow the four, such as a lesson. The first one is used for sections that are \
               inserted.",
        example: "labels.task = [\"Assignment\", \"My part\"]",
    },
    Setting {
        name: "rules",
        kind: Kind::Rules,
        places: EVERYWHERE,
        docs: "For each rule `off`, `hint`, `information`, `warning` or `error`; or a table of its `severity` and \
               [its parameters](#parameters-of-rules).",
        example: "rules.long-answer = { severity = \"warning\", max-seconds = 180 }",
    },
    Setting {
        name: "wordsPerMinute",
        kind: Kind::Whole(Whole {
            min: 1,
            max: 1000,
            get: |config| config.words_per_minute,
            set: |config, words| config.words_per_minute = words,
        }),
        places: EVERYWHERE,
        docs: "How many words a minute you say: for the time that an answer takes.",
        example: "words-per-minute = 130",
    },
    Setting {
        name: "lexicon",
        kind: Kind::Paths(|files| &mut files.lexicon),
        places: &[Project],
        docs: "Files and folders of [a lexicon of your own](lexicon.md), from the folder of `star-coach.toml`.",
        example: "lexicon = [\"my-lexicon/\", \"stories.md\"]",
    },
    Setting {
        name: "maxFindings",
        kind: Kind::Whole(Whole {
            min: 1,
            max: 100_000,
            get: |config| u32::try_from(config.max_findings).unwrap_or(u32::MAX),
            set: |config, count| config.max_findings = count as usize,
        }),
        places: ALL_DRAFTS,
        docs: "How many findings an editor shows for one file, at most: the most severe ones. The command line shows all.",
        example: "max-findings = 100",
    },
    Setting {
        name: "typingDelayMs",
        kind: Kind::Whole(Whole {
            min: 0,
            max: MAX_DELAY,
            get: |config| millis(config.typing_delay),
            set: |config, delay| config.typing_delay = Duration::from_millis(delay.into()),
        }),
        places: ALL_DRAFTS,
        docs: "How long a new finding on the line you are typing in is held back, in milliseconds.",
        example: "typing-delay-ms = 3000",
    },
    Setting {
        name: "draftingDelayMs",
        kind: Kind::Whole(Whole {
            min: 0,
            max: MAX_DELAY,
            get: |config| millis(config.drafting_delay),
            set: |config, delay| config.drafting_delay = Duration::from_millis(delay.into()),
        }),
        places: ALL_DRAFTS,
        docs: "How long findings about parts that you have not reached yet are held back while you write, in milliseconds.",
        example: "drafting-delay-ms = 20000",
    },
    Setting {
        name: "codeLens",
        kind: Kind::Flag(|config| &mut config.code_lens),
        places: ALL_DRAFTS,
        docs: "Whether a line above each answer sums it up, in editors that show code lenses.",
        example: "code-lens = false",
    },
    Setting {
        name: "inlayHints",
        kind: Kind::Flag(|config| &mut config.inlay_hints),
        places: ALL_DRAFTS,
        docs: "Whether hints stand at the end of lines, in editors that show inlay hints.",
        example: "inlay-hints = true",
    },
    Setting {
        name: "pullDiagnostics",
        kind: Kind::Start,
        places: &[Editor],
        docs: "Whether the editor fetches findings itself instead of having them sent. Read from `initializationOptions`, \
               when the server starts.",
        example: "{ \"pullDiagnostics\": true }",
    },
];

/// What a list of labels is headed by, for each component in STAR order, and for what may follow the four.
pub const LABELS: [&str; 5] = ["situation", "task", "action", "result", "after"];

fn millis(delay: Duration) -> u32 {
    u32::try_from(delay.as_millis()).unwrap_or(u32::MAX)
}

impl Place {
    /// How `name`, in camelCase, is written here.
    pub fn spell(self, name: &str) -> String {
        match self {
            Self::Editor => name.to_owned(),
            Self::Project | Self::Draft => kebab(name),
        }
    }
}

/// `name`, in camelCase, in kebab-case.
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
    fn the_descriptions_are_in_order() {
        for setting in SETTINGS {
            assert_eq!(SETTINGS.iter().filter(|other| other.name == setting.name).count(), 1, "{}", setting.name);
            assert!(setting.docs.ends_with('.') && !setting.places.is_empty(), "{}", setting.name);
        }
        for rule in RULES {
            for option in rule.options {
                assert!(rule.docs.contains(&kebab(option.name)), "{}'s page tells {}", rule.code, option.name);
            }
        }
    }

    /// Its usual value is within its limits, and what is set is what is in force.
    fn check_whole(name: &str, whole: Whole) {
        let mut config = Config::default();
        let usual = (whole.get)(&config);
        assert!((whole.min..=whole.max).contains(&usual), "{name}");
        for value in [whole.min, whole.max] {
            (whole.set)(&mut config, value);
            assert_eq!((whole.get)(&config), value, "{name}");
        }
        (whole.set)(&mut config, usual);
        assert_eq!(config, Config::default(), "{name} sets nothing else");
    }

    #[test]
    fn numbers_and_flags_set_themselves_only() {
        for setting in SETTINGS {
            match setting.kind {
                Kind::Whole(whole) => check_whole(setting.name, whole),
                Kind::Flag(field) => {
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
    fn names_are_in_the_case_of_their_place() {
        assert_eq!(kebab("typingDelayMs"), "typing-delay-ms");
        assert_eq!(
            [Editor, Project, Draft].map(|place| place.spell("maxFindings")),
            ["maxFindings", "max-findings", "max-findings"]
        );
    }
}
