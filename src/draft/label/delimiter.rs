//! The decoration before a label's words, and the delimiter after them.

use super::container::number;
use crate::metrics;

/// Decoration before a label's words: emoji, emphasis marks, inline tags, numbering within them.
pub(super) struct Opening {
    /// Its length in bytes.
    pub(super) len: usize,
    /// The number of emphasis marks and inline tags.
    pub(super) markers: usize,
}

/// Reads the decoration that `rest` begins with.
pub(super) fn opening(rest: &str) -> Opening {
    let mut open = Opening { len: 0, markers: 0 };
    while open.len <= 48
        && let Some(c) = rest[open.len..].chars().next()
    {
        let here = &rest[open.len..];
        let step = match c {
            'A'..='Z' | 'a'..='z' => match roman(here) {
                Some(len) if open.len == 0 => len,
                _ => break,
            },
            '=' | '\'' if highlight(here).is_some() => {
                open.markers += 1;
                highlight(here).unwrap_or(1)
            }
            '*' | '_' => {
                open.markers += 1;
                1
            }
            ' ' | '\t' | '\u{fe0f}' | '\u{200d}' => c.len_utf8(),
            '<' => match (inline_tag(here), anchor(here)) {
                (Some(len), _) => {
                    open.markers += 1;
                    len
                }
                (None, Some(len)) => len,
                (None, None) => break,
            },
            // A span with attributes: "[Situation]{.underline}".
            '[' if attributes_after(here).is_some() => {
                open.markers += 1;
                1
            }
            '0'..='9' => match number(here) {
                Some(len) => len,
                None => break,
            },
            // Emoji and other symbols, except brackets, which may belong to the words: "(S) Situation".
            c if !c.is_alphanumeric() && !c.is_ascii() && !"（【「《".contains(c) => c.len_utf8(),
            _ => break,
        };
        open.len += step;
    }
    open
}

/// Returns the length of "I.", "II.", "III)" at the start of `rest`, if white space follows.
fn roman(rest: &str) -> Option<usize> {
    let len = rest.bytes().take_while(|byte| matches!(byte, b'I' | b'V' | b'X')).count();
    let after = rest.get(len + 1..)?;
    let is_item = (1..=4).contains(&len) && matches!(rest.as_bytes()[len], b'.' | b')');
    (is_item && after.starts_with(' ')).then_some(len + 1)
}

/// Returns the length of the marks of highlighted or MediaWiki's bold words at the start of `rest`: `==Task==`, `'''Task'''`.
fn highlight(rest: &str) -> Option<usize> {
    ["===", "==", "'''"].into_iter().find(|mark| rest.starts_with(mark)).map(str::len)
}

/// Returns the length of the inline tag (`<b>`, `<strong>`…) that `rest` begins with.
fn inline_tag(rest: &str) -> Option<usize> {
    let close = rest.as_bytes().iter().take(80).position(|&byte| byte == b'>')?;
    let name = rest[1..close].split([' ', '/']).next()?;
    ["strong", "b", "em", "i", "u", "span", "font"]
        .iter()
        .any(|tag| tag.eq_ignore_ascii_case(name))
        .then_some(close + 1)
}

/// Returns the length of the opening or closing tag of an anchor that `rest` begins with: `<a id="x">`, `</a>`.
fn anchor(rest: &str) -> Option<usize> {
    let is_anchor = ["<a ", "<a>", "</a>"].iter().any(|tag| rest.starts_with(tag));
    rest.find('>').filter(|&end| is_anchor && end < 120).map(|end| end + 1)
}

/// Returns the length of the attributes that follow the bracketed words that `rest` begins with: `{.underline}`.
fn attributes_after(rest: &str) -> Option<usize> {
    let after = rest[rest.find(']')?..].strip_prefix(']').filter(|after| after.starts_with('{'))?;
    after.find('}').map(|end| end + 1)
}

/// The delimiter, emphasis marks, tags, and white space after a label's words.
#[derive(Default)]
pub(super) struct Closing {
    /// The offset of its end, where the body begins.
    pub(super) end: usize,
    /// Whether there is a delimiter of any kind.
    pub(super) delimiter: bool,
    /// Whether the delimiter is a colon.
    pub(super) colon: bool,
    /// Whether the delimiter is a period.
    pub(super) stop: bool,
    /// Whether the delimiter is surrounded by white space, or is an em dash.
    pub(super) spaced: bool,
    /// Whether it closes emphasis.
    pub(super) emphasis: bool,
    /// Whether it has a closing tag or a `<br>`.
    pub(super) tag: bool,
}

/// Reads what follows a label's words, from byte `from` of `line` on.
pub(super) fn closing(line: &str, from: usize, emphasized: bool) -> Closing {
    let mut close = Closing { end: from, ..Closing::default() };
    while let Some(c) = line[close.end..].chars().next() {
        let rest = &line[close.end..];
        let before = line.as_bytes()[..close.end].last().copied();
        let step = match c {
            'A'..='Z' | 'a'..='z' => break,
            ' ' | '\t' | '\r' | '\n' => c.len_utf8(),
            '*' | '_'
                if emphasized
                    && (!close.emphasis || rest.len() == 1 || before == Some(c as u8) || before == Some(b'}')) =>
            {
                close.emphasis = true;
                1
            }
            '=' | '\'' if emphasized && !close.emphasis && highlight(rest).is_some() => {
                close.emphasis = true;
                highlight(rest).unwrap_or(1)
            }
            '-' | '=' if !close.delimiter && rest[1..].starts_with('>') => {
                (close.delimiter, close.spaced) = (true, true);
                2
            }
            // "Sit. – …"
            '-' | '–' | '—' | ':' if close.stop && matches!(before, Some(b' ' | b'.')) => {
                (close.stop, close.colon) = (false, c == ':');
                close.spaced = true;
                c.len_utf8()
            }
            ':' | '：' | '.' | '-' | '–' | '—' | '。' | '→' | '=' if !close.delimiter => {
                let spaced = matches!(before, Some(b' ' | b'*' | b'_' | b'>'))
                    && rest[c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
                match c {
                    ':' | '：' => close.colon = true,
                    '.' => close.stop = true,
                    '-' if !spaced => break,
                    _ => {}
                }
                close.delimiter = true;
                close.spaced = spaced || c == '—';
                c.len_utf8() + if c == '-' { rest.bytes().skip(1).take_while(|&byte| byte == b'-').count() } else { 0 }
            }
            '<' if rest.starts_with("</") || rest.starts_with("<br") => match rest.find('>') {
                Some(len) => {
                    close.tag = true;
                    close.emphasis |= emphasized;
                    len + 1
                }
                None => break,
            },
            '<' if rest.starts_with("<a ") => match anchor(rest) {
                Some(len) => len,
                None => break,
            },
            ']' if emphasized && rest.starts_with("]{") => match rest.find('}') {
                Some(end) => {
                    close.emphasis = true;
                    end + 1
                }
                None => break,
            },
            // "**Result** (30 seconds): …"
            '(' if close.emphasis && !close.delimiter => match remark(rest) {
                Some(len) => len,
                None => break,
            },
            '#' if rest.trim_end().bytes().all(|byte| byte == b'#') => rest.len(),
            _ => match broken_dash(rest) {
                Some(dash) if !close.delimiter => {
                    close.delimiter = true;
                    close.spaced = true;
                    dash.len()
                }
                _ => break,
            },
        };
        close.end += step;
    }
    close
}

/// Returns the length of the delimiter that `rest` begins with, including the white space after it.
pub(super) fn delimiter(rest: &str) -> Option<usize> {
    let len = match rest.chars().next()? {
        c @ (':' | '：' | '-' | '–' | '—' | '=' | '.') => c.len_utf8(),
        _ => broken_dash(rest)?.len(),
    };
    let spaces = rest[len..].len() - rest[len..].trim_start_matches([' ', '\t']).len();
    Some(len + spaces)
}

/// Garbled dashes: "–" and "—", likewise.
const BROKEN_DASHES: [&str; 4] = ["‚Äì", "‚Äî", "â€“", "â€”"];

/// Returns the garbled dash that `rest` begins with.
pub(super) fn broken_dash(rest: &str) -> Option<&'static str> {
    BROKEN_DASHES.into_iter().find(|dash| rest.starts_with(dash))
}

/// Returns the length of the speaking time that `rest` begins with: "30 seconds", "10-15 s", "~2 min".
pub(crate) fn speaking_time(rest: &str) -> Option<usize> {
    let digits = rest.trim_start_matches(['~', '≈', ' ']);
    let after = digits.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '.'));
    let unit = after.trim_start_matches([' ', '-']);
    let starts = digits.starts_with(|c: char| c.is_ascii_digit());
    let len = metrics::speaking_time_unit(unit).filter(|_| starts)?;
    Some(rest.len() - unit.len() + len)
}

/// Returns the length of the remark in brackets that `rest` begins with, if it belongs to a label: nothing or a delimiter
/// follows it, or it is a speaking time.
fn remark(rest: &str) -> Option<usize> {
    let close = rest.find(')').filter(|&close| close <= 48)?;
    let (inner, after) = (&rest[1..close], rest[close + 1..].trim_start());
    let is_time = inner.trim_start_matches(['~', '≈', ' ']).starts_with(|c: char| c.is_ascii_digit())
        && inner.split_whitespace().count() <= 3;
    (is_time || after.is_empty() || after.starts_with([':', '：', '–', '—'])).then_some(close + 1)
}
