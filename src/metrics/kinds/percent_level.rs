//! A share reached or held: "99.95% availability", "four nines".

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;
use super::super::units::WordList;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "percent-level",
    about: "A share that was reached or held.",
    why: "This shows the level that was reached or held. What was it before?",
    read: Reader::Quantity(read),
    baseline: baseline::unless_planned,
    counts: &[
        ("We held 99.95% availability.", "99.95%"),
        ("We held four nines.", "four nines"),
        ("Coverage: 85%", "85%"),
        ("Error rate fell to 0.02%.", "0.02%"),
        ("I closed 95% of the findings.", "95%"),
    ],
    quiet: &[
        "We rolled out to 10% then 50%.",
        "CPU alerts fire at 80%.",
        "We are 100% behind it.",
        "A top 1% team.",
        "The canary stayed at 5%.",
        "The vendor promised 99.9%.",
        "It could reduce the cost by up to 40%.",
        "It might save 40%.",
        "The vendor's SLA is 99.9%.",
        "We aim for 99.95% next year.",
    ],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    let source = place.source;
    if matched.quantity.unit == Unit::Count {
        return if source.is_word(matched.next, "nines") { place.quantified(&KIND, matched.next + 1) } else { None };
    }
    const BOUNDS: &[&str] = &["to", "at", "below", "under", "above", "stayed"];
    let is_percent = matched.quantity.unit == Unit::Percent && !matched.spelled;
    if !is_percent || place.is_outcome() && source.is_step(matched) {
        return None;
    }
    // "Coverage: 85%"
    let keyed = matched.first > 1
        && source.is_char(matched.first - 1, ':')
        && source.is(matched.first - 2, WordList::HeldShare);
    let is_level =
        source.any_before(matched.first, 2, BOUNDS) || keyed || source.any_after(matched.next, 3, WordList::HeldShare);
    if is_level { place.quantified(&KIND, matched.next) } else { None }
}
