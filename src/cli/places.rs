//! Where something stands, as people count: lines and columns.

use serde::Serialize;

use crate::text::{DocSpan, Text};

/// Tells the lines and columns of a draft's places, of which there may be many.
#[derive(Debug)]
pub(super) struct Places {
    text: String,
    /// Whether some lines may end at `\r`.
    has_returns: bool,
    /// How many lines end before each block of the text.
    ended: Vec<usize>,
}

/// How many bytes a block has: lines are counted from its start.
const BLOCK: usize = 512;

/// Lines and columns are 1-based, columns count Unicode scalar values, the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
        let has_returns = memchr::memchr(b'\r', text.as_bytes()).is_some();
        let mut places = Self { has_returns, ended: Vec::with_capacity(text.len() / BLOCK + 1), text };
        let mut ended = 0;
        for start in (0..=places.text.len()).step_by(BLOCK) {
            places.ended.push(ended);
            ended += places.count_ends(start, places.text.len().min(start + BLOCK));
        }
        places
    }

    /// Where `span` stands.
    pub(super) fn range(&self, span: DocSpan) -> Range {
        let Place { line, column } = self.place(span.start);
        let (end_line, end_column) = match self.count_ends(span.start, span.end) {
            0 => (line, column + self.text[span.start..span.end].chars().count()),
            _ => {
                let end = self.place(span.end);
                (end.line, end.column)
            }
        };
        Range { line, column, end_line, end_column }
    }

    /// Where `offset` stands, a place between two characters.
    pub(super) fn place(&self, offset: usize) -> Place {
        let mut start = offset;
        while start > 0 && !self.ends_line(start - 1) {
            start = memchr::memrchr2(b'\n', b'\r', &self.text.as_bytes()[..start - 1]).map_or(0, |end| end + 1);
        }
        Place { line: self.line(offset), column: self.text[start..offset].chars().count() + 1 }
    }

    /// The line of `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        1 + self.ended[block] + self.count_ends(block * BLOCK, offset)
    }

    /// How many lines end at a byte from `start` up to, not including, `end`.
    fn count_ends(&self, start: usize, end: usize) -> usize {
        let bytes = &self.text.as_bytes()[start..end];
        match self.has_returns {
            false => memchr::memchr_iter(b'\n', bytes).count(),
            true => memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|at| self.ends_line(start + at)).count(),
        }
    }

    /// Whether the byte at `at` is the last one of a line.
    fn ends_line(&self, at: usize) -> bool {
        match self.text.as_bytes()[at..] {
            [b'\n', ..] => true,
            [b'\r', ref rest @ ..] => rest.first() != Some(&b'\n'),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_the_text_tells() {
        let long = "a line\n".repeat(100) + &"é\r\n".repeat(200) + &"x".repeat(BLOCK) + "\r\r\n";
        for draft in [&*long, "", "a", "one\ntwo", "\r\n\r\nd\u{e9}j\u{e0}\rvu\n", "\n\n\r", "😀\u{2028}x\r\ny"] {
            let text = Text::from(draft);
            let places = Places::new(&text);
            for offset in (0..=draft.len()).filter(|offset| draft.is_char_boundary(*offset)) {
                let line = text.line_of(offset);
                let column = text.char_len(DocSpan::new(text.line_start(line), offset)) + 1;
                let place = Place { line: line + 1, column };
                assert_eq!(places.place(offset), place, "{draft:?} at {offset}");
                assert_eq!(places.line(offset), place.line, "{draft:?} at {offset}");
                for start in
                    (offset.saturating_sub(9)..=offset).chain([0]).filter(|start| draft.is_char_boundary(*start))
                {
                    let Range { line, column, end_line, end_column } = places.range(DocSpan::new(start, offset));
                    assert_eq!(Place { line, column }, places.place(start), "{draft:?} at {start}");
                    assert_eq!(Place { line: end_line, column: end_column }, place, "{draft:?} to {offset}");
                }
            }
        }
    }
}
