//! Recognizes the text between two metrics, and after the second one, that makes them statements about the same thing.

use std::sync::LazyLock;

use regex::Regex;

use crate::metrics::{self, Period};

/// Nouns for a change.
const KINDS: &[&str] = &[
    "reduction",
    "decrease",
    "drop",
    "cut",
    "improvement",
    "increase",
    "rise",
    "growth",
    "gain",
    "saving",
    "savings",
    "speedup",
    "speed-up",
    "decline",
    "jump",
    "more",
];

/// Words that introduce a restatement, besides hedges.
const THAT_IS: &[&str] = &[
    "or",
    "i.e.",
    "that is",
    "that's",
    "this is",
    "which is",
    "which means",
    "which equals",
    "meaning",
    "equal to",
    "equivalent to",
    "equals",
    "more than",
    "at least",
    "less than",
    "up to",
    "at most",
    "no more than",
    "a",
    "an",
    "the",
    "by",
    "up",
    "down",
    "saving",
    "taking",
    "bringing",
    "getting",
    "it",
    "them",
    "went",
    "going",
    "dropping",
    "falling",
    "reducing",
    "cutting",
    "lowering",
    "improving",
    "increasing",
    "namely",
];

/// Compiles `pattern`, ignoring case. A word in capitals matches any word of a list: `KIND` of [`KINDS`] and the comparatives, `THATIS`
/// of [`THAT_IS`] and the hedges, `HEDGE` of the hedges, `PERIOD` and `PER` for a period and the word before it, `OFTEN` for a frequency,
/// `SCALE` for a multiplier.
fn pattern(pattern: &str) -> Regex {
    let any = |words: Vec<&str>| {
        let words: Vec<String> = words.into_iter().map(regex::escape).collect();
        format!("(?:{})", words.join("|"))
    };
    let lists = [
        ("KIND", any(KINDS.iter().copied().chain(metrics::comparative_words()).collect())),
        ("HEDGE", any(metrics::hedge_words().collect())),
        ("THATIS", any(THAT_IS.iter().copied().chain(metrics::hedge_words()).collect())),
        ("PERIOD", any(metrics::period_words().collect())),
        ("PER", any(metrics::per_words().collect())),
        ("OFTEN", any(metrics::often_words().collect())),
        ("SCALE", any(metrics::scale_words().collect())),
    ];
    let pattern = lists.iter().fold(pattern.to_owned(), |pattern, (name, words)| pattern.replace(name, words));
    Regex::new(&format!("(?i:{pattern})")).expect("the pattern is valid")
}

/// Whether `gap` leads from a from–to to its percentage: ", a reduction of about".
pub(super) fn leads_to_share(gap: &str) -> bool {
    static SHARE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\s+PER\s+PERIOD)?\s*(?:[,(:=]|-+|–|—|（|，)?\s*(?:THATIS\s+)*(?:KIND\s+of\s+(?:THATIS\s+)*)?[~+-]?$",
        )
    });
    SHARE.is_match(gap)
}

/// Whether nothing but a word for the change belongs to the metric before `tail`: "reduction.".
pub(super) fn stands_alone(tail: &str) -> bool {
    static ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\s+KIND)?\s*(?:[).,:!]|）|。|$)"));
    ALONE.is_match(tail)
}

/// Whether nothing but what changed belongs to the multiple before `tail`: "tripling it."
pub(super) fn stands_with_object(tail: &str) -> bool {
    static OBJECT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:\s+(?:it|that|them|this|of what (?:it|they) (?:was|were|cost|took)))?\s*(?:[).,:!]|）|。|$)")
    });
    OBJECT.is_match(tail)
}

/// Whether `gap` leads from a part of a whole to its percentage: " teams (", ", i.e. about".
pub(super) fn leads_to_percent(gap: &str) -> bool {
    static PERCENT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:\s+[a-z][a-z'’-]*){0,3}\s*[,(=]\s*(?:(?:or|i\.e\.|that is|which is|HEDGE)\s+)*[~]?$")
    });
    PERCENT.is_match(gap)
}

/// Whether `gap` leads from a percentage to its from–to: " reduction in deploy time, from".
pub(super) fn leads_to_change(gap: &str) -> bool {
    static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\s+KIND(?:\s+(?:in|of|on|to)(?:\s+[a-z0-9/'-]+){1,6})?)?\s*(?:[,(:=]|-+|–|—|（)?\s*(?:THATIS\s+)*$",
        )
    });
    CHANGE.is_match(gap)
}

/// Whether `gap` leads from a verb such as "halved" to its from–to, with nothing between but what changed: " the wait ".
pub(super) fn leads_to_ends(gap: &str) -> bool {
    static OBJECT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:\s+KIND)?(?:\s+[a-z][a-z'’-]*){0,5}\s*(?:[,(:=]|-+|–|—)?\s*$"));
    OBJECT.is_match(gap)
}

/// Whether `gap` leads from an availability to its downtime: " uptime, allowing".
pub(super) fn leads_to_downtime(gap: &str) -> bool {
    static UPTIME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\s+(?:availability|uptime|available|sla|slo|service level|OFTEN))*\s*(?:[,(:=]|-+|–|—)?\s*(?:(?:THATIS|with|allowing|allows|means|and)\s+)*[~<]?$",
        )
    });
    UPTIME.is_match(gap)
}

/// Returns the period in `tail` if the time before it is a downtime: " of downtime a month". The inner option is `None`
/// if there is no period.
pub(super) fn downtime(tail: &str) -> Option<Option<Period>> {
    static DOWNTIME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\s+PER\s+(PERIOD))?(?:\s+of)?(?:\s+(OFTEN))?(?:\s+(?:total|unplanned|planned|allowed))?\s+(?:downtime|outages?|unavailability)(?:(?:\s*/\s*|\s+PER\s+)(PERIOD)|\s+(OFTEN))?\b",
        )
    });
    let found = DOWNTIME.captures(tail)?;
    Some(found.iter().skip(1).flatten().find_map(|word| metrics::period_of(word.as_str())))
}

/// Whether `gap` equates the amounts before and after it. A comma or "and" isn't enough.
pub(super) fn restates(gap: &str) -> bool {
    static AGAIN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(?:[(=:]|–|—|-+|,?\s*(?:or|i\.e\.|that is|that's|which is|which means|which equals|equal to|equivalent to|meaning|adding up to|which adds up to))\s*(?:THATIS\s+)*[~]?$",
        )
    });
    AGAIN.is_match(gap)
}

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number<'a> {
    /// The byte offset.
    pub(super) start: usize,
    /// The whole number, as written: "1.2 million".
    pub(super) text: &'a str,
    /// The number of digits after the decimal point.
    pub(super) decimals: usize,
    /// Whether it has a multiplier, such as "k".
    pub(super) scaled: bool,
}

/// Returns the numbers in `text`, in order.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = Number<'_>> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"([0-9][0-9,]*)(?:\.([0-9]+))?(?: ?(SCALE)\b)?"));
    NUMBER.captures_iter(text).map(|found| {
        let whole = found.get_match();
        Number {
            start: whole.start(),
            text: whole.as_str(),
            decimals: found.get(2).map_or(0, |decimals| decimals.len()),
            scaled: found.get(3).is_some(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_around_metrics_decides_whether_they_are_compared() {
        for gap in ["", ", a reduction of about ", " a day, or ", " (saving of ", " per fortnightly year, nearly "] {
            assert_eq!(leads_to_share(gap), !gap.contains("fortnightly"), "{gap}");
        }
        for (tail, alone) in [(" cut.", true), ("", true), (" cut in half", false), (" of the team", false)] {
            assert_eq!(stands_alone(tail), alone, "{tail}");
        }
        for (gap, leads) in [
            (" reduction in the time that deploys took, ", true),
            (" drop in one two three four five six seven, ", false),
            (", ", true),
            (", and ", false),
        ] {
            assert_eq!(leads_to_change(gap), leads, "{gap}");
        }
        for (gap, leads) in [(" uptime, with about ", true), (" monthly SLA (", true), (" of the servers, ", false)] {
            assert_eq!(leads_to_downtime(gap), leads, "{gap}");
        }
        for (gap, leads) in [(" teams (", true), (", i.e. about ", true), (" moved, and ", false), (" and ", false)] {
            assert_eq!(leads_to_percent(gap), leads, "{gap}");
        }
        for (tail, alone) in [(" it.", true), (".", true), (" the staff.", false)] {
            assert_eq!(stands_with_object(tail), alone, "{tail}");
        }
        for (gap, again) in [(", which adds up to about ", true), (" (", true), (", ", false), (" and ", false)] {
            assert_eq!(restates(gap), again, "{gap}");
        }
    }

    #[test]
    fn downtime_has_a_period() {
        for (tail, expected) in [
            (" of monthly unplanned downtime", Some(Some(Period::Month))),
            (" per month of downtime", Some(Some(Period::Month))),
            (" of downtime a day", Some(Some(Period::Day))),
            (" downtime/year", Some(Some(Period::Year))),
            (" of downtime annually", Some(Some(Period::Year))),
            (" of downtime as before", Some(None)),
            (" downtimes", None),
            (" of work", None),
        ] {
            assert_eq!(downtime(tail), expected, "{tail}");
        }
    }

    #[test]
    fn numbers_are_found_with_their_multipliers() {
        for (text, expected) in [
            ("1.2 million", vec![("1.2 million", 1, true)]),
            ("from 5k to 1,200.5 km", vec![("5k", 0, true), ("1,200.5", 1, false)]),
            ("3 M, 4 Mb", vec![("3 M", 0, true), ("4", 0, false)]),
            ("7.é", vec![("7", 0, false)]),
            ("2 crore", vec![("2 crore", 0, true)]),
        ] {
            let found: Vec<_> = numbers(text).map(|it| (it.text, it.decimals, it.scaled)).collect();
            assert_eq!(found, expected, "{text}");
            assert!(numbers(text).all(|number| text[number.start..].starts_with(number.text)), "{text}");
        }
    }
}
