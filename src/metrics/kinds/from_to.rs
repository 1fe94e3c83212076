//! Before and after: "from 4 hours to 8 minutes", "8 minutes instead of 4 hours", "14 before, 0 after".

use super::super::amount::Amount;
use super::super::baseline;
use super::super::joints::Joint;
use super::super::lexer::TokenKind;
use super::super::measure::Unit;
use super::super::metric::{Kind, Metric, MetricMatch, Place, Quantities, Reader};
use super::super::quantity::{QuantityMatch, is_plural_time_word};
use super::super::source::Source;
use super::super::units::{Row, WordList};
use crate::text::Span;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "from-to",
    about: "A before-and-after pair.",
    why: "This is the strongest kind: it shows where you started and where you ended up.",
    read: Reader::Any(read),
    baseline: baseline::unless_planned,
    counts: &[
        ("It fell from 4 hours to 20 minutes.", "from 4 hours to 20 minutes"),
        ("recall: 0.40 → 0.78", "0.40 → 0.78"),
        ("Deploys take 8 minutes instead of 4 hours.", "8 minutes instead of 4 hours"),
        ("A refund takes an afternoon instead of a week.", "an afternoon instead of a week"),
        ("It takes an hour instead of days.", "an hour instead of days"),
        ("We needed one round instead of the usual three.", "one round instead of the usual three"),
        ("Complaints: 14 before, 0 after.", "14 before, 0 after"),
        ("A dozen lost keys a season became none.", "A dozen lost keys a season became none"),
        ("Complaints went from dozens to a handful.", "from dozens to a handful"),
        ("Calls fell from hundreds a night to none.", "from hundreds a night to none"),
        ("We had 3 complaints this year against 40 last year.", "3 complaints this year against 40"),
        ("Setup used to take a week and now takes a morning.", "a week and now takes a morning"),
        ("Setup takes minutes, not days.", "minutes, not days"),
        ("Two weeks of waiting became two days.", "Two weeks of waiting became two days"),
        ("Packing takes 2 people where it took 5.", "2 people where it took 5"),
        ("Instead of four forms there is one.", "four forms there is one"),
        ("Was 8 days, is 1 day.", "8 days, is 1 day"),
        ("It took a single sprint rather than the quarter.", "a single sprint rather than the quarter"),
        ("We had no outage at all, after four the year before.", "no outage at all, after four"),
        ("False alarms a week went 140 > 12.", "140 > 12"),
        ("A 3-day job is a 30-minute job now.", "3-day job is a 30-minute"),
        ("A three-day job is a ten-minute job now.", "three-day job is a ten-minute"),
        ("The import lands at 6:10 instead of 9:45.", "6:10 instead of 9:45"),
        ("Battery life went from nine days to a little over six weeks.", "from nine days to a little over six weeks"),
        ("Metric\nBefore\nAfter\nBacklog\n412\n37\n", "412\n37"),
        ("Errors are down 80% from 500 to 200.", "from 500 to 200"),
        ("Users doubled from 800k to 1.6m.", "from 800k to 1.6m"),
        ("The audit had one remark, after nine the year before.", "one remark, after nine"),
        ("The queue fell by 90%, from 120 to 0 a week.", "from 120 to 0 a week"),
        ("The bill went from 12,000 to 9,000 dollars.", "from 12,000 to 9,000 dollars"),
        ("从4小时降到8分钟", "从4小时降到8分钟"),
    ],
    quiet: &[
        "Upgraded Kubernetes from 1.27 to 1.30.",
        "On a scale from 1 to 10.",
        "We went from zero to one.",
        "I used a list instead of a map.",
        "I chose one of them rather than another.",
        "A few people became friends.",
        "We worked 9 to 5.",
        "I compared it with the other.",
        "The shop is open from 9:00 to 17:00.",
        "Item\nFloor\nRoom\nPrinter\n4\n12\n",
        "Before lunch one of us left, and after it another did.",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    let numbers = place.quantity.as_ref().and_then(|matched| change(place.source, matched));
    numbers.or_else(|| times(place)).or_else(|| if place.is_outcome() { amounts(place) } else { None })
}

/// Returns the byte offset of the change whose first amount is at `at`.
fn start_of(source: &Source<'_>, at: usize) -> usize {
    source.tokens[source.with_from(at)].span.start
}

/// Returns the change that starts with the quantity `first`: "from 4 hours to 8 minutes", "0.40 → 0.78".
fn change(source: &Source<'_>, first: &QuantityMatch) -> Option<MetricMatch> {
    let from = source.preceded_by_from(first.first);
    let (joint, kind) = source.joint(first, from)?;
    let start = source.skip_hedges(joint);
    if source.is_label(start) {
        return None;
    }
    let mut before = *first;
    let Some(mut after) = source.article_quantity_at(start).or_else(|| source.quantity_at(start)) else {
        // "from 45 minutes to seconds"
        let few = if source.is_word(start, "a") && source.is_word(start + 1, "few") { start + 2 } else { start };
        let worded = is_plural_time_word(source.word(few)) || matches!(source.word(few), "none" | "nothing" | "single");
        let mut next = few + 1;
        if source.is_word(few, "single") {
            // "single-digit ms", "single digits"
            next += if source.is_dash(next) { 2 } else { 1 };
            let unit = source.time_unit(next, false).is_some();
            next += usize::from(unit && source.kind(next - 1) != Some(TokenKind::Stop));
        }
        if !worded || !(from || kind == Joint::Arrow) || kind == Joint::Back {
            return None;
        }
        let span = Span::new(start_of(source, first.first), source.end_of(next.min(source.tokens.len())));
        let values = Quantities { from: Some(before.quantity), ..Quantities::default() };
        return Some((Metric { span, kind: &KIND, values }, next));
    };
    if kind == Joint::Back && source.is_word(joint - 1, "from") && is_start(source, after.next) {
        return None;
    }
    read_millions(source, &before, &mut after);
    // "45 to 18 minutes" and "from 20/week to 2" share their unit.
    // "from 12,000 to 9,000 dollars", but not "from 5 to $3"
    let is_signed = matches!(source.kind(after.first), Some(TokenKind::Currency(_)));
    if before.bare && !after.bare && !is_signed {
        let factor = after.quantity.value / number_at(source, start).unwrap_or(after.quantity.value);
        before.quantity.unit = after.quantity.unit;
        before.quantity.value *= if factor.is_finite() { factor } else { 1.0 };
    } else if after.bare && !before.bare && before.quantity.unit != Unit::Times {
        after.quantity.unit = before.quantity.unit;
        after.quantity.value *= factor(source, &before);
    }
    share_scale(source, &mut before, &after);
    let (a, b) = (&before.quantity, &after.quantity);
    let alike = std::mem::discriminant(&a.unit) == std::mem::discriminant(&b.unit);
    let rise = b.value > a.value;
    let plain = before.bare && after.bare;
    // "Accuracy 0.71 to 0.84"
    let level = source.any_before(first.first, 2, WordList::HeldShare);
    let range = kind == Joint::To && !from && rise && (before.bare || first.bare) && !level;
    let fake =
        plain && (source.is_upgrade(first.first) || is_scale_range(source, first.first, after.next, a.value, b.value));
    if !alike || range || fake || a.value == b.value {
        return None;
    }
    if plain
        && kind == Joint::To
        && !from
        && first.first > 0
        && source.words_before(first.first, 1).any(|word| word.is_empty())
    {
        return None;
    }
    let (old, new) = if kind == Joint::Back { (*b, *a) } else { (*a, *b) };
    let mut next = after.next;
    let mut end = after.end;
    if plain && let Some(noun) = source.noun(next) {
        (next, end) = (noun, source.end_of(noun));
    }
    // "8 minutes (down from 4 hours)"
    if kind == Joint::Back && source.is_char(next, ')') && (first.next..next).any(|at| source.is_char(at, '(')) {
        (next, end) = (next + 1, source.end_of(next + 1));
    }
    let span = Span::new(start_of(source, first.first), end);
    let values = Quantities { from: Some(old), to: Some(new), ..Quantities::default() };
    Some((Metric { span, kind: &KIND, values }, next))
}

/// Reads "1.6m" after "800k" as millions rather than minutes.
fn read_millions(source: &Source<'_>, before: &QuantityMatch, after: &mut QuantityMatch) {
    let is_million = before.quantity.unit == Unit::Count
        && scale(source, before).is_some()
        && after.quantity.unit == Unit::Seconds
        && source.is_word(after.next - 1, "m");
    if is_million {
        (after.quantity.unit, after.bare) = (Unit::Count, true);
        after.quantity.value *= 1e6 / 60.0;
    }
}

/// Applies the multiplier of the second number to the first, if only then they are near each other: "from 10 to 15k",
/// "$1.2 to $1.5 million".
fn share_scale(source: &Source<'_>, before: &mut QuantityMatch, after: &QuantityMatch) {
    const FAR: f64 = 100.0;
    let Some(row) = scale(source, after).filter(|_| scale(source, before).is_none()) else { return };
    let ratio = after.quantity.value / before.quantity.value;
    if before.quantity.unit == after.quantity.unit && ratio > FAR && ratio / row.size <= FAR {
        before.quantity.value *= row.size;
    }
}

/// Returns the multiplier in a quantity.
fn scale(source: &Source<'_>, matched: &QuantityMatch) -> Option<&'static Row> {
    let is_word = |at: &usize| source.kind(*at) == Some(TokenKind::Word);
    (matched.first..matched.next).filter(is_word).find_map(|at| source.entry(at).scale)
}

/// Whether the amount before `at` begins a change of its own: "down 80% from 500 to 200".
fn is_start(source: &Source<'_>, at: usize) -> bool {
    let to = at + usize::from(source.is_word(at, "down"));
    source.is_word(to, "to") && source.quantity_at(source.skip_hedges(to + 1)).is_some()
}

/// Returns the factor of the last unit of `matched`: minutes for "2 h 30 min", but hours for the rate "14 h/week".
fn factor(source: &Source<'_>, matched: &QuantityMatch) -> f64 {
    let factor = |at: usize| match matched.quantity.unit {
        Unit::Seconds => source.time_unit(at, source.is_glued(at)),
        Unit::Bytes => source.data_unit(at),
        _ => None,
    };
    let mut factors = (matched.first + 1..matched.next).filter_map(factor);
    if matched.quantity.per.is_some() { factors.next() } else { factors.next_back() }.unwrap_or(1.0)
}

/// Returns the number at `at`, without its unit.
fn number_at(source: &Source<'_>, at: usize) -> Option<f64> {
    match source.kind(at)? {
        TokenKind::Number(value) => Some(value),
        TokenKind::Word => source.entry(at).number,
        _ => None,
    }
}

/// "days rather than weeks", "hours → minutes".
fn times(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let word = source.word(at);
    if !is_plural_time_word(word) {
        return None;
    }
    let other = source.after_joint_of_words(at + 1)?;
    if !is_plural_time_word(source.word(other)) || source.word(other) == word {
        return None;
    }
    place.from(source.with_from(at), &KIND, other + 1, None)
}

/// "an afternoon instead of a week", "a dozen lost keys became none", "14 before, 0 after".
fn amounts(place: &Place<'_>) -> Option<MetricMatch> {
    let first = place.source.amount(place.at, place.quantity)?;
    contrasted(place, &first)
        .or_else(|| led(place, &first))
        .or_else(|| dated(place, &first))
        .or_else(|| cells(place, &first))
}

/// Returns the two amounts that words set against each other. Other words of the noun phrase may come between.
fn contrasted(place: &Place<'_>, first: &Amount) -> Option<MetricMatch> {
    const REACH: usize = 6;
    let source = place.source;
    let from = source.preceded_by_from(first.first);
    let (other, joint) = (first.next..=first.next + REACH)
        .take_while(|at| !matches!(source.kind(*at), None | Some(TokenKind::Stop)))
        .find_map(|at| {
            // Numbers are read by `change`.
            let worded = first.quantity.is_none() || source.amount_at(at + 1).is_some_and(|it| it.quantity.is_none());
            let to = (from && source.is_word(at, "to") && worded && !first.is_clock()).then_some((at + 1, Joint::To));
            to.or_else(|| source.contrast(at)).or_else(|| is_now(source, at))
        })?;
    let second = source.amount_at(source.skip_usual(other))?;
    if source.is_word(other - 1, "from") && is_start(source, second.next) {
        return None;
    }
    joined(place, first, &second, joint, second.next)
}

/// Returns the token after the verb at `at` if the amount after it is the one now: "a 3-day job is a 30-minute job now".
fn is_now(source: &Source<'_>, at: usize) -> Option<(usize, Joint)> {
    if !matches!(source.word(at), "are" | "is") {
        return None;
    }
    let is_article = matches!(source.word(at + 1), "a" | "an") && source.cardinal(at + 2).is_some();
    let start = at + 1 + usize::from(is_article);
    let amount = source.amount_at(start)?;
    let now = source.words_after(amount.next, 3).any(|word| matches!(word, "now" | "today"));
    now.then_some((start, Joint::To))
}

/// Returns the amounts in two cells of a table with the columns "before" and "after".
fn cells(place: &Place<'_>, first: &Amount) -> Option<MetricMatch> {
    let source = place.source;
    let ends = |at: usize| source.text(at) == "\n";
    let starts = |at: usize| at > 0 && ends(at - 1);
    if !ends(first.next) || !starts(source.start_with_hedges(first.first, 0)) {
        return None;
    }
    let second = source.amount_at(first.next + 1).filter(|second| ends(second.next))?;
    let is_head = |at: usize| {
        const OLD: &[&str] = &["before", "previously"];
        const NEW: &[&str] = &["after", "now", "today"];
        starts(at) && ends(at + 1) && source.is(at, OLD) && source.is(at + 2, NEW) && ends(at + 3)
    };
    let has_head = (first.first.saturating_sub(CELLS)..first.first).any(is_head);
    if has_head { joined(place, first, &second, Joint::To, second.next) } else { None }
}

/// How many tokens before a cell the heads of its table are searched.
const CELLS: usize = 60;

/// Returns the two amounts of which the older one comes first: "instead of four forms there is one".
fn led(place: &Place<'_>, first: &Amount) -> Option<MetricMatch> {
    let source = place.source;
    let lead = source.start_with_hedges(first.first, 0);
    let pair = (source.word_back(lead, 2), source.word_back(lead, 1));
    if !matches!(pair, ("instead", "of") | ("rather", "than") | ("compared", "to" | "with")) {
        return None;
    }
    let second = second(place, first)?;
    joined(place, first, &second, Joint::To, second.next)
}

/// Returns the next amount in the sentence.
fn second(place: &Place<'_>, first: &Amount) -> Option<Amount> {
    const REACH: usize = 9;
    let source = place.source;
    (first.next + 1..first.next + REACH)
        .take_while(|at| !matches!(source.text(*at), "" | "\n" | "." | "!" | "?"))
        .find_map(|at| source.amount_at(at))
}

/// Returns the two amounts of which words say that one was before and one after: "14 before, 0 after", "it used to take
/// a week and now takes a morning".
fn dated(place: &Place<'_>, first: &Amount) -> Option<MetricMatch> {
    let source = place.source;
    let second = second(place, first)?;
    let (one, after_one) = source.era(first, first.next + 3, first.first.saturating_sub(4));
    let (other, after_other) = source.era(&second, second.next + 3, after_one);
    let (old, new) = if one.is_old() { (one, other) } else { (other, one) };
    // The tense of a verb may say what was, but what is only after it: else it may be another matter.
    let same = old.is_sure() || first.is_measured(&second);
    let leads = one.is_old() || after_other == second.next;
    let is_verb = |at: usize| source.is_tense(source.start_with_hedges(at, 0));
    let sure = new.is_sure() || old.is_sure() && leads || is_verb(first.first) && is_verb(second.first);
    if !old.is_old() || !new.is_new() || !sure || !same {
        return None;
    }
    let joint = if one.is_old() { Joint::To } else { Joint::Back };
    joined(place, first, &second, joint, after_other)
}

/// Returns the change between two amounts of the same kind, up to the token `next`.
fn joined(place: &Place<'_>, first: &Amount, second: &Amount, joint: Joint, next: usize) -> Option<MetricMatch> {
    let source = place.source;
    if !first.compares_with(second) || source.is_label(second.first) || source.is_upgrade(first.first) {
        return None;
    }
    let (old, new) = if joint == Joint::Back { (second, first) } else { (first, second) };
    let (mut old, mut new) = (old.quantity, new.quantity);
    // "9 minutes against 40": the plain number has the unit of the other.
    if let (Some(one), Some(other)) = (&mut old, &mut new)
        && one.unit != other.unit
    {
        let (plain, whole) = if one.unit == Unit::Count { (one, other) } else { (other, one) };
        if plain.unit != Unit::Count {
            return None;
        }
        let amount = if first.bare { second } else { first };
        plain.unit = whole.unit;
        plain.value *= unit_factor(source, amount.first, amount.next);
    }
    if let (Some(one), Some(other)) = (old, new)
        && one.value == other.value
    {
        return None;
    }
    // "40 seconds (it was a day)"
    let is_open =
        (first.next..next).any(|at| source.is_char(at, '(')) && !(first.next..next).any(|at| source.is_char(at, ')'));
    let next = next + usize::from(is_open && source.is_char(next, ')'));
    let span = Span::new(start_of(source, first.first), source.end_of(next).max(second.end));
    let values = Quantities { from: old, to: new, ..Quantities::default() };
    Some((Metric { span, kind: &KIND, values }, next))
}

/// Whether the numbers are a range rather than a change: "on a scale from 1 to 10", "9 to 5".
fn is_scale_range(source: &Source<'_>, at: usize, next: usize, from: f64, to: f64) -> bool {
    const SCALES: &[&str] = &["scale", "rated", "ports", "steps", "levels"];
    (from == 9.0 && to == 5.0)
        || (from, to) == (0.0, 1.0)
        || source.any_before(at, 4, SCALES)
        || source.words_after(next, 2).any(|word| word == "scale")
}

/// Returns the factor of the unit in the tokens from `first` to `next`.
fn unit_factor(source: &Source<'_>, first: usize, next: usize) -> f64 {
    let factor = |at: usize| {
        let money = || source.entry(at).currency.map(|currency| currency.part(source.word(at)));
        source.time_unit(at, source.is_glued(at)).or_else(|| source.data_unit(at)).or_else(money)
    };
    (first + 1..next).find_map(factor).unwrap_or(1.0)
}
