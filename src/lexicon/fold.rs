//! Folding: hyphens and odd spaces become spaces, so that "dead-letter queue" and "dead letter queue" are one.

use std::borrow::Cow;

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
        // Of plain text only hyphens change, and nothing moves.
        if original.is_ascii() {
            let has_hyphen = memchr::memchr(b'-', original.as_bytes()).is_some();
            let text = if has_hyphen { Cow::Owned(original.replace('-', " ")) } else { Cow::Borrowed(original) };
            return Self { text, shifts: Vec::new() };
        }
        if !original.contains(|char| folded(char) != char) {
            return Self { text: original.into(), shifts: Vec::new() };
        }
        let mut text = String::with_capacity(original.len());
        let mut shifts = Vec::new();
        for (at, char) in original.char_indices() {
            let fold = folded(char);
            text.push(fold);
            if fold.len_utf8() < char.len_utf8() {
                shifts.push((text.len(), at + char.len_utf8() - text.len()));
            }
        }
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

/// Whether `char` is read as white space.
pub(super) fn is_space(char: char) -> bool {
    folded(char).is_whitespace()
}

/// Whether a word goes on to the left of `at`.
#[inline]
pub(super) fn is_word_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(is_word_char)
}

/// Whether a word goes on to the right of `at`.
#[inline]
pub(super) fn is_word_after(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(is_word_char)
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
    fn plain_text_is_borrowed() {
        assert!(matches!(Folded::new("plain text").text, Cow::Borrowed(_)));
    }
}
