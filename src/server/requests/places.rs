//! Positions within an answer, which cost one search of the draft for all of them.

use tower_lsp::lsp_types::{Position, Range};

use crate::coach::Placed;
use crate::server::convert::{Encoding, Piece};
use crate::text::{DocSpan, Text};

/// An answer, and what its places are in the protocol.
pub(super) struct Place<'a> {
    placed: &'a Placed,
    piece: Piece<'a>,
    encoding: Encoding,
    /// Where it starts.
    first: Position,
}

impl<'a> Place<'a> {
    /// The places of `placed`, an answer of `text`.
    pub(super) fn new(placed: &'a Placed, text: &Text, encoding: Encoding) -> Self {
        let first = encoding.position(text, placed.span.start);
        Self { placed, piece: Piece::new(placed.report.answer.text()), encoding, first }
    }

    /// The position of the byte at `offset` of the answer.
    pub(super) fn position(&self, offset: usize) -> Position {
        self.piece.position_from(self.encoding, self.first, offset)
    }

    /// The range of `span`, which lies in the answer.
    pub(super) fn range(&self, span: DocSpan) -> Range {
        let span = self.placed.within(span).unwrap_or_default();
        Range::new(self.position(span.start), self.position(span.end))
    }
}
