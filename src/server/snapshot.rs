//! An immutable state of a draft, for requests that run while the draft changes.

use std::sync::Arc;

use tower_lsp::lsp_types::{Position, Range, Url};

use super::client::Client;
use super::convert::Encoding;
use crate::coach::Analysis;
use crate::text::{DocSpan, Text};

/// An immutable state of an open draft. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Snapshot {
    /// Its URI.
    pub(crate) uri: Url,
    /// Its text.
    pub(crate) text: Text,
    /// The version of its text, from the client.
    pub(crate) version: i32,
    /// The analysis of that text.
    pub(crate) analysis: Arc<Analysis>,
    /// The client.
    pub(crate) client: Arc<Client>,
}

impl Snapshot {
    /// Returns the unit of positions.
    pub(crate) fn encoding(&self) -> Encoding {
        self.client.encoding
    }

    /// Returns the range of `span`.
    pub(crate) fn range(&self, span: DocSpan) -> Range {
        self.encoding().range(&self.text, span)
    }

    /// Returns the byte offset of `position`.
    pub(crate) fn offset(&self, position: Position) -> usize {
        self.encoding().offset(&self.text, position)
    }
}
