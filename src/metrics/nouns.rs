//! Noun phrases: the things that a number counts.

use super::lexer::TokenKind;
use super::quantity::is_plural_time_word;
use super::source::Source;
use super::units::{self, WordList};
use crate::words::english;

impl Source<'_> {
    /// Whether the word at `at` looks like a plural noun.
    pub(super) fn is_plural(&self, at: usize) -> bool {
        match self.word(at).as_bytes() {
            [.., b's', b's'] | [.., b'o', b'u', b's'] => false,
            [_, _, .., b's'] => !self.is(at, WordList::NoPlural),
            _ => matches!(self.word(at), "fte" | "people" | "staff" | "children" | "criteria" | "men" | "women"),
        }
    }

    /// Returns the token after the plural noun of a noun phrase that starts at `at`: "other Java teams", "bugs".
    pub(super) fn noun(&self, at: usize) -> Option<usize> {
        for next in at..at + 5 {
            if self.is_hyphen(next) {
                continue;
            }
            if !matches!(self.kind(next), Some(TokenKind::Word | TokenKind::Name)) {
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
        english::is_function_word(self.word(at)) || self.is(at, WordList::AfterNoun)
    }

    /// Returns the token after a noun phrase, in the singular or plural, that starts at `at`. It ends before a function
    /// word, a verb, or punctuation.
    pub(super) fn singular(&self, at: usize) -> Option<usize> {
        let mut next = at;
        while next < at + 5
            && (self.is_hyphen(next)
                || matches!(self.kind(next), Some(TokenKind::Word | TokenKind::Name)) && !self.is_after_noun(next))
        {
            next += 1;
            if self.is_plural(next - 1) {
                break;
            }
        }
        // "zero exploitation detected": the participle isn't part of the noun phrase.
        if next > at + 1 && self.word(next - 1).ends_with("ed") {
            next -= 1;
        }
        (next > at).then_some(next)
    }

    /// Whether the noun phrase at `at` is where those named before it are: "clerks in all 3 offices".
    pub(super) fn is_where(&self, at: usize) -> bool {
        at > 1 && matches!(self.word(at - 1), "at" | "from" | "in" | "of") && self.is_plural(at - 2)
    }

    /// Returns the token after a rate whose noun starts at `at`: "requests per second", "patient records daily".
    pub(super) fn rate(&self, at: usize) -> Option<usize> {
        for at in at..at + 5 {
            let is_joined = matches!(self.word(at), "and" | "or");
            if is_joined || !matches!(self.tokens.get(at)?.kind, TokenKind::Word | TokenKind::Other('/')) {
                return None;
            }
            if let Some((_, next)) = self.period(at) {
                return Some(next);
            }
        }
        None
    }
}

/// Whether a count of the noun describes how the work was organized or how long it took, rather than its outcome.
pub(super) fn is_structure(noun: &str) -> bool {
    units::entry(noun).is_in(WordList::Structure)
        || is_plural_time_word(noun)
        || is_people(noun) && matches!(noun, "members" | "stakeholders" | "volunteers")
}

/// Whether a count of the noun is an outcome even if the number is in words.
pub(super) fn is_outcome_noun(noun: &str) -> bool {
    units::entry(noun).is_in(WordList::OutcomeNoun) || is_trouble(noun)
}

/// Whether the noun names something bad, such as "outages".
pub(super) fn is_trouble(noun: &str) -> bool {
    units::entry(noun).is_in(WordList::Trouble)
}

/// Whether the noun, in the singular, is an outcome noun.
pub(super) fn is_outcome(noun: &str) -> bool {
    !noun.is_empty() && ["s", "es"].iter().any(|ending| is_outcome_noun(&[noun, ending].concat()))
}

/// Whether the noun names people the user worked with.
pub(super) fn is_people(word: &str) -> bool {
    units::entry(word).is_in(WordList::People)
}
