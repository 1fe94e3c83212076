//! Diagnostics leave from here, when a message has been handled and when something is due.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use serde_json::Value;
use tower_lsp::lsp_types::PublishDiagnosticsParams;

use super::Session;
use super::state::State;
use crate::server::diagnostics::PUBLISH;
use crate::server::log::{Level, log};

/// How long to wait for a client that is far behind in reading before it is looked after again.
const CLEARING: Duration = Duration::from_millis(50);

impl Session {
    /// Publishes whatever the client does not know, or soon, if it has not read what was published long before.
    pub(crate) fn publish(&self) {
        if !self.outbox.is_congested() {
            return self.publish_now();
        }
        let soon = Instant::now() + CLEARING;
        let mut state = self.state();
        if state.publishing.next_due.is_none_or(|due| due < Instant::now() || due > soon) {
            state.publishing.next_due = Some(soon);
            self.due.notify_one();
        }
    }

    /// As [`Self::publish`], even if the client takes a long time to read it.
    pub(super) fn publish_now(&self) {
        let now = Instant::now();
        let state = &mut *self.state();
        let mut next_due: Option<Instant> = None;
        let mut stale = false;
        let State { client, projects, documents, publishing, .. } = state;
        documents.tell(|uri, document| {
            self.tell_failures(
                document.analysis().map(|analysis| analysis.failed()).unwrap_or_default(),
                &mut publishing.failed,
            );
            if client.pull {
                stale |= document.expire(now);
            } else {
                // This runs outside of any handler: a panic would end the server.
                let coach = document.coach().cloned();
                let config = coach.as_ref().map_or(projects.editor(), |coach| &coach.config);
                let publish = || document.publish(uri, client, config, now);
                match std::panic::catch_unwind(AssertUnwindSafe(publish)) {
                    Ok(message) => message.into_iter().for_each(|message| self.outbox.notify(PUBLISH, message)),
                    Err(_) => document.fail(),
                }
            }
            next_due = next_due.into_iter().chain(document.due()).min();
            document.is_restless(client)
        });
        if stale && state.client.refresh {
            // Nobody needs the answer.
            drop(self.outbox.ask("workspace/diagnostic/refresh", Value::Null));
        }
        if std::mem::replace(&mut state.publishing.next_due, next_due) != next_due {
            self.due.notify_one();
        }
    }

    /// Tells, once a session, that a rule fails, in a draft that is open or in another one: its findings are missing, the others
    /// are there. Of those that were `told` nothing is said.
    pub(super) fn tell_failures(&self, codes: &[&'static str], told: &mut Vec<&'static str>) {
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
            self.warn(&message);
        }
    }

    /// Sends the diagnostics of a draft that is not open; tells whether it is not.
    pub(super) fn show_closed(&self, message: PublishDiagnosticsParams) -> bool {
        // Whoever opens it now waits for this, so that what is sent of an open draft comes later.
        let state = self.state();
        let is_closed = state.documents.get(&message.uri).is_none();
        if is_closed {
            self.outbox.notify(PUBLISH, message);
        }
        is_closed
    }
}
