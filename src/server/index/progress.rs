//! The progress that the client shows while drafts are indexed.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::oneshot::error::TryRecvError;

use crate::server::outbox::{Asked, Outbox};

/// The time between two reports.
const INTERVAL: Duration = Duration::from_millis(100);
/// The time to wait at the end for a client that has not yet agreed to show progress.
const LAST_PATIENCE: Duration = Duration::from_secs(1);
/// The time between two checks whether the client has agreed.
const POLL: Duration = Duration::from_millis(2);

/// The progress of one run.
pub(super) struct Progress<'a> {
    outbox: &'a Outbox,
    token: &'a str,
    /// The number of drafts to read.
    total: usize,
    state: State,
    reported: Instant,
}

enum State {
    /// It is not shown.
    Hidden,
    /// The client was asked to create it, and has not answered.
    Requested(Asked),
    /// It is shown.
    Begun,
}

impl<'a> Progress<'a> {
    /// Returns a progress that is not shown.
    pub(super) fn hidden(outbox: &'a Outbox, token: &'a str) -> Self {
        Self { outbox, token, total: 0, state: State::Hidden, reported: Instant::now() }
    }

    /// Asks the client to show the progress `token` of reading `total` drafts.
    pub(super) fn request(outbox: &'a Outbox, token: &'a str, total: usize) -> Self {
        let answer = outbox.ask("window/workDoneProgress/create", json!({ "token": token }));
        Self { total, state: State::Requested(answer), ..Self::hidden(outbox, token) }
    }

    /// Reports that `count` drafts are read.
    pub(super) fn report(&mut self, count: usize) {
        self.begin_if_created();
        if matches!(self.state, State::Begun) && self.reported.elapsed() >= INTERVAL {
            self.reported = Instant::now();
            let percentage = 100 * count / self.total.max(1);
            let message = format!("{count} of {} drafts", self.total);
            self.send(&json!({ "kind": "report", "message": message, "percentage": percentage }));
        }
    }

    /// Ends the progress. `stopped` is whether the run was stopped early; `is_ended` returns whether the session has
    /// ended.
    pub(super) fn end(mut self, stopped: bool, is_ended: impl Fn() -> bool) {
        let asked = Instant::now();
        while matches!(self.state, State::Requested(_)) && asked.elapsed() < LAST_PATIENCE && !is_ended() {
            self.begin_if_created();
            std::thread::sleep(POLL);
        }
        if matches!(self.state, State::Begun) {
            let message = if stopped { "stopped" } else { "done" };
            self.send(&json!({ "kind": "end", "message": message }));
        }
    }

    /// Begins the progress if the client has created it by now.
    fn begin_if_created(&mut self) {
        let State::Requested(answer) = &mut self.state else { return };
        match answer.try_recv() {
            Ok(Ok(_)) => {
                self.state = State::Begun;
                let title = "Indexing drafts";
                self.send(&json!({ "kind": "begin", "title": title, "cancellable": true, "percentage": 0 }));
            }
            Ok(Err(_)) | Err(TryRecvError::Closed) => self.state = State::Hidden,
            Err(TryRecvError::Empty) => {}
        }
    }

    fn send(&self, value: &Value) {
        self.outbox.notify("$/progress", json!({ "token": self.token, "value": value }));
    }
}
