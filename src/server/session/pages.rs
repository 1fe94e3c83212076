//! The pages of scenarios and services, and the lexicons that they are made of.

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

    /// Shows the page of the scenario `id`; its text is the answer if the client can't show it.
    ///
    /// # Errors
    /// If there is no such scenario.
    pub(super) async fn show_scenario(&self, id: &str) -> Result<Value> {
        let lexicon = self.known_lexicon(Some(id)).await;
        let page = scenario_page::page(&lexicon, id);
        let page = page.ok_or_else(|| Error::invalid_params(format!("There is no scenario {id:?}.")))?;
        let client = self.client();
        if client.fetch_pages
            && client.show_document
            && let Some(uri) = scenario_page::by_id(&lexicon, id).and_then(pages::address)
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
        self.inform(&message);
        Ok(page.into())
    }

    /// The lexicon that knows the scenario `id`, once all are there: who asks at once is not to hear that nothing is known.
    /// The one whose scenarios were offered last comes first; without an `id`, or if nobody knows it, it is the first.
    pub(super) async fn known_lexicon(&self, id: Option<&str>) -> Arc<Lexicon> {
        self.lexicon_where(|lexicon| id.is_none_or(|id| scenario_page::by_id(lexicon, id).is_some())).await
    }

    /// A lexicon that has what `knows` asks for, else any, once all are there: the one that actions were offered by first.
    async fn lexicon_where(&self, knows: impl Fn(&Lexicon) -> bool) -> Arc<Lexicon> {
        loop {
            let read = self.read.notified();
            {
                let state = self.state();
                if state.projects.is_settled() {
                    let all = || state.pages.offered.iter().chain(state.projects.lexicons());
                    if let Some(lexicon) = all().find(|lexicon| knows(lexicon)).or_else(|| all().next()) {
                        return lexicon.clone();
                    }
                }
            }
            read.await;
        }
    }

    /// A link of a draft with where it leads.
    pub(crate) async fn resolve(&self, link: DocumentLink) -> DocumentLink {
        let lexicon = self.known_lexicon(links::scenario_of(&link)).await;
        links::resolved(&self.client(), &lexicon, link)
    }
}
