//! A part of what it was, or of the whole: "a quarter of last year's", "by two thirds", "in half", "9 out of 10 teams".

use super::super::baseline;
use super::super::lexer::TokenKind;
use super::super::measure::{Quantity, Unit};
use super::super::metric::{Kind, MetricMatch, Place, Reader, Relative};
use super::super::units::WordList;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "share",
    about: "A share of the whole, or of the value before.",
    why: "This shows the size of the change. Words count as much as digits.",
    read: Reader::Any(read),
    baseline: baseline::never,
    counts: &[
        ("Cancellations are down by more than half.", "by more than half"),
        ("The hosting bill is a quarter of last year's.", "a quarter"),
        ("Refunds are 1/4 of what they were.", "1/4"),
        ("Costs fell by two-thirds.", "two-thirds"),
        ("Spend was cut in half.", "in half"),
        ("Done in half the time.", "in half the time"),
        ("It costs half as much.", "half as much"),
        ("Late parcels are down a third.", "a third"),
        ("One in six guests now books again.", "One in six"),
        ("9 out of 10 teams adopted it.", "9 out of 10"),
        ("Three in four callers reach a person now.", "Three in four"),
        ("We send an eighth of the mail we used to.", "an eighth"),
        ("Waste shrank to a fifth.", "a fifth"),
        ("It now fails one time in two hundred.", "one time in two hundred"),
        ("Half the village uses it.", "Half the village"),
        ("Two of the three leaks are gone.", "Two of the three"),
        ("Three quarters of the crew now sign up for nights.", "Three quarters"),
        ("The median grade rose by half a mark.", "half a mark"),
        ("We need ¼ of the time.", "¼"),
        ("Queries run in a third of the time.", "a third"),
        ("More than half of the bookings now come in online.", "More than half"),
        ("Die Kosten sanken um die Hälfte.", "Hälfte"),
        ("Les plaintes ont baissé de moitié.", "moitié"),
        ("成本降低了一半。", "一半"),
    ],
    quiet: &[
        "Half of the team left.",
        "Two of the three managers agreed.",
        "Half the village was there.",
        "Half of my time now goes to calls.",
        "Half the time it failed.",
        "A quarter of the staff was ill.",
        "Half the team liked it.",
        "That was half the battle.",
        "The second half of 2023.",
        "A third party did the audit.",
        "We agreed in a quarter of an hour or so of talk.",
        "It shipped in the third quarter.",
        "One in a million, they said.",
        "On-call is 1 week in 4.",
        "I spent half my time on it.",
        "We met halfway.",
        "Die Hälfte des Teams ging.",
        "一半的人不同意。",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    if place.source.kind(place.at) == Some(TokenKind::Cjk) {
        return joined(place);
    }
    one_in(place)
        .or_else(|| every(place))
        .or_else(|| half(place))
        .or_else(|| fraction(place))
        .or_else(|| of_total(place))
}

fn found(place: &Place<'_>, next: usize, value: f64, relative: Option<Relative>) -> Option<MetricMatch> {
    // "nine out of ten would have quit"
    if place.source.any_after(next, 4, &["would", "could", "might"][..]) {
        return None;
    }
    let quantity = Quantity { value, upto: None, unit: Unit::Times, per: None };
    let mut found = place.worded(&KIND, next, Some(quantity))?;
    found.0.values.relative = relative;
    Some(found)
}

/// "one in six", "9 out of 10".
fn one_in(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let (part, next) = source.cardinal(at)?;
    // "one customer out of 300"
    let noun = !source.word(next).is_empty() && source.is_word(next + 1, "out") && source.entry(next).time.is_none();
    // "one time in five"
    let time = source.is_word(next, "time") && source.is_word(next + 1, "in");
    let next = next + usize::from(time || noun && source.is_word(next + 2, "of"));
    let words = match (source.word(next), source.word(next + 1)) {
        ("out", "of") => 2,
        // "six of the nine clients", but not "one of the two managers"
        ("of", "the" | "my" | "our" | "their") if part >= 2.0 => 2,
        ("in" | "of", _) => 1,
        _ => return None,
    };
    // "two out of every three"
    let words = words + usize::from(source.is_word(next + words, "every"));
    let (whole, end) = source.cardinal(next + words)?;
    // "9 of 9" is everything.
    let of = source.is_word(next, "of");
    let spelled = matches!(source.kind(at), Some(TokenKind::Word));
    // "nine of ten", but not "one of 12 candidates"
    let few = of && spelled && (part < 2.0 || words > 1 && (whole < 3.0 || whole < 4.0 && source.is_team(end)));
    let is_part = part < whole && !few;
    // "1 week in 4" and "one in a million" are none; "in 3 in-depth talks" is a number of talks.
    let is_unit = place.quantity.is_some_and(|matched| matched.quantity.unit == Unit::Count && !matched.bare);
    let dated = source.is_year_at(next + words) || source.is_hyphen(end) || source.time_unit(end, false).is_some();
    if !is_part || is_unit || dated || whole > 10_000.0 {
        return None;
    }
    found(place, end, part / whole, None)
}

/// "every second customer", "every twentieth". "Every second week" says when.
fn every(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    if !source.is_word(at, "every") || !place.is_outcome() {
        return None;
    }
    let parts = match source.word(at + 1) {
        "second" => 2.0,
        word if !word.ends_with('s') => source.entry(at + 1).part.filter(|parts| *parts > 2.0)?,
        _ => return None,
    };
    let noun = source.word(at + 2);
    let is_time = source.entry(at + 2).time.is_some()
        || source.entry(at + 2).period.is_some()
        || source.is(at + 2, WordList::Stretch)
        || noun.ends_with("day");
    let counted = !noun.is_empty() && !is_time && !source.is_team(at + 2) && noun != "counts" && noun != "one";
    if counted { found(place, at + 3, 1.0 / parts, None) } else { None }
}

/// "in half", "by half", "half the time", "half as much", "more than half of them now".
fn half(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    if matches!(source.word(at + 1), "a" | "an") && source.is_word(at, "half") {
        return half_a(place);
    }
    if matches!(source.word(at), "in" | "by") {
        let half = source.skip_hedges(at + 1);
        if !source.is_word(half, "half") || matches!(source.word(half + 1), "a" | "an") {
            return None;
        }
        let of = usize::from(source.is(half + 2, WordList::Measured) && source.is_word(half + 1, "the")) * 2;
        let by = source.is_word(at, "by");
        let relative = if by { Relative::Change(50.0) } else { Relative::Ratio(0.5) };
        return found(place, half + 1 + of, 0.5, Some(relative));
    }
    // "um die Hälfte", "de moitié"
    if source.is(at, WordList::Half) {
        const BY: &[&str] = &["a", "auf", "de", "della", "par", "pela", "por", "um", "à"];
        let by = source.any_before(at, 2, BY);
        return if by { found(place, at + 1, 0.5, Some(Relative::Ratio(0.5))) } else { None };
    }
    if !source.is_word(at, "half") || matches!(source.word_back(at, 1), "second" | "first" | "other" | "last") {
        return None;
    }
    let next = match (source.word(at + 1), source.word(at + 2)) {
        ("as", _) => at + 3,
        // "Half the time it failed" says how often.
        ("the" | "its" | "their" | "our", _)
            if source.is(at + 2, WordList::Measured)
                && (!source.nearest_word_before(at).is_empty() || source.kind(at + 3) != Some(TokenKind::Word)) =>
        {
            at + 3
        }
        ("what" | "that", _) => at + 2,
        ("of", _) if source.is_former(at + 2) => at + 1,
        ("the" | "its" | "our", _) if source.is_former(at + 1) && !source.is_team(at + 1) => at + 1,
        // "half the village uses it"
        ("the", _) if source.is_present_deed(at + 3) => at + 3,
        _ if moved(place) => at + 1,
        ("of", _) if is_reached(place, at + 2) => at + 1,
        _ => return None,
    };
    found(place, next, 0.5, Some(Relative::Ratio(0.5)))
}

/// "rose by half a mark".
fn half_a(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let by = source.is_word_before_hedges(at, "by") && source.words_before(at, 3).any(|word| source.is_change(word));
    let is_noun = !source.word(at + 2).is_empty() && source.entry(at + 2).time.is_none();
    if by && is_noun && place.quantity.is_none() { found(place, at + 3, 0.5, None) } else { None }
}

/// "47/50 doors".
fn of_total(place: &Place<'_>) -> Option<MetricMatch> {
    let matched = place.single()?;
    let Unit::OutOf(whole) = matched.quantity.unit else { return None };
    place.source.noun(matched.next)?;
    found(place, matched.next, matched.quantity.value / whole, None)
}

/// "by two thirds", "a quarter of last year's", "1/4 of".
fn fraction(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let (number, parts, next) = parts_at(place)?;
    let word = source.word(next - 1);
    let of = source.is_word(next, "of");
    // "a quarter of an hour"
    if of && matches!(source.word(next + 1), "a" | "an") && source.entry(next + 2).time.is_some() {
        return None;
    }
    let is_sum = of
        && (source.is_former(next + 1)
            || source.words_after(next + 1, 2).any(|word| word != "staff" && is_measured(word)));
    let less = source.is(next, WordList::Comparative)
        || matches!(source.word(next), "reduction" | "drop" | "cut" | "more" | "larger" | "longer");
    // "two thirds" is no time, but "two quarters" may be one.
    let plural = number > 1.0 && word.ends_with('s') && parts != 4.0 && !source.is_team(next + 1);
    let moved = moved(place) && source.period_word(next).is_none();
    if !(is_sum || less || plural || moved || of && is_reached(place, next + 1)) {
        return None;
    }
    let by = moved && !source.is_word_before_hedges(at, "to");
    let relative = match () {
        () if is_sum || moved && !by => Some(Relative::Ratio(number / parts)),
        () if by || less => Some(Relative::Change(number / parts * 100.0)),
        () => None,
    };
    found(place, next, number / parts, relative)
}

/// Returns the parts, how many the whole has, and the token after the fraction.
fn parts_at(place: &Place<'_>) -> Option<(f64, f64, usize)> {
    let (source, at) = (place.source, place.at);
    if let Some(matched) = place.single()
        && let Unit::OutOf(whole) = matched.quantity.unit
        && !matched.spelled
        && source.is_char(at + 1, '/')
        && whole <= 20.0
        && (source.is_word(matched.next, "of")
            || source.is(matched.next, WordList::Comparative)
            || source.is_word_before_hedges(at, "by"))
    {
        return Some((matched.quantity.value, whole, matched.next));
    }
    if let Some(&(_, number, parts)) = SIGNS.iter().find(|(sign, ..)| source.word(at) == *sign) {
        return Some((number, parts, at + 1));
    }
    let one = matches!(source.word(at), "a" | "an");
    let number = if one { 1.0 } else { source.entry(at).number? };
    let good = one && matches!(source.word(at + 1), "good" | "full" | "mere");
    let part = at + 1 + usize::from(source.is_dash(at + 1) || good);
    let parts = source.entry(part).part.filter(|parts| *parts > number && (*parts > 2.0 || !one))?;
    Some((number, parts, part + 1))
}

/// Fractions of one character.
const SIGNS: &[(&str, f64, f64)] = &[
    ("½", 1.0, 2.0),
    ("⅓", 1.0, 3.0),
    ("⅔", 2.0, 3.0),
    ("¼", 1.0, 4.0),
    ("¾", 3.0, 4.0),
    ("⅕", 1.0, 5.0),
    ("⅛", 1.0, 8.0),
];

/// Whether something rose or fell to the share here, or by it: "is down a third", "shrank to a fifth".
fn moved(place: &Place<'_>) -> bool {
    let (source, at) = (place.source, place.at);
    match source.nearest_word_before(at) {
        "by" | "to" | "down" | "up" => true,
        word => source.is_change(word),
    }
}

/// Whether a share of what starts at `of` is a state reached: "half of the bookings now come in online". A share of the
/// team or of one's time is none.
fn is_reached(place: &Place<'_>, of: usize) -> bool {
    let (source, at) = (place.source, place.at);
    let now = |word: &str| matches!(word, "now" | "today" | "already");
    let is_own = source.any_after(of, 3, &["my"][..]) || source.any_after(of, 3, OWN);
    !is_own
        && source.entry(of).time.is_none()
        && (source.words_after(of, 8).any(now) || source.words_before(at, 4).any(now))
}

/// What a share of says how the writer spent it.
const OWN: &[&str] = &["day", "effort", "job", "time", "week", "work"];

fn is_measured(word: &str) -> bool {
    super::super::units::entry(word).is_in(WordList::Measured)
}

/// "成本降低了一半": a share or a multiple within a run that has no spaces.
fn joined(place: &Place<'_>) -> Option<MetricMatch> {
    const SHARES: &[(&str, f64)] = &[
        ("一半", 0.5),
        ("减半", 0.5),
        ("減半", 0.5),
        ("半減", 0.5),
        ("절반", 0.5),
        ("翻倍", 2.0),
        ("翻番", 2.0),
        ("翻了一番", 2.0),
    ];
    let (source, at) = (place.source, place.at);
    let run = source.word(at);
    let (start, text, value) =
        SHARES.iter().find_map(|&(text, value)| run.find(text).map(|start| (start, text, value)))?;
    let (before, after) = (&run[..start], &run[start + text.len()..]);
    // "一半的人" (half of the people): a share counts only if something rose or fell to it.
    let moved = ["降", "减", "減", "省", "少", "缩", "削", "增", "提", "縮", "下", "줄", "이하"];
    let said =
        !matches!(text, "一半" | "절반") || moved.iter().any(|verb| before.contains(verb) || after.contains(verb));
    if after.starts_with('的') || !said {
        // "절반으로 줄었다": the verb is the next run.
        let next = source.word(at + 1);
        if text != "절반" || !moved.iter().any(|verb| next.contains(verb)) {
            return None;
        }
    }
    let mut found = found(place, at + 1, value, Some(Relative::Ratio(value)))?;
    found.0.span.start += start;
    found.0.span.end = found.0.span.start + text.len();
    Some(found)
}
