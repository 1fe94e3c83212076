//! The next gap in a draft.

use serde_json::{Value, json};
use tower_lsp::lsp_types::{Position, Range};

use crate::features::gaps;
use crate::server::snapshot::Snapshot;

/// A gap.
pub(crate) struct Gap {
    /// The range to select.
    pub(crate) selection: Range,
    /// The result of the command.
    pub(crate) response: Value,
}

/// Returns the next gap after `position`, or the first one in the answer there; `None` without a gap.
pub(crate) fn gap(snapshot: &Snapshot, position: Position, in_answer: bool) -> Option<Gap> {
    let offset = snapshot.offset(position);
    let gap = match in_answer {
        true => gaps::first_of_answer(&snapshot.analysis, offset),
        false => gaps::next(&snapshot.analysis, offset),
    }?;
    let selection = snapshot.range(gap.selection);
    let response = json!({
        "uri": snapshot.uri,
        "range": snapshot.range(gap.span),
        "selection": selection,
        "rule": gap.rule,
        "message": gap.message,
    });
    Some(Gap { selection, response })
}
