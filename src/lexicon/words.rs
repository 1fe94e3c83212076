//! Word boundaries in Latin script, and comparisons that ignore ASCII case.

/// Whether a word continues to the left of `at`.
pub(super) fn is_word_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(is_word_char)
}

/// Whether a word continues to the right of `at`.
pub(super) fn is_word_after(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(is_word_char)
}

/// Whether `char` is part of a word in Latin script. Chinese and Korean characters aren't: they surround names without
/// spaces.
pub(super) fn is_word_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || ('\u{c0}'..'\u{250}').contains(&char)
}

/// Whether `text` ends with `word` as a whole word, in any case.
pub(super) fn ends_with_word(text: &str, word: &str) -> bool {
    let Some(at) = text.len().checked_sub(word.len()) else { return false };
    text.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(word)) && !is_word_before(text, at)
}

/// Whether `text` starts with `word` as a whole word, in any case.
pub(super) fn starts_with_word(text: &str, word: &str) -> bool {
    strip_prefix(text, word).is_some_and(|rest| !is_word_after(rest, 0))
}

/// Whether a word of `lower` starts with `beginning`. Both are in lower case.
pub(super) fn has_word_beginning(lower: &str, beginning: &str) -> bool {
    lower.match_indices(beginning).any(|(at, _)| !is_word_before(lower, at))
}

/// Returns `text` without `prefix`, in any case. `None` if it doesn't start with it.
pub(super) fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        assert!(ends_with_word("on Google", "google") && ends_with_word("google", "google"));
        assert!(!ends_with_word("ongoogle", "google") && !ends_with_word("gle", "google"));
        assert!(starts_with_word("Print, then", "print") && !starts_with_word("printer", "print"));
        assert!(!starts_with_word("é", "a") && !ends_with_word("é", "a"));
    }

    #[test]
    fn only_the_start_of_a_word_matches() {
        assert!(has_word_beginning("semiautomatic or automated", "autom"));
        assert!(!has_word_beginning("semiautomatic", "autom") && !has_word_beginning("", "autom"));
        assert!(has_word_beginning("saved 5 $", "$"));
        // An empty beginning must not split a character.
        assert!(!has_word_beginning("é", "x") && has_word_beginning("é漢", ""));
    }

    #[test]
    fn scripts_without_spaces_end_a_word() {
        assert!(is_word_after("écran", 0) && is_word_before("é", 2) && is_word_after("_", 0));
        assert!(!is_word_after("处", 0) && !is_word_before("用", 3) && !is_word_before("", 0) && !is_word_after("", 0));
    }
}
