//! Messages to the user, and requests to show or edit a document.

use serde_json::{Value, json};
use tower_lsp::lsp_types::{Range, Url};

use super::Session;

impl Session {
    /// Shows a message to the user.
    pub(super) fn inform(&self, message: &str) {
        self.outbox.notify("window/showMessage", json!({ "type": 3, "message": message }));
    }

    /// Shows a warning to the user.
    pub(super) fn warn(&self, message: &str) {
        self.outbox.notify("window/showMessage", json!({ "type": 2, "message": message }));
    }

    /// Writes a line to the client's log for the user.
    pub(super) fn note(&self, message: &str) {
        self.outbox.notify("window/logMessage", json!({ "type": 3, "message": message }));
    }

    /// Asks the client to show a document. Returns whether it did.
    pub(super) async fn show_document(&self, params: Value) -> bool {
        if !self.client().show_document {
            return false;
        }
        match self.outbox.ask("window/showDocument", params).await {
            Ok(Ok(answer)) => answer.get("success").and_then(Value::as_bool).unwrap_or(false),
            _ => false,
        }
    }

    /// Asks the client to select a range of a document. Returns whether it did.
    pub(super) async fn select(&self, uri: &Url, selection: Range) -> bool {
        self.show_document(json!({ "uri": uri, "takeFocus": true, "selection": selection })).await
    }

    /// Asks the client to apply a workspace edit. Returns whether it did.
    pub(super) async fn apply_edit(&self, label: &str, edit: Value) -> bool {
        let answer = self.outbox.ask("workspace/applyEdit", json!({ "label": label, "edit": edit })).await;
        let applied = |answer: Value| answer.get("applied").and_then(Value::as_bool);
        answer.ok().and_then(|answer| applied(answer.ok()?)).unwrap_or(false)
    }
}
