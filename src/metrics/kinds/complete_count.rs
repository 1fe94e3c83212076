//! All of a number: "all 12 sites moved", "9 of 9".

use super::super::baseline;
use super::super::cues::is_past;
use super::super::lexer::TokenKind;
use super::super::measure::{Quantity, Unit};
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::nouns::is_structure;
use super::super::units::WordList;
use crate::words::english::AUXILIARIES;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "complete-count",
    about: "A complete count.",
    why: "This shows how many there were, and that none was missed.",
    read: Reader::Any(read),
    baseline: baseline::never,
    counts: &[
        ("All 12 sites moved over a weekend.", "All 12 sites"),
        ("All 40 of the sites went live.", "All 40 of the sites"),
        ("All four bakeries now order online.", "All four bakeries"),
        ("We passed 9 of 9 checks.", "9 of 9"),
        ("11 out of 11 lanes are open again.", "11 out of 11"),
        ("The audit closed 14/14.", "14/14"),
        ("I moved all seven branches.", "all seven branches"),
        ("Every single parcel arrived.", "Every single parcel"),
        ("All parcels but three arrived.", "All parcels but three"),
    ],
    quiet: &[
        "All 3 of us agreed.",
        "A win for all four of us.",
        "It took all 5 days.",
        "I asked all 12 people.",
        "All four reasons matter.",
        "I wrote to all six members.",
        "Clerks in all 3 offices say the same.",
        "Every single day was different.",
        "All parcels arrived.",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    if place.is_outcome() { ratio(place).or_else(|| all(place)).or_else(|| every_single(place)) } else { None }
}

/// "9 of 9", "11 out of 11".
fn ratio(place: &Place<'_>) -> Option<MetricMatch> {
    let matched = place.single()?;
    let Unit::OutOf(whole) = matched.quantity.unit else { return None };
    let source = place.source;
    // "five stars", "a 50/50 split"
    let idiom = matches!(source.word(matched.next - 1), "star" | "stars") || source.is_word(matched.next, "split");
    let is_all = whole == matched.quantity.value && whole > 1.0 && !idiom;
    if is_all { place.quantified(&KIND, matched.next) } else { None }
}

/// "every single parcel arrived", "all parcels but three".
fn every_single(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    if source.is_word(at, "every") && source.is_word(at + 1, "single") {
        let next = source.singular(at + 2)?;
        let past = source.is_deed(next) || is_past(source.word(next - 1)) && next > at + 3;
        let next = next - usize::from(is_past(source.word(next - 1)));
        let is_time = source.entry(at + 2).time.is_some() || source.is(at + 2, WordList::Stretch);
        return if past && !is_time { place.worded(&KIND, next, None) } else { None };
    }
    if !source.is_word(at, "all") {
        return None;
    }
    let noun = source.noun(at + 1).filter(|noun| source.is_word(*noun, "but"))?;
    let (_, next) = source.cardinal(noun + 1)?;
    place.worded(&KIND, next, None)
}

/// "all 12 sites", "all four bakeries now".
fn all(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    if !source.is_word(at, "all") || source.is_label(at + 1) {
        return None;
    }
    let matched = source.quantity_at(at + 1).filter(|matched| matched.quantity.unit == Unit::Count && matched.bare)?;
    let of =
        source.is_word(matched.next, "of") && matches!(source.word(matched.next + 1), "the" | "our" | "its" | "their");
    let next = source.noun(if of { matched.next + 2 } else { matched.next })?;
    // "clerks in all 3 offices"
    if source.is_where(at) || is_structure(source.word(next - 1)) || source.is_staffing(&matched) {
        return None;
    }
    // In words it may be a manner of speaking, unless it says what they do, or what was done to them.
    let does = |at: usize| {
        let word = source.word(at);
        AUXILIARIES.contains(word)
            || is_past(word)
            || word == "now"
            || source.is_subject_of_deed(at, matched.quantity.value)
    };
    let done = source.any_before(at, 2, WordList::Done) || source.is_object_of_deed(at, matched.quantity.value);
    if matched.spelled && !does(next) && !done {
        return None;
    }
    let value = Quantity { unit: Unit::Count, ..matched.quantity };
    if source.kind(at) == Some(TokenKind::Word) { place.worded(&KIND, next, Some(value)) } else { None }
}
