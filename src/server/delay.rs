//! Delays new findings while the user types.
//!
//! A finding that is gone is removed at once, and a new finding away from the cursor is shown at once. A new finding
//! where the user is typing waits for a pause: a message that a Result has no metric is no help while the number is
//! being typed. Nothing in here reads a clock; the caller passes the time.

use std::time::{Duration, Instant};

use crate::component::Component;
use crate::rules::{Rule, Target};
use crate::text::{Change, DocSpan};

/// A finding or a settings error, to be shown in a draft.
#[derive(Clone, Debug)]
pub(crate) struct Item<T> {
    /// Its span in the draft.
    pub(crate) span: DocSpan,
    /// The rule that reports it; `None` for an error in the settings of the front matter.
    pub(crate) rule: Option<&'static Rule>,
    /// The component it is about.
    pub(crate) component: Option<Component>,
    /// The data that the caller needs to show it.
    pub(crate) content: T,
}

/// The surroundings of the cursor after an edit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CursorContext {
    /// The line on which the edit ended.
    pub(crate) line: DocSpan,
    /// The last answer that starts before the end of the edit.
    pub(crate) answer: Option<DocSpan>,
    /// The last component of that answer whose label starts before the end of the edit.
    pub(crate) reached: Option<Component>,
    /// The offset of the first fence or comment that is never closed.
    pub(crate) unclosed: Option<usize>,
}

/// The delay of new items after the latest edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Delays {
    /// Items on the line being typed.
    pub(crate) typing: Duration,
    /// Items about text not written yet, and the removal of items that an unclosed fence hides.
    pub(crate) drafting: Duration,
}

/// The items shown in a draft, and the edits that decide which new ones wait.
#[derive(Debug)]
pub(crate) struct Delayer<T> {
    /// The items shown last, in order. Their spans do not reflect `changes` yet.
    shown: Vec<Item<T>>,
    /// The edits since `shown` was decided.
    changes: Vec<Change>,
    /// The latest edit and its time; `None` if the draft was just opened or saved.
    latest: Option<(Change, Instant)>,
}

impl<T> Default for Delayer<T> {
    fn default() -> Self {
        Self { shown: Vec::new(), changes: Vec::new(), latest: None }
    }
}

impl<T: Clone> Delayer<T> {
    /// Returns the offset at which the latest edit ended; `None` if the draft was not edited since it was opened or
    /// saved.
    pub(crate) fn edited_at(&self) -> Option<usize> {
        self.latest.map(|(change, _)| change.new_end)
    }

    /// Records an edit made at `now`.
    pub(crate) fn record_edit(&mut self, change: Change, now: Instant) {
        self.changes.push(change);
        self.latest = Some((change, now));
    }

    /// Records that the draft was saved: nothing waits until the next edit.
    pub(crate) fn record_save(&mut self) {
        self.latest = None;
    }

    /// Moves the shown items along with the recorded edits. Items whose text was replaced are dropped.
    pub(crate) fn shift_shown(&mut self) {
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

    /// Decides which of the `found` items, which are in order, are shown at `now`. Returns when a waiting item is due.
    pub(crate) fn update(
        &mut self,
        found: Vec<Item<T>>,
        cursor: Option<&CursorContext>,
        delays: Delays,
        now: Instant,
    ) -> Option<Instant> {
        let (Some((latest, edited)), Some(cursor)) = (self.latest, cursor) else {
            self.changes.clear();
            self.shown = found;
            return None;
        };
        self.shift_shown();
        let typing = edited + delays.typing;
        let drafting = edited + delays.drafting;
        let mut next_due: Option<Instant> = None;
        let mut wait_until = |due: Instant| next_due = Some(next_due.map_or(due, |next| next.min(due)));

        let mut show = Vec::with_capacity(found.len());
        for item in found {
            let due = match (cursor.is_on_line(&item), cursor.is_ahead(&item, latest)) {
                (true, true) => typing.max(drafting),
                (true, false) => typing,
                (false, true) => drafting,
                (false, false) => now,
            };
            if due <= now || self.shown.iter().any(|shown| shown.is_same(&item, cursor)) {
                show.push(item);
            } else {
                wait_until(due);
            }
        }
        // An unclosed fence hides the answers below it: their items stay until the user has had time to close it.
        if let Some(unclosed) = cursor.unclosed.filter(|_| now < drafting) {
            let hidden = self.shown.drain(..).filter(|item| item.span.start >= unclosed);
            // Only an item that reaches that far or is in the answer being written can equal a hidden one.
            let in_answer = |item: &Item<T>| cursor.answer.is_some_and(|answer| answer.contains(item.span));
            let near: Vec<_> = show.iter().filter(|item| item.span.end >= unclosed || in_answer(item)).collect();
            let hidden: Vec<_> = hidden.filter(|item| !near.iter().any(|shown| shown.is_same(item, cursor))).collect();
            if !hidden.is_empty() {
                wait_until(drafting);
                show.extend(hidden);
                show.sort_by_key(|item| item.span.start);
            }
        }
        self.shown = show;
        next_due
    }

    /// Returns the items to show, in order.
    pub(crate) fn shown(&self) -> &[Item<T>] {
        &self.shown
    }
}

impl<T> Item<T> {
    /// Whether `other` is this item after an edit.
    fn is_same(&self, other: &Self, cursor: &CursorContext) -> bool {
        let code = |item: &Self| item.rule.map(|rule| rule.name);
        let once_per_component = || self.rule.is_some_and(|rule| rule.target.is_once_per_component());
        let same_answer =
            || cursor.answer.is_some_and(|answer| answer.contains(self.span) && answer.contains(other.span));
        code(self) == code(other)
            && self.component == other.component
            && (touch(self.span, other.span) || once_per_component() && same_answer())
    }
}

impl CursorContext {
    /// Whether `item` touches the line being typed.
    fn is_on_line<T>(&self, item: &Item<T>) -> bool {
        touch(self.line, item.span)
    }

    /// Whether `item` is about text that the user, whose latest edit is `latest`, has yet to write.
    fn is_ahead<T>(&self, item: &Item<T>, latest: Change) -> bool {
        let is_to_come = match item.rule.map(|rule| rule.target) {
            Some(Target::Placeholder) => item.span.start >= latest.start,
            Some(Target::UnwrittenSection) => item.component >= self.reached,
            Some(Target::Opening) => item.span.start <= latest.new_end,
            _ => false,
        };
        is_to_come && self.answer.is_some_and(|answer| answer.contains(item.span))
    }
}

/// Whether the spans overlap or are adjacent.
fn touch(one: DocSpan, other: DocSpan) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// Returns the span of the same text after `change`; `None` if all of it was replaced.
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
    use crate::rules::by_name;
    use Component::{Action, Result, Situation, Task};

    const DELAYS: Delays = Delays { typing: Duration::from_millis(1500), drafting: Duration::from_secs(5) };

    /// A draft of lines of ten bytes, with one answer on lines 1 to 8.
    struct Open {
        delayer: Delayer<()>,
        start: Instant,
        cursor: CursorContext,
    }

    fn line(line: usize) -> DocSpan {
        DocSpan::new(line * 10, line * 10 + 9)
    }

    fn at(line: usize, code: &str, component: Option<Component>) -> Item<()> {
        let rule = Some(by_name(code).expect("a rule"));
        Item { span: DocSpan::new(line * 10 + 2, line * 10 + 6), rule, component, content: () }
    }

    /// Returns the lines and rules of items.
    fn keys(items: &[Item<()>]) -> Vec<(usize, Option<&'static str>, Option<Component>)> {
        items.iter().map(|item| (item.span.start / 10, item.rule.map(|rule| rule.name), item.component)).collect()
    }

    impl Open {
        fn new(opened_with: &[Item<()>]) -> Self {
            let cursor = CursorContext { line: line(0), answer: None, reached: None, unclosed: None };
            let mut draft = Self { delayer: Delayer::default(), start: Instant::now(), cursor };
            assert_eq!(draft.shows(0, opened_with), None, "a draft just opened shows everything");
            draft
        }

        /// Replaces as many bytes as it inserts on `on`, in a component, at `millis`.
        fn types(&mut self, millis: u64, on: usize, reached: Component) {
            let change = Change { start: on * 10 + 7, old_end: on * 10 + 8, new_end: on * 10 + 8 };
            self.delayer.record_edit(change, self.start + Duration::from_millis(millis));
            let answer = Some(DocSpan::new(10, 89));
            self.cursor = CursorContext { line: line(on), answer, reached: Some(reached), unclosed: None };
        }

        /// Shows `found` at `millis`; returns when to ask again.
        fn shows(&mut self, millis: u64, found: &[Item<()>]) -> Option<u64> {
            let now = self.start + Duration::from_millis(millis);
            let again = self.delayer.update(found.to_vec(), Some(&self.cursor), DELAYS, now)?;
            Some((again - self.start).as_millis() as u64)
        }

        fn rules(&self) -> Vec<&'static str> {
            self.delayer.shown().iter().filter_map(|item| item.rule).map(|rule| rule.name).collect()
        }
    }

    #[test]
    fn new_items_on_the_line_being_typed_wait_for_a_pause() {
        let found = [at(3, "unnamed-service", Some(Action)), at(5, "team-voice", None)];
        let mut draft = Open::new(&[]);
        draft.types(100, 3, Action);
        assert_eq!(draft.shows(100, &found), Some(1600));
        assert_eq!(draft.rules(), ["team-voice"], "away from the cursor, it is shown at once");
        draft.types(1000, 3, Action);
        assert_eq!(draft.shows(1000, &found), Some(2500), "each key restarts the pause");
        assert_eq!(draft.shows(2499, &found), Some(2500));
        assert_eq!(draft.shows(2500, &found), None);
        assert_eq!(draft.rules(), ["unnamed-service", "team-voice"]);
    }

    #[test]
    fn leaving_the_line_and_saving_end_the_wait() {
        let found = [at(3, "unnamed-service", Some(Action))];
        for leave in [true, false] {
            let mut draft = Open::new(&[]);
            draft.types(100, 3, Action);
            draft.shows(100, &found);
            assert_eq!(draft.rules(), [""; 0]);
            if leave {
                draft.types(200, 4, Action)
            } else {
                draft.delayer.record_save()
            }
            assert_eq!(draft.shows(200, &found), None);
            assert_eq!(draft.rules(), ["unnamed-service"]);
        }
    }

    #[test]
    fn items_shown_before_stay_and_fixed_ones_go_at_once() {
        let found = [at(3, "unnamed-service", Some(Action)), at(3, "missing-metric", Some(Result))];
        let mut draft = Open::new(&found);
        draft.types(100, 3, Result);
        assert_eq!(draft.shows(100, &found), None);
        assert_eq!(draft.rules(), ["unnamed-service", "missing-metric"]);
        assert_eq!(draft.shows(150, &found[..1]), None);
        assert_eq!(draft.rules(), ["unnamed-service"]);
        assert_eq!(draft.shows(160, &found), Some(1600), "an item that comes back while typing is new");
    }

    #[test]
    fn a_rule_with_one_finding_per_component_keeps_it_when_it_moves() {
        let mut draft = Open::new(&[at(3, "missing-metric", Some(Result)), at(3, "unnamed-service", None)]);
        draft.types(100, 6, Result);
        let moved = [at(6, "missing-metric", Some(Result)), at(6, "unnamed-service", None)];
        assert_eq!(draft.shows(100, &moved), Some(1600));
        assert_eq!(draft.rules(), ["missing-metric"]);
    }

    #[test]
    fn placeholders_of_a_new_template_wait_until_the_user_gets_to_them() {
        let gap = |on, component| at(on, "unfilled-placeholder", Some(component));
        let found = [gap(3, Situation), gap(4, Task), gap(5, Action)];
        let mut draft = Open::new(&[]);
        draft.types(0, 8, Result);
        draft.delayer.record_edit(Change { start: 10, old_end: 10, new_end: 88 }, draft.start);
        assert_eq!(draft.shows(0, &found), Some(5000));
        draft.types(4000, 3, Situation);
        assert_eq!(draft.shows(4000, &found[1..]), Some(9000), "filled in from the top down");
        assert_eq!(draft.rules(), [""; 0]);
        draft.types(5000, 5, Action);
        draft.shows(5000, &found[1..2]);
        assert_eq!(keys(draft.delayer.shown()), keys(&found[1..2]), "one above the cursor is shown at once");
        assert_eq!(draft.shows(10_000, &found[1..]), None);
        assert_eq!(keys(draft.delayer.shown()), keys(&found[1..]), "the rest after a pause");
    }

    #[test]
    fn missing_components_below_the_cursor_wait_longer() {
        let missing = |component| at(1, "missing-component", Some(component));
        let found = [missing(Situation), missing(Action), missing(Result)];
        let mut draft = Open::new(&[]);
        draft.types(0, 4, Task);
        assert_eq!(draft.shows(0, &found), Some(5000));
        assert_eq!(keys(draft.delayer.shown()), keys(&found[..1]), "only a component above the cursor is shown");
        assert_eq!(draft.shows(4999, &found), Some(5000));
        assert_eq!(draft.shows(5000, &found), None);
        assert_eq!(keys(draft.delayer.shown()), keys(&found));
    }

    #[test]
    fn a_block_being_written_is_not_reported_as_unclosed() {
        let found = [at(4, "unclosed-block", None)];
        let mut draft = Open::new(&[]);
        draft.types(0, 6, Action);
        assert_eq!(draft.shows(0, &found), Some(5000));
        assert_eq!(draft.rules(), [""; 0]);
        draft.types(1000, 2, Situation);
        assert_eq!(draft.shows(1000, &found), None, "the user is above it now");
        assert_eq!(draft.rules(), ["unclosed-block"]);
    }

    #[test]
    fn a_label_just_typed_is_not_reported_as_empty() {
        let found = [at(4, "empty-component", Some(Task))];
        let mut draft = Open::new(&[]);
        draft.types(0, 4, Task);
        assert_eq!(draft.shows(0, &found), Some(5000));
        assert_eq!(draft.shows(1600, &found), Some(5000));
        assert_eq!(draft.rules(), [""; 0]);
    }

    #[test]
    fn items_in_other_answers_and_in_an_answer_left_behind_do_not_wait() {
        let elsewhere = at(20, "missing-component", Some(Result));
        let here = at(1, "missing-component", Some(Result));
        let mut draft = Open::new(&[]);
        draft.types(0, 4, Task);
        draft.shows(0, &[here.clone(), elsewhere.clone()]);
        assert_eq!(keys(draft.delayer.shown()), keys(std::slice::from_ref(&elsewhere)));
        draft.types(100, 22, Task);
        draft.cursor.answer = Some(DocSpan::new(200, 289));
        assert_eq!(draft.shows(100, &[here.clone(), elsewhere.clone()]), None);
        assert_eq!(keys(draft.delayer.shown()), keys(&[here, elsewhere]));
    }

    #[test]
    fn items_hidden_by_an_open_fence_stay_until_it_is_closed_or_the_user_pauses() {
        let all = [at(2, "vague-verb", None), at(6, "long-sentence", None), at(30, "hypothetical", None)];
        for pause in [true, false] {
            let mut draft = Open::new(&all);
            draft.types(100, 4, Action);
            draft.cursor.unclosed = Some(40);
            assert_eq!(draft.shows(100, &all[..1]), Some(5100));
            assert_eq!(draft.rules(), ["vague-verb", "long-sentence", "hypothetical"]);
            if pause {
                assert_eq!(draft.shows(5100, &all[..1]), None);
                assert_eq!(draft.rules(), ["vague-verb"]);
                draft.types(5200, 4, Action);
                draft.cursor.unclosed = Some(40);
                assert_eq!(draft.shows(5200, &all[..1]), None, "removed items do not come back");
            } else {
                draft.types(200, 4, Action);
                assert_eq!(draft.shows(200, &all[..2]), None);
                assert_eq!(
                    draft.rules(),
                    ["vague-verb", "long-sentence"],
                    "once closed, only the items found are shown"
                );
            }
        }
    }

    #[test]
    fn items_above_an_open_fence_go_at_once() {
        let mut draft = Open::new(&[at(2, "vague-verb", None)]);
        draft.types(100, 1, Action);
        draft.cursor.unclosed = Some(40);
        assert_eq!(draft.shows(100, &[]), None);
        assert_eq!(draft.rules(), [""; 0], "fixed above it");
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
