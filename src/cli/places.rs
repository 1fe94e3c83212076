//! Where something is in a draft, as people count: lines and columns.

use serde::Serialize;

use crate::text::{DocSpan, Text};

/// A place between two characters. Lines and columns are 1-based; columns count Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Two places; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Range {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Place {
    /// Where `offset` is in `text`.
    pub(super) fn new(text: &Text, offset: usize) -> Self {
        let line = text.line_of(offset);
        let column = text.char_len(DocSpan::new(text.line_start(line), offset));
        Self { line: line + 1, column: column + 1 }
    }
}

impl Range {
    /// Where `span` is in `text`.
    pub(super) fn new(text: &Text, span: DocSpan) -> Self {
        let Place { line, column } = Place::new(text, span.start);
        let end = Place::new(text, span.end);
        Self { line, column, end_line: end.line, end_column: end.column }
    }
}
