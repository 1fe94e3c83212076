//! Decides which plain counts are metrics.

use super::lexer::TokenKind;
use super::metric::{MetricKind, Unit};
use super::nouns::{is_outcome_noun, is_structure};
use super::quantity::QuantityMatch;
use super::source::{KindMatch, ParseMode, Source};
use super::units::WordList;

impl Source<'_> {
    /// "3 bugs". People the user worked with are no outcome.
    pub(super) fn count(&self, matched: &QuantityMatch, mode: ParseMode) -> Option<KindMatch> {
        let outcome = mode == ParseMode::Outcome;
        let is_count = matched.quantity.unit == Unit::Count;
        let next = if is_count { self.amount(matched, outcome) } else { None }?;
        (!outcome || !self.is_staffing(matched)).then_some((MetricKind::CountDelta, next))
    }

    /// Returns the token after the thing that a number without a unit counts, if such a count is a metric.
    fn amount(&self, matched: &QuantityMatch, outcome: bool) -> Option<usize> {
        const SAVED: &[&str] = &["saved", "saving", "saves"];
        if matched.quantity.value == 0.0
            && !matched.spelled
            && matched.bare
            && outcome
            && let Some(next) = self.singular(matched.next)
        {
            return Some(next);
        }
        // "a 6-account structure"
        if self.is_hyphen(matched.next) {
            return None;
        }
        if outcome && let Some(next) = self.count_without_noun(matched) {
            return Some(next);
        }
        // "all 40 of the sites"
        let all = self.word_back(matched.first, 1) == "all"
            && self.is_word(matched.next, "of")
            && matches!(self.word(matched.next + 1), "the" | "our" | "its" | "their");
        if let Some(next) = self.noun(if all { matched.next + 2 } else { matched.next }) {
            let noun = self.word(next - 1);
            const PROMOTED: &[&str] = &["promoted"];
            let earned = || self.any_before(matched.first, 2, WordList::Earned) || self.any_after(next, 2, PROMOTED);
            let weak = || {
                noun == "points" && next > matched.next + 1 || matched.spelled && !is_outcome_noun(noun) && !earned()
            };
            let counts = !is_structure(noun) && (!outcome || !weak());
            return counts.then_some(next);
        }
        // "incidents dropped to 2", "open findings: 0"
        let moved = !self.is_word(matched.first, "one")
            && matches!(self.word_back(matched.first, 1), "to" | "by" | "reached" | "under" | "below")
            && self.any_before(matched.first, 8, WordList::Changed);
        let saved = self.any_before(matched.first, 2, SAVED) && matched.quantity.value >= 1000.0;
        let ends = !matches!(
            self.kind(matched.next),
            Some(TokenKind::Word | TokenKind::Name | TokenKind::Dash | TokenKind::Other('/' | ':'))
        );
        let keyed = matched.first > 1
            && matches!(self.kind(matched.first - 1), Some(TokenKind::Other(':' | '：')))
            && matches!(self.kind(matched.first - 2), Some(TokenKind::Word | TokenKind::Cjk))
            && self.ends_entry(matched.next);
        let cjk_zero =
            matched.quantity.value == 0.0 && matched.first > 0 && self.kind(matched.first - 1) == Some(TokenKind::Cjk);
        let cjk_many = matched.quantity.value >= 1e4 && self.kind(matched.next - 1) == Some(TokenKind::Cjk);
        let scaled_to_zero =
            matched.quantity.value == 0.0 && self.words_before(matched.first, 4).any(|word| word.starts_with("scal"));
        let is_current = outcome && self.is_current_level(matched);
        (is_current || ends && !scaled_to_zero && (moved || keyed || cjk_zero || saved || cjk_many))
            .then_some(matched.next)
    }

    /// Whether an entry such as "open findings: 0" ends before the token, rather than being the start of a numbered
    /// list.
    fn ends_entry(&self, at: usize) -> bool {
        match self.text(at) {
            "" | "\n" | "," | ";" | "(" | "（" | "，" | "；" => true,
            // The next sentence may have no tokens, so this checks the prose.
            "." => {
                let is_blank = |char: char| char.is_whitespace() && char != '\n';
                let rest = self.prose[self.end_of(at + 1)..].trim_start_matches(is_blank);
                rest.is_empty() || rest.starts_with('\n')
            }
            _ => false,
        }
    }

    /// Returns the token after "300 fewer", if no noun follows.
    pub(super) fn count_without_noun(&self, matched: &QuantityMatch) -> Option<usize> {
        let next = matched.next + 1;
        let ends = matches!(self.kind(next), None | Some(TokenKind::Stop | TokenKind::Other(',' | ')')))
            || matches!(self.word(next), "than" | "and" | "every" | "each");
        (matches!(self.word(matched.next), "fewer" | "less") && ends).then_some(next)
    }

    /// Whether a plain number is the current level of something: "it is 12 now", "open tickets are now at 12".
    pub(super) fn is_current_level(&self, matched: &QuantityMatch) -> bool {
        const VERBS: &[&str] = &["is", "are", "stands", "stand", "sits"];
        if !self.any_before(matched.first, 3, VERBS) {
            return false;
        }
        let ends = |at: usize| matches!(self.kind(at), None | Some(TokenKind::Stop | TokenKind::Other(',' | ')')));
        let is = |word: &str| VERBS.contains(&word);
        let near: Vec<&str> = self
            .words_before(matched.first, 3)
            .filter(|word| !matches!(*word, "at" | "about" | "only" | "just"))
            .collect();
        let person = |word: &str| matches!(word, "he" | "she" | "i");
        match near.as_slice() {
            ["now" | "today", verb, rest @ ..] if is(verb) && !rest.first().is_some_and(|subject| person(subject)) => {
                ends(matched.next)
            }
            [verb, subject, ..] if is(verb) && !person(subject) => {
                matches!(self.word(matched.next), "now" | "today") && ends(matched.next + 1)
            }
            _ => false,
        }
    }
}
