//! Ranks the scenarios that are related to an answer, and says why.

use crate::answer::Answer;
use crate::lexicon::Lexicon;

/// A scenario that is related to an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Which, as an index into [`Lexicon::scenarios`].
    pub scenario: usize,
    /// How much; comparable within one ranking only.
    pub score: f64,
    /// What they share, the weightiest first: service names and words.
    pub why: Vec<String>,
}

/// The scenarios related to `answer`, best first, at most `limit`, none that shares nothing of weight.
pub fn related(lexicon: &Lexicon, answer: &Answer, limit: usize) -> Vec<Related> {
    let _ = (lexicon, answer, limit);
    Vec::new()
}
