//! Decides which metrics of a Situation or Task are baselines: how bad things were, rather than plans.
//!
//! When in doubt, a metric is none: a question about a number that isn't a baseline would be confusing.

use super::lexer::TokenKind;
use super::measure::{Quantity, Unit};
use super::metric::Metric;
use super::nouns::is_trouble;
use super::quantity::DAY;
use super::source::Source;
use super::units::{Hedge, WordList};
use crate::words::english::is_function_word;

/// For kinds that are never a baseline, such as counts.
pub(super) fn never(_: &Source<'_>, _: usize, _: usize, _: &Metric) -> bool {
    false
}

/// For kinds that are a baseline unless they are a plan or a share of something.
pub(super) fn unless_planned(source: &Source<'_>, first: usize, next: usize, metric: &Metric) -> bool {
    !source.is_plan(first, next) && !source.is_share(next, metric.values.value.or(metric.values.from))
}

/// For kinds that are a baseline if they count something bad.
pub(super) fn if_bad(source: &Source<'_>, first: usize, next: usize, _: &Metric) -> bool {
    source.words_before_and_after(first, next).any(is_bad) && !source.is_plan(first, next)
}

/// For kinds that are a baseline if they are time that was lost.
pub(super) fn if_lost(source: &Source<'_>, first: usize, next: usize, metric: &Metric) -> bool {
    source.is_time_lost(first, next, metric.values.value) && !source.is_plan(first, next)
}

/// For kinds that are a baseline if they are money that was spent.
pub(super) fn if_spent(source: &Source<'_>, first: usize, next: usize, _: &Metric) -> bool {
    source.words_before_and_after(first, next).any(is_spent) && !source.is_plan(first, next)
}

impl Source<'_> {
    /// Whether the time was lost: something took that long, was down that long, or cost that time again and again.
    fn is_time_lost(&self, first: usize, next: usize, value: Option<Quantity>) -> bool {
        let again = value.is_some_and(|value| value.per.is_some());
        // The length of a stay, a job or a contract is no time lost.
        let stays = self.words_before(first, 8).chain(self.words_after(next, 3)).any(|word| {
            matches!(
                word,
                "stay" | "stayed" | "stays" | "worked" | "working" | "lived" | "rented" | "served" | "studied"
            )
        });
        let long = value.is_some_and(|value| value.unit == Unit::Seconds && value.value >= 60.0 * DAY);
        if stays || long && !self.words_before(first, 8).chain(self.words_after(next, 3)).any(is_late) {
            return false;
        }
        let lost = |word: &str| {
            is_late(word)
                || matches!(
                    word,
                    "lasted"
                        | "lasting"
                        | "spent"
                        | "spending"
                        | "lost"
                        | "losing"
                        | "down"
                        | "outage"
                        | "offline"
                        | "unavailable"
                        | "stuck"
                        | "blocked"
                        | "latency"
                        | "lag"
                        | "time"
                        | "times"
                        | "average"
                        | "averaged"
                        | "exceeded"
                        | "ran"
                        | "hung"
                        | "climbed"
                        | "grew"
                        | "rose"
                        | "froze"
                        | "downtime"
                )
        };
        // "the 20 minutes of typing"
        let of = self.is_word(next, "of") && self.word(next + 1).ends_with("ing");
        again || of || self.words_before(first, 8).any(lost) || self.words_after(next, 3).any(lost)
    }

    /// Whether the metric is a plan: a target, a limit, a promise, or something in the future.
    fn is_plan(&self, first: usize, next: usize) -> bool {
        let mut near = first;
        while near > 0
            && (matches!(
                self.kind(near - 1),
                Some(TokenKind::About | TokenKind::Less | TokenKind::Greater | TokenKind::Other('+'))
            ) || self.entry(near - 1).hedge == Some(Hedge::About)
                || matches!(self.word(near - 1), "than" | "least" | "from"))
        {
            near -= 1;
        }
        let bound = near.checked_sub(1).is_some_and(|before| {
            let word = self.word(before);
            self.entry(before).hedge == Some(Hedge::AtMost)
                || matches!(word, "in" | "every" | "next" | "worth" | "last" | "past" | "another")
                // "was down by 20%" is a baseline, "to cut it by 20%" is a plan.
                || matches!(word, "to" | "by" | "less" | "at") && self.is_wanted(first)
        });
        let planned = |word: &str| {
            matches!(
                word,
                "deadline"
                    | "goal"
                    | "goals"
                    | "target"
                    | "targets"
                    | "aim"
                    | "must"
                    | "should"
                    | "promised"
                    | "allowed"
                    | "allows"
                    | "required"
                    | "requires"
                    | "requirement"
                    | "sla"
                    | "slo"
                    | "slas"
                    | "contract"
                    | "deal"
                    | "planned"
                    | "due"
                    | "ahead"
                    | "left"
                    | "ago"
                    | "old"
                    | "notice"
                    | "goes"
                    | "will"
            )
        };
        let budget = self.is_word(next, "budget") || self.words_before(first, 3).any(|word| word == "budget");
        let given = self.words_before(first, 2).any(|word| matches!(word, "have" | "given" | "gave"));
        let before = self.words_before(first, 8).take_while(|word| *word != "but").any(planned);
        bound || budget || given || before || self.words_after(next, 3).any(planned)
    }

    /// Whether the words before state a goal: "I had to cut", "my task was to bring".
    fn is_wanted(&self, first: usize) -> bool {
        (first.saturating_sub(10)..first).any(|at| {
            self.is_word(at, "to")
                && matches!(
                    self.word(at + 1),
                    "cut"
                        | "reduce"
                        | "bring"
                        | "get"
                        | "lower"
                        | "raise"
                        | "improve"
                        | "increase"
                        | "keep"
                        | "reach"
                        | "grow"
                        | "scale"
                        | "shorten"
                        | "hold"
                        | "drop"
                        | "move"
                )
        })
    }

    /// Whether a percentage is only a share of something, as in "80% of our customers" or "a 30% stake", or is 100%. A
    /// share of something bad, as in "7% of the calls failed", says how bad things were.
    fn is_share(&self, next: usize, value: Option<Quantity>) -> bool {
        let Some(Quantity { unit: Unit::Percent, value, .. }) = value else { return false };
        const LEVELS: &[&str] = &["at", "to", "by", "over", "above", "exceeded", "reached", "hit", "showing"];
        let part = match self.word(next) {
            "of" => !self.words_after(next + 1, 2).any(|word| matches!(word, "time" | "cases")),
            // "at 82% heap" is a level.
            _ if self.any_before(next - 1, 3, LEVELS) || self.kind(next) != Some(TokenKind::Word) => false,
            noun => !is_function_word(noun) && !self.is(next, WordList::Comparative) && !self.is_measured_noun(next),
        };
        let bad =
            || self.words_before(next, 8).chain(self.words_after(next, 8)).any(|word| is_bad(word) || is_late(word));
        let owned = |word: &str| {
            matches!(
                word,
                "share" | "stake" | "fee" | "fees" | "tax" | "commission" | "discount" | "interest" | "owned" | "held"
            )
        };
        value == 100.0 || self.words_before(next, 6).any(owned) || part && !bad()
    }

    /// Whether what the percentage describes is a level or change that may get better: "a 95% load", "15% growth".
    fn is_measured_noun(&self, at: usize) -> bool {
        self.is(at, WordList::HeldShare)
            || matches!(
                self.word(at),
                "load"
                    | "growth"
                    | "capacity"
                    | "mom"
                    | "yoy"
                    | "increase"
                    | "rise"
                    | "drop"
                    | "decline"
                    | "usage"
                    | "rate"
                    | "full"
                    | "busy"
                    | "more"
            )
            || self.text(at).chars().all(char::is_uppercase)
    }

    fn words_before_and_after(&self, first: usize, next: usize) -> impl Iterator<Item = &str> {
        self.words_before(first, 8).chain(self.words_after(first, next - first + 4))
    }
}

/// Whether the word is about spending or losing money.
fn is_spent(word: &str) -> bool {
    matches!(
        word,
        "cost"
            | "costs"
            | "costing"
            | "spend"
            | "spent"
            | "spending"
            | "bill"
            | "bills"
            | "paid"
            | "paying"
            | "pay"
            | "lost"
            | "losing"
            | "losses"
            | "loss"
            | "fine"
            | "fines"
            | "fined"
            | "wasted"
            | "waste"
            | "penalty"
            | "invoice"
    )
}

/// Whether the word is about something bad, such as an error or manual work.
fn is_bad(word: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "paged", "failed", "timeouts", "retries", "calls", "lost", "losing", "dropped", "manual", "manually", "cost",
        "costs",
    ];
    is_trouble(word) || OTHERS.contains(&word)
}

/// Whether the word says that something takes long or is late.
fn is_late(word: &str) -> bool {
    matches!(
        word,
        "take"
            | "takes"
            | "took"
            | "taken"
            | "taking"
            | "late"
            | "later"
            | "delay"
            | "delayed"
            | "delays"
            | "overdue"
            | "affected"
            | "evicted"
            | "behind"
            | "backlog"
            | "wait"
            | "waited"
            | "waiting"
            | "waits"
            | "wrong"
            | "unpaid"
            | "broken"
            | "unanswered"
            | "slow"
    )
}
