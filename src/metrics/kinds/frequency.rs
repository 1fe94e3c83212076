//! How often: "twice a week", "from monthly to daily".

use super::super::baseline;
use super::super::lexer::TokenKind;
use super::super::measure::{Quantity, Unit};
use super::super::metric::{Kind, MetricMatch, Place, Reader};

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "frequency",
    about: "A frequency.",
    why: "This shows how often it happens. How often was it before?",
    read: Reader::Any(read),
    baseline: baseline::unless_planned,
    counts: &[
        ("Deploys went from monthly to daily.", "from monthly to daily"),
        ("We now deploy twice a week.", "twice a week"),
        ("We have shipped weekly since then; it was quarterly before.", "weekly since then; it was quarterly before"),
        ("We now deploy 3 times a day.", "3 times a day"),
        ("We moved from quarterly releases to weekly ones.", "from quarterly releases to weekly"),
        ("Reports go out weekly instead of quarterly.", "weekly instead of quarterly"),
    ],
    quiet: &[
        "The team meets once a week.",
        "They now deploy daily.",
        "We moved from daily standups to a board.",
        "From weekly meetings I learned to listen.",
        "We talked weekly.",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    let matched = place.single().filter(|it| it.quantity.unit == Unit::Times && it.quantity.per.is_some());
    match matched {
        Some(_) if is_met(place) => None,
        Some(matched) => place.quantified(&KIND, matched.next),
        None => how_often(place).or_else(|| rhythms(place)).or_else(|| rhythm(place)).or_else(|| formerly(place)),
    }
}

/// "twice a week". The frequency of meetings is no outcome.
fn how_often(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let value = match source.word(at) {
        "once" => 1.0,
        "twice" => 2.0,
        _ => return None,
    };
    let (period, next) = source.period(at + 1)?;
    if is_met(place) {
        return None;
    }
    place.worded(&KIND, next, Some(Quantity { value, upto: None, unit: Unit::Times, per: Some(period) }))
}

/// Whether people meet that often: "we met twice a week".
fn is_met(place: &Place<'_>) -> bool {
    const MET: &[&str] = &[
        "call", "called", "meet", "meetings", "meets", "met", "run", "runs", "spoke", "sync", "talk", "talked", "talks",
    ];
    place.is_outcome() && place.source.any_before(place.at, 3, MET)
}

/// "from monthly to daily", "daily rather than weekly".
fn rhythms(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    source.entry(at).often?;
    let other = source.after_joint_of_words(at + 1)?;
    let word = source.word(other);
    let often = source.entry(other).often.is_some() || matches!(word, "continuous" | "on-demand");
    if !often || word == source.word(at) {
        return None;
    }
    place.from(source.with_from(at), &KIND, other + 1, None)
}

/// "have shipped weekly since then; it was quarterly before".
fn formerly(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let now = source.entry(at).often.filter(|_| place.is_outcome())?;
    let is_former = |at: usize| {
        source.entry(at).often.is_some_and(|often| often != now)
            && matches!(source.word_back(at, 1), "was" | "were")
            && source.is_word(at + 1, "before")
    };
    let former = (at + 2..at + 8).find(|at| is_former(*at))?;
    place.worded(&KIND, former + 2, None)
}

/// "from quarterly releases to weekly ones".
fn rhythm(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    if !place.is_outcome() || source.entry(at).often.is_none() || !source.is_word(at.checked_sub(1)?, "from") {
        return None;
    }
    let to = (at + 2..at + 5).find(|at| source.is_word(*at, "to"))?;
    let plain = (at + 1..to).all(|at| source.kind(at) == Some(TokenKind::Word));
    let differs = source.entry(to + 1).often.is_some() && source.word(to + 1) != source.word(at);
    if plain && differs { place.from(at - 1, &KIND, to + 2, None) } else { None }
}
