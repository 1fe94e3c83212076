//! A draft as it was at some moment, for all who look at it while it goes on changing.

use std::sync::Arc;

use tower_lsp::lsp_types::{Position, Range, Url};

use super::client::Client;
use super::convert::Encoding;
use crate::coach::Analysis;
use crate::text::{DocSpan, Text};

/// A draft as it was at some moment. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Snapshot {
    /// Its address.
    pub(crate) uri: Url,
    /// Its text.
    pub(crate) text: Text,
    /// The version of its text, as the client counts.
    pub(crate) version: i32,
    /// What there is to say about that text.
    pub(crate) analysis: Arc<Analysis>,
    /// The client that asks.
    pub(crate) client: Arc<Client>,
}

impl Snapshot {
    /// What positions count.
    pub(crate) fn encoding(&self) -> Encoding {
        self.client.encoding
    }

    /// The range of `span`.
    pub(crate) fn range(&self, span: DocSpan) -> Range {
        self.encoding().range(&self.text, span)
    }

    /// The byte at `position`.
    pub(crate) fn offset(&self, position: Position) -> usize {
        self.encoding().offset(&self.text, position)
    }
}
