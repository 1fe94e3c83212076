//! The memoized result of reading a whole draft.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::thread;

use crate::answer::Answer;
use crate::config::Config;
use crate::facts::Facts;
use crate::front_matter::FrontMatter;
use crate::lexicon::Lexicon;
use crate::outline::{Outline, Stretch, Wish};
use crate::passage::Passage;
use crate::rules::{self, Finding, Mark, RULES, Rule, invalid_suppression, unused_suppression};
use crate::settings::{self, Place, Settings};
use crate::suppression::{Directive, Scope, Switches, Verb};
use crate::text::{Change, DocSpan, Span, Text};
use crate::value::FileError;

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
    /// The answer, taken apart.
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
    fn shift(&mut self, by: isize, edit: usize) {
        // Done to every answer behind an edit, so without a branch where none is needed. What stands behind what went is
        // far enough from the top.
        let by = by as usize;
        let shift = |span: &mut DocSpan| {
            span.start = span.start.wrapping_add(by);
            span.end = span.end.wrapping_add(by);
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
    outline: Outline,
    /// Disjoint, in order.
    answers: Vec<Placed>,
    /// What there is to say about comments to star-coach beyond one answer, in order.
    notes: Vec<Placed>,
    /// The codes of the rules that failed on some answer, ever.
    failed: Vec<&'static str>,
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
        Self::by(given, text, thread::available_parallelism().map_or(1, usize::from))
    }

    /// The same, by so many threads at most.
    pub fn by(given: Arc<Coach>, text: &Text, threads: usize) -> Self {
        let front_matter = FrontMatter::find(text);
        let (coach, problems) = own_coach(&given, &front_matter);
        let (outline, stretches) = Outline::new(&coach.config.cues, text, front_matter.body, wish(&coach.config));
        let answers = all_placed(&coach, stretches, threads);
        let (notes, failed, replaced) = (Vec::new(), Vec::new(), Some(Replaced::All));
        let mut analysis = Self { given, coach, front_matter, problems, outline, answers, notes, failed, replaced };
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
        let rescan = self.outline.update(&self.coach.config.cues, text, change, self.front_matter.body);
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
        // What is said of comments depends on what they keep back, anywhere below them.
        let speaks = |answer: &Placed| {
            let report = &answer.report;
            (report.used.clone(), report.is_unsettled(), report.answer.passage.above.len())
        };
        // A note holds the lines around its comment, too.
        let touches = |note: &Placed| note.span.start <= change.old_end && change.start <= note.span.end;
        let stirred = rescan.directives
            || self.notes.iter().any(touches)
            || !self.outline.directives().is_empty()
                && !self.answers[first..last].iter().map(speaks).eq(new.iter().map(speaks));
        self.answers.splice(first..last, new);
        self.note_failures(first..first + count);
        if stirred {
            self.renew_notes(text);
        } else {
            let is_below = |note: &Placed| note.span.start >= change.old_end;
            self.notes.iter_mut().filter(|note| is_below(note)).for_each(|note| note.shift(grown, change.start));
        }
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

    fn note_failures(&mut self, answers: std::ops::Range<usize>) {
        for code in self.answers[answers].iter().flat_map(|answer| &answer.report.failed) {
            if !self.failed.contains(code) {
                self.failed.push(code);
            }
        }
    }

    fn renew_notes(&mut self, text: &Text) {
        self.notes = notes(&self.coach, &self.outline, &self.answers, text);
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
        self.outline.body()
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
fn own_coach(given: &Arc<Coach>, front_matter: &FrontMatter) -> (Arc<Coach>, Vec<FileError>) {
    let (node, mut problems) = settings::front_matter::read(front_matter);
    let Some(node) = node else { return (given.clone(), problems) };
    let mut settings = Settings { config: given.config.clone(), ..Settings::default() };
    problems.extend(settings.apply(&node, Place::Draft));
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

/// How many answers are read side by side, step by step ([`Answer::all`]) and rule by rule: the more, the less often the
/// processor meets a step anew; but all that they hold is in memory until the last rule is through.
const ABREAST: usize = 512;

/// The answers of a whole draft; of a long one, each of the threads reads a part.
fn all_placed(coach: &Coach, stretches: Vec<Stretch>, threads: usize) -> Vec<Placed> {
    let read = |part: Vec<Stretch>| {
        let mut placed = Vec::with_capacity(part.len());
        let mut part = part.into_iter();
        while part.len() > 0 {
            let abreast = part.by_ref().take(ABREAST);
            let (places, passages): (Vec<_>, Vec<_>) =
                abreast.map(|Stretch { span, title, passage }| ((span, title), passage)).unzip();
            let reports = Report::all(coach, passages).into_iter().map(Arc::new);
            placed.extend(places.into_iter().zip(reports).map(|((span, title), report)| Placed {
                span,
                title,
                report,
            }));
        }
        placed
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

impl Report {
    /// Coaches one answer: a pure function.
    pub fn new(coach: &Coach, passage: Passage) -> Self {
        Self::all(coach, vec![passage]).pop().unwrap_or_else(|| Self::of_lines("", Vec::new()))
    }

    /// Coaches several answers, each by itself.
    fn all(coach: &Coach, passages: Vec<Passage>) -> Vec<Self> {
        let answers = Answer::all(passages, &coach.lexicon);
        let contexts: Vec<_> = answers.iter().map(|answer| coach.context(answer)).collect();
        let checked = rules::check_all(&contexts);
        let report = |(answer, rules::Checked { findings, used, failed }): (Answer, _)| {
            let complete = answer.is_complete();
            Self { answer, complete, findings, used, failed, facts: OnceLock::new() }
        };
        answers.into_iter().zip(checked).map(report).collect()
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
    fn is_unsettled(&self) -> bool {
        !self.failed.is_empty() || !self.complete
    }
}

/// A comment of the draft and one of its names.
type Origin = (usize, usize);

/// What there is to say about the comments to star-coach that one answer's report can't tell: those that stand outside of
/// any, and those that speak of several.
fn notes(coach: &Coach, outline: &Outline, answers: &[Placed], text: &Text) -> Vec<Placed> {
    let directives = outline.directives();
    if directives.is_empty() {
        return Vec::new();
    }
    let tally = Tally::of(outline, answers);
    let mut notes = Vec::new();
    for (number, directive) in directives.iter().enumerate() {
        let inside = is_inside(answers, directive);
        let window = window(text, directive);
        let local = directive.clone().shifted(-(window.start as isize));
        let words = text.slice(window);
        let mut findings = if inside { Vec::new() } else { invalid_suppression::invalid(&local) };
        let judged_there = inside && matches!(directive.verb, Some(Verb::Ignore | Verb::IgnoreAnswer));
        if directive.verb.is_some() && !judged_there {
            let is_used = |name| tally.of_use.contains(&(number, name));
            findings.extend(unused_suppression::unused(&words, &local, &coach.config, is_used));
        }
        findings.retain_mut(|finding| {
            let rule = finding.rule;
            let severity = coach.config.severity(rule.code, rule.severity);
            finding.severity = severity.unwrap_or(rule.severity);
            let spared = outline.spared().iter().any(|code| code.as_deref() == Some(rule.code));
            severity.is_some() && !spared && !tally.silenced.contains(&(number, rule.code))
        });
        findings.sort_by_key(|finding| finding.span.start);
        if !findings.is_empty() {
            let report = Arc::new(Report::of_lines(&words, findings));
            notes.push(Placed { span: window, title: None, report });
        }
    }
    notes
}

/// The comment's lines, and one more above and below.
fn window(text: &Text, directive: &Directive) -> DocSpan {
    let first = text.line_of(directive.span.start);
    let last = text.line_of(directive.span.end);
    DocSpan::new(text.line_start(first.saturating_sub(1)), text.line_start(last + 2))
}

/// Whether a comment stands in one of `answers`.
fn is_inside(answers: &[Placed], directive: &Directive) -> bool {
    let before = answers.partition_point(|answer| answer.span.start <= directive.span.start);
    answers[..before].last().is_some_and(|answer| directive.span.start < answer.span.end)
}

/// Which of the comments' names are of use, or may yet be.
#[derive(Default)]
struct Tally {
    of_use: Vec<Origin>,
    /// The comments below one that silences what a rule says of them.
    silenced: Vec<(usize, &'static str)>,
}

impl Tally {
    /// Follows the comments through the draft as the outline did, but remembers who said what.
    fn of(outline: &Outline, answers: &[Placed]) -> Self {
        let directives = outline.directives();
        let mut tally = Self::default();
        let mut switches = Switches::default();
        let (mut of_answer, mut of_block): (Vec<Origin>, Vec<Origin>) = (Vec::new(), Vec::new());
        let mut next = 0;
        for answer in answers {
            while directives.get(next).is_some_and(|directive| directive.span.start < answer.span.start) {
                tally.take(&directives[next], next, &mut switches);
                let origins = directives[next].names().map(|(name, _)| (next, name));
                match directives[next].verb {
                    Some(Verb::IgnoreAnswer) => of_answer.extend(origins),
                    Some(Verb::Ignore) if directives[next].alone => of_block.extend(origins),
                    _ => {}
                }
                next += 1;
            }
            let first_inside = next;
            let above = &answer.report.answer.passage.above;
            let count = |scope| above.iter().filter(|above| above.scope == scope).count();
            let of_file = above.iter().filter(|above| above.scope == Scope::File);
            let of_file = of_file.map(|above| of_file_origin(directives, above.code.as_deref()));
            let of_range = switches.iter().map(|switch| Some(switch.origin));
            let of_block_now = &of_block[of_block.len() - count(Scope::Block).min(of_block.len())..];
            let origins: Vec<Option<Origin>> = of_file
                .chain(of_range)
                .chain(of_answer.drain(..).map(Some))
                .chain(of_block_now.iter().copied().map(Some))
                .collect();
            let unsettled = answer.report.is_unsettled();
            for (number, origin) in origins.into_iter().enumerate() {
                if unsettled || answer.report.used.contains(&Mark::Above(number)) {
                    tally.of_use.extend(origin);
                }
            }
            of_block.clear();
            while directives.get(next).is_some_and(|directive| directive.span.start < answer.span.end) {
                let directive = &directives[next];
                tally.take(directive, next, &mut switches);
                let is_used = |name| answer.report.used.contains(&Mark::Here(next - first_inside, name));
                let names = directive.names().filter(|&(name, _)| unsettled || is_used(name));
                if directive.verb == Some(Verb::Disable) {
                    tally.of_use.extend(names.map(|(name, _)| (next, name)));
                }
                next += 1;
            }
        }
        for (number, directive) in directives.iter().enumerate().skip(next) {
            tally.take(directive, number, &mut switches);
        }
        tally
    }

    /// Follows a comment that may switch something.
    fn take(&mut self, directive: &Directive, number: usize, switches: &mut Switches<Origin>) {
        for rule in [&unused_suppression::RULE, &invalid_suppression::RULE] {
            if switches.is_off(rule.code, true).is_some() {
                self.silenced.push((number, rule.code));
            }
        }
        for (name, code) in directive.names() {
            match directive.verb {
                Some(Verb::Disable) => {
                    switches.switch(true, code, (number, name));
                }
                // It is of use if it switches something on.
                Some(Verb::Enable) if switches.switch(false, code, (number, name)) => self.of_use.push((number, name)),
                _ => {}
            }
        }
    }
}

/// The first comment that spares the whole draft the rule `code`, or all.
fn of_file_origin(directives: &[Directive], code: Option<&str>) -> Option<Origin> {
    let of_file = directives.iter().enumerate().filter(|(_, directive)| directive.verb == Some(Verb::IgnoreFile));
    of_file
        .flat_map(|(number, directive)| directive.names().map(move |(name, other)| (number, name, other)))
        .find(|(_, _, other)| *other == code)
        .map(|(number, name, _)| (number, name))
}
