//! Ranks the scenarios that are related to an answer, and gives the reasons.
//!
//! The score of a scenario is the sum over the shared services and words, each weighted by how rare it is among the
//! scenarios. A service that only a generic phrase may refer to counts half.

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::lexicon::topics::{IMPLIED, Weight, Word, words_of};
use crate::lexicon::{Lexicon, Term};

/// The minimum score of a related scenario.
const MIN_SCORE: f64 = 4.5;
/// Scenarios below this share of the best score are dropped.
const MIN_SHARE_OF_BEST: f64 = 0.2;
/// The maximum number of reasons.
const MAX_REASONS: usize = 3;
/// Reasons below this share of the most important one are dropped.
const MIN_SHARE_OF_BEST_REASON: f64 = 0.25;

/// The minimum share of the score that must come from other words, if the best reason is one word and no shared service
/// is named.
const MORE_THAN_ONE_WORD: f64 = 0.15;
/// Like [`MORE_THAN_ONE_WORD`], but for a best reason of several words, which is more specific.
const MORE_THAN_ONE_PHRASE: f64 = 0.06;

/// The weight of a named service.
const SERVICE: f64 = 1.6;
/// The weight of a service that a generic phrase may refer to.
const CANDIDATE: f64 = 0.8;
/// The weight of a keyword of several words.
const KEYWORD: f64 = 2.0;
/// The weight of a word.
const WORD: f64 = 1.0;
/// The factor for words of the title.
const IN_TITLE: f64 = 2.0;

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

/// Returns the scenarios related to `answer`, best first, at most `limit`.
pub fn related(lexicon: &Lexicon, answer: &Answer, limit: usize) -> Vec<Related> {
    rank(lexicon, &Query::new(lexicon, answer), limit)
}

/// The parts of an answer that the ranking uses.
#[derive(Debug)]
pub(super) struct Query<'a> {
    pub(super) title: &'a str,
    pub(super) prose: &'a str,
    /// The named services.
    pub(super) services: Vec<usize>,
    /// The services that generic phrases in the answer may refer to.
    candidates: Vec<usize>,
}

impl<'a> Query<'a> {
    pub(super) fn new(lexicon: &Lexicon, answer: &'a Answer) -> Self {
        let mut services = Vec::new();
        let mut candidates = Vec::new();
        for mention in &answer.mentions {
            match mention.term {
                Term::Service(service) => services.push(service),
                Term::Phrase(phrase) => candidates.extend_from_slice(&lexicon.phrases[phrase].candidates),
                Term::Product(_) | Term::Vague(_) => {}
            }
        }
        Self { title: answer.title().unwrap_or_default(), prose: answer.prose.text(), services, candidates }
    }

    /// Returns the services that are named, implied, or possibly meant: the weight, and whether it is named.
    pub(super) fn service_strengths(&self, lexicon: &Lexicon) -> BTreeMap<usize, (f64, bool)> {
        let mut strengths = BTreeMap::<usize, (f64, bool)>::new();
        let mut strengthen = |service: usize, strength: f64, is_named: bool| {
            for &implied in &lexicon.services[service].implies {
                let strength = if implied == service { strength } else { strength * IMPLIED };
                let known = strengths.entry(implied).or_default();
                *known = (known.0.max(strength), known.1 || is_named);
            }
        };
        self.services.iter().for_each(|&service| strengthen(service, SERVICE, true));
        self.candidates.iter().for_each(|&service| strengthen(service, CANDIDATE, false));
        strengths
    }

    /// Returns the word stems: the weight of each, and the word as written.
    pub(super) fn weighted_words(&self) -> BTreeMap<String, (f64, String)> {
        let mut words = BTreeMap::<String, (f64, String)>::new();
        for (text, strength) in self.texts() {
            for word in words_of(text).filter(|word| !word.dull) {
                let known = words.entry(word.stem).or_insert_with(|| (0.0, word.text.to_owned()));
                known.0 = known.0.max(strength);
            }
        }
        words
    }

    /// Returns the texts, with the weight of the words in each.
    fn texts(&self) -> [(&'a str, f64); 2] {
        [(self.title, WORD * IN_TITLE), (self.prose, WORD)]
    }
}

/// The terms that a scenario and an answer share, by the text of the reason in lower case.
pub(super) type Shared = BTreeMap<String, Reason>;

/// A word, keyword, or service that a scenario and an answer share.
#[derive(Clone, Debug, Default)]
pub(super) struct Reason {
    /// The text as written.
    pub(super) text: String,
    /// The weight.
    pub(super) weight: f64,
    /// Whether it is a service that the answer names.
    pub(super) is_named: bool,
}

impl Reason {
    /// Returns the stems of its words.
    fn stems(&self) -> impl Iterator<Item = String> {
        words_of(&self.text).map(|word| word.stem)
    }
}

fn rank(lexicon: &Lexicon, query: &Query<'_>, limit: usize) -> Vec<Related> {
    let mut shared = vec![Shared::new(); lexicon.scenarios.len()];
    share_services(lexicon, query, &mut shared);
    share_words(lexicon, query, &mut shared);
    let mut related: Vec<Related> = shared
        .into_iter()
        .enumerate()
        .filter_map(|(scenario, shared)| {
            let mut reasons: Vec<Reason> = shared.into_values().collect();
            let score = reasons.iter().map(|reason| reason.weight).sum();
            reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            (score >= MIN_SCORE && !is_one_word(&reasons)).then(|| Related { scenario, score, why: why(&reasons) })
        })
        .collect();
    related.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.scenario.cmp(&b.scenario)));
    let least = related.first().map_or(0.0, |best| best.score * MIN_SHARE_OF_BEST);
    related.retain(|related| related.score >= least);
    related.truncate(limit);
    related
}

/// Whether nearly all the weight comes from one ordinary word: "pipeline" or "on-call" alone does not make answers
/// related, however rare it is among scenarios. `reasons` are sorted.
pub(super) fn is_one_word(reasons: &[Reason]) -> bool {
    let Some(best) = reasons.first() else { return true };
    let stems: Vec<String> = best.stems().collect();
    let total: f64 = reasons.iter().map(|reason| reason.weight).sum();
    let others = reasons.iter().filter(|reason| reason.stems().all(|stem| !stems.contains(&stem)));
    let others: f64 = others.map(|reason| reason.weight).sum();
    let least = if stems.len() == 1 { MORE_THAN_ONE_WORD } else { MORE_THAN_ONE_PHRASE };
    !reasons.iter().any(|reason| reason.is_named) && others < total * least
}

/// Returns the most important of the sorted `reasons`, without those whose words another one contains.
pub(super) fn why(reasons: &[Reason]) -> Vec<String> {
    let least = reasons.first().map_or(0.0, |reason| reason.weight * MIN_SHARE_OF_BEST_REASON);
    let mut given: Vec<(Vec<String>, &Reason)> = Vec::new();
    for reason in reasons.iter().take_while(|reason| reason.weight >= least) {
        let stems: Vec<String> = reason.stems().collect();
        let contained = |a: &[String], b: &[String]| a.iter().all(|stem| b.contains(stem));
        let is_repeated = |(known, _): &&(Vec<String>, &Reason)| contained(&stems, known) || contained(known, &stems);
        if given.len() < MAX_REASONS && !given.iter().any(|known| is_repeated(&known)) {
            given.push((stems, reason));
        }
    }
    given.into_iter().map(|(_, reason)| reason.text.clone()).collect()
}

/// Adds the services that are named, implied, or possibly meant.
fn share_services(lexicon: &Lexicon, query: &Query<'_>, shared: &mut [Shared]) {
    for (service, (strength, is_named)) in query.service_strengths(lexicon) {
        let Some(weights) = lexicon.topics().services.get(&service) else { continue };
        let name = lexicon.services[service].short_name();
        for &Weight { scenario, weight } in weights {
            add_reason(&mut shared[scenario], name, weight * strength, is_named);
        }
    }
}

/// Adds the words, and the keywords of several words.
fn share_words(lexicon: &Lexicon, query: &Query<'_>, shared: &mut [Shared]) {
    for (text, strength) in query.texts() {
        let words: Vec<Word<'_>> = words_of(text).collect();
        for (at, word) in words.iter().enumerate() {
            for keyword in lexicon.topics().keywords.get(&word.stem).into_iter().flatten() {
                let stems = words[at..].iter().map(|word| &word.stem).take(keyword.stems.len());
                let weights = if stems.eq(&keyword.stems) { &keyword.weights[..] } else { &[] };
                for &Weight { scenario, weight } in weights {
                    raise_reason(&mut shared[scenario], &keyword.text, weight * strength * KEYWORD);
                }
            }
        }
    }
    for (stem, (strength, word)) in query.weighted_words() {
        for &Weight { scenario, weight } in lexicon.topics().words.get(&stem).into_iter().flatten() {
            add_reason(&mut shared[scenario], &word, weight * strength, false);
        }
    }
}

/// Adds `weight` to a reason: found in two ways, as a service and as a word, it counts twice.
pub(super) fn add_reason(shared: &mut Shared, reason: &str, weight: f64, is_named: bool) {
    let known = entry(shared, reason);
    known.weight += weight;
    known.is_named |= is_named;
}

/// Raises a reason to `weight`: found twice in the same way, it counts once.
fn raise_reason(shared: &mut Shared, reason: &str, weight: f64) {
    let known = entry(shared, reason);
    known.weight = known.weight.max(weight);
}

fn entry<'a>(shared: &'a mut Shared, reason: &str) -> &'a mut Reason {
    shared.entry(reason.to_lowercase()).or_insert_with(|| Reason { text: reason.to_owned(), ..Reason::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranks scenarios for a draft with this title and this prose.
    fn ranked(lexicon: &Lexicon, title: &str, prose: &str, limit: usize) -> Vec<Related> {
        let mut services = Vec::new();
        let mut candidates = Vec::new();
        for hit in lexicon.find(&format!("{title}\n{prose}")) {
            match hit.term {
                Term::Service(service) => services.push(service),
                Term::Phrase(phrase) => candidates.extend_from_slice(&lexicon.phrases[phrase].candidates),
                _ => {}
            }
        }
        rank(lexicon, &Query { title, prose, services, candidates }, limit)
    }

    #[test]
    fn reasons_are_shared_and_few() {
        let lexicon = Lexicon::builtin();
        let title = "Memory spikes";
        let prose = "I created CloudWatch alarms that notify us through SNS.";
        let related = ranked(&lexicon, title, prose, 2);
        assert_eq!(related.len(), 2);
        let why = &related[0].why;
        assert!((1..=MAX_REASONS).contains(&why.len()));
        assert!(why.iter().any(|reason| reason == "SNS"), "{why:?}");
        assert!(why.iter().all(|reason| !reason.starts_with("Amazon ")), "{why:?}");
        assert_eq!(ranked(&lexicon, title, prose, 0), []);
    }

    #[test]
    fn an_unnamed_service_counts_less_than_a_named_one() {
        let lexicon = Lexicon::builtin();
        let score = |prose| {
            let related = ranked(&lexicon, "", prose, 40);
            let of = |related: &&Related| lexicon.scenarios[related.scenario].id == "Q14";
            related.iter().find(of).map_or(0.0, |related| related.score)
        };
        let named = score("I put the credentials into Secrets Manager.");
        let unnamed = score("I put the credentials into a secrets store.");
        assert!(named > unnamed && unnamed > score("I put them away."), "{named} {unnamed}");
    }
}
