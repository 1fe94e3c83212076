//! Publishes diagnostics after each handled message, and when a delayed one is due.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use serde_json::Value;
use tower_lsp::lsp_types::PublishDiagnosticsParams;

use super::Session;
use super::state::State;
use crate::server::diagnostics::PUBLISH;
use crate::server::log::{Level, log};

/// The delay before publishing is tried again for a client that is far behind in reading.
const RETRY: Duration = Duration::from_millis(50);

impl Session {
    /// Publishes all new diagnostics. If the client is far behind in reading, tries again later.
    pub(crate) fn publish(&self) {
        if !self.outbox.is_congested() {
            return self.publish_now();
        }
        let soon = Instant::now() + RETRY;
        let mut state = self.state();
        if state.publishing.next_due.is_none_or(|due| due < Instant::now() || due > soon) {
            state.publishing.next_due = Some(soon);
            self.due_changed.notify_one();
        }
    }

    /// Like [`Self::publish`], but even if the client is far behind in reading.
    pub(super) fn publish_now(&self) {
        let now = Instant::now();
        let state = &mut *self.state();
        let mut next_due: Option<Instant> = None;
        let mut stale = false;
        let State { client, projects, documents, publishing, .. } = state;
        documents.for_each_active(|uri, document| {
            self.report_failures(
                document.analysis().map(|analysis| analysis.failed()).unwrap_or_default(),
                &mut publishing.failed,
            );
            if client.pull {
                stale |= document.expire(now);
            } else {
                // This runs outside of any handler: a panic would end the server.
                let profile = document.profile().cloned();
                let config = profile.as_ref().map_or(projects.editor(), |profile| &profile.config);
                let publish = || document.publish(uri, client, config, now);
                match std::panic::catch_unwind(AssertUnwindSafe(publish)) {
                    Ok(message) => message.into_iter().for_each(|message| self.outbox.notify(PUBLISH, message)),
                    Err(_) => document.fail(),
                }
            }
            next_due = next_due.into_iter().chain(document.due()).min();
            document.is_active(client)
        });
        if stale && state.client.refresh {
            // The response has no content.
            drop(self.outbox.ask("workspace/diagnostic/refresh", Value::Null));
        }
        if std::mem::replace(&mut state.publishing.next_due, next_due) != next_due {
            self.due_changed.notify_one();
        }
    }

    /// Logs that rules failed and warns the user, once per session and rule. `reported` are the codes of those reported
    /// before.
    pub(super) fn report_failures(&self, codes: &[&'static str], reported: &mut Vec<&'static str>) {
        for code in codes {
            if reported.contains(code) {
                continue;
            }
            reported.push(code);
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

    /// Publishes diagnostics of a draft, unless it is open.
    pub(super) fn publish_closed(&self, message: PublishDiagnosticsParams) {
        // Locked until the message is sent: if the draft is opened now, its own diagnostics follow this message.
        let state = self.state();
        if state.documents.get(&message.uri).is_none() {
            self.outbox.notify(PUBLISH, message);
        }
    }
}
