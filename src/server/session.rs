//! One session with one client: what is open, who reads it, and what the client is told of it.
//!
//! Each concern has a file, in this order, and calls only those before it: `window` talks to the user, `publishing` sends
//! diagnostics, `reading` has drafts read and looked at, `projects` finds the coach of each draft by its folder,
//! `settings` are those of the editor, `documents` are opened and edited, `pages` and `answers` serve what goes beyond one
//! draft, `commands` are executed, and `lifecycle` begins and ends it all.

mod answers;
mod commands;
mod documents;
mod lifecycle;
mod pages;
mod projects;
mod publishing;
mod reading;
mod settings;
mod state;
mod window;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::client::Client;
use super::index::Index;
use super::outbox::Outbox;
use state::State;

/// A session. Whatever is done to it takes a moment; nothing waits while holding its state.
pub(crate) struct Session {
    outbox: Outbox,
    /// The user's own answers.
    index: Arc<Index>,
    state: Mutex<State>,
    /// Notified whenever a reading or a lexicon is there that was not.
    read: Notify,
    /// Notified whenever the moment may have changed at which something is to be shown.
    due: Notify,
}

impl Session {
    /// What the client can do.
    pub(crate) fn client(&self) -> Arc<Client> {
        self.state().client.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What a handler that panicked left behind is still the best there is.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
