//! Where something stands, as people count: lines and columns.

use serde::Serialize;

use crate::text::{DocSpan, Text};

/// Tells the lines and columns of a draft's places, of which there may be many.
#[derive(Debug)]
pub(super) struct Places {
    text: String,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// Lines and columns are 1-based, columns count Unicode scalar values, the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Range {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// As in [`Range`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Places {
    /// The places of `text`.
    pub(super) fn new(text: &Text) -> Self {
        let text = text.to_string();
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[end] == b'\n' || bytes.get(end + 1) != Some(&b'\n') {
                lines.push(end + 1);
            }
        }
        Self { text, lines }
    }

    /// Where `span` stands.
    pub(super) fn range(&self, span: DocSpan) -> Range {
        let Place { line, column } = self.place(span.start);
        let Place { line: end_line, column: end_column } = self.place(span.end);
        Range { line, column, end_line, end_column }
    }

    /// Where `offset` stands, a place between two characters.
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.line(offset);
        let start = self.lines[..line].last().copied().unwrap_or_default();
        Place { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// The line of `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_the_text_tells() {
        for draft in ["", "a", "one\ntwo", "\r\n\r\nd\u{e9}j\u{e0}\rvu\n", "\n\n\r", "😀\u{2028}x\r\ny"] {
            let text = Text::from(draft);
            let places = Places::new(&text);
            for offset in (0..=draft.len()).filter(|offset| draft.is_char_boundary(*offset)) {
                let line = text.line_of(offset);
                let column = text.char_len(DocSpan::new(text.line_start(line), offset)) + 1;
                assert_eq!(places.place(offset), Place { line: line + 1, column }, "{draft:?} at {offset}");
            }
        }
    }
}
