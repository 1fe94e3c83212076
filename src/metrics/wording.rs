//! Outcomes that are said without a number of their own: "lost no data", "in seconds", "sub-second", "一半".

use super::grammar::{Found, Reading, is_frequency, is_outcome_noun};
use super::quantity::{Source, time_unit};
use super::token::Kind;
use super::traps::is_time_word;
use super::{Metric, MetricKind, Quantities, Quantity, Unit};
use crate::text::Span;

impl Source<'_> {
    /// The outcome that the words from `at` on say.
    pub(super) fn phrased(&self, at: usize, reading: Reading) -> Option<Found> {
        if reading == Reading::State {
            return None;
        }
        match self.word(at) {
            "no" => self.kept(at),
            "a" => self.not_a_single(at),
            "not" => self.not_one(at),
            "had" | "only" | "just" | "without" => self.hardly_any(at),
            "once" => self.not_once(at),
            "nobody" => self.nobody(at, at + 1),
            "sub" | "subsecond" => self.below_one(at),
            "in" | "within" | "to" => self.in_units(at),
            "single" => self.single_digits(at),
            word if is_frequency(word) => self.rhythm(at),
            _ => None,
        }
    }

    /// "成本降低了一半": a share or a multiple within a run that has no spaces.
    pub(super) fn run_of_words(&self, at: usize) -> Option<Found> {
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
        // "一半的人": half of somebody; a share counts where something moved to it.
        let moved = ["降", "减", "減", "省", "少", "缩", "削", "增", "提", "縮", "下", "줄", "이하"];
        let said =
            !matches!(text, "一半" | "절반") || moved.iter().any(|verb| before.contains(verb) || after.contains(verb));
        if after.starts_with('的') || !said {
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
    fn kept(&self, at: usize) -> Option<Found> {
        let one = at + 1 + usize::from(self.is_dash(at + 1));
        if self.says(one, "one") {
            return self.nobody(at, one + 1);
        }
        let lost =
            matches!(self.word(at.checked_sub(1)?), "lost" | "lose" | "losing" | "dropped" | "missed" | "missing");
        let next = lost.then(|| self.singular(at + 1))??;
        let idle = matches!(
            self.word(next - 1),
            "time" | "sleep" | "interest" | "hope" | "momentum" | "face" | "focus" | "chance" | "opportunity" | "hints"
        );
        (!idle).then(|| self.none(at, next))
    }

    /// "did not lose a single order", "never dropped a single request".
    fn not_a_single(&self, at: usize) -> Option<Found> {
        if !self.says(at + 1, "single") || !self.words_before(at, 4).any(is_negation) {
            return None;
        }
        let next = self.singular(at + 2)?;
        let noun = self.word(next - 1);
        let idle = time_unit(noun, false, noun).is_some()
            || matches!(noun, "night" | "word" | "idea" | "clue" | "thing" | "doubt" | "email" | "meeting" | "line");
        // "never had a single server" has nothing to be glad of.
        let owned = matches!(self.word(at - 1), "had" | "have" | "has" | "see" | "saw") && !is_outcome(noun);
        (!idle && !owned).then(|| self.none(at, next))
    }

    /// "not one customer complained".
    fn not_one(&self, at: usize) -> Option<Found> {
        if !self.says(at + 1, "one") {
            return None;
        }
        let next = at + 3;
        let noun = self.word(next - 1);
        (is_outcome(noun) || matches!(noun, "user" | "team" | "request" | "order" | "record" | "file" | "message"))
            .then(|| self.none(at, next))
    }

    /// "only one incident since", "never had an outage in 6 months", "without an incident since".
    fn hardly_any(&self, at: usize) -> Option<Found> {
        let article = matches!(self.word(at + 1), "a" | "an" | "any" | "one");
        let noun = at + 1 + usize::from(article);
        let counted = match self.word(at) {
            "had" => article && self.words_before(at, 3).any(is_negation),
            "without" => true,
            _ => self.says(at + 1, "one"),
        };
        let next = counted.then(|| self.none_since(noun))??;
        let one = matches!(self.word(at), "only" | "just");
        let (metric, next) = self.none(at, next);
        let value = Quantity { value: if one { 1.0 } else { 0.0 }, upto: None, unit: Unit::Count, per: None };
        Some((Metric { values: Quantities { value: Some(value), ..metric.values }, ..metric }, next))
    }

    /// "has not failed once since".
    fn not_once(&self, at: usize) -> Option<Found> {
        let negated = (at.saturating_sub(3)..at).rev().find(|at| is_negation(self.word(*at)))?;
        let works = self.words_before(at, 1).any(|word| {
            matches!(word, "failed" | "crashed" | "broken" | "fallen" | "paged" | "missed" | "stalled" | "happened")
        });
        (works && self.says(at + 1, "since")).then(|| self.none(negated.max(at - 1), at + 2))
    }

    /// "nobody was paged for 3 months": what follows begins at `verb`.
    fn nobody(&self, at: usize, verb: usize) -> Option<Found> {
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
        let next =
            reach.clone().take_while(|at| self.kind(*at) != Some(Kind::Stop)).find_map(|at| match self.word(at) {
                "since" => Some(at + 1),
                "for" | "in" | "over" | "within" => self.period_of_time(at + 1),
                _ => None,
            })?;
        Some(self.none(at, next))
    }

    /// The token after a period that begins at `at`: "the last 6 months", "the first week".
    pub(super) fn period_of_time(&self, at: usize) -> Option<usize> {
        let number = at + usize::from(matches!(self.word(at), "the" | "over"));
        let ordinal = matches!(self.word(number), "last" | "past" | "following" | "first" | "next" | "whole");
        let number = number + usize::from(ordinal);
        if ordinal && matches!(self.word(number), "day" | "week" | "month" | "quarter" | "year") {
            return Some(number + 1);
        }
        self.figure(number).filter(|figure| figure.quantity.unit == Unit::Seconds).map(|figure| figure.next)
    }

    /// "sub-second": less than one unit of time, where it does not say how finely time is told.
    fn below_one(&self, at: usize) -> Option<Found> {
        let joined = self.says(at, "subsecond");
        let unit = if joined { at } else { at + 1 + usize::from(self.is_dash(at + 1)) };
        let next = unit + 1;
        let seconds = if joined { Some(1.0) } else { time_unit(self.word(unit), false, self.text(unit)) }?;
        let finely = matches!(
            self.word(next),
            "precision" | "resolution" | "granularity" | "timestamps" | "timestamp" | "accuracy" | "intervals"
        );
        let value = Quantity { value: seconds, upto: None, unit: Unit::Seconds, per: None };
        (!finely).then(|| self.said(at, next, MetricKind::Duration, Some(value)))
    }

    /// "rolled back in seconds", "dropped to milliseconds".
    fn in_units(&self, at: usize) -> Option<Found> {
        let unit = self.word(at + 1);
        let short = matches!(unit, "seconds" | "minutes" | "milliseconds" | "microseconds");
        let ends = match self.kind(at + 2) {
            None | Some(Kind::Stop | Kind::Dash | Kind::Other(',' | ')' | '(')) => true,
            Some(Kind::Word) => {
                matches!(self.word(at + 2), "and" | "now" | "so" | "which" | "even" | "without" | "with")
            }
            _ => false,
        };
        let counts = match self.word(at) {
            "to" => {
                is_time_word(unit)
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
            _ => short && at > 0 && self.kind(at - 1) == Some(Kind::Word),
        };
        (ends && counts).then(|| self.said(at + 1, at + 2, MetricKind::Duration, None))
    }

    /// "in the single digits"; with a hyphen it is read elsewhere.
    fn single_digits(&self, at: usize) -> Option<Found> {
        let low = self.says(at + 1, "digits") && self.words_before(at, 2).any(|word| matches!(word, "in" | "to"));
        low.then(|| self.said(at, at + 2, MetricKind::CountDelta, None))
    }

    /// "from quarterly releases to weekly ones".
    fn rhythm(&self, at: usize) -> Option<Found> {
        if !self.says(at.checked_sub(1)?, "from") {
            return None;
        }
        let to = (at + 2..at + 5).find(|at| self.says(*at, "to"))?;
        let plain = (at + 1..to).all(|at| self.kind(at) == Some(Kind::Word));
        let other = self.word(to + 1);
        (plain && is_frequency(other) && other != self.word(at))
            .then(|| self.said(at - 1, to + 2, MetricKind::Frequency, None))
    }

    fn none(&self, at: usize, next: usize) -> Found {
        let value = Quantity { value: 0.0, upto: None, unit: Unit::Count, per: None };
        self.said(at, next, MetricKind::CountDelta, Some(value))
    }

    fn said(&self, at: usize, next: usize, kind: MetricKind, value: Option<Quantity>) -> Found {
        let next = next.min(self.tokens.len());
        let span = Span::new(self.tokens[at].span.start, self.end_of(next));
        (Metric { span, kind, values: Quantities { value, ..Quantities::default() } }, next)
    }
}

/// Whether the noun, in the singular, names something whose absence is an outcome.
pub(super) fn is_outcome(noun: &str) -> bool {
    let mut plural = [0; 24];
    let len = noun.len();
    if len == 0 || len >= 20 {
        return false;
    }
    plural[..len].copy_from_slice(noun.as_bytes());
    ["s", "es"].iter().any(|ending| {
        let end = len + ending.len();
        plural[len..end].copy_from_slice(ending.as_bytes());
        std::str::from_utf8(&plural[..end]).is_ok_and(is_outcome_noun)
    })
}

fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "never" | "without") || word.ends_with("n't") || word.ends_with("n’t")
}
