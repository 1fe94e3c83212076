//! A percentile of a latency with its value: "p99 fell to 180 ms".

use super::super::baseline;
use super::super::lexer::{TokenKind, is_percentile};
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place};

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "latency-percentile",
    about: "A latency percentile.",
    why: "A percentile shows what your slowest users experienced, which an average hides.",
    read,
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

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, matched) = (place.source, place.in_unit(Unit::Seconds)?);
    let named = (matched.first.saturating_sub(8)..matched.first)
        .rev()
        .take_while(|at| source.kind(*at) != Some(TokenKind::Stop))
        .any(|at| {
            source.kind(at) == Some(TokenKind::Name)
                && is_percentile(source.text(at).split(['.', ':']).next().unwrap_or_default())
        });
    if named { place.quantified(&KIND, matched.next) } else { None }
}
