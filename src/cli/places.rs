//! Positions in a draft as people count: lines and columns.

use serde::Serialize;

use crate::text::{DocSpan, Text};

/// A position between two characters. Lines and columns are 1-based; columns count Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct LineColumn {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A range of positions; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Range {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl LineColumn {
    /// Returns the position of `offset` in `text`.
    pub(super) fn new(text: &Text, offset: usize) -> Self {
        let line = text.line_of(offset);
        let column = text.char_len(DocSpan::new(text.line_start(line), offset));
        Self { line: line + 1, column: column + 1 }
    }
}

impl Range {
    /// Returns the range of `span` in `text`.
    pub(super) fn new(text: &Text, span: DocSpan) -> Self {
        let LineColumn { line, column } = LineColumn::new(text, span.start);
        let end = LineColumn::new(text, span.end);
        Self { line, column, end_line: end.line, end_column: end.column }
    }
}
