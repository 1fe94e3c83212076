//! Work done, in story points: "34 story points a sprint".

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;
use super::super::units::WordList;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "story-points",
    about: "Work done, in story points.",
    why: "This shows how much your team gets done. Only a number from before shows whether that is much.",
    read: Reader::Quantity(read),
    baseline: baseline::never,
    counts: &[
        ("The team now delivers 34 story points a sprint.", "34 story points a sprint"),
        ("We closed 120 story points in the quarter.", "120 story points"),
        ("Velocity rose to 34 story points.", "34 story points"),
        ("We take on thirteen story points per week.", "thirteen story points per week"),
        ("Our velocity went up by 8 story-points.", "8 story-points"),
    ],
    quiet: &[
        "I estimated it at 5 story points.",
        "We had 13 story points left.",
        "The story points were wrong.",
        "It was a story in three points.",
        "We argued about two story points.",
    ],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    let source = place.source;
    let is_points = matched.quantity.unit == Unit::Named("story-points");
    let is_rate = matched.quantity.per.is_some();
    let is_done = source.is_object_of_deed(matched.first, matched.quantity.value)
        || source.any_before(matched.first, 3, WordList::Done)
        || source.any_before(matched.first, 3, WordList::Change)
        || source.any_before(matched.first, 3, WordList::Changed);
    if is_points && (is_rate || is_done) { place.quantified(&KIND, matched.next) } else { None }
}
