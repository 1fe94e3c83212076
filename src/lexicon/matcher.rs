//! Finds every term of the lexicon in one pass.
//!
//! All literals between words are reported first, overlapping ones too, before the leftmost-longest are chosen: `S3` inside
//! `S3 Glacier` and its kin would be lost otherwise. Names win over phrases that overlap them,
//! phrases over vague claims: a "Redis cache" is no unnamed cache.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use memchr::memmem;

use super::fold::{is_word_after, is_word_before};
use super::{Hit, Service, Term};
use crate::text::Span;
use crate::vocabulary::to_lower;

/// When a form counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Condition {
    /// One of these services must be named in the same prose, as indices into the services.
    pub requires: Vec<usize>,
    /// The prose must be about AWS: name it, or a service.
    pub in_aws_context: bool,
    /// A word that starts with one of these must stand somewhere in the prose.
    pub with: Vec<Beginning>,
    /// No word that starts with one of these may stand anywhere in the prose.
    pub without: Vec<Beginning>,
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

/// All forms.
#[derive(Default)]
pub(super) struct Matcher {
    /// What each of the literals may name, in the order of the alphabet.
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
    /// The matcher of these forms, whose conditions are indices into `conditions`, and the literals that it has to be told of
    /// where they stand, in lower case, sorted.
    pub(super) fn new(forms: Vec<Form>, conditions: Vec<Condition>) -> (Self, Vec<Box<str>>) {
        let mut by_literal = BTreeMap::<String, Vec<Form>>::new();
        for form in forms {
            by_literal.entry(form.literal.to_ascii_lowercase()).or_default().push(form);
        }
        let (literals, forms): (Vec<_>, _) =
            by_literal.into_iter().map(|(literal, forms)| (literal.into_boxed_str(), forms)).unzip();
        (Self { forms, conditions }, literals)
    }

    /// How many literals it has.
    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Looks for terms in `text`, which is folded.
    pub(super) fn search<'a>(&'a self, text: &'a str) -> Search<'a> {
        // About as many as most answers have.
        let candidates = Vec::with_capacity(32);
        Search { matcher: self, text, lower: OnceCell::new(), candidates, worded: Vec::new() }
    }

    /// The literals that name `term`, sorted.
    pub(super) fn forms_of(&self, term: Term) -> Vec<String> {
        let forms = self.forms.iter().flatten().filter(|form| form.term == term);
        let mut literals: Vec<String> = forms.map(|form| form.literal.clone()).collect();
        literals.sort_unstable();
        literals.dedup();
        literals
    }

    /// Those of its `literals` that begin with `start`, which is folded and in lower case, in the order of the alphabet, each
    /// with what it names.
    pub(super) fn begun_by(&self, literals: &[Box<str>], start: &str) -> impl Iterator<Item = (&str, Term)> {
        let first = literals.partition_point(|literal| **literal < *start);
        let count = literals[first..].iter().take_while(|literal| literal.starts_with(start)).count();
        self.forms[first..first + count].iter().flatten().map(|form| (form.literal.as_str(), form.term))
    }

    fn condition(&self, candidate: &Candidate) -> Option<&Condition> {
        candidate.condition.map(|condition| &self.conditions[condition])
    }
}

/// A search for terms in a text, one literal after another.
pub(super) struct Search<'a> {
    matcher: &'a Matcher,
    text: &'a str,
    /// The same in lower case, once it is asked for.
    lower: OnceCell<String>,
    candidates: Vec<Candidate>,
    /// What was asked of conditions: each reads the text at most once, or a long text of many names would take quadratic
    /// time.
    worded: Vec<(usize, bool)>,
}

impl Search<'_> {
    /// Takes literal number `number`, which stands from `start` to `end`, for what the words around it allow.
    pub(super) fn take(&mut self, start: usize, end: usize, number: usize) {
        for form in &self.matcher.forms[number] {
            let fits = !form.exact || self.text[start..end] == form.literal;
            if !fits || !form.condition.is_none_or(|condition| self.allows(condition, start, end)) {
                continue;
            }
            let start = match form.term {
                Term::Service(_) => with_vendor(self.text, start),
                _ => start,
            };
            let span = Span::new(start, end);
            self.candidates.push(Candidate { span, term: form.term, condition: form.condition });
        }
    }

    /// Whether the words of the text allow a form that is subject to condition number `index`.
    fn allows(&mut self, index: usize, start: usize, end: usize) -> bool {
        let condition = &self.matcher.conditions[index];
        if condition.is_barred(self.text, start, end) {
            return false;
        }
        if condition.with.is_empty() && condition.without.is_empty() {
            return true;
        }
        if let Some((_, allows)) = self.worded.iter().find(|(known, _)| *known == index) {
            return *allows;
        }
        let allows = condition.allows_words(self.lower());
        self.worded.push((index, allows));
        allows
    }

    fn lower(&self) -> &str {
        self.lower.get_or_init(|| to_lower(self.text))
    }

    /// The terms that were found, in order, not overlapping, where they stand in the folded text.
    pub(super) fn hits(mut self, services: &[Service]) -> Vec<Hit> {
        let mut candidates = std::mem::take(&mut self.candidates);
        let matcher = self.matcher;
        // Those that start first, the longest of those that start together.
        candidates.sort_by_key(|candidate| (candidate.span.start, usize::MAX - candidate.span.end, candidate.term));
        let asks = |candidate: &Candidate| matcher.condition(candidate).is_some_and(|asked| !asked.is_met_anywhere());
        if candidates.iter().any(asks) {
            let mut context = Context { named: vec![false; services.len()], is_aws: false };
            leftmost(
                &candidates,
                |candidate| is_name(candidate.term) && !asks(candidate),
                |hit| {
                    if let Term::Service(service) = hit.term {
                        context.add(&services[service]);
                    }
                },
            );
            context.is_aws = context.is_aws
                || ["aws", "amazon web services"].iter().any(|name| Beginning::new(name).is_in(self.lower()));
            candidates
                .retain(|candidate| matcher.condition(candidate).is_none_or(|condition| context.meets(condition)));
        }
        let mut hits = Vec::with_capacity(candidates.len());
        leftmost(&candidates, |candidate| is_name(candidate.term), |hit| hits.push(hit));
        for is_kind in [is_phrase, is_vague] {
            if !candidates.iter().any(|candidate| is_kind(candidate.term)) {
                continue;
            }
            let mut more = Vec::new();
            let is_wanted = |candidate: &Candidate| is_kind(candidate.term) && is_free(&hits, candidate.span);
            leftmost(&candidates, is_wanted, |hit| more.push(hit));
            hits.append(&mut more);
            hits.sort();
        }
        hits
    }
}

impl Condition {
    /// Whether it does not care what else the prose names.
    fn is_met_anywhere(&self) -> bool {
        self.requires.is_empty() && !self.in_aws_context
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

    /// Whether the prose says what it must and nothing that it must not.
    fn allows_words(&self, lower: &str) -> bool {
        let mut with = self.with.iter();
        (with.len() == 0 || with.any(|word| word.is_in(lower))) && !self.without.iter().any(|word| word.is_in(lower))
    }
}

/// What else a prose names.
struct Context {
    /// Of each service, whether it is named or implied by one that is.
    named: Vec<bool>,
    /// Whether it is about AWS at all.
    is_aws: bool,
}

impl Context {
    /// Notes that a service is named.
    fn add(&mut self, service: &Service) {
        for implied in &service.implies {
            self.named[*implied] = true;
            self.is_aws = true;
        }
    }

    fn meets(&self, condition: &Condition) -> bool {
        let is_named = |service: &usize| self.named[*service];
        (condition.requires.is_empty() || condition.requires.iter().any(is_named))
            && (!condition.in_aws_context || self.is_aws)
    }
}

/// What a word begins with, to be looked for in many texts.
#[derive(Clone, Debug)]
pub(super) struct Beginning(memmem::Finder<'static>);

impl Beginning {
    /// `text`, which is folded and in lower case.
    pub(super) fn new(text: &str) -> Self {
        Self(memmem::Finder::new(text).into_owned())
    }

    /// Whether a word of `lower`, which is folded and in lower case, begins so.
    pub(super) fn is_in(&self, lower: &str) -> bool {
        self.0.find_iter(lower.as_bytes()).any(|at| !is_word_before(lower, at))
    }
}

/// Whether none of the `hits`, sorted and disjoint, overlaps `span`.
fn is_free(hits: &[Hit], span: Span) -> bool {
    let next = hits.partition_point(|hit| hit.span.end <= span.start);
    hits.get(next).is_none_or(|hit| hit.span.start >= span.end)
}

#[inline]
fn is_name(term: Term) -> bool {
    matches!(term, Term::Service(_) | Term::Product(_))
}

#[inline]
fn is_phrase(term: Term) -> bool {
    matches!(term, Term::Phrase(_))
}

#[inline]
fn is_vague(term: Term) -> bool {
    matches!(term, Term::Vague(_))
}

/// Hands those of `candidates`, which are sorted, to `found` that are `wanted` and overlap no earlier one.
#[inline(always)]
fn leftmost(candidates: &[Candidate], wanted: impl Fn(&Candidate) -> bool, mut found: impl FnMut(Hit)) {
    let mut end = 0;
    for candidate in candidates {
        if candidate.span.start >= end && wanted(candidate) {
            found(Hit { span: candidate.span, term: candidate.term });
            end = candidate.span.end;
        }
    }
}

/// Where the name that starts at `start` starts with its vendor, if that stands in front.
fn with_vendor(text: &str, start: usize) -> usize {
    // The last letter tells whether it may be one.
    let vendor = match text.as_bytes()[..start] {
        [.., b'n' | b'N', b' '] => "Amazon ",
        [.., b's' | b'S', b' '] => "AWS ",
        _ => return start,
    };
    let at = start.checked_sub(vendor.len());
    at.filter(|&at| eq_ignore_case(text.get(at..start), vendor) && !is_word_before(text, at)).unwrap_or(start)
}

fn eq_ignore_case(text: Option<&str>, other: &str) -> bool {
    text.is_some_and(|text| text.eq_ignore_ascii_case(other))
}
