//! The word classes of `lexicon/genre.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
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
#[serde(from = "Vec<String>")]
pub(super) struct Class {
    words: HashSet<String, FixedState>,
    /// Those in scripts without spaces, and in Korean, whose endings are part of the word.
    unspaced: Vec<String>,
}

/// The words that show that a text speaks to the reader: those that address, ask politely, or tell how to write.
pub(super) static ADDRESSING: LazyLock<Class> = LazyLock::new(|| {
    let Classes { address, interrogatives, requests, manner, .. } = classes();
    let words = [address, interrogatives, requests, manner].into_iter().flat_map(|class| class.words.iter().cloned());
    Class::from(words.collect::<Vec<_>>())
});

impl From<Vec<String>> for Class {
    fn from(words: Vec<String>) -> Self {
        let is_unspaced = |word: &String| word.starts_with(|c| ('\u{3040}'..='\u{d7a3}').contains(&c));
        let unspaced = words.iter().filter(|word| is_unspaced(word)).cloned().collect();
        Self { words: words.into_iter().collect(), unspaced }
    }
}

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
        self.words.contains(word) || word.contains(char::is_uppercase) && self.words.contains(&word.to_lowercase())
    }

    /// Whether a word of `text` is in the class, or text in a script without spaces contains one.
    pub(super) fn is_in(&self, text: &str) -> bool {
        words(text).any(|word| self.has(word))
            || !text.is_ascii() && self.unspaced.iter().any(|known| text.contains(known.as_str()))
    }

    /// Whether `title`, in lower case, contains one anywhere.
    pub(super) fn is_within(&self, title: &str) -> bool {
        self.words.iter().any(|known| title.contains(known.as_str()))
    }

    /// Whether `title`, in lower case, begins with one.
    pub(super) fn begins(&self, title: &str) -> bool {
        self.words.iter().any(|known| title.starts_with(known.as_str()))
    }
}

/// Iterates over the words of `text`: runs of letters, digits, and apostrophes.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    words::runs(text, |c| matches!(c, '\'' | '’')).map(|(_, word)| word)
}
