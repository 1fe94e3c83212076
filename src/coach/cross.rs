//! The second layer: findings that need more than one answer.
//!
//! A report says what can be said of one answer by itself. This layer is pure, too: it looks at finished reports, and at
//! what else it is handed in [`Inputs`], but it never reads an answer again. [`key`] is what it knows of an answer: while the
//! keys and the other inputs stay the same, so does what it finds, and nobody has to ask again.
//!
//! Today it judges the suppression comments that reach beyond one answer. Facts about the folder and about a writer's
//! sources belong here as further inputs.

use std::sync::Arc;

use super::report::{Coach, Placed, Report};
use crate::draft::outline::Outline;
use crate::draft::suppression::{Directive, Scope, Switches, Verb};
use crate::rules::{Mark, invalid_suppression, unused_suppression};
use crate::text::{DocSpan, Text};

/// What the second layer looks at.
pub struct Inputs<'a> {
    /// The coach of the draft.
    pub coach: &'a Coach,
    /// The suppression comments of the draft, and what they suppress in all of it.
    pub outline: &'a Outline,
    /// The answers of the draft, with their reports.
    pub answers: &'a [Placed],
    /// The draft.
    pub text: &'a Text,
}

/// What the second layer knows of an answer: which comments suppress a finding in it, whether more may yet, and how many
/// comments above it reach it.
pub fn key(answer: &Placed) -> (&[Mark], bool, usize) {
    let report = &answer.report;
    (&report.used, report.is_unsettled(), report.answer.passage.above.len())
}

/// A comment of the draft and one of its names.
type Origin = (usize, usize);

/// The findings on suppression comments that one answer's report can't make: comments outside of any answer, and comments
/// about several. Each note covers a few lines around its comment; they are in order.
pub fn notes(inputs: &Inputs<'_>) -> Vec<Placed> {
    let Inputs { coach, outline, answers, text } = inputs;
    let directives = outline.directives();
    if directives.is_empty() {
        return Vec::new();
    }
    let tally = Tally::of(outline, answers);
    let mut notes = Vec::new();
    for (number, directive) in directives.iter().enumerate() {
        let inside = is_inside(answers, directive);
        let window = window(text, directive);
        let local = directive.clone().shifted(-(window.start as isize));
        let words = text.slice(window);
        let mut findings = if inside { Vec::new() } else { invalid_suppression::invalid(&local, coach.rules) };
        let judged_there = inside && matches!(directive.verb, Some(Verb::Ignore | Verb::IgnoreAnswer));
        if directive.verb.is_some() && !judged_there {
            let is_used = |name| tally.of_use.contains(&(number, name));
            findings.extend(unused_suppression::unused(&words, &local, coach.rules, &coach.config, is_used));
        }
        findings.retain_mut(|finding| {
            let rule = finding.rule;
            let severity = coach.config.severity(rule.code, rule.severity);
            finding.severity = severity.unwrap_or(rule.severity);
            let spared = outline.spared().iter().any(|code| code.as_deref() == Some(rule.code));
            severity.is_some() && !spared && !tally.silenced.contains(&(number, rule.code))
        });
        findings.sort_by_key(|finding| finding.span.start);
        if !findings.is_empty() {
            let report = Arc::new(Report::of_lines(&words, findings));
            notes.push(Placed { span: window, title: None, report });
        }
    }
    notes
}

/// The comment's lines, and one more above and below.
fn window(text: &Text, directive: &Directive) -> DocSpan {
    let first = text.line_of(directive.span.start);
    let last = text.line_of(directive.span.end);
    DocSpan::new(text.line_start(first.saturating_sub(1)), text.line_start(last + 2))
}

/// Whether a comment stands in one of `answers`.
fn is_inside(answers: &[Placed], directive: &Directive) -> bool {
    let before = answers.partition_point(|answer| answer.span.start <= directive.span.start);
    answers[..before].last().is_some_and(|answer| directive.span.start < answer.span.end)
}

/// Which of the comments' names are of use, or may yet be.
#[derive(Default)]
struct Tally {
    of_use: Vec<Origin>,
    /// The comments below one that silences what a rule says of them.
    silenced: Vec<(usize, &'static str)>,
}

impl Tally {
    /// Follows the comments through the draft as the outline did, but remembers who said what.
    fn of(outline: &Outline, answers: &[Placed]) -> Self {
        let directives = outline.directives();
        let mut tally = Self::default();
        let mut switches = Switches::default();
        let (mut of_answer, mut of_block): (Vec<Origin>, Vec<Origin>) = (Vec::new(), Vec::new());
        let mut next = 0;
        for answer in answers {
            while directives.get(next).is_some_and(|directive| directive.span.start < answer.span.start) {
                tally.take(&directives[next], next, &mut switches);
                let origins = directives[next].names().map(|(name, _)| (next, name));
                match directives[next].verb {
                    Some(Verb::IgnoreAnswer) => of_answer.extend(origins),
                    Some(Verb::Ignore) if directives[next].alone => of_block.extend(origins),
                    _ => {}
                }
                next += 1;
            }
            let first_inside = next;
            let above = &answer.report.answer.passage.above;
            let count = |scope| above.iter().filter(|above| above.scope == scope).count();
            let of_file = above.iter().filter(|above| above.scope == Scope::File);
            let of_file = of_file.map(|above| of_file_origin(directives, above.code.as_deref()));
            let of_range = switches.iter().map(|switch| Some(switch.origin));
            let of_block_now = &of_block[of_block.len() - count(Scope::Block).min(of_block.len())..];
            let origins: Vec<Option<Origin>> = of_file
                .chain(of_range)
                .chain(of_answer.drain(..).map(Some))
                .chain(of_block_now.iter().copied().map(Some))
                .collect();
            let unsettled = answer.report.is_unsettled();
            for (number, origin) in origins.into_iter().enumerate() {
                if unsettled || answer.report.used.contains(&Mark::Above(number)) {
                    tally.of_use.extend(origin);
                }
            }
            of_block.clear();
            while directives.get(next).is_some_and(|directive| directive.span.start < answer.span.end) {
                let directive = &directives[next];
                tally.take(directive, next, &mut switches);
                let is_used = |name| answer.report.used.contains(&Mark::Here(next - first_inside, name));
                let names = directive.names().filter(|&(name, _)| unsettled || is_used(name));
                if directive.verb == Some(Verb::Disable) {
                    tally.of_use.extend(names.map(|(name, _)| (next, name)));
                }
                next += 1;
            }
        }
        for (number, directive) in directives.iter().enumerate().skip(next) {
            tally.take(directive, number, &mut switches);
        }
        tally
    }

    /// Follows a comment that may switch something.
    fn take(&mut self, directive: &Directive, number: usize, switches: &mut Switches<Origin>) {
        for rule in [&unused_suppression::RULE, &invalid_suppression::RULE] {
            if switches.is_off(rule.code, true).is_some() {
                self.silenced.push((number, rule.code));
            }
        }
        for (name, code) in directive.names() {
            match directive.verb {
                Some(Verb::Disable) => {
                    switches.switch(true, code, (number, name));
                }
                // It is of use if it switches something on.
                Some(Verb::Enable) if switches.switch(false, code, (number, name)) => self.of_use.push((number, name)),
                _ => {}
            }
        }
    }
}

/// The first comment that spares the whole draft the rule `code`, or all.
fn of_file_origin(directives: &[Directive], code: Option<&str>) -> Option<Origin> {
    let of_file = directives.iter().enumerate().filter(|(_, directive)| directive.verb == Some(Verb::IgnoreFile));
    of_file
        .flat_map(|(number, directive)| directive.names().map(move |(name, other)| (number, name, other)))
        .find(|(_, _, other)| *other == code)
        .map(|(number, name, _)| (number, name))
}
