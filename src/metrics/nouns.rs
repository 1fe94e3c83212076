//! Noun phrases: what a number counts.

use super::lexer::Kind;
use super::quantity::is_time_word;
use super::source::Source;
use super::units::{self, List};
use crate::words::english;

impl Source<'_> {
    /// Whether the word at `at` is a plural noun, as far as its form tells.
    pub(super) fn is_plural(&self, at: usize) -> bool {
        match self.word(at).as_bytes() {
            [.., b's', b's'] | [.., b'o', b'u', b's'] => false,
            [_, _, .., b's'] => !self.is(at, List::NoPlural),
            _ => matches!(self.word(at), "people" | "staff" | "children" | "criteria" | "men" | "women"),
        }
    }

    /// The token after the plural noun that a number before `at` counts: "8 other Java teams", "3 bugs".
    pub(super) fn noun(&self, at: usize) -> Option<usize> {
        for next in at..at + 5 {
            if self.is_hyphen(next) {
                continue;
            }
            if !matches!(self.kind(next), Some(Kind::Word | Kind::Name)) {
                return None;
            }
            if self.is_plural(next) && !self.is_hyphen(next + 1) {
                return Some(next + 1);
            }
            if self.is_after_noun(next) {
                return None;
            }
        }
        None
    }

    /// Whether a noun phrase ends before the word at `at`.
    fn is_after_noun(&self, at: usize) -> bool {
        english::is_function_word(self.word(at)) || self.is(at, List::AfterNoun)
    }

    /// The token after a noun phrase that begins at `at`: up to three words before a preposition, a verb or a mark.
    pub(super) fn singular(&self, at: usize) -> Option<usize> {
        let mut next = at;
        while next < at + 5
            && (self.is_hyphen(next)
                || matches!(self.kind(next), Some(Kind::Word | Kind::Name)) && !self.is_after_noun(next))
        {
            next += 1;
            if self.is_plural(next - 1) {
                break;
            }
        }
        // "zero exploitation detected": the participle does not belong to it.
        if next > at + 1 && self.word(next - 1).ends_with("ed") {
            next -= 1;
        }
        (next > at).then_some(next)
    }

    /// The token after a rate whose noun begins at `at`: "requests per second", "patient records daily".
    pub(super) fn rate(&self, at: usize) -> Option<usize> {
        for at in at..at + 5 {
            if !matches!(self.tokens.get(at)?.kind, Kind::Word | Kind::Other('/')) {
                return None;
            }
            if let Some((_, next)) = self.period(at) {
                return Some(next);
            }
        }
        None
    }
}

/// Whether a count of the noun says how the work was cut up, or how long it was, rather than what came of it.
pub(super) fn is_structure(noun: &str) -> bool {
    units::entry(noun).is_in(List::Structure)
        || is_time_word(noun)
        || is_people(noun) && matches!(noun, "members" | "stakeholders" | "volunteers")
}

/// Whether a count of the noun in words is an outcome.
pub(super) fn is_outcome_noun(noun: &str) -> bool {
    units::entry(noun).is_in(List::OutcomeNoun) || is_trouble(noun)
}

/// Whether nobody wants what the noun names.
pub(super) fn is_trouble(noun: &str) -> bool {
    units::entry(noun).is_in(List::Trouble)
}

/// Whether the noun, in the singular, names something whose absence is an outcome.
pub(super) fn is_outcome(noun: &str) -> bool {
    !noun.is_empty() && ["s", "es"].iter().any(|ending| is_outcome_noun(&[noun, ending].concat()))
}

/// Whether the noun names those whom the writer worked with.
pub(super) fn is_people(word: &str) -> bool {
    units::entry(word).is_in(List::People)
}
