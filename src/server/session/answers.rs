//! What is asked of all answers in the folders, beyond one draft.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::lsp_types::{CodeActionParams, Location, Position, Url};

use super::Session;
use super::reading::look;
use crate::coach::{Coach, Report};
use crate::features::mentions;
use crate::server::index::{Offer, Tally, Titled};
use crate::server::requests::actions;
use crate::server::snapshot::Snapshot;

impl Session {
    /// What can be chosen at a place: the actions of the draft, then those that lead to related answers.
    pub(crate) async fn actions(&self, params: CodeActionParams) -> Vec<Value> {
        let uri = &params.text_document.uri;
        self.settled(uri).await;
        let (snapshot, others) = {
            let mut state = self.state();
            let Some(snapshot) = state.snapshot(uri) else { return Vec::new() };
            state.pages.offered = Some(snapshot.analysis.coach().lexicon.clone());
            let reader = state.comparison.reader.clone().filter(|_| actions::wants_related(&params));
            (snapshot, reader.map(|reader| (state.comparable(&reader), reader)))
        };
        let (here, start) = (snapshot.clone(), snapshot.encoding().span(&snapshot.text, params.range).start);
        let mut offered = look(snapshot, move |snapshot| actions::actions(snapshot, &params)).await.unwrap_or_default();
        if let Some((open, reader)) = others {
            offered.extend(actions::related_answers(&self.related(here, start, open, reader).await));
        }
        offered
    }

    /// The answers that are related to the one at `offset`.
    async fn related(&self, here: Snapshot, offset: usize, open: Vec<Snapshot>, reader: Arc<Coach>) -> Vec<Offer> {
        let Some(answer) = here.analysis.answer_at(offset).cloned() else { return Vec::new() };
        let index = self.index.clone();
        let related = move || {
            // What has other numbers is read once more, with those of all others.
            let is_comparable = Arc::ptr_eq(&here.analysis.coach().lexicon, &reader.lexicon);
            let passage = &answer.report.answer.passage;
            let report =
                if is_comparable { answer.report.clone() } else { Report::new(&reader, passage.clone()).into() };
            index.related(&open, (&here.uri, answer.span.start), &report)
        };
        tokio::task::spawn_blocking(related).await.unwrap_or_default()
    }

    /// The user's own answers whose titles fit `query`.
    pub(crate) async fn titled(&self, query: String) -> Vec<Titled> {
        let open = {
            let state = self.state();
            state.documents.snapshots(&state.client)
        };
        let index = self.index.clone();
        tokio::task::spawn_blocking(move || index.titled(&open, &query)).await.unwrap_or_default()
    }

    /// Where else the service is named that is named at a place; `None` if there is none.
    pub(crate) async fn references(&self, uri: &Url, position: Position) -> Option<Vec<Location>> {
        self.settled(uri).await;
        let (service, open) = {
            let state = self.state();
            let here = state.snapshot(uri)?;
            let service = mentions::service_at(&here.analysis, here.offset(position))?;
            // The reader of all drafts may know the service by another number.
            let reader = state.comparison.reader.as_ref()?;
            let id = &here.analysis.coach().lexicon.services.get(service)?.id;
            let service = reader.lexicon.services.iter().position(|service| service.id == *id);
            (service, state.comparable(reader))
        };
        let index = self.index.clone();
        let Some(service) = service else { return Some(Vec::new()) };
        tokio::task::spawn_blocking(move || index.references(&open, service)).await.ok()
    }

    /// Shows the diagnostics of all drafts in the folders, or with `clear` no more; tells how many there are.
    pub(super) async fn check_workspace(&self, clear: bool) -> Value {
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
}
