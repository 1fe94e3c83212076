//! What the comments in and above an answer keep the rules from saying.

use std::cell::LazyCell;

use super::rule::{Finding, Target};
use crate::answer::{Answer, Section};
use crate::draft::suppression::{Scope, Switch, Switches, Verb};
use crate::text::Span;

/// What silenced a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// An entry of the passage's `above`, by its number.
    Above(usize),
    /// A comment in the answer, and which of its names.
    Here(usize, usize),
}

/// What silences an answer.
pub(super) struct Silence<'a> {
    silencers: Vec<Silencer<'a>>,
    /// What is switched off, each from a place on to the next one.
    ranges: Vec<(usize, Switches<Mark>)>,
}

struct Silencer<'a> {
    /// `None` for all rules.
    code: Option<&'a str>,
    reach: Span,
    mark: Mark,
}

impl<'a> Silence<'a> {
    /// What silences `answer`; `None` if nothing does.
    pub(super) fn new(answer: &'a Answer) -> Option<Self> {
        let passage = &answer.passage;
        if passage.inherited.is_empty() && passage.directives.is_empty() {
            return None;
        }
        let whole = Span::new(0, answer.text().len());
        // Nobody looks for blocks whose comments are about the draft or the answer.
        let blocks = LazyCell::new(|| answer.blocks());
        let mut silencers = Vec::new();
        let mut switched = Vec::new();
        for (number, above) in passage.inherited.iter().enumerate() {
            let (code, mark) = (above.code.as_deref(), Mark::Above(number));
            match above.scope {
                Scope::Range(off) => switched.push(Switch { off, code: above.code.clone(), origin: mark }),
                Scope::File | Scope::Answer => silencers.push(Silencer { code, reach: whole, mark }),
                Scope::Block => {
                    let first = blocks.first().map(|&block| with_section(answer, block));
                    silencers.extend(first.map(|reach| Silencer { code, reach, mark }));
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
                        switches.switch(verb == Verb::Disable, code, Mark::Here(number, name));
                    }
                    ranges.push((directive.span.start, switches));
                    None
                }
                // That holds for the draft, so it is among what stands above.
                Some(Verb::IgnoreFile) | None => None,
            };
            let Some(reach) = reach.map(|reach| if reach == whole { reach } else { with_section(answer, reach) })
            else {
                continue;
            };
            let names = directive.names();
            silencers.extend(names.map(|(name, code)| Silencer { code, reach, mark: Mark::Here(number, name) }));
        }
        Some(Self { silencers, ranges })
    }

    /// What silences `finding`; nothing if it is to be told.
    pub(super) fn of(&self, finding: &Finding) -> Vec<Mark> {
        let (code, at) = (finding.rule.code, finding.span.start);
        // What is said of the comments themselves is silenced by name only, or a comment would hide that it is needless.
        let by_name_only = finding.rule.target == Target::Comment;
        let reaches = |silencer: &&Silencer<'_>| {
            silencer.reach.touches(at) && silencer.code.map_or(!by_name_only, |name| name == code)
        };
        let mut marks: Vec<_> = self.silencers.iter().filter(reaches).map(|silencer| silencer.mark).collect();
        let range = self.ranges.iter().rfind(|(from, _)| *from <= at);
        let switched = range.and_then(|(_, switches)| switches.is_off(code, by_name_only));
        marks.extend(switched);
        marks
    }
}

/// `block`, with all that stands under it if it is a label alone, such as a heading.
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
