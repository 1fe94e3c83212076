//! One session with one client: what is open, who reads it, and what the client is told of it.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::Notify;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{
    CodeActionParams, Location, Position, Range, TextDocumentContentChangeEvent, TextDocumentItem, Url,
    WorkspaceFolder, WorkspaceFoldersChangeEvent,
};

use super::aids::Place;
use super::client::Client;
use super::convert::line_number;
use super::documents::{Document, Documents, Job, QUICK};
use super::index::{Index, Scope, Tally, Titled};
use super::log::{Level, log};
use super::projects::{Choice, Projects};
use super::settings;
use super::transport::{Message, Outbox};
use super::views::{Snapshot, Tokens};
use super::{actions, cache, pages, publisher, views};
use crate::analysis::{Analysis, Coach, Report};
use crate::config::Config;
use crate::features;
use crate::features::actions::ActionKind;
use crate::lexicon::Lexicon;
use crate::rules::Rule;
use crate::settings::project::{self, FILE, Project};

/// How long to wait for the client's settings before coaching by the usual ones.
const SETTINGS_PATIENCE: Duration = Duration::from_millis(500);

/// The files that a lexicon of one's own may be made of.
const WATCHED: &str = "**/*.{toml,md,markdown,txt}";

/// The files that say which drafts are none.
const IGNORING: &str = "**/.{gitignore,ignore}";

/// How long to wait for a client that is far behind in reading before it is looked after again.
const CLEARING: Duration = Duration::from_millis(50);

/// How long a shutdown waits for drafts to be read.
/// Editors end a server that takes two seconds for it.
const LAST_READING: Duration = Duration::from_millis(1_800);

/// A session. Whatever is done to it takes a moment; nothing waits while holding its state.
pub(crate) struct Session {
    outbox: Outbox,
    /// The rules to ask about drafts.
    rules: &'static [&'static Rule],
    /// The writer's own answers.
    index: Arc<Index>,
    state: Mutex<State>,
    /// Told whenever a reading or a lexicon is there that was not.
    read: Notify,
    /// Told whenever the moment may have changed at which something is to be shown.
    due: Notify,
}

#[derive(Default)]
struct State {
    client: Arc<Client>,
    documents: Documents,
    /// Who coaches which of them.
    projects: Projects,
    /// By whose lexicon drafts are compared.
    reader: Option<Arc<Coach>>,
    /// What was set in the editor when they were read last.
    read_with: Option<Config>,
    /// The lexicon of the draft that actions were offered for last: they may name scenarios of it.
    offered: Option<Arc<Lexicon>>,
    /// The pages of scenarios that are open.
    pages: BTreeSet<Url>,
    /// Whether the client was asked for its settings and has not answered: what is read now would be read again.
    settings_awaited: bool,
    /// When something is to be shown that is held back now.
    next_due: Option<Instant>,
    /// The semantic tokens that the client has of each document, and how many it was given.
    tokens: BTreeMap<Url, Tokens>,
    tokens_given: u64,
    /// The codes of the rules of which the writer was told that they fail.
    failed: Vec<&'static str>,
    /// What the writer was told about the settings last.
    problems: Vec<String>,
}

impl State {
    /// Has the draft `uri` read by whom the settings say. Returns the folder that is to be read first, and whether it looks
    /// different now.
    fn assign(&mut self, uri: &Url) -> (Option<PathBuf>, bool) {
        let path = uri.to_file_path().ok();
        let choice = match self.settings_awaited {
            true => Choice::Wait(None),
            false => self.projects.choose(path.as_deref(), &self.client.roots),
        };
        let before = self.documents.assign(uri, &choice);
        match (choice, before) {
            (Choice::Wait(folder), _) => (folder, false),
            // Whoever asks before there is a coach waits for him.
            (_, None) => (None, false),
            (Choice::LeftAlone, Some(_)) => (None, true),
            (Choice::Coach(now), Some(before)) => (None, views::differ(&before, &now)),
        }
    }
}

impl Session {
    /// A new one, whose client is told things through `outbox`. It coaches as soon as the lexicon is there.
    /// Drafts are coached by `rules`.
    pub(crate) fn new(outbox: Outbox, rules: &'static [&'static Rule]) -> Arc<Self> {
        Arc::new_cyclic(|session: &Weak<Self>| {
            let (shows, chooses, tells) = (session.clone(), session.clone(), session.clone());
            let show =
                move |uri: &Url, message| shows.upgrade().is_some_and(|session| session.show_closed(uri, message));
            let choose =
                move |path: &Path| chooses.upgrade().map_or(Choice::LeftAlone, |session| session.choose_closed(path));
            let tell = move |codes: &[&'static str]| {
                if let Some(session) = tells.upgrade() {
                    session.tell_failures(codes, &mut session.state().failed);
                }
            };
            let index = Index::new(outbox.clone(), show, choose, tell);
            Self { outbox, rules, index, state: Mutex::default(), read: Notify::new(), due: Notify::new() }
        })
    }

    /// Builds what takes a while, and from then on shows what becomes due. To be called in a runtime.
    pub(crate) fn start(self: &Arc<Self>) {
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            // Read before the state is held: nobody is to wait for it.
            let lexicon = Lexicon::shared();
            session.state().projects.set_builtin(lexicon, session.rules);
            session.renew_coaches();
            session.read.notify_waiters();
        });
        let session = self.clone();
        tokio::spawn(async move {
            loop {
                let due = session.state().next_due;
                tokio::select! {
                    () = session.due.notified() => {}
                    () = sleep_until(due) => session.publish(),
                }
            }
        });
    }

    /// Notes who the client is.
    pub(crate) fn initialize(self: &Arc<Self>, client: Client) {
        let roots = client.roots.clone();
        self.state().client = Arc::new(client);
        self.apply_settings(&Value::Null);
        self.read_settings_in(&roots);
        // If the lexicon was there first, drafts were to be read before anybody knew of a folder.
        if !self.renew_coaches() {
            self.read_drafts();
        }
    }

    /// Reads the settings in those of `folders` that have some and are not read yet: what is wrong with them is told even
    /// if no draft is open.
    fn read_settings_in(self: &Arc<Self>, folders: &[PathBuf]) {
        let known = self.state().projects.folders();
        let new = folders.iter().filter(|folder| !known.contains(folder) && project::has_settings(folder));
        new.for_each(|folder| self.read_project(folder.clone()));
    }

    /// Reads the settings in `folder` and what they name, and has drafts read by them.
    fn read_project(self: &Arc<Self>, folder: PathBuf) {
        let reading = self.state().projects.begin(&folder);
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            // A file that nobody could foresee must not cost the coaching by the settings themselves.
            let project = std::panic::catch_unwind(|| project::load(&folder));
            let project = project.unwrap_or_else(|_| project::unreadable(&folder));
            session.take_project(&folder, reading, project);
        });
    }

    fn take_project(self: &Arc<Self>, folder: &Path, reading: u64, project: Project) {
        let mut state = self.state();
        let before = state.projects.sources();
        let Some(is_change) = state.projects.take(folder, reading, project) else { return };
        let moved = state.projects.sources() != before;
        let pages: Vec<Url> = state.pages.iter().cloned().collect();
        drop(state);
        for page in pages {
            // It may tell of a story that has changed. Nobody needs the answer.
            drop(self.outbox.ask(pages::REFRESH, json!({ "uri": page })));
        }
        self.publish_problems(folder);
        let all_are_read = self.renew_coaches();
        self.read.notify_waiters();
        if moved && !all_are_read {
            self.read_drafts();
        } else if is_change && !all_are_read {
            self.index.changed([folder.to_owned()]);
        }
        self.read.notify_waiters();
    }

    /// Shows what is wrong with the settings in `folder`, and with the files of the lexicon that they name.
    fn publish_problems(&self, folder: &Path) {
        let mut state = self.state();
        let encoding = state.client.encoding;
        let Some(project) = state.projects.project(folder) else { return };
        let wrong = project.files.iter().filter(|file| !file.problems.is_empty());
        let wrong: Vec<_> = wrong.filter_map(|file| Some((Url::from_file_path(&file.path).ok()?, file))).collect();
        let mut messages: Vec<_> = wrong.iter().map(|(uri, file)| publisher::problems(uri, file, encoding)).collect();
        let shown: Vec<Url> = wrong.into_iter().map(|(uri, _)| uri).collect();
        messages.extend(state.projects.show(folder, shown).iter().map(publisher::clear));
        messages.into_iter().for_each(|message| self.outbox.send_raw(message));
    }

    /// Forgets the settings in `folder`, which are gone or no longer ours.
    fn drop_project(&self, folder: &Path) {
        let gone = self.state().projects.drop(folder);
        gone.iter().for_each(|uri| self.outbox.send_raw(publisher::clear(uri)));
    }

    /// Notes that files changed on disk.
    pub(crate) fn files_changed<'a>(self: &Arc<Self>, uris: impl Iterator<Item = &'a Url>) {
        let paths: Vec<PathBuf> = uris.filter_map(|uri| uri.to_file_path().ok()).collect();
        self.settings_changed_on_disk(&paths);
        self.index.changed(paths);
    }

    /// Reads anew what depends on `paths`, of which some may be settings, or may have been.
    fn settings_changed_on_disk(self: &Arc<Self>, paths: &[PathBuf]) {
        let state = self.state();
        let mut folders: BTreeSet<PathBuf> = paths.iter().flat_map(|path| state.projects.depending_on(path)).collect();
        let settings = paths.iter().filter(|path| path.file_name().is_some_and(|name| name == FILE));
        let open = state.documents.uris();
        let is_ours = |folder: &&Path| {
            state.client.roots.iter().any(|root| folder.starts_with(root))
                || open.iter().any(|uri| uri.to_file_path().is_ok_and(|path| path.parent() == Some(folder)))
        };
        folders.extend(settings.filter_map(|path| path.parent()).filter(is_ours).map(Path::to_owned));
        drop(state);
        self.reread(folders);
    }

    /// For a client that watches no files: looks whether settings are others than those that were read.
    fn look_at_settings(self: &Arc<Self>) {
        if !self.client().watch_files {
            let outdated = self.state().projects.outdated();
            self.reread(outdated);
            self.renew_coaches();
        }
    }

    fn reread(self: &Arc<Self>, folders: impl IntoIterator<Item = PathBuf>) {
        let mut dropped = false;
        for folder in folders {
            let is_new = !self.state().projects.folders().contains(&folder);
            let is_gone = !project::has_settings(&folder);
            match is_gone {
                true => self.drop_project(&folder),
                false => self.read_project(folder.clone()),
            }
            dropped |= is_gone;
            // A change of settings that are held counts once they are read.
            if is_gone || is_new {
                self.index.changed([folder]);
            }
        }
        if dropped {
            self.renew_coaches();
        }
    }

    /// Notes that folders were opened or closed.
    pub(crate) fn folders_changed(self: &Arc<Self>, event: &WorkspaceFoldersChangeEvent) {
        let mut state = self.state();
        let mut client = Client::clone(&state.client);
        let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| folder.uri.to_file_path().ok()).collect()
        };
        let (gone, new) = (paths(&event.removed), paths(&event.added));
        client.roots.retain(|root| !gone.contains(root) && !new.contains(root));
        client.roots.extend(new);
        let roots = client.roots.clone();
        state.client = Arc::new(client);
        let folders = state.projects.folders();
        drop(state);
        let is_closed = |folder: &&PathBuf| gone.iter().any(|root| folder.starts_with(root));
        let stays = |folder: &PathBuf| roots.iter().any(|root| folder.starts_with(root));
        folders.iter().filter(is_closed).filter(|folder| !stays(folder)).for_each(|folder| self.drop_project(folder));
        self.read_settings_in(&roots);
        self.renew_coaches();
        self.read_drafts();
    }

    /// Has the drafts in the folders read in the background, once somebody can.
    fn read_drafts(&self) {
        let mut state = self.state();
        // What ranking compares must have the same numbers in all of them.
        let Some(coach) = state.reader.clone() else { return };
        state.read_with = Some(state.projects.editor().clone());
        let excluded = state.projects.sources();
        let scope = Scope { coach, client: state.client.clone(), excluded };
        drop(state);
        self.index.read(scope);
    }

    /// Who coaches the draft at `path`, which is not open; its settings are read if nobody has.
    fn choose_closed(self: &Arc<Self>, path: &Path) -> Choice {
        let roots = self.client().roots.clone();
        // Looked up first: who types must not wait for the disk.
        let folder = path.parent().and_then(|parent| project::settings_of(parent, &roots));
        let mut state = self.state();
        if state.settings_awaited {
            return Choice::Wait(None);
        }
        let choice = state.projects.choose_by(folder, Some(path));
        drop(state);
        if let Choice::Wait(Some(folder)) = &choice {
            self.read_project(folder.clone());
        }
        choice
    }

    /// Sends the diagnostics of a draft that is not open; tells whether it is not.
    fn show_closed(&self, uri: &Url, message: Box<dyn Message>) -> bool {
        // Whoever opens it now waits for this, so that what is sent of an open draft comes later.
        let state = self.state();
        let is_closed = state.documents.get(uri).is_none();
        if is_closed {
            self.outbox.send_raw(message);
        }
        is_closed
    }

    /// Shows the diagnostics of all drafts in the folders, or with `clear` no more; tells how many there are.
    pub(crate) async fn check_workspace(&self, clear: bool) -> Value {
        if clear {
            self.index.uncheck();
            return Value::Null;
        }
        if self.client().roots.is_empty() {
            self.inform("No folder is open. Open the folder with your drafts, then check it again.");
            return Value::Null;
        }
        let Ok(tally) = self.index.check().await else { return Value::Null };
        let Tally { drafts, with_findings, findings, stopped } = tally;
        self.inform(&match (stopped, findings) {
            (true, _) => format!("Stopped after {drafts} drafts. Check the workspace again to see the others."),
            // What is open and not saved is shown as it is in the editor, and may be another number of things.
            (false, 0) => format!("Nothing found in {drafts} saved drafts."),
            (false, _) => format!("Found {findings} things in {with_findings} of {drafts} saved drafts."),
        });
        json!({ "drafts": drafts, "withFindings": with_findings, "findings": findings, "stopped": stopped })
    }

    /// Notes that the client wants no more of what it shows the progress of.
    pub(crate) fn cancel_progress(&self, params: &Value) {
        self.index.cancel(params.get("token").unwrap_or(&Value::Null));
    }

    /// What the client can do.
    pub(crate) fn client(&self) -> Arc<Client> {
        self.state().client.clone()
    }

    /// Asks the client for its settings, if it can be asked, and coaches by them once they are there.
    pub(crate) async fn pull_settings(self: &Arc<Self>) {
        if !self.client().configuration {
            return;
        }
        self.state().settings_awaited = true;
        let answer = self.outbox.ask("workspace/configuration", json!({ "items": [{ "section": "starCoach" }] }));
        let impatient = self.clone();
        let patience = tokio::spawn(async move {
            tokio::time::sleep(SETTINGS_PATIENCE).await;
            impatient.stop_waiting();
        });
        match answer.await {
            Ok(Ok(answer)) => self.apply_settings(answer.get(0).unwrap_or(&Value::Null)),
            Ok(Err(_)) => log(Level::Warn, format_args!("the client would not tell its settings")),
            Err(_) => {}
        }
        patience.abort();
        self.stop_waiting();
    }

    /// Coaches by `settings`, over those that the client gave when it started us.
    fn apply_settings(&self, settings: &Value) {
        let mut state = self.state();
        let (config, problems) = settings::read([&state.client.options.clone(), settings]);
        if !problems.is_empty() && state.problems != problems {
            let message = format!("star-coach: {}", problems.join(" "));
            self.outbox.notify("window/showMessage", json!({ "type": 2, "message": message }));
        }
        state.problems = problems;
        state.projects.set_editor(config);
    }

    /// Notes that the settings changed, to what is `told` if the client can't be asked.
    pub(crate) async fn settings_changed(self: &Arc<Self>, told: &Value) {
        if self.client().configuration {
            self.pull_settings().await;
        } else {
            self.apply_settings(told);
            self.renew_coaches();
        }
    }

    fn stop_waiting(self: &Arc<Self>) {
        self.state().settings_awaited = false;
        self.renew_coaches();
    }

    /// Has every draft read by a coach who knows the settings in force for it, unless that is the case. Tells whether all
    /// drafts in the folders are read anew.
    fn renew_coaches(self: &Arc<Self>) -> bool {
        let mut state = self.state();
        let mut folders = BTreeSet::new();
        let mut looks_different = false;
        for uri in state.documents.uris() {
            let (folder, different) = state.assign(&uri);
            folders.extend(folder);
            looks_different |= different;
            let job = state.documents.read(&uri);
            self.send_off(job);
        }
        let client = state.client.clone();
        let reader = if state.settings_awaited { None } else { state.projects.reader(&client.roots) };
        let is_new = match (&reader, &state.reader) {
            (Some(now), Some(before)) => !Arc::ptr_eq(now, before),
            (now, _) => now.is_some(),
        };
        // What is set in the editor may count in some folders only.
        let is_new = is_new || reader.is_some() && state.read_with.as_ref() != Some(state.projects.editor());
        state.reader = reader.or(state.reader.take());
        drop(state);
        folders.into_iter().for_each(|folder| self.read_project(folder));
        self.publish();
        if looks_different {
            views::refreshes(&client).for_each(|method| drop(self.outbox.ask(method, Value::Null)));
        }
        if is_new {
            self.read_drafts();
        }
        is_new
    }

    /// Opens a document, if it is a draft.
    pub(crate) fn open(self: &Arc<Self>, document: TextDocumentItem) {
        let TextDocumentItem { uri, language_id, version, text } = document;
        if pages::subject(&uri).is_some() {
            self.state().pages.insert(uri);
            return;
        }
        if cache::holds(&uri) || !self.state().documents.open(uri.clone(), &language_id, version, &text) {
            log(Level::Debug, format_args!("a document is left alone: {language_id}, {}", uri.scheme()));
            return;
        }
        let mut state = self.state();
        let (folder, _) = state.assign(&uri);
        let job = state.documents.read(&uri);
        self.send_off(job);
        drop(state);
        if let Some(folder) = folder {
            self.read_project(folder);
        }
    }

    /// Changes a document.
    pub(crate) fn edit(self: &Arc<Self>, uri: &Url, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        let mut state = self.state();
        let encoding = state.client.encoding;
        if !state.documents.edit(uri, encoding, version, changes, Instant::now()) {
            log(Level::Info, format_args!("an edit of a document that is not open is ignored"));
        }
        let job = state.documents.read(uri);
        self.send_off(job);
    }

    /// Notes that a document was saved.
    pub(crate) fn save(self: &Arc<Self>, uri: &Url) {
        let mut state = self.state();
        state.documents.save(uri);
        let job = state.documents.read(uri);
        self.send_off(job);
        drop(state);
        self.files_changed(std::iter::once(uri));
        self.look_at_settings();
    }

    /// Closes a document.
    pub(crate) fn close(self: &Arc<Self>, uri: &Url) {
        let mut state = self.state();
        state.tokens.remove(uri);
        state.pages.remove(uri);
        if state.documents.close(uri) && !state.client.pull {
            self.outbox.send_raw(publisher::clear(uri));
        }
        drop(state);
        self.index.changed(uri.to_file_path().ok());
    }

    /// Publishes whatever the client does not know, or soon, if it has not read what was published long before.
    pub(crate) fn publish(&self) {
        if !self.outbox.is_congested() {
            return self.publish_now();
        }
        let soon = Instant::now() + CLEARING;
        let mut state = self.state();
        if state.next_due.is_none_or(|due| due < Instant::now() || due > soon) {
            state.next_due = Some(soon);
            self.due.notify_one();
        }
    }

    /// As [`Self::publish`], even if the client takes a long time to read it.
    fn publish_now(&self) {
        let now = Instant::now();
        let state = &mut *self.state();
        let mut next_due: Option<Instant> = None;
        let mut stale = false;
        let State { client, projects, documents, failed, .. } = state;
        documents.tell(|uri, document| {
            self.tell_failures(document.analysis().map(Analysis::failed).unwrap_or_default(), failed);
            if client.pull {
                stale |= publisher::expire(document, now);
            } else {
                // This runs outside of any handler: a panic would end the server.
                let coach = document.coach().cloned();
                let config = coach.as_ref().map_or(projects.editor(), |coach| &coach.config);
                let publish = || publisher::publish(uri, document, client, config, now);
                match std::panic::catch_unwind(AssertUnwindSafe(publish)) {
                    Ok(message) => message.into_iter().for_each(|message| self.outbox.send_raw(message)),
                    Err(_) => document.fail(),
                }
            }
            next_due = next_due.into_iter().chain(publisher::due(document)).min();
            publisher::is_restless(document, client)
        });
        if stale && state.client.refresh {
            // Nobody needs the answer.
            drop(self.outbox.ask("workspace/diagnostic/refresh", Value::Null));
        }
        if std::mem::replace(&mut state.next_due, next_due) != next_due {
            self.due.notify_one();
        }
    }

    /// Tells, once a session, that a rule fails, in a draft that is open or in another one: its findings are missing, the others
    /// are there. Of those that were `told` nothing is said.
    fn tell_failures(&self, codes: &[&'static str], told: &mut Vec<&'static str>) {
        for code in codes {
            if told.contains(code) {
                continue;
            }
            told.push(code);
            log(
                Level::Error,
                format_args!("the rule {code} failed on an answer, and is left out there; please report it"),
            );
            let message = format!(
                "star-coach: The rule {code} fails on one of your answers, so what it would say there is missing. All other \
                 advice is there. Please report it."
            );
            self.outbox.notify("window/showMessage", json!({ "type": 2, "message": message }));
        }
    }

    /// The diagnostics of a document for a client that fetches them, and `has` those of an earlier answer.
    pub(crate) async fn diagnostics(&self, uri: &Url, has: Option<&str>) -> Value {
        self.settled(uri).await;
        let state = &mut *self.state();
        // What is held back is due some time.
        state.documents.stir(uri);
        let report = state.documents.get_mut(uri).and_then(|document| {
            let coach = document.coach().cloned();
            let config = coach.as_ref().map_or(state.projects.editor(), |coach| &coach.config);
            publisher::fetch(document, &state.client, config, Instant::now(), has)
        });
        report.unwrap_or_else(|| json!({ "kind": "full", "items": [] }))
    }

    /// What can be chosen at a place.
    pub(crate) async fn actions(&self, params: &CodeActionParams) -> Vec<Value> {
        let uri = &params.text_document.uri;
        self.settled(uri).await;
        let (mut rendered, asked) = {
            let state = &mut *self.state();
            let Some(document) = state.documents.get(uri) else { return Vec::new() };
            let Some(analysis) = document.analysis() else { return Vec::new() };
            state.offered = Some(analysis.coach().lexicon.clone());
            let range = state.client.encoding.span(&document.text, params.range);
            let at_place = [ActionKind::QuickFix, ActionKind::Refactor, ActionKind::Rewrite];
            let mut actions = Vec::new();
            if at_place.into_iter().any(|kind| actions::wants_kind(params, kind)) {
                actions = features::actions::actions(analysis, &document.text, range);
            }
            if actions::wants_kind(params, ActionKind::FixAll) {
                actions.extend(features::actions::fix_all(analysis, &document.text));
            }
            let here = analysis.answer_at(range.start).filter(|_| actions::wants_related(params)).cloned();
            let rendered = actions::render(&actions, params, &document.text, document.version, &state.client);
            let reader = state.reader.clone();
            let asked = here.zip(reader).map(|(here, reader)| {
                let open = state.documents.all_open(Some(&reader.lexicon));
                // What has other numbers is read once more, with those of all others.
                let is_his = Arc::ptr_eq(&analysis.coach().lexicon, &reader.lexicon);
                let passage = &here.report.answer.passage;
                let report = if is_his { here.report.clone() } else { Arc::new(Report::new(&reader, passage.clone())) };
                (here.span.start, report, open)
            });
            (rendered, asked)
        };
        if let Some((start, report, open)) = asked {
            let index = self.index.clone();
            let uri = uri.clone();
            let related = move || index.related(&open, (&uri, start), &report);
            let offers = tokio::task::spawn_blocking(related).await.unwrap_or_default();
            rendered.extend(actions::related_answers(&offers));
        }
        rendered
    }

    /// The writer's own answers whose titles fit `query`.
    pub(crate) async fn titled(&self, query: String) -> Vec<Titled> {
        let open = self.state().documents.all_open(None);
        let index = self.index.clone();
        tokio::task::spawn_blocking(move || index.titled(&open, &query)).await.unwrap_or_default()
    }

    /// Where else the service is named that is named at a place; `None` if there is none.
    pub(crate) async fn references(&self, uri: &Url, position: Position) -> Option<Vec<Location>> {
        self.settled(uri).await;
        let (service, open) = {
            let state = self.state();
            let document = state.documents.get(uri)?;
            let offset = state.client.encoding.offset(&document.text, position);
            let analysis = document.analysis()?;
            let service = features::mentions::service_at(analysis, offset)?;
            // The reader of all drafts may know the service by another number.
            let reader = state.reader.as_ref()?;
            let id = &analysis.coach().lexicon.services.get(service)?.id;
            let service = reader.lexicon.services.iter().position(|service| service.id == *id);
            (service, state.documents.all_open(Some(&reader.lexicon)))
        };
        let index = self.index.clone();
        let Some(service) = service else { return Some(Vec::new()) };
        tokio::task::spawn_blocking(move || index.references(&open, service)).await.ok()
    }

    /// Shows an answer of the writer's own; a client that can't is told where it is. Tells whether it is shown.
    pub(crate) async fn show_answer(&self, uri: &Url, range: Range) -> bool {
        let shown = self.select(uri, range).await;
        if !shown {
            let place = uri.to_file_path().map_or_else(|()| uri.to_string(), |path| path.display().to_string());
            self.inform(&format!("The related answer is in {place}, line {}; open it there.", line_number(range)));
        }
        shown
    }

    /// What `make` makes of a document, once that is read as it is; `None` if it is not read.
    pub(crate) async fn view<T: Send + 'static>(
        &self,
        uri: &Url,
        make: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Option<T> {
        self.settled(uri).await;
        let snapshot = {
            let state = self.state();
            let document = state.documents.get(uri)?;
            let (text, analysis) = (document.text.clone(), document.analysis()?.clone());
            Snapshot { uri: uri.clone(), text, version: document.version, analysis, client: state.client.clone() }
        };
        if snapshot.text.len() <= QUICK {
            return Some(make(&snapshot));
        }
        // No edit waits until all of a long draft has been looked at.
        match tokio::task::spawn_blocking(move || make(&snapshot)).await {
            Ok(made) => Some(made),
            // The transport answers for it, as for any handler that panics.
            Err(error) => error.try_into_panic().map_or(None, |panic| std::panic::resume_unwind(panic)),
        }
    }

    /// What `answer` makes of the semantic tokens of a document and those that the client was given before, if it has
    /// any; `None` if it is not read.
    pub(crate) async fn tokens<T>(&self, uri: &Url, answer: impl FnOnce(&Tokens, Option<&Tokens>) -> T) -> Option<T> {
        let data = self.view(uri, |snapshot| snapshot.tokens(None)).await?;
        let state = &mut *self.state();
        state.tokens_given += 1;
        let tokens = Tokens::new(state.tokens_given, data);
        let answer = answer(&tokens, state.tokens.get(uri));
        // It may have been closed meanwhile.
        if state.documents.get(uri).is_some() {
            state.tokens.insert(uri.clone(), tokens);
        }
        Some(answer)
    }

    /// Tells the writer something good to know.
    pub(crate) fn inform(&self, message: &str) {
        self.outbox.notify("window/showMessage", json!({ "type": 3, "message": message }));
    }

    /// What `look` sees in a document once that is read as it is; `None` if it is not read. It takes a moment only:
    /// edits wait for it.
    pub(crate) async fn look<T>(&self, uri: &Url, look: impl FnOnce(Place<'_>) -> Option<T>) -> Option<T> {
        self.settled(uri).await;
        let state = self.state();
        let document = state.documents.get(uri)?;
        look(Place { text: &document.text, analysis: document.analysis()?, client: &state.client })
    }

    /// Shows the page of the scenario `id`; its text is the answer if the client can't show it.
    ///
    /// # Errors
    /// If there is no such scenario.
    pub(crate) async fn show_scenario(&self, id: &str) -> Result<Value> {
        let lexicon = self.known_lexicon(Some(id)).await;
        let page = scenario_page(&lexicon, id)?;
        let client = self.client();
        if client.fetch_pages
            && client.show_document
            && let Some(uri) = features::scenario_page::by_id(&lexicon, id).and_then(pages::address)
            && self.show(json!({ "uri": uri, "external": false, "takeFocus": true })).await
        {
            return Ok(Value::Null);
        }
        let stored = cache::folder(cache::Shelf::Scenarios).map(|folder| cache::store(&folder, id, &page));
        let path = match stored {
            Some(Ok(path)) => path,
            Some(Err(error)) => {
                log(Level::Warn, format_args!("the page of a scenario can't be written: {error}"));
                return Ok(page.into());
            }
            None => return Ok(page.into()),
        };
        if let Ok(uri) = Url::from_file_path(&path)
            && self.show(json!({ "uri": uri, "external": false, "takeFocus": true })).await
        {
            return Ok(Value::Null);
        }
        let message = format!("The related scenario is in {}; open it there.", path.display());
        self.outbox.notify("window/showMessage", json!({ "type": 3, "message": message }));
        Ok(page.into())
    }

    /// The page at `uri`, for a client that fetches it.
    ///
    /// # Errors
    /// If there is no page there.
    pub(crate) async fn page(&self, uri: &Url) -> Result<String> {
        let nothing = || Error::invalid_params("There is no page at this address.");
        let subject = pages::subject(uri).ok_or_else(nothing)?;
        let lexicon = self.lexicon_where(|lexicon| subject.page(lexicon).is_some()).await;
        subject.page(&lexicon).ok_or_else(nothing)
    }

    /// Selects a range of a document.
    pub(crate) async fn select(&self, uri: &Url, selection: Range) -> bool {
        self.show(json!({ "uri": uri, "takeFocus": true, "selection": selection })).await
    }

    /// Asks the client to make an edit; tells whether it did.
    pub(crate) async fn apply(&self, label: &str, edit: Value) -> bool {
        let answer = self.outbox.ask("workspace/applyEdit", json!({ "label": label, "edit": edit })).await;
        let applied = |answer: Value| answer.get("applied").and_then(Value::as_bool);
        answer.ok().and_then(|answer| applied(answer.ok()?)).unwrap_or(false)
    }

    /// Asks the client to show a document; tells whether it does.
    async fn show(&self, params: Value) -> bool {
        if !self.client().show_document {
            return false;
        }
        match self.outbox.ask("window/showDocument", params).await {
            Ok(Ok(answer)) => answer.get("success").and_then(Value::as_bool).unwrap_or(false),
            _ => false,
        }
    }

    /// Asks to be told of changed settings and files, if the client wants to be asked.
    pub(crate) fn register(&self) {
        let client = self.client();
        let mut registrations = Vec::new();
        if client.register_configuration {
            let method = "workspace/didChangeConfiguration";
            registrations
                .push(json!({ "id": method, "method": method, "registerOptions": { "section": "starCoach" } }));
        }
        if client.watch_files {
            let method = "workspace/didChangeWatchedFiles";
            let watchers = json!([{ "globPattern": WATCHED }, { "globPattern": IGNORING }]);
            registrations.push(json!({ "id": method, "method": method, "registerOptions": { "watchers": watchers } }));
        }
        if client.fetch_pages {
            let options = json!({ "schemes": [pages::SCHEME] });
            registrations.push(json!({ "id": pages::CONTENT, "method": pages::CONTENT, "registerOptions": options }));
        }
        if !registrations.is_empty() {
            drop(self.outbox.ask("client/registerCapability", json!({ "registrations": registrations })));
        }
    }

    /// Waits until every document is read as it is, but not for long.
    pub(crate) async fn finish(self: &Arc<Self>) {
        // Whoever leaves has no settings to tell any more.
        self.stop_waiting();
        self.index.end();
        let uris = self.state().documents.uris();
        let all = async {
            for uri in &uris {
                self.settled(uri).await;
            }
        };
        let _ = tokio::time::timeout(LAST_READING, all).await;
        self.publish_now();
    }

    /// The lexicon that knows the scenario `id`, once all are there: who asks at once is not to hear that nothing is known.
    /// The one whose scenarios were offered last comes first; without an `id`, or if nobody knows it, it is the first.
    pub(crate) async fn known_lexicon(&self, id: Option<&str>) -> Arc<Lexicon> {
        self.lexicon_where(|lexicon| id.is_none_or(|id| features::scenario_page::by_id(lexicon, id).is_some())).await
    }

    /// A lexicon that has what `knows` asks for, else any, once all are there: the one that actions were offered by first.
    async fn lexicon_where(&self, knows: impl Fn(&Lexicon) -> bool) -> Arc<Lexicon> {
        loop {
            let read = self.read.notified();
            {
                let state = self.state();
                if state.projects.is_settled() {
                    let all = || state.offered.iter().chain(state.projects.lexicons());
                    if let Some(lexicon) = all().find(|lexicon| knows(lexicon)).or_else(|| all().next()) {
                        return lexicon.clone();
                    }
                }
            }
            read.await;
        }
    }

    /// Waits until a document is read as it is, if it is to be read.
    async fn settled(&self, uri: &Url) {
        loop {
            let read = self.read.notified();
            if !self.state().documents.get(uri).is_some_and(Document::is_behind) {
                return;
            }
            read.await;
        }
    }

    fn send_off(self: &Arc<Self>, job: Option<Job>) {
        let Some(job) = job else {
            self.read.notify_waiters();
            return;
        };
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            let read = job.run();
            let job = session.state().documents.take(read);
            session.send_off(job);
            session.publish();
        });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What a handler that panicked left behind is still the best there is.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn scenario_page(lexicon: &Lexicon, id: &str) -> Result<String> {
    let page = features::scenario_page::page(lexicon, id);
    page.ok_or_else(|| Error::invalid_params(format!("There is no scenario {id:?}.")))
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due.into()).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn the_drafts_of_a_client_that_takes_its_time_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let draft = "# The zebra outage\n\n**Situation:** It broke.\n\n**Task:** Mine.\n\n**Action:** I ran.\n\n\
                     **Result:** It held.\n";
        std::fs::write(folder.path().join("a.md"), draft).expect("written");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
        runtime.expect("a runtime").block_on(async {
            let (outbox, _outgoing) = Outbox::new();
            let session = Session::new(outbox, RULES);
            let lexicon_is_there = session.read.notified();
            session.start();
            lexicon_is_there.await;
            let root = Url::from_file_path(folder.path()).expect("an address");
            let params = json!({ "capabilities": {}, "workspaceFolders": [{ "uri": root, "name": "drafts" }] });
            session.initialize(Client::new(&params));
            let asked = Instant::now();
            while session.titled("zebra".into()).await.is_empty() {
                assert!(asked.elapsed() < Duration::from_secs(20), "they are never read");
            }
        });
    }
}
