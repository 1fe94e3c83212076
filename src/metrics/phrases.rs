//! Metrics in words: "cut in half", "zero incidents", "lost no data", "in seconds", "一半".

use super::lexer::TokenKind;
use super::metric::{Metric, MetricKind, Quantities, Quantity, Unit};
use super::nouns::{is_outcome, is_outcome_noun};
use super::quantity::is_plural_time_word;
use super::source::{MetricMatch, ParseMode, Source};
use crate::text::Span;

/// Parses a kind of metric that starts at a token.
type Parser<'a> = fn(&Source<'a>, usize) -> Option<MetricMatch>;

impl<'a> Source<'a> {
    /// Returns the metric in words that starts at `at`, from the first parser that recognizes one.
    pub(super) fn in_words(&self, at: usize, mode: ParseMode) -> Option<MetricMatch> {
        let parsers: [Parser<'a>; 9] = [
            Self::multiple,
            Self::half,
            Self::double,
            Self::magnitude,
            Self::single_digit,
            Self::round_number,
            Self::share,
            Self::many,
            Self::change_in_words,
        ];
        // Phrases that are never a baseline.
        let of_outcomes: [Parser<'a>; 10] = [
            Self::kept,
            Self::not_a_single,
            Self::not_one,
            Self::hardly_any,
            Self::not_once,
            Self::nobody_harmed,
            Self::below_one,
            Self::in_units,
            Self::single_digits,
            Self::rhythm,
        ];
        let found = parsers.iter().find_map(|parser| parser(self, at));
        let found = found.or_else(|| self.how_often(at, mode)).or_else(|| self.nothing(at, mode));
        match mode {
            ParseMode::Outcome => found.or_else(|| of_outcomes.iter().find_map(|parser| parser(self, at))),
            ParseMode::Baseline => found,
        }
    }

    /// "halved", "fivefold".
    fn multiple(&self, at: usize) -> Option<MetricMatch> {
        let value = self.entry(at).multiple?;
        // "We doubled down on quality."
        let idiom = self.word(at).starts_with("doubl") && matches!(self.word(at + 1), "down" | "back" | "as");
        (!idiom).then(|| self.matched_multiple(at, at + 1, value))
    }

    /// "cut in half", "by half", "half the time", "half as much".
    fn half(&self, at: usize) -> Option<MetricMatch> {
        let next = match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            ("in" | "by", "half", "a" | "an") => return None,
            ("in" | "by", "half", _) => at + 2,
            ("half", "the", "time" | "cost" | "price" | "size" | "memory" | "effort" | "latency") => at + 3,
            ("half", "as", _) => at + 3,
            _ => return None,
        };
        Some(self.matched_multiple(at, next, 0.5))
    }

    /// "double the throughput", "twice as fast".
    fn double(&self, at: usize) -> Option<MetricMatch> {
        let (next, value) = match (self.word(at), self.word(at + 1)) {
            ("double" | "doubles", "the" | "our" | "its" | "their") => (at + 1, 2.0),
            ("triple" | "triples", "the" | "our" | "its" | "their") => (at + 1, 3.0),
            ("twice", "as") => (at + 3, 2.0),
            _ => return None,
        };
        Some(self.matched_multiple(at, next, value))
    }

    /// "twice a week". The frequency of meetings is no outcome.
    fn how_often(&self, at: usize, mode: ParseMode) -> Option<MetricMatch> {
        let value = match self.word(at) {
            "once" => 1.0,
            "twice" => 2.0,
            _ => return None,
        };
        let (period, next) = self.period(at + 1)?;
        let met = |word: &str| matches!(word, "met" | "meet" | "meets" | "meetings" | "sync" | "run" | "runs");
        if mode == ParseMode::Outcome && self.words_before(at, 3).any(met) {
            return None;
        }
        let value = Quantity { value, upto: None, unit: Unit::Times, per: Some(period) };
        Some(self.matched(at, next, MetricKind::Frequency, Some(value)))
    }

    /// "an order of magnitude".
    fn magnitude(&self, at: usize) -> Option<MetricMatch> {
        let is_said = matches!(self.word(at), "order" | "orders") && self.is_word(at + 1, "of");
        (is_said && self.is_word(at + 2, "magnitude")).then(|| self.matched_multiple(at, at + 3, 10.0))
    }

    /// "single-digit ms", "to single-digit numbers".
    fn single_digit(&self, at: usize) -> Option<MetricMatch> {
        if !self.is_word(at, "single") || !self.is_dash(at + 1) || !matches!(self.word(at + 2), "digit" | "digits") {
            return None;
        }
        let unit = self.time_unit(at + 3, false).is_some();
        let to = self.words_before(at, 2).any(|word| word == "to");
        let kind = if unit { MetricKind::Duration } else { MetricKind::CountDelta };
        (unit || to).then(|| self.matched(at, at + 3 + usize::from(unit), kind, None))
    }

    /// "zero incidents", "no outages in six months", "without a single failure".
    fn nothing(&self, at: usize, mode: ParseMode) -> Option<MetricMatch> {
        let next = match (self.word(at), self.word(at + 1)) {
            ("zero", _) => self.zero(at, mode),
            ("no", _) => self.none_since(at + 1),
            ("without" | "not", "a") if self.is_word(at + 2, "single") => self.singular(at + 3),
            _ => None,
        }?;
        Some(self.matched_zero(at, next))
    }

    /// "a million events daily", "a hundred teams".
    fn round_number(&self, at: usize) -> Option<MetricMatch> {
        let value = self.is_word(at, "a").then(|| self.entry(at + 1).power)??;
        let (next, kind) = match self.rate(at + 2) {
            Some(next) => (next, MetricKind::Throughput),
            None => (self.noun(at + 2)?, MetricKind::CountDelta),
        };
        let value = Quantity { value, upto: None, unit: Unit::Count, per: None };
        Some(self.matched(at, next, kind, Some(value)))
    }

    /// "by two thirds", "to a quarter of".
    fn share(&self, at: usize) -> Option<MetricMatch> {
        let one = self.is_word(at, "a");
        let number = if one { 1.0 } else { self.entry(at).number? };
        let part = at + 1 + usize::from(self.is_dash(at + 1));
        let parts = self.entry(part).part.filter(|parts| *parts > number && (*parts > 2.0 || !one))?;
        // "in a quarter" is a time.
        let before = (at.saturating_sub(3)..at).rev().take_while(|at| self.kind(*at) != Some(TokenKind::Stop));
        let near = before.filter(|at| !self.word(*at).is_empty()).find(|at| !self.is_hedge_or_article(*at));
        let by = near
            .is_some_and(|at| matches!(self.word(at), "by" | "to" | "cut" | "reduced" | "dropped" | "fell" | "saved"));
        let share_of =
            self.words_after(part + 2, 2).any(|word| matches!(word, "time" | "cost" | "price" | "size" | "effort"));
        let of = self.is_word(part + 1, "of") && (share_of || parts != 4.0 && !one);
        // Quarters are times, too.
        let plural = parts != 4.0 && self.word(part).ends_with('s');
        let less =
            matches!(self.word(part + 1), "less" | "fewer" | "faster" | "lower" | "cheaper" | "reduction" | "drop");
        (by || of || plural || less).then(|| self.matched_multiple(at, part + 1, number / parts))
    }

    /// "millions of requests per month".
    fn many(&self, at: usize) -> Option<MetricMatch> {
        if !self.entry(at).many || !self.is_word(at + 1, "of") {
            return None;
        }
        let next = self.rate(at + 2)?;
        Some(self.matched(at, next, MetricKind::Throughput, None))
    }

    /// Returns the token after the noun of "zero data loss".
    fn zero(&self, at: usize, mode: ParseMode) -> Option<usize> {
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
        let to = at > 0 && self.is_word(at - 1, "to");
        if to {
            let scaled = self.words_before(at, 4).any(|word| word.starts_with("scal"));
            return (!scaled && !self.words_before(at, 4).any(|word| word == "from")).then_some(at + 1);
        }
        let near = at > 1 && self.is_hyphen(at - 1)
            || at > 0 && matches!(self.word(at - 1), "from" | "ground" | "near" | "nearly");
        if near {
            // "dropped to near zero"
            let fell = at > 1
                && self.is_word(at - 2, "to")
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
        (mode == ParseMode::Outcome || self.is_plural(next - 1)).then_some(next)
    }

    /// Returns the token after the noun of "downtime since" or "incidents in six months", which follow "no".
    fn none_since(&self, at: usize) -> Option<usize> {
        let next = self.singular(at)?;
        let noun = self.word(next - 1);
        let bad = is_outcome_noun(noun)
            || is_outcome(noun)
            || matches!(noun, "downtime" | "loss" | "churn" | "outage" | "incident" | "recurrence");
        if !bad {
            return None;
        }
        let since = self.is_word(next, "since");
        let period =
            matches!(self.word(next), "in" | "for" | "over" | "within") && self.period_of_time(next + 1).is_some();
        (since || period).then_some(next)
    }

    /// "成本降低了一半": a share or a multiple within a run that has no spaces.
    pub(super) fn cjk_share(&self, at: usize) -> Option<MetricMatch> {
        const SHARES: &[(&str, f64)] = &[
            ("一半", 0.5),
            ("减半", 0.5),
            ("減半", 0.5),
            ("半減", 0.5),
            ("절반", 0.5),
            ("翻倍", 2.0),
            ("翻番", 2.0),
            ("翻了一番", 2.0),
        ];
        let run = self.word(at);
        let (found, text, value) =
            SHARES.iter().find_map(|&(text, value)| run.find(text).map(|found| (found, text, value)))?;
        let (before, after) = (&run[..found], &run[found + text.len()..]);
        // "一半的人" (half of the people): a share counts only if something rose or fell to it.
        let moved = ["降", "减", "減", "省", "少", "缩", "削", "增", "提", "縮", "下", "줄", "이하"];
        let is_change =
            !matches!(text, "一半" | "절반") || moved.iter().any(|verb| before.contains(verb) || after.contains(verb));
        if after.starts_with('的') || !is_change {
            // "절반으로 줄었다": the verb is the next run.
            let next = self.word(at + 1);
            if text != "절반" || !moved.iter().any(|verb| next.contains(verb)) {
                return None;
            }
        }
        let start = self.tokens[at].span.start + found;
        let value = Quantity { value, upto: None, unit: Unit::Times, per: None };
        let values = Quantities { value: Some(value), ..Quantities::default() };
        let span = Span::new(start, start + text.len());
        Some((Metric { span, kind: MetricKind::SpelledMultiplier, values }, at + 1))
    }

    /// "lost no data", "missed no deadline", "no one was paged for 3 months".
    fn kept(&self, at: usize) -> Option<MetricMatch> {
        if !self.is_word(at, "no") {
            return None;
        }
        let one = at + 1 + usize::from(self.is_dash(at + 1));
        if self.is_word(one, "one") {
            return self.nobody(at, one + 1);
        }
        let lost =
            matches!(self.word(at.checked_sub(1)?), "lost" | "lose" | "losing" | "dropped" | "missed" | "missing");
        let next = lost.then(|| self.singular(at + 1))??;
        let idle = matches!(
            self.word(next - 1),
            "time" | "sleep" | "interest" | "hope" | "momentum" | "face" | "focus" | "chance" | "opportunity" | "hints"
        );
        (!idle).then(|| self.matched_zero(at, next))
    }

    /// "did not lose a single order", "never dropped a single request".
    fn not_a_single(&self, at: usize) -> Option<MetricMatch> {
        if !self.is_word(at, "a") || !self.is_word(at + 1, "single") || !self.words_before(at, 4).any(is_negation) {
            return None;
        }
        let next = self.singular(at + 2)?;
        let noun = self.word(next - 1);
        let idle = self.time_unit(next - 1, false).is_some()
            || matches!(noun, "night" | "word" | "idea" | "clue" | "thing" | "doubt" | "email" | "meeting" | "line");
        // "never had a single server" is no outcome.
        let owned = matches!(self.word(at - 1), "had" | "have" | "has" | "see" | "saw") && !is_outcome(noun);
        (!idle && !owned).then(|| self.matched_zero(at, next))
    }

    /// "not one customer complained".
    fn not_one(&self, at: usize) -> Option<MetricMatch> {
        if !self.is_word(at, "not") || !self.is_word(at + 1, "one") {
            return None;
        }
        let next = at + 3;
        let noun = self.word(next - 1);
        (is_outcome(noun) || matches!(noun, "user" | "team" | "request" | "order" | "record" | "file" | "message"))
            .then(|| self.matched_zero(at, next))
    }

    /// "only one incident since", "never had an outage in 6 months", "without an incident since".
    fn hardly_any(&self, at: usize) -> Option<MetricMatch> {
        let article = matches!(self.word(at + 1), "a" | "an" | "any" | "one");
        let noun = at + 1 + usize::from(article);
        let counted = match self.word(at) {
            "had" => article && self.words_before(at, 3).any(is_negation),
            "without" => true,
            "only" | "just" => self.is_word(at + 1, "one"),
            _ => false,
        };
        let next = counted.then(|| self.none_since(noun))??;
        let one = matches!(self.word(at), "only" | "just");
        let (metric, next) = self.matched_zero(at, next);
        let value = Quantity { value: if one { 1.0 } else { 0.0 }, upto: None, unit: Unit::Count, per: None };
        Some((Metric { values: Quantities { value: Some(value), ..metric.values }, ..metric }, next))
    }

    /// "has not failed once since".
    fn not_once(&self, at: usize) -> Option<MetricMatch> {
        if !self.is_word(at, "once") {
            return None;
        }
        let negated = (at.saturating_sub(3)..at).rev().find(|at| is_negation(self.word(*at)))?;
        let works = self.words_before(at, 1).any(|word| {
            matches!(word, "failed" | "crashed" | "broken" | "fallen" | "paged" | "missed" | "stalled" | "happened")
        });
        (works && self.is_word(at + 1, "since")).then(|| self.matched_zero(negated.max(at - 1), at + 2))
    }

    /// "nobody was paged for 3 months".
    fn nobody_harmed(&self, at: usize) -> Option<MetricMatch> {
        if self.is_word(at, "nobody") { self.nobody(at, at + 1) } else { None }
    }

    /// Like [`Self::nobody_harmed`], for "nobody" or "no one" at `at`, with the verb at `verb` or later.
    fn nobody(&self, at: usize, verb: usize) -> Option<MetricMatch> {
        let harmed = |word: &str| {
            matches!(
                word,
                "paged"
                    | "called"
                    | "woken"
                    | "complained"
                    | "hurt"
                    | "injured"
                    | "noticed"
                    | "quit"
                    | "resigned"
                    | "escalated"
                    | "reported"
            )
        };
        let (index, _) = self.words_after(verb, 4).enumerate().find(|(_, word)| harmed(word))?;
        let reach = verb + index + 1..verb + index + 6;
        let next = reach.clone().take_while(|at| self.kind(*at) != Some(TokenKind::Stop)).find_map(|at| match self
            .word(at)
        {
            "since" => Some(at + 1),
            "for" | "in" | "over" | "within" => self.period_of_time(at + 1),
            _ => None,
        })?;
        Some(self.matched_zero(at, next))
    }

    /// "sub-second": less than one unit of time, but not in "sub-second precision".
    fn below_one(&self, at: usize) -> Option<MetricMatch> {
        let joined = self.is_word(at, "subsecond");
        if !joined && !self.is_word(at, "sub") {
            return None;
        }
        let unit = if joined { at } else { at + 1 + usize::from(self.is_dash(at + 1)) };
        let next = unit + 1;
        let seconds = if joined { Some(1.0) } else { self.time_unit(unit, false) }?;
        let finely = matches!(
            self.word(next),
            "precision" | "resolution" | "granularity" | "timestamps" | "timestamp" | "accuracy" | "intervals"
        );
        let value = Quantity { value: seconds, upto: None, unit: Unit::Seconds, per: None };
        (!finely).then(|| self.matched(at, next, MetricKind::Duration, Some(value)))
    }

    /// "rolled back in seconds", "dropped to milliseconds".
    fn in_units(&self, at: usize) -> Option<MetricMatch> {
        if !matches!(self.word(at), "in" | "within" | "to") {
            return None;
        }
        let unit = self.word(at + 1);
        let is_short =
            is_plural_time_word(unit) && self.time_unit(at + 1, false).is_some_and(|seconds| seconds <= 60.0);
        let ends = match self.kind(at + 2) {
            None | Some(TokenKind::Stop | TokenKind::Dash | TokenKind::Other(',' | ')' | '(')) => true,
            Some(TokenKind::Word) => {
                matches!(self.word(at + 2), "and" | "now" | "so" | "which" | "even" | "without" | "with")
            }
            _ => false,
        };
        let counts = match self.word(at) {
            "to" => {
                is_plural_time_word(unit)
                    && self.words_before(at, 6).any(|word| {
                        matches!(
                            word,
                            "dropped"
                                | "fell"
                                | "went"
                                | "cut"
                                | "reduced"
                                | "shrank"
                                | "down"
                                | "brought"
                                | "came"
                                | "shortened"
                        )
                    })
            }
            "in" | "within" => is_short && at > 0 && self.kind(at - 1) == Some(TokenKind::Word),
            _ => false,
        };
        (ends && counts).then(|| self.matched(at + 1, at + 2, MetricKind::Duration, None))
    }

    /// "in the single digits". For "single-digit", see [`Self::single_digit`].
    fn single_digits(&self, at: usize) -> Option<MetricMatch> {
        let low = self.is_word(at, "single")
            && self.is_word(at + 1, "digits")
            && self.words_before(at, 2).any(|word| matches!(word, "in" | "to"));
        low.then(|| self.matched(at, at + 2, MetricKind::CountDelta, None))
    }

    /// "from quarterly releases to weekly ones".
    fn rhythm(&self, at: usize) -> Option<MetricMatch> {
        if self.entry(at).often.is_none() || !self.is_word(at.checked_sub(1)?, "from") {
            return None;
        }
        let to = (at + 2..at + 5).find(|at| self.is_word(*at, "to"))?;
        let plain = (at + 1..to).all(|at| self.kind(at) == Some(TokenKind::Word));
        let other = self.word(to + 1);
        (plain && self.entry(to + 1).often.is_some() && other != self.word(at))
            .then(|| self.matched(at - 1, to + 2, MetricKind::Frequency, None))
    }

    fn matched_multiple(&self, at: usize, next: usize, value: f64) -> MetricMatch {
        let value = Quantity { value, upto: None, unit: Unit::Times, per: None };
        self.matched(at, next, MetricKind::SpelledMultiplier, Some(value))
    }

    fn matched_zero(&self, at: usize, next: usize) -> MetricMatch {
        let value = Quantity { value: 0.0, upto: None, unit: Unit::Count, per: None };
        self.matched(at, next, MetricKind::CountDelta, Some(value))
    }

    fn matched(&self, at: usize, next: usize, kind: MetricKind, value: Option<Quantity>) -> MetricMatch {
        let next = next.min(self.tokens.len());
        let span = Span::new(self.tokens[at].span.start, self.end_of(next));
        (Metric { span, kind, values: Quantities { value, ..Quantities::default() } }, next)
    }
}

fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "never" | "without") || word.ends_with("n't") || word.ends_with("n’t")
}
