//! The index of the user's own answers: those in the drafts of the workspace folders, read in the background, and those
//! in open drafts.
//!
//! `files` finds, reads and analyzes drafts on disk, `known` is what the index keeps of them, `queries` answers
//! requests from that, and `progress` shows how far a run is. Here, one thread reads the requested drafts one by one.
//! After each file it pauses for as long as that took, so that it uses at most half of a core. An open draft is known
//! by its latest analysis instead of its file; when it is closed, the file is read again.

mod files;
mod known;
mod progress;
mod queries;
mod scope;

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tower_lsp::lsp_types::{Location, PublishDiagnosticsParams, Url};

use super::diagnostics;
use super::log::{Level, log};
use super::outbox::Outbox;
use super::projects::ProfileChoice;
use super::snapshot::Snapshot;
use crate::coach::{Profile, Report};
use files::{DraftFile, MAX_DRAFTS, Requested};
use known::Known;
use progress::Progress;
pub(crate) use queries::{RelatedOffer, TitledAnswer, file_name};
pub(crate) use scope::Scope;

/// The maximum number of changed files that are read one by one. If more change, all drafts are read.
const MAX_CHANGED: usize = 500;
/// The delay before all drafts are read, so that the first open draft is analyzed first.
const HEAD_START: Duration = Duration::from_millis(150);
/// The maximum pause after a file.
const MAX_PAUSE: Duration = Duration::from_millis(20);
/// The time between two checks whether the profile of a draft is known.
const COACH_POLL: Duration = Duration::from_millis(2);
/// Progress is shown if there are more drafts than this.
const MAX_WITHOUT_PROGRESS: usize = 32;

/// The index of the user's own answers.
pub(crate) struct Index {
    outbox: Outbox,
    publish: Publish,
    choose_profile: ChooseCoach,
    report_failures: ReportFailures,
    state: Mutex<State>,
}

/// Publishes the diagnostics of a draft, unless it is open.
type Publish = Box<dyn Fn(PublishDiagnosticsParams) + Send + Sync>;

/// Chooses the profile of the draft at a path.
type ChooseCoach = Box<dyn Fn(&Path) -> ProfileChoice + Send + Sync>;

/// Reports failed rules, by their names.
type ReportFailures = Box<dyn Fn(&[&'static str]) + Send + Sync>;

#[derive(Default)]
struct State {
    scope: Option<Scope>,
    known: Known,
    /// The drafts to read next.
    requested: Requested,
    /// Whether the thread is running.
    working: bool,
    /// Stops the current run when set.
    stop: Arc<AtomicBool>,
    /// The token of the progress that the client shows of the current run.
    token: Option<String>,
    /// The number of runs so far.
    runs: u64,
    /// Whether the session has ended.
    ended: bool,
    /// Whether the diagnostics of closed drafts are published, too.
    checking: bool,
    /// The closed drafts with published diagnostics.
    published: BTreeSet<PathBuf>,
    /// The receivers of [`Index::check`].
    waiting: Vec<oneshot::Sender<CheckSummary>>,
}

/// The result of checking all drafts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CheckSummary {
    /// The number of drafts that were read.
    pub(crate) drafts: usize,
    /// The number of drafts with findings.
    pub(crate) with_findings: usize,
    /// The number of findings.
    pub(crate) findings: usize,
    /// Whether the check was stopped before its end.
    pub(crate) stopped: bool,
}

/// One run of the thread.
struct Run {
    requested: Requested,
    scope: Scope,
    stop: Arc<AtomicBool>,
    token: String,
    waiting: Vec<oneshot::Sender<CheckSummary>>,
}

impl Run {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Index {
    /// Creates an empty index, with the callbacks [`Publish`], [`ChooseCoach`] and [`ReportFailures`].
    pub(crate) fn new(
        outbox: Outbox,
        publish: impl Fn(PublishDiagnosticsParams) + Send + Sync + 'static,
        choose_profile: impl Fn(&Path) -> ProfileChoice + Send + Sync + 'static,
        report_failures: impl Fn(&[&'static str]) + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            outbox,
            publish: Box::new(publish),
            choose_profile: Box::new(choose_profile),
            report_failures: Box::new(report_failures),
            state: Mutex::default(),
        })
    }

    /// Reads all drafts in `scope`, which replaces the previous one.
    pub(crate) fn set_scope(self: &Arc<Self>, scope: Scope) {
        let mut state = self.state();
        let is_comparable = |old: &Scope| {
            Arc::ptr_eq(&old.profile.lexicon, &scope.profile.lexicon) && old.client.encoding == scope.client.encoding
        };
        if !state.scope.as_ref().is_some_and(is_comparable) {
            // The indexes of services, or the units of ranges, are different now.
            state.known = Known::default();
        }
        state.known.retain(&scope);
        let outside: Vec<PathBuf> = state.published.iter().filter(|path| !scope.contains(path)).cloned().collect();
        state.scope = Some(scope);
        state.restart();
        self.start_thread(state);
        outside.iter().for_each(|path| self.unpublish(path));
    }

    /// Publishes the diagnostics of all drafts from now on, those of closed drafts as they are on disk. The summary is
    /// sent once all drafts have been read.
    pub(crate) fn check(self: &Arc<Self>) -> oneshot::Receiver<CheckSummary> {
        let (sender, receiver) = oneshot::channel();
        let mut state = self.state();
        state.checking = true;
        state.waiting.push(sender);
        state.restart();
        self.start_thread(state);
        receiver
    }

    /// Ends [`Self::check`], and removes the diagnostics of closed drafts.
    pub(crate) fn clear_check(&self) {
        let mut state = self.state();
        state.checking = false;
        let published = std::mem::take(&mut state.published);
        drop(state);
        published.iter().for_each(|path| self.unpublish(path));
    }

    /// Reads files and folders that were created, changed or deleted.
    pub(crate) fn files_changed(self: &Arc<Self>, paths: impl IntoIterator<Item = PathBuf>) {
        let mut state = self.state();
        let Some(scope) = &state.scope else { return };
        let mut paths: Vec<PathBuf> = paths.into_iter().filter(|path| scope.contains(path)).collect();
        if paths.iter().any(|path| path.file_name().is_some_and(|name| name == ".gitignore" || name == ".ignore")) {
            state.requested.all = true;
        }
        paths.retain(|path| {
            // The last two are for a folder that was deleted with the drafts in it.
            files::is_markdown(path)
                || path.is_dir()
                || state.known.has_draft_in(path)
                || state.published.iter().any(|published| published.starts_with(path))
        });
        state.requested.paths.extend(paths);
        if state.requested.paths.len() > MAX_CHANGED {
            state.requested.all = true;
        }
        self.start_thread(state);
    }

    /// Stops the current run if `token` is that of its progress. The drafts read so far stay known.
    pub(crate) fn cancel(&self, token: &Value) {
        let state = self.state();
        if state.token.as_deref().is_some_and(|shown| token == shown) {
            state.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Stops reading for good, at the end of the session.
    pub(crate) fn end(&self) {
        let mut state = self.state();
        state.ended = true;
        state.waiting.clear();
        state.stop.store(true, Ordering::Relaxed);
    }

    /// Finds the answers most related to `answer`, which starts at the offset `here.1` of the draft `here.0`. `open`
    /// are all open drafts.
    pub(crate) fn related(
        self: &Arc<Self>,
        open: &[Snapshot],
        here: (&Url, usize),
        answer: &Report,
    ) -> Vec<RelatedOffer> {
        let (offers, stale) = {
            let mut state = self.state();
            let Some(scope) = state.scope.clone() else { return Vec::new() };
            queries::related(&mut state.known, &scope, open, here, answer)
        };
        if !stale.is_empty() {
            self.files_changed(stale);
        }
        offers
    }

    /// Finds the answers whose titles contain the characters of `query` in this order.
    pub(crate) fn titled(&self, open: &[Snapshot], query: &str) -> Vec<TitledAnswer> {
        let state = self.state();
        let Some(scope) = &state.scope else { return Vec::new() };
        queries::titled(&state.known, scope.client.encoding, open, query)
    }

    /// Finds where a service, or a feature that implies it, is named. `service` is an index into the services of the
    /// scope's lexicon.
    pub(crate) fn references(&self, open: &[Snapshot], service: usize) -> Vec<Location> {
        let state = self.state();
        let Some(scope) = &state.scope else { return Vec::new() };
        queries::references(&state.known, scope, open, service)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the thread if there is something to read and it is not running.
    fn start_thread(self: &Arc<Self>, mut state: MutexGuard<'_, State>) {
        if state.requested.is_empty() || state.working || state.ended {
            return;
        }
        let index = self.clone();
        let runtime = Handle::try_current().ok();
        let thread = std::thread::Builder::new().name("index".into()).spawn(move || {
            // Choosing a profile may load a project, which needs the runtime.
            let _entered = runtime.as_ref().map(Handle::enter);
            index.work();
        });
        match thread {
            Ok(_) => state.working = true,
            Err(error) => log(Level::Warn, format_args!("couldn't index the drafts of the workspace: {error}")),
        }
    }

    /// Runs until nothing is requested.
    fn work(&self) {
        while let Some(run) = self.next_run() {
            // A panic between two drafts ends this run only.
            let done = std::panic::catch_unwind(AssertUnwindSafe(|| self.run(&run)));
            let summary = done.unwrap_or_else(|_| {
                log(Level::Error, format_args!("internal error: the workspace index is incomplete"));
                CheckSummary { stopped: true, ..CheckSummary::default() }
            });
            let mut state = self.state();
            if summary.stopped && state.requested.all {
                // The next run reads all drafts, and sends the summary.
                state.waiting.extend(run.waiting);
            } else {
                for waiting in run.waiting {
                    let _ = waiting.send(summary);
                }
            }
        }
    }

    fn next_run(&self) -> Option<Run> {
        let mut state = self.state();
        let requested = std::mem::take(&mut state.requested);
        let scope = state.scope.clone().filter(|_| !state.ended && !requested.is_empty());
        let Some(scope) = scope else {
            state.working = false;
            return None;
        };
        state.runs += 1;
        state.stop = Arc::default();
        let waiting = if requested.all { std::mem::take(&mut state.waiting) } else { Vec::new() };
        let token = format!("star-coach/index-{}", state.runs);
        Some(Run { requested, scope, stop: state.stop.clone(), token, waiting })
    }

    fn run(&self, run: &Run) -> CheckSummary {
        if run.requested.all {
            std::thread::sleep(HEAD_START);
        }
        let found = files::find(&run.scope, &run.requested, &run.stop);
        if found.truncated {
            log(Level::Warn, format_args!("only the first {MAX_DRAFTS} drafts of the workspace are indexed"));
        }
        self.remove_missing(run, &found.paths);
        let mut summary = CheckSummary::default();
        let mut progress = self.progress(run, found.paths.len());
        for (count, path) in found.paths.iter().enumerate() {
            if run.is_stopped() {
                break;
            }
            progress.report(count);
            let started = Instant::now();
            let profile = match self.wait_for_profile(run, path) {
                ProfileChoice::Profile(profile) => Some(profile),
                ProfileChoice::Excluded => None,
                ProfileChoice::Pending(_) => break,
            };
            let is_draft = profile.is_some();
            // A panic costs this draft only.
            match std::panic::catch_unwind(AssertUnwindSafe(|| self.read(run, path, profile))) {
                Ok(findings) => {
                    summary.drafts += usize::from(is_draft);
                    summary.with_findings += usize::from(findings > 0);
                    summary.findings += findings;
                }
                Err(_) => {
                    log(
                        Level::Error,
                        format_args!("internal error: a draft in the workspace is skipped until it changes"),
                    );
                    self.store(run, path, None);
                    self.publish(run, path, None);
                }
            }
            std::thread::sleep(started.elapsed().min(MAX_PAUSE));
        }
        summary.stopped = run.is_stopped();
        progress.end(summary.stopped, || self.state().ended);
        self.state().token = None;
        summary
    }

    /// Returns the progress of reading `total` drafts, shown if they are many and the client can.
    fn progress<'a>(&'a self, run: &'a Run, total: usize) -> Progress<'a> {
        if !run.scope.client.progress || total <= MAX_WITHOUT_PROGRESS {
            return Progress::hidden(&self.outbox, &run.token);
        }
        self.state().token = Some(run.token.clone());
        Progress::request(&self.outbox, &run.token, total)
    }

    /// Reads the draft at `path` with `profile`, stores its answers and publishes its diagnostics. Without a profile, or if
    /// it can't be read, removes both. Returns the number of findings.
    fn read(&self, run: &Run, path: &Path, profile: Option<Arc<Profile>>) -> usize {
        let file = profile.and_then(|profile| DraftFile::read(&run.scope, path, profile));
        let failed = file.as_ref().map(|file| file.analysis.failed()).unwrap_or_default();
        if !failed.is_empty() {
            (self.report_failures)(failed);
        }
        self.store(run, path, file.as_ref());
        let findings = file.as_ref().map_or(0, DraftFile::finding_count);
        self.publish(run, path, file.filter(|_| findings > 0));
        findings
    }

    /// Chooses the profile of the draft at `path`, and waits until it is known or the run is stopped.
    fn wait_for_profile(&self, run: &Run, path: &Path) -> ProfileChoice {
        loop {
            let choice = (self.choose_profile)(path);
            if !matches!(choice, ProfileChoice::Pending(_)) || run.is_stopped() {
                return choice;
            }
            std::thread::sleep(COACH_POLL);
        }
    }

    /// Publishes the diagnostics of the draft at `path` if drafts are being checked; `None` removes them.
    fn publish(&self, run: &Run, path: &Path, file: Option<DraftFile>) {
        let Ok(uri) = Url::from_file_path(path) else { return };
        let is_published = {
            let state = self.state();
            if !state.checking || !state.accepts(run, path) {
                return;
            }
            state.published.contains(path)
        };
        let Some(file) = file else {
            if is_published {
                self.unpublish(path);
            }
            return;
        };
        let DraftFile { text, profile, analysis, .. } = file;
        let message = diagnostics::of_closed(uri, &text, &analysis, &run.scope.client, &profile.config);
        let mut state = self.state();
        if state.checking {
            // Recorded first, so that everything published can be removed again.
            state.published.insert(path.to_owned());
            drop(state);
            (self.publish)(message);
        }
    }

    /// Removes the diagnostics of the draft at `path`, unless it is open.
    fn unpublish(&self, path: &Path) {
        self.state().published.remove(path);
        if let Ok(uri) = Url::from_file_path(path) {
            (self.publish)(diagnostics::clear(&uri));
        }
    }

    /// Removes the requested drafts that were not found.
    fn remove_missing(&self, run: &Run, found: &BTreeSet<PathBuf>) {
        if run.is_stopped() {
            return;
        }
        let mut state = self.state();
        let is_missing = |path: &&PathBuf| run.requested.includes(path) && !found.contains(*path);
        let drafts: Vec<PathBuf> = state.known.drafts().keys().filter(is_missing).cloned().collect();
        drafts.iter().for_each(|path| state.known.remove(path));
        let published: Vec<PathBuf> = state.published.iter().filter(is_missing).cloned().collect();
        drop(state);
        published.iter().for_each(|path| self.unpublish(path));
    }

    /// Stores the answers of the draft at `path`; `None` removes them.
    fn store(&self, run: &Run, path: &Path, file: Option<&DraftFile>) {
        let mut state = self.state();
        if !state.accepts(run, path) {
            return;
        }
        match file {
            Some(file) => state.known.insert(&run.scope, path, file),
            None => state.known.remove(path),
        }
    }
}

impl State {
    /// Requests all drafts, and stops the current run.
    fn restart(&mut self) {
        self.requested = Requested::everything();
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether what `run` read at `path` is still valid: a newer scope may have another lexicon or other folders.
    fn accepts(&self, run: &Run, path: &Path) -> bool {
        self.scope.as_ref().is_some_and(|scope| Arc::ptr_eq(&scope.profile, &run.scope.profile) && scope.contains(path))
    }
}
