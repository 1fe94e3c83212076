//! The drafts that are open: their texts, versions and readings.
//!
//! A text is changed in the order of the messages, at once. It is read at once too if that is quick; else a [`Job`]
//! reads a snapshot elsewhere while the text goes on changing. What is changed meanwhile is gathered, and when the job
//! comes back the reading is brought up to date with it, by another job if need be. So a reading that is
//! [`Document::analysis`] always describes the text as it is.

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
use super::projects::Choice;
use super::snapshot::Snapshot;
use crate::coach::{Analysis, Coach};
use crate::config::Config;
use crate::text::{Change, DocSpan, Text};

/// The longest draft that is read, in bytes; a longer one is kept, so that it can become shorter.
pub(crate) const MAX_SIZE: usize = 64 << 20;

/// How many new bytes are read at once, before the next message is looked at: about a millisecond's worth.
pub(crate) const QUICK: usize = 64 << 10;

/// Languages that are markdown, by the ids that editors give them.
const LANGUAGES: [&str; 9] = ["markdown", "md", "rmd", "quarto", "mdx", "pandoc", "vimwiki", "telekasten", "gfm"];

/// Schemes of documents that are somebody's view of another one: the left side of a diff, a commit, a review.
const VIEWS: [&str; 15] = [
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

/// The drafts that are open.
#[derive(Default)]
pub(crate) struct Documents {
    open: BTreeMap<Url, Document>,
    /// Those of which there may be something to tell, now or later.
    restless: BTreeSet<Url>,
    tickets: u64,
}

/// A draft that is open.
pub(crate) struct Document {
    text: Text,
    /// The version of its text, as the client counts.
    version: i32,
    /// What the client is told of it.
    feed: Feed,
    /// Who reads it; `None` at first, and if it is left alone.
    coach: Option<Arc<Coach>>,
    reading: Reading,
}

/// How far a draft is read.
enum Reading {
    /// To the end.
    Done(Arc<Analysis>),
    /// Not yet, or no longer.
    Behind {
        /// The latest reading, and what changed since; `None` if there is none or a job has it.
        base: Option<(Arc<Analysis>, Change)>,
        /// The job that reads it, and what changed since that was sent off.
        job: Option<(u64, Option<Change>)>,
    },
    /// Not at all.
    Never(Unread),
}

/// Why a draft is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is longer than [`MAX_SIZE`].
    TooBig,
    /// It holds bytes that no writing has.
    Binary,
    /// Reading it fails.
    Failed,
    /// The settings of its folder ask for that.
    LeftAlone,
}

impl Unread {
    /// What the client is told about it, if anything.
    fn reason(self) -> Option<String> {
        match self {
            Self::TooBig => Some(format!(
                "This draft is longer than {} MiB and is not coached; split it to have it read.",
                MAX_SIZE >> 20
            )),
            Self::Binary | Self::Failed | Self::LeftAlone => None,
        }
    }
}

impl Document {
    fn new(text: &str, version: i32) -> Self {
        let text = Text::from(text);
        Self { reading: Reading::start(&text), text, version, feed: Feed::default(), coach: None }
    }

    /// What there is to say about the text as it is; `None` while that is not known.
    pub(crate) fn analysis(&self) -> Option<&Arc<Analysis>> {
        self.reading.analysis()
    }

    /// As it is now; `None` if it is not read.
    fn snapshot(&self, uri: &Url, client: &Arc<Client>) -> Option<Snapshot> {
        let (analysis, client) = (self.analysis()?.clone(), client.clone());
        Some(Snapshot { uri: uri.clone(), text: self.text.clone(), version: self.version, analysis, client })
    }

    /// Notes that it can't be coached as it is.
    pub(crate) fn fail(&mut self) {
        log(Level::Error, format_args!("an internal error: a draft is not coached until it is saved or reopened"));
        self.reading = Reading::Never(Unread::Failed);
        self.feed.reset();
    }

    /// Whether a reading is on its way.
    pub(crate) fn is_behind(&self) -> bool {
        matches!(self.reading, Reading::Behind { .. })
    }

    /// What the client is to be told of it at `now`, if that is news.
    pub(crate) fn publish(
        &mut self,
        uri: &Url,
        client: &Client,
        config: &Config,
        now: Instant,
    ) -> Option<PublishDiagnosticsParams> {
        if !self.feed.has_news(now) {
            return None;
        }
        let diagnostics = self.diagnostics(client, config, now)?;
        self.feed.publish(uri, self.version, diagnostics)
    }

    /// The answer to a client that fetches its diagnostics and `has` those of an earlier answer; `None` while nobody knows.
    pub(crate) fn fetch(&mut self, client: &Client, config: &Config, now: Instant, has: Option<&str>) -> Option<Value> {
        let diagnostics = self.diagnostics(client, config, now)?;
        Some(self.feed.answer(diagnostics, has))
    }

    /// Forgets what is due to be shown at `now`; returns whether something was. For clients that fetch, and then do.
    pub(crate) fn expire(&mut self, now: Instant) -> bool {
        self.feed.expire(now)
    }

    /// When there will be something new to show, if nothing happens.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.feed.due()
    }

    /// Whether there may be something to tell of it, now or later, though nothing happens to it.
    pub(crate) fn is_restless(&self, client: &Client) -> bool {
        self.feed.due().is_some() || !client.pull && self.feed.is_outdated()
    }

    /// The diagnostics to show at `now`; `None` while nobody knows.
    fn diagnostics(&mut self, client: &Client, config: &Config, now: Instant) -> Option<Vec<Diagnostic>> {
        match &self.reading {
            Reading::Done(analysis) => Some(self.feed.show(&self.text, analysis, client, config, now)),
            Reading::Never(unread) => Some(self.feed.show_unread(unread.reason().as_deref())),
            Reading::Behind { .. } => {
                self.feed.wait();
                None
            }
        }
    }

    /// Makes `changes`, in order.
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
        self.feed.edited(change, now);
        // Nobody looks through all of it unless a byte came that no writing has, or there may have been one.
        let suspect = self.reading.unread().is_some() || changes.iter().any(|event| event.text.contains('\0'));
        let obstacle = obstacle(self.text.len(), || suspect && self.text.holds('\0'));
        self.reading.fall_behind(change, obstacle);
    }

    /// Who reads it; `None` while nobody does.
    pub(crate) fn coach(&self) -> Option<&Arc<Coach>> {
        self.coach.as_ref()
    }

    /// What there is to do to read it; `None` if that is done, being done or not to be done.
    fn job(&mut self, uri: &Url, ticket: u64) -> Option<Job> {
        let coach = self.coach.as_ref()?;
        let Reading::Behind { base, job: job @ None } = &mut self.reading else { return None };
        *job = Some((ticket, None));
        Some(Job { uri: uri.clone(), ticket, coach: coach.clone(), base: base.take(), text: self.text.clone() })
    }

    /// Takes what a job has read, if it is the one that is waited for; tells whether it was.
    fn take(&mut self, ticket: u64, analysis: Option<Arc<Analysis>>) -> bool {
        let Reading::Behind { base, job: Some((awaited, since)) } = &mut self.reading else { return false };
        if *awaited != ticket {
            return false;
        }
        match (analysis, *since) {
            (None, _) => self.fail(),
            (Some(analysis), None) => self.reading = Reading::Done(analysis),
            (Some(analysis), Some(since)) => {
                *base = Some((analysis, since));
                self.reading = Reading::Behind { base: base.take(), job: None };
            }
        }
        true
    }
}

impl Reading {
    fn analysis(&self) -> Option<&Arc<Analysis>> {
        match self {
            Self::Done(analysis) => Some(analysis),
            _ => None,
        }
    }

    fn unread(&self) -> Option<Unread> {
        match self {
            Self::Never(why) => Some(*why),
            _ => None,
        }
    }

    /// Of a draft that nobody has read yet.
    fn start(text: &Text) -> Self {
        match obstacle(text.len(), || text.holds('\0')) {
            Some(why) => Self::Never(why),
            None => Self::Behind { base: None, job: None },
        }
    }

    /// After `change`; `obstacle` is what keeps what came of it from being read.
    fn fall_behind(&mut self, change: Change, obstacle: Option<Unread>) {
        *self = match (std::mem::replace(self, Self::Never(Unread::Failed)), obstacle) {
            (_, Some(why)) => Self::Never(why),
            (Self::Done(analysis), None) => Self::Behind { base: Some((analysis, change)), job: None },
            (Self::Behind { base, job }, None) => Self::Behind {
                base: base.map(|(analysis, since)| (analysis, since.then(change))),
                job: job.map(|(ticket, since)| (ticket, Some(since.map_or(change, |since| since.then(change))))),
            },
            (Self::Never(Unread::TooBig | Unread::Binary), None) => Self::Behind { base: None, job: None },
            (Self::Never(why), None) => Self::Never(why),
        };
    }
}

/// What keeps a draft of `length` bytes from being read.
fn obstacle(length: usize, is_binary: impl FnOnce() -> bool) -> Option<Unread> {
    match () {
        () if length > MAX_SIZE => Some(Unread::TooBig),
        () if is_binary() => Some(Unread::Binary),
        () => None,
    }
}

/// A reading to be made, of a snapshot.
pub(crate) struct Job {
    uri: Url,
    ticket: u64,
    coach: Arc<Coach>,
    base: Option<(Arc<Analysis>, Change)>,
    text: Text,
}

/// What came of a [`Job`].
pub(crate) struct Read {
    uri: Url,
    ticket: u64,
    /// `None` if reading it failed.
    analysis: Option<Arc<Analysis>>,
}

impl Job {
    /// Whether it is through before anybody notices.
    fn is_quick(&self) -> bool {
        match &self.base {
            Some((_, change)) => change.new_end - change.start <= QUICK,
            None => self.text.len() <= QUICK,
        }
    }

    /// Does it.
    pub(crate) fn run(self) -> Read {
        let Self { uri, ticket, coach, base, text } = self;
        let read = || match base {
            Some((mut analysis, change)) => {
                // Whoever looks at the draft as it was keeps that.
                Arc::make_mut(&mut analysis).update(&text, change);
                analysis
            }
            None => Arc::new(Analysis::new(coach, &text)),
        };
        Read { uri, ticket, analysis: std::panic::catch_unwind(AssertUnwindSafe(read)).ok() }
    }
}

impl Documents {
    /// Opens a draft, or replaces it by what it is now; `false` if it is none.
    pub(crate) fn open(&mut self, uri: Url, language: &str, version: i32, text: &str) -> bool {
        let is_draft = is_draft(&uri, language);
        if is_draft {
            self.restless.insert(uri.clone());
            self.open.insert(uri, Document::new(text, version));
        }
        is_draft
    }

    /// Makes `changes`, in order, which lead to `version`; `false` if the document is not open.
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
        document.feed.outdated();
        self.stir(uri);
        true
    }

    /// Notes that a draft was saved: it is shown what was held back, and a reading that failed is tried again.
    pub(crate) fn save(&mut self, uri: &Url) {
        let Some(document) = self.open.get_mut(uri) else { return };
        document.feed.saved();
        if document.reading.unread() == Some(Unread::Failed) {
            document.reading = Reading::Behind { base: None, job: None };
        }
        self.stir(uri);
    }

    /// Forgets a draft; `false` if it is not open.
    pub(crate) fn close(&mut self, uri: &Url) -> bool {
        self.restless.remove(uri);
        self.open.remove(uri).is_some()
    }

    /// Has a draft read by whom is chosen, anew if that is somebody else than before; returns who read it until now.
    pub(crate) fn assign(&mut self, uri: &Url, choice: &Choice) -> Option<Arc<Coach>> {
        let document = self.open.get_mut(uri)?;
        let before = document.coach.clone();
        let was_left_alone = document.reading.unread() == Some(Unread::LeftAlone);
        match choice {
            // Whoever read it goes on until it is known who is next.
            Choice::Wait(_) => return before,
            Choice::LeftAlone if was_left_alone => return before,
            Choice::LeftAlone => {
                document.coach = None;
                document.reading = Reading::Never(Unread::LeftAlone);
            }
            Choice::Coach(coach) => {
                if before.as_ref().is_some_and(|before| Arc::ptr_eq(before, coach)) {
                    return before;
                }
                document.coach = Some(coach.clone());
                if was_left_alone {
                    document.reading = Reading::start(&document.text);
                } else if !matches!(document.reading, Reading::Never(Unread::TooBig | Unread::Binary)) {
                    document.reading = Reading::Behind { base: None, job: None };
                }
            }
        }
        document.feed.saved();
        self.restless.insert(uri.clone());
        before
    }

    /// Reads what can be read at once, and returns what is to be done elsewhere.
    #[must_use]
    pub(crate) fn read(&mut self, uri: &Url) -> Option<Job> {
        let document = self.open.get_mut(uri)?;
        self.tickets += 1;
        let job = document.job(uri, self.tickets)?;
        if !job.is_quick() {
            return Some(job);
        }
        let Read { ticket, analysis, .. } = job.run();
        document.take(ticket, analysis);
        self.stir(uri);
        None
    }

    /// Takes what was read elsewhere, and returns what is to be done about what changed meanwhile.
    #[must_use]
    pub(crate) fn take(&mut self, read: Read) -> Option<Job> {
        let taken = self.open.get_mut(&read.uri)?.take(read.ticket, read.analysis);
        if !taken {
            return None;
        }
        self.stir(&read.uri);
        self.read(&read.uri)
    }

    /// A draft that is open.
    pub(crate) fn get(&self, uri: &Url) -> Option<&Document> {
        self.open.get(uri)
    }

    /// As [`Documents::get`], to show it.
    pub(crate) fn get_mut(&mut self, uri: &Url) -> Option<&mut Document> {
        self.open.get_mut(uri)
    }

    /// Notes that there may be something to tell of a draft.
    pub(crate) fn stir(&mut self, uri: &Url) {
        if !self.restless.contains(uri) {
            self.restless.insert(uri.clone());
        }
    }

    /// Hands over the drafts of which there may be something to tell, in the order of their names; `tell` says whether
    /// there still may be afterwards. However many drafts are open, these are few.
    pub(crate) fn tell(&mut self, mut tell: impl FnMut(&Url, &mut Document) -> bool) {
        let Self { open, restless, .. } = self;
        restless.retain(|uri| open.get_mut(uri).is_some_and(|document| tell(uri, document)));
    }

    /// A draft as it is now, for `client`; `None` if it is not open or not read as it is.
    pub(crate) fn snapshot(&self, uri: &Url, client: &Arc<Client>) -> Option<Snapshot> {
        self.get(uri)?.snapshot(uri, client)
    }

    /// All drafts that are open and read, as they are now, for `client`.
    pub(crate) fn snapshots(&self, client: &Arc<Client>) -> Vec<Snapshot> {
        self.open.iter().filter_map(|(uri, document)| document.snapshot(uri, client)).collect()
    }

    /// The names of all drafts that are open, in order.
    pub(crate) fn uris(&self) -> Vec<Url> {
        self.open.keys().cloned().collect()
    }
}

/// Whether a document is markdown that somebody writes.
fn is_draft(uri: &Url, language: &str) -> bool {
    let scheme = uri.scheme();
    if VIEWS.contains(&scheme) || scheme.starts_with("vscode-diff") {
        return false;
    }
    let language = language.to_ascii_lowercase();
    let main = language.split('.').next().unwrap_or_default();
    let path = uri.path().to_ascii_lowercase();
    let unknown = matches!(main, "" | "plaintext" | "text" | "unknown");
    LANGUAGES.contains(&main) || unknown && (path.ends_with(".md") || path.ends_with(".markdown"))
}

/// Makes `text` be `new`; tells what differs. A client that always sends everything costs no more reading than others.
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

    fn coached() -> Choice {
        Choice::Coach(Arc::new(Coach::new(Arc::new(Lexicon::default()), Config::default())))
    }

    #[test]
    fn what_is_left_alone_is_read_once_it_no_longer_is() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        let state = |documents: &Documents| {
            documents.get(&address).map(|document| (document.analysis().is_some(), document.reading.unread()))
        };
        documents.open(address.clone(), "markdown", 1, "text");
        documents.assign(&address, &coached());
        assert!(documents.read(&address).is_none());
        assert_eq!(state(&documents), Some((true, None)));
        assert!(documents.assign(&address, &Choice::Wait(None)).is_some());
        assert_eq!(state(&documents), Some((true, None)), "he goes on until it is known who is next");
        documents.assign(&address, &Choice::LeftAlone);
        documents.edit(&address, Encoding::Utf8, 2, &[event(None, "other")], Instant::now());
        assert!(documents.read(&address).is_none());
        assert_eq!(state(&documents), Some((false, Some(Unread::LeftAlone))));
        assert!(documents.assign(&address, &coached()).is_none());
        assert!(documents.read(&address).is_none());
        assert_eq!(state(&documents), Some((true, None)));
    }

    #[test]
    fn drafts_are_told_from_other_documents() {
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
    fn changes_are_made_in_order_each_on_what_the_one_before_left() {
        let mut document = Document::new("one\r\ntwo\n", 1);
        let changes =
            [event(Some([0, 3, 1, 0]), " "), event(Some([0, 4, 0, 99]), "2"), event(Some([9, 9, 0, 0]), "all")];
        document.edit(Encoding::Utf16, &changes[..2], Instant::now());
        assert_eq!(document.text.to_string(), "one 2\n");
        document.edit(Encoding::Utf16, &changes[2..], Instant::now());
        assert_eq!(document.text.to_string(), "all", "a range the wrong way round, past the end, is everything");
    }

    #[test]
    fn unknown_documents_are_left_alone() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        assert!(!documents.edit(&address, Encoding::Utf8, 2, &[event(None, "x")], Instant::now()));
        assert!(!documents.close(&address) && documents.get(&address).is_none());
        assert!(!documents.open(address.clone(), "rust", 1, "fn main() {}"));
        documents.save(&address);
        assert!(documents.read(&address).is_none());
    }

    #[test]
    fn what_changes_while_a_job_reads_is_read_by_the_next_one() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        documents.open(address.clone(), "markdown", 1, &"word ".repeat(QUICK));
        assert!(documents.read(&address).is_none(), "nobody can read yet");
        documents.assign(&address, &coached());
        let job = documents.read(&address).expect("too much to read at once");
        assert!(documents.read(&address).is_none(), "one job at a time");
        documents.edit(&address, Encoding::Utf8, 2, &[event(Some([0, 0, 0, 0]), "x")], Instant::now());
        assert!(documents.get(&address).is_some_and(|document| document.analysis().is_none()));
        assert!(documents.take(job.run()).is_none(), "the rest is read at once");
        assert!(documents.get(&address).is_some_and(|document| document.analysis().is_some()));
    }

    #[test]
    fn a_job_for_what_is_gone_is_dropped() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        let text = "word ".repeat(QUICK);
        documents.open(address.clone(), "markdown", 1, &text);
        documents.assign(&address, &coached());
        let old = documents.read(&address).expect("a job");
        documents.open(address.clone(), "markdown", 1, &text);
        documents.assign(&address, &coached());
        let new = documents.read(&address).expect("a job");
        assert!(documents.take(old.run()).is_none());
        assert!(documents.get(&address).is_some_and(|document| document.analysis().is_none()));
        assert!(documents.take(new.run()).is_none());
        assert!(documents.get(&address).is_some_and(|document| document.analysis().is_some()));
    }

    #[test]
    fn what_no_one_wrote_is_not_read() {
        let mut documents = Documents::default();
        let address = uri("file:///a.md");
        let unread = |documents: &Documents| documents.get(&address).and_then(|document| document.reading.unread());
        documents.open(address.clone(), "markdown", 1, "a\0b");
        assert_eq!(unread(&documents), Some(Unread::Binary));
        documents.edit(&address, Encoding::Utf8, 2, &[event(None, "text")], Instant::now());
        assert_eq!(unread(&documents), None);
        documents.edit(&address, Encoding::Utf8, 3, &[event(Some([0, 0, 0, 0]), "\0")], Instant::now());
        assert_eq!(unread(&documents), Some(Unread::Binary));
        documents.edit(&address, Encoding::Utf8, 4, &[event(Some([0, 1, 0, 3]), "")], Instant::now());
        assert_eq!(unread(&documents), Some(Unread::Binary), "it is still there");
        documents.edit(&address, Encoding::Utf8, 5, &[event(Some([0, 0, 0, 1]), "")], Instant::now());
        assert_eq!(unread(&documents), None, "whoever takes it back is coached again");
        let both = [event(Some([0, 0, 0, 0]), "\0"), event(Some([0, 0, 0, 1]), "")];
        documents.edit(&address, Encoding::Utf8, 6, &both, Instant::now());
        assert_eq!(unread(&documents), None, "what a message takes back at once was never there");
    }

    #[test]
    fn a_length_over_the_limit_is_too_big_until_it_is_not() {
        let mut reading = Reading::start(&Text::from("text"));
        let change = Change { start: 0, old_end: 5, new_end: 0 };
        reading.fall_behind(change, obstacle(MAX_SIZE + 1, || true));
        assert!(matches!(reading, Reading::Never(Unread::TooBig)));
        reading.fall_behind(change, obstacle(MAX_SIZE, || false));
        assert!(matches!(reading, Reading::Behind { .. }));
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
