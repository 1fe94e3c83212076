//! What there is to say about one answer, and where the answer is.

use std::sync::{Arc, OnceLock};

use crate::answer::Answer;
use crate::answer::facts::Facts;
use crate::config::Config;
use crate::draft::passage::Passage;
use crate::lexicon::Lexicon;
use crate::rules::{self, Finding, Mark, RULES, Rule};
use crate::text::{DocSpan, Span};

/// What the coaching depends on besides the draft. Immutable: a change of settings makes a new one.
#[derive(Debug)]
pub struct Coach {
    /// What is known by name.
    pub lexicon: Arc<Lexicon>,
    /// The settings in force.
    pub config: Config,
    /// The rules to ask, in order: [`RULES`], or others in a test.
    pub rules: &'static [&'static Rule],
}

impl Coach {
    /// A coach who asks all rules.
    pub fn new(lexicon: Arc<Lexicon>, config: Config) -> Self {
        Self { lexicon, config, rules: RULES }
    }

    /// What a rule may look at to say something about `answer`.
    pub fn context<'a>(&'a self, answer: &'a Answer) -> rules::Context<'a> {
        rules::Context { answer, lexicon: &self.lexicon, config: &self.config, rules: self.rules }
    }
}

/// What there is to say about one answer. It knows nothing of where in the draft the answer stands.
#[derive(Debug)]
pub struct Report {
    /// The answer, taken apart; in an analysis that is brief, its passage only.
    pub answer: Answer,
    /// Whether all four components are written: see [`Answer::is_complete`].
    complete: bool,
    /// Sorted by start, then rule order; no duplicates.
    pub findings: Vec<Finding>,
    /// What kept back a finding, sorted.
    pub used: Vec<Mark>,
    /// The codes of the rules that failed on it.
    pub failed: Vec<&'static str>,
    /// What [`Report::facts`] has found.
    pub(crate) facts: OnceLock<Facts>,
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
    /// Moves it, after an edit before it that made the text `by` bytes longer; a title above the edit stays.
    pub(crate) fn shift(&mut self, by: isize, edit: usize) {
        let shift = |span: &mut DocSpan| {
            *span = DocSpan::new(span.start.saturating_add_signed(by), span.end.saturating_add_signed(by));
        };
        shift(&mut self.span);
        if let Some(title) = self.title.as_mut().filter(|title| title.start >= edit) {
            shift(title);
        }
    }

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

impl Report {
    /// Coaches one answer: a pure function.
    pub fn new(coach: &Coach, passage: Passage) -> Self {
        let answer = Answer::new(passage, &coach.lexicon);
        let rules::Checked { findings, used, failed } = rules::check(&coach.context(&answer));
        let complete = answer.is_complete();
        Self { answer, complete, findings, used, failed, facts: OnceLock::new() }
    }

    /// A report on a few lines that are no answer: nothing but `findings`.
    pub(crate) fn of_lines(text: &str, findings: Vec<Finding>) -> Self {
        let passage = Passage { text: text.into(), ..Passage::default() };
        let answer = Answer { passage, ..Answer::default() };
        Self { answer, complete: false, findings, used: Vec::new(), failed: Vec::new(), facts: OnceLock::new() }
    }

    /// The facts of the answer, found when they are first asked for. `coach` must be the one that coached it.
    pub fn facts(&self, coach: &Coach) -> &Facts {
        self.facts.get_or_init(|| Facts::new(&self.answer, &coach.lexicon, coach.config.words_per_minute))
    }

    /// Whether it is too early to say that a comment keeps back nothing in it.
    pub(crate) fn is_unsettled(&self) -> bool {
        !self.failed.is_empty() || !self.complete
    }
}
