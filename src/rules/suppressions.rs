//! Suppresses findings according to the comments in and above an answer.

use std::cell::LazyCell;

use super::rule::{Finding, Target};
use crate::answer::{Answer, Section};
use crate::draft::suppression::{Scope, Switch, Switches, Verb};
use crate::text::Span;

/// The source of a suppression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuppressionSource {
    /// A comment before the answer, as an index into the passage's `above`.
    Above(usize),
    /// A comment in the answer, as an index into the passage's `directives`, and the index of a rule name in it.
    Here(usize, usize),
}

/// The suppressions of an answer.
pub(super) struct SuppressionIndex<'a> {
    suppressions: Vec<Suppression<'a>>,
    /// The rules that are switched off, from each offset on until the next one.
    ranges: Vec<(usize, Switches<SuppressionSource>)>,
}

/// A suppression of one rule or all rules in a span.
struct Suppression<'a> {
    /// The name of the rule. `None` for all rules.
    code: Option<&'a str>,
    reach: Span,
    mark: SuppressionSource,
}

impl<'a> SuppressionIndex<'a> {
    /// Collects the suppressions of `answer`. `None` if there are no suppression comments.
    pub(super) fn new(answer: &'a Answer) -> Option<Self> {
        let passage = &answer.passage;
        if passage.inherited.is_empty() && passage.directives.is_empty() {
            return None;
        }
        let whole = Span::new(0, answer.text().len());
        // Lazy: comments about the whole file or answer don't need the blocks.
        let blocks = LazyCell::new(|| answer.blocks());
        let mut suppressions = Vec::new();
        let mut switched = Vec::new();
        for (number, above) in passage.inherited.iter().enumerate() {
            let (code, mark) = (above.code.as_deref(), SuppressionSource::Above(number));
            match above.scope {
                Scope::Range(off) => switched.push(Switch { off, code: above.code.clone(), origin: mark }),
                Scope::File | Scope::Answer => suppressions.push(Suppression { code, reach: whole, mark }),
                Scope::Block => {
                    let first = blocks.first().map(|&block| with_section(answer, block));
                    suppressions.extend(first.map(|reach| Suppression { code, reach, mark }));
                }
            }
        }
        let mut ranges = vec![(0, Switches::restored(switched))];
        for (number, directive) in passage.directives.iter().enumerate() {
            let reach = match directive.verb {
                Some(Verb::IgnoreAnswer) => Some(whole),
                Some(Verb::Ignore) if directive.alone => {
                    blocks.iter().find(|block| block.start >= directive.span.end).copied()
                }
                Some(Verb::Ignore) => blocks.iter().rfind(|block| block.contains(directive.span)).copied(),
                Some(verb @ (Verb::Disable | Verb::Enable)) => {
                    let mut switches = ranges.last().map(|(_, switches)| switches.clone()).unwrap_or_default();
                    for (name, code) in directive.names() {
                        switches.switch(verb == Verb::Disable, code, SuppressionSource::Here(number, name));
                    }
                    ranges.push((directive.span.start, switches));
                    None
                }
                // Applies to the whole file, so it is in `above`.
                Some(Verb::IgnoreFile) | None => None,
            };
            let Some(reach) = reach.map(|reach| if reach == whole { reach } else { with_section(answer, reach) })
            else {
                continue;
            };
            let names = directive.names();
            suppressions.extend(names.map(|(name, code)| Suppression {
                code,
                reach,
                mark: SuppressionSource::Here(number, name),
            }));
        }
        Some(Self { suppressions, ranges })
    }

    /// Returns the sources of the suppressions of `finding`; empty if it isn't suppressed.
    pub(super) fn of(&self, finding: &Finding) -> Vec<SuppressionSource> {
        let (code, at) = (finding.rule.name, finding.span.start);
        // Findings about comments are suppressed by name only. Otherwise, a comment would hide that it is unused.
        let by_name_only = finding.rule.target == Target::Comment;
        let reaches = |suppression: &&Suppression<'_>| {
            suppression.reach.touches(at) && suppression.code.map_or(!by_name_only, |name| name == code)
        };
        let mut marks: Vec<_> = self.suppressions.iter().filter(reaches).map(|suppression| suppression.mark).collect();
        let range = self.ranges.iter().rfind(|(from, _)| *from <= at);
        let switched = range.and_then(|(_, switches)| switches.is_off(code, by_name_only));
        marks.extend(switched);
        marks
    }
}

/// Extends `block` to the whole section if it is only a label, such as a heading.
fn with_section(answer: &Answer, block: Span) -> Span {
    let is_label = |section: &&Section| {
        block.contains(section.label.line)
            && !section.label.has_inline_text()
            && answer.text()[section.label.line.end..block.end].trim_matches(['-', '=', '\r', '\n', ' ']).is_empty()
    };
    let section = answer.sections.iter().rfind(is_label);
    let end = section.and_then(|section| section.parts.last()).map_or(block.end, |part| part.end.max(block.end));
    Span::new(block.start, end)
}
