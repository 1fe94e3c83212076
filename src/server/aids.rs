//! What an editor shows on demand at a place of a draft: hovers.

use tower_lsp::lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

use super::client::Client;
use crate::analysis::Analysis;
use crate::features;
use crate::features::markup::Format;
use crate::text::Text;

/// A draft as it is, and who looks at it.
pub(crate) struct Place<'a> {
    /// Its text.
    pub(crate) text: &'a Text,
    /// What there is to say about that text.
    pub(crate) analysis: &'a Analysis,
    /// Who looks.
    pub(crate) client: &'a Client,
}

impl Place<'_> {
    /// What there is to know about `position`.
    pub(crate) fn hover(&self, position: Position) -> Option<Hover> {
        let encoding = self.client.encoding;
        let format = self.client.hover_format;
        let hover = features::hover::hover(self.analysis, self.text, encoding.offset(self.text, position), format)?;
        Some(Hover {
            contents: HoverContents::Markup(markup(format, hover.text)),
            range: Some(encoding.range(self.text, hover.span)),
        })
    }
}

fn markup(format: Format, value: String) -> MarkupContent {
    let kind = match format {
        Format::Markdown => MarkupKind::Markdown,
        Format::Plain => MarkupKind::PlainText,
    };
    MarkupContent { kind, value }
}
