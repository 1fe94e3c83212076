//! A relative change: "by 38%", "sixty percent".

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "percent-change",
    about: "A relative change.",
    why: "This shows the size of the change. Be ready to say what it started from.",
    read: Reader::Quantity(read),
    baseline: baseline::unless_planned,
    counts: &[
        ("We cut errors by 38%.", "38%"),
        ("Toil fell by sixty percent.", "sixty percent"),
        ("Reduced errors by 30–40%.", "30–40%"),
        ("Conversion rose 2.5 percentage points.", "2.5 percentage points"),
        ("Waste is down 12 per cent.", "12 per cent"),
        ("成本下降 18%", "18%"),
    ],
    quiet: &[
        "I was 100% sure.",
        "Our plan is to cut the bill by 30%.",
        "We hope to cut it by 30%.",
        "We gave 110%.",
        "Cut by XX%.",
        "The link has a%20b in it.",
        "It was a 100% rollout.",
    ],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    let is_step = place.is_outcome() && place.source.is_step(matched);
    if matched.quantity.unit == Unit::Percent && !is_step { place.quantified(&KIND, matched.next) } else { None }
}
