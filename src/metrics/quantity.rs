//! Numbers with their units: `~$1.2M a year`, `90 s`, `thirty percent`, `3 个月`.

use super::lexer::Kind;
use super::metric::{Period, Quantity, Unit};
use super::source::Source;
use super::units::{self, List, Often, Row};

/// A quantity and the tokens it was read from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    pub(super) quantity: Quantity,
    /// Its first token, words like "under" not counted.
    pub(super) first: usize,
    /// The token after its last one.
    pub(super) next: usize,
    /// Where its last unit ends: not always a token's end in scripts without spaces.
    pub(super) end: usize,
    /// Whether a number word was used.
    pub(super) spelled: bool,
    /// Whether the unit hangs on a hyphen, as in "30-day".
    pub(super) adjective: bool,
    /// Whether the unit was written, or only a number.
    pub(super) bare: bool,
}

/// How many seconds a day has.
pub(super) const DAY: f64 = 86_400.0;

impl Source<'_> {
    /// The quantity whose number (or the currency before it) is at `at`.
    pub(super) fn figure(&self, at: usize) -> Option<Figure> {
        let (mut currency, mut next) = (None, at);
        match self.kind(at)? {
            Kind::Currency(code) => (currency, next) = (Some(code), at + 1),
            Kind::Word => {
                let before = self.entry(at).currency.filter(|currency| currency.is_before_amount(self.word(at)));
                if let Some(code) = before.and_then(|currency| currency.code.as_deref()) {
                    (currency, next) = (Some(code), at + 1);
                }
            }
            _ => {}
        }
        let spelled = matches!(self.kind(next), Some(Kind::Word));
        let (mut value, after) = self.cardinal(next)?;
        next = after;
        let mut upto = None;
        // A range: "2–3", "10-15"; both numbers share what follows.
        if self.is_dash(next) && matches!(self.kind(next + 1), Some(Kind::Number(_))) && !spelled {
            let (high, after) = self.cardinal(next + 1)?;
            if high > value {
                (upto, next) = (Some(high), after);
            }
        }
        let scale = self.scale(next, currency.is_some());
        if let Some(scale) = scale {
            value *= scale.size;
            upto = upto.map(|high| high * scale.size);
            next += 1;
        }
        let plus = self.is_char(next, '+') && self.glued(next);
        next += usize::from(plus);
        let mut figure = Figure {
            quantity: Quantity { value, upto, unit: Unit::Count, per: None },
            first: at,
            next,
            end: self.end_of(next),
            spelled,
            adjective: false,
            bare: true,
        };
        if let Some(code) = currency {
            figure.quantity.unit = Unit::Money(code);
            figure.bare = false;
        } else if let Some((unit, len, factor)) = scale.and_then(|_| self.scaled_unit(next)) {
            figure.quantity.unit = unit;
            figure.quantity.value *= factor;
            (figure.end, figure.bare) = (self.tokens[next - 1].span.start + len, false);
        } else {
            self.unit(&mut figure)?;
        }
        // "9.400 €": where money is written so, three digits after a dot are thousands.
        if matches!(figure.quantity.unit, Unit::Money("EUR" | "BRL"))
            && scale.is_none()
            && upto.is_none()
            && let Some((whole, thousand)) = self.text(after - 1).split_once('.')
            && thousand.len() == 3
            && !whole.starts_with('0')
        {
            figure.quantity.value *= 1000.0;
        }
        // "20 lakhs" is money unless it counts something.
        if figure.bare
            && let Some(code) = scale.and_then(|scale| scale.code.as_deref())
            && !matches!(self.kind(next), Some(Kind::Word))
        {
            figure.quantity.unit = Unit::Money(code);
            figure.bare = false;
        }
        if let Some((period, after)) = self.period(figure.next) {
            figure.quantity.per = Some(period);
            (figure.next, figure.end) = (after, self.end_of(after));
        }
        Some(figure)
    }

    /// A number in digits or words.
    pub(super) fn cardinal(&self, at: usize) -> Option<(f64, usize)> {
        match self.kind(at)? {
            Kind::Number(value) => Some((value, at + 1)),
            Kind::Word => {
                let value = self.entry(at).number?;
                let mut next = at + 1;
                let mut total = value;
                // "twenty-five", "twenty five"
                let unit = if self.is_dash(next) { next + 1 } else { next };
                if value >= 20.0
                    && value % 10.0 == 0.0
                    && let Some(small) = self.entry(unit).number.filter(|small| *small < 10.0)
                {
                    (total, next) = (value + small, unit + 1);
                }
                if self.says(next, "hundred") {
                    (total, next) = (total * 100.0, next + 1);
                }
                Some((total, next))
            }
            _ => None,
        }
    }

    /// What multiplies a number: "k", "million", "lakh", "万".
    fn scale(&self, at: usize, money: bool) -> Option<&'static Row> {
        let word = self.word(at);
        if self.kind(at) == Some(Kind::Cjk) {
            return units::joined_scale(word);
        }
        // "90m" is a time and "90M" is not; of money, both are millions.
        let is_scale = |row: &&Row| row.is(word, self.text(at), self.glued(at)) || money && row.is_of_money(word);
        self.entry(at).scale.filter(is_scale)
    }

    /// How many seconds the unit of time at `at` has; `glued` says whether it directly follows its number.
    pub(super) fn time_unit(&self, at: usize, glued: bool) -> Option<f64> {
        let row = self.entry(at).time?;
        row.is(self.word(at), self.text(at), glued).then_some(row.size)
    }

    /// Whether the word at `at` is a unit of time in the plural, as in "days rather than weeks".
    pub(super) fn is_times(&self, at: usize) -> bool {
        is_time_word(self.word(at))
    }

    /// How many bytes the unit of data at `at` has; the case tells "GB" from a word.
    pub(super) fn data_unit(&self, at: usize) -> Option<f64> {
        let row = self.entry(at).data?;
        row.is(self.word(at), self.text(at), false).then_some(row.size)
    }

    /// The unit in the run whose first character was the scale, "30 万元", its factor, and how long both are.
    fn scaled_unit(&self, next: usize) -> Option<(Unit, usize, f64)> {
        let run = self.word(next.checked_sub(1)?);
        let scale = run.chars().next().filter(|char| !char.is_ascii())?.len_utf8();
        let (unit, len, factor) = units::joined_unit(run.get(scale..)?)?;
        Some((unit, scale + len, factor))
    }

    /// Reads the unit after the number. `None` if what follows shows that it is a name, as in "2FA".
    fn unit(&self, figure: &mut Figure) -> Option<()> {
        let mut at = figure.next;
        let hyphen = self.is_dash(at) && self.glued(at) && self.glued(at + 1);
        if hyphen {
            at += 1;
        }
        let glued = self.glued(at);
        let set = |figure: &mut Figure, unit: Unit, next: usize| {
            figure.quantity.unit = unit;
            (figure.next, figure.end) = (next, self.end_of(next));
            (figure.bare, figure.adjective) = (false, hyphen);
        };
        let scale = |figure: &mut Figure, factor: f64| {
            figure.quantity.value *= factor;
            figure.quantity.upto = figure.quantity.upto.map(|high| high * factor);
        };
        match self.kind(at) {
            Some(Kind::Percent) => {
                // "100%20off" is an escape.
                if self.glued(at + 1) && matches!(self.kind(at + 1), Some(Kind::Number(_) | Kind::Word | Kind::Name)) {
                    return None;
                }
                let plus = usize::from(self.is_char(at + 1, '+') && self.glued(at + 1));
                set(figure, Unit::Percent, at + 1 + plus);
            }
            Some(Kind::Currency(code)) => set(figure, Unit::Money(code), at + 1),
            Some(Kind::Times) => set(figure, Unit::Times, at + 1),
            Some(Kind::Other('/')) if glued => self.ratio(figure, at + 1)?,
            Some(Kind::Cjk) => {
                if let Some((unit, len, factor)) = units::joined_unit(self.word(at)) {
                    scale(figure, factor);
                    set(figure, unit, at + 1);
                    figure.end = self.tokens[at].span.start + len;
                }
            }
            Some(Kind::Word) => {
                let word = self.word(at);
                if let Some(seconds) = self.time_unit(at, glued && !hyphen) {
                    scale(figure, seconds);
                    set(figure, Unit::Seconds, at + 1);
                    self.smaller_time(figure, seconds);
                } else if matches!(word, "per" | "pour" | "por")
                    && matches!(self.word(at + 1), "cent" | "ciento" | "cento")
                {
                    set(figure, Unit::Percent, at + 2);
                } else if self.is(at, List::Percent) {
                    let points = matches!(self.word(at + 1), "point" | "points");
                    set(figure, Unit::Percent, at + 1 + usize::from(points));
                } else if let Some(code) = self.entry(at).currency.and_then(|currency| currency.code.as_deref()) {
                    set(figure, Unit::Money(code), at + 1);
                } else if self.entry(at).times && !(word == "x" && matches!(self.kind(at + 1), Some(Kind::Number(_)))) {
                    set(figure, Unit::Times, at + 1);
                } else if let Some((seconds, next)) = self.person_time(at) {
                    scale(figure, seconds);
                    set(figure, Unit::Seconds, next);
                } else if let Some(bytes) = self.data_unit(at) {
                    scale(figure, bytes);
                    set(figure, Unit::Bytes, at + 1);
                } else if self.is(at, List::PerSecond) {
                    set(figure, Unit::Count, at + 1);
                    figure.quantity.per = Some(Period::Second);
                } else if matches!(word, "star" | "stars") {
                    set(figure, Unit::OutOf(5.0), at + 1);
                } else if matches!(word, "out" | "of" | "von" | "de") && !hyphen {
                    let of = at + 1 + usize::from(word == "out");
                    if (word == "of" || self.says(at + 1, "of"))
                        && let Some(Kind::Number(whole)) = self.kind(of)
                    {
                        set(figure, Unit::OutOf(whole), of + 1);
                    }
                } else if glued && !hyphen {
                    return None;
                }
            }
            Some(Kind::Name) if glued => return None,
            _ => {}
        }
        Some(())
    }

    /// "business days", "engineer-hours": the seconds and the token after.
    fn person_time(&self, at: usize) -> Option<(f64, usize)> {
        if !self.is(at, List::WorkTime) {
            return None;
        }
        let unit = at + 1 + usize::from(self.is_dash(at + 1));
        self.time_unit(unit, false).map(|seconds| (seconds, unit + 1))
    }

    /// The whole of "4.6/5". `None` if it is a date or "24/7".
    fn ratio(&self, figure: &mut Figure, at: usize) -> Option<()> {
        let Some(Kind::Number(whole)) = self.kind(at) else {
            return Some(());
        };
        let part = figure.quantity.upto.unwrap_or(figure.quantity.value);
        let date = self.is_char(at + 1, '/');
        if date || !self.glued(at) || part > whole {
            return None;
        }
        figure.quantity.unit = Unit::OutOf(whole);
        (figure.next, figure.end, figure.bare) = (at + 1, self.end_of(at + 1), false);
        Some(())
    }

    /// The minutes of "2 h 30 min".
    fn smaller_time(&self, figure: &mut Figure, seconds: f64) {
        let at = figure.next + usize::from(self.says(figure.next, "and"));
        let Some((value, next)) = self.cardinal(at).filter(|_| matches!(self.kind(at), Some(Kind::Number(_)))) else {
            return;
        };
        if let Some(smaller) = self.time_unit(next, self.glued(next)).filter(|unit| *unit < seconds) {
            figure.quantity.value += value * smaller;
            (figure.next, figure.end) = (next + 1, self.end_of(next + 1));
        }
    }

    /// "/week", "per month", "a year", "annually".
    pub(super) fn period(&self, at: usize) -> Option<(Period, usize)> {
        if let Some(Often(Some(period))) = self.entry(at).often {
            return Some((period, at + 1));
        }
        let per = self.is_char(at, '/') || self.is(at, List::Per);
        let period = if per { self.entry(at + 1).period } else { None }?;
        Some((period, at + 2))
    }

    /// "an hour", "half a day" as a quantity.
    pub(super) fn article_figure(&self, at: usize) -> Option<Figure> {
        let half = self.says(at, "half");
        let article = at + usize::from(half);
        if !matches!(self.word(article), "a" | "an") {
            return None;
        }
        let unit = self.time_unit(article + 1, false)?;
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

    /// The token after a period that begins at `at`: "the last 6 months", "the first week".
    pub(super) fn period_of_time(&self, at: usize) -> Option<usize> {
        let number = at + usize::from(matches!(self.word(at), "the" | "over"));
        let ordinal = matches!(self.word(number), "last" | "past" | "following" | "first" | "next" | "whole");
        let number = number + usize::from(ordinal);
        let is_long = |seconds: f64| seconds >= DAY && !self.is_times(number);
        if ordinal && self.time_unit(number, false).is_some_and(is_long) {
            return Some(number + 1);
        }
        self.figure(number).filter(|figure| figure.quantity.unit == Unit::Seconds).map(|figure| figure.next)
    }
}

/// Whether the word is a unit of time in the plural.
pub(super) fn is_time_word(word: &str) -> bool {
    let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ms");
    is_plural && units::entry(word).time.is_some_and(|row| row.is(word, word, false))
}
