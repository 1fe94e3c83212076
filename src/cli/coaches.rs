//! Who coaches which draft: the nearest `star-coach.toml` at or above it says what lexicon he knows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::complain;
use super::files::{Draft, STDIN};
use super::human::shown_path;
use crate::analysis::Coach;
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::server::workspace;
use crate::text::Text;

/// The coaches, each made once.
#[derive(Default)]
pub(super) struct Coaches {
    builtin: Option<Arc<Coach>>,
    /// By the folder of the settings.
    by_project: BTreeMap<PathBuf, Arc<Coach>>,
    /// The folder of the settings that hold for the drafts of a folder.
    projects: BTreeMap<PathBuf, Option<PathBuf>>,
}

impl Coaches {
    /// The coach of `draft`. What is wrong with his lexicon is told on stderr, once.
    pub(super) fn of(&mut self, draft: &Draft) -> Arc<Coach> {
        self.below(match Path::new(&draft.path).parent() {
            Some(folder) if draft.path != STDIN && !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        })
    }

    /// The coach of drafts in the current directory.
    pub(super) fn here(&mut self) -> Arc<Coach> {
        self.below(Path::new("."))
    }

    fn below(&mut self, folder: &Path) -> Arc<Coach> {
        let project = match self.projects.get(folder) {
            Some(project) => project.clone(),
            None => {
                let project = workspace::project_above(folder);
                self.projects.insert(folder.to_owned(), project.clone());
                project
            }
        };
        let Some(project) = project else { return self.builtin() };
        if let Some(coach) = self.by_project.get(&project) {
            return coach.clone();
        }
        let own = workspace::load(std::slice::from_ref(&project));
        for file in &own.files {
            let path = shown_path(&short(&file.path));
            let text = Text::from(&*file.text);
            for problem in &file.problems {
                let line = text.line_of(problem.span.start) + 1;
                complain(&format!("warning: {path}:{line}: {}", shown_path(&problem.message)));
            }
        }
        let config = own.config(Config::default());
        let lexicon = own.lexicon.map_or_else(|| self.builtin().lexicon.clone(), Arc::new);
        let coach = Arc::new(Coach { lexicon, config });
        self.by_project.insert(project, coach.clone());
        coach
    }

    fn builtin(&mut self) -> Arc<Coach> {
        let coach = || Arc::new(Coach { lexicon: Arc::new(Lexicon::builtin()), config: Config::default() });
        self.builtin.get_or_insert_with(coach).clone()
    }
}

/// The path from the current directory, where it is below that.
fn short(path: &Path) -> String {
    let here = std::env::current_dir().and_then(std::fs::canonicalize).unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_string_lossy().into_owned()
}
