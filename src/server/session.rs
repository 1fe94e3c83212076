//! One session with one client.
//!
//! Each concern has a file. In this order, each calls only those before it: `window` shows messages and documents,
//! `publishing` sends diagnostics, `analyzing` runs analyses and computes responses from them, `projects` chooses the
//! profile of each draft by its folder, `settings` handles those of the editor, `documents` opens, edits and closes
//! drafts, `pages` and `answers` serve requests beyond one draft, `commands` executes commands, and `lifecycle` starts
//! and ends the session.

mod analyzing;
mod answers;
mod commands;
mod documents;
mod lifecycle;
mod pages;
mod projects;
mod publishing;
mod settings;
mod state;
mod window;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::client::Client;
use super::index::Index;
use super::outbox::Outbox;
use state::State;

/// A session with one client. No method waits for anything while it has locked the state.
pub(crate) struct Session {
    outbox: Outbox,
    /// The user's own answers.
    index: Arc<Index>,
    state: Mutex<State>,
    /// Notified when an analysis or a lexicon is ready.
    ready: Notify,
    /// Notified when [`state::Publishing::next_due`] may have changed.
    due_changed: Notify,
}

impl Session {
    /// Returns the client and its capabilities.
    pub(crate) fn client(&self) -> Arc<Client> {
        self.state().client.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // After a panic in a handler, the state is still usable.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
