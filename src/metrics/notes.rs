//! What there is to know about each kind of figure, and each trap: the words of `lexicon/metrics.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{MetricKind, Trap};

/// What a figure is, and what that means for an answer.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Note {
    id: String,
    /// What it is, in a few words that end with a full stop.
    pub about: String,
    /// Why it counts, or why not, in a sentence.
    pub why: String,
}

#[derive(Deserialize)]
struct File {
    kind: Vec<Note>,
    trap: Vec<Note>,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("../../lexicon/metrics.toml")).expect("the built-in notes are sound"));

static NONE: LazyLock<Note> = LazyLock::new(Note::default);

/// What there is to know about figures of `kind`.
pub fn note_of(kind: MetricKind) -> &'static Note {
    find(&FILE.kind, kind.name())
}

/// What there is to know about `trap`.
pub fn note_of_trap(trap: Trap) -> &'static Note {
    find(&FILE.trap, trap.name())
}

/// The note with this id; a test asks for all.
fn find(notes: &'static [Note], id: &str) -> &'static Note {
    notes.iter().find(|note| note.id == id).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_every_trap_has_its_note() {
        for (note, id) in Trap::ALL.map(|trap| (note_of_trap(trap), trap.name())) {
            assert!(note.id == id && note.about.ends_with('.') && note.why.ends_with('.'), "{id}: {note:?}");
        }
        assert_eq!(FILE.trap.len(), Trap::ALL.len());
        for note in &FILE.kind {
            assert!(note.about.ends_with('.') && note.why.ends_with('.'), "{note:?}");
        }
        let last = note_of(MetricKind::Frequency);
        assert_eq!((last.id.as_str(), FILE.kind.len()), ("frequency", MetricKind::Frequency as usize + 1));
        assert!(find(&FILE.kind, "no-such-kind").id.is_empty());
    }
}
