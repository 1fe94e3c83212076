//! Ranks the scenarios that are related to an answer, and gives the reasons.
//!
//! The score of a scenario is the sum over the concepts of its topic that the answer has a term for. One concept is not a
//! topic: at least two are needed, and one of them should be of the subject.

use super::hits::strengths;
use super::reason::{Reason, merged, why};
use crate::answer::{Answer, Mention, platforms};
use crate::lexicon::scenario::ScenarioContent;
use crate::lexicon::topics::Concept;
use crate::lexicon::{Lexicon, Term};
use crate::platform::Platform;
use crate::rules::people::{Topic, is_about_people, topic};

/// The minimum score of a related scenario, for an answer that uses technology, and for another one.
const MIN_SCORE_OF_TECHNICAL: f64 = 2.8;
const MIN_SCORE: f64 = 4.4;
/// The factor for the minimum score, for an answer about people: by its title, or by its text.
const ABOUT_PEOPLE_BY_TITLE: f64 = 2.0;
const ABOUT_PEOPLE: f64 = 1.5;
/// Scenarios below this share of the best score are dropped.
const MIN_SHARE_OF_BEST: f64 = 0.7;

/// The factor for a scenario of whose subject the answer has nothing.
const OFF_SUBJECT: f64 = 0.5;
/// The factor for a scenario with which the answer shares one concept.
const ONE_CONCEPT: f64 = 0.85;
/// The factor for a story, to which an answer is closer than to the points of a question.
const STORY: f64 = 1.2;

/// A scenario that is related to an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The index into [`Lexicon::scenarios`].
    pub scenario: usize,
    /// The score; comparable only within one ranking.
    pub score: f64,
    /// The shared services and words, most important first.
    pub why: Vec<String>,
}

/// Returns the scenarios related to `answer`, best first, at most `limit`. They are about AWS, so none is related to an answer
/// on another platform; Kubernetes runs on AWS, too.
pub fn related(lexicon: &Lexicon, answer: &Answer, limit: usize) -> Vec<Related> {
    let platform = platforms::of_answer(answer, lexicon).map(|told| told.platform);
    if platform.is_some_and(|platform| !matches!(platform, Platform::Aws | Platform::Kubernetes)) {
        return Vec::new();
    }
    let strengths = strengths(lexicon, answer);
    let least = min_score(lexicon, answer);
    let mut scored: Vec<(f64, usize, Vec<Reason>)> = (0..lexicon.scenarios.len())
        .filter_map(|scenario| {
            let shared = shared(lexicon, scenario, &strengths);
            let score = score(lexicon, scenario, &shared);
            let reasons = shared.into_iter().map(|(_, reason)| reason);
            (score >= least).then(|| (score, scenario, merged(reasons)))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let least = scored.first().map_or(0.0, |(best, ..)| best * MIN_SHARE_OF_BEST);
    let related = scored.into_iter().take_while(|(score, ..)| *score >= least).take(limit);
    related.map(|(score, scenario, reasons)| Related { scenario, score, why: why(&reasons) }).collect()
}

/// Returns the minimum score of a scenario related to `answer`.
fn min_score(lexicon: &Lexicon, answer: &Answer) -> f64 {
    let is_technical = |mention: &Mention| match mention.term {
        Term::Service(_) | Term::Product(_) => true,
        Term::Phrase(_) => answer.is_in_action(mention),
        Term::Vague(_) => false,
    };
    let least = if answer.mentions.iter().any(is_technical) { MIN_SCORE_OF_TECHNICAL } else { MIN_SCORE };
    if answer.title().is_some_and(|title| topic(title, lexicon) == Topic::People) {
        return least * ABOUT_PEOPLE_BY_TITLE;
    }
    if is_about_people(answer, lexicon) { least * ABOUT_PEOPLE } else { least }
}

/// Returns the concepts of a scenario for which the answer has a term, each with its strongest one. A term in the words of
/// another one is none of its own.
fn shared<'a>(lexicon: &'a Lexicon, scenario: usize, strengths: &[f64]) -> Vec<(&'a Concept, Reason)> {
    let topics = lexicon.topics();
    let mut used = Vec::new();
    let mut shared = Vec::new();
    for concept in &topics.concepts[scenario] {
        let is_new = |term: &usize| !used.iter().any(|used: &usize| topics.terms[*term].overlaps(&topics.terms[*used]));
        let present = concept.terms.iter().copied().filter(|term| strengths[*term] > 0.0 && is_new(term));
        let weighed = present.map(|term| (strengths[term] * topics.terms[term].weight, term));
        let Some((weight, term)) = weighed.max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
        used.push(term);
        let name = topics.terms[term].service.map(|service| lexicon.services[service].short_name());
        let text = name.unwrap_or(&topics.terms[term].text).to_owned();
        shared.push((concept, Reason { text, weight: weight * concept.weight, is_named: name.is_some() }));
    }
    shared
}

fn score(lexicon: &Lexicon, scenario: usize, shared: &[(&Concept, Reason)]) -> f64 {
    let mut score: f64 = shared.iter().map(|(_, reason)| reason.weight).sum();
    let has_subject = lexicon.topics().concepts[scenario].iter().any(|concept| concept.is_subject);
    if has_subject && !shared.iter().any(|(concept, _)| concept.is_subject) {
        score *= OFF_SUBJECT;
    }
    if shared.len() < 2 {
        score *= ONE_CONCEPT;
    }
    if matches!(lexicon.scenarios[scenario].content, ScenarioContent::Story { .. }) {
        score *= STORY;
    }
    score
}
