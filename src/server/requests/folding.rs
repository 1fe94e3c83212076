//! Folding ranges.

use tower_lsp::lsp_types::FoldingRange;

use crate::features::folding::{self, Fold};
use crate::server::snapshot::Snapshot;

/// Returns the folding ranges of answers and sections, at most as many as the client supports.
pub(crate) fn folds(snapshot: &Snapshot) -> Vec<FoldingRange> {
    let line = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
    let range = |fold: Fold| FoldingRange {
        start_line: line(fold.first),
        end_line: line(fold.last),
        ..FoldingRange::default()
    };
    let limit = snapshot.client.fold_limit.unwrap_or(usize::MAX);
    folding::folds(&snapshot.analysis, &snapshot.text, limit).into_iter().map(range).collect()
}
