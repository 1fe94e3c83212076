//! A percentile of a latency with its value: "p99 fell to 180 ms".

use super::super::baseline;
use super::super::lexer::{TokenKind, is_percentile};
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "latency-percentile",
    about: "A latency percentile.",
    why: "A percentile shows what your slowest users experienced, which an average hides.",
    read: Reader::Quantity(read),
    baseline: baseline::unless_planned,
    counts: &[
        ("p99 fell to 180 ms.", "180 ms"),
        ("P95 latency is now 180ms.", "180ms"),
        ("p99 is under a second.", "under a second"),
        ("p99.9:300ms", "300ms"),
        ("p99=180ms at peak", "180ms"),
    ],
    quiet: &[
        "We improved p99.",
        "The p95 is on the dashboard.",
        "I alert on p99 now.",
        "It was a P2.",
        "p50 and p90 are both shown.",
    ],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    let source = place.source;
    let is_time = matched.quantity.unit == Unit::Seconds;
    let mut before = (matched.first.saturating_sub(8)..matched.first)
        .rev()
        .take_while(|at| source.kind(*at) != Some(TokenKind::Stop));
    let is_percentile = |at: usize| {
        source.kind(at) == Some(TokenKind::Name)
            && is_percentile(source.text(at).split(['.', ':']).next().unwrap_or_default())
    };
    if is_time && before.any(is_percentile) { place.quantified(&KIND, matched.next) } else { None }
}
