//! Units and quantities.

use serde::Deserialize;

/// The unit of a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// A plain number, or a count of what the words after it name.
    Count,
    /// Percent, or percentage points.
    Percent,
    /// Money, in the currency with this ISO 4217 code.
    Money(&'static str),
    /// Time, in seconds. A month has 30 days.
    Seconds,
    /// A multiple.
    Times,
    /// A score on a scale with this maximum, or a share of this whole.
    OutOf(f64),
    /// A measure of its own, such as a weight, by its ID in `lexicon/metrics.toml`, in the unit whose size is 1.
    Named(&'static str),
    /// Data, in bytes. A kilobyte has 1,000 bytes.
    Bytes,
}

/// The period of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// Per second.
    Second,
    /// Per minute.
    Minute,
    /// Per hour.
    Hour,
    /// Per day.
    Day,
    /// Per week.
    Week,
    /// Per month.
    Month,
    /// Per quarter.
    Quarter,
    /// Per year.
    Year,
}

impl Period {
    /// Returns the English name, in the singular.
    pub fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// A parsed quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The value, in `unit`. For a range, the lower end.
    pub value: f64,
    /// The upper end of a range.
    pub upto: Option<f64>,
    /// The unit.
    pub unit: Unit,
    /// The period, for a rate.
    pub per: Option<Period>,
}
