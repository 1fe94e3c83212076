//! Document links and definitions: where references to scenarios, and names of services, lead.

use serde_json::{Value, json};
use tower_lsp::lsp_types::{DocumentLink, GotoDefinitionResponse, Location, LocationLink, Position, Range, Url};

use crate::features::links::{self, Target};
use crate::features::{scenario_page, service_page};
use crate::lexicon::{Lexicon, Scenario};
use crate::server::cache::{self, Shelf};
use crate::server::client::Client;
use crate::server::pages;
use crate::server::snapshot::Snapshot;

/// Returns the page about the scenario or service at `position`.
pub(crate) fn definition(snapshot: &Snapshot, position: Position) -> Option<GotoDefinitionResponse> {
    let (span, target) = links::definition(&snapshot.analysis, &snapshot.text, snapshot.offset(position))?;
    let client = &snapshot.client;
    let lexicon = &snapshot.analysis.profile().lexicon;
    let uri = match target {
        Target::Scenario(index) => scenario_uri(client, &lexicon.scenarios[index], lexicon)?,
        Target::Service(index) if client.fetch_pages => pages::service_uri(&lexicon.services[index])?,
        Target::Service(index) => {
            cache::uri(Shelf::Services, &lexicon.services[index].id, &service_page::page(lexicon, index))?
        }
    };
    let top = Range::default();
    if !client.definition_links {
        return Some(GotoDefinitionResponse::Scalar(Location::new(uri, top)));
    }
    Some(GotoDefinitionResponse::Link(vec![LocationLink {
        origin_selection_range: Some(snapshot.range(span)),
        target_uri: uri,
        target_range: top,
        target_selection_range: top,
    }]))
}

/// Returns the references in the draft, as links without targets. A target is resolved when its link is followed, since
/// its page may have to be written to disk first.
pub(crate) fn links(snapshot: &Snapshot) -> Vec<DocumentLink> {
    let lexicon = &snapshot.analysis.profile().lexicon;
    let link = |reference: links::Reference| {
        let scenario = &lexicon.scenarios[reference.scenario];
        DocumentLink {
            range: snapshot.range(reference.span),
            target: None,
            tooltip: Some(format!("{}: {}", scenario.id, scenario.title)),
            data: Some(json!({ "scenario": scenario.id })),
        }
    };
    links::references(&snapshot.analysis, &snapshot.text).into_iter().map(link).collect()
}

/// Returns the ID of the scenario that `link` refers to.
pub(crate) fn scenario_of(link: &DocumentLink) -> Option<&str> {
    link.data.as_ref()?.get("scenario").and_then(Value::as_str)
}

/// Returns `link` with its target, if `lexicon` has the scenario.
pub(crate) fn resolved(client: &Client, lexicon: &Lexicon, mut link: DocumentLink) -> DocumentLink {
    let scenario = scenario_of(&link).and_then(|id| scenario_page::by_id(lexicon, id));
    link.target = scenario.and_then(|scenario| scenario_uri(client, scenario, lexicon));
    link
}

/// Returns the URI of the page of `scenario`: one of ours for a client that fetches pages, else a file in the cache.
fn scenario_uri(client: &Client, scenario: &Scenario, lexicon: &Lexicon) -> Option<Url> {
    if client.fetch_pages {
        return pages::scenario_uri(scenario);
    }
    cache::uri(Shelf::Scenarios, &scenario.id, &scenario_page::page(lexicon, &scenario.id)?)
}
