//! Workspace edits.

use serde_json::{Value, json};

use crate::server::snapshot::Snapshot;
use crate::text::Text;
use crate::text::edit::DocEdit;

/// Returns the workspace edit that makes `edits`, in the form that the client supports. `snippet` is the index of an
/// edit and the snippet to insert instead of its text.
pub(super) fn workspace_edit(snapshot: &Snapshot, edits: &[DocEdit], snippet: Option<&(usize, String)>) -> Value {
    let render = |(index, edit): (usize, &DocEdit)| {
        let range = snapshot.range(edit.span);
        match snippet {
            Some((snippet_index, value)) if *snippet_index == index => {
                json!({ "range": range, "snippet": { "kind": "snippet", "value": value } })
            }
            _ => json!({ "range": range, "newText": edit.text }),
        }
    };
    let rendered: Vec<_> = edits.iter().enumerate().map(render).collect();
    // LSP has snippets in `documentChanges` only, so a client that supports snippets supports that.
    if snapshot.client.document_changes || snippet.is_some() {
        let document = json!({ "uri": snapshot.uri, "version": snapshot.version });
        json!({ "documentChanges": [{ "textDocument": document, "edits": rendered }] })
    } else {
        json!({ "changes": { snapshot.uri.as_str(): rendered } })
    }
}

/// Returns the text of the draft after `edits`.
pub(super) fn after(snapshot: &Snapshot, edits: &[DocEdit]) -> Text {
    let mut text = snapshot.text.clone();
    for edit in edits.iter().rev() {
        text.replace(edit.span, &edit.text);
    }
    text
}
