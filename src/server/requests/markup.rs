//! Markup content.

use tower_lsp::lsp_types::{MarkupContent, MarkupKind};

use crate::features::markup::Format;

/// `value` as markup content in `format`.
pub(super) fn markup(format: Format, value: String) -> MarkupContent {
    let kind = match format {
        Format::Markdown => MarkupKind::Markdown,
        Format::Plain => MarkupKind::PlainText,
    };
    MarkupContent { kind, value }
}
