//! Hovers.

use tower_lsp::lsp_types::{Hover, HoverContents, Position};

use super::markup::markup;
use crate::features;
use crate::server::snapshot::Snapshot;

/// Returns the hover at `position`.
pub(crate) fn hover(snapshot: &Snapshot, position: Position) -> Option<Hover> {
    let format = snapshot.client.hover_format;
    let hover = features::hover::hover(&snapshot.analysis, &snapshot.text, snapshot.offset(position), format)?;
    Some(Hover { contents: HoverContents::Markup(markup(format, hover.text)), range: Some(snapshot.range(hover.span)) })
}
