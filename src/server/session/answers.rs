//! Requests about all answers in the workspace folders.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::lsp_types::{CodeActionParams, Location, Position, Url};

use super::Session;
use super::analyzing::compute;
use crate::coach::{Profile, Report};
use crate::features::mentions;
use crate::features::symbols::counted;
use crate::server::index::{CheckSummary, RelatedOffer, TitledAnswer};
use crate::server::requests::actions;
use crate::server::snapshot::Snapshot;

impl Session {
    /// Returns the code actions of a draft, then those that open related answers.
    pub(crate) async fn actions(&self, params: CodeActionParams) -> Vec<Value> {
        let uri = &params.text_document.uri;
        self.until_analyzed(uri).await;
        let (snapshot, others) = {
            let mut state = self.state();
            let Some(snapshot) = state.snapshot(uri) else { return Vec::new() };
            state.pages.offered = Some(snapshot.analysis.profile().lexicon.clone());
            let profile = state.comparison.profile.clone().filter(|_| actions::wants_related(&params));
            (snapshot, profile.map(|profile| (state.comparable(&profile), profile)))
        };
        let (here, start) = (snapshot.clone(), snapshot.encoding().span(&snapshot.text, params.range).start);
        let mut offered =
            compute(snapshot, move |snapshot| actions::actions(snapshot, &params)).await.unwrap_or_default();
        if let Some((open, profile)) = others {
            offered.extend(actions::related_answers(&self.related(here, start, open, profile).await));
        }
        offered
    }

    /// Finds the answers most related to the one at `offset`.
    async fn related(
        &self,
        here: Snapshot,
        offset: usize,
        open: Vec<Snapshot>,
        profile: Arc<Profile>,
    ) -> Vec<RelatedOffer> {
        let Some(answer) = here.analysis.answer_at(offset).cloned() else { return Vec::new() };
        let index = self.index.clone();
        let related = move || {
            // With another lexicon, the answer is analyzed once more, since the indexes of services differ.
            let is_comparable = Arc::ptr_eq(&here.analysis.profile().lexicon, &profile.lexicon);
            let passage = &answer.report.answer.passage;
            let report =
                if is_comparable { answer.report.clone() } else { Report::new(&profile, passage.clone()).into() };
            index.related(&open, (&here.uri, answer.span.start), &report)
        };
        tokio::task::spawn_blocking(related).await.unwrap_or_default()
    }

    /// Finds the user's own answers whose titles match `query`.
    pub(crate) async fn titled(&self, query: String) -> Vec<TitledAnswer> {
        let open = {
            let state = self.state();
            state.documents.snapshots(&state.client)
        };
        let index = self.index.clone();
        tokio::task::spawn_blocking(move || index.titled(&open, &query)).await.unwrap_or_default()
    }

    /// Finds where the service at `position` is named; `None` if there is no service.
    pub(crate) async fn references(&self, uri: &Url, position: Position) -> Option<Vec<Location>> {
        self.until_analyzed(uri).await;
        let (service, open) = {
            let state = self.state();
            let here = state.snapshot(uri)?;
            let service = mentions::service_at(&here.analysis, here.offset(position))?;
            // The service may have another index in the lexicon of the index.
            let profile = state.comparison.profile.as_ref()?;
            let id = &here.analysis.profile().lexicon.services.get(service)?.id;
            let service = profile.lexicon.services.iter().position(|service| service.id == *id);
            (service, state.comparable(profile))
        };
        let index = self.index.clone();
        let Some(service) = service else { return Some(Vec::new()) };
        tokio::task::spawn_blocking(move || index.references(&open, service)).await.ok()
    }

    /// Publishes the diagnostics of all drafts in the workspace folders and returns their counts, or removes them with
    /// `clear`.
    pub(super) async fn check_workspace(&self, clear: bool) -> Value {
        if clear {
            self.index.clear_check();
            return Value::Null;
        }
        if self.client().roots.is_empty() {
            self.inform(
                "To check all drafts, open their folder. In Neovim, a folder needs `star-coach.toml` or `.git`.",
            );
            return Value::Null;
        }
        let Ok(summary) = self.index.check().await else { return Value::Null };
        let CheckSummary { drafts, with_findings, findings, stopped } = summary;
        // "Saved", because the diagnostics of an open draft with unsaved edits may differ from these counts.
        let saved = counted(drafts, "saved draft");
        self.inform(&match (stopped, drafts, findings) {
            (true, ..) => format!("Stopped after {saved}. Run the check again to see the rest."),
            (false, 0, _) => "No Markdown files to check in this folder.".to_owned(),
            (false, _, 0) => format!("No findings in {saved}."),
            (false, ..) => format!("{} in {with_findings} of {saved}.", counted(findings, "finding")),
        });
        json!({ "drafts": drafts, "withFindings": with_findings, "findings": findings, "stopped": stopped })
    }

    /// Cancels the operation whose progress the user cancels.
    pub(crate) fn cancel_progress(&self, params: &Value) {
        self.index.cancel(params.get("token").unwrap_or(&Value::Null));
    }
}
