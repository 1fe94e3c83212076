//! English function words and irregular verbs, by class. Lists elsewhere build on these instead of repeating them.

use super::Words;

/// Words that begin a noun phrase.
pub(crate) static DETERMINERS: Words = Words::new(&[
    "a", "all", "an", "any", "each", "every", "its", "my", "no", "our", "the", "their", "these", "this", "those",
    "your",
]);

/// Personal pronouns.
pub(crate) static PRONOUNS: Words =
    Words::new(&["he", "her", "him", "i", "it", "me", "she", "them", "they", "us", "we", "you"]);

/// Prepositions, some of which are conjunctions as well.
pub(crate) static PREPOSITIONS: Words = Words::new(&[
    "across", "after", "against", "as", "at", "before", "behind", "between", "by", "despite", "down", "during", "for",
    "from", "in", "into", "of", "on", "out", "over", "per", "since", "through", "to", "under", "until", "up", "via",
    "with", "within", "without",
]);

/// Words that join two clauses or nouns of the same rank.
pub(crate) static COORDINATORS: Words = Words::new(&["and", "but", "or", "so"]);

/// Words that begin a subordinate clause of time, reason, or condition.
pub(crate) static SUBORDINATORS: Words = Words::new(&["although", "because", "if", "though", "when", "where", "while"]);

/// Words that begin a relative clause or a question.
pub(crate) static RELATIVES: Words = Words::new(&["how", "that", "what", "whether", "which", "who", "why"]);

/// Finite forms of verbs that accompany another verb.
pub(crate) static AUXILIARIES: Words = Words::new(&[
    "am", "are", "can", "cannot", "could", "did", "do", "does", "had", "has", "have", "is", "may", "might", "must",
    "should", "was", "were", "will", "would",
]);

/// Verbs in the past tense that don't end in "-ed".
pub(crate) static IRREGULAR_PAST: Words = Words::new(&[
    "became",
    "began",
    "bought",
    "broke",
    "brought",
    "built",
    "came",
    "caught",
    "chose",
    "cut",
    "did",
    "drew",
    "drove",
    "fell",
    "felt",
    "fought",
    "found",
    "gave",
    "got",
    "grew",
    "had",
    "held",
    "kept",
    "knew",
    "laid",
    "led",
    "left",
    "let",
    "lost",
    "made",
    "met",
    "overcame",
    "oversaw",
    "paid",
    "put",
    "ran",
    "rebuilt",
    "redid",
    "rewrote",
    "rose",
    "said",
    "sat",
    "saw",
    "sent",
    "set",
    "shut",
    "sold",
    "spent",
    "split",
    "spoke",
    "spun",
    "stood",
    "taught",
    "thought",
    "told",
    "took",
    "understood",
    "undertook",
    "went",
    "won",
    "wrote",
]);

/// Whether `word` joins what comes before it to a further phrase or clause: "the queue *between* the two".
pub(crate) fn is_connector(word: &str) -> bool {
    static CONNECTORS: Words = Words::union(&[&PREPOSITIONS, &COORDINATORS, &SUBORDINATORS, &RELATIVES]);
    CONNECTORS.contains(word)
}

/// Whether `word` is a function word: one without a meaning of its own.
pub(crate) fn is_function_word(word: &str) -> bool {
    static FUNCTION_WORDS: Words = Words::union(&[
        &PREPOSITIONS,
        &COORDINATORS,
        &SUBORDINATORS,
        &RELATIVES,
        &DETERMINERS,
        &PRONOUNS,
        &AUXILIARIES,
    ]);
    FUNCTION_WORDS.contains(word)
}
