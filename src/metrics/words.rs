//! The word lists of `lexicon/metrics.toml`, by what they tell.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::vocabulary::Vocabulary;

/// A list of words.
pub(super) type Words = LazyLock<Vocabulary<Vec<&'static str>>>;

/// What says that a percentage is a change, not a step of a rollout.
pub(super) static CHANGE: Words = LazyLock::new(|| Vocabulary::of(list("change")));
/// What says that a count went up or down: "incidents dropped to 2".
pub(super) static CHANGED: Words = LazyLock::new(|| Vocabulary::of(list("changed")));
/// What says that something was done in a time: "restored in 5 minutes".
pub(super) static COMPLETED: Words = LazyLock::new(|| Vocabulary::of(list("completed")));
/// What says that a count was brought about: "found 12 defects".
pub(super) static EARNED: Words = LazyLock::new(|| Vocabulary::of(list("earned")));
/// What follows a percentage that is flourish: "100% committed".
pub(super) static FLOURISH: Words = LazyLock::new(|| Vocabulary::of(list("flourish")));
/// What a percentage is the level of, not the change of.
pub(super) static HELD_SHARE: Words = LazyLock::new(|| Vocabulary::of(list("held-share")));
/// What a number after it is a part of the name of: "port 443", "Python 3.12".
pub(super) static NUMBERED: Words = LazyLock::new(|| Vocabulary::of(list("numbered")));
/// What may be counted as an outcome even in words: "three outages".
pub(super) static OUTCOME_NOUN: Words = LazyLock::new(|| Vocabulary::of(list("outcome-noun")));
/// Whom the writer worked with: input, and no outcome.
pub(super) static PEOPLE: Words = LazyLock::new(|| Vocabulary::of(list("people")));
/// What says that a percentage is a step of a rollout or a threshold.
pub(super) static ROLLOUT: Words = LazyLock::new(|| Vocabulary::of(list("rollout")));
/// What says that time or money was saved.
pub(super) static SAVING: Words = LazyLock::new(|| Vocabulary::of(list("saving")));
/// What says that a time is a setting: "a timeout of 30 seconds".
pub(super) static SETTING: Words = LazyLock::new(|| Vocabulary::of(list("setting")));
/// What counts how the work was cut up, and no outcome: "three phases".
pub(super) static STRUCTURE: Words = LazyLock::new(|| Vocabulary::of(list("structure")));

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
    list.into_iter().flat_map(|list| &list.words).map(String::as_str).collect()
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
            (&CHANGE, "change"),
            (&CHANGED, "changed"),
            (&COMPLETED, "completed"),
            (&EARNED, "earned"),
            (&FLOURISH, "flourish"),
            (&HELD_SHARE, "held-share"),
            (&NUMBERED, "numbered"),
            (&OUTCOME_NOUN, "outcome-noun"),
            (&PEOPLE, "people"),
            (&ROLLOUT, "rollout"),
            (&SAVING, "saving"),
            (&SETTING, "setting"),
            (&STRUCTURE, "structure"),
        ];
        assert_eq!(lists.len(), LISTS.len());
        for (words, id) in lists {
            let list = list(id);
            assert!(list.len() > 10, "{id}");
            assert!(list.iter().all(|word| *word == word.to_lowercase() && !word.contains(' ')), "{list:?}");
            assert!(list.iter().all(|word| words.contains(word)), "{id}");
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
