//! Texts about traps, and phrases, from `lexicon/metrics.toml`.

use std::sync::LazyLock;

use super::trap::Trap;
pub use super::units::Note;
use super::units::file;

static NONE: LazyLock<Note> = LazyLock::new(Note::default);

/// Returns the note on `trap`. A test checks that each has one.
pub fn note_of_trap(trap: Trap) -> &'static Note {
    file().trap.iter().find(|note| note.id == trap.name()).unwrap_or(&NONE)
}

/// Returns phrases for the start of a Result, with placeholders in brackets.
pub fn openings() -> impl Iterator<Item = &'static str> {
    file().phrase.iter().map(|phrase| phrase.example.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns `phrase` with a number or word in each placeholder.
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
    fn every_opening_has_a_placeholder_and_is_a_metric_once_filled() {
        assert!(openings().count() > 5);
        for phrase in openings() {
            assert!(!crate::draft::placeholder::find(phrase).is_empty(), "{phrase}");
            let sentence = format!("We {}.", filled(phrase));
            assert!(!sentence.contains('['), "{sentence}");
            assert!(!crate::metrics::find(&sentence).is_empty(), "{sentence}");
        }
    }

    #[test]
    fn every_trap_has_a_note() {
        for (note, id) in Trap::ALL.map(|trap| (note_of_trap(trap), trap.name())) {
            assert!(note.id == id && note.about.ends_with('.') && note.why.ends_with(['.', '?']), "{id}: {note:?}");
        }
        assert_eq!(file().trap.len(), Trap::ALL.len());
    }
}
