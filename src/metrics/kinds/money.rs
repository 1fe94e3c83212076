//! An amount of money: "$18k", "4 cents".

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "money",
    about: "An amount of money.",
    why: "Money shows the impact on the business. Over what period was it?",
    read: Reader::Quantity(read),
    baseline: baseline::if_spent,
    counts: &[
        ("It saved $18k.", "$18k"),
        ("A booking now costs us 4 cents.", "4 cents"),
        ("Sales grew by £2.5 million.", "£2.5 million"),
        ("A label costs 9 pence now.", "9 pence"),
        ("节省 30 万元", "30 万元"),
    ],
    quiet: &["The budget was $50k.", "We had a $50k budget.", "My 2 cents.", "I added my two cents.", "We set $HOME."],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    let is_money = matches!(matched.quantity.unit, Unit::Money(_));
    if !is_money || place.is_outcome() && place.source.is_budget(matched) {
        return None;
    }
    place.quantified(&KIND, matched.next)
}
