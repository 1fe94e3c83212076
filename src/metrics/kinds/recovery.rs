//! A recovery objective or mean time with its value: "RTO of 15 minutes".

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "rto-rpo",
    about: "A recovery time or objective.",
    why: "This is a standard measure of recovery. What was it before?",
    read: Reader::Quantity(read),
    baseline: baseline::unless_planned,
    counts: &[
        ("We reached an RTO of 15 minutes.", "15 minutes"),
        ("MTTR is now 2 days.", "2 days"),
        ("We kept a 15-minute RTO.", "15-minute"),
        ("MTTR: 12 min", "12 min"),
        ("We restored with an RPO of 60 seconds.", "60 seconds"),
    ],
    quiet: &[
        "We wrote down an RTO.",
        "MTTR is better now.",
        "The RPO was agreed with the owner.",
        "Our RTO held.",
        "I explained MTTD and MTTR.",
    ],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    const OBJECTIVES: &[&str] = &["rto", "rpo", "mttr", "mttd", "mtbf", "mtta"];
    let is_time = matched.quantity.unit == Unit::Seconds;
    let is_named =
        || place.source.any_before(matched.first, 6, OBJECTIVES) || place.source.any_after(matched.next, 2, OBJECTIVES);
    if is_time && is_named() { place.quantified(&KIND, matched.next) } else { None }
}
