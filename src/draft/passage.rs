//! The text of one answer, cut out of its draft.

use crate::component::{Components, Frame};
use crate::draft::label::Label;
use crate::draft::markdown::{Cell, Segment, Unclosed};
use crate::draft::suppression::{Directive, InheritedSuppression};
use crate::text::Span;

/// The text of one answer and its context in the draft: everything about the draft that its report depends on. All spans
/// are relative to `text`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passage {
    /// The text from the title (or the first label) to the end of the last section.
    pub text: Box<str>,
    /// The words of the title, if it is in `text`.
    pub title: Option<Span>,
    /// The words of the title, which may be above `text` and shared with other answers.
    pub title_text: Option<Box<str>>,
    /// The frame that the labels show.
    pub frame: Frame,
    /// The components that may be told under a label that was not read, or in the text below the title.
    pub untold: Components,
    /// The labels, in order.
    pub labels: Vec<Label>,
    /// The parts of `text` that are shown, in order.
    pub segments: Vec<Segment>,
    /// The blocks of `text`, in whole lines, sorted by start. Of blocks with the same start, the longest comes first.
    pub blocks: Vec<Span>,
    /// The cells of tables in `text`, in order.
    pub cells: Vec<Cell>,
    /// The fence, comment, or raw HTML in `text` that is never closed and hides a label.
    pub unclosed: Option<Unclosed>,
    /// Whether the answer is for an AWS role.
    pub is_for_aws: bool,
    /// The suppressions by comments outside of `text`, sorted by scope: file, range, answer, first block.
    pub inherited: Vec<InheritedSuppression>,
    /// The suppression comments in `text`, in order.
    pub directives: Vec<Directive>,
}
