//! The only parser of Markdown: the block that each line belongs to, and the words that are shown.
//!
//! All other modules use it: labels, the outline, prose, genre, suppression comments, completion, and links. Only [`reader`]
//! uses pulldown-cmark.
//!
//! # Updates
//!
//! An edit re-reads a part of the draft. The part begins and ends at a *root*: a line where the parser reported, outside
//! of any container, an ATX heading, or a paragraph or underlined heading below a blank line. Nothing is open before such
//! a line, so the text from there on reads as if the draft began there. The new reading must report the root at the end
//! of the part again; otherwise the part grows. A fence or comment that the edit opens runs over the roots below it, so
//! they are not reported, and the part grows until the fence or comment ends.
//!
//! Block structure never depends on link definitions, but inline structure does (`[a]` is a link if `a` is defined
//! anywhere in the draft). If an edit changes the set of defined names, the whole draft is read again.

mod block;
mod reader;
mod reading;

pub use block::{Block, Cell, Gap, Line, Segment, Shown, Unclosed};
pub use reader::{structure, without_attributes};
use reading::{Names, Reading, Root, within};

use crate::text::{Change, DocSpan, Span, Text};
use block::clipped;
use reader::read;

/// The Markdown of a draft from the end of its front matter on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markdown {
    body: usize,
    reading: Reading,
}

impl Markdown {
    /// Parses `text` from `body` on, the offset at which its front matter ends.
    pub fn new(text: &Text, body: usize) -> Self {
        let source = text.slice(DocSpan::new(body, text.len()));
        Self { body, reading: read(&source, body, true, &Names::new()) }
    }

    /// Parses a text without front matter.
    pub fn parse(text: &str) -> Self {
        Self { body: 0, reading: read(text, 0, true, &Names::new()) }
    }

    /// Updates the Markdown to `text`, which differs by `change` from the text read before and whose front matter has the
    /// same end. Returns the part, in whole lines, that was read again.
    pub fn update(&mut self, text: &Text, change: Change) -> Change {
        let old = &self.reading;
        let names = old.names();
        let old_len = text.len().saturating_add_signed(-change.grown());
        let from = old.root_before(change.start).unwrap_or(self.body);
        let mut next = old.roots.partition_point(|root| root.0 < change.old_end.max(from + 1));
        let mut step = 1;
        let (new, part) = loop {
            let old_end = old.roots.get(next).map(|root| root.0);
            let Some(old_end) = old_end else {
                let source = text.slice(DocSpan::new(from, text.len()));
                let part = Change { start: from, old_end: old_len, new_end: text.len() };
                break (read(&source, from, from == self.body, &names), part);
            };
            // One more line than the part, since the root must be reported again.
            let new_end = old_end.saturating_add_signed(change.grown());
            let line_after = text.line_start(text.line_of(new_end) + 1);
            let source = text.slice(DocSpan::new(from, line_after));
            let mut new = read(&source, from, from == self.body, &names);
            if new.roots.last() == Some(&Root(new_end)) {
                new.truncate(new_end);
                break (new, Change { start: from, old_end, new_end });
            }
            next += step;
            step *= 2;
        };
        let last = part.new_end == text.len();
        self.reading.splice(new, part, change.grown(), last);
        if self.reading.names() != names {
            *self = Self::new(text, self.body);
            return Change { start: self.body, old_end: old_len, new_end: text.len() };
        }
        part
    }

    /// Returns the lines from the one that contains `offset` on.
    pub fn lines_from(&self, offset: usize) -> &[Line] {
        let lines = &self.reading.lines;
        &lines[lines.partition_point(|line| line.start <= offset).saturating_sub(1)..]
    }

    /// Returns the line that contains `offset`, or `None` in front matter.
    pub fn line_at(&self, offset: usize) -> Option<&Line> {
        self.lines_from(offset).first().filter(|line| line.start <= offset)
    }

    /// Returns the segments in `span`, relative to its start.
    pub fn segments(&self, span: DocSpan) -> Vec<Segment> {
        let segments = within(&self.reading.segments, span).iter();
        segments.map(|segment| Segment { source: clipped(segment.source, span), ..segment.clone() }).collect()
    }

    /// Returns the table cells in `span`, relative to its start.
    pub fn cells(&self, span: DocSpan) -> Vec<Cell> {
        let cells = within(&self.reading.cells, span).iter();
        cells.map(|cell| Cell { source: clipped(cell.source, span), ..*cell }).collect()
    }

    /// Returns the blocks in `span`, in whole lines, relative to its start: paragraphs, headings, code, tables and their rows,
    /// list items with nested blocks, and lines of HTML. They are sorted by start, and the longest comes first.
    pub fn blocks(&self, span: DocSpan) -> Vec<Span> {
        within(&self.reading.blocks, span).iter().map(|block| clipped(*block, span)).collect()
    }

    /// Iterates over the comments that begin in `span`, in order. Each is from `<!--` to `-->`.
    pub fn comments(&self, span: DocSpan) -> impl Iterator<Item = DocSpan> {
        within(&self.reading.comments, span).iter().map(|comment| DocSpan::new(comment.start, comment.end))
    }

    /// Returns the offset at which the front matter ends; 0 if there is none.
    pub fn body(&self) -> usize {
        self.body
    }

    /// Returns the fences, comments, and raw HTML that are never closed, and the comments that are closed only by the end of
    /// another comment, in order.
    pub fn unclosed(&self) -> &[Unclosed] {
        &self.reading.unclosed
    }
}

/// Iterates over the parts of `line` between its pipes, from byte `from` on, for lines that look like a table row to the
/// writer but not to Markdown. Pipes after a backslash don't count.
pub fn piped(line: &str, from: usize) -> impl Iterator<Item = Span> {
    let is_pipe = move |at: &usize| line.as_bytes()[..*at].last() != Some(&b'\\');
    let pipes = line[from..].match_indices('|').map(move |(at, _)| from + at).filter(is_pipe);
    let mut start = from;
    pipes.chain([line.len()]).map(move |end| {
        let cell = Span::new(start, end);
        start = end + 1;
        cell
    })
}
