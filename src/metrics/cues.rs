//! Words near a metric that say what it is about: a change, a former state, a time.

use super::lexer::TokenKind;
use super::measure::{Period, Unit};
use super::nouns::is_people;
use super::quantity::DAY;
use super::source::Source;
use super::units::{self, WordList};
use crate::words::english::IRREGULAR_PAST;

impl Source<'_> {
    /// Whether the word says that something went up or down.
    pub(super) fn is_change(&self, word: &str) -> bool {
        let entry = units::entry(word);
        entry.is_in(WordList::Change) || entry.is_in(WordList::Changed)
    }

    /// Whether `word` is directly before the amount at `at` and its hedges and articles.
    pub(super) fn is_word_before_hedges(&self, at: usize, word: &str) -> bool {
        self.nearest_word_before(at) == word
    }

    /// Whether something fell to the amount at `at`: "dropped to almost nothing".
    pub(super) fn is_fallen_to(&self, at: usize) -> bool {
        // "next to nothing"
        let at = if self.word_back(at, 2) == "next" { at - 2 } else { at };
        self.is_word_before_hedges(at, "to") && self.words_before(at, 6).any(|word| self.is_change(word))
    }

    /// Whether the words at `at` are about what was before: "what it was", "last year's", "the old price".
    pub(super) fn is_former(&self, at: usize) -> bool {
        let at = at + usize::from(matches!(self.word(at), "the" | "its" | "our" | "their"));
        let subject = |at: usize| matches!(self.word(at), "it" | "they" | "we" | "i" | "she" | "he");
        let was = |at: usize| {
            matches!(self.word(at), "was" | "were" | "used" | "had" | "took" | "cost" | "paid" | "did" | "needed")
        };
        match self.word(at) {
            "last" | "previous" | "former" | "old" | "usual" | "original" | "normal" | "earlier" | "what" => true,
            "quote" | "quoted" | "budget" | "estimate" | "plan" | "price" => true,
            _ => (at..at + 5)
                .take_while(|at| self.kind(*at) == Some(TokenKind::Word))
                .any(|at| subject(at) && was(at + 1)),
        }
    }

    /// Whether the words at `at` are about the people the writer worked with, or the writer's own time and work.
    pub(super) fn is_team(&self, at: usize) -> bool {
        let own = |word: &str| {
            matches!(
                word,
                "team"
                    | "us"
                    | "them"
                    | "my"
                    | "group"
                    | "battle"
                    | "work"
                    | "effort"
                    | "job"
                    | "problem"
                    | "credit"
                    | "day"
            ) || is_people(word)
        };
        self.words_after(at, 3).take_while(|word| !word.is_empty()).any(own)
    }

    /// Returns the value of a number in words: "six".
    pub(super) fn number_word(&self, word: &str) -> Option<f64> {
        units::entry(word).number
    }

    /// Returns the period that the word at `at` names: "week".
    pub(super) fn period_word(&self, at: usize) -> Option<Period> {
        self.entry(at).period
    }

    /// Returns the token after a time that starts at `at`: "since May", "in the year since", "this season", "for a
    /// month".
    pub(super) fn timed(&self, at: usize) -> Option<usize> {
        match self.word(at) {
            "since" => Some(at + 1),
            "this" | "last" | "all" | "whole" if self.is_season(at + 1) => Some(at + 2),
            "for" | "in" | "over" | "within" | "during" | "through" => {
                let the = at + 1 + usize::from(matches!(self.word(at + 1), "the" | "a" | "an" | "all"));
                let the = the + usize::from(self.is_word(the - 1, "all") && self.is_word(the, "of"));
                let season = (self.is_season(the) && the > at + 1).then_some(the + 1);
                self.period_of_time(at + 1).or(season).or_else(|| self.timed(the).filter(|_| the > at + 1))
            }
            _ => {
                // "nine months in"
                let time = self.quantity_at(at).filter(|matched| matched.quantity.unit == Unit::Seconds)?;
                matches!(self.word(time.next), "in" | "on" | "later").then_some(time.next + 1)
            }
        }
    }

    /// Whether the word is a long time: "year", "winter".
    fn is_season(&self, at: usize) -> bool {
        self.time_unit(at, false).is_some_and(|seconds| seconds >= DAY) || self.is(at, WordList::Season)
    }

    /// Returns the token after the first time in the clause within `reach` tokens from `at` on.
    pub(super) fn timed_after(&self, at: usize, reach: usize) -> Option<usize> {
        let ends = |at: usize| {
            matches!(self.kind(at), None | Some(TokenKind::Stop | TokenKind::Other(',' | '(')))
                || matches!(self.word(at), "and" | "but" | "so" | "because")
        };
        (at..=at + reach).take_while(|at| !ends(*at)).find_map(|at| self.timed(at))
    }

    /// Whether a time is in the sentence, within `reach` tokens before `at`.
    pub(super) fn timed_before(&self, at: usize, reach: usize) -> bool {
        (at.saturating_sub(reach)..at)
            .rev()
            .take_while(|before| self.kind(*before) != Some(TokenKind::Stop))
            .any(|before| self.timed(before).is_some_and(|next| next <= at))
    }
}

/// Whether the word negates.
pub(super) fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "never" | "without") || word.ends_with("n't") || word.ends_with("n’t")
}

/// Whether the word looks like a past tense or past participle.
pub(super) fn is_past(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed")
        || IRREGULAR_PAST.contains(word)
        || matches!(word, "broken" | "fallen" | "woken" | "been" | "gone" | "failed")
}
