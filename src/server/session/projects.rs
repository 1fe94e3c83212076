//! Loads projects (folders with a settings file), and assigns a profile to each draft by its project.

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
use crate::server::projects::ProfileChoice;
use crate::settings::project::{self, FILE, Project};

impl Session {
    /// Loads the projects in those of `folders` that have a settings file, unless they are loaded. So errors in it are
    /// shown even if no draft is open.
    pub(super) fn load_projects_in(self: &Arc<Self>, folders: &[PathBuf]) {
        let known = self.state().projects.folders();
        let new = folders.iter().filter(|folder| !known.contains(folder) && project::has_settings(folder));
        new.for_each(|folder| self.load_project(folder.clone()));
    }

    /// Loads the project in `folder` on another thread, then assigns profiles anew.
    pub(super) fn load_project(self: &Arc<Self>, folder: PathBuf) {
        let load = self.state().projects.begin_load(&folder);
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            // After a panic, drafts are analyzed as if the settings were unreadable.
            let project = std::panic::catch_unwind(|| project::load(&folder));
            let project = project.unwrap_or_else(|_| project::unreadable(&folder));
            session.finish_load(&folder, load, project);
        });
    }

    fn finish_load(self: &Arc<Self>, folder: &Path, load: u64, project: Project) {
        let mut state = self.state();
        let sources = state.projects.lexicon_sources();
        let Some(is_reload) = state.projects.finish_load(folder, load, project) else { return };
        let sources_changed = state.projects.lexicon_sources() != sources;
        let pages: Vec<Url> = state.pages.open.iter().cloned().collect();
        drop(state);
        for page in pages {
            // A scenario on it may have changed. The response has no content.
            drop(self.outbox.ask(pages::REFRESH, json!({ "uri": page })));
        }
        self.publish_errors(folder);
        let indexes_all = self.update_profiles();
        self.ready.notify_waiters();
        if sources_changed && !indexes_all {
            self.index_drafts();
        } else if is_reload && !indexes_all {
            self.index.files_changed([folder.to_owned()]);
        }
        self.ready.notify_waiters();
    }

    /// Publishes the errors in the settings file in `folder` and in the files of its custom lexicon.
    fn publish_errors(&self, folder: &Path) {
        let mut state = self.state();
        let encoding = state.client.encoding;
        let Some(project) = state.projects.project(folder) else { return };
        let wrong = project.files.iter().filter(|file| !file.problems.is_empty());
        let wrong: Vec<_> = wrong.filter_map(|file| Some((Url::from_file_path(&file.path).ok()?, file))).collect();
        let shown: Vec<Url> = wrong.iter().map(|(uri, _)| uri.clone()).collect();
        let mut messages: Vec<_> =
            wrong.into_iter().map(|(uri, file)| diagnostics::of_file(uri, file, encoding)).collect();
        messages.extend(state.projects.set_shown(folder, shown).iter().map(diagnostics::clear));
        messages.into_iter().for_each(|message| self.outbox.notify(PUBLISH, message));
    }

    /// Removes the project in `folder`, whose settings file was deleted or whose workspace folder was closed.
    fn remove_project(&self, folder: &Path) {
        let gone = self.state().projects.remove(folder);
        gone.iter().for_each(|uri| self.outbox.notify(PUBLISH, diagnostics::clear(uri)));
    }

    /// Handles changes of files on disk.
    pub(crate) fn files_changed<'a>(self: &Arc<Self>, uris: impl Iterator<Item = &'a Url>) {
        let paths: Vec<PathBuf> = uris.filter_map(|uri| uri.to_file_path().ok()).collect();
        self.reload_depending_on(&paths);
        self.index.files_changed(paths);
    }

    /// Loads the projects again that depend on the changed `paths`, some of which may be settings files.
    fn reload_depending_on(self: &Arc<Self>, paths: &[PathBuf]) {
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
        self.reload(folders);
    }

    /// Loads the projects again whose settings file changed. For clients that don't watch files.
    pub(super) fn reload_changed_settings(self: &Arc<Self>) {
        if !self.client().watch_files {
            let outdated = self.state().projects.outdated();
            self.reload(outdated);
            self.update_profiles();
        }
    }

    /// Loads the projects in `folders` again, or removes those without a settings file.
    fn reload(self: &Arc<Self>, folders: impl IntoIterator<Item = PathBuf>) {
        let mut dropped = false;
        for folder in folders {
            let is_new = !self.state().projects.folders().contains(&folder);
            let is_gone = !project::has_settings(&folder);
            match is_gone {
                true => self.remove_project(&folder),
                false => self.load_project(folder.clone()),
            }
            dropped |= is_gone;
            // For a project that is loaded again, the drafts are read again afterwards.
            if is_gone || is_new {
                self.index.files_changed([folder]);
            }
        }
        if dropped {
            self.update_profiles();
        }
    }

    /// Handles that workspace folders were opened or closed.
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
        folders.iter().filter(is_closed).filter(|folder| !stays(folder)).for_each(|folder| self.remove_project(folder));
        self.load_projects_in(&roots);
        self.update_profiles();
        self.index_drafts();
    }

    /// Reads all drafts in the workspace folders in the background, once there is a profile to compare them with.
    pub(super) fn index_drafts(&self) {
        let mut state = self.state();
        let Some(profile) = state.comparison.profile.clone() else { return };
        state.comparison.indexed_with = Some(state.projects.editor().clone());
        let excluded = state.projects.lexicon_sources();
        let scope = Scope { profile, client: state.client.clone(), excluded };
        drop(state);
        self.index.set_scope(scope);
    }

    /// Chooses the profile of the draft at `path`, which is not open. Loads its project if necessary.
    pub(super) fn choose_closed(self: &Arc<Self>, path: &Path) -> ProfileChoice {
        let roots = self.client().roots.clone();
        // Before the state is locked, since edits must not wait for the disk.
        let folder = path.parent().and_then(|parent| project::settings_of(parent, &roots));
        let mut state = self.state();
        if state.editor.awaited {
            return ProfileChoice::Pending(None);
        }
        let choice = state.projects.choose_in(folder, Some(path));
        drop(state);
        if let ProfileChoice::Pending(Some(folder)) = &choice {
            self.load_project(folder.clone());
        }
        choice
    }

    /// Assigns to every open draft a profile with its current settings and lexicon, and analyzes it again if that is
    /// another profile. Returns whether all drafts in the workspace folders are indexed again, too.
    pub(super) fn update_profiles(self: &Arc<Self>) -> bool {
        let mut state = self.state();
        let mut folders = BTreeSet::new();
        let mut views_differ = false;
        for uri in state.documents.uris() {
            let (folder, differs) = state.assign_profile(&uri);
            folders.extend(folder);
            views_differ |= differs;
            let job = state.documents.analyze(&uri);
            self.run_job(job);
        }
        let client = state.client.clone();
        let profile = if state.editor.awaited { None } else { state.projects.comparison_profile(&client.roots) };
        let is_new = match (&profile, &state.comparison.profile) {
            (Some(now), Some(before)) => !Arc::ptr_eq(now, before),
            (now, _) => now.is_some(),
        };
        // Even with the same profile, settings of the editor may affect other folders.
        let is_new =
            is_new || profile.is_some() && state.comparison.indexed_with.as_ref() != Some(state.projects.editor());
        state.comparison.profile = profile.or(state.comparison.profile.take());
        drop(state);
        folders.into_iter().for_each(|folder| self.load_project(folder));
        self.publish();
        if views_differ {
            refreshes(&client).for_each(|method| drop(self.outbox.ask(method, Value::Null)));
        }
        if is_new {
            self.index_drafts();
        }
        is_new
    }
}

/// Returns the requests that ask `client` to request views again that it requests only after edits.
fn refreshes(client: &Client) -> impl Iterator<Item = &'static str> {
    let all = [
        (client.lens_refresh, "workspace/codeLens/refresh"),
        (client.inlay_refresh, "workspace/inlayHint/refresh"),
        (client.token_refresh, "workspace/semanticTokens/refresh"),
    ];
    all.into_iter().filter(|(is_supported, _)| *is_supported).map(|(_, method)| method)
}
