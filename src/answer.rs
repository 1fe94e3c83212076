//! One answer: its title, its sections, its prose.

use crate::text::Span;

/// A component of a STAR answer, in STAR order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Where and when, what was at stake.
    Situation,
    /// What the writer was responsible for.
    Task,
    /// What the writer did.
    Action,
    /// What came of it.
    Result,
}

impl Component {
    /// All four, in STAR order.
    pub const ALL: [Self; 4] = [Self::Situation, Self::Task, Self::Action, Self::Result];

    /// Its English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Situation => "Situation",
            Self::Task => "Task",
            Self::Action => "Action",
            Self::Result => "Result",
        }
    }

    /// Its key in the JSON of the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Task => "task",
            Self::Action => "action",
            Self::Result => "result",
        }
    }
}

/// A figure that counts as evidence, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedMetric {
    /// Where, in the answer.
    pub span: Span,
    /// What.
    pub metric: crate::metrics::Metric,
    /// The component whose text holds it.
    pub component: Option<Component>,
}

/// A term of the lexicon, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where, in the answer.
    pub span: Span,
    /// What.
    pub term: crate::lexicon::Term,
    /// The component whose text holds it.
    pub component: Option<Component>,
}

/// A labelled part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What it is labelled as, in STAR order; two for a combined label, none for a Lesson and its kin.
    pub components: Vec<Component>,
    /// The words of the label.
    pub label: Span,
    /// What stands under it.
    pub body: Span,
    /// Whether there is nothing to read under it.
    pub empty: bool,
}

/// One answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The text, from its title (or first label) to the end of its last section.
    pub text: Box<str>,
    /// The words of its title, where they belong to this answer alone.
    pub title: Option<Span>,
    /// The words of its title, wherever it stands.
    pub title_text: Option<Box<str>>,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// The figures in it, in order.
    pub metrics: Vec<PlacedMetric>,
    /// The terms named in it, in order.
    pub mentions: Vec<Mention>,
}

impl Answer {
    /// The first section that is `component`.
    pub fn section(&self, component: Component) -> Option<&Section> {
        self.sections.iter().find(|section| section.components.contains(&component))
    }

    /// How many words it says, labels and title not counted.
    pub fn words(&self) -> usize {
        0
    }
}
