//! What a client shows of one draft, brought up to date at the cost of what changed.
//!
//! Of most answers all that is found is shown, so nothing has to be kept of them but how much that is and, once it was
//! shown, how it is written ([`Rendered`]). Only where the writer is may something wait: these few answers are *watched*,
//! and [`Calm`] decides about them. What an edit replaced is watched too until it is decided what to show instead.

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use super::calm::{Calm, Delays, Item, Scene};
use super::client::Client;
use super::diagnostics::{Bundle, Diagnostics, Part, Picked};
use super::log::{Level, log};
use super::rendered::Rendered;
use super::tally::{BLOCK, Counts, SEVERITIES, Tally, has};
use crate::analysis::{Analysis, Placed, Replaced, Report};
use crate::answer::Section;
use crate::config::Config;
use crate::rules::{Finding, Severity};
use crate::text::{Change, DocSpan, Text};

/// What a client shows of one draft.
#[derive(Default)]
pub(crate) struct Display {
    /// Decides about the answers that are watched.
    calm: Calm<Place>,
    answers: Vec<Shown>,
    /// Where each of them stands.
    spots: Vec<Spot>,
    tally: Tally,
    /// What was shown of each [`BLOCK`] of answers, unless one of them has changed since.
    bundles: Vec<Option<(Wanted, Arc<Bundle>)>>,
    watched: Vec<Watched>,
    /// The number of the latest answer.
    number: u64,
    /// How many lines the draft had.
    lines: usize,
    /// What it cost to show it last.
    cost: Cost,
}

/// What is shown of one answer.
struct Shown {
    /// No other answer ever has it.
    number: u64,
    report: Arc<Report>,
    rendered: Option<Arc<Rendered>>,
    /// Which of its findings are shown, if not all of them.
    only: Option<Box<[bool]>>,
}

/// An answer that is watched.
#[derive(Clone, Copy, Debug)]
struct Watched {
    number: u64,
    index: usize,
}

/// Where an answer begins.
#[derive(Clone, Copy, Debug)]
struct Spot {
    byte: usize,
    line: usize,
}

/// Where the words of a finding are, and how much they matter.
#[derive(Clone)]
struct Place {
    /// The number of its answer.
    answer: u64,
    report: Arc<Report>,
    index: usize,
}

/// Which findings are shown of a block of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// All before this severity.
    Severe(usize),
    /// Some that were chosen.
    Some,
}

/// Findings of one severity that were chosen.
struct Near {
    /// The answers of which all are.
    whole: Range<usize>,
    /// Those of other answers, in order: their answers, and which findings of these they are.
    others: Vec<(usize, usize)>,
}

/// What showing a draft cost, for tests that prove it without a clock, and for the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// How many answers were moved, by adding what an edit added.
    pub(crate) moved: usize,
    /// How many answers were rendered.
    pub(crate) rendered: usize,
    /// Of how many findings it was decided whether to hold them back.
    pub(crate) decided: usize,
    /// How many findings were looked at, of more than may be shown, to choose among them.
    pub(crate) weighed: usize,
    /// Of how many answers it was put together anew what is shown of them.
    pub(crate) bundled: usize,
}

impl Display {
    /// Notes an edit.
    pub(crate) fn edited(&mut self, change: Change, now: Instant) {
        self.calm.edit(change, now);
    }

    /// Notes that nothing is to be held back, as in a draft just opened or saved.
    pub(crate) fn saved(&mut self) {
        self.calm.save();
    }

    /// Notes that nothing can be shown of what there is, which is remembered all the same.
    pub(crate) fn interrupted(&mut self) {
        self.give_up(0..self.answers.len());
        self.replace(0..self.answers.len(), Vec::new(), Vec::new());
        self.calm.catch_up();
    }

    /// What to show of `text` at `now`, of all that is found in it, and when to ask again if nothing happens.
    pub(crate) fn show(
        &mut self,
        text: &Text,
        analysis: &mut Analysis,
        client: &Client,
        config: &Config,
        now: Instant,
    ) -> (Diagnostics, Option<Instant>) {
        self.cost = Cost::default();
        let latest = self.number;
        self.follow(text, analysis);
        let edited_at = self.calm.edited_at();
        let scene = edited_at.map(|at| scene(analysis, text, at));
        let delays = Delays { typing: config.typing_delay, drafting: config.drafting_delay };
        let watch = scene.as_ref().map_or(Vec::new(), |scene| to_watch(analysis, scene));
        self.watch(&watch, latest);
        let found =
            watch.iter().flat_map(|&index| self.answers[index].all_items(self.spots[index])).collect::<Vec<_>>();
        self.cost.decided = found.len();
        let due = self.calm.show(found, scene.as_ref(), delays, now);
        self.settle();

        let at = edited_at.unwrap_or_default();
        let strays = self.calm.shown().iter().filter(|item| !self.is_watched(item.what.answer)).count();
        let all: usize = strays + self.tally.total().iter().map(|count| *count as usize).sum::<usize>();
        let max = config.max_findings;
        let mut diagnostics = match strays {
            0 if all <= max => self.all(client),
            0 => self.chosen(max, at, client),
            _ => self.with_strays(max, at, text, client),
        };
        // What is said of comments to star-coach beyond an answer is little, and never waits.
        if !analysis.notes().is_empty() {
            diagnostics = with_notes(&diagnostics, text, analysis, client);
        }
        if all > max {
            let remark = Part::remark(&format!(
                "{} more findings are not shown here; `star-coach check` lists all of them.",
                all - max
            ));
            diagnostics.push(0, Arc::new(Bundle::new(vec![remark])));
        }
        log(Level::Debug, format_args!("a draft of {} answers is shown: {:?}", self.answers.len(), self.cost));
        (diagnostics, due)
    }

    /// Takes note of which answers were replaced and where the others stand.
    fn follow(&mut self, text: &Text, analysis: &mut Analysis) {
        let replaced = analysis.take_replaced();
        let answers = analysis.answers();
        let old = match replaced {
            None => return,
            Some(Replaced::Stretch(Change { start, old_end, new_end }))
                if old_end <= self.answers.len() && self.answers.len() - old_end + new_end == answers.len() =>
            {
                start..old_end
            }
            Some(_) => 0..self.answers.len(),
        };
        let new = old.start..answers.len() - (self.answers.len() - old.end);
        self.give_up(old.clone());
        let spot = |answer: &Placed| Spot { byte: answer.span.start, line: text.line_of(answer.span.start) };
        let shown = |(index, answer): (usize, &Placed)| Shown {
            number: self.number + 1 + index as u64,
            report: answer.report.clone(),
            rendered: {
                let same = |old: &&Shown| Arc::ptr_eq(&old.report, &answer.report);
                // What is pasted again is rarely far; a draft that is read anew has other reports.
                self.answers[old.clone()].iter().take(8).find(same).and_then(|old| old.rendered.clone())
            },
            only: None,
        };
        let spots = answers[new.clone()].iter().map(spot).collect();
        let shown: Vec<_> = answers[new.clone()].iter().enumerate().map(shown).collect();
        self.number += shown.len() as u64;
        self.replace(old, shown, spots);

        // What follows moved as one; all lines that were added or removed stand before it.
        let moved = &mut self.spots[new.end..];
        let by = match (moved.first(), answers.get(new.end)) {
            (Some(spot), Some(answer)) => answer.span.start.wrapping_sub(spot.byte),
            _ => 0,
        };
        let lines = text.line_count();
        let by_lines = lines.wrapping_sub(self.lines);
        self.lines = lines;
        if (by, by_lines) != (0, 0) {
            self.cost.moved += moved.len();
            for spot in moved {
                spot.byte = spot.byte.wrapping_add(by);
                spot.line = spot.line.wrapping_add(by_lines);
            }
        }
    }

    /// Hands to `calm` what is shown of answers that are about to go.
    fn give_up(&mut self, range: Range<usize>) {
        for index in range {
            if !self.is_watched(self.answers[index].number) {
                self.calm.recall(self.answers[index].items(self.spots[index]));
            }
        }
    }

    /// Replaces answers that were given up.
    fn replace(&mut self, range: Range<usize>, shown: Vec<Shown>, spots: Vec<Spot>) {
        let grown = shown.len() as isize - range.len() as isize;
        self.watched.retain_mut(|watched| {
            let after = watched.index >= range.end;
            let gone = !after && watched.index >= range.start;
            watched.index = watched.index.saturating_add_signed(if after { grown } else { 0 });
            !gone
        });
        let counts: Vec<_> = shown.iter().map(Shown::counts).collect();
        self.cost.moved += self.tally.splice(range.clone(), &counts);
        // What is left of its block may stand elsewhere in it now, or in another one.
        let first = range.start / BLOCK;
        let changed = if grown == 0 { first..range.end.div_ceil(BLOCK).max(first + 1) } else { first..usize::MAX };
        self.bundles.iter_mut().take(changed.end).skip(first).for_each(|bundle| *bundle = None);
        self.bundles.resize_with(self.tally.blocks().len(), || None);
        self.spots.splice(range.clone(), spots);
        self.answers.splice(range, shown);
    }

    /// Watches these answers, and no others any more. Of those with higher numbers than `latest` nothing was shown yet.
    fn watch(&mut self, watch: &[usize], latest: u64) {
        let old = std::mem::take(&mut self.watched);
        for left in old.iter().filter(|old| !watch.contains(&old.index)) {
            // Nothing waits in an answer that is left.
            self.calm.leave(|place| place.answer != left.number);
            self.restrict(left.index, None);
        }
        for &index in watch {
            let number = self.answers[index].number;
            if number <= latest && !old.iter().any(|old| old.number == number) {
                // It was not edited: it stands where it stands now once all edits are made.
                self.calm.catch_up();
                self.calm.recall(self.answers[index].items(self.spots[index]));
            }
            self.watched.push(Watched { number, index });
        }
    }

    /// Takes note of what `calm` decided.
    fn settle(&mut self) {
        for Watched { number, index } in self.watched.clone() {
            let mut only = vec![false; self.answers[index].report.findings.len()].into_boxed_slice();
            for item in self.calm.shown().iter().filter(|item| item.what.answer == number) {
                only[item.what.index] = true;
            }
            self.restrict(index, only.contains(&false).then_some(only));
        }
    }

    /// Shows `only` these findings of an answer, or all.
    fn restrict(&mut self, index: usize, only: Option<Box<[bool]>>) {
        let answer = &mut self.answers[index];
        if answer.only != only {
            answer.only = only;
            self.tally.set(index, answer.counts());
            self.bundles[index / BLOCK] = None;
        }
    }

    fn is_watched(&self, number: u64) -> bool {
        self.watched.iter().any(|watched| watched.number == number)
    }

    /// Everything.
    fn all(&mut self, client: &Client) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        for block in 0..self.bundles.len() {
            self.push_severe(&mut diagnostics, block, SEVERITIES, client);
        }
        diagnostics
    }

    /// As many as `max`, which are not all: the most severe ones, and of those the nearest to `at`.
    fn chosen(&mut self, max: usize, at: usize, client: &Client) -> Diagnostics {
        // Of the severities before `cut` all are taken, and of that one as many as there is room for.
        let (mut room, mut cut) = (max, 0);
        while let Some(room_left) = room.checked_sub(self.tally.total()[cut] as usize) {
            (room, cut) = (room_left, cut + 1);
        }
        let near = self.nearest(cut, room, at);
        let Near { whole, others } = &near;
        self.cost.weighed = others.len();
        let (first, last) = (others.first(), others.last());
        let touched = first.map_or(whole.start, |first| first.0.min(whole.start))
            ..last.map_or(whole.end, |last| whole.end.max(last.0 + 1));
        let mut diagnostics = Diagnostics::default();
        for block in 0..self.bundles.len() {
            let answers = self.block(block);
            if answers.end <= touched.start || touched.end <= answers.start {
                self.push_severe(&mut diagnostics, block, cut, client);
            } else if whole.start <= answers.start && answers.end <= whole.end {
                self.push_severe(&mut diagnostics, block, cut + 1, client);
            } else {
                self.push_some(&mut diagnostics, block, cut, &near, client);
            }
        }
        diagnostics
    }

    /// The answers of a block.
    fn block(&self, block: usize) -> Range<usize> {
        block * BLOCK..((block + 1) * BLOCK).min(self.answers.len())
    }

    /// Where a block begins.
    fn line(&self, block: usize) -> usize {
        self.spots[block * BLOCK].line
    }

    /// Appends what there is in a block of the severities before `end`.
    fn push_severe(&mut self, diagnostics: &mut Diagnostics, block: usize, end: usize, client: &Client) {
        if !has(0..end)(&self.tally.blocks()[block]) {
            return;
        }
        let wanted = Wanted::Severe(end);
        let bundle = match &self.bundles[block] {
            Some((known, bundle)) if *known == wanted => bundle.clone(),
            _ => {
                let bundle = Arc::new(Bundle::new(self.parts(block, |_, severity, _| severity < end, client)));
                self.bundles[block] = Some((wanted, bundle.clone()));
                bundle
            }
        };
        diagnostics.push(short(self.line(block)), bundle);
    }

    /// Appends what there is in a block of the severities before `cut`, and what was chosen of that one.
    fn push_some(&mut self, diagnostics: &mut Diagnostics, block: usize, cut: usize, near: &Near, client: &Client) {
        let is_near =
            |index, finding| near.whole.contains(&index) || near.others.binary_search(&(index, finding)).is_ok();
        let wants = |index, severity, finding| severity < cut || severity == cut && is_near(index, finding);
        let parts = self.parts(block, wants, client);
        // If these were shown last, whoever compares is told so by one look.
        let bundle = match self.bundles[block].take() {
            Some((_, bundle)) if bundle.is_of(&parts) => bundle,
            _ => Arc::new(Bundle::new(parts)),
        };
        self.bundles[block] = Some((Wanted::Some, bundle.clone()));
        diagnostics.push(short(self.line(block)), bundle);
    }

    /// The `room` findings of this severity that begin nearest to `at`: of two as near, the first one.
    fn nearest(&self, severity: usize, room: usize, at: usize) -> Near {
        let here = self.spots.partition_point(|spot| spot.byte <= at).saturating_sub(1);
        let whole = self.surely_near(severity, room, at, here);
        let room = room - self.tally.count(whole.clone(), severity);
        let of = |index: usize| {
            let (answer, start) = (&self.answers[index], self.spots[index].byte);
            answer
                .indexes()
                .filter(move |finding| answer.severity(*finding) as usize == severity)
                .map(move |finding| (start + answer.report.findings[finding].span.start, (index, finding)))
        };
        let (after, until) = if whole.is_empty() { (here, here + 1) } else { (whole.end, whole.start) };
        let mut behind = self.tally.after(after, severity..severity + 1).flat_map(of).filter(|found| found.0 >= at);
        let before = self.tally.before(until, severity..severity + 1);
        let before = before.flat_map(|index| of(index).rev());
        let mut before = before.filter(|found| found.0 < at).peekable();
        let mut next = behind.next();
        let (mut left, mut right) = (Vec::new(), Vec::new());
        while left.len() + right.len() < room {
            match (before.peek().map(|found| found.0), next) {
                (Some(start), next) if next.is_none_or(|(next, _)| at - start <= next - at) => {
                    // What begins at one place is taken from its first one on.
                    let first = left.len();
                    while let Some(found) = before.next_if(|found| found.0 == start) {
                        left.push(found.1);
                    }
                    let surplus = (left.len() + right.len()).saturating_sub(room);
                    if surplus > 0 {
                        left.drain(first..first + surplus);
                    }
                }
                (_, Some((_, found))) => {
                    right.push(found);
                    next = behind.next();
                }
                (_, None) => break,
            }
        }
        left.reverse();
        left.append(&mut right);
        Near { whole, others: left }
    }

    /// Answers in a row of which all findings of this severity are among the `room` that begin nearest to `at`, as counts
    /// tell without a look at any of them. `here` is the answer where that is: it is one of them, or there are none.
    fn surely_near(&self, severity: usize, room: usize, at: usize, here: usize) -> Range<usize> {
        let count = |block: usize| self.tally.blocks().get(block).map_or(0, |counts| counts[severity] as usize);
        let mut blocks = here / BLOCK..here / BLOCK + 1;
        let mut found = count(blocks.start);
        // As far as this from `at`, nothing begins but in `blocks`.
        let mut radius = 0;
        while found <= room {
            let before = match blocks.start {
                0 => usize::MAX,
                start => at.saturating_sub(self.spots[start * BLOCK].byte),
            };
            let behind = self.spots.get(blocks.end * BLOCK).map_or(usize::MAX, |spot| spot.byte.saturating_sub(at));
            radius = before.min(behind);
            if radius == usize::MAX {
                break;
            } else if before <= behind {
                blocks.start -= 1;
                found += count(blocks.start);
            } else {
                found += count(blocks.end);
                blocks.end += 1;
            }
        }
        // Nearer than that are all answers that begin and end there, and these end before the next one begins.
        let low = at.checked_sub(radius);
        let first = low.map_or(0, |low| self.spots.partition_point(|spot| spot.byte <= low));
        let end = match at.checked_add(radius) {
            Some(high) => self.spots.partition_point(|spot| spot.byte < high).saturating_sub(1),
            None => self.spots.len(),
        };
        if (first..end).contains(&here) { first..end } else { here..here }
    }

    /// As [`Display::chosen`], where something is shown that stands in no answer any more. That is rare, and not for
    /// long: a fence or comment was opened and has yet to be closed.
    fn with_strays(&mut self, max: usize, at: usize, text: &Text, client: &Client) -> Diagnostics {
        let watched = |number| self.is_watched(number);
        let strays = self.calm.shown().iter().filter(|item| !watched(item.what.answer));
        let mut shown: Vec<_> = strays
            .map(|item| (item.span.start, item.what.finding().severity, Source::Stray(item.clone())))
            .chain(self.answers.iter().zip(&self.spots).enumerate().flat_map(|(index, (answer, spot))| {
                answer.indexes().map(move |finding| {
                    let start = spot.byte + answer.report.findings[finding].span.start;
                    (start, answer.severity(finding), Source::Answer(index, finding))
                })
            }))
            .collect();
        shown.sort_by_key(|(start, _, source)| (*start, matches!(source, Source::Stray(_))));
        self.cost.weighed = shown.len();
        let mut by_weight: Vec<usize> = (0..shown.len()).collect();
        if max < shown.len() {
            by_weight.select_nth_unstable_by_key(max, |&index| {
                let (start, severity, _) = &shown[index];
                (*severity, start.abs_diff(at), index)
            });
            by_weight.truncate(max);
            by_weight.sort_unstable();
        }
        let mut parts = Vec::new();
        for index in by_weight {
            parts.push(match &shown[index].2 {
                Source::Answer(index, finding) => self.part(*index, Picked::Only([*finding].into()), 0, client),
                Source::Stray(item) => {
                    let range = client.encoding.range(text, item.span);
                    Part::alone(Rendered::finding(item.what.finding(), range, client))
                }
            });
        }
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(0, Arc::new(Bundle::new(parts)));
        diagnostics
    }

    /// What there is in a block that `wants` says yes to, which is told an answer, a severity and a finding.
    fn parts(&mut self, block: usize, wants: impl Fn(usize, usize, usize) -> bool, client: &Client) -> Vec<Part> {
        let (answers, line) = (self.block(block), self.line(block));
        let mut parts = Vec::with_capacity(answers.len());
        for index in answers {
            let answer = &self.answers[index];
            let wanted = |finding: &usize| wants(index, answer.severity(*finding) as usize, *finding);
            let picked = match answer.indexes().filter(wanted).count() {
                0 => continue,
                all if all == answer.report.findings.len() => Picked::All,
                _ => Picked::Only(answer.indexes().filter(wanted).collect()),
            };
            self.cost.bundled += 1;
            parts.push(self.part(index, picked, line, client));
        }
        parts
    }

    /// What is shown of an answer, whose lines count from `line`.
    fn part(&mut self, index: usize, picked: Picked, line: usize, client: &Client) -> Part {
        let Shown { report, rendered, .. } = &mut self.answers[index];
        let rendered = rendered.get_or_insert_with(|| {
            self.cost.rendered += 1;
            Arc::new(Rendered::new(report, client))
        });
        Part::new(rendered.clone(), short(self.spots[index].line - line), picked)
    }
}

/// A number of lines, as it travels.
fn short(lines: usize) -> u32 {
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// `diagnostics` and the notes of `analysis`, each finding by itself, in order.
fn with_notes(diagnostics: &Diagnostics, text: &Text, analysis: &Analysis, client: &Client) -> Diagnostics {
    let note = |note: &Placed| {
        let line = short(text.line_of(note.span.start));
        Part::new(Arc::new(Rendered::new(&note.report, client)), line, Picked::All)
    };
    let mut notes = Diagnostics::default();
    notes.push(0, Arc::new(Bundle::new(analysis.notes().iter().map(note).collect())));
    let mut each: Vec<_> = diagnostics.each().chain(notes.each()).collect();
    each.sort_by_key(|(place, _)| *place);
    let mut all = Diagnostics::default();
    all.push(0, Arc::new(Bundle::new(each.into_iter().map(|(_, part)| part).collect())));
    all
}

/// Where a finding is from that is shown.
enum Source {
    Answer(usize, usize),
    Stray(Item<Place>),
}

impl Shown {
    /// Which of its findings are shown.
    fn indexes(&self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.report.findings.len()).filter(|index| self.only.as_ref().is_none_or(|only| only[*index]))
    }

    fn severity(&self, index: usize) -> Severity {
        self.report.findings[index].severity
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.indexes().for_each(|index| counts[self.severity(index) as usize] += 1);
        counts
    }

    /// What is shown of it, which stands at `spot`.
    fn items(&self, spot: Spot) -> impl Iterator<Item = Item<Place>> {
        self.indexes().map(move |index| self.item(spot, index))
    }

    /// What there is to show of it, which stands at `spot`.
    fn all_items(&self, spot: Spot) -> impl Iterator<Item = Item<Place>> {
        (0..self.report.findings.len()).map(move |index| self.item(spot, index))
    }

    fn item(&self, spot: Spot, index: usize) -> Item<Place> {
        let finding = &self.report.findings[index];
        Item {
            span: DocSpan::new(spot.byte + finding.span.start, spot.byte + finding.span.end),
            rule: finding.rule.code,
            component: finding.component,
            what: Place { answer: self.number, report: self.report.clone(), index },
        }
    }
}

impl Place {
    fn finding(&self) -> &Finding {
        &self.report.findings[self.index]
    }
}

/// The answers in which something may wait, in order, and where something may be shown that stands in no answer.
fn to_watch(analysis: &Analysis, scene: &Scene) -> Vec<usize> {
    let answers = analysis.answers();
    let touched = answers.partition_point(|answer| answer.span.end < scene.line.start);
    let touched = touched..answers.partition_point(|answer| answer.span.start <= scene.line.end).max(touched);
    let here = scene.answer.map(|here| answers.partition_point(|answer| answer.span.start < here.start));
    let hidden = scene.unclosed.map_or(answers.len(), |at| answers.partition_point(|answer| answer.span.end < at));
    let mut watch: Vec<_> = touched.chain(here).chain(hidden..answers.len()).collect();
    watch.sort_unstable();
    watch.dedup();
    watch
}

/// Where the writer is who has just made an edit that ends `at`.
pub(crate) fn scene(analysis: &Analysis, text: &Text, at: usize) -> Scene {
    let before = analysis.answers().partition_point(|answer| answer.span.start <= at);
    let answer = analysis.answers()[..before].last();
    // A label whose end the cursor touches is being written; what stands before it is reached.
    let reached = answer.and_then(|answer| {
        let begun =
            |section: &&Section| answer.place(section.label.line).start <= at && !section.label.components.is_empty();
        answer.report.answer.sections.iter().rfind(begun)?.label.components.first().copied()
    });
    Scene {
        line: text.line_span(text.line_of(at)),
        answer: answer.map(|answer| answer.span),
        reached,
        unclosed: analysis.unclosed(),
    }
}
