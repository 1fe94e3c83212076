//! The empty answer that is inserted on request.

use serde_json::Value;
use tower_lsp::lsp_types::{Position, Range};

use super::edits::{after, workspace_edit};
use super::snippet::snippet_of;
use crate::features::scaffold::{self, Scaffold};
use crate::server::snapshot::Snapshot;
use crate::text::{DocSpan, Span};

/// The edit that inserts an empty answer at `position`, and the range of the first prompt in it after that; `None` if an
/// answer would not be recognized there.
pub(crate) fn scaffold(snapshot: &Snapshot, position: Position) -> Option<(Value, Range)> {
    let offset = snapshot.offset(position);
    let Scaffold { edit, prompts } = scaffold::scaffold(&snapshot.analysis, &snapshot.text, offset)?;
    let first = prompts.first().copied().unwrap_or(edit.span);
    let within = |prompt: &DocSpan| Span::new(prompt.start - edit.span.start, prompt.end - edit.span.start);
    let stops: Vec<_> = prompts.iter().map(within).collect();
    let snippet = snapshot.client.snippet_edits.then(|| (0, snippet_of(&edit.text, &stops)));
    let edits = [edit];
    let selection = snapshot.encoding().range(&after(snapshot, &edits), first);
    Some((workspace_edit(snapshot, &edits, snippet.as_ref()), selection))
}
