//! A label and its forms.

use crate::component::Components;
use crate::draft::markdown::Line;
use crate::text::Span;

/// The confidence that words are a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelConfidence {
    /// A single letter, "S", or a short form, "Sit". Counts if at least three components have a letter or a name.
    Letter,
    /// A clause without a component's name, "What I did". Counts in the form of the other labels, where a component is missing.
    Clause,
    /// The opening words of a spoken paragraph, "so the situation was". Counts if three components are told like this, in order.
    Spoken,
    /// A component's name among other words, "Task given to me". Counts in the form of the other labels.
    Loose,
    /// A word that is also used for other text, "Context". Counts if two components are named outright.
    Synonym,
    /// The component's own name.
    Name,
}

/// The form of a label. It determines what may belong to the label's section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A heading of this level.
    Heading(u8),
    /// The title of a callout: `> [!note] Situation`.
    Callout,
    /// The summary of an HTML `<details>` element.
    Summary,
    /// The opening words of a spoken paragraph.
    Spoken,
    /// The first cell of a table row, or a cell of an HTML table.
    Row,
    /// A cell of a table header. The section is the column with this index.
    Column(u8),
    /// Emphasized words.
    Emphasis,
    /// Plain words.
    Plain,
}

/// A label. Its spans and offsets are relative to the draft or, in a passage, to the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// The components it names. Empty for labels such as "Lesson", which belong to an answer but name no component.
    pub components: Components,
    /// The confidence that it is a label.
    pub strength: LabelConfidence,
    /// Its form.
    pub form: Form,
    /// Its line, without the line end.
    pub line: Span,
    /// Its words, without delimiter and decoration.
    pub words: Span,
    /// The component's name among the words ("ituation" in `**S**ituation`), if it is written out.
    pub name: Option<Span>,
    /// The component's initial among the words, if it is separate from the name.
    pub initial: Option<Span>,
    /// The offset after the delimiter and white space: the start of the text on the label's line, or the end of the line.
    pub body: usize,
    /// The width of the container in bytes: white space, blockquote marks, and bullets.
    pub indent: usize,
    /// Whether it is in a blockquote.
    pub quoted: bool,
    /// Whether it is in a list item.
    pub listed: bool,
    /// The number of list items it is nested in.
    pub depth: u8,
    /// Whether its line continues a paragraph that began above.
    pub wrapped: bool,
    /// Whether its words are in lower case.
    pub lower: bool,
    /// Whether a colon follows it, or nothing at all.
    pub firm: bool,
    /// Whether all its words are English words or single letters.
    pub english: bool,
}

impl Label {
    /// Whether text follows on the same line.
    pub fn has_inline_text(&self) -> bool {
        self.body < self.line.end
    }

    /// Whether it names one component by name or letter without qualifiers, so that other labels can be written like it.
    pub fn is_bare(&self) -> bool {
        let named = self.name.map_or(0, Span::len) + self.initial.map_or(0, Span::len);
        self.components.len() == 1 && named > 0 && self.words.len() <= named + 6
    }

    /// Returns it on `line` of the draft.
    pub fn on(self, line: &Line) -> Self {
        let is_wrapped = !line.first && !self.listed && matches!(self.form, Form::Plain | Form::Spoken);
        Self { depth: line.items, wrapped: is_wrapped, ..self }
    }

    /// Whether it counts only in the form of an answer's other labels.
    pub fn is_loose(&self) -> bool {
        matches!(self.strength, LabelConfidence::Loose | LabelConfidence::Clause)
    }

    /// Extends the line to `end`, to include a comment at its end.
    pub fn extend_line(&mut self, end: usize) {
        if !self.has_inline_text() {
            self.body = end;
        }
        self.line.end = end;
    }

    /// Returns the label moved by `by` bytes.
    pub fn shifted(mut self, by: isize) -> Self {
        self.shift(by);
        self
    }

    /// Moves the label by `by` bytes.
    pub fn shift(&mut self, by: isize) {
        self.line = self.line.shifted(by);
        self.words = self.words.shifted(by);
        self.name = self.name.map(|name| name.shifted(by));
        self.initial = self.initial.map(|initial| initial.shifted(by));
        self.body = self.body.saturating_add_signed(by);
    }
}
