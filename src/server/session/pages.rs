//! Pages about scenarios and services, and the lexicons they come from.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{DocumentLink, Url};

use super::Session;
use crate::features::scenario_page;
use crate::lexicon::Lexicon;
use crate::server::log::{Level, log};
use crate::server::requests::links;
use crate::server::{cache, pages};

impl Session {
    /// Returns the text of the page at `uri`, for a client that fetches it.
    ///
    /// # Errors
    /// If there is no page there.
    pub(crate) async fn page(&self, uri: &Url) -> Result<String> {
        let not_found = || Error::invalid_params("Unknown page address.");
        let subject = pages::subject(uri).ok_or_else(not_found)?;
        let lexicon = self.lexicon_where(|lexicon| subject.page(lexicon).is_some()).await;
        subject.page(&lexicon).ok_or_else(not_found)
    }

    /// Shows the page of the scenario `id`. Returns its text if the client can't show it, else null.
    ///
    /// # Errors
    /// If there is no such scenario.
    pub(super) async fn show_scenario(&self, id: &str) -> Result<Value> {
        let lexicon = self.lexicon_with_scenario(Some(id)).await;
        let page = scenario_page::page(&lexicon, id);
        let page = page.ok_or_else(|| Error::invalid_params(format!("Unknown scenario `{id}`.")))?;
        let client = self.client();
        if client.fetch_pages
            && client.show_document
            && let Some(uri) = scenario_page::by_id(&lexicon, id).and_then(pages::scenario_uri)
            && self.show_document(json!({ "uri": uri, "external": false, "takeFocus": true })).await
        {
            return Ok(Value::Null);
        }
        let stored = cache::folder(cache::Shelf::Scenarios).map(|folder| cache::store(&folder, id, &page));
        let path = match stored {
            Some(Ok(path)) => path,
            Some(Err(error)) => {
                log(Level::Warn, format_args!("couldn't write the page of a scenario: {error}"));
                return Ok(page.into());
            }
            None => return Ok(page.into()),
        };
        if let Ok(uri) = Url::from_file_path(&path)
            && self.show_document(json!({ "uri": uri, "external": false, "takeFocus": true })).await
        {
            return Ok(Value::Null);
        }
        let message = format!("The page of {id} is at {}.", path.display());
        self.inform(&message);
        Ok(page.into())
    }

    /// Waits until all lexicons are loaded, then returns the first one with the scenario `id`; the first of all without
    /// an `id` or if none has it. The lexicon of the latest code actions comes first.
    pub(super) async fn lexicon_with_scenario(&self, id: Option<&str>) -> Arc<Lexicon> {
        self.lexicon_where(|lexicon| id.is_none_or(|id| scenario_page::by_id(lexicon, id).is_some())).await
    }

    /// Like [`Self::lexicon_with_scenario`], but with any condition.
    async fn lexicon_where(&self, is_wanted: impl Fn(&Lexicon) -> bool) -> Arc<Lexicon> {
        loop {
            let ready = self.ready.notified();
            {
                let state = self.state();
                if state.projects.is_loaded() {
                    let all = || state.pages.offered.iter().chain(state.projects.lexicons());
                    if let Some(lexicon) = all().find(|lexicon| is_wanted(lexicon)).or_else(|| all().next()) {
                        return lexicon.clone();
                    }
                }
            }
            ready.await;
        }
    }

    /// Returns `link` with its target.
    pub(crate) async fn resolve_link(&self, link: DocumentLink) -> DocumentLink {
        let lexicon = self.lexicon_with_scenario(links::scenario_of(&link)).await;
        links::resolved(&self.client(), &lexicon, link)
    }
}
