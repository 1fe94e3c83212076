//! Who acts in a sentence: "I", "we", or nobody named. In notes the subject is often dropped ("Audited the account."):
//! a dropped subject is the writer.

use crate::words::english::{AUXILIARIES, DETERMINERS, IRREGULAR_PAST, PREPOSITIONS, SUBORDINATORS};
use crate::words::{self, Words};

/// The subject that a sentence opens with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// "I …", or what belongs to the writer alone: "My first step was …".
    I,
    /// "We …", "Our team …".
    We,
    /// None: the sentence opens with a verb in the past tense, as notes do.
    Dropped,
    /// Anything else.
    Other,
}

/// The subject that `sentence` (plain words, no markup) opens with; "then", "first," and their kin are skipped, and so
/// is an opening clause that ends with a comma ("When it broke, I …").
pub fn subject(sentence: &str) -> Subject {
    let Opening { main, kind, .. } = opening(sentence);
    if kind != Kind::Clause {
        return kind.subject();
    }
    // Behind an opening clause only a pronoun is sure to be the subject.
    let behind = main.split(", ").skip(1).take(2).map(|clause| kind_of(first_word(clause)).subject());
    let mut pronouns = behind.filter(|subject| matches!(subject, Subject::I | Subject::We));
    pronouns.next().unwrap_or(Subject::Other)
}

/// The part of `sentence` from its verb on, if it opens with "I", "we" or, as notes do, with the verb itself.
pub fn predicate(sentence: &str) -> Option<&str> {
    let Opening { main, word, kind } = opening(sentence);
    match kind {
        Kind::Past => Some(main),
        // "My" and "our" are followed by what belongs to the writer, not by a verb.
        Kind::I | Kind::We if word.starts_with(['I', 'i', 'W', 'w']) => Some(opening(&main[word.len()..]).main),
        _ => None,
    }
}

/// Whether `sentence` has a verb in the past tense. Where only a participle can be ("is logged", "the shared queue"), the
/// word doesn't count.
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

/// Whether `word` is a verb in the past tense, or a participle, and can't be in the present tense as "set" can.
pub fn is_past(word: &str) -> bool {
    static BE: Words = Words::new(&["was", "were"]);
    static LIKE_THE_PRESENT: Words = Words::new(&["cut", "let", "put", "set", "shut", "split"]);
    BE.contains(word) || is_past_verb(word) && !LIKE_THE_PRESENT.contains(word)
}

/// The words of `text`, hyphens and apostrophes included.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    placed_words(text).map(|(_, word)| word)
}

/// The same, each with its offset.
pub fn placed_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let trimmed = words::runs(text, is_joint).map(|(at, run)| {
        let word = run.trim_start_matches(is_joint);
        (at + run.len() - word.len(), word.trim_end_matches(is_joint))
    });
    trimmed.filter(|(_, word)| !word.is_empty())
}

/// What may stand within a word besides letters.
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-')
}

/// Whether a form in "-ed" after `word` is a participle.
fn is_before_participles(word: &str) -> bool {
    static OTHERS: Words = Words::new(&[
        "as", "be", "become", "been", "being", "by", "for", "fully", "get", "gets", "getting", "having", "more", "not",
        "of", "remain", "stay", "well", "with",
    ]);
    DETERMINERS.contains(word) || AUXILIARIES.contains(word) || OTHERS.contains(word)
}

/// What a sentence opens with.
#[derive(Clone, Copy)]
struct Opening<'a> {
    /// The sentence from its subject or verb on, without words such as "Then" before it.
    main: &'a str,
    /// The first word of that.
    word: &'a str,
    /// What that word is.
    kind: Kind,
}

/// What a first word says of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing: it stands before what counts.
    Link,
    /// It is the writer.
    I,
    /// It is the team.
    We,
    /// Only an opening clause opens with it.
    Clause,
    /// It is a verb in the past tense that may open a note.
    Past,
    /// Nothing.
    Plain,
}

impl Kind {
    /// The subject of a clause that opens with such a word, as far as that word tells.
    fn subject(self) -> Subject {
        match self {
            Self::I => Subject::I,
            Self::We => Subject::We,
            Self::Past => Subject::Dropped,
            Self::Link | Self::Clause | Self::Plain => Subject::Other,
        }
    }
}

/// What `sentence` opens with.
fn opening(sentence: &str) -> Opening<'_> {
    let mut rest = sentence;
    loop {
        // Bullets, numbering and quotes are not words.
        let main = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        let word = first_word(main);
        let kind = kind_of(word);
        if kind != Kind::Link {
            return Opening { main, word, kind };
        }
        rest = &main[word.len()..];
    }
}

/// What `word` says of the sentence that opens with it.
fn kind_of(word: &str) -> Kind {
    if LINKS.contains(word) {
        Kind::Link
    } else if I.contains(word) {
        Kind::I
    } else if WE.contains(word) {
        Kind::We
    } else if opens_a_clause(word) {
        Kind::Clause
    } else if is_past_verb(word) {
        Kind::Past
    } else {
        Kind::Plain
    }
}

/// Whether a clause or phrase that opens with `word` comes before the main clause: "When it broke, I …".
fn opens_a_clause(word: &str) -> bool {
    static OTHERS: Words = Words::new(&["based", "given", "rather", "using"]);
    PREPOSITIONS.contains(word) || SUBORDINATORS.contains(word) || OTHERS.contains(word)
}

/// Whether `word` is, or may be, a verb in the past tense.
fn is_past_verb(word: &str) -> bool {
    let is_regular = word.len() > 4 && matches!(word.as_bytes(), [.., b'e' | b'E', b'd' | b'D']);
    is_regular && !NO_VERBS.contains(word) || IRREGULAR_PAST.contains(word)
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

/// Words for the writer that a sentence opens with.
static I: Words = Words::new(&["i", "i'd", "i've", "i'm", "i’d", "i’ve", "i’m", "my", "myself"]);

/// Words for the team that a sentence opens with.
static WE: Words = Words::new(&["we", "we'd", "we've", "we’d", "we’ve", "our"]);

/// Words that end in "-ed" but are not verbs in the past tense.
static NO_VERBS: Words = Words::new(&["based", "speed", "embed", "indeed", "hundred"]);

/// The first word of `text`, hyphens and apostrophes included; empty if something else comes first.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic() && !is_joint(c)).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_who_acts() {
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
    fn participles_are_no_past() {
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
    fn anything_else_is_somebody_or_something_else() {
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
