//! The topics of the scenarios: the concepts that each is about, and the terms for them.
//!
//! A concept is one part of a topic, such as what was wrong or what was done about it, with the terms that people use for it:
//! "outage | region down | disaster". It counts once, however many of its terms an answer has.

use std::collections::{BTreeMap, BTreeSet};

use super::scenario::Scenario;
use super::service::Service;
use super::stem::words_of;
use crate::words::english;

/// The character between the terms for a concept.
const OR: char = '|';

/// The weight of a concept, by its field in the scenario.
const IN_SUBJECT: f64 = 2.0;
const IN_KEYWORDS: f64 = 1.0;
/// The weight of a service that no term of the scenario names, and of a word of the title where there is no subject.
const IN_SERVICES: f64 = 1.0;
const IN_TITLE: f64 = 0.5;
/// The factor for a term of several words, which is less often a coincidence.
const PHRASE: f64 = 1.5;

/// The maximum number of other words between those of a term.
const MAX_GAP: usize = 2;

/// The topics of all scenarios.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    /// The terms, each once.
    pub terms: Vec<TopicTerm>,
    /// The concepts of each scenario, the most important first.
    pub concepts: Vec<Vec<Concept>>,
    /// The terms without a service, by the stem of their first [`TopicTerm::anchors`].
    by_word: BTreeMap<String, Vec<usize>>,
    /// The terms that name a service, by the index into [`super::Lexicon::services`].
    by_service: BTreeMap<usize, usize>,
    /// The number of scenarios with each word stem, and with each service.
    pub words: BTreeMap<String, usize>,
    pub services: BTreeMap<usize, usize>,
}

/// One part of the topic of a scenario.
#[derive(Clone, Debug)]
pub(crate) struct Concept {
    /// The terms for it, as indices into [`Topics::terms`].
    pub terms: Vec<usize>,
    /// Its weight.
    pub weight: f64,
    /// Whether the scenario is about it; the others only accompany it.
    pub is_subject: bool,
}

/// A term for a concept.
#[derive(Clone, Debug, Default)]
pub(crate) struct TopicTerm {
    /// The term, as written.
    pub text: String,
    /// The service that it names, as an index into [`super::Lexicon::services`].
    pub service: Option<usize>,
    /// The stems of its words.
    stems: Vec<String>,
    /// The stems that are looked for in any order; empty if at most one word is more than a function word. Such a term is
    /// looked for as written.
    anchors: Vec<String>,
    /// How much it says: more if few scenarios have it, and if it has several words.
    pub weight: f64,
}

impl TopicTerm {
    fn new(text: &str, service: Option<usize>) -> Self {
        let words: Vec<_> = words_of(text).collect();
        let is_anchor = |text: &str| !english::is_function_word(&text.to_lowercase());
        let anchors: Vec<_> = words.iter().filter(|word| is_anchor(word.text)).map(|word| word.stem.clone()).collect();
        Self {
            text: text.to_owned(),
            service,
            stems: words.into_iter().map(|word| word.stem).collect(),
            anchors: if anchors.len() > 1 { anchors } else { Vec::new() },
            weight: 0.0,
        }
    }

    /// Returns the stems that tell this term from others.
    fn essence(&self) -> &[String] {
        if self.anchors.is_empty() { &self.stems } else { &self.anchors }
    }

    /// Whether the term is one word.
    pub(crate) fn is_word(&self) -> bool {
        self.stems.len() == 1
    }

    /// Whether one of the terms has all words of the other.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        if self.service.is_some() || other.service.is_some() {
            return self.service == other.service;
        }
        let contains = |a: &Self, b: &Self| b.essence().iter().all(|stem| a.essence().contains(stem));
        contains(self, other) || contains(other, self)
    }

    /// Whether the term is at the index `at` of the words of a sentence, by their stems.
    fn is_at(&self, at: usize, stems: &[&str]) -> bool {
        if self.anchors.is_empty() {
            return stems.get(at..at + self.stems.len()).is_some_and(|here| self.stems.iter().eq(here));
        }
        let reach = self.stems.len() + MAX_GAP;
        let near = &stems[at.saturating_sub(reach - 1)..stems.len().min(at + reach)];
        let count = |stems: &mut dyn Iterator<Item = &str>, stem: &str| stems.filter(|other| *other == stem).count();
        self.anchors.iter().all(|stem| {
            count(&mut near.iter().copied(), stem) >= count(&mut self.anchors.iter().map(String::as_str), stem)
        })
    }
}

impl Topics {
    /// Indexes the topics of `scenarios`. `named` returns the service that a text names.
    pub(super) fn new(scenarios: &[Scenario], services: &[Service], named: impl Fn(&str) -> Option<usize>) -> Self {
        let mut topics = Self::default();
        let mut known = BTreeMap::new();
        for scenario in scenarios {
            let concepts = topics.concepts_of(scenario, services, &named, &mut known);
            topics.concepts.push(concepts);
            topics.count(scenario, services);
        }
        topics.weigh();
        for (index, term) in topics.terms.iter().enumerate() {
            match term.service {
                Some(service) => drop(topics.by_service.insert(service, index)),
                None => topics.by_word.entry(term.essence()[0].clone()).or_default().push(index),
            }
        }
        topics
    }

    /// Returns the terms at the index `at` of the words of a sentence, by their stems.
    pub(crate) fn terms_at<'a>(&'a self, at: usize, stems: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
        let begun = self.by_word.get(stems[at]).into_iter().flatten().copied();
        begun.filter(move |term| self.terms[*term].is_at(at, stems))
    }

    /// Returns the term for a service.
    pub(crate) fn term_of(&self, service: usize) -> Option<usize> {
        self.by_service.get(&service).copied()
    }

    fn concepts_of(
        &mut self,
        scenario: &Scenario,
        services: &[Service],
        named: impl Fn(&str) -> Option<usize>,
        known: &mut BTreeMap<(Option<usize>, Vec<String>), usize>,
    ) -> Vec<Concept> {
        let mut add = |text: &str, service: Option<usize>| {
            let term = TopicTerm::new(text, service);
            let key = (service, if service.is_some() { Vec::new() } else { term.stems.clone() });
            *known.entry(key).or_insert_with(|| {
                self.terms.push(term);
                self.terms.len() - 1
            })
        };
        let mut concepts = Vec::new();
        for (keywords, weight) in [(&scenario.subject, IN_SUBJECT), (&scenario.keywords, IN_KEYWORDS)] {
            for keyword in keywords {
                let texts = keyword.split(OR).map(str::trim).filter(|text| words_of(text).next().is_some());
                // A name without a capital letter is an ordinary word, too: "snapshot", "security group".
                let service = |text: &str| named(text).filter(|_| text.contains(char::is_uppercase));
                let terms: Vec<usize> = texts.map(|text| add(text, service(text))).collect();
                concepts.push(Concept { terms, weight, is_subject: weight > IN_KEYWORDS });
            }
        }
        if scenario.subject.is_empty() {
            for word in words_of(&scenario.title).filter(|word| !word.dull) {
                concepts.push(Concept { terms: vec![add(word.text, None)], weight: IN_TITLE, is_subject: false });
            }
        }
        for &service in &scenario.services {
            let term = add(services[service].short_name(), Some(service));
            if !concepts.iter().any(|concept| concept.terms.contains(&term)) {
                concepts.push(Concept { terms: vec![term], weight: IN_SERVICES, is_subject: false });
            }
        }
        concepts
    }

    /// Counts the words and services of `scenario`.
    fn count(&mut self, scenario: &Scenario, services: &[Service]) {
        let topics = scenario.topics.iter().map(String::as_str);
        let texts = topics.chain([&*scenario.title]).chain(scenario.content.sentences());
        let stems: BTreeSet<String> =
            texts.flat_map(words_of).filter(|word| !word.dull).map(|word| word.stem).collect();
        stems.into_iter().for_each(|stem| *self.words.entry(stem).or_default() += 1);
        let implied = scenario.services.iter().flat_map(|&service| &services[service].implies);
        let implied: BTreeSet<usize> = implied.copied().collect();
        implied.into_iter().for_each(|service| *self.services.entry(service).or_default() += 1);
    }

    /// Weighs the terms by their rarity among the scenarios.
    fn weigh(&mut self) {
        let total = self.concepts.len() as f64;
        let mut counts = vec![0_u32; self.terms.len()];
        for concepts in &self.concepts {
            let terms: BTreeSet<usize> = concepts.iter().flat_map(|concept| &concept.terms).copied().collect();
            terms.into_iter().for_each(|term| counts[term] += 1);
        }
        for (term, count) in self.terms.iter_mut().zip(counts) {
            let rarity = (1.0 + total / f64::from(count)).ln() / (1.0 + total).ln();
            let is_phrase = term.service.is_none() && term.stems.len() > 1;
            term.weight = if is_phrase { rarity * PHRASE } else { rarity };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `term` is in `sentence`.
    fn has(sentence: &str, term: &str) -> bool {
        let scenario = Scenario { subject: vec![term.to_owned()], ..Scenario::default() };
        let topics = Topics::new(&[scenario], &[], |_| None);
        let words: Vec<_> = words_of(sentence).collect();
        let stems: Vec<&str> = words.iter().map(|word| &*word.stem).collect();
        (0..words.len()).any(|at| topics.terms_at(at, &stems).next().is_some())
    }

    #[test]
    fn the_words_of_a_term_are_near_each_other_in_any_order() {
        for (sentence, term) in [
            ("We had a public bucket.", "public bucket"),
            ("The bucket was public.", "public bucket"),
            ("One of our buckets was suddenly public.", "public bucket"),
            ("It ran over budget.", "over budget"),
            ("I wrote a Spark job.", "Spark"),
            ("two queues", "Kafka | queue"),
        ] {
            assert!(has(sentence, term), "{sentence} {term}");
        }
        for (sentence, term) in [
            ("The bucket in the north of the town was made public.", "public bucket"),
            ("The budget was over.", "over budget"),
            ("an active team", "active-active"),
        ] {
            assert!(!has(sentence, term), "{sentence} {term}");
        }
    }
}
