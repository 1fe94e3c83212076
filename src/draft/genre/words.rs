//! The word classes of `lexicon/genre.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::words;

/// The word classes. Each is explained in the file.
#[derive(Deserialize)]
pub(super) struct Classes {
    pub(super) address: Class,
    pub(super) interrogatives: Class,
    pub(super) requests: Class,
    pub(super) manner: Class,
    pub(super) orders: Class,
    pub(super) openings: Class,
    pub(super) contents: Class,
    pub(super) method: Class,
    pub(super) guides: Class,
    pub(super) budget: Class,
}

/// A class of words, in lower case.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Class(Vec<String>);

/// Returns the parsed `lexicon/genre.toml`.
pub(super) fn classes() -> &'static Classes {
    static FILE: LazyLock<Classes> = LazyLock::new(|| {
        let file = toml::from_str(include_str!("../../../lexicon/genre.toml"));
        file.expect("lexicon/genre.toml is valid: a test reads it")
    });
    &FILE
}

impl Class {
    /// Whether `word`, in any letter case, is in the class.
    pub(super) fn has(&self, word: &str) -> bool {
        match word.is_ascii() {
            true => self.0.iter().any(|known| known.eq_ignore_ascii_case(word)),
            false => self.0.contains(&word.to_lowercase()),
        }
    }

    /// Whether a word of `text` is in the class, or text in a script without spaces contains one.
    pub(super) fn is_in(&self, text: &str) -> bool {
        words(text).any(|word| self.has(word)) || !text.is_ascii() && self.unspaced().any(|known| text.contains(known))
    }

    /// Whether `title`, in lower case, contains one anywhere.
    pub(super) fn is_within(&self, title: &str) -> bool {
        self.0.iter().any(|known| title.contains(known))
    }

    /// Whether `title`, in lower case, begins with one.
    pub(super) fn begins(&self, title: &str) -> bool {
        self.0.iter().any(|known| title.starts_with(known))
    }

    /// The entries in scripts without spaces, and in Korean, whose endings are part of the word.
    fn unspaced(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str).filter(|known| known.starts_with(|c| ('\u{3040}'..='\u{d7a3}').contains(&c)))
    }
}

/// Iterates over the words of `text`: runs of letters, digits, and apostrophes.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    words::runs(text, |c| matches!(c, '\'' | '’')).map(|(_, word)| word)
}
