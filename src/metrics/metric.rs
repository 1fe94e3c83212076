//! Metrics and quantities.

use serde::Deserialize;

use crate::text::Span;

/// The kind of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetricKind {
    /// A relative change: "by 38%".
    PercentChange,
    /// A share reached or maintained: "99.95% availability", "four nines".
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
    /// A time that something took, or a time saved: "within 6 minutes".
    Duration,
    /// A percentile of a latency with its value: "p99 fell to 180 ms".
    LatencyPercentile,
    /// A count per period: "12,000 requests per second".
    Throughput,
    /// A count: "3 bugs", "zero incidents".
    CountDelta,
    /// A recovery objective or mean time with its value: "RTO of 15 minutes".
    RtoRpo,
    /// A score on a scale: "4.6/5", "NPS of 72".
    Score,
    /// A volume of data: "42 TB".
    DataSize,
    /// A frequency: "twice a week", "from monthly to daily".
    Frequency,
}

impl MetricKind {
    /// Returns the name used in JSON output and in `lexicon/metrics.toml`.
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

/// The quantities of a metric.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quantities {
    /// The start of a from–to.
    pub from: Option<Quantity>,
    /// The end of a from–to. `None` if it is only in words ("to single digits").
    pub to: Option<Quantity>,
    /// The quantity of any other metric. `None` if it is only in words ("millions of requests a day").
    pub value: Option<Quantity>,
}

/// A number, or a phrase with the meaning of one, that counts as evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// The span in the searched prose.
    pub span: Span,
    /// The kind.
    pub kind: MetricKind,
    /// The parsed quantities.
    pub values: Quantities,
}
