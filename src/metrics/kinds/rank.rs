//! A rank, or a first: "second out of 40 teams", "in the top ten of its category", "our first clean report in four years".

use super::super::baseline;
use super::super::lexer::TokenKind;
use super::super::measure::{Quantity, Unit};
use super::super::metric::{Kind, MetricMatch, Place, Reader};

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "rank",
    about: "A rank.",
    why: "This shows how you compare with others. How many were there, and who ranked them?",
    read: Reader::Any(read),
    baseline: baseline::never,
    counts: &[
        ("We were the first of eleven branches to pass.", "first of eleven"),
        ("We came second out of 40 teams.", "second out of 40"),
        ("Our site is now third of nine.", "third of nine"),
        ("The app is in the top ten of its category.", "top ten"),
        ("It ranks among the top 5% of stores.", "top 5%"),
        ("It was our first clean report in four years.", "first clean report in four years"),
        ("We won against five bidders.", "against five bidders"),
        ("The shop climbed into the top quarter.", "top quarter"),
        ("The thesis was accepted at the first attempt.", "at the first attempt"),
    ],
    quiet: &[
        "It was the first of many steps.",
        "I was the first in the office.",
        "The top three reasons were clear.",
        "A top 1% team.",
        "My first job was at a bank.",
        "First of all, people talk more.",
        "It worked on the second attempt.",
        "I met her first in May.",
        "I argued against five colleagues.",
        "It is a top 10 priority.",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    if !place.is_outcome() || place.quantity.is_some() {
        return None;
    }
    match place.source.word(place.at) {
        "against" => won(place),
        "at" | "on" => first_attempt(place),
        "first" => of_several(place).or_else(|| first_in(place)),
        "top" => top(place),
        _ => of_several(place),
    }
}

/// Returns the rank that the word at the place names.
fn ordinal(place: &Place<'_>) -> Option<f64> {
    let (source, at) = (place.source, place.at);
    match source.word(at) {
        "first" => Some(1.0),
        "second" => Some(2.0),
        "last" => None,
        // "third", "tenth"
        word if !word.ends_with('s') => source.entry(at).part.filter(|parts| *parts > 2.0 && word != "quarter"),
        _ => None,
    }
}

/// "second out of 40 teams", "the first of eleven branches".
fn of_several(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let rank = ordinal(place)?;
    let of = match (source.word(at + 1), source.word(at + 2)) {
        ("out", "of") => at + 3,
        ("of" | "among", _) => at + 2,
        _ => return None,
    };
    let of = of + usize::from(source.is_word(of, "the"));
    let (whole, next) = source.cardinal(of)?;
    // "a third of 90": a share
    let is_share = matches!(source.word_back(at, 1), "a" | "an" | "one");
    if is_share || whole < rank || whole < 3.0 { None } else { place.worded(&KIND, next, Some(count(rank))) }
}

/// "in the top ten of its category". "The top three reasons" are an order.
fn top(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let is_part = source.entry(at + 1).part.is_some() && source.word_back(at, 1) == "the";
    if is_part && matches!(source.word_back(at, 2), "among" | "in" | "into" | "to") {
        return place.worded(&KIND, at + 2, None);
    }
    let matched = source.quantity_at(at + 1)?;
    let is_ranked =
        matches!(source.word_back(at, 2), "among" | "enter" | "entered" | "in" | "into" | "made" | "reached")
            && source.is_word(at - 1, "the");
    let ends = !matches!(source.kind(matched.next), Some(TokenKind::Word)) || {
        matches!(source.word(matched.next), "among" | "for" | "in" | "now" | "of" | "on" | "since")
    };
    let is_own = source.is_word(matched.next, "of") && source.is_word(matched.next + 1, "my");
    if is_ranked && ends && !is_own { place.worded(&KIND, matched.next, Some(matched.quantity)) } else { None }
}

/// "won against five bidders".
fn won(place: &Place<'_>) -> Option<MetricMatch> {
    const WON: &[&str] = &["prevailed", "win", "won"];
    let (source, at) = (place.source, place.at);
    let is_won = source.any_before(at, 4, WON);
    let matched = source.quantity_at(source.skip_hedges(at + 1)).filter(|_| is_won)?;
    place.worded(&KIND, source.noun(matched.next)?, Some(matched.quantity))
}

/// "our first clean report in four years".
fn first_in(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    if !matches!(source.word_back(at, 1), "our" | "the" | "their") {
        return None;
    }
    let noun = source.singular(at + 1)?;
    let after = (noun..noun + 4).find(|at| source.is_word(*at, "in"))?;
    let span = source.quantity_at(source.skip_hedges(after + 1)).filter(|it| it.quantity.unit == Unit::Seconds)?;
    place.worded(&KIND, span.next, Some(count(1.0)))
}

/// "passed at the first attempt".
fn first_attempt(place: &Place<'_>) -> Option<MetricMatch> {
    const PASSED: &[&str] = &["accepted", "approved", "certified", "cleared", "pass", "passed", "passes", "won"];
    let (source, at) = (place.source, place.at);
    let is_attempt = matches!(source.word(at + 1), "our" | "the" | "their")
        && source.is_word(at + 2, "first")
        && matches!(source.word(at + 3), "attempt" | "go" | "time" | "try");
    let is_passed = is_attempt && source.any_before(at, 6, PASSED);
    if is_passed { place.worded(&KIND, at + 4, Some(count(1.0))) } else { None }
}

fn count(value: f64) -> Quantity {
    Quantity { value, upto: None, unit: Unit::Count, per: None }
}
