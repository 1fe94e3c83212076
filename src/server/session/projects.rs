//! Folders and their settings: which coach reads a draft, and when that has to be decided anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::lsp_types::{Url, WorkspaceFolder, WorkspaceFoldersChangeEvent};

use super::Session;
use crate::server::client::Client;
use crate::server::diagnostics::{self, PUBLISH};
use crate::server::index::Scope;
use crate::server::pages;
use crate::server::projects::Choice;
use crate::settings::project::{self, FILE, Project};

impl Session {
    /// Reads the settings in those of `folders` that have some and are not read yet: what is wrong with them is told even
    /// if no draft is open.
    pub(super) fn read_settings_in(self: &Arc<Self>, folders: &[PathBuf]) {
        let known = self.state().projects.folders();
        let new = folders.iter().filter(|folder| !known.contains(folder) && project::has_settings(folder));
        new.for_each(|folder| self.read_project(folder.clone()));
    }

    /// Reads the settings in `folder` and what they name, and has drafts read by them.
    pub(super) fn read_project(self: &Arc<Self>, folder: PathBuf) {
        let reading = self.state().projects.begin(&folder);
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            // A file that nobody could foresee must not cost the coaching by the settings themselves.
            let project = std::panic::catch_unwind(|| project::load(&folder));
            let project = project.unwrap_or_else(|_| project::unreadable(&folder));
            session.take_project(&folder, reading, project);
        });
    }

    fn take_project(self: &Arc<Self>, folder: &Path, reading: u64, project: Project) {
        let mut state = self.state();
        let before = state.projects.sources();
        let Some(is_change) = state.projects.take(folder, reading, project) else { return };
        let moved = state.projects.sources() != before;
        let pages: Vec<Url> = state.pages.open.iter().cloned().collect();
        drop(state);
        for page in pages {
            // It may tell of a story that has changed. Nobody needs the answer.
            drop(self.outbox.ask(pages::REFRESH, json!({ "uri": page })));
        }
        self.publish_problems(folder);
        let all_are_read = self.renew_coaches();
        self.read.notify_waiters();
        if moved && !all_are_read {
            self.read_drafts();
        } else if is_change && !all_are_read {
            self.index.changed([folder.to_owned()]);
        }
        self.read.notify_waiters();
    }

    /// Shows what is wrong with the settings in `folder`, and with the files of the lexicon that they name.
    fn publish_problems(&self, folder: &Path) {
        let mut state = self.state();
        let encoding = state.client.encoding;
        let Some(project) = state.projects.project(folder) else { return };
        let wrong = project.files.iter().filter(|file| !file.problems.is_empty());
        let wrong: Vec<_> = wrong.filter_map(|file| Some((Url::from_file_path(&file.path).ok()?, file))).collect();
        let shown: Vec<Url> = wrong.iter().map(|(uri, _)| uri.clone()).collect();
        let mut messages: Vec<_> =
            wrong.into_iter().map(|(uri, file)| diagnostics::of_file(uri, file, encoding)).collect();
        messages.extend(state.projects.show(folder, shown).iter().map(diagnostics::clear));
        messages.into_iter().for_each(|message| self.outbox.notify(PUBLISH, message));
    }

    /// Forgets the settings in `folder`, which are gone or no longer ours.
    fn drop_project(&self, folder: &Path) {
        let gone = self.state().projects.drop(folder);
        gone.iter().for_each(|uri| self.outbox.notify(PUBLISH, diagnostics::clear(uri)));
    }

    /// Notes that files changed on disk.
    pub(crate) fn files_changed<'a>(self: &Arc<Self>, uris: impl Iterator<Item = &'a Url>) {
        let paths: Vec<PathBuf> = uris.filter_map(|uri| uri.to_file_path().ok()).collect();
        self.settings_changed_on_disk(&paths);
        self.index.changed(paths);
    }

    /// Reads anew what depends on `paths`, of which some may be settings, or may have been.
    fn settings_changed_on_disk(self: &Arc<Self>, paths: &[PathBuf]) {
        let state = self.state();
        let mut folders: BTreeSet<PathBuf> = paths.iter().flat_map(|path| state.projects.depending_on(path)).collect();
        let settings = paths.iter().filter(|path| path.file_name().is_some_and(|name| name == FILE));
        let open = state.documents.uris();
        let is_ours = |folder: &&Path| {
            state.client.roots.iter().any(|root| folder.starts_with(root))
                || open.iter().any(|uri| uri.to_file_path().is_ok_and(|path| path.parent() == Some(folder)))
        };
        folders.extend(settings.filter_map(|path| path.parent()).filter(is_ours).map(Path::to_owned));
        drop(state);
        self.reread(folders);
    }

    /// For a client that watches no files: looks whether settings are others than those that were read.
    pub(super) fn look_at_settings(self: &Arc<Self>) {
        if !self.client().watch_files {
            let outdated = self.state().projects.outdated();
            self.reread(outdated);
            self.renew_coaches();
        }
    }

    fn reread(self: &Arc<Self>, folders: impl IntoIterator<Item = PathBuf>) {
        let mut dropped = false;
        for folder in folders {
            let is_new = !self.state().projects.folders().contains(&folder);
            let is_gone = !project::has_settings(&folder);
            match is_gone {
                true => self.drop_project(&folder),
                false => self.read_project(folder.clone()),
            }
            dropped |= is_gone;
            // A change of settings that are held counts once they are read.
            if is_gone || is_new {
                self.index.changed([folder]);
            }
        }
        if dropped {
            self.renew_coaches();
        }
    }

    /// Notes that folders were opened or closed.
    pub(crate) fn folders_changed(self: &Arc<Self>, event: &WorkspaceFoldersChangeEvent) {
        let mut state = self.state();
        let mut client = Client::clone(&state.client);
        let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| folder.uri.to_file_path().ok()).collect()
        };
        let (gone, new) = (paths(&event.removed), paths(&event.added));
        client.roots.retain(|root| !gone.contains(root) && !new.contains(root));
        client.roots.extend(new);
        let roots = client.roots.clone();
        state.client = Arc::new(client);
        let folders = state.projects.folders();
        drop(state);
        let is_closed = |folder: &&PathBuf| gone.iter().any(|root| folder.starts_with(root));
        let stays = |folder: &PathBuf| roots.iter().any(|root| folder.starts_with(root));
        folders.iter().filter(is_closed).filter(|folder| !stays(folder)).for_each(|folder| self.drop_project(folder));
        self.read_settings_in(&roots);
        self.renew_coaches();
        self.read_drafts();
    }

    /// Has the drafts in the folders read in the background, once somebody can.
    pub(super) fn read_drafts(&self) {
        let mut state = self.state();
        // What ranking compares must have the same numbers in all of them.
        let Some(coach) = state.comparison.reader.clone() else { return };
        state.comparison.read_with = Some(state.projects.editor().clone());
        let excluded = state.projects.sources();
        let scope = Scope { coach, client: state.client.clone(), excluded };
        drop(state);
        self.index.read(scope);
    }

    /// Who coaches the draft at `path`, which is not open; its settings are read if nobody has.
    pub(super) fn choose_closed(self: &Arc<Self>, path: &Path) -> Choice {
        let roots = self.client().roots.clone();
        // Looked up first: who types must not wait for the disk.
        let folder = path.parent().and_then(|parent| project::settings_of(parent, &roots));
        let mut state = self.state();
        if state.editor.awaited {
            return Choice::Wait(None);
        }
        let choice = state.projects.choose_by(folder, Some(path));
        drop(state);
        if let Choice::Wait(Some(folder)) = &choice {
            self.read_project(folder.clone());
        }
        choice
    }

    /// Has every draft read by a coach who knows the settings in force for it, unless that is the case. Tells whether all
    /// drafts in the folders are read anew.
    pub(super) fn renew_coaches(self: &Arc<Self>) -> bool {
        let mut state = self.state();
        let mut folders = BTreeSet::new();
        let mut looks_different = false;
        for uri in state.documents.uris() {
            let (folder, different) = state.assign(&uri);
            folders.extend(folder);
            looks_different |= different;
            let job = state.documents.read(&uri);
            self.send_off(job);
        }
        let client = state.client.clone();
        let reader = if state.editor.awaited { None } else { state.projects.reader(&client.roots) };
        let is_new = match (&reader, &state.comparison.reader) {
            (Some(now), Some(before)) => !Arc::ptr_eq(now, before),
            (now, _) => now.is_some(),
        };
        // What is set in the editor may count in some folders only.
        let is_new = is_new || reader.is_some() && state.comparison.read_with.as_ref() != Some(state.projects.editor());
        state.comparison.reader = reader.or(state.comparison.reader.take());
        drop(state);
        folders.into_iter().for_each(|folder| self.read_project(folder));
        self.publish();
        if looks_different {
            refreshes(&client).for_each(|method| drop(self.outbox.ask(method, Value::Null)));
        }
        if is_new {
            self.read_drafts();
        }
        is_new
    }
}

/// The requests that have `client` fetch anew what it does not fetch after each edit anyway.
fn refreshes(client: &Client) -> impl Iterator<Item = &'static str> {
    let all = [
        (client.lens_refresh, "workspace/codeLens/refresh"),
        (client.inlay_refresh, "workspace/inlayHint/refresh"),
        (client.token_refresh, "workspace/semanticTokens/refresh"),
    ];
    all.into_iter().filter(|(can, _)| *can).map(|(_, method)| method)
}
