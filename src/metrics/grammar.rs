//! Finds all metrics in prose, and decides which quantities are metrics.

use super::lexer::TokenKind;
use super::metric::{Metric, MetricKind, Quantities, Unit};
use super::quantity::QuantityMatch;
use super::source::{KindMatch, MetricMatch, ParseMode, Source};
use super::trap::Trap;
use super::units::WordList;
use crate::text::Span;

/// Returns the metrics in `prose` that a Result can claim as its outcome, in order, without overlaps.
///
/// `prose` is plain text in which each block ends with `\n`.
pub fn find(prose: &str) -> Vec<Metric> {
    read(prose, ParseMode::Outcome)
}

/// Returns the baselines in `prose`, the text of a Situation or Task, in order, without overlaps.
///
/// A baseline says how bad things were: "the release took 14 hours", "we lost $9k a month". A plan, a count and a head
/// count are no baselines.
pub fn find_baselines(prose: &str) -> Vec<Metric> {
    read(prose, ParseMode::Baseline)
}

/// Returns the reason why the number at byte `offset` of `prose` is no outcome, and its span. `None` if there is no
/// such reason.
///
/// Call [`find`] first: this function doesn't check whether the number is a metric.
pub fn trap_at(prose: &str, offset: usize) -> Option<(Span, Trap)> {
    let source = Source::new(prose);
    // A quantity may start a few tokens before the one at `offset`: "$", "5 %".
    let last = source.tokens.partition_point(|token| token.span.start <= offset);
    (last.saturating_sub(4)..last).find_map(|at| {
        let (trap, next) = source.trap_at(at)?;
        let span = Span::new(source.tokens[at].span.start, source.end_of(next));
        span.touches(offset).then_some((span, trap))
    })
}

/// Returns the metrics in `prose`, in order, without overlaps. A metric may start at any token after the previous
/// metric.
fn read(prose: &str, mode: ParseMode) -> Vec<Metric> {
    let source = Source::new(prose);
    let mut found = Vec::new();
    let (mut at, mut floor, mut end) = (0, 0, 0);
    while at < source.tokens.len() {
        let is_number = matches!(source.tokens[at].kind, TokenKind::Number(_));
        if is_number && source.is_label(at) {
            at += 1;
            continue;
        }
        let Some((mut metric, next)) = source.metric(at, mode) else {
            // Skips all tokens of a quantity that doesn't count.
            let number = if is_number { source.quantity_at(at) } else { None };
            at = number.map_or(at + 1, |matched| matched.next.max(at + 1));
            continue;
        };
        let next = next.max(at + 1);
        if mode == ParseMode::Outcome || source.is_baseline(at, next, &metric) {
            // A metric within a run without spaces may start in the middle of a token.
            let bound = source.tokens[source.start_with_hedges(at, floor)].span.start;
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

/// Returns the kind of a quantity, if it is a metric of this kind.
type KindParser<'a> = fn(&Source<'a>, &QuantityMatch, ParseMode) -> Option<KindMatch>;

impl<'a> Source<'a> {
    /// Returns the metric that starts at `at`. A number at `at` must not be a label.
    fn metric(&self, at: usize, mode: ParseMode) -> Option<MetricMatch> {
        match self.kind(at)? {
            TokenKind::Number(_) | TokenKind::Currency(_) => self.quantified(at, mode),
            TokenKind::Word => self.in_words(at, mode).or_else(|| self.quantified(at, mode)),
            TokenKind::Cjk => self.cjk_share(at),
            _ => None,
        }
    }

    /// Returns the metric that starts with the quantity at `at`.
    fn quantified(&self, at: usize, mode: ParseMode) -> Option<MetricMatch> {
        // "every one of 3,000 users": 3,000 is the number, not "one".
        if self.is_word(at, "one") && at > 0 && self.is_word(at - 1, "every") {
            return None;
        }
        let article = if matches!(self.word(at), "a" | "an" | "half") { self.article_quantity_at(at) } else { None };
        let matched = match article {
            Some(matched) => matched,
            None => self.quantity_at(at)?,
        };
        if let Some(found) = self.change(&matched) {
            return Some(found);
        }
        if article.is_some() {
            // "in a minute" is an idiom, "in half an hour" is not.
            let bounded =
                || self.has_upper_bound(at) || self.word_back(at, 1) == "in" && matched.quantity.value >= 1800.0;
            let cut = self.word_back(at, 1) == "by" || matches!(self.word(matched.next), "ahead" | "early");
            if mode != ParseMode::Outcome || !cut && (matched.quantity.value > 3600.0 || !bounded()) {
                return None;
            }
        }
        self.single(&matched, mode)
    }

    /// Returns the metric made of this quantity alone, from the first parser that accepts it.
    fn single(&self, matched: &QuantityMatch, mode: ParseMode) -> Option<MetricMatch> {
        if self.is_flourish(matched) {
            return None;
        }
        let parsers: [KindParser<'a>; 14] = [
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
        let (kind, next) = parsers.iter().find_map(|parser| parser(self, matched, mode))?;
        let end = if next == matched.next { matched.end } else { self.end_of(next).max(matched.end) };
        let span = Span::new(self.tokens[matched.first].span.start, end);
        let values = Quantities { value: Some(matched.quantity), ..Quantities::default() };
        Some((Metric { span, kind, values }, next))
    }

    /// "by 38%", "99.95% availability", "sixty percent".
    fn percent(&self, matched: &QuantityMatch, mode: ParseMode) -> Option<KindMatch> {
        if matched.quantity.unit != Unit::Percent || mode == ParseMode::Outcome && self.is_step(matched) {
            return None;
        }
        const BOUNDS: &[&str] = &["to", "at", "below", "under", "above", "stayed"];
        // "Coverage: 85%"
        let keyed = matched.first > 1
            && self.is_char(matched.first - 1, ':')
            && self.is(matched.first - 2, WordList::HeldShare);
        let is_level = || {
            self.any_before(matched.first, 2, BOUNDS) || keyed || self.any_after(matched.next, 3, WordList::HeldShare)
        };
        let kind = match () {
            () if matched.spelled => MetricKind::SpelledPercent,
            () if is_level() => MetricKind::PercentLevel,
            () => MetricKind::PercentChange,
        };
        Some((kind, matched.next))
    }

    /// "$18k", "$18k a month".
    fn money(&self, matched: &QuantityMatch, mode: ParseMode) -> Option<KindMatch> {
        let is_money = matches!(matched.quantity.unit, Unit::Money(_));
        if !is_money || mode == ParseMode::Outcome && self.is_budget(matched) {
            return None;
        }
        Some(match self.period(matched.next) {
            Some((_, next)) => (MetricKind::MoneyRate, next),
            None if matched.quantity.per.is_some() => (MetricKind::MoneyRate, matched.next),
            None => (MetricKind::Money, matched.next),
        })
    }

    /// "3 times a day".
    fn frequency(&self, matched: &QuantityMatch, _: ParseMode) -> Option<KindMatch> {
        let is_frequency = matched.quantity.unit == Unit::Times && matched.quantity.per.is_some();
        is_frequency.then_some((MetricKind::Frequency, matched.next))
    }

    /// "4x faster".
    fn multiplier(&self, matched: &QuantityMatch, mode: ParseMode) -> Option<KindMatch> {
        let counts = || mode == ParseMode::Baseline || self.is_multiple(matched);
        (matched.quantity.unit == Unit::Times && counts()).then_some((MetricKind::Multiplier, matched.next))
    }

    /// Whether "10 times" multiplies, rather than counts how often something happened.
    fn is_multiple(&self, matched: &QuantityMatch) -> bool {
        if !self.is_word(matched.next - 1, "times") {
            return true;
        }
        let comparative = |word: &str| {
            word.ends_with("er")
                || matches!(word, "more" | "less" | "fewer" | "as" | "the" | "better")
                || word.ends_with("ased")
        };
        self.words_after(matched.next, 1).any(comparative)
            || self
                .words_before(matched.first, 2)
                .any(|word| word == "by" || word.ends_with("ased") || word.ends_with("sed"))
    }

    /// "4.6/5", "9 out of 10 teams".
    fn share_or_score(&self, matched: &QuantityMatch, _: ParseMode) -> Option<KindMatch> {
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
        let Unit::OutOf(whole) = matched.quantity.unit else { return None };
        let is_scale = matches!(whole as u32, 5 | 10 | 100);
        let worded = self.is_word(matched.next.saturating_sub(2), "of");
        let counted = self.noun(matched.next).is_some();
        let fraction = matched.quantity.value.fract() != 0.0;
        let rated = || is_scale && (fraction || whole == 100.0 || self.any_before(matched.first, 8, RATED));
        let kind = if worded || counted { MetricKind::CountDelta } else { MetricKind::Score };
        (worded || counted || rated()).then_some((kind, matched.next))
    }

    /// "42 TB". The memory of a machine doesn't count.
    fn data(&self, matched: &QuantityMatch, mode: ParseMode) -> Option<KindMatch> {
        const MACHINES: &[&str] = &["ram", "memory", "instance", "instances"];
        let is_data = matched.quantity.unit == Unit::Bytes;
        if !is_data || mode == ParseMode::Outcome && self.any_after(matched.next, 2, MACHINES) {
            return None;
        }
        let kind = if matched.quantity.per.is_some() { MetricKind::Throughput } else { MetricKind::DataSize };
        Some((kind, matched.next))
    }

    /// "RTO of 15 minutes".
    fn recovery(&self, matched: &QuantityMatch, _: ParseMode) -> Option<KindMatch> {
        const OBJECTIVES: &[&str] = &["rto", "rpo", "mttr", "mttd", "mtbf", "mtta"];
        let named = || self.any_before(matched.first, 6, OBJECTIVES) || self.any_after(matched.next, 2, OBJECTIVES);
        (matched.quantity.unit == Unit::Seconds && named()).then_some((MetricKind::RtoRpo, matched.next))
    }

    /// "p99 fell to 180 ms".
    fn latency(&self, matched: &QuantityMatch, _: ParseMode) -> Option<KindMatch> {
        let is_percentile = |at: usize| {
            self.kind(at) == Some(TokenKind::Name)
                && matches!(self.text(at).as_bytes(), [b'p' | b'P', b'5' | b'7' | b'9', ..])
        };
        let named = || {
            (matched.first.saturating_sub(8)..matched.first)
                .rev()
                .take_while(|at| self.kind(*at) != Some(TokenKind::Stop))
                .any(is_percentile)
        };
        (matched.quantity.unit == Unit::Seconds && named()).then_some((MetricKind::LatencyPercentile, matched.next))
    }

    /// "12,000 requests per second" with the period right after the number or its unit, "saved 400 a month".
    fn per_period(&self, matched: &QuantityMatch, _: ParseMode) -> Option<KindMatch> {
        const COSTS: &[&str] =
            &["cost", "costs", "spend", "spending", "bill", "bills", "saved", "saving", "savings", "revenue"];
        if matched.quantity.unit != Unit::Count || matched.quantity.per.is_none() {
            return None;
        }
        let money = self.any_before(matched.first, 8, COSTS);
        Some((if money { MetricKind::MoneyRate } else { MetricKind::Throughput }, matched.next))
    }

    /// "four nines".
    fn nines(&self, matched: &QuantityMatch, _: ParseMode) -> Option<KindMatch> {
        let is_level = matched.quantity.unit == Unit::Count && self.is_word(matched.next, "nines");
        is_level.then_some((MetricKind::PercentLevel, matched.next + 1))
    }

    /// "NPS of 72".
    fn score(&self, matched: &QuantityMatch, _: ParseMode) -> Option<KindMatch> {
        const SCORES: &[&str] = &["score", "scores", "nps", "csat"];
        let is_score = matched.quantity.unit == Unit::Count && !matched.spelled;
        (is_score && self.any_before(matched.first, 4, SCORES)).then_some((MetricKind::Score, matched.next))
    }

    /// "5,000 events per day".
    fn throughput(&self, matched: &QuantityMatch, _: ParseMode) -> Option<KindMatch> {
        let is_count = matched.quantity.unit == Unit::Count;
        let next = if is_count { self.rate(matched.next) } else { None }?;
        Some((MetricKind::Throughput, next))
    }
}
