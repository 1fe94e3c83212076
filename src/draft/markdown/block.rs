//! What Markdown makes of a draft: lines, segments, cells, and what is never closed.

use crate::text::{DocSpan, Span};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Nothing but spaces, tabs, and `>`.
    Blank,
    /// A line of a paragraph, or one that shows nothing (a link definition, an empty list item).
    Text,
    /// An ATX heading (`## Title`) of this level.
    Heading(u8),
    /// A line of a heading of this level that is underlined.
    Underlined(u8),
    /// The line of `=` or `-` under a heading of this level.
    Underline(u8),
    /// A thematic break.
    Rule,
    /// A line of a fenced code block, its fences included.
    Fence,
    /// A line that is indented like code.
    Indented,
    /// A line of an HTML block.
    Html,
    /// A line of a comment that runs over several lines.
    Comment,
    /// A line of `<pre>`, `<script>`, `<style>` or `<textarea>` that runs over several lines.
    Raw,
    /// A row of a table.
    Row,
    /// The line of dashes below the header of a table.
    Delimiter,
}

/// A line of the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The offset of its first byte.
    pub start: usize,
    /// What it is.
    pub block: Block,
    /// Whether it is the first line of its block.
    pub first: bool,
    /// Whether it begins within inline code or a comment. A line in bold words never begins within code.
    pub inside: bool,
    /// How many list items it is in.
    pub items: u8,
}

/// How a segment is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As text.
    Text,
    /// As inline code.
    Code,
    /// As lines of a fenced code block.
    Fence,
    /// Not at all: a bare URL.
    Url,
}

/// What separates a segment from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// A line end within a block.
    Soft,
    /// The end of a block, or a hard line break.
    Break,
}

/// A part of the text that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its place, in the draft or in the answer it was cut out for.
    pub source: Span,
    /// What separates it from the one before it.
    pub gap: Gap,
    /// How it is shown.
    pub shown: Shown,
    /// The words shown, where they are not those of the source (an entity).
    pub words: Option<Box<str>>,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its place, without the pipes around it, in the draft or in the answer it was cut out for.
    pub source: Span,
    /// The number of its column, from 0.
    pub column: usize,
    /// Whether it is in the table's header.
    pub header: bool,
}

/// A fence, a comment or raw HTML that is never closed, or a comment that ends only where another one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclosed {
    /// From its opening to the end of what it hides, in the draft or in the answer it was cut out for.
    pub source: Span,
    /// What it is: [`Block::Fence`], [`Block::Comment`] or [`Block::Raw`].
    pub block: Block,
}

impl Unclosed {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self.block {
            Block::Fence => "code block",
            Block::Comment => "comment",
            _ => "HTML block",
        }
    }

    /// What closes it, `text` being the text it is in.
    pub fn closing(self, text: &str) -> String {
        let opening = &text[self.source.range()];
        let mark = opening.chars().next().unwrap_or_default();
        let name: String = opening.chars().skip(1).take_while(char::is_ascii_alphanumeric).collect();
        match self.block {
            Block::Fence => opening.chars().take_while(|c| *c == mark).collect(),
            Block::Comment => "-->".to_owned(),
            _ if !name.is_empty() => format!("</{name}>"),
            _ if opening.starts_with("<?") => "?>".to_owned(),
            _ if opening.starts_with("<![CDATA[") => "]]>".to_owned(),
            _ => ">".to_owned(),
        }
    }

    /// The same, cut at the ends of `span` and counted from its start.
    pub fn within(self, span: DocSpan) -> Self {
        Self { source: clipped(self.source, span), ..self }
    }
}

/// `source` as far as it is in `span`, counted from the start of `span`.
pub(super) fn clipped(source: Span, span: DocSpan) -> Span {
    Span::new(source.start.max(span.start) - span.start, source.end.min(span.end) - span.start)
}
