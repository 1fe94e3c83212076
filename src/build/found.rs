//! What was found in a document, and the entry that it becomes.

use std::collections::BTreeSet;

use super::entry::{Body, Entry};
use crate::lexicon::topics::words_of;
use crate::lexicon::{Lexicon, Term};

/// How many keywords an entry gets.
const MOST_KEYWORDS: usize = 16;

/// A story or question, found but not yet numbered.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The number that its title has.
    pub(super) number: Option<usize>,
    pub(super) title: String,
    pub(super) topics: Vec<String>,
    pub(super) body: Body,
    pub(super) figures: Vec<String>,
}

impl Found {
    /// The entry that this is as number `number` of `document`. Its id is none of those that are `taken`.
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
        let mut id = base.clone();
        let mut next = 2;
        while !taken.insert(id.clone()) {
            id = format!("{base}-{next}");
            next += 1;
        }
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

/// The ids of the services that `prose` names, in order.
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

/// What `prose` names, as written, and the words of its title that say something.
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
    keywords.truncate(MOST_KEYWORDS);
    keywords
}
