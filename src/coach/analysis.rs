//! The memoized analysis of a whole draft.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use std::thread;

use super::cross;
use super::draft_platform;
use super::report::{Placed, Profile, Report};
use crate::config::Config;
use crate::draft::front_matter::FrontMatter;
use crate::draft::markdown::{Markdown, Unclosed};
use crate::draft::outline::{DraftOptions, Edited, LocatedPassage, Outline, Unread};
use crate::draft::passage::Passage;
use crate::draft::suppression::Directive;
use crate::platform::{Platform, PlatformSetting};
use crate::rules::Finding;
use crate::settings::{self, SettingSource, Settings};
use crate::text::{Change, DocSpan, Text};
use crate::value::FileError;

/// The answers and the findings of a draft.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The profile passed by the caller.
    given: Arc<Profile>,
    /// The effective profile: `given` with the settings of the front matter applied.
    profile: Arc<Profile>,
    front_matter: FrontMatter,
    /// The errors in the settings of the front matter, in order.
    problems: Vec<FileError>,
    markdown: Markdown,
    outline: Outline,
    /// Disjoint, in order.
    answers: Vec<Placed>,
    /// The findings on suppression comments outside of answers, or about several answers, in order.
    notes: Vec<Placed>,
    /// The names of the rules that ever failed on an answer.
    failed: Vec<&'static str>,
}

impl Analysis {
    /// Analyzes all of `text`. Its front matter may override settings of `given` for this draft.
    pub fn new(given: Arc<Profile>, text: &Text) -> Self {
        // Cached: on Linux, the system call takes as long as the analysis of a small draft.
        static THREADS: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));
        Self::with_threads(given, text, *THREADS)
    }

    /// Like [`Self::new`], but with at most `threads` threads.
    pub fn with_threads(given: Arc<Profile>, text: &Text, threads: usize) -> Self {
        let front_matter = FrontMatter::find(text);
        let (profile, problems) = own_profile(&given, &front_matter);
        let markdown = Markdown::new(text, front_matter.body);
        let (outline, passages) =
            Outline::new(&profile.config.label_words, text, &markdown, draft_options(&profile.config));
        let mut answers = reports(&profile, passages, threads);
        draft_platform::renew(&profile, &mut answers);
        let (notes, failed) = (Vec::new(), Vec::new());
        let mut analysis = Self { given, profile, front_matter, problems, markdown, outline, answers, notes, failed };
        analysis.note_failures(0..analysis.answers.len());
        analysis.renew_notes(text);
        analysis
    }

    /// Updates the analysis to `text`, which differs by `change` from the text analyzed before. The result equals
    /// `Analysis::new(profile, text)`, but an answer whose passage is the same keeps its report.
    pub fn update(&mut self, text: &Text, change: Change) -> Cost {
        if change.start <= self.front_matter.reach && self.update_front_matter(text) {
            *self = Self::new(self.given.clone(), text);
            return Cost { lines: text.line_count(), reports: self.answers.len(), moved: 0 };
        }
        let part = if self.markdown.body() == self.front_matter.body {
            self.markdown.update(text, change)
        } else {
            self.markdown = Markdown::new(text, self.front_matter.body);
            change
        };
        let edited = Edited { change, part };
        let rescan = self.outline.update(&self.profile.config.label_words, text, &self.markdown, edited);
        let first = self.answers.partition_point(|answer| answer.span.start < rescan.from);
        let last = self.answers.partition_point(|answer| answer.span.start < rescan.old_to).max(first);
        let count = rescan.passages.len();
        let mut reports = 0;
        let old = ReusableReports::new(&self.answers[first..last]);
        let new = rescan.passages.into_iter().map(|LocatedPassage { span, title, passage }| {
            let report = old.find(&passage).unwrap_or_else(|| {
                reports += 1;
                Arc::new(Report::new(&self.profile, passage))
            });
            Placed { span, title, report }
        });
        let new: Vec<_> = new.collect();
        let grown = change.grown();
        for answer in &mut self.answers[last..] {
            answer.shift(grown, change.start);
        }
        let moved = rescan.moved + self.answers.len() - last;
        // A note depends on the lines around its comment, too.
        let touches = |note: &Placed| note.span.start <= change.old_end && change.start <= note.span.end;
        let is_stale = rescan.has_directives
            || self.notes.iter().any(touches)
            || !self.outline.directives().is_empty()
                && !self.answers[first..last].iter().map(cross::key).eq(new.iter().map(cross::key));
        self.answers.splice(first..last, new);
        self.note_failures(first..first + count);
        let renewed = draft_platform::renew(&self.profile, &mut self.answers);
        if renewed > 0 {
            self.note_failures(0..self.answers.len());
        }
        reports += renewed;
        if is_stale || renewed > 0 {
            self.renew_notes(text);
        } else {
            let is_below = |note: &Placed| note.span.start >= change.old_end;
            self.notes.iter_mut().filter(|note| is_below(note)).for_each(|note| note.shift(grown, change.start));
        }
        Cost { lines: rescan.line_count, reports, moved }
    }

    /// Adds the rules that failed on `answers` (indexes) to `failed`.
    fn note_failures(&mut self, answers: std::ops::Range<usize>) {
        for code in self.answers[answers].iter().flat_map(|answer| &answer.report.failed) {
            if !self.failed.contains(code) {
                self.failed.push(code);
            }
        }
    }

    /// Recomputes the notes.
    fn renew_notes(&mut self, text: &Text) {
        let Self { profile, outline, answers, .. } = self;
        self.notes = cross::notes(&cross::Inputs { profile, outline, answers, text });
    }

    /// Reads the front matter again. Returns true, and changes nothing, if it changes the effective settings.
    fn update_front_matter(&mut self, text: &Text) -> bool {
        let front_matter = FrontMatter::find(text);
        if !front_matter.has_same_content(&self.front_matter) {
            let (profile, problems) = own_profile(&self.given, &front_matter);
            if profile.config != self.profile.config {
                return true;
            }
            self.problems = problems;
        }
        self.front_matter = front_matter;
        false
    }

    /// Returns the errors in the settings of the front matter, in order.
    pub fn problems(&self) -> &[FileError] {
        &self.problems
    }

    /// Returns the effective profile, with the settings of the front matter applied.
    pub fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    /// Returns the answers, disjoint and in order.
    pub fn answers(&self) -> &[Placed] {
        &self.answers
    }

    /// Returns the platform of most answers that tell one, unless it is AWS or they tell none.
    pub fn platform(&self) -> Option<Platform> {
        draft_platform::of_answers(&self.profile, &self.answers)
    }

    /// Returns the answer that contains `offset` or ends there.
    pub fn answer_at(&self, offset: usize) -> Option<&Placed> {
        let index = self.answers.partition_point(|answer| answer.span.start <= offset);
        self.answers[..index].last().filter(|answer| offset <= answer.span.end)
    }

    /// Returns the notes, in order: the findings on suppression comments outside of answers, or about several answers. The
    /// text of a note is the lines around its comment, and its report has nothing but findings.
    pub fn notes(&self) -> &[Placed] {
        &self.notes
    }

    /// Returns the suppression comments, in order, with spans in the draft.
    pub fn directives(&self) -> &[Directive] {
        self.outline.directives()
    }

    /// Returns the offset at which the front matter ends; 0 if there is none.
    pub fn body(&self) -> usize {
        self.markdown.body()
    }

    /// Iterates over the answers, then the notes.
    pub fn parts(&self) -> impl Iterator<Item = &Placed> {
        self.answers.iter().chain(&self.notes)
    }

    /// Iterates over all findings with their spans in the draft, in order.
    pub fn findings(&self) -> impl Iterator<Item = (DocSpan, &Finding)> {
        self.findings_of_parts().map(|(_, part, finding)| (part.place(finding.span), finding))
    }

    /// Iterates over all findings, in order, each with its answer or note. The number is the index of the answer, and `None`
    /// for a note.
    pub fn findings_of_parts(&self) -> impl Iterator<Item = (Option<usize>, &Placed, &Finding)> {
        let answers = self.answers.iter().enumerate();
        let answers = answers.flat_map(|(number, answer)| {
            answer.report.findings.iter().map(move |finding| (Some(number), answer, finding))
        });
        let notes =
            self.notes.iter().flat_map(|note| note.report.findings.iter().map(move |finding| (None, note, finding)));
        let (mut answers, mut notes) = (answers.peekable(), notes.peekable());
        let start = |part: &Placed, finding: &Finding| part.place(finding.span).start;
        std::iter::from_fn(move || match (answers.peek(), notes.peek()) {
            (Some((_, answer, one)), Some((_, note, other))) if start(note, other) < start(answer, one) => notes.next(),
            (None, _) => notes.next(),
            _ => answers.next(),
        })
    }

    /// Returns the names of the rules that failed on an answer since [`Self::new`].
    pub fn failed(&self) -> &[&'static str] {
        &self.failed
    }

    /// Returns the Markdown of the draft.
    pub fn markdown(&self) -> &Markdown {
        &self.markdown
    }

    /// Returns the fences, comments, and raw HTML that are never closed and hide a label, in order.
    pub fn hiding(&self) -> &[Unclosed] {
        self.outline.hiding()
    }

    /// Returns what looks like an answer but was not read as one, in order.
    pub fn unread(&self) -> &[Unread] {
        self.outline.unread()
    }

    /// Returns the start of the last fence, comment, or raw HTML that is never closed. While it is being written, the lines
    /// below may not be read as intended.
    pub fn unclosed(&self) -> Option<usize> {
        self.markdown.unclosed().last().map(|unclosed| unclosed.source.start)
    }
}

/// The work done by an update, so that tests and benchmarks can check it without a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The number of lines read.
    pub lines: usize,
    /// The number of reports made.
    pub reports: usize,
    /// The number of answers and checkpoints whose offsets were shifted: all of those below the edit. Only this number grows
    /// with the draft.
    pub moved: usize,
}

/// The reports of the answers to replace, by text, to be reused for new answers with the same passage.
struct ReusableReports<'a>(HashMap<&'a str, Vec<&'a Arc<Report>>>);

impl<'a> ReusableReports<'a> {
    fn new(answers: &'a [Placed]) -> Self {
        let mut by_text: HashMap<_, Vec<_>> = HashMap::new();
        for answer in answers {
            by_text.entry(answer.report.answer.text()).or_default().push(&answer.report);
        }
        Self(by_text)
    }

    fn find(&self, passage: &Passage) -> Option<Arc<Report>> {
        let same_text = self.0.get(&*passage.text)?;
        same_text.iter().copied().find(|report| report.answer.passage == *passage).cloned()
    }
}

/// Returns `given` with the settings of `front_matter` applied, and the errors in those settings.
fn own_profile(given: &Arc<Profile>, front_matter: &FrontMatter) -> (Arc<Profile>, Vec<FileError>) {
    let (node, mut problems) = settings::front_matter::read(front_matter);
    let dated = settings::front_matter::year(front_matter);
    let platform = settings::front_matter::platform(front_matter);
    if node.is_none() && dated == given.config.dated && platform == PlatformSetting::Unset {
        return (given.clone(), problems);
    }
    let mut settings = Settings { config: given.config.clone(), ..Settings::default() };
    settings.config.dated = dated;
    if platform != PlatformSetting::Unset {
        settings.config.platform = platform;
    }
    if let Some(node) = node {
        problems.extend(settings.apply(&node, SettingSource::Draft));
        problems.sort_by_key(|problem| problem.span);
    }
    if settings.config == given.config {
        return (given.clone(), problems);
    }
    (Arc::new(Profile { lexicon: given.lexicon.clone(), config: settings.config, rules: given.rules }), problems)
}

fn draft_options(config: &Config) -> DraftOptions {
    DraftOptions { disabled: !config.enabled, opted_in: config.opted_in, for_aws: config.for_aws }
}

/// The minimum number of answers for which more than one thread is worth starting.
const MIN_ANSWERS_FOR_THREADS: usize = 256;

/// Returns the reports on `passages`. For long drafts, each of up to `threads` threads makes a part of them.
fn reports(profile: &Profile, mut passages: Vec<LocatedPassage>, threads: usize) -> Vec<Placed> {
    let report_all = |part: Vec<LocatedPassage>| -> Vec<Placed> {
        let report = |LocatedPassage { span, title, passage }| Placed {
            span,
            title,
            report: Arc::new(Report::new(profile, passage)),
        };
        part.into_iter().map(report).collect()
    };
    if passages.len() < MIN_ANSWERS_FOR_THREADS || threads < 2 {
        return report_all(passages);
    }
    let part_len = passages.len().div_ceil(threads);
    thread::scope(|scope| {
        let mut parts = Vec::new();
        while !passages.is_empty() {
            let part: Vec<_> = passages.drain(..part_len.min(passages.len())).collect();
            parts.push(scope.spawn(|| report_all(part)));
        }
        let reports =
            parts.into_iter().map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        reports.flatten().collect()
    })
}
