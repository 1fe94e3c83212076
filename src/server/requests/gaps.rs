//! The way to what is left to write.

use serde_json::{Value, json};
use tower_lsp::lsp_types::{Position, Range};

use crate::features::gaps;
use crate::server::snapshot::Snapshot;

/// A gap.
pub(crate) struct Gap {
    /// What to select.
    pub(crate) selection: Range,
    /// What a client is told of it.
    pub(crate) answer: Value,
}

/// The next gap from `position` on, or the first one of the answer there; `None` if there is none.
pub(crate) fn gap(snapshot: &Snapshot, position: Position, in_answer: bool) -> Option<Gap> {
    let offset = snapshot.offset(position);
    let gap = match in_answer {
        true => gaps::first_of_answer(&snapshot.analysis, offset),
        false => gaps::next(&snapshot.analysis, offset),
    }?;
    let selection = snapshot.range(gap.selection);
    let answer = json!({
        "uri": snapshot.uri,
        "range": snapshot.range(gap.span),
        "selection": selection,
        "rule": gap.rule,
        "message": gap.message,
    });
    Some(Gap { selection, answer })
}
