//! The types of rules: description, input, and findings.

use crate::answer::Answer;
use crate::answer::clock::Clock;
use crate::component::Component;
use crate::config::Config;
use crate::lexicon::Lexicon;
pub use crate::severity::Severity;
use crate::text::Span;
use crate::text::edit::Fix;

/// The kind of a rule. It decides the precedence of its findings: see [`check`](super::check).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Something is present or missing, regardless of the rest of the answer. Always reported.
    Fact,
    /// The structure of the answer as a whole: order, balance, length, completeness.
    Structure,
    /// The wording of a sentence.
    Wording,
}

/// The target of the findings of a rule. It decides how long an editor delays them, and which actions it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Words of the user.
    Words,
    /// A component as a whole, at most once in an answer.
    Section,
    /// A component without text, at most once in an answer. A user who writes from top to bottom gets to it later.
    UnwrittenSection,
    /// A placeholder.
    Placeholder,
    /// A generic phrase, for which the lexicon has services.
    GenericPhrase,
    /// A suppression comment.
    Comment,
    /// The opening of an unclosed block. A user who is writing the block closes it later.
    Opening,
}

impl Target {
    /// Whether a rule with this target has at most one finding per component of an answer.
    pub fn is_once_per_component(self) -> bool {
        matches!(self, Self::Section | Self::UnwrittenSection)
    }
}

/// The languages of the answers that a rule checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Languages {
    /// All languages.
    All,
    /// English only: the rule looks for English words.
    English,
}

/// A numeric option of a rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleOption {
    /// The name in editor settings, in camel case. Elsewhere it is in kebab case.
    pub name: &'static str,
    /// The minimum.
    pub min: u32,
    /// The maximum.
    pub max: u32,
    /// The default.
    pub default: u32,
    /// The description, in Markdown.
    pub docs: &'static str,
}

/// A rule.
pub struct Rule {
    /// The name, such as `missing-metric`. LSP calls it a code.
    pub name: &'static str,
    /// A description in one line.
    pub summary: &'static str,
    /// The default severity. The check can lower it for a finding, and the settings can override it.
    pub severity: Severity,
    /// The kind of the rule.
    pub class: Class,
    /// The target of its findings.
    pub target: Target,
    /// The languages of the answers that it checks.
    pub languages: Languages,
    /// The options, sorted by name.
    pub options: &'static [RuleOption],
    /// The manual page, in Markdown.
    pub docs: &'static str,
    /// Adds the findings in an answer.
    pub check: fn(&mut Vec<Finding>, &Context<'_>),
}

impl Rule {
    /// Returns the line above its manual page: a summary, the default severity, and the languages.
    pub fn header(&self) -> String {
        let languages = match self.languages {
            Languages::All => "all",
            Languages::English => "English",
        };
        format!("{} Default severity: {}. Languages: {languages}.", self.summary, self.severity.name())
    }
}

/// The URL of the project.
pub const HOME: &str = "https://github.com/star-coach/star-coach";

/// The URL of the manual page of a rule, without its name at the end.
pub const MANUAL: &str = "https://github.com/star-coach/star-coach/blob/main/docs/rules.md#";
/// The page for bug reports.
pub const ISSUES: &str = "https://github.com/star-coach/star-coach/issues";

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The input of a rule.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// The settings that apply to the answer.
    pub config: &'a Config,
    /// The rules to run, in order.
    pub rules: &'static [&'static Rule],
}

impl Context<'_> {
    /// Returns the year of the story, if the answer or the front matter gives one. Not cached: few answers need it.
    pub fn clock(&self) -> Option<Clock> {
        Clock::of(self.answer, self.config.dated)
    }

    /// Returns the value of `option`, which belongs to `rule`.
    pub fn option(&self, rule: &Rule, option: &RuleOption) -> u32 {
        self.config.option(rule.name, option.name).unwrap_or(option.default)
    }
}

/// One result of a rule.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The severity.
    pub severity: Severity,
    /// The span in the answer.
    pub span: Span,
    /// The component, unless it is about the whole answer.
    pub component: Option<Component>,
    /// The message: what is wrong, why it matters, what to do.
    pub message: String,
    /// Fixes, the best first.
    pub fixes: Vec<Fix>,
}
