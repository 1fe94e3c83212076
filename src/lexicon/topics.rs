//! What the scenarios are about, weighed: an index from words and services to scenarios.

use std::collections::BTreeMap;

use super::scenario::Scenario;
use super::service::Service;
use crate::words::english;

/// How much a word weighs by where a scenario says it.
const IN_KEYWORD: f64 = 1.0;
const IN_TOPIC: f64 = 0.8;
const IN_TITLE: f64 = 0.4;
const IN_GIST: f64 = 0.15;

/// How much a service weighs that a scenario names only by way of a feature.
pub(crate) const IMPLIED: f64 = 0.5;

/// What a term says about a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Weight {
    /// Which, as an index into [`super::Lexicon::scenarios`].
    pub scenario: usize,
    /// How much: its place in the scenario, times how rare it is among scenarios.
    pub weight: f64,
}

/// A keyword of several words.
#[derive(Clone, Debug)]
pub(crate) struct Keyword {
    /// As written.
    pub text: String,
    /// The stems of its words.
    pub stems: Vec<String>,
    /// The scenarios it belongs to.
    pub weights: Vec<Weight>,
}

/// What the scenarios are about.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    /// By stem.
    pub words: BTreeMap<String, Vec<Weight>>,
    /// Those of several words, by the stem of the first.
    pub keywords: BTreeMap<String, Vec<Keyword>>,
    /// By service, as an index into [`super::Lexicon::services`].
    pub services: BTreeMap<usize, Vec<Weight>>,
}

impl Topics {
    /// Weighs what `scenarios` say and name.
    pub(super) fn new(scenarios: &[Scenario], services: &[Service]) -> Self {
        let mut words = Places::new();
        let mut named = Places::new();
        let mut keywords = BTreeMap::<Vec<String>, (String, BTreeMap<usize, f64>)>::new();
        for (index, scenario) in scenarios.iter().enumerate() {
            let mut say = |text: &str, weight: f64| {
                for word in words_of(text).filter(|word| !word.dull) {
                    place(&mut words, word.stem, index, weight);
                }
            };
            say(&scenario.title, IN_TITLE);
            scenario.gist.sentences().for_each(|sentence| say(sentence, IN_GIST));
            let topics = scenario.topics.iter().map(|topic| (topic, IN_TOPIC));
            for (keyword, weight) in scenario.keywords.iter().map(|keyword| (keyword, IN_KEYWORD)).chain(topics) {
                let parts: Vec<String> = words_of(keyword).map(|word| word.stem).collect();
                match &parts[..] {
                    [] => {}
                    [single] => place(&mut words, single.clone(), index, weight),
                    _ => {
                        let (_, at) = keywords.entry(parts).or_insert_with(|| (keyword.clone(), BTreeMap::new()));
                        let known = at.entry(index).or_default();
                        *known = known.max(weight);
                    }
                }
            }
            for &service in &scenario.services {
                place(&mut named, service, index, 1.0);
                services[service].implies.iter().for_each(|&implied| place(&mut named, implied, index, IMPLIED));
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

/// Where something is said, and how loud.
type Places<T> = BTreeMap<T, BTreeMap<usize, f64>>;

fn place<T: Ord>(places: &mut Places<T>, what: T, scenario: usize, weight: f64) {
    let at = places.entry(what).or_default().entry(scenario).or_default();
    *at = at.max(weight);
}

/// The rarer, the weightier.
fn weigh(at: BTreeMap<usize, f64>, total: usize) -> Vec<Weight> {
    let rarity = (1.0 + total as f64 / at.values().sum::<f64>().max(0.5)).ln();
    at.into_iter().map(|(scenario, weight)| Weight { scenario, weight: weight * rarity }).collect()
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word<'a> {
    /// As written.
    pub text: &'a str,
    /// Without the endings of grammar.
    pub stem: String,
    /// Whether it says nothing by itself about what the text is about.
    pub dull: bool,
}

/// The words of `text`, in order.
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

/// `word` without the endings of grammar.
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

/// Words, besides function words, that say nothing by themselves; sorted.
const STOP_WORDS: &[&str] = &[
    "able",
    "about",
    "above",
    "account",
    "accounts",
    "achieve",
    "achieved",
    "act",
    "acting",
    "action",
    "add",
    "added",
    "again",
    "allow",
    "allowed",
    "allows",
    "also",
    "always",
    "amazon",
    "another",
    "app",
    "application",
    "applications",
    "apps",
    "around",
    "asked",
    "automatic",
    "automatically",
    "aws",
    "back",
    "base",
    "be",
    "became",
    "been",
    "began",
    "being",
    "below",
    "best",
    "better",
    "both",
    "bring",
    "bringing",
    "build",
    "building",
    "built",
    "business",
    "call",
    "called",
    "came",
    "case",
    "catch",
    "catching",
    "change",
    "changed",
    "changes",
    "check",
    "closed",
    "cloud",
    "code",
    "come",
    "comes",
    "company",
    "copied",
    "copy",
    "create",
    "created",
    "creating",
    "cross",
    "customer",
    "customers",
    "data",
    "day",
    "days",
    "decided",
    "deploy",
    "deployed",
    "different",
    "doing",
    "done",
    "early",
    "easy",
    "enable",
    "enabled",
    "end",
    "engineer",
    "engineering",
    "engineers",
    "ensure",
    "ensured",
    "environment",
    "even",
    "everyone",
    "everything",
    "existing",
    "fast",
    "few",
    "file",
    "files",
    "find",
    "first",
    "fix",
    "fixed",
    "fixing",
    "follow",
    "found",
    "four",
    "free",
    "full",
    "gave",
    "get",
    "give",
    "given",
    "giving",
    "go",
    "goal",
    "good",
    "got",
    "great",
    "group",
    "hand",
    "handing",
    "hands",
    "happen",
    "happened",
    "hard",
    "having",
    "help",
    "helped",
    "here",
    "high",
    "his",
    "home",
    "hour",
    "hours",
    "however",
    "identified",
    "implement",
    "implemented",
    "implementing",
    "important",
    "improve",
    "improved",
    "improving",
    "infrastructure",
    "instead",
    "introduced",
    "issue",
    "issues",
    "job",
    "keep",
    "keeping",
    "kept",
    "knew",
    "know",
    "large",
    "last",
    "late",
    "later",
    "lay",
    "lead",
    "led",
    "less",
    "let",
    "like",
    "limit",
    "limited",
    "limits",
    "list",
    "listed",
    "long",
    "look",
    "loss",
    "made",
    "main",
    "make",
    "makes",
    "making",
    "manage",
    "managed",
    "management",
    "manager",
    "many",
    "meant",
    "meet",
    "member",
    "members",
    "minute",
    "minutes",
    "month",
    "months",
    "more",
    "most",
    "move",
    "moved",
    "much",
    "myself",
    "need",
    "needed",
    "needs",
    "never",
    "new",
    "next",
    "nobody",
    "not",
    "nothing",
    "notice",
    "noticed",
    "now",
    "off",
    "often",
    "old",
    "once",
    "one",
    "only",
    "open",
    "opened",
    "order",
    "orders",
    "other",
    "others",
    "own",
    "owned",
    "owner",
    "part",
    "people",
    "person",
    "place",
    "plan",
    "point",
    "possible",
    "problem",
    "problems",
    "process",
    "processed",
    "processes",
    "processing",
    "production",
    "project",
    "projects",
    "provide",
    "provided",
    "put",
    "quick",
    "quickly",
    "ran",
    "reach",
    "reached",
    "reaching",
    "read",
    "ready",
    "real",
    "reason",
    "reduce",
    "reduced",
    "reducing",
    "remove",
    "removed",
    "request",
    "requests",
    "required",
    "requirement",
    "requirements",
    "resource",
    "resources",
    "responsible",
    "result",
    "results",
    "right",
    "risk",
    "risky",
    "role",
    "roles",
    "run",
    "running",
    "safe",
    "safely",
    "same",
    "saw",
    "say",
    "second",
    "see",
    "sent",
    "service",
    "services",
    "set",
    "setup",
    "several",
    "share",
    "shared",
    "sharing",
    "show",
    "situation",
    "some",
    "someone",
    "something",
    "speed",
    "spot",
    "spotting",
    "start",
    "started",
    "step",
    "steps",
    "still",
    "stop",
    "store",
    "stored",
    "such",
    "support",
    "sure",
    "survive",
    "surviving",
    "system",
    "systems",
    "take",
    "taken",
    "taking",
    "task",
    "team",
    "teams",
    "tell",
    "telling",
    "ten",
    "than",
    "then",
    "there",
    "thing",
    "things",
    "thought",
    "three",
    "thus",
    "time",
    "times",
    "together",
    "told",
    "too",
    "took",
    "tool",
    "tools",
    "top",
    "toward",
    "track",
    "try",
    "two",
    "update",
    "updated",
    "use",
    "used",
    "user",
    "users",
    "uses",
    "using",
    "very",
    "wait",
    "waiting",
    "want",
    "wanted",
    "way",
    "week",
    "weeks",
    "well",
    "went",
    "work",
    "worked",
    "working",
    "workload",
    "workloads",
    "write",
    "wrong",
    "wrote",
    "year",
    "years",
    "yet",
    "zero",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
        let all: BTreeSet<_> = STOP_WORDS.iter().collect();
        assert_eq!(all.len(), STOP_WORDS.len());
    }

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
