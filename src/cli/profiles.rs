//! Chooses the settings and the lexicon for each draft: those of the nearest `star-coach.toml` at or above it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::console::{STDIN, print_to_stderr, shown_path};
use super::files::Draft;
use crate::coach::{Analysis, Profile};
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::rules::Rule;
use crate::settings::project::{self, FilePolicy, Project};
use crate::severity::Severity;
use crate::text::Text;
use crate::value::FileError;

/// The options that choose the settings file.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct SettingsFrom {
    /// Use this settings file instead of the nearest star-coach.toml
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, value_parser = settings_file)]
    config: Option<PathBuf>,
    /// Ignore all star-coach.toml files
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

/// The profiles of all settings, each created once.
#[derive(Default)]
pub(super) struct Profiles {
    from: SettingsFrom,
    rules: &'static [&'static Rule],
    builtin: Option<Arc<Lexicon>>,
    /// The projects, by the folder of their settings.
    projects: BTreeMap<PathBuf, Project>,
    /// The profiles, by the folder of the settings and whether a glob opts the draft in.
    profiles: BTreeMap<(Option<PathBuf>, bool), Arc<Profile>>,
    /// The folder of the settings that apply to the drafts of each folder.
    found: BTreeMap<PathBuf, Option<PathBuf>>,
}

impl Profiles {
    /// Creates profiles that read their settings from `from` and use `rules`.
    pub(super) fn new(from: SettingsFrom, rules: &'static [&'static Rule]) -> Self {
        Self { from, rules, ..Self::default() }
    }

    /// Returns the profile of `draft`; `None` if the settings exclude the draft. Problems in the settings are printed to
    /// stderr, once.
    pub(super) fn for_draft(&mut self, draft: &Draft) -> Option<Arc<Profile>> {
        let path = Path::new(&draft.path);
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // `--stdin-filename` may name a file in a folder that doesn't exist yet.
        let existing = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
        let project = self.project(existing);
        let policy = match project.as_ref().and_then(|project| self.projects.get(project)) {
            Some(project) if draft.path != STDIN => {
                let resolved = existing.canonicalize().unwrap_or_else(|_| folder_of(path));
                let below = path.strip_prefix(existing).unwrap_or(path);
                project.policy(&resolved.join(below))
            }
            _ => FilePolicy::Default,
        };
        match policy {
            FilePolicy::Excluded => None,
            FilePolicy::Default => Some(self.profile(project, false)),
            FilePolicy::OptedIn => Some(self.profile(project, true)),
        }
    }

    /// Returns the profile of drafts in the current folder.
    pub(super) fn here(&mut self) -> Arc<Profile> {
        let project = self.project(Path::new("."));
        self.profile(project, false)
    }

    /// Returns the folder of the settings that apply to the drafts of `folder`, and loads them if needed.
    fn project(&mut self, folder: &Path) -> Option<PathBuf> {
        if self.from.no_config {
            return None;
        }
        if let Some(file) = &self.from.config {
            let file = file.clone();
            let folder = folder_of(&file);
            if !self.projects.contains_key(&folder) {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                self.add(folder.clone(), project::load_file(&folder, &name));
            }
            return Some(folder);
        }
        let found = match self.found.get(folder) {
            Some(found) => found.clone(),
            None => {
                let found = project::settings_above(folder);
                self.found.insert(folder.to_owned(), found.clone());
                found
            }
        };
        if let Some(found) = found.as_ref().filter(|found| !self.projects.contains_key(*found)) {
            self.add(found.clone(), project::load(found));
        }
        found
    }

    fn add(&mut self, folder: PathBuf, project: Project) {
        for file in &project.files {
            report(&short(&file.path), &Text::from(&*file.text), &file.problems);
        }
        self.projects.insert(folder, project);
    }

    fn profile(&mut self, project: Option<PathBuf>, opted_in: bool) -> Arc<Profile> {
        let key = (project, opted_in);
        if let Some(profile) = self.profiles.get(&key) {
            return profile.clone();
        }
        let project = key.0.as_ref().and_then(|folder| self.projects.get(folder));
        let config = project.map_or_else(Config::default, |project| project.config(&Config::default(), opted_in));
        let own = project.and_then(|project| project.lexicon.clone());
        let lexicon = own.unwrap_or_else(|| self.builtin.get_or_insert_with(|| Arc::new(Lexicon::builtin())).clone());
        let profile = Arc::new(Profile { rules: self.rules, ..Profile::new(lexicon, config) });
        self.profiles.insert(key, profile.clone());
        profile
    }
}

/// Prints the problems with the settings in the front matter of `draft` to stderr.
pub(super) fn report_problems(draft: &Draft, analysis: &Analysis) {
    report(&draft.path, &draft.text, analysis.problems());
}

fn report(path: &str, text: &Text, problems: &[FileError]) {
    for problem in problems {
        let line = text.line_of(problem.span.start) + 1;
        let level = match problem.severity {
            Severity::Error | Severity::Warning => "warning",
            Severity::Information | Severity::Hint => "note",
        };
        print_to_stderr(&format!("{level}: {}:{line}: {}", shown_path(path), shown_path(&problem.message)));
    }
}

/// Returns the absolute path of the file that `--config` names.
fn settings_file(path: &str) -> Result<PathBuf, String> {
    let file = Path::new(path).canonicalize().map_err(|_| "no such file. Check the spelling.".to_owned())?;
    if file.is_file() { Ok(file) } else { Err("expected a file, found a folder".to_owned()) }
}

fn folder_of(file: &Path) -> PathBuf {
    file.parent().map(Path::to_owned).unwrap_or_default()
}

/// Returns `path` relative to the current folder if it is below that.
fn short(path: &Path) -> String {
    let here = std::env::current_dir().and_then(std::fs::canonicalize).unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_string_lossy().into_owned()
}
