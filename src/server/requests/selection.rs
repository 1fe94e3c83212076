//! Selection ranges.

use tower_lsp::lsp_types::{Position, Range, SelectionRange};

use crate::features::selection;
use crate::server::snapshot::Snapshot;

/// Returns the selection ranges around each of `positions`, from the innermost one, which links to the outer ones.
pub(crate) fn selections(snapshot: &Snapshot, positions: &[Position]) -> Vec<SelectionRange> {
    let around = |position: &Position| {
        let offset = snapshot.offset(*position);
        let ranges = selection::ranges(&snapshot.analysis, &snapshot.text, offset).into_iter().rev();
        let nested = ranges.fold(None, |parent, span| {
            Some(SelectionRange { range: snapshot.range(span), parent: parent.map(Box::new) })
        });
        nested.unwrap_or(SelectionRange { range: Range::new(*position, *position), parent: None })
    };
    positions.iter().map(around).collect()
}
