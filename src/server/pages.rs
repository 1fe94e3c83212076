//! The pages of scenarios and services by addresses, for clients that fetch such documents (LSP 3.18).

use std::collections::BTreeSet;
use std::sync::Arc;

use tower_lsp::lsp_types::Url;

use crate::features::{scenario_page, service_page};
use crate::lexicon::{Lexicon, Scenario, Service};

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

/// What a client does with them.
#[derive(Default)]
pub(crate) struct Pages {
    /// Those that are open.
    pub(crate) open: BTreeSet<Url>,
    /// The lexicon of the draft that actions were offered for last: they may name scenarios of it.
    pub(crate) offered: Option<Arc<Lexicon>>,
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
