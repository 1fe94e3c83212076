//! Turns what was found in a document into an entry.

use std::collections::BTreeSet;

use super::entry::{Body, Entry};
use super::words::unique;
use crate::lexicon::stem::words_of;
use crate::lexicon::{Lexicon, Term};

/// The maximum number of keywords of an entry.
const MAX_KEYWORDS: usize = 16;

/// A story or question without an ID yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The number in the title.
    pub(super) number: Option<usize>,
    pub(super) title: String,
    pub(super) topics: Vec<String>,
    pub(super) body: Body,
    pub(super) figures: Vec<String>,
}

impl Found {
    /// Creates the entry number `number` of `document`. Its ID is unique among the `taken` ones, and is added to them.
    pub(super) fn entry(
        self,
        lexicon: &Lexicon,
        document: &str,
        number: usize,
        prefix: Option<&str>,
        taken: &mut BTreeSet<String>,
    ) -> Entry {
        let letter = if matches!(self.body, Body::Story { .. }) { "S" } else { "Q" };
        let base = match prefix {
            Some(prefix) => format!("{prefix}-{number}"),
            None => format!("{letter}{number}"),
        };
        let id = unique(&base, taken);
        let prose = [&[self.title.as_str()], &self.body.sentences()[..]].concat().join("\n");
        let services = services(lexicon, &prose);
        let keywords = keywords(lexicon, &self.title, &prose);
        Entry {
            id,
            source: format!("{document} {number}"),
            title: self.title,
            topics: self.topics,
            body: self.body,
            services,
            figures: self.figures,
            keywords,
        }
    }
}

/// Returns the IDs of the services that `prose` names, in order.
fn services(lexicon: &Lexicon, prose: &str) -> Vec<String> {
    let mut services = Vec::new();
    for hit in lexicon.find(prose) {
        if let Term::Service(service) = hit.term {
            let id = &lexicon.services[service].id;
            if !services.contains(id) {
                services.push(id.clone());
            }
        }
    }
    services
}

/// Returns the meaningful words of `title`, and the names in `prose` as written.
fn keywords(lexicon: &Lexicon, title: &str, prose: &str) -> Vec<String> {
    let mut keywords: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        if !keywords.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            keywords.push(word.to_owned());
        }
    };
    for word in words_of(title).filter(|word| !word.dull) {
        add(word.text);
    }
    for hit in lexicon.find(prose) {
        if !matches!(hit.term, Term::Vague(_)) {
            let name = &prose[hit.span.range()];
            add(name.strip_prefix("Amazon ").or_else(|| name.strip_prefix("AWS ")).unwrap_or(name));
        }
    }
    keywords.truncate(MAX_KEYWORDS);
    keywords
}
