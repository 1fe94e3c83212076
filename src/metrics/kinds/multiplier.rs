//! A multiple: "4x faster", "tripled", "by a factor of ten", "twice the traffic".

use super::super::baseline;
use super::super::measure::{Quantity, Unit};
use super::super::metric::{Kind, MetricMatch, Place, Reader, Relative};
use super::super::units::WordList;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "multiplier",
    about: "A multiple.",
    why: "This shows the size of the change. Be ready to say what it started from.",
    read: Reader::Any(read),
    baseline: baseline::never,
    counts: &[
        ("The report runs 4x faster.", "4x"),
        ("Searches got faster by a factor of ten.", "a factor of ten"),
        ("The same two servers now carry twice the bookings.", "twice the bookings"),
        ("Print costs went down sixfold.", "sixfold"),
        ("Throughput tripled.", "tripled"),
        ("It took six times a normal day.", "six times"),
        ("It has paid back its cost twice over.", "twice over"),
        ("The plugin was downloaded 12,000 times.", "12,000 times"),
        ("The crew has used the list 14 times since.", "14 times"),
        ("We took five times last year's orders.", "five times"),
        ("Tests run 2.5 times faster.", "2.5 times"),
        ("We now serve three times the traffic.", "three times"),
        ("It lets us double the throughput.", "double"),
        ("Latency fell by an order of magnitude.", "order of magnitude"),
        ("Twice as fast as before.", "Twice as fast"),
        ("Volume is 12 times what it was.", "12 times"),
        ("Die Beschwerden haben sich halbiert.", "halbiert"),
        ("性能提升了3倍", "3倍"),
    ],
    quiet: &[
        "We doubled down on quality.",
        "I double-checked it.",
        "I asked 5 times.",
        "The 10x engineer myth.",
        "A double win and a triple check.",
        "I called twice.",
        "Retry 3 times with backoff.",
        "There was one factor of note.",
        "I asked him three times the same week.",
    ],
};

fn read(place: &Place<'_>) -> Option<MetricMatch> {
    word(place)
        .or_else(|| factor(place))
        .or_else(|| double(place))
        .or_else(|| magnitude(place))
        .or_else(|| times(place))
}

fn found(place: &Place<'_>, next: usize, value: f64) -> Option<MetricMatch> {
    let quantity = Quantity { value, upto: None, unit: Unit::Times, per: None };
    let mut found = place.worded(&KIND, next, Some(quantity))?;
    found.0.values.relative = Some(Relative::Ratio(value));
    Some(found)
}

/// "halved", "sixfold".
fn word(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let word = source.word(at);
    let fold = || word.strip_suffix("fold").and_then(|number| source.number_word(number)).filter(|value| *value > 1.0);
    let value = source.entry(at).multiple.or_else(fold)?;
    // "We doubled down on quality."
    let idiom = word.starts_with("doubl") && matches!(source.word(at + 1), "down" | "back" | "as");
    if idiom { None } else { found(place, at + 1, value) }
}

/// "a factor of ten".
fn factor(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    if !source.is_word(at, "a") || !source.is_word(at + 1, "factor") || !source.is_word(at + 2, "of") {
        return None;
    }
    let (value, next) = source.cardinal(source.skip_hedges(at + 3)).filter(|(value, _)| *value > 1.0)?;
    found(place, next, value)
}

/// "double the throughput", "twice as fast", "three times the traffic".
fn double(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let (value, next) = match source.word(at) {
        "double" | "doubles" => (2.0, at + 1),
        "triple" | "triples" => (3.0, at + 1),
        "twice" => (2.0, at + 1),
        "thrice" => (3.0, at + 1),
        _ => return None,
    };
    let verb = source.word(at).starts_with(['d', 't']) && !source.word(at).ends_with("ce");
    let next = match source.word(next) {
        "the" | "our" | "its" | "their" | "what" if verb => next,
        "as" if !verb => next + 2,
        // "paid back its cost twice over"
        "over" if !verb => next + 1,
        "the" | "our" | "its" | "their" | "what" | "that" if !verb && is_compared(place, next) => next + 2,
        _ => return None,
    };
    found(place, next, value)
}

/// Whether "twice" is followed by what it multiplies, rather than saying how often: not "twice the same week".
fn is_compared(place: &Place<'_>, at: usize) -> bool {
    let source = place.source;
    let is_when = source.entry(at + 1).time.is_some()
        || matches!(source.word(at + 1), "same" | "first" | "last" | "next" | "other" | "following");
    !is_when && !source.word(at + 1).is_empty()
}

/// "an order of magnitude".
fn magnitude(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, at) = (place.source, place.at);
    let is_said = matches!(source.word(at), "order" | "orders")
        && source.is_word(at + 1, "of")
        && source.is_word(at + 2, "magnitude");
    if !is_said {
        return None;
    }
    // It is a manner of speaking, which no sum contradicts.
    let mut found = found(place, at + 3, 10.0)?;
    found.0.values.relative = None;
    Some(found)
}

/// "4x faster", "10 times the traffic", but not "I asked 10 times".
fn times(place: &Place<'_>) -> Option<MetricMatch> {
    let (source, matched) = (place.source, place.in_unit(Unit::Times)?);
    if matched.quantity.per.is_some() {
        return None;
    }
    let counts = !place.is_outcome() || !source.is_word(matched.next - 1, "times") || {
        let next = source.word(matched.next);
        let said = source.is(matched.next, WordList::Comparative)
            || next.ends_with("er")
            || next.ends_with("ased")
            || matches!(next, "more" | "as" | "better" | "what" | "its" | "our")
            || next == "the" && is_compared(place, matched.next)
            || next == "a"
                && matches!(source.word(matched.next + 1), "normal" | "ordinary" | "regular" | "typical" | "usual")
            || matches!(next, "last" | "previous") && source.is_former(matched.next);
        let changed = |word: &str| word == "by" || word.ends_with("ased") || word.ends_with("sed");
        // "was downloaded 12,000 times", "have used it 14 times since"
        let own = source.any_before(matched.first, 6, &["i", "we"][..]);
        let often = matched.quantity.value >= 100.0 || next == "since" && !own;
        said || often || source.words_before(matched.first, 2).any(changed)
    };
    if !counts {
        return None;
    }
    let mut found = place.quantified(&KIND, matched.next)?;
    if matched.quantity.upto.is_none() {
        found.0.values.relative = Some(Relative::Ratio(matched.quantity.value));
    }
    Some(found)
}
