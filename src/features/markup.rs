//! Writes short texts in Markdown or plain text.

use std::fmt::Write as _;

/// The format of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// Plain text.
    #[default]
    Plain,
}

/// A text that is built block by block. Arguments are shown literally: markup in them is escaped.
#[derive(Clone, Debug)]
pub struct Page {
    format: Format,
    text: String,
}

impl Page {
    /// Creates an empty page.
    pub fn new(format: Format) -> Self {
        Self { format, text: String::new() }
    }

    /// Adds a paragraph that begins with `words` in bold.
    pub fn titled(&mut self, words: &str, rest: &str) -> &mut Self {
        let gap = if rest.is_empty() || rest.starts_with([':', ',', '.']) { "" } else { " " };
        // White space inside the asterisks would disable the bold text.
        let (words, rest) = (self.literal(words).trim().to_owned(), self.literal(rest));
        let mark = if self.format == Format::Markdown { "**" } else { "" };
        self.block(&format!("{mark}{words}{mark}{gap}{rest}"))
    }

    /// Adds a paragraph, unless `words` is empty.
    pub fn paragraph(&mut self, words: &str) -> &mut Self {
        if words.is_empty() {
            return self;
        }
        let words = self.beginning(words);
        self.block(&words)
    }

    /// Adds a paragraph of Markdown. Line ends in it become spaces.
    pub fn markdown(&mut self, words: &str) -> &mut Self {
        let words = words.lines().collect::<Vec<_>>().join(" ");
        self.block(&words)
    }

    /// Adds a list below the line `lead`, unless it is empty.
    pub fn list<T: AsRef<str>>(&mut self, lead: &str, items: impl Iterator<Item = T>) -> &mut Self {
        let mut list = String::new();
        for item in items {
            let _ = write!(list, "\n- {}", self.beginning(item.as_ref()));
        }
        if list.is_empty() {
            return self;
        }
        let lead = self.literal(lead);
        let gap = if self.format == Format::Markdown { "\n" } else { "" };
        self.block(&format!("{lead}{gap}{list}"))
    }

    /// Adds a paragraph with a link to `address`.
    pub fn link(&mut self, words: &str, address: &str) -> &mut Self {
        let words = self.literal(words);
        match self.format {
            Format::Markdown => self.block(&format!("[{words}]({address})")),
            Format::Plain => self.block(&format!("{words}: {address}")),
        }
    }

    /// Whether the page is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the text, without a line end.
    pub fn finish(self) -> String {
        self.text
    }

    fn block(&mut self, block: &str) -> &mut Self {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(block);
        self
    }

    fn beginning(&self, words: &str) -> String {
        match self.format {
            Format::Markdown => block(words),
            Format::Plain => self.literal(words),
        }
    }

    fn literal(&self, words: &str) -> String {
        match self.format {
            Format::Markdown => escape(words),
            Format::Plain => words.chars().map(plain).collect(),
        }
    }
}

/// Returns `words` as Markdown that shows them literally: on one line, without markup, HTML, links, images, or
/// entities. For text in the middle of a line; see [`block`] for the start of a line.
pub fn escape(words: &str) -> String {
    let mut escaped = String::new();
    let mut chars = words.chars().map(plain).peekable();
    while let Some(char) = chars.next() {
        // Many renderers turn bare addresses of three kinds into links.
        let is_address = match char {
            ':' => chars.peek() == Some(&'/'),
            '.' => escaped.len() >= 3 && escaped.as_bytes()[escaped.len() - 3..].eq_ignore_ascii_case(b"www"),
            _ => char == '@',
        };
        let is_markup = matches!(
            char,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&' | '$'
        );
        if is_address || is_markup {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

/// Returns `words` as a paragraph or list entry that shows them literally. Like [`escape`], but they can't start
/// another kind of block.
pub fn block(words: &str) -> String {
    begin(escape(words.trim_start_matches(|char| plain(char).is_whitespace())))
}

/// Returns a section of a Markdown page with a list, after a blank line; empty if the list is empty.
pub fn list_section<T: AsRef<str>>(title: &str, items: impl Iterator<Item = T>) -> String {
    let items: String = items.map(|item| format!("- {}\n", block(item.as_ref()))).collect();
    if items.is_empty() { items } else { format!("\n## {title}\n\n{items}") }
}

/// Replaces characters that would end a line or change the text direction with a space.
fn plain(char: char) -> char {
    if char.is_control() || matches!(char, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    {
        ' '
    } else {
        char
    }
}

/// Escapes a list marker or heading underline at the start.
fn begin(words: String) -> String {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let at = match words.as_bytes().get(digits) {
        Some(b'-' | b'+' | b'=') if digits == 0 => 0,
        Some(b'.' | b')') if digits > 0 => digits,
        _ => return words,
    };
    format!("{}\\{}", &words[..at], &words[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a page with one block of each kind.
    fn page(format: Format) -> String {
        let mut page = Page::new(format);
        assert!(page.is_empty());
        page.titled("A*b", ": c_d").paragraph("1. [x](y)\n<b>").paragraph("").list("Of:", ["- one", "two"].iter());
        page.list("None:", std::iter::empty::<&str>()).markdown("As `it`\nis.").link("More", "https://x.org/a#b");
        assert!(!page.is_empty());
        page.finish()
    }

    #[test]
    fn markdown_is_escaped() {
        let expected = "**A\\*b**: c\\_d\n\n1\\. \\[x\\](y) \\<b\\>\n\nOf:\n\n- \\- one\n- two\n\nAs `it` is.\n\n\
            [More](https://x.org/a#b)";
        assert_eq!(page(Format::Markdown), expected);
    }

    #[test]
    fn plain_text_has_no_markup_but_dashes() {
        let expected = "A*b: c_d\n\n1. [x](y) <b>\n\nOf:\n- - one\n- two\n\nAs `it` is.\n\nMore: https://x.org/a#b";
        assert_eq!(page(Format::Plain), expected);
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(escape("a\r\nb\u{202e}c\u{7}d\u{2028}e é"), "a  b c d e é");
    }

    #[test]
    fn bare_addresses_are_escaped() {
        assert_eq!(escape("https://a.org, WWW.b.org: a@b.org."), "https\\://a.org, WWW\\.b.org: a\\@b.org.");
        assert_eq!(escape("9:30, 1.5"), "9:30, 1.5");
    }

    #[test]
    fn a_block_is_always_a_paragraph() {
        for (words, shown) in [
            ("    code", "code"),
            ("\t\u{2028}\u{3000}code", "code"),
            ("+ a", "\\+ a"),
            ("12) a", "12\\) a"),
            ("===", "\\==="),
            ("# a", "\\# a"),
            ("a 1. b", "a 1. b"),
        ] {
            assert_eq!(block(words), shown, "{words:?}");
        }
    }
}
