//! The drafts on disk: finding them in the workspace folders, and reading and analyzing one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use ignore::WalkBuilder;

use super::scope::Scope;
use crate::coach::{Analysis, Profile};
use crate::server::cache;
use crate::text::Text;

/// The maximum length of an indexed draft, in bytes.
const MAX_SIZE: u64 = 1 << 20;
/// The maximum number of indexed drafts.
pub(super) const MAX_DRAFTS: usize = 2000;
/// The maximum number of files and folders visited to find drafts.
const MAX_VISITED: usize = 100_000;

/// The drafts to read.
#[derive(Clone, Debug, Default)]
pub(super) struct Requested {
    /// All drafts in the scope.
    pub(super) all: bool,
    /// These files, and the drafts in these folders.
    pub(super) paths: BTreeSet<PathBuf>,
}

impl Requested {
    /// Every draft in the scope.
    pub(super) fn everything() -> Self {
        Self { all: true, paths: BTreeSet::new() }
    }

    /// Whether nothing is to be read.
    pub(super) fn is_empty(&self) -> bool {
        !self.all && self.paths.is_empty()
    }

    /// Whether the draft at `path` is to be read.
    pub(super) fn includes(&self, path: &Path) -> bool {
        self.all || self.paths.iter().any(|requested| path.starts_with(requested))
    }

    /// Whether the folder at `path` may lead to a draft that is to be read.
    fn leads_to(&self, path: &Path) -> bool {
        self.includes(path) || self.paths.iter().any(|requested| requested.starts_with(path))
    }
}

/// The drafts that were found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) paths: BTreeSet<PathBuf>,
    /// Whether the search ended at [`MAX_DRAFTS`] or [`MAX_VISITED`].
    pub(super) truncated: bool,
}

/// Finds the requested drafts in `scope` until `stop` is set. Files that git ignores are skipped. Symbolic links are
/// not followed, so that no file outside the workspace folders is read.
pub(super) fn find(scope: &Scope, requested: &Requested, stop: &AtomicBool) -> Found {
    let mut found = Found::default();
    let mut visited = 0;
    for root in &scope.client.roots {
        let filter = requested.clone();
        let mut walk = WalkBuilder::new(root);
        walk.require_git(false).sort_by_file_name(Ord::cmp).filter_entry(move |entry| filter.leads_to(entry.path()));
        for entry in walk.build().flatten() {
            visited += 1;
            if found.paths.len() == MAX_DRAFTS || visited > MAX_VISITED {
                return Found { truncated: true, ..found };
            }
            if stop.load(Ordering::Relaxed) {
                return found;
            }
            let path = entry.path();
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let is_draft = is_file && is_markdown(path) && requested.includes(path) && scope.contains(path);
            if is_draft && !cache::holds_path(path) {
                found.paths.insert(path.to_owned());
            }
        }
    }
    found
}

/// A draft that was read and analyzed.
pub(super) struct DraftFile {
    pub(super) modified: Option<SystemTime>,
    pub(super) text: Text,
    /// The profile that analyzed it.
    pub(super) profile: Arc<Profile>,
    pub(super) analysis: Analysis,
    /// An analysis with the lexicon of the scope, if `profile` has another one.
    comparable: Option<Analysis>,
}

impl DraftFile {
    /// Reads the draft at `path` and analyzes it with `profile`; `None` if it is too long or is not UTF-8 text.
    pub(super) fn read(scope: &Scope, path: &Path, profile: Arc<Profile>) -> Option<Self> {
        let metadata = fs::metadata(path).ok().filter(|data| data.is_file() && data.len() <= MAX_SIZE)?;
        let text = String::from_utf8(fs::read(path).ok()?).ok().filter(|text| !text.contains('\0'))?;
        let text = Text::from(text.strip_prefix('\u{feff}').unwrap_or(&text));
        let lexicon = &scope.profile.lexicon;
        // The indexes of services differ between lexicons.
        let comparable = (!Arc::ptr_eq(&profile.lexicon, lexicon)).then(|| {
            let without_rules = Profile { rules: &[], ..Profile::new(lexicon.clone(), profile.config.clone()) };
            Analysis::new(Arc::new(without_rules), &text)
        });
        let analysis = Analysis::new(profile.clone(), &text);
        Some(Self { modified: metadata.modified().ok(), text, profile, analysis, comparable })
    }

    /// Returns the analysis with the lexicon of the scope.
    pub(super) fn comparable(&self) -> &Analysis {
        self.comparable.as_ref().unwrap_or(&self.analysis)
    }

    /// Returns the number of findings and settings errors.
    pub(super) fn finding_count(&self) -> usize {
        self.analysis.findings().count() + self.analysis.problems().len()
    }
}

/// Whether the name of the file at `path` is that of a Markdown file.
pub(super) fn is_markdown(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown"))
}
