//! Where something stands, as people count: lines and columns.

use serde::Serialize;

use crate::text::{DocSpan, Text};
use crate::vocabulary::{EACH, TOP};

/// Tells the lines and columns of a draft's places, of which there may be many.
#[derive(Debug)]
pub(super) struct Places {
    text: String,
    /// Where each line but the first begins.
    starts: Vec<usize>,
}

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
        let text = text.slice(text.full_span()).into_owned();
        let bytes = text.as_bytes();
        // About as many as there are in most drafts.
        let mut starts = Vec::with_capacity(bytes.len() / 64);
        let (chunks, rest) = bytes.as_chunks();
        for (index, chunk) in chunks.iter().enumerate() {
            let eight = u64::from_le_bytes(*chunk);
            // To take so much from a line end borrows, as it does from few other characters: what stands behind one may
            // look like one, too.
            let mut found = eight.wrapping_sub(EACH * (b'\r' as u64 + 1)) & !eight & TOP;
            while found != 0 {
                let at = 8 * index + found.trailing_zeros() as usize / 8;
                found &= found - 1;
                if ends_line(bytes, at) {
                    starts.push(at + 1);
                }
            }
        }
        for at in bytes.len() - rest.len()..bytes.len() {
            if ends_line(bytes, at) {
                starts.push(at + 1);
            }
        }
        Self { text, starts }
    }

    /// Where `span` stands.
    pub(super) fn range(&self, span: DocSpan) -> Range {
        let (before, line_start) = self.lines_before(span.start);
        let Place { line, column } = self.place_on(before, line_start, span.start);
        let (end_line, end_column) = match self.starts.get(before) {
            Some(next) if *next <= span.end => {
                let end = self.place(span.end);
                (end.line, end.column)
            }
            _ => (line, column + count_chars(&self.text.as_bytes()[span.range()])),
        };
        Range { line, column, end_line, end_column }
    }

    /// Where `offset` stands, a place between two characters.
    pub(super) fn place(&self, offset: usize) -> Place {
        let (before, line_start) = self.lines_before(offset);
        self.place_on(before, line_start, offset)
    }

    /// The line of `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.lines_before(offset).0 + 1
    }

    /// How many lines end before `offset`, and where the line of `offset` begins.
    fn lines_before(&self, offset: usize) -> (usize, usize) {
        // The standard library's search is one of calls, since the program is compiled for size.
        let (mut low, mut high) = (0, self.starts.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.starts[middle] <= offset {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        (low, if low == 0 { 0 } else { self.starts[low - 1] })
    }

    /// Where `offset` stands on the line that begins at `line_start`, behind so many lines.
    fn place_on(&self, before: usize, line_start: usize, offset: usize) -> Place {
        Place { line: before + 1, column: count_chars(&self.text.as_bytes()[line_start..offset]) + 1 }
    }
}

/// How many characters begin in `bytes`, which are text.
fn count_chars(bytes: &[u8]) -> usize {
    let (chunks, rest) = bytes.as_chunks();
    let mut count = bytes.len();
    for chunk in chunks {
        let eight = u64::from_le_bytes(*chunk);
        // Nearly all is ASCII. Of what is not, those have no bit below the top one that begin no character.
        if eight & TOP != 0 {
            count -= (eight & !(eight << 1) & TOP).count_ones() as usize;
        }
    }
    for &byte in rest {
        count -= usize::from(matches!(byte, 0x80..0xc0));
    }
    count
}

/// Whether the byte at `at`, which is in `bytes`, is the last one of a line.
fn ends_line(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_the_text_tells() {
        let long = "a line\n".repeat(30) + &"é\r\n".repeat(50) + &"x漢".repeat(40) + "\r\r\n\u{b}";
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
