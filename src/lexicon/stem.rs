//! The words of a text, without their grammatical endings.

use super::stop_words::STOP_WORDS;
use crate::words::english;

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word<'a> {
    /// The word, as written.
    pub text: &'a str,
    /// The offset of its first byte.
    pub start: usize,
    /// The stem, without grammatical endings.
    pub stem: String,
    /// Whether it says nothing about the topic by itself.
    pub dull: bool,
}

/// Returns the words of `text`, in order.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    let parts = text.split(|char: char| !char.is_alphanumeric()).map(move |part| {
        let start = at;
        at += part.len() + text[start + part.len()..].chars().next().map_or(0, char::len_utf8);
        (start, part)
    });
    parts.filter(|(_, text)| !text.is_empty()).map(|(start, text)| {
        let word = text.to_lowercase();
        let is_number = word.chars().all(|char| char.is_ascii_digit());
        let dull = word.len() < 2
            || is_number
            || english::is_function_word(&word)
            || STOP_WORDS.binary_search(&word.as_str()).is_ok();
        Word { text, start, stem: stem(&word), dull }
    })
}

/// The endings that are removed if at least four letters are left, the longest first.
const ENDINGS: [&str; 9] = ["ations", "ation", "ating", "ated", "ions", "ate", "ing", "ion", "ed"];
/// Like [`ENDINGS`], but removed only from words without any of those.
const SHORT_ENDINGS: [&str; 2] = ["e", "ly"];

/// Returns `word` without grammatical endings.
fn stem(word: &str) -> String {
    for (ending, put) in [("ies", "y"), ("ied", "y"), ("sses", "ss")] {
        if let Some(head) = word.strip_suffix(ending).filter(|head| head.len() >= 3) {
            return format!("{head}{put}");
        }
    }
    let stem = word.strip_suffix('s').filter(|head| head.len() >= 3 && !head.ends_with('s')).unwrap_or(word);
    let head = |ending: &&str| stem.strip_suffix(ending).filter(|head| head.len() >= 4 && !head.ends_with('s'));
    let stem = ENDINGS.iter().chain(&SHORT_ENDINGS).find_map(head).unwrap_or(stem);
    let twice = stem.len() > 3 && stem.is_ascii() && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
    if twice && !stem.ends_with("ss") && !stem.ends_with("ll") {
        stem[..stem.len() - 1].to_owned()
    } else {
        stem.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_forms_of_a_word_have_one_stem() {
        for forms in [
            &["queue", "queues", "queued", "queuing"][..],
            &["rotate", "rotates", "rotated", "rotating", "rotation"],
            &["replicate", "replicated", "replication", "replicating"],
            &["federate", "federated", "federation"],
            &["migrate", "migrated", "migration", "migrations"],
            &["policy", "policies"],
            &["log", "logs", "logging", "logged"],
            &["alarm", "alarms"],
            &["encrypt", "encrypted", "encryption"],
        ] {
            let stems: BTreeSet<_> = forms.iter().map(|form| stem(form)).collect();
            assert_eq!(stems.len(), 1, "{forms:?} {stems:?}");
        }
        for (one, other) in [("bus", "busy"), ("worker", "work"), ("container", "contain"), ("server", "serve")] {
            assert_ne!(stem(one), stem(other));
        }
    }

    #[test]
    fn words_have_their_positions_and_dull_ones_are_marked() {
        let text = "We used the Queue, and it's \u{2014} fine";
        let found: Vec<_> = words_of(text).filter(|word| !word.dull).map(|word| (word.start, word.text)).collect();
        assert_eq!(found, [(12, "Queue"), (32, "fine")]);
        assert_eq!(
            words_of("cross-account, 30%").map(|word| word.stem).collect::<Vec<_>>(),
            ["cross", "account", "30"]
        );
    }
}
