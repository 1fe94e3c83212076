//! Edits of a draft, as its client takes them.

use serde_json::{Value, json};

use crate::server::snapshot::Snapshot;
use crate::text::Text;
use crate::text::edit::DocEdit;

/// The edits of the draft as its client takes them; the one with the number in `snippet` as a snippet.
pub(super) fn workspace_edit(snapshot: &Snapshot, edits: &[DocEdit], snippet: Option<&(usize, String)>) -> Value {
    let render = |(index, edit): (usize, &DocEdit)| {
        let range = snapshot.range(edit.span);
        match snippet {
            Some((number, value)) if *number == index => {
                json!({ "range": range, "snippet": { "kind": "snippet", "value": value } })
            }
            _ => json!({ "range": range, "newText": edit.text }),
        }
    };
    let rendered: Vec<_> = edits.iter().enumerate().map(render).collect();
    // Snippets are for `documentChanges` only, and whoever takes them takes those.
    if snapshot.client.document_changes || snippet.is_some() {
        let document = json!({ "uri": snapshot.uri, "version": snapshot.version });
        json!({ "documentChanges": [{ "textDocument": document, "edits": rendered }] })
    } else {
        json!({ "changes": { snapshot.uri.as_str(): rendered } })
    }
}

/// The text of the draft after `edits`.
pub(super) fn after(snapshot: &Snapshot, edits: &[DocEdit]) -> Text {
    let mut text = snapshot.text.clone();
    for edit in edits.iter().rev() {
        text.replace(edit.span, &edit.text);
    }
    text
}
