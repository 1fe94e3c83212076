//! The writer's own answers, ranked as scenarios are.
//!
//! Nobody chose keywords for them, so their words count by where they stand and how often. How rare a word or service is,
//! is told by the scenarios and the own answers together: a handful of answers alone would make everything rare.

use std::collections::BTreeMap;

use super::ranking::{Query, Reason, Shared, add, is_one_word, why};
use crate::answer::Answer;
use crate::lexicon::Lexicon;
use crate::lexicon::topics::{IMPLIED, Word, words_of};

/// The least likeness that is worth an editor's menu entry, from 0 (nothing shared) to 1 (the same words).
const WORTH_SAYING: f64 = 0.2;
/// The share of the best likeness below which a further one is left out.
const STAY_CLOSE: f64 = 0.5;
/// How many words two answers must share that share no service: two are soon said by chance.
const FEWEST_WORDS: usize = 3;

/// How much a word weighs by where an answer says it; a service that it names weighs 1.
const IN_TITLE: f64 = 0.5;
const SAID_OFTEN: f64 = 0.4;
const SAID_ONCE: f64 = 0.2;

/// Words by which people title answers, whatever those are about; sorted.
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

/// What an answer is about, as far as the ranking goes: not its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The services that it names, as indices into [`Lexicon::services`], with how much each counts; sorted.
    services: Box<[(u32, f32)]>,
    /// The words that it says, by their numbers in the library, with how much each counts; sorted.
    words: Box<[(u32, f32)]>,
}

/// Own answers: the words they use, and how many use each. The entries themselves are kept by whoever knows where the
/// answers stand.
#[derive(Debug, Default)]
pub struct Library {
    /// The number of each stem.
    numbers: BTreeMap<Box<str>, u32>,
    /// Who says the word of this number.
    said: Vec<Count>,
    /// Who names a service.
    named: BTreeMap<u32, Count>,
    /// How many scenarios and entries there are.
    all: Count,
}

/// How many scenarios, and how many entries.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    scenarios: u32,
    entries: u32,
}

impl Count {
    fn of(scenarios: usize) -> Self {
        Self { scenarios: u32::try_from(scenarios).unwrap_or(u32::MAX), entries: 0 }
    }

    fn sum(self) -> f64 {
        f64::from(self.scenarios) + f64::from(self.entries)
    }
}

/// An own answer that is related to another.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedAnswer<K> {
    /// Which.
    pub key: K,
    /// How alike they are, from 0 to 1.
    pub likeness: f64,
    /// What they share, the weightiest first: service names and words.
    pub why: Vec<String>,
}

impl Library {
    /// Takes an answer in, and returns what is to be kept of it.
    pub fn admit(&mut self, lexicon: &Lexicon, answer: &Answer) -> Entry {
        let query = Query::of(lexicon, answer);
        let mut services = BTreeMap::<u32, f32>::new();
        for &named in &query.services {
            for &service in &lexicon.services[named].implies {
                let weight = if service == named { 1.0 } else { IMPLIED as f32 };
                let Ok(number) = u32::try_from(service) else { continue };
                let known = services.entry(number).or_default();
                *known = known.max(weight);
                let scenarios = || Count::of(lexicon.topics().services.get(&service).map_or(0, Vec::len));
                self.named.entry(number).or_insert_with(scenarios);
            }
        }
        let mut words = BTreeMap::<String, f32>::new();
        for (text, once, often) in [(query.title, IN_TITLE, IN_TITLE), (query.prose, SAID_ONCE, SAID_OFTEN)] {
            for word in words_of(text).filter(tells) {
                let weigh = |known: &mut f32| *known = known.max(often as f32);
                words.entry(word.stem).and_modify(weigh).or_insert(once as f32);
            }
        }
        let mut words: Vec<_> = words.into_iter().map(|(stem, weight)| (self.number(lexicon, stem), weight)).collect();
        words.sort_unstable_by_key(|(number, _)| *number);
        let entry = Entry { services: services.into_iter().collect(), words: words.into() };
        self.all.scenarios = Count::of(lexicon.scenarios.len()).scenarios;
        self.count(&entry, |count| count.entries += 1);
        entry
    }

    /// Forgets an entry that it has returned.
    pub fn dismiss(&mut self, entry: &Entry) {
        self.count(entry, |count| count.entries = count.entries.saturating_sub(1));
    }

    fn count(&mut self, entry: &Entry, change: fn(&mut Count)) {
        change(&mut self.all);
        for (number, _) in &entry.words {
            self.said.get_mut(*number as usize).into_iter().for_each(change);
        }
        for (service, _) in &entry.services {
            self.named.get_mut(service).into_iter().for_each(change);
        }
    }

    fn number(&mut self, lexicon: &Lexicon, stem: String) -> u32 {
        if let Some(&number) = self.numbers.get(stem.as_str()) {
            return number;
        }
        let number = u32::try_from(self.said.len()).unwrap_or(u32::MAX);
        self.said.push(Count::of(lexicon.topics().words.get(&stem).map_or(0, Vec::len)));
        self.numbers.insert(stem.into(), number);
        number
    }

    /// Those of `entries` that are related to `answer`, best first, at most `limit`, none that shares nothing of weight.
    pub fn related<'a, K: Copy>(
        &self,
        lexicon: &Lexicon,
        answer: &Answer,
        entries: impl Iterator<Item = (K, &'a Entry)>,
        limit: usize,
    ) -> Vec<RelatedAnswer<K>> {
        let asked = self.asked(lexicon, &Query::of(lexicon, answer));
        let mut alike: Vec<(f64, K, &Entry)> = entries
            .map(|(key, entry)| (self.likeness(&asked, entry), key, entry))
            .filter(|(likeness, ..)| *likeness >= WORTH_SAYING)
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0));
        let least = alike.first().map_or(0.0, |(best, ..)| best * STAY_CLOSE);
        let related =
            alike.into_iter().take_while(|(likeness, ..)| *likeness >= least).filter_map(|(likeness, key, entry)| {
                let reasons = self.reasons(&asked, entry);
                let is_enough = reasons.len() >= FEWEST_WORDS || reasons.iter().any(|reason| reason.is_named);
                (is_enough && !is_one_word(&reasons)).then(|| RelatedAnswer { key, likeness, why: why(&reasons) })
            });
        related.take(limit).collect()
    }

    /// The rarer, the weightier.
    fn rarity(&self, count: Count) -> f64 {
        (1.0 + self.all.sum() / count.sum().max(0.5)).ln()
    }

    /// What `query` looks for, weighed.
    fn asked(&self, lexicon: &Lexicon, query: &Query<'_>) -> Asked {
        let mut asked = Asked { services: BTreeMap::new(), words: vec![None; self.said.len()], length: 0.0 };
        for (service, (strength, is_named)) in query.service_strengths(lexicon) {
            let count = u32::try_from(service).ok().and_then(|number| Some((number, *self.named.get(&number)?)));
            let rarity = self.rarity(count.map(|(_, count)| count).unwrap_or_default());
            asked.length += (strength * rarity).powi(2);
            if let Some((number, _)) = count {
                let text = lexicon.services[service].short_name().to_owned();
                asked.services.insert(number, Reason { text, weight: strength * rarity, is_named });
            }
        }
        for (stem, (strength, text)) in query.words_said().into_iter().filter(|(_, (_, text))| !is_of_titles(text)) {
            let number = self.numbers.get(stem.as_str()).map(|number| *number as usize);
            let rarity = self.rarity(number.map(|number| self.said[number]).unwrap_or_default());
            asked.length += (strength * rarity).powi(2);
            if let Some(number) = number {
                asked.words[number] = Some(Reason { text, weight: strength * rarity, is_named: false });
            }
        }
        asked.length = asked.length.sqrt();
        asked
    }

    /// What `entry` says and names: how much each counts, and the reason that it shares with what is asked.
    fn terms<'a>(&'a self, asked: &'a Asked, entry: &'a Entry) -> impl Iterator<Item = (f64, Option<&'a Reason>)> {
        let service = |(number, place): &(u32, f32)| {
            let count = self.named.get(number).copied().unwrap_or_default();
            (f64::from(*place) * self.rarity(count), asked.services.get(number))
        };
        let word = |(number, place): &(u32, f32)| {
            let count = self.said.get(*number as usize).copied().unwrap_or_default();
            let reason = asked.words.get(*number as usize).and_then(Option::as_ref);
            (f64::from(*place) * self.rarity(count), reason)
        };
        entry.services.iter().map(service).chain(entry.words.iter().map(word))
    }

    /// The cosine of the angle between the two, as vectors of weights: long answers are not alike for being long.
    fn likeness(&self, asked: &Asked, entry: &Entry) -> f64 {
        let (mut shared, mut length) = (0.0, 0.0);
        for (weight, reason) in self.terms(asked, entry) {
            shared += weight * reason.map_or(0.0, |reason| reason.weight);
            length += weight * weight;
        }
        if shared > 0.0 { shared / (asked.length * length.sqrt()) } else { 0.0 }
    }

    /// The reasons of the likeness, the weightiest first.
    fn reasons(&self, asked: &Asked, entry: &Entry) -> Vec<Reason> {
        let mut shared = Shared::new();
        for (weight, reason) in self.terms(asked, entry) {
            if let Some(Reason { text, weight: strength, is_named }) = reason {
                add(&mut shared, text, weight * strength, *is_named);
            }
        }
        let mut reasons: Vec<Reason> = shared.into_values().collect();
        reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        reasons
    }
}

/// What an answer looks for in others, each with what it weighs.
struct Asked {
    /// By service.
    services: BTreeMap<u32, Reason>,
    /// By the numbers of words.
    words: Vec<Option<Reason>>,
    /// Of all of it, as a vector.
    length: f64,
}

/// Whether a word says something about what a text is about.
fn tells(word: &Word<'_>) -> bool {
    !word.dull && !is_of_titles(word.text)
}

fn is_of_titles(word: &str) -> bool {
    TITLE_WORDS.binary_search(&&*word.to_lowercase()).is_ok()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, OnceLock};

    use super::*;
    use crate::coach::{Analysis, Coach};
    use crate::config::Config;
    use crate::text::Text;

    const QUEUE: &str =
        "# Lost orders\n\n**Situation:** Orders got lost.\n\n**Action:** I put SQS before the checkout.\n";
    const LATE: &str =
        "# Late parcels\n\n**Situation:** Parcels were late.\n\n**Action:** I moved the checkout to SQS.\n";
    const CHOIR: &str = "# Choir\n\n**Situation:** The choir had no room.\n\n**Action:** I asked the mayor for one.\n";

    fn coach() -> Arc<Coach> {
        static COACH: OnceLock<Arc<Coach>> = OnceLock::new();
        COACH.get_or_init(|| Arc::new(Coach::new(Arc::new(Lexicon::builtin()), Config::default()))).clone()
    }

    fn answer(draft: &str) -> Answer {
        let analysis = Analysis::new(coach(), &Text::from(draft));
        analysis.answers().first().unwrap_or_else(|| panic!("no answer: {draft}")).report.answer.clone()
    }

    #[test]
    fn what_shares_a_service_and_a_subject_is_related_and_says_why() {
        let lexicon = &coach().lexicon;
        let mut library = Library::default();
        let entries = [LATE, CHOIR].map(|draft| library.admit(lexicon, &answer(draft)));
        let related = library.related(lexicon, &answer(QUEUE), entries.iter().enumerate(), 2);
        let [RelatedAnswer { key: 0, likeness, why }] = &related[..] else { panic!("{related:?}") };
        assert!((WORTH_SAYING..1.0).contains(likeness), "{likeness}");
        assert_eq!(why[..], ["SQS"]);
        assert_eq!(library.related(lexicon, &answer(QUEUE), entries.iter().enumerate(), 0), []);
        assert_eq!(library.related(lexicon, &answer(CHOIR), entries[..1].iter().enumerate(), 2), []);
    }

    #[test]
    fn an_answer_is_most_like_itself() {
        let lexicon = &coach().lexicon;
        let mut library = Library::default();
        let entries = [LATE, QUEUE, CHOIR].map(|draft| library.admit(lexicon, &answer(draft)));
        let related = library.related(lexicon, &answer(QUEUE), entries.iter().enumerate(), 3);
        assert_eq!(related.iter().map(|related| related.key).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn what_is_dismissed_counts_no_more() {
        let lexicon = &coach().lexicon;
        let mut library = Library::default();
        let late = library.admit(lexicon, &answer(LATE));
        let before = library.related(lexicon, &answer(QUEUE), [((), &late)].into_iter(), 1);
        let many: Vec<_> = (0..20).map(|_| library.admit(lexicon, &answer(QUEUE))).collect();
        let among = library.related(lexicon, &answer(QUEUE), [((), &late)].into_iter(), 1);
        assert_ne!(before, among, "what all say tells less");
        many.iter().for_each(|entry| library.dismiss(entry));
        assert_eq!(library.related(lexicon, &answer(QUEUE), [((), &late)].into_iter(), 1), before);
    }

    #[test]
    fn words_of_titles_and_empty_answers_relate_nothing() {
        assert!(TITLE_WORDS.is_sorted());
        let lexicon = &coach().lexicon;
        let mut library = Library::default();
        let titled = |words: &str| answer(&format!("# {words}\n\n**Situation:** Ah.\n\n**Action:** I was.\n"));
        for words in ["My answers", "", "Example 3", "A challenge"] {
            let entry = library.admit(lexicon, &titled(words));
            assert_eq!(library.related(lexicon, &titled(words), [((), &entry)].into_iter(), 1), [], "{words}");
        }
    }
}
