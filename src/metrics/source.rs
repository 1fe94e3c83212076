//! Prose with its tokens, and lookups around a token.
//!
//! Tokens are addressed by index. Lookups outside the prose find nothing.

use super::lexer::{Token, TokenKind, tokens};
use super::units::{self, Entry, WordList};

/// The kind of numbers to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParseMode {
    /// Outcomes: only metrics that count as evidence.
    Outcome,
    /// Baselines: any quantity.
    Baseline,
}

/// Prose with its tokens.
pub(super) struct Source<'a> {
    pub(super) prose: &'a str,
    /// `prose` with its ASCII letters in lower case; offsets are the same.
    pub(super) lower: &'a str,
    pub(super) tokens: Vec<Token<'a>>,
}

/// A set of words: a list in `lexicon/metrics.toml`, or a few words in lower case.
pub(super) trait WordSet: Copy {
    /// Whether the set has the word at token `at` of `source`.
    fn has_word_at(self, source: &Source<'_>, at: usize) -> bool;
}

impl WordSet for WordList {
    fn has_word_at(self, source: &Source<'_>, at: usize) -> bool {
        source.entry(at).is_in(self)
    }
}

impl WordSet for &[&str] {
    fn has_word_at(self, source: &Source<'_>, at: usize) -> bool {
        self.contains(&source.word(at))
    }
}

impl<'a> Source<'a> {
    /// Cuts `prose` into tokens. `lower` is `prose` with its ASCII letters in lower case.
    pub(super) fn new(prose: &'a str, lower: &'a str) -> Self {
        Self { prose, lower, tokens: tokens(prose, lower) }
    }
}

impl Source<'_> {
    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// Returns the word at `at` in lower case; empty for any other token.
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.word)
    }

    /// Returns the entry in `lexicon/metrics.toml` of the word at `at`.
    pub(super) fn entry(&self, at: usize) -> &'static Entry {
        self.tokens.get(at).map_or_else(|| units::entry(""), |token| token.entry)
    }

    /// Whether the word at `at` is `word`, which is in lower case and not empty.
    pub(super) fn is_word(&self, at: usize, word: &str) -> bool {
        self.word(at) == word
    }

    /// Returns the word `back` tokens before `at`; empty for any other token.
    pub(super) fn word_back(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// Whether the word at `at` is one of `words`.
    pub(super) fn is(&self, at: usize, words: impl WordSet) -> bool {
        words.has_word_at(self, at)
    }

    /// Whether one of the `reach` tokens before `at`, within the sentence, is one of `words`.
    pub(super) fn any_before(&self, at: usize, reach: usize, words: impl WordSet) -> bool {
        (at.saturating_sub(reach)..at)
            .rev()
            .take_while(|before| self.kind(*before) != Some(TokenKind::Stop))
            .any(|before| self.is(before, words))
    }

    /// Whether one of the `reach` tokens from `at` on, within the sentence, is one of `words`.
    pub(super) fn any_after(&self, at: usize, reach: usize, words: impl WordSet) -> bool {
        (at..at + reach)
            .take_while(|after| !matches!(self.kind(*after), None | Some(TokenKind::Stop)))
            .any(|after| self.is(after, words))
    }

    /// Returns the words of the `reach` tokens before `at`, within the sentence, nearest first.
    pub(super) fn words_before(&self, at: usize, reach: usize) -> impl Iterator<Item = &str> {
        (at.saturating_sub(reach)..at)
            .rev()
            .take_while(|at| self.kind(*at) != Some(TokenKind::Stop))
            .map(|at| self.word(at))
    }

    /// Returns the words of the `reach` tokens from `at` on, within the sentence.
    pub(super) fn words_after(&self, at: usize, reach: usize) -> impl Iterator<Item = &str> {
        (at..at + reach)
            .take_while(|at| !matches!(self.kind(*at), None | Some(TokenKind::Stop)))
            .map(|at| self.word(at))
    }

    /// Returns the number of consecutive words directly before `at`, at most `reach`.
    pub(super) fn count_words_before(&self, at: usize, reach: usize) -> usize {
        let is_word = |back: &usize| at.checked_sub(*back).is_some_and(|at| !self.word(at).is_empty());
        (1..=reach).take_while(is_word).count()
    }

    /// Returns the number of consecutive words from `at` on, at most `reach`.
    pub(super) fn count_words_from(&self, at: usize, reach: usize) -> usize {
        (0..reach).take_while(|on| !self.word(at + on).is_empty()).count()
    }

    /// Returns the text of the token, as written.
    pub(super) fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.prose[token.span.range()])
    }

    /// Returns the byte offset at which the token before `next` ends.
    pub(super) fn end_of(&self, next: usize) -> usize {
        next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.span.end)
    }

    /// Whether the token directly follows the one before it, without a space.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.span.start == self.tokens[at - 1].span.end)
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Dash)
    }

    /// Whether the token is a hyphen that joins two words.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        self.is_dash(at) && self.is_glued(at) && self.is_glued(at + 1)
    }

    pub(super) fn is_char(&self, at: usize, char: char) -> bool {
        self.kind(at) == Some(TokenKind::Other(char))
    }
}
