//! The state of a session, by concern.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use tower_lsp::lsp_types::Url;

use crate::coach::Profile;
use crate::config::Config;
use crate::rules::Rule;
use crate::server::client::Client;
use crate::server::documents::Documents;
use crate::server::pages::Pages;
use crate::server::projects::{ProfileChoice, Projects};
use crate::server::requests::tokens::SentTokens;
use crate::server::snapshot::Snapshot;
use crate::value::FileError;

/// The state of a session.
pub(super) struct State {
    pub(super) client: Arc<Client>,
    pub(super) documents: Documents,
    pub(super) projects: Projects,
    pub(super) editor: EditorSettings,
    pub(super) comparison: Comparison,
    pub(super) publishing: Publishing,
    pub(super) pages: Pages,
    pub(super) sent_tokens: SentTokens,
}

/// The state of the editor's settings.
#[derive(Default)]
pub(super) struct EditorSettings {
    /// Whether a request for the settings is pending. Until the response, no draft is analyzed.
    pub(super) awaited: bool,
    /// The number of requests for the settings.
    asked: u64,
    /// The number of the latest request whose response was applied.
    pub(super) applied: u64,
    /// The latest errors in them, of which the user was warned.
    pub(super) errors: Vec<FileError>,
}

impl EditorSettings {
    /// Records a request for the settings. Returns its number.
    pub(super) fn await_settings(&mut self) -> u64 {
        self.awaited = true;
        self.asked += 1;
        self.asked
    }
}

/// The profile and settings for comparing answers in the workspace folders.
#[derive(Default)]
pub(super) struct Comparison {
    /// The profile whose lexicon is used.
    pub(super) profile: Option<Arc<Profile>>,
    /// The settings of the editor when the drafts were indexed last.
    pub(super) indexed_with: Option<Config>,
}

/// The time of the next publication, and the rule failures reported so far.
#[derive(Default)]
pub(super) struct Publishing {
    /// The due time of the next delayed diagnostic.
    pub(super) next_due: Option<Instant>,
    /// The names of the rules whose failure was reported to the user.
    pub(super) failed: Vec<&'static str>,
}

impl State {
    /// Creates the state of a new session with these rules.
    pub(super) fn new(rules: &'static [&'static Rule]) -> Self {
        Self {
            client: Arc::default(),
            documents: Documents::default(),
            projects: Projects::new(rules),
            editor: EditorSettings::default(),
            comparison: Comparison::default(),
            publishing: Publishing::default(),
            pages: Pages::default(),
            sent_tokens: SentTokens::default(),
        }
    }

    /// Assigns the profile selected by the settings to the draft `uri`. Returns the folder of a project to load first,
    /// and whether code lenses, inlay hints or semantic tokens of the draft may be different now.
    pub(super) fn assign_profile(&mut self, uri: &Url) -> (Option<PathBuf>, bool) {
        let path = uri.to_file_path().ok();
        let choice = match self.editor.awaited {
            true => ProfileChoice::Pending(None),
            false => self.projects.choose(path.as_deref(), &self.client.roots),
        };
        let before = self.documents.assign(uri, &choice);
        match (choice, before) {
            (ProfileChoice::Pending(folder), _) => (folder, false),
            // Requests wait until there is a profile, so the client has none of them yet.
            (_, None) => (None, false),
            (ProfileChoice::Excluded, Some(_)) => (None, true),
            (ProfileChoice::Profile(now), Some(before)) => (None, views_differ(&before, &now)),
        }
    }

    /// Returns a snapshot of the draft `uri`; `None` if it is not open or its current text is not analyzed.
    pub(super) fn snapshot(&self, uri: &Url) -> Option<Snapshot> {
        self.documents.snapshot(uri, &self.client)
    }

    /// Snapshots of the open drafts that were analyzed with the lexicon of `profile`.
    pub(super) fn comparable(&self, profile: &Profile) -> Vec<Snapshot> {
        let mut open = self.documents.snapshots(&self.client);
        open.retain(|snapshot| Arc::ptr_eq(&snapshot.analysis.profile().lexicon, &profile.lexicon));
        open
    }
}

/// Whether code lenses, inlay hints or semantic tokens may differ between these two profiles.
fn views_differ(one: &Profile, other: &Profile) -> bool {
    let Config { severities, typing_delay, drafting_delay, max_findings, .. } = other.config.clone();
    let without_diagnostics = Config { severities, typing_delay, drafting_delay, max_findings, ..one.config.clone() };
    without_diagnostics != other.config || !Arc::ptr_eq(&one.lexicon, &other.lexicon)
}
