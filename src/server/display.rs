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
use super::log::{Level, log};
use super::rendered::Rendered;
use super::tally::{Counts, SEVERITIES, Tally};
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

/// Diagnostics of one answer.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    rendered: Arc<Rendered>,
    /// Where its answer begins.
    line: u32,
    picked: Picked,
}

/// Which diagnostics of an answer.
#[derive(Clone, Debug, PartialEq)]
enum Picked {
    All,
    Only(Box<[usize]>),
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
    /// How many findings were chosen among more than may be shown.
    pub(crate) weighed: usize,
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
    ) -> (Vec<Part>, Option<Instant>) {
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
        let mut parts = match strays {
            0 if all <= max => self.all(client),
            0 => self.chosen(max, at, client),
            _ => self.with_strays(max, at, text, client),
        };
        // What is said of comments to star-coach beyond an answer is little, and never waits.
        if !analysis.notes().is_empty() {
            parts = with_notes(parts, text, analysis, client);
        }
        if all > max {
            parts.push(Part::remark(&format!(
                "{} more findings are not shown here; `star-coach check` lists all of them.",
                all - max
            )));
        }
        log(Level::Debug, format_args!("a draft of {} answers is shown: {:?}", self.answers.len(), self.cost));
        (parts, due)
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
        self.spots.splice(range.clone(), spots);
        self.answers.splice(range, shown);
    }

    /// Watches these answers, and no others any more. Of those with higher numbers than `latest` nothing was shown yet.
    fn watch(&mut self, watch: &[usize], latest: u64) {
        let old = std::mem::take(&mut self.watched);
        for left in old.iter().filter(|old| !watch.contains(&old.index)) {
            // Nothing waits in an answer that is left.
            self.calm.leave(|place| place.answer != left.number);
            self.answers[left.index].only = None;
            self.tally.set(left.index, self.answers[left.index].counts());
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
        for &Watched { number, index } in &self.watched {
            let answer = &mut self.answers[index];
            let mut only = vec![false; answer.report.findings.len()].into_boxed_slice();
            for item in self.calm.shown().iter().filter(|item| item.what.answer == number) {
                only[item.what.index] = true;
            }
            answer.only = only.contains(&false).then_some(only);
            self.tally.set(index, answer.counts());
        }
    }

    fn is_watched(&self, number: u64) -> bool {
        self.watched.iter().any(|watched| watched.number == number)
    }

    /// Everything.
    fn all(&mut self, client: &Client) -> Vec<Part> {
        let answers: Vec<_> = self.tally.after(0, 0..SEVERITIES).collect();
        let mut parts = Vec::with_capacity(answers.len() + 1);
        for index in answers {
            let picked = match &self.answers[index].only {
                None => Picked::All,
                Some(_) => Picked::Only(self.answers[index].indexes().collect()),
            };
            parts.push(self.part(index, picked, client));
        }
        parts
    }

    /// As many as `max`, which are not all: the most severe ones, and of those the nearest to `at`.
    fn chosen(&mut self, max: usize, at: usize, client: &Client) -> Vec<Part> {
        // Of the severities before `cut` all are taken, and of that one as many as there is room for.
        let (mut room, mut cut) = (max, 0);
        while let Some(room_left) = room.checked_sub(self.tally.total()[cut] as usize) {
            (room, cut) = (room_left, cut + 1);
        }
        let mut chosen = self.nearest(cut, room, at);
        // Where nothing is that severe, nobody has to look for it.
        let severe_ones = (room < max).then(|| self.tally.after(0, 0..cut));
        for index in severe_ones.into_iter().flatten() {
            let answer = &self.answers[index];
            let severe = answer.indexes().filter(|at| (answer.severity(*at) as usize) < cut);
            chosen.extend(severe.map(|at| (index, at)));
        }
        // Two runs, each in order, which costs no more than merging them.
        chosen.sort();
        self.cost.weighed = chosen.len();
        self.parts(&chosen, client)
    }

    /// The `room` findings of this severity that begin nearest to `at`, in order: of two as near, the first one.
    fn nearest(&self, severity: usize, room: usize, at: usize) -> Vec<(usize, usize)> {
        let here = self.spots.partition_point(|spot| spot.byte <= at).saturating_sub(1);
        let of = |index: usize| {
            let (answer, start) = (&self.answers[index], self.spots[index].byte);
            answer
                .indexes()
                .filter(move |finding| answer.severity(*finding) as usize == severity)
                .map(move |finding| (start + answer.report.findings[finding].span.start, (index, finding)))
        };
        let mut behind = self.tally.after(here, severity..severity + 1).flat_map(of).filter(|found| found.0 >= at);
        let before = self.tally.before(here + 1, severity..severity + 1);
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
        left
    }

    /// As [`Display::chosen`], where something is shown that stands in no answer any more. That is rare, and not for
    /// long: a fence or comment was opened and has yet to be closed.
    fn with_strays(&mut self, max: usize, at: usize, text: &Text, client: &Client) -> Vec<Part> {
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
                Source::Answer(index, finding) => self.part(*index, Picked::Only([*finding].into()), client),
                Source::Stray(item) => {
                    let range = client.encoding.range(text, item.span);
                    Part::alone(Rendered::finding(item.what.finding(), range, client))
                }
            });
        }
        parts
    }

    /// What was chosen, which is in order, by answers.
    fn parts(&mut self, chosen: &[(usize, usize)], client: &Client) -> Vec<Part> {
        let mut parts = Vec::with_capacity(chosen.len() + 1);
        for of_answer in chosen.chunk_by(|one, other| one.0 == other.0) {
            let index = of_answer[0].0;
            let picked = match of_answer.len() == self.answers[index].report.findings.len() {
                true => Picked::All,
                false => Picked::Only(of_answer.iter().map(|(_, finding)| *finding).collect()),
            };
            parts.push(self.part(index, picked, client));
        }
        parts
    }

    fn part(&mut self, index: usize, picked: Picked, client: &Client) -> Part {
        let Shown { report, rendered, .. } = &mut self.answers[index];
        let rendered = rendered.get_or_insert_with(|| {
            self.cost.rendered += 1;
            Arc::new(Rendered::new(report, client))
        });
        let line = u32::try_from(self.spots[index].line).unwrap_or(u32::MAX);
        Part { rendered: rendered.clone(), line, picked }
    }
}

/// `parts` and the notes of `analysis`, each finding by itself, in order.
fn with_notes(parts: Vec<Part>, text: &Text, analysis: &Analysis, client: &Client) -> Vec<Part> {
    let note = |note: &Placed| Part {
        rendered: Arc::new(Rendered::new(&note.report, client)),
        line: u32::try_from(text.line_of(note.span.start)).unwrap_or(u32::MAX),
        picked: Picked::All,
    };
    let all = parts.into_iter().chain(analysis.notes().iter().map(note));
    let each = all.flat_map(|part| {
        let one = |index| {
            (part.rendered.place(index, part.line), Part { picked: Picked::Only([index].into()), ..part.clone() })
        };
        part.indexes().map(one).collect::<Vec<_>>()
    });
    let mut each: Vec<_> = each.collect();
    each.sort_by_key(|(place, _)| *place);
    each.into_iter().map(|(_, part)| part).collect()
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

impl Part {
    /// A remark about the draft as a whole.
    pub(crate) fn remark(message: &str) -> Self {
        Self::alone(Rendered::remark(message))
    }

    /// A warning that no rule gives, at a range of the draft.
    pub(crate) fn warning(message: &str, range: tower_lsp::lsp_types::Range) -> Self {
        Self::alone(Rendered::plain(Severity::Warning, message, range))
    }

    fn alone(rendered: Rendered) -> Self {
        Self { rendered: Arc::new(rendered), line: 0, picked: Picked::All }
    }

    fn indexes(&self) -> impl Iterator<Item = usize> {
        let (all, only) = match &self.picked {
            Picked::All => (0..self.rendered.len(), [].as_slice()),
            Picked::Only(only) => (0..0, &**only),
        };
        all.chain(only.iter().copied())
    }

    /// How many bytes [`Part::write`] appends, at most.
    fn size(&self) -> usize {
        self.rendered.size() + self.rendered.len()
    }

    /// Appends its diagnostics to a JSON array without its brackets, with a comma behind each.
    fn write(&self, out: &mut Vec<u8>) {
        for index in self.indexes() {
            self.rendered.write(index, self.line, out);
            out.push(b',');
        }
    }
}

/// Appends all diagnostics to `out`, as a JSON array.
pub(crate) fn write(parts: &[Part], out: &mut Vec<u8>) {
    // Once for all: a long message that grows bit by bit is copied again and again.
    out.reserve(parts.iter().map(Part::size).sum::<usize>() + 2);
    out.push(b'[');
    let first = out.len();
    parts.iter().for_each(|part| part.write(out));
    out.truncate(out.len() - usize::from(out.len() > first));
    out.push(b']');
}

/// Whether [`write`] writes the same, which is known without writing it.
pub(crate) fn same(one: &[Part], other: &[Part]) -> bool {
    let shared = |(one, other): (&Part, &Part)| {
        Arc::ptr_eq(&one.rendered, &other.rendered) && one.line == other.line && one.picked == other.picked
    };
    if one.len() == other.len() && one.iter().zip(other).all(shared) {
        return true;
    }
    fn said(parts: &[Part]) -> impl Iterator<Item = (u32, u32, &[u8])> {
        parts.iter().flat_map(|part| part.indexes().map(|index| part.rendered.said(index, part.line)))
    }
    said(one).eq(said(other))
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
