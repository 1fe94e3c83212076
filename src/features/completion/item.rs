//! Completion items.

use crate::text::{DocSpan, Span};

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A section with its label.
    Label,
    /// An answer template.
    Answer,
    /// The official name of a service.
    Service,
    /// A placeholder for a metric.
    Metric,
    /// The ID of a scenario or question.
    Reference,
    /// A word of a suppression comment.
    Directive,
    /// A setting in the front matter.
    Setting,
}

/// A completion item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The name in the menu.
    pub label: String,
    /// A short description; may be empty.
    pub detail: String,
    /// The documentation, in the requested format; may be empty.
    pub documentation: String,
    /// The kind.
    pub kind: ItemKind,
    /// The text that the editor compares with the text in `insert`.
    pub filter: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The span to replace if the editor inserts: part of one line, up to the cursor.
    pub insert: DocSpan,
    /// The span to replace if the editor overwrites: `insert` and text after the cursor.
    pub replace: DocSpan,
    /// The text to insert.
    pub text: String,
    /// The placeholders to fill in, as spans of `text`, in order.
    pub stops: Vec<Span>,
    /// An additional insertion: its position and text.
    pub also: Option<(DocSpan, &'static str)>,
}

/// The answer to a completion request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The items, best first.
    pub items: Vec<Item>,
    /// Whether the editor must ask again when more is typed.
    pub incomplete: bool,
}

/// Returns the placeholders in `text`: bracketed text, without a "$" before it.
pub(super) fn stops(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('[').map(|skip| at + skip) {
        let Some(close) = text[open..].find(']').map(|len| open + len + 1) else { break };
        found.push(Span::new(open, close));
        at = close;
    }
    found
}
