//! The parts of a Markdown text: lines, segments, cells, and unclosed blocks.

use crate::text::{DocSpan, Span};

/// The kind of block that a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Only spaces, tabs, and `>`.
    Blank,
    /// A line of a paragraph, or one that shows nothing (a link definition, an empty list item).
    Text,
    /// An ATX heading (`## Title`) of this level.
    Heading(u8),
    /// A line of an underlined heading of this level.
    Underlined(u8),
    /// The line of `=` or `-` under a heading of this level.
    Underline(u8),
    /// A thematic break.
    Rule,
    /// A line of a fenced code block, including its fences.
    Fence,
    /// A line of an indented code block.
    Indented,
    /// A line of an HTML block.
    Html,
    /// A line of a comment of several lines.
    Comment,
    /// A line of a `<pre>`, `<script>`, `<style>`, or `<textarea>` element of several lines.
    Raw,
    /// A row of a table.
    Row,
    /// The line of dashes below the header row of a table.
    Delimiter,
}

/// A line of the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The offset of its first byte.
    pub start: usize,
    /// The kind of its block.
    pub block: Block,
    /// Whether it is the first line of its block.
    pub first: bool,
    /// Whether it begins within inline code or a comment. A line that begins in bold never counts as within code.
    pub inside: bool,
    /// The number of list items it is nested in.
    pub items: u8,
}

/// The way a segment is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As text.
    Text,
    /// As inline code.
    Code,
    /// As lines of a fenced code block.
    Fence,
    /// A bare URL, which is not read as words.
    Url,
}

/// The separation between a segment and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// A line end within a block.
    Soft,
    /// The end of a block, or a hard line break.
    Break,
}

/// A part of the text that is shown to a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its span, relative to the draft or, in a passage, to the answer.
    pub source: Span,
    /// The separation from the segment before it.
    pub gap: Gap,
    /// The way it is shown.
    pub shown: Shown,
    /// The words shown, if they differ from the source, as for an entity.
    pub words: Option<Box<str>>,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its span without the pipes around it, relative to the draft or, in a passage, to the answer.
    pub source: Span,
    /// The index of its column.
    pub column: usize,
    /// Whether it is in the header row.
    pub header: bool,
}

/// A fence, comment, or raw HTML that is never closed, or a comment that is closed only by the end of another comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclosed {
    /// Its span from the opening mark to the end of the hidden text, relative to the draft or, in a passage, to the answer.
    pub source: Span,
    /// Its kind: [`Block::Fence`], [`Block::Comment`], or [`Block::Raw`].
    pub block: Block,
}

impl Unclosed {
    /// Returns the name of its kind for users.
    pub fn name(self) -> &'static str {
        match self.block {
            Block::Fence => "code block",
            Block::Comment => "comment",
            _ => "HTML block",
        }
    }

    /// Returns the mark that closes it. `text` is the text that `source` is relative to.
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

    /// Returns it clipped to `span` and relative to the start of `span`.
    pub fn within(self, span: DocSpan) -> Self {
        Self { source: clipped(self.source, span), ..self }
    }
}

/// Returns `source` clipped to `span` and relative to the start of `span`.
pub(super) fn clipped(source: Span, span: DocSpan) -> Span {
    Span::new(source.start.max(span.start) - span.start, source.end.min(span.end) - span.start)
}
