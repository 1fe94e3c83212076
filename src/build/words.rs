//! Helpers for the words of documents: titles, sentences, slugs, IDs.

use std::collections::BTreeSet;

use crate::answer::prose::Prose;
use crate::text::Span;

/// Returns the words of some Markdown, on one line.
pub(super) fn plain(markdown: &str) -> String {
    let prose = Prose::whole(markdown);
    prose.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Splits a title into its leading number and the rest.
pub(super) fn numbered(title: &str) -> (Option<usize>, &str) {
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    let rest = title[digits..].strip_prefix(['.', ')', ':']);
    match (title[..digits].parse(), rest) {
        (Ok(number), Some(rest)) if rest.is_empty() || rest.starts_with(char::is_whitespace) => {
            (Some(number), rest.trim())
        }
        _ => (None, title),
    }
}

/// Returns `text` in lower case with its words joined by hyphens. Text in parentheses is dropped.
pub(super) fn slug(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = text.chars().filter(|char| {
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    let outside: String = outside.collect::<String>().to_lowercase();
    let words = outside.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// Returns `base`, with a number appended if it is already `taken`, and adds the result to `taken`.
pub(super) fn unique(base: &str, taken: &mut BTreeSet<String>) -> String {
    let mut id = base.to_owned();
    let mut next = 2;
    while !taken.insert(id.clone()) {
        id = format!("{base}-{next}");
        next += 1;
    }
    id
}

/// Returns the sentences of `text`.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let prose = Prose::whole(text);
    let all = prose.sentences(Span::new(0, prose.text().len()));
    let sentences = all.into_iter().map(|sentence| prose.text()[sentence.range()].trim().to_owned());
    sentences.filter(|sentence| !sentence.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_needs_a_mark_after_it() {
        for (title, expected) in [
            ("12. Why", (Some(12), "Why")),
            ("3) Why", (Some(3), "Why")),
            ("3 Why", (None, "3 Why")),
            ("1.1 Why", (None, "1.1 Why")),
            ("99999999999999999999999. Why", (None, "99999999999999999999999. Why")),
            ("4.", (Some(4), "")),
        ] {
            assert_eq!(numbered(title), expected, "{title}");
        }
    }
}
