//! Prose cut into the tokens that figures are made of.

use crate::text::Span;
use crate::vocabulary::{self, Bytes, Shape, is_same};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A number in digits.
    Number(f64),
    /// Letters without digits.
    Word,
    /// A run of a script that writes without spaces.
    Cjk,
    /// Something with digits in it that is no number: `S3`, `v1.2`, `10.0.0.1`, `02:30`, `INC-4821`.
    Name,
    /// `%`
    Percent,
    /// A currency sign, as its ISO 4217 code.
    Currency(&'static str),
    /// `→`, `->`, `=>`
    Arrow,
    /// `×`
    Times,
    /// `~`, `≈`
    About,
    /// `<`, `≤`
    Less,
    /// `>`, `≥`
    Greater,
    /// A hyphen, dash or minus.
    Dash,
    /// The end of a sentence or block.
    Stop,
    /// Anything else.
    Other(char),
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// What it looks like, of a word of letters.
    pub(super) shape: Shape,
}

/// A token that a figure may start with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// The token.
    pub(super) at: usize,
    /// Whether it may be a number in words, or an amount.
    pub(super) number: bool,
    /// Whether it may begin an outcome that words say.
    pub(super) phrase: bool,
}

/// The tokens of a prose.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// In order; white space but `\n` is none.
    pub(super) list: Vec<Token>,
    /// Those that a figure may start with, as far as a look at each and at the next one tells, in order.
    pub(super) starts: Vec<Start>,
    /// The parts of the prose that they were read from, in order: whole sentences.
    pub(super) parts: Vec<Span>,
}

/// Which tokens are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All.
    All,
    /// Those of sentences in which a figure may start, and what ended the sentence before each.
    Figures,
}

/// What one look tells of a word.
#[derive(Clone, Copy)]
struct Meaning {
    /// What it may start, whatever follows.
    always: u8,
    /// What it may start where the next token is one of `needs`.
    then: u8,
    /// Bits of [`next`].
    needs: u32,
    /// What it is as the next token, in bits of [`next`].
    is: u32,
}

const NUMBER: u8 = 1;
const PHRASE: u8 = 2;

impl Meaning {
    const NONE: Self = Self { always: 0, then: 0, needs: 0, is: 0 };

    const fn starts(always: u8) -> Self {
        Self { always, ..Self::NONE }
    }

    const fn before(needs: u32, then: u8) -> Self {
        Self { then, needs, ..Self::NONE }
    }

    const fn follows(is: u32) -> Self {
        Self { is, ..Self::NONE }
    }

    const fn and(self, other: Self) -> Self {
        Self {
            always: self.always | other.always,
            then: self.then | other.then,
            needs: self.needs | other.needs,
            is: self.is | other.is,
        }
    }
}

/// What a token is to the word before it.
mod next {
    /// A unit of time.
    pub(super) const UNIT: u32 = 1;
    /// What something is done "in".
    pub(super) const SHORT: u32 = 1 << 1;
    /// A unit of time in the plural.
    pub(super) const TIMES: u32 = 1 << 2;
    /// What a word like "a" or "two" counts: fractions and powers of ten.
    pub(super) const PART: u32 = 1 << 3;
    pub(super) const HALF: u32 = 1 << 4;
    pub(super) const ARTICLE: u32 = 1 << 5;
    pub(super) const ANY: u32 = 1 << 6;
    pub(super) const ONE: u32 = 1 << 7;
    pub(super) const SINGLE: u32 = 1 << 8;
    pub(super) const OF: u32 = 1 << 9;
    /// "the", "our".
    pub(super) const DEFINITE: u32 = 1 << 10;
    pub(super) const AS: u32 = 1 << 11;
    /// What a period begins with.
    pub(super) const PERIOD: u32 = 1 << 12;
    pub(super) const SINCE: u32 = 1 << 13;
    pub(super) const DIGITS: u32 = 1 << 14;
    /// What tells two times apart: "days rather than weeks".
    pub(super) const APART: u32 = 1 << 15;
    /// A hyphen or dash.
    pub(super) const DASH: u32 = 1 << 16;
    /// Any other sign, number or name, but for the end of a sentence.
    pub(super) const SIGN: u32 = 1 << 17;
    /// What no list tells.
    pub(super) const ANYTHING: u32 = u32::MAX;
}

/// The words that may start a figure, or tell that the word before them does.
const GROUPS: &[(Meaning, &[&str])] = &[
    (
        Meaning::starts(NUMBER),
        &[
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
            "thirty",
            "forty",
            "fifty",
            "sixty",
            "seventy",
            "eighty",
            "ninety",
            "hundred",
            "usd",
            "eur",
            "gbp",
            "inr",
            "rs",
            "aud",
            "cad",
            "chf",
            "sgd",
            "jpy",
            "brl",
            "zero",
        ],
    ),
    // Multiples, what is not there, rhythms.
    (
        Meaning::starts(PHRASE),
        &[
            "halved",
            "halving",
            "doubled",
            "doubling",
            "tripled",
            "tripling",
            "trebled",
            "quadrupled",
            "quadrupling",
            "twofold",
            "threefold",
            "fourfold",
            "fivefold",
            "tenfold",
            "zero",
            "no",
            "without",
            "nobody",
            "subsecond",
            "hourly",
            "nightly",
            "daily",
            "weekly",
            "biweekly",
            "fortnightly",
            "monthly",
            "quarterly",
            "yearly",
            "annually",
        ],
    ),
    // "us $5"
    (Meaning::before(next::SIGN, NUMBER), &["us"]),
    (Meaning::before(next::UNIT, NUMBER), &["an"]),
    (Meaning::before(next::UNIT | next::PART | next::SINGLE | next::DASH, NUMBER | PHRASE), &["a"]),
    (Meaning::before(next::ARTICLE | next::AS | next::DEFINITE, NUMBER | PHRASE), &["half"]),
    (Meaning::before(next::PART | next::DASH, PHRASE), &["one", "two", "three"]),
    (Meaning::before(next::DEFINITE, PHRASE), &["double", "doubles", "triple", "triples"]),
    (Meaning::before(next::AS | next::PERIOD | next::SIGN, PHRASE), &["twice"]),
    (Meaning::before(next::SINCE | next::PERIOD | next::SIGN, PHRASE), &["once"]),
    (Meaning::before(next::OF, PHRASE), &["order", "orders", "hundreds", "thousands", "millions", "billions"]),
    (Meaning::before(next::ARTICLE | next::ONE, PHRASE), &["not"]),
    (Meaning::before(next::ARTICLE | next::ANY | next::ONE, PHRASE), &["had"]),
    (Meaning::before(next::ONE, PHRASE), &["only", "just"]),
    (Meaning::before(next::DIGITS | next::DASH, PHRASE), &["single"]),
    (Meaning::before(next::UNIT | next::DASH, PHRASE), &["sub"]),
    (Meaning::before(next::HALF | next::SHORT, PHRASE), &["in"]),
    (Meaning::before(next::HALF, PHRASE), &["by"]),
    (Meaning::before(next::SHORT, PHRASE), &["within"]),
    (Meaning::before(next::TIMES, PHRASE), &["to"]),
    (
        Meaning::before(next::APART | next::SIGN, PHRASE).and(Meaning::follows(next::UNIT | next::TIMES)),
        &[
            "millis",
            "milliseconds",
            "secs",
            "seconds",
            "segundos",
            "secondes",
            "mins",
            "minutes",
            "minutos",
            "hours",
            "horas",
            "heures",
            "days",
            "días",
            "dias",
            "jours",
            "weeks",
            "semanas",
            "semaines",
            "months",
            "meses",
            "mês",
            "mois",
            "quarters",
            "years",
            "años",
            "anos",
        ],
    ),
    (
        Meaning::follows(next::UNIT),
        &[
            "ns",
            "µs",
            "μs",
            "ms",
            "msec",
            "millisecond",
            "s",
            "sec",
            "second",
            "segundo",
            "sekunden",
            "min",
            "minute",
            "minuto",
            "minuti",
            "minuten",
            "मिनट",
            "h",
            "hr",
            "hrs",
            "hour",
            "hora",
            "stunde",
            "stunden",
            "heure",
            "ore",
            "घंटे",
            "day",
            "día",
            "dia",
            "tag",
            "tage",
            "tagen",
            "jour",
            "giorni",
            "दिन",
            "week",
            "wk",
            "wks",
            "semana",
            "woche",
            "wochen",
            "semaine",
            "settimane",
            "month",
            "mo",
            "mes",
            "monat",
            "monate",
            "monaten",
            "quarter",
            "year",
            "yr",
            "yrs",
            "año",
            "ano",
            "jahr",
            "jahre",
            "jahren",
            "ans",
        ],
    ),
    (Meaning::follows(next::SHORT), &["seconds", "minutes", "milliseconds", "microseconds"]),
    (
        Meaning::follows(next::PART),
        &[
            "hundred", "thousand", "million", "billion", "half", "third", "thirds", "quarter", "quarters", "fifth",
            "fifths", "tenth",
        ],
    ),
    (Meaning::follows(next::HALF), &["half"]),
    (Meaning::follows(next::ARTICLE), &["a", "an"]),
    (Meaning::follows(next::ANY), &["any"]),
    (Meaning::follows(next::ONE), &["one"]),
    (Meaning::follows(next::SINGLE), &["single"]),
    (Meaning::follows(next::OF), &["of"]),
    (Meaning::follows(next::DEFINITE), &["the", "our", "its", "their"]),
    (Meaning::follows(next::AS), &["as"]),
    (
        Meaning::follows(next::PERIOD),
        &[
            "hourly", "daily", "weekly", "monthly", "annually", "yearly", "annual", "per", "a", "an", "each", "every",
            "por", "pro", "par", "al",
        ],
    ),
    (Meaning::follows(next::SINCE), &["since"]),
    (Meaning::follows(next::DIGITS), &["digits"]),
    // The letters of "R$" and its like.
    (Meaning::follows(next::SIGN), &["r", "a", "au", "c", "ca", "s", "hk", "nz"]),
    (Meaning::follows(next::APART), &["instead", "rather", "down", "to", "not"]),
];

/// How many words are in [`GROUPS`], each counted once.
const COUNT: usize = gathered().1;

/// The words of [`GROUPS`], each once.
static WORDS: [&str; COUNT] = *gathered().0.first_chunk().expect("as many as were counted");
/// What the word at the same place of [`WORDS`] means.
static MEANINGS: [Meaning; COUNT] = *gathered().2.first_chunk().expect("as many as were counted");

/// The words of [`GROUPS`], each once, how many there are, and what they mean.
const fn gathered() -> ([&'static str; 256], usize, [Meaning; 256]) {
    let (mut words, mut len, mut meanings) = ([""; 256], 0, [Meaning::NONE; 256]);
    let mut group = 0;
    // Iterators are nothing for a `const fn`.
    while group < GROUPS.len() {
        let (meaning, list) = GROUPS[group];
        let mut index = 0;
        while index < list.len() {
            let mut at = 0;
            while at < len && !is_same(words[at].as_bytes(), list[index].as_bytes()) {
                at += 1;
            }
            if at == len {
                len += 1;
            }
            words[at] = list[index];
            meanings[at] = meanings[at].and(meaning);
            index += 1;
        }
        group += 1;
    }
    (words, len, meanings)
}

/// The words that may start a figure, or tell that the word before them does.
#[cfg(test)]
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    WORDS.into_iter()
}

/// How many places there are for the keys of words: so many that most words that are not known meet a free one.
const PLACES: usize = 1024;
/// The key of the word at each place; 0 is a free place. A word stands at the place that its key says, or behind it.
static KEYS: [u64; PLACES] = placed().0;
/// Which word of [`WORDS`] stands at the same place of [`KEYS`].
static PLACED: [u8; PLACES] = placed().1;

const fn placed() -> ([u64; PLACES], [u8; PLACES]) {
    const { assert!(COUNT <= 256 && COUNT * 4 <= PLACES, "most places must stay free") };
    let (mut keys, mut words) = ([0; PLACES], [0; PLACES]);
    let mut at = 0;
    while at < COUNT {
        let key = key(WORDS[at].as_bytes());
        let mut place = place(key);
        while keys[place] != 0 {
            place = (place + 1) % PLACES;
        }
        (keys[place], words[place]) = (key, at as u8);
        at += 1;
    }
    (keys, words)
}

/// The first eight bytes of `word` with ASCII letters in lower case; zeros if there are fewer.
const fn key(word: &[u8]) -> u64 {
    let mut eight = [0; 8];
    let mut at = 0;
    while at < word.len() && at < 8 {
        eight[at] = word[at];
        at += 1;
    }
    vocabulary::lower(u64::from_le_bytes(eight))
}

/// Where the word with this key stands, or behind which.
#[inline(always)]
const fn place(key: u64) -> usize {
    // The constant is odd and has no pattern: that of Knuth. What is above depends on all that is below.
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACES.ilog2())) as usize
}

/// What the word means that is the first `len` bytes of `rest` and has this key, if that is anything.
#[inline(always)]
fn known_as(rest: &[u8], len: usize, key: u64) -> Option<&'static Meaning> {
    let mut place = place(key);
    while KEYS[place] != 0 {
        if KEYS[place] == key {
            let known = usize::from(PLACED[place]);
            // A key with a zero is the whole of a word.
            if len < 8 || is_known(WORDS[known], rest, len) {
                return Some(&MEANINGS[known]);
            }
        }
        place = (place + 1) % PLACES;
    }
    None
}

/// Whether the first `len` bytes of `rest` are `known`, their ASCII letters in any case.
#[inline(never)]
fn is_known(known: &str, rest: &[u8], len: usize) -> bool {
    rest.get(..len).is_some_and(|word| vocabulary::is_same_in_any_case(known.as_bytes(), word))
}

/// What the word means that is the first `len` bytes of `rest`, one at least, if that is anything.
fn meaning(rest: &[u8], len: usize) -> Option<&'static Meaning> {
    let key = match rest.first_chunk() {
        Some(eight) if len < 8 => vocabulary::lower(u64::from_le_bytes(*eight) & !(u64::MAX << (8 * len))),
        Some(eight) => vocabulary::lower(u64::from_le_bytes(*eight)),
        None => key(&rest[..len]),
    };
    known_as(rest, len, key)
}

/// What a word of plain letters may go on with: digits, what holds on to them, what other scripts begin with.
static HOLD: Bytes = Bytes::of(b"0123456789-@#_'").and_beyond_ascii();

/// What a byte is that a token may begin with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Letter,
    Space,
    /// A sign of one byte that is nothing but itself.
    Plain,
    Hyphen,
    /// What always ends a sentence.
    Stop,
    /// What sometimes does.
    Dot,
    Other,
}

/// What each byte is.
static FIRST: [First; 256] = firsts();

const fn firsts() -> [First; 256] {
    let mut firsts = [First::Other; 256];
    let mut byte = 0;
    while byte < firsts.len() {
        firsts[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => First::Letter,
            b' ' => First::Space,
            b'-' => First::Hyphen,
            b'\n' | b'!' | b'?' | b';' => First::Stop,
            b'.' => First::Dot,
            b',' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b':' | b'"' | b'\'' | b'*' | b'/' | b'\\' | b'`'
            | b'+' | b'&' | b'#' | b'@' | b'|' | b'^' => First::Plain,
            _ => First::Other,
        };
        byte += 1;
    }
    firsts
}

/// A run of ASCII letters.
struct Letters {
    /// The first eight of them, in lower case; zeros if there are fewer.
    key: u64,
    /// How many bytes they are.
    len: usize,
    /// The byte behind them; 0 if there is none.
    after: u8,
}

/// The letters that `rest` begins with; `None` if there are none, or if it is shorter than eight bytes.
#[inline(always)]
fn letters(rest: &[u8]) -> Option<Letters> {
    let eight = u64::from_le_bytes(*rest.first_chunk()?);
    let small = eight | vocabulary::CASE;
    let others = vocabulary::first_other(small);
    if others & 0x80 != 0 {
        return None;
    }
    if others == 0 {
        let (len, after) = long_word(rest);
        return Some(Letters { key: small, len, after });
    }
    let bits = others.trailing_zeros() & !7;
    Some(Letters { key: small & !(u64::MAX << bits), len: bits as usize / 8, after: (eight >> bits) as u8 })
}

/// Whether the first `len` letters of `rest` are a word, as the byte `after` them tells at once.
#[inline(always)]
fn is_whole(rest: &[u8], len: usize, after: u8) -> bool {
    after == b' ' || !HOLD.contains(after) || after == b'-' && !rest.get(len + 1).is_some_and(u8::is_ascii_digit)
}

/// How many letters `rest` begins with, eight at least, and the byte behind them.
#[inline(never)]
fn long_word(rest: &[u8]) -> (usize, u8) {
    let len = vocabulary::end_of_letters(rest, 8);
    (len, rest.get(len).copied().unwrap_or_default())
}

/// Where the next sentence begins in which a figure may start, from `start` on, where one begins; and the sign before
/// it, if that ended a sentence that was passed over. The end of `prose` if there is none.
///
/// Most sentences have no figure, and this is all that is done with them. It reads as [`Reader::sentence`] does, and
/// keeps nothing.
// By itself, so that it has all registers for what nearly every word costs.
#[inline(never)]
fn next_sentence(prose: &str, start: usize) -> (usize, Option<Span>) {
    let bytes = prose.as_bytes();
    let (mut rest, mut needs) = (&bytes[start..], 0);
    // Where the sentence begins, and where the sign stands before it.
    let (mut sentence, mut stop) = (start, start);
    loop {
        let first = match letters(rest) {
            Some(Letters { key, len, after }) if is_whole(rest, len, after) => {
                match known_as(rest, len, key) {
                    None => needs = 0,
                    Some(known) if known.always != 0 || needs & known.is != 0 => break,
                    Some(known) => needs = known.needs,
                }
                let Some(behind) = rest.get(len + usize::from(after == b' ')..) else { break };
                rest = behind;
                if after == b' ' {
                    continue;
                }
                after
            }
            _ => rest.first().copied().unwrap_or_default(),
        };
        let at = bytes.len() - rest.len();
        let first = FIRST[usize::from(first)];
        let seen = match first {
            First::Space => Seen { end: at + 1, needs, stops: false },
            First::Plain if needs & next::SIGN == 0 => Seen { end: at + 1, needs: 0, stops: false },
            First::Stop => Seen { end: at + 1, needs: 0, stops: true },
            First::Dot if is_stop(bytes, at) => Seen { end: at + 1, needs: 0, stops: true },
            _ if rest.is_empty() => return (bytes.len(), None),
            _ => match look(prose, at, needs) {
                Some(seen) => seen,
                None => break,
            },
        };
        if seen.stops {
            (stop, sentence) = (at, seen.end);
        }
        needs = seen.needs;
        rest = bytes.get(behind_spaces(bytes, seen.end)..).unwrap_or_default();
    }
    (sentence, (sentence > start).then(|| Span::new(stop, sentence)))
}

/// A token that starts no figure.
struct Seen {
    end: usize,
    /// What has to come behind it for it to start one, in bits of [`next`].
    needs: u32,
    /// Whether it ends a sentence.
    stops: bool,
}

/// Reads any token at `at`. `needs` is what it has to be for the word before it to start a figure. `None` if a figure
/// may start.
#[inline(never)]
fn look(prose: &str, at: usize, needs: u32) -> Option<Seen> {
    let bytes = prose.as_bytes();
    // Which word a dot or a dollar sign belongs to would have to be known.
    if matches!(bytes[at], b'0'..=b'9' | b'$') || bytes[at] == b'.' && number_follows(bytes, at + 1) {
        return None;
    }
    let (kind, len) = token(prose, at, None);
    let end = at + len;
    let (always, is, then) = match kind {
        None => return Some(Seen { end, needs, stops: false }),
        Some(Kind::Stop) => return Some(Seen { end, needs: 0, stops: true }),
        Some(Kind::Word) => meaning(&bytes[at..], len).map_or((0, 0, 0), |known| (known.always, known.is, known.needs)),
        Some(kind) => {
            let (is, always) = sign(kind);
            (always, is, 0)
        }
    };
    (always == 0 && needs & is == 0).then_some(Seen { end, needs: then, stops: false })
}

/// What a sign, a number or a name is to the word before it, in bits of [`next`], and what it may start itself.
#[inline]
fn sign(kind: Kind) -> (u32, u8) {
    match kind {
        Kind::Dash => (next::DASH, 0),
        Kind::Number(_) | Kind::Currency(_) => (next::SIGN, NUMBER),
        Kind::Cjk => (next::ANYTHING, PHRASE),
        _ => (next::SIGN, 0),
    }
}

/// Tokens as they are read.
#[derive(Default)]
struct Reader {
    read: Tokens,
    /// What has to come next for the last token to start a figure, in bits of [`next`].
    needs: u32,
    /// What it then starts.
    then: u8,
}

impl Reader {
    #[inline(always)]
    fn push(&mut self, kind: Kind, start: usize, end: usize, shape: Shape) {
        self.read.list.push(Token { kind, span: Span { start, end }, shape });
    }

    /// The next token is something that means this.
    #[inline(never)]
    fn mean(&mut self, known: &Meaning) {
        let at = self.read.list.len();
        if self.needs & known.is != 0 {
            self.start(at - 1, self.then);
        }
        if known.always != 0 {
            self.start(at, known.always);
        }
        (self.needs, self.then) = (known.needs, known.then);
    }

    /// The next token is a sign, a number or a name.
    fn sign(&mut self, kind: Kind, start: usize, end: usize) {
        let (is, always) = sign(kind);
        if (self.needs & is) | u32::from(always) != 0 {
            self.mean(&Meaning { is, always, ..Meaning::NONE });
        }
        self.needs = 0;
        self.push(kind, start, end, Shape::NONE);
    }

    /// Something starts with the token at `at`.
    fn start(&mut self, at: usize, what: u8) {
        let (number, phrase) = (what & NUMBER != 0, what & PHRASE != 0);
        match self.read.starts.last_mut() {
            Some(last) if last.at == at => {
                last.number |= number;
                last.phrase |= phrase;
            }
            _ => self.read.starts.push(Start { at, number, phrase }),
        }
    }

    /// The next token is a word that means this.
    #[inline(always)]
    fn word(&mut self, at: usize, len: usize, shape: Shape, known: Option<&Meaning>) {
        match known {
            None => self.needs = 0,
            Some(known) if known.always == 0 && self.needs & known.is == 0 => {
                (self.needs, self.then) = (known.needs, known.then);
            }
            Some(known) => self.mean(known),
        }
        self.push(Kind::Word, at, at + len, shape);
    }

    /// Reads plain words from `at` on, and tells where they end.
    #[inline(never)]
    fn words(&mut self, bytes: &[u8], mut at: usize) -> usize {
        let mut rest = bytes.get(at..).unwrap_or_default();
        while let Some(Letters { key, len, after }) = letters(rest) {
            if !is_whole(rest, len, after) {
                break;
            }
            let last = if len <= 8 { (key >> (8 * len - 8)) as u8 } else { rest[len - 1] };
            self.word(at, len, Shape::of_ends(key as u8, last, len), known_as(rest, len, key));
            at += len;
            if after != b' ' {
                break;
            }
            at += 1;
            let Some(behind) = rest.get(len + 1..) else { break };
            rest = behind;
        }
        at
    }

    /// Reads the sentence of `prose` that begins at `start`, and says where it ends.
    fn sentence(&mut self, prose: &str, start: usize) -> usize {
        let bytes = prose.as_bytes();
        let mut at = start;
        self.needs = 0;
        while at < bytes.len() {
            at = self.words(bytes, at);
            let Some(&first) = bytes.get(at) else { break };
            if FIRST[usize::from(first)] == First::Plain {
                self.sign(Kind::Other(first.into()), at, at + 1);
                at = behind_spaces(bytes, at + 1);
                continue;
            }
            let (kind, len) = token(prose, at, self.read.list.last());
            let end = at + len;
            match kind {
                None => {}
                Some(Kind::Stop) => {
                    self.push(Kind::Stop, at, end, Shape::NONE);
                    return end;
                }
                Some(Kind::Word) => self.word(at, len, Shape::of(&prose[at..end]), meaning(&bytes[at..], len)),
                Some(kind) if first == b'$' => self.dollars(prose, at, kind),
                Some(kind) => self.sign(kind, at, end),
            }
            at = behind_spaces(bytes, end);
        }
        at
    }

    /// The next token is the dollar sign at `at` of `prose`, an amount as `kind` says. "R$": the letters before it say
    /// whose dollars, or that they are none.
    fn dollars(&mut self, prose: &str, at: usize, kind: Kind) {
        let letters = self.read.list.last().filter(|token| token.span.end == at);
        match letters.and_then(|token| Some((token.span.start, dollars(&prose[token.span.range()])?))) {
            Some((start, code)) => {
                self.read.list.pop();
                self.needs = 0;
                self.sign(Kind::Currency(code), start, at + 1);
            }
            None => self.sign(kind, at, at + 1),
        }
    }
}

/// The wanted tokens of `prose`.
pub(super) fn tokens(prose: &str, wanted: Wanted) -> Tokens {
    let mut reader = Reader::default();
    let mut at = 0;
    while at < prose.len() {
        if wanted == Wanted::Figures {
            let (start, stop) = next_sentence(prose, at);
            if start == prose.len() {
                break;
            }
            // How one sentence ends tells how the next begins.
            if let Some(Span { start, end }) = stop {
                reader.push(Kind::Stop, start, end, Shape::NONE);
            }
            at = start;
        }
        if reader.read.parts.is_empty() {
            reader.read.list.reserve((prose.len() - at) / 5 + 2);
            reader.read.starts.reserve(16);
        }
        let end = reader.sentence(prose, at);
        match reader.read.parts.last_mut() {
            Some(part) if part.end == at => part.end = end,
            _ => reader.read.parts.push(Span::new(at, end)),
        }
        at = end;
    }
    reader.read
}

/// What stands at `at` of `prose`, and how long it is. White space and the dot of an abbreviation, of the word
/// `last`, are nothing.
fn token(prose: &str, at: usize, last: Option<&Token>) -> (Option<Kind>, usize) {
    let bytes = prose.as_bytes();
    let first = bytes[at];
    match FIRST[usize::from(first)] {
        First::Letter => {
            let end = end_of_word(bytes, vocabulary::end_of_letters(bytes, at));
            let (kind, len) = if ends_word(bytes, end) { (Kind::Word, end - at) } else { word(&prose[at..]) };
            return (Some(kind), len);
        }
        First::Plain => return (Some(Kind::Other(first.into())), 1),
        First::Stop => return (Some(Kind::Stop), 1),
        First::Dot if is_stop(bytes, at) => return (Some(Kind::Stop), 1),
        First::Hyphen if !matches!(bytes.get(at + 1), Some(b'-' | b'>')) => return (Some(Kind::Dash), 1),
        _ => {}
    }
    other(prose, at, last)
}

/// What stands at `at` of `prose` that is no plain word or sign, and how long it is.
fn other(prose: &str, at: usize, last: Option<&Token>) -> (Option<Kind>, usize) {
    let rest = &prose[at..];
    let Some(first) = rest.chars().next() else { return (None, 1) };
    let (kind, len) = match first {
        '0'..='9' => number(rest),
        // Quotation marks and dashes.
        '\u{2010}'..='\u{2027}' => (symbol(first), first.len_utf8()),
        _ if first.is_whitespace() => return (None, first.len_utf8()),
        _ if is_cjk(first) => (Kind::Cjk, run(rest, is_cjk)),
        _ if first.is_alphanumeric() || first == '_' => word(rest),
        '.' if is_abbreviation(prose, at, last) => return (None, 1),
        // "Node.js": a dot within a name ends nothing.
        '.' if rest[1..].starts_with(char::is_alphanumeric) => (Kind::Other('.'), 1),
        '.' | '。' | '；' | '！' | '？' => (Kind::Stop, first.len_utf8()),
        _ if rest.starts_with("->") || rest.starts_with("=>") => (Kind::Arrow, 2),
        _ if rest.starts_with("-->") => (Kind::Arrow, 3),
        '$' => (Kind::Currency("USD"), 1),
        _ => (symbol(first), first.len_utf8()),
    };
    (Some(kind), len)
}

/// Whether the dot at `at` ends a sentence, whatever stands before it: white space follows, and no number.
fn is_stop(bytes: &[u8], at: usize) -> bool {
    let next = behind_spaces(bytes, at + 1);
    match bytes.get(next) {
        None | Some(b'\n') => true,
        Some(b'0'..=b'9' | b'~') => false,
        Some(_) => next > at + 1,
    }
}

/// Whether a number follows at `at`, perhaps behind spaces.
fn number_follows(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(behind_spaces(bytes, at)), Some(b'0'..=b'9' | b'~'))
}

fn behind_spaces(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// Where the word ends whose letters go to `at`: apostrophes hold on to more of them.
fn end_of_word(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = match bytes.get(at..) {
            Some([b'_' | b'\'', ..]) => at + 1,
            // "’"
            Some([0xe2, 0x80, 0x99, ..]) => at + 3,
            _ => return at,
        };
        at = vocabulary::end_of_letters(bytes, at);
    }
}

/// Whether a word of letters ends at `end`: nothing there holds on to it, and it holds on to no number.
fn ends_word(bytes: &[u8], end: usize) -> bool {
    match bytes.get(end) {
        None => true,
        Some(b'-' | b'@' | b'#') => !bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
        Some(byte) => byte.is_ascii() && !byte.is_ascii_digit(),
    }
}

/// Whether the last token is a word whose dot ends no sentence: "approx.", "vs.", "Rs.".
/// The dot stands at `at`.
fn is_abbreviation(prose: &str, at: usize, last: Option<&Token>) -> bool {
    number_follows(prose.as_bytes(), at + 1)
        && last.filter(|token| token.span.end == at).is_some_and(|token| {
            let word = &prose[token.span.range()];
            ["approx", "aprox", "vs", "ca", "rs", "est", "avg", "min", "max", "incl"]
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        })
}

/// The currency that letters before a dollar sign name.
fn dollars(letters: &str) -> Option<&'static str> {
    Some(match letters {
        "R" => "BRL",
        "A" | "AU" => "AUD",
        "C" | "CA" => "CAD",
        "S" => "SGD",
        "HK" => "HKD",
        "NZ" => "NZD",
        _ => return None,
    })
}

fn symbol(char: char) -> Kind {
    match char {
        '%' | '％' => Kind::Percent,
        '€' => Kind::Currency("EUR"),
        '£' => Kind::Currency("GBP"),
        '¥' | '￥' => Kind::Currency("JPY"),
        '₹' => Kind::Currency("INR"),
        '₩' => Kind::Currency("KRW"),
        '₽' => Kind::Currency("RUB"),
        '₪' => Kind::Currency("ILS"),
        '₺' => Kind::Currency("TRY"),
        '₫' => Kind::Currency("VND"),
        '→' | '➔' | '➜' | '➝' | '⇒' | '⟶' | '➡' => Kind::Arrow,
        '×' => Kind::Times,
        '~' | '≈' | '～' | '∼' => Kind::About,
        '<' | '≤' | '＜' => Kind::Less,
        '>' | '≥' | '＞' => Kind::Greater,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Kind::Dash,
        _ => Kind::Other(char),
    }
}

/// What names and words are made of, as far as it is ASCII.
static PART: Bytes = Bytes::of(b"_'").and_alphanumerics();

/// Letters; with a digit among them, the whole name, as it may go on after a dot, a colon or a hyphen.
fn word(rest: &str) -> (Kind, usize) {
    let is_one_of = |word: &str, known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
    let bytes = rest.as_bytes();
    let (mut end, mut digit) = (0, None);
    while let Some(&byte) = bytes.get(end) {
        if PART.contains(byte) {
            if byte.is_ascii_digit() && digit.is_none() {
                digit = Some(end);
            }
            end += 1;
            continue;
        }
        match rest[end..].chars().next() {
            Some(char) if char == '’' || !char.is_ascii() && char.is_alphanumeric() && !is_cjk(char) => {
                end += char.len_utf8();
            }
            _ => break,
        }
    }
    if let Some(digit) = digit {
        // "Rs500" is an amount.
        if is_one_of(&rest[..digit], &["rs", "inr", "usd", "eur", "gbp"]) {
            return (Kind::Word, digit);
        }
        let percentile = end + name_tail_of_percentile(&rest[..end], &rest[end..]);
        if rest[percentile..].starts_with(':') && is_percentile(&rest[..end]) {
            return (Kind::Name, percentile);
        }
        return (Kind::Name, end + name_tail(&rest[end..]));
    }
    // `INC-4821`, `us-east-1`, `recall@10`: letters that hold on to the number after them. A bound does not.
    let tail = &rest[end..];
    let glued = |mark: char| tail.strip_prefix(mark).is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    let bound = || is_one_of(&rest[..end], &["sub", "under", "by", "to", "over"]);
    if glued('@') || glued('#') || glued('-') && !bound() {
        return (Kind::Name, end + name_tail(tail));
    }
    (Kind::Word, end)
}

/// Whether the name is that of a percentile: `p95`, `P99`.
pub(super) fn is_percentile(name: &str) -> bool {
    matches!(name.as_bytes(), [b'p' | b'P', b'5' | b'7' | b'9', digits @ ..] if digits.iter().all(u8::is_ascii_digit))
}

/// How much of `tail` belongs to the percentile before it: ".9" of `p99.9:300ms`.
fn name_tail_of_percentile(name: &str, tail: &str) -> usize {
    match tail.strip_prefix('.') {
        Some(digits) if is_percentile(name) => 1 + run(digits, |char| char.is_ascii_digit()),
        _ => 0,
    }
}

/// Digits as a number; a run with more dots or colons than a number has is a name: `10.0.0.1/16`, `1.2.3`, `02:30`.
fn number(rest: &str) -> (Kind, usize) {
    let bytes = rest.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(0);
    let mut value = whole(&rest[..end]);
    // Groups of three are thousands; anything else after the comma is a decimal fraction, as much of Europe writes it.
    while matches!(bytes.get(end), Some(b',')) && digits(end + 1) == 3 && end > 0 {
        value = value * 1000.0 + whole(&rest[end + 1..end + 4]);
        end += 4;
    }
    // "1.234.567 €": dots between groups of three, where a currency follows that is written so.
    let dots = bytes.get(end) == Some(&b'.') && digits(end + 1) == 3;
    if dots && let Some((value, end)) = dotted(rest) {
        return (Kind::Number(value), end);
    }
    if matches!(bytes.get(end), Some(b'.' | b',')) && digits(end + 1) > 0 {
        let len = digits(end + 1);
        let fraction = whole(&rest[end + 1..end + 1 + len]);
        value += fraction / 10_f64.powi(i32::try_from(len).unwrap_or(i32::MAX));
        end += 1 + len;
    }
    let follows = |mark: &[u8]| bytes.get(end).is_some_and(|byte| mark.contains(byte)) && digits(end + 1) > 0;
    if follows(b".:") || bytes.get(end) == Some(&b'_') {
        return (Kind::Name, end + name_tail(&rest[end..]));
    }
    (Kind::Number(value), end)
}

/// The value of `digits`.
fn whole(digits: &str) -> f64 {
    // Fifteen digits are told exactly, and added up without rounding.
    if digits.len() > 15 {
        return digits.parse().unwrap_or_default();
    }
    digits.bytes().fold(0.0, |value, digit| value * 10.0 + f64::from(digit - b'0'))
}

/// A number with dots between its thousands: with decimals after a comma, or before a euro sign.
fn dotted(rest: &str) -> Option<(f64, usize)> {
    let bytes = rest.as_bytes();
    let digits =
        |from: usize| bytes.get(from..).map_or(0, |tail| tail.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let mut end = digits(0);
    let mut value: f64 = rest[..end].parse().ok().filter(|_| (1..=3).contains(&end))?;
    let mut groups = 0;
    while bytes.get(end) == Some(&b'.') && digits(end + 1) == 3 {
        value = value * 1000.0 + rest[end + 1..end + 4].parse().unwrap_or(0.0);
        (end, groups) = (end + 4, groups + 1);
    }
    if bytes.get(end) == Some(&b',') && digits(end + 1) == 2 && groups > 0 {
        return Some((value + rest[end + 1..end + 3].parse().unwrap_or(0.0) / 100.0, end + 3));
    }
    let euros = ["€", "EUR", "Euro", "euro"]
        .iter()
        .any(|sign| rest[end..].trim_start_matches([' ', '\u{a0}']).starts_with(sign));
    (groups > 1 && euros).then_some((value, end))
}

/// How much of `rest` still belongs to a name with digits.
fn name_tail(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 0;
    loop {
        match bytes.get(end) {
            Some(byte) if byte.is_ascii_alphanumeric() || *byte == b'_' => end += 1,
            Some(b'.' | b':' | b'-' | b'/' | b'@' | b'#')
                if bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) =>
            {
                end += 2;
            }
            _ => return end,
        }
    }
}

fn run(rest: &str, part: impl Fn(char) -> bool) -> usize {
    rest.find(|char| !part(char)).unwrap_or(rest.len())
}

/// Han, kana and Hangul, which stand next to a number without a space.
fn is_cjk(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{2fff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_word_is_known_by_its_key_as_by_its_letters(
            known in prop::sample::select(WORDS.to_vec()),
            change in "[a-z]?|é|\\PC",
            cut in 0_usize..12,
            rest in "[ ,.]?\\PC{0,9}",
        ) {
            let (head, tail) = known.split_at(known.floor_char_boundary(cut.min(known.len())));
            for word in [known.to_owned(), known.to_ascii_uppercase(), format!("{head}{change}{tail}")] {
                let listed = WORDS.iter().position(|known| known.eq_ignore_ascii_case(&word));
                let found = meaning(format!("{word}{rest}").as_bytes(), word.len());
                prop_assert_eq!(found.map(std::ptr::from_ref), listed.map(|at| std::ptr::from_ref(&MEANINGS[at])));
            }
        }

        #[test]
        fn a_sentence_that_is_passed_over_has_no_start(
            prose in "(a|An|half|us|once|no|two|S3|C\\$|[0-9]|hours?|the|of|[-’' .,~$é½一。…]|x){0,12}[a-z ]{0,9}"
        ) {
            let all = tokens(&prose, Wanted::All);
            let wanted = tokens(&prose, Wanted::Figures);
            let starts = |tokens: &Tokens| -> Vec<_> {
                let place = |start: &Start| (tokens.list[start.at].span, start.number, start.phrase);
                tokens.starts.iter().map(place).collect()
            };
            prop_assert_eq!(starts(&wanted), starts(&all));
            // Of sentences that are read, every token is there.
            let within = |part: &Span, token: &Token| part.start <= token.span.start && token.span.start < part.end;
            for part in &wanted.parts {
                let spans = |tokens: &Tokens| -> Vec<_> {
                    let inside = tokens.list.iter().filter(|token| within(part, token));
                    inside.map(|token| (token.span, token.shape)).collect()
                };
                prop_assert_eq!(spans(&wanted), spans(&all));
            }
        }
    }

    /// What a figure may start with in `prose`, and how many tokens there are.
    fn starts(prose: &str) -> (Vec<&str>, usize) {
        let tokens = tokens(prose, Wanted::Figures);
        let at = |start: &Start| &prose[tokens.list[start.at].span.range()];
        (tokens.starts.iter().map(at).collect(), tokens.list.len())
    }

    #[test]
    fn a_sentence_where_no_figure_starts_is_only_its_end() {
        assert_eq!(starts("We rebuilt it in S3. Then a colleague left us by night!\nNobody"), (vec!["Nobody"], 2));
        assert_eq!(starts("To a team, in an office by the sea"), (vec![], 0));
        assert_eq!(tokens("We left.", Wanted::All).list.len(), 3);
    }

    #[test]
    fn words_start_a_figure_before_the_right_words_only() {
        for (prose, expected) in [
            ("cut in half", vec!["in"]),
            ("cut in two", vec!["two"]),
            ("An hour", vec!["An"]),
            ("a quarter of a plan", vec!["a"]),
            ("twice a day, twice they", vec!["twice", "a"]),
            ("told us $5", vec!["us", "$"]),
            ("told us C$5", vec!["us", "C$"]),
            ("days to weeks, days on end", vec!["days", "to", "weeks"]),
            ("in días años → días", vec!["años"]),
        ] {
            let found = starts(prose).0;
            assert_eq!(found.iter().filter(|it| **it != "5").copied().collect::<Vec<_>>(), expected, "{prose}");
        }
    }

    #[test]
    fn a_word_means_all_that_its_groups_say() {
        let half = meaning(b"half", 4).expect("a word that is known");
        assert_eq!((half.always, half.then, half.is), (0, NUMBER | PHRASE, next::PART | next::HALF));
        assert!(meaning(b"halve", 5).is_none());
    }
}
