//! A score on a scale: "4.6/5", "NPS of 72".

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "score",
    about: "A score on a scale.",
    why: "This shows what others thought of it. How many were asked, and what was the score before?",
    read: Reader::Quantity(read),
    baseline: baseline::unless_planned,
    counts: &[
        ("Satisfaction rose to 4.6/5.", "4.6/5"),
        ("NPS rose to 72.", "72"),
        ("An NPS of 72.", "72"),
        ("Our CSAT is the best of all seven desks, 4.8.", "4.8"),
        ("A 4.9-star rating.", "4.9-star"),
        ("The survey came back with 8/10.", "8/10"),
    ],
    quiet: &[
        "On a scale from 1 to 10.",
        "The customer gave us five stars.",
        "Support runs 24/7.",
        "A 50/50 split.",
        "On 03/04 it was live.",
    ],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    const SCORES: &[&str] = &["score", "scores", "nps", "csat"];
    const RATED: &[&str] = &[
        "score",
        "scored",
        "scores",
        "rating",
        "rated",
        "satisfaction",
        "csat",
        "survey",
        "nps",
        "review",
        "feedback",
    ];
    let source = place.source;
    let rated = match matched.quantity.unit {
        Unit::OutOf(whole) => {
            let is_scale = matches!(whole as u32, 5 | 10 | 100);
            let fraction = matched.quantity.value.fract() != 0.0;
            is_scale && (fraction || whole == 100.0 || source.any_before(matched.first, 8, RATED))
        }
        Unit::Count if matched.quantity.value.fract() != 0.0 => source.any_before(matched.first, 12, SCORES),
        Unit::Count => !matched.spelled && source.any_before(matched.first, 4, SCORES),
        _ => false,
    };
    if rated { place.quantified(&KIND, matched.next) } else { None }
}
