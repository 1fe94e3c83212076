//! The rules: what is a problem in an answer, why, and what to do about it.

use crate::answer::Answer;
use crate::component::Component;
use crate::config::Config;
use crate::edit::Fix;
use crate::lexicon::Lexicon;
use crate::text::Span;

/// How much a finding matters, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Certain and costly.
    Error,
    /// An interviewer would miss it.
    Warning,
    /// Worth knowing.
    Information,
    /// A nudge.
    Hint,
}

impl Severity {
    /// Its name in settings and in the JSON of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::Hint => "hint",
        }
    }
}

/// A rule: its manual page, its severity and its check.
pub struct Rule {
    /// Its code, such as `missing-metric`.
    pub code: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// How much it matters unless a check or the settings say otherwise.
    pub severity: Severity,
    /// Its manual page, in markdown.
    pub docs: &'static str,
    /// Finds what it finds.
    pub check: fn(&mut Vec<Finding>, &Context<'_>),
}

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

/// All rules, in the order of their findings at one place.
pub const RULES: &[&Rule] = &[];

/// The rule with this code.
pub fn by_code(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// What all rules have to say about an answer: sorted by start, then rule order; no duplicates.
pub fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.check)(&mut findings, context);
    }
    findings
}
