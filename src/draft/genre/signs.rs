//! Signs that a body gives about who tells it: its person, its figures, and whether it is written at all.

use super::words::words;
use crate::draft::label::is_own_elsewhere;
use crate::draft::placeholder;

/// Whether `body` is in the first person singular, apart from quotations.
pub(super) fn has_first_person(body: &str) -> bool {
    words(&unquoted(body)).any(is_first_person)
}

/// Whether `word` is a pronoun for the writer.
pub(super) fn is_first_person(word: &str) -> bool {
    matches!(word, "I" | "my" | "My" | "me" | "I'm" | "I'd" | "I've" | "I’m" | "I’d" | "I’ve")
}

/// Whether `body` is in the first person plural.
pub(super) fn has_we(body: &str) -> bool {
    words(&unquoted(body)).any(|word| matches!(word, "we" | "We" | "our" | "Our" | "us"))
}

/// Whether `body` is in the first person.
pub(super) fn is_ours(body: &str) -> bool {
    has_first_person(body) || has_we(body)
}

/// Whether `body` has a pronoun for the writer in a language other than English.
pub(super) fn is_own_abroad(body: &str) -> bool {
    words(body).any(|word| is_own_elsewhere(&word.to_lowercase()))
}

/// Returns `body` without what it quotes.
pub(super) fn unquoted(body: &str) -> String {
    let mut rest = body;
    let mut kept = String::new();
    while let Some(at) = rest.find(['"', '“']) {
        kept.push_str(&rest[..at]);
        let opening = rest[at..].chars().next().map_or(1, char::len_utf8);
        let inside = &rest[at + opening..];
        match inside.find(['"', '”']) {
            Some(end) => rest = &inside[end + inside[end..].chars().next().map_or(1, char::len_utf8)..],
            None => rest = inside,
        }
    }
    kept + rest
}

/// Whether `body` has no words besides placeholders.
pub(super) fn is_unwritten(body: &str) -> bool {
    let has_words = |part: &str| part.chars().any(char::is_alphanumeric);
    let mut at = 0;
    for span in placeholder::find(body) {
        if has_words(&body[at..span.start]) {
            return false;
        }
        at = span.end;
    }
    !has_words(&body[at..])
}

/// Whether `body` has a number in digits.
pub(super) fn has_digit(body: &str) -> bool {
    body.bytes().any(|byte| byte.is_ascii_digit())
}
