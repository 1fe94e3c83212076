//! The words and services of an answer that is compared with others.

use std::collections::BTreeMap;

use super::hits::IMPLIED;
use crate::answer::Answer;
use crate::lexicon::stem::words_of;
use crate::lexicon::{Lexicon, Term};

/// The weight of a named service.
const SERVICE: f64 = 1.6;
/// The weight of a service that a generic phrase may refer to.
const CANDIDATE: f64 = 0.8;
/// The weight of a word.
const WORD: f64 = 1.0;
/// The factor for words of the title.
const IN_TITLE: f64 = 2.0;

/// The parts of an answer that are compared.
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
