//! The word lists of `lexicon/metrics.toml`, by what they tell.

use std::sync::LazyLock;

use serde::Deserialize;

/// A list of words, sorted.
pub(super) struct Words(LazyLock<Vec<&'static str>>);

impl Words {
    /// Whether `word`, in lower case, is one of them.
    pub(super) fn contains(&self, word: &str) -> bool {
        self.0.binary_search(&word).is_ok()
    }
}

/// What says that a percentage is a change, not a step of a rollout.
pub(super) static CHANGE: Words = Words(LazyLock::new(|| list("change")));
/// What says that a count went up or down: "incidents dropped to 2".
pub(super) static CHANGED: Words = Words(LazyLock::new(|| list("changed")));
/// What says that something was done in a time: "restored in 5 minutes".
pub(super) static COMPLETED: Words = Words(LazyLock::new(|| list("completed")));
/// What says that a count was brought about: "found 12 defects".
pub(super) static EARNED: Words = Words(LazyLock::new(|| list("earned")));
/// What follows a percentage that is flourish: "100% committed".
pub(super) static FLOURISH: Words = Words(LazyLock::new(|| list("flourish")));
/// What a percentage is the level of, not the change of.
pub(super) static HELD_SHARE: Words = Words(LazyLock::new(|| list("held-share")));
/// What a number after it is a part of the name of: "port 443", "Python 3.12".
pub(super) static NUMBERED: Words = Words(LazyLock::new(|| list("numbered")));
/// What may be counted as an outcome even in words: "three outages".
pub(super) static OUTCOME_NOUN: Words = Words(LazyLock::new(|| list("outcome-noun")));
/// Whom the writer worked with: input, and no outcome.
pub(super) static PEOPLE: Words = Words(LazyLock::new(|| list("people")));
/// What says that a percentage is a step of a rollout or a threshold.
pub(super) static ROLLOUT: Words = Words(LazyLock::new(|| list("rollout")));
/// What says that time or money was saved.
pub(super) static SAVING: Words = Words(LazyLock::new(|| list("saving")));
/// What says that a time is a setting: "a timeout of 30 seconds".
pub(super) static SETTING: Words = Words(LazyLock::new(|| list("setting")));
/// What counts how the work was cut up, and no outcome: "three phases".
pub(super) static STRUCTURE: Words = Words(LazyLock::new(|| list("structure")));

const FILE: &str = include_str!("../../lexicon/metrics.toml");

static LISTS: LazyLock<Vec<List>> =
    LazyLock::new(|| toml::from_str::<Lists>(FILE).expect("the built-in word lists are sound").words);

#[derive(Deserialize)]
struct Lists {
    words: Vec<List>,
}

#[derive(Deserialize)]
struct List {
    id: String,
    words: Vec<String>,
}

/// The list with this id; a test reads them all.
fn list(id: &str) -> Vec<&'static str> {
    let list = LISTS.iter().find(|list| list.id == id);
    let mut words: Vec<&str> = list.into_iter().flat_map(|list| &list.words).map(String::as_str).collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{MetricKind, find};

    #[derive(Deserialize)]
    struct Kinds {
        kind: Vec<Kind>,
    }

    #[derive(Deserialize)]
    struct Kind {
        id: String,
        example: String,
    }

    #[test]
    fn every_list_is_there_and_of_single_words() {
        let lists = [
            &CHANGE,
            &CHANGED,
            &COMPLETED,
            &EARNED,
            &FLOURISH,
            &HELD_SHARE,
            &NUMBERED,
            &OUTCOME_NOUN,
            &PEOPLE,
            &ROLLOUT,
            &SAVING,
            &SETTING,
            &STRUCTURE,
        ];
        assert_eq!(lists.len(), LISTS.len());
        for words in lists {
            assert!(words.0.len() > 10);
            assert!(words.0.iter().all(|word| *word == word.to_lowercase() && !word.contains(' ')), "{:?}", *words.0);
        }
        assert!(PEOPLE.contains("engineers") && !PEOPLE.contains("servers"));
        assert!(list("no-such-list").is_empty());
    }

    #[test]
    fn every_kind_is_found_in_its_example() {
        let kinds: Kinds = toml::from_str(FILE).expect("TOML");
        for Kind { id, example } in &kinds.kind {
            let found: Vec<&str> = find(example).iter().map(|metric| metric.kind.name()).collect();
            assert_eq!(found, [id], "{example}");
        }
        assert_eq!(kinds.kind.len(), MetricKind::Frequency as usize + 1);
    }
}
