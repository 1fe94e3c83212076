//! Folding: hyphens and odd spaces become spaces, so that "dead-letter queue" and "dead letter queue" are one.

use std::borrow::Cow;

use crate::vocabulary::Bytes;

/// A text in which every hyphen and every odd space is a space, and the way back to the places in the original.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    text: Cow<'a, str>,
    /// Where the text lags behind the original from there on, and by how many bytes.
    shifts: Vec<(usize, usize)>,
}

impl<'a> Folded<'a> {
    /// Folds `original`.
    pub(super) fn new(original: &'a str) -> Self {
        // What the characters begin with that are folded: a hyphen, what U+00A0 begins with, what the others do.
        let bytes = original.as_bytes();
        let places = memchr::memchr3_iter(b'-', 0xc2, 0xe2, bytes);
        let (mut text, mut copied, mut shifts) = (String::new(), 0, Vec::new());
        for at in places {
            let Some(char) = original[at..].chars().next() else { break };
            let fold = folded(char);
            if fold == char {
                continue;
            }
            if text.is_empty() {
                text.reserve_exact(original.len());
            }
            text.push_str(&original[copied..at]);
            text.push(fold);
            copied = at + char.len_utf8();
            if fold.len_utf8() < char.len_utf8() {
                shifts.push((text.len(), copied - text.len()));
            }
        }
        if copied == 0 {
            return Self { text: original.into(), shifts };
        }
        text.push_str(&original[copied..]);
        Self { text: text.into(), shifts }
    }

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place in the folded text of `offset`, a place between two characters of the original.
    pub(super) fn place(&self, offset: usize) -> usize {
        let shifts = self.shifts.partition_point(|&(from, by)| from + by <= offset);
        offset - self.shifts[..shifts].last().map_or(0, |&(_, by)| by)
    }

    /// The place in the original of `offset`, a place between two characters of the folded text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let shifts = self.shifts.partition_point(|&(from, _)| from <= offset);
        offset + self.shifts[..shifts].last().map_or(0, |&(_, by)| by)
    }
}

/// What `char` is read as.
fn folded(char: char) -> char {
    match char {
        '-' | '\u{2010}'..='\u{2013}' | '\u{a0}' | '\u{202f}' => ' ',
        '\u{2019}' => '\'',
        _ => char,
    }
}

/// What words of ASCII are made of.
static LETTERS: Bytes = Bytes::of(b"_").and_alphanumerics();

/// Whether words of ASCII are made of this byte, among others.
#[inline(always)]
pub(super) fn is_letter(byte: u8) -> bool {
    LETTERS.contains(byte)
}

/// Whether a word goes on to the left of `at`.
#[inline]
pub(super) fn is_word_before(text: &str, at: usize) -> bool {
    match text.as_bytes()[..at].last() {
        None => false,
        Some(byte) if byte.is_ascii() => is_letter(*byte),
        Some(_) => text[..at].chars().next_back().is_some_and(is_word_char),
    }
}

/// Whether a word goes on to the right of `at`.
#[inline]
pub(super) fn is_word_after(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        None => false,
        Some(byte) if byte.is_ascii() => is_letter(*byte),
        Some(_) => text[at..].chars().next().is_some_and(is_word_char),
    }
}

/// Whether `char` continues a word of Latin script: Chinese or Korean text surrounds names without spaces.
#[inline]
pub(super) fn is_word_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || ('\u{c0}'..'\u{250}').contains(&char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_the_original() {
        let original = "a dead\u{2011}letter queue \u{2013} it\u{2019}s full";
        let folded = Folded::new(original);
        assert_eq!(folded.text(), "a dead letter queue   it's full");
        for word in ["dead", "letter", "queue", "full"] {
            let at = folded.text().find(word).expect("a word");
            let (start, end) = (folded.original(at), folded.original(at + word.len()));
            assert_eq!(&original[start..end], word);
            assert_eq!((folded.place(start), folded.place(end)), (at, at + word.len()));
        }
    }

    #[test]
    fn every_character_is_folded_where_it_stands() {
        let all: String = ('\0'..='\u{ffff}').filter(|char| folded(*char) != *char).collect();
        assert_eq!(all, "-\u{a0}\u{2010}\u{2011}\u{2012}\u{2013}\u{2019}\u{202f}");
        assert_eq!(Folded::new(&all).text(), "      ' ");
        for text in ["plain text", "a “b” … — é", ""] {
            let folded = Folded::new(text);
            assert!(matches!(folded.text, Cow::Borrowed(_)) && folded.shifts.is_empty(), "{text}");
        }
        assert!(Folded::new("a-b-c").shifts.is_empty());
    }
}
