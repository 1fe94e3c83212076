//! The references in a draft, and where they lead.

use serde_json::{Value, json};
use tower_lsp::lsp_types::{DocumentLink, GotoDefinitionResponse, Location, LocationLink, Position, Range, Url};

use crate::features::links::{self, Target};
use crate::features::{scenario_page, service_page};
use crate::lexicon::{Lexicon, Scenario};
use crate::server::cache::{self, Shelf};
use crate::server::client::Client;
use crate::server::pages;
use crate::server::snapshot::Snapshot;

/// Where `position` leads to.
pub(crate) fn definition(snapshot: &Snapshot, position: Position) -> Option<GotoDefinitionResponse> {
    let (span, target) = links::definition(&snapshot.analysis, &snapshot.text, snapshot.offset(position))?;
    let client = &snapshot.client;
    let lexicon = &snapshot.analysis.coach().lexicon;
    let uri = match target {
        Target::Scenario(index) => scenario_address(client, &lexicon.scenarios[index], lexicon)?,
        Target::Service(index) if client.fetch_pages => pages::service_address(&lexicon.services[index])?,
        Target::Service(index) => {
            cache::address(Shelf::Services, &lexicon.services[index].id, &service_page::page(lexicon, index))?
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

/// The references in the draft. Where one leads is resolved when it is followed: until then no page need be there.
pub(crate) fn links(snapshot: &Snapshot) -> Vec<DocumentLink> {
    let lexicon = &snapshot.analysis.coach().lexicon;
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

/// The id of the scenario that `link` leads to.
pub(crate) fn scenario_of(link: &DocumentLink) -> Option<&str> {
    link.data.as_ref()?.get("scenario").and_then(Value::as_str)
}

/// The link with where it leads, if that is a page of `lexicon`.
pub(crate) fn resolved(client: &Client, lexicon: &Lexicon, mut link: DocumentLink) -> DocumentLink {
    let scenario = scenario_of(&link).and_then(|id| scenario_page::by_id(lexicon, id));
    link.target = scenario.and_then(|scenario| scenario_address(client, scenario, lexicon));
    link
}

/// The address of the page of `scenario`: with us, for a client that fetches it, else in the cache.
fn scenario_address(client: &Client, scenario: &Scenario, lexicon: &Lexicon) -> Option<Url> {
    if client.fetch_pages {
        return pages::address(scenario);
    }
    cache::address(Shelf::Scenarios, &scenario.id, &scenario_page::page(lexicon, &scenario.id)?)
}
