//! The containers at the beginning of a line: list items, blockquotes, table rows, HTML cells, and headings.

use crate::draft::html::block_tag;

/// The containers at the beginning of a line, before its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefix {
    /// The length in bytes: the words begin here.
    pub len: usize,
    /// The length in bytes of the blockquote marks, bullets, and white space.
    pub indent: usize,
    /// The level of the heading, or 0 if there is none.
    pub heading: u8,
    /// The number of blockquote marks.
    pub quotes: u8,
    /// Whether there is a bullet or a number.
    pub listed: bool,
    /// Whether there is an opening HTML tag of a cell, row, list item, or another block.
    pub cell: bool,
    /// Whether there is an opening `<summary>` tag.
    pub summary: bool,
    /// Whether there is the mark of a callout: `[!note]`.
    pub callout: bool,
    /// Whether there is a pipe, which begins a table row.
    pub pipe: bool,
}

/// Garbled bullets: "•" in UTF-8 read as MacRoman or Windows-1252.
pub const BROKEN_BULLETS: [&str; 2] = ["‚Ä¢", "â€¢"];

/// Reads the containers at the beginning of `line`, and the comments before and between them.
pub fn prefix(line: &str) -> Prefix {
    let mut found = Prefix::default();
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let step = match first {
            b'A'..=b'Z' | b'a'..=b'z' => break,
            b' ' | b'\t' => 1,
            b'>' if found.heading == 0 => {
                found.quotes = found.quotes.saturating_add(1);
                1
            }
            b'-' | b'*' | b'+' if is_space(bytes.get(at + 1)) && !is_rule(&line[at..]) => {
                found.listed = true;
                1
            }
            b'#' if found.heading == 0 => {
                let level = bytes[at..].iter().take_while(|&&byte| byte == b'#').count();
                match level {
                    1..=6 if is_space(bytes.get(at + level)) => {
                        found.heading = level as u8;
                        level
                    }
                    _ => break,
                }
            }
            b'0'..=b'9' if !found.cell => match number(&line[at..]) {
                Some(len) => {
                    found.listed = true;
                    len
                }
                None => break,
            },
            b'[' if found.listed && is_checkbox(&line[at..]) => 3,
            b'[' if found.quotes > 0 && !found.callout => match callout_mark(&line[at..]) {
                Some(len) => {
                    found.callout = true;
                    len
                }
                None => break,
            },
            b'|' if !found.pipe => {
                found.pipe = true;
                1
            }
            b'<' if line[at..].starts_with("<!--") => match line[at + 2..].find("-->") {
                Some(len) => len + 5,
                None => break,
            },
            b'<' => match opening_tag(&line[at..]) {
                Some((len, name)) => {
                    found.summary |= name == "summary";
                    found.cell |= matches!(name, "td" | "th" | "li" | "dt" | "dd" | "p" | "summary" | "tr" | "div");
                    if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
                        found.heading = level - b'0';
                    }
                    len
                }
                None => break,
            },
            0x80.. => match non_ascii_container(&line[at..], found.heading) {
                Some((len, listed)) => {
                    found.listed |= listed;
                    len
                }
                None => break,
            },
            _ => break,
        };
        at += step;
        if !matches!(first, b'#' | b'<' | b'|' | b'[') || !found.callout && first == b'[' {
            found.indent = at;
        }
    }
    found.len = at;
    found
}

/// Whether `byte` is a space or a tab.
fn is_space(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b' ' | b'\t'))
}

/// Returns the length in bytes of the non-ASCII white space or bullet that `rest` begins with, and whether it is a bullet.
/// `heading` is the level of the heading it is in, or 0.
fn non_ascii_container(rest: &str, heading: u8) -> Option<(usize, bool)> {
    let first = rest.chars().next()?;
    match first {
        '\u{a0}' | '\u{feff}' => Some((first.len_utf8(), false)),
        '•' | '◦' | '▪' | '‣' | '●' | '○' | '■' | '–' if heading == 0 => Some((first.len_utf8(), true)),
        _ => BROKEN_BULLETS.iter().find(|bullet| rest.starts_with(**bullet)).map(|bullet| (bullet.len(), true)),
    }
}

/// Returns the length of "1." or "2)" at the start of `rest`, if white space or emphasis follows.
pub(super) fn number(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits + 1..)?;
    let is_item = digits <= 3 && matches!(rest.as_bytes()[digits], b'.' | b')');
    (is_item && after.starts_with([' ', '\t', '*', '_'])).then_some(digits + 1)
}

fn is_checkbox(rest: &str) -> bool {
    matches!(rest.as_bytes(), [b'[', b' ' | b'x' | b'X', b']', ..])
}

/// Returns the length of `[!note]`, `[!note]-`, or `[!note]+` at the start of `rest`.
fn callout_mark(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix("[!")?;
    let len = name.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'))?;
    let fold = name[len..].strip_prefix(']')?.starts_with(['-', '+']);
    (len > 0).then_some(len + 3 + usize::from(fold))
}

/// Returns the length and the lower-case name of the opening block tag that `rest` begins with.
fn opening_tag(rest: &str) -> Option<(usize, &'static str)> {
    let inner = rest.strip_prefix('<')?;
    let name_len = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = block_tag(&inner[..name_len])?;
    let close = inner.as_bytes().iter().take(200).position(|&byte| byte == b'>')?;
    Some((close + 2, name))
}

/// Whether `line` is a thematic break: three or more of the same character `-`, `*`, or `_`, and white space.
pub fn is_rule(line: &str) -> bool {
    let (mut mark, mut count) = (0, 0);
    for &byte in line.as_bytes() {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'-' | b'*' | b'_' if count == 0 || byte == mark => {
                mark = byte;
                count += 1;
            }
            _ => return false,
        }
    }
    count >= 3
}
