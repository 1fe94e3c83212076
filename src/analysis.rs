//! The memoized result of reading a whole draft.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::answer::Answer;
use crate::config::Config;
use crate::facts::Facts;
use crate::front_matter::FrontMatter;
use crate::lexicon::Lexicon;
use crate::lexicon::own::Problem;
use crate::outline::{Outline, Stretch, Wish};
use crate::passage::Passage;
use crate::rules::{self, Finding};
use crate::settings::{self, Place, Settings};
use crate::text::{Change, DocSpan, Span, Text};

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
    fn shift(&mut self, by: isize, edit: usize) {
        let shifted =
            |span: DocSpan| DocSpan::new(span.start.saturating_add_signed(by), span.end.saturating_add_signed(by));
        self.span = shifted(self.span);
        self.title = self.title.map(|title| if title.start >= edit { shifted(title) } else { title });
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

/// The result of reading a draft.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Who was to read it.
    given: Arc<Coach>,
    /// The same, or what the front matter made of him.
    coach: Arc<Coach>,
    front_matter: FrontMatter,
    /// What is wrong with the settings in the front matter, in order.
    problems: Vec<Problem>,
    outline: Outline,
    /// Disjoint, in order.
    answers: Vec<Placed>,
    replaced: Option<Replaced>,
}

/// Which answers of a reading are others than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// All: the whole draft was read.
    All,
    /// Those of one stretch, counted in answers, not in bytes; what follows it may have moved.
    Stretch(Change),
}

impl Analysis {
    /// Reads all of `text`. Its front matter may change the settings that `given` has, for this draft.
    pub fn new(given: Arc<Coach>, text: &Text) -> Self {
        let front_matter = FrontMatter::find(text);
        let (coach, problems) = own_coach(&given, &front_matter);
        let (outline, stretches) = Outline::new(&coach.config.cues, text, front_matter.body, wish(&coach.config));
        let answers = all_placed(&coach, stretches);
        Self { given, coach, front_matter, problems, outline, answers, replaced: Some(Replaced::All) }
    }

    /// Brings it up to date with `text`, which differs from the text it was made for by `change`.
    /// The result equals `Analysis::new(coach, text)`; an answer whose words did not change keeps its report.
    pub fn update(&mut self, text: &Text, change: Change) -> Cost {
        if change.start <= self.front_matter.reach && self.is_resettled(text) {
            *self = Self::new(self.given.clone(), text);
            return Cost { lines: text.line_count(), reports: self.answers.len(), moved: 0 };
        }
        let rescan = self.outline.update(&self.coach.config.cues, text, change, self.front_matter.body);
        let first = self.answers.partition_point(|answer| answer.span.start < rescan.from);
        let last = self.answers.partition_point(|answer| answer.span.start < rescan.old_to).max(first);
        let count = rescan.stretches.len();
        let mut reports = 0;
        let old = Reusable::new(&self.answers[first..last]);
        let new = rescan.stretches.into_iter().map(|stretch| {
            let known = old.find(&stretch.passage);
            reports += usize::from(known.is_none());
            placed(&self.coach, stretch, known)
        });
        let new: Vec<_> = new.collect();
        let grown = change.new_end as isize - change.old_end as isize;
        for answer in &mut self.answers[last..] {
            answer.shift(grown, change.start);
        }
        let moved = rescan.moved + self.answers.len() - last;
        self.answers.splice(first..last, new);
        let stretch = Change { start: first, old_end: last, new_end: first + count };
        self.replaced = Some(match self.replaced {
            None => Replaced::Stretch(stretch),
            Some(Replaced::Stretch(before)) => Replaced::Stretch(before.then(stretch)),
            Some(Replaced::All) => Replaced::All,
        });
        Cost { lines: rescan.lines, reports, moved }
    }

    /// Which answers were replaced since this was last asked; `None` if it was not updated since. For the one who
    /// keeps something for each answer.
    pub fn take_replaced(&mut self) -> Option<Replaced> {
        self.replaced.take()
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
    pub fn problems(&self) -> &[Problem] {
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

    /// All findings, in order.
    pub fn findings(&self) -> impl Iterator<Item = (DocSpan, &Finding)> {
        self.answers
            .iter()
            .flat_map(|answer| answer.report.findings.iter().map(|finding| (answer.place(finding.span), finding)))
    }

    /// Where its answers begin and end, and what is not read.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Where a fence or comment begins that is never closed; what follows it is not read as it will be once it is.
    pub fn unclosed(&self) -> Option<usize> {
        self.outline.unclosed()
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

/// The reports of answers that are to be replaced, each of which may be that of a new answer too.
struct Reusable<'a> {
    answers: &'a [Placed],
    /// By their texts, if they are too many to be looked through.
    by_text: Option<HashMap<&'a str, Vec<&'a Arc<Report>>>>,
}

impl<'a> Reusable<'a> {
    fn new(answers: &'a [Placed]) -> Self {
        let by_text = (answers.len() > 8).then(|| {
            let mut by_text: HashMap<_, Vec<_>> = HashMap::with_capacity(answers.len());
            for answer in answers {
                by_text.entry(answer.report.answer.text()).or_default().push(&answer.report);
            }
            by_text
        });
        Self { answers, by_text }
    }

    fn find(&self, passage: &Passage) -> Option<Arc<Report>> {
        let is_of = |report: &&Arc<Report>| report.answer.passage == *passage;
        let found = match &self.by_text {
            Some(by_text) => by_text.get(&*passage.text)?.iter().copied().find(is_of),
            None => self.answers.iter().map(|answer| &answer.report).find(is_of),
        };
        found.cloned()
    }
}

/// What `front_matter` makes of `given`, and what is wrong with it.
fn own_coach(given: &Arc<Coach>, front_matter: &FrontMatter) -> (Arc<Coach>, Vec<Problem>) {
    let (node, mut problems) = settings::front_matter::read(front_matter);
    let Some(node) = node else { return (given.clone(), problems) };
    let mut settings = Settings { config: given.config.clone(), ..Settings::default() };
    problems.extend(settings.apply(&node, Place::Draft));
    problems.sort_by_key(|problem| problem.span);
    if settings.config == given.config {
        return (given.clone(), problems);
    }
    (Arc::new(Coach { lexicon: given.lexicon.clone(), config: settings.config }), problems)
}

fn wish(config: &Config) -> Wish {
    Wish { left_alone: !config.enabled, opted_in: config.opted_in, for_aws: config.for_aws }
}

/// A draft of fewer answers is read by one thread: to start another takes longer.
const MANY: usize = 256;

/// The answers of a whole draft; of a long one, each processor reads a part.
fn all_placed(coach: &Coach, stretches: Vec<Stretch>) -> Vec<Placed> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let read = |part: Vec<Stretch>| part.into_iter().map(|stretch| placed(coach, stretch, None)).collect::<Vec<_>>();
    if stretches.len() < MANY || threads == 1 {
        return read(stretches);
    }
    let size = stretches.len().div_ceil(threads);
    let mut stretches = stretches.into_iter();
    std::thread::scope(|scope| {
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

fn placed(coach: &Coach, stretch: Stretch, known: Option<Arc<Report>>) -> Placed {
    let Stretch { span, title, passage } = stretch;
    let report = known.unwrap_or_else(|| Arc::new(Report::new(coach, passage)));
    Placed { span, title, report }
}

impl Report {
    /// Coaches one answer: a pure function.
    pub fn new(coach: &Coach, passage: Passage) -> Self {
        let answer = Answer::new(passage, &coach.lexicon);
        let findings =
            rules::check(&rules::Context { answer: &answer, lexicon: &coach.lexicon, config: &coach.config });
        Self { answer, findings, facts: OnceLock::new() }
    }

    /// The facts of the answer, found when they are first asked for. `coach` must be the one that coached it.
    pub fn facts(&self, coach: &Coach) -> &Facts {
        self.facts.get_or_init(|| Facts::new(&self.answer, &coach.lexicon, coach.config.words_per_minute))
    }
}
