//! Words and signs that belong to the number after them: "less than", "about", "~", "+".

use super::lexer::Kind;
use super::source::Source;
use super::units::Hedge;

impl Source<'_> {
    /// The first of the words and signs that belong to the number at `at`, from `floor` on: "less than", "~", "+". The
    /// number itself if there are none.
    pub(super) fn bound(&self, at: usize, floor: usize) -> usize {
        let mut first = at;
        while first > floor {
            let before = first - 1;
            let len = match self.tokens[before].kind {
                Kind::About | Kind::Less | Kind::Greater => 1,
                Kind::Other('+') | Kind::Dash => {
                    let is_sign = self.glued(first)
                        && (!self.glued(before) || matches!(self.tokens[before - 1].kind, Kind::Other(_)));
                    usize::from(is_sign)
                }
                Kind::Word if self.entry(before).hedge().is_some() => 1,
                Kind::Word if before > floor && is_pair(self.word(before - 1), self.word(before)) => 2,
                _ => 0,
            };
            if len == 0 {
                break;
            }
            first -= len;
        }
        first
    }

    /// The first token of the number after words and signs that belong to it, five at most.
    pub(super) fn skip_bounds(&self, at: usize) -> usize {
        let is_part = |at: &usize| {
            let sign = matches!(self.kind(*at), Some(Kind::About | Kind::Less | Kind::Greater | Kind::Other('+')));
            sign || self.entry(*at).hedge().is_some() || self.is(*at, PARTS_OF_PAIRS)
        };
        at + (at..at + 5).take_while(is_part).count()
    }

    /// Whether "under", "less than" or "<" is before the token.
    pub(super) fn has_upper_bound(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        self.kind(before) == Some(Kind::Less)
            || self.entry(before).hedge() == Some(Hedge::AtMost)
            || self.says(before, "than") && matches!(self.word_back(before, 1), "less" | "fewer")
    }

    /// The nearest word before the token that says nothing about its size; empty if a sign is between. "over" is such a
    /// word, since what happens over two weeks takes two weeks.
    pub(super) fn near(&self, at: usize) -> &str {
        for before in (0..at).rev() {
            match self.kind(before) {
                Some(Kind::Word) if self.is_small_word(before) => {}
                Some(Kind::Word) => return self.word(before),
                Some(Kind::About | Kind::Less | Kind::Greater | Kind::Other('+')) => {}
                _ => break,
            }
        }
        ""
    }

    /// Whether the word says something about the size of the number after it, or is an article.
    pub(super) fn is_small_word(&self, at: usize) -> bool {
        matches!(self.entry(at).hedge(), Some(Hedge::About | Hedge::AtMost | Hedge::Bare))
            || self.is(at, PARTS_OF_PAIRS)
            || matches!(self.word(at), "up" | "a" | "an")
    }
}

/// The words of "less than", "at most" and the like.
const PARTS_OF_PAIRS: &[&str] = &["less", "more", "fewer", "than", "at", "least", "most"];

fn is_pair(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("less" | "more" | "fewer" | "greater" | "better", "than") | ("at", "least" | "most") | ("up", "to")
    )
}
