//! Finds many literals in one pass over the words of a text.
//!
//! A name begins where a word begins and ends where one ends. So nothing has to be followed letter by letter, as an
//! automaton does: the literals are a tree of words, one look at each word of a text tells whether a literal may begin
//! with it, which it does for few, and only there the tree is followed, by a look a word. An Aho–Corasick automaton over
//! all of them is no faster to search, and would have to be built while an editor waits.

use super::fold::{is_letter, is_word_after, is_word_before, is_word_char};
use crate::vocabulary::{CASE, EACH, TOP, lower};

/// A set of literals, each known by its number.
#[derive(Debug, Default)]
pub(super) struct Literals {
    literals: Vec<Box<str>>,
    /// Of each literal of up to eight bytes, all of them at once; what no text is of others.
    short: Vec<u64>,
    /// For each literal, the next one with the same tokens, counted from 1; 0 if there is none.
    twins: Vec<u32>,
    /// The tree: what may be read so far. The first one is its root; then come those that first tokens lead to, side by
    /// side, since nearly all words of a text are told by a look at them.
    nodes: Vec<Node>,
    /// Where first tokens lead to. One stands at the place that its hash says, or behind it; a power of two of places, most
    /// of which are free, or none.
    firsts: Vec<First>,
    /// Where other tokens lead to, in the same way.
    steps: Vec<Step>,
    /// Of each byte, whether a literal begins with it that begins with no word.
    signs: Vec<bool>,
}

/// A place in the tree.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The literal that may end here, counted from 1; 0 if none does.
    literal: u32,
    /// What may follow: a bit for each of the last five bits of the byte, behind a space if there is one.
    next: u32,
}

/// A first token, by half of its hash, and the node it leads to; 0, which is the root's, for a free place. Small, so that
/// all of them stay at hand.
#[derive(Clone, Copy, Debug, Default)]
struct First {
    tag: u16,
    node: u16,
}

/// A token behind others, by a hash of both, and the node it leads to; 0 for a free place.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    hash: u32,
    node: u32,
}

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
        let mut set = Self { signs: vec![false; 256], nodes: vec![Node::default()], ..Self::default() };
        set.twins.resize(literals.len(), 0);
        let mut firsts = Vec::with_capacity(literals.len());
        for literal in &literals {
            let Some(first) = literal.chars().next() else { return Err("a name is empty".to_owned()) };
            set.signs[usize::from(literal.as_bytes()[0])] |= !is_word_char(first);
            firsts.push(first_token(literal, 0).1);
        }
        firsts.sort_unstable();
        firsts.dedup();
        if u16::try_from(firsts.len()).is_err() {
            return Err("there are too many names: their first words can't be told apart".to_owned());
        }
        set.firsts.resize((firsts.len() * 2).next_power_of_two(), First::default());
        set.steps.resize(64, Step::default());
        for hash in firsts {
            let place = set.first_place(hash);
            if set.firsts[place].node == 0 {
                set.firsts[place] = First { tag: tag(hash), node: set.nodes.len() as u16 };
                set.nodes.push(Node::default());
            }
        }
        let first_step = set.nodes.len();
        for (literal, number) in literals.iter().zip(1..) {
            set.add(literal, number, first_step);
        }
        set.short = literals.iter().map(|literal| short(literal.as_bytes()).unwrap_or(u64::MAX)).collect();
        set.literals = literals;
        Ok(set)
    }

    /// Adds a literal of this number, counted from 1, to the tree, in which that many nodes are no steps.
    fn add(&mut self, literal: &str, number: u32, first_step: usize) {
        // A first word has no space before it, so that it is a token like others.
        let (mut end, hash) = first_token(literal, 0);
        let mut node = self.first(hash);
        while end < literal.len() {
            // Behind a space at its end may stand what does not go on with a word.
            let next = if literal[end..] == *" " { u32::MAX } else { next_bit(literal.as_bytes(), end) };
            self.nodes[node].next |= next;
            let (next, token) = token(literal, end);
            let hash = step(node, token);
            if self.step(hash) == 0 {
                if (self.nodes.len() - first_step) * 2 >= self.steps.len() {
                    self.widen();
                }
                let place = self.step_place(hash);
                self.steps[place] = Step { hash, node: self.nodes.len() as u32 };
                self.nodes.push(Node::default());
            }
            node = self.step(hash);
            end = next;
        }
        let known = &mut self.nodes[node].literal;
        self.twins[number as usize - 1] = std::mem::replace(known, number);
    }

    /// Makes room for as many steps again.
    fn widen(&mut self) {
        let old = std::mem::take(&mut self.steps);
        self.steps.resize(old.len() * 2, Step::default());
        for step in old.into_iter().filter(|step| step.node != 0) {
            let place = self.step_place(step.hash);
            self.steps[place] = step;
        }
    }

    /// The place of the first token with this hash, or where it would stand. There are literals.
    #[inline(always)]
    fn first_place(&self, hash: u32) -> usize {
        let last = self.firsts.len() - 1;
        let mut place = hash as usize & last;
        while self.firsts[place].node != 0 && self.firsts[place].tag != tag(hash) {
            place = (place + 1) & last;
        }
        place
    }

    /// The node that the first token with this hash leads to; 0 if there is none. There are literals.
    #[inline(always)]
    fn first(&self, hash: u32) -> usize {
        self.firsts[self.first_place(hash)].node.into()
    }

    /// The place of the step with this hash, or where it would stand.
    #[inline(always)]
    fn step_place(&self, hash: u32) -> usize {
        let last = self.steps.len() - 1;
        let mut place = hash as usize & last;
        while self.steps[place].node != 0 && self.steps[place].hash != hash {
            place = (place + 1) & last;
        }
        place
    }

    /// The node that the step with this hash leads to; 0 if there is none.
    #[inline(always)]
    fn step(&self, hash: u32) -> usize {
        self.steps[self.step_place(hash)].node as usize
    }

    /// The literals, by their numbers.
    pub(super) fn all(&self) -> &[Box<str>] {
        &self.literals
    }

    /// Whether literal number `number` stands from `at` to `end`, in whatever case.
    #[inline(always)]
    fn stands(&self, number: usize, bytes: &[u8], at: usize, end: usize) -> bool {
        match bytes[at..].first_chunk() {
            // Nearly all names and first words.
            Some(eight) if end - at <= 8 => {
                lower(u64::from_le_bytes(*eight) & (u64::MAX >> (64 - 8 * (end - at)))) == self.short[number]
            }
            _ => is_in_any_case(&bytes[at..end], self.literals[number].as_bytes()),
        }
    }

    /// Hands those to `found` that stand at `at`, where their first token ends at `end` and leads to `node`.
    fn follow(
        &self,
        text: &str,
        at: usize,
        mut end: usize,
        mut node: usize,
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        let bytes = text.as_bytes();
        while node != 0 {
            let Node { mut literal, next } = self.nodes[node];
            // Hashes lead here; whether the literal stands there, its letters tell.
            while let Some(number) = (literal as usize).checked_sub(1) {
                if self.stands(number, bytes, at, end) && !is_word_after(text, end) {
                    found(at, end, number);
                }
                literal = self.twins[number];
            }
            if next == 0 || end == bytes.len() || next & next_bit(bytes, end) == 0 {
                return;
            }
            let token;
            (end, token) = self::token(text, end);
            node = self.step(step(node, token));
        }
    }

    /// Hands each literal in `text`, which is folded, in whatever case, to `found`: where it begins and ends, and its
    /// number. In the order of their beginnings; they may overlap.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(usize, usize, usize)) {
        if self.literals.is_empty() {
            return;
        }
        let bytes = text.as_bytes();
        // Behind nearly every word stands a space, with which hardly any literal begins.
        let behind = usize::from(!self.signs[usize::from(b' ')]);
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            let (end, hash) = if is_letter(byte) {
                word(text, at)
            } else if byte.is_ascii() && !self.signs[usize::from(byte)] {
                at += 1;
                continue;
            } else {
                let (end, hash) = other(text, at);
                // What is no word may stand right behind one, where no name begins.
                if is_word_before(text, at) {
                    at = end;
                    continue;
                }
                (end, hash)
            };
            let node = self.first(hash);
            if node != 0 {
                self.follow(text, at, end, node, &mut found);
            }
            at = if bytes.get(end) == Some(&b' ') { end + behind } else { end };
        }
    }
}

/// What of a hash is kept of a first token.
#[inline(always)]
fn tag(hash: u32) -> u16 {
    (hash >> 16) as u16
}

/// The hash of a step that leaves `node` with the token of this hash.
#[inline(always)]
fn step(node: usize, token: u32) -> u32 {
    // Knuth's constant, as below.
    token ^ (node as u32).wrapping_mul(0x9e37_79b1)
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
    let bytes = text.as_bytes();
    if bytes[at] != b' ' {
        return first_token(text, at);
    }
    let (end, hash) = match bytes.get(at + 1) {
        Some(byte) if is_letter(*byte) => word(text, at + 1),
        Some(byte) if !byte.is_ascii() && is_word_after(text, at + 1) => other(text, at + 1),
        _ => return other(text, at),
    };
    (end, hash ^ SPACE)
}

/// The same, where no word behind a space is a token.
#[inline(always)]
fn first_token(text: &str, at: usize) -> (usize, u32) {
    if is_letter(text.as_bytes()[at]) { word(text, at) } else { other(text, at) }
}

/// The same of a token that is no word of ASCII.
fn other(text: &str, at: usize) -> (usize, u32) {
    let end = match word_end(text, at) {
        end if end == at => at + text[at..].chars().next().map_or(1, char::len_utf8),
        end => end,
    };
    (end, hash(text.as_bytes(), at, end))
}

/// The same of a token that is a word and begins with ASCII. Nearly every word ends within eight bytes, which are read at
/// once: byte by byte, nobody could foretell where it ends, least of all the processor.
#[inline(always)]
fn word(text: &str, at: usize) -> (usize, u32) {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(chunk) = bytes[end..].first_chunk() {
        let eight = u64::from_le_bytes(*chunk);
        let others = no_letters(eight);
        let len = others.trailing_zeros() / 8;
        end += len as usize;
        if others == 0 {
            continue;
        }
        // A character beyond ASCII may be a letter, too.
        if (eight >> (8 * len)) as u8 > 0x7f {
            break;
        }
        if end - at < 8 {
            return (end, mixed((eight | CASE) & !(u64::MAX << (8 * len)), len as usize));
        }
        return (end, hash(bytes, at, end));
    }
    other(text, at)
}

/// The top bit of each of eight bytes that is no letter of ASCII, no digit and no underscore.
#[inline(always)]
fn no_letters(eight: u64) -> u64 {
    // As `vocabulary::within` does, but for all three at once.
    let low = eight & !TOP;
    let letter = low | CASE;
    let alphanumeric = (letter + (0x80 - b'a' as u64) * EACH)
        ^ (letter + (0x7f - b'z' as u64) * EACH)
        ^ (low + (0x80 - b'0' as u64) * EACH)
        ^ (low + (0x7f - b'9' as u64) * EACH);
    let no_underscore = (low ^ (b'_' as u64 * EACH)) + 0x7f * EACH;
    // No letter or digit is an underscore.
    ((alphanumeric ^ no_underscore) | eight) & TOP
}

/// A hash of the bytes from `at` to `end`, of the first and the last eight of them, the same for letters in either case:
/// what they do not tell apart, a comparison does.
fn hash(bytes: &[u8], at: usize, end: usize) -> u32 {
    let len = end - at;
    let first = match bytes[at..].first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        // The end of the text.
        None => short(&bytes[at..]).unwrap_or_default(),
    };
    match bytes[at..end].last_chunk() {
        Some(last) => mixed((first | CASE) ^ (u64::from_le_bytes(*last) | CASE).rotate_left(29), len),
        None => mixed((first | CASE) & !(u64::MAX << (8 * len)), len),
    }
}

/// A hash of the `key` of so many bytes.
#[inline(always)]
fn mixed(key: u64, len: usize) -> u32 {
    // Knuth's constant, the golden ratio: the upper bits are mixed best.
    ((key ^ len as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// Up to eight bytes at once, the first one lowest; `None` if there are more.
fn short(bytes: &[u8]) -> Option<u64> {
    let at_once = || bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte));
    (bytes.len() <= 8).then(at_once)
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

/// Where the word that `at` lies in ends; `at` if it lies in none.
fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while end < bytes.len() && is_letter(bytes[end]) {
        end += 1;
    }
    match bytes.get(end) {
        Some(byte) if !byte.is_ascii() => {
            end + text[end..].find(|char| !is_word_char(char)).unwrap_or(text.len() - end)
        }
        _ => end,
    }
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

    #[test]
    fn eight_bytes_are_told_apart_at_once() {
        for byte in 0..=u8::MAX {
            let expected = if is_letter(byte) { 0 } else { 0x80 };
            assert_eq!(
                no_letters(u64::from_le_bytes([b'a', b'Z', byte, b'0', b'9', byte, b'_', byte])).to_le_bytes(),
                [0, 0, expected, 0, 0, expected, 0, expected]
            );
        }
    }

    proptest! {
        #[test]
        fn a_word_is_read_as_it_is_letter_by_letter(text in "[a-zA-Z0-9_]{1,20}([ .é’用]|)[a-z ]{0,9}") {
            prop_assert_eq!(word(&text, 0), other(&text, 0));
        }

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
