//! Converts many positions within an answer, with one search for its start in the draft.

use tower_lsp::lsp_types::{Position, Range};

use crate::coach::Placed;
use crate::server::convert::{Encoding, Piece};
use crate::text::{DocSpan, Text};

/// Converts offsets and spans of one answer to LSP positions and ranges.
pub(super) struct AnswerPositions<'a> {
    placed: &'a Placed,
    piece: Piece<'a>,
    encoding: Encoding,
    /// The position of its start in the draft.
    start: Position,
}

impl<'a> AnswerPositions<'a> {
    /// For `placed`, an answer of the draft `text`.
    pub(super) fn new(placed: &'a Placed, text: &Text, encoding: Encoding) -> Self {
        let start = encoding.position(text, placed.span.start);
        Self { placed, piece: Piece::new(placed.report.answer.text()), encoding, start }
    }

    /// Returns the position of the byte at `offset` in the answer.
    pub(super) fn position(&self, offset: usize) -> Position {
        self.piece.position_from(self.encoding, self.start, offset)
    }

    /// Returns the range of `span`, a span of the draft within the answer.
    pub(super) fn range(&self, span: DocSpan) -> Range {
        let span = self.placed.within(span).unwrap_or_default();
        Range::new(self.position(span.start), self.position(span.end))
    }
}
