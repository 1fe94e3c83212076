//! Requests about all of the user's answers, on disk and in open drafts: related answers, titles, and references.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use tower_lsp::lsp_types::{Location, Range, Url};

use super::known::{DiskAnswer, Known, head, mentions};
use super::scope::Scope;
use crate::coach::{Placed, Report};
use crate::scenarios::library::RelatedAnswer;
use crate::server::convert::Encoding;
use crate::server::snapshot::Snapshot;

/// The maximum number of answers found by title.
const MAX_TITLED: usize = 500;
/// The maximum number of related answers.
const MAX_RELATED: usize = 2;

/// One of the user's answers, related to another one.
#[derive(Debug, PartialEq)]
pub(crate) struct RelatedOffer {
    /// Its title, or a text in place of one.
    pub(crate) title: String,
    /// The topics that the two have in common.
    pub(crate) why: Vec<String>,
    /// The draft that contains it.
    pub(crate) uri: Url,
    /// The range of its title, or of its first line.
    pub(crate) range: Range,
}

/// One of the user's answers, found by its title.
#[derive(Debug, PartialEq)]
pub(crate) struct TitledAnswer {
    /// Its title.
    pub(crate) title: String,
    /// The draft that contains it.
    pub(crate) uri: Url,
    /// The range of the title.
    pub(crate) range: Range,
}

/// Finds the answers most related to `answer`, which starts at the offset `here.1` of the draft `here.0`. `open` are
/// all open drafts. Also returns the files that have changed since they were read.
pub(super) fn related(
    known: &mut Known,
    scope: &Scope,
    open: &[Snapshot],
    here: (&Url, usize),
    answer: &Report,
) -> (Vec<RelatedOffer>, Vec<PathBuf>) {
    known.update_open(scope, open);
    let known = &*known;
    let on_disk = known.drafts().iter().flat_map(|(path, draft)| {
        draft.answers.iter().map(move |answer| (AnswerSource::Disk(path, draft.modified, answer), &answer.entry))
    });
    let in_editor = open.iter().flat_map(|open| {
        let answers = open.analysis.answers().iter().zip(known.open_answers(&open.uri));
        let others = answers.filter(|(placed, _)| (&open.uri, placed.span.start) != here);
        others.map(|(placed, answer)| (AnswerSource::Editor(open, placed), &answer.entry))
    });
    // Twice as many as needed, since some of them may be stale.
    let candidates = on_disk.chain(in_editor);
    let found = known.library.related(&scope.profile.lexicon, &answer.answer, candidates, 2 * MAX_RELATED);
    let mut stale = Vec::new();
    let mut offers = Vec::new();
    for RelatedAnswer { key, why, .. } in found {
        match key.locate(scope.client.encoding) {
            Ok((title, uri, range)) => offers.push(RelatedOffer { title, why, uri, range }),
            Err(path) => stale.push(path),
        }
    }
    offers.truncate(MAX_RELATED);
    (offers, stale)
}

/// Finds the answers whose titles contain the characters of `query` in this order, in any case and with others between.
pub(super) fn titled(known: &Known, encoding: Encoding, open: &[Snapshot], query: &str) -> Vec<TitledAnswer> {
    let query: Vec<char> = query.chars().filter(|char| !char.is_whitespace()).flat_map(char::to_lowercase).collect();
    let titled = |uri: Url, title: &str, range: Range| TitledAnswer { title: title.to_owned(), uri, range };
    let on_disk = known.closed_drafts(open).flat_map(|(path, draft)| {
        let uri = Url::from_file_path(path).ok();
        let answers = draft.answers.iter().filter(|answer| matches_query(answer.title.as_deref(), &query));
        answers.filter_map(move |answer| Some(titled(uri.clone()?, answer.title.as_deref()?, answer.range)))
    });
    let in_editor = open.iter().flat_map(|Snapshot { uri, text, analysis, .. }| {
        let answers = analysis.answers().iter().filter(|placed| matches_query(placed.report.answer.title(), &query));
        answers.filter_map(move |placed| {
            let range = encoding.range(text, head(text, placed));
            Some(titled(uri.clone(), placed.report.answer.title()?, range))
        })
    });
    let mut found: Vec<TitledAnswer> = on_disk.chain(in_editor).take(MAX_TITLED).collect();
    found.sort_by(|a, b| (&a.uri, a.range.start).cmp(&(&b.uri, b.range.start)));
    found
}

/// Finds where a service, or a feature that implies it, is named. `service` is an index into the services of the
/// scope's lexicon.
pub(super) fn references(known: &Known, scope: &Scope, open: &[Snapshot], service: usize) -> Vec<Location> {
    let services = &scope.profile.lexicon.services;
    let implies = |other: usize| services.get(other).is_some_and(|other| other.implies.contains(&service));
    let on_disk = known.closed_drafts(open).flat_map(|(path, draft)| {
        let uri = Url::from_file_path(path).ok();
        let mentions = draft.answers.iter().flat_map(|answer| &answer.mentions);
        let mentions = mentions.filter(move |(other, _)| implies(*other as usize));
        mentions.filter_map(move |(_, range)| Some(Location::new(uri.clone()?, *range)))
    });
    let in_editor = open.iter().flat_map(|Snapshot { uri, text, analysis, .. }| {
        let mentions = analysis.answers().iter().flat_map(mentions).filter(move |(other, _)| implies(*other));
        mentions.map(move |(_, span)| Location::new(uri.clone(), scope.client.encoding.range(text, span)))
    });
    let mut found: Vec<Location> = on_disk.chain(in_editor).collect();
    found.sort_by(|a, b| (&a.uri, a.range.start).cmp(&(&b.uri, b.range.start)));
    // Answers below the same title share the services that it names.
    found.dedup();
    found
}

/// The source of an answer.
#[derive(Clone, Copy)]
enum AnswerSource<'a> {
    Disk(&'a PathBuf, Option<SystemTime>, &'a DiskAnswer),
    Editor(&'a Snapshot, &'a Placed),
}

impl AnswerSource<'_> {
    /// Returns the title of the answer (or a text in place of one), its draft, and the range of its title or first
    /// line.
    ///
    /// # Errors
    /// The path of the draft if the file has changed since it was read.
    fn locate(self, encoding: Encoding) -> Result<(String, Url, Range), PathBuf> {
        let (title, uri, range) = match self {
            Self::Disk(path, modified, answer) => {
                let is_unchanged = fs::metadata(path).is_ok_and(|data| data.modified().ok() == modified);
                let uri = Url::from_file_path(path).ok().filter(|_| is_unchanged).ok_or_else(|| path.clone())?;
                (answer.title.as_deref(), uri, answer.range)
            }
            Self::Editor(Snapshot { uri, text, .. }, placed) => {
                (placed.report.answer.title(), uri.clone(), encoding.range(text, head(text, placed)))
            }
        };
        let title = title
            .filter(|title| !title.trim().is_empty())
            .map_or_else(|| format!("an answer in {}", file_name(&uri)), str::to_owned);
        Ok((title, uri, range))
    }
}

/// Returns the file name of a document.
pub(crate) fn file_name(uri: &Url) -> String {
    let path = uri.to_file_path().unwrap_or_else(|()| uri.path().into());
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Whether `title` contains the characters of `query`, which are in lower case, in this order.
fn matches_query(title: Option<&str>, query: &[char]) -> bool {
    let Some(title) = title else { return false };
    let mut rest = query.iter().copied().peekable();
    for char in title.chars().flat_map(char::to_lowercase) {
        rest.next_if_eq(&char);
    }
    rest.peek().is_none()
}
