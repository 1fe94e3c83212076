//! The report on one answer, and its position in the draft.

use std::sync::{Arc, OnceLock};

use crate::answer::Answer;
use crate::answer::facts::Facts;
use crate::answer::platforms;
use crate::config::Config;
use crate::draft::passage::Passage;
use crate::lexicon::Lexicon;
use crate::platform::{Platform, PlatformSetting};
use crate::rules::{self, Finding, RULES, Rule, SuppressionSource};
use crate::text::{DocSpan, Span};

/// Everything a report depends on besides the text. Immutable: a change of settings makes a new one.
#[derive(Debug)]
pub struct Profile {
    /// The lexicon.
    pub lexicon: Arc<Lexicon>,
    /// The settings.
    pub config: Config,
    /// The rules to run, in order: [`RULES`], or others in a test.
    pub rules: &'static [&'static Rule],
}

impl Profile {
    /// A profile that runs all rules.
    pub fn new(lexicon: Arc<Lexicon>, config: Config) -> Self {
        Self { lexicon, config, rules: RULES }
    }

    /// Returns the input of a rule for `answer`.
    pub fn context<'a>(&'a self, answer: &'a Answer) -> rules::Context<'a> {
        rules::Context { answer, lexicon: &self.lexicon, config: &self.config, rules: self.rules }
    }
}

/// The findings of one answer, independent of its position in the draft.
#[derive(Debug)]
pub struct Report {
    /// The parsed answer.
    pub answer: Answer,
    /// Whether all four components have text: see [`Answer::is_complete`].
    complete: bool,
    /// The findings, sorted by start, then by rule order, without duplicates.
    pub findings: Vec<Finding>,
    /// The comments that suppressed a finding, sorted.
    pub used: Vec<SuppressionSource>,
    /// The names of the rules that failed on the answer.
    pub failed: Vec<&'static str>,
    /// Whether the findings depend on [`Answer::draft_platform`].
    awaits_platform: bool,
    /// The cached result of [`Report::platform`].
    platform: OnceLock<Option<Platform>>,
    /// The cached result of [`Report::facts`].
    pub(crate) facts: OnceLock<Facts>,
}

/// A report with the current position of its answer in the draft.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The span of the answer in the draft.
    pub span: DocSpan,
    /// The words of its title. Several answers may share a title, which is then outside of `span`.
    pub title: Option<DocSpan>,
    /// The report on the answer.
    pub report: Arc<Report>,
}

impl Placed {
    /// Moves the answer by `by` bytes after an edit at `edit` above it. A title above the edit stays where it is.
    pub(crate) fn shift(&mut self, by: isize, edit: usize) {
        self.span = self.span.shifted(by);
        self.title = self.title.map(|title| if title.start >= edit { title.shifted(by) } else { title });
    }

    /// Converts a span of the answer to a span of the draft.
    pub fn place(&self, span: Span) -> DocSpan {
        DocSpan::new(self.span.start + span.start, self.span.start + span.end)
    }

    /// Converts a span of the draft to a span of the answer, clipped to it. Returns `None` if the two don't touch.
    pub fn within(&self, span: DocSpan) -> Option<Span> {
        let start = span.start.max(self.span.start);
        let end = span.end.min(self.span.end);
        (start <= end).then(|| Span::new(start - self.span.start, end - self.span.start))
    }
}

impl Report {
    /// Makes the report on one answer. A pure function.
    pub fn new(profile: &Profile, passage: Passage) -> Self {
        Self::of_answer(profile, Answer::new(passage, &profile.lexicon))
    }

    /// Returns the report on the same answer in a draft with another platform.
    pub(crate) fn with_draft_platform(&self, profile: &Profile, draft_platform: Option<Platform>) -> Self {
        Self::of_answer(profile, Answer { draft_platform, ..self.answer.clone() })
    }

    fn of_answer(profile: &Profile, answer: Answer) -> Self {
        let rules::Checked { findings, used, failed } = rules::check(&profile.context(&answer));
        let mut report = Self { complete: answer.is_complete(), findings, used, failed, ..Self::empty(answer) };
        report.awaits_platform = rules::depend_on_platform(&profile.context(&report.answer))
            && profile.config.platform == PlatformSetting::Unset
            && report.platform(profile).is_none();
        report
    }

    /// Returns a report without findings.
    fn empty(answer: Answer) -> Self {
        Self {
            answer,
            complete: false,
            findings: Vec::new(),
            used: Vec::new(),
            failed: Vec::new(),
            awaits_platform: false,
            platform: OnceLock::new(),
            facts: OnceLock::new(),
        }
    }

    /// Makes a report on lines that are not an answer, with nothing but `findings`.
    pub(crate) fn of_lines(text: &str, findings: Vec<Finding>) -> Self {
        let passage = Passage { text: text.into(), ..Passage::default() };
        let answer = Answer { passage, ..Answer::default() };
        Self { findings, ..Self::empty(answer) }
    }

    /// Returns the platform that the answer itself tells, found on the first call. `profile` must be the one passed to
    /// [`Report::new`].
    pub fn platform(&self, profile: &Profile) -> Option<Platform> {
        *self.platform.get_or_init(|| platforms::of_answer(&self.answer, &profile.lexicon).map(|told| told.platform))
    }

    /// Whether the findings depend on the platform of the draft: they would differ by platform, and the answer tells none.
    pub(crate) fn awaits_platform(&self) -> bool {
        self.awaits_platform
    }

    /// Returns the facts of the answer, computed on the first call. `profile` must be the one passed to [`Report::new`].
    pub fn facts(&self, profile: &Profile) -> &Facts {
        self.facts.get_or_init(|| Facts::new(&self.answer, &profile.lexicon, profile.config.words_per_minute))
    }

    /// Whether a comment that suppresses nothing in the answer may do so later: the answer isn't finished, or a rule failed.
    pub(crate) fn is_unsettled(&self) -> bool {
        !self.failed.is_empty() || !self.complete
    }
}
