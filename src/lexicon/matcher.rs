//! Finds every term of the lexicon in one pass.
//!
//! One automaton reports all literals, overlapping ones too; a word-boundary filter comes before the choice of the
//! leftmost-longest, or `S3` inside `S3 Glacier` and its kin would be lost. Names win over phrases that overlap them,
//! phrases over vague claims: a "Redis cache" is no unnamed cache.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::fold::{Folded, is_word_after, is_word_before};
use super::{Hit, Service, Term};
use crate::text::Span;

/// When a form counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Condition {
    /// One of these services must be named in the same prose, as indices into the services.
    pub requires: Vec<usize>,
    /// The prose must be about AWS: name it, or a service.
    pub in_aws_context: bool,
    /// A word that starts with one of these must stand somewhere in the prose.
    pub with: Vec<String>,
    /// No word that starts with one of these may stand anywhere in the prose.
    pub without: Vec<String>,
    /// None of these may follow at once.
    pub not_before: Vec<String>,
    /// None of these may stand right before.
    pub not_after: Vec<String>,
}

/// A literal and what it names.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Folded (see [`super::fold`]).
    pub literal: String,
    /// Whether its case counts.
    pub exact: bool,
    /// What it names.
    pub term: Term,
    /// When it does.
    pub condition: Option<usize>,
}

/// The automaton over all forms.
#[derive(Default)]
pub(super) struct Matcher {
    /// `None` while there is nothing to find.
    automaton: Option<AhoCorasick>,
    /// What each pattern of the automaton may name.
    forms: Vec<Vec<Form>>,
    conditions: Vec<Condition>,
}

impl std::fmt::Debug for Matcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Matcher of {} literals", self.forms.len())
    }
}

/// A form found in folded prose, subject to what the rest of the prose says.
#[derive(Clone, Copy)]
struct Candidate {
    span: Span,
    term: Term,
    condition: Option<usize>,
}

impl Matcher {
    /// The matcher of these forms, whose conditions are indices into `conditions`.
    ///
    /// # Errors
    /// If there are more forms than an automaton can hold.
    pub(super) fn new(forms: Vec<Form>, conditions: Vec<Condition>) -> Result<Self, String> {
        let mut by_literal = BTreeMap::<String, Vec<Form>>::new();
        for form in forms {
            by_literal.entry(form.literal.to_ascii_lowercase()).or_default().push(form);
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(by_literal.keys())
            .map_err(|error| error.to_string())?;
        Ok(Self { automaton: Some(automaton), forms: by_literal.into_values().collect(), conditions })
    }

    /// All forms, by literal.
    #[cfg(test)]
    pub(super) fn forms(&self) -> impl Iterator<Item = &Form> {
        self.forms.iter().flatten()
    }

    /// The condition of `form`.
    #[cfg(test)]
    pub(super) fn condition(&self, form: &Form) -> Option<&Condition> {
        form.condition.map(|condition| &self.conditions[condition])
    }

    /// The terms in `prose`, in order, not overlapping.
    pub(super) fn find(&self, services: &[Service], prose: &str) -> Vec<Hit> {
        let folded = Folded::new(prose);
        let candidates = self.candidates(&folded);
        let plain = candidates.iter().filter(|candidate| self.wide(candidate).is_none()).copied();
        let mut hits = names(plain.clone());
        let about = About::new(services, &folded, &hits);
        let counts = |candidate: &Candidate| self.wide(candidate).is_none_or(|condition| about.meets(condition));
        let kept: Vec<Candidate> = candidates.iter().filter(|candidate| counts(candidate)).copied().collect();
        if kept.iter().any(|candidate| is_name(candidate.term) && self.wide(candidate).is_some()) {
            hits = names(kept.iter().copied());
        }
        for is_kind in [is_phrase, is_vague] {
            let more = kept.iter().filter(|candidate| is_kind(candidate.term));
            let free = more.filter(|candidate| hits.iter().all(|hit| !hit.span.overlaps(candidate.span)));
            hits.extend(leftmost_longest(free.copied().collect()));
        }
        hits.sort();
        for hit in &mut hits {
            hit.span = Span::new(folded.original(hit.span.start), folded.original(hit.span.end));
        }
        hits
    }

    /// What the literals and the words next to them allow.
    fn candidates(&self, folded: &Folded) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let Some(automaton) = &self.automaton else { return candidates };
        let text = folded.text();
        for found in automaton.find_overlapping_iter(text) {
            let (start, end) = (found.start(), found.end());
            if is_word_before(text, start) || is_word_after(text, end) {
                continue;
            }
            for form in &self.forms[found.pattern().as_usize()] {
                let near = form.condition.map(|condition| &self.conditions[condition]);
                let fits = !form.exact || text[start..end] == form.literal;
                if !fits || near.is_some_and(|near| near.is_barred(text, start, end)) {
                    continue;
                }
                let start = match form.term {
                    Term::Service(_) => with_vendor(text, start),
                    _ => start,
                };
                candidates.push(Candidate { span: Span::new(start, end), term: form.term, condition: form.condition });
            }
        }
        candidates
    }

    /// The condition on the whole prose.
    fn wide(&self, candidate: &Candidate) -> Option<&Condition> {
        candidate.condition.map(|condition| &self.conditions[condition]).filter(|condition| condition.is_wide())
    }
}

impl Condition {
    /// Whether it asks for more than the words next to a form.
    fn is_wide(&self) -> bool {
        self.in_aws_context || !(self.requires.is_empty() && self.with.is_empty() && self.without.is_empty())
    }

    /// Whether the words next to `start..end` bar the form there.
    fn is_barred(&self, text: &str, start: usize, end: usize) -> bool {
        let before = text[..start].trim_end_matches(' ');
        let after = text[end..].trim_start_matches(' ');
        let ends = |word: &String| {
            let at = before.len().checked_sub(word.len());
            at.is_some_and(|at| eq_ignore_case(before.get(at..), word) && !is_word_before(before, at))
        };
        let starts = |word: &String| eq_ignore_case(after.get(..word.len()), word) && !is_word_after(after, word.len());
        self.not_after.iter().any(ends) || self.not_before.iter().any(starts)
    }
}

/// What a prose is about, for the conditions.
struct About<'a> {
    named: Vec<usize>,
    folded: &'a Folded<'a>,
    lower: OnceCell<String>,
}

impl<'a> About<'a> {
    fn new(services: &[Service], folded: &'a Folded<'a>, names: &[Hit]) -> Self {
        let mut named: Vec<usize> = names
            .iter()
            .filter_map(|hit| match hit.term {
                Term::Service(service) => Some(service),
                _ => None,
            })
            .flat_map(|service| services[service].implies.iter().copied())
            .collect();
        named.sort_unstable();
        named.dedup();
        Self { named, folded, lower: OnceCell::new() }
    }

    fn meets(&self, condition: &Condition) -> bool {
        let names = |service: &usize| self.named.binary_search(service).is_ok();
        (condition.requires.is_empty() || condition.requires.iter().any(names))
            && (!condition.in_aws_context
                || !self.named.is_empty()
                || self.says("aws")
                || self.says("amazon web services"))
            && (condition.with.is_empty() || condition.with.iter().any(|word| self.says(word)))
            && !condition.without.iter().any(|word| self.says(word))
    }

    /// Whether a word starts with `start`, which is in lower case.
    fn says(&self, start: &str) -> bool {
        let lower = self.lower.get_or_init(|| self.folded.text().to_ascii_lowercase());
        lower.match_indices(start).any(|(at, _)| !is_word_before(lower, at))
    }
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

fn names(candidates: impl Iterator<Item = Candidate>) -> Vec<Hit> {
    leftmost_longest(candidates.filter(|candidate| is_name(candidate.term)).collect())
}

/// Those that start first, the longest of those that start together, none that overlaps an earlier one.
fn leftmost_longest(mut candidates: Vec<Candidate>) -> Vec<Hit> {
    candidates.sort_by_key(|candidate| (candidate.span.start, usize::MAX - candidate.span.end, candidate.term));
    let mut hits: Vec<Hit> = Vec::new();
    for Candidate { span, term, .. } in candidates {
        if hits.last().is_none_or(|last| last.span.end <= span.start) {
            hits.push(Hit { span, term });
        }
    }
    hits
}

/// Where the name that starts at `start` starts with its vendor, if that stands in front.
fn with_vendor(text: &str, start: usize) -> usize {
    for vendor in ["Amazon ", "AWS "] {
        let at = start.checked_sub(vendor.len());
        if let Some(at) = at.filter(|&at| eq_ignore_case(text.get(at..start), vendor) && !is_word_before(text, at)) {
            return at;
        }
    }
    start
}

fn eq_ignore_case(text: Option<&str>, other: &str) -> bool {
    text.is_some_and(|text| text.eq_ignore_ascii_case(other))
}
