//! Snippets in the syntax of LSP.

use crate::text::Span;

/// `text` as a snippet with placeholders at `stops`, which are disjoint spans of it in order.
pub(super) fn snippet_of(text: &str, stops: &[Span]) -> String {
    let mut snippet = String::new();
    let mut at = 0;
    for (number, stop) in stops.iter().enumerate() {
        let (before, words) = (&text[at..stop.start], &text[stop.range()]);
        snippet.push_str(&format!("{}${{{}:{}}}", escape(before), number + 1, escape(words)));
        at = stop.end;
    }
    snippet.push_str(&escape(&text[at..]));
    snippet
}

/// Escapes `text` for use in a snippet.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '\\' | '$' | '}') {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_become_placeholders_and_other_text_is_escaped() {
        let text = "saved $[N] {a} by [X%]";
        let stops = [Span::new(7, 10), Span::new(18, 22)];
        assert_eq!(snippet_of(text, &stops), "saved \\$${1:[N]} {a\\} by ${2:[X%]}");
        assert_eq!(snippet_of("a}", &[]), "a\\}");
    }
}
