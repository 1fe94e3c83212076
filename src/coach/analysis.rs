//! The memoized result of reading a whole draft.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use std::thread;

use super::cross;
use super::report::{Coach, Placed, Report};
use crate::config::Config;
use crate::draft::front_matter::FrontMatter;
use crate::draft::markdown::{Markdown, Unclosed};
use crate::draft::outline::{Edited, Outline, Stretch, Wish};
use crate::draft::passage::Passage;
use crate::draft::suppression::Directive;
use crate::rules::Finding;
use crate::settings::{self, SettingSource, Settings};
use crate::text::{Change, DocSpan, Text};
use crate::value::FileError;

/// The result of reading a draft.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Who was to read it.
    given: Arc<Coach>,
    /// The same, or what the front matter made of him.
    coach: Arc<Coach>,
    front_matter: FrontMatter,
    /// What is wrong with the settings in the front matter, in order.
    problems: Vec<FileError>,
    markdown: Markdown,
    outline: Outline,
    /// Disjoint, in order.
    answers: Vec<Placed>,
    /// What there is to say about comments to star-coach beyond one answer, in order.
    notes: Vec<Placed>,
    /// The codes of the rules that failed on some answer, ever.
    failed: Vec<&'static str>,
}

impl Analysis {
    /// Reads all of `text`. Its front matter may change the settings that `given` has, for this draft.
    pub fn new(given: Arc<Coach>, text: &Text) -> Self {
        // Asked once: the answer takes Linux as long as a small draft takes us.
        static THREADS: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));
        Self::by(given, text, *THREADS)
    }

    /// The same, by so many threads at most.
    pub fn by(given: Arc<Coach>, text: &Text, threads: usize) -> Self {
        let front_matter = FrontMatter::find(text);
        let (coach, problems) = own_coach(&given, &front_matter);
        let markdown = Markdown::new(text, front_matter.body);
        let (outline, stretches) = Outline::new(&coach.config.cues, text, &markdown, wish(&coach.config));
        let answers = all_placed(&coach, stretches, threads);
        let (notes, failed) = (Vec::new(), Vec::new());
        let mut analysis = Self { given, coach, front_matter, problems, markdown, outline, answers, notes, failed };
        analysis.note_failures(0..analysis.answers.len());
        analysis.renew_notes(text);
        analysis
    }

    /// Brings it up to date with `text`, which differs from the text it was made for by `change`.
    /// The result equals `Analysis::new(coach, text)`; an answer whose words did not change keeps its report.
    pub fn update(&mut self, text: &Text, change: Change) -> Cost {
        if change.start <= self.front_matter.reach && self.is_resettled(text) {
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
        let rescan = self.outline.update(&self.coach.config.cues, text, &self.markdown, edited);
        let first = self.answers.partition_point(|answer| answer.span.start < rescan.from);
        let last = self.answers.partition_point(|answer| answer.span.start < rescan.old_to).max(first);
        let count = rescan.stretches.len();
        let mut reports = 0;
        let old = Reusable::new(&self.answers[first..last]);
        let new = rescan.stretches.into_iter().map(|stretch| {
            let known = old.find(&stretch.passage);
            reports += usize::from(known.is_none());
            let Stretch { span, title, passage } = stretch;
            let report = known.unwrap_or_else(|| Arc::new(Report::new(&self.coach, passage)));
            Placed { span, title, report }
        });
        let new: Vec<_> = new.collect();
        let grown = change.new_end as isize - change.old_end as isize;
        for answer in &mut self.answers[last..] {
            answer.shift(grown, change.start);
        }
        let moved = rescan.moved + self.answers.len() - last;
        // A note holds the lines around its comment, too.
        let touches = |note: &Placed| note.span.start <= change.old_end && change.start <= note.span.end;
        let is_stale = rescan.directives
            || self.notes.iter().any(touches)
            || !self.outline.directives().is_empty()
                && !self.answers[first..last].iter().map(cross::key).eq(new.iter().map(cross::key));
        self.answers.splice(first..last, new);
        self.note_failures(first..first + count);
        if is_stale {
            self.renew_notes(text);
        } else {
            let is_below = |note: &Placed| note.span.start >= change.old_end;
            self.notes.iter_mut().filter(|note| is_below(note)).for_each(|note| note.shift(grown, change.start));
        }
        Cost { lines: rescan.lines, reports, moved }
    }

    fn note_failures(&mut self, answers: std::ops::Range<usize>) {
        for code in self.answers[answers].iter().flat_map(|answer| &answer.report.failed) {
            if !self.failed.contains(code) {
                self.failed.push(code);
            }
        }
    }

    fn renew_notes(&mut self, text: &Text) {
        let Self { coach, outline, answers, .. } = self;
        self.notes = cross::notes(&cross::Inputs { coach, outline, answers, text });
    }

    /// Reads the front matter anew, and tells whether it sets something else now.
    fn is_resettled(&mut self, text: &Text) -> bool {
        let front_matter = FrontMatter::find(text);
        if !front_matter.says_the_same(&self.front_matter) {
            let (coach, problems) = own_coach(&self.given, &front_matter);
            if coach.config != self.coach.config {
                return true;
            }
            self.problems = problems;
        }
        self.front_matter = front_matter;
        false
    }

    /// What is wrong with the settings in the front matter, in order; nobody reads it but for that.
    pub fn problems(&self) -> &[FileError] {
        &self.problems
    }

    /// What the coaching depended on, the settings in the front matter included.
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

    /// What there is to say about comments to star-coach that stand outside of any answer, or speak of more than one: a
    /// few lines each, with nothing but findings in their reports. In order.
    pub fn notes(&self) -> &[Placed] {
        &self.notes
    }

    /// The comments to star-coach, in order, as they stand in the draft.
    pub fn directives(&self) -> &[Directive] {
        self.outline.directives()
    }

    /// Where the front matter ends; 0 if there is none.
    pub fn body(&self) -> usize {
        self.markdown.body()
    }

    /// The answers, then the notes: all that has findings.
    pub fn parts(&self) -> impl Iterator<Item = &Placed> {
        self.answers.iter().chain(&self.notes)
    }

    /// All findings, in order.
    pub fn findings(&self) -> impl Iterator<Item = (DocSpan, &Finding)> {
        self.findings_of_parts().map(|(_, part, finding)| (part.place(finding.span), finding))
    }

    /// All findings, in order, each with the answer or note that it belongs to, and the answer's number.
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

    /// The codes of the rules that failed on some answer since this analysis was begun.
    pub fn failed(&self) -> &[&'static str] {
        &self.failed
    }

    /// What each line is, and what it shows.
    pub fn markdown(&self) -> &Markdown {
        &self.markdown
    }

    /// The fences, comments and raw HTML that are never closed and hide a label, in order.
    pub fn hiding(&self) -> &[Unclosed] {
        self.outline.hiding()
    }

    /// Where a fence or comment begins that is never closed; what follows it is not read as it will be once it is.
    pub fn unclosed(&self) -> Option<usize> {
        self.markdown.unclosed().last().map(|unclosed| unclosed.source.start)
    }
}

/// What an update cost, for tests and benches that prove it without a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// How many lines were read.
    pub lines: usize,
    /// How many answers were coached anew.
    pub reports: usize,
    /// How many answers and places to begin reading at were moved, by adding what the edit added: all that stand
    /// behind it, and the only thing that grows with the draft.
    pub moved: usize,
}

/// The reports of answers that are to be replaced, by their texts: each may be that of a new answer too.
struct Reusable<'a>(HashMap<&'a str, Vec<&'a Arc<Report>>>);

impl<'a> Reusable<'a> {
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

/// What `front_matter` makes of `given`, and what is wrong with it.
fn own_coach(given: &Arc<Coach>, front_matter: &FrontMatter) -> (Arc<Coach>, Vec<FileError>) {
    let (node, mut problems) = settings::front_matter::read(front_matter);
    let Some(node) = node else { return (given.clone(), problems) };
    let mut settings = Settings { config: given.config.clone(), ..Settings::default() };
    problems.extend(settings.apply(&node, SettingSource::Draft));
    problems.sort_by_key(|problem| problem.span);
    if settings.config == given.config {
        return (given.clone(), problems);
    }
    (Arc::new(Coach { lexicon: given.lexicon.clone(), config: settings.config, rules: given.rules }), problems)
}

fn wish(config: &Config) -> Wish {
    Wish { left_alone: !config.enabled, opted_in: config.opted_in, for_aws: config.for_aws }
}

/// A draft of fewer answers is read by one thread: to start another takes longer.
const MANY: usize = 256;

/// The answers of a whole draft; of a long one, each of the threads reads a part.
fn all_placed(coach: &Coach, stretches: Vec<Stretch>, threads: usize) -> Vec<Placed> {
    let read = |part: Vec<Stretch>| -> Vec<Placed> {
        let place =
            |Stretch { span, title, passage }| Placed { span, title, report: Arc::new(Report::new(coach, passage)) };
        part.into_iter().map(place).collect()
    };
    if stretches.len() < MANY || threads < 2 {
        return read(stretches);
    }
    let size = stretches.len().div_ceil(threads);
    let mut stretches = stretches.into_iter();
    thread::scope(|scope| {
        let mut parts = Vec::new();
        loop {
            let part: Vec<_> = stretches.by_ref().take(size).collect();
            if part.is_empty() {
                break;
            }
            parts.push(scope.spawn(|| read(part)));
        }
        let joined = parts.into_iter().map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.flatten().collect()
    })
}
