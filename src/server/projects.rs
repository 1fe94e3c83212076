//! The folders with a `star-coach.toml` (projects), and the profile of each draft.
//!
//! A draft belongs to the nearest such folder at or above it. Its settings override those of the editor, and it may
//! name a custom lexicon.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use tower_lsp::lsp_types::Url;

use crate::coach::Profile;
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::rules::Rule;
use crate::settings::project::{self, FilePolicy, Project};

/// The profile chosen for a draft.
pub(crate) enum ProfileChoice {
    /// Not known yet. With a folder, the caller has to load that project first; without one, a load is under way.
    Pending(Option<PathBuf>),
    /// No profile: the settings exclude the draft.
    Excluded,
    /// This one.
    Profile(Arc<Profile>),
}

/// The projects that are loaded or being loaded.
pub(crate) struct Projects {
    /// The built-in lexicon, once it is loaded.
    builtin: Option<Arc<Lexicon>>,
    /// The rules of all profiles.
    rules: &'static [&'static Rule],
    /// The settings of the editor.
    editor: Config,
    /// By folder.
    entries: BTreeMap<PathBuf, Entry>,
    /// By project folder and whether a glob opts the draft in.
    profiles: BTreeMap<(Option<PathBuf>, bool), Arc<Profile>>,
}

/// A project and how it was loaded.
#[derive(Default)]
struct Entry {
    /// The number of the latest load. The result of an earlier one is ignored.
    load: u64,
    /// The result of the last load that finished.
    project: Option<Project>,
    /// The modification time of the settings file when the latest load began.
    modified: Option<SystemTime>,
    /// The TOML files with diagnostics in the client.
    shown: Vec<Url>,
}

impl Projects {
    /// No projects yet. All profiles use `rules`.
    pub(crate) fn new(rules: &'static [&'static Rule]) -> Self {
        Self { builtin: None, rules, editor: Config::default(), entries: BTreeMap::new(), profiles: BTreeMap::new() }
    }

    /// Whether the built-in lexicon is loaded.
    pub(crate) fn has_builtin(&self) -> bool {
        self.builtin.is_some()
    }

    /// Sets the built-in lexicon.
    pub(crate) fn set_builtin(&mut self, lexicon: Arc<Lexicon>) {
        self.builtin = Some(lexicon);
    }

    /// Sets the settings of the editor.
    pub(crate) fn set_editor(&mut self, config: Config) {
        self.editor = config;
    }

    /// Returns the settings of the editor.
    pub(crate) fn editor(&self) -> &Config {
        &self.editor
    }

    /// Chooses the profile of the draft at `path` (`None` if it is no file), where `roots` are the workspace folders.
    pub(crate) fn choose(&mut self, path: Option<&Path>, roots: &[PathBuf]) -> ProfileChoice {
        let folder = path.and_then(|path| project::settings_of(path.parent()?, roots));
        self.choose_in(folder, path)
    }

    /// Like [`Self::choose`], but with the folder of the draft's project.
    pub(crate) fn choose_in(&mut self, folder: Option<PathBuf>, path: Option<&Path>) -> ProfileChoice {
        let Some(folder) = folder else { return self.profile(None, false) };
        let Some(entry) = self.entries.get(&folder) else { return ProfileChoice::Pending(Some(folder)) };
        let Some(project) = &entry.project else { return ProfileChoice::Pending(None) };
        match path.map_or(FilePolicy::Default, |path| project.policy(path)) {
            FilePolicy::Excluded => ProfileChoice::Excluded,
            FilePolicy::Default => self.profile(Some(folder), false),
            FilePolicy::OptedIn => self.profile(Some(folder), true),
        }
    }

    /// Returns the profile with the settings of `folder`: the existing one, unless its settings or lexicon changed.
    fn profile(&mut self, folder: Option<PathBuf>, opted_in: bool) -> ProfileChoice {
        let project = folder.as_ref().and_then(|folder| self.entries.get(folder)?.project.as_ref());
        let custom = project.and_then(|project| project.lexicon.clone());
        let Some(lexicon) = custom.or(self.builtin.clone()) else { return ProfileChoice::Pending(None) };
        let config = project.map_or_else(|| self.editor.clone(), |project| project.config(&self.editor, opted_in));
        let key = (folder, opted_in);
        let is_current = |profile: &&Arc<Profile>| profile.config == config && Arc::ptr_eq(&profile.lexicon, &lexicon);
        if let Some(profile) = self.profiles.get(&key).filter(is_current) {
            return ProfileChoice::Profile(profile.clone());
        }
        let profile = Arc::new(Profile { rules: self.rules, ..Profile::new(lexicon, config) });
        self.profiles.insert(key, profile.clone());
        ProfileChoice::Profile(profile)
    }

    /// Returns the profile with whose lexicon the answers of all `roots` are compared: that of the first root's project,
    /// if it has one. `None` while that is not loaded.
    pub(crate) fn comparison_profile(&mut self, roots: &[PathBuf]) -> Option<Arc<Profile>> {
        let folder = roots.first().filter(|root| self.entries.contains_key(*root));
        if folder.is_some_and(|folder| self.project(folder).is_none()) {
            return None;
        }
        match self.profile(folder.cloned(), false) {
            ProfileChoice::Profile(profile) => Some(profile),
            _ => None,
        }
    }

    /// Records that loading `folder` begins; returns the number of this load.
    pub(crate) fn begin_load(&mut self, folder: &Path) -> u64 {
        let entry = self.entries.entry(folder.to_owned()).or_default();
        entry.load += 1;
        entry.modified = project::modified(folder);
        entry.load
    }

    /// Stores the result of the load with the number `load`. Returns whether the project had been loaded before; `None`
    /// if a newer load has begun or the project was removed.
    pub(crate) fn finish_load(&mut self, folder: &Path, load: u64, project: Project) -> Option<bool> {
        let entry = self.entries.get_mut(folder).filter(|entry| entry.load == load)?;
        Some(entry.project.replace(project).is_some())
    }

    /// Removes the project in `folder`; returns its files with diagnostics in the client.
    pub(crate) fn remove(&mut self, folder: &Path) -> Vec<Url> {
        self.profiles.retain(|(known, _), _| known.as_deref() != Some(folder));
        self.entries.remove(folder).map(|entry| entry.shown).unwrap_or_default()
    }

    /// Returns the folders of all projects.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.entries.keys().cloned().collect()
    }

    /// Returns the folders of the projects to load again when the file at `path` changes.
    pub(crate) fn depending_on(&self, path: &Path) -> Vec<PathBuf> {
        let depends = |entry: &Entry| entry.project.as_ref().is_some_and(|project| project.depends_on(path));
        self.entries.iter().filter(|(_, entry)| depends(entry)).map(|(folder, _)| folder.clone()).collect()
    }

    /// Returns the folders of the projects whose settings file changed on disk. For clients that don't watch files.
    pub(crate) fn outdated(&self) -> Vec<PathBuf> {
        let changed = |(folder, entry): &(&PathBuf, &Entry)| project::modified(folder) != entry.modified;
        self.entries.iter().filter(changed).map(|(folder, _)| folder.clone()).collect()
    }

    /// Returns the project in `folder`, once it is loaded.
    pub(crate) fn project(&self, folder: &Path) -> Option<&Project> {
        self.entries.get(folder)?.project.as_ref()
    }

    /// Records that the client has diagnostics for `files` of the project in `folder`. Returns those that had some
    /// before and have none now.
    pub(crate) fn set_shown(&mut self, folder: &Path, files: Vec<Url>) -> Vec<Url> {
        let Some(entry) = self.entries.get_mut(folder) else { return Vec::new() };
        let gone = entry.shown.iter().filter(|uri| !files.contains(uri)).cloned().collect();
        entry.shown = files;
        gone
    }

    /// Returns the files and folders of all custom lexicons.
    pub(crate) fn lexicon_sources(&self) -> Vec<PathBuf> {
        self.entries.values().flat_map(|entry| &entry.project).flat_map(Project::sources).cloned().collect()
    }

    /// Whether the built-in lexicon and all projects are loaded.
    pub(crate) fn is_loaded(&self) -> bool {
        self.builtin.is_some() && self.entries.values().all(|entry| entry.project.is_some())
    }

    /// Returns all lexicons, the built-in one last.
    pub(crate) fn lexicons(&self) -> impl Iterator<Item = &Arc<Lexicon>> {
        let custom = self.entries.values().flat_map(|entry| &entry.project).flat_map(|project| &project.lexicon);
        custom.chain(&self.builtin)
    }
}
