//! Which quantities, alone or in pairs, are figures that count.

use super::lexer::Kind;
use super::metric::{Metric, MetricKind, Period, Quantities, Unit};
use super::nouns::{is_outcome_noun, is_structure};
use super::quantity::{DAY, Figure};
use super::source::{Found, Reading, Source};
use super::traps::Trap;
use super::units::List;
use crate::text::Span;

/// The metrics in `prose`, in order, not overlapping: what a Result may claim as its outcome.
///
/// `prose` is plain text in which blocks end at `\n`.
pub fn find(prose: &str) -> Vec<Metric> {
    read(prose, Reading::Outcome)
}

/// The figures in `prose`, in order, not overlapping: what a Situation or Task opens, which is how bad things were.
/// "The release took 14 hours" and "we lost $9k a month" open a story; a plan, a count and a head count do not.
pub fn find_figures(prose: &str) -> Vec<Metric> {
    read(prose, Reading::State)
}

/// Why the number at `offset` of `prose` does not count as an outcome, if that is known, and where that number is. Ask
/// [`find`] first: what it finds is not checked for here.
pub fn trap_at(prose: &str, offset: usize) -> Option<(Span, Trap)> {
    let source = Source::new(prose);
    // A figure may begin a few tokens before its part that is pointed at: "$", "5 %".
    let last = source.tokens.partition_point(|token| token.span.start <= offset);
    (last.saturating_sub(4)..last).find_map(|at| {
        let (trap, next) = source.trap(at)?;
        let span = Span::new(source.tokens[at].span.start, source.end_of(next));
        span.touches(offset).then_some((span, trap))
    })
}

/// The figures in `prose`, in order, not overlapping. Each is looked for at every token that belongs to no figure before.
fn read(prose: &str, reading: Reading) -> Vec<Metric> {
    let source = Source::new(prose);
    let mut found = Vec::new();
    let (mut at, mut floor, mut end) = (0, 0, 0);
    while at < source.tokens.len() {
        let is_number = matches!(source.tokens[at].kind, Kind::Number(_));
        if is_number && source.is_label(at) {
            at += 1;
            continue;
        }
        let Some((mut metric, next)) = source.metric(at, reading) else {
            // Continue after the whole of a number that does not count.
            let number = if is_number { source.figure(at) } else { None };
            at = number.map_or(at + 1, |figure| figure.next.max(at + 1));
            continue;
        };
        let next = next.max(at + 1);
        if reading == Reading::Outcome || source.opens(at, next, &metric) {
            // A figure within a run without spaces begins where it was found.
            let bound = source.tokens[source.bound(at, floor)].span.start;
            if bound < source.tokens[at].span.start || metric.span.start < bound {
                metric.span.start = bound.min(metric.span.start);
            }
            metric.span.start = metric.span.start.max(end);
            end = metric.span.end;
            found.push(metric);
            floor = next;
        }
        at = next;
    }
    found
}

/// A kind of figure, and the token after the figure.
type Kinded = (MetricKind, usize);

/// Says whether a quantity is a figure of some kind that counts.
type KindReader<'a> = fn(&Source<'a>, &Figure, Reading) -> Option<Kinded>;

impl<'a> Source<'a> {
    /// The figure that starts at `at`, where no number is that is a part of something else.
    fn metric(&self, at: usize, reading: Reading) -> Option<Found> {
        match self.kind(at)? {
            Kind::Number(_) | Kind::Currency(_) => self.quantified(at, reading),
            Kind::Word => self.worded(at, reading).or_else(|| self.quantified(at, reading)),
            Kind::Cjk => self.run_of_words(at),
            _ => None,
        }
    }

    /// A figure that starts with a quantity.
    fn quantified(&self, at: usize, reading: Reading) -> Option<Found> {
        // "every one of 3,000 users": the number is the other one.
        if self.says(at, "one") && at > 0 && self.says(at - 1, "every") {
            return None;
        }
        let article = if matches!(self.word(at), "a" | "an" | "half") { self.article_figure(at) } else { None };
        let figure = match article {
            Some(figure) => figure,
            None => self.figure(at)?,
        };
        if let Some(found) = self.change(&figure) {
            return Some(found);
        }
        if article.is_some() {
            // "in a minute" is an idiom, "in half an hour" is not.
            let bounded =
                || self.has_upper_bound(at) || self.word_back(at, 1) == "in" && figure.quantity.value >= 1800.0;
            let cut = self.word_back(at, 1) == "by" || matches!(self.word(figure.next), "ahead" | "early");
            if reading != Reading::Outcome || !cut && (figure.quantity.value > 3600.0 || !bounded()) {
                return None;
            }
        }
        self.single(&figure, reading)
    }

    /// A figure on its own: what the first reader makes of it that knows its kind.
    fn single(&self, figure: &Figure, reading: Reading) -> Option<Found> {
        if self.is_flourish(figure) {
            return None;
        }
        let readers: [KindReader<'a>; 14] = [
            Self::percent,
            Self::money,
            Self::frequency,
            Self::multiplier,
            Self::recovery,
            Self::latency,
            Self::duration,
            Self::share_or_score,
            Self::data,
            Self::per_period,
            Self::nines,
            Self::score,
            Self::throughput,
            Self::count,
        ];
        let (kind, next) = readers.iter().find_map(|reader| reader(self, figure, reading))?;
        let end = if next == figure.next { figure.end } else { self.end_of(next).max(figure.end) };
        let span = Span::new(self.tokens[figure.first].span.start, end);
        let values = Quantities { value: Some(figure.quantity), ..Quantities::default() };
        Some((Metric { span, kind, values }, next))
    }

    /// "by 38%", "99.95% availability", "sixty percent".
    fn percent(&self, figure: &Figure, reading: Reading) -> Option<Kinded> {
        if figure.quantity.unit != Unit::Percent || reading == Reading::Outcome && self.is_step(figure) {
            return None;
        }
        const BOUNDS: &[&str] = &["to", "at", "below", "under", "above", "stayed"];
        // "Coverage: 85%"
        let keyed =
            figure.first > 1 && self.is_char(figure.first - 1, ':') && self.is(figure.first - 2, List::HeldShare);
        let is_level =
            || self.any_before(figure.first, 2, BOUNDS) || keyed || self.any_after(figure.next, 3, List::HeldShare);
        let kind = match () {
            () if figure.spelled => MetricKind::SpelledPercent,
            () if is_level() => MetricKind::PercentLevel,
            () => MetricKind::PercentChange,
        };
        Some((kind, figure.next))
    }

    /// "$18k", "$18k a month".
    fn money(&self, figure: &Figure, reading: Reading) -> Option<Kinded> {
        let is_money = matches!(figure.quantity.unit, Unit::Money(_));
        if !is_money || reading == Reading::Outcome && self.is_budget(figure) {
            return None;
        }
        Some(match self.period(figure.next) {
            Some((_, next)) => (MetricKind::MoneyRate, next),
            None if figure.quantity.per.is_some() => (MetricKind::MoneyRate, figure.next),
            None => (MetricKind::Money, figure.next),
        })
    }

    /// "3 times a day".
    fn frequency(&self, figure: &Figure, _: Reading) -> Option<Kinded> {
        let is_frequency = figure.quantity.unit == Unit::Times && figure.quantity.per.is_some();
        is_frequency.then_some((MetricKind::Frequency, figure.next))
    }

    /// "4x faster".
    fn multiplier(&self, figure: &Figure, reading: Reading) -> Option<Kinded> {
        let counts = || reading == Reading::State || self.is_multiple(figure);
        (figure.quantity.unit == Unit::Times && counts()).then_some((MetricKind::Multiplier, figure.next))
    }

    /// Whether "10 times" multiplies, rather than counts how often something happened.
    fn is_multiple(&self, figure: &Figure) -> bool {
        if !self.says(figure.next - 1, "times") {
            return true;
        }
        let comparative = |word: &str| {
            word.ends_with("er")
                || matches!(word, "more" | "less" | "fewer" | "as" | "the" | "better")
                || word.ends_with("ased")
        };
        self.words_after(figure.next, 1).any(comparative)
            || self
                .words_before(figure.first, 2)
                .any(|word| word == "by" || word.ends_with("ased") || word.ends_with("sed"))
    }

    /// "4.6/5", "9 out of 10 teams".
    fn share_or_score(&self, figure: &Figure, _: Reading) -> Option<Kinded> {
        const RATED: &[&str] = &[
            "score",
            "scored",
            "scores",
            "rating",
            "rated",
            "satisfaction",
            "csat",
            "survey",
            "nps",
            "review",
            "feedback",
        ];
        let Unit::OutOf(whole) = figure.quantity.unit else { return None };
        let is_scale = matches!(whole as u32, 5 | 10 | 100);
        let worded = self.says(figure.next.saturating_sub(2), "of");
        let counted = self.noun(figure.next).is_some();
        let fraction = figure.quantity.value.fract() != 0.0;
        let rated = || is_scale && (fraction || whole == 100.0 || self.any_before(figure.first, 8, RATED));
        let kind = if worded || counted { MetricKind::CountDelta } else { MetricKind::Score };
        (worded || counted || rated()).then_some((kind, figure.next))
    }

    /// "42 TB". The memory of a machine does not count.
    fn data(&self, figure: &Figure, reading: Reading) -> Option<Kinded> {
        const MACHINES: &[&str] = &["ram", "memory", "instance", "instances"];
        let is_data = figure.quantity.unit == Unit::Bytes;
        if !is_data || reading == Reading::Outcome && self.any_after(figure.next, 2, MACHINES) {
            return None;
        }
        let kind = if figure.quantity.per.is_some() { MetricKind::Throughput } else { MetricKind::DataSize };
        Some((kind, figure.next))
    }

    /// "RTO of 15 minutes".
    fn recovery(&self, figure: &Figure, _: Reading) -> Option<Kinded> {
        const OBJECTIVES: &[&str] = &["rto", "rpo", "mttr", "mttd", "mtbf", "mtta"];
        let named = || self.any_before(figure.first, 6, OBJECTIVES) || self.any_after(figure.next, 2, OBJECTIVES);
        (figure.quantity.unit == Unit::Seconds && named()).then_some((MetricKind::RtoRpo, figure.next))
    }

    /// "p99 fell to 180 ms".
    fn latency(&self, figure: &Figure, _: Reading) -> Option<Kinded> {
        let is_percentile = |at: usize| {
            self.kind(at) == Some(Kind::Name)
                && matches!(self.text(at).as_bytes(), [b'p' | b'P', b'5' | b'7' | b'9', ..])
        };
        let named = || {
            (figure.first.saturating_sub(8)..figure.first)
                .rev()
                .take_while(|at| self.kind(*at) != Some(Kind::Stop))
                .any(is_percentile)
        };
        (figure.quantity.unit == Unit::Seconds && named()).then_some((MetricKind::LatencyPercentile, figure.next))
    }

    /// "within 6 minutes", "saved 10 hours per week".
    fn duration(&self, figure: &Figure, reading: Reading) -> Option<Kinded> {
        let counts = figure.quantity.unit == Unit::Seconds && self.is_duration(figure, reading == Reading::Outcome);
        counts.then_some((MetricKind::Duration, figure.next))
    }

    /// Whether the time says how long something took, or how much time was saved.
    fn is_duration(&self, figure: &Figure, outcome: bool) -> bool {
        if !outcome {
            // "two weeks before the launch" says when.
            let when = matches!(self.word(figure.next), "before" | "after" | "ago" | "later" | "into" | "earlier");
            return !when && !figure.adjective && !self.is_setting(figure);
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
        let worked = self.any_before(figure.first, self.words_back(figure.first, 3), WORKED)
            || self.any_before(figure.first, 10, LEARNED);
        if self.is_setting(figure) || self.is(figure.next, ASIDE) || worked || self.is_set_aside(figure) {
            return false;
        }
        if self.is_average(figure) || self.is_early(figure) {
            return true;
        }
        if let Some(period) = figure.quantity.per {
            let always = figure.quantity.value == DAY && period == Period::Day;
            return !always;
        }
        const GAINS: &[&str] = &[
            "ahead", "early", "earlier", "faster", "sooner", "saved", "quicker", "shorter", "less", "instead", "rather",
        ];
        if self.any_after(figure.next, self.words_on(figure.next, 3), GAINS) {
            return true;
        }
        let first = self.word_back(figure.first, 1);
        let near = self.near(figure.first);
        let saved = self.any_before(figure.first, 6, List::Saving);
        let bounded = self.has_upper_bound(figure.first);
        let seconds = figure.quantity.value;
        if figure.adjective {
            let noun = self.word(figure.next);
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
            saved && near != "in" || (bounded || near == "in") && self.completes(figure) || near == "to"
        };
        let tiny_count = seconds >= DAY && first == "within" && !self.completes(figure);
        counts && !tiny_count || bounded && seconds >= DAY && first != "within"
    }

    /// Whether something that can be done early or late was done: "patched within 2 days".
    fn completes(&self, figure: &Figure) -> bool {
        self.any_before(figure.first, 6, List::Completed)
    }

    /// "12,000 requests per second" with the period right after the number or its unit, "saved 400 a month".
    fn per_period(&self, figure: &Figure, _: Reading) -> Option<Kinded> {
        const COSTS: &[&str] =
            &["cost", "costs", "spend", "spending", "bill", "bills", "saved", "saving", "savings", "revenue"];
        if figure.quantity.unit != Unit::Count || figure.quantity.per.is_none() {
            return None;
        }
        let money = self.any_before(figure.first, 8, COSTS);
        Some((if money { MetricKind::MoneyRate } else { MetricKind::Throughput }, figure.next))
    }

    /// "four nines".
    fn nines(&self, figure: &Figure, _: Reading) -> Option<Kinded> {
        let is_level = figure.quantity.unit == Unit::Count && self.says(figure.next, "nines");
        is_level.then_some((MetricKind::PercentLevel, figure.next + 1))
    }

    /// "NPS of 72".
    fn score(&self, figure: &Figure, _: Reading) -> Option<Kinded> {
        const SCORES: &[&str] = &["score", "scores", "nps", "csat"];
        let is_score = figure.quantity.unit == Unit::Count && !figure.spelled;
        (is_score && self.any_before(figure.first, 4, SCORES)).then_some((MetricKind::Score, figure.next))
    }

    /// "5,000 events per day".
    fn throughput(&self, figure: &Figure, _: Reading) -> Option<Kinded> {
        let is_count = figure.quantity.unit == Unit::Count;
        let next = if is_count { self.rate(figure.next) } else { None }?;
        Some((MetricKind::Throughput, next))
    }

    /// "3 bugs". The people that the writer worked with are input.
    fn count(&self, figure: &Figure, reading: Reading) -> Option<Kinded> {
        let outcome = reading == Reading::Outcome;
        let is_count = figure.quantity.unit == Unit::Count;
        let next = if is_count { self.amount(figure, outcome) } else { None }?;
        (!outcome || !self.is_staffing(figure)).then_some((MetricKind::CountDelta, next))
    }

    /// The token after what a plain number counts, if that counts, whoever it is.
    fn amount(&self, figure: &Figure, outcome: bool) -> Option<usize> {
        const SAVED: &[&str] = &["saved", "saving", "saves"];
        if figure.quantity.value == 0.0
            && !figure.spelled
            && figure.bare
            && outcome
            && let Some(next) = self.singular(figure.next)
        {
            return Some(next);
        }
        // "a 6-account structure"
        if self.is_hyphen(figure.next) {
            return None;
        }
        if outcome && let Some(next) = self.left_out(figure) {
            return Some(next);
        }
        // "all 40 of the sites"
        let all = self.word_back(figure.first, 1) == "all"
            && self.says(figure.next, "of")
            && matches!(self.word(figure.next + 1), "the" | "our" | "its" | "their");
        if let Some(next) = self.noun(if all { figure.next + 2 } else { figure.next }) {
            let noun = self.word(next - 1);
            const PROMOTED: &[&str] = &["promoted"];
            let earned = || self.any_before(figure.first, 2, List::Earned) || self.any_after(next, 2, PROMOTED);
            let weak =
                || noun == "points" && next > figure.next + 1 || figure.spelled && !is_outcome_noun(noun) && !earned();
            let counts = !is_structure(noun) && (!outcome || !weak());
            return counts.then_some(next);
        }
        // "incidents dropped to 2", "open findings: 0"
        let moved = !self.says(figure.first, "one")
            && matches!(self.word_back(figure.first, 1), "to" | "by" | "reached" | "under" | "below")
            && self.any_before(figure.first, 8, List::Changed);
        let saved = self.any_before(figure.first, 2, SAVED) && figure.quantity.value >= 1000.0;
        let ends =
            !matches!(self.kind(figure.next), Some(Kind::Word | Kind::Name | Kind::Dash | Kind::Other('/' | ':')));
        let keyed = figure.first > 1
            && matches!(self.kind(figure.first - 1), Some(Kind::Other(':' | '：')))
            && matches!(self.kind(figure.first - 2), Some(Kind::Word | Kind::Cjk))
            && self.ends_entry(figure.next);
        let cjk_zero =
            figure.quantity.value == 0.0 && figure.first > 0 && self.kind(figure.first - 1) == Some(Kind::Cjk);
        let cjk_many = figure.quantity.value >= 1e4 && self.kind(figure.next - 1) == Some(Kind::Cjk);
        let scaled_to_zero =
            figure.quantity.value == 0.0 && self.words_before(figure.first, 4).any(|word| word.starts_with("scal"));
        let stands = outcome && self.is_standing(figure);
        (stands || ends && !scaled_to_zero && (moved || keyed || cjk_zero || saved || cjk_many)).then_some(figure.next)
    }

    /// Whether an entry like "open findings: 0" ends at the token, rather than being the head of a list, "1. …".
    fn ends_entry(&self, at: usize) -> bool {
        match self.text(at) {
            "" | "\n" | "," | ";" | "(" | "（" | "，" | "；" => true,
            // The next sentence may have no tokens, so it is looked for in the prose.
            "." => {
                let is_blank = |char: char| char.is_whitespace() && char != '\n';
                let rest = self.prose[self.end_of(at + 1)..].trim_start_matches(is_blank);
                rest.is_empty() || rest.starts_with('\n')
            }
            _ => false,
        }
    }
}
