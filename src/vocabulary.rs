//! Sets of words of which every word of a draft is asked.

/// A set of words in lower case: a table of places, of which most are free, so that a word that is none of them is told
/// by a look at one free place.
pub(crate) struct Vocabulary<S> {
    /// The empty word is a free place. A word stands at the place that its hash says, or behind it. There are a power of
    /// two of them.
    slots: S,
    /// How many bytes the longest word has.
    longest: usize,
}

impl<const SLOTS: usize> Vocabulary<[&'static str; SLOTS]> {
    /// The set of `words`, which are in lower case (of ASCII letters) and not empty.
    ///
    /// # Panics
    /// When it is compiled, if there are too few slots: a quarter of them may be taken.
    pub(crate) const fn new(words: &[&'static str]) -> Self {
        let mut vocabulary = Self { slots: [""; SLOTS], longest: 0 };
        vocabulary.longest = fill(&mut vocabulary.slots, words);
        vocabulary
    }
}

impl Vocabulary<Box<[&'static str]>> {
    /// The same of words that are known only when the program runs.
    pub(crate) fn of(words: &[&'static str]) -> Self {
        let mut slots = vec![""; (words.len() * 4).next_power_of_two()].into_boxed_slice();
        let longest = fill(&mut slots, words);
        Self { slots, longest }
    }
}

impl<S: AsRef<[&'static str]>> Vocabulary<S> {
    /// Whether `word`, its ASCII letters in any case, is one of them.
    pub(crate) fn contains(&self, word: &str) -> bool {
        if word.is_empty() || word.len() > self.longest {
            return false;
        }
        let slots = self.slots.as_ref();
        let mut slot = hash(word.as_bytes()) & (slots.len() - 1);
        while !slots[slot].is_empty() {
            if slots[slot].eq_ignore_ascii_case(word) {
                return true;
            }
            slot = (slot + 1) & (slots.len() - 1);
        }
        false
    }
}

/// Puts `words` into `slots`, which are free, and tells how long the longest is.
const fn fill(slots: &mut [&'static str], words: &[&'static str]) -> usize {
    assert!(slots.len().is_power_of_two() && words.len() * 4 <= slots.len(), "most slots must stay free");
    let mut longest = 0;
    let mut index = 0;
    while index < words.len() {
        let bytes = words[index].as_bytes();
        assert!(!bytes.is_empty(), "the empty word means that a slot is free");
        let mut slot = hash(bytes) & (slots.len() - 1);
        while !slots[slot].is_empty() {
            slot = (slot + 1) & (slots.len() - 1);
        }
        slots[slot] = words[index];
        if bytes.len() > longest {
            longest = bytes.len();
        }
        index += 1;
    }
    longest
}

/// A hash of a word that does not care about the case of ASCII letters. `word` is not empty.
///
/// Its length and four of its bytes tell most words apart; what they do not, the comparison does.
const fn hash(word: &[u8]) -> usize {
    const CASE: u8 = 0x20;
    let len = word.len();
    let first = (word[0] | CASE) as u32;
    let second = (word[len / 3] | CASE) as u32;
    let third = (word[len / 2] | CASE) as u32;
    let last = (word[len - 1] | CASE) as u32;
    let key = first ^ second << 8 ^ third << 16 ^ last << 24;
    // The constants are odd and have no pattern: those of MurmurHash3 and of Knuth.
    let mixed = key.wrapping_mul(0x85eb_ca6b) ^ (len as u32).wrapping_mul(0x9e37_79b1);
    (mixed ^ mixed >> 15) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Vocabulary<[&str; 16]> = Vocabulary::new(&["we", "our", "we’d", "wed"]);

    #[test]
    fn words_are_known_in_any_case_and_others_are_not() {
        for known in ["we", "We", "OUR", "we’d", "WE’D", "wed"] {
            assert!(FEW.contains(known), "{known}");
        }
        for other in ["", "w", "us", "were", "ours", "WE’S", "we d", "Î", "a longer word"] {
            assert!(!FEW.contains(other), "{other}");
        }
    }

    #[test]
    fn words_with_one_hash_are_told_apart() {
        const TWINS: Vocabulary<[&str; 8]> = Vocabulary::new(&["abcdefghij", "abcdxfghij"]);
        assert_eq!(hash(b"abcdefghij"), hash(b"abcdxfghij"));
        assert!(TWINS.contains("abcdefghij") && TWINS.contains("abcdxfghij") && !TWINS.contains("abcdyfghij"));
    }
}
