//! Finds many literals in one pass over the words of a text.
//!
//! A name begins where a word begins and ends where one ends. So nothing has to be followed letter by letter, as an
//! automaton does: the literals are a tree of words, one look at each word of a text tells whether a literal may begin
//! with it, which it does for few, and only there the tree is followed, by a look a word. An Aho–Corasick automaton over
//! all of them is no faster to search, and would have to be built while an editor waits.

use std::ops::Range;

use super::fold::{is_word_after, is_word_before, is_word_char};
use crate::vocabulary::{Bytes, lower};

/// A set of literals, each known by its number.
#[derive(Debug, Default)]
pub(super) struct Literals {
    literals: Vec<Box<str>>,
    /// For each literal, the next one with the same tokens, counted from 1; 0 if there is none.
    twins: Vec<u32>,
    /// The tree. A step stands at the place that its hash says, or behind it; a power of two of places, most of which are
    /// free, or none.
    steps: Vec<Step>,
    /// A bit for each hash that a first token has: nearly all words of a text are told by a look at it.
    begins: Vec<u64>,
    /// Of each byte, whether a literal begins with it that begins with no word.
    signs: Vec<bool>,
}

/// A step in the tree: what a look at a token tells, in one place, since looking somewhere else takes longest.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    /// Of the node it leaves and the token.
    hash: u32,
    /// The number of the node it leads to; 0, which is the root's, for a free place.
    node: u32,
    /// The literal that may end there, counted from 1; 0 if none does.
    literal: u32,
    /// What may follow there: a bit for each of the last five bits of the byte, behind a space if there is one.
    next: u32,
}

/// How many words of 64 bits [`Literals::begins`] has.
const BEGINS: usize = 512;

impl Literals {
    /// The set of `literals`, which are folded and in lower case. Their numbers are their places.
    ///
    /// # Errors
    /// If one is empty, which would stand everywhere, or there are too many.
    pub(super) fn new(literals: Vec<Box<str>>) -> Result<Self, String> {
        let bytes: usize = literals.iter().map(|literal| literal.len()).sum();
        if u32::try_from(bytes).is_err() {
            return Err("there are too many names".to_owned());
        }
        let mut set = Self { begins: vec![0; BEGINS], signs: vec![false; 256], ..Self::default() };
        set.twins.resize(literals.len(), 0);
        set.steps.resize(64, Step::default());
        let mut nodes = 1;
        for (literal, number) in literals.iter().zip(1..) {
            set.add(literal, number, &mut nodes)?;
        }
        set.literals = literals;
        Ok(set)
    }

    /// Adds a literal of this number, counted from 1, to the tree, which has so many `nodes`.
    fn add(&mut self, literal: &str, number: u32, nodes: &mut u32) -> Result<(), String> {
        let Some(first) = literal.chars().next() else { return Err("a name is empty".to_owned()) };
        self.signs[usize::from(literal.as_bytes()[0])] |= !is_word_char(first);
        // A first word has no space before it, so that it is a token like others.
        let (mut end, hash) = first_token(literal, 0);
        let (word, bit) = begin(hash);
        self.begins[word] |= bit;
        let mut place = self.grow(0, hash, nodes);
        while end < literal.len() {
            // Behind a space at its end may stand what does not go on with a word.
            let next = if literal[end..] == *" " { u32::MAX } else { next_bit(literal.as_bytes(), end) };
            self.steps[place].next |= next;
            let (next, hash) = token(literal, end);
            place = self.grow(self.steps[place].node, hash, nodes);
            end = next;
        }
        let known = &mut self.steps[place].literal;
        self.twins[number as usize - 1] = std::mem::replace(known, number);
        Ok(())
    }

    /// The place of the step that leaves `node` with the token of this hash: a new one, if there is none.
    fn grow(&mut self, node: u32, token: u32, nodes: &mut u32) -> usize {
        let hash = step(node, token);
        let place = self.place(hash);
        if self.steps[place].node != 0 {
            return place;
        }
        if *nodes as usize * 2 > self.steps.len() {
            let old = std::mem::take(&mut self.steps);
            self.steps.resize(old.len() * 2, Step::default());
            for step in old.into_iter().filter(|step| step.node != 0) {
                let place = self.place(step.hash);
                self.steps[place] = step;
            }
        }
        let place = self.place(hash);
        self.steps[place] = Step { hash, node: *nodes, ..Step::default() };
        *nodes += 1;
        place
    }

    /// Where a step with this hash stands, or would.
    #[inline(always)]
    fn place(&self, hash: u32) -> usize {
        let last = self.steps.len() - 1;
        let mut place = hash as usize & last;
        while self.steps[place].node != 0 && self.steps[place].hash != hash {
            place = (place + 1) & last;
        }
        place
    }

    /// The literals, by their numbers.
    pub(super) fn all(&self) -> &[Box<str>] {
        &self.literals
    }

    /// Hands each literal in `text`, which is folded, in whatever case, to `found`: where it begins and ends, and its
    /// number. In the order of their beginnings; they may overlap.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(usize, usize, usize)) {
        find([(self, 0..text.len())], text, |_, start, end, number| found(start, end, number));
    }

    /// Hands those to `found` that stand at `at`, where their first token with this hash ends at `end`.
    fn follow(
        &self,
        text: &str,
        at: usize,
        mut end: usize,
        mut hash: u32,
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        let bytes = text.as_bytes();
        let mut from = 0;
        loop {
            let Step { node, mut literal, next, .. } = self.steps[self.place(step(from, hash))];
            if node == 0 {
                return;
            }
            from = node;
            // Hashes lead here; whether the literal stands there, its letters tell.
            while let Some(number) = (literal as usize).checked_sub(1) {
                if is_in_any_case(&bytes[at..end], self.literals[number].as_bytes()) && !is_word_after(text, end) {
                    found(at, end, number);
                }
                literal = self.twins[number];
            }
            if next == 0 || end == bytes.len() || next & next_bit(bytes, end) == 0 {
                return;
            }
            (end, hash) = token(text, end);
        }
    }
}

/// Hands each literal of `sets` in `text`, which is folded, in whatever case, to `found`: the number of its set, where it
/// begins and ends, and its number. In the order of their beginnings; they may overlap.
///
/// Each set is looked for only where a literal begins in its part of the text.
pub(super) fn find<const SETS: usize>(
    sets: [(&Literals, Range<usize>); SETS],
    text: &str,
    mut found: impl FnMut(usize, usize, usize, usize),
) {
    let bytes = text.as_bytes();
    let may_begin = |byte: u8| sets.iter().any(|(set, _)| set.signs.get(usize::from(byte)) == Some(&true));
    let skips_spaces = !may_begin(b' ');
    let mut at = 0;
    while at < bytes.len() {
        let (end, hash) = if is_letter(bytes[at]) {
            let end = word_end(text, at);
            (end, hash(bytes, at, end))
        } else if bytes[at] == b' ' && skips_spaces {
            at += 1;
            continue;
        } else {
            let (end, hash) = first_token(text, at);
            // What is no word may stand right behind one, where no name begins.
            if bytes[at].is_ascii() && !may_begin(bytes[at]) || is_word_before(text, at) {
                at = end;
                continue;
            }
            (end, hash)
        };
        let (word, bit) = begin(hash);
        for (number, (set, part)) in sets.iter().enumerate() {
            if set.begins.get(word).is_some_and(|begins| begins & bit != 0) && part.contains(&at) {
                set.follow(text, at, end, hash, &mut |start, end, literal| found(number, start, end, literal));
            }
        }
        at = end;
    }
}

/// Where in [`Literals::begins`] the bit of a hash is.
#[inline(always)]
fn begin(hash: u32) -> (usize, u64) {
    (hash as usize / 64 % BEGINS, 1 << (hash % 64))
}

/// The hash of a step that leaves `node` with the token of this hash.
#[inline(always)]
fn step(node: u32, token: u32) -> u32 {
    // Knuth's constant, as below.
    token ^ node.wrapping_mul(0x9e37_79b1)
}

/// The bit of what stands at `at`, behind a space if there is one.
#[inline(always)]
fn next_bit(bytes: &[u8], at: usize) -> u32 {
    let byte = match bytes[at..] {
        [b' ', next, ..] => next,
        [byte, ..] => byte,
        [] => 0,
    };
    1 << (byte % 32)
}

/// The token at `at`, where one begins and the text does not end: where it ends, and its hash. A word with one space before
/// it is a token, and so is any other character.
#[inline(always)]
fn token(text: &str, at: usize) -> (usize, u32) {
    /// Tells a word behind a space from one behind a sign.
    const SPACE: u32 = 0x5bd1_e995;
    if text.as_bytes()[at] == b' ' && is_word_after(text, at + 1) {
        let (end, hash) = first_token(text, at + 1);
        return (end, hash ^ SPACE);
    }
    first_token(text, at)
}

/// The same, where no word behind a space is a token.
#[inline(always)]
fn first_token(text: &str, at: usize) -> (usize, u32) {
    let mut end = word_end(text, at);
    if end == at {
        end += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    (end, hash(text.as_bytes(), at, end))
}

/// A hash of the bytes from `at` to `end`, of the first and the last eight of them, the same for letters in either case:
/// what they do not tell apart, a comparison does.
#[inline(always)]
fn hash(bytes: &[u8], at: usize, end: usize) -> u32 {
    const CASE: u64 = 0x2020_2020_2020_2020;
    let len = end - at;
    let first = match bytes[at..].first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        // The end of the text.
        None => bytes[at..].iter().rev().fold(0, |first, byte| first << 8 | u64::from(*byte)),
    };
    let key = match bytes[at..end].last_chunk() {
        Some(last) => (first | CASE) ^ (u64::from_le_bytes(*last) | CASE).rotate_left(29),
        None => (first | CASE) & !(u64::MAX << (8 * len)),
    };
    // Knuth's constant, the golden ratio: the upper bits are mixed best.
    ((key ^ len as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// Whether `written` is `literal`, which is in lower case, case of ASCII letters aside.
fn is_in_any_case(written: &[u8], literal: &[u8]) -> bool {
    let is_same = |one: &[u8; 8], other: &[u8; 8]| lower(u64::from_le_bytes(*one)) == u64::from_le_bytes(*other);
    if written.len() != literal.len() {
        return false;
    }
    // The last eight may overlap those before them.
    let (Some(last), Some(last_of_other)) = (written.last_chunk(), literal.last_chunk()) else {
        return written.eq_ignore_ascii_case(literal);
    };
    let (chunks, _) = written.as_chunks();
    let (others, _) = literal.as_chunks();
    is_same(last, last_of_other) && chunks.iter().zip(others).all(|(one, other)| is_same(one, other))
}

/// What words of ASCII are made of.
static LETTERS: Bytes = Bytes::of(b"_").and_alphanumerics();

#[inline(always)]
fn is_letter(byte: u8) -> bool {
    LETTERS.contains(byte)
}

/// Where the word that `at` lies in ends; `at` if it lies in none.
#[inline(always)]
fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while end < bytes.len() && is_letter(bytes[end]) {
        end += 1;
    }
    match bytes.get(end) {
        Some(byte) if !byte.is_ascii() => long_word_end(text, end),
        _ => end,
    }
}

/// The same of a word that may go on with what is not ASCII.
#[cold]
fn long_word_end(text: &str, at: usize) -> usize {
    at + text[at..].find(|char| !is_word_char(char)).unwrap_or(text.len() - at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(literals: &[&str]) -> Literals {
        Literals::new(literals.iter().map(|literal| (*literal).into()).collect()).expect("sound literals")
    }

    fn found<'a>(set: &'a Literals, text: &str) -> Vec<(usize, &'a str)> {
        let mut all = Vec::new();
        set.find(text, |start, end, number| {
            assert_eq!(text[start..end].to_ascii_lowercase(), *set.literals[number]);
            all.push((start, &*set.literals[number]));
        });
        all
    }

    #[test]
    fn every_literal_between_words_is_found() {
        let set = set(&["s3", "s3 glacier", "c++", "c", "node.js", "aws", "aws's", "écran", "a b"]);
        assert_eq!(found(&set, "s3 glacier, s3x, xs3"), [(0, "s3"), (0, "s3 glacier")]);
        assert_eq!(found(&set, "C++ c+ c"), [(0, "c"), (0, "c++"), (4, "c"), (7, "c")]);
        assert_eq!(found(&set, "node.js node.jsx"), [(0, "node.js")]);
        assert_eq!(
            found(&self::set(&["a", "a b", "a1", "a: b"]), "a b a: b a1"),
            [(0, "a"), (0, "a b"), (4, "a"), (4, "a: b"), (9, "a1")]
        );
        assert_eq!(found(&set, "aws's écran"), [(0, "aws"), (0, "aws's"), (6, "écran")]);
        assert_eq!(found(&set, "用s3处 a b b"), [(3, "s3"), (9, "a b")]);
        assert_eq!(found(&set, ""), []);
        assert_eq!(found(&Literals::default(), "s3"), []);
    }

    #[test]
    fn a_sign_or_a_character_without_spaces_may_begin_one() {
        let set = set(&[".net", ".", "云", "云服务", "c"]);
        assert_eq!(found(&set, "a .net a.net ."), [(2, ".net"), (13, ".")]);
        assert_eq!(found(&set, "用云服务"), [(3, "云"), (3, "云服务")]);
        assert!(Literals::new(vec!["".into()]).is_err());
    }

    proptest! {
        #[test]
        fn case_does_not_count(written in "[@-Za-z`{é0]{0,20}", other in "[@-Za-z`{é0]{0,20}") {
            let literal = written.to_ascii_lowercase();
            prop_assert!(is_in_any_case(written.as_bytes(), literal.as_bytes()));
            let other = other.to_ascii_lowercase();
            prop_assert_eq!(is_in_any_case(written.as_bytes(), other.as_bytes()), literal == other);
        }

        /// What looking everywhere finds, and nothing else.
        #[test]
        fn nothing_is_overlooked(
            literals in proptest::collection::btree_set("[ab '.é_用]{1,6}", 1..12),
            text in "[aAbB '.éÉ_用]{0,40}",
        ) {
            let literals: Vec<&str> = literals.iter().map(String::as_str).collect();
            let set = set(&literals);
            let mut expected = Vec::new();
            let lower = text.to_ascii_lowercase();
            for literal in &literals {
                for at in (0..text.len()).filter(|at| text.is_char_boundary(*at) && lower[*at..].starts_with(literal)) {
                    if !is_word_before(&text, at) && !is_word_after(&text, at + literal.len()) {
                        expected.push((at, *literal));
                    }
                }
            }
            expected.sort_unstable();
            let mut found = found(&set, &text);
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
