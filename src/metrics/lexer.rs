//! Cuts prose into tokens.

use super::units::{self, Entry, WordList};
use crate::text::Span;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TokenKind {
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

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
    /// The word in lower case; empty for other tokens.
    pub(super) word: &'a str,
    /// The entry of the word in `lexicon/metrics.toml`; empty for other tokens.
    pub(super) entry: &'static Entry,
}

/// Returns the tokens of `prose`, in order. Whitespace is skipped, except for `\n`. `lower` is `prose` with its ASCII
/// letters in lower case.
pub(super) fn tokens<'a>(prose: &str, lower: &'a str) -> Vec<Token<'a>> {
    // Words are five letters long on average, with a space.
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(prose.len() / 5);
    let mut at = 0;
    while at < prose.len() {
        let (kind, len) = token(prose, at, tokens.last());
        let (start, end) = (at, at + len);
        at = end;
        let Some(kind) = kind else { continue };
        let word = if matches!(kind, TokenKind::Word | TokenKind::Cjk) { &lower[start..end] } else { "" };
        let entry = units::entry(if kind == TokenKind::Word { word } else { "" });
        let mut token = Token { kind, span: Span::new(start, end), word, entry };
        // "R$": the letters before the sign belong to the currency.
        if prose[start..].starts_with('$')
            && let Some(letters) = tokens.last().filter(|letters| letters.span.end == start)
            && let Some(code) = units::currency_of_sign(&prose[letters.span.start..end])
        {
            (token.kind, token.word) = (TokenKind::Currency(code), "");
            token.span.start = letters.span.start;
            tokens.pop();
        }
        tokens.push(token);
    }
    tokens
}

/// Returns the kind and the length in bytes of the token at byte `at` of `prose`. The kind is `None` for whitespace,
/// and for the period of an abbreviation (the previous token, `last`).
fn token(prose: &str, at: usize, last: Option<&Token<'_>>) -> (Option<TokenKind>, usize) {
    let rest = &prose[at..];
    let Some(first) = rest.chars().next() else { return (None, 1) };
    let (kind, len) = match first {
        ' ' => return (None, 1),
        '\n' | '!' | '?' | ';' => (TokenKind::Stop, 1),
        '0'..='9' => number(rest),
        _ if first.is_whitespace() => return (None, first.len_utf8()),
        _ if is_cjk(first) => (TokenKind::Cjk, run(rest, is_cjk)),
        _ if first.is_alphanumeric() || first == '_' => word(rest),
        '.' if is_abbreviation(prose, at, last) => return (None, 1),
        // "Node.js": a period within a name doesn't end a sentence.
        '.' if rest[1..].starts_with(char::is_alphanumeric) => (TokenKind::Other('.'), 1),
        '.' | '。' | '；' | '！' | '？' => (TokenKind::Stop, first.len_utf8()),
        _ if rest.starts_with("->") || rest.starts_with("=>") => (TokenKind::Arrow, 2),
        _ if rest.starts_with("-->") => (TokenKind::Arrow, 3),
        _ => (symbol(&rest[..first.len_utf8()], first), first.len_utf8()),
    };
    (Some(kind), len)
}

/// Whether the period at `at` belongs to an abbreviation before a number, such as "approx.", "vs.", "Rs.". `last` is
/// the token before it.
fn is_abbreviation(prose: &str, at: usize, last: Option<&Token<'_>>) -> bool {
    prose[at + 1..].trim_start_matches(' ').starts_with(|char: char| char.is_ascii_digit() || char == '~')
        && last.is_some_and(|token| token.span.end == at && token.entry.is_in(WordList::Abbreviation))
}

fn symbol(text: &str, char: char) -> TokenKind {
    match char {
        '%' | '％' => TokenKind::Percent,
        '→' | '➔' | '➜' | '➝' | '⇒' | '⟶' | '➡' => TokenKind::Arrow,
        '×' => TokenKind::Times,
        '~' | '≈' | '～' | '∼' => TokenKind::About,
        '<' | '≤' | '＜' => TokenKind::Less,
        '>' | '≥' | '＞' => TokenKind::Greater,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => TokenKind::Dash,
        _ if char.is_ascii() && char != '$' => TokenKind::Other(char),
        _ => units::currency_of_sign(text).map_or(TokenKind::Other(char), TokenKind::Currency),
    }
}

/// Returns the word at the start of `rest`, or, if it contains a digit, the whole name, which may continue after a
/// period, colon or hyphen.
fn word(rest: &str) -> (TokenKind, usize) {
    // ASCII first: nearly all words are.
    let is_letter =
        |char: char| char.is_ascii_alphanumeric() || !char.is_ascii() && char.is_alphanumeric() && !is_cjk(char);
    let end = run(rest, |char| is_letter(char) || matches!(char, '_' | '\'' | '’'));
    if let Some(digit) = rest[..end].bytes().position(|byte| byte.is_ascii_digit()) {
        // "Rs500" is an amount.
        let letters = rest[..digit].to_ascii_lowercase();
        if units::entry(&letters).currency.is_some_and(|currency| currency.is_before_amount(&letters)) {
            return (TokenKind::Word, digit);
        }
        let percentile = end + name_tail_of_percentile(&rest[..end], &rest[end..]);
        if rest[percentile..].starts_with(':') && is_percentile(&rest[..end]) {
            return (TokenKind::Name, percentile);
        }
        return (TokenKind::Name, end + name_tail(&rest[end..]));
    }
    // `INC-4821`, `us-east-1`, `recall@10`: the number belongs to the name. In "under-5" it doesn't.
    let tail = &rest[end..];
    let glued = |mark: char| tail.strip_prefix(mark).is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    let bound = || ["sub", "under", "by", "to", "over"].iter().any(|known| known.eq_ignore_ascii_case(&rest[..end]));
    if glued('@') || glued('#') || glued('-') && !bound() {
        return (TokenKind::Name, end + name_tail(tail));
    }
    (TokenKind::Word, end)
}

/// Whether the name is a percentile: `p95`, `P99`.
pub(super) fn is_percentile(name: &str) -> bool {
    matches!(name.as_bytes(), [b'p' | b'P', b'5' | b'7' | b'9', digits @ ..] if digits.iter().all(u8::is_ascii_digit))
}

/// Returns the number of bytes of `tail` that belong to the percentile before it: ".9" in `p99.9:300ms`.
fn name_tail_of_percentile(name: &str, tail: &str) -> usize {
    match tail.strip_prefix('.') {
        Some(digits) if is_percentile(name) => 1 + run(digits, |char| char.is_ascii_digit()),
        _ => 0,
    }
}

/// Returns the number at the start of `rest`. A run with more periods or colons than a number has is a name:
/// `10.0.0.1/16`, `1.2.3`, `02:30`.
fn number(rest: &str) -> (TokenKind, usize) {
    let bytes = rest.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(0);
    let mut value = whole(&rest[..end]);
    // A comma before three digits separates thousands. Otherwise it is a decimal comma, as in much of Europe.
    while matches!(bytes.get(end), Some(b',')) && digits(end + 1) == 3 && end > 0 {
        value = value * 1000.0 + whole(&rest[end + 1..end + 4]);
        end += 4;
    }
    // "1.234.567 €": periods that separate thousands.
    let dots = bytes.get(end) == Some(&b'.') && digits(end + 1) == 3;
    if dots && let Some((value, end)) = dotted(rest) {
        return (TokenKind::Number(value), end);
    }
    if matches!(bytes.get(end), Some(b'.' | b',')) && digits(end + 1) > 0 {
        let len = digits(end + 1);
        let fraction = whole(&rest[end + 1..end + 1 + len]);
        value += fraction / 10_f64.powi(i32::try_from(len).unwrap_or(i32::MAX));
        end += 1 + len;
    }
    let follows = |mark: &[u8]| bytes.get(end).is_some_and(|byte| mark.contains(byte)) && digits(end + 1) > 0;
    if follows(b".:") || bytes.get(end) == Some(&b'_') {
        return (TokenKind::Name, end + name_tail(&rest[end..]));
    }
    (TokenKind::Number(value), end)
}

/// Returns the value of `digits`; 0 if there are none.
fn whole(digits: &str) -> f64 {
    digits.parse().unwrap_or_default()
}

/// Returns the value and length of a number with periods between its thousands, if it has a decimal comma or comes
/// before euros.
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

/// Returns the number of bytes of `rest` that belong to the name before it.
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

/// Returns the length in bytes of the prefix of `rest` whose characters are all `part`.
fn run(rest: &str, part: impl Fn(char) -> bool) -> usize {
    rest.find(|char| !part(char)).unwrap_or(rest.len())
}

/// Whether the character is Han, kana or Hangul, which are written next to a number without a space.
fn is_cjk(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{2fff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}
