//! Folding: hyphens and odd spaces become spaces, so that "dead-letter queue" and "dead letter queue" are one.

/// A text in which every hyphen and every odd space is a space, and the way back to the positions in the original.
#[derive(Debug)]
pub(super) struct Folded {
    text: String,
    /// From which position on the text lags behind the original, and by how many bytes.
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

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The position in the folded text of `offset`, a position between two characters of the original.
    pub(super) fn position(&self, offset: usize) -> usize {
        let shifts = self.shifts.partition_point(|&(from, by)| from + by <= offset);
        offset - self.shifts[..shifts].last().map_or(0, |&(_, by)| by)
    }

    /// The position in the original of `offset`, a position between two characters of the folded text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let shifts = self.shifts.partition_point(|&(from, _)| from <= offset);
        offset + self.shifts[..shifts].last().map_or(0, |&(_, by)| by)
    }
}

/// `text`, folded.
pub(super) fn fold(text: &str) -> String {
    Folded::new(text).text
}

/// `text`, folded and with its ASCII letters in lower case.
pub(super) fn fold_to_lower(text: &str) -> String {
    fold(text).to_ascii_lowercase()
}

/// What `char` is read as.
fn folded(char: char) -> char {
    match char {
        '-' | '\u{2010}'..='\u{2013}' | '\u{a0}' | '\u{202f}' => ' ',
        '\u{2019}' => '\'',
        _ => char,
    }
}

/// Whether `char` is read as another one.
fn is_folded(char: char) -> bool {
    folded(char) != char
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_back_to_the_original() {
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
    fn every_character_is_folded_where_it_is() {
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
