//! Prose cut into the tokens that figures are made of.

use crate::text::Span;
use crate::vocabulary::Words;

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
    /// What may start with it.
    pub(super) start: Start,
}

/// What may start with a token, as far as one look tells: nothing starts with most words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// No figure.
    Nothing,
    /// A number in words, or an amount.
    Number,
    /// An outcome that words say.
    Phrase,
    /// Either.
    Anything,
}

/// Words that are numbers, or stand before one.
static NUMBERS: Words = Words::new(&[
    "two",
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
    "an",
    "usd",
    "us",
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
    "one",
    "three",
    "a",
    "half",
]);

/// Words that may begin an outcome: multiples, shares, what is not there, times, rhythms.
static PHRASES: Words = Words::new(&[
    "halved",
    "halving",
    "doubled",
    "doubling",
    "tripled",
    "tripling",
    "trebled",
    "quadrupled",
    "quadrupling",
    "double",
    "doubles",
    "triple",
    "triples",
    "twofold",
    "threefold",
    "fourfold",
    "fivefold",
    "tenfold",
    "twice",
    "order",
    "orders",
    "hundreds",
    "thousands",
    "millions",
    "billions",
    "no",
    "not",
    "without",
    "had",
    "only",
    "just",
    "once",
    "nobody",
    "single",
    "sub",
    "subsecond",
    "in",
    "by",
    "within",
    "to",
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
    "dias",
    "jours",
    "weeks",
    "semanas",
    "semaines",
    "months",
    "meses",
    "mois",
    "quarters",
    "years",
    "anos",
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
    "zero",
    "one",
    "two",
    "three",
    "a",
    "half",
]);

impl Start {
    /// What may start with `word`.
    fn of(word: &str) -> Self {
        // The lists are of ASCII words.
        if word.is_ascii() { Self::of_letters(word) } else { Self::Anything }
    }

    /// The same of a word of ASCII characters.
    #[inline]
    fn of_letters(word: &str) -> Self {
        match (NUMBERS.contains(word), PHRASES.contains(word)) {
            (false, false) => Self::Nothing,
            (true, false) => Self::Number,
            (false, true) => Self::Phrase,
            (true, true) => Self::Anything,
        }
    }
}

/// The tokens of `prose`, in order; white space but `\n` is none.
pub(super) fn tokens(prose: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(prose.len() / 4 + 1);
    let bytes = prose.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b' ' {
            at += 1;
            continue;
        }
        // Nearly every token is a word of plain letters; only the others are worth decoding.
        let mut end = at;
        while end < bytes.len() && bytes[end].is_ascii_alphabetic() {
            end += 1;
        }
        if end > at && ends_word(bytes, end) {
            tokens.push(Token {
                kind: Kind::Word,
                span: Span::new(at, end),
                start: Start::of_letters(&prose[at..end]),
            });
            at = end;
            continue;
        }
        let plain = match bytes[at] {
            b'\n' => Some(Kind::Stop),
            byte @ (b',' | b'(' | b')' | b':' | b'"' | b'\'' | b'*') => Some(Kind::Other(byte.into())),
            b'-' if !matches!(bytes.get(at + 1), Some(b'-' | b'>')) => Some(Kind::Dash),
            _ => None,
        };
        if let Some(kind) = plain {
            tokens.push(Token { kind, span: Span::new(at, at + 1), start: Start::Nothing });
            at += 1;
            continue;
        }
        let rest = &prose[at..];
        let Some(first) = rest.chars().next() else { break };
        let (kind, len) = match first {
            _ if first.is_whitespace() => {
                at += first.len_utf8();
                continue;
            }
            '0'..='9' => number(rest),
            _ if is_cjk(first) => (Kind::Cjk, run(rest, is_cjk)),
            _ if first.is_alphanumeric() || first == '_' => word(rest),
            '.' if is_abbreviation(prose, at, tokens.last()) => {
                at += 1;
                continue;
            }
            // "Node.js": a dot within a name ends nothing.
            '.' if rest[1..].starts_with(char::is_alphanumeric) => (Kind::Other('.'), 1),
            '.' | '!' | '?' | ';' | '。' | '；' | '！' | '？' => (Kind::Stop, first.len_utf8()),
            _ if rest.starts_with("->") || rest.starts_with("=>") => (Kind::Arrow, 2),
            _ if rest.starts_with("-->") => (Kind::Arrow, 3),
            '$' => {
                // "R$": the letters before the sign say whose dollars, or that they are none.
                let letters =
                    tokens.last().filter(|token| token.span.end == at).map(|token| &prose[token.span.range()]);
                if let Some(code) = letters.and_then(dollars) {
                    if let Some(last) = tokens.last_mut() {
                        let span = Span::new(last.span.start, at + 1);
                        *last = Token { kind: Kind::Currency(code), span, start: Start::Number };
                    }
                    at += 1;
                    continue;
                }
                (Kind::Currency("USD"), 1)
            }
            _ => (symbol(first), first.len_utf8()),
        };
        let start = match kind {
            Kind::Word => Start::of(&rest[..len]),
            Kind::Number(_) | Kind::Currency(_) => Start::Number,
            Kind::Cjk => Start::Phrase,
            _ => Start::Nothing,
        };
        tokens.push(Token { kind, span: Span::new(at, at + len), start });
        at += len;
    }
    tokens
}

/// Whether a word of plain letters ends at `end`: nothing there holds on to it, and it holds on to no number.
fn ends_word(bytes: &[u8], end: usize) -> bool {
    match bytes.get(end) {
        None => true,
        Some(b'-' | b'@' | b'#') => !bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
        Some(byte) => byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'\''),
    }
}

/// Whether the last token is a word whose dot ends no sentence: "approx.", "vs.", "Rs.".
/// The dot stands at `at`.
fn is_abbreviation(prose: &str, at: usize, last: Option<&Token>) -> bool {
    last.filter(|token| token.span.end == at).is_some_and(|token| {
        let word = &prose[token.span.range()];
        ["approx", "aprox", "vs", "ca", "rs", "est", "avg", "min", "max", "incl"]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
            && prose[at + 1..].trim_start_matches(' ').starts_with(|char: char| char.is_ascii_digit() || char == '~')
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
    let mut value: f64 = rest[..end].parse().unwrap_or_default();
    // Groups of three are thousands; anything else after the comma is a decimal fraction, as much of Europe writes it.
    while matches!(bytes.get(end), Some(b',')) && digits(end + 1) == 3 && end > 0 {
        value = value * 1000.0 + rest[end + 1..end + 4].parse().unwrap_or(0.0);
        end += 4;
    }
    if matches!(bytes.get(end), Some(b'.' | b',')) && digits(end + 1) > 0 {
        let len = digits(end + 1);
        let fraction: f64 = rest[end + 1..end + 1 + len].parse().unwrap_or(0.0);
        value += fraction / 10_f64.powi(i32::try_from(len).unwrap_or(i32::MAX));
        end += 1 + len;
    }
    // "1.234.567 €": dots between groups of three, where a currency follows that is written so.
    if let Some((value, end)) = dotted(rest) {
        return (Kind::Number(value), end);
    }
    let follows = |mark: &[u8]| bytes.get(end).is_some_and(|byte| mark.contains(byte)) && digits(end + 1) > 0;
    if follows(b".:") || bytes.get(end) == Some(&b'_') {
        return (Kind::Name, end + name_tail(&rest[end..]));
    }
    (Kind::Number(value), end)
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
