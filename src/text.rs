//! The text of a draft: a rope addressed by byte offsets.
//!
//! Only this file uses `ropey`. Lines end at `\n`, `\r\n`, and `\r`, as in the Language Server Protocol, and at nothing
//! else. This module has no notion of protocol positions, versions, or Markdown.

pub mod edit;

pub mod encoding;

pub mod wording;

use std::borrow::Cow;
use std::ops::Range;

use ropey::Rope;
use ropey::iter::Chunks;

/// A range of byte offsets within one answer. Both ends are on `char` boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

/// A range of byte offsets within a draft. Both ends are on `char` boundaries.
///
/// Only [`crate::coach::Placed`] converts between [`Span`] and `DocSpan`: a position within an answer means nothing without
/// the current position of that answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocSpan {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

macro_rules! span_methods {
    ($name:ident) => {
        impl $name {
            /// Creates the span from `start` up to, but not including, `end`.
            pub fn new(start: usize, end: usize) -> Self {
                debug_assert!(start <= end, "a span runs forward");
                Self { start, end }
            }

            /// Returns the length in bytes.
            pub fn len(self) -> usize {
                self.end - self.start
            }

            /// Whether the span is empty.
            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether `offset` is inside the span or at one of its ends, as a cursor that touches it.
            pub fn touches(self, offset: usize) -> bool {
                self.start <= offset && offset <= self.end
            }

            /// Whether all of `other` is inside the span.
            pub fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the two share a byte.
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// Returns the span as a range, for slicing.
            pub fn range(self) -> Range<usize> {
                self.start..self.end
            }

            /// Returns the span moved by `by` bytes.
            pub fn shifted(self, by: isize) -> Self {
                Self::new(self.start.saturating_add_signed(by), self.end.saturating_add_signed(by))
            }
        }
    };
}

span_methods!(Span);
span_methods!(DocSpan);

/// An edit: the bytes from `start` to `old_end` were replaced by those from `start` to `new_end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The offset at which the old and the new text begin to differ.
    pub start: usize,
    /// The offset in the old text from which on both are the same again.
    pub old_end: usize,
    /// The offset in the new text from which on both are the same again.
    pub new_end: usize,
}

impl Change {
    /// Returns the number of bytes by which the text became longer.
    pub fn grown(self) -> isize {
        self.new_end as isize - self.old_end as isize
    }

    /// Returns the one change that covers this one and `later`, which was made after it.
    pub fn then(self, later: Self) -> Self {
        Self {
            start: self.start.min(later.start),
            old_end: self.old_end.max(later.old_end.saturating_add_signed(-self.grown())),
            new_end: later.new_end.max(self.new_end.saturating_add_signed(later.grown())),
        }
    }
}

/// The text of a draft. A clone is cheap and independent of the original.
#[derive(Clone, Debug, Default)]
pub struct Text {
    rope: Rope,
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.rope.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.rope == other.rope
    }
}

impl Text {
    /// Returns the length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the span of the whole text.
    pub fn full_span(&self) -> DocSpan {
        DocSpan::new(0, self.len())
    }

    /// Returns the number of lines. A text that ends with a line end has an empty last line.
    pub fn line_count(&self) -> usize {
        self.rope.len_lines()
    }

    /// Returns the line (0-based) that contains `offset`. Offsets past the end are on the last line.
    pub fn line_of(&self, offset: usize) -> usize {
        self.rope.byte_to_line(offset.min(self.len()))
    }

    /// Returns the offset at which `line` (0-based) starts. Lines past the end start at the end of the text.
    pub fn line_start(&self, line: usize) -> usize {
        if line >= self.line_count() { self.len() } else { self.rope.line_to_byte(line) }
    }

    /// Returns the span of `line` (0-based) without its line end.
    pub fn line_span(&self, line: usize) -> DocSpan {
        let start = self.line_start(line);
        let next = self.line_start(line + 1);
        let ends_with = |back: usize, byte: u8| next >= start + back && self.rope.get_byte(next - back) == Some(byte);
        let end = match () {
            () if line + 1 >= self.line_count() => next,
            () if ends_with(2, b'\r') && ends_with(1, b'\n') => next - 2,
            () if ends_with(1, b'\n') || ends_with(1, b'\r') => next - 1,
            () => next,
        };
        DocSpan::new(start, end)
    }

    /// Returns the text of `span`.
    ///
    /// # Panics
    /// If `span` is not inside the text or not on `char` boundaries. Callers must clamp positions from a client.
    pub fn slice(&self, span: DocSpan) -> Cow<'_, str> {
        if let Some(text) = self.within_chunk(span) {
            return Cow::Borrowed(text);
        }
        let mut text = String::new();
        while text.len() < span.len() {
            let from = span.start + text.len();
            let (chunk, at, ..) = self.rope.chunk_at_byte(from);
            text.push_str(&chunk[from - at..chunk.len().min(span.end - at)]);
        }
        Cow::Owned(text)
    }

    /// Returns the text of `span` if it is stored in one chunk of the rope. Faster than a slice of `ropey`, which counts
    /// characters and lines.
    ///
    /// # Panics
    /// As [`Text::slice`].
    fn within_chunk(&self, span: DocSpan) -> Option<&str> {
        assert!(span.end <= self.len(), "a span is inside the text");
        let (chunk, at, ..) = self.rope.chunk_at_byte(span.start);
        (span.end - at <= chunk.len()).then(|| &chunk[span.start - at..span.end - at])
    }

    /// Whether the text contains `char`.
    pub fn contains_char(&self, char: char) -> bool {
        self.rope.chunks().any(|chunk| chunk.contains(char))
    }

    /// Returns the last `char` boundary at or before `offset`, which may be any number.
    pub fn floor_boundary(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        self.rope.char_to_byte(self.rope.byte_to_char(offset))
    }

    /// Replaces `span` by `with`.
    ///
    /// # Panics
    /// As [`Text::slice`].
    pub fn replace(&mut self, span: DocSpan, with: &str) {
        let start = self.rope.byte_to_char(span.start);
        let end = self.rope.byte_to_char(span.end);
        self.rope.remove(start..end);
        self.rope.insert(start, with);
    }

    /// Returns the number of UTF-16 code units in `span`.
    pub fn utf16_len(&self, span: DocSpan) -> usize {
        self.rope.byte_slice(span.range()).len_utf16_cu()
    }

    /// Returns the number of Unicode scalar values in `span`.
    pub fn char_len(&self, span: DocSpan) -> usize {
        match self.within_chunk(span) {
            Some(text) => text.chars().count(),
            None => self.rope.byte_slice(span.range()).len_chars(),
        }
    }

    /// Returns the byte offset `units` UTF-16 code units after the start of `span`, at most its end. Within a surrogate pair,
    /// it is the start of the pair.
    pub fn utf16_offset(&self, span: DocSpan, units: usize) -> usize {
        let slice = self.rope.byte_slice(span.range());
        match slice.try_utf16_cu_to_char(units) {
            Ok(char) => span.start + slice.char_to_byte(char),
            Err(_) => span.end,
        }
    }

    /// Returns the byte offset `chars` Unicode scalar values after the start of `span`, at most its end.
    pub fn char_offset(&self, span: DocSpan, chars: usize) -> usize {
        let slice = self.rope.byte_slice(span.range());
        match slice.try_char_to_byte(chars) {
            Ok(byte) => span.start + byte,
            Err(_) => span.end,
        }
    }

    /// Returns the line end of the first line, or `\n` if there is only one line.
    pub fn line_end(&self) -> &'static str {
        let first = self.line_span(0).end;
        match &*self.slice(DocSpan::new(first, self.line_start(1))) {
            "\r\n" => "\r\n",
            "\r" => "\r",
            _ => "\n",
        }
    }

    /// Iterates over the lines from the one that contains `offset` on: the start of each, and its text with its line end.
    pub fn lines_from(&self, offset: usize) -> Lines<'_> {
        let start = self.line_start(self.line_of(offset));
        let (mut chunks, at, ..) = self.rope.chunks_at_byte(start);
        let chunk = chunks.next().unwrap_or_default();
        Lines { chunks, rest: &chunk[start - at..], start, is_over: false }
    }
}

/// An iterator over the lines of a text: the start of each, and its text with its line end. Copies only lines that are
/// stored in several chunks.
pub struct Lines<'a> {
    chunks: Chunks<'a>,
    /// The rest of the current chunk.
    rest: &'a str,
    /// The offset of the next line in the text.
    start: usize,
    /// Whether the last line, which has no line end, was returned.
    is_over: bool,
}

impl<'a> Lines<'a> {
    /// Returns the part of the current line that is in the current chunk, and whether the line ends there.
    fn part(&mut self) -> (&'a str, bool) {
        let bytes = self.rest.as_bytes();
        let end = self.rest.find(['\n', '\r']).unwrap_or(bytes.len());
        let len = match bytes[end..] {
            // `ropey` never splits the two across chunks.
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        let (part, rest) = self.rest.split_at(end + len);
        self.rest = rest;
        (part, len > 0)
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, Cow<'a, str>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let (part, mut ended) = self.part();
        let mut line = Cow::Borrowed(part);
        while !ended {
            let Some(chunk) = self.chunks.next() else {
                self.is_over = true;
                break;
            };
            self.rest = chunk;
            let part;
            (part, ended) = self.part();
            line += part;
        }
        let start = self.start;
        self.start += line.len();
        Some((start, line))
    }
}

/// Returns the offset in `text` at which the line that contains `offset` starts.
pub fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// Returns `line` without its line end.
pub fn without_line_end(line: &str) -> &str {
    line.strip_suffix("\r\n").or_else(|| line.strip_suffix(['\n', '\r'])).unwrap_or(line)
}

/// Returns the number of characters to insert, delete, or replace to turn one name into the other, ignoring case.
pub fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.to_lowercase().chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_line_ends_of_the_protocol_count() {
        assert_eq!(Text::from("a\u{2028}b\u{b}c\u{85}d").line_count(), 1);
        assert_eq!(Text::from("a\nb\r\nc\rd").line_count(), 4);
    }

    #[test]
    fn a_line_span_excludes_its_end() {
        let text = Text::from("ab\r\ncd\nef\r\n\ngh");
        let lines: Vec<_> = (0..text.line_count()).map(|line| text.slice(text.line_span(line)).into_owned()).collect();
        assert_eq!(lines, ["ab", "cd", "ef", "", "gh"]);
        assert_eq!(text.line_span(99), DocSpan::new(text.len(), text.len()));
    }

    #[test]
    fn utf16_offsets_round_down_within_a_pair_and_clamp() {
        let text = Text::from("a😀b");
        let line = text.line_span(0);
        assert_eq!([0, 1, 2, 3, 4, 9].map(|units| text.utf16_offset(line, units)), [0, 1, 1, 5, 6, 6]);
        assert_eq!([0, 1, 2, 9].map(|chars| text.char_offset(line, chars)), [0, 1, 5, 6]);
    }

    #[test]
    fn lines_and_slices_are_those_of_the_whole_text() {
        let end = ["\n", "\r\n", "\r", "\n\r", "\r\r\n", "é\n\n"];
        for (count, last) in [(0, ""), (0, "a"), (1, ""), (7, "\r"), (900, ""), (901, "\n"), (902, "…"), (3000, "end")]
        {
            let mut draft: String =
                (0..count).map(|i| format!("{}{}", "wörd ".repeat(i * 7 % 13), end[i * 5 % end.len()])).collect();
            draft.push_str(last);
            let mut text = Text::from(&*draft);
            // Pieces as editing leaves them.
            for at in (0..draft.len()).step_by(997).filter(|at| draft.is_char_boundary(*at)) {
                text.replace(DocSpan::new(at, at), "x\r");
                text.replace(DocSpan::new(at, at + 2), "");
            }
            let mut at = 0;
            let mut lines: Vec<(usize, &str)> = Vec::new();
            while let Some(len) = draft[at..].find(['\n', '\r']) {
                let len = len + if draft[at + len..].starts_with("\r\n") { 2 } else { 1 };
                lines.push((at, &draft[at..at + len]));
                at += len;
            }
            lines.push((at, &draft[at..]));
            assert!(
                text.lines_from(0).eq(lines.iter().map(|(at, line)| (*at, Cow::Borrowed(*line)))),
                "{count} {last:?}"
            );
            for (number, (at, line)) in lines.iter().enumerate().step_by(17) {
                assert_eq!(
                    text.lines_from(at + line.len().saturating_sub(1)).next(),
                    Some((*at, Cow::Borrowed(*line)))
                );
                let to = lines[(number + number % 40).min(lines.len() - 1)].0;
                let span = DocSpan::new(*at, to);
                assert_eq!(text.slice(span), draft[span.range()]);
                assert_eq!(text.char_len(span), draft[span.range()].chars().count());
            }
            assert_eq!(text.lines_from(draft.len()).next(), lines.last().map(|(at, line)| (*at, Cow::Borrowed(*line))));
        }
    }

    #[test]
    #[should_panic(expected = "a span is inside the text")]
    fn a_span_past_the_end_is_no_text() {
        Text::from("ab").slice(DocSpan::new(1, 3));
    }

    #[test]
    fn replacing_keeps_the_rest() {
        let mut text = Text::from("one two three");
        text.replace(DocSpan::new(4, 7), "2");
        assert_eq!(text.to_string(), "one 2 three");
        assert_eq!(text.floor_boundary(99), text.len());
    }
}
