//! Inlay hints.

use tower_lsp::lsp_types::{InlayHint, InlayHintTooltip, Range};

use crate::features::inlays::{self, Inlay};
use crate::server::snapshot::Snapshot;

/// Returns the inlay hints in `range`.
pub(crate) fn inlays(snapshot: &Snapshot, range: Range) -> Vec<InlayHint> {
    let span = snapshot.encoding().span(&snapshot.text, range);
    let hint = |inlay: Inlay| InlayHint {
        position: snapshot.encoding().position(&snapshot.text, inlay.at),
        label: inlay.label.into(),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(inlay.tooltip)),
        padding_left: Some(true),
        padding_right: Some(true),
        data: None,
    };
    inlays::inlays(&snapshot.analysis, &snapshot.text, span).into_iter().map(hint).collect()
}
