//! Finds many literals in one pass over the words of a text.
//!
//! A name begins where a word begins and ends where one ends. So nothing has to be followed letter by letter, as an
//! automaton does: one look at each word tells whether a literal may begin with it, which it does for few, and only there
//! the rest is compared. An Aho–Corasick automaton over all of them is no faster to search, and would have to be built
//! while an editor waits.

use super::fold::{is_word_after, is_word_before, is_word_char};
use crate::vocabulary::{Bytes, hash};

/// A set of literals, each known by its number.
#[derive(Debug, Default)]
pub(super) struct Literals {
    /// Sorted, so that those that begin alike stand side by side; none is there twice.
    literals: Vec<Box<str>>,
    /// The literals that share their first word, as a range of `literals`, and how many bytes that word has.
    starts: Vec<Start>,
    /// Which of `starts` has a first word with a hash: its number, counted from 1, behind more of the hash, which tells
    /// most others apart; 0 is a free place. One stands at the place that its hash says, or behind it. A power of two, or
    /// none.
    places: Vec<(u16, u16)>,
    /// Of each byte, whether some begin with it that begin with a sign, or a character of a script without spaces, which
    /// then is their first word.
    signs: Vec<bool>,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    first: usize,
    end: usize,
    word: usize,
    /// What follows the first word and a space: a bit for each of the last five bits of the byte there. All bits, where one
    /// of them goes on with something else than a space.
    next: u32,
}

impl Literals {
    /// The set of `literals`, which are sorted, folded and in lower case, each once. Their numbers are their places.
    ///
    /// # Errors
    /// If one is empty, which would stand everywhere, or there are too many.
    pub(super) fn new(literals: Vec<Box<str>>) -> Result<Self, String> {
        debug_assert!(literals.is_sorted_by(|one, next| one < next), "sorted, and each once");
        let mut starts: Vec<Start> = Vec::new();
        let mut signs = vec![false; 256];
        for (number, literal) in literals.iter().enumerate() {
            let Some(first) = literal.chars().next() else { return Err("a name is empty".to_owned()) };
            signs[usize::from(literal.as_bytes()[0])] |= !is_word_char(first);
            let word = word_end(literal, 0).max(first.len_utf8());
            let next = match literal.as_bytes()[word..] {
                [] => 0,
                [b' ', next, ..] => next_bit(next),
                _ => u32::MAX,
            };
            match starts.last_mut() {
                Some(start) if literals[start.first][..start.word] == literal[..word] => {
                    start.end = number + 1;
                    start.next |= next;
                }
                // "a:" stands behind "a1": a first word may have several ranges.
                _ => starts.push(Start { first: number, end: number + 1, word, next }),
            }
        }
        if u16::try_from(starts.len()).is_err() {
            return Err("there are too many names: their first words can't be told apart".to_owned());
        }
        // Most places are free, so that most words are told by one look.
        let mut places = vec![(0, 0); (starts.len() * 4).next_power_of_two()];
        for (start, number) in starts.iter().zip(1..) {
            let hash = hash(literals[start.first][..start.word].as_bytes());
            let mut place = hash & (places.len() - 1);
            while places[place].1 != 0 {
                place = (place + 1) & (places.len() - 1);
            }
            places[place] = (tag(hash), number);
        }
        Ok(Self { literals, starts, places, signs })
    }

    /// The numbers of those that begin with `start`, which is folded and in lower case.
    pub(super) fn begun_by(&self, start: &str) -> std::ops::Range<usize> {
        let first = self.literals.partition_point(|literal| **literal < *start);
        let count = self.literals[first..].iter().take_while(|literal| literal.starts_with(start)).count();
        first..first + count
    }

    /// Hands each literal in `text`, which is folded and in lower case, to `found`: where it begins and ends, and its
    /// number. In the order of their beginnings; they may overlap.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(usize, usize, usize)) {
        let bytes = text.as_bytes();
        if self.literals.is_empty() {
            return;
        }
        let mut at = 0;
        while at < bytes.len() {
            let is_sign = self.signs[usize::from(bytes[at])];
            if !is_sign && bytes[at].is_ascii() && !LETTERS.contains(bytes[at]) {
                at += 1;
                continue;
            }
            let mut end = word_end(text, at);
            if end == at {
                end += text[at..].chars().next().map_or(1, char::len_utf8);
                if !is_sign || is_word_before(text, at) {
                    at = end;
                    continue;
                }
            }
            let hash = hash(&bytes[at..end]);
            let mut place = hash & (self.places.len() - 1);
            while self.places[place].1 != 0 {
                let (known, number) = self.places[place];
                if known == tag(hash) {
                    let start = self.starts[usize::from(number) - 1];
                    if bytes[at..end] == self.literals[start.first].as_bytes()[..start.word] {
                        self.follow(start, text, at, end, &mut found);
                    }
                }
                place = (place + 1) & (self.places.len() - 1);
            }
            at = end;
        }
    }

    /// Hands those of `start` to `found` that stand at `at`, where their first word ends at `end`.
    fn follow(&self, start: Start, text: &str, at: usize, mut end: usize, found: &mut impl FnMut(usize, usize, usize)) {
        let bytes = text.as_bytes();
        let Start { mut first, end: mut last, next, .. } = start;
        let may_go_on = match bytes[end..] {
            [b' ', byte, ..] => next & next_bit(byte) != 0,
            _ => next == u32::MAX,
        };
        if !may_go_on {
            if self.literals[first].len() == end - at && !is_word_after(text, end) {
                found(at, end, first);
            }
            return;
        }
        loop {
            // All of them begin with what was read so far; what is no longer than that comes first.
            let literal = self.literals[first].as_bytes();
            if literal.len() == end - at {
                if !is_word_after(text, end) {
                    found(at, end, first);
                }
                first += 1;
            }
            if first == last {
                return;
            }
            // On to the next place where a literal may end.
            let read = end - at;
            loop {
                let Some(next) = text[end..].chars().next() else { return };
                end += next.len_utf8();
                if is_word_char(next) {
                    end = word_end(text, end);
                }
                if !is_word_after(text, end) {
                    break;
                }
            }
            let more = &bytes[at + read..end];
            first += self.literals[first..last].partition_point(|literal| literal.as_bytes()[read..] < *more);
            last = first
                + self.literals[first..last].partition_point(|literal| literal.as_bytes()[read..].starts_with(more));
            if first == last {
                return;
            }
        }
    }
}

/// The bit of a byte that follows a first word.
fn next_bit(byte: u8) -> u32 {
    1 << (byte % 32)
}

/// What of a hash is kept beside a number.
fn tag(hash: usize) -> u16 {
    (hash >> 16) as u16
}

/// What words of ASCII are made of.
static LETTERS: Bytes = Bytes::of(b"_").and_alphanumerics();

/// Where the word that `at` lies in ends; `at` if it lies in none.
#[inline]
fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        while end < bytes.len() && LETTERS.contains(bytes[end]) {
            end += 1;
        }
        match bytes.get(end) {
            Some(byte) if !byte.is_ascii() && is_word_after(text, end) => {
                end += text[end..].chars().next().map_or(1, char::len_utf8);
            }
            _ => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(literals: &[&str]) -> Literals {
        let mut literals: Vec<Box<str>> = literals.iter().map(|literal| (*literal).into()).collect();
        literals.sort_unstable();
        literals.dedup();
        Literals::new(literals).expect("sound literals")
    }

    fn found<'a>(set: &'a Literals, text: &str) -> Vec<(usize, &'a str)> {
        let mut all = Vec::new();
        set.find(text, |start, end, number| {
            assert_eq!(text[start..end], *set.literals[number]);
            all.push((start, &*set.literals[number]));
        });
        all
    }

    #[test]
    fn every_literal_between_words_is_found() {
        let set = set(&["s3", "s3 glacier", "c++", "c", "node.js", "aws", "aws's", "écran", "a b"]);
        assert_eq!(found(&set, "s3 glacier, s3x, xs3"), [(0, "s3"), (0, "s3 glacier")]);
        assert_eq!(found(&set, "c++ c+ c"), [(0, "c"), (0, "c++"), (4, "c"), (7, "c")]);
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
        /// What looking everywhere finds, and nothing else.
        #[test]
        fn nothing_is_overlooked(
            literals in proptest::collection::btree_set("[ab '.é_用]{1,6}", 1..12),
            text in "[ab '.é_用]{0,40}",
        ) {
            let literals: Vec<&str> = literals.iter().map(String::as_str).collect();
            let set = set(&literals);
            let mut expected = Vec::new();
            for literal in &literals {
                for at in (0..text.len()).filter(|at| text.is_char_boundary(*at) && text[*at..].starts_with(literal)) {
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
