//! Decides which metrics of a Situation or Task are baselines: how bad things were, rather than plans.

use super::lexer::TokenKind;
use super::metric::{Metric, MetricKind, Quantity, Unit};
use super::nouns::is_trouble;
use super::source::Source;
use super::units::Hedge;

impl Source<'_> {
    /// Whether the metric in the tokens from `first` to `next` is a baseline, so that a parser expects to hear how it
    /// changed. When in doubt, it isn't: a question about a number that isn't a baseline would be confusing.
    pub(super) fn is_baseline(&self, first: usize, next: usize, metric: &Metric) -> bool {
        let value = metric.values.value.or(metric.values.from);
        match metric.kind {
            MetricKind::CountDelta | MetricKind::DataSize | MetricKind::Multiplier | MetricKind::SpelledMultiplier => {
                false
            }
            MetricKind::Throughput => {
                self.words_before_and_after(first, next).any(is_bad) && !self.is_plan(first, next)
            }
            MetricKind::Duration => self.is_time_lost(first, next, value) && !self.is_plan(first, next),
            MetricKind::Money | MetricKind::MoneyRate => {
                self.words_before_and_after(first, next).any(is_spent) && !self.is_plan(first, next)
            }
            _ => !self.is_plan(first, next) && !self.is_share(next, value),
        }
    }

    /// Whether the time was lost: something took that long, was down that long, or cost that time again and again.
    fn is_time_lost(&self, first: usize, next: usize, value: Option<Quantity>) -> bool {
        let again = value.is_some_and(|value| value.per.is_some());
        let lost = |word: &str| {
            matches!(
                word,
                "take"
                    | "took"
                    | "takes"
                    | "taken"
                    | "taking"
                    | "lasted"
                    | "lasting"
                    | "wait"
                    | "waited"
                    | "waiting"
                    | "waits"
                    | "spent"
                    | "spending"
                    | "lost"
                    | "losing"
                    | "delay"
                    | "delayed"
                    | "late"
                    | "down"
                    | "outage"
                    | "offline"
                    | "unavailable"
                    | "stuck"
                    | "blocked"
                    | "behind"
                    | "latency"
                    | "lag"
                    | "time"
                    | "times"
                    | "average"
                    | "averaged"
                    | "exceeded"
                    | "backlog"
                    | "ran"
                    | "hung"
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
            ) || self.entry(near - 1).hedge() == Some(Hedge::About)
                || matches!(self.word(near - 1), "than" | "least" | "from"))
        {
            near -= 1;
        }
        let bound = near.checked_sub(1).is_some_and(|before| {
            let word = self.word(before);
            self.entry(before).hedge() == Some(Hedge::AtMost)
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

    /// Whether a percentage is only a share of something, as in "80% of our customers", or is 100%.
    fn is_share(&self, next: usize, value: Option<Quantity>) -> bool {
        let whole = value.is_some_and(|value| value.unit == Unit::Percent && value.value == 100.0);
        let of = self.is_word(next, "of")
            && self.words_after(next + 1, 3).any(|word| {
                matches!(
                    word,
                    "customers" | "users" | "revenue" | "traffic" | "clients" | "team" | "sales" | "market" | "code"
                )
            });
        whole || of
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
