//! Finds many literals in one pass over the words of a text.
//!
//! A name begins where a word begins and ends where one ends. So nothing has to be followed letter by letter, as an
//! automaton does: one look at each word tells whether a literal may begin with it, which it does for few, and only there
//! the rest is compared. Against one Aho–Corasick automaton over all of them, that takes a fraction of the time and of the
//! memory, and next to nothing to set up, while an editor waits.

use super::fold::{is_word_after, is_word_before, is_word_char};
use crate::vocabulary::hash;

/// A set of literals, each known by its number.
#[derive(Debug, Default)]
pub(super) struct Literals {
    /// Sorted, so that those that begin alike stand side by side; none is there twice.
    literals: Vec<Box<str>>,
    /// The literals that share their first word, as a range of `literals`, and how many bytes that word has.
    starts: Vec<Start>,
    /// Which of `starts` has a first word with a hash, counted from 1; 0 is a free place. One stands at the place that its
    /// hash says, or behind it. A power of two, or none.
    places: Vec<u32>,
    /// Whether some begin with a sign, or a character of a script without spaces, which then is their first word.
    signs: bool,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    first: usize,
    end: usize,
    word: usize,
}

impl Literals {
    /// The set of `literals`, which are sorted, folded and in lower case, each once. Their numbers are their places.
    ///
    /// # Errors
    /// If one is empty: it would stand everywhere.
    pub(super) fn new(literals: Vec<Box<str>>) -> Result<Self, String> {
        debug_assert!(literals.is_sorted_by(|one, next| one < next), "sorted, and each once");
        let mut starts: Vec<Start> = Vec::new();
        let mut signs = false;
        for (number, literal) in literals.iter().enumerate() {
            let Some(first) = literal.chars().next() else { return Err("a name is empty".to_owned()) };
            signs |= !is_word_char(first);
            let word = word_end(literal, 0).max(first.len_utf8());
            match starts.last_mut() {
                Some(start) if literals[start.first][..start.word] == literal[..word] => start.end = number + 1,
                // "a:" stands behind "a1": a first word may have several ranges.
                _ => starts.push(Start { first: number, end: number + 1, word }),
            }
        }
        // Most places are free, so that most words are told by one look.
        let mut places = vec![0; (starts.len() * 8).next_power_of_two()];
        for (start, number) in starts.iter().zip(1..) {
            let mut place = hash(literals[start.first][..start.word].as_bytes()) & (places.len() - 1);
            while places[place] != 0 {
                place = (place + 1) & (places.len() - 1);
            }
            places[place] = number;
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
        let mut at = 0;
        while at < bytes.len() {
            let mut end = word_end(text, at);
            if end == at {
                end += text[at..].chars().next().map_or(1, char::len_utf8);
                if !self.signs || is_word_before(text, at) {
                    at = end;
                    continue;
                }
            }
            self.starts_with(&text[at..end]).for_each(|start| self.follow(start, text, at, end, &mut found));
            at = end;
        }
    }

    /// The literals whose first word is `word`; rarely in more than one range.
    fn starts_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = Start> + 'a {
        let last = self.places.len().wrapping_sub(1);
        let mut place = hash(word.as_bytes()) & last;
        std::iter::from_fn(move || {
            loop {
                let number = self.places.get(place)?.checked_sub(1)?;
                place = (place + 1) & last;
                let start = self.starts[number as usize];
                if self.literals[start.first][..start.word] == *word {
                    return Some(start);
                }
            }
        })
    }

    /// Hands those of `start` to `found` that stand at `at`, where their first word ends at `end`.
    fn follow(&self, start: Start, text: &str, at: usize, end: usize, found: &mut impl FnMut(usize, usize, usize)) {
        let Start { mut first, end: mut last, .. } = start;
        let mut end = end;
        loop {
            let said = &text[at..end];
            first += self.literals[first..last].partition_point(|literal| **literal < *said);
            last = first + self.literals[first..last].partition_point(|literal| literal.starts_with(said));
            match self.literals[first..last].first() {
                None => return,
                Some(literal) if **literal == *said && !is_word_after(text, end) => found(at, end, first),
                Some(_) => {}
            }
            // On to the next place where a literal may end.
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
        }
    }
}

/// Where the word that `at` lies in ends; `at` if it lies in none.
fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        while bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
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
