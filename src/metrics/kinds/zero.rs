//! None of something, with what it is or since when: "zero incidents", "no outages in six months", "nothing since May",
//! "lost no data".

use super::super::baseline;
use super::super::cues::{is_negation, is_past};
use super::super::measure::{Quantity, Unit};
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::nouns::{is_outcome, is_outcome_noun, is_trouble};
use super::super::quantity::DAY;
use super::super::source::Source;
use super::super::units::{Hedge, WordList};

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "zero",
    about: "None of something.",
    why: "None is easy to check. Over what period, or out of how many?",
    read: Reader::Any(read),
    baseline: baseline::never,
    counts: &[
        ("There were zero incidents.", "zero incidents"),
        ("Zero-downtime migration of the database.", "Zero-downtime"),
        ("Duplicates went to zero.", "zero"),
        ("No outages in six months.", "No outages in six months"),
        ("Nine months in, no seal has failed.", "no seal has failed"),
        ("The count stood at zero in May.", "zero"),
        ("No key has been lost since the spring.", "No key has been lost since"),
        ("There has been nothing since May.", "nothing since"),
        ("In the year since, not one parcel went astray.", "not one"),
        ("In the year since, not one.", "not one"),
        ("We have had none this season.", "none this season"),
        ("No photo was lost.", "No photo was lost"),
        ("It hasn't happened again for 14 months.", "hasn't happened again for 14 months"),
        ("The error budget has not been exhausted in five quarters.", "has not been exhausted in five quarters"),
        ("We haven't lost an order since May.", "haven't lost an order since"),
        ("None of the 4 repositories has a password any more.", "None of the 4 repositories"),
        ("It ran without a single failure.", "without a single failure"),
        ("Nobody was paged for 3 months.", "Nobody was paged for 3 months"),
        ("No one has called about it since.", "No one has called about it since"),
        ("It has not failed once since.", "has not failed once since"),
        ("The wait dropped to almost nothing.", "almost nothing"),
        ("We have gone 200 days without an accident.", "without an accident"),
        ("We lost no data.", "no data"),
        ("The phone hasn't rung once since April.", "hasn't rung once since"),
        ("Turnover dropped to nil.", "nil"),
        ("0 of 80,000 letters went missing.", "0 of 80,000 letters"),
        ("Data loss: none.", "none"),
        ("The move ran without downtime.", "without downtime"),
        ("The inspector noted no deviation.", "no deviation"),
        ("The review found nothing.", "nothing"),
        ("The auditors closed the file without a comment.", "without a comment"),
        ("The backlog is empty.", "empty"),
        ("We have had one breakdown in two years.", "one breakdown in two years"),
        ("Since then, exactly one rollback.", "exactly one rollback"),
        ("Complaints: none", "none"),
        ("Of the duplicates there are none left.", "none left"),
        ("It has run for 400 days without a restart.", "without a restart"),
        ("We haven't had a manual change in the 19 months since.", "haven't had a manual change in the 19 months"),
        ("There has been only one incident since.", "only one incident since"),
    ],
    quiet: &[
        "There were no issues.",
        "We have no incidents now.",
        "We adopted zero trust.",
        "We fixed a zero-day.",
        "It scales to zero at night.",
        "The move from zero to one.",
        "Nobody was happy.",
        "We had no one to ask for 3 weeks.",
        "I had no one to ask for 2 weeks.",
        "I had only one idea since.",
        "We lost no time.",
        "I did not sleep a single night.",
        "Nothing was easy.",
        "Nothing worked for three weeks.",
        "None of the 3 options worked.",
        "I have had no news since.",
        "No one complained.",
        "I worked for 3 weeks without a plan.",
        "Reason: none",
        "I left the room without a word.",
        "My boss raised no objection.",
        "The room was empty.",
        "It was a full table scan without an index.",
        "I had one idea in two days.",
        "No solution was found.",
        "We haven't met for 5 months.",
        "I have not written it yet, since May is busy.",
        "Nobody owned it, so I asked for two weeks.",
    ],
};

type Finder = fn(&Place<'_>) -> Option<usize>;

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    let readers: [Finder; 7] = [zero, no, not_a_single, none, nobody, without, empty];
    if let Some(next) = readers.iter().find_map(|read| read(place)) {
        return found(place, place.at, next, 0.0);
    }
    if !place.is_outcome() {
        return None;
    }
    hardly_any(place).or_else(|| not_since(place))
}

fn found(place: &Place<'_>, first: usize, next: usize, value: f64) -> Option<MetricMatch> {
    place.from(first, &KIND, next, Some(Quantity { value, upto: None, unit: Unit::Count, per: None }))
}

/// "zero data loss", "to zero", "0 findings".
fn zero(place: &Place<'_>) -> Option<usize> {
    let (source, at) = (place.source, place.at);
    // "0 of 80,000 letters"
    if let Some(matched) = place.single()
        && matches!(matched.quantity.unit, Unit::OutOf(whole) if whole > 20.0)
        && matched.quantity.value == 0.0
        && place.is_outcome()
    {
        return Some(source.noun(matched.next).unwrap_or(matched.next));
    }
    if let Some(matched) = place.in_unit(Unit::Count)
        && matched.quantity.value == 0.0
        && !matched.spelled
        && matched.bare
        && place.is_outcome()
    {
        return source.singular(matched.next);
    }
    if !source.is_word(at, "zero") {
        return None;
    }
    let noun = at + 1 + usize::from(source.is_dash(at + 1));
    let word = source.word(noun);
    const IDIOMS: &[&str] = &[
        "trust",
        "day",
        "days",
        "knowledge",
        "sum",
        "config",
        "touch",
        "shot",
        "idea",
        "clue",
        "experience",
        "drift",
        "code",
    ];
    if IDIOMS.contains(&word) {
        return None;
    }
    // "the count stood at zero"
    if source.word_back(at, 1) == "at" {
        let stands =
            matches!(source.word_back(at, 2), "stood" | "stands" | "is" | "are" | "stayed" | "now" | "remains");
        return stands.then_some(at + 1);
    }
    if source.word_back(at, 1) == "to" {
        let scaled = source.words_before(at, 4).any(|word| word.starts_with("scal"));
        return (!scaled && !source.words_before(at, 4).any(|word| word == "from")).then_some(at + 1);
    }
    let near = at > 1 && source.is_hyphen(at - 1)
        || at > 0 && matches!(source.word(at - 1), "from" | "ground" | "near" | "nearly");
    if near {
        // "dropped to near zero"
        let fell = at > 1
            && source.is_word(at - 2, "to")
            && source.words_before(at, 6).any(|word| matches!(word, "dropped" | "fell" | "went" | "cut" | "reduced"));
        return fell.then_some(at + 1);
    }
    if word == "downtime" {
        return Some(noun + 1);
    }
    if noun > at + 1 {
        return None;
    }
    let next = source.singular(noun)?;
    (place.is_outcome() || source.is_plural(next - 1)).then_some(next)
}

/// "the backlog is empty".
fn empty(place: &Place<'_>) -> Option<usize> {
    let (source, at) = (place.source, place.at);
    const LISTS: &[&str] = &["backlog", "inbox", "list", "queue"];
    let is_empty = source.is_word(at, "empty") && place.is_outcome();
    (is_empty && source.any_before(at, 4, LISTS) && source.any_before(at, 3, &["been", "is", "stays"][..]))
        .then_some(at + 1)
}

/// Whether somebody who looks for faults is named before `at`: "the auditor raised no nonconformity".
fn is_checked(place: &Place<'_>, at: usize) -> bool {
    place.is_outcome() && place.source.any_before(at, 4, WordList::Checker)
}

/// "no downtime since", "no key has been lost this year", "lost no data".
fn no(place: &Place<'_>) -> Option<usize> {
    const IDLE: &[&str] = &[
        "time",
        "sleep",
        "interest",
        "hope",
        "momentum",
        "face",
        "focus",
        "chance",
        "opportunity",
        "hints",
        "idea",
        "news",
        "word",
        "contact",
        "reply",
        "answer",
        "doubt",
        "way",
        "reason",
        "need",
        "experience",
        "say",
    ];
    let (source, at) = (place.source, place.at);
    if !source.is_word(at, "no") || source.is_word(at + 1 + usize::from(source.is_dash(at + 1)), "one") {
        return None;
    }
    let next = source.singular(at + 1)?;
    let noun = source.word(next - 1);
    if IDLE.contains(&noun) {
        return None;
    }
    if is_checked(place, at) && is_past(source.word_back(at, 1)) {
        return Some(next);
    }
    let lost = matches!(source.word_back(at, 1), "lost" | "lose" | "losing" | "dropped" | "missed" | "missing");
    if lost && place.is_outcome() {
        return Some(next);
    }
    // Some metrics are about the time itself: "no incidents for 3 months of work".
    if let Some(end) = source.timed(next) {
        return Some(end);
    }
    let verb = matches!(source.word(next), "has" | "have" | "was" | "were" | "got" | "went" | "had");
    if verb && let Some(end) = source.timed_after(next + 1, 6) {
        return Some(end);
    }
    // "no photo was lost": like "lost no photo"
    if verb && place.is_outcome() && matches!(source.word(next + 1), "dropped" | "lost" | "missed") {
        return Some(next + 2);
    }
    let bad = is_trouble(noun) || is_trouble(&[noun, "s"].concat()) || matches!(noun, "downtime" | "loss");
    // "Nine months in, no seal has failed."
    if verb && place.is_outcome() && is_past(source.word(next + 1)) && source.timed_before(at, 8) {
        return Some(next + 2);
    }
    // "we have had no stop"
    let had =
        matches!(source.word_back(at, 1), "had" | "been" | "seen") && matches!(source.word_back(at, 2), "have" | "has");
    ((bad || had) && place.is_outcome() && source.timed_before(at, 8)).then_some(next)
}

/// "without a single failure", "did not lose a single order".
fn not_a_single(place: &Place<'_>) -> Option<usize> {
    let (source, at) = (place.source, place.at);
    let (first, negated) = match source.word(at) {
        "without" | "not" => (at + 1, true),
        "a" => (at, source.words_before(at, 4).any(is_negation)),
        _ => return None,
    };
    if !negated || !source.is_word(first, "a") || !source.is_word(first + 1, "single") {
        return None;
    }
    let next = source.singular(first + 2)?;
    if first > at {
        return Some(next);
    }
    let noun = source.word(next - 1);
    let idle = source.time_unit(next - 1, false).is_some()
        || matches!(noun, "night" | "word" | "idea" | "clue" | "thing" | "doubt" | "email" | "meeting" | "line");
    // "never had a single server" is no outcome.
    let owned = matches!(source.word_back(at, 1), "had" | "have" | "has" | "see" | "saw") && !is_outcome(noun);
    (!idle && !owned && place.is_outcome()).then_some(next)
}

/// "not one customer complained", "nothing since May", "none this year".
fn none(place: &Place<'_>) -> Option<usize> {
    let (source, at) = (place.source, place.at);
    if !place.is_outcome() {
        return None;
    }
    let next = match (source.word(at), source.word(at + 1)) {
        ("not", "one") if !source.is_word(at + 2, "of") => at + 2,
        ("nil" | "nothing" | "none", _) if source.is_fallen_to(at) => return Some(at + 1),
        // "Complaints: none"
        ("none", _) if at > 1 && source.is_char(at - 1, ':') && is_countable(place, at - 2) => return Some(at + 1),
        // "The review found nothing."
        ("nothing" | "none", _) if is_checked(place, at) && is_past(source.word_back(at, 1)) => return Some(at + 1),
        ("none", "left" | "open" | "remain" | "remained" | "remaining" | "remains") => return Some(at + 2),
        ("none", "of") if let Some(next) = all_of(source, at + 2) => return Some(next),
        ("none", _) => at + 1,
        ("nothing", _) => {
            // "Nothing worked for three weeks."
            let vain = source.words_after(at + 1, 3).any(|word| matches!(word, "worked" | "helped" | "changed"));
            let done = source.timed(at + 1).is_some() || source.words_after(at + 1, 3).any(is_past);
            (done && !vain).then_some(at + 1)?
        }
        _ => return None,
    };
    let noun = source.word(next);
    let one = source.is_word(at, "not");
    if one
        && (is_outcome(noun) || matches!(noun, "user" | "team" | "request" | "order" | "record" | "file" | "message"))
    {
        return Some(next + 1);
    }
    let to = source.words_after(next, 2).any(|word| word == "to");
    source.timed_after(next, 6).filter(|_| !to).or_else(|| source.timed_before(at, 8).then_some(next))
}

/// Returns the token after the things counted at `at`, if there are more than a few: "none of *the 40 teams* has complained".
fn all_of(source: &Source<'_>, at: usize) -> Option<usize> {
    let number = at + usize::from(matches!(source.word(at), "our" | "the" | "these" | "those"));
    let matched = source.quantity_at(number).filter(|matched| matched.quantity.unit == Unit::Count)?;
    if matched.quantity.value > 3.0 { source.noun(matched.next) } else { None }
}

/// Whether the word at `at` may be counted, and is better rare if it is in the singular: "complaints", "data loss".
fn is_countable(place: &Place<'_>, at: usize) -> bool {
    let word = place.source.word(at);
    place.source.is_plural(at) || is_outcome(word) || STOPS.contains(&word)
}

/// Interruptions, none of which is an outcome by itself.
const STOPS: &[&str] = &["churn", "downtime", "interruption", "loss"];

/// "nobody was paged for 3 months", "no one has called since".
fn nobody(place: &Place<'_>) -> Option<usize> {
    let (source, at) = (place.source, place.at);
    let verb = match source.word(at) {
        "nobody" => at + 1,
        "no" => {
            let one = at + 1 + usize::from(source.is_dash(at + 1));
            if !source.is_word(one, "one") {
                return None;
            }
            one + 1
        }
        _ => return None,
    };
    // "We had nobody to ask."
    let is_object = matches!(source.word_back(at, 1), "had" | "have" | "has" | "with" | "of" | "to" | "knew" | "found");
    if is_object || !place.is_outcome() {
        return None;
    }
    let acts = source.words_after(verb, 3).take_while(|word| *word != "to").any(is_past);
    let known =
        source.words_after(verb, 3).any(|word| matches!(word, "knew" | "thought" | "believed" | "liked" | "wanted"));
    let timed = source.timed_after(verb, 8).or_else(|| source.timed_before(at, 8).then_some(verb));
    timed.filter(|_| acts && !known)
}

/// "without an incident since", "have not missed a delivery this year".
fn without(place: &Place<'_>) -> Option<usize> {
    let (source, at) = (place.source, place.at);
    let lost = matches!(source.word(at), "missed" | "lost" | "dropped" | "broken");
    let had = (source.is_word(at, "had") || lost)
        && source.words_before(at, 3).any(is_negation)
        && matches!(source.word(at + 1), "a" | "an" | "any" | "one");
    if !place.is_outcome() || !had && !source.is_word(at, "without") {
        return None;
    }
    let noun = at + 1 + usize::from(matches!(source.word(at + 1), "a" | "an" | "any" | "one"));
    // "The auditors closed the file without a comment."
    const PASSED: &[&str] =
        &["accepted", "approved", "cleared", "closed", "ended", "finished", "passed", "signed", "went"];
    let is_passed = source.any_before(at, 4, PASSED) && source.any_before(at, 6, WordList::Checker);
    if source.is_word(at, "without") && noun > at + 1 && is_passed {
        return source.singular(noun);
    }
    // "We haven't had a manual change in 19 months."
    let perfect = had && source.words_before(at, 3).any(|word| word.starts_with("have") || word.starts_with("has"));
    let own = source.words_before(at, 4).any(|word| word == "i");
    // "200 days without an accident"
    if source.is_word(at, "without") && at > 0 && source.is_plural_time(at - 1) {
        let next = source.singular(noun)?;
        // "It has run for 400 days without a restart."
        const PERFECT: &[&str] = &["has", "have"];
        let runs = source.any_before(at, 8, PERFECT)
            && !own
            && source.time_unit(at - 1, false).is_some_and(|unit| unit >= DAY);
        return (runs || is_outcome(source.word(next - 1))).then_some(next);
    }
    // "The move ran without downtime."
    let stopped = source.singular(noun).filter(|next| STOPS.contains(&source.word(next - 1)));
    if source.is_word(at, "without") && stopped.is_some() {
        return stopped;
    }
    if lost || perfect && !own { source.timed(source.singular(noun)?) } else { since(place, noun) }
}

/// Returns the token after "incident since" or "outages in six months".
fn since(place: &Place<'_>, at: usize) -> Option<usize> {
    let source = place.source;
    let next = source.singular(at)?;
    let noun = source.word(next - 1);
    let bad = is_outcome_noun(noun)
        || is_outcome(noun)
        || matches!(noun, "downtime" | "loss" | "churn" | "outage" | "incident" | "recurrence");
    source.timed(next).filter(|_| bad)
}

/// "only one incident since", "since then, a single rollback".
fn hardly_any(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    // "We have had one incident in two years."
    if source.is_word(at, "one") && matches!(source.word_back(at, 1), "been" | "had" | "seen" | "was") {
        return found(place, at, since(place, at + 1)?, 1.0);
    }
    let single = source.is_word(at, "a") && source.is_word(at + 1, "single");
    let hedged_one = source.entry(at).hedge == Some(Hedge::Bare) && source.is_word(at + 1, "one");
    if !single && !hedged_one {
        return None;
    }
    // "Since then, exactly one rollback."
    let before = || {
        let next = source.singular(at + 2)?;
        let is_rare = is_outcome(source.word(next - 1)) && source.any_before(at, 4, &["since"][..]);
        is_rare.then_some(next)
    };
    found(place, at, since(place, at + 2).or_else(before)?, 1.0)
}

/// "hasn't happened again for 14 months", "have not lost an order since May". What a person hasn't done is no outcome.
fn not_since(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let verb = match source.word(at) {
        "hasn't" | "hasn’t" | "haven't" | "haven’t" => at + 1,
        "has" | "have" if matches!(source.word(at + 1), "not" | "never") => at + 2,
        _ => return None,
    };
    let is_person = matches!(source.word_back(at, 1), "he" | "i" | "she" | "they" | "we" | "who" | "you");
    let is_trouble = || matches!(source.word(verb), "had" | "lost" | "missed" | "needed" | "seen");
    // "hasn't rung": a participle that no list has.
    let is_participle = is_past(source.word(verb)) || source.is_word(verb + 1, "once");
    if !is_participle || is_person && !is_trouble() {
        return None;
    }
    found(place, at, source.timed_after(verb, 8)?, 0.0)
}
