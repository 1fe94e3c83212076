//! How a session begins and ends.

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
use crate::server::projects::Choice;

/// The files that a lexicon of one's own may be made of.
const WATCHED: &str = "**/*.{toml,md,markdown,txt}";

/// The files that say which drafts are none.
const IGNORING: &str = "**/.{gitignore,ignore}";

/// How long a shutdown waits for drafts to be read.
/// Editors end a server that takes two seconds for it.
const LAST_READING: Duration = Duration::from_millis(1_800);

impl Session {
    /// A new one, whose client is told things through `outbox`. It coaches as soon as the lexicon is there.
    /// Drafts are coached by `rules`.
    pub(crate) fn new(outbox: Outbox, rules: &'static [&'static Rule]) -> Arc<Self> {
        Arc::new_cyclic(|session: &Weak<Self>| {
            let (shows, chooses, tells) = (session.clone(), session.clone(), session.clone());
            let show = move |message| shows.upgrade().is_some_and(|session| session.show_closed(message));
            let choose =
                move |path: &Path| chooses.upgrade().map_or(Choice::LeftAlone, |session| session.choose_closed(path));
            let tell = move |codes: &[&'static str]| {
                if let Some(session) = tells.upgrade() {
                    session.tell_failures(codes, &mut session.state().publishing.failed);
                }
            };
            let index = Index::new(outbox.clone(), show, choose, tell);
            let state = Mutex::new(State::new(rules));
            Self { outbox, index, state, read: Notify::new(), due: Notify::new() }
        })
    }

    /// Builds what takes a while, and from then on shows what becomes due. To be called in a runtime.
    pub(crate) fn start(self: &Arc<Self>) {
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            // Read before the state is held: nobody is to wait for it.
            let lexicon = Lexicon::shared();
            session.state().projects.set_builtin(lexicon);
            session.renew_coaches();
            session.read.notify_waiters();
        });
        let session = self.clone();
        tokio::spawn(async move {
            loop {
                let due = session.state().publishing.next_due;
                tokio::select! {
                    () = session.due.notified() => {}
                    () = sleep_until(due) => session.publish(),
                }
            }
        });
    }

    /// Notes who the client is.
    pub(crate) fn initialize(self: &Arc<Self>, client: Client) {
        let roots = client.roots.clone();
        self.state().client = Arc::new(client);
        self.apply_settings(&Value::Null);
        self.read_settings_in(&roots);
        // If the lexicon was there first, drafts were to be read before anybody knew of a folder.
        if !self.renew_coaches() {
            self.read_drafts();
        }
    }

    /// Asks to be told of changed settings and files, if the client wants to be asked.
    pub(crate) fn register(&self) {
        let client = self.client();
        let mut registrations = Vec::new();
        if client.register_configuration {
            let method = "workspace/didChangeConfiguration";
            registrations
                .push(json!({ "id": method, "method": method, "registerOptions": { "section": "starCoach" } }));
        }
        if client.watch_files {
            let method = "workspace/didChangeWatchedFiles";
            let watchers = json!([{ "globPattern": WATCHED }, { "globPattern": IGNORING }]);
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

    /// Waits until every document is read as it is, but not for long.
    pub(crate) async fn finish(self: &Arc<Self>) {
        // Whoever leaves has no settings to tell any more.
        self.stop_waiting();
        self.index.end();
        let uris = self.state().documents.uris();
        let all = async {
            for uri in &uris {
                self.settled(uri).await;
            }
        };
        let _ = tokio::time::timeout(LAST_READING, all).await;
        self.publish_now();
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
    fn the_drafts_of_a_client_that_takes_its_time_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let draft = "# The zebra outage\n\n**Situation:** It broke.\n\n**Task:** Mine.\n\n**Action:** I ran.\n\n\
                     **Result:** It held.\n";
        std::fs::write(folder.path().join("a.md"), draft).expect("written");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
        runtime.expect("a runtime").block_on(async {
            let (outbox, _outgoing) = Outbox::new();
            let session = Session::new(outbox, RULES);
            let lexicon_is_there = session.read.notified();
            session.start();
            lexicon_is_there.await;
            let root = Url::from_file_path(folder.path()).expect("an address");
            let params = json!({ "capabilities": {}, "workspaceFolders": [{ "uri": root, "name": "drafts" }] });
            session.initialize(Client::new(&params));
            let asked = Instant::now();
            while session.titled("zebra".into()).await.is_empty() {
                assert!(asked.elapsed() < Duration::from_secs(20), "they are never read");
            }
        });
    }
}
