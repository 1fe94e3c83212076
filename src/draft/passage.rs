//! The text of one answer, cut out of its draft.

use crate::draft::label::Label;
use crate::draft::markdown::{Cell, Segment, Unclosed};
use crate::draft::suppression::{Above, Directive};
use crate::text::Span;

/// The text of one answer and what its surroundings say of it: all that its report depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passage {
    /// From its title (or first label) to the end of its last section.
    pub text: Box<str>,
    /// The words of its title in `text`, where the title is this answer's own.
    pub title: Option<Span>,
    /// The words of its title, wherever it stands.
    pub title_text: Option<Box<str>>,
    /// Its labels, in order.
    pub labels: Vec<Label>,
    /// What is shown of `text`, in order.
    pub segments: Vec<Segment>,
    /// The blocks of `text`, in whole lines, the longer first of those that begin together.
    pub blocks: Vec<Span>,
    /// The cells of tables in `text`, in order.
    pub cells: Vec<Cell>,
    /// The fence, comment or raw HTML in it that is never closed and hides a label.
    pub unclosed: Option<Unclosed>,
    /// Whether the draft says that it is for an AWS role.
    pub is_for_aws: bool,
    /// What it is spared by comments that stand elsewhere: those for the draft, then those that are switched, for the
    /// answer, for its first block.
    pub above: Vec<Above>,
    /// The comments to star-coach in it, in order.
    pub directives: Vec<Directive>,
}
