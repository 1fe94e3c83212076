//! Decides which times are metrics.

use super::metric::{MetricKind, Period, Unit};
use super::quantity::{DAY, QuantityMatch};
use super::source::{KindMatch, ParseMode, Source};
use super::units::WordList;

impl Source<'_> {
    /// "within 6 minutes", "saved 10 hours per week".
    pub(super) fn duration(&self, matched: &QuantityMatch, mode: ParseMode) -> Option<KindMatch> {
        let counts = matched.quantity.unit == Unit::Seconds && self.is_duration(matched, mode == ParseMode::Outcome);
        counts.then_some((MetricKind::Duration, matched.next))
    }

    /// Whether the time is how long something took, or how much time was saved.
    fn is_duration(&self, matched: &QuantityMatch, outcome: bool) -> bool {
        if !outcome {
            // "two weeks before the launch" says when.
            let when = matches!(self.word(matched.next), "before" | "after" | "ago" | "later" | "into" | "earlier");
            return !when && !matched.adjective && !self.is_setting(matched);
        }
        const ASIDE: &[&str] = &[
            "later",
            "ago",
            "long",
            "old",
            "meeting",
            "meetings",
            "session",
            "sessions",
            "workshop",
            "call",
            "demo",
            "presentation",
            "training",
            "shift",
            "straight",
        ];
        const WORKED: &[&str] = &["worked", "working", "works"];
        const LEARNED: &[&str] = &["learned", "learnt"];
        let worked = self.any_before(matched.first, self.count_words_before(matched.first, 3), WORKED)
            || self.any_before(matched.first, 10, LEARNED);
        if self.is_setting(matched) || self.is(matched.next, ASIDE) || worked || self.is_set_aside(matched) {
            return false;
        }
        if self.is_average(matched) || self.is_early(matched) {
            return true;
        }
        if let Some(period) = matched.quantity.per {
            let always = matched.quantity.value == DAY && period == Period::Day;
            return !always;
        }
        const GAINS: &[&str] = &[
            "ahead", "early", "earlier", "faster", "sooner", "saved", "quicker", "shorter", "less", "instead", "rather",
        ];
        if self.any_after(matched.next, self.count_words_from(matched.next, 3), GAINS) {
            return true;
        }
        let first = self.word_back(matched.first, 1);
        let near = self.nearest_word_before(matched.first);
        let saved = self.any_before(matched.first, 6, WordList::Saving);
        let bounded = self.has_upper_bound(matched.first);
        let seconds = matched.quantity.value;
        if matched.adjective {
            let noun = self.word(matched.next);
            let quick = seconds < DAY
                && matches!(
                    noun,
                    "recovery"
                        | "response"
                        | "deployment"
                        | "deployments"
                        | "deploy"
                        | "deploys"
                        | "build"
                        | "builds"
                        | "restore"
                        | "restoration"
                        | "latency"
                        | "turnaround"
                        | "failover"
                        | "rollback"
                        | "reduction"
                        | "improvement"
                        | "resolution"
                        | "lead"
                        | "sla"
                        | "pipeline"
                );
            return quick || matches!(noun, "reduction" | "improvement");
        }
        if matches!(
            near,
            "over"
                | "for"
                | "last"
                | "past"
                | "next"
                | "first"
                | "previous"
                | "following"
                | "of"
                | "another"
                | "after"
                | "every"
        ) && !(near == "of" && saved)
            || first == "over" && !saved
        {
            return false;
        }
        let counts = if seconds < DAY {
            true
        } else {
            saved && near != "in" || (bounded || near == "in") && self.completes(matched) || near == "to"
        };
        let tiny_count = seconds >= DAY && first == "within" && !self.completes(matched);
        counts && !tiny_count || bounded && seconds >= DAY && first != "within"
    }

    /// Whether the time is how long a task took to complete: "patched within 2 days".
    fn completes(&self, matched: &QuantityMatch) -> bool {
        self.any_before(matched.first, 6, WordList::Completed)
    }

    /// Whether the quantity is an average: "20 seconds on average", "averages 20 seconds".
    pub(super) fn is_average(&self, matched: &QuantityMatch) -> bool {
        const AVERAGED: &[&str] = &["averages", "averaging", "averaged"];
        (self.is_word(matched.next, "on") && self.is_word(matched.next + 1, "average"))
            || self.any_before(matched.first, 2, AVERAGED)
    }

    /// Whether something was done this long before its deadline: "with 2 days to spare", "done two weeks before the
    /// deadline".
    pub(super) fn is_early(&self, matched: &QuantityMatch) -> bool {
        if self.is_word(matched.next, "to") {
            return self.is_word(matched.next + 1, "spare");
        }
        const PLANS: &[&str] = &["deadline", "due", "cutoff", "target", "schedule", "plan", "planned"];
        const DONE: &[&str] = &[
            "delivered",
            "shipped",
            "launched",
            "finished",
            "completed",
            "done",
            "live",
            "ready",
            "released",
            "moved",
            "migrated",
            "handed",
            "closed",
            "over",
            "landed",
        ];
        self.is_word(matched.next, "before")
            && self.any_after(matched.next + 1, 4, PLANS)
            && self.any_before(matched.first, 6, DONE)
    }
}
