//! The settings of the editor.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::Session;
use crate::server::log::{Level, log};
use crate::server::settings;

/// How long to wait for the client's settings before coaching by the default ones.
const SETTINGS_PATIENCE: Duration = Duration::from_millis(500);

impl Session {
    /// Asks the client for its settings, if it can be asked, and coaches by them once they are there.
    pub(crate) async fn pull_settings(self: &Arc<Self>) {
        if !self.client().configuration {
            return;
        }
        self.state().editor.awaited = true;
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
    pub(super) fn apply_settings(&self, settings: &Value) {
        let mut state = self.state();
        let (config, problems) = settings::read([&state.client.options.clone(), settings]);
        if !problems.is_empty() && state.editor.problems != problems {
            self.warn(&format!("star-coach: {}", problems.join(" ")));
        }
        state.editor.problems = problems;
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

    pub(super) fn stop_waiting(self: &Arc<Self>) {
        self.state().editor.awaited = false;
        self.renew_coaches();
    }
}
