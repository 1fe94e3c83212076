//! Sets of words of which every word of a draft is asked.

/// A set of words in lower case, with a table of places of which most are free, so that a word that is none of them is
/// told by a look at one free place.
pub(crate) struct Vocabulary<S> {
    /// The words, in lower case (of ASCII letters).
    words: S,
    /// Which word stands at a place, counted from 1; 0 is a free place. A word stands at the place that its hash says, or
    /// behind it.
    places: [u16; PLACES],
    /// How many bytes the longest word has.
    longest: usize,
}

/// How many places there are: a power of two, four times as many as any vocabulary has words.
const PLACES: usize = 1024;

/// A vocabulary that is made when the program is compiled.
pub(crate) type Words = Vocabulary<&'static [&'static str]>;

impl Words {
    /// The set of `words`, which are in lower case (of ASCII letters) and not empty.
    ///
    /// # Panics
    /// When it is compiled, if there are too many.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        let (places, longest) = placed(words);
        Self { words, places, longest }
    }
}

impl Vocabulary<Vec<&'static str>> {
    /// The same of words that are known only when the program runs.
    pub(crate) fn of(words: Vec<&'static str>) -> Self {
        let (places, longest) = placed(&words);
        Self { words, places, longest }
    }
}

impl<S: AsRef<[&'static str]>> Vocabulary<S> {
    /// Whether `word`, its ASCII letters in any case, is one of them.
    pub(crate) fn contains(&self, word: &str) -> bool {
        if word.is_empty() || word.len() > self.longest {
            return false;
        }
        let mut place = hash(word.as_bytes()) % PLACES;
        while let Some(index) = usize::from(self.places[place]).checked_sub(1) {
            if self.words.as_ref()[index].eq_ignore_ascii_case(word) {
                return true;
            }
            place = (place + 1) % PLACES;
        }
        false
    }
}

/// The places of `words`, and how long the longest is.
const fn placed(words: &[&'static str]) -> ([u16; PLACES], usize) {
    assert!(words.len() * 4 <= PLACES, "most places must stay free");
    let mut places = [0; PLACES];
    let mut longest = 0;
    let mut index = 0;
    while index < words.len() {
        let bytes = words[index].as_bytes();
        assert!(!bytes.is_empty(), "a word has a first letter");
        let mut place = hash(bytes) % PLACES;
        while places[place] != 0 {
            place = (place + 1) % PLACES;
        }
        index += 1;
        places[place] = index as u16;
        if bytes.len() > longest {
            longest = bytes.len();
        }
    }
    (places, longest)
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

    static FEW: Words = Vocabulary::new(&["we", "our", "we’d", "wed"]);

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
        static TWINS: Words = Vocabulary::new(&["abcdefghij", "abcdxfghij"]);
        assert_eq!(hash(b"abcdefghij"), hash(b"abcdxfghij"));
        assert!(TWINS.contains("abcdefghij") && TWINS.contains("abcdxfghij") && !TWINS.contains("abcdyfghij"));
    }
}
