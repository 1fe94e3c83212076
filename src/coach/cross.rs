//! Findings that depend on more than one answer: suppression comments outside of answers, or about several answers.
//!
//! The findings are a pure function of [`Inputs`]. Of an answer, they depend only on its [`key`], so they need to be computed
//! again only if a key or another input changes. Answers are never read again.

use std::sync::Arc;

use super::report::{Placed, Profile, Report};
use crate::draft::outline::Outline;
use crate::draft::suppression::{Directive, Scope, Switches, Verb};
use crate::rules::{SuppressionSource, invalid_suppression, unused_suppression};
use crate::text::{DocSpan, Text};

/// The inputs of [`notes`].
pub struct Inputs<'a> {
    /// The profile of the draft.
    pub profile: &'a Profile,
    /// The outline of the draft, for its suppression comments.
    pub outline: &'a Outline,
    /// The answers of the draft, with their reports.
    pub answers: &'a [Placed],
    /// The text of the draft.
    pub text: &'a Text,
}

/// Returns the part of an answer that [`notes`] depend on: the comments that suppress a finding in it, whether more may do so
/// later, and the number of inherited suppressions.
pub fn key(answer: &Placed) -> (&[SuppressionSource], bool, usize) {
    let report = &answer.report;
    (&report.used, report.is_unsettled(), report.answer.passage.inherited.len())
}

/// The index of a comment in the draft, and the index of one of its rule names.
type Origin = (usize, usize);

/// Returns the findings on suppression comments outside of answers, and on those about several answers. The text of each
/// note is the lines around its comment. The notes are in order.
pub fn notes(inputs: &Inputs<'_>) -> Vec<Placed> {
    let Inputs { profile, outline, answers, text } = inputs;
    let directives = outline.directives();
    if directives.is_empty() {
        return Vec::new();
    }
    let usage = SuppressionUsage::new(outline, answers);
    let mut notes = Vec::new();
    for (number, directive) in directives.iter().enumerate() {
        let inside = is_inside(answers, directive);
        let window = window(text, directive);
        let local = directive.clone().shifted(-(window.start as isize));
        let words = text.slice(window);
        let mut findings = if inside { Vec::new() } else { invalid_suppression::invalid(&local, profile.rules) };
        // The report of the answer has the findings on a comment about that answer only.
        let is_local = inside && matches!(directive.verb, Some(Verb::Ignore | Verb::IgnoreAnswer));
        if directive.verb.is_some() && !is_local {
            let is_used = |name| usage.used.contains(&(number, name));
            findings.extend(unused_suppression::unused(&words, &local, profile.rules, &profile.config, is_used));
        }
        findings.retain_mut(|finding| {
            let rule = finding.rule;
            let severity = profile.config.severity(rule.name, rule.severity);
            finding.severity = severity.unwrap_or(rule.severity);
            let suppressed = outline.suppressed().iter().any(|code| code.as_deref() == Some(rule.name))
                || usage.suppressed.contains(&(number, rule.name));
            severity.is_some() && !suppressed
        });
        findings.sort_by_key(|finding| finding.span.start);
        if !findings.is_empty() {
            let report = Arc::new(Report::of_lines(&words, findings));
            notes.push(Placed { span: window, title: None, report });
        }
    }
    notes
}

/// Returns the span of the comment's lines, one more above, and one more below.
fn window(text: &Text, directive: &Directive) -> DocSpan {
    let first = text.line_of(directive.span.start);
    let last = text.line_of(directive.span.end);
    DocSpan::new(text.line_start(first.saturating_sub(1)), text.line_start(last + 2))
}

/// Whether a comment is in one of `answers`.
fn is_inside(answers: &[Placed], directive: &Directive) -> bool {
    let before = answers.partition_point(|answer| answer.span.start <= directive.span.start);
    answers[..before].last().is_some_and(|answer| directive.span.start < answer.span.end)
}

/// The suppressions that have an effect.
#[derive(Default)]
struct SuppressionUsage {
    /// The suppressions that have, or may yet have, an effect.
    used: Vec<Origin>,
    /// The comments for which an earlier comment suppresses the findings of a rule about comments, with that rule's name.
    suppressed: Vec<(usize, &'static str)>,
}

impl SuppressionUsage {
    /// Applies the comments of the draft in order, as the outline does, but keeps the origin of each suppression.
    fn new(outline: &Outline, answers: &[Placed]) -> Self {
        let directives = outline.directives();
        let mut usage = Self::default();
        let mut switches = Switches::default();
        // The comments above the next answer that apply to it, and to its first block.
        let (mut of_answer, mut of_block): (Vec<Origin>, Vec<Origin>) = (Vec::new(), Vec::new());
        let mut next = 0;
        for answer in answers {
            while directives.get(next).is_some_and(|directive| directive.span.start < answer.span.start) {
                usage.apply(&directives[next], next, &mut switches);
                let origins = directives[next].names().map(|(name, _)| (next, name));
                match directives[next].verb {
                    Some(Verb::IgnoreAnswer) => of_answer.extend(origins),
                    Some(Verb::Ignore) if directives[next].alone => of_block.extend(origins),
                    _ => {}
                }
                next += 1;
            }
            let first_inside = next;
            // The origins of the inherited suppressions, in their order.
            let inherited = &answer.report.answer.passage.inherited;
            let with_scope = |scope| inherited.iter().filter(move |suppression| suppression.scope == scope);
            let of_file = with_scope(Scope::File);
            let of_file = of_file.map(|suppression| file_origin(directives, suppression.code.as_deref()));
            let of_range = switches.iter().map(|switch| Some(switch.origin));
            // Only the last comments may be directly above the answer.
            let block_count = with_scope(Scope::Block).count().min(of_block.len());
            let of_first_block = &of_block[of_block.len() - block_count..];
            let origins: Vec<Option<Origin>> = of_file
                .chain(of_range)
                .chain(of_answer.drain(..).map(Some))
                .chain(of_first_block.iter().copied().map(Some))
                .collect();
            let unsettled = answer.report.is_unsettled();
            for (number, origin) in origins.into_iter().enumerate() {
                if unsettled || answer.report.used.contains(&SuppressionSource::Above(number)) {
                    usage.used.extend(origin);
                }
            }
            of_block.clear();
            while directives.get(next).is_some_and(|directive| directive.span.start < answer.span.end) {
                let directive = &directives[next];
                usage.apply(directive, next, &mut switches);
                let is_used = |name| answer.report.used.contains(&SuppressionSource::Here(next - first_inside, name));
                let names = directive.names().filter(|&(name, _)| unsettled || is_used(name));
                if directive.verb == Some(Verb::Disable) {
                    usage.used.extend(names.map(|(name, _)| (next, name)));
                }
                next += 1;
            }
        }
        for (number, directive) in directives.iter().enumerate().skip(next) {
            usage.apply(directive, number, &mut switches);
        }
        usage
    }

    /// Applies a comment that may switch rules.
    fn apply(&mut self, directive: &Directive, number: usize, switches: &mut Switches<Origin>) {
        for rule in [&unused_suppression::RULE, &invalid_suppression::RULE] {
            if switches.is_off(rule.name, true).is_some() {
                self.suppressed.push((number, rule.name));
            }
        }
        for (name, code) in directive.names() {
            match directive.verb {
                Some(Verb::Disable) => {
                    switches.switch(true, code, (number, name));
                }
                Some(Verb::Enable) if switches.switch(false, code, (number, name)) => self.used.push((number, name)),
                _ => {}
            }
        }
    }
}

/// Returns the first comment that suppresses the rule `code` (`None` for all) in the whole draft.
fn file_origin(directives: &[Directive], code: Option<&str>) -> Option<Origin> {
    let of_file = directives.iter().enumerate().filter(|(_, directive)| directive.verb == Some(Verb::IgnoreFile));
    of_file
        .flat_map(|(number, directive)| directive.names().map(move |(name, other)| (number, name, other)))
        .find(|(_, _, other)| *other == code)
        .map(|(number, name, _)| (number, name))
}
