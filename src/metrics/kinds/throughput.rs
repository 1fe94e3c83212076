//! Work per period: "12,000 requests per second", "millions of requests a day".

use super::super::baseline;
use super::super::measure::{Quantity, Unit};
use super::super::metric::{Kind, MetricMatch, Place, Reader};

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "throughput",
    about: "A rate of work.",
    why: "This shows the load the system handles. What did it handle before?",
    read: Reader::Any(read),
    baseline: baseline::if_bad,
    counts: &[
        ("It handled 12,000 requests per second.", "12,000 requests per second"),
        ("Serves millions of requests per month.", "millions of requests per month"),
        ("Sustains 15 k TPS.", "15 k TPS"),
        ("We process over a million events daily.", "over a million events daily"),
        ("We see 300 fewer a night.", "300 fewer a night"),
    ],
    quiet: &[
        "The team meets once a week.",
        "We had to ask many times a day.",
        "We see fewer calls every week.",
        "Requests per second are on the dashboard.",
        "Thousands of users were glad.",
        "RAID 6 and a second power supply are in place.",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    // "millions of requests per month", "a million events daily"
    if source.entry(at).many && source.is_word(at + 1, "of") {
        return place.worded(&KIND, source.rate(at + 2)?, None);
    }
    if source.is_word(at, "a")
        && let Some(value) = source.entry(at + 1).power
        && let Some(next) = source.rate(at + 2)
    {
        return place.worded(&KIND, next, Some(Quantity { value, upto: None, unit: Unit::Count, per: None }));
    }
    let matched = place.single()?;
    let next = match matched.quantity.unit {
        Unit::Count | Unit::Bytes if matched.quantity.per.is_some() => matched.next,
        Unit::Count => source.rate(matched.next)?,
        _ => return None,
    };
    place.quantified(&KIND, next)
}
