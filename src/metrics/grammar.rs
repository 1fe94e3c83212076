//! Which quantities, alone or in pairs, are figures that count.

use super::quantity::{Figure, Source};
use super::token::{Kind, Start, Tokens, Wanted, tokens};
use super::traps::{Trap, is_people, is_time_word};
use super::wording::is_outcome;
use super::words;
use super::{Metric, MetricKind, Period, Quantities, Quantity, Unit};
use crate::text::Span;
use crate::vocabulary::{self, Few, Listed, english};

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// What came of it: only what is evidence.
    Outcome,
    /// How things stood: any quantity.
    State,
}

/// A metric, and the token after it.
pub(super) type Found = (Metric, usize);

/// The figures in `prose`, in order, not overlapping.
pub(super) fn read(prose: &str, reading: Reading) -> Vec<Metric> {
    let wanted = match reading {
        Reading::Outcome => Wanted::Figures,
        // What was planned may be said in another sentence.
        Reading::State => Wanted::All,
    };
    let tokens = tokens(prose, wanted);
    // Most paragraphs have none.
    let found = if tokens.starts.is_empty() { Vec::new() } else { figures(prose, &tokens, reading) };
    debug_assert_eq!(found, read_all(prose, reading), "a figure starts elsewhere in {prose:?}");
    found
}

/// The same, as if a figure might start with each token: what no look at single words may change.
fn read_all(prose: &str, reading: Reading) -> Vec<Metric> {
    let mut tokens = tokens(prose, Wanted::All);
    tokens.starts = (0..tokens.list.len()).map(|at| Start { at, number: true, phrase: true }).collect();
    figures(prose, &tokens, reading)
}

fn figures(prose: &str, tokens: &Tokens, reading: Reading) -> Vec<Metric> {
    let lower = lower(prose, tokens);
    let source = Source { prose, lower: &lower, tokens: &tokens.list };
    let mut found = Vec::new();
    let (mut resume, mut floor, mut end) = (0, 0, 0);
    for start in &tokens.starts {
        let at = start.at;
        if at < resume {
            continue;
        }
        let is_number = matches!(source.tokens[at].kind, Kind::Number(_));
        if is_number && source.is_label(at) {
            continue;
        }
        match source.metric(start, reading) {
            Some((metric, next)) if reading == Reading::State && !source.opens(at, next.max(at + 1), &metric) => {
                resume = next;
            }
            Some((mut metric, next)) => {
                // A figure within a run without spaces begins where it was found.
                let bound = source.tokens[source.bound(at, floor)].span.start;
                if bound < source.tokens[at].span.start || metric.span.start < bound {
                    metric.span.start = bound.min(metric.span.start);
                }
                metric.span.start = metric.span.start.max(end);
                end = metric.span.end;
                found.push(metric);
                floor = next;
                resume = next;
            }
            // On behind the whole of a number that is no figure.
            None if is_number => resume = source.figure(at).map_or(at + 1, |figure| figure.next),
            None => {}
        }
    }
    found
}

/// `prose` with the ASCII letters of what `tokens` were read from in lower case.
fn lower(prose: &str, tokens: &Tokens) -> String {
    let mut lower = prose.as_bytes().to_vec();
    for part in &tokens.parts {
        vocabulary::make_lowercase(&mut lower[part.range()]);
    }
    String::from_utf8(lower).unwrap_or_else(|_| prose.to_ascii_lowercase())
}

/// Why the number at `offset` of `prose` is no outcome, where that is known, and where that number stands.
pub(super) fn trap_at(prose: &str, offset: usize) -> Option<(Span, Trap)> {
    let tokens = tokens(prose, Wanted::All);
    let lower = lower(prose, &tokens);
    let source = Source { prose, lower: &lower, tokens: &tokens.list };
    // A figure may begin a few tokens before its part that is pointed at: "$", "5 %".
    let last = source.tokens.partition_point(|token| token.span.start <= offset);
    (last.saturating_sub(4)..last).find_map(|at| {
        let (trap, next) = source.trap(at)?;
        let span = Span::new(source.tokens[at].span.start, source.end_of(next));
        span.touches(offset).then_some((span, trap))
    })
}

impl Source<'_> {
    /// The figure that starts at `start`, with a number that is a part of nothing else, or with anything but a number.
    fn metric(&self, start: &Start, reading: Reading) -> Option<Found> {
        let at = start.at;
        match self.kind(at)? {
            Kind::Number(_) | Kind::Currency(_) => self.quantified(at, reading),
            Kind::Word => {
                let worded = if start.phrase { self.worded(at, reading) } else { None };
                if worded.is_none() && start.number { self.quantified(at, reading) } else { worded }
            }
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
            // "in a minute" is an idiom, "in half an hour" is none.
            let bounded =
                || self.has_upper_bound(at) || self.word_back(at, 1) == "in" && figure.quantity.value >= 1800.0;
            let cut = self.word_back(at, 1) == "by" || matches!(self.word(figure.next), "ahead" | "early");
            if reading != Reading::Outcome || !cut && (figure.quantity.value > 3600.0 || !bounded()) {
                return None;
            }
        }
        self.single(&figure, reading)
    }

    /// "an hour", "half a day" as a quantity.
    fn article_figure(&self, at: usize) -> Option<Figure> {
        let half = self.says(at, "half");
        let article = at + usize::from(half);
        if !matches!(self.word(article), "a" | "an") {
            return None;
        }
        let unit = super::quantity::time_unit(self.word(article + 1), false, self.text(article + 1))?;
        let next = article + 2;
        let value = if half { unit / 2.0 } else { unit };
        Some(Figure {
            quantity: Quantity { value, upto: None, unit: Unit::Seconds, per: None },
            first: at,
            next,
            end: self.end_of(next),
            spelled: true,
            adjective: false,
            bare: false,
        })
    }

    /// The first of the words and signs that bound the figure at `at`, which begins at `floor` or behind it: "less
    /// than", "~", "+". The figure itself if there are none.
    fn bound(&self, at: usize, floor: usize) -> usize {
        static BOUND: Few = Few::new(&[
            "about",
            "around",
            "roughly",
            "approximately",
            "approx",
            "aprox",
            "nearly",
            "almost",
            "over",
            "under",
            "below",
            "above",
            "within",
            "only",
            "just",
            "well",
            "sub",
        ]);
        static PAIRED: Few = Few::new(&["than", "least", "most", "to"]);
        let mut first = at;
        while first > floor {
            let before = first - 1;
            let bounds = match self.tokens[before].kind {
                Kind::About | Kind::Less | Kind::Greater => true,
                Kind::Other('+') | Kind::Dash => {
                    self.glued(first) && (!self.glued(before) || matches!(self.tokens[before - 1].kind, Kind::Other(_)))
                }
                Kind::Word if self.is(before, &BOUND) => true,
                Kind::Word if before > floor && self.is(before, &PAIRED) => {
                    let pair = matches!(
                        (self.word(before - 1), self.word(before)),
                        ("less" | "more" | "fewer" | "greater" | "better", "than")
                            | ("at", "least" | "most")
                            | ("up", "to")
                    );
                    first -= usize::from(pair);
                    pair
                }
                _ => false,
            };
            if !bounds {
                break;
            }
            first -= 1;
        }
        first
    }

    /// The first token of the number after words and signs that bound it.
    fn skip_bounds(&self, mut at: usize) -> usize {
        static BOUND: Few = Few::new(&[
            "about",
            "around",
            "roughly",
            "approximately",
            "approx",
            "nearly",
            "almost",
            "over",
            "under",
            "below",
            "above",
            "within",
            "only",
            "just",
            "well",
            "sub",
            "less",
            "more",
            "fewer",
            "than",
            "at",
            "least",
            "most",
        ]);
        for _ in 0..5 {
            let sign = matches!(self.kind(at), Some(Kind::About | Kind::Less | Kind::Greater | Kind::Other('+')));
            let word = self.is(at, &BOUND);
            if !sign && !word {
                break;
            }
            at += 1;
        }
        at
    }

    /// "from 4 hours to 8 minutes", "0.40 → 0.78", "8 minutes instead of 4 hours".
    fn change(&self, first: &Figure) -> Option<Found> {
        let from = self.preceded_by_from(first.first);
        let (joint, kind) = self.joint(first, from)?;
        let start = self.skip_bounds(joint);
        if self.is_label(start) {
            return None;
        }
        let mut before = *first;
        let bare_time = |word: &str| is_time_word(word) || matches!(word, "minutes" | "seconds" | "hours");
        let Some(mut after) = self.article_figure(start).or_else(|| self.figure(start)) else {
            // "from 45 minutes to seconds"
            let few = if self.says(start, "a") && self.says(start + 1, "few") { start + 2 } else { start };
            let worded =
                bare_time(self.word(few)) || matches!(self.word(few), "none" | "nothing") || self.says(few, "single");
            let mut next = few + 1;
            if self.says(few, "single") {
                // "single-digit ms", "single digits"
                next += if self.is_dash(next) { 2 } else { 1 };
                let unit = super::quantity::time_unit(self.word(next), false, self.text(next)).is_some();
                next += usize::from(unit && self.kind(next - 1) != Some(Kind::Stop));
            }
            if !worded || !(from || kind == Joint::Arrow) || kind == Joint::Back {
                return None;
            }
            let span = Span::new(self.start_of_change(first.first, from), self.end_of(next.min(self.tokens.len())));
            let values = Quantities { from: Some(before.quantity), ..Quantities::default() };
            return Some((Metric { span, kind: MetricKind::FromTo, values }, next));
        };
        // "45 to 18 minutes" and "from 20/week to 2" share their unit.
        if before.bare && !after.bare && !matches!(after.quantity.unit, Unit::Money(_)) {
            let factor = after.quantity.value / self.number_at(start).unwrap_or(after.quantity.value);
            before.quantity.unit = after.quantity.unit;
            before.quantity.value *= if factor.is_finite() { factor } else { 1.0 };
        } else if after.bare && !before.bare && before.quantity.unit != Unit::Times {
            after.quantity.unit = before.quantity.unit;
            after.quantity.value *= self.factor(&before);
        }
        let (a, b) = (&before.quantity, &after.quantity);
        let alike = std::mem::discriminant(&a.unit) == std::mem::discriminant(&b.unit);
        let rise = b.value > a.value;
        let plain = before.bare && after.bare;
        let range = kind == Joint::To && !from && rise && (before.bare || first.bare);
        let fake =
            plain && (self.is_upgrade(first.first) || self.is_scale_range(first.first, after.next, a.value, b.value));
        if !alike || range || fake || a.value == b.value {
            return None;
        }
        if plain
            && kind == Joint::To
            && !from
            && first.first > 0
            && self.words_before(first.first, 1).any(|word| word.is_empty())
        {
            return None;
        }
        let (old, new) = if kind == Joint::Back { (*b, *a) } else { (*a, *b) };
        let mut next = after.next;
        let mut end = after.end;
        if plain && let Some(noun) = self.noun(next) {
            (next, end) = (noun, self.end_of(noun));
        }
        // "8 minutes (down from 4 hours)"
        if kind == Joint::Back && self.is_char(next, ')') && (first.next..next).any(|at| self.is_char(at, '(')) {
            (next, end) = (next + 1, self.end_of(next + 1));
        }
        let span = Span::new(self.start_of_change(first.first, from), end);
        let values = Quantities { from: Some(old), to: Some(new), value: None };
        Some((Metric { span, kind: MetricKind::FromTo, values }, next))
    }

    /// What the unit of `figure` multiplies its number by: of "2 h 30 min" the minutes count, of "14 h/week" the hours.
    fn factor(&self, figure: &Figure) -> f64 {
        let factor = |at: usize| match figure.quantity.unit {
            Unit::Seconds => super::quantity::time_unit(self.word(at), self.glued(at), self.text(at)),
            Unit::Bytes => super::quantity::data_unit(self.text(at)),
            _ => None,
        };
        let mut factors = (figure.first + 1..figure.next).filter_map(factor);
        if figure.quantity.per.is_some() { factors.next() } else { factors.next_back() }.unwrap_or(1.0)
    }

    /// The plain number that `figure` reads at `at`, without its unit.
    fn number_at(&self, at: usize) -> Option<f64> {
        match self.kind(at)? {
            Kind::Number(value) => Some(value),
            Kind::Word => super::quantity::number_word(self.word(at)),
            _ => None,
        }
    }

    fn preceded_by_from(&self, at: usize) -> bool {
        static FROM: Few = Few::new(&["from", "de", "da", "von"]);
        let Some(before) = self.bound(at, 0).checked_sub(1) else { return false };
        match self.tokens[before].kind {
            Kind::Word => self.is(before, &FROM),
            Kind::Cjk => matches!(self.word(before), "从" | "由"),
            _ => false,
        }
    }

    fn start_of_change(&self, at: usize, from: bool) -> usize {
        let start = self.bound(at, 0);
        self.tokens[if from && start > 0 { start - 1 } else { start }].span.start
    }

    /// What joins the figure to another one, and the token after it.
    fn joint(&self, first: &Figure, from: bool) -> Option<(usize, Joint)> {
        static JOINTS: Few = Few::new(&["instead", "rather", "down"]);
        static BEGIN: Few = Few::new(&[
            "down",
            "up",
            "to",
            "auf",
            "à",
            "a",
            "para",
            "from",
            "versus",
            "vs",
            "was",
            "previously",
            "instead",
            "rather",
            "compared",
        ]);
        let mut at = first.next;
        // "从4小时降到8分钟": the joint is the rest of the run that the unit began.
        let end = self.end_of(first.next);
        let tail = if first.end < end { self.lower.get(first.end..end).unwrap_or_default() } else { "" };
        if !tail.is_empty() && ["到", "至", "에서", "から"].iter().any(|joint| tail.ends_with(joint)) {
            return Some((at, Joint::To));
        }
        // "one click instead of nine"
        if first.bare
            && !from
            && self.any_after(at + 1, 3, &JOINTS)
            && let Some(back) = (at + 1..at + 4).find(|at| {
                matches!((self.word(*at), self.word(at + 1)), ("instead", "of") | ("rather", "than") | ("down", "from"))
            })
            && (at..back).all(|at| self.kind(at) == Some(Kind::Word))
            && self.cardinal(back + 2).is_some()
        {
            return Some((back + 2, Joint::Back));
        }
        let reach = if from { 6 } else { 0 };
        let limit = at + reach;
        loop {
            match self.kind(at)? {
                Kind::Stop => return None,
                Kind::Arrow => return Some((at + 1, Joint::Arrow)),
                Kind::Cjk if ["到", "至", "에서", "から"].iter().any(|joint| self.word(at).ends_with(joint)) => {
                    return Some((at + 1, Joint::To));
                }
                Kind::Other('(' | ',') if !from => {
                    if matches!(
                        self.word(at + 1),
                        "down" | "up" | "from" | "was" | "previously" | "instead" | "vs" | "versus" | "compared"
                    ) {
                        at += 1;
                        continue;
                    }
                    return None;
                }
                _ => {}
            }
            let words = if self.looks_like(at, BEGIN.shapes()) { (self.word(at), self.word(at + 1)) } else { ("", "") };
            let joint = match words {
                ("down" | "up", "to") => Some((at + 2, Joint::To)),
                ("down" | "up", "from") => Some((at + 2, Joint::Back)),
                ("to", _) => Some((at + 1, Joint::To)),
                ("auf" | "à" | "a" | "para", _)
                    if !first.bare && matches!(self.kind(at + 1), Some(Kind::Number(_))) =>
                {
                    Some((at + 1, Joint::To))
                }
                ("from" | "versus" | "vs" | "was" | "previously", _) => Some((at + 1, Joint::Back)),
                ("instead", "of") | ("rather", "than") | ("compared", "to" | "with") => Some((at + 2, Joint::Back)),
                _ => None,
            };
            if let Some((next, joint)) = joint {
                return Some((next, joint));
            }
            at += 1;
            if at > limit {
                return None;
            }
        }
    }

    /// Whether the numbers are versions: "upgraded from 1.27 to 1.30".
    pub(super) fn is_upgrade(&self, at: usize) -> bool {
        static UPGRADES: Few = Few::new(&[
            "upgraded",
            "upgrade",
            "upgrading",
            "migrated",
            "version",
            "versions",
            "bumped",
            "migration",
            "migrating",
        ]);
        self.any_before(at, 8, &UPGRADES)
    }

    /// Whether the numbers span a scale: "on a scale from 1 to 10", "9 to 5", "pages 3 to 5".
    fn is_scale_range(&self, at: usize, next: usize, from: f64, to: f64) -> bool {
        static SCALES: Few = Few::new(&["scale", "rated", "ports", "steps", "levels"]);
        (from == 9.0 && to == 5.0)
            || (from, to) == (0.0, 1.0)
            || self.any_before(at, 4, &SCALES)
            || self.words_after(next, 2).any(|word| word == "scale")
    }

    /// A figure on its own.
    fn single(&self, figure: &Figure, reading: Reading) -> Option<Found> {
        if self.is_flourish(figure) {
            return None;
        }
        let outcome = reading == Reading::Outcome;
        let quantity = figure.quantity;
        let found = |kind, next: usize, end: usize| {
            let span = Span::new(self.tokens[figure.first].span.start, end);
            Some((Metric { span, kind, values: Quantities { value: Some(quantity), ..Quantities::default() } }, next))
        };
        let plain = |kind| found(kind, figure.next, figure.end);
        match quantity.unit {
            Unit::Percent if outcome && self.is_step(figure) => None,
            Unit::Percent if figure.spelled => plain(MetricKind::SpelledPercent),
            Unit::Percent => plain(self.percent_kind(figure)),
            Unit::Money(_) if outcome && self.is_budget(figure) => None,
            Unit::Money(_) => match self.period(figure.next) {
                Some((_, next)) => found(MetricKind::MoneyRate, next, self.end_of(next)),
                None if quantity.per.is_some() => plain(MetricKind::MoneyRate),
                None => plain(MetricKind::Money),
            },
            Unit::Times if quantity.per.is_some() => plain(MetricKind::Frequency),
            Unit::Times => (!outcome || self.is_multiple(figure)).then(|| plain(MetricKind::Multiplier))?,
            Unit::Seconds => self.duration(figure, outcome).and_then(plain),
            Unit::OutOf(whole) => {
                let score = !self.says(figure.next.saturating_sub(2), "of") && self.noun(figure.next).is_none();
                self.is_score(figure, whole)
                    .then(|| plain(if score { MetricKind::Score } else { MetricKind::CountDelta }))?
            }
            Unit::Bytes => {
                let memory = self
                    .words_after(figure.next, 2)
                    .any(|word| matches!(word, "ram" | "memory" | "instance" | "instances"));
                (!outcome || !memory).then(|| {
                    plain(if quantity.per.is_some() { MetricKind::Throughput } else { MetricKind::DataSize })
                })?
            }
            Unit::Count => self
                .count(figure, outcome)
                .and_then(|(kind, next)| found(kind, next, self.end_of(next).max(figure.end))),
        }
    }

    fn percent_kind(&self, figure: &Figure) -> MetricKind {
        static BOUNDS: Few = Few::new(&["to", "at", "below", "under", "above", "stayed"]);
        let bound = self.any_before(figure.first, 2, &BOUNDS);
        // "Coverage: 85%"
        let keyed =
            figure.first > 1 && self.is_char(figure.first - 1, ':') && self.is(figure.first - 2, &words::HELD_SHARE);
        if bound || keyed || self.any_after(figure.next, 3, &words::HELD_SHARE) {
            MetricKind::PercentLevel
        } else {
            MetricKind::PercentChange
        }
    }

    pub(super) fn is_budget(&self, figure: &Figure) -> bool {
        static BUDGET: Few = Few::new(&["budget"]);
        static SPARED: Few = Few::new(&["under", "below", "saved", "by"]);
        self.any_after(figure.next, 2, &BUDGET)
            || self.any_before(figure.first, 3, &BUDGET) && !self.any_before(figure.first, 4, &SPARED)
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

    fn is_score(&self, figure: &Figure, whole: f64) -> bool {
        let quantity = figure.quantity;
        let scale = matches!(whole as u32, 5 | 10 | 100);
        let worded = self.says(figure.next.saturating_sub(2), "of");
        static RATED: Few = Few::new(&[
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
        ]);
        worded
            || scale && (quantity.value.fract() != 0.0 || whole == 100.0 || self.any_before(figure.first, 8, &RATED))
            || self.noun(figure.next).is_some()
    }

    /// The kind of a time that counts, if it does.
    fn duration(&self, figure: &Figure, outcome: bool) -> Option<MetricKind> {
        const HOUR: f64 = 3600.0;
        const DAY: f64 = 24.0 * HOUR;
        static OBJECTIVES: Few = Few::new(&["rto", "rpo", "mttr", "mttd", "mtbf", "mtta"]);
        if self.any_before(figure.first, 6, &OBJECTIVES) || self.any_after(figure.next, 2, &OBJECTIVES) {
            return Some(MetricKind::RtoRpo);
        }
        let mut percentile = false;
        for token in self.tokens[figure.first.saturating_sub(8)..figure.first].iter().rev() {
            percentile |= matches!(token.kind, Kind::Name)
                && matches!(self.prose.as_bytes()[token.span.start..], [b'p' | b'P', b'5' | b'7' | b'9', ..]);
            if percentile || matches!(token.kind, Kind::Stop) {
                break;
            }
        }
        if percentile {
            return Some(MetricKind::LatencyPercentile);
        }
        if !outcome {
            // "two weeks before the launch" says when.
            let when = matches!(self.word(figure.next), "before" | "after" | "ago" | "later" | "into" | "earlier");
            return (!when && !figure.adjective && !self.is_setting(figure)).then_some(MetricKind::Duration);
        }
        static ASIDE: Few = Few::new(&[
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
        ]);
        static WORKED: Few = Few::new(&["worked", "working", "works"]);
        static LEARNED: Few = Few::new(&["learned", "learnt"]);
        let worked = self.any_before(figure.first, self.words_back(figure.first, 3), &WORKED)
            || self.any_before(figure.first, 10, &LEARNED);
        if self.is_setting(figure) || self.is(figure.next, &ASIDE) || worked || self.is_set_aside(figure) {
            return None;
        }
        if self.is_average(figure) || self.is_early(figure) {
            return Some(MetricKind::Duration);
        }
        if let Some(period) = figure.quantity.per {
            let always = figure.quantity.value == DAY && period == Period::Day;
            return (!always).then_some(MetricKind::Duration);
        }
        static GAINS: Few = Few::new(&[
            "ahead", "early", "earlier", "faster", "sooner", "saved", "quicker", "shorter", "less", "instead", "rather",
        ]);
        if self.any_after(figure.next, self.words_on(figure.next, 3), &GAINS) {
            return Some(MetricKind::Duration);
        }
        let first = self.word_back(figure.first, 1);
        let near = self.near(figure.first);
        let saved = self.any_before(figure.first, 6, &words::SAVING);
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
            return (quick || matches!(noun, "reduction" | "improvement")).then_some(MetricKind::Duration);
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
            return None;
        }
        let counts = if seconds < DAY {
            true
        } else {
            saved && near != "in" || (bounded || near == "in") && self.completes(figure) || near == "to"
        };
        let tiny_count = seconds >= DAY && first == "within" && !self.completes(figure);
        (counts && !tiny_count || bounded && seconds >= DAY && first != "within").then_some(MetricKind::Duration)
    }

    /// Whether something that can be done early or late was done: "patched within 2 days".
    fn completes(&self, figure: &Figure) -> bool {
        self.any_before(figure.first, 6, &words::COMPLETED)
    }

    /// Whether "under", "less than" or "<" stands before the token.
    fn has_upper_bound(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        self.kind(before) == Some(Kind::Less)
            || matches!(self.word(before), "under" | "below" | "within")
            || self.says(before, "than") && before > 0 && matches!(self.word(before - 1), "less" | "fewer")
    }

    /// The kind of a count that counts, and the token after its noun.
    fn count(&self, figure: &Figure, outcome: bool) -> Option<(MetricKind, usize)> {
        static SCORES: Few = Few::new(&["score", "scores", "nps", "csat"]);
        static COSTS: Few =
            Few::new(&["cost", "costs", "spend", "spending", "bill", "bills", "saved", "saving", "savings", "revenue"]);
        if figure.quantity.per.is_some() {
            let money = self.any_before(figure.first, 8, &COSTS);
            return Some((if money { MetricKind::MoneyRate } else { MetricKind::Throughput }, figure.next));
        }
        if self.says(figure.next, "nines") {
            return Some((MetricKind::PercentLevel, figure.next + 1));
        }
        if !figure.spelled && self.any_before(figure.first, 4, &SCORES) {
            return Some((MetricKind::Score, figure.next));
        }
        if let Some(next) = self.rate(figure.next) {
            return Some((MetricKind::Throughput, next));
        }
        // Most counts are none that counts, whoever it is of.
        self.amount(figure, outcome).filter(|_| !outcome || !self.is_staffing(figure))
    }

    /// The same, of a plain number, whoever it is that is counted.
    fn amount(&self, figure: &Figure, outcome: bool) -> Option<(MetricKind, usize)> {
        static SAVED: Few = Few::new(&["saved", "saving", "saves"]);
        if figure.quantity.value == 0.0
            && !figure.spelled
            && figure.bare
            && outcome
            && let Some(next) = self.singular(figure.next)
        {
            return Some((MetricKind::CountDelta, next));
        }
        // "a 6-account structure"
        if self.is_hyphen(figure.next) {
            return None;
        }
        if outcome && let Some(next) = self.left_out(figure) {
            return Some((MetricKind::CountDelta, next));
        }
        // "all 40 of the sites"
        let all = self.word_back(figure.first, 1) == "all"
            && self.says(figure.next, "of")
            && matches!(self.word(figure.next + 1), "the" | "our" | "its" | "their");
        if let Some(next) = self.noun(if all { figure.next + 2 } else { figure.next }) {
            let noun = self.word(next - 1);
            static PROMOTED: Few = Few::new(&["promoted"]);
            let earned = || self.any_before(figure.first, 2, &words::EARNED) || self.any_after(next, 2, &PROMOTED);
            let weak =
                || noun == "points" && next > figure.next + 1 || figure.spelled && !is_outcome_noun(noun) && !earned();
            let counts = !is_structure(noun) && (!outcome || !weak());
            return counts.then_some((MetricKind::CountDelta, next));
        }
        // "incidents dropped to 2", "open findings: 0"
        let moved = !self.says(figure.first, "one")
            && matches!(self.word_back(figure.first, 1), "to" | "by" | "reached" | "under" | "below")
            && self.any_before(figure.first, 8, &words::CHANGED);
        let saved = self.any_before(figure.first, 2, &SAVED) && figure.quantity.value >= 1000.0;
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
        (stands || ends && !scaled_to_zero && (moved || keyed || cjk_zero || saved || cjk_many))
            .then_some((MetricKind::CountDelta, figure.next))
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

    /// The nearest word before the token that is not part of its bound; empty if a sign stands between.
    fn near(&self, at: usize) -> &str {
        for before in (0..at).rev() {
            match self.kind(before) {
                Some(Kind::Word) if is_bound(self.word(before)) => {}
                Some(Kind::Word) => return self.word(before),
                Some(Kind::About | Kind::Less | Kind::Greater | Kind::Other('+')) => {}
                _ => break,
            }
        }
        ""
    }

    /// The token after a rate whose noun begins at `at`: "requests per second", "patient records daily".
    fn rate(&self, at: usize) -> Option<usize> {
        for at in at..at + 5 {
            if !matches!(self.tokens.get(at)?.kind, Kind::Word | Kind::Other('/')) {
                return None;
            }
            if let Some((_, next)) = self.period(at) {
                return Some(next);
            }
        }
        None
    }

    /// Whether the token joins the words around it.
    fn is_hyphen(&self, at: usize) -> bool {
        self.is_dash(at) && self.glued(at) && self.glued(at + 1)
    }

    /// Whether the word at `at` is a plural noun, as far as its form tells.
    fn is_plural(&self, at: usize) -> bool {
        match self.word(at).as_bytes() {
            [.., b's', b's'] | [.., b'o', b'u', b's'] => false,
            [_, _, .., b's'] => !self.is(at, &NO_PLURALS),
            _ => self.is(at, &ODD_PLURALS),
        }
    }

    /// The token after the plural noun that a number before `at` counts: "8 other Java teams", "3 bugs".
    fn noun(&self, at: usize) -> Option<usize> {
        for next in at..at + 5 {
            if self.is_hyphen(next) {
                continue;
            }
            if !matches!(self.kind(next), Some(Kind::Word | Kind::Name)) {
                return None;
            }
            if self.is_plural(next) && !self.is_hyphen(next + 1) {
                return Some(next + 1);
            }
            if self.is_after_noun(next) {
                return None;
            }
        }
        None
    }

    /// A figure in words.
    fn worded(&self, at: usize, reading: Reading) -> Option<Found> {
        let word = self.word(at);
        let second = self.word(at + 1);
        let found = |kind, next: usize, value: Option<(f64, Unit)>| {
            let value = value.map(|(value, unit)| Quantity { value, upto: None, unit, per: None });
            let span = Span::new(self.tokens[at].span.start, self.end_of(next.min(self.tokens.len())));
            Some((Metric { span, kind, values: Quantities { value, ..Quantities::default() } }, next))
        };
        let times = |next, value| found(MetricKind::SpelledMultiplier, next, Some((value, Unit::Times)));
        match (word, second) {
            ("halved" | "halving", _) => times(at + 1, 0.5),
            ("in", "half") if !matches!(self.word(at + 2), "a" | "an") => times(at + 2, 0.5),
            ("by", "half") if !matches!(self.word(at + 2), "a" | "an") => times(at + 2, 0.5),
            ("half", "the")
                if matches!(
                    self.word(at + 2),
                    "time" | "cost" | "price" | "size" | "memory" | "effort" | "latency"
                ) =>
            {
                times(at + 3, 0.5)
            }
            ("doubled" | "doubling", next) if !matches!(next, "down" | "back" | "as") => times(at + 1, 2.0),
            ("tripled" | "tripling" | "trebled", _) => times(at + 1, 3.0),
            ("quadrupled" | "quadrupling", _) => times(at + 1, 4.0),
            ("half", "as") => times(at + 3, 0.5),
            ("double" | "doubles", "the" | "our" | "its" | "their") => times(at + 1, 2.0),
            ("triple" | "triples", "the" | "our" | "its" | "their") => times(at + 1, 3.0),
            ("twofold", _) => times(at + 1, 2.0),
            ("threefold", _) => times(at + 1, 3.0),
            ("fourfold", _) => times(at + 1, 4.0),
            ("fivefold", _) => times(at + 1, 5.0),
            ("tenfold", _) => times(at + 1, 10.0),
            ("twice", "as") => times(at + 3, 2.0),
            ("twice" | "once", _) if self.period(at + 1).is_some() => {
                let (period, next) = self.period(at + 1)?;
                let value = if word == "twice" { 2.0 } else { 1.0 };
                let (mut metric, next) = found(MetricKind::Frequency, next, Some((value, Unit::Times)))?;
                if reading == Reading::Outcome
                    && self
                        .words_before(at, 3)
                        .any(|word| matches!(word, "met" | "meet" | "meets" | "meetings" | "sync" | "run" | "runs"))
                {
                    return None;
                }
                metric.values.value = metric.values.value.map(|value| Quantity { per: Some(period), ..value });
                Some((metric, next))
            }
            ("order" | "orders", "of") if self.says(at + 2, "magnitude") => times(at + 3, 10.0),
            ("single", _) if self.is_dash(at + 1) && matches!(self.word(at + 2), "digit" | "digits") => {
                let unit = super::quantity::time_unit(self.word(at + 3), false, self.text(at + 3)).is_some();
                let by = self.words_before(at, 2).any(|word| word == "to");
                let kind = if unit { MetricKind::Duration } else { MetricKind::CountDelta };
                (unit || by).then(|| found(kind, at + 3 + usize::from(unit), None))?
            }
            ("zero", _) => {
                let next = self.zero(at, reading)?;
                found(MetricKind::CountDelta, next, Some((0.0, Unit::Count)))
            }
            ("no", _) => match self.none_since(at + 1) {
                Some(next) => found(MetricKind::CountDelta, next, Some((0.0, Unit::Count))),
                None => self.phrased(at, reading),
            },
            ("a", "single") => self.phrased(at, reading),
            ("without" | "not", "a") if self.says(at + 2, "single") => {
                let next = self.singular(at + 3)?;
                found(MetricKind::CountDelta, next, Some((0.0, Unit::Count)))
            }
            ("a", "hundred" | "thousand" | "million" | "billion") => {
                let (next, kind) = match self.rate(at + 2) {
                    Some(next) => (next, MetricKind::Throughput),
                    None => (self.noun(at + 2)?, MetricKind::CountDelta),
                };
                let value = match second {
                    "hundred" => 1e2,
                    "thousand" => 1e3,
                    "million" => 1e6,
                    _ => 1e9,
                };
                found(kind, next, Some((value, Unit::Count)))
            }
            ("two" | "three" | "a" | "one", _) => {
                let fraction = at + 1 + usize::from(self.is_dash(at + 1));
                let parts = match self.word(fraction) {
                    "third" | "thirds" => 3.0,
                    "quarter" | "quarters" => 4.0,
                    "fifth" | "fifths" => 5.0,
                    "tenth" => 10.0,
                    "half" if word == "one" => 2.0,
                    _ => return None,
                };
                let share = match word {
                    "two" => 2.0,
                    "three" => 3.0,
                    _ => 1.0,
                } / parts;
                // "by a third", "to a quarter of"; "in a quarter" is a time.
                let bound =
                    self.words_before(at, 3).find(|word| !is_bound(word) && !word.is_empty()).map(str::to_owned);
                let by = bound
                    .as_deref()
                    .is_some_and(|word| matches!(word, "by" | "to" | "cut" | "reduced" | "dropped" | "fell" | "saved"));
                let share_of = self
                    .words_after(fraction + 2, 2)
                    .any(|word| matches!(word, "time" | "cost" | "price" | "size" | "effort"));
                let of = self.says(fraction + 1, "of") && (share_of || parts != 4.0 && word != "a");
                let plural = matches!(self.word(fraction), "thirds" | "fifths");
                let less = matches!(
                    self.word(fraction + 1),
                    "less" | "fewer" | "faster" | "lower" | "cheaper" | "reduction" | "drop"
                );
                (by || of || plural || less).then(|| times(fraction + 1, share))?
            }
            ("hundreds" | "thousands" | "millions" | "billions", "of") => {
                let next = self.rate(at + 2)?;
                found(MetricKind::Throughput, next, None)
            }
            _ => self.words_apart(at).or_else(|| self.phrased(at, reading)),
        }
    }

    /// "zero data loss": the token after the noun.
    fn zero(&self, at: usize, reading: Reading) -> Option<usize> {
        let noun = at + 1 + usize::from(self.is_dash(at + 1));
        let word = self.word(noun);
        if matches!(
            word,
            "trust"
                | "day"
                | "days"
                | "knowledge"
                | "sum"
                | "config"
                | "touch"
                | "shot"
                | "idea"
                | "clue"
                | "experience"
                | "drift"
                | "code"
        ) {
            return None;
        }
        let to = at > 0 && self.says(at - 1, "to");
        if to {
            let scaled = self.words_before(at, 4).any(|word| word.starts_with("scal"));
            return (!scaled && !self.words_before(at, 4).any(|word| word == "from")).then_some(at + 1);
        }
        let near = at > 1 && self.is_hyphen(at - 1)
            || at > 0 && matches!(self.word(at - 1), "from" | "ground" | "near" | "nearly");
        if near {
            // "dropped to near zero"
            let fell = at > 1
                && self.says(at - 2, "to")
                && self.words_before(at, 6).any(|word| matches!(word, "dropped" | "fell" | "went" | "cut" | "reduced"));
            return fell.then_some(at + 1);
        }
        if word == "downtime" {
            return Some(noun + 1);
        }
        if noun > at + 1 {
            return None;
        }
        let next = self.singular(noun)?;
        (reading == Reading::Outcome || self.is_plural(next - 1)).then_some(next)
    }

    /// Whether a noun phrase ends before the word at `at`.
    fn is_after_noun(&self, at: usize) -> bool {
        english::is_function_word(self.word(at)) || self.is(at, &AFTER_NOUN)
    }

    /// The token after a noun phrase that begins at `at`: up to three words before a preposition, a verb or a mark.
    pub(super) fn singular(&self, at: usize) -> Option<usize> {
        let mut next = at;
        while next < at + 5
            && (self.is_hyphen(next)
                || matches!(self.kind(next), Some(Kind::Word | Kind::Name)) && !self.is_after_noun(next))
        {
            next += 1;
            if self.is_plural(next - 1) {
                break;
            }
        }
        // "zero exploitation detected": the participle is none of it.
        if next > at + 1 && self.word(next - 1).ends_with("ed") {
            next -= 1;
        }
        (next > at).then_some(next)
    }

    /// "downtime since", "incidents in six months" after "no": the token after the noun.
    pub(super) fn none_since(&self, at: usize) -> Option<usize> {
        let next = self.singular(at)?;
        let noun = self.word(next - 1);
        let bad = is_outcome_noun(noun)
            || is_outcome(noun)
            || matches!(noun, "downtime" | "loss" | "churn" | "outage" | "incident" | "recurrence");
        if !bad {
            return None;
        }
        let since = self.says(next, "since");
        let period =
            matches!(self.word(next), "in" | "for" | "over" | "within") && self.period_of_time(next + 1).is_some();
        (since || period).then_some(next)
    }

    /// "days rather than weeks", "from monthly to daily", "hours → minutes".
    fn words_apart(&self, at: usize) -> Option<Found> {
        let word = self.word(at);
        let time = is_time_word(word);
        if !time && !is_frequency(word) {
            return None;
        }
        let next = match (self.kind(at + 1)?, self.word(at + 1), self.word(at + 2)) {
            (Kind::Arrow, ..) => at + 2,
            (_, "instead", "of") | (_, "rather", "than") | (_, "down", "to") => at + 3,
            (_, "to", _) | (_, "not", _) => at + 2,
            (Kind::Other(','), "", "not") => at + 3,
            _ => return None,
        };
        let other = self.word(next);
        let few = next + usize::from(other == "a" && self.says(next + 1, "few")) * 2;
        let other = self.word(few);
        let alike =
            if time { is_time_word(other) } else { is_frequency(other) || matches!(other, "continuous" | "on-demand") };
        if !alike || other == word {
            return None;
        }
        let kind = if time { MetricKind::FromTo } else { MetricKind::Frequency };
        let from = self.preceded_by_from(at);
        let span = Span::new(self.start_of_change(at, from), self.end_of(few + 1));
        Some((Metric { span, kind, values: Quantities::default() }, few + 1))
    }
}

/// How two quantities are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// "to"
    To,
    /// An arrow.
    Arrow,
    /// "down from", "instead of": the older one comes last.
    Back,
}

fn is_bound(word: &str) -> bool {
    matches!(
        word,
        "" | "about"
            | "around"
            | "roughly"
            | "approximately"
            | "approx"
            | "nearly"
            | "almost"
            | "under"
            | "below"
            | "within"
            | "only"
            | "just"
            | "well"
            | "less"
            | "more"
            | "fewer"
            | "than"
            | "at"
            | "least"
            | "most"
            | "up"
            | "a"
            | "an"
    )
}

pub(super) fn is_frequency(word: &str) -> bool {
    word.ends_with("ly")
        && matches!(
            word,
            "hourly"
                | "nightly"
                | "daily"
                | "weekly"
                | "biweekly"
                | "fortnightly"
                | "monthly"
                | "quarterly"
                | "yearly"
                | "annually"
        )
}

/// Words, besides function words, that a noun phrase ends before.
static AFTER_NOUN: Few = Few::new(&["also", "be", "been", "not", "s", "than", "then", "using", "versus", "vs"]);

/// Plural nouns that do not look like it.
static ODD_PLURALS: Few = Few::new(&["people", "staff", "children", "criteria", "men", "women"]);
/// Words that look like plural nouns.
static NO_PLURALS: Few = Few::new(&[
    "this",
    "its",
    "is",
    "was",
    "has",
    "does",
    "us",
    "always",
    "across",
    "previous",
    "various",
    "less",
    "business",
    "access",
    "process",
    "success",
    "aws",
    "kubernetes",
    "devops",
    "serverless",
    "cross",
    "plus",
    "thus",
    "as",
    "sales",
    "ops",
    "dns",
    "tls",
    "https",
    "sms",
    "rds",
    "ecs",
    "eks",
    "sqs",
    "sns",
    "ms",
    "os",
    "status",
    "analysis",
    "stateless",
    "windows",
    "redis",
    "jenkins",
    "postgres",
    "continuous",
    "serious",
    "simultaneous",
    "synchronous",
    "asynchronous",
    "suspicious",
    "dangerous",
    "anonymous",
    "malicious",
    "class",
    "times",
    "percent",
    "vs",
]);

/// Whether a count of the noun says how the work was cut up rather than what came of it.
fn is_structure(noun: &str) -> bool {
    words::STRUCTURE.has(noun) || is_people(noun) && matches!(noun, "members" | "stakeholders" | "volunteers")
}

/// Whether a count of the noun in words is an outcome.
pub(super) fn is_outcome_noun(noun: &str) -> bool {
    words::OUTCOME_NOUN.has(noun)
}
