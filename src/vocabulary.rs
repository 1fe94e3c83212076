//! Sets of words of which every word of a draft is asked.

/// A set of words in lower case, with a table of places of which most are free, so that a word that is none of them is
/// told by a look at one free place.
pub(crate) struct Words {
    /// The words, in lower case (of ASCII letters).
    words: &'static [&'static str],
    /// Which word stands at a place, counted from 1; 0 is a free place. A word stands at the place that its hash says, or
    /// behind it.
    places: [u16; PLACES],
    /// What they look like, which tells most other words at once.
    shapes: Shapes,
}

/// How many places there are: a power of two, four times as many as any vocabulary has words.
const PLACES: usize = 1024;

impl Words {
    /// The set of `words`, which are in lower case (of ASCII letters) and not empty.
    ///
    /// # Panics
    /// When it is compiled, if there are too many.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        Self { words, places: placed(words), shapes: Shapes::of(words) }
    }

    /// Whether `word`, its ASCII letters in any case, is one of them.
    #[inline]
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.shapes.know(word) && self.holds(word)
    }

    fn holds(&self, word: &str) -> bool {
        self.index(word).is_some()
    }

    fn index(&self, word: &str) -> Option<usize> {
        if word.is_empty() {
            return None;
        }
        let mut place = hash(word.as_bytes()) % PLACES;
        while let Some(index) = usize::from(self.places[place]).checked_sub(1) {
            if is_same_in_any_case(self.words[index].as_bytes(), word.as_bytes()) {
                return Some(index);
            }
            place = (place + 1) % PLACES;
        }
        None
    }

    /// Which of them `word` is, its ASCII letters in any case.
    #[inline]
    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        if self.shapes.know(word) { self.index(word) } else { None }
    }
}

/// Whether `word`, its ASCII letters in any case, is `known`, which has them in lower case.
#[inline]
pub(crate) fn is_same_in_any_case(known: &[u8], word: &[u8]) -> bool {
    if known.len() != word.len() {
        return false;
    }
    let mut at = 0;
    while let (Some(&known), Some(&byte)) = (known.get(at), word.get(at)) {
        if known != byte && (known != byte | 0x20 || !known.is_ascii_lowercase()) {
            return false;
        }
        at += 1;
    }
    true
}

/// The places of `words`.
const fn placed(words: &[&'static str]) -> [u16; PLACES] {
    assert!(words.len() * 4 <= PLACES, "most places must stay free");
    let mut places = [0; PLACES];
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
    }
    places
}

/// Which words may be among some that are known, told by their ends and their lengths, case aside: the cheapest no, which
/// nearly all words of a draft get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shapes {
    /// For each first letter, a bit for each shape of what follows.
    known: [u32; 32],
}

impl Shapes {
    /// Those of `words`.
    pub(crate) const fn of(words: &[&str]) -> Self {
        let mut shapes = Self { known: [0; 32] };
        let mut at = 0;
        // Iterators are nothing for a `const fn`.
        while at < words.len() {
            shapes.add(words[at]);
            at += 1;
        }
        shapes
    }

    /// Adds that of `word`.
    pub(crate) const fn add(&mut self, word: &str) {
        let shape = Shape::of(word);
        self.known[shape.letter as usize] |= shape.rest;
    }

    /// Whether `word` may be one of those known, in whatever case. Of words that are not ASCII nothing is known.
    pub(crate) fn may_be(&self, word: &str) -> bool {
        self.know(word) || !word.is_ascii()
    }

    /// Whether one of those known looks like `word`, the case of ASCII letters aside.
    #[inline]
    pub(crate) fn know(&self, word: &str) -> bool {
        self.has(Shape::of(word))
    }

    /// Whether one of those known has this shape.
    #[inline]
    pub(crate) const fn has(&self, shape: Shape) -> bool {
        self.known[(shape.letter & 31) as usize] & shape.rest != 0
    }

    /// What `word` begins with, below 32: the same for a letter in either case.
    #[inline]
    pub(crate) const fn letter(word: &str) -> usize {
        match word.as_bytes() {
            [first, ..] => (*first & 31) as usize,
            [] => 0,
        }
    }
}

/// What a word looks like, case aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// What it begins with, below 32.
    letter: u32,
    /// The bit for its length and what it ends with; none of what is no word.
    rest: u32,
}

impl Shape {
    /// That of `word`.
    #[inline(always)]
    pub(crate) const fn of(word: &str) -> Self {
        match word.as_bytes() {
            [] => Self { letter: 0, rest: 1 },
            [one] => Self::of_ends(*one, *one, 1),
            [first, .., last] => Self::of_ends(*first, *last, word.len()),
        }
    }

    /// That of a word of `len` bytes, from its first and its last one.
    #[inline(always)]
    pub(crate) const fn of_ends(first: u8, last: u8, len: usize) -> Self {
        Self { letter: (first & 31) as u32, rest: 1 << ((len + 5 * (last & 31) as usize) & 31) }
    }
}

/// A byte of one in each of eight.
pub(crate) const EACH: u64 = 0x0101_0101_0101_0101;
/// The bits that no ASCII character has.
pub(crate) const TOP: u64 = 0x80 * EACH;
/// The bits that tell letters in lower case from others.
pub(crate) const CASE: u64 = 0x20 * EACH;

/// The top bits of those of eight bytes that lie between `first` and `last`, which are ASCII. What a byte has in its own top
/// bit does not count.
#[inline(always)]
pub(crate) const fn within(eight: u64, first: u8, last: u8) -> u64 {
    // Without the top bits, so that no sum reaches the next byte.
    let low = eight & !TOP;
    // What is beyond the last one is not before the first one either.
    ((low + (0x80 - first as u64) * EACH) ^ (low + (0x7f - last as u64) * EACH)) & TOP
}

/// The bits of the first of eight bytes that is no ASCII letter: its top one is the lowest. 0 if all are letters. The
/// bytes are parts of UTF-8 with the bit of [`CASE`] set.
///
/// What borrows and carries do to the bytes behind it does not matter, so this is less work than [`within`].
#[inline(always)]
pub(crate) const fn first_other(small: u64) -> u64 {
    const BELOW: u64 = b'a' as u64 * EACH;
    const ABOVE: u64 = (0x7f - b'z' as u64) * EACH;
    (small.wrapping_sub(BELOW) | small.wrapping_add(ABOVE)) & TOP
}

/// Where the first of these three bytes stands in `bytes`. For what is mostly found within a few dozen bytes: to look at many
/// at once, as `memchr` does, takes longer to begin.
#[inline(always)]
pub(crate) fn first_of(one: u8, other: u8, third: u8, bytes: &[u8]) -> Option<usize> {
    // What is 0 borrows from its top bit, as it may from those above it: the lowest one tells the truth.
    let is = |eight: u64, byte: u8| {
        let others = eight ^ (EACH * u64::from(byte));
        others.wrapping_sub(EACH) & !others
    };
    let mut at = 0;
    while let Some(chunk) = bytes[at..].first_chunk() {
        let eight = u64::from_le_bytes(*chunk);
        let found = (is(eight, one) | is(eight, other) | is(eight, third)) & TOP;
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at) {
        if *byte == one || *byte == other || *byte == third {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Where the ASCII letters end that begin at `at`.
#[inline(always)]
pub(crate) fn end_of_letters(bytes: &[u8], mut at: usize) -> usize {
    // Nearly every word ends within eight bytes.
    while let Some(Ok(eight)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from) {
        let others = first_other(u64::from_le_bytes(eight) | CASE);
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        at += 1;
    }
    at
}

/// Eight characters, or parts of characters, with their ASCII letters in lower case.
#[inline(always)]
pub(crate) const fn lower(eight: u64) -> u64 {
    let upper = within(eight, b'A', b'Z') & !eight;
    // The bit that tells the cases apart stands two below the top one.
    eight | (upper >> 2)
}

/// Puts the ASCII letters of `bytes` in lower case, eight at a time: optimized for size, the standard library goes byte by
/// byte.
pub(crate) fn make_lowercase(bytes: &mut [u8]) {
    let (eights, rest) = bytes.as_chunks_mut();
    for eight in eights {
        *eight = lower(u64::from_le_bytes(*eight)).to_le_bytes();
    }
    rest.make_ascii_lowercase();
}

/// A hash of a word that does not care about the case of ASCII letters. `word` is not empty.
///
/// Its length and four of its bytes tell most words apart; what they do not, the comparison does.
#[inline]
pub(crate) const fn hash(word: &[u8]) -> usize {
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

/// `text` with its ASCII letters in lower case.
pub(crate) fn to_lower(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    make_lowercase(&mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// A set of bytes, of which every byte of a draft is asked.
pub(crate) struct Bytes([bool; 256]);

impl Bytes {
    /// The set of `bytes`.
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        let mut set = [false; 256];
        let mut index = 0;
        while index < bytes.len() {
            set[bytes[index] as usize] = true;
            index += 1;
        }
        Self(set)
    }

    /// These, and the letters and digits of ASCII.
    pub(crate) const fn and_alphanumerics(mut self) -> Self {
        let mut byte: u8 = 0;
        while byte.is_ascii() {
            self.0[byte as usize] |= byte.is_ascii_alphanumeric();
            byte += 1;
        }
        self
    }

    /// Whether `byte` is one of them.
    #[inline]
    pub(crate) fn contains(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }
}

/// The runs of letters, digits and what `is_joint` says joins them, each with where it begins.
#[inline]
pub(crate) fn runs<F: Fn(char) -> bool>(text: &str, is_joint: F) -> Runs<'_, F> {
    Runs { text, at: 0, is_joint }
}

/// See [`runs`].
pub(crate) struct Runs<'a, F> {
    text: &'a str,
    /// What is before is done with.
    at: usize,
    is_joint: F,
}

/// What runs are made of, whatever joins them.
static ALPHANUMERICS: Bytes = Bytes::of(b"").and_alphanumerics();

impl<F: Fn(char) -> bool> Runs<'_, F> {
    /// Whether the character at `at`, which is no letter or digit of ASCII, belongs to a run, and how many bytes it has.
    #[inline(always)]
    fn part(&self, at: usize) -> (bool, usize) {
        let byte = self.text.as_bytes()[at];
        if byte.is_ascii() {
            return ((self.is_joint)(byte.into()), 1);
        }
        let char = self.text[at..].chars().next().unwrap_or_default();
        (char.is_alphanumeric() || (self.is_joint)(char), char.len_utf8())
    }
}

impl<'a, F: Fn(char) -> bool> Iterator for Runs<'a, F> {
    type Item = (usize, &'a str);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while at < bytes.len() && !ALPHANUMERICS.contains(bytes[at]) {
            let (belongs, len) = self.part(at);
            if belongs {
                break;
            }
            at += len;
        }
        let start = at;
        loop {
            // Nearly all of a run.
            at = end_of_letters(bytes, at);
            while at < bytes.len() && ALPHANUMERICS.contains(bytes[at]) {
                at += 1;
            }
            if at == bytes.len() {
                break;
            }
            let (belongs, len) = self.part(at);
            if !belongs {
                break;
            }
            at += len;
        }
        self.at = at;
        (start < at).then(|| (start, &self.text[start..at]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn runs_are_what_other_characters_split(text in "([a-z0-9’é漢-]{0,3}[ ,…\u{300}-]?|\\PC){0,8}") {
            let is_joint = |c: char| matches!(c, '-' | '’');
            let split = text.split(|c: char| !c.is_alphanumeric() && !is_joint(c)).filter(|run| !run.is_empty());
            let placed = split.map(|run| (run.as_ptr() as usize - text.as_ptr() as usize, run));
            prop_assert_eq!(runs(&text, is_joint).collect::<Vec<_>>(), placed.collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn eight_letters_at_once_are_what_each_is(text in "[a-zA-Z@\\[`{_' ]{0,20}\\PC{0,9}[a-zA-Z]{0,9}", at in 0_usize..20) {
            let mut lower = text.clone().into_bytes();
            make_lowercase(&mut lower);
            prop_assert_eq!(lower, text.to_ascii_lowercase().into_bytes());
            prop_assert_eq!(to_lower(&text), text.to_ascii_lowercase());
            let at = at.min(text.len());
            let letters = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            prop_assert_eq!(end_of_letters(text.as_bytes(), at), at + letters);
        }
    }

    #[test]
    fn eight_bytes_are_told_apart_at_once() {
        for byte in 0..=u8::MAX {
            for (first, last) in [(b'a', b'z'), (b'_', b'_'), (0, 0x7f), (b'\t', b'\r')] {
                let inside = if (first..=last).contains(&(byte & 0x7f)) { 0x80 } else { 0 };
                let found = within(u64::from_le_bytes([byte, 0xff, byte, 0, byte, byte, b'x', byte]), first, last);
                let found = found.to_le_bytes();
                assert_eq!([found[0], found[2], found[4], found[5], found[7]], [inside; 5], "{byte} {first} {last}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_first_of_some_bytes_is_found(bytes in proptest::collection::vec(0x28_u8..0x31, 0..40), other: [u8; 20]) {
            for bytes in [&bytes[..], &other] {
                let expected = bytes.iter().position(|byte| matches!(byte, b'.' | 0x28 | 0xff));
                prop_assert_eq!(first_of(b'.', 0x28, 0xff, bytes), expected);
            }
        }
    }

    #[test]
    fn bytes_are_those_that_were_named() {
        let set = Bytes::of(b"_-").and_alphanumerics();
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        assert!((0..=255).all(|byte| set.contains(byte) == known(byte)));
        assert!((0..=255).all(|byte| Bytes::of(b"?\xe0").contains(byte) == matches!(byte, b'?' | 0xe0)));
    }

    #[test]
    fn runs_are_cut_where_nothing_joins() {
        let found = |text| runs(text, |c| matches!(c, '-' | '’')).collect::<Vec<_>>();
        assert_eq!(found("I’d co-own it, né?"), [(0, "I’d"), (6, "co-own"), (13, "it"), (17, "né")]);
        assert_eq!(found("…--x"), [(3, "--x")]);
        assert_eq!(found("a\u{a0}ß"), [(0, "a"), (3, "ß")]);
        assert!(found("").is_empty() && found(" … ").is_empty());
    }

    static FEW: Words = Words::new(&["we", "our", "we’d", "wed"]);

    #[test]
    fn no_known_word_is_taken_for_another() {
        let shapes = Shapes::of(&["task", "Situation", "a-word-of-more-than-thirty-one-letters", "über"]);
        for word in
            ["task", "TASK", "fask", "situation", "a-WORD-of-more-than-thirty-one-letters", "über", "tas\u{212a}"]
        {
            assert_eq!(shapes.may_be(word), word != "fask", "{word}");
        }
        assert!(["tasks", "t", "actions", "I"].iter().all(|word| !shapes.may_be(word)));
    }

    #[test]
    fn words_are_known_in_any_case_and_others_are_not() {
        for known in ["we", "We", "OUR", "we’d", "WE’D", "wed"] {
            assert!(FEW.contains(known), "{known}");
        }
        for other in [
            "",
            "w",
            "us",
            "were",
            "ours",
            "WE’S",
            "we d",
            "Î",
            "a longer word",
            "wed or any other word of more than 31 bytes",
        ] {
            assert!(!FEW.contains(other), "{other}");
        }
    }

    #[test]
    fn a_word_is_told_from_the_others_by_its_place() {
        assert_eq!([FEW.index("OUR"), FEW.index("wed")], [Some(1), Some(3)]);
        assert_eq!([FEW.index("ours"), FEW.index(""), FEW.index("wee")], [None; 3]);
        // The sign stands as far from "@" as a letter from its capital.
        static SIGNS: Words = Words::new(&["a`b"]);
        assert!(SIGNS.contains("A`B") && !SIGNS.contains("a@b"));
    }

    #[test]
    fn words_with_one_hash_are_told_apart() {
        static TWINS: Words = Words::new(&["abcdefghij", "abcdxfghij"]);
        assert_eq!(hash(b"abcdefghij"), hash(b"abcdxfghij"));
        assert!(TWINS.contains("abcdefghij") && TWINS.contains("abcdxfghij") && !TWINS.contains("abcdyfghij"));
    }
}
