//! The settings of the editor.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::Session;
use super::state::State;
use crate::server::log::{Level, log};
use crate::server::settings;

/// The maximum time to wait for the client's settings before drafts are analyzed with the defaults.
const SETTINGS_PATIENCE: Duration = Duration::from_millis(500);

impl Session {
    /// Asks the client for its settings, if it supports that, and applies them.
    pub(crate) async fn pull_settings(self: &Arc<Self>) {
        if !self.client().configuration {
            return;
        }
        let number = self.state().editor.await_settings();
        let answer = self.outbox.ask("workspace/configuration", json!({ "items": [{ "section": "starCoach" }] }));
        let session = self.clone();
        let timeout = tokio::spawn(async move {
            tokio::time::sleep(SETTINGS_PATIENCE).await;
            session.stop_awaiting_settings();
        });
        match answer.await {
            Ok(Ok(answer)) => self.apply_response(number, answer.get(0).unwrap_or(&Value::Null)),
            Ok(Err(_)) => log(Level::Warn, format_args!("the client would not tell its settings")),
            Err(_) => {}
        }
        timeout.abort();
        self.stop_awaiting_settings();
    }

    /// Applies the response to the request `number`, unless a later one was: handlers run side by side.
    fn apply_response(&self, number: u64, settings: &Value) {
        let mut state = self.state();
        if number > state.editor.applied {
            state.editor.applied = number;
            self.apply_settings_to(&mut state, settings);
        }
    }

    /// Applies `settings` over those in the initialization options, and warns the user of errors in them.
    pub(super) fn apply_settings(&self, settings: &Value) {
        self.apply_settings_to(&mut self.state(), settings);
    }

    fn apply_settings_to(&self, state: &mut State, settings: &Value) {
        let (config, problems) = settings::read([&state.client.options.clone(), settings]);
        if !problems.is_empty() && state.editor.problems != problems {
            self.warn(&format!("star-coach: {}", problems.join(" ")));
        }
        state.editor.problems = problems;
        state.projects.set_editor(config);
    }

    /// Handles a change of the settings. `settings` are used if the client can't be asked for them.
    pub(crate) async fn settings_changed(self: &Arc<Self>, settings: &Value) {
        if self.client().configuration {
            self.pull_settings().await;
        } else {
            self.apply_settings(settings);
            self.update_profiles();
        }
    }

    /// Analyzes drafts from now on, with the settings known by now.
    pub(super) fn stop_awaiting_settings(self: &Arc<Self>) {
        self.state().editor.awaited = false;
        self.update_profiles();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;
    use crate::server::client::Client;
    use crate::server::outbox::Outbox;

    #[test]
    fn an_older_response_does_not_replace_newer_settings() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime").block_on(async {
            let (outbox, _outgoing) = Outbox::new();
            let session = Session::new(outbox.clone(), RULES);
            session.initialize(Client::new(&json!({ "capabilities": { "workspace": { "configuration": true } } })));
            let pulls = [0, 1].map(|_| {
                let session = session.clone();
                tokio::spawn(async move { session.pull_settings().await })
            });
            tokio::task::yield_now().await;
            for (id, [pull, rate]) in [1, 0].into_iter().zip([[1, 75], [0, 130]]) {
                outbox.receive_reply(id, Ok(json!([{ "wordsPerMinute": rate }])));
                while !pulls[pull].is_finished() {
                    tokio::task::yield_now().await;
                }
            }
            assert_eq!(session.state().projects.editor().words_per_minute, 75);
        });
    }
}
