//! Prose cut into the tokens that figures are made of.

use super::units::{self, Entry, List};
use crate::text::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A number in digits.
    Number(f64),
    /// Letters without digits.
    Word,
    /// A run of a script that writes without spaces.
    Cjk,
    /// A name with digits in it: `S3`, `v1.2`, `10.0.0.1`, `02:30`, `INC-4821`.
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

/// A token and where it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// What `lexicon/metrics.toml` says about the word, if it is one.
    pub(super) entry: &'static Entry,
}

/// The tokens of `prose`, in order; white space other than `\n` makes none. `lower` is `prose` with its ASCII letters in
/// lower case.
pub(super) fn tokens(prose: &str, lower: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < prose.len() {
        let (kind, len) = token(prose, at, tokens.last());
        let (start, end) = (at, at + len);
        at = end;
        let Some(kind) = kind else { continue };
        let word = if kind == Kind::Word { &lower[start..end] } else { "" };
        let mut token = Token { kind, span: Span::new(start, end), entry: units::entry(word) };
        // "R$": the letters before the sign say which dollars.
        if prose[start..].starts_with('$')
            && let Some(letters) = tokens.last().filter(|letters| letters.span.end == start)
            && let Some(code) = units::currency_of_sign(&prose[letters.span.start..end])
        {
            token.kind = Kind::Currency(code);
            token.span.start = letters.span.start;
            tokens.pop();
        }
        tokens.push(token);
    }
    tokens
}

/// What is at `at` of `prose`, and how long it is. White space and the dot of an abbreviation, which is the token `last`,
/// are nothing.
fn token(prose: &str, at: usize, last: Option<&Token>) -> (Option<Kind>, usize) {
    let rest = &prose[at..];
    let Some(first) = rest.chars().next() else { return (None, 1) };
    let (kind, len) = match first {
        '\n' | '!' | '?' | ';' => (Kind::Stop, 1),
        '0'..='9' => number(rest),
        _ if first.is_whitespace() => return (None, first.len_utf8()),
        _ if is_cjk(first) => (Kind::Cjk, run(rest, is_cjk)),
        _ if first.is_alphanumeric() || first == '_' => word(rest),
        '.' if is_abbreviation(prose, at, last) => return (None, 1),
        // "Node.js": a dot within a name ends nothing.
        '.' if rest[1..].starts_with(char::is_alphanumeric) => (Kind::Other('.'), 1),
        '.' | '。' | '；' | '！' | '？' => (Kind::Stop, first.len_utf8()),
        _ if rest.starts_with("->") || rest.starts_with("=>") => (Kind::Arrow, 2),
        _ if rest.starts_with("-->") => (Kind::Arrow, 3),
        _ => (symbol(&rest[..first.len_utf8()], first), first.len_utf8()),
    };
    (Some(kind), len)
}

/// Whether the last token is a word whose dot ends no sentence: "approx.", "vs.", "Rs.". The dot is at `at`, and a number
/// follows.
fn is_abbreviation(prose: &str, at: usize, last: Option<&Token>) -> bool {
    prose[at + 1..].trim_start_matches(' ').starts_with(|char: char| char.is_ascii_digit() || char == '~')
        && last.is_some_and(|token| token.span.end == at && token.entry.is_in(List::Abbreviation))
}

fn symbol(text: &str, char: char) -> Kind {
    match char {
        '%' | '％' => Kind::Percent,
        '→' | '➔' | '➜' | '➝' | '⇒' | '⟶' | '➡' => Kind::Arrow,
        '×' => Kind::Times,
        '~' | '≈' | '～' | '∼' => Kind::About,
        '<' | '≤' | '＜' => Kind::Less,
        '>' | '≥' | '＞' => Kind::Greater,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Kind::Dash,
        _ if char.is_ascii() && char != '$' => Kind::Other(char),
        _ => units::currency_of_sign(text).map_or(Kind::Other(char), Kind::Currency),
    }
}

/// Letters; with a digit among them, the whole name, as it may go on after a dot, a colon or a hyphen.
fn word(rest: &str) -> (Kind, usize) {
    let is_part = |char: char| char.is_alphanumeric() && !is_cjk(char) || matches!(char, '_' | '\'' | '’');
    let end = run(rest, is_part);
    if let Some(digit) = rest[..end].find(|char: char| char.is_ascii_digit()) {
        // "Rs500" is an amount.
        let letters = rest[..digit].to_ascii_lowercase();
        if units::entry(&letters).currency.is_some_and(|currency| currency.is_before_amount(&letters)) {
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
    let bound = || ["sub", "under", "by", "to", "over"].iter().any(|known| known.eq_ignore_ascii_case(&rest[..end]));
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
    digits.parse().unwrap_or_default()
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
    let unit = rest[end..].trim_start_matches([' ', '\u{a0}']);
    let word = unit[..run(unit, char::is_alphabetic)].to_lowercase();
    let euros = unit.starts_with('€')
        || units::entry(&word).currency.is_some_and(|currency| currency.code.as_deref() == Some("EUR"));
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

/// Han, kana and Hangul, which are next to a number without a space.
fn is_cjk(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{2fff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}
