//! Opens, edits, saves and closes documents.

use std::sync::Arc;
use std::time::Instant;

use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Url};

use super::Session;
use crate::server::diagnostics::{self, PUBLISH};
use crate::server::log::{Level, log};
use crate::server::{cache, pages};

impl Session {
    /// Opens a document, if it is a draft.
    pub(crate) fn open(self: &Arc<Self>, document: TextDocumentItem) {
        let TextDocumentItem { uri, language_id, version, text } = document;
        if pages::subject(&uri).is_some() {
            self.state().pages.open.insert(uri);
            return;
        }
        if cache::holds(&uri) || !self.state().documents.open(uri.clone(), &language_id, version, &text) {
            log(Level::Debug, format_args!("a document is skipped: {language_id}, {}", uri.scheme()));
            return;
        }
        let mut state = self.state();
        let (folder, _) = state.assign_profile(&uri);
        let job = state.documents.analyze(&uri);
        self.run_job(job);
        drop(state);
        if let Some(folder) = folder {
            self.load_project(folder);
        }
    }

    /// Applies edits to a document, which result in `version`.
    pub(crate) fn edit(self: &Arc<Self>, uri: &Url, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        let mut state = self.state();
        let encoding = state.client.encoding;
        if !state.documents.edit(uri, encoding, version, changes, Instant::now()) {
            log(Level::Info, format_args!("an edit of a document that is not open is ignored"));
        }
        let job = state.documents.analyze(uri);
        self.run_job(job);
    }

    /// Handles that a document was saved.
    pub(crate) fn save(self: &Arc<Self>, uri: &Url) {
        let mut state = self.state();
        state.documents.save(uri);
        let job = state.documents.analyze(uri);
        self.run_job(job);
        drop(state);
        self.files_changed(std::iter::once(uri));
        self.reload_changed_settings();
    }

    /// Closes a document.
    pub(crate) fn close(self: &Arc<Self>, uri: &Url) {
        let mut state = self.state();
        state.sent_tokens.remove(uri);
        state.pages.open.remove(uri);
        if state.documents.close(uri) && !state.client.pull {
            self.outbox.notify(PUBLISH, diagnostics::clear(uri));
        }
        drop(state);
        self.index.files_changed(uri.to_file_path().ok());
    }
}
