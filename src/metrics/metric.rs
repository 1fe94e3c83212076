//! What a metric is: its kind, its place, and what it says as numbers.

use serde::Deserialize;

use crate::text::Span;

/// What kind of evidence a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetricKind {
    /// A relative change: "by 38%".
    PercentChange,
    /// A share reached or held: "99.95% availability", "four nines".
    PercentLevel,
    /// A multiple: "4x faster".
    Multiplier,
    /// A multiple in words: "cut in half", "tripled".
    SpelledMultiplier,
    /// A percentage in words: "sixty percent".
    SpelledPercent,
    /// An amount of money: "$18k".
    Money,
    /// Money per period: "€9,400 a month".
    MoneyRate,
    /// Before and after: "from 4 hours to 20 minutes".
    FromTo,
    /// How long something took, or the time saved: "within 6 minutes".
    Duration,
    /// A percentile of a latency with its value: "p99 fell to 180 ms".
    LatencyPercentile,
    /// Work per period: "12,000 requests per second".
    Throughput,
    /// How many of something: "3 bugs", "zero incidents".
    CountDelta,
    /// A recovery objective or mean time with its value: "RTO of 15 minutes".
    RtoRpo,
    /// A score on a scale: "4.6/5", "NPS of 72".
    Score,
    /// A volume of data: "42 TB".
    DataSize,
    /// How often: "twice a week", "from monthly to daily".
    Frequency,
}

impl MetricKind {
    /// Its name in the JSON of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::PercentChange => "percent-change",
            Self::PercentLevel => "percent-level",
            Self::Multiplier => "multiplier",
            Self::SpelledMultiplier => "spelled-multiplier",
            Self::SpelledPercent => "spelled-percent",
            Self::Money => "money",
            Self::MoneyRate => "money-rate",
            Self::FromTo => "from-to",
            Self::Duration => "duration",
            Self::LatencyPercentile => "latency-percentile",
            Self::Throughput => "throughput",
            Self::CountDelta => "count-delta",
            Self::RtoRpo => "rto-rpo",
            Self::Score => "score",
            Self::DataSize => "data-size",
            Self::Frequency => "frequency",
        }
    }
}

/// What a quantity is measured in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// A plain number, or a count of what the words after it name.
    Count,
    /// Percent, or percentage points.
    Percent,
    /// Money, in the currency with this ISO 4217 code.
    Money(&'static str),
    /// Time, in seconds: a month has 30 days.
    Seconds,
    /// A multiple.
    Times,
    /// A score on a scale, or a share of a whole, that ends at this value.
    OutOf(f64),
    /// Data, in bytes, by powers of 1000.
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
    /// Its name, in the singular.
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
    /// Its value, in `unit`; of a range, the lower end.
    pub value: f64,
    /// The upper end of a range.
    pub upto: Option<f64>,
    /// What it is measured in.
    pub unit: Unit,
    /// The period, of a rate.
    pub per: Option<Period>,
}

/// The quantities of one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quantities {
    /// Where it started, of a from–to.
    pub from: Option<Quantity>,
    /// Where it ended, of a from–to; `None` where only words say so ("to single digits").
    pub to: Option<Quantity>,
    /// The quantity of any other figure; `None` where only words say so.
    pub value: Option<Quantity>,
}

/// A figure that counts as evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Where it is in the prose that was searched.
    pub span: Span,
    /// What kind it is.
    pub kind: MetricKind,
    /// What it says, as numbers.
    pub values: Quantities,
}
