//! The open drafts: their texts, versions and analyses.
//!
//! Edits are applied to the text at once, in the order of the messages. A short text or edit is analyzed at once, too.
//! A longer one is analyzed by a [`Job`] on another thread, from a snapshot, while further edits are applied to the
//! text. Those edits are merged into one [`Change`], and when the job returns its analysis is updated by that change,
//! with another job if necessary. So [`Document::analysis`] always describes the current text.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use tower_lsp::lsp_types::{Diagnostic, PublishDiagnosticsParams, TextDocumentContentChangeEvent, Url};

use super::client::Client;
use super::convert::Encoding;
use super::diagnostics::Feed;
use super::log::{Level, log};
use super::pages;
use super::projects::ProfileChoice;
use super::snapshot::Snapshot;
use crate::coach::{Analysis, Profile};
use crate::config::Config;
use crate::text::{Change, DocSpan, Text};

/// The maximum length of a draft that is analyzed, in bytes. The text of a longer one is kept, since it may become
/// shorter.
pub(crate) const MAX_SIZE: usize = 64 << 20;

/// The maximum number of new bytes that are analyzed before the next message is handled: about one millisecond's work.
pub(crate) const MAX_IMMEDIATE: usize = 64 << 10;

/// The language IDs that editors use for Markdown.
const LANGUAGES: [&str; 9] = ["markdown", "md", "rmd", "quarto", "mdx", "pandoc", "vimwiki", "telekasten", "gfm"];

/// The URI schemes of documents that show another document: the left side of a diff, a commit, a review.
const VIEW_SCHEMES: [&str; 15] = [
    "git",
    "gitfs",
    "gitlens",
    "gitlens-git",
    "gitsigns",
    "fugitive",
    "diffview",
    "svn",
    "hg",
    "review",
    "pr",
    "conflictresolution",
    "merge-conflict",
    "output",
    pages::SCHEME,
];

/// The open drafts.
#[derive(Default)]
pub(crate) struct Documents {
    open: BTreeMap<Url, Document>,
    /// The drafts that may have diagnostics to publish, now or once a delay ends.
    active: BTreeSet<Url>,
    /// The ID of the latest job.
    last_job: u64,
}

/// An open draft.
pub(crate) struct Document {
    text: Text,
    /// The version of its text, from the client.
    version: i32,
    /// Its diagnostics.
    feed: Feed,
    /// The profile that analyzes it; `None` until one is assigned, and for an excluded draft.
    profile: Option<Arc<Profile>>,
    state: AnalysisState,
}

/// Whether and how far the current text is analyzed.
enum AnalysisState {
    /// Completely.
    Current(Arc<Analysis>),
    /// Not yet, or not since the latest edit.
    Outdated {
        /// The latest analysis, and the change since; `None` if there is none, or if a job updates it.
        base: Option<(Arc<Analysis>, Change)>,
        /// The ID of the running job, and the change since it was started.
        job: Option<(u64, Option<Change>)>,
    },
    /// It is not analyzed.
    Skipped(SkipReason),
}

/// The reason a draft is not analyzed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SkipReason {
    /// It is longer than [`MAX_SIZE`].
    TooLong,
    /// It contains a NUL byte.
    Binary,
    /// The analysis panicked.
    Failed,
    /// The settings of its folder exclude it.
    Excluded,
}

impl SkipReason {
    /// Returns the message for the user, if there is one.
    fn message(self) -> Option<String> {
        match self {
            Self::TooLong => Some(format!(
                "This file is larger than {} MiB and isn't checked. Split it into smaller files.",
                MAX_SIZE >> 20
            )),
            Self::Binary | Self::Failed | Self::Excluded => None,
        }
    }
}

impl Document {
    fn new(text: &str, version: i32) -> Self {
        let text = Text::from(text);
        Self { state: AnalysisState::new(&text), text, version, feed: Feed::default(), profile: None }
    }

    /// Returns the analysis of the current text; `None` while there is none.
    pub(crate) fn analysis(&self) -> Option<&Arc<Analysis>> {
        self.state.analysis()
    }

    /// Returns a snapshot of the draft; `None` if its current text is not analyzed.
    fn snapshot(&self, uri: &Url, client: &Arc<Client>) -> Option<Snapshot> {
        let (analysis, client) = (self.analysis()?.clone(), client.clone());
        Some(Snapshot { uri: uri.clone(), text: self.text.clone(), version: self.version, analysis, client })
    }

    /// Stops analyzing the draft after a panic, until it is saved or reopened.
    pub(crate) fn fail(&mut self) {
        log(Level::Error, format_args!("internal error: a draft isn't checked until it is saved or reopened"));
        self.state = AnalysisState::Skipped(SkipReason::Failed);
        self.feed.reset();
    }

    /// Whether the current text is yet to be analyzed.
    pub(crate) fn is_outdated(&self) -> bool {
        matches!(self.state, AnalysisState::Outdated { .. })
    }

    /// Returns the message that publishes its diagnostics at `now`; `None` if there is nothing new.
    pub(crate) fn publish(
        &mut self,
        uri: &Url,
        client: &Client,
        config: &Config,
        now: Instant,
    ) -> Option<PublishDiagnosticsParams> {
        if !self.feed.needs_publishing(now) {
            return None;
        }
        let diagnostics = self.diagnostics(client, config, now)?;
        self.feed.publish(uri, self.version, diagnostics)
    }

    /// Returns the response to a client that pulls diagnostics, where `previous_id` is the result ID of an earlier
    /// response; `None` while the current text is not analyzed.
    pub(crate) fn pull_report(
        &mut self,
        client: &Client,
        config: &Config,
        now: Instant,
        previous_id: Option<&str>,
    ) -> Option<Value> {
        let diagnostics = self.diagnostics(client, config, now)?;
        Some(self.feed.pull_report(diagnostics, previous_id))
    }

    /// Returns whether a delayed diagnostic is due at `now`, and forgets when. For clients that pull: they are asked to
    /// do so.
    pub(crate) fn expire(&mut self, now: Instant) -> bool {
        self.feed.expire(now)
    }

    /// Returns the due time of the next delayed diagnostic.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.feed.due()
    }

    /// Whether there may be diagnostics to publish, now or once a delay ends.
    pub(crate) fn is_active(&self, client: &Client) -> bool {
        self.feed.due().is_some() || !client.pull && self.feed.is_outdated()
    }

    /// Returns the diagnostics to show at `now`; `None` while the current text is not analyzed.
    fn diagnostics(&mut self, client: &Client, config: &Config, now: Instant) -> Option<Vec<Diagnostic>> {
        match &self.state {
            AnalysisState::Current(analysis) => Some(self.feed.show(&self.text, analysis, client, config, now)),
            AnalysisState::Skipped(reason) => Some(self.feed.show_skipped(reason.message().as_deref())),
            AnalysisState::Outdated { .. } => {
                self.feed.clear_due();
                None
            }
        }
    }

    /// Applies `changes`, in order.
    fn edit(&mut self, encoding: Encoding, changes: &[TextDocumentContentChangeEvent], now: Instant) {
        let mut all: Option<Change> = None;
        for event in changes {
            let change = match event.range {
                Some(range) => {
                    let span = encoding.span(&self.text, range);
                    self.text.replace(span, &event.text);
                    Some(Change { start: span.start, old_end: span.end, new_end: span.start + event.text.len() })
                }
                None => replace_all(&mut self.text, &event.text),
            };
            all = match (all, change) {
                (Some(all), Some(change)) => Some(all.then(change)),
                (all, change) => all.or(change),
            };
        }
        let Some(change) = all else { return };
        self.feed.record_edit(change, now);
        // The whole text is searched for a NUL byte only if it may contain one.
        let may_be_binary = self.state.skip_reason().is_some() || changes.iter().any(|event| event.text.contains('\0'));
        let skip = skip_reason(self.text.len(), || may_be_binary && self.text.contains_char('\0'));
        self.state.record_change(change, skip);
    }

    /// Returns the profile that analyzes it, if there is one.
    pub(crate) fn profile(&self) -> Option<&Arc<Profile>> {
        self.profile.as_ref()
    }

    /// Starts a job that analyzes the current text; `None` if that is done, being done, or not to be done.
    fn start_job(&mut self, uri: &Url, id: u64) -> Option<Job> {
        let profile = self.profile.as_ref()?;
        let AnalysisState::Outdated { base, job: job @ None } = &mut self.state else { return None };
        *job = Some((id, None));
        Some(Job { uri: uri.clone(), id, profile: profile.clone(), base: base.take(), text: self.text.clone() })
    }

    /// Stores the analysis of the job `id`, which is `None` if it panicked. Returns whether that is the running job.
    fn finish_job(&mut self, id: u64, analysis: Option<Arc<Analysis>>) -> bool {
        let AnalysisState::Outdated { job: Some((running, since)), .. } = &self.state else { return false };
        if *running != id {
            return false;
        }
        match (analysis, *since) {
            (None, _) => self.fail(),
            (Some(analysis), None) => self.state = AnalysisState::Current(analysis),
            (Some(analysis), Some(since)) => {
                self.state = AnalysisState::Outdated { base: Some((analysis, since)), job: None };
            }
        }
        true
    }
}

impl AnalysisState {
    /// For a text that is not analyzed yet.
    fn new(text: &Text) -> Self {
        match skip_reason(text.len(), || text.contains_char('\0')) {
            Some(reason) => Self::Skipped(reason),
            None => Self::Outdated { base: None, job: None },
        }
    }

    fn analysis(&self) -> Option<&Arc<Analysis>> {
        match self {
            Self::Current(analysis) => Some(analysis),
            _ => None,
        }
    }

    fn skip_reason(&self) -> Option<SkipReason> {
        match self {
            Self::Skipped(reason) => Some(*reason),
            _ => None,
        }
    }

    /// Records that the text changed by `change`; `skip` is the reason not to analyze the new text.
    fn record_change(&mut self, change: Change, skip: Option<SkipReason>) {
        *self = match (std::mem::replace(self, Self::Skipped(SkipReason::Failed)), skip) {
            (_, Some(reason)) => Self::Skipped(reason),
            (Self::Current(analysis), None) => Self::Outdated { base: Some((analysis, change)), job: None },
            (Self::Outdated { base, job }, None) => Self::Outdated {
                base: base.map(|(analysis, since)| (analysis, since.then(change))),
                job: job.map(|(id, since)| (id, Some(since.map_or(change, |since| since.then(change))))),
            },
            (Self::Skipped(SkipReason::TooLong | SkipReason::Binary), None) => Self::Outdated { base: None, job: None },
            (Self::Skipped(reason), None) => Self::Skipped(reason),
        };
    }
}

/// Returns the reason not to analyze a text of `length` bytes, if there is one.
fn skip_reason(length: usize, is_binary: impl FnOnce() -> bool) -> Option<SkipReason> {
    if length > MAX_SIZE {
        Some(SkipReason::TooLong)
    } else if is_binary() {
        Some(SkipReason::Binary)
    } else {
        None
    }
}

/// The analysis of a snapshot of a draft, to be run on another thread.
pub(crate) struct Job {
    uri: Url,
    id: u64,
    profile: Arc<Profile>,
    /// An analysis of an earlier text, and the change since.
    base: Option<(Arc<Analysis>, Change)>,
    text: Text,
}

/// The result of a [`Job`].
pub(crate) struct JobResult {
    uri: Url,
    id: u64,
    /// `None` if the analysis panicked.
    analysis: Option<Arc<Analysis>>,
}

impl Job {
    /// Whether it takes about a millisecond at most.
    fn is_quick(&self) -> bool {
        match &self.base {
            Some((_, change)) => change.new_end - change.start <= MAX_IMMEDIATE,
            None => self.text.len() <= MAX_IMMEDIATE,
        }
    }

    /// Runs the analysis.
    pub(crate) fn run(self) -> JobResult {
        let Self { uri, id, profile, base, text } = self;
        let analyze = || match base {
            Some((mut analysis, change)) => {
                // Clones the analysis if a snapshot still uses it.
                Arc::make_mut(&mut analysis).update(&text, change);
                analysis
            }
            None => Arc::new(Analysis::new(profile, &text)),
        };
        JobResult { uri, id, analysis: std::panic::catch_unwind(AssertUnwindSafe(analyze)).ok() }
    }
}

impl Documents {
    /// Opens a draft, or reopens it with this text. Returns `false` for any other document.
    pub(crate) fn open(&mut self, uri: Url, language: &str, version: i32, text: &str) -> bool {
        let is_draft = is_draft(&uri, language);
        if is_draft {
            self.active.insert(uri.clone());
            self.open.insert(uri, Document::new(text, version));
        }
        is_draft
    }

    /// Applies `changes`, in order, which result in `version`. Returns `false` if the document is not open.
    pub(crate) fn edit(
        &mut self,
        uri: &Url,
        encoding: Encoding,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
        now: Instant,
    ) -> bool {
        let Some(document) = self.open.get_mut(uri) else { return false };
        document.edit(encoding, changes, now);
        document.version = version;
        document.feed.mark_outdated();
        self.mark_active(uri);
        true
    }

    /// Records that a draft was saved: delays end, and a failed analysis is tried again.
    pub(crate) fn save(&mut self, uri: &Url) {
        let Some(document) = self.open.get_mut(uri) else { return };
        document.feed.record_save();
        if document.state.skip_reason() == Some(SkipReason::Failed) {
            document.state = AnalysisState::Outdated { base: None, job: None };
        }
        self.mark_active(uri);
    }

    /// Closes a draft. Returns `false` if it is not open.
    pub(crate) fn close(&mut self, uri: &Url) -> bool {
        self.active.remove(uri);
        self.open.remove(uri).is_some()
    }

    /// Assigns the chosen profile to a draft, which is analyzed anew if that is another profile. Returns the previous one.
    pub(crate) fn assign(&mut self, uri: &Url, choice: &ProfileChoice) -> Option<Arc<Profile>> {
        let document = self.open.get_mut(uri)?;
        let before = document.profile.clone();
        let was_excluded = document.state.skip_reason() == Some(SkipReason::Excluded);
        match choice {
            // The previous profile stays until the next one is known.
            ProfileChoice::Pending(_) => return before,
            ProfileChoice::Excluded if was_excluded => return before,
            ProfileChoice::Excluded => {
                document.profile = None;
                document.state = AnalysisState::Skipped(SkipReason::Excluded);
            }
            ProfileChoice::Profile(profile) => {
                if before.as_ref().is_some_and(|before| Arc::ptr_eq(before, profile)) {
                    return before;
                }
                document.profile = Some(profile.clone());
                if was_excluded {
                    document.state = AnalysisState::new(&document.text);
                } else if !matches!(document.state, AnalysisState::Skipped(SkipReason::TooLong | SkipReason::Binary)) {
                    document.state = AnalysisState::Outdated { base: None, job: None };
                }
            }
        }
        document.feed.record_save();
        self.active.insert(uri.clone());
        before
    }

    /// Analyzes a draft if that is quick, else returns the job to run on another thread.
    #[must_use]
    pub(crate) fn analyze(&mut self, uri: &Url) -> Option<Job> {
        let document = self.open.get_mut(uri)?;
        self.last_job += 1;
        let job = document.start_job(uri, self.last_job)?;
        if !job.is_quick() {
            return Some(job);
        }
        let JobResult { id, analysis, .. } = job.run();
        document.finish_job(id, analysis);
        self.mark_active(uri);
        None
    }

    /// Stores the result of a job, and analyzes the edits made meanwhile as [`Self::analyze`] does.
    #[must_use]
    pub(crate) fn finish_job(&mut self, result: JobResult) -> Option<Job> {
        let was_running = self.open.get_mut(&result.uri)?.finish_job(result.id, result.analysis);
        if !was_running {
            return None;
        }
        self.mark_active(&result.uri);
        self.analyze(&result.uri)
    }

    /// Returns an open draft.
    pub(crate) fn get(&self, uri: &Url) -> Option<&Document> {
        self.open.get(uri)
    }

    /// Like [`Self::get`], but mutable.
    pub(crate) fn get_mut(&mut self, uri: &Url) -> Option<&mut Document> {
        self.open.get_mut(uri)
    }

    /// Records that a draft may have diagnostics to publish.
    pub(crate) fn mark_active(&mut self, uri: &Url) {
        if !self.active.contains(uri) {
            self.active.insert(uri.clone());
        }
    }

    /// Calls `publish` for each draft that may have diagnostics to publish, in the order of their URIs. `publish`
    /// returns whether the draft may still have some afterwards.
    pub(crate) fn for_each_active(&mut self, mut publish: impl FnMut(&Url, &mut Document) -> bool) {
        let Self { open, active, .. } = self;
        active.retain(|uri| open.get_mut(uri).is_some_and(|document| publish(uri, document)));
    }

    /// Returns a snapshot of a draft for `client`; `None` if it is not open or its current text is not analyzed.
    pub(crate) fn snapshot(&self, uri: &Url, client: &Arc<Client>) -> Option<Snapshot> {
        self.get(uri)?.snapshot(uri, client)
    }

    /// Snapshots of all open drafts whose current text is analyzed, for `client`.
    pub(crate) fn snapshots(&self, client: &Arc<Client>) -> Vec<Snapshot> {
        self.open.iter().filter_map(|(uri, document)| document.snapshot(uri, client)).collect()
    }

    /// Returns the URIs of all open drafts, in order.
    pub(crate) fn uris(&self) -> Vec<Url> {
        self.open.keys().cloned().collect()
    }
}

/// Whether a document is Markdown that the user writes, and not a view of another document.
fn is_draft(uri: &Url, language: &str) -> bool {
    let scheme = uri.scheme();
    if VIEW_SCHEMES.contains(&scheme) || scheme.starts_with("vscode-diff") {
        return false;
    }
    let language = language.to_ascii_lowercase();
    let main = language.split('.').next().unwrap_or_default();
    let path = uri.path().to_ascii_lowercase();
    let unknown = matches!(main, "" | "plaintext" | "text" | "unknown");
    LANGUAGES.contains(&main) || unknown && (path.ends_with(".md") || path.ends_with(".markdown"))
}

/// Replaces the part of `text` that differs from `new`. Returns that change, so that a client that always sends the
/// whole text costs no more analysis than others; `None` if nothing differs.
fn replace_all(text: &mut Text, new: &str) -> Option<Change> {
    let old = text.to_string();
    let mut start = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    while !(old.is_char_boundary(start) && new.is_char_boundary(start)) {
        start -= 1;
    }
    let rest = old[start..].bytes().rev().zip(new[start..].bytes().rev());
    let mut same = rest.take_while(|(old, new)| old == new).count();
    while !(old.is_char_boundary(old.len() - same) && new.is_char_boundary(new.len() - same)) {
        same -= 1;
    }
    let change = Change { start, old_end: old.len() - same, new_end: new.len() - same };
    if change.start == change.old_end && change.start == change.new_end {
        return None;
    }
    text.replace(DocSpan::new(change.start, change.old_end), &new[change.start..change.new_end]);
    Some(change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use proptest::prelude::*;
    use tower_lsp::lsp_types::{Position, Range};

    fn uri(text: &str) -> Url {
        Url::parse(text).expect("a URI")
    }

    fn event(range: Option<[u32; 4]>, text: &str) -> TextDocumentContentChangeEvent {
        let range = range.map(|[a, b, c, d]| Range::new(Position::new(a, b), Position::new(c, d)));
        TextDocumentContentChangeEvent { range, range_length: None, text: text.into() }
    }

    fn coached() -> ProfileChoice {
        ProfileChoice::Profile(Arc::new(Profile::new(Arc::new(Lexicon::default()), Config::default())))
    }

    #[test]
    fn an_excluded_draft_is_analyzed_once_it_is_no_longer_excluded() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        let state = |documents: &Documents| {
            documents.get(&address).map(|document| (document.analysis().is_some(), document.state.skip_reason()))
        };
        documents.open(address.clone(), "markdown", 1, "text");
        documents.assign(&address, &coached());
        assert!(documents.analyze(&address).is_none());
        assert_eq!(state(&documents), Some((true, None)));
        assert!(documents.assign(&address, &ProfileChoice::Pending(None)).is_some());
        assert_eq!(state(&documents), Some((true, None)), "the previous coach stays until the next one is known");
        documents.assign(&address, &ProfileChoice::Excluded);
        documents.edit(&address, Encoding::Utf8, 2, &[event(None, "other")], Instant::now());
        assert!(documents.analyze(&address).is_none());
        assert_eq!(state(&documents), Some((false, Some(SkipReason::Excluded))));
        assert!(documents.assign(&address, &coached()).is_none());
        assert!(documents.analyze(&address).is_none());
        assert_eq!(state(&documents), Some((true, None)));
    }

    #[test]
    fn drafts_are_distinguished_from_other_documents() {
        for (address, language, expected) in [
            ("file:///a.txt", "markdown", true),
            ("file:///a", "Markdown.pandoc", true),
            ("untitled:Untitled-1", "markdown", true),
            ("vscode-remote://ssh-remote%2Bhost/a.md", "quarto", true),
            ("file:///a.MD", "", true),
            ("file:///a.markdown", "plaintext", true),
            ("file:///a.md", "rust", false),
            ("file:///a.txt", "plaintext", false),
            ("git:/a.md?ref", "markdown", false),
            ("conflictResolution:/a.md", "markdown", false),
            ("vscode-diff-x:/a.md", "markdown", false),
            ("fugitive:///a.md", "markdown", false),
            ("star-coach-scenario:/S1/a.md", "markdown", false),
        ] {
            assert_eq!(is_draft(&uri(address), language), expected, "{address} {language}");
        }
    }

    #[test]
    fn changes_are_applied_in_order_each_to_the_result_of_the_previous_one() {
        let mut document = Document::new("one\r\ntwo\n", 1);
        let changes =
            [event(Some([0, 3, 1, 0]), " "), event(Some([0, 4, 0, 99]), "2"), event(Some([9, 9, 0, 0]), "all")];
        document.edit(Encoding::Utf16, &changes[..2], Instant::now());
        assert_eq!(document.text.to_string(), "one 2\n");
        document.edit(Encoding::Utf16, &changes[2..], Instant::now());
        assert_eq!(document.text.to_string(), "all", "a range the wrong way round, past the end, is everything");
    }

    #[test]
    fn unknown_documents_are_ignored() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        assert!(!documents.edit(&address, Encoding::Utf8, 2, &[event(None, "x")], Instant::now()));
        assert!(!documents.close(&address) && documents.get(&address).is_none());
        assert!(!documents.open(address.clone(), "rust", 1, "fn main() {}"));
        documents.save(&address);
        assert!(documents.analyze(&address).is_none());
    }

    #[test]
    fn edits_made_while_a_job_runs_are_analyzed_afterwards() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        documents.open(address.clone(), "markdown", 1, &"word ".repeat(MAX_IMMEDIATE));
        assert!(documents.analyze(&address).is_none(), "there is no coach yet");
        documents.assign(&address, &coached());
        let job = documents.analyze(&address).expect("too long to analyze at once");
        assert!(documents.analyze(&address).is_none(), "one job at a time");
        documents.edit(&address, Encoding::Utf8, 2, &[event(Some([0, 0, 0, 0]), "x")], Instant::now());
        assert!(documents.get(&address).is_some_and(|document| document.analysis().is_none()));
        assert!(documents.finish_job(job.run()).is_none(), "the edit is analyzed at once");
        assert!(documents.get(&address).is_some_and(|document| document.analysis().is_some()));
    }

    #[test]
    fn the_result_of_a_job_for_a_reopened_draft_is_dropped() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        let text = "word ".repeat(MAX_IMMEDIATE);
        documents.open(address.clone(), "markdown", 1, &text);
        documents.assign(&address, &coached());
        let old = documents.analyze(&address).expect("a job");
        documents.open(address.clone(), "markdown", 1, &text);
        documents.assign(&address, &coached());
        let new = documents.analyze(&address).expect("a job");
        assert!(documents.finish_job(old.run()).is_none());
        assert!(documents.get(&address).is_some_and(|document| document.analysis().is_none()));
        assert!(documents.finish_job(new.run()).is_none());
        assert!(documents.get(&address).is_some_and(|document| document.analysis().is_some()));
    }

    #[test]
    fn a_draft_with_a_nul_byte_is_not_analyzed() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        let skip_reason =
            |documents: &Documents| documents.get(&address).and_then(|document| document.state.skip_reason());
        documents.open(address.clone(), "markdown", 1, "a\0b");
        assert_eq!(skip_reason(&documents), Some(SkipReason::Binary));
        documents.edit(&address, Encoding::Utf8, 2, &[event(None, "text")], Instant::now());
        assert_eq!(skip_reason(&documents), None);
        documents.edit(&address, Encoding::Utf8, 3, &[event(Some([0, 0, 0, 0]), "\0")], Instant::now());
        assert_eq!(skip_reason(&documents), Some(SkipReason::Binary));
        documents.edit(&address, Encoding::Utf8, 4, &[event(Some([0, 1, 0, 3]), "")], Instant::now());
        assert_eq!(skip_reason(&documents), Some(SkipReason::Binary), "it is still there");
        documents.edit(&address, Encoding::Utf8, 5, &[event(Some([0, 0, 0, 1]), "")], Instant::now());
        assert_eq!(skip_reason(&documents), None, "without it, the draft is analyzed again");
        let both = [event(Some([0, 0, 0, 0]), "\0"), event(Some([0, 0, 0, 1]), "")];
        documents.edit(&address, Encoding::Utf8, 6, &both, Instant::now());
        assert_eq!(skip_reason(&documents), None, "removed by the same message");
    }

    #[test]
    fn a_draft_over_the_maximum_length_is_skipped_until_it_is_shorter() {
        let mut state = AnalysisState::new(&Text::from("text"));
        let change = Change { start: 0, old_end: 5, new_end: 0 };
        state.record_change(change, skip_reason(MAX_SIZE + 1, || true));
        assert!(matches!(state, AnalysisState::Skipped(SkipReason::TooLong)));
        state.record_change(change, skip_reason(MAX_SIZE, || false));
        assert!(matches!(state, AnalysisState::Outdated { .. }));
    }

    proptest! {
        #[test]
        fn replacing_everything_changes_only_what_differs(old in "[aé😀\r\n]{0,12}", new in "[aé😀\r\n]{0,12}") {
            let mut text = Text::from(old.as_str());
            let change = replace_all(&mut text, &new);
            prop_assert_eq!(text.to_string(), new.clone());
            match change {
                None => prop_assert_eq!(old, new),
                Some(Change { start, old_end, new_end }) => {
                    prop_assert_eq!(&old[..start], &new[..start]);
                    prop_assert_eq!(&old[old_end..], &new[new_end..]);
                }
            }
        }
    }
}
