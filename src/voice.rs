//! Who acts in a sentence: "I", "we", or nobody named. In notes the subject is often dropped ("Audited the account."):
//! a dropped subject is the writer.

use crate::vocabulary::{self, Words};

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

/// What `sentence` says of "I", "we" or a dropped subject that it opens with: from the verb on; and the verb. `None` where
/// it opens with anything else.
pub fn predicate(sentence: &str) -> Option<(&str, &str)> {
    predicate_of(opening(sentence)).map(|Opening { main, word, .. }| (main, word))
}

/// The same, from the opening of a sentence.
fn predicate_of(opening: Opening<'_>) -> Option<Opening<'_>> {
    match opening.kind {
        Kind::Past => Some(opening),
        // "My" and "our" are followed by what belongs to the writer, not by a verb.
        Kind::I | Kind::We if matches!(opening.word.as_bytes()[0], b'I' | b'i' | b'W' | b'w') => {
            Some(self::opening(&opening.main[opening.word.len()..]))
        }
        _ => None,
    }
}

/// Whether a look at the verb that `sentence` opens with is enough to know that it [tells the past](tells_the_past), as
/// most sentences of a story do.
pub fn opens_in_the_past(sentence: &str) -> bool {
    let Some(Opening { main, word, kind: Kind::Past }) = predicate_of(opening(sentence)) else { return false };
    // Where digits or the like touch the verb, it is a part of a word, and no verb.
    let start = sentence.len() - main.len();
    let ends = main.as_bytes().get(word.len()).is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric());
    ends && (start == 0 || sentence.as_bytes()[start - 1] == b' ') && !NO_PAST.contains(word)
}

/// Whether `sentence` has a verb in the past tense. What stands where only a participle can ("is logged", "the shared
/// queue") is none, and neither is what may as well be the present ("set").
pub fn tells_the_past(sentence: &str) -> bool {
    static BE: Words = Words::new(&["was", "were"]);
    let mut previous = "";
    for word in words(sentence) {
        let is_past = BE.contains(word) || is_past_verb(word) && !NO_PAST.contains(word);
        if is_past && !BEFORE_PARTICIPLES.contains(previous) {
            return true;
        }
        previous = word;
    }
    false
}

/// Verbs of which nobody can tell whether they are in the past tense or in the present.
static NO_PAST: Words = Words::new(&["cut", "let", "put", "set", "shut", "split"]);

/// The words of `text`, hyphens and apostrophes included.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    vocabulary::runs(text, is_joint).map(|(_, word)| bare(word)).filter(|word| !word.is_empty())
}

/// What may stand within a word besides letters.
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-')
}

/// `word` without what joins at its ends, where it joins nothing.
fn bare(word: &str) -> &str {
    match word.as_bytes() {
        [first, .., last] if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => word,
        _ => word.trim_matches(is_joint),
    }
}

/// Words after which a form in "-ed" is a participle.
static BEFORE_PARTICIPLES: Words = Words::new(&[
    "a", "an", "the", "this", "these", "those", "my", "our", "your", "their", "its", "all", "any", "each", "every",
    "no", "is", "are", "be", "been", "being", "get", "gets", "getting", "have", "has", "having", "as", "by", "with",
    "for", "of", "well", "fully", "more", "not", "remain", "stay", "become",
]);

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
        // Bullets, numbering and quotes are no words.
        let main = match rest.as_bytes() {
            [first, ..] if first.is_ascii_alphabetic() => rest,
            [b' ', first, ..] if first.is_ascii_alphabetic() => &rest[1..],
            _ => rest.trim_start_matches(|c: char| !c.is_alphabetic()),
        };
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
    } else if CLAUSES.contains(word) {
        Kind::Clause
    } else if is_past_verb(word) {
        Kind::Past
    } else {
        Kind::Plain
    }
}

/// Whether `word` is, or may be, a verb in the past tense.
fn is_past_verb(word: &str) -> bool {
    let is_regular = word.len() > 4 && matches!(word.as_bytes(), [.., b'e' | b'E', b'd' | b'D']);
    is_regular && !NO_VERBS.contains(word) || IRREGULAR.contains(word)
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

/// Words that open a clause before the main one.
static CLAUSES: Words = Words::new(&[
    "when", "after", "before", "because", "since", "as", "while", "to", "in", "on", "at", "for", "from", "with",
    "within", "during", "by", "using", "based", "given", "if", "until", "despite", "although", "though", "rather",
]);

/// Words that end in "-ed" but are not verbs in the past tense.
static NO_VERBS: Words = Words::new(&["based", "speed", "embed", "indeed", "hundred"]);

/// Verbs in the past tense that don't end in "-ed".
static IRREGULAR: Words = Words::new(&[
    "began",
    "bought",
    "broke",
    "brought",
    "built",
    "caught",
    "chose",
    "cut",
    "did",
    "drew",
    "drove",
    "felt",
    "found",
    "fought",
    "gave",
    "got",
    "had",
    "held",
    "kept",
    "knew",
    "laid",
    "led",
    "left",
    "let",
    "made",
    "met",
    "overcame",
    "oversaw",
    "put",
    "ran",
    "rebuilt",
    "redid",
    "rewrote",
    "said",
    "sat",
    "saw",
    "sent",
    "set",
    "shut",
    "spent",
    "split",
    "spoke",
    "spun",
    "stood",
    "took",
    "taught",
    "thought",
    "told",
    "undertook",
    "went",
    "won",
    "wrote",
]);

/// The first word of `text`, hyphens and apostrophes included; empty if something else comes first.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic() && !is_joint(c)).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_opens_in_the_past_tells_the_past(
            sentence in "[-•(1 ]{0,2}((I|We|My|Then|also|not|the|asked|set|led|based|5|é|Île|I’d)[ ,'’-]{0,2}){0,5}\\PC{0,2}"
        ) {
            prop_assert!(!opens_in_the_past(&sentence) || tells_the_past(&sentence), "{}", sentence);
        }
    }

    #[test]
    fn most_stories_open_in_the_past() {
        for told in
            ["I asked.", "Then we also led it", "Audited every role.", "- 2. I finally left, and", "I, too, - no"]
        {
            assert_eq!(opens_in_the_past(told), !told.ends_with("no"), "{told}");
        }
        // All but the last tell the past, but not by their first verb, or not for sure.
        for other in
            ["My plan worked.", "Set it up and left.", "(Asked them.)", "When it broke, I left.", "I would ask."]
        {
            assert!(!opens_in_the_past(other), "{other}");
        }
    }

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
            ("Then I also helped out.", Some(("helped out.", "helped"))),
            ("We've been involved in it", Some(("been involved in it", "been"))),
            ("- Worked on it", Some(("Worked on it", "Worked"))),
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
