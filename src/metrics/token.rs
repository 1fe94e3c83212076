//! Prose cut into the tokens that figures are made of.

use crate::text::Span;
use crate::vocabulary::{self, Bytes, Shape, Words, is_same};

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
    /// Those of sentences in which a figure may start; of each other sentence only what ends it.
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
static KNOWN: Words = Words::new(&WORDS);
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

/// What words that may start a figure look like: for each look, a bit for each shape.
static STARTS: [u32; 256] = starts();

const fn starts() -> [u32; 256] {
    let mut shapes = [0; 256];
    let mut at = 0;
    while at < COUNT {
        let Meaning { always, then, .. } = MEANINGS[at];
        if always | then != 0 {
            let word = WORDS[at].as_bytes();
            let shape = Shape::of(WORDS[at]);
            shapes[look(shape, word[word.len() / 2]) as usize] |= shape.rest();
        }
        at += 1;
    }
    shapes
}

/// What a word looks like, case aside, apart from its length and end: shapes alone do not tell "and" from "aud".
#[inline(always)]
const fn look(shape: Shape, middle: u8) -> u8 {
    shape.letter() as u8 | middle << 5
}

/// What `word` means, which looks like `shape`.
fn meaning(word: &str, shape: Shape) -> Meaning {
    KNOWN.position(word, shape).map_or(Meaning::NONE, |index| MEANINGS[index])
}

/// What a word of plain letters may go on with: digits, what holds on to them, what other scripts begin with.
static HOLD: Bytes = Bytes::of(b"0123456789-@#_'").and_beyond_ascii();
/// Signs of one byte that are nothing but themselves.
static PLAIN: Bytes = Bytes::of(b",()[]{}:\"'*/\\`+&#@|^");

/// Tokens as they are read.
struct Reader {
    wanted: Wanted,
    read: Tokens,
    /// What the last token is, and what it may start where the next one is right.
    pending: Meaning,
    /// Where the sentence that is read begins: in the prose, in the list, and among the starts.
    sentence: (usize, usize, usize),
}

impl Reader {
    #[inline(always)]
    fn push(&mut self, kind: Kind, start: usize, end: usize, shape: Shape) {
        self.read.list.push(Token { kind, span: Span { start, end }, shape });
    }

    /// The next token is a word of this meaning, not yet pushed.
    fn mean(&mut self, meaning: Meaning) {
        let at = self.read.list.len();
        if self.pending.needs & meaning.is != 0 {
            self.start(at - 1, self.pending.then);
        }
        if meaning.always != 0 {
            self.start(at, meaning.always);
        }
        self.pending = meaning;
    }

    /// The next token is a sign, a number or a name.
    fn sign(&mut self, kind: Kind, start: usize, end: usize) {
        let (is, always) = match kind {
            Kind::Dash => (next::DASH, 0),
            Kind::Number(_) | Kind::Currency(_) => (next::SIGN, NUMBER),
            Kind::Cjk => (next::ANYTHING, PHRASE),
            _ => (next::SIGN, 0),
        };
        if (self.pending.needs & is) | u32::from(always) != 0 {
            self.mean(Meaning { is, always, ..Meaning::NONE });
        }
        self.pending.needs = 0;
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

    /// The next token ends a sentence.
    fn stop(&mut self, start: usize, end: usize) {
        self.close(end);
        self.push(Kind::Stop, start, end, Shape::NONE);
        self.sentence = (end, self.read.list.len(), self.read.starts.len());
    }

    /// The sentence ends, at `end` of the prose.
    fn close(&mut self, end: usize) {
        let (start, first, starts) = self.sentence;
        self.pending.needs = 0;
        if self.wanted == Wanted::Figures && self.read.starts.len() == starts {
            self.read.list.truncate(first);
            return;
        }
        match self.read.parts.last_mut() {
            Some(part) if part.end == start => part.end = end,
            _ => self.read.parts.push(Span::new(start, end)),
        }
    }
}

/// The wanted tokens of `prose`.
pub(super) fn tokens(prose: &str, wanted: Wanted) -> Tokens {
    let bytes = prose.as_bytes();
    let read = Tokens { list: Vec::with_capacity(bytes.len() / 8 + 8), ..Tokens::default() };
    let mut reader = Reader { wanted, read, pending: Meaning::NONE, sentence: (0, 0, 0) };
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        if first == b' ' {
            at += 1;
            continue;
        }
        // Nearly every token is a word of plain letters; only the others are worth decoding.
        if first.is_ascii_alphabetic() {
            let mut end = vocabulary::end_of_letters(bytes, at + 1);
            let after = bytes.get(end).copied().unwrap_or(b' ');
            let mut ends = true;
            if HOLD.contains(after) {
                end = end_of_word(bytes, end);
                ends = ends_word(bytes, end);
            }
            if ends {
                let shape = Shape::of_ends(first, bytes[end - 1], end - at);
                let look = look(shape, bytes[at + (end - at) / 2]);
                if STARTS[usize::from(look)] & shape.rest() != 0 || reader.pending.needs != 0 {
                    reader.mean(meaning(&prose[at..end], shape));
                }
                reader.push(Kind::Word, at, end, shape);
                at = end + usize::from(after == b' ');
                continue;
            }
        } else if PLAIN.contains(first) {
            reader.sign(Kind::Other(first.into()), at, at + 1);
            at += 1;
            continue;
        } else if is_stop(bytes, at) {
            reader.stop(at, at + 1);
            at += 1;
            continue;
        } else if first == b'-' && !matches!(bytes.get(at + 1), Some(b'-' | b'>')) {
            reader.sign(Kind::Dash, at, at + 1);
            at += 1;
            continue;
        }
        at = other(prose, at, &mut reader);
    }
    reader.close(bytes.len());
    reader.read
}

/// Reads what is no word of plain letters at `at` of `prose`, and says where it ends.
fn other(prose: &str, at: usize, reader: &mut Reader) -> usize {
    let rest = &prose[at..];
    let Some(first) = rest.chars().next() else { return prose.len() };
    let last = reader.read.list.last();
    let (kind, len) = match first {
        '0'..='9' => number(rest),
        // Quotation marks and dashes.
        '\u{2010}'..='\u{2027}' => (symbol(first), first.len_utf8()),
        _ if first.is_whitespace() => return at + first.len_utf8(),
        _ if is_cjk(first) => (Kind::Cjk, run(rest, is_cjk)),
        _ if first.is_alphanumeric() || first == '_' => word(rest),
        '.' if is_abbreviation(prose, at, last) => return at + 1,
        // "Node.js": a dot within a name ends nothing.
        '.' if rest[1..].starts_with(char::is_alphanumeric) => (Kind::Other('.'), 1),
        '.' | '。' | '；' | '！' | '？' => (Kind::Stop, first.len_utf8()),
        _ if rest.starts_with("->") || rest.starts_with("=>") => (Kind::Arrow, 2),
        _ if rest.starts_with("-->") => (Kind::Arrow, 3),
        '$' => {
            // "R$": the letters before the sign say whose dollars, or that they are none.
            let letters = last.filter(|token| token.span.end == at).map(|token| &prose[token.span.range()]);
            if let Some(code) = letters.and_then(dollars)
                && let Some(last) = reader.read.list.pop()
            {
                reader.pending.needs = 0;
                reader.sign(Kind::Currency(code), last.span.start, at + 1);
                return at + 1;
            }
            (Kind::Currency("USD"), 1)
        }
        _ => (symbol(first), first.len_utf8()),
    };
    match kind {
        Kind::Word => {
            let word = &rest[..len];
            let shape = Shape::of(word);
            reader.mean(meaning(word, shape));
            reader.push(kind, at, at + len, shape);
        }
        Kind::Stop => reader.stop(at, at + len),
        _ => reader.sign(kind, at, at + len),
    }
    at + len
}

/// Whether the byte at `at` ends a sentence, whatever it is made of. A dot does where white space follows, and no number.
fn is_stop(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\n' | b'!' | b'?' | b';' => true,
        b'.' => {
            let mut next = at + 1;
            while bytes.get(next) == Some(&b' ') {
                next += 1;
            }
            match bytes.get(next) {
                None | Some(b'\n') => true,
                Some(b'0'..=b'9' | b'~') => false,
                Some(_) => next > at + 1,
            }
        }
        _ => false,
    }
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
    prose[at + 1..].trim_start_matches(' ').starts_with(|char: char| char.is_ascii_digit() || char == '~')
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

/// Letters; with a digit among them, the whole name, as it may go on after a dot, a colon or a hyphen.
fn word(rest: &str) -> (Kind, usize) {
    let is_part = |char: char| match char {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '\'' | '’' => true,
        _ => !char.is_ascii() && char.is_alphanumeric() && !is_cjk(char),
    };
    let is_one_of = |word: &str, known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
    let end = run(rest, is_part);
    if let Some(digit) = rest[..end].find(|char: char| char.is_ascii_digit()) {
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
    use super::*;

    /// What a figure may start with in `prose`, and how many tokens there are.
    fn starts(prose: &str) -> (Vec<&str>, usize) {
        let tokens = tokens(prose, Wanted::Figures);
        let at = |start: &Start| &prose[tokens.list[start.at].span.range()];
        (tokens.starts.iter().map(at).collect(), tokens.list.len())
    }

    #[test]
    fn a_sentence_where_no_figure_starts_is_only_its_end() {
        assert_eq!(starts("We rebuilt it in S3. Then a colleague left us by night!\nNobody"), (vec!["Nobody"], 4));
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
        let half = meaning("half", Shape::of("half"));
        assert_eq!((half.always, half.then, half.is), (0, NUMBER | PHRASE, next::PART | next::HALF));
        let other = meaning("halve", Shape::of("halve"));
        assert_eq!((other.always, other.then, other.is), (0, 0, 0));
    }
}
