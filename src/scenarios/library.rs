//! Ranks the user's own answers the way scenarios are ranked.
//!
//! Own answers have no keywords, so their words count by position and frequency. The rarity of a word or service is
//! computed over the scenarios and the own answers together: in a handful of answers alone, every word would be rare.

use std::collections::BTreeMap;

use super::hits::IMPLIED;
use super::query::Query;
use super::reason::{Reason, is_one_word, merged, why};
use crate::answer::Answer;
use crate::lexicon::Lexicon;
use crate::lexicon::stem::{Word, words_of};

/// The minimum similarity of a related answer, from 0 (nothing shared) to 1 (the same words).
const MIN_SIMILARITY: f64 = 0.2;
/// Answers below this share of the best similarity are dropped.
const MIN_SHARE_OF_BEST: f64 = 0.5;
/// The minimum number of shared words if no service is shared: two words are often a coincidence.
const MIN_WORDS: usize = 3;

/// The weight of a word by where an answer uses it; a service_counts service weighs 1.
const IN_TITLE: f64 = 0.5;
const REPEATED: f64 = 0.4;
const ONCE: f64 = 0.2;

/// Words that are common in the titles of answers on any topic; sorted.
const TITLE_WORDS: [&str; 20] = [
    "answer",
    "answers",
    "challenge",
    "challenges",
    "describe",
    "example",
    "examples",
    "format",
    "interview",
    "learned",
    "question",
    "questions",
    "scenario",
    "scenarios",
    "soar",
    "star",
    "stories",
    "story",
    "tip",
    "ve",
];

/// The terms of an answer, without its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The service_counts services as indices into [`Lexicon::services`], with their weights; sorted.
    services: Box<[(u32, f32)]>,
    /// The words by their numbers in the library, with their weights; sorted.
    words: Box<[(u32, f32)]>,
}

/// The document frequencies of words and services in the own answers. The caller keeps the entries.
#[derive(Debug, Default)]
pub struct Library {
    /// The number of each word stem.
    numbers: BTreeMap<Box<str>, u32>,
    /// The document frequency of each word, by number.
    word_counts: Vec<Count>,
    /// The document frequency of each service.
    service_counts: BTreeMap<u32, Count>,
    /// The number of scenarios and entries.
    total: Count,
}

/// A number of scenarios and a number of entries.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    scenarios: u32,
    entries: u32,
}

impl Count {
    fn new(scenarios: usize) -> Self {
        Self { scenarios: u32::try_from(scenarios).unwrap_or(u32::MAX), entries: 0 }
    }

    fn sum(self) -> f64 {
        f64::from(self.scenarios) + f64::from(self.entries)
    }
}

/// An own answer that is related to another one.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedAnswer<K> {
    /// The key of the answer, as passed by the caller.
    pub key: K,
    /// The similarity, from 0 to 1.
    pub similarity: f64,
    /// The shared services and words, most important first.
    pub why: Vec<String>,
}

impl Library {
    /// Adds an answer and returns its entry.
    pub fn add(&mut self, lexicon: &Lexicon, answer: &Answer) -> Entry {
        let query = Query::new(lexicon, answer);
        let mut services = BTreeMap::<u32, f32>::new();
        for &named in &query.services {
            for &service in &lexicon.services[named].implies {
                let weight = if service == named { 1.0 } else { IMPLIED as f32 };
                let Ok(number) = u32::try_from(service) else { continue };
                let known = services.entry(number).or_default();
                *known = known.max(weight);
                let scenarios = || Count::new(lexicon.topics().services.get(&service).copied().unwrap_or_default());
                self.service_counts.entry(number).or_insert_with(scenarios);
            }
        }
        let mut words = BTreeMap::<String, f32>::new();
        for (text, once, often) in [(query.title, IN_TITLE, IN_TITLE), (query.prose, ONCE, REPEATED)] {
            for word in words_of(text).filter(is_meaningful) {
                let weigh = |known: &mut f32| *known = known.max(often as f32);
                words.entry(word.stem).and_modify(weigh).or_insert(once as f32);
            }
        }
        let mut words: Vec<_> = words.into_iter().map(|(stem, weight)| (self.number(lexicon, stem), weight)).collect();
        words.sort_unstable_by_key(|(number, _)| *number);
        let entry = Entry { services: services.into_iter().collect(), words: words.into() };
        self.total.scenarios = Count::new(lexicon.scenarios.len()).scenarios;
        self.count(&entry, |count| count.entries += 1);
        entry
    }

    /// Removes an entry that [`Self::add`] returned.
    pub fn remove(&mut self, entry: &Entry) {
        self.count(entry, |count| count.entries = count.entries.saturating_sub(1));
    }

    fn count(&mut self, entry: &Entry, change: fn(&mut Count)) {
        change(&mut self.total);
        for (number, _) in &entry.words {
            self.word_counts.get_mut(*number as usize).into_iter().for_each(change);
        }
        for (service, _) in &entry.services {
            self.service_counts.get_mut(service).into_iter().for_each(change);
        }
    }

    fn number(&mut self, lexicon: &Lexicon, stem: String) -> u32 {
        if let Some(&number) = self.numbers.get(stem.as_str()) {
            return number;
        }
        let number = u32::try_from(self.word_counts.len()).unwrap_or(u32::MAX);
        self.word_counts.push(Count::new(lexicon.topics().words.get(&stem).copied().unwrap_or_default()));
        self.numbers.insert(stem.into(), number);
        number
    }

    /// Returns the `entries` that are related to `answer`, best first, at most `limit`.
    pub fn related<'a, K: Copy>(
        &self,
        lexicon: &Lexicon,
        answer: &Answer,
        entries: impl Iterator<Item = (K, &'a Entry)>,
        limit: usize,
    ) -> Vec<RelatedAnswer<K>> {
        let query = self.weighted_query(lexicon, &Query::new(lexicon, answer));
        let mut similar: Vec<(f64, K, &Entry)> = entries
            .map(|(key, entry)| (self.similarity(&query, entry), key, entry))
            .filter(|(similarity, ..)| *similarity >= MIN_SIMILARITY)
            .collect();
        similar.sort_by(|a, b| b.0.total_cmp(&a.0));
        let least = similar.first().map_or(0.0, |(best, ..)| best * MIN_SHARE_OF_BEST);
        let related = similar.into_iter().take_while(|(similarity, ..)| *similarity >= least).filter_map(
            |(similarity, key, entry)| {
                let reasons = self.reasons(&query, entry);
                let is_enough = reasons.len() >= MIN_WORDS || reasons.iter().any(|reason| reason.is_named);
                (is_enough && !is_one_word(&reasons)).then(|| RelatedAnswer { key, similarity, why: why(&reasons) })
            },
        );
        related.take(limit).collect()
    }

    /// Returns the inverse document frequency.
    fn rarity(&self, count: Count) -> f64 {
        (1.0 + self.total.sum() / count.sum().max(0.5)).ln()
    }

    /// Returns the weighted terms of `query`.
    fn weighted_query(&self, lexicon: &Lexicon, query: &Query<'_>) -> WeightedQuery {
        let mut weighted =
            WeightedQuery { services: BTreeMap::new(), words: vec![None; self.word_counts.len()], norm: 0.0 };
        for (service, (strength, is_named)) in query.service_strengths(lexicon) {
            let count =
                u32::try_from(service).ok().and_then(|number| Some((number, *self.service_counts.get(&number)?)));
            let rarity = self.rarity(count.map(|(_, count)| count).unwrap_or_default());
            weighted.norm += (strength * rarity).powi(2);
            if let Some((number, _)) = count {
                let text = lexicon.services[service].short_name().to_owned();
                weighted.services.insert(number, Reason { text, weight: strength * rarity, is_named });
            }
        }
        for (stem, (strength, text)) in query.weighted_words().into_iter().filter(|(_, (_, text))| !is_title_word(text))
        {
            let number = self.numbers.get(stem.as_str()).map(|number| *number as usize);
            let rarity = self.rarity(number.map(|number| self.word_counts[number]).unwrap_or_default());
            weighted.norm += (strength * rarity).powi(2);
            if let Some(number) = number {
                weighted.words[number] = Some(Reason { text, weight: strength * rarity, is_named: false });
            }
        }
        weighted.norm = weighted.norm.sqrt();
        weighted
    }

    /// Returns the weight of each term of `entry`, and the reason if the query has that term too.
    fn terms<'a>(
        &'a self,
        query: &'a WeightedQuery,
        entry: &'a Entry,
    ) -> impl Iterator<Item = (f64, Option<&'a Reason>)> {
        let service = |(number, weight): &(u32, f32)| {
            let count = self.service_counts.get(number).copied().unwrap_or_default();
            (f64::from(*weight) * self.rarity(count), query.services.get(number))
        };
        let word = |(number, weight): &(u32, f32)| {
            let count = self.word_counts.get(*number as usize).copied().unwrap_or_default();
            let reason = query.words.get(*number as usize).and_then(Option::as_ref);
            (f64::from(*weight) * self.rarity(count), reason)
        };
        entry.services.iter().map(service).chain(entry.words.iter().map(word))
    }

    /// Returns the cosine similarity, which does not depend on the norm of the answers.
    fn similarity(&self, query: &WeightedQuery, entry: &Entry) -> f64 {
        let (mut shared, mut norm) = (0.0, 0.0);
        for (weight, reason) in self.terms(query, entry) {
            shared += weight * reason.map_or(0.0, |reason| reason.weight);
            norm += weight * weight;
        }
        if shared > 0.0 { shared / (query.norm * norm.sqrt()) } else { 0.0 }
    }

    /// Returns the reasons for the similarity, most important first.
    fn reasons(&self, query: &WeightedQuery, entry: &Entry) -> Vec<Reason> {
        let shared = self.terms(query, entry).filter_map(|(weight, reason)| {
            reason.map(|reason| Reason { weight: weight * reason.weight, ..reason.clone() })
        });
        merged(shared)
    }
}

/// The weighted terms of an answer.
struct WeightedQuery {
    /// The weighted services.
    services: BTreeMap<u32, Reason>,
    /// The weighted words, by number.
    words: Vec<Option<Reason>>,
    /// The Euclidean norm of total weights.
    norm: f64,
}

/// Whether a word says something about the topic of a text.
fn is_meaningful(word: &Word<'_>) -> bool {
    !word.dull && !is_title_word(word.text)
}

fn is_title_word(word: &str) -> bool {
    TITLE_WORDS.binary_search(&&*word.to_lowercase()).is_ok()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, OnceLock};

    use super::*;
    use crate::coach::{Analysis, Profile};
    use crate::config::Config;
    use crate::text::Text;

    const QUEUE: &str =
        "# Lost orders\n\n**Situation:** Orders got lost.\n\n**Action:** I put SQS before the checkout.\n";
    const LATE: &str =
        "# Late parcels\n\n**Situation:** Parcels were late.\n\n**Action:** I moved the checkout to SQS.\n";
    const CHOIR: &str = "# Choir\n\n**Situation:** The choir had no room.\n\n**Action:** I asked the mayor for one.\n";

    fn profile() -> Arc<Profile> {
        static COACH: OnceLock<Arc<Profile>> = OnceLock::new();
        COACH.get_or_init(|| Arc::new(Profile::new(Arc::new(Lexicon::builtin()), Config::default()))).clone()
    }

    fn answer(draft: &str) -> Answer {
        let analysis = Analysis::new(profile(), &Text::from(draft));
        analysis.answers().first().unwrap_or_else(|| panic!("no answer: {draft}")).report.answer.clone()
    }

    #[test]
    fn answers_that_share_a_service_and_a_topic_are_related() {
        let lexicon = &profile().lexicon;
        let mut library = Library::default();
        let entries = [LATE, CHOIR].map(|draft| library.add(lexicon, &answer(draft)));
        let related = library.related(lexicon, &answer(QUEUE), entries.iter().enumerate(), 2);
        let [RelatedAnswer { key: 0, similarity, why }] = &related[..] else { panic!("{related:?}") };
        assert!((MIN_SIMILARITY..1.0).contains(similarity), "{similarity}");
        assert_eq!(why[..], ["SQS"]);
        assert_eq!(library.related(lexicon, &answer(QUEUE), entries.iter().enumerate(), 0), []);
        assert_eq!(library.related(lexicon, &answer(CHOIR), entries[..1].iter().enumerate(), 2), []);
    }

    #[test]
    fn an_answer_is_most_similar_to_itself() {
        let lexicon = &profile().lexicon;
        let mut library = Library::default();
        let entries = [LATE, QUEUE, CHOIR].map(|draft| library.add(lexicon, &answer(draft)));
        let related = library.related(lexicon, &answer(QUEUE), entries.iter().enumerate(), 3);
        assert_eq!(related.iter().map(|related| related.key).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn removed_answers_no_longer_count() {
        let lexicon = &profile().lexicon;
        let mut library = Library::default();
        let late = library.add(lexicon, &answer(LATE));
        let before = library.related(lexicon, &answer(QUEUE), [((), &late)].into_iter(), 1);
        let many: Vec<_> = (0..20).map(|_| library.add(lexicon, &answer(QUEUE))).collect();
        let among = library.related(lexicon, &answer(QUEUE), [((), &late)].into_iter(), 1);
        assert_ne!(before, among, "common words count less");
        many.iter().for_each(|entry| library.remove(entry));
        assert_eq!(library.related(lexicon, &answer(QUEUE), [((), &late)].into_iter(), 1), before);
    }

    #[test]
    fn common_title_words_and_empty_answers_relate_nothing() {
        assert!(TITLE_WORDS.is_sorted());
        let lexicon = &profile().lexicon;
        let mut library = Library::default();
        let titled = |words: &str| answer(&format!("# {words}\n\n**Situation:** Ah.\n\n**Action:** I was.\n"));
        for words in ["My answers", "", "Example 3", "A challenge"] {
            let entry = library.add(lexicon, &titled(words));
            assert_eq!(library.related(lexicon, &titled(words), [((), &entry)].into_iter(), 1), [], "{words}");
        }
    }
}
