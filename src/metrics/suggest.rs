//! Suggests metric placeholders for a sentence without a metric.

use super::nouns::is_trouble;
use super::units::{self, WordList};
use crate::words;
use crate::words::english::{AUXILIARIES, SUBORDINATORS};

/// A metric placeholder, and the position in the sentence at which it reads best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The placeholder, such as `by [X%]`.
    pub text: &'static str,
    /// The separator before it: a space, or a comma and a space.
    pub lead: &'static str,
    /// The byte offset in the sentence at which to insert it.
    pub at: usize,
}

const BY: &str = "by [X%]";
const FROM_TO: &str = "from [before] to [after]";
/// For a comparison, which "by" and "from" can't follow: "are much faster (from [before] to [after])".
const ASIDE: &str = "(from [before] to [after])";
const BY_ASIDE: &str = "(by [X%])";
const SAVING: &str = "saving $[amount] per [month]";
const HOURS: &str = "saving [N] hours per [week]";
const CUTTING: &str = "cutting [metric] from [before] to [after]";
/// A clause of its own, which can follow any other.
const WENT: &str = "and [metric] went from [before] to [after]";
const FEWER: &str = "with [N] fewer [incidents] per [month]";
const DOWN: &str = "down from [N] per [month]";
const MINUTES: &str = "in [N] minutes";
const USERS: &str = "for [N] users";

/// Returns two to four metric placeholders that read well in `sentence`, the best first.
///
/// All have the same position: the end of the clause with the first verb of change, or the end of the sentence, before
/// its punctuation. Each becomes a metric once its brackets are filled in.
pub fn placeholders_for(sentence: &str) -> Vec<Suggestion> {
    let lower = sentence.to_ascii_lowercase();
    let words = words(&lower);
    let first = |topic: &[&str]| words.iter().position(|word| topic.contains(&word.text));
    let verb = (0..words.len()).find(|at| is_change(words[*at].text) && !is_attribute(&words, *at));
    // A comparative raises the question "from what to what?".
    let compares = |word: &Word<'_>| units::entry(word.text).is_in(WordList::Comparative);
    let comparison = words.iter().position(compares).filter(|comparison| verb.is_none_or(|verb| *comparison < verb));
    let done = || [SAVED, REPAIR, MOVE, DELIVERY].into_iter().find_map(first);
    let at = place(sentence, &lower, &words, comparison.or(verb).or_else(done));
    // The clauses after the position may be about something else.
    let clause = &words[..words.partition_point(|word| word.start < at)];
    let texts = match (comparison, verb) {
        (Some(comparison), _) => compared(clause, words[comparison].text),
        (None, Some(_)) => changed(clause),
        (None, None) => happened(main_clause(clause)),
    };
    let mut suggestions: Vec<_> = texts.iter().map(|&text| Suggestion { text, lead: lead(text), at }).collect();
    // A text with a comma before it would need another one before "and everyone noticed".
    if sentence[at..].starts_with(' ') {
        suggestions.sort_by_key(|suggestion| suggestion.lead != " ");
    }
    suggestions
}

/// Returns the words before the first subordinate clause: "it paid for itself", without "before the quarter was out".
fn main_clause<'a, 'b>(clause: &'a [Word<'b>]) -> &'a [Word<'b>] {
    let is_subordinate = |word: &Word<'_>| {
        SUBORDINATORS.contains(word.text) || matches!(word.text, "after" | "before" | "since" | "until")
    };
    match clause.iter().position(is_subordinate) {
        Some(end) if end > 0 => &clause[..end],
        _ => clause,
    }
}

/// A word of the sentence, in lower case.
struct Word<'a> {
    /// The byte offset in the sentence.
    start: usize,
    text: &'a str,
}

fn has(clause: &[Word<'_>], topic: &[&str]) -> bool {
    clause.iter().any(|word| topic.contains(&word.text))
}

fn has_trouble(clause: &[Word<'_>]) -> bool {
    has(clause, TROUBLE) || clause.iter().any(|word| is_trouble(word.text))
}

/// Returns the placeholders for a clause with a comparison, such as "faster".
fn compared(clause: &[Word<'_>], comparison: &str) -> &'static [&'static str] {
    match () {
        () if has(clause, COST) => &[SAVING, BY_ASIDE, ASIDE],
        () if has_trouble(clause) && matches!(comparison, "fewer" | "less" | "lower") => &[ASIDE, DOWN],
        () => &[ASIDE, BY_ASIDE],
    }
}

/// Returns the placeholders for a clause with a verb of change, such as "improved".
fn changed(clause: &[Word<'_>]) -> &'static [&'static str] {
    match () {
        () if has(clause, COST) => &[SAVING, BY, FROM_TO],
        () if has(clause, UPTIME) => &["to [X]% uptime", FROM_TO, BY],
        () if has_trouble(clause) => &[FROM_TO, BY, "to [N] per [month]"],
        () if has(clause, LATENCY) => &[FROM_TO, BY, "to [N] ms"],
        () if has(clause, TIME) => &[FROM_TO, BY, "to [N] minutes"],
        () if has(clause, RATE) => &["to [N] per [week]", FROM_TO, BY],
        () if has(clause, QUICK) => &[FROM_TO, BY],
        () if has(clause, SECURITY) => &[CUTTING, FEWER],
        () if has(clause, TOIL) => &[HOURS, BY, FROM_TO],
        () if has(clause, SOFT) => &[HOURS, CUTTING, FEWER],
        () => &[BY, FROM_TO],
    }
}

/// Returns the placeholders for any other clause.
fn happened(clause: &[Word<'_>]) -> &'static [&'static str] {
    match () {
        () if has(clause, SAVED) && has(clause, COST) => &["about $[amount] per [month]", WENT],
        () if has(clause, SAVED) => &["about [N] hours per [week]", WENT],
        () if has(clause, REPAIR) && has(clause, QUARREL) => &["within [N] days", WENT],
        () if has(clause, REPAIR) => &[MINUTES, "within [N] minutes of the first alert"],
        () if has(clause, COST) => &[SAVING, CUTTING],
        () if has(clause, FEELING) => &[FEWER, WENT, HOURS],
        () if has(clause, MOVE) => &["with [N] minutes of downtime", USERS],
        () if has(clause, DELIVERY) => &[USERS, HOURS, "[N] days ahead of schedule"],
        () if has(clause, AUDIT) => &["with [N] findings", WENT],
        () if has(clause, LOAD) => &["at [N] requests per second", WENT],
        () if has(clause, UPTIME) => &["with [X]% uptime over [N] months", FEWER],
        () if has_trouble(clause) => &[DOWN, CUTTING],
        () if has(clause, TOIL) => &[HOURS, CUTTING],
        () if has(clause, QUICK) => &[ASIDE, "now [N] seconds on average"],
        () if has(clause, RATE) => &["at [N] per [week]", WENT],
        () if has(clause, STATE) => &[FEWER, WENT, HOURS],
        () if has(clause, PERSON) => &[WENT, FEWER],
        () => &[HOURS, WENT, CUTTING],
    }
}

/// Returns the separator before `text`: a participle, an aside or a clause needs a comma.
fn lead(text: &str) -> &'static str {
    let joined = ["by ", "from ", "to ", "in ", "within ", "for ", "("].iter().any(|start| text.starts_with(start));
    if joined { " " } else { ", " }
}

/// Returns the byte offset of the end of the clause with the word `anchor`, or else of the sentence.
fn place(sentence: &str, lower: &str, words: &[Word<'_>], anchor: Option<usize>) -> usize {
    let end = sentence
        .trim_end_matches(|char: char| !char.is_alphanumeric() && !matches!(char, ')' | ']' | '%' | '"' | '”'))
        .len();
    let Some(anchor) = anchor else { return end };
    let word_at = |index: usize| words.get(index).map_or("", |word| word.text);
    (anchor + 1..words.len())
        .find_map(|index| {
            let Word { start, text: word, .. } = words[index];
            let next = word_at(index + 1);
            let before = lower[..start].trim_end();
            let comma = before.ends_with([',', ';', ':', '—', '–']) || before.ends_with(" -");
            let joins = matches!(word, "and" | "or" | "but" | "yet");
            let clause = word.ends_with("ing")
                || is_past(word)
                || matches!(
                    word,
                    "which"
                        | "so"
                        | "while"
                        | "but"
                        | "that"
                        | "where"
                        | "as"
                        | "because"
                        | "since"
                        | "with"
                        | "without"
                        | "even"
                        | "though"
                        | "although"
                )
                || !joins && has_verb(words, index)
                || joins && (is_past(next) || has_verb(words, index + 1));
            let joined = matches!(word, "while" | "which" | "through" | "because" | "after" | "so" | "thanks" | "when")
                || word == "and" && (is_past(next) || next.ends_with("ing") || has_verb(words, index + 1))
                || matches!(word, "by" | "without") && next.ends_with("ing")
                || word == "before" && REPAIR.contains(&word_at(anchor));
            let stop = before.trim_end_matches([',', ';', ':', '—', '–', '-', ' ']).len();
            (comma && clause || joined).then_some(stop)
        })
        .unwrap_or(end)
}

/// Verbs of a clause, besides auxiliaries and verbs in -ed.
const FINITE: &[&str] =
    &["now", "felt", "got", "went", "came", "took", "won", "fell", "rose", "grew", "said", "slept", "stayed"];

/// Whether a subject and its verb start at the word: "everyone was happy", "the two clients renewed".
fn has_verb(words: &[Word<'_>], at: usize) -> bool {
    let word = |index: usize| words.get(index).map_or("", |word| word.text);
    let pronoun = matches!(
        word(at),
        "we" | "i" | "it" | "they" | "he" | "she" | "this" | "nobody" | "everyone" | "everybody" | "no-one" | "there"
    );
    pronoun
        || (at + 1..at + 7)
            .map(word)
            .take_while(|word| !matches!(*word, "and" | "to" | "for"))
            .any(|word| AUXILIARIES.contains(word) || FINITE.contains(&word) || is_past(word))
}

/// Whether the participle describes a noun, as in "the increased load".
fn is_attribute(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words[before].text);
    words[at].text.ends_with("ed")
        && matches!(before, "the" | "this" | "an" | "a" | "our" | "with" | "of" | "under" | "despite" | "for" | "their")
}

/// Returns the words of `text`.
fn words(text: &str) -> Vec<Word<'_>> {
    let runs = words::runs(text, |char| matches!(char, '-' | '\''));
    runs.map(|(start, text)| Word { start, text }).collect()
}

/// Whether the word is a verb in the past tense.
fn is_past(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed")
        || matches!(word, "cut" | "made" | "gave" | "kept" | "built" | "became" | "led" | "was" | "were")
}

/// Whether the word is a verb of change, which raises the question "by how much?".
fn is_change(word: &str) -> bool {
    let stems: &[&str] = match word.as_bytes() {
        [b'a', ..] => &["accelerat"],
        [b'b', ..] => &["boost"],
        [b'd', ..] => &["decreas", "dropp", "declin"],
        [b'e', ..] => &["enhanc"],
        [b'f', ..] => &["fell"],
        [b'g', ..] => &["grew"],
        [b'i', ..] => &["improv", "increas"],
        [b'l', ..] => &["lower"],
        [b'm', ..] => &["minimi"],
        [b'o', ..] => &["optimi"],
        [b'r', ..] => &["reduc", "rais", "rose"],
        [b's', ..] => &["shorten", "shrank", "shrunk", "strengthen"],
        [b'w', ..] => &["widen"],
        _ => &[],
    };
    matches!(word, "cut" | "cuts" | "cutting" | "sped")
        || word != "lower"
            && stems.iter().any(|stem| word.starts_with(stem))
            && !["ion", "ions", "ment", "ments", "er", "ers"].iter().any(|noun| word.ends_with(noun))
}

const COST: &[&str] = &[
    "cost",
    "costs",
    "spend",
    "spending",
    "bill",
    "bills",
    "money",
    "expense",
    "expenses",
    "cheaper",
    "expensive",
    "savings",
    "waste",
    "overhead",
];

const LATENCY: &[&str] = &["latency", "latencies"];

const TIME: &[&str] = &["time", "times", "delay", "delays", "mttr", "wait", "waits", "duration"];

const QUICK: &[&str] =
    &["slow", "speed", "response", "performance", "performant", "fast", "quick", "quickly", "instant", "instantly"];

const QUARREL: &[&str] = &["conflict", "dispute", "disagreement", "argument", "tension", "misunderstanding"];

const UPTIME: &[&str] =
    &["uptime", "availability", "reliability", "available", "reliable", "stability", "resilience", "resilient"];

/// Words for something bad, besides the plural nouns in `lexicon/metrics.toml`.
const TROUBLE: &[&str] = &[
    "incident",
    "bug",
    "error",
    "alert",
    "outage",
    "problem",
    "problems",
    "paged",
    "alarms",
    "misconfigurations",
    "downtime",
];

const REPAIR: &[&str] =
    &["restored", "recovered", "resolved", "stabilized", "stabilised", "mitigated", "fixed", "restoration"];

/// Words for a migration, which raise the question of downtime.
const MOVE: &[&str] = &["migrated", "migration", "upgraded", "moved", "failover", "cutover", "cut-over", "switched"];

const SAVED: &[&str] = &["save", "saved", "saves", "saving", "freed"];

const FEELING: &[&str] =
    &["happy", "happier", "impressed", "pleased", "satisfied", "relaxed", "content", "delighted", "thrilled", "glad"];

const AUDIT: &[&str] = &["audit", "audits", "audited", "assessment", "certification", "certified"];

const LOAD: &[&str] = &["load", "traffic", "peak", "spike", "demand", "requests"];

/// Things that are rarely measured in percent.
const SECURITY: &[&str] = &["security", "posture", "risk", "risks", "compliance"];

const DELIVERY: &[&str] =
    &["launched", "delivered", "shipped", "released", "completed", "finished", "deployed", "built", "published"];

/// Words for a state rather than an event.
const STATE: &[&str] = &["is", "are", "was", "were", "felt", "feels", "became", "remained", "stayed", "calm", "happy"];

const PERSON: &[&str] =
    &["she", "he", "agreed", "thanked", "trust", "manager", "client", "customer", "colleague", "learned", "understood"];

/// Things that improve without a unit of their own.
const SOFT: &[&str] = &[
    "collaboration",
    "communication",
    "morale",
    "trust",
    "confidence",
    "experience",
    "visibility",
    "culture",
    "relationship",
    "relationships",
    "clarity",
    "community",
    "conversations",
    "alignment",
    "documentation",
];

const RATE: &[&str] =
    &["throughput", "deployments", "deployment", "releases", "frequency", "velocity", "deploys", "requests", "traffic"];

const TOIL: &[&str] =
    &["manual", "toil", "automated", "hours", "effort", "productivity", "efficiency", "streamlined", "simplified"];
