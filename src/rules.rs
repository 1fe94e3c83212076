//! The rules, and running them on an answer.

pub mod component_order;
pub mod duplicate_component;
pub mod empty_component;
pub mod front_heavy;
pub mod garbled_text;
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
pub(crate) mod people;
pub mod platforms;
pub mod risky_practice;
mod rule;
mod suppressions;
pub mod team_voice;
#[cfg(test)]
mod testing;
pub mod unclosed_block;
pub mod unfilled_placeholder;
pub mod unlaunched_service;
pub mod unnamed_service;
pub mod unused_suppression;
pub mod vague_verb;

use std::panic::AssertUnwindSafe;

use crate::answer::Answer;
use crate::lexicon::Term;
use crate::text::Span;
pub use rule::{Class, Context, Finding, HOME, ISSUES, Languages, MANUAL, Rule, RuleOption, Severity, Target};
use suppressions::SuppressionIndex;
pub use suppressions::SuppressionSource;

/// All rules. Findings with the same start are sorted in this order.
pub const RULES: &[&Rule] = &[
    &missing_component::RULE,
    &empty_component::RULE,
    &duplicate_component::RULE,
    &component_order::RULE,
    &front_heavy::RULE,
    &long_answer::RULE,
    &missing_metric::RULE,
    &number_mismatch::RULE,
    &unclosed_block::RULE,
    &unfilled_placeholder::RULE,
    &unnamed_service::RULE,
    &misnamed_service::RULE,
    &unlaunched_service::RULE,
    &no_service::RULE,
    &risky_practice::RULE,
    &leaked_secret::RULE,
    &team_voice::RULE,
    &vague_verb::RULE,
    &hypothetical::RULE,
    &long_sentence::RULE,
    &no_learning::RULE,
    &garbled_text::RULE,
    &invalid_suppression::RULE,
    // Must be last: it looks at the findings of the other rules.
    &unused_suppression::RULE,
];

/// Returns the rule with this name.
pub fn by_name(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == code)
}

/// The result of running the rules on an answer.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The findings to report, sorted by start, then in the order of the rules, without duplicates.
    pub findings: Vec<Finding>,
    /// The sources of the suppressions that suppressed a finding, sorted.
    pub used: Vec<SuppressionSource>,
    /// The names of the rules that panicked. They have no findings.
    pub failed: Vec<&'static str>,
}

/// Runs all enabled rules on an answer, and returns the findings to report:
///
/// - Suppressed findings are removed.
/// - Structure and wording findings are hidden until all four components have text.
/// - A structure or wording finding is hidden if it overlaps a finding of higher precedence: facts come first, then
///   structure, then wording, each in the order of the text.
/// - Of the wording findings of a component, only the first is reported.
pub fn check(context: &Context<'_>) -> Checked {
    let mut checked = find(context);
    checked.findings = apply_precedence(checked.findings, context.answer.is_complete());
    checked
}

/// Returns the findings to report of `found`, which is sorted by start, then in the order of the rules.
fn apply_precedence(found: Vec<Finding>, is_complete: bool) -> Vec<Finding> {
    // In order of precedence, so that each finding is compared with all those of higher precedence.
    let (mut kept, mut hints): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|finding| finding.rule.class == Class::Fact);
    if !is_complete {
        hints.clear();
    }
    hints.sort_by_key(|finding| finding.rule.class == Class::Wording);
    for finding in hints {
        let is_hidden = kept.iter().any(|other| {
            let same_place = other.rule.name != finding.rule.name && overlap(other.span, finding.span);
            let same_component = finding.rule.class == Class::Wording
                && other.rule.class == Class::Wording
                && other.component == finding.component;
            same_place || same_component
        });
        if !is_hidden {
            kept.push(finding);
        }
    }
    kept.sort_by_key(|finding| (finding.span.start, position(finding.rule)));
    kept
}

/// Like [`check`], but without hiding structure and wording findings: returns all findings of the enabled rules that
/// aren't suppressed.
pub fn find(context: &Context<'_>) -> Checked {
    let mut checked = Checked::default();
    let is_english = context.answer.is_english();
    for rule in context.rules.iter().filter(|rule| is_english || rule.languages == Languages::All) {
        let Some(severity) = context.config.severity(rule.name, rule.severity) else { continue };
        // If a rule failed, it is unknown which suppressions are unused.
        if rule.name == unused_suppression::RULE.name && !checked.failed.is_empty() {
            continue;
        }
        let known = checked.findings.len();
        let run = AssertUnwindSafe(|| (rule.check)(&mut checked.findings, context));
        // A panic costs the findings of this rule only.
        if std::panic::catch_unwind(run).is_err() {
            checked.findings.truncate(known);
            checked.failed.push(rule.name);
        }
        // Rules may lower the severity of a finding; a severity from the settings overrides that.
        if context.config.is_set(rule.name) {
            checked.findings[known..].iter_mut().for_each(|finding| finding.severity = severity);
        }
    }
    if let Some(suppressions) = SuppressionIndex::new(context.answer) {
        checked.findings.retain(|finding| {
            let sources = suppressions.of(finding);
            checked.used.extend(&sources);
            sources.is_empty()
        });
        checked.used.sort_unstable();
        checked.used.dedup();
    }
    // A name is whole: "AWS Load Balancer Controller" has no part to replace.
    if !context.answer.names.is_empty() {
        for finding in &mut checked.findings {
            finding.fixes.retain(|fix| !fix.edits.iter().any(|edit| is_inside_name(context.answer, edit.span)));
        }
    }
    // The sort is stable: findings with the same start stay in the order of the rules.
    checked.findings.sort_by_key(|finding| finding.span.start);
    checked.findings.dedup_by(|a, b| a.rule.name == b.rule.name && a.span == b.span && a.message == b.message);
    checked
}

/// Whether an edit of `span` changes a part of a name, but not all of it.
fn is_inside_name(answer: &Answer, span: Span) -> bool {
    let cuts = |name: Span| span.start < name.end && name.start < span.end && !span.contains(name);
    let splits = |name: Span| span.is_empty() && name.start < span.start && span.start < name.end;
    answer.names.iter().any(|name| cuts(name.span) || splits(name.span))
}

/// Whether the findings in the answer of `context` may depend on its platform.
pub fn depend_on_platform(context: &Context<'_>) -> bool {
    let Context { answer, .. } = context;
    !answer.breaches.is_empty()
        || no_service::is_on(context)
        || answer.mentions.iter().any(|mention| matches!(mention.term, Term::Phrase(_)))
}

/// Whether two spans share a byte or are equal.
fn overlap(one: Span, other: Span) -> bool {
    one == other || one.overlaps(other)
}

/// Returns the position of the rule among all rules.
fn position(rule: &Rule) -> usize {
    RULES.iter().position(|other| other.name == rule.name).unwrap_or(RULES.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::Component;

    const fn rule(name: &'static str, class: Class) -> Rule {
        Rule {
            name,
            summary: "",
            severity: Severity::Hint,
            class,
            target: Target::Words,
            languages: Languages::All,
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

    fn reported(found: &[(&'static Rule, usize, usize, Component)], complete: bool) -> Vec<(&'static str, usize)> {
        let finding = |&(rule, start, end, component): &(&'static Rule, usize, usize, Component)| Finding {
            rule,
            severity: rule.severity,
            span: Span::new(start, end),
            component: Some(component),
            message: String::new(),
            fixes: Vec::new(),
        };
        let kept = apply_precedence(found.iter().map(finding).collect(), complete);
        kept.iter().map(|finding| (finding.rule.name, finding.span.start)).collect()
    }

    #[test]
    fn hints_wait_for_a_complete_answer_and_facts_do_not() {
        use Component::{Action, Situation};
        let found = [(&STRUCTURE, 0, 9, Situation), (&FACT, 10, 14, Action), (&WORDING, 20, 24, Action)];
        assert_eq!(reported(&found, false), [("fact", 10)]);
        assert_eq!(reported(&found, true), [("structure", 0), ("fact", 10), ("wording", 20)]);
    }

    #[test]
    fn of_overlapping_findings_one_is_reported_and_facts_win() {
        use Component::{Action, Task};
        let nested = [(&WORDING, 0, 40, Action), (&STRUCTURE, 5, 9, Action), (&FACT, 30, 34, Action)];
        assert_eq!(reported(&nested, true), [("structure", 5), ("fact", 30)]);
        let same = [(&STRUCTURE, 3, 3, Task), (&WORDING, 3, 3, Task)];
        assert_eq!(reported(&same, true), [("structure", 3)]);
        let touching = [(&FACT, 0, 5, Action), (&WORDING, 5, 9, Action)];
        assert_eq!(reported(&touching, true), [("fact", 0), ("wording", 5)]);
        let facts = [(&FACT, 0, 5, Action), (&OTHER_FACT, 0, 5, Action), (&FACT, 2, 5, Action)];
        assert_eq!(reported(&facts, true), [("fact", 0), ("other-fact", 0), ("fact", 2)]);
    }

    #[test]
    fn the_first_wording_finding_of_a_component_is_reported() {
        use Component::{Action, Result};
        let found = [
            (&OTHER_WORDING, 0, 4, Action),
            (&WORDING, 5, 9, Action),
            (&WORDING, 50, 54, Result),
            (&WORDING, 60, 64, Result),
        ];
        assert_eq!(reported(&found, true), [("other-wording", 0), ("wording", 50)]);
    }

    #[test]
    fn the_registry_is_in_order() {
        for rule in RULES {
            assert!(rule.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.name);
            assert_eq!(RULES.iter().filter(|other| other.name == rule.name).count(), 1, "{}", rule.name);
            assert!(rule.summary.ends_with('.') && !rule.summary.contains('\n'), "{}", rule.name);
            let headings = ["What it reports", "Why it matters", "Example", "Use instead", "Fix", "When to ignore it"];
            for heading in headings.into_iter().chain(["Limitations"]) {
                assert!(rule.docs.contains(&format!("## {heading}\n\n")), "{} lacks {heading}", rule.name);
            }
            assert!(by_name(rule.name).is_some());
            assert!(rule.options.is_sorted_by_key(|option| option.name), "{}", rule.name);
            for RuleOption { name, min, max, default, docs } in rule.options {
                assert!((min..=max).contains(&default) && docs.ends_with('.'), "{name} of {}", rule.name);
            }
        }
        assert!(by_name("no-such-rule").is_none());
    }
}
