//! Deeds: verbs that say that what a number counts was done or reached, rather than had, said, or planned.

use super::cues::is_past;
use super::nouns::is_people;
use super::source::Source;
use super::units::WordList;
use crate::words::english::{AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS, is_function_word};

impl Source<'_> {
    /// Whether a deed is directly before the number `value` at `at` and its hedges: "closed twelve tickets", "frees up two
    /// clerks". Two or three of something are only an outcome of a verb of gain: not in "moved two desks".
    pub(super) fn is_object_of_deed(&self, at: usize, value: f64) -> bool {
        let number = self.start_with_hedges(at, 0);
        let is_particle =
            matches!(self.word_back(number, 1), "another" | "away" | "back" | "down" | "off" | "out" | "over" | "up");
        number.checked_sub(1 + usize::from(is_particle)).is_some_and(|verb| match value > FEW {
            true => self.is_deed(verb) || self.is_achieved(verb),
            false => self.is(verb, WordList::Earned),
        })
    }

    /// Whether a deed of the `value` things counted is at `at`, after their noun: "teams adopted it", "engineers were
    /// promoted", "hotels use it". People who did something may be colleagues who helped.
    pub(super) fn is_subject_of_deed(&self, at: usize, value: f64) -> bool {
        let people = at.checked_sub(1).is_some_and(|noun| is_people(self.word(noun)));
        let verb = self.skip_adverbs(at);
        let is_auxiliary = matches!(self.word(verb), "are" | "got" | "has" | "have" | "was" | "were");
        if is_auxiliary {
            let participle = self.skip_adverbs(verb + 1);
            return is_past(self.word(participle)) && self.is_deed(participle);
        }
        let has_object = || matches!(self.word(verb + 1), "it" | "ours" | "them" | "this");
        let is_done = !people && (value > FEW || has_object()) && is_past(self.word(verb)) && self.is_deed(verb);
        is_done || self.is_present_deed(verb)
    }

    /// Whether the verb at `at` is what someone succeeded in: "managed to retire", "were able to switch off".
    fn is_achieved(&self, at: usize) -> bool {
        let is_infinitive = self.word_back(at, 1) == "to" && !is_function_word(self.word(at)) && !self.is_no_deed(at);
        is_infinitive && matches!(self.word_back(at, 2), "able" | "managed")
    }

    /// Whether the word at `at` is a verb for a deed in the past tense, the third person, or the form in "-ing".
    pub(super) fn is_deed(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_verb = is_past(word) || word.ends_with("ing") || word.len() > 3 && word.ends_with('s');
        is_verb && !is_function_word(word) && !self.is_no_deed(at)
    }

    /// Whether the word at `at` is a verb in the present with a known object: "use it", "rely on it".
    pub(super) fn is_present_deed(&self, at: usize) -> bool {
        let word = self.word(at);
        let next = self.word(at + 1);
        let is_verb = !word.is_empty() && !is_function_word(word) && !word.ends_with("ing") && !is_past(word);
        let has_object = PRONOUNS.contains(next) || matches!(next, "its" | "my" | "our" | "ours" | "the" | "this") || {
            PREPOSITIONS.contains(next) && matches!(self.word(at + 2), "it" | "them" | "this")
        };
        let is_rest = DETERMINERS.contains(word) || AUXILIARIES.contains(word) || self.is(at, WordList::AfterNoun);
        is_verb
            && has_object
            && !is_rest
            && (!self.is_no_deed(at) || matches!(word, "follow" | "follows" | "use" | "uses"))
    }

    /// Whether the verb at `at` is of one of the closed classes that say nothing about an outcome.
    fn is_no_deed(&self, at: usize) -> bool {
        const CLASSES: [WordList; 8] = [
            WordList::VerbOfBeing,
            WordList::VerbOfDividing,
            WordList::VerbOfGiving,
            WordList::VerbOfNeeding,
            WordList::VerbOfSaying,
            WordList::VerbOfThinking,
            WordList::VerbOfUsing,
            WordList::VerbOfWanting,
        ];
        CLASSES.iter().any(|class| self.is(at, *class))
    }

    /// Returns the first token from `at` on that is no adverb: "have already switched".
    pub(super) fn skip_adverbs(&self, at: usize) -> usize {
        let is_adverb = |at: &usize| {
            let word = self.word(*at);
            word.len() > 4 && word.ends_with("ly")
                || matches!(word, "all" | "already" | "also" | "been" | "now" | "since")
        };
        at + (at..at + 3).take_while(is_adverb).count()
    }

    /// Whether something was done before the time at `at`, in its clause: "the keys were replaced within 36 hours". What
    /// the writer did in a time says how long the work was: "we wrote it in three weeks".
    pub(super) fn is_done_before(&self, at: usize) -> bool {
        let verb = (at.saturating_sub(6)..at).rev().take_while(|at| !self.word(*at).is_empty()).find(|at| {
            let word = self.word(*at);
            is_past(word) && !AUXILIARIES.contains(word) && !self.is_no_deed(*at)
        });
        verb.is_some_and(|verb| !self.any_before(verb, 4, &["i", "we", "never", "not"][..]))
    }
}

/// What a manner of speaking may count: "two heads", "three ideas".
const FEW: f64 = 3.0;
