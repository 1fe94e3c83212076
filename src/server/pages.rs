//! Pages about scenarios and services, as virtual documents for clients that fetch their text (LSP 3.18).

use std::collections::BTreeSet;
use std::sync::Arc;

use tower_lsp::lsp_types::Url;

use crate::features::{scenario_page, service_page};
use crate::lexicon::{Lexicon, Scenario, Service};

/// The scheme of their URIs.
pub(crate) const SCHEME: &str = "star-coach-scenario";

/// The first path segment of the pages about services.
const SERVICES: &str = "services";

/// The subject of a page, by its ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject<'a> {
    /// A scenario or interview question.
    Scenario(&'a str),
    /// A service, or a feature of one.
    Service(&'a str),
}

/// The pages that the client uses.
#[derive(Default)]
pub(crate) struct Pages {
    /// The open pages.
    pub(crate) open: BTreeSet<Url>,
    /// The lexicon of the draft whose code actions were requested last. Their commands may name scenarios of it.
    pub(crate) offered: Option<Arc<Lexicon>>,
}

/// The request for the text of a page, which `tower_lsp` lacks.
pub(crate) const CONTENT: &str = "workspace/textDocumentContent";

/// The request that asks the client to fetch the text of a page again.
pub(crate) const REFRESH: &str = "workspace/textDocumentContent/refresh";

/// Returns the URI of the page about `scenario`. Its ID identifies the page; its title is for the tab in the editor.
pub(crate) fn scenario_uri(scenario: &Scenario) -> Option<Url> {
    uri(&[&scenario.id], &scenario.title)
}

/// Returns the URI of the page about `service`, with its ID and its name.
pub(crate) fn service_uri(service: &Service) -> Option<Url> {
    uri(&[SERVICES, &service.id], &service.name)
}

fn uri(segments: &[&str], title: &str) -> Option<Url> {
    let mut uri = Url::parse(&format!("{SCHEME}:/")).ok()?;
    let name = format!("{}.md", title.replace('/', "-"));
    uri.path_segments_mut().ok()?.pop_if_empty().extend(segments).push(&name);
    Some(uri)
}

/// Returns the subject of the page at `uri`; `None` if `uri` is not that of a page.
pub(crate) fn subject(uri: &Url) -> Option<Subject<'_>> {
    let mut segments = uri.path_segments().filter(|_| uri.scheme() == SCHEME)?;
    // IDs have no characters that a URI escapes. Three segments mean a service, since a scenario may have the ID
    // `services`.
    let subject = match (segments.next()?, segments.next(), segments.next()) {
        (SERVICES, Some(id), Some(_)) => Subject::Service(id),
        (id, ..) => Subject::Scenario(id),
    };
    let (Subject::Scenario(id) | Subject::Service(id)) = subject;
    (!id.is_empty()).then_some(subject)
}

impl Subject<'_> {
    /// Returns the text of the page; `None` if `lexicon` does not contain the subject.
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
    fn every_page_is_found_by_its_uri() {
        for scenario in &Lexicon::builtin().scenarios {
            let address = scenario_uri(scenario).expect("a URI");
            let again = Url::parse(address.as_str()).expect("a URI");
            assert_eq!((subject(&again), again.scheme()), (Some(Subject::Scenario(&scenario.id)), SCHEME));
            assert!(address.path().ends_with(".md") && address.path_segments().is_some_and(|all| all.count() == 2));
        }
        for service in &Lexicon::builtin().services {
            let address = service_uri(service).expect("a URI");
            let again = Url::parse(address.as_str()).expect("a URI");
            assert_eq!((subject(&again), again.scheme()), (Some(Subject::Service(&service.id)), SCHEME));
            assert!(address.path().ends_with(".md") && address.path_segments().is_some_and(|all| all.count() == 3));
        }
        let odd = Scenario { id: SERVICES.into(), title: "Ours".into(), ..Scenario::default() };
        assert_eq!(subject(&scenario_uri(&odd).expect("a URI")), Some(Subject::Scenario(SERVICES)));
    }

    #[test]
    fn titles_become_one_path_segment() {
        let scenario = Scenario { id: "own-1".into(), title: "On/off? 100% ..".into(), ..Scenario::default() };
        let address = scenario_uri(&scenario).expect("a URI");
        assert_eq!(address.as_str(), "star-coach-scenario:/own-1/On-off%3F%20100%25%20...md");
        assert_eq!(subject(&address), Some(Subject::Scenario("own-1")));
    }

    #[test]
    fn other_uris_have_no_page() {
        for other in [
            "file:///S1/a.md",
            "star-coach-scenario:",
            "star-coach-scenario:/",
            "star-coach-scenario:S1",
            "star-coach-scenario:/services//a.md",
        ] {
            assert_eq!(subject(&Url::parse(other).expect("a URI")), None, "{other}");
        }
    }
}
