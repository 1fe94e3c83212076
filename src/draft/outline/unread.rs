//! What looks like an answer but was not read as one, and why.

use crate::component::{Component, Components};
use crate::draft::genre::Genre;
use crate::draft::label::{Label, LabelConfidence};
use crate::text::DocSpan;

/// A part of the draft with labels that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// From the first label to the last, or the line of the one label that was not read.
    pub span: DocSpan,
    /// The reason.
    pub reason: Reason,
}

/// The reason why labels were not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Letters that aren't the initials of the four components.
    Letters,
    /// Words such as "Context" without the components' names.
    OtherWords,
    /// The text explains the method, or gives instructions.
    Explanation,
    /// The text describes no one's actions.
    NoStory,
    /// The labels are in a form, or of several forms, that isn't read.
    Form,
    /// A label in the middle of a paragraph.
    MidParagraph,
}

impl Reason {
    /// Returns the key in the JSON of the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Letters => "letters",
            Self::OtherWords => "other-words",
            Self::Explanation => "explanation",
            Self::NoStory => "no-story",
            Self::Form => "form",
            Self::MidParagraph => "mid-paragraph",
        }
    }

    /// Returns the explanation for users, without a period at its end.
    pub fn message(self) -> &'static str {
        match self {
            Self::Letters => "Not an answer: these letters don't stand for S, T, A, and R",
            Self::OtherWords => "Not an answer: no label names a component, such as “Task”",
            Self::Explanation => "Not an answer: this reads like an explanation or instructions",
            Self::NoStory => "Not an answer: I don't see what you did",
            Self::Form => "Not an answer: I can't read labels in this form. Try “**Task:**”",
            Self::MidParagraph => "Not a label: it is in the middle of a paragraph",
        }
    }
}

/// Lines outside of answers that seem to be labels, in STAR order, but are not read as labels.
#[derive(Default)]
pub(super) struct Resembling {
    lines: Vec<(DocSpan, Component)>,
}

impl Resembling {
    /// Adds the line at `span`, which seems to label `component`. Returns what is unread if there are three in a row; a fourth one
    /// extends the span.
    pub(super) fn add(&mut self, span: DocSpan, component: Component) -> Option<Unread> {
        if self.lines.last().is_some_and(|(above, last)| *last >= component || span.start > above.end + MAX_DISTANCE) {
            self.lines.clear();
        }
        self.lines.push((span, component));
        let [(first, _), _, .., (last, _)] = self.lines.as_slice() else { return None };
        (self.lines.len() >= 3).then(|| Unread { span: DocSpan::new(first.start, last.end), reason: Reason::Form })
    }

    /// Forgets the lines so far.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
    }

    /// Whether a line at `at` may go on with the lines so far.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        self.lines.last().is_some_and(|(last, _)| at <= last.end + MAX_DISTANCE)
    }
}

/// The maximum distance in bytes from one line that seems to be a label to the next.
const MAX_DISTANCE: usize = 1 << 12;

/// Returns the reason why an answer with the labels `all`, of which `counted` count, was not read as one. `None` if it doesn't
/// look like an answer at all.
pub(super) fn reason(all: &[Label], counted: &[Label], genre: Option<Genre>) -> Option<Reason> {
    let components =
        |labels: &[Label]| labels.iter().fold(Components::default(), |all, label| all.and(label.components));
    if all.len() < 3 || components(all).len() < 3 {
        return None;
    }
    let has = |strength| all.iter().filter(|label| label.strength == strength).count() >= 2;
    let has_others = || has(LabelConfidence::Synonym) || all.iter().filter(|label| label.is_loose()).count() >= 2;
    match genre {
        Some(Genre::Explanation) => Some(Reason::Explanation),
        Some(Genre::Other) if components(counted).len() >= 3 => Some(Reason::NoStory),
        _ if has(LabelConfidence::Letter) => Some(Reason::Letters),
        _ if has_others() => Some(Reason::OtherWords),
        _ => Some(Reason::Form),
    }
}
