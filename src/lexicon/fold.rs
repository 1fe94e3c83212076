//! Folding: hyphens and special spaces become spaces, so that "dead-letter queue" matches "dead letter queue", and a
//! curly apostrophe becomes a straight one.

/// A folded text, with a mapping between its offsets and those of the original.
#[derive(Debug)]
pub(super) struct Folded {
    text: String,
    /// The number of bytes by which the folded text is shorter than the original, each from an offset in the folded
    /// text on.
    shifts: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds `original`.
    pub(super) fn new(original: &str) -> Self {
        let mut text = String::new();
        let mut shifts = Vec::new();
        let mut copied = 0;
        for (at, written) in original.match_indices(is_folded) {
            text.push_str(&original[copied..at]);
            text.extend(written.chars().map(folded));
            copied = at + written.len();
            let lag = copied - text.len();
            if shifts.last().map_or(0, |&(_, by)| by) != lag {
                shifts.push((text.len(), lag));
            }
        }
        text.push_str(&original[copied..]);
        Self { text, shifts }
    }

    /// Returns the folded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Converts `offset`, a character boundary of the original, to an offset in the folded text.
    pub(super) fn position(&self, offset: usize) -> usize {
        let shifts = self.shifts.partition_point(|&(from, by)| from + by <= offset);
        offset - self.shifts[..shifts].last().map_or(0, |&(_, by)| by)
    }

    /// Converts `offset`, a character boundary of the folded text, to an offset in the original.
    pub(super) fn original(&self, offset: usize) -> usize {
        let shifts = self.shifts.partition_point(|&(from, _)| from <= offset);
        offset + self.shifts[..shifts].last().map_or(0, |&(_, by)| by)
    }
}

/// Folds `text`.
pub(super) fn fold(text: &str) -> String {
    Folded::new(text).text
}

/// Folds `text`, and converts its ASCII letters to lower case.
pub(super) fn fold_to_lower(text: &str) -> String {
    fold(text).to_ascii_lowercase()
}

/// Returns the folded `char`.
fn folded(char: char) -> char {
    match char {
        '-' | '\u{2010}'..='\u{2013}' | '\u{a0}' | '\u{202f}' => ' ',
        '\u{2019}' => '\'',
        _ => char,
    }
}

/// Whether folding changes `char`.
fn is_folded(char: char) -> bool {
    folded(char) != char
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_converted_both_ways() {
        let original = "a dead\u{2011}letter queue \u{2013} it\u{2019}s full";
        let folded = Folded::new(original);
        assert_eq!(folded.text(), "a dead letter queue   it's full");
        for word in ["dead", "letter", "queue", "full"] {
            let at = folded.text().find(word).expect("a word");
            let (start, end) = (folded.original(at), folded.original(at + word.len()));
            assert_eq!(&original[start..end], word);
            assert_eq!((folded.position(start), folded.position(end)), (at, at + word.len()));
        }
    }

    #[test]
    fn only_hyphens_spaces_and_apostrophes_are_folded() {
        let all: String = ('\0'..='\u{ffff}').filter(|char| is_folded(*char)).collect();
        assert_eq!(all, "-\u{a0}\u{2010}\u{2011}\u{2012}\u{2013}\u{2019}\u{202f}");
        assert_eq!(fold(&all), "      ' ");
        for text in ["plain text", "a “b” … — é", ""] {
            let folded = Folded::new(text);
            assert_eq!((folded.text(), folded.shifts.len()), (text, 0));
        }
        assert!(Folded::new("a-b-c").shifts.is_empty());
    }
}
