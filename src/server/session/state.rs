//! What a session knows, concern by concern.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use tower_lsp::lsp_types::Url;

use crate::coach::Coach;
use crate::config::Config;
use crate::rules::Rule;
use crate::server::client::Client;
use crate::server::documents::Documents;
use crate::server::pages::Pages;
use crate::server::projects::{Choice, Projects};
use crate::server::requests::tokens::Given;
use crate::server::snapshot::Snapshot;

/// What a session knows.
pub(super) struct State {
    pub(super) client: Arc<Client>,
    pub(super) documents: Documents,
    /// Who coaches which of them.
    pub(super) projects: Projects,
    pub(super) editor: EditorSettings,
    pub(super) comparison: Comparison,
    pub(super) publishing: Publishing,
    pub(super) pages: Pages,
    pub(super) tokens: Given,
}

/// How far the settings of the editor are known.
#[derive(Default)]
pub(super) struct EditorSettings {
    /// Whether the client was asked for them and has not answered: what is read now would be read again.
    pub(super) awaited: bool,
    /// The errors in them that the user was told last.
    pub(super) problems: Vec<String>,
}

/// By what the drafts in the folders are compared with one another.
#[derive(Default)]
pub(super) struct Comparison {
    /// The coach whose lexicon numbers what is compared.
    pub(super) reader: Option<Arc<Coach>>,
    /// The settings of the editor when the drafts were read last.
    pub(super) read_with: Option<Config>,
}

/// What the user is told without having asked.
#[derive(Default)]
pub(super) struct Publishing {
    /// When something is to be shown that waits now.
    pub(super) next_due: Option<Instant>,
    /// The rules that the user was told fail.
    pub(super) failed: Vec<&'static str>,
}

impl State {
    /// That of a session that has just begun, whose drafts are coached by `rules`.
    pub(super) fn new(rules: &'static [&'static Rule]) -> Self {
        Self {
            client: Arc::default(),
            documents: Documents::default(),
            projects: Projects::new(rules),
            editor: EditorSettings::default(),
            comparison: Comparison::default(),
            publishing: Publishing::default(),
            pages: Pages::default(),
            tokens: Given::default(),
        }
    }

    /// Has the draft `uri` read by the coach that the settings ask for. Returns the folder that is to be read first, and
    /// whether the draft looks different now.
    pub(super) fn assign(&mut self, uri: &Url) -> (Option<PathBuf>, bool) {
        let path = uri.to_file_path().ok();
        let choice = match self.editor.awaited {
            true => Choice::Wait(None),
            false => self.projects.choose(path.as_deref(), &self.client.roots),
        };
        let before = self.documents.assign(uri, &choice);
        match (choice, before) {
            (Choice::Wait(folder), _) => (folder, false),
            // Whoever asks before there is a coach waits.
            (_, None) => (None, false),
            (Choice::LeftAlone, Some(_)) => (None, true),
            (Choice::Coach(now), Some(before)) => (None, differ(&before, &now)),
        }
    }

    /// The draft `uri` as it is; `None` if it is not open or not read.
    pub(super) fn snapshot(&self, uri: &Url) -> Option<Snapshot> {
        self.documents.snapshot(uri, &self.client)
    }

    /// The drafts that are open, as they are now, and that can be compared by `reader`.
    pub(super) fn comparable(&self, reader: &Coach) -> Vec<Snapshot> {
        let mut open = self.documents.snapshots(&self.client);
        open.retain(|snapshot| Arc::ptr_eq(&snapshot.analysis.coach().lexicon, &reader.lexicon));
        open
    }
}

/// Whether the views of a draft may look different by these two coaches.
fn differ(one: &Coach, other: &Coach) -> bool {
    let Config { severities, typing_delay, drafting_delay, max_findings, .. } = other.config.clone();
    let without_diagnostics = Config { severities, typing_delay, drafting_delay, max_findings, ..one.config.clone() };
    without_diagnostics != other.config || !Arc::ptr_eq(&one.lexicon, &other.lexicon)
}
