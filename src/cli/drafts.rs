//! The drafts that a command is to read, as its arguments name them, each checked by its own coach.

use std::io;
use std::path::{Path, PathBuf};

use super::coaches::{Coaches, SettingsFrom};
use super::console::{STDIN, complain, shown_path};
use super::files::{self, Draft, Unreadable};
use super::print::failure;
use crate::coach::Analysis;
use crate::rules::{RULES, Rule};

/// The drafts to read.
#[derive(Debug, clap::Args)]
pub(super) struct Paths {
    /// Files; directories, searched for .md and .markdown; or - for stdin
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// What stdin is called: decides which settings hold for it, and whether ignore files pass it over
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
    stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingsFrom,
    /// The rules to ask.
    #[arg(skip = RULES)]
    pub(super) rules: &'static [&'static Rule],
}

/// Why there is no more to say about a draft.
pub(super) enum Trouble {
    /// The output could not be written.
    Output(io::Error),
    /// The draft could not be read or written.
    Draft(Unreadable),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Unreadable> for Trouble {
    fn from(unreadable: Unreadable) -> Self {
        Self::Draft(unreadable)
    }
}

impl Paths {
    /// Reads the drafts and hands them to `each`, in order; without an analysis if the settings exclude them. What can't be
    /// read or written is told on stderr, and returned.
    ///
    /// # Errors
    /// The output could not be written.
    pub(super) fn each(
        &self,
        mut each: impl FnMut(&Draft, Option<&Analysis>) -> Result<(), Trouble>,
    ) -> io::Result<Vec<Unreadable>> {
        let mut coaches = Coaches::new(self.settings.clone(), self.rules);
        let mut unread = Vec::new();
        for draft in files::drafts(&self.paths, self.stdin()) {
            let done = draft.map_err(Trouble::Draft).and_then(|draft| {
                let analysis = coaches.of(&draft).map(|coach| Analysis::new(coach, &draft.text));
                match &analysis {
                    Some(analysis) => tell_failures(&draft, analysis),
                    None => self.note_left_alone(&draft),
                }
                each(&draft, analysis.as_ref())
            });
            match done {
                Ok(()) => {}
                Err(Trouble::Output(error)) => return Err(error),
                Err(Trouble::Draft(unreadable)) => {
                    complain(&format!("error: {unreadable}"));
                    unread.push(unreadable);
                }
            }
        }
        Ok(unread)
    }

    /// Says that `draft` is left alone, if it was named: whoever names a folder knows.
    fn note_left_alone(&self, draft: &Draft) {
        if self.paths.iter().any(|path| path == Path::new(&draft.path)) {
            let path = shown_path(&draft.path);
            complain(&format!("note: {path}: left alone, as `include` or `exclude` in star-coach.toml says"));
        }
    }

    /// Whether stdin is one of them.
    pub(super) fn read_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new(STDIN))
    }

    /// What stdin is called.
    pub(super) fn stdin(&self) -> &Path {
        self.stdin_filename.as_deref().unwrap_or(Path::new(STDIN))
    }

    /// What makes no sense about these arguments.
    pub(super) fn misuse(&self) -> Option<&'static str> {
        (self.stdin_filename.is_some() && !self.read_stdin())
            .then_some("--stdin-filename says what stdin is called, but stdin is not read. Give - as the PATH.")
    }
}

/// Says on stderr which rules fail on `draft`.
fn tell_failures(draft: &Draft, analysis: &Analysis) {
    for code in analysis.failed() {
        complain(&format!("error: {}: {}", shown_path(&draft.path), failure(code)));
    }
}
