//! What is offered.

use crate::text::{DocSpan, Span};

/// What an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A label, with its section.
    Label,
    /// A whole answer.
    Answer,
    /// The official name of a service.
    Service,
    /// Words for a figure.
    Figure,
    /// The id of a scenario or question.
    Reference,
    /// A word of a comment to star-coach.
    Directive,
    /// A setting in the front matter.
    Setting,
}

/// Something that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is called in the menu.
    pub label: String,
    /// More about it, in a few words; may be empty.
    pub detail: String,
    /// All about it, in the format that was asked for; may be empty.
    pub documentation: String,
    /// What it is.
    pub kind: ItemKind,
    /// What the editor compares with what stands in `insert`.
    pub filter: String,
    /// Whether its time is over.
    pub deprecated: bool,
    /// What it takes the place of: some of one line, up to the cursor.
    pub insert: DocSpan,
    /// The same with what follows the cursor, for those who overwrite.
    pub replace: DocSpan,
    /// What comes.
    pub text: String,
    /// What is to be filled in afterwards, as spans of `text`, in order.
    pub stops: Vec<Span>,
    /// Something to write elsewhere too: where and what.
    pub also: Option<(DocSpan, &'static str)>,
}

/// What can be written at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The offers, the best first.
    pub items: Vec<Item>,
    /// Whether there are others once more is typed.
    pub incomplete: bool,
}

/// What stands in brackets in `text`, and "$[amount]" without its sign: what is to be filled in.
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
