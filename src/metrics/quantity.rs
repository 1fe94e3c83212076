//! Numbers with their units: `~$1.2M a year`, `90 s`, `thirty percent`, `3 个月`.

use super::token::{Kind, Token};
use super::{Period, Quantity, Unit};
use crate::vocabulary::{Few, Listed, Shapes};

/// A prose with its tokens, and the same prose with its ASCII letters in lower case.
pub(super) struct Source<'a> {
    pub(super) prose: &'a str,
    /// Byte for byte as long as `prose`.
    pub(super) lower: &'a str,
    pub(super) tokens: &'a [Token],
}

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

impl Source<'_> {
    #[inline]
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// The word at `at` in lower case; empty if there is none.
    #[inline]
    pub(super) fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::Word | Kind::Cjk, span, .. }) => &self.lower[span.range()],
            _ => "",
        }
    }

    /// Whether the word at `at` is `word`, which is in lower case.
    #[inline]
    pub(super) fn says(&self, at: usize, word: &str) -> bool {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::Word | Kind::Cjk, span, .. }) if span.end - span.start == word.len() => {
                self.lower.as_bytes()[span.range()] == *word.as_bytes()
            }
            _ => false,
        }
    }

    /// The word `back` tokens before the one at `at`; empty if there is none.
    #[inline]
    pub(super) fn word_back(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// Whether the word at `at` may be one of those that look like `shapes`.
    #[inline]
    pub(super) fn looks_like(&self, at: usize, shapes: &Shapes) -> bool {
        self.tokens.get(at).is_some_and(|token| shapes.has(token.shape))
    }

    /// Whether the word at `at` is one of `words`, which are ASCII.
    #[inline(always)]
    pub(super) fn is(&self, at: usize, words: &impl Listed) -> bool {
        self.tokens.get(at).is_some_and(|token| words.shapes().has(token.shape) && words.lists(self.word(at)))
    }

    /// Whether one of the `reach` tokens before `at`, back to the start of the sentence, is one of `words`, which are
    /// ASCII.
    pub(super) fn any_before(&self, at: usize, reach: usize, words: &impl Listed) -> bool {
        let shapes = words.shapes();
        let mut before = at;
        while before > at.saturating_sub(reach) {
            before -= 1;
            let Some(token) = self.tokens.get(before) else { continue };
            if matches!(token.kind, Kind::Stop) {
                return false;
            }
            if shapes.has(token.shape) && words.lists(self.word(before)) {
                return true;
            }
        }
        false
    }

    /// Whether one of the `reach` tokens from `at` on, up to the end of the sentence, is one of `words`, which are ASCII.
    pub(super) fn any_after(&self, at: usize, reach: usize, words: &impl Listed) -> bool {
        let shapes = words.shapes();
        for after in at..at + reach {
            match self.tokens.get(after) {
                None | Some(Token { kind: Kind::Stop, .. }) => return false,
                Some(token) if shapes.has(token.shape) && words.lists(self.word(after)) => return true,
                Some(_) => {}
            }
        }
        false
    }

    /// How many of the `reach` tokens before `at` are words, counted back from it.
    pub(super) fn words_back(&self, at: usize, reach: usize) -> usize {
        let is_word = |back: &usize| at.checked_sub(*back).is_some_and(|at| !self.word(at).is_empty());
        (1..=reach).take_while(is_word).count()
    }

    /// How many of the `reach` tokens from `at` on are words, counted from it.
    pub(super) fn words_on(&self, at: usize, reach: usize) -> usize {
        (0..reach).take_while(|on| !self.word(at + on).is_empty()).count()
    }

    /// The token's text as it was written.
    #[inline]
    pub(super) fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.prose[token.span.range()])
    }

    /// Whether nothing stands between the token and the one before it.
    #[inline]
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.span.start == self.tokens[at - 1].span.end)
    }

    #[inline]
    fn is_currency(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Currency(_)))
    }

    #[inline]
    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Dash)
    }

    #[inline]
    pub(super) fn is_char(&self, at: usize, char: char) -> bool {
        self.kind(at) == Some(Kind::Other(char))
    }

    /// The quantity whose number (or the currency before it) stands at `at`.
    pub(super) fn figure(&self, at: usize) -> Option<Figure> {
        let (mut currency, mut next) = (None, at);
        match self.kind(at)? {
            Kind::Currency(code) => (currency, next) = (Some(code), at + 1),
            Kind::Word => {
                if let Some(code) =
                    currency_code(self.word(at)).filter(|_| !self.says(at, "us") || self.is_currency(at + 1))
                {
                    (currency, next) = (Some(code), at + 1);
                    // "US$": the sign says less than the letters.
                    if self.is_currency(next) {
                        next += 1;
                    }
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
        if let Some((factor, after)) = scale {
            value *= factor;
            upto = upto.map(|high| high * factor);
            next = after;
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
        if scale.is_some()
            && figure.bare
            && matches!(self.word(next - 1), "lakh" | "lakhs" | "crore" | "crores")
            && !matches!(self.kind(next), Some(Kind::Word))
        {
            figure.quantity.unit = Unit::Money("INR");
            figure.bare = false;
        }
        if let Some((period, after)) = self.period(figure.next) {
            figure.quantity.per = Some(period);
            (figure.next, figure.end) = (after, self.end_of(after));
        }
        Some(figure)
    }

    /// Where the token before `next` ends.
    #[inline]
    pub(super) fn end_of(&self, next: usize) -> usize {
        next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.span.end)
    }

    /// A number in digits or words.
    pub(super) fn cardinal(&self, at: usize) -> Option<(f64, usize)> {
        match self.kind(at)? {
            Kind::Number(value) => Some((value, at + 1)),
            Kind::Word => {
                let value = number_word(self.word(at))?;
                let mut next = at + 1;
                let mut total = value;
                // "twenty-five", "twenty five"
                let unit = if self.is_dash(next) { next + 1 } else { next };
                if value >= 20.0
                    && value % 10.0 == 0.0
                    && let Some(small) = number_word(self.word(unit)).filter(|small| *small < 10.0)
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
    fn scale(&self, at: usize, money: bool) -> Option<(f64, usize)> {
        // Nearly no word is one.
        if self.kind(at) != Some(Kind::Cjk) && !self.looks_like(at, SCALES.shapes()) {
            return None;
        }
        let glued = self.glued(at);
        let factor = match self.word(at) {
            "k" => 1e3,
            // "90m" is a time and "90M" is not; of money, both are millions.
            "m" if glued && (money || self.text(at) == "M") => 1e6,
            "m" if money => 1e6,
            "b" if glued && (money || self.text(at) == "B") => 1e9,
            "mm" if money => 1e6,
            "bn" => 1e9,
            "mn" | "mio" => 1e6,
            "thousand" | "mil" | "mille" | "tausend" => 1e3,
            "million" | "millions" | "millionen" | "millones" | "milhões" => 1e6,
            "billion" | "milliarden" => 1e9,
            "lakh" | "lakhs" | "lac" | "lacs" => 1e5,
            "crore" | "crores" | "cr" => 1e7,
            "dozen" => 12.0,
            word => match word.chars().next()? {
                '万' | '萬' | '만' => 1e4,
                '亿' | '億' | '억' => 1e8,
                _ => return None,
            },
        };
        Some((factor, at + 1))
    }

    /// The unit in the run whose first character was the scale, "30 万元", its factor, and how long both are.
    fn scaled_unit(&self, next: usize) -> Option<(Unit, usize, f64)> {
        let run = self.word(next.checked_sub(1)?);
        let scale = run.chars().next().filter(|char| !char.is_ascii())?.len_utf8();
        let (unit, len, factor) = cjk_unit(run.get(scale..)?)?;
        Some((unit, scale + len, factor))
    }

    /// Reads the unit after the number. `None` if what follows says that it is no number at all, as in "2FA".
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
                if let Some((unit, len, factor)) = cjk_unit(self.word(at)) {
                    scale(figure, factor);
                    set(figure, unit, at + 1);
                    figure.end = self.tokens[at].span.start + len;
                }
            }
            // "340 reports"
            Some(Kind::Word) if !self.looks_like(at, UNITS.shapes()) => return (!glued || hyphen).then_some(()),
            Some(Kind::Word) => {
                let word = self.word(at);
                if let Some(seconds) = time_unit(word, glued && !hyphen, self.text(at)) {
                    scale(figure, seconds);
                    set(figure, Unit::Seconds, at + 1);
                    self.smaller_time(figure, seconds);
                } else if matches!(word, "per" | "pour" | "por")
                    && matches!(self.word(at + 1), "cent" | "ciento" | "cento")
                {
                    set(figure, Unit::Percent, at + 2);
                } else if matches!(word, "percent" | "pct" | "prozent" | "percentage" | "pp" | "porciento") {
                    let points = matches!(self.word(at + 1), "point" | "points");
                    set(figure, Unit::Percent, at + 1 + usize::from(points));
                } else if let Some(code) = currency_name(word) {
                    set(figure, Unit::Money(code), at + 1);
                } else if (word == "x" && !matches!(self.kind(at + 1), Some(Kind::Number(_))))
                    || word == "fold"
                    || word == "times"
                {
                    set(figure, Unit::Times, at + 1);
                } else if let Some((seconds, next)) = self.person_time(at) {
                    scale(figure, seconds);
                    set(figure, Unit::Seconds, next);
                } else if let Some(bytes) = data_unit(self.text(at)) {
                    scale(figure, bytes);
                    set(figure, Unit::Bytes, at + 1);
                } else if matches!(word, "rps" | "tps" | "qps" | "iops" | "fps" | "mbps" | "gbps") {
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
        if !matches!(
            self.word(at),
            "business" | "working" | "calendar" | "person" | "engineer" | "engineering" | "developer" | "man"
        ) {
            return None;
        }
        let unit = at + 1 + usize::from(self.is_dash(at + 1));
        time_unit(self.word(unit), false, self.text(unit)).map(|seconds| (seconds, unit + 1))
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
        if let Some(smaller) =
            time_unit(self.word(next), self.glued(next), self.text(next)).filter(|unit| *unit < seconds)
        {
            figure.quantity.value += value * smaller;
            (figure.next, figure.end) = (next + 1, self.end_of(next + 1));
        }
    }

    /// "/week", "per month", "a year", "annually".
    #[inline(always)]
    pub(super) fn period(&self, at: usize) -> Option<(Period, usize)> {
        let token = self.tokens.get(at)?;
        let slash = matches!(token.kind, Kind::Other('/'));
        if slash || PERIODS.shapes().has(token.shape) { self.period_at(at, slash) } else { None }
    }

    /// The same, of a token that may begin one: a slash or a word.
    fn period_at(&self, at: usize, slash: bool) -> Option<(Period, usize)> {
        let adverb = match self.word(at) {
            "hourly" => Some(Period::Hour),
            "daily" => Some(Period::Day),
            "weekly" => Some(Period::Week),
            "monthly" => Some(Period::Month),
            "annually" | "yearly" | "annual" => Some(Period::Year),
            _ => None,
        };
        if let Some(period) = adverb {
            return Some((period, at + 1));
        }
        if !slash && !matches!(self.word(at), "per" | "a" | "an" | "each" | "every" | "por" | "pro" | "par" | "al") {
            return None;
        }
        let period = match self.word(at + 1) {
            "s" | "sec" | "second" | "segundo" | "sekunde" | "seconde" => Period::Second,
            "min" | "minute" | "minuto" => Period::Minute,
            "h" | "hr" | "hour" | "hora" | "stunde" | "heure" => Period::Hour,
            "d" | "day" | "night" | "día" | "dia" | "tag" | "jour" => Period::Day,
            "w" | "wk" | "week" | "semana" | "woche" | "semaine" | "sprint" => Period::Week,
            "mo" | "month" | "mes" | "mês" | "monat" | "mois" | "mesi" => Period::Month,
            "y" | "yr" | "year" | "annum" | "año" | "ano" | "jahr" | "an" => Period::Year,
            "quarter" => Period::Quarter,
            _ => return None,
        };
        Some((period, at + 2))
    }
}

/// What multiplies a number.
static SCALES: Few = Few::new(&[
    "k",
    "m",
    "b",
    "mm",
    "bn",
    "mn",
    "mio",
    "thousand",
    "mil",
    "mille",
    "tausend",
    "million",
    "millions",
    "millionen",
    "millones",
    "milhões",
    "billion",
    "milliarden",
    "lakh",
    "lakhs",
    "lac",
    "lacs",
    "crore",
    "crores",
    "cr",
    "dozen",
]);
/// What may be a unit, or begin one.
static UNITS: Few = Few::new(&[
    "per",
    "pour",
    "por",
    "percent",
    "pct",
    "prozent",
    "percentage",
    "pp",
    "porciento",
    "x",
    "fold",
    "times",
    "rps",
    "tps",
    "qps",
    "iops",
    "fps",
    "mbps",
    "gbps",
    "star",
    "stars",
    "out",
    "of",
    "von",
    "de",
    "business",
    "working",
    "calendar",
    "person",
    "engineer",
    "engineering",
    "developer",
    "man",
    "usd",
    "us",
    "eur",
    "gbp",
    "inr",
    "rs",
    "aud",
    "cad",
    "chf",
    "sgd",
    "jpy",
    "brl",
    "dollars",
    "dollar",
    "dólares",
    "euros",
    "euro",
    "pounds",
    "rupees",
    "yen",
    "reais",
    "ns",
    "µs",
    "μs",
    "ms",
    "msec",
    "millisecond",
    "milliseconds",
    "millis",
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "segundos",
    "segundo",
    "sekunden",
    "secondes",
    "m",
    "min",
    "mins",
    "minute",
    "minutes",
    "minuto",
    "minutos",
    "minuti",
    "minuten",
    "मिनट",
    "h",
    "hr",
    "hrs",
    "hour",
    "hours",
    "hora",
    "horas",
    "stunde",
    "stunden",
    "heure",
    "heures",
    "ore",
    "घंटे",
    "d",
    "day",
    "days",
    "día",
    "días",
    "dia",
    "dias",
    "tag",
    "tage",
    "tagen",
    "jour",
    "jours",
    "giorni",
    "दिन",
    "week",
    "weeks",
    "wk",
    "wks",
    "semana",
    "semanas",
    "woche",
    "wochen",
    "semaine",
    "semaines",
    "settimane",
    "month",
    "months",
    "mo",
    "mes",
    "meses",
    "mês",
    "monat",
    "monate",
    "monaten",
    "mois",
    "quarter",
    "quarters",
    "year",
    "years",
    "yr",
    "yrs",
    "año",
    "años",
    "ano",
    "anos",
    "jahr",
    "jahre",
    "jahren",
    "ans",
    "kb",
    "kib",
    "mb",
    "mib",
    "gb",
    "gib",
    "tb",
    "tib",
    "pb",
    "pib",
    "terabytes",
    "gigabytes",
    "megabytes",
    "petabytes",
]);
/// What a period begins with.
static PERIODS: Few = Few::new(&[
    "hourly", "daily", "weekly", "monthly", "annually", "yearly", "annual", "per", "a", "an", "each", "every", "por",
    "pro", "par", "al",
]);

/// The value of a number word.
pub(super) fn number_word(word: &str) -> Option<f64> {
    // Asked of every word: most are told by their length and first letter.
    let first = word.bytes().next()?;
    if !(3..=9).contains(&word.len()) || !matches!(first, b'z' | b'o' | b't' | b'f' | b's' | b'e' | b'n' | b'h') {
        return None;
    }
    Some(match word {
        "zero" => 0.0,
        "one" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" => 8.0,
        "nine" => 9.0,
        "ten" => 10.0,
        "eleven" => 11.0,
        "twelve" => 12.0,
        "thirteen" => 13.0,
        "fourteen" => 14.0,
        "fifteen" => 15.0,
        "sixteen" => 16.0,
        "seventeen" => 17.0,
        "eighteen" => 18.0,
        "nineteen" => 19.0,
        "twenty" => 20.0,
        "thirty" => 30.0,
        "forty" => 40.0,
        "fifty" => 50.0,
        "sixty" => 60.0,
        "seventy" => 70.0,
        "eighty" => 80.0,
        "ninety" => 90.0,
        "hundred" => 100.0,
        _ => return None,
    })
}

fn currency_code(word: &str) -> Option<&'static str> {
    if !(2..=3).contains(&word.len()) {
        return None;
    }
    Some(match word {
        "usd" | "us" => "USD",
        "eur" => "EUR",
        "gbp" => "GBP",
        "inr" | "rs" => "INR",
        "aud" => "AUD",
        "cad" => "CAD",
        "chf" => "CHF",
        "sgd" => "SGD",
        "jpy" => "JPY",
        "brl" => "BRL",
        _ => return None,
    })
}

fn currency_name(word: &str) -> Option<&'static str> {
    Some(match word {
        "dollars" | "dollar" | "dólares" => "USD",
        "euros" | "euro" => "EUR",
        "pounds" => "GBP",
        "rupees" => "INR",
        "yen" => "JPY",
        "reais" => "BRL",
        "us" | "rs" => return None,
        _ => return currency_code(word),
    })
}

/// How many seconds a unit of time has. `written` tells `m` from `M` and `d` from `D`.
pub(super) fn time_unit(word: &str, glued: bool, written: &str) -> Option<f64> {
    static NAMES: Few = Few::new(&TIMES.0);
    if !NAMES.shapes().know(word) {
        return None;
    }
    let seconds = TIMES.1[NAMES.position(word)?];
    let is_unit = match word {
        "us" => glued,
        "m" | "d" => glued && written == word,
        "s" => written == word,
        _ => true,
    };
    is_unit.then_some(seconds)
}

/// The units of time, in lower case, by how many seconds they have.
const TIME_UNITS: &[(f64, &[&str])] = &[
    (1e-9, &["ns"]),
    (1e-6, &["µs", "μs", "us"]),
    (1e-3, &["ms", "msec", "millisecond", "milliseconds", "millis"]),
    (1.0, &["s", "sec", "secs", "second", "seconds", "segundos", "segundo", "sekunden", "secondes"]),
    (MINUTE, &["m", "min", "mins", "minute", "minutes", "minuto", "minutos", "minuti", "minuten", "मिनट"]),
    (
        60.0 * MINUTE,
        &["h", "hr", "hrs", "hour", "hours", "hora", "horas", "stunde", "stunden", "heure", "heures", "ore", "घंटे"],
    ),
    (
        DAY,
        &["d", "day", "days", "día", "días", "dia", "dias", "tag", "tage", "tagen", "jour", "jours", "giorni", "दिन"],
    ),
    (
        7.0 * DAY,
        &["week", "weeks", "wk", "wks", "semana", "semanas", "woche", "wochen", "semaine", "semaines", "settimane"],
    ),
    (30.0 * DAY, &["month", "months", "mo", "mes", "meses", "mês", "monat", "monate", "monaten", "mois"]),
    (91.0 * DAY, &["quarter", "quarters"]),
    (365.0 * DAY, &["year", "years", "yr", "yrs", "año", "años", "ano", "anos", "jahr", "jahre", "jahren", "ans"]),
];
const MINUTE: f64 = 60.0;
const DAY: f64 = 86_400.0;

/// The words of [`TIME_UNITS`], and how many seconds each has.
static TIMES: ([&str; TIME_WORDS], [f64; TIME_WORDS]) = times();
/// How many words [`TIME_UNITS`] has.
const TIME_WORDS: usize = {
    let (mut unit, mut len) = (0, 0);
    // Iterators are nothing for a constant.
    while unit < TIME_UNITS.len() {
        len += TIME_UNITS[unit].1.len();
        unit += 1;
    }
    len
};

const fn times() -> ([&'static str; TIME_WORDS], [f64; TIME_WORDS]) {
    let (mut words, mut seconds) = ([""; TIME_WORDS], [0.0; TIME_WORDS]);
    let (mut unit, mut len) = (0, 0);
    while unit < TIME_UNITS.len() {
        let mut at = 0;
        while at < TIME_UNITS[unit].1.len() {
            (words[len], seconds[len]) = (TIME_UNITS[unit].1[at], TIME_UNITS[unit].0);
            (at, len) = (at + 1, len + 1);
        }
        unit += 1;
    }
    (words, seconds)
}

/// How many bytes a unit of data has; the case tells "GB" from a word.
pub(super) fn data_unit(written: &str) -> Option<f64> {
    Some(match written {
        "KB" | "kB" | "KiB" => 1e3,
        "MB" | "MiB" => 1e6,
        "GB" | "Gb" | "GiB" | "gb" => 1e9,
        "TB" | "TiB" | "tb" => 1e12,
        "PB" | "PiB" => 1e15,
        "terabytes" => 1e12,
        "gigabytes" => 1e9,
        "megabytes" => 1e6,
        "petabytes" => 1e15,
        _ => return None,
    })
}

/// The unit that a run without spaces begins with, how long it is, and its factor.
fn cjk_unit(run: &str) -> Option<(Unit, usize, f64)> {
    const UNITS: &[(&str, Unit, f64)] = &[
        ("毫秒", Unit::Seconds, 1e-3),
        ("秒", Unit::Seconds, 1.0),
        ("分钟", Unit::Seconds, 60.0),
        ("分鐘", Unit::Seconds, 60.0),
        ("小时", Unit::Seconds, 3600.0),
        ("小時", Unit::Seconds, 3600.0),
        ("個月", Unit::Seconds, 2_592_000.0),
        ("个月", Unit::Seconds, 2_592_000.0),
        ("天", Unit::Seconds, 86_400.0),
        ("周", Unit::Seconds, 604_800.0),
        ("年", Unit::Seconds, 31_536_000.0),
        ("倍", Unit::Times, 1.0),
        ("元", Unit::Money("CNY"), 1.0),
        ("초", Unit::Seconds, 1.0),
        ("분", Unit::Seconds, 60.0),
        ("시간", Unit::Seconds, 3600.0),
        ("일", Unit::Seconds, 86_400.0),
        ("주", Unit::Seconds, 604_800.0),
        ("개월", Unit::Seconds, 2_592_000.0),
        ("배", Unit::Times, 1.0),
        ("원", Unit::Money("KRW"), 1.0),
        ("分", Unit::Seconds, 60.0),
        ("時間", Unit::Seconds, 3600.0),
        ("日", Unit::Seconds, 86_400.0),
        ("円", Unit::Money("JPY"), 1.0),
    ];
    UNITS.iter().find(|(unit, ..)| run.starts_with(unit)).map(|(text, unit, factor)| (*unit, text.len(), *factor))
}
