//! Lines that open or close a container of a syntax that Markdown doesn't nest: `::: note`, `<details>`, `{% note %}`.

use crate::draft::html::block_tag;
use crate::text::{Span, line_start};

/// A line that opens or closes a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapper<'a> {
    /// It opens one.
    Opens {
        /// What a closing line repeats: the tag, the name of the shortcode, or `:`.
        name: &'a str,
        /// The title in the line, if it has one: `:::tip[Title]`, `<Note title="Title">`.
        title: Option<Span>,
    },
    /// It closes the last open container of this name.
    Closes(&'a str),
}

/// Reads `line` as a line that opens or closes a container, if it is nothing else.
pub fn wrapper(line: &str) -> Option<Wrapper<'_>> {
    let words = line.trim();
    match words.as_bytes().first()? {
        b':' => colons(line, words),
        b'<' => tag(line, words),
        b'{' => shortcode(line, words),
        b'!' | b'?' | b'=' => admonition(line, words),
        _ => None,
    }
}

/// Returns `text` without the lines at its end that close what was opened above it, or open what goes on below.
pub fn within(text: &str) -> &str {
    let mut kept = text;
    loop {
        let trimmed = kept.trim_end();
        let start = line_start(trimmed, trimmed.len());
        match wrapper(&trimmed[start..]) {
            Some(Wrapper::Closes(name)) if is_open(&trimmed[..start], name) => return kept,
            Some(_) => kept = &trimmed[..start],
            None => return kept,
        }
    }
}

/// Whether a container called `name` is opened in `text` and not closed.
fn is_open(text: &str, name: &str) -> bool {
    let mut depth = 0usize;
    for line in text.lines() {
        match wrapper(line) {
            Some(Wrapper::Opens { name: other, .. }) if other == name => depth += 1,
            Some(Wrapper::Closes(other)) if other == name => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0
}

/// Returns the span of `part`, a part of `line`.
fn span_in(line: &str, part: &str) -> Span {
    let start = part.as_ptr() as usize - line.as_ptr() as usize;
    Span::new(start, start + part.len())
}

/// Returns the value of the attribute `title` in `attributes`.
fn titled(attributes: &str) -> Option<&str> {
    let rest = attributes.split_once("title=")?.1;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(title, _)| title.trim())
}

/// Reads a fenced div: `::: note`, `::: {.note title="Title"}`, `:::note[Title]`, `::: note Title`, or `:::`.
fn colons<'a>(line: &'a str, words: &'a str) -> Option<Wrapper<'a>> {
    let rest = words.trim_start_matches(':');
    if words.len() - rest.len() < 3 {
        return None;
    }
    let rest = rest.trim_end_matches(':').trim();
    if rest.is_empty() {
        return Some(Wrapper::Closes(":"));
    }
    // MyST puts the name in braces.
    let after_braces = rest.strip_prefix('{').and_then(|inner| inner.split_once('}')).map(|(_, after)| after);
    let after_name = after_braces.unwrap_or_else(|| {
        rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    });
    let plain = after_name.split('{').next().unwrap_or_default().trim();
    let bracketed = plain.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(title, _)| title.trim());
    let title = titled(rest).or(bracketed).or(Some(plain)).filter(|title| !title.is_empty());
    Some(Wrapper::Opens { name: ":", title: title.map(|title| span_in(line, title)) })
}

/// Reads an HTML tag that stands alone on its line, or one of a component: `<details>`, `<Note title="Title">`.
fn tag<'a>(line: &'a str, words: &'a str) -> Option<Wrapper<'a>> {
    let inner = words.strip_prefix('<')?.strip_suffix('>').filter(|inner| !inner.contains(['<', '>']))?;
    let closes = inner.starts_with('/');
    let inner = inner.trim_start_matches('/');
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))).unwrap_or(inner.len());
    let name = &inner[..end];
    let is_container = match block_tag(name) {
        Some(tag) => matches!(tag, "details" | "div" | "section" | "article" | "blockquote" | "center"),
        None => {
            name.contains('-')
                || name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(char::is_lowercase)
        }
    };
    match closes {
        _ if !is_container || inner.ends_with('/') => None,
        true => Some(Wrapper::Closes(name)),
        false => Some(Wrapper::Opens { name, title: titled(inner).map(|title| span_in(line, title)) }),
    }
}

/// Reads a shortcode of Liquid, Hugo, or Markdoc: `{% note %}`, `{{< note >}}`; `{% endnote %}`, `{% /note %}`, `{{< /note >}}`.
fn shortcode<'a>(line: &'a str, words: &'a str) -> Option<Wrapper<'a>> {
    let marks = [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}")];
    let inner = marks.iter().find_map(|(open, close)| words.strip_prefix(open)?.strip_suffix(close))?;
    let inner = inner.trim_matches(['-', ' ']);
    let name = inner.split([' ', '=']).next()?;
    match name.strip_prefix('/').or(name.strip_prefix("end")) {
        Some(closed) => Some(Wrapper::Closes(closed.trim())),
        None => Some(Wrapper::Opens { name, title: titled(inner).map(|title| span_in(line, title)) }),
    }
}

/// Reads an admonition or a tab of MkDocs, whose text is indented: `!!! note "Title"`, `??? note`, `=== "Title"`.
fn admonition<'a>(line: &'a str, words: &'a str) -> Option<Wrapper<'a>> {
    let rest = ["!!! ", "??? ", "???+ ", "=== "].iter().find_map(|mark| words.strip_prefix(mark))?;
    let name = rest.split('"').next()?.trim();
    let title = rest.split('"').nth(1).filter(|title| !title.is_empty());
    let is_name = !name.contains(|c: char| !(c.is_ascii_lowercase() || matches!(c, '-' | ' ')));
    (is_name && (title.is_some() || !name.is_empty() && !name.contains(' ')))
        .then_some(Wrapper::Opens { name: "!", title: title.map(|title| span_in(line, title)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_open_or_close_a_container() {
        for (line, expected) in [
            ("::: callout-note", Some("+: -")),
            (":::: {.panel .wide}", Some("+: -")),
            ("::: {.callout-note title=\"Situation\"}", Some("+: Situation")),
            (":::tip[My task]{open}", Some("+: My task")),
            ("::: details Result", Some("+: Result")),
            (":::{admonition} Action", Some("+: Action")),
            (":::", Some("-:")),
            ("  ::::  ", Some("-:")),
            ("<details open>", Some("+details -")),
            ("</details>", Some("-details")),
            ("<Note title='Action'>", Some("+Note Action")),
            ("</sl-card>", Some("-sl-card")),
            ("{% note %}", Some("+note -")),
            ("{%- endnote -%}", Some("-note")),
            ("{{< details title=\"Task\" >}}", Some("+details Task")),
            ("{{% /details %}}", Some("-details")),
            ("!!! note \"Situation\"", Some("+! Situation")),
            ("=== \"Task\"", Some("+! Task")),
            ("Situation :: it was down", None),
            (":: x", None),
            ("<br>", None),
            ("</td>", None),
            ("<TABLE>", None),
            ("<Foo />", None),
            ("<b>Situation</b>", None),
            ("{ \"a\": 1 }", None),
            ("!!! Careful with this", None),
            ("=== Situation ===", None),
        ] {
            let found = wrapper(line).map(|found| match found {
                Wrapper::Opens { name, title } => {
                    format!("+{name} {}", title.map_or("-", |title| &line[title.range()]))
                }
                Wrapper::Closes(name) => format!("-{name}"),
            });
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn marks_around_a_text_are_not_part_of_it() {
        for (text, expected) in [
            ("I fixed it.\n\n:::\n\n::: note\n", "I fixed it.\n\n"),
            ("I fixed it.\n</details>\n", "I fixed it.\n"),
            ("I fixed it.\n\n::: tip\nTwice.\n:::\n", "I fixed it.\n\n::: tip\nTwice.\n:::\n"),
            ("I fixed it.\n\n::: tip\nTwice.\n:::\n:::\n", "I fixed it.\n\n::: tip\nTwice.\n:::\n"),
            ("I fixed it.\n", "I fixed it.\n"),
            ("", ""),
        ] {
            assert_eq!(within(text), expected, "{text:?}");
        }
    }
}
