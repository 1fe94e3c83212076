//! Money per period: "€9,400 a month".

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "money-rate",
    about: "Money per period.",
    why: "Money per period shows the impact on the business.",
    read: Reader::Quantity(read),
    baseline: baseline::if_spent,
    counts: &[
        ("Saved €9,400 a month.", "€9,400 a month"),
        ("It saved $1M annually.", "$1M annually"),
        ("The bill fell by 400 a month.", "400 a month"),
        ("Cut cost by ~$18k/mo.", "~$18k/mo"),
        ("Costs went down by 10k EUR a year.", "10k EUR a year"),
    ],
    quiet: &[
        "The budget was $5k a month.",
        "We had a budget of €900 a week.",
        "We pay for it monthly.",
        "It is billed per year.",
        "Costs are lower every month.",
    ],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    const COSTS: &[&str] =
        &["cost", "costs", "spend", "spending", "bill", "bills", "saved", "saving", "savings", "revenue"];
    let source = place.source;
    match matched.quantity.unit {
        Unit::Money(_) if !place.is_outcome() || !source.is_budget(matched) => {
            let next = source.period(matched.next).map(|(_, next)| next);
            let rate = next.or_else(|| matched.quantity.per.map(|_| matched.next))?;
            place.quantified(&KIND, rate)
        }
        Unit::Count if matched.quantity.per.is_some() && source.any_before(matched.first, 8, COSTS) => {
            place.quantified(&KIND, matched.next)
        }
        _ => None,
    }
}
