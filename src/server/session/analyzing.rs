//! Runs analyses, and computes responses from them once they are ready.

use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};
use tower_lsp::lsp_types::Url;

use super::Session;
use crate::server::documents::{Document, Job, MAX_IMMEDIATE};
use crate::server::requests::tokens::{self, Tokens};
use crate::server::snapshot::Snapshot;

impl Session {
    /// Runs `job` on another thread and publishes its diagnostics. Without a job, the analysis is ready.
    pub(super) fn run_job(self: &Arc<Self>, job: Option<Job>) {
        let Some(job) = job else {
            self.ready.notify_waiters();
            return;
        };
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            let result = job.run();
            let next = session.state().documents.finish_job(result);
            session.run_job(next);
            session.publish();
        });
    }

    /// Waits until the current text of a document is analyzed, if it is to be.
    pub(super) async fn until_analyzed(&self, uri: &Url) {
        loop {
            let ready = self.ready.notified();
            if !self.state().documents.get(uri).is_some_and(Document::is_outdated) {
                return;
            }
            ready.await;
        }
    }

    /// Waits until a document is analyzed, then returns what `make` computes from a snapshot; `None` if it is not
    /// analyzed.
    pub(crate) async fn view<T: Send + 'static>(
        &self,
        uri: &Url,
        make: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Option<T> {
        self.until_analyzed(uri).await;
        let snapshot = self.state().snapshot(uri)?;
        compute(snapshot, make).await
    }

    /// Returns what `respond` makes of the semantic tokens of a document and of those that the client has, if any;
    /// `None` if the document is not analyzed.
    pub(crate) async fn tokens<T>(&self, uri: &Url, respond: impl FnOnce(&Tokens, Option<&Tokens>) -> T) -> Option<T> {
        let data = self.view(uri, |snapshot| tokens::tokens(snapshot, None)).await?;
        let state = &mut *self.state();
        let (tokens, previous) = state.sent_tokens.next(uri, data);
        let response = respond(&tokens, previous);
        // The document may have been closed meanwhile.
        if state.documents.get(uri).is_some() {
            state.sent_tokens.insert(uri.clone(), tokens);
        }
        Some(response)
    }

    /// Returns the diagnostics of a document to a client that pulls them. `previous_id` is the result ID of its last
    /// pull.
    pub(crate) async fn pull_diagnostics(&self, uri: &Url, previous_id: Option<&str>) -> Value {
        self.until_analyzed(uri).await;
        let state = &mut *self.state();
        // Delayed diagnostics become due later.
        state.documents.mark_active(uri);
        let report = state.documents.get_mut(uri).and_then(|document| {
            let profile = document.profile().cloned();
            let config = profile.as_ref().map_or(state.projects.editor(), |profile| &profile.config);
            document.pull_report(&state.client, config, Instant::now(), previous_id)
        });
        report.unwrap_or_else(|| json!({ "kind": "full", "items": [] }))
    }
}

/// Returns what `make` computes from `snapshot`.
pub(super) async fn compute<T: Send + 'static>(
    snapshot: Snapshot,
    make: impl FnOnce(&Snapshot) -> T + Send + 'static,
) -> Option<T> {
    if snapshot.text.len() <= MAX_IMMEDIATE {
        return Some(make(&snapshot));
    }
    // On another thread for a long draft, so that no edit waits for it.
    match tokio::task::spawn_blocking(move || make(&snapshot)).await {
        Ok(made) => Some(made),
        // The transport answers with an error, as for any handler that panics.
        Err(error) => error.try_into_panic().map_or(None, |panic| std::panic::resume_unwind(panic)),
    }
}
