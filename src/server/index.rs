//! The writer's own answers: the drafts in the folders that are worked in, read in the background, and those that are open.
//!
//! One thread reads, file by file, and rests as long as it has worked, so that it never takes more than half of a core
//! from what the writer waits for. What it keeps of an answer is what somebody may ask for: its title, its place, where
//! it names services, and what ranking needs ([`Entry`]); never its text. A draft that is open is known by its latest
//! analysis instead; when it is closed, the file counts again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use ignore::WalkBuilder;
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::sync::oneshot::{self, error::TryRecvError};
use tower_lsp::lsp_types::{Location, PublishDiagnosticsParams, Range, Url};

use super::cache;
use super::client::Client;
use super::convert::Encoding;
use super::diagnostics;
use super::log::{Level, log};
use super::outbox::{Asked, Outbox};
use super::projects::Choice;
use super::snapshot::Snapshot;
use crate::coach::{Analysis, Coach, Placed, Report};
use crate::lexicon::Term;
use crate::scenarios::library::{Entry, Library, RelatedAnswer};
use crate::text::{DocSpan, Text};

/// The longest draft that is read, in bytes.
const MAX_SIZE: u64 = 1 << 20;
/// How many drafts are read at most.
const MOST_DRAFTS: usize = 2000;
/// How many files and folders are looked at to find them.
const MOST_ENTRIES: usize = 100_000;
/// How many changed files are looked at one by one; more have everything looked at.
const MOST_CHANGED: usize = 500;
/// How long to let the writer's first draft go first.
const HEAD_START: Duration = Duration::from_millis(150);
/// The longest rest after a file.
const LONGEST_REST: Duration = Duration::from_millis(20);
/// How many drafts take long enough to show progress.
const WORTH_SHOWING: usize = 32;
/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);
/// How long to wait, when all is read, for a client that was asked to show progress and has not answered.
const LAST_PATIENCE: Duration = Duration::from_secs(1);
/// How often to ask who coaches a draft while that is on its way.
const ASK_AGAIN: Duration = Duration::from_millis(2);
/// How many characters of a title are kept.
const LONGEST_TITLE: usize = 200;
/// How many answers are found by their titles at most.
const MOST_TITLED: usize = 500;
/// How many related answers are offered.
const MOST_RELATED: usize = 2;

/// Knows the writer's own answers.
pub(crate) struct Index {
    outbox: Outbox,
    /// Sends the diagnostics of a draft, unless it is open; tells whether it did.
    show: Show,
    /// Says who coaches the draft at a path.
    choose: Choose,
    /// Tells that rules fail, by their codes.
    tell: Tell,
    state: Mutex<State>,
}

/// As [`Index::show`].
type Show = Box<dyn Fn(PublishDiagnosticsParams) -> bool + Send + Sync>;

/// As [`Index::choose`].
type Choose = Box<dyn Fn(&Path) -> Choice + Send + Sync>;

/// As [`Index::tell`].
type Tell = Box<dyn Fn(&[&'static str]) + Send + Sync>;

/// What is read, and for whom.
#[derive(Clone)]
pub(crate) struct Scope {
    /// Whose lexicon numbers what is compared, whoever coaches the drafts.
    pub(crate) coach: Arc<Coach>,
    /// The client, which has the folders to read.
    pub(crate) client: Arc<Client>,
    /// What belongs to a lexicon, and is offered as scenarios already.
    pub(crate) excluded: Vec<PathBuf>,
}

/// An answer of the writer's, to be offered.
#[derive(Debug, PartialEq)]
pub(crate) struct Offer {
    /// What it is called.
    pub(crate) title: String,
    /// What it shares with the answer that it is offered for.
    pub(crate) why: Vec<String>,
    /// The draft it stands in.
    pub(crate) uri: Url,
    /// Its title there, or its first line.
    pub(crate) range: Range,
}

/// An answer of the writer's, by its title.
#[derive(Debug, PartialEq)]
pub(crate) struct Titled {
    /// The title.
    pub(crate) title: String,
    /// The draft it stands in.
    pub(crate) uri: Url,
    /// The title there.
    pub(crate) range: Range,
}

impl Titled {
    fn new(uri: Url, title: &str, range: Range) -> Self {
        Self { title: title.to_owned(), uri, range }
    }
}

#[derive(Default)]
struct State {
    scope: Option<Scope>,
    library: Library,
    /// The drafts on disk, by their paths.
    drafts: BTreeMap<PathBuf, Draft>,
    /// The drafts that were open when somebody last asked.
    open: BTreeMap<Url, Vec<OpenAnswer>>,
    wanted: Wanted,
    working: bool,
    /// Tells the run that is under way to stop.
    stop: Arc<AtomicBool>,
    /// The name of the progress that the client shows.
    token: Option<String>,
    runs: u64,
    ended: bool,
    /// Whether the diagnostics of drafts that are not open are shown, too.
    checking: bool,
    /// The drafts of which some are.
    shown: BTreeSet<PathBuf>,
    /// Who waits for all drafts to be checked.
    waiting: Vec<oneshot::Sender<Tally>>,
}

/// What came of checking all drafts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// How many drafts were read.
    pub(crate) drafts: usize,
    /// How many of them have findings.
    pub(crate) with_findings: usize,
    /// How many findings there are.
    pub(crate) findings: usize,
    /// Whether it was stopped before the end.
    pub(crate) stopped: bool,
}

/// What is to be read.
#[derive(Clone, Debug, Default)]
struct Wanted {
    all: bool,
    /// Files and folders, where not all is wanted.
    paths: BTreeSet<PathBuf>,
}

/// A draft on disk.
struct Draft {
    modified: Option<SystemTime>,
    answers: Vec<OwnAnswer>,
}

/// An answer on disk.
struct OwnAnswer {
    title: Option<Box<str>>,
    /// Its title, or its first line.
    range: Range,
    /// The services that it names, as indices into [`Lexicon::services`], and where.
    mentions: Box<[(u32, Range)]>,
    entry: Entry,
}

/// An answer of a draft that is open.
struct OpenAnswer {
    report: Arc<Report>,
    entry: Entry,
}

impl Index {
    /// Of nothing yet.
    pub(crate) fn new(
        outbox: Outbox,
        show: impl Fn(PublishDiagnosticsParams) -> bool + Send + Sync + 'static,
        choose: impl Fn(&Path) -> Choice + Send + Sync + 'static,
        tell: impl Fn(&[&'static str]) + Send + Sync + 'static,
    ) -> Arc<Self> {
        let (show, choose, tell) = (Box::new(show), Box::new(choose), Box::new(tell));
        Arc::new(Self { outbox, show, choose, tell, state: Mutex::default() })
    }

    /// Reads everything in `scope`, instead of what was to be read before.
    pub(crate) fn read(self: &Arc<Self>, scope: Scope) {
        let mut state = self.state();
        let known = |old: &Scope| {
            Arc::ptr_eq(&old.coach.lexicon, &scope.coach.lexicon) && old.client.encoding == scope.client.encoding
        };
        if !state.scope.as_ref().is_some_and(known) {
            // Services have other numbers now.
            state.forget();
        }
        let State { drafts, library, .. } = &mut *state;
        drafts.retain(|path, draft| {
            let stays = scope.holds(path);
            draft.answers.iter().filter(|_| !stays).for_each(|answer| library.remove(&answer.entry));
            stays
        });
        let gone: Vec<PathBuf> = state.shown.iter().filter(|path| !scope.holds(path)).cloned().collect();
        state.scope = Some(scope);
        state.wanted = Wanted { all: true, paths: BTreeSet::new() };
        state.stop.store(true, Ordering::Relaxed);
        self.work(state);
        gone.iter().for_each(|path| self.unshow(path));
    }

    /// Has the diagnostics of all drafts shown from now on, those of drafts that are not open as they are on disk, and
    /// tells when they are.
    pub(crate) fn check(self: &Arc<Self>) -> oneshot::Receiver<Tally> {
        let (done, told) = oneshot::channel();
        let mut state = self.state();
        state.checking = true;
        state.waiting.push(done);
        state.wanted = Wanted { all: true, paths: BTreeSet::new() };
        state.stop.store(true, Ordering::Relaxed);
        self.work(state);
        told
    }

    /// Has them shown no more.
    pub(crate) fn uncheck(&self) {
        let mut state = self.state();
        state.checking = false;
        let shown = std::mem::take(&mut state.shown);
        drop(state);
        shown.iter().for_each(|path| self.unshow(path));
    }

    /// Notes that files or folders were created, changed or deleted.
    pub(crate) fn changed(self: &Arc<Self>, paths: impl IntoIterator<Item = PathBuf>) {
        let mut state = self.state();
        let Some(scope) = &state.scope else { return };
        let mut paths: Vec<PathBuf> = paths.into_iter().filter(|path| scope.holds(path)).collect();
        if paths.iter().any(|path| path.file_name().is_some_and(|name| name == ".gitignore" || name == ".ignore")) {
            state.wanted.all = true;
        }
        paths.retain(|path| {
            // A folder that is gone took along what was in it.
            is_markdown(path)
                || path.is_dir()
                || below(&state.drafts, path).next().is_some()
                || state.shown.iter().any(|shown| shown.starts_with(path))
        });
        state.wanted.paths.extend(paths);
        if state.wanted.paths.len() > MOST_CHANGED {
            state.wanted.all = true;
        }
        self.work(state);
    }

    /// Stops what the client shows as the progress `token`: what is read by now stays.
    pub(crate) fn cancel(&self, token: &Value) {
        let state = self.state();
        if state.token.as_deref().is_some_and(|shown| token == shown) {
            state.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Stops for good.
    pub(crate) fn end(&self) {
        let mut state = self.state();
        state.ended = true;
        state.waiting.clear();
        state.stop.store(true, Ordering::Relaxed);
    }

    /// The answers that are related to `answer`, which is `here`; `open` are all drafts that are.
    pub(crate) fn related(self: &Arc<Self>, open: &[Snapshot], here: (&Url, usize), answer: &Report) -> Vec<Offer> {
        let mut state = self.state();
        let Some(scope) = state.scope.clone() else { return Vec::new() };
        state.take_open(&scope, open);
        let on_disk = state.drafts.iter().flat_map(|(path, draft)| {
            draft.answers.iter().map(move |answer| (Place::Disk(path, draft.modified, answer), &answer.entry))
        });
        let known = |open: &'_ Snapshot| state.open.get(&open.uri).map(Vec::as_slice).unwrap_or_default();
        let in_editor = open.iter().flat_map(|open| {
            let others = open
                .analysis
                .answers()
                .iter()
                .zip(known(open))
                .filter(|(placed, _)| (&open.uri, placed.span.start) != here);
            others.map(|(placed, answer)| (Place::Editor(open, placed), &answer.entry))
        });
        let found =
            state.library.related(&scope.coach.lexicon, &answer.answer, on_disk.chain(in_editor), 2 * MOST_RELATED);
        let mut stale = Vec::new();
        let mut offers = Vec::new();
        for RelatedAnswer { key, why, .. } in found {
            match key.find(scope.client.encoding) {
                Ok((title, uri, range)) => offers.push(Offer { title, why, uri, range }),
                Err(path) => stale.extend(path),
            }
        }
        offers.truncate(MOST_RELATED);
        drop(state);
        if !stale.is_empty() {
            self.changed(stale);
        }
        offers
    }

    /// The answers whose titles have the characters of `query` in this order, at most so many as anybody reads.
    pub(crate) fn titled(&self, open: &[Snapshot], query: &str) -> Vec<Titled> {
        let state = self.state();
        let Some(encoding) = state.scope.as_ref().map(|scope| scope.client.encoding) else { return Vec::new() };
        let query: Vec<char> =
            query.chars().filter(|char| !char.is_whitespace()).flat_map(char::to_lowercase).collect();
        let on_disk = state.closed(open).flat_map(|(path, draft)| {
            let uri = Url::from_file_path(path).ok();
            let answers = draft.answers.iter().filter(|answer| fits(answer.title.as_deref(), &query));
            answers.filter_map(move |answer| Some(Titled::new(uri.clone()?, answer.title.as_deref()?, answer.range)))
        });
        let in_editor = open.iter().flat_map(|Snapshot { uri, text, analysis, .. }| {
            let answers = analysis.answers().iter().filter(|placed| fits(placed.report.answer.title(), &query));
            answers.filter_map(move |placed| {
                let range = encoding.range(text, head(text, placed));
                Some(Titled::new(uri.clone(), placed.report.answer.title()?, range))
            })
        });
        let mut found: Vec<Titled> = on_disk.chain(in_editor).take(MOST_TITLED).collect();
        found.sort_by(|a, b| (&a.uri, a.range.start).cmp(&(&b.uri, b.range.start)));
        found
    }

    /// Where `service` is named, or a feature that implies it: an index into [`Lexicon::services`].
    pub(crate) fn references(&self, open: &[Snapshot], service: usize) -> Vec<Location> {
        let state = self.state();
        let Some(scope) = &state.scope else { return Vec::new() };
        let services = &scope.coach.lexicon.services;
        let names = |other: usize| services.get(other).is_some_and(|other| other.implies.contains(&service));
        let on_disk = state.closed(open).flat_map(|(path, draft)| {
            let uri = Url::from_file_path(path).ok();
            let mentions = draft.answers.iter().flat_map(|answer| &answer.mentions);
            let mentions = mentions.filter(move |(other, _)| names(*other as usize));
            mentions.filter_map(move |(_, range)| Some(Location::new(uri.clone()?, *range)))
        });
        let in_editor = open.iter().flat_map(|Snapshot { uri, text, analysis, .. }| {
            let mentions = analysis.answers().iter().flat_map(mentions).filter(move |(other, _)| names(*other));
            mentions.map(move |(_, span)| Location::new(uri.clone(), scope.client.encoding.range(text, span)))
        });
        let mut found: Vec<Location> = on_disk.chain(in_editor).collect();
        found.sort_by(|a, b| (&a.uri, a.range.start).cmp(&(&b.uri, b.range.start)));
        // Answers below one title share what that names.
        found.dedup();
        found
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has somebody do what is wanted.
    fn work(self: &Arc<Self>, mut state: MutexGuard<'_, State>) {
        let idle = state.wanted.paths.is_empty() && !state.wanted.all;
        if idle || state.working || state.ended {
            return;
        }
        let index = self.clone();
        let runtime = Handle::try_current().ok();
        let worker = std::thread::Builder::new().name("index".into()).spawn(move || {
            // Settings that are met on the way are read where all others are.
            let _entered = runtime.as_ref().map(Handle::enter);
            index.work_off();
        });
        match worker {
            Ok(_) => state.working = true,
            Err(error) => log(Level::Warn, format_args!("the drafts of the workspace can't be read: {error}")),
        }
    }

    /// Does what is wanted until nothing is.
    fn work_off(self: &Arc<Self>) {
        while let Some(run) = self.next_run() {
            // Whatever goes wrong between the drafts costs this run only.
            let done = std::panic::catch_unwind(AssertUnwindSafe(|| self.run(&run)));
            let tally = done.unwrap_or_else(|_| {
                log(Level::Error, format_args!("an internal error: not all drafts of the workspace are known"));
                Tally { stopped: true, ..Tally::default() }
            });
            let mut state = self.state();
            if tally.stopped && state.wanted.all {
                // A newer run does what was asked for.
                state.waiting.extend(run.waiting);
            } else {
                for waiting in run.waiting {
                    let _ = waiting.send(tally);
                }
            }
        }
    }

    fn next_run(&self) -> Option<Run> {
        let mut state = self.state();
        let wanted = std::mem::take(&mut state.wanted);
        let scope = state.scope.clone().filter(|_| !state.ended && (wanted.all || !wanted.paths.is_empty()));
        let Some(scope) = scope else {
            state.working = false;
            return None;
        };
        state.runs += 1;
        state.stop = Arc::default();
        let waiting = if wanted.all { std::mem::take(&mut state.waiting) } else { Vec::new() };
        let token = format!("star-coach/index-{}", state.runs);
        Some(Run { wanted, scope, stop: state.stop.clone(), token, waiting })
    }

    fn run(&self, run: &Run) -> Tally {
        if run.wanted.all {
            std::thread::sleep(HEAD_START);
        }
        let found = run.find();
        if found.more {
            log(Level::Warn, format_args!("there are more than {MOST_DRAFTS} drafts; the others are not known"));
        }
        self.drop_missing(run, &found.paths);
        let mut tally = Tally::default();
        let mut progress = Progress::new(self, run, found.paths.len());
        for (count, path) in found.paths.iter().enumerate() {
            if run.stop.load(Ordering::Relaxed) {
                break;
            }
            progress.tell(count);
            let started = Instant::now();
            let coach = match self.coach(run, path) {
                Choice::Coach(coach) => Some(coach),
                Choice::LeftAlone => None,
                Choice::Wait(_) => break,
            };
            let is_draft = coach.is_some();
            // A draft that nobody could foresee costs itself only.
            match std::panic::catch_unwind(AssertUnwindSafe(|| self.take(run, path, coach))) {
                Ok(findings) => {
                    tally.drafts += usize::from(is_draft);
                    tally.with_findings += usize::from(findings > 0);
                    tally.findings += findings;
                }
                Err(_) => self.leave_out(run, path),
            }
            std::thread::sleep(started.elapsed().min(LONGEST_REST));
        }
        tally.stopped = run.stop.load(Ordering::Relaxed);
        progress.end(tally.stopped);
        self.state().token = None;
        tally
    }

    /// Has the draft at `path` read by `coach`, if somebody coaches it, and takes in and shows what is in it; returns how many
    /// things there are to show.
    fn take(&self, run: &Run, path: &Path, coach: Option<Arc<Coach>>) -> usize {
        let read = coach.and_then(|coach| run.read(path, coach));
        let failed = read.as_ref().map(|read| read.analysis.failed()).unwrap_or_default();
        if !failed.is_empty() {
            (self.tell)(failed);
        }
        self.keep(run, path, read.as_ref());
        let findings = read.as_ref().map_or(0, Read::count);
        self.show(run, path, read.filter(|_| findings > 0));
        findings
    }

    /// Notes that the draft at `path` can't be read as it is: what is known of it may be of an older one.
    fn leave_out(&self, run: &Run, path: &Path) {
        log(Level::Error, format_args!("an internal error: a draft of the workspace is left out until it changes"));
        self.keep(run, path, None);
        self.show(run, path, None);
    }

    /// Who coaches the draft at `path`; waits until that is known, or `run` is to stop.
    fn coach(&self, run: &Run, path: &Path) -> Choice {
        loop {
            let choice = (self.choose)(path);
            if !matches!(choice, Choice::Wait(_)) || run.stop.load(Ordering::Relaxed) {
                return choice;
            }
            std::thread::sleep(ASK_AGAIN);
        }
    }

    /// Shows what was found in the draft at `path`, if somebody asked for that; `None` if there is nothing to show.
    fn show(&self, run: &Run, path: &Path, read: Option<Read>) {
        let Ok(uri) = Url::from_file_path(path) else { return };
        let is_shown = {
            let state = self.state();
            let is_his = |scope: &Scope| Arc::ptr_eq(&scope.coach, &run.scope.coach) && scope.holds(path);
            if !state.checking || !state.scope.as_ref().is_some_and(is_his) {
                return;
            }
            state.shown.contains(path)
        };
        let message = read.map(|Read { text, coach, analysis, .. }| {
            diagnostics::of_closed(uri, &text, &analysis, &run.scope.client, &coach.config)
        });
        match message {
            Some(message) => {
                // Noted first, so that nothing is shown that nobody knows to take away.
                let mut state = self.state();
                if state.checking {
                    state.shown.insert(path.to_owned());
                    drop(state);
                    (self.show)(message);
                }
            }
            None if is_shown => self.unshow(path),
            None => {}
        }
    }

    /// Takes away what is shown of the draft at `path`, unless it is open.
    fn unshow(&self, path: &Path) {
        self.state().shown.remove(path);
        if let Ok(uri) = Url::from_file_path(path) {
            (self.show)(diagnostics::clear(&uri));
        }
    }

    /// Forgets the drafts that `run` looked for and did not find.
    fn drop_missing(&self, run: &Run, found: &BTreeSet<PathBuf>) {
        if run.stop.load(Ordering::Relaxed) {
            return;
        }
        let mut state = self.state();
        let missing = |path: &&PathBuf| run.wants(path) && !found.contains(*path);
        let drafts: Vec<PathBuf> = state.drafts.keys().filter(missing).cloned().collect();
        drafts.iter().for_each(|path| state.drop_draft(path));
        let shown: Vec<PathBuf> = state.shown.iter().filter(missing).cloned().collect();
        drop(state);
        shown.iter().for_each(|path| self.unshow(path));
    }

    /// Takes in what was read of the draft at `path`.
    fn keep(&self, run: &Run, path: &Path, read: Option<&Read>) {
        let mut state = self.state();
        // A newer scope has other services, or other folders.
        let is_his = |scope: &Scope| Arc::ptr_eq(&scope.coach, &run.scope.coach) && scope.holds(path);
        if !state.scope.as_ref().is_some_and(is_his) {
            return;
        }
        state.drop_draft(path);
        let Some(Read { modified, text, analysis, comparable, .. }) = read else { return };
        let encoding = run.scope.client.encoding;
        let own = |placed: &Placed| {
            let answer = &placed.report.answer;
            OwnAnswer {
                title: answer.title().map(|title| title.chars().take(LONGEST_TITLE).collect()),
                range: encoding.range(text, head(text, placed)),
                mentions: mentions(placed)
                    .filter_map(|(service, span)| Some((u32::try_from(service).ok()?, encoding.range(text, span))))
                    .collect(),
                entry: state.library.add(&run.scope.coach.lexicon, answer),
            }
        };
        let answers: Vec<OwnAnswer> = comparable.as_ref().unwrap_or(analysis).answers().iter().map(own).collect();
        if !answers.is_empty() {
            state.drafts.insert(path.to_owned(), Draft { modified: *modified, answers });
        }
    }
}

impl State {
    /// Forgets everything that was read.
    fn forget(&mut self) {
        self.library = Library::default();
        self.drafts.clear();
        self.open.clear();
    }

    /// The drafts on disk that are not `open`.
    fn closed(&self, open: &[Snapshot]) -> impl Iterator<Item = (&PathBuf, &Draft)> {
        let open: BTreeSet<PathBuf> = open.iter().filter_map(|open| open.uri.to_file_path().ok()).collect();
        self.drafts.iter().filter(move |(path, _)| !open.contains(*path))
    }

    fn drop_draft(&mut self, path: &Path) {
        for answer in self.drafts.remove(path).into_iter().flat_map(|draft| draft.answers) {
            self.library.remove(&answer.entry);
        }
    }

    /// Takes in the drafts that are open, as they are now; those that were before are dismissed.
    fn take_open(&mut self, scope: &Scope, open: &[Snapshot]) {
        let mut old = std::mem::take(&mut self.open);
        for Snapshot { uri, analysis, .. } in open {
            // Closing it reads it again.
            if let Ok(path) = uri.to_file_path() {
                self.drop_draft(&path);
            }
            let mut known = old.remove(uri).unwrap_or_default().into_iter().peekable();
            let mut gone = BTreeMap::<*const Report, OpenAnswer>::new();
            let taken = analysis.answers().iter().map(|placed| {
                let is_it = |answer: &OpenAnswer| Arc::ptr_eq(&answer.report, &placed.report);
                if let Some(answer) = known.next_if(is_it) {
                    return answer;
                }
                if gone.is_empty() {
                    // An edit went by: from here on, answers may stand anywhere.
                    gone.extend(known.by_ref().map(|answer| (Arc::as_ptr(&answer.report), answer)));
                }
                gone.remove(&Arc::as_ptr(&placed.report)).unwrap_or_else(|| OpenAnswer {
                    report: placed.report.clone(),
                    entry: self.library.add(&scope.coach.lexicon, &placed.report.answer),
                })
            });
            let taken: Vec<OpenAnswer> = taken.collect();
            known.chain(gone.into_values()).for_each(|answer| self.library.remove(&answer.entry));
            self.open.insert(uri.clone(), taken);
        }
        old.into_values().flatten().for_each(|answer| self.library.remove(&answer.entry));
    }
}

impl Scope {
    /// Whether a draft at `path` may belong to it.
    fn holds(&self, path: &Path) -> bool {
        self.client.roots.iter().any(|root| path.starts_with(root))
            && !self.excluded.iter().any(|other| path.starts_with(other))
    }
}

/// One reading of drafts.
struct Run {
    wanted: Wanted,
    scope: Scope,
    stop: Arc<AtomicBool>,
    token: String,
    waiting: Vec<oneshot::Sender<Tally>>,
}

/// What is read of a draft.
struct Read {
    modified: Option<SystemTime>,
    text: Text,
    coach: Arc<Coach>,
    analysis: Analysis,
    /// The same by the lexicon that all drafts are compared by, if that is another one.
    comparable: Option<Analysis>,
}

impl Read {
    /// How many things there are to show.
    fn count(&self) -> usize {
        self.analysis.findings().count() + self.analysis.problems().len()
    }
}

/// The drafts there are.
#[derive(Default)]
struct Found {
    paths: BTreeSet<PathBuf>,
    /// Whether there are more.
    more: bool,
}

impl Run {
    /// Whether it is to tell what is at `path`.
    fn wants(&self, path: &Path) -> bool {
        self.wanted.all || self.wanted.paths.iter().any(|wanted| path.starts_with(wanted))
    }

    /// Finds the drafts to read, as git sees the folders. Symbolic links are not followed, so that nothing is read that
    /// is not in the folder.
    fn find(&self) -> Found {
        let mut found = Found::default();
        let mut entries = 0;
        for root in &self.scope.client.roots {
            let wanted = self.wanted.clone();
            let leads_there = move |path: &Path| {
                wanted.all || wanted.paths.iter().any(|wanted| path.starts_with(wanted) || wanted.starts_with(path))
            };
            let mut walk = WalkBuilder::new(root);
            walk.require_git(false).sort_by_file_name(Ord::cmp).filter_entry(move |entry| leads_there(entry.path()));
            for entry in walk.build().flatten() {
                entries += 1;
                if found.paths.len() == MOST_DRAFTS || entries > MOST_ENTRIES {
                    return Found { more: true, ..found };
                }
                if self.stop.load(Ordering::Relaxed) {
                    return found;
                }
                let path = entry.path();
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file
                    && is_markdown(path)
                    && self.wants(path)
                    && self.scope.holds(path)
                    && !cache::holds_path(path)
                {
                    found.paths.insert(path.to_owned());
                }
            }
        }
        found
    }

    /// Has the draft at `path` read by `coach`; `None` if it is none that can be read.
    fn read(&self, path: &Path, coach: Arc<Coach>) -> Option<Read> {
        let data = fs::metadata(path).ok().filter(|data| data.is_file() && data.len() <= MAX_SIZE)?;
        let text = String::from_utf8(fs::read(path).ok()?).ok().filter(|text| !text.contains('\0'))?;
        let text = Text::from(text.strip_prefix('\u{feff}').unwrap_or(&text));
        let lexicon = &self.scope.coach.lexicon;
        // With a lexicon of its own, it has other numbers for services than those that it is compared with.
        let comparable = (!Arc::ptr_eq(&coach.lexicon, lexicon)).then(|| {
            let reader = Coach { rules: &[], ..Coach::new(lexicon.clone(), coach.config.clone()) };
            Analysis::new(Arc::new(reader), &text)
        });
        let analysis = Analysis::new(coach.clone(), &text);
        Some(Read { modified: data.modified().ok(), text, coach, analysis, comparable })
    }
}

/// Where an answer stands.
#[derive(Clone, Copy)]
enum Place<'a> {
    Disk(&'a PathBuf, Option<SystemTime>, &'a OwnAnswer),
    Editor(&'a Snapshot, &'a Placed),
}

impl Place<'_> {
    /// Its title, its draft, and its place there.
    ///
    /// # Errors
    /// The draft, if it is no longer what was read.
    fn find(self, encoding: Encoding) -> Result<(String, Url, Range), Option<PathBuf>> {
        let (title, uri, range) = match self {
            Self::Disk(path, modified, answer) => {
                let is_it = fs::metadata(path).is_ok_and(|data| data.modified().ok() == modified);
                let uri = Url::from_file_path(path).ok().filter(|_| is_it).ok_or_else(|| Some(path.clone()))?;
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

/// The name of a document, as people know it.
pub(crate) fn file_name(uri: &Url) -> String {
    let path = uri.to_file_path().unwrap_or_else(|()| uri.path().into());
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The words of its title, or its first line.
fn head(text: &Text, placed: &Placed) -> DocSpan {
    placed.title.unwrap_or_else(|| {
        let line = text.line_span(text.line_of(placed.span.start));
        DocSpan::new(placed.span.start, line.end.max(placed.span.start))
    })
}

/// Where an answer names services.
fn mentions(placed: &Placed) -> impl Iterator<Item = (usize, DocSpan)> {
    placed.report.answer.mentions.iter().filter_map(|mention| match mention.term {
        Term::Service(service) => Some((service, placed.place(mention.span))),
        _ => None,
    })
}

/// Whether `title` has the characters of `query`, which are in lower case, in this order.
fn fits(title: Option<&str>, query: &[char]) -> bool {
    let mut wanted = query.iter().copied().peekable();
    title.unwrap_or_default().chars().flat_map(char::to_lowercase).for_each(|char| {
        wanted.next_if_eq(&char);
    });
    title.is_some() && wanted.peek().is_none()
}

fn is_markdown(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown"))
}

/// The drafts at `path` or in it.
fn below<'a>(drafts: &'a BTreeMap<PathBuf, Draft>, path: &'a Path) -> impl Iterator<Item = &'a PathBuf> {
    drafts.range(path.to_owned()..).map(|(draft, _)| draft).take_while(move |draft| draft.starts_with(path))
}

/// What the client shows of a run.
struct Progress<'a> {
    index: &'a Index,
    run: &'a Run,
    total: usize,
    shown: Shown,
    told: Instant,
}

enum Shown {
    /// Nothing: it can't be shown, or is not worth it.
    Nothing,
    /// Nothing yet: the client was asked whether it wants to.
    Asked(Asked),
    /// It is.
    Begun,
}

impl<'a> Progress<'a> {
    fn new(index: &'a Index, run: &'a Run, total: usize) -> Self {
        let shown = match run.scope.client.progress && total > WORTH_SHOWING {
            true => {
                index.state().token = Some(run.token.clone());
                Shown::Asked(index.outbox.ask("window/workDoneProgress/create", json!({ "token": run.token })))
            }
            false => Shown::Nothing,
        };
        Self { index, run, total, shown, told: Instant::now() }
    }

    /// Tells that `count` drafts are read.
    fn tell(&mut self, count: usize) {
        self.begin();
        if matches!(self.shown, Shown::Begun) && self.told.elapsed() >= TELL {
            self.told = Instant::now();
            let percentage = 100 * count / self.total.max(1);
            let message = format!("{count} of {} drafts", self.total);
            self.send(&json!({ "kind": "report", "message": message, "percentage": percentage }));
        }
    }

    /// Tells that it is over.
    fn end(mut self, stopped: bool) {
        let asked = Instant::now();
        while matches!(self.shown, Shown::Asked(_)) && asked.elapsed() < LAST_PATIENCE && !self.index.state().ended {
            self.begin();
            std::thread::sleep(Duration::from_millis(2));
        }
        if matches!(self.shown, Shown::Begun) {
            let message = if stopped { "stopped" } else { "done" };
            self.send(&json!({ "kind": "end", "message": message }));
        }
    }

    /// Begins if the client has agreed by now.
    fn begin(&mut self) {
        let Shown::Asked(answer) = &mut self.shown else { return };
        match answer.try_recv() {
            Ok(Ok(_)) => {
                self.shown = Shown::Begun;
                let title = "Reading your answers";
                self.send(&json!({ "kind": "begin", "title": title, "cancellable": true, "percentage": 0 }));
            }
            Ok(Err(_)) => self.shown = Shown::Nothing,
            Err(TryRecvError::Closed) => self.shown = Shown::Nothing,
            Err(TryRecvError::Empty) => {}
        }
    }

    fn send(&self, value: &Value) {
        self.index.outbox.notify("$/progress", json!({ "token": self.run.token, "value": value }));
    }
}
