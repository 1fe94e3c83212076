//! Amounts: quantities, and words for an amount without a number, such as "an afternoon", "days", "a handful", "none".

use super::lexer::TokenKind;
use super::measure::{Quantity, Unit};
use super::quantity::{DAY, QuantityMatch, is_plural_time_word};
use super::source::Source;
use super::units::WordList;

/// An amount, for a before and after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    /// The first token, without hedges.
    pub(super) first: usize,
    /// The token after the last one.
    pub(super) next: usize,
    /// The byte offset of the end.
    pub(super) end: usize,
    /// The quantity; `None` if it is in words only.
    pub(super) quantity: Option<Quantity>,
    /// Whether it is a number without a unit.
    pub(super) bare: bool,
    measure: Measure,
}

/// What an amount measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Time,
    Count,
    /// A time of day.
    Clock,
    /// "none", "nothing", which can be any.
    Nothing,
    Other,
}

impl Amount {
    /// Whether both amounts measure the same, and one of them says how much.
    pub(super) fn compares_with(&self, other: &Self) -> bool {
        let alike = self.measure == other.measure
            || self.measure == Measure::Nothing
            || other.measure == Measure::Nothing
            || self.bare
            || other.bare;
        let units = match (self.quantity, other.quantity) {
            (Some(one), Some(other)) => {
                let same = std::mem::discriminant(&one.unit) == std::mem::discriminant(&other.unit);
                same || self.bare && !self.is_worded() || other.unit == Unit::Count
            }
            _ => true,
        };
        alike && units
    }

    /// Whether both are numbers or times, rather than one of them being vague.
    pub(super) fn is_measured(&self, other: &Self) -> bool {
        let alike = self.measure == other.measure || other.bare || self.bare;
        alike && (self.quantity.is_some() || self.measure == Measure::Time)
    }

    /// Whether it is a time of day. "From 9:00 to 17:00" is no change.
    pub(super) fn is_clock(&self) -> bool {
        self.measure == Measure::Clock
    }

    fn is_worded(&self) -> bool {
        self.quantity.is_none()
    }
}

/// What the words around an amount say about when it was so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Era {
    /// "before", "used to", "last year"
    Before,
    /// "was", "took"
    Past,
    /// "after", "now", "this year"
    After,
    /// "is", "takes"
    Present,
    /// Nothing.
    Unknown,
}

impl Era {
    pub(super) fn is_old(self) -> bool {
        matches!(self, Self::Before | Self::Past)
    }

    pub(super) fn is_new(self) -> bool {
        matches!(self, Self::After | Self::Present)
    }

    /// Whether an adverb says so, rather than the tense of a verb.
    pub(super) fn is_sure(self) -> bool {
        matches!(self, Self::Before | Self::After)
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Source<'_> {
    /// Returns the amount at `at`.
    pub(super) fn amount_at(&self, at: usize) -> Option<Amount> {
        let number = self.skip_hedges(at);
        if self.is_label(number) {
            return None;
        }
        self.amount(number, self.article_quantity_at(number).or_else(|| self.quantity_at(number)))
    }

    /// Returns the amount at `at`, where `quantity` starts, if any does. Hedges and labels must not be there.
    pub(super) fn amount(&self, at: usize, quantity: Option<QuantityMatch>) -> Option<Amount> {
        quantity.and_then(|matched| self.quantity_amount(matched)).or_else(|| self.worded_amount(at))
    }

    fn quantity_amount(&self, matched: QuantityMatch) -> Option<Amount> {
        let measure = match matched.quantity.unit {
            Unit::Seconds => Measure::Time,
            Unit::Count => Measure::Count,
            _ => Measure::Other,
        };
        // "one of us", "a 3-tier app"
        let part = matched.bare && matched.spelled && self.is_word(matched.next, "of");
        if part || self.is_hyphen(matched.next) || self.is_flourish(&matched) {
            return None;
        }
        let QuantityMatch { quantity, first, next, end, bare, .. } = matched;
        Some(Amount { first, next, end, quantity: Some(quantity), bare, measure })
    }

    fn worded_amount(&self, at: usize) -> Option<Amount> {
        if self.kind(at) == Some(TokenKind::Name) {
            let is_clock = self.text(at).split_once(':').is_some_and(|(hour, minute)| {
                (1..=2).contains(&hour.len()) && minute.len() == 2 && is_digits(hour) && is_digits(minute)
            });
            let half = usize::from(matches!(self.word(at + 1), "am" | "pm"));
            let next = at + 1 + half;
            let clock = Amount {
                first: at,
                next,
                end: self.end_of(next),
                quantity: None,
                bare: false,
                measure: Measure::Clock,
            };
            return is_clock.then_some(clock);
        }
        let article = matches!(self.word(at), "a" | "an");
        let word = at + usize::from(article);
        let zero = Quantity { value: 0.0, upto: None, unit: Unit::Count, per: None };
        let (next, quantity, measure) = match self.word(word) {
            "none" | "nothing" | "zero" if !article => (word + 1, Some(zero), Measure::Nothing),
            "no" if !self.is_word(word + 1, "one") => (self.singular(word + 1)?, Some(zero), Measure::Nothing),
            "few" | "couple" => {
                let unit = word + 1 + usize::from(self.is_word(word + 1, "of"));
                match self.is_plural_time(unit) {
                    true => (unit + 1, None, Measure::Time),
                    false => (word + 1, None, Measure::Count),
                }
            }
            "single" if article && !matches!(self.text(word + 1), "" | "-") => {
                let one = Quantity { value: 1.0, ..zero };
                return Some(Amount {
                    first: at,
                    next: word + 1,
                    end: self.end_of(word + 1),
                    quantity: Some(one),
                    bare: true,
                    measure: Measure::Count,
                });
            }
            "single" if self.is(self.after_dash(word + 1), &["digit", "digits"][..]) => {
                (self.after_dash(word + 1) + 1, None, Measure::Count)
            }
            "all" | "same"
                if self.is(self.after_dash(word + 1), WordList::Stretch)
                    || self.is_word(self.after_dash(word + 1), "day") =>
            {
                (self.after_dash(word + 1) + 1, None, Measure::Time)
            }
            _ if self.is(word, WordList::Stretch) => (word + 1, None, Measure::Time),
            // "rather than the quarter"
            _ if matches!(self.word_back(word, 1), "the" | "usual")
                && matches!(self.word_back(word, 2), "against" | "of" | "than" | "the")
                && self.is_long_time(word) =>
            {
                (word + 1, None, Measure::Time)
            }
            _ if !article && is_plural_time_word(self.word(word)) => (word + 1, None, Measure::Time),
            _ if !article && self.entry(word).many => (word + 1, None, Measure::Count),
            _ if article == self.is_word(word, "handful") && self.is(word, WordList::Vague) => {
                (word + 1, None, Measure::Count)
            }
            _ => return None,
        };
        Some(Amount { first: at, next, end: self.end_of(next), quantity, bare: false, measure })
    }

    /// Whether a unit of time of a day or more, in the singular, is at `at`.
    fn is_long_time(&self, at: usize) -> bool {
        self.time_unit(at, false).is_some_and(|unit| unit >= DAY) && !self.is_plural_time(at)
    }

    fn after_dash(&self, at: usize) -> usize {
        at + usize::from(self.is_dash(at))
    }

    /// Returns the first token from `at` on that is not about the usual: "the usual three", "its former 40".
    pub(super) fn skip_usual(&self, at: usize) -> usize {
        const USUAL: &[&str] = &[
            "after", "the", "its", "our", "their", "usual", "old", "former", "previous", "earlier", "original",
            "typical", "normal", "whole", "full",
        ];
        at + (at..at + 3).take_while(|at| self.is(*at, USUAL)).count()
    }

    /// Returns when the amount was so, by the words after it up to `limit` or those before it from `floor` on, and the
    /// token after these words and the amount.
    pub(super) fn era(&self, amount: &Amount, limit: usize, floor: usize) -> (Era, usize) {
        let after = (amount.next..=limit).take_while(|at| self.kind(*at) == Some(TokenKind::Word));
        for at in after {
            match self.era_of(at) {
                Era::Unknown | Era::Past | Era::Present => {}
                era => return (era, at + 1 + usize::from(self.is_last_or_this(at))),
            }
        }
        let mut weak = Era::Unknown;
        for at in (floor..amount.first).rev().take_while(|at| self.kind(*at) != Some(TokenKind::Stop)) {
            match self.era_of(at) {
                era @ (Era::Before | Era::After) => return (era, amount.next),
                era if weak == Era::Unknown => weak = era,
                _ => {}
            }
        }
        (weak, amount.next)
    }

    /// Whether a verb that tells when is directly before `at`: "was", "is".
    pub(super) fn is_tense(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|at| matches!(self.era_of(at), Era::Past | Era::Present))
    }

    fn era_of(&self, at: usize) -> Era {
        match self.word(at) {
            "before" | "earlier" | "previously" | "formerly" | "beforehand" | "where" => Era::Before,
            "used" if self.is_word(at + 1, "to") => Era::Before,
            "last" if self.is_last_or_this(at) => Era::Before,
            "was" | "were" | "had" | "took" | "needed" | "cost" => Era::Past,
            "after" | "afterwards" | "now" | "today" | "nowadays" | "currently" => Era::After,
            "this" if self.is_last_or_this(at) => Era::After,
            "is" | "are" | "has" | "have" | "takes" | "take" | "needs" | "need" | "costs" => Era::Present,
            _ => Era::Unknown,
        }
    }

    /// Whether "last" or "this" at `at` begins a time: "last year", "this season".
    fn is_last_or_this(&self, at: usize) -> bool {
        matches!(self.word(at), "last" | "this")
            && (self.entry(at + 1).period.is_some()
                || self.is(at + 1, WordList::Season)
                || self.is(at + 1, WordList::Month))
    }
}
