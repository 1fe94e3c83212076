//! What there is to know about each kind of figure, and each trap: the words of `lexicon/metrics.toml`.

use std::sync::LazyLock;

use super::metric::MetricKind;
use super::traps::Trap;
pub use super::units::Note;
use super::units::file;

static NONE: LazyLock<Note> = LazyLock::new(Note::default);

/// What there is to know about figures of `kind`.
pub fn note_of(kind: MetricKind) -> &'static Note {
    find(&file().kind, kind.name())
}

/// What there is to know about `trap`.
pub fn note_of_trap(trap: Trap) -> &'static Note {
    find(&file().trap, trap.name())
}

/// Phrases that begin a Result; what is in brackets is to be filled in.
pub fn openings() -> impl Iterator<Item = &'static str> {
    file().phrase.iter().map(|phrase| phrase.example.as_str())
}

/// The note with this id; a test asks for all.
fn find(notes: &'static [Note], id: &str) -> &'static Note {
    notes.iter().find(|note| note.id == id).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A phrase with a figure in each bracket.
    fn filled(phrase: &str) -> String {
        let mut filled = phrase.to_owned();
        for (placeholder, words) in [
            ("[what]", "storage"),
            ("[metric]", "the latency"),
            ("[amount]", "400"),
            ("[month]", "month"),
            ("[week]", "week"),
            ("[before]", "40 minutes"),
            ("[after]", "6 minutes"),
            ("[X%]", "12%"),
            ("[N]", "30"),
            ("[incidents]", "incidents"),
        ] {
            filled = filled.replace(placeholder, words);
        }
        filled
    }

    #[test]
    fn every_opening_is_to_be_filled_in_and_then_is_a_metric() {
        assert!(openings().count() > 5);
        for phrase in openings() {
            assert!(!crate::draft::placeholder::find(phrase).is_empty(), "{phrase}");
            let sentence = format!("We {}.", filled(phrase));
            assert!(!sentence.contains('['), "{sentence}");
            assert!(!crate::metrics::find(&sentence).is_empty(), "{sentence}");
        }
    }

    #[test]
    fn every_kind_and_every_trap_has_its_note() {
        for (note, id) in Trap::ALL.map(|trap| (note_of_trap(trap), trap.name())) {
            assert!(note.id == id && note.about.ends_with('.') && note.why.ends_with('.'), "{id}: {note:?}");
        }
        assert_eq!(file().trap.len(), Trap::ALL.len());
        for note in &file().kind {
            assert!(note.about.ends_with('.') && note.why.ends_with('.'), "{note:?}");
        }
        let last = note_of(MetricKind::Frequency);
        assert_eq!((last.id.as_str(), file().kind.len()), ("frequency", MetricKind::Frequency as usize + 1));
        assert!(find(&file().kind, "no-such-kind").id.is_empty());
    }
}
