//! The user's answers in the index: those on disk, and those in open drafts.
//!
//! For an answer on disk, the index has the data that requests need: its title, its range, the ranges of its services,
//! and its [`Entry`] for ranking, but not its text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use tower_lsp::lsp_types::{Range, Url};

use super::files::DraftFile;
use super::scope::Scope;
use crate::coach::{Placed, Report};
use crate::lexicon::Term;
use crate::scenarios::library::{Entry, Library};
use crate::server::snapshot::Snapshot;
use crate::text::{DocSpan, Text};

/// The maximum length of a stored title, in characters.
const MAX_TITLE: usize = 200;

/// The user's answers.
#[derive(Default)]
pub(super) struct Known {
    /// The statistics of all answers, for ranking.
    pub(super) library: Library,
    /// The drafts on disk that have answers, by path.
    drafts: BTreeMap<PathBuf, Draft>,
    /// The answers of the drafts that were open at the latest [`Known::update_open`].
    open: BTreeMap<Url, Vec<OpenAnswer>>,
}

/// A draft on disk.
pub(super) struct Draft {
    pub(super) modified: Option<SystemTime>,
    pub(super) answers: Vec<DiskAnswer>,
}

/// An answer on disk.
pub(super) struct DiskAnswer {
    pub(super) title: Option<Box<str>>,
    /// The range of its title, or of its first line.
    pub(super) range: Range,
    /// The services that it names, as indexes into [`Lexicon::services`](crate::lexicon::Lexicon::services), and where.
    pub(super) mentions: Box<[(u32, Range)]>,
    pub(super) entry: Entry,
}

/// An answer of an open draft.
pub(super) struct OpenAnswer {
    report: Arc<Report>,
    pub(super) entry: Entry,
}

impl Known {
    /// Returns the drafts on disk that have answers, by path.
    pub(super) fn drafts(&self) -> &BTreeMap<PathBuf, Draft> {
        &self.drafts
    }

    /// Returns the drafts on disk that are not among the `open` ones.
    pub(super) fn closed_drafts(&self, open: &[Snapshot]) -> impl Iterator<Item = (&PathBuf, &Draft)> {
        let open: BTreeSet<PathBuf> = open.iter().filter_map(|open| open.uri.to_file_path().ok()).collect();
        self.drafts.iter().filter(move |(path, _)| !open.contains(*path))
    }

    /// Whether there is a draft at `path` or, if that is a folder, in it.
    pub(super) fn has_draft_in(&self, path: &Path) -> bool {
        self.drafts.range(path.to_owned()..).next().is_some_and(|(draft, _)| draft.starts_with(path))
    }

    /// Returns the answers of an open draft, in order, as of the latest [`Self::update_open`].
    pub(super) fn open_answers(&self, uri: &Url) -> &[OpenAnswer] {
        self.open.get(uri).map(Vec::as_slice).unwrap_or_default()
    }

    /// Removes the drafts that are not in `scope`.
    pub(super) fn retain(&mut self, scope: &Scope) {
        let outside: Vec<PathBuf> = self.drafts.keys().filter(|path| !scope.contains(path)).cloned().collect();
        outside.iter().for_each(|path| self.remove(path));
    }

    /// Removes the draft at `path`.
    pub(super) fn remove(&mut self, path: &Path) {
        for answer in self.drafts.remove(path).into_iter().flat_map(|draft| draft.answers) {
            self.library.remove(&answer.entry);
        }
    }

    /// Stores the answers of `file` as those of the draft at `path`, instead of the previous ones.
    pub(super) fn insert(&mut self, scope: &Scope, path: &Path, file: &DraftFile) {
        self.remove(path);
        let encoding = scope.client.encoding;
        let answer = |placed: &Placed| {
            let answer = &placed.report.answer;
            DiskAnswer {
                title: answer.title().map(|title| title.chars().take(MAX_TITLE).collect()),
                range: encoding.range(&file.text, head(&file.text, placed)),
                mentions: mentions(placed)
                    .filter_map(|(service, span)| {
                        Some((u32::try_from(service).ok()?, encoding.range(&file.text, span)))
                    })
                    .collect(),
                entry: self.library.add(&scope.profile.lexicon, answer),
            }
        };
        let answers: Vec<DiskAnswer> = file.comparable().answers().iter().map(answer).collect();
        if !answers.is_empty() {
            self.drafts.insert(path.to_owned(), Draft { modified: file.modified, answers });
        }
    }

    /// Replaces the open drafts by `open`. Their files are no longer known; they are read again when the drafts are
    /// closed.
    pub(super) fn update_open(&mut self, scope: &Scope, open: &[Snapshot]) {
        let mut previous = std::mem::take(&mut self.open);
        for Snapshot { uri, analysis, .. } in open {
            if let Ok(path) = uri.to_file_path() {
                self.remove(&path);
            }
            let mut in_order = previous.remove(uri).unwrap_or_default().into_iter().peekable();
            let mut by_report = BTreeMap::<*const Report, OpenAnswer>::new();
            let answers = analysis.answers().iter().map(|placed| {
                let is_same = |answer: &OpenAnswer| Arc::ptr_eq(&answer.report, &placed.report);
                if let Some(answer) = in_order.next_if(is_same) {
                    return answer;
                }
                if by_report.is_empty() {
                    // From the first edited answer on, the others may have moved.
                    by_report.extend(in_order.by_ref().map(|answer| (Arc::as_ptr(&answer.report), answer)));
                }
                by_report.remove(&Arc::as_ptr(&placed.report)).unwrap_or_else(|| OpenAnswer {
                    report: placed.report.clone(),
                    entry: self.library.add(&scope.profile.lexicon, &placed.report.answer),
                })
            });
            let answers: Vec<OpenAnswer> = answers.collect();
            in_order.chain(by_report.into_values()).for_each(|answer| self.library.remove(&answer.entry));
            self.open.insert(uri.clone(), answers);
        }
        previous.into_values().flatten().for_each(|answer| self.library.remove(&answer.entry));
    }
}

/// Returns the span of the title of an answer, or of its first line.
pub(super) fn head(text: &Text, placed: &Placed) -> DocSpan {
    placed.title.unwrap_or_else(|| {
        let line = text.line_span(text.line_of(placed.span.start));
        DocSpan::new(placed.span.start, line.end.max(placed.span.start))
    })
}

/// Returns the services that an answer names, as indexes into the services of its lexicon, and where.
pub(super) fn mentions(placed: &Placed) -> impl Iterator<Item = (usize, DocSpan)> {
    placed.report.answer.mentions.iter().filter_map(|mention| match mention.term {
        Term::Service(service) => Some((service, placed.place(mention.span))),
        _ => None,
    })
}
