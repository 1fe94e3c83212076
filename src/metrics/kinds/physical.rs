//! A weight, a length, a volume or energy: "40 kg", "300 kWh a month".

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "physical",
    about: "A weight, length, volume, or amount of energy.",
    why: "A measurement is easy to check, especially next to the one before.",
    read: Reader::Quantity(read),
    baseline: baseline::never,
    counts: &[
        ("We throw away 40 kg less.", "40 kg"),
        ("It saves 300 kWh a month.", "300 kWh a month"),
        ("The drivers save 1,200 kilometers a week.", "1,200 kilometers a week"),
        ("We need twenty liters less.", "twenty liters"),
        ("It cut two tonnes of waste.", "two tonnes"),
    ],
    quiet: &[
        "We walked for miles.",
        "The liter is the unit.",
        "A ton of work went into it.",
        "We weigh it in kg.",
        "They went the extra mile.",
    ],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    const MEASURES: &[&str] = &["energy", "length", "volume", "weight"];
    let is_physical = matches!(matched.quantity.unit, Unit::Named(measure) if MEASURES.contains(&measure));
    if is_physical { place.quantified(&KIND, matched.next) } else { None }
}
