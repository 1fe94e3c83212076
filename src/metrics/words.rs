//! The word lists of `lexicon/metrics.toml`, by what they tell.

use crate::vocabulary::{Few, is_same};

const FILE: &str = include_str!("../../lexicon/metrics.toml");

/// The list with this id. It is read when the program is compiled: nobody waits for that.
macro_rules! list {
    ($id:literal) => {{
        static LIST: [&str; read::<0>($id).1] = read($id).0;
        &LIST
    }};
}

/// The first words of the list with this id, as many as fit, and how many it has. They are written without escapes.
const fn read<const N: usize>(id: &str) -> ([&'static str; N], usize) {
    let file = FILE.as_bytes();
    let mut at = behind(file, 0, b"[[words]]");
    while !is_same(until_quote(file, at), id.as_bytes()) {
        at = behind(file, at, b"\nid = \"");
    }
    at = behind(file, at, b"\nwords = [");
    let (mut words, mut len) = ([""; N], 0);
    while file[at] != b']' {
        if file[at] == b'"' {
            let word = until_quote(file, at + 1);
            if len < N {
                let Ok(word) = std::str::from_utf8(word) else { panic!("words are whole") };
                words[len] = word;
            }
            (at, len) = (at + word.len() + 2, len + 1);
        } else {
            at += 1;
        }
    }
    (words, len)
}

/// What stands in `text` from `at` on, up to a quotation mark.
const fn until_quote(text: &[u8], at: usize) -> &[u8] {
    let end = behind(text, at, b"\"") - 1;
    text.split_at(end).0.split_at(at).1
}

/// Where the first `mark` in `text` from `at` on ends.
const fn behind(text: &[u8], at: usize, mark: &[u8]) -> usize {
    let mut end = at + mark.len();
    while !is_same(text.split_at(end).0.split_at(end - mark.len()).1, mark) {
        end += 1;
    }
    end
}

/// What says that a percentage is a change, not a step of a rollout.
pub(super) static CHANGE: Few = Few::new(list!("change"));
/// What says that a count went up or down: "incidents dropped to 2".
pub(super) static CHANGED: Few = Few::new(list!("changed"));
/// What says that something was done in a time: "restored in 5 minutes".
pub(super) static COMPLETED: Few = Few::new(list!("completed"));
/// What says that a count was brought about: "found 12 defects".
pub(super) static EARNED: Few = Few::new(list!("earned"));
/// What follows a percentage that is flourish: "100% committed".
pub(super) static FLOURISH: Few = Few::new(list!("flourish"));
/// What a percentage is the level of, not the change of.
pub(super) static HELD_SHARE: Few = Few::new(list!("held-share"));
/// What a number after it is a part of the name of: "port 443", "Python 3.12".
pub(super) static NUMBERED: Few = Few::new(list!("numbered"));
/// What may be counted as an outcome even in words: "three outages".
pub(super) static OUTCOME_NOUN: Few = Few::new(list!("outcome-noun"));
/// Whom the writer worked with: input, and no outcome.
pub(super) static PEOPLE: Few = Few::new(list!("people"));
/// What says that a percentage is a step of a rollout or a threshold.
pub(super) static ROLLOUT: Few = Few::new(list!("rollout"));
/// What says that time or money was saved.
pub(super) static SAVING: Few = Few::new(list!("saving"));
/// What says that a time is a setting: "a timeout of 30 seconds".
pub(super) static SETTING: Few = Few::new(list!("setting"));
/// What counts how the work was cut up, and no outcome: "three phases".
pub(super) static STRUCTURE: Few = Few::new(list!("structure"));

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::metrics::{MetricKind, find};
    use crate::vocabulary::Listed;

    #[derive(Deserialize)]
    struct File {
        kind: Vec<Kind>,
        words: Vec<List>,
    }

    #[derive(Deserialize)]
    struct List {
        id: String,
        words: Vec<String>,
    }

    #[derive(Deserialize)]
    struct Kind {
        id: String,
        example: String,
    }

    #[test]
    fn every_list_is_there_and_of_single_words() {
        let lists: [(&dyn Listed, &str); 13] = [
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
        let file: File = toml::from_str(FILE).expect("TOML");
        assert_eq!(file.words.len(), lists.len());
        for List { id, words } in &file.words {
            let (list, _) = lists.iter().find(|(_, known)| known == id).expect("a list that is known");
            assert!(words.len() > 10, "{id}");
            assert_eq!(read::<0>(id).1, words.len(), "{id}");
            assert!(words.iter().all(|word| *word == word.to_lowercase() && !word.contains(' ')), "{words:?}");
            assert!(words.iter().all(|word| word.is_ascii() && list.has(word)), "{id}");
        }
        assert!(PEOPLE.has("engineers") && !PEOPLE.has("servers"));
    }

    #[test]
    fn every_kind_is_found_in_its_example() {
        let file: File = toml::from_str(FILE).expect("TOML");
        for Kind { id, example } in &file.kind {
            let found: Vec<&str> = find(example).iter().map(|metric| metric.kind.name()).collect();
            assert_eq!(found, [id], "{example}");
        }
        assert_eq!(file.kind.len(), MetricKind::Frequency as usize + 1);
    }
}
