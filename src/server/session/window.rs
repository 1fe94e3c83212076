//! What the user is told or shown, outside of any draft.

use serde_json::{Value, json};
use tower_lsp::lsp_types::{Range, Url};

use super::Session;

impl Session {
    /// Tells the user something good to know.
    pub(super) fn inform(&self, message: &str) {
        self.outbox.notify("window/showMessage", json!({ "type": 3, "message": message }));
    }

    /// Warns the user.
    pub(super) fn warn(&self, message: &str) {
        self.outbox.notify("window/showMessage", json!({ "type": 2, "message": message }));
    }

    /// Asks the client to show a document; tells whether it does.
    pub(super) async fn show(&self, params: Value) -> bool {
        if !self.client().show_document {
            return false;
        }
        match self.outbox.ask("window/showDocument", params).await {
            Ok(Ok(answer)) => answer.get("success").and_then(Value::as_bool).unwrap_or(false),
            _ => false,
        }
    }

    /// Selects a range of a document.
    pub(super) async fn select(&self, uri: &Url, selection: Range) -> bool {
        self.show(json!({ "uri": uri, "takeFocus": true, "selection": selection })).await
    }

    /// Asks the client to make an edit; tells whether it did.
    pub(super) async fn apply(&self, label: &str, edit: Value) -> bool {
        let answer = self.outbox.ask("workspace/applyEdit", json!({ "label": label, "edit": edit })).await;
        let applied = |answer: Value| answer.get("applied").and_then(Value::as_bool);
        answer.ok().and_then(|answer| applied(answer.ok()?)).unwrap_or(false)
    }
}
