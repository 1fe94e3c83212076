//! Drafts are read, at once or aside, and looked at once they are.

use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};
use tower_lsp::lsp_types::Url;

use super::Session;
use crate::server::documents::{Document, Job, QUICK};
use crate::server::requests::tokens::{self, Tokens};
use crate::server::snapshot::Snapshot;

impl Session {
    pub(super) fn send_off(self: &Arc<Self>, job: Option<Job>) {
        let Some(job) = job else {
            self.read.notify_waiters();
            return;
        };
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            let read = job.run();
            let job = session.state().documents.take(read);
            session.send_off(job);
            session.publish();
        });
    }

    /// Waits until a document is read as it is, if it is to be read.
    pub(super) async fn settled(&self, uri: &Url) {
        loop {
            let read = self.read.notified();
            if !self.state().documents.get(uri).is_some_and(Document::is_behind) {
                return;
            }
            read.await;
        }
    }

    /// What `make` makes of a document, once that is read as it is; `None` if it is not read.
    pub(crate) async fn view<T: Send + 'static>(
        &self,
        uri: &Url,
        make: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Option<T> {
        self.settled(uri).await;
        let snapshot = self.state().snapshot(uri)?;
        look(snapshot, make).await
    }

    /// What `answer` makes of the semantic tokens of a document and those that the client was given before, if it has
    /// any; `None` if it is not read.
    pub(crate) async fn tokens<T>(&self, uri: &Url, answer: impl FnOnce(&Tokens, Option<&Tokens>) -> T) -> Option<T> {
        let data = self.view(uri, |snapshot| tokens::tokens(snapshot, None)).await?;
        let state = &mut *self.state();
        let (tokens, before) = state.tokens.next(uri, data);
        let answer = answer(&tokens, before);
        // It may have been closed meanwhile.
        if state.documents.get(uri).is_some() {
            state.tokens.insert(uri.clone(), tokens);
        }
        Some(answer)
    }

    /// The diagnostics of a document for a client that fetches them, and `has` those of an earlier answer.
    pub(crate) async fn diagnostics(&self, uri: &Url, has: Option<&str>) -> Value {
        self.settled(uri).await;
        let state = &mut *self.state();
        // What is held back is due some time.
        state.documents.stir(uri);
        let report = state.documents.get_mut(uri).and_then(|document| {
            let coach = document.coach().cloned();
            let config = coach.as_ref().map_or(state.projects.editor(), |coach| &coach.config);
            document.fetch(&state.client, config, Instant::now(), has)
        });
        report.unwrap_or_else(|| json!({ "kind": "full", "items": [] }))
    }
}

/// What `make` makes of `snapshot`.
pub(super) async fn look<T: Send + 'static>(
    snapshot: Snapshot,
    make: impl FnOnce(&Snapshot) -> T + Send + 'static,
) -> Option<T> {
    if snapshot.text.len() <= QUICK {
        return Some(make(&snapshot));
    }
    // No edit waits until all of a long draft has been looked at.
    match tokio::task::spawn_blocking(move || make(&snapshot)).await {
        Ok(made) => Some(made),
        // The transport answers for it, as for any handler that panics.
        Err(error) => error.try_into_panic().map_or(None, |panic| std::panic::resume_unwind(panic)),
    }
}
