//! Finds many literals in one pass over a text, as whole words, ignoring ASCII case.

use std::cmp::Reverse;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::words::{is_word_after, is_word_before};
use crate::text::Span;

/// The maximum total length of all literals, in bytes: about twenty times that of the built-in ones.
const MAX_BYTES: usize = 4_000_000;

/// Finds a fixed set of literals.
#[derive(Debug, Default)]
pub(super) struct Finder {
    /// `None` if there are no literals.
    automaton: Option<AhoCorasick>,
}

/// A literal found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The span in the searched text.
    pub span: Span,
    /// The index of the literal among those of the finder.
    pub literal: usize,
}

impl Finder {
    /// Creates a finder of `literals`, which are folded (see [`super::fold`]) and may contain duplicates.
    ///
    /// # Errors
    /// Returns a message if a literal is empty, or if there are too many.
    pub(super) fn new<'a>(literals: impl Iterator<Item = &'a str> + Clone) -> Result<Self, String> {
        if literals.clone().any(str::is_empty) {
            return Err("a name is empty".to_owned());
        }
        if literals.clone().map(str::len).sum::<usize>() > MAX_BYTES {
            return Err(format!("there are too many names: they have more than {MAX_BYTES} bytes together"));
        }
        // With the 10,000 built-in literals, building any kind of NFA takes about 30 ms, and searching a contiguous NFA
        // is twice as fast (130 MB/s). A DFA is hardly faster, takes three times as long to build, and needs 31 MB.
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(literals)
            .map_err(|error| error.to_string())?;
        Ok(Self { automaton: (automaton.patterns_len() > 0).then_some(automaton) })
    }

    /// Returns all literals in `text`, which is folded, including overlapping ones, sorted by start, longest first.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut found: Vec<Found> = automaton
            .find_overlapping_iter(text)
            .filter(|found| !is_word_before(text, found.start()) && !is_word_after(text, found.end()))
            .map(|found| Found { span: Span::new(found.start(), found.end()), literal: found.pattern().as_usize() })
            .collect();
        found.sort_unstable_by_key(|found| (found.span.start, Reverse(found.span.end), found.literal));
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the offset and text of each of `literals` in `text`.
    fn found<'a>(literals: &[&'a str], text: &str) -> Vec<(usize, &'a str)> {
        let finder = Finder::new(literals.iter().copied()).expect("sound literals");
        let place = |found: Found| {
            assert!(text[found.span.range()].eq_ignore_ascii_case(literals[found.literal]));
            (found.span.start, literals[found.literal])
        };
        finder.find(text).into_iter().map(place).collect()
    }

    #[test]
    fn every_literal_between_words_is_found() {
        let literals = ["S3", "s3 glacier", "c++", "c", "node.js", "aws", "aws's", "écran", "a b"];
        assert_eq!(found(&literals, "s3 glacier, s3x, xs3"), [(0, "s3 glacier"), (0, "S3")]);
        assert_eq!(found(&literals, "C++ c+ c"), [(0, "c++"), (0, "c"), (4, "c"), (7, "c")]);
        assert_eq!(found(&literals, "node.js node.jsx"), [(0, "node.js")]);
        assert_eq!(found(&literals, "AWS's écran Écran"), [(0, "aws's"), (0, "aws"), (6, "écran")]);
        assert_eq!(found(&literals, "用s3处 a b b"), [(3, "S3"), (9, "a b")]);
        assert_eq!(found(&literals, ""), []);
        assert_eq!(found(&[], "s3"), []);
        assert_eq!(Finder::default().find("s3"), []);
    }

    #[test]
    fn a_literal_may_start_with_a_sign_or_a_han_character() {
        let literals = [".net", ".", "云", "云服务", "c"];
        assert_eq!(found(&literals, "a .net a.net ."), [(2, ".net"), (13, ".")]);
        assert_eq!(found(&literals, "用云服务"), [(3, "云服务"), (3, "云")]);
    }

    #[test]
    fn empty_and_too_many_literals_are_rejected() {
        assert!(Finder::new(["s3", ""].into_iter()).is_err());
        let long = "x".repeat(MAX_BYTES / 2);
        let error = Finder::new([&*long, &long, "y"].into_iter()).expect_err("too many");
        assert!(error.contains("too many names"), "{error}");
    }

    proptest! {
        /// The finder has the same results as a search at every position.
        #[test]
        fn a_naive_search_has_the_same_results(
            literals in proptest::collection::vec("[abAB '.é_用]{1,6}", 1..12),
            text in "[aAbB '.éÉ_用]{0,40}",
        ) {
            let literals: Vec<&str> = literals.iter().map(String::as_str).collect();
            let mut expected = Vec::new();
            for literal in &literals {
                for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                    let end = at + literal.len();
                    let is_there = text.get(at..end).is_some_and(|text| text.eq_ignore_ascii_case(literal));
                    if is_there && !is_word_before(&text, at) && !is_word_after(&text, end) {
                        expected.push((at, *literal));
                    }
                }
            }
            expected.sort_unstable();
            let mut found = found(&literals, &text);
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
