//! Parses numbers with their units: `~$1.2M a year`, `90 s`, `thirty percent`, `3 个月`.

use super::lexer::TokenKind;
use super::measure::{Period, Quantity, Unit};
use super::source::Source;
use super::units::{self, Often, Row, WordList};

/// A quantity and the tokens it was parsed from.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuantityMatch {
    pub(super) quantity: Quantity,
    /// The first token, without hedges such as "under".
    pub(super) first: usize,
    /// The token after the last one.
    pub(super) next: usize,
    /// The byte offset of the end. In scripts without spaces, a token may continue after it.
    pub(super) end: usize,
    /// Whether the number is a word.
    pub(super) spelled: bool,
    /// Whether the unit is joined by a hyphen, as in "30-day".
    pub(super) adjective: bool,
    /// Whether it is a number without a unit.
    pub(super) bare: bool,
}

/// The number of seconds in a day.
pub(super) const DAY: f64 = 86_400.0;

impl Source<'_> {
    /// Returns the quantity whose number, or the currency before it, is at `at`.
    pub(super) fn quantity_at(&self, at: usize) -> Option<QuantityMatch> {
        let (mut currency, mut next) = (None, at);
        match self.kind(at)? {
            TokenKind::Currency(code) => (currency, next) = (Some(code), at + 1),
            TokenKind::Word => {
                let before = self.entry(at).currency.filter(|currency| currency.is_before_amount(self.word(at)));
                if let Some(code) = before.and_then(|currency| currency.code.as_deref()) {
                    (currency, next) = (Some(code), at + 1);
                }
            }
            _ => {}
        }
        let spelled = matches!(self.kind(next), Some(TokenKind::Word));
        let (mut value, after) = self.cardinal(next)?;
        next = after;
        let mut upto = None;
        // A range: "2–3", "10-15"; both numbers share the unit.
        if self.is_dash(next) && matches!(self.kind(next + 1), Some(TokenKind::Number(_))) && !spelled {
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
        let plus = self.is_char(next, '+') && self.is_glued(next);
        next += usize::from(plus);
        // "forty-odd"
        if self.is_hyphen(next) && matches!(self.word(next + 1), "ish" | "odd" | "plus") {
            next += 2;
        }
        let mut matched = QuantityMatch {
            quantity: Quantity { value, upto, unit: Unit::Count, per: None },
            first: at,
            next,
            end: self.end_of(next),
            spelled,
            adjective: false,
            bare: true,
        };
        if let Some(code) = currency {
            matched.quantity.unit = Unit::Money(code);
            matched.bare = false;
        } else if let Some((unit, len, factor)) = scale.and_then(|_| self.scaled_unit(next)) {
            matched.quantity.unit = unit;
            matched.quantity.value *= factor;
            (matched.end, matched.bare) = (self.tokens[next - 1].span.start + len, false);
        } else {
            self.unit(&mut matched)?;
        }
        // "9.400 €": in these currencies, three digits after a period are thousands.
        if matches!(matched.quantity.unit, Unit::Money("EUR" | "BRL"))
            && scale.is_none()
            && upto.is_none()
            && let Some((whole, thousand)) = self.text(after - 1).split_once('.')
            && thousand.len() == 3
            && !whole.starts_with('0')
        {
            matched.quantity.value *= 1000.0;
        }
        // "20 lakhs" is money unless it counts something.
        if matched.bare
            && let Some(code) = scale.and_then(|scale| scale.code.as_deref())
            && !matches!(self.kind(next), Some(TokenKind::Word))
        {
            matched.quantity.unit = Unit::Money(code);
            matched.bare = false;
        }
        if let Some((period, after)) = self.period(matched.next) {
            matched.quantity.per = Some(period);
            (matched.next, matched.end) = (after, self.end_of(after));
        }
        Some(matched)
    }

    /// Returns the value of the number at `at`, in digits or words, and the token after it.
    pub(super) fn cardinal(&self, at: usize) -> Option<(f64, usize)> {
        match self.kind(at)? {
            TokenKind::Number(value) => Some((value, at + 1)),
            TokenKind::Word if matches!(self.word(at), "a" | "half") => self.round_number(at),
            TokenKind::Word => {
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
                if self.is_word(next, "hundred") {
                    (total, next) = self.with_rest(total * 100.0, next + 1);
                }
                // "one and a half"
                if self.is_word(next, "and") && self.is_word(next + 1, "a") && self.is_word(next + 2, "half") {
                    (total, next) = (total + 0.5, next + 3);
                }
                Some((total, next))
            }
            _ => None,
        }
    }

    /// Returns the value of "a dozen" or "half a million" at `at`, and the token after it.
    fn round_number(&self, at: usize) -> Option<(f64, usize)> {
        let half = self.is_word(at, "half");
        let article = at + usize::from(half);
        if !self.is_word(article, "a") {
            return None;
        }
        let entry = self.entry(article + 1);
        let scale = entry.scale.filter(|row| row.is_a_number(self.word(article + 1))).map(|row| row.size);
        let hundred = entry.number.filter(|number| *number == 100.0);
        let value = scale.or(hundred)?;
        match half {
            true => Some((value / 2.0, article + 2)),
            false if hundred.is_some() => Some(self.with_rest(value, article + 2)),
            false => Some((value, article + 2)),
        }
    }

    /// Adds the rest of a number to its hundreds: "a hundred and twenty".
    fn with_rest(&self, hundreds: f64, at: usize) -> (f64, usize) {
        let rest = at + usize::from(self.is_word(at, "and"));
        let Some(mut value) = self.entry(rest).number.filter(|value| *value > 0.0 && *value < 100.0) else {
            return (hundreds, at);
        };
        let dash = usize::from(self.is_hyphen(rest + 1));
        let mut next = rest + 1;
        let unit = self.entry(next + dash).number.filter(|unit| *unit < 10.0 && value >= 20.0);
        if let Some(unit) = unit {
            (value, next) = (value + unit, next + dash + 1);
        }
        // "a hundred and two hundred" are two numbers.
        if self.is_word(next, "hundred") || self.entry(next).scale.is_some() {
            return (hundreds, at);
        }
        (hundreds + value, next)
    }

    /// Returns the multiplier at `at`: "k", "million", "lakh", "万". `money` says whether it multiplies an amount of
    /// money.
    fn scale(&self, at: usize, money: bool) -> Option<&'static Row> {
        let word = self.word(at);
        if self.kind(at) == Some(TokenKind::Cjk) {
            return units::joined_scale(word);
        }
        // "90m" is a time and "90M" a number; for money, both are millions.
        let is_scale = |row: &&Row| row.is(word, self.text(at), self.is_glued(at)) || money && row.is_of_money(word);
        self.entry(at).scale.filter(is_scale)
    }

    /// Returns the length in seconds of the unit of time at `at`. `glued` says whether it directly follows its number.
    pub(super) fn time_unit(&self, at: usize, glued: bool) -> Option<f64> {
        let row = self.entry(at).time?;
        row.is(self.word(at), self.text(at), glued).then_some(row.size)
    }

    /// Whether the word at `at` is a plural unit of time, as in "days rather than weeks".
    pub(super) fn is_plural_time(&self, at: usize) -> bool {
        is_plural_time_word(self.word(at))
    }

    /// Returns the size in bytes of the unit of data at `at`. Case matters for some units, such as "GB".
    pub(super) fn data_unit(&self, at: usize) -> Option<f64> {
        let row = self.entry(at).data?;
        row.is(self.word(at), self.text(at), false).then_some(row.size)
    }

    /// Returns the unit in a run that starts with a multiplier of one character, as in "30 万元", the length in bytes of
    /// both, and the factor of the unit.
    fn scaled_unit(&self, next: usize) -> Option<(Unit, usize, f64)> {
        let run = self.word(next.checked_sub(1)?);
        let scale = run.chars().next().filter(|char| !char.is_ascii())?.len_utf8();
        let (unit, len, factor) = units::joined_unit(run.get(scale..)?)?;
        Some((unit, scale + len, factor))
    }

    /// Parses the unit after the number. Returns `None` if the number turns out to be part of a name, as in "2FA".
    fn unit(&self, matched: &mut QuantityMatch) -> Option<()> {
        let mut at = matched.next;
        let hyphen = self.is_dash(at) && self.is_glued(at) && self.is_glued(at + 1);
        if hyphen {
            at += 1;
        }
        let glued = self.is_glued(at);
        let set = |matched: &mut QuantityMatch, unit: Unit, next: usize| {
            matched.quantity.unit = unit;
            (matched.next, matched.end) = (next, self.end_of(next));
            (matched.bare, matched.adjective) = (false, hyphen);
        };
        let scale = |matched: &mut QuantityMatch, factor: f64| {
            matched.quantity.value *= factor;
            matched.quantity.upto = matched.quantity.upto.map(|high| high * factor);
        };
        match self.kind(at) {
            Some(TokenKind::Percent) => {
                // "100%20off" is an escape.
                if self.is_glued(at + 1)
                    && matches!(self.kind(at + 1), Some(TokenKind::Number(_) | TokenKind::Word | TokenKind::Name))
                {
                    return None;
                }
                let plus = usize::from(self.is_char(at + 1, '+') && self.is_glued(at + 1));
                set(matched, Unit::Percent, at + 1 + plus);
            }
            Some(TokenKind::Currency(code)) => set(matched, Unit::Money(code), at + 1),
            Some(TokenKind::Times) => set(matched, Unit::Times, at + 1),
            Some(TokenKind::Other('/')) if glued => self.ratio(matched, at + 1)?,
            Some(TokenKind::Cjk) => {
                if let Some((unit, len, factor)) = units::joined_unit(self.word(at)) {
                    scale(matched, factor);
                    set(matched, unit, at + 1);
                    matched.end = self.tokens[at].span.start + len;
                }
            }
            Some(TokenKind::Word) => {
                let word = self.word(at);
                if let Some(seconds) = self.time_unit(at, glued && !hyphen) {
                    scale(matched, seconds);
                    set(matched, Unit::Seconds, at + 1);
                    self.smaller_time(matched, seconds);
                } else if matches!(word, "per" | "pour" | "por")
                    && matches!(self.word(at + 1), "cent" | "ciento" | "cento")
                {
                    set(matched, Unit::Percent, at + 2);
                } else if self.is(at, WordList::Percent) {
                    let points = matches!(self.word(at + 1), "point" | "points");
                    set(matched, Unit::Percent, at + 1 + usize::from(points));
                } else if let Some(currency) = self.entry(at).currency
                    && let Some(code) = currency.code.as_deref()
                {
                    scale(matched, currency.part(word));
                    set(matched, Unit::Money(code), at + 1);
                } else if self.entry(at).times
                    && !(word == "x" && matches!(self.kind(at + 1), Some(TokenKind::Number(_))))
                {
                    set(matched, Unit::Times, at + 1);
                } else if let Some((seconds, next)) = self.person_time(at) {
                    scale(matched, seconds);
                    set(matched, Unit::Seconds, next);
                } else if let Some((row, next)) = self.named_unit(at) {
                    scale(matched, row.size);
                    set(matched, Unit::Named(row.code.as_deref().unwrap_or_default()), next);
                } else if let Some(bytes) = self.data_unit(at) {
                    scale(matched, bytes);
                    set(matched, Unit::Bytes, at + 1);
                } else if self.is(at, WordList::PerSecond) {
                    set(matched, Unit::Count, at + 1);
                    matched.quantity.per = Some(Period::Second);
                } else if matches!(word, "star" | "stars") && matched.quantity.value <= 5.0 {
                    set(matched, Unit::OutOf(5.0), at + 1);
                } else if matches!(word, "out" | "of" | "von" | "de") && !hyphen {
                    let of = at + 1 + usize::from(word == "out");
                    if (word == "of" || self.is_word(at + 1, "of"))
                        && let Some(TokenKind::Number(whole)) = self.kind(of)
                    {
                        set(matched, Unit::OutOf(whole), of + 1);
                    }
                } else if glued && !hyphen {
                    return None;
                }
            }
            Some(TokenKind::Name) if glued => return None,
            _ => {}
        }
        Some(())
    }

    /// Returns the unit of a measure of its own at `at`, such as "kilometers" or "story points", and the token after it.
    pub(super) fn named_unit(&self, at: usize) -> Option<(&'static Row, usize)> {
        let row = |at: usize| self.entry(at).named.filter(|row| row.is(self.word(at), self.text(at), true));
        let led = at + 1 + usize::from(self.is_dash(at + 1));
        let with_lead = row(led).filter(|row| row.is_led_by(self.word(at))).map(|row| (row, led + 1));
        with_lead.or_else(|| row(at).filter(|row| !row.needs_lead()).map(|row| (row, at + 1)))
    }

    /// Returns the seconds of "business days" or "engineer-hours", and the token after it.
    fn person_time(&self, at: usize) -> Option<(f64, usize)> {
        if !self.is(at, WordList::WorkTime) {
            return None;
        }
        let unit = at + 1 + usize::from(self.is_dash(at + 1));
        self.time_unit(unit, false).map(|seconds| (seconds, unit + 1))
    }

    /// Parses the whole of "4.6/5". Returns `None` for a date or "24/7".
    fn ratio(&self, matched: &mut QuantityMatch, at: usize) -> Option<()> {
        let Some(TokenKind::Number(whole)) = self.kind(at) else {
            return Some(());
        };
        let part = matched.quantity.upto.unwrap_or(matched.quantity.value);
        let date = self.is_char(at + 1, '/');
        if date || !self.is_glued(at) || part > whole {
            return None;
        }
        matched.quantity.unit = Unit::OutOf(whole);
        (matched.next, matched.end, matched.bare) = (at + 1, self.end_of(at + 1), false);
        Some(())
    }

    /// Adds the minutes of "2 h 30 min".
    fn smaller_time(&self, matched: &mut QuantityMatch, seconds: f64) {
        let at = matched.next + usize::from(self.is_word(matched.next, "and"));
        let Some((value, next)) = self.cardinal(at).filter(|_| matches!(self.kind(at), Some(TokenKind::Number(_))))
        else {
            return;
        };
        if let Some(smaller) = self.time_unit(next, self.is_glued(next)).filter(|unit| *unit < seconds) {
            matched.quantity.value += value * smaller;
            (matched.next, matched.end) = (next + 1, self.end_of(next + 1));
        }
    }

    /// Returns the period at `at`, such as "/week", "per month", "a year", "annually", and the token after it.
    pub(super) fn period(&self, at: usize) -> Option<(Period, usize)> {
        if let Some(Often(Some(period))) = self.entry(at).often {
            return Some((period, at + 1));
        }
        let per = self.is_char(at, '/') || self.is(at, WordList::Per);
        let period = if per { self.entry(at + 1).period } else { None }?;
        Some((period, at + 2))
    }

    /// Returns the quantity "an hour", "half a day", "a full day a week".
    pub(super) fn article_quantity_at(&self, at: usize) -> Option<QuantityMatch> {
        let half = self.is_word(at, "half");
        let article = at + usize::from(half);
        if !matches!(self.word(article), "a" | "an") {
            return None;
        }
        let whole = matches!(self.word(article + 1), "full" | "good" | "whole" | "working" | "business");
        let at_unit = article + 1 + usize::from(whole);
        let unit = self.time_unit(at_unit, false)?;
        // "a minute and a half"
        let more =
            self.is_word(at_unit + 1, "and") && self.is_word(at_unit + 2, "a") && self.is_word(at_unit + 3, "half");
        let end = at_unit + 1 + usize::from(more) * 3;
        let value = unit * (if half { 0.5 } else { 1.0 }) + if more { unit / 2.0 } else { 0.0 };
        let (per, next) = match self.period(end) {
            Some((period, next)) => (Some(period), next),
            None => (None, end),
        };
        Some(QuantityMatch {
            quantity: Quantity { value, upto: None, unit: Unit::Seconds, per },
            first: at,
            next,
            end: self.end_of(next),
            spelled: true,
            adjective: false,
            bare: false,
        })
    }

    /// Returns the token after a stretch of time that starts at `at`: "the last 6 months", "the first week".
    pub(super) fn period_of_time(&self, at: usize) -> Option<usize> {
        let number = at + usize::from(matches!(self.word(at), "the" | "over"));
        let ordinal = matches!(self.word(number), "last" | "past" | "following" | "first" | "next" | "whole");
        let number = number + usize::from(ordinal);
        let is_long = |seconds: f64| seconds >= DAY && !self.is_plural_time(number);
        if ordinal && self.time_unit(number, false).is_some_and(is_long) {
            return Some(number + 1);
        }
        self.quantity_at(number).filter(|matched| matched.quantity.unit == Unit::Seconds).map(|matched| matched.next)
    }
}

/// Whether the word is a plural unit of time.
pub(super) fn is_plural_time_word(word: &str) -> bool {
    let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ms");
    is_plural && units::entry(word).time.is_some_and(|row| row.is(word, word, false))
}
