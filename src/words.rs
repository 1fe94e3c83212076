//! Word sets, and splitting text into words.

pub(crate) mod english;

pub mod language;

pub mod stance;

pub mod voice;

use std::collections::HashSet;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

/// A set of words that ignores the case of ASCII letters.
pub(crate) struct Words {
    /// The words, in lower case.
    list: &'static [&'static str],
    /// Other sets whose words are in this one, too.
    parts: &'static [&'static Words],
    /// The hashed words, filled by the first lookup.
    set: OnceLock<HashSet<&'static str, FixedState>>,
}

impl Words {
    /// Creates the set of the words in `list`, whose ASCII letters must be in lower case.
    pub(crate) const fn new(list: &'static [&'static str]) -> Self {
        Self { list, parts: &[], set: OnceLock::new() }
    }

    /// Creates the set of all words in `parts`, which are not themselves unions. One lookup is faster than several.
    pub(crate) const fn union(parts: &'static [&'static Self]) -> Self {
        Self { list: &[], parts, set: OnceLock::new() }
    }

    /// Whether `word` is in the set.
    pub(crate) fn contains(&self, word: &str) -> bool {
        let lists = || self.parts.iter().map(|part| part.list).chain([self.list]);
        let set = self.set.get_or_init(|| lists().flatten().copied().collect());
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            set.contains(word.to_ascii_lowercase().as_str())
        } else {
            set.contains(word)
        }
    }
}

/// Iterates over the words of `text` with their byte offsets: runs of letters, digits, and characters for which `is_joint`
/// returns true.
pub(crate) fn runs<F: Fn(char) -> bool>(text: &str, is_joint: F) -> impl Iterator<Item = (usize, &str)> {
    let is_part = move |c: char| c.is_alphanumeric() || is_joint(c);
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + text[end..].find(&is_part)?;
        end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |len| start + len);
        Some((start, &text[start..end]))
    })
}
