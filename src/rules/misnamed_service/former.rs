//! Whether an answer explains a former name.

use crate::answer::{Answer, Mention};
use crate::lexicon::{Lexicon, Service, Term, Wrong, without_vendor};
use crate::words::voice;

/// Whether the answer explains the former name at `mention` of the service with this index: a mention of it is marked as
/// former, or the current name is in the same sentence or, if the name `was_right` at the time of the story, anywhere.
pub(super) fn is_explained(
    answer: &Answer,
    lexicon: &Lexicon,
    mention: &Mention,
    index: usize,
    was_right: bool,
) -> bool {
    let service = &lexicon.services[index];
    let written = |mention: &Mention| &answer.text()[mention.span.range()];
    let former = written(mention);
    let is_beside = |other: &Mention| {
        answer.sentence_of(other).is_some_and(|sentence| answer.sentence_of(mention) == Some(sentence))
    };
    answer.mentions.iter().filter(|other| other.term == Term::Service(index)).any(|other| {
        match service.wrong_name(written(other)).map(|wrong| wrong.kind) {
            Some(Wrong::Former) => is_marked_as_former(answer, other) || was_right && is_beside_then(answer, other),
            Some(Wrong::Misspelled) => false,
            None => (was_right || is_beside(other)) && is_current(service, written(other), former),
        }
    })
}

/// Whether `written` is the current name of `service`, and not a short form of `former`, such as "Firehose".
fn is_current(service: &Service, written: &str, former: &str) -> bool {
    let is_official = without_vendor(written).eq_ignore_ascii_case(service.short_name());
    let has = |word: &str| voice::words(former).any(|other| other.eq_ignore_ascii_case(word));
    is_official || !voice::words(written).all(has)
}

/// Whether "then" is directly before or after the mention: "what was then AWS SSO".
fn is_beside_then(answer: &Answer, mention: &Mention) -> bool {
    let (prose, place) = (answer.prose.text(), answer.prose.of(mention.span));
    let is_then = |word: Option<&str>| word.is_some_and(|word| word.eq_ignore_ascii_case("then"));
    is_then(voice::words(&prose[place.end..]).next()) || is_then(voice::words(&prose[..place.start]).last())
}

/// Whether the words around the mention say that the name is a former one.
fn is_marked_as_former(answer: &Answer, mention: &Mention) -> bool {
    const BEFORE: &[&str] = &[
        "formerly",
        "former",
        "previously",
        "originally",
        "called",
        "known as",
        "then still",
        "old name",
        "successor of",
        "successor to",
        "renamed from",
        "aka",
        "a.k.a.",
        "ex",
    ];
    const AFTER: &[&str] = &[
        "now",
        "today",
        "which is now",
        "at the time",
        "at that time",
        "as it was called",
        "as it was known",
        "as it was then",
        "back then",
        "since renamed",
        "renamed",
        "was renamed",
        "has been renamed",
        "has since been renamed",
        "became",
        "has become",
    ];
    let prose = answer.prose.text();
    let place = answer.prose.of(mention.span);
    let is_mark = |char: char| !char.is_alphanumeric();
    let before = prose[..place.start].trim_end_matches(|char| is_mark(char) && char != '\n');
    let after = prose[place.end..].trim_start_matches(|char| is_mark(char) && char != '\n' && char != '.');
    let ends = |words: &&str| {
        let rest = before.len().checked_sub(words.len()).and_then(|at| before.split_at_checked(at));
        rest.is_some_and(|(rest, last)| last.eq_ignore_ascii_case(words) && !rest.ends_with(char::is_alphanumeric))
    };
    let starts = |words: &&str| {
        let rest = after.split_at_checked(words.len());
        let rest = rest.filter(|(first, _)| first.eq_ignore_ascii_case(words)).map(|(_, rest)| rest);
        // "AWS SSO (now Identity Center)", but not "we run AWS SSO now."
        let names_more = rest.is_some_and(|rest| rest.trim_start().starts_with(char::is_alphanumeric));
        match *words {
            "now" | "today" | "renamed" | "became" => names_more && rest.is_some_and(|rest| rest.starts_with(' ')),
            _ => rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)),
        }
    };
    BEFORE.iter().any(ends) || AFTER.iter().any(starts)
}
