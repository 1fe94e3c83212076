//! Who acts in a sentence: "I", "we", or nobody named. In notes the subject is often dropped ("Audited the account."):
//! a dropped subject is the writer.

use crate::vocabulary::{self, Bytes, Words};

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
    let (main, first) = without_links(sentence);
    let direct = of_word(first);
    if direct != Subject::Other || !OPENING.contains(first) {
        return direct;
    }
    // Behind an opening clause only a pronoun is sure to be the subject.
    let behind = main.split(", ").skip(1).take(2).map(|clause| of_word(first_word(clause)));
    let mut pronouns = behind.filter(|subject| matches!(subject, Subject::I | Subject::We));
    pronouns.next().unwrap_or(Subject::Other)
}

/// What `sentence` says of "I", "we" or a dropped subject that it opens with: from the verb on; and the verb. `None` where
/// it opens with anything else.
pub fn predicate(sentence: &str) -> Option<(&str, &str)> {
    let (main, first) = without_links(sentence);
    match of_word(first) {
        Subject::Dropped => Some((main, first)),
        Subject::I | Subject::We if first.starts_with(['I', 'i', 'W', 'w']) => {
            Some(without_links(&main[first.len()..]))
        }
        _ => None,
    }
}

/// Whether `sentence` has a verb in the past tense. What stands where only a participle can ("is logged", "the shared
/// queue") is none, and neither is what may as well be the present ("set").
pub fn tells_the_past(sentence: &str) -> bool {
    static BE: Words = Words::new(&["was", "were"]);
    static NO_PAST: Words = Words::new(&["cut", "let", "put", "set", "shut", "split"]);
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

/// The words of `text`, hyphens and apostrophes included.
#[inline]
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    vocabulary::runs(text, is_joint).map(|(_, word)| bare(word)).filter(|word| !word.is_empty())
}

/// What may stand within a word besides letters.
#[inline]
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-')
}

/// `word` without what joins at its ends, where it joins nothing.
#[inline]
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

/// `sentence` from its subject or verb on, without words such as "Then" before it; and the first word of that.
fn without_links(sentence: &str) -> (&str, &str) {
    let mut rest = sentence;
    loop {
        // Bullets, numbering and quotes are no words.
        let main = match rest.as_bytes() {
            [first, ..] if first.is_ascii_alphabetic() => rest,
            _ => rest.trim_start_matches(|c: char| !c.is_alphabetic()),
        };
        let word = first_word(main);
        if !LINKS.contains(word) {
            return (main, word);
        }
        rest = &main[word.len()..];
    }
}

/// What may stand before the subject.
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

/// The subject of a clause that opens with `first`, as far as that word tells.
fn of_word(first: &str) -> Subject {
    static I: Words = Words::new(&["i", "i'd", "i've", "i'm", "i’d", "i’ve", "i’m", "my", "myself"]);
    static WE: Words = Words::new(&["we", "we'd", "we've", "we’d", "we’ve", "our"]);
    match first {
        word if I.contains(word) => Subject::I,
        word if WE.contains(word) => Subject::We,
        word if is_past_verb(word) => Subject::Dropped,
        _ => Subject::Other,
    }
}

/// Words that only an opening clause opens with.
static OPENING: Words = Words::new(&[
    "when", "after", "before", "because", "since", "as", "while", "to", "in", "on", "at", "for", "from", "with",
    "within", "during", "by", "using", "based", "given", "if", "until", "despite", "although", "though", "instead",
    "rather",
]);

/// Whether `word` is a verb in the past tense that may open a note.
fn is_past_verb(word: &str) -> bool {
    static NO_VERBS: Words =
        Words::new(&["based", "need", "speed", "feed", "seed", "shed", "embed", "indeed", "hundred", "red"]);
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
        "rolled",
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
    let ends = matches!(word.as_bytes(), [.., _, b'e' | b'E', b'd' | b'D']);
    (word.len() > 4 && ends && !NO_VERBS.contains(word)) || IRREGULAR.contains(word)
}

/// The first word of `text`, hyphens and apostrophes included; empty where something else stands first.
fn first_word(text: &str) -> &str {
    static PARTS: Bytes = Bytes::of(b"'-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    let bytes = text.as_bytes();
    let mut end = 0;
    loop {
        while end < bytes.len() && PARTS.contains(bytes[end]) {
            end += 1;
        }
        match text[end..].chars().next() {
            Some(char) if !char.is_ascii() && (char.is_alphabetic() || is_joint(char)) => end += char.len_utf8(),
            _ => return &text[..end],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_word_ends_before_what_is_no_part_of_it(text in "[a-zA-Zé'’ -]{0,6}[0-9 ,…’漢\u{300}]{0,3}\\PC{0,3}") {
            let end = text.find(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’' | '-')).unwrap_or(text.len());
            prop_assert_eq!(first_word(&text), &text[..end]);
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
