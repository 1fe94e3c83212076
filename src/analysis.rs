//! The memoized result of reading a whole draft.

use std::sync::Arc;

use crate::answer::Answer;
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::rules::Finding;
use crate::text::{DocSpan, Span, Text};

/// What the coaching depends on besides the draft. Immutable: a change of settings makes a new one.
#[derive(Debug)]
pub struct Coach {
    /// What is known by name.
    pub lexicon: Arc<Lexicon>,
    /// The settings in force.
    pub config: Config,
}

/// What there is to say about one answer. It knows nothing of where in the draft the answer stands.
#[derive(Debug)]
pub struct Report {
    /// The answer, taken apart.
    pub answer: Answer,
    /// Sorted by start, then rule order; no duplicates.
    pub findings: Vec<Finding>,
}

/// An answer where it stands today.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Where it stands.
    pub span: DocSpan,
    /// The words of its title, which several answers may share, and which then stand outside of `span`.
    pub title: Option<DocSpan>,
    /// What there is to say about it.
    pub report: Arc<Report>,
}

impl Placed {
    /// A place in the answer, as a place in the draft.
    pub fn place(&self, span: Span) -> DocSpan {
        DocSpan::new(self.span.start + span.start, self.span.start + span.end)
    }

    /// A place in the draft, as a place in the answer, clipped to it; `None` if it lies outside.
    pub fn within(&self, span: DocSpan) -> Option<Span> {
        let start = span.start.max(self.span.start);
        let end = span.end.min(self.span.end);
        (start <= end).then(|| Span::new(start - self.span.start, end - self.span.start))
    }
}

/// What an edit changed: the bytes from `start` to `old_end` became those from `start` to `new_end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where old and new text begin to differ.
    pub start: usize,
    /// Where they are in step again, in the old text.
    pub old_end: usize,
    /// Where they are in step again, in the new text.
    pub new_end: usize,
}

impl Change {
    /// The one change that covers this one and `later`, which was made after it.
    pub fn then(self, later: Self) -> Self {
        let start = self.start.min(later.start);
        let grown = later.new_end as isize - later.old_end as isize;
        let shrunk = self.old_end as isize - self.new_end as isize;
        Self {
            start,
            old_end: self.old_end.max(later.old_end.saturating_add_signed(shrunk)),
            new_end: later.new_end.max(self.new_end.saturating_add_signed(grown)),
        }
    }
}

/// The result of reading a draft.
#[derive(Clone, Debug)]
pub struct Analysis {
    coach: Arc<Coach>,
    answers: Vec<Placed>,
}

impl Analysis {
    /// Reads all of `text`.
    pub fn new(coach: Arc<Coach>, text: &Text) -> Self {
        let _ = text;
        Self { coach, answers: Vec::new() }
    }

    /// Brings it up to date with `text`, which differs from the text it was made for by `change`.
    /// The result equals `Analysis::new(coach, text)`.
    pub fn update(&mut self, text: &Text, change: Change) {
        let _ = change;
        *self = Self::new(self.coach.clone(), text);
    }

    /// What the coaching depended on.
    pub fn coach(&self) -> &Arc<Coach> {
        &self.coach
    }

    /// The answers, disjoint, in order.
    pub fn answers(&self) -> &[Placed] {
        &self.answers
    }

    /// The answer that holds `offset`, or ends there.
    pub fn answer_at(&self, offset: usize) -> Option<&Placed> {
        let index = self.answers.partition_point(|answer| answer.span.start <= offset);
        self.answers[..index].last().filter(|answer| offset <= answer.span.end)
    }

    /// All findings, in order.
    pub fn findings(&self) -> impl Iterator<Item = (DocSpan, &Finding)> {
        self.answers
            .iter()
            .flat_map(|answer| answer.report.findings.iter().map(|finding| (answer.place(finding.span), finding)))
    }

    /// Where a fence or comment begins that is never closed; what follows it is not read as it will be once it is.
    pub fn unclosed(&self) -> Option<usize> {
        None
    }
}
