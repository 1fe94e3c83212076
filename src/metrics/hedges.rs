//! Hedges: words and signs that qualify the number after them, such as "less than", "about", "~", "+".

use super::lexer::TokenKind;
use super::source::Source;
use super::units::Hedge;

impl Source<'_> {
    /// Returns the first token of the hedges directly before the number at `at`, not before `floor`; `at` if there are
    /// none.
    pub(super) fn start_with_hedges(&self, at: usize, floor: usize) -> usize {
        let mut first = at;
        while first > floor {
            let before = first - 1;
            let len = match self.tokens[before].kind {
                TokenKind::About | TokenKind::Less | TokenKind::Greater => 1,
                TokenKind::Other('+') | TokenKind::Dash => {
                    let is_sign = self.is_glued(first)
                        && (!self.is_glued(before) || matches!(self.tokens[before - 1].kind, TokenKind::Other(_)));
                    usize::from(is_sign)
                }
                TokenKind::Word if self.entry(before).hedge.is_some() => 1,
                TokenKind::Word if before > floor && is_pair(self.word(before - 1), self.word(before)) => 2,
                // "a little over six weeks"
                TokenKind::Word if before > floor && first < at && self.is_degree(before - 1) => 2,
                _ => 0,
            };
            if len == 0 {
                break;
            }
            first -= len;
        }
        first
    }

    /// Returns the first token after the hedges that start at `at`; at most seven are skipped.
    pub(super) fn skip_hedges(&self, at: usize) -> usize {
        let is_part = |at: &usize| {
            let sign = matches!(
                self.kind(*at),
                Some(TokenKind::About | TokenKind::Less | TokenKind::Greater | TokenKind::Other('+'))
            );
            sign || self.entry(*at).hedge.is_some() || self.is(*at, PARTS_OF_PAIRS)
        };
        let at = at + if self.is_degree(at) && is_part(&(at + 2)) { 2 } else { 0 };
        at + (at..at + 5).take_while(is_part).count()
    }

    /// Whether "a little" or the like is at `at`.
    fn is_degree(&self, at: usize) -> bool {
        self.is_word(at, "a") && matches!(self.word(at + 1), "bit" | "hair" | "little" | "shade" | "touch")
    }

    /// Whether an upper bound ("under", "less than", "<") is before the token, with nothing between but "about" and the
    /// like.
    pub(super) fn has_upper_bound(&self, at: usize) -> bool {
        let is_about = |at: &usize| {
            matches!(self.entry(*at).hedge, Some(Hedge::About | Hedge::Bare))
                || self.kind(*at) == Some(TokenKind::About)
        };
        let Some(before) = (0..at).rev().find(|at| !is_about(at)) else { return false };
        self.kind(before) == Some(TokenKind::Less)
            || self.entry(before).hedge == Some(Hedge::AtMost)
            || self.is_word(before, "than") && matches!(self.word_back(before, 1), "less" | "fewer")
    }

    /// Returns the nearest word before the token that is neither a hedge nor an article; empty if another sign comes
    /// first. "over" doesn't count as a hedge, since it can also mean "during".
    pub(super) fn nearest_word_before(&self, at: usize) -> &str {
        for before in (0..at).rev() {
            match self.kind(before) {
                Some(TokenKind::Word) if self.is_hedge_or_article(before) => {}
                Some(TokenKind::Word) => return self.word(before),
                Some(TokenKind::About | TokenKind::Less | TokenKind::Greater | TokenKind::Other('+')) => {}
                _ => break,
            }
        }
        ""
    }

    /// Whether the word is a hedge other than a lower bound, or an article.
    pub(super) fn is_hedge_or_article(&self, at: usize) -> bool {
        matches!(self.entry(at).hedge, Some(Hedge::About | Hedge::AtMost | Hedge::Bare))
            || self.is(at, PARTS_OF_PAIRS)
            || matches!(self.word(at), "up" | "a" | "an")
    }
}

/// The words of two-word hedges.
const PARTS_OF_PAIRS: &[&str] = &["less", "more", "fewer", "than", "at", "least", "most"];

fn is_pair(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("less" | "more" | "fewer" | "greater" | "better", "than") | ("at", "least" | "most") | ("up", "to")
    )
}
