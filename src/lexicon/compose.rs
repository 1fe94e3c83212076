//! Composed phrases: a noun for a need ("queue", "cache") with the words before it ("managed", "message", "small").
//!
//! A noun alone has too many meanings. It counts with a modifier of its own ("message queue"), with a word that says that
//! somebody hosts it ("managed queue"), or, for some nouns, after an indefinite article ("put a small cache before it").

use super::words::{ends_with_word, is_word_after, starts_with_word};
use crate::text::Span;
use crate::words::english::{
    AUXILIARIES, COORDINATORS, DETERMINERS, PRONOUNS, RELATIVES, SUBORDINATORS, is_function_word,
};
use crate::words::voice;

/// Words that say that somebody hosts it, or that it is meant as a service.
const HOSTING: &[&str] = &[
    "fully managed",
    "managed",
    "serverless",
    "hosted",
    "cloud",
    "cloud hosted",
    "cloud based",
    "cloud native",
    "kind of",
    "sort of",
    "type of",
    "form of",
];

/// Words in [`HOSTING`] that may be verbs: "I managed queues".
const PARTICIPLES: &[&str] = &["managed", "hosted"];

/// Words that change nothing about what it is.
const PLAIN: &[&str] = &[
    "small",
    "simple",
    "little",
    "tiny",
    "large",
    "big",
    "fast",
    "cheap",
    "scalable",
    "durable",
    "reliable",
    "shared",
    "dedicated",
    "central",
    "proper",
    "real",
    "good",
    "light",
    "lightweight",
    "distributed",
    "highly available",
    "regional",
    "global",
    "new",
    "second",
    "separate",
    "single",
    "fault tolerant",
    "encrypted",
    "private",
    "persistent",
];

/// Words after which a noun without any modifier counts.
const ARTICLES: &[&str] = &["a", "an", "another", "some"];

/// Adverbs that may follow a noun phrase.
const FOLLOWERS: &[&str] =
    &["first", "here", "instead", "now", "then", "there", "too", "using", "yet", "today", "everywhere"];

/// What a service is called: "a managed search service".
const SERVICES: &[&str] = &["service", "platform", "solution", "system", "store", "provider"];

/// The maximum number of modifiers before a noun.
const MAX_MODIFIERS: usize = 4;

/// What makes a noun stand for a need.
#[derive(Clone, Debug, Default)]
pub(super) struct Composition {
    /// Modifiers of its own, folded.
    pub modifiers: Vec<String>,
    /// Whether it counts after an indefinite article, too.
    pub bare: bool,
    /// Whether it counts only with a modifier of its own, since the noun alone says too little: "a managed store".
    pub needs_modifier: bool,
}

/// A composed phrase in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Composed {
    /// The noun with its modifiers.
    pub span: Span,
    /// Whether it has no modifier that tells what it is, so that it depends on the rest of the text.
    pub is_bare: bool,
}

impl Composition {
    /// Returns the phrase that ends with the noun at `noun` of `text`, which is folded. `None` if it is something else.
    pub(super) fn read(&self, text: &str, noun: Span) -> Option<Composed> {
        let (mut start, mut is_own, mut is_hosted) = (noun.start, false, false);
        for _ in 0..MAX_MODIFIERS {
            let before = text[..start].trim_end_matches(' ');
            if before.len() == start {
                break;
            }
            let own = self.modifiers.iter().map(String::as_str).find(|word| ends_with_word(before, word));
            let hosting = || HOSTING.iter().copied().find(|word| ends_with_word(before, word));
            let plain = || PLAIN.iter().copied().find(|word| ends_with_word(before, word));
            let Some(word) = own.or_else(hosting).or_else(plain) else { break };
            if PARTICIPLES.contains(&word) && is_verb_after(before[..before.len() - word.len()].trim_end_matches(' ')) {
                break;
            }
            is_own |= own.is_some();
            is_hosted |= HOSTING.contains(&word);
            start = before.len() - word.len();
        }
        let noun = if is_hosted { Span::new(noun.start, service_end(text, noun.end)) } else { noun };
        let before = text[..start].trim_end_matches(' ');
        let has_article = ARTICLES.iter().any(|word| ends_with_word(before, word));
        let span = Span::new(start, noun.end);
        let is_bare = !is_own && !is_hosted;
        let after = &text[noun.end..];
        // "a cache of documents": what is meant follows.
        let is_hosted = is_hosted && !self.needs_modifier;
        let is_service = is_hosted || self.bare && has_article && !is_compared(before) && !continues(after);
        let counts = is_own || ends_phrase(after) && is_service;
        counts.then_some(Composed { span, is_bare })
    }
}

/// Whether the article at the end of `before` follows "as" or "like": "modeled as a state machine".
fn is_compared(before: &str) -> bool {
    let words = before.trim_end_matches(|c: char| c != ' ').trim_end_matches(' ');
    ["as", "like"].into_iter().any(|word| ends_with_word(words, word))
}

/// Returns the end of the word for a service that follows `at`, such as "platforms"; `at` if there is none.
fn service_end(text: &str, at: usize) -> usize {
    let Some(rest) = text[at..].strip_prefix(' ') else { return at };
    let word = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())];
    let singular = word.strip_suffix(['s', 'S']).unwrap_or(word);
    if SERVICES.iter().any(|known| known.eq_ignore_ascii_case(singular)) { at + 1 + word.len() } else { at }
}

/// Whether a participle after `before` is a verb: nothing, a pronoun, or another verb's adverb precedes it.
fn is_verb_after(before: &str) -> bool {
    let Some(word) = before.split(' ').next_back().filter(|word| word.ends_with(char::is_alphabetic)) else {
        return true;
    };
    PRONOUNS.contains(word)
        || COORDINATORS.contains(word)
        || AUXILIARIES.contains(word)
        || SUBORDINATORS.contains(word)
        || RELATIVES.contains(word)
        || ["also", "then", "not"].contains(&word)
        || word.ends_with("ly") && !word.eq_ignore_ascii_case("fully")
}

/// Whether `rest` tells of what the noun before it consists: "a queue of visitors", but not "a cache of the hot rows".
fn continues(rest: &str) -> bool {
    let mut words = voice::words(rest);
    words.next() == Some("of") && words.next().is_some_and(|word| !DETERMINERS.contains(word))
}

/// Whether a noun phrase ends before `rest`. Before another noun it doesn't: "queue depth".
fn ends_phrase(rest: &str) -> bool {
    let trimmed = rest.trim_start_matches(' ');
    if trimmed.is_empty() || !is_word_after(trimmed, 0) {
        return true;
    }
    let mut words = voice::words(trimmed);
    let (word, next) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    is_function_word(word)
        || voice::is_past(word)
        || word.ends_with("ly")
        || FOLLOWERS.iter().any(|follower| starts_with_word(trimmed, follower))
        || word.ends_with('s') && DETERMINERS.contains(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the phrase in `text` that ends with `noun`, with "?" if it is bare.
    fn composed(text: &str, noun: &str) -> Option<String> {
        let composition =
            Composition { modifiers: vec!["message".into(), "in memory".into()], bare: true, needs_modifier: false };
        let at = text.find(noun).expect("the noun");
        let found = composition.read(text, Span::new(at, at + noun.len()))?;
        Some(format!("{}{}", &text[found.span.range()], if found.is_bare { "?" } else { "" }))
    }

    #[test]
    fn a_noun_counts_by_the_words_around_it() {
        for (text, expected) in [
            ("a message queue", Some("message queue")),
            ("I put a small message queue there", Some("small message queue")),
            ("an in memory queue size", Some("in memory queue")),
            ("a fully managed queue", Some("fully managed queue")),
            ("some kind of queue", Some("kind of queue")),
            ("I added a queue.", Some("queue?")),
            ("I put a small queue in front", Some("small queue?")),
            ("a queue holds the orders", Some("queue?")),
            ("a queue decouples them", None),
            ("the queue was full", None),
            ("a print queue", None),
            ("the merge queue", None),
            ("a queue depth of 5", None),
            ("a managed queue consumer", None),
            ("managed the print queue", None),
            ("I managed queue", None),
            ("and managed queue", None),
            ("moved it to managed queue", Some("managed queue")),
            ("a cloud queue", Some("cloud queue")),
            ("a managed queue service", Some("managed queue service")),
            ("two hosted queue platforms, then", Some("hosted queue platforms")),
            ("a message queue service", Some("message queue")),
            ("a managed queue servicing", None),
            ("a queue of visitors", None),
            ("a queue of the open orders", Some("queue?")),
            ("a message queue of our own", Some("message queue")),
            ("modeled as a queue", None),
            ("our queue", None),
            ("queue", None),
            ("an antique queue", None),
        ] {
            assert_eq!(composed(text, "queue").as_deref(), expected, "{text}");
        }
    }
}
