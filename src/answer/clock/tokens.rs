//! The words and marks of a sentence, and the years among them.

use crate::text::Span;

/// The years that may be the time of a story. Larger and smaller numbers are counts, ports, or IDs.
const YEARS: std::ops::Range<u16> = 2000..2050;

/// A word, a number, or a mark.
#[derive(Debug)]
pub(super) struct Token<'a> {
    /// The token as written.
    pub(super) text: &'a str,
    /// The token in lower case.
    pub(super) lower: String,
    /// Its span in the sentence.
    pub(super) span: Span,
    /// Whether there is no space before it.
    pub(super) is_glued: bool,
}

/// The tokens of a sentence. Outside of it, words are empty.
#[derive(Debug)]
pub(super) struct Tokens<'a>(Vec<Token<'a>>);

impl<'a> Tokens<'a> {
    /// Cuts `text` into tokens.
    pub(super) fn new(text: &'a str) -> Self {
        let mut tokens: Vec<Token<'a>> = Vec::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let rest = &text[at..];
            let len = match first.is_alphanumeric() {
                true => rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len()),
                false => first.len_utf8(),
            };
            if !first.is_whitespace() {
                let is_glued = tokens.last().is_some_and(|last| last.span.end == at);
                let text = &rest[..len];
                tokens.push(Token { text, lower: text.to_lowercase(), span: Span::new(at, at + len), is_glued });
            }
            at += len;
        }
        Self(tokens)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the span from the token `start` to the one before `end`.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.0[start].span.start, self.0[end - 1].span.end)
    }

    /// Returns the token in lower case.
    pub(super) fn word(&self, at: usize) -> &str {
        self.0.get(at).map_or("", |token| &token.lower)
    }

    /// Returns the token that comes `by` tokens before `at`, in lower case.
    pub(super) fn before(&self, at: usize, by: usize) -> &str {
        at.checked_sub(by).map_or("", |at| self.word(at))
    }

    /// Returns the token as written.
    pub(super) fn written(&self, at: usize) -> &'a str {
        self.0.get(at).map_or("", |token| token.text)
    }

    /// Returns the words from `start` to the one before `end`.
    pub(super) fn words(&self, start: usize, end: usize) -> impl Iterator<Item = &str> {
        (start..end.min(self.len())).map(|at| self.word(at))
    }

    /// Whether there is no space between the token and the one before it.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| token.is_glued)
    }

    /// Whether the token is a mark.
    pub(super) fn is_mark(&self, at: usize) -> bool {
        let word = self.word(at);
        !word.is_empty() && !word.starts_with(char::is_alphanumeric)
    }

    /// Whether the token begins with a digit.
    pub(super) fn is_number(&self, at: usize) -> bool {
        self.word(at).starts_with(|char: char| char.is_ascii_digit())
    }

    /// Returns the year that the token is, and whether it is marked as one: "2019", "FY2019", "2019年".
    pub(super) fn year(&self, at: usize) -> Option<(u16, bool)> {
        let written = self.written(at);
        if let Some(before) =
            ['年', '년'].into_iter().find_map(|mark| written.split_once(mark).map(|(before, _)| before))
        {
            let start = before.len().checked_sub(4)?;
            return year(before.get(start..)?).map(|year| (year, true));
        }
        let fiscal = ["FY", "CY"].into_iter().find_map(|mark| written.strip_prefix(mark));
        year(fiscal.unwrap_or(written)).map(|year| (year, fiscal.is_some()))
    }

    /// Returns the value of the token if it has at most two digits and nothing else.
    pub(super) fn small_number(&self, at: usize) -> Option<u16> {
        let word = self.word(at);
        (word.len() <= 2 && is_digits(word)).then(|| word.parse().ok()).flatten()
    }
}

/// Whether `text` has a number that may be a year.
pub(super) fn has_year(text: &str) -> bool {
    all_years(text).next().is_some()
}

/// Returns the years in `text`, whatever they mean: each number of four digits that may be one.
pub(super) fn all_years(text: &str) -> impl Iterator<Item = u16> {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    // Every year begins like this, and finding two bytes is fast.
    text.match_indices("20").filter_map(move |(at, _)| {
        let is_whole = !at.checked_sub(1).is_some_and(is_digit) && !is_digit(at + 4);
        text.get(at..at + 4).filter(|_| is_whole).and_then(year)
    })
}

fn year(digits: &str) -> Option<u16> {
    let year = digits.parse().ok().filter(|_| digits.len() == 4 && is_digits(digits));
    year.filter(|year| YEARS.contains(year))
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}
