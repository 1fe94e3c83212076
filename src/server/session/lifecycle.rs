//! Starts and ends a session.

use std::path::Path;
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::Session;
use super::state::State;
use crate::lexicon::Lexicon;
use crate::rules::Rule;
use crate::server::client::Client;
use crate::server::index::Index;
use crate::server::outbox::Outbox;
use crate::server::pages;
use crate::server::projects::ProfileChoice;

/// The files to watch: settings files, files of custom lexicons, and drafts.
const WATCHED_FILES: &str = "**/*.{toml,md,markdown,txt}";

/// The files to watch that exclude drafts.
const IGNORE_FILES: &str = "**/.{gitignore,ignore}";

/// The time that a shutdown waits for analyses. Editors kill a server that takes two seconds.
const SHUTDOWN_PATIENCE: Duration = Duration::from_millis(1_800);

impl Session {
    /// Creates a new session that sends messages to `outbox` and analyzes drafts with `rules`.
    pub(crate) fn new(outbox: Outbox, rules: &'static [&'static Rule]) -> Arc<Self> {
        Arc::new_cyclic(|session: &Weak<Self>| {
            let weak = session.clone();
            let publish = move |message| {
                if let Some(session) = weak.upgrade() {
                    session.publish_closed(message);
                }
            };
            let weak = session.clone();
            let choose_profile = move |path: &Path| {
                weak.upgrade().map_or(ProfileChoice::Excluded, |session| session.choose_closed(path))
            };
            let weak = session.clone();
            let report_failures = move |codes: &[&'static str]| {
                if let Some(session) = weak.upgrade() {
                    session.report_failures(codes, &mut session.state().publishing.failed);
                }
            };
            let index = Index::new(outbox.clone(), publish, choose_profile, report_failures);
            let state = Mutex::new(State::new(rules));
            Self { outbox, index, state, ready: Notify::new(), due_changed: Notify::new() }
        })
    }

    /// Starts loading the built-in lexicon, and publishes delayed diagnostics when they are due. Must be called in a
    /// runtime.
    pub(crate) fn start(self: &Arc<Self>) {
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            // Loaded before the state is locked, since that takes a while.
            let lexicon = Lexicon::shared();
            session.state().projects.set_builtin(lexicon);
            session.update_profiles();
            session.ready.notify_waiters();
        });
        let session = self.clone();
        tokio::spawn(async move {
            loop {
                let due = session.state().publishing.next_due;
                tokio::select! {
                    () = session.due_changed.notified() => {}
                    () = sleep_until(due) => session.publish(),
                }
            }
        });
    }

    /// Stores the client and its capabilities, and reads the settings and drafts in its workspace folders.
    pub(crate) fn initialize(self: &Arc<Self>, client: Client) {
        let roots = client.roots.clone();
        self.state().client = Arc::new(client);
        self.apply_settings(&Value::Null);
        self.load_projects_in(&roots);
        // If the lexicon was loaded before, the drafts were indexed without any folder.
        if !self.update_profiles() {
            self.index_drafts();
        }
    }

    /// Registers for changes of settings and files, and for pages, where the client supports that.
    pub(crate) fn register_capabilities(&self) {
        let client = self.client();
        let mut registrations = Vec::new();
        if client.register_configuration {
            let method = "workspace/didChangeConfiguration";
            registrations
                .push(json!({ "id": method, "method": method, "registerOptions": { "section": "starCoach" } }));
        }
        if client.watch_files {
            let method = "workspace/didChangeWatchedFiles";
            let watchers = json!([{ "globPattern": WATCHED_FILES }, { "globPattern": IGNORE_FILES }]);
            registrations.push(json!({ "id": method, "method": method, "registerOptions": { "watchers": watchers } }));
        }
        if client.fetch_pages {
            let options = json!({ "schemes": [pages::SCHEME] });
            registrations.push(json!({ "id": pages::CONTENT, "method": pages::CONTENT, "registerOptions": options }));
        }
        if !registrations.is_empty() {
            drop(self.outbox.ask("client/registerCapability", json!({ "registrations": registrations })));
        }
    }

    /// Analyzes and publishes what is pending, so that a script that sends everything at once gets its diagnostics.
    pub(crate) async fn shut_down(self: &Arc<Self>) {
        self.stop_awaiting_settings();
        self.index.end();
        self.until_lexicon_is_loaded().await;
        let uris = self.state().documents.uris();
        let all = async {
            for uri in &uris {
                self.until_analyzed(uri).await;
            }
        };
        let _ = tokio::time::timeout(SHUTDOWN_PATIENCE, all).await;
        self.publish_now();
    }

    /// Waits until the built-in lexicon is loaded. No draft is analyzed before.
    async fn until_lexicon_is_loaded(&self) {
        loop {
            let ready = self.ready.notified();
            if self.state().projects.has_builtin() {
                return;
            }
            ready.await;
        }
    }
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due.into()).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower_lsp::lsp_types::Url;

    use crate::rules::RULES;

    #[test]
    fn drafts_are_indexed_even_if_the_client_initializes_after_the_lexicon_is_loaded() {
        let folder = tempfile::tempdir().expect("a folder");
        let draft = "# The zebra outage\n\n**Situation:** It broke.\n\n**Task:** Mine.\n\n**Action:** I ran.\n\n\
                     **Result:** It held.\n";
        std::fs::write(folder.path().join("a.md"), draft).expect("written");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
        runtime.expect("a runtime").block_on(async {
            let (outbox, _outgoing) = Outbox::new();
            let session = Session::new(outbox, RULES);
            let lexicon_is_loaded = session.ready.notified();
            session.start();
            lexicon_is_loaded.await;
            let root = Url::from_file_path(folder.path()).expect("an address");
            let params = json!({ "capabilities": {}, "workspaceFolders": [{ "uri": root, "name": "drafts" }] });
            session.initialize(Client::new(&params));
            let asked = Instant::now();
            while session.titled("zebra".into()).await.is_empty() {
                assert!(asked.elapsed() < Duration::from_secs(20), "they are never indexed");
            }
        });
    }
}
