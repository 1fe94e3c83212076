//! Decides which services, products, generic phrases and vague claims a text names.
//!
//! Literals may overlap (`S3` in `S3 Glacier`), and some count only under conditions. All literals found are
//! candidates. Candidates whose conditions aren't met are removed; of the others, the leftmost and longest win. Names
//! win over phrases that overlap them, and phrases over vague claims: a "Redis cache" is no unnamed cache.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::compose::Composition;
use super::find::Found;
use super::service::Service;
use super::words::{ends_with_word, has_word_beginning, starts_with_word};
use crate::text::Span;
use crate::words::english::DETERMINERS;

/// A lexicon entry that a text can name, as an index into the list of its kind in [`Lexicon`](super::Lexicon).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// An AWS service or feature.
    Service(usize),
    /// A third-party product.
    Product(usize),
    /// A generic phrase.
    Phrase(usize),
    /// A vague claim.
    Vague(usize),
}

/// A term found in prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The span in the searched prose.
    pub span: Span,
    /// The term.
    pub term: Term,
}

/// The conditions under which a form counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Condition {
    /// The text must name one of these services; ignored if empty. Indices into the services.
    pub requires: Vec<usize>,
    /// The text must name AWS or an AWS service.
    pub in_aws_context: bool,
    /// A word of the text must start with one of these, in lower case; ignored if empty.
    pub with: Vec<String>,
    /// No word of the text may start with one of these, in lower case.
    pub without: Vec<String>,
    /// None of these words may directly follow the form.
    pub not_before: Vec<String>,
    /// None of these words may directly precede the form.
    pub not_after: Vec<String>,
    /// The form is a noun that counts with these modifiers.
    pub composition: Option<Composition>,
}

/// A literal that names a term.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// The literal, folded (see [`super::fold`]).
    pub literal: String,
    /// Whether it must match the case.
    pub exact: bool,
    /// The term it names.
    pub term: Term,
    /// The condition, as an index into the conditions.
    pub condition: Option<usize>,
    /// Whether it wins over a product in it: "managed Kafka".
    pub over_products: bool,
}

/// The forms of all terms, and their conditions.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// Sorted by their literals in lower case.
    forms: Vec<Form>,
    conditions: Vec<Condition>,
}

/// A form found in a text.
#[derive(Clone, Copy)]
struct Candidate {
    span: Span,
    term: Term,
    condition: Option<usize>,
    /// Whether it counts only in a text about technology.
    bare: bool,
    over_products: bool,
}

impl Terms {
    /// Creates the terms of `forms`, which refer to `conditions` by index.
    pub(super) fn new(mut forms: Vec<Form>, conditions: Vec<Condition>) -> Self {
        forms.sort_by_cached_key(|form| form.literal.to_ascii_lowercase());
        Self { forms, conditions }
    }

    /// Returns the number of forms.
    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Returns the literal of each form.
    pub(super) fn literals(&self) -> impl Iterator<Item = &str> + Clone {
        self.forms.iter().map(|form| &*form.literal)
    }

    /// Returns the literals that name `term`, sorted.
    pub(super) fn forms_of(&self, term: Term) -> Vec<String> {
        let forms = self.forms.iter().filter(|form| form.term == term);
        let mut literals: Vec<String> = forms.map(|form| form.literal.clone()).collect();
        literals.sort_unstable();
        literals.dedup();
        literals
    }

    /// Returns the services by their literals in lower case.
    pub(super) fn services_by_name(&self) -> BTreeMap<String, usize> {
        let named = self.forms.iter().filter_map(|form| match form.term {
            Term::Service(service) => Some((form.literal.to_ascii_lowercase(), service)),
            _ => None,
        });
        named.collect()
    }

    /// Returns the literals that start with `start`, in any case, sorted alphabetically, each with its term.
    pub(super) fn starting_with(&self, start: &str) -> impl Iterator<Item = (&str, Term)> {
        let starts =
            |form: &&Form| form.literal.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
        self.forms.iter().filter(starts).map(|form| (&*form.literal, form.term))
    }

    /// Returns the terms in `text`, which is folded, in order, without overlaps. `found` are the literals found in it,
    /// as indices into [`Self::literals`].
    pub(super) fn hits(&self, text: &str, found: &[Found], services: &[Service]) -> Vec<Hit> {
        let lower = text.to_ascii_lowercase();
        let mut candidates = self.candidates(text, &lower, found);
        drop_generic_names(text, &mut candidates);
        let asks = |candidate: &Candidate| {
            candidate.bare || self.condition(candidate).is_some_and(Condition::depends_on_names)
        };
        if candidates.iter().any(asks) {
            let sure = candidates.iter().filter(|candidate| is_name(candidate.term) && !asks(candidate));
            let context = Context::new(&lower, &leftmost(sure), services);
            // Any name or other phrase tells that the text is about technology.
            let is_technical = context.is_aws || candidates.iter().any(|one| !asks(one) && !is_vague(one.term));
            candidates.retain(|candidate| {
                (is_technical || !candidate.bare) && self.condition(candidate).is_none_or(|asked| context.meets(asked))
            });
        }
        let over = leftmost(candidates.iter().filter(|candidate| candidate.over_products));
        let is_service = |candidate: &Candidate| matches!(candidate.term, Term::Service(_));
        let named = leftmost(candidates.iter().filter(|candidate| is_service(candidate)));
        let mut hits: Vec<Hit> = over.into_iter().filter(|hit| is_free(&named, hit.span)).collect();
        for is_wanted in [is_name, is_phrase, is_vague] {
            let free = |candidate: &&Candidate| is_wanted(candidate.term) && is_free(&hits, candidate.span);
            let more = leftmost(candidates.iter().filter(free));
            hits.extend(more);
            hits.sort_unstable();
        }
        hits
    }

    /// Returns the forms in `text` whose conditions on its words are met, sorted by start, longest first.
    fn candidates(&self, text: &str, lower: &str, found: &[Found]) -> Vec<Candidate> {
        // Each condition searches the text at most once. Otherwise, a long text with many names would take quadratic
        // time.
        let mut allowed = BTreeMap::<usize, bool>::new();
        let mut candidates = Vec::new();
        for &Found { span, literal } in found {
            let Form { ref literal, exact, term, condition, over_products } = self.forms[literal];
            if exact && text[span.range()] != **literal {
                continue;
            }
            let is_allowed = condition.is_none_or(|index| {
                let condition = &self.conditions[index];
                !condition.is_barred(text, span)
                    && *allowed.entry(index).or_insert_with(|| condition.allows_words(lower))
            });
            if !is_allowed {
                continue;
            }
            let composition = condition.and_then(|index| self.conditions[index].composition.as_ref());
            let (span, bare) = match (composition, term) {
                (Some(composition), _) => match composition.read(text, span) {
                    Some(composed) => (composed.span, composed.is_bare),
                    None => continue,
                },
                (None, Term::Service(_)) => (with_vendor(text, span), false),
                (None, _) => (span, false),
            };
            candidates.push(Candidate { span, term, condition, bare, over_products });
        }
        candidates.sort_by_key(|candidate| (candidate.span.start, Reverse(candidate.span.end), candidate.term));
        candidates
    }

    fn condition(&self, candidate: &Candidate) -> Option<&Condition> {
        candidate.condition.map(|condition| &self.conditions[condition])
    }
}

impl Condition {
    /// Whether it depends on other names in the text.
    fn depends_on_names(&self) -> bool {
        !self.requires.is_empty() || self.in_aws_context
    }

    /// Whether a word next to `span` rules out the form.
    fn is_barred(&self, text: &str, span: Span) -> bool {
        let before = text[..span.start].trim_end_matches(' ');
        let after = text[span.end..].trim_start_matches(' ');
        self.not_after.iter().any(|word| ends_with_word(before, word))
            || self.not_before.iter().any(|word| starts_with_word(after, word))
    }

    /// Whether the words of the text meet the condition.
    fn allows_words(&self, lower: &str) -> bool {
        let has = |beginning: &String| has_word_beginning(lower, beginning);
        (self.with.is_empty() || self.with.iter().any(has)) && !self.without.iter().any(has)
    }
}

/// Removes the services whose name is written like a generic phrase that is known, too: "a secrets manager".
fn drop_generic_names(text: &str, candidates: &mut Vec<Candidate>) {
    let is_generic = |candidate: &Candidate| {
        let before = text[..candidate.span.start].trim_end_matches(' ');
        let word = &before[before.rfind(' ').map_or(0, |at| at + 1)..];
        matches!(candidate.term, Term::Service(_))
            && !text[candidate.span.range()].contains(|c: char| c.is_ascii_uppercase())
            && (DETERMINERS.contains(word) || ["some", "of", "managed", "hosted"].contains(&word))
    };
    let phrases: Vec<Span> = candidates.iter().filter(|one| is_phrase(one.term)).map(|one| one.span).collect();
    if !phrases.is_empty() {
        candidates.retain(|one| !is_generic(one) || !phrases.iter().any(|phrase| phrase.contains(one.span)));
    }
}

/// The names in a text.
struct Context {
    /// For each service, whether it is named, or implied by a named one.
    named: Vec<bool>,
    /// Whether the text names AWS or an AWS service.
    is_aws: bool,
}

impl Context {
    /// Creates the context of a text in lower case with these `hits`.
    fn new(lower: &str, hits: &[Hit], services: &[Service]) -> Self {
        let mut named = vec![false; services.len()];
        for hit in hits {
            if let Term::Service(service) = hit.term {
                services[service].implies.iter().for_each(|implied| named[*implied] = true);
            }
        }
        let says_aws = || ["aws", "amazon web services"].iter().any(|name| has_word_beginning(lower, name));
        let is_aws = named.contains(&true) || says_aws();
        Self { named, is_aws }
    }

    fn meets(&self, condition: &Condition) -> bool {
        let is_named = |service: &usize| self.named[*service];
        (condition.requires.is_empty() || condition.requires.iter().any(is_named))
            && (!condition.in_aws_context || self.is_aws)
    }
}

/// Returns the `candidates` (sorted) that don't overlap an earlier one.
fn leftmost<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> Vec<Hit> {
    let mut hits = Vec::<Hit>::new();
    for &Candidate { span, term, .. } in candidates {
        if hits.last().is_none_or(|last| last.span.end <= span.start) {
            hits.push(Hit { span, term });
        }
    }
    hits
}

/// Whether none of the `hits` (sorted, without overlaps) overlaps `span`.
fn is_free(hits: &[Hit], span: Span) -> bool {
    let next = hits.partition_point(|hit| hit.span.end <= span.start);
    hits.get(next).is_none_or(|hit| hit.span.start >= span.end)
}

fn is_name(term: Term) -> bool {
    matches!(term, Term::Service(_) | Term::Product(_))
}

fn is_phrase(term: Term) -> bool {
    matches!(term, Term::Phrase(_))
}

fn is_vague(term: Term) -> bool {
    matches!(term, Term::Vague(_))
}

/// Extends `span`, a name, to the vendor directly before it, if there is one.
fn with_vendor(text: &str, span: Span) -> Span {
    let vendors = ["Amazon ", "AWS "];
    let vendor = vendors.into_iter().find(|vendor| ends_with_word(&text[..span.start], vendor));
    Span::new(span.start - vendor.map_or(0, str::len), span.end)
}
