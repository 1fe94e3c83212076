//! The answer template.

use serde_json::Value;
use tower_lsp::lsp_types::{Position, Range};

use super::edits::{after, workspace_edit};
use super::snippet::snippet_of;
use crate::features::template::{self, AnswerTemplate};
use crate::server::snapshot::Snapshot;
use crate::text::{DocSpan, Span};

/// Returns the workspace edit that inserts an answer template at `position`, and the range of its first prompt after
/// the edit; `None` if an answer would not be recognized there.
pub(crate) fn template(snapshot: &Snapshot, position: Position) -> Option<(Value, Range)> {
    let offset = snapshot.offset(position);
    let AnswerTemplate { edit, prompts } = template::template(&snapshot.analysis, &snapshot.text, offset)?;
    let first = prompts.first().copied().unwrap_or(edit.span);
    let in_template = |prompt: &DocSpan| Span::new(prompt.start - edit.span.start, prompt.end - edit.span.start);
    let stops: Vec<_> = prompts.iter().map(in_template).collect();
    let snippet = snapshot.client.snippet_edits.then(|| (0, snippet_of(&edit.text, &stops)));
    let edits = [edit];
    let selection = snapshot.encoding().range(&after(snapshot, &edits), first);
    Some((workspace_edit(snapshot, &edits, snippet.as_ref()), selection))
}
