//! The rules: what is a problem in an answer, why, and what to do about it.

pub mod broken_encoding;
pub mod component_order;
pub mod duplicate_component;
pub mod empty_component;
pub mod front_heavy;
pub mod ghost_verb;
pub mod hypothetical;
pub mod invalid_suppression;
pub mod leaked_secret;
pub mod long_answer;
pub mod long_sentence;
pub mod misnamed_service;
pub mod missing_component;
pub mod missing_metric;
pub mod no_learning;
pub mod no_service;
pub mod number_mismatch;
mod people;
pub mod risky_practice;
mod rule;
mod silence;
pub mod team_voice;
#[cfg(test)]
mod testing;
pub mod unfilled_placeholder;
pub mod unnamed_service;
pub mod unused_suppression;

use std::panic::AssertUnwindSafe;

use crate::text::Span;
pub use rule::{Class, Context, Finding, HOME, MANUAL, Rule, RuleOption, Severity, Target};
pub use silence::Mark;
use silence::Silence;

/// All rules, in the order of their findings at one place.
pub const RULES: &[&Rule] = &[
    &missing_component::RULE,
    &empty_component::RULE,
    &duplicate_component::RULE,
    &component_order::RULE,
    &front_heavy::RULE,
    &long_answer::RULE,
    &missing_metric::RULE,
    &number_mismatch::RULE,
    &unfilled_placeholder::RULE,
    &unnamed_service::RULE,
    &misnamed_service::RULE,
    &no_service::RULE,
    &risky_practice::RULE,
    &leaked_secret::RULE,
    &team_voice::RULE,
    &ghost_verb::RULE,
    &hypothetical::RULE,
    &long_sentence::RULE,
    &no_learning::RULE,
    &broken_encoding::RULE,
    &invalid_suppression::RULE,
    // The last one: it looks at what the others found.
    &unused_suppression::RULE,
];

/// The rule with this code.
pub fn by_code(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// What came of asking the rules about an answer.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What is to be told, sorted by start, then rule order; no duplicates.
    pub findings: Vec<Finding>,
    /// What kept back a finding, sorted.
    pub used: Vec<Mark>,
    /// The codes of the rules that failed; what they found is not known.
    pub failed: Vec<&'static str>,
}

/// What all rules that are on have to say about an answer, with manners:
///
/// - What the writer asked not to be told is not told.
/// - Structure and wording wait until all four components are written: whoever is still writing wants no hints.
/// - One finding a place: structure and wording give way to what is found at an overlapping place, facts first, then in
///   the order of the rules.
/// - One wording finding a component, the first in the text: a paragraph full of hints helps nobody.
pub fn check(context: &Context<'_>) -> Checked {
    let mut checked = find(context);
    checked.findings = manners(checked.findings, context.answer.is_complete());
    checked
}

/// What of `found` (sorted by start, then rule order) is said of an answer, complete or not.
fn manners(found: Vec<Finding>, is_complete: bool) -> Vec<Finding> {
    // What gives way comes last, so that it is compared with all that it gives way to.
    let (mut kept, mut hints): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|finding| finding.rule.class == Class::Fact);
    if !is_complete {
        hints.clear();
    }
    hints.sort_by_key(|finding| finding.rule.class == Class::Wording);
    for finding in hints {
        let beaten = kept.iter().any(|other| {
            let same_place = other.rule.code != finding.rule.code && overlap(other.span, finding.span);
            let enough = finding.rule.class == Class::Wording
                && other.rule.class == Class::Wording
                && other.component == finding.component;
            same_place || enough
        });
        if !beaten {
            kept.push(finding);
        }
    }
    kept.sort_by_key(|finding| (finding.span.start, position(finding.rule)));
    kept
}

/// What all rules that are on find in an answer and may tell, manners aside.
pub fn find(context: &Context<'_>) -> Checked {
    let mut checked = Checked::default();
    for rule in context.rules {
        let Some(severity) = context.config.severity(rule.code, rule.severity) else { continue };
        // Without the findings of a rule that failed, nobody knows which comments are unused.
        if rule.code == unused_suppression::RULE.code && !checked.failed.is_empty() {
            continue;
        }
        let known = checked.findings.len();
        let ask = AssertUnwindSafe(|| (rule.check)(&mut checked.findings, context));
        // A rule that panics has no findings in this answer; the others still have theirs.
        if std::panic::catch_unwind(ask).is_err() {
            checked.findings.truncate(known);
            checked.failed.push(rule.code);
        }
        // A rule may choose a lower severity for a finding, but the settings override it.
        if context.config.is_set(rule.code) {
            checked.findings[known..].iter_mut().for_each(|finding| finding.severity = severity);
        }
    }
    if let Some(silence) = Silence::new(context.answer) {
        checked.findings.retain(|finding| {
            let marks = silence.of(finding);
            checked.used.extend(&marks);
            marks.is_empty()
        });
        checked.used.sort_unstable();
        checked.used.dedup();
    }
    // Stable: findings at one place stay in the order of the rules.
    checked.findings.sort_by_key(|finding| finding.span.start);
    checked.findings.dedup_by(|a, b| a.rule.code == b.rule.code && a.span == b.span && a.message == b.message);
    checked
}

/// Whether two places share a byte, or are the same.
fn overlap(one: Span, other: Span) -> bool {
    one == other || one.overlaps(other)
}

/// Where the rule stands among the rules.
fn position(rule: &Rule) -> usize {
    RULES.iter().position(|other| other.code == rule.code).unwrap_or(RULES.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::Component;

    const fn rule(code: &'static str, class: Class) -> Rule {
        Rule {
            code,
            summary: "",
            severity: Severity::Hint,
            class,
            target: Target::Words,
            options: &[],
            docs: "",
            check: |_, _| {},
        }
    }

    static FACT: Rule = rule("fact", Class::Fact);
    static OTHER_FACT: Rule = rule("other-fact", Class::Fact);
    static STRUCTURE: Rule = rule("structure", Class::Structure);
    static WORDING: Rule = rule("wording", Class::Wording);
    static OTHER_WORDING: Rule = rule("other-wording", Class::Wording);

    fn said(found: &[(&'static Rule, usize, usize, Component)], complete: bool) -> Vec<(&'static str, usize)> {
        let finding = |&(rule, start, end, component): &(&'static Rule, usize, usize, Component)| Finding {
            rule,
            severity: rule.severity,
            span: Span::new(start, end),
            component: Some(component),
            message: String::new(),
            fixes: Vec::new(),
        };
        let said = manners(found.iter().map(finding).collect(), complete);
        said.iter().map(|finding| (finding.rule.code, finding.span.start)).collect()
    }

    #[test]
    fn hints_wait_for_a_complete_answer_and_facts_do_not() {
        use Component::{Action, Situation};
        let found = [(&STRUCTURE, 0, 9, Situation), (&FACT, 10, 14, Action), (&WORDING, 20, 24, Action)];
        assert_eq!(said(&found, false), [("fact", 10)]);
        assert_eq!(said(&found, true), [("structure", 0), ("fact", 10), ("wording", 20)]);
    }

    #[test]
    fn one_finding_a_place_and_facts_win() {
        use Component::{Action, Task};
        let nested = [(&WORDING, 0, 40, Action), (&STRUCTURE, 5, 9, Action), (&FACT, 30, 34, Action)];
        assert_eq!(said(&nested, true), [("structure", 5), ("fact", 30)]);
        let same = [(&STRUCTURE, 3, 3, Task), (&WORDING, 3, 3, Task)];
        assert_eq!(said(&same, true), [("structure", 3)]);
        let touching = [(&FACT, 0, 5, Action), (&WORDING, 5, 9, Action)];
        assert_eq!(said(&touching, true), [("fact", 0), ("wording", 5)]);
        let facts = [(&FACT, 0, 5, Action), (&OTHER_FACT, 0, 5, Action), (&FACT, 2, 5, Action)];
        assert_eq!(said(&facts, true), [("fact", 0), ("other-fact", 0), ("fact", 2)]);
    }

    #[test]
    fn one_wording_finding_a_component_and_it_is_the_first() {
        use Component::{Action, Result};
        let found = [
            (&OTHER_WORDING, 0, 4, Action),
            (&WORDING, 5, 9, Action),
            (&WORDING, 50, 54, Result),
            (&WORDING, 60, 64, Result),
        ];
        assert_eq!(said(&found, true), [("other-wording", 0), ("wording", 50)]);
    }

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
            assert!(rule.options.is_sorted_by_key(|option| option.name), "{}", rule.code);
            for RuleOption { name, min, max, default, docs } in rule.options {
                assert!((min..=max).contains(&default) && docs.ends_with('.'), "{name} of {}", rule.code);
            }
        }
        assert!(by_code("no-such-rule").is_none());
    }
}
