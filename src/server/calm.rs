//! What to show a writer who is typing, and when.
//!
//! What became better is shown at once, and so is whatever stands away from the cursor. What is new where the writer is
//! typing waits: nobody wants to be told that a Result has no metric while typing the number. There is no clock in here;
//! whoever asks says what time it is.

use std::time::{Duration, Instant};

use crate::component::Component;
use crate::rules::{self, Target};
use crate::text::Change;
use crate::text::DocSpan;

/// Something to show.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item<T> {
    /// Where it stands.
    pub(crate) span: DocSpan,
    /// The code of the rule that found it.
    pub(crate) rule: &'static str,
    /// The component it is about.
    pub(crate) component: Option<Component>,
    /// What it says.
    pub(crate) what: T,
}

/// Where the writer is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scene {
    /// The line on which the last edit ended.
    pub(crate) line: DocSpan,
    /// The answer in which it ended, or behind which.
    pub(crate) answer: Option<DocSpan>,
    /// The last component of that answer that begins before the end of the edit.
    pub(crate) reached: Option<Component>,
    /// Where a fence or comment begins that is never closed.
    pub(crate) unclosed: Option<usize>,
}

/// How long to hold back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Delays {
    /// What is new on the line being typed.
    pub(crate) typing: Duration,
    /// What is yet to be written, and what an open fence hides.
    pub(crate) drafting: Duration,
}

/// What is shown of a draft.
#[derive(Debug)]
pub(crate) struct Calm<T> {
    /// In order; where it stood before `changes`.
    shown: Vec<Item<T>>,
    /// What was edited since something was shown.
    changes: Vec<Change>,
    /// The latest edit, and when it was made; `None` in a draft just opened or saved.
    edited: Option<(Change, Instant)>,
}

impl<T> Default for Calm<T> {
    fn default() -> Self {
        Self { shown: Vec::new(), changes: Vec::new(), edited: None }
    }
}

impl<T: Clone> Calm<T> {
    /// Where the latest edit ended, in a draft that was edited since it was opened or saved.
    pub(crate) fn edited_at(&self) -> Option<usize> {
        self.edited.map(|(change, _)| change.new_end)
    }

    /// Notes an edit that is made `now`.
    pub(crate) fn edit(&mut self, change: Change, now: Instant) {
        self.changes.push(change);
        self.edited = Some((change, now));
    }

    /// Moves what is shown with what was edited.
    pub(crate) fn catch_up(&mut self) {
        for change in self.changes.drain(..) {
            self.shown.retain_mut(|item| match shift(item.span, change) {
                Some(span) => {
                    item.span = span;
                    true
                }
                None => false,
            });
        }
    }

    /// Holds nothing back until the next edit.
    pub(crate) fn save(&mut self) {
        self.edited = None;
    }

    /// Decides what to show of what was `found`, which is in order; returns when to ask again.
    pub(crate) fn show(
        &mut self,
        found: Vec<Item<T>>,
        scene: Option<&Scene>,
        delays: Delays,
        now: Instant,
    ) -> Option<Instant> {
        let (Some((latest, edited)), Some(scene)) = (self.edited, scene) else {
            self.changes.clear();
            self.shown = found;
            return None;
        };
        self.catch_up();
        let typing = edited + delays.typing;
        let drafting = edited + delays.drafting;
        let mut again: Option<Instant> = None;
        let mut wait_until = |due: Instant| again = Some(again.map_or(due, |again| again.min(due)));

        let mut show = Vec::with_capacity(found.len());
        for item in found {
            let due = match (scene.is_typing(&item), scene.is_ahead(&item, latest)) {
                (true, true) => typing.max(drafting),
                (true, false) => typing,
                (false, true) => drafting,
                (false, false) => now,
            };
            if due <= now || self.shown.iter().any(|shown| shown.is(&item, scene)) {
                show.push(item);
            } else {
                wait_until(due);
            }
        }
        if let Some(unclosed) = scene.unclosed.filter(|_| now < drafting) {
            let hidden = self.shown.drain(..).filter(|item| item.span.start >= unclosed);
            // Only what reaches that far or is in the answer being written can be the same as one of them.
            let in_answer = |item: &Item<T>| scene.answer.is_some_and(|answer| answer.contains(item.span));
            let near: Vec<_> = show.iter().filter(|item| item.span.end >= unclosed || in_answer(item)).collect();
            let hidden: Vec<_> = hidden.filter(|item| !near.iter().any(|shown| shown.is(item, scene))).collect();
            if !hidden.is_empty() {
                wait_until(drafting);
                show.extend(hidden);
                show.sort_by_key(|item| item.span.start);
            }
        }
        self.shown = show;
        again
    }

    /// What to show, in order.
    pub(crate) fn shown(&self) -> &[Item<T>] {
        &self.shown
    }
}

impl<T> Item<T> {
    /// What its rule points at.
    fn target(&self) -> Option<Target> {
        rules::by_code(self.rule).map(|rule| rule.target)
    }

    /// Whether both are the same, before and after an edit.
    fn is(&self, other: &Self, scene: &Scene) -> bool {
        let same_answer =
            || scene.answer.is_some_and(|answer| answer.contains(self.span) && answer.contains(other.span));
        self.rule == other.rule
            && self.component == other.component
            && (touch(self.span, other.span)
                || self.target().is_some_and(Target::is_once_per_component) && same_answer())
    }
}

impl Scene {
    /// Whether `item` stands where the writer is typing.
    fn is_typing<T>(&self, item: &Item<T>) -> bool {
        touch(self.line, item.span)
    }

    /// Whether `item` is about what the writer will come to, who has just made the edit `latest`.
    fn is_ahead<T>(&self, item: &Item<T>, latest: Change) -> bool {
        let is_to_come = match item.target() {
            Some(Target::Placeholder) => item.span.start >= latest.start,
            Some(Target::UnwrittenSection) => item.component >= self.reached,
            Some(Target::Opening) => item.span.start <= latest.new_end,
            _ => false,
        };
        is_to_come && self.answer.is_some_and(|answer| answer.contains(item.span))
    }
}

fn touch(one: DocSpan, other: DocSpan) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// Where `span` is after `change`; `None` if nothing of it is left.
fn shift(span: DocSpan, change: Change) -> Option<DocSpan> {
    if !span.is_empty() && change.start <= span.start && span.end <= change.old_end {
        return None;
    }
    let after = |at: usize| at - change.old_end + change.new_end;
    let start = match span.start {
        at if at >= change.old_end => after(at),
        at => at.min(change.start),
    };
    let end = match span.end {
        at if at <= change.start => at,
        at if at >= change.old_end => after(at),
        _ => change.start,
    };
    Some(DocSpan::new(start.min(end), end.max(start)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Component::{Action, Result, Situation, Task};

    const DELAYS: Delays = Delays { typing: Duration::from_millis(1500), drafting: Duration::from_secs(5) };

    /// A draft of lines of ten bytes, in which one answer stands on lines 1 to 8.
    struct Story {
        calm: Calm<()>,
        start: Instant,
        scene: Scene,
    }

    fn line(line: usize) -> DocSpan {
        DocSpan::new(line * 10, line * 10 + 9)
    }

    fn at(line: usize, rule: &'static str, component: Option<Component>) -> Item<()> {
        Item { span: DocSpan::new(line * 10 + 2, line * 10 + 6), rule, component, what: () }
    }

    impl Story {
        fn new(opened_with: &[Item<()>]) -> Self {
            let scene = Scene { line: line(0), answer: None, reached: None, unclosed: None };
            let mut story = Self { calm: Calm::default(), start: Instant::now(), scene };
            assert_eq!(story.shows(0, opened_with), None, "a draft just opened shows everything");
            story
        }

        /// Replaces as many bytes as it inserts on `on`, in a component, at `millis`.
        fn types(&mut self, millis: u64, on: usize, reached: Component) {
            let change = Change { start: on * 10 + 7, old_end: on * 10 + 8, new_end: on * 10 + 8 };
            self.calm.edit(change, self.start + Duration::from_millis(millis));
            let answer = Some(DocSpan::new(10, 89));
            self.scene = Scene { line: line(on), answer, reached: Some(reached), unclosed: None };
        }

        /// Shows `found` at `millis`; returns when to ask again.
        fn shows(&mut self, millis: u64, found: &[Item<()>]) -> Option<u64> {
            let now = self.start + Duration::from_millis(millis);
            let again = self.calm.show(found.to_vec(), Some(&self.scene), DELAYS, now)?;
            Some((again - self.start).as_millis() as u64)
        }

        fn rules(&self) -> Vec<&'static str> {
            self.calm.shown().iter().map(|item| item.rule).collect()
        }
    }

    #[test]
    fn what_is_new_on_the_line_being_typed_waits_for_a_pause() {
        let found = [at(3, "unnamed-service", Some(Action)), at(5, "other", None)];
        let mut story = Story::new(&[]);
        story.types(100, 3, Action);
        assert_eq!(story.shows(100, &found), Some(1600));
        assert_eq!(story.rules(), ["other"], "what is away from the cursor is shown at once");
        story.types(1000, 3, Action);
        assert_eq!(story.shows(1000, &found), Some(2500), "each key starts the pause anew");
        assert_eq!(story.shows(2499, &found), Some(2500));
        assert_eq!(story.shows(2500, &found), None);
        assert_eq!(story.rules(), ["unnamed-service", "other"]);
    }

    #[test]
    fn leaving_the_line_and_saving_end_the_wait() {
        let found = [at(3, "unnamed-service", Some(Action))];
        for leave in [true, false] {
            let mut story = Story::new(&[]);
            story.types(100, 3, Action);
            story.shows(100, &found);
            assert_eq!(story.rules(), [""; 0]);
            if leave {
                story.types(200, 4, Action)
            } else {
                story.calm.save()
            }
            assert_eq!(story.shows(200, &found), None);
            assert_eq!(story.rules(), ["unnamed-service"]);
        }
    }

    #[test]
    fn what_was_shown_before_stays_and_what_is_mended_goes_at_once() {
        let found = [at(3, "unnamed-service", Some(Action)), at(3, "missing-metric", Some(Result))];
        let mut story = Story::new(&found);
        story.types(100, 3, Result);
        assert_eq!(story.shows(100, &found), None);
        assert_eq!(story.rules(), ["unnamed-service", "missing-metric"]);
        assert_eq!(story.shows(150, &found[..1]), None);
        assert_eq!(story.rules(), ["unnamed-service"]);
        assert_eq!(story.shows(160, &found), Some(1600), "what comes back while typing is new again");
    }

    #[test]
    fn what_may_stand_but_once_is_the_same_wherever_it_stands() {
        let mut story = Story::new(&[at(3, "missing-metric", Some(Result)), at(3, "unnamed-service", None)]);
        story.types(100, 6, Result);
        let moved = [at(6, "missing-metric", Some(Result)), at(6, "unnamed-service", None)];
        assert_eq!(story.shows(100, &moved), Some(1600));
        assert_eq!(story.rules(), ["missing-metric"]);
    }

    #[test]
    fn what_a_scaffold_leaves_to_fill_in_is_not_held_against_the_writer() {
        let gap = |on, component| at(on, "unfilled-placeholder", Some(component));
        let found = [gap(3, Situation), gap(4, Task), gap(5, Action)];
        let mut story = Story::new(&[]);
        story.types(0, 8, Result);
        story.calm.edit(Change { start: 10, old_end: 10, new_end: 88 }, story.start);
        assert_eq!(story.shows(0, &found), Some(5000));
        story.types(4000, 3, Situation);
        assert_eq!(story.shows(4000, &found[1..]), Some(9000), "it is being filled in, from the top down");
        assert_eq!(story.rules(), [""; 0]);
        story.types(5000, 5, Action);
        story.shows(5000, &found[1..2]);
        assert_eq!(story.calm.shown(), &found[1..2], "what was passed over is shown at once");
        assert_eq!(story.shows(10_000, &found[1..]), None);
        assert_eq!(story.calm.shown(), &found[1..], "and the rest after a pause");
    }

    #[test]
    fn what_is_yet_to_be_written_waits_longer() {
        let missing = |component| at(1, "missing-component", Some(component));
        let found = [missing(Situation), missing(Action), missing(Result)];
        let mut story = Story::new(&[]);
        story.types(0, 4, Task);
        assert_eq!(story.shows(0, &found), Some(5000));
        assert_eq!(story.calm.shown(), &found[..1], "what should stand above is not yet to be written");
        assert_eq!(story.shows(4999, &found), Some(5000));
        assert_eq!(story.shows(5000, &found), None);
        assert_eq!(story.calm.shown(), &found);
    }

    #[test]
    fn a_block_that_is_being_written_is_not_called_unclosed() {
        let found = [at(4, "unclosed-block", None)];
        let mut story = Story::new(&[]);
        story.types(0, 6, Action);
        assert_eq!(story.shows(0, &found), Some(5000));
        assert_eq!(story.rules(), [""; 0]);
        story.types(1000, 2, Situation);
        assert_eq!(story.shows(1000, &found), None, "who writes above it has left it");
        assert_eq!(story.rules(), ["unclosed-block"]);
    }

    #[test]
    fn a_label_just_typed_is_not_called_empty() {
        let found = [at(4, "empty-component", Some(Task))];
        let mut story = Story::new(&[]);
        story.types(0, 4, Task);
        assert_eq!(story.shows(0, &found), Some(5000));
        assert_eq!(story.shows(1600, &found), Some(5000));
        assert_eq!(story.rules(), [""; 0]);
    }

    #[test]
    fn other_answers_don_t_wait_nor_does_an_answer_that_is_left() {
        let elsewhere = at(20, "missing-component", Some(Result));
        let here = at(1, "missing-component", Some(Result));
        let mut story = Story::new(&[]);
        story.types(0, 4, Task);
        story.shows(0, &[here.clone(), elsewhere.clone()]);
        assert_eq!(story.calm.shown(), std::slice::from_ref(&elsewhere));
        story.types(100, 22, Task);
        story.scene.answer = Some(DocSpan::new(200, 289));
        assert_eq!(story.shows(100, &[here.clone(), elsewhere.clone()]), None);
        assert_eq!(story.calm.shown(), &[here, elsewhere]);
    }

    #[test]
    fn what_an_open_fence_hides_stays_until_it_is_closed_or_the_writer_pauses() {
        let all = [at(2, "a", None), at(6, "b", None), at(30, "c", None)];
        for pause in [true, false] {
            let mut story = Story::new(&all);
            story.types(100, 4, Action);
            story.scene.unclosed = Some(40);
            assert_eq!(story.shows(100, &all[..1]), Some(5100));
            assert_eq!(story.rules(), ["a", "b", "c"]);
            if pause {
                assert_eq!(story.shows(5100, &all[..1]), None);
                assert_eq!(story.rules(), ["a"]);
                story.types(5200, 4, Action);
                story.scene.unclosed = Some(40);
                assert_eq!(story.shows(5200, &all[..1]), None, "what is gone does not come back");
            } else {
                story.types(200, 4, Action);
                assert_eq!(story.shows(200, &all[..2]), None);
                assert_eq!(story.rules(), ["a", "b"], "closed, what is there counts");
            }
        }
    }

    #[test]
    fn nothing_is_hidden_by_a_fence_that_was_open_from_the_start() {
        let mut story = Story::new(&[at(2, "a", None)]);
        story.types(100, 1, Action);
        story.scene.unclosed = Some(40);
        assert_eq!(story.shows(100, &[]), None);
        assert_eq!(story.rules(), [""; 0], "what was mended above it goes at once");
    }

    #[test]
    fn spans_move_with_the_text() {
        let change = |start, old_end, new_end| Change { start, old_end, new_end };
        let span = |start, end| Some(DocSpan::new(start, end));
        for (before, change, after) in [
            (span(5, 9), change(0, 0, 3), span(8, 12)),
            (span(5, 9), change(10, 12, 10), span(5, 9)),
            (span(5, 9), change(5, 5, 7), span(7, 11)),
            (span(5, 9), change(9, 9, 11), span(5, 9)),
            (span(5, 9), change(6, 8, 7), span(5, 8)),
            (span(5, 9), change(7, 12, 8), span(5, 7)),
            (span(5, 9), change(2, 7, 3), span(2, 5)),
            (span(5, 9), change(5, 9, 6), None),
            (span(5, 9), change(0, 20, 0), None),
            (span(5, 5), change(0, 2, 0), span(3, 3)),
        ] {
            assert_eq!(before.and_then(|span| shift(span, change)), after, "{before:?} {change:?}");
        }
    }
}
