//! Before and after: "from 4 hours to 8 minutes", "0.40 → 0.78", "8 minutes instead of 4 hours".

use super::lexer::TokenKind;
use super::metric::{Metric, MetricKind, Quantities, Unit};
use super::quantity::{QuantityMatch, is_plural_time_word};
use super::source::{MetricMatch, Source};
use crate::text::Span;

impl Source<'_> {
    /// Returns the change that starts with the quantity `first`.
    pub(super) fn change(&self, first: &QuantityMatch) -> Option<MetricMatch> {
        let from = self.preceded_by_from(first.first);
        let (joint, kind) = self.joint(first, from)?;
        let start = self.skip_hedges(joint);
        if self.is_label(start) {
            return None;
        }
        let mut before = *first;
        let Some(mut after) = self.article_quantity_at(start).or_else(|| self.quantity_at(start)) else {
            // "from 45 minutes to seconds"
            let few = if self.is_word(start, "a") && self.is_word(start + 1, "few") { start + 2 } else { start };
            let worded = is_plural_time_word(self.word(few)) || matches!(self.word(few), "none" | "nothing" | "single");
            let mut next = few + 1;
            if self.is_word(few, "single") {
                // "single-digit ms", "single digits"
                next += if self.is_dash(next) { 2 } else { 1 };
                let unit = self.time_unit(next, false).is_some();
                next += usize::from(unit && self.kind(next - 1) != Some(TokenKind::Stop));
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

    /// Returns the factor of the last unit of `matched`: minutes for "2 h 30 min", but hours for the rate "14 h/week".
    fn factor(&self, matched: &QuantityMatch) -> f64 {
        let factor = |at: usize| match matched.quantity.unit {
            Unit::Seconds => self.time_unit(at, self.is_glued(at)),
            Unit::Bytes => self.data_unit(at),
            _ => None,
        };
        let mut factors = (matched.first + 1..matched.next).filter_map(factor);
        if matched.quantity.per.is_some() { factors.next() } else { factors.next_back() }.unwrap_or(1.0)
    }

    /// Returns the number at `at`, without its unit.
    fn number_at(&self, at: usize) -> Option<f64> {
        match self.kind(at)? {
            TokenKind::Number(value) => Some(value),
            TokenKind::Word => self.entry(at).number,
            _ => None,
        }
    }

    fn preceded_by_from(&self, at: usize) -> bool {
        const FROM: &[&str] = &["from", "de", "da", "von"];
        let Some(before) = self.start_with_hedges(at, 0).checked_sub(1) else { return false };
        match self.tokens[before].kind {
            TokenKind::Word => self.is(before, FROM),
            TokenKind::Cjk => matches!(self.word(before), "从" | "由"),
            _ => false,
        }
    }

    fn start_of_change(&self, at: usize, from: bool) -> usize {
        let start = self.start_with_hedges(at, 0);
        self.tokens[if from && start > 0 { start - 1 } else { start }].span.start
    }

    /// Returns the token after the words that join `first` to a second quantity, and how they join the two.
    fn joint(&self, first: &QuantityMatch, from: bool) -> Option<(usize, Joint)> {
        const JOINTS: &[&str] = &["instead", "rather", "down"];
        let mut at = first.next;
        // "从4小时降到8分钟": the joint is in the same run as the unit.
        let end = self.end_of(first.next);
        let tail = if first.end < end { self.lower.get(first.end..end).unwrap_or_default() } else { "" };
        if !tail.is_empty() && ["到", "至", "에서", "から"].iter().any(|joint| tail.ends_with(joint)) {
            return Some((at, Joint::To));
        }
        // "one click instead of nine"
        if first.bare
            && !from
            && self.any_after(at + 1, 3, JOINTS)
            && let Some(back) = (at + 1..at + 4).find(|at| {
                matches!((self.word(*at), self.word(at + 1)), ("instead", "of") | ("rather", "than") | ("down", "from"))
            })
            && (at..back).all(|at| self.kind(at) == Some(TokenKind::Word))
            && self.cardinal(back + 2).is_some()
        {
            return Some((back + 2, Joint::Back));
        }
        let reach = if from { 6 } else { 0 };
        let limit = at + reach;
        loop {
            match self.kind(at)? {
                TokenKind::Stop => return None,
                TokenKind::Arrow => return Some((at + 1, Joint::Arrow)),
                TokenKind::Cjk if ["到", "至", "에서", "から"].iter().any(|joint| self.word(at).ends_with(joint)) =>
                {
                    return Some((at + 1, Joint::To));
                }
                TokenKind::Other('(' | ',') if !from => {
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
            let joint = match (self.word(at), self.word(at + 1)) {
                ("down" | "up", "to") => Some((at + 2, Joint::To)),
                ("down" | "up", "from") => Some((at + 2, Joint::Back)),
                ("to", _) => Some((at + 1, Joint::To)),
                ("auf" | "à" | "a" | "para", _)
                    if !first.bare && matches!(self.kind(at + 1), Some(TokenKind::Number(_))) =>
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

    /// Whether the numbers are a range rather than a change: "on a scale from 1 to 10", "9 to 5".
    fn is_scale_range(&self, at: usize, next: usize, from: f64, to: f64) -> bool {
        const SCALES: &[&str] = &["scale", "rated", "ports", "steps", "levels"];
        (from == 9.0 && to == 5.0)
            || (from, to) == (0.0, 1.0)
            || self.any_before(at, 4, SCALES)
            || self.words_after(next, 2).any(|word| word == "scale")
    }

    /// "days rather than weeks", "from monthly to daily", "hours → minutes".
    pub(super) fn change_in_words(&self, at: usize) -> Option<MetricMatch> {
        let word = self.word(at);
        let time = is_plural_time_word(word);
        let often = |at: usize| self.entry(at).often.is_some();
        if !time && !often(at) {
            return None;
        }
        let next = match (self.kind(at + 1)?, self.word(at + 1), self.word(at + 2)) {
            (TokenKind::Arrow, ..) => at + 2,
            (_, "instead", "of") | (_, "rather", "than") | (_, "down", "to") => at + 3,
            (_, "to", _) | (_, "not", _) => at + 2,
            (TokenKind::Other(','), "", "not") => at + 3,
            _ => return None,
        };
        let other = self.word(next);
        let few = next + usize::from(other == "a" && self.is_word(next + 1, "few")) * 2;
        let other = self.word(few);
        let alike =
            if time { is_plural_time_word(other) } else { often(few) || matches!(other, "continuous" | "on-demand") };
        if !alike || other == word {
            return None;
        }
        let kind = if time { MetricKind::FromTo } else { MetricKind::Frequency };
        let from = self.preceded_by_from(at);
        let span = Span::new(self.start_of_change(at, from), self.end_of(few + 1));
        Some((Metric { span, kind, values: Quantities::default() }, few + 1))
    }
}

/// The words or sign between two quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// "to"
    To,
    /// An arrow.
    Arrow,
    /// "down from", "instead of": the older quantity comes last.
    Back,
}
