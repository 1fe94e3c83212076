//! A prose with its tokens, and what a look around in them says.

use super::lexer::{Kind, Token, tokens};
use super::metric::Metric;
use super::units::{self, Entry, List};

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// What came of it: only what is evidence.
    Outcome,
    /// How things stood: any quantity.
    State,
}

/// A metric, and the token after it.
pub(super) type Found = (Metric, usize);

/// A prose with its tokens.
pub(super) struct Source<'a> {
    pub(super) prose: &'a str,
    /// The same with its ASCII letters in lower case: byte for byte as long.
    pub(super) lower: String,
    pub(super) tokens: Vec<Token>,
}

/// Words that a token can be looked up in: a list of `lexicon/metrics.toml`, or a few words in lower case.
pub(super) trait Words: Copy {
    /// Whether they have the word at `at` of `source`.
    fn have(self, source: &Source<'_>, at: usize) -> bool;
}

impl Words for List {
    fn have(self, source: &Source<'_>, at: usize) -> bool {
        source.entry(at).is_in(self)
    }
}

impl Words for &[&str] {
    fn have(self, source: &Source<'_>, at: usize) -> bool {
        self.contains(&source.word(at))
    }
}

impl<'a> Source<'a> {
    /// `prose`, cut into tokens.
    pub(super) fn new(prose: &'a str) -> Self {
        let lower = prose.to_ascii_lowercase();
        let tokens = tokens(prose, &lower);
        Self { prose, lower, tokens }
    }
}

impl Source<'_> {
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// The word at `at` in lower case; empty if there is none.
    pub(super) fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::Word | Kind::Cjk, span, .. }) => &self.lower[span.range()],
            _ => "",
        }
    }

    /// What `lexicon/metrics.toml` says about the word at `at`.
    pub(super) fn entry(&self, at: usize) -> &'static Entry {
        self.tokens.get(at).map_or_else(|| units::entry(""), |token| token.entry)
    }

    /// Whether the word at `at` is `word`, which is in lower case and not empty.
    pub(super) fn says(&self, at: usize, word: &str) -> bool {
        self.word(at) == word
    }

    /// The word `back` tokens before the one at `at`; empty if there is none.
    pub(super) fn word_back(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// Whether the word at `at` is one of `words`.
    pub(super) fn is(&self, at: usize, words: impl Words) -> bool {
        words.have(self, at)
    }

    /// Whether one of the `reach` tokens before `at`, back to the start of the sentence, is one of `words`.
    pub(super) fn any_before(&self, at: usize, reach: usize, words: impl Words) -> bool {
        (at.saturating_sub(reach)..at)
            .rev()
            .take_while(|before| self.kind(*before) != Some(Kind::Stop))
            .any(|before| self.is(before, words))
    }

    /// Whether one of the `reach` tokens from `at` on, up to the end of the sentence, is one of `words`.
    pub(super) fn any_after(&self, at: usize, reach: usize, words: impl Words) -> bool {
        (at..at + reach)
            .take_while(|after| !matches!(self.kind(*after), None | Some(Kind::Stop)))
            .any(|after| self.is(after, words))
    }

    /// The words before `at`, nearest first, back to the start of the sentence, `reach` tokens at most.
    pub(super) fn words_before(&self, at: usize, reach: usize) -> impl Iterator<Item = &str> {
        (at.saturating_sub(reach)..at).rev().take_while(|at| self.kind(*at) != Some(Kind::Stop)).map(|at| self.word(at))
    }

    /// The words from `at` on, to the end of the sentence, `reach` tokens at most.
    pub(super) fn words_after(&self, at: usize, reach: usize) -> impl Iterator<Item = &str> {
        (at..at + reach).take_while(|at| !matches!(self.kind(*at), None | Some(Kind::Stop))).map(|at| self.word(at))
    }

    /// How many of the `reach` tokens before `at` are words, counted back from it.
    pub(super) fn words_back(&self, at: usize, reach: usize) -> usize {
        let is_word = |back: &usize| at.checked_sub(*back).is_some_and(|at| !self.word(at).is_empty());
        (1..=reach).take_while(is_word).count()
    }

    /// How many of the `reach` tokens from `at` on are words, counted from it.
    pub(super) fn words_on(&self, at: usize, reach: usize) -> usize {
        (0..reach).take_while(|on| !self.word(at + on).is_empty()).count()
    }

    /// The token's text as it was written.
    pub(super) fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.prose[token.span.range()])
    }

    /// Where the token before `next` ends.
    pub(super) fn end_of(&self, next: usize) -> usize {
        next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.span.end)
    }

    /// Whether nothing is between the token and the one before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.span.start == self.tokens[at - 1].span.end)
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Dash)
    }

    /// Whether the token joins the words around it.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        self.is_dash(at) && self.glued(at) && self.glued(at + 1)
    }

    pub(super) fn is_char(&self, at: usize, char: char) -> bool {
        self.kind(at) == Some(Kind::Other(char))
    }
}
