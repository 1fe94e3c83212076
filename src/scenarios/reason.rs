//! The reasons why an answer is related to a scenario or to another answer.

use std::collections::BTreeMap;

use crate::lexicon::stem::words_of;

/// The maximum number of reasons given.
pub(super) const MAX_REASONS: usize = 3;
/// Reasons below this share of the most important one are not given.
const MIN_SHARE_OF_BEST_REASON: f64 = 0.25;

/// The minimum share of the weight that must come from other words, if the best reason is one word and no shared service
/// is named.
const MORE_THAN_ONE_WORD: f64 = 0.15;
/// Like [`MORE_THAN_ONE_WORD`], but for a best reason of several words, which is more specific.
const MORE_THAN_ONE_PHRASE: f64 = 0.06;

/// A term that an answer shares with another text.
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

/// Returns `shared`, most important first; the same text, found as a service and as a word, is one reason.
pub(super) fn merged(shared: impl Iterator<Item = Reason>) -> Vec<Reason> {
    let mut merged = BTreeMap::<String, Reason>::new();
    for Reason { text, weight, is_named } in shared {
        let key = text.to_lowercase();
        let known = merged.entry(key).or_insert_with(|| Reason { text, ..Reason::default() });
        known.weight += weight;
        known.is_named |= is_named;
    }
    let mut reasons: Vec<Reason> = merged.into_values().collect();
    reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    reasons
}

/// Whether nearly all the weight comes from one ordinary word: "pipeline" or "on-call" alone does not make answers
/// related, however rare it is. `reasons` are sorted.
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
