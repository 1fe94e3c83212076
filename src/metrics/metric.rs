//! Metrics, their kinds, and the places at which they are read.

use std::fmt;

use super::measure::{Quantity, Unit};
use super::quantity::QuantityMatch;
use super::source::{ParseMode, Source};
use crate::text::Span;

/// A kind of metric. Each has its own file, and a line in [`KINDS`](super::kinds::KINDS).
pub struct Kind {
    /// The name used in JSON output.
    pub name: &'static str,
    /// A description in a few words that end with a period.
    pub about: &'static str,
    /// The reason why it counts, in a sentence.
    pub why: &'static str,
    /// Reads the metric that starts at a place. The first kind that reads one wins.
    pub(super) read: Reader,
    /// Whether such a metric in a Situation or Task is a baseline.
    pub(super) baseline: Baseline,
    /// Sentences, each with the metric of this kind in it.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for readers and tests"))]
    pub(super) counts: &'static [(&'static str, &'static str)],
    /// Sentences that look like this kind and have no metric of any kind.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for readers and tests"))]
    pub(super) quiet: &'static [&'static str],
}

/// How a kind reads the metric that starts at a place.
#[derive(Clone, Copy)]
pub(super) enum Reader {
    /// From the quantity that starts there. It isn't called at a place without one.
    Quantity(fn(&Place<'_>, &QuantityMatch) -> Option<MetricMatch>),
    /// From any word or number.
    Any(fn(&Place<'_>) -> Option<MetricMatch>),
}

/// Whether the metric in the tokens from the first to the second index is a baseline, so that a reader expects to hear
/// how it changed.
pub(super) type Baseline = fn(&Source<'_>, usize, usize, &Metric) -> bool;

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// The quantities of a metric.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quantities {
    /// The start of a from–to.
    pub from: Option<Quantity>,
    /// The end of a from–to. `None` if it is only in words ("to single digits").
    pub to: Option<Quantity>,
    /// The quantity of any other metric. `None` if it is only in words ("millions of requests a day").
    pub value: Option<Quantity>,
    /// The change that it says in words or as a multiple: "halved", "by a third".
    pub relative: Option<Relative>,
}

/// A change, relative to what was before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Relative {
    /// What is now, divided by what was before. For "3 times faster", its direction is unknown.
    Ratio(f64),
    /// The difference, in percent of what was before.
    Change(f64),
}

/// A number, or a phrase with the meaning of one, that counts as evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// The span in the searched prose.
    pub span: Span,
    /// The kind.
    pub kind: &'static Kind,
    /// The parsed quantities.
    pub values: Quantities,
}

/// A metric, and the index of the token after it.
pub(super) type MetricMatch = (Metric, usize);

/// A place in the prose at which a metric may start.
pub(super) struct Place<'a> {
    /// The prose.
    pub(super) source: &'a Source<'a>,
    /// The index of the token.
    pub(super) at: usize,
    /// What is looked for.
    pub(super) mode: ParseMode,
    /// The quantity that starts here.
    pub(super) quantity: Option<QuantityMatch>,
    /// Whether the quantity may be a metric of its own. "In a minute" is an idiom; "from an hour to a minute" is none.
    pub(super) is_single: bool,
}

impl Place<'_> {
    /// Whether only an outcome is looked for.
    pub(super) fn is_outcome(&self) -> bool {
        self.mode == ParseMode::Outcome
    }

    /// Returns the quantity that starts here, if it may be a metric of its own.
    pub(super) fn single(&self) -> Option<&QuantityMatch> {
        self.quantity.as_ref().filter(|_| self.is_single)
    }

    /// Returns the metric of `kind` that starts here.
    pub(super) fn read(&self, kind: &Kind) -> Option<MetricMatch> {
        match kind.read {
            Reader::Quantity(read) => read(self, self.single()?),
            Reader::Any(read) => read(self),
        }
    }

    /// Returns the quantity that starts here, if it has this unit and may be a metric of its own.
    pub(super) fn in_unit(&self, unit: Unit) -> Option<&QuantityMatch> {
        self.single().filter(|matched| matched.quantity.unit == unit)
    }

    /// Returns the metric of `kind` made of the quantity here, up to the token `next`.
    pub(super) fn quantified(&self, kind: &'static Kind, next: usize) -> Option<MetricMatch> {
        let matched = self.quantity.as_ref()?;
        let end = if next == matched.next { matched.end } else { self.source.end_of(next).max(matched.end) };
        let span = Span::new(self.source.tokens[matched.first].span.start, end);
        let values = Quantities { value: Some(matched.quantity), ..Quantities::default() };
        Some((Metric { span, kind, values }, next))
    }

    /// Returns the metric of `kind` from here to the token `next`.
    pub(super) fn worded(&self, kind: &'static Kind, next: usize, value: Option<Quantity>) -> Option<MetricMatch> {
        self.from(self.at, kind, next, value)
    }

    /// Returns the metric of `kind` from the token `first` to the token `next`.
    pub(super) fn from(
        &self,
        first: usize,
        kind: &'static Kind,
        next: usize,
        value: Option<Quantity>,
    ) -> Option<MetricMatch> {
        let next = next.min(self.source.tokens.len());
        let span = Span::new(self.source.tokens[first].span.start, self.source.end_of(next));
        Some((Metric { span, kind, values: Quantities { value, ..Quantities::default() } }, next))
    }
}
