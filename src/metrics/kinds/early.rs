//! A deadline beaten: "two weeks early", "with 2 days to spare", "beat the season start by ten days".

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;
use super::super::units::WordList;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "early",
    about: "A deadline beaten.",
    why: "This shows that you kept a promise with room to spare. Who was waiting for it?",
    read: Reader::Any(read),
    baseline: baseline::never,
    counts: &[
        ("Shipped 2 weeks early.", "2 weeks"),
        ("The job fits into its window with hours to spare.", "hours to spare"),
        ("We delivered two sprints early.", "two sprints"),
        ("We finished with 2 days to spare.", "2 days"),
        ("We beat the season start by ten days.", "ten days"),
        ("The site moved two weeks before the deadline.", "two weeks"),
        ("We launched a month ahead of schedule.", "a month"),
        ("It was live three days before the fair opened.", "three days"),
        ("It landed five weeks sooner than planned.", "five weeks"),
    ],
    quiet: &[
        "We met two weeks before the deadline.",
        "I moved two desks before the deadline.",
        "I joined three days before the launch.",
        "We shipped one week late.",
        "I beat the drum for days.",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    match place.single() {
        Some(matched) => early(place, matched),
        None => in_units(place),
    }
}

/// "with hours to spare".
fn in_units(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let is_spare = source.is_word(at + 1, "to") && source.is_word(at + 2, "spare") && place.is_outcome();
    if is_spare && source.is_plural_time(at) { place.worded(&KIND, at + 3, None) } else { None }
}

fn early(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    let source = place.source;
    let first = matched.first;
    // "two sprints early"
    let noun = (matched.quantity.unit == Unit::Count).then(|| source.noun(matched.next)).flatten();
    let next = noun.unwrap_or(matched.next);
    let is_time = (matched.quantity.unit == Unit::Seconds || noun.is_some()) && place.is_outcome();
    if !is_time || matched.quantity.per.is_some() || source.is_set_aside(matched) {
        return None;
    }
    const BEATEN: &[&str] = &["beat", "beating", "beats", "beaten"];
    let early = match (source.word(next), source.word(next + 1)) {
        ("to", "spare") | ("in", "hand") | ("ahead" | "early", _) => true,
        ("sooner" | "earlier", "than") => true,
        ("before", _) => noun.is_none() && source.any_before(first, 6, WordList::Done),
        _ => source.is_word_before_hedges(first, "by") && source.any_before(first, 10, BEATEN),
    };
    if early { place.quantified(&KIND, next) } else { None }
}
