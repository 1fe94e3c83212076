//! The subjects and tenses of sentences. In notes, the subject is often dropped ("Audited the account."); then it
//! is "I".

use crate::words::english::{AUXILIARIES, DETERMINERS, IRREGULAR_PAST, PREPOSITIONS, SUBORDINATORS};
use crate::words::{self, Words};

/// The subject of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The user: "I …", "My first step was …".
    I,
    /// The team: "We …", "Our team …".
    We,
    /// No subject: the sentence begins with a verb in the past tense, as in notes.
    Dropped,
    /// Anything else.
    Other,
}

/// Returns the subject of `sentence`, which is text without markup. Skips words such as "then" and "first,", and an opening
/// clause that ends with a comma ("When it broke, I …").
pub fn subject(sentence: &str) -> Subject {
    let Opening { main, kind, .. } = opening(sentence);
    if kind != OpeningWord::Clause {
        return kind.subject();
    }
    // After an opening clause, only a pronoun is certain to be the subject.
    let subjects = main.split(", ").skip(1).take(2).map(|clause| kind_of(first_word(clause)).subject());
    let mut pronouns = subjects.filter(|subject| matches!(subject, Subject::I | Subject::We));
    pronouns.next().unwrap_or(Subject::Other)
}

/// Returns the part of `sentence` from its verb on, if it begins with "I", "we", or, as in notes, with the verb.
pub fn predicate(sentence: &str) -> Option<&str> {
    let Opening { main, word, kind } = opening(sentence);
    match kind {
        OpeningWord::Past => Some(main),
        // A noun, not a verb, follows "my" and "our".
        OpeningWord::I | OpeningWord::We if word.starts_with(['I', 'i', 'W', 'w']) => {
            Some(opening(&main[word.len()..]).main)
        }
        _ => None,
    }
}

/// Whether `sentence` has a verb in the past tense. Participles ("is logged", "the shared queue") don't count.
pub fn tells_the_past(sentence: &str) -> bool {
    let mut previous = "";
    for word in words(sentence) {
        if is_past(word) && !is_before_participles(previous) {
            return true;
        }
        previous = word;
    }
    false
}

/// Whether `word` is a past tense or participle that differs from the present tense, unlike "set".
pub fn is_past(word: &str) -> bool {
    static BE: Words = Words::new(&["was", "were"]);
    static LIKE_THE_PRESENT: Words = Words::new(&["cut", "let", "put", "set", "shut", "split"]);
    BE.contains(word) || is_past_verb(word) && !LIKE_THE_PRESENT.contains(word)
}

/// Iterates over the words of `text`, which may contain hyphens and apostrophes.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    placed_words(text).map(|(_, word)| word)
}

/// Like [`words`], but with the byte offset of each word.
pub fn placed_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let trimmed = words::runs(text, is_joint).map(|(at, run)| {
        let word = run.trim_start_matches(is_joint);
        (at + run.len() - word.len(), word.trim_end_matches(is_joint))
    });
    trimmed.filter(|(_, word)| !word.is_empty())
}

/// Whether `c` may be part of a word besides letters and digits.
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-')
}

/// Whether a word in "-ed" after `word` is a participle.
fn is_before_participles(word: &str) -> bool {
    static OTHERS: Words = Words::new(&[
        "as", "be", "become", "been", "being", "by", "for", "fully", "get", "gets", "getting", "having", "more", "not",
        "of", "remain", "stay", "well", "with",
    ]);
    DETERMINERS.contains(word) || AUXILIARIES.contains(word) || OTHERS.contains(word)
}

/// The beginning of a sentence.
#[derive(Clone, Copy)]
struct Opening<'a> {
    /// The sentence without words such as "Then" before its subject or verb.
    main: &'a str,
    /// The first word of `main`.
    word: &'a str,
    /// The kind of `word`.
    kind: OpeningWord,
}

/// The kind of the first word of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpeningWord {
    /// A word that may come before the subject, such as "then".
    Link,
    /// A pronoun for the user.
    I,
    /// A pronoun for the team.
    We,
    /// A word that begins an opening clause or phrase, such as "when".
    Clause,
    /// A verb in the past tense.
    Past,
    /// Any other word.
    Plain,
}

impl OpeningWord {
    /// Returns the subject of a clause that begins with such a word.
    fn subject(self) -> Subject {
        match self {
            Self::I => Subject::I,
            Self::We => Subject::We,
            Self::Past => Subject::Dropped,
            Self::Link | Self::Clause | Self::Plain => Subject::Other,
        }
    }
}

/// Returns the beginning of `sentence`, links skipped.
fn opening(sentence: &str) -> Opening<'_> {
    let mut rest = sentence;
    loop {
        // Bullets, numbering and quotes are not words.
        let main = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        let word = first_word(main);
        let kind = kind_of(word);
        if kind != OpeningWord::Link {
            return Opening { main, word, kind };
        }
        rest = &main[word.len()..];
    }
}

/// Returns the kind of `word` at the beginning of a sentence.
fn kind_of(word: &str) -> OpeningWord {
    if LINKS.contains(word) {
        OpeningWord::Link
    } else if I.contains(word) {
        OpeningWord::I
    } else if WE.contains(word) {
        OpeningWord::We
    } else if opens_a_clause(word) {
        OpeningWord::Clause
    } else if is_past_verb(word) {
        OpeningWord::Past
    } else {
        OpeningWord::Plain
    }
}

/// Whether `word` begins a clause or phrase before the main clause: "When it broke, I …".
fn opens_a_clause(word: &str) -> bool {
    static OTHERS: Words = Words::new(&["based", "given", "rather", "using"]);
    PREPOSITIONS.contains(word) || SUBORDINATORS.contains(word) || OTHERS.contains(word)
}

/// Whether `word` is, or may be, a verb in the past tense.
fn is_past_verb(word: &str) -> bool {
    let is_regular = word.len() > 4 && matches!(word.as_bytes(), [.., b'e' | b'E', b'd' | b'D']);
    is_regular && !NOT_PAST.contains(word) || IRREGULAR_PAST.contains(word)
}

/// Words that may come before the subject.
static LINKS: Words = Words::new(&[
    "then",
    "first",
    "firstly",
    "second",
    "secondly",
    "third",
    "next",
    "finally",
    "also",
    "afterwards",
    "later",
    "so",
    "and",
    "but",
    "instead",
    "immediately",
    "eventually",
    "personally",
    "quickly",
    "proactively",
    "initially",
    "subsequently",
    "additionally",
    "meanwhile",
    "once",
]);

/// Words for the user at the beginning of a sentence.
static I: Words = Words::new(&["i", "i'd", "i've", "i'm", "i’d", "i’ve", "i’m", "my", "myself"]);

/// Words for the team at the beginning of a sentence.
static WE: Words = Words::new(&["we", "we'd", "we've", "we’d", "we’ve", "our"]);

/// Words that end in "-ed" but are not verbs in the past tense.
static NOT_PAST: Words = Words::new(&["based", "speed", "embed", "indeed", "hundred"]);

/// Returns the word at the beginning of `text`, which may contain hyphens and apostrophes. Empty if there is none.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic() && !is_joint(c)).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_found() {
        for (sentence, expected) in [
            ("I rebuilt the index.", Subject::I),
            ("Then I rebuilt the index.", Subject::I),
            ("1. First, I'd asked the team.", Subject::I),
            ("My first step was a rollback.", Subject::I),
            ("When it broke, I rolled back.", Subject::I),
            ("After the call with the vendor, two days later, I moved the data.", Subject::I),
            ("We moved the data.", Subject::We),
            ("As the deadline came near, we cut the scope.", Subject::We),
            ("Our team moved the data.", Subject::We),
            ("Audited every role.", Subject::Dropped),
            ("- Then wrote a runbook", Subject::Dropped),
            ("Quickly set up a second queue.", Subject::Dropped),
        ] {
            assert_eq!(subject(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn the_predicate_begins_with_the_verb() {
        for (sentence, expected) in [
            ("Then I also helped out.", Some("helped out.")),
            ("We've been involved in it", Some("been involved in it")),
            ("- Worked on it", Some("Worked on it")),
            ("My part was small.", None),
            ("The team helped.", None),
            ("", None),
        ] {
            assert_eq!(predicate(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn participles_are_not_past_tense() {
        for past in
            ["I asked them.", "It was late", "The queue that failed", "and then wrote it down", "I'd called him"]
        {
            assert!(tells_the_past(past), "{past}");
        }
        for not in
            ["I would set up a shared queue", "It is logged and I need it", "I will be notified", "", "Speed, indeed"]
        {
            assert!(!tells_the_past(not), "{not}");
        }
    }

    #[test]
    fn other_subjects() {
        for sentence in [
            "The index was deleted.",
            "Based on that, the team moved on.",
            "Hundred users complained.",
            "The disk was full, I think.",
            "Enable MFA for all users.",
            "Engineers helped, we hoped.",
            "",
            "…",
            "42 %",
        ] {
            assert_eq!(subject(sentence), Subject::Other, "{sentence}");
        }
    }
}
