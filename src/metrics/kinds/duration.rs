//! How long something took, or the time saved: "within 6 minutes", "saved 10 hours per week".

use super::super::baseline;
use super::super::lexer::TokenKind;
use super::super::measure::{Period, Quantity, Unit};
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::{DAY, QuantityMatch};
use super::super::source::Source;
use super::super::units::WordList;
use crate::words::english::is_function_word;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "duration",
    about: "A duration, or time saved.",
    why: "Everyone understands time: how long it takes now, or how much time it saved.",
    read: Reader::Any(read),
    baseline: baseline::if_lost,
    counts: &[
        ("Restored within 6 minutes.", "within 6 minutes"),
        ("Closing the books takes 3 days now.", "3 days"),
        ("A review now takes two weeks.", "two weeks"),
        ("The close is done in 3 days now.", "3 days"),
        ("The night porter gets 5 hours back every week.", "5 hours"),
        ("Every clerk saves 4 hours a week.", "4 hours a week"),
        ("Every refund is 2 days faster.", "2 days"),
        ("Every booking saves 10 minutes.", "10 minutes"),
        ("Every version was replaced within 36 hours.", "within 36 hours"),
        ("It was back in about an hour.", "about an hour"),
        ("The tool paid for itself in three months.", "three months"),
        ("The release was rolled back in seconds.", "seconds"),
        ("It is 3 days now.", "3 days"),
        ("Every letter was answered within the hour.", "within the hour"),
        ("The crew was on time in each of the following 26 weeks.", "26 weeks"),
        ("The crew was on time nine weeks in a row.", "nine weeks"),
        ("The readings are 2 seconds old.", "2 seconds"),
        ("The report is done in a matter of minutes.", "a matter of minutes"),
        ("The mail server was up again after 25 minutes.", "25 minutes"),
        ("It has now held for eight months.", "eight months"),
        ("Both of them are still with us two years later.", "two years"),
        ("The keys were all swapped within 36 hours.", "within 36 hours"),
        ("The wait is down to a few minutes.", "a few minutes"),
        ("A deploy takes a minute and a half.", "a minute and a half"),
        ("Reads are now sub-second.", "sub-second"),
        ("Reads take single-digit ms.", "single-digit ms"),
        ("The cache answers in 3 ms.", "3 ms"),
        ("Each nurse has 20 minutes more per shift.", "20 minutes"),
        ("部署时间缩短到5分钟", "5分钟"),
    ],
    quiet: &[
        "The audit takes 3 days.",
        "The retention is 14 days now.",
        "Secrets have a 30-day rotation.",
        "The TTL is 300 s.",
        "We set a timeout of 5 s.",
        "It polls every 30 seconds.",
        "I gave a 30-minute presentation.",
        "The workshop took 90 minutes.",
        "The mill is 90 years old.",
        "We agreed on four hours a day.",
        "It was a matter of days until we met.",
        "I was promoted within a year.",
        "We stopped after two hours.",
        "The client retries after 5 seconds.",
        "I have been in this role for two years.",
        "He was on the team two years later.",
        "I block 30 minutes each morning.",
        "For 2 years I have led it.",
        "In a minute it was fine.",
        "Over 12 months I learned a lot.",
        "I learned to ask within 15 minutes.",
        "We record sub-second timestamps.",
        "It was in the minutes of the meeting.",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    let worded = || in_units(place).or_else(|| below_one(place));
    if let Some(found) = single_digit(place).or_else(|| if place.is_outcome() { worded() } else { None }) {
        return Some(found);
    }
    let matched = place.in_unit(Unit::Seconds)?;
    let counts =
        if place.is_outcome() { is_outcome(place.source, matched) } else { is_baseline(place.source, matched) };
    if counts { place.quantified(&KIND, matched.next) } else { None }
}

/// Whether the time may be a baseline. "Two weeks before the launch" says when.
fn is_baseline(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    let when = matches!(source.word(matched.next), "before" | "after" | "ago" | "later" | "into" | "earlier");
    !when && !matched.adjective && !source.is_setting(matched)
}

/// Whether the time is how long something took, or how much time was saved.
fn is_outcome(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    const ASIDE: &[&str] = &[
        "later",
        "ago",
        "long",
        "old",
        "meeting",
        "meetings",
        "session",
        "sessions",
        "workshop",
        "call",
        "demo",
        "presentation",
        "training",
        "shift",
        "straight",
    ];
    const WORKED: &[&str] = &["work", "worked", "working", "works"];
    const TALKS: &[&str] =
        &["demo", "interview", "meeting", "presentation", "retrospective", "session", "talk", "workshop"];
    const LEARNED: &[&str] = &["learned", "learnt"];
    // "The workshop took 90 minutes."
    let is_talk = source.any_before(matched.first, 3, TALKS);
    let worked = source.any_before(matched.first, source.count_words_before(matched.first, 3), WORKED)
        || source.any_before(matched.first, 10, LEARNED);
    // "The readings are 2 seconds old."
    let is_age = source.is_word(matched.next, "old") && matched.quantity.value < DAY;
    let is_aside = source.is(matched.next, ASIDE) && !is_age && !is_kept(source, matched);
    if source.is_setting(matched) || is_aside || worked || is_talk || source.is_set_aside(matched) {
        return false;
    }
    if is_average(source, matched) || is_kept(source, matched) || is_each(source, matched) {
        return true;
    }
    if let Some(period) = matched.quantity.per {
        let always = matched.quantity.value == DAY && period == Period::Day;
        return !always;
    }
    const GAINS: &[&str] = &[
        "ahead", "back", "early", "earlier", "faster", "sooner", "saved", "quicker", "shorter", "less", "more",
        "instead", "rather",
    ];
    if source.any_after(matched.next, source.count_words_from(matched.next, 3), GAINS) {
        return true;
    }
    let first = source.word_back(matched.first, 1);
    let near = source.nearest_word_before(matched.first);
    let saved = source.any_before(matched.first, 6, WordList::Saving);
    let bounded = source.has_upper_bound(matched.first);
    let seconds = matched.quantity.value;
    if matched.adjective || is_adjective(source, matched) {
        let noun = source.word(matched.next);
        let quick = seconds < DAY
            && matches!(
                noun,
                "recovery"
                    | "response"
                    | "deployment"
                    | "deployments"
                    | "deploy"
                    | "deploys"
                    | "build"
                    | "builds"
                    | "restore"
                    | "restoration"
                    | "latency"
                    | "turnaround"
                    | "failover"
                    | "rollback"
                    | "reduction"
                    | "improvement"
                    | "resolution"
                    | "lead"
                    | "sla"
                    | "pipeline"
            );
        return quick || matches!(noun, "reduction" | "improvement");
    }
    if near == "after" && is_back(source, matched) || near == "for" && has_held(source, matched) {
        return true;
    }
    if matches!(
        near,
        "over"
            | "for"
            | "last"
            | "past"
            | "next"
            | "first"
            | "previous"
            | "following"
            | "of"
            | "another"
            | "after"
            | "every"
    ) && !(near == "of" && saved)
        || first == "over" && !saved
    {
        return false;
    }
    let counts = if seconds < DAY {
        true
    } else {
        let taken = matches!(near, "are" | "is" | "lasts" | "take" | "takes") && is_now(source, matched);
        saved && near != "in" || (bounded || near == "in") && completes(source, matched) || near == "to" || taken
    };
    let tiny_count = seconds >= DAY && first == "within" && !completes(source, matched);
    counts && !tiny_count || bounded && seconds >= DAY && first != "within"
}

/// Whether the time describes the noun after it, without a hyphen: "a 5 minute talk".
fn is_adjective(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    let unit = source.word(matched.next - 1);
    let singular = matches!(unit, "second" | "minute" | "hour" | "day" | "week" | "month" | "year");
    let one = source.is_word(matched.first, "one") || matches!(source.word(matched.first), "a" | "an" | "half");
    singular && !one && source.text(matched.first) != "1" && !source.word(matched.next).is_empty()
}

/// Whether the time is how long a task took to complete: "patched within 2 days", "was replaced within 36 hours", "paid
/// for itself in three months".
fn completes(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    is_now(source, matched)
        || source.any_before(matched.first, 6, WordList::Completed)
        || matched.quantity.value <= LONG && source.is_done_before(matched.first)
}

/// Whether something was back after the time: "was up again after 25 minutes". Not: "we stopped after two hours".
fn is_back(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    const TENSE: &[&str] = &["are", "is", "was", "were"];
    const PEOPLE: &[&str] = &["customer", "he", "i", "she", "they", "we", "who"];
    let after = source.start_with_hedges(matched.first, 0);
    let is_done = source.is_done_before(after) || source.any_before(after, 5, TENSE);
    matched.quantity.value < DAY && is_done && !source.any_before(after, 7, PEOPLE)
}

/// Whether something, rather than a person, has lasted for the time: "it has now held for eight months".
fn has_held(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    const PEOPLE: &[&str] = &["he", "i", "she", "we", "who"];
    let perfect = (matched.first.saturating_sub(7)..matched.first)
        .rev()
        .take_while(|at| !source.word(*at).is_empty())
        .find(|at| matches!(source.word(*at), "has" | "have"));
    perfect.is_some_and(|at| {
        let participle = source.word(source.skip_adverbs(at + 1));
        let is_verb = !participle.is_empty() && !participle.ends_with("ing") && !is_function_word(participle);
        is_verb && !source.any_before(at, 2, PEOPLE)
    })
}

/// The longest time in which something is done, in seconds, rather than that is looked back on: "in six years".
const LONG: f64 = 45.0 * DAY;

/// Whether the sentence says that the time is the one after the change: "now ships in 2 days", "takes 3 days now".
fn is_now(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    source.any_before(matched.first, 4, &["now"][..]) || matches!(source.word(matched.next), "now" | "today")
}

/// "single-digit ms".
fn single_digit(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let said = source.is_word(at, "single") && source.is_dash(at + 1) && source.is_word(at + 2, "digit");
    source.time_unit(at + 3, false).filter(|_| said)?;
    place.worded(&KIND, at + 4, None)
}

/// "sub-second": less than one unit of time, but not in "sub-second precision".
fn below_one(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let joined = source.is_word(at, "subsecond");
    if !joined && !source.is_word(at, "sub") {
        return None;
    }
    let unit = if joined { at } else { at + 1 + usize::from(source.is_dash(at + 1)) };
    let next = unit + 1;
    let seconds = if joined { Some(1.0) } else { source.time_unit(unit, false) }?;
    let finely = matches!(
        source.word(next),
        "precision" | "resolution" | "granularity" | "timestamps" | "timestamp" | "accuracy" | "intervals"
    );
    let value = Quantity { value: seconds, upto: None, unit: Unit::Seconds, per: None };
    if finely { None } else { place.worded(&KIND, next, Some(value)) }
}

/// "rolled back in seconds", "dropped to milliseconds", "is down to a few minutes", "takes seconds".
fn in_units(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let lead = source.word(at);
    if !matches!(lead, "in" | "within" | "to" | "take" | "takes") || at == 0 {
        return None;
    }
    // "answered within the hour"
    if lead == "within" && source.is_word(at + 1, "the") && source.time_unit(at + 2, false).is_some() {
        let is_one = !source.is_plural_time(at + 2) && source.is_done_before(at);
        return if is_one { place.from(at, &KIND, at + 3, None) } else { None };
    }
    let few = source.skip_hedges(at + 1);
    let few = few + usize::from(source.is_word(few, "a"));
    // "in a matter of minutes"
    let is_matter = source.is_word(few, "matter") && source.is_word(few + 1, "of");
    let of = usize::from(source.is_word(few, "couple") && source.is_word(few + 1, "of"));
    let is_few = matches!(source.word(few), "few" | "couple");
    let unit = match () {
        () if is_few => few + 1 + of,
        () if is_matter => few + 2,
        () => at + 1,
    };
    let seconds = source.time_unit(unit, false).filter(|_| source.is_plural_time(unit))?;
    let ends = match source.kind(unit + 1) {
        // "takes minutes, not days" is a before and after.
        Some(TokenKind::Other(',')) => !source.is_word(unit + 2, "not"),
        None | Some(TokenKind::Stop | TokenKind::Dash | TokenKind::Other(')' | '(')) => true,
        Some(TokenKind::Word) => {
            matches!(source.word(unit + 1), "and" | "now" | "so" | "which" | "even" | "without" | "with")
        }
        _ => false,
    };
    let counts = match lead {
        "to" => source.words_before(at, 6).any(|word| source.is_change(word) || matches!(word, "came" | "shortened")),
        _ => {
            (seconds <= 60.0 || is_matter && seconds <= 3600.0)
                && !is_few
                && source.kind(at - 1) == Some(TokenKind::Word)
        }
    };
    if ends && counts { place.from(at + 1, &KIND, unit + 1, None) } else { None }
}

/// Whether it was so all the time: "in each of the following 26 weeks", "26 weeks in a row".
fn is_each(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    let in_a_row = ["in", "a", "row"].iter().enumerate().all(|(on, word)| source.is_word(matched.next + on, word));
    in_a_row
        || source.any_before(matched.first, 4, &["each", "every"][..])
            && source.any_before(matched.first, 3, &["of"][..])
}

/// Whether something is still so after the time: "both are still with us two years later".
fn is_kept(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    let still = (matched.first.saturating_sub(8)..matched.first).find(|at| source.is_word(*at, "still"));
    let is_person = |at: usize| source.any_before(at, 2, &["he", "i", "she", "they", "we", "you"][..]);
    matches!(source.word(matched.next), "later" | "on") && still.is_some_and(|still| !is_person(still))
}

/// Whether the quantity is an average: "20 seconds on average", "averages 20 seconds".
fn is_average(source: &Source<'_>, matched: &QuantityMatch) -> bool {
    const AVERAGED: &[&str] = &["averages", "averaging", "averaged"];
    source.is_word(matched.next, "on") && source.is_word(matched.next + 1, "average")
        || source.any_before(matched.first, 2, AVERAGED)
}
