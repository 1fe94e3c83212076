//! The folders with a `star-coach.toml`, and who coaches which draft: the nearest of them at or above it says by which
//! settings, over those of the editor, and with which lexicon of one's own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use tower_lsp::lsp_types::Url;

use crate::coach::Coach;
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::rules::Rule;
use crate::settings::project::{self, FilePolicy, Project};

/// What is to happen to a draft.
pub(crate) enum Choice {
    /// Nothing yet: it is not known who coaches it. Without a folder, what it takes is on its way; else the folder is to be
    /// read first.
    Wait(Option<PathBuf>),
    /// It is left alone.
    LeftAlone,
    /// He coaches it.
    Coach(Arc<Coach>),
}

/// The folders with settings.
pub(crate) struct Projects {
    /// The built-in lexicon, once it is there.
    builtin: Option<Arc<Lexicon>>,
    /// The rules that all coaches ask.
    rules: &'static [&'static Rule],
    /// What is set in the editor.
    editor: Config,
    held: BTreeMap<PathBuf, Held>,
    /// By the folder of the settings and whether the draft is opted in by a glob.
    coaches: BTreeMap<(Option<PathBuf>, bool), Arc<Coach>>,
}

/// A folder with settings.
#[derive(Default)]
struct Held {
    /// How often it was to be read, so that a reading that was overtaken is left out.
    readings: u64,
    /// What was read last; `None` until then.
    project: Option<Project>,
    /// When its settings were changed before they were read last.
    modified: Option<SystemTime>,
    /// The files in TOML that the client shows problems of.
    shown: Vec<Url>,
}

impl Projects {
    /// No folders yet; all coaches ask `rules`.
    pub(crate) fn new(rules: &'static [&'static Rule]) -> Self {
        Self { builtin: None, rules, editor: Config::default(), held: BTreeMap::new(), coaches: BTreeMap::new() }
    }

    /// Takes the built-in lexicon.
    pub(crate) fn set_builtin(&mut self, lexicon: Arc<Lexicon>) {
        self.builtin = Some(lexicon);
    }

    /// Takes what is set in the editor.
    pub(crate) fn set_editor(&mut self, config: Config) {
        self.editor = config;
    }

    /// What is set in the editor.
    pub(crate) fn editor(&self) -> &Config {
        &self.editor
    }

    /// What is to happen to the draft at `path`, where the folders `roots` are open.
    pub(crate) fn choose(&mut self, path: Option<&Path>, roots: &[PathBuf]) -> Choice {
        let folder = path.and_then(|path| project::settings_of(path.parent()?, roots));
        self.choose_by(folder, path)
    }

    /// What is to happen to the draft at `path`, for which the settings in `folder` hold.
    pub(crate) fn choose_by(&mut self, folder: Option<PathBuf>, path: Option<&Path>) -> Choice {
        let Some(folder) = folder else { return self.coach(None, false) };
        let Some(held) = self.held.get(&folder) else { return Choice::Wait(Some(folder)) };
        let Some(project) = &held.project else { return Choice::Wait(None) };
        match path.map_or(FilePolicy::Default, |path| project.policy(path)) {
            FilePolicy::Excluded => Choice::LeftAlone,
            FilePolicy::Default => self.coach(Some(folder), false),
            FilePolicy::OptedIn => self.coach(Some(folder), true),
        }
    }

    /// Who coaches by the settings in `folder`: the one who does already, as long as he knows what is in force.
    fn coach(&mut self, folder: Option<PathBuf>, opted_in: bool) -> Choice {
        let project = folder.as_ref().and_then(|folder| self.held.get(folder)?.project.as_ref());
        let own = project.and_then(|project| project.lexicon.clone());
        let Some(lexicon) = own.or(self.builtin.clone()) else { return Choice::Wait(None) };
        let config = project.map_or_else(|| self.editor.clone(), |project| project.config(&self.editor, opted_in));
        let key = (folder, opted_in);
        let fits = |coach: &&Arc<Coach>| coach.config == config && Arc::ptr_eq(&coach.lexicon, &lexicon);
        if let Some(coach) = self.coaches.get(&key).filter(fits) {
            return Choice::Coach(coach.clone());
        }
        let coach = Arc::new(Coach { rules: self.rules, ..Coach::new(lexicon, config) });
        self.coaches.insert(key, coach.clone());
        Choice::Coach(coach)
    }

    /// Who reads what is compared across all `roots`; `None` while that is not known.
    pub(crate) fn reader(&mut self, roots: &[PathBuf]) -> Option<Arc<Coach>> {
        let folder = roots.first().filter(|root| self.held.contains_key(*root));
        if folder.is_some_and(|folder| self.project(folder).is_none()) {
            return None;
        }
        match self.coach(folder.cloned(), false) {
            Choice::Coach(coach) => Some(coach),
            _ => None,
        }
    }

    /// Notes that `folder` is about to be read; returns the number of the reading.
    pub(crate) fn begin(&mut self, folder: &Path) -> u64 {
        let held = self.held.entry(folder.to_owned()).or_default();
        held.readings += 1;
        held.modified = project::modified(folder);
        held.readings
    }

    /// Takes what was read of `folder`, and tells whether something had been read of it before; `None` if this was
    /// overtaken.
    pub(crate) fn take(&mut self, folder: &Path, reading: u64, project: Project) -> Option<bool> {
        let held = self.held.get_mut(folder).filter(|held| held.readings == reading)?;
        Some(held.project.replace(project).is_some())
    }

    /// Forgets `folder`; returns the files that the client shows problems of.
    pub(crate) fn drop(&mut self, folder: &Path) -> Vec<Url> {
        self.coaches.retain(|(known, _), _| known.as_deref() != Some(folder));
        self.held.remove(folder).map(|held| held.shown).unwrap_or_default()
    }

    /// The folders that are held.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.held.keys().cloned().collect()
    }

    /// The folders that are to be read anew when the file at `path` changes.
    pub(crate) fn depending_on(&self, path: &Path) -> Vec<PathBuf> {
        let depends = |held: &Held| held.project.as_ref().is_some_and(|project| project.depends_on(path));
        self.held.iter().filter(|(_, held)| depends(held)).map(|(folder, _)| folder.clone()).collect()
    }

    /// The folders whose settings are others on disk than those that were read: for clients that watch no files.
    pub(crate) fn outdated(&self) -> Vec<PathBuf> {
        let changed = |(folder, held): &(&PathBuf, &Held)| project::modified(folder) != held.modified;
        self.held.iter().filter(changed).map(|(folder, _)| folder.clone()).collect()
    }

    /// What was read of `folder`.
    pub(crate) fn project(&self, folder: &Path) -> Option<&Project> {
        self.held.get(folder)?.project.as_ref()
    }

    /// Notes that the client shows problems of `files` of `folder`; returns those that it showed before and no more.
    pub(crate) fn show(&mut self, folder: &Path, files: Vec<Url>) -> Vec<Url> {
        let Some(held) = self.held.get_mut(folder) else { return Vec::new() };
        let gone = held.shown.iter().filter(|uri| !files.contains(uri)).cloned().collect();
        held.shown = files;
        gone
    }

    /// All files and folders that lexicons of one's own are made of.
    pub(crate) fn sources(&self) -> Vec<PathBuf> {
        self.held.values().flat_map(|held| &held.project).flat_map(Project::sources).cloned().collect()
    }

    /// Whether nothing is on its way.
    pub(crate) fn is_settled(&self) -> bool {
        self.builtin.is_some() && self.held.values().all(|held| held.project.is_some())
    }

    /// All lexicons, the one that is built in last.
    pub(crate) fn lexicons(&self) -> impl Iterator<Item = &Arc<Lexicon>> {
        let own = self.held.values().flat_map(|held| &held.project).flat_map(|project| &project.lexicon);
        own.chain(&self.builtin)
    }
}
