//! What an editor asks to show it in places of its own: scenarios to choose from, their pages and those of services by
//! addresses, for clients that fetch such documents (LSP 3.18), and the state of the answer at the cursor.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Position, Url};

use super::session::Session;
use super::views::{self, Snapshot};
use crate::analysis::Placed;
use crate::features::lens;
use crate::features::scenario_list::{self, Listed};
use crate::features::{scenario_page, service_page};
use crate::lexicon::{Lexicon, Scenario, Service};
use crate::text::DocSpan;

/// Lists all scenarios, those first that are related to the answer at its argument, `{uri, position}`, if it has one.
pub(crate) const LIST_SCENARIOS: &str = "starCoach.listScenarios";

/// Tells the state of the answer at its argument, `{uri, position}`: `{title, state, range}`, or `null` where there is none.
pub(crate) const ANSWER_STATE: &str = "starCoach.answerState";

/// The scheme of the addresses.
pub(crate) const SCHEME: &str = "star-coach-scenario";

/// What services are below.
const SERVICES: &str = "services";

/// What a page is about, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject<'a> {
    /// A scenario or question.
    Scenario(&'a str),
    /// A service, or a feature of one.
    Service(&'a str),
}

/// The request for the text of such a document; `tower_lsp` does not know it.
pub(crate) const CONTENT: &str = "workspace/textDocumentContent";

/// The request to fetch such a text again.
pub(crate) const REFRESH: &str = "workspace/textDocumentContent/refresh";

/// Where the page of `scenario` is: its id finds it, its title is what an editor shows.
pub(crate) fn address(scenario: &Scenario) -> Option<Url> {
    address_of(&[&scenario.id], &scenario.title)
}

/// Where the page of `service` is, likewise.
pub(crate) fn service_address(service: &Service) -> Option<Url> {
    address_of(&[SERVICES, &service.id], &service.name)
}

fn address_of(place: &[&str], title: &str) -> Option<Url> {
    let mut address = Url::parse(&format!("{SCHEME}:/")).ok()?;
    let name = format!("{}.md", title.replace('/', "-"));
    address.path_segments_mut().ok()?.pop_if_empty().extend(place).push(&name);
    Some(address)
}

/// What is at `address`; `None` if nothing is.
pub(crate) fn subject(address: &Url) -> Option<Subject<'_>> {
    let mut segments = address.path_segments().filter(|_| address.scheme() == SCHEME)?;
    // Ids have no characters that an address would have to escape. A scenario may have the id that services are below.
    let found = match (segments.next()?, segments.next(), segments.next()) {
        (SERVICES, Some(id), Some(_)) => Subject::Service(id),
        (id, ..) => Subject::Scenario(id),
    };
    let (Subject::Scenario(id) | Subject::Service(id)) = found;
    (!id.is_empty()).then_some(found)
}

impl Subject<'_> {
    /// The page about it; `None` if `lexicon` does not know it.
    pub(crate) fn page(self, lexicon: &Lexicon) -> Option<String> {
        match self {
            Self::Scenario(id) => scenario_page::page(lexicon, id),
            Self::Service(id) => {
                let index = lexicon.services.iter().position(|service| service.id == id)?;
                Some(service_page::page(lexicon, index))
            }
        }
    }
}

/// Does what [`LIST_SCENARIOS`] promises.
///
/// # Errors
/// If the argument is not what it must be.
pub(crate) async fn list_scenarios(session: &Session, argument: &Value) -> Result<Value> {
    if !argument.is_null() {
        let (uri, position) = views::place(argument)?;
        let listed = session.view(&uri, move |snapshot| {
            let answer = answer_at(snapshot, position).map(|placed| &placed.report.answer);
            render(&scenario_list::list(&snapshot.analysis.coach().lexicon, answer))
        });
        if let Some(listed) = listed.await {
            return Ok(listed);
        }
    }
    Ok(render(&scenario_list::list(&*session.known_lexicon(None).await, None)))
}

/// Does what [`ANSWER_STATE`] promises.
///
/// # Errors
/// If the argument is not what it must be.
pub(crate) async fn answer_state(session: &Session, argument: &Value) -> Result<Value> {
    let (uri, position) = views::place(argument)?;
    let state = session.view(&uri, move |snapshot| {
        let placed = answer_at(snapshot, position)?;
        Some(json!({
            "title": placed.report.answer.title(),
            "state": lens::summary(&placed.report, snapshot.analysis.coach()),
            "range": snapshot.client.encoding.range(&snapshot.text, placed.span),
        }))
    });
    Ok(state.await.flatten().unwrap_or_default())
}

/// The answer at `position`, or just behind which it is: who has begun a new line to go on is still at it.
fn answer_at(snapshot: &Snapshot, position: Position) -> Option<&Placed> {
    let Snapshot { analysis, text, client, .. } = snapshot;
    let offset = client.encoding.offset(text, position);
    let before = || {
        let index = analysis.answers().partition_point(|answer| answer.span.start <= offset);
        let last = analysis.answers()[..index].last()?;
        text.slice(DocSpan::new(last.span.end, offset)).trim().is_empty().then_some(last)
    };
    analysis.answer_at(offset).or_else(before)
}

fn render(list: &[Listed<'_>]) -> Value {
    let listed = list.iter().map(|listed| {
        let kind = if listed.is_story { "story" } else { "question" };
        json!({ "id": listed.id, "title": listed.title, "kind": kind, "why": listed.why })
    });
    listed.collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_page_is_found_by_its_address() {
        for scenario in &Lexicon::builtin().scenarios {
            let address = address(scenario).expect("an address");
            let again = Url::parse(address.as_str()).expect("an address");
            assert_eq!((subject(&again), again.scheme()), (Some(Subject::Scenario(&scenario.id)), SCHEME));
            assert!(address.path().ends_with(".md") && address.path_segments().is_some_and(|all| all.count() == 2));
        }
        for service in &Lexicon::builtin().services {
            let address = service_address(service).expect("an address");
            let again = Url::parse(address.as_str()).expect("an address");
            assert_eq!((subject(&again), again.scheme()), (Some(Subject::Service(&service.id)), SCHEME));
            assert!(address.path().ends_with(".md") && address.path_segments().is_some_and(|all| all.count() == 3));
        }
        let odd = Scenario { id: SERVICES.into(), title: "Ours".into(), ..Scenario::default() };
        assert_eq!(subject(&address(&odd).expect("an address")), Some(Subject::Scenario(SERVICES)));
    }

    #[test]
    fn titles_are_written_so_that_they_stay_one_name() {
        let scenario = Scenario { id: "own-1".into(), title: "On/off? 100% ..".into(), ..Scenario::default() };
        let address = address(&scenario).expect("an address");
        assert_eq!(address.as_str(), "star-coach-scenario:/own-1/On-off%3F%20100%25%20...md");
        assert_eq!(subject(&address), Some(Subject::Scenario("own-1")));
    }

    #[test]
    fn other_addresses_have_no_page() {
        for other in [
            "file:///S1/a.md",
            "star-coach-scenario:",
            "star-coach-scenario:/",
            "star-coach-scenario:S1",
            "star-coach-scenario:/services//a.md",
        ] {
            assert_eq!(subject(&Url::parse(other).expect("an address")), None, "{other}");
        }
    }
}
