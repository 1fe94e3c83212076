//! The rules: what is a problem in an answer, why, and what to do about it.

pub mod empty_component;
pub mod misnamed_service;
pub mod missing_component;
pub mod missing_metric;
pub mod unfilled_placeholder;
pub mod unnamed_service;

use crate::answer::Answer;
use crate::component::Component;
use crate::config::Config;
use crate::edit::Fix;
use crate::lexicon::Lexicon;
pub use crate::severity::Severity;
use crate::text::Span;

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
pub const RULES: &[&Rule] = &[
    &missing_component::RULE,
    &empty_component::RULE,
    &missing_metric::RULE,
    &unfilled_placeholder::RULE,
    &unnamed_service::RULE,
    &misnamed_service::RULE,
];

/// The rule with this code.
pub fn by_code(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// What all rules that are on have to say about an answer: sorted by start, then rule order; no duplicates.
pub fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        let Some(severity) = context.config.severity(rule.code, rule.severity) else { continue };
        let first = findings.len();
        (rule.check)(&mut findings, context);
        // A rule may soften what it says; the settings have the last word.
        if context.config.is_set(rule.code) {
            findings[first..].iter_mut().for_each(|finding: &mut Finding| finding.severity = severity);
        }
    }
    // Stable: findings at one place stay in the order of the rules.
    findings.sort_by_key(|finding| finding.span.start);
    findings.dedup_by(|a, b| a.rule.code == b.rule.code && a.span == b.span && a.message == b.message);
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_in_order() {
        for rule in RULES {
            assert!(rule.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.code);
            assert_eq!(RULES.iter().filter(|other| other.code == rule.code).count(), 1, "{}", rule.code);
            assert!(rule.summary.ends_with('.') && !rule.summary.contains('\n'), "{}", rule.code);
            for heading in ["## What", "## Why", "## Example", "## Instead", "## Fix", "## When this is fine"] {
                assert!(rule.docs.contains(heading), "{} lacks {heading}", rule.code);
            }
            assert!(by_code(rule.code).is_some());
        }
        assert!(by_code("no-such-rule").is_none());
    }
}
