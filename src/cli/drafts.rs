//! Reads and analyzes the drafts that the arguments of a command name.

use std::io;
use std::path::{Path, PathBuf};

use super::console::{STDIN, print_to_stderr, shown_path};
use super::files::{self, Draft, Unreadable};
use super::print::failure;
use super::profiles::{Profiles, SettingsFrom};
use crate::coach::Analysis;
use crate::rules::{RULES, Rule};

/// The arguments that name drafts and their settings.
#[derive(Debug, clap::Args)]
pub(super) struct Paths {
    /// Files or folders to read, or `-` for stdin
    ///
    /// Folders are searched for .md and .markdown files. Hidden files and files matched by .gitignore or .ignore are
    /// skipped.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// File path to assume for stdin (selects settings and ignore rules)
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
    stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingsFrom,
    /// The rules to check with.
    #[arg(skip = RULES)]
    pub(super) rules: &'static [&'static Rule],
}

/// An error that ends the processing of a draft.
pub(super) enum DraftError {
    /// The output could not be written.
    Output(io::Error),
    /// The draft could not be read or written.
    Draft(Unreadable),
}

impl From<io::Error> for DraftError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Unreadable> for DraftError {
    fn from(unreadable: Unreadable) -> Self {
        Self::Draft(unreadable)
    }
}

impl Paths {
    /// Reads the drafts and passes them to `each`, in order, with their analysis; without one if the settings exclude
    /// them. Errors are printed to stderr, and returned.
    ///
    /// # Errors
    /// The output could not be written.
    pub(super) fn each(
        &self,
        mut each: impl FnMut(&Draft, Option<&Analysis>) -> Result<(), DraftError>,
    ) -> io::Result<Vec<Unreadable>> {
        let mut profiles = Profiles::new(self.settings.clone(), self.rules);
        let mut unreadable = Vec::new();
        for draft in files::drafts(&self.paths, self.stdin()) {
            let result = draft.map_err(DraftError::Draft).and_then(|draft| {
                let analysis = profiles.for_draft(&draft).map(|profile| Analysis::new(profile, &draft.text));
                match &analysis {
                    Some(analysis) => report_failures(&draft, analysis),
                    None => self.report_excluded(&draft),
                }
                each(&draft, analysis.as_ref())
            });
            match result {
                Ok(()) => {}
                Err(DraftError::Output(error)) => return Err(error),
                Err(DraftError::Draft(draft)) => {
                    print_to_stderr(&format!("error: {draft}"));
                    unreadable.push(draft);
                }
            }
        }
        Ok(unreadable)
    }

    /// Prints that `draft` is excluded, if an argument names it. Files of named folders are skipped silently.
    fn report_excluded(&self, draft: &Draft) {
        if self.paths.iter().any(|path| path == Path::new(&draft.path)) {
            let path = shown_path(&draft.path);
            print_to_stderr(&format!("note: {path}: skipped because of `include` or `exclude` in star-coach.toml"));
        }
    }

    /// Whether stdin is read.
    pub(super) fn read_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new(STDIN))
    }

    /// Returns the path of stdin for settings and ignore files.
    pub(super) fn stdin(&self) -> &Path {
        self.stdin_filename.as_deref().unwrap_or(Path::new(STDIN))
    }

    /// Returns the problem with a combination of arguments, if there is one.
    pub(super) fn misuse(&self) -> Option<&'static str> {
        (self.stdin_filename.is_some() && !self.read_stdin()).then_some("--stdin-filename requires `-` as PATH")
    }
}

/// Prints the rules that fail on `draft` to stderr.
fn report_failures(draft: &Draft, analysis: &Analysis) {
    for code in analysis.failed() {
        print_to_stderr(&format!("error: {}: {}", shown_path(&draft.path), failure(code)));
    }
}
