//! What rules are made of: their description, what they look at, and what they find.

use crate::answer::Answer;
use crate::component::Component;
use crate::config::Config;
use crate::lexicon::Lexicon;
pub use crate::severity::Severity;
use crate::text::Span;
use crate::text::edit::Fix;

/// What the findings of a rule are about. It decides when they wait and what they give way to: see [`check`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Something is there or not there, whatever the rest of the answer says. Never waits, never gives way.
    Fact,
    /// How the answer is built as a whole: order, balance, length, what a good answer would add.
    Structure,
    /// How a sentence is worded.
    Wording,
}

/// What the findings of a rule point at. It decides how long an editor delays them, and what is offered for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Words that the writer has written.
    Words,
    /// A component as a whole, at most once in an answer.
    Section,
    /// The same, but the component is not written yet: a writer who works from the top down will get to it.
    UnwrittenSection,
    /// A placeholder, which the writer replaces.
    Placeholder,
    /// A generic phrase, for which the lexicon knows services.
    GenericPhrase,
    /// A comment to star-coach.
    Comment,
    /// What opens a block that is never closed: whoever writes the block closes it later.
    Opening,
}

impl Target {
    /// Whether a rule with this target has at most one finding per component of an answer.
    pub fn is_once_per_component(self) -> bool {
        matches!(self, Self::Section | Self::UnwrittenSection)
    }
}

/// A number that the settings of a rule can change.
#[derive(Clone, Copy, Debug)]
pub struct RuleOption {
    /// Its name in an editor; elsewhere it is the same in kebab-case.
    pub name: &'static str,
    /// The least that it may be.
    pub min: u32,
    /// The most that it may be.
    pub max: u32,
    /// What it is unless it is set.
    pub default: u32,
    /// What it does, in Markdown.
    pub docs: &'static str,
}

/// A rule: its manual page, its severity and its check.
pub struct Rule {
    /// Its code, such as `missing-metric`.
    pub code: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// How much it matters unless a check or the settings say otherwise.
    pub severity: Severity,
    /// What its findings are about.
    pub class: Class,
    /// What its findings point at.
    pub target: Target,
    /// Its options, sorted by name.
    pub options: &'static [RuleOption],
    /// Its manual page, in markdown.
    pub docs: &'static str,
    /// Finds what it finds.
    pub check: fn(&mut Vec<Finding>, &Context<'_>),
}

/// Where the project is at home.
pub const HOME: &str = "https://github.com/star-coach/star-coach";

/// Where the manual page of a rule is, its code following.
pub const MANUAL: &str = "https://github.com/star-coach/star-coach/blob/main/docs/rules.md#";

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// What is known by name.
    pub lexicon: &'a Lexicon,
    /// The settings in force.
    pub config: &'a Config,
    /// The rules to ask, in order.
    pub rules: &'static [&'static Rule],
}

impl Context<'_> {
    /// The value of `option`, which is one of those of `rule`.
    pub fn option(&self, rule: &Rule, option: &RuleOption) -> u32 {
        self.config.option(rule.code, option.name).unwrap_or(option.default)
    }
}

/// Something to tell the writer.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How much it matters.
    pub severity: Severity,
    /// Where, in the answer.
    pub span: Span,
    /// The component it is about.
    pub component: Option<Component>,
    /// What is wrong, why it matters and what to do.
    pub message: String,
    /// What can be done about it at a key press, the best first.
    pub fixes: Vec<Fix>,
}
