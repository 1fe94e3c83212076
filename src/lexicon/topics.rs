//! The topics of the scenarios: a weighted index from words and services to scenarios.

use std::collections::BTreeMap;

use super::scenario::Scenario;
use super::service::Service;
use super::stop_words::STOP_WORDS;
use crate::words::english;

/// The weight of a word, by its place in the scenario.
const IN_KEYWORD: f64 = 1.0;
const IN_TOPIC: f64 = 0.8;
const IN_TITLE: f64 = 0.4;
const IN_GIST: f64 = 0.15;

/// The weight of a service that is only implied by another one.
pub(crate) const IMPLIED: f64 = 0.5;

/// The weight of a term for a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Weight {
    /// The scenario, as an index into [`super::Lexicon::scenarios`].
    pub scenario: usize,
    /// The weight of its place in the scenario, multiplied by its rarity among all scenarios.
    pub weight: f64,
}

/// A keyword of several words.
#[derive(Clone, Debug)]
pub(crate) struct Keyword {
    /// The keyword, as written.
    pub text: String,
    /// The stems of its words.
    pub stems: Vec<String>,
    /// Its weight for each scenario that has it.
    pub weights: Vec<Weight>,
}

/// The topics of all scenarios.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    /// Single words, by stem.
    pub words: BTreeMap<String, Vec<Weight>>,
    /// Keywords of several words, by the stem of the first word.
    pub keywords: BTreeMap<String, Vec<Keyword>>,
    /// Services, as indices into [`super::Lexicon::services`].
    pub services: BTreeMap<usize, Vec<Weight>>,
}

impl Topics {
    /// Indexes the words and services of `scenarios`.
    pub(super) fn new(scenarios: &[Scenario], services: &[Service]) -> Self {
        let mut words = TermWeights::new();
        let mut named = TermWeights::new();
        let mut keywords = BTreeMap::<Vec<String>, (String, BTreeMap<usize, f64>)>::new();
        for (index, scenario) in scenarios.iter().enumerate() {
            let mut say = |text: &str, weight: f64| {
                for word in words_of(text).filter(|word| !word.dull) {
                    record(&mut words, word.stem, index, weight);
                }
            };
            say(&scenario.title, IN_TITLE);
            scenario.content.sentences().for_each(|sentence| say(sentence, IN_GIST));
            let topics = scenario.topics.iter().map(|topic| (topic, IN_TOPIC));
            for (keyword, weight) in scenario.keywords.iter().map(|keyword| (keyword, IN_KEYWORD)).chain(topics) {
                let parts: Vec<String> = words_of(keyword).map(|word| word.stem).collect();
                match &parts[..] {
                    [] => {}
                    [single] => record(&mut words, single.clone(), index, weight),
                    _ => {
                        let (_, at) = keywords.entry(parts).or_insert_with(|| (keyword.clone(), BTreeMap::new()));
                        let known = at.entry(index).or_default();
                        *known = known.max(weight);
                    }
                }
            }
            for &service in &scenario.services {
                record(&mut named, service, index, 1.0);
                services[service].implies.iter().for_each(|&implied| record(&mut named, implied, index, IMPLIED));
            }
        }
        let mut by_first = BTreeMap::<String, Vec<Keyword>>::new();
        for (stems, (text, at)) in keywords {
            let weights = weigh(at, scenarios.len());
            by_first.entry(stems[0].clone()).or_default().push(Keyword { text, stems, weights });
        }
        let total = scenarios.len();
        Self {
            words: words.into_iter().map(|(word, at)| (word, weigh(at, total))).collect(),
            keywords: by_first,
            services: named.into_iter().map(|(service, at)| (service, weigh(at, total))).collect(),
        }
    }
}

/// For each term, its highest weight in each scenario.
type TermWeights<T> = BTreeMap<T, BTreeMap<usize, f64>>;

/// Records that `term` has this weight in `scenario`, unless it already has a higher one.
fn record<T: Ord>(weights: &mut TermWeights<T>, term: T, scenario: usize, weight: f64) {
    let at = weights.entry(term).or_default().entry(scenario).or_default();
    *at = at.max(weight);
}

/// Multiplies the weights of a term in each scenario by its rarity among `total` scenarios.
fn weigh(at: BTreeMap<usize, f64>, total: usize) -> Vec<Weight> {
    let rarity = (1.0 + total as f64 / at.values().sum::<f64>().max(0.5)).ln();
    at.into_iter().map(|(scenario, weight)| Weight { scenario, weight: weight * rarity }).collect()
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word<'a> {
    /// The word, as written.
    pub text: &'a str,
    /// The stem, without grammatical endings.
    pub stem: String,
    /// Whether it says nothing about the topic by itself.
    pub dull: bool,
}

/// Returns the words of `text`, in order.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.split(|char: char| !char.is_alphanumeric()).filter(|text| !text.is_empty()).map(|text| {
        let word = text.to_lowercase();
        let is_number = word.chars().all(|char| char.is_ascii_digit());
        let dull = word.len() < 2
            || is_number
            || english::is_function_word(&word)
            || STOP_WORDS.binary_search(&word.as_str()).is_ok();
        Word { text, stem: stem(&word), dull }
    })
}

/// Returns `word` without grammatical endings.
fn stem(word: &str) -> String {
    let mut stem = word;
    for (ending, put) in [("ies", "y"), ("ied", "y"), ("sses", "ss")] {
        if let Some(head) = stem.strip_suffix(ending).filter(|head| head.len() >= 3) {
            return format!("{head}{put}");
        }
    }
    for endings in [&["s"][..], &["ing", "ed", "ation", "ions", "ion", "er", "e", "ly"]] {
        let keeps = |head: &&str| {
            head.len() >= 4 && !head.ends_with('s') || head.len() >= 3 && endings == ["s"] && !head.ends_with('s')
        };
        if let Some(head) = endings.iter().find_map(|ending| stem.strip_suffix(ending).filter(keeps)) {
            stem = head;
        }
    }
    let twice = stem.len() > 3 && stem.is_ascii() && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
    if twice && !stem.ends_with("ss") && !stem.ends_with("ll") {
        stem[..stem.len() - 1].to_owned()
    } else {
        stem.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_forms_of_a_word_have_one_stem() {
        for forms in [
            &["queue", "queues", "queued", "queuing"][..],
            &["rotate", "rotates", "rotated", "rotating", "rotation"],
            &["policy", "policies"],
            &["log", "logs", "logging", "logged"],
            &["alarm", "alarms"],
            &["encrypt", "encrypted", "encryption"],
        ] {
            let stems: BTreeSet<_> = forms.iter().map(|form| stem(form)).collect();
            assert_eq!(stems.len(), 1, "{forms:?} {stems:?}");
        }
        assert_ne!(stem("bus"), stem("busy"));
    }

    #[test]
    fn dull_words_and_marks_are_left_out() {
        let text = "We used the Queue, and it's \u{2014} fine";
        let found: Vec<_> = words_of(text).filter(|word| !word.dull).map(|word| word.text).collect();
        assert_eq!(found, ["Queue", "fine"]);
        assert_eq!(
            words_of("cross-account, 30%").map(|word| word.stem).collect::<Vec<_>>(),
            ["cross", "account", "30"]
        );
    }
}
