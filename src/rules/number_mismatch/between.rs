//! The words between two figures, and after the second one, that make them say the same thing.
//!
//! Each question is a small pattern. They are read by hand, as they are asked of every draft with two figures side by
//! side: to compile them as regular expressions took longer than to read most drafts.

/// Words for a change.
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
    "less",
    "lower",
    "fewer",
    "faster",
    "quicker",
    "shorter",
    "cheaper",
    "higher",
    "speedup",
    "speed-up",
    "decline",
    "jump",
];

/// Words that introduce the same thing in other words.
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
    "about",
    "around",
    "roughly",
    "approximately",
    "nearly",
    "almost",
    "over",
    "more than",
    "at least",
    "less than",
    "under",
    "up to",
    "at most",
    "no more than",
    "just",
    "only",
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

const PERIODS: &[&str] = &["day", "week", "month", "quarter", "year"];

/// What is left of some words, in whatever case, with its parts taken off from the start.
#[derive(Clone, Copy)]
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Without `word`.
    fn word(self, word: &str) -> Option<Self> {
        // Most begin with another letter.
        match (self.0.as_bytes(), word.as_bytes()) {
            ([], _) | (_, []) => {}
            ([own, ..], [first, ..]) if own.eq_ignore_ascii_case(first) => {}
            _ => return None,
        }
        let start = self.0.get(..word.len())?;
        start.eq_ignore_ascii_case(word).then(|| Self(&self.0[word.len()..]))
    }

    /// Without the first of `words` that it begins with, and that word.
    fn any(self, words: &[&'static str]) -> Option<(Self, &'static str)> {
        words.iter().find_map(|word| Some((self.word(word)?, *word)))
    }

    /// Without the white space that it begins with, if any.
    fn blank(self) -> Self {
        Self(self.0.trim_start())
    }

    /// Without the white space that it must begin with.
    fn space(self) -> Option<Self> {
        let rest = self.blank();
        (rest.0.len() < self.0.len()).then_some(rest)
    }

    /// Without one of `words`, and white space before and behind it.
    fn spaced(self, words: &[&'static str]) -> Option<Self> {
        let rest = self.space()?;
        words.iter().find_map(|word| rest.word(word)?.space())
    }

    /// Without white space and one of `words`.
    fn next(self, words: &[&'static str]) -> Option<(Self, &'static str)> {
        self.space()?.any(words)
    }

    /// Without the mark that may stand between a figure and what it means, and the white space around it.
    fn mark(self, marks: &[char]) -> Self {
        let rest = self.blank();
        let dashes = rest.0.trim_start_matches('-');
        let behind = if dashes.len() < rest.0.len() { dashes } else { rest.0.strip_prefix(marks).unwrap_or(rest.0) };
        Self(behind).blank()
    }

    /// Without all words that introduce the same thing, or of `more`, and the white space behind each of them, up to
    /// where `stop` says.
    fn that_is(mut self, more: &[&'static str], stop: impl Fn(Self) -> bool) -> Self {
        let of = |words: &[&'static str], rest: Self| words.iter().find_map(|word| rest.word(word)?.space());
        while !stop(self)
            && let Some(rest) = of(THAT_IS, self).or_else(|| of(more, self))
        {
            self = rest;
        }
        self
    }

    /// Without one of `signs`, if it begins with one.
    fn sign(self, signs: &[char]) -> Self {
        Self(self.0.strip_prefix(signs).unwrap_or(self.0))
    }

    fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Whether no word goes on.
    fn ends_word(self) -> bool {
        !self.0.starts_with(|char: char| char.is_alphanumeric() || char == '_')
    }

    /// Without a word for a change and "of": "a reduction of".
    fn kind_of(self) -> Option<Self> {
        KINDS.iter().find_map(|kind| self.word(kind)?.space()?.word("of")?.space())
    }
}

/// Whether `gap` leads from a from–to to its percentage: ", a reduction of about".
pub(super) fn leads_to_share(gap: &str) -> bool {
    const UNITS: &[&str] = &["second", "minute", "hour", "day", "week", "month", "year"];
    let ends = |rest: Rest<'_>| {
        let rest = rest.mark(&[',', '(', ':', '=', '–', '—', '（', '，']);
        let mut rest = rest.that_is(&[], |rest| rest.kind_of().is_some());
        if let Some(behind) = rest.kind_of() {
            rest = behind.that_is(&[], |_| false);
        }
        rest.sign(&['~', '+', '-']).is_empty()
    };
    let period = Rest(gap).spaced(&["a", "an", "per", "each"]).and_then(|rest| rest.any(UNITS));
    ends(Rest(gap)) || period.is_some_and(|(rest, _)| ends(rest))
}

/// Whether nothing but a word for the change belongs to the figure before `tail`: "reduction.".
pub(super) fn stands_alone(tail: &str) -> bool {
    let ends = |rest: Rest<'_>| {
        let rest = rest.blank();
        rest.is_empty() || rest.0.starts_with([')', '.', ',', ':', '!', '）', '。'])
    };
    let tail = Rest(tail);
    ends(tail) || tail.space().is_some_and(|rest| KINDS.iter().any(|kind| rest.word(kind).is_some_and(ends)))
}

/// Whether `gap` leads from a percentage to its from–to: " reduction in deploy time, from".
pub(super) fn leads_to_change(gap: &str) -> bool {
    let ends = |rest: Rest<'_>| {
        let rest = rest.mark(&[',', '(', ':', '=', '–', '—', '（']);
        rest.that_is(&[], |_| false).is_empty()
    };
    // "in deploy time": six words at most.
    let changed = |rest: Rest<'_>| {
        let Some(mut rest) = rest.space().and_then(|rest| Some(rest.any(&["in", "of", "on", "to"])?.0)) else {
            return false;
        };
        let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '/' | '\'' | '-');
        for _ in 0..6 {
            let Some(word) = rest.space().filter(|rest| rest.0.starts_with(is_part)) else { return false };
            rest = Rest(word.0.trim_start_matches(is_part));
            if ends(rest) {
                return true;
            }
        }
        false
    };
    let gap = Rest(gap);
    ends(gap)
        || gap
            .space()
            .is_some_and(|rest| KINDS.iter().filter_map(|kind| rest.word(kind)).any(|rest| ends(rest) || changed(rest)))
}

/// Whether `gap` leads from an availability to its downtime: " uptime, allowing".
pub(super) fn leads_to_downtime(gap: &str) -> bool {
    const NAMES: &[&str] =
        &["availability", "uptime", "available", "sla", "slo", "service level", "monthly", "annual", "yearly"];
    let mut rest = Rest(gap);
    while let Some((behind, _)) = rest.next(NAMES) {
        rest = behind;
    }
    let rest = rest.mark(&[',', '(', ':', '=', '–', '—']);
    rest.that_is(&["with", "allowing", "and"], |_| false).sign(&['~', '<']).is_empty()
}

/// Whether `tail` says that the time before it is one of downtime, and then in which period, where it says so: " of
/// downtime a month".
pub(super) fn downtime(tail: &str) -> Option<Option<&'static str>> {
    const BEFORE: &[&str] = &["daily", "weekly", "monthly", "quarterly", "yearly", "annual"];
    const BEHIND: &[&str] = &["daily", "weekly", "monthly", "quarterly", "yearly", "annually"];
    let mut rest = Rest(tail);
    let mut period = None;
    if let Some((behind, word)) = rest.spaced(&["per", "a", "each", "every"]).and_then(|rest| rest.any(PERIODS)) {
        (rest, period) = (behind, Some(word));
    }
    if let Some((behind, _)) = rest.next(&["of"]) {
        rest = behind;
    }
    if let Some((behind, word)) = rest.next(BEFORE) {
        rest = behind;
        period = period.or(Some(word));
    }
    if let Some((behind, _)) = rest.next(&["total", "unplanned", "planned", "allowed"]) {
        rest = behind;
    }
    let rest = rest.next(&["downtime", "outages", "outage", "unavailability"])?.0;
    let per = |word: &&'static str| rest.blank().word(word)?.blank().any(PERIODS);
    let behind = ["per", "an", "a", "each", "every", "/"].iter().find_map(per).or_else(|| rest.next(BEHIND));
    match behind.filter(|(rest, _)| rest.ends_word()) {
        Some((_, word)) => Some(period.or(Some(word))),
        None => rest.ends_word().then_some(period),
    }
}

/// Whether `gap` says that the amount after it is the one before it: more than a comma or "and".
pub(super) fn restates(gap: &str) -> bool {
    const AGAIN: &[&str] = &[
        "or",
        "i.e.",
        "that is",
        "that's",
        "which is",
        "which means",
        "which equals",
        "equal to",
        "equivalent to",
        "meaning",
        "adding up to",
        "which adds up to",
    ];
    let gap = Rest(gap).blank();
    let marked = Some(gap.mark(&['(', '=', ':', '–', '—'])).filter(|rest| rest.0.len() < gap.0.len());
    let behind = marked.or_else(|| Some(gap.sign(&[',']).blank().any(AGAIN)?.0.blank()));
    behind.is_some_and(|rest| rest.that_is(&[], |_| false).sign(&['~']).is_empty())
}

/// A number as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number<'a> {
    /// Where it begins.
    pub(super) start: usize,
    /// All of it: "1.2 million".
    pub(super) text: &'a str,
    /// How many digits it has after its point.
    pub(super) decimals: usize,
    /// Whether a letter or word multiplies it.
    pub(super) scaled: bool,
}

/// The numbers in `text`, in order.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = Number<'_>> {
    const SCALES: &[&str] = &["k", "m", "bn", "million", "thousand"];
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|char: char| char.is_ascii_digit())?;
        let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
        let whole = text[start..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b',').count();
        let mut end = start + whole;
        let mut decimals = 0;
        if text[end..].starts_with('.') {
            decimals = digits(end + 1);
            end += if decimals > 0 { 1 + decimals } else { 0 };
        }
        let rest = Rest(&text[end..]);
        let scale = |rest: Rest<'_>| {
            SCALES.iter().find_map(|scale| rest.word(scale).filter(|rest| rest.ends_word()).map(|rest| rest.0.len()))
        };
        let scaled = rest.word(" ").and_then(scale).or_else(|| scale(rest));
        end = scaled.map_or(end, |rest| text.len() - rest);
        at = end;
        Some(Number { start, text: &text[start..end], decimals, scaled: scaled.is_some() })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// The regular expression `pattern`, in which `KIND` and `THATIS` are the words of the lists.
    fn pattern(pattern: &str) -> Regex {
        let words = |words: &[&str]| format!("(?:{})", words.join("|").replace('.', "\\."));
        let pattern = pattern.replace("KIND", &words(KINDS)).replace("THATIS", &words(THAT_IS));
        Regex::new(&format!("(?i:{pattern})")).expect("a pattern")
    }

    /// What may stand between figures, and some of what may not.
    fn words() -> impl Strategy<Value = String> {
        let words: Vec<&'static str> = KINDS
            .iter()
            .chain(THAT_IS)
            .chain(PERIODS)
            .copied()
            .chain([
                "of",
                "per",
                "each",
                "every",
                "second",
                "hour",
                "in",
                "on",
                "to",
                "deploy",
                "it's",
                "uptime",
                "SLA",
                "service level",
                "monthly",
                "annual",
                "annually",
                "daily",
                "with",
                "allowing",
                "and",
                "total",
                "planned",
                "downtime",
                "outages",
                "outage",
                "Unavailability",
                "equal",
                "adding up to",
                "which adds up to",
                "é",
            ])
            .collect();
        let signs = vec![
            " ", " ", " ", " ", "", "  ", "\u{a0}", ", ", ",", " (", ")", ": ", " = ", " – ", "—", "-", " -- ", "~",
            "+", "<", ". ", "!", "（", "，", "。", "/", "s ",
        ];
        let part = (prop::sample::select(signs), prop::sample::select(words), any::<bool>());
        let end = prop::sample::select(vec!["", " ", "~", ".", " +", "-", "s"]);
        (prop::collection::vec(part, 0..6), end).prop_map(|(parts, end)| {
            let mut text = String::new();
            for (sign, word, upper) in parts {
                text += sign;
                text += &if upper { word.to_uppercase() } else { word.to_owned() };
            }
            text + end
        })
    }

    fn same(text: &str) -> Result<(), TestCaseError> {
        thread_local! {
            static PATTERNS: [Regex; 6] = [
                pattern(r"^(?:\s+(?:a|an|per|each)\s+(?:second|minute|hour|day|week|month|year))?\s*(?:[,(:=]|-+|–|—|（|，)?\s*(?:THATIS\s+)*(?:KIND\s+of\s+(?:THATIS\s+)*)?[~+-]?$"),
                pattern(r"^(?:\s+KIND)?\s*(?:[).,:!]|）|。|$)"),
                pattern(r"^(?:\s+KIND(?:\s+(?:in|of|on|to)(?:\s+[a-z0-9/'-]+){1,6})?)?\s*(?:[,(:=]|-+|–|—|（)?\s*(?:THATIS\s+)*$"),
                pattern(r"^(?:\s+(?:availability|uptime|available|sla|slo|service level|monthly|annual|yearly))*\s*(?:[,(:=]|-+|–|—)?\s*(?:(?:THATIS|with|allowing|and)\s+)*[~<]?$"),
                pattern(r"^\s*(?:[(=:]|–|—|-+|,?\s*(?:or|i\.e\.|that is|that's|which is|which means|which equals|equal to|equivalent to|meaning|adding up to|which adds up to))\s*(?:THATIS\s+)*[~]?$"),
                pattern(r"^(?:\s+(?:per|a|each|every)\s+(day|week|month|quarter|year))?(?:\s+of)?(?:\s+(daily|weekly|monthly|quarterly|yearly|annual))?(?:\s+(?:total|unplanned|planned|allowed))?\s+(?:downtime|outages?|unavailability)(?:\s*(?:per|an?|each|every|/)\s*(day|week|month|quarter|year)|\s+(daily|weekly|monthly|quarterly|yearly|annually))?\b"),
            ];
        }
        PATTERNS.with(|[share, alone, change, uptime, again, down]| {
            prop_assert_eq!(leads_to_share(text), share.is_match(text), "{:?}", text);
            prop_assert_eq!(stands_alone(text), alone.is_match(text), "{:?}", text);
            prop_assert_eq!(leads_to_change(text), change.is_match(text), "{:?}", text);
            prop_assert_eq!(leads_to_downtime(text), uptime.is_match(text), "{:?}", text);
            prop_assert_eq!(restates(text), again.is_match(text), "{:?}", text);
            let period = down.captures(text).map(|found| {
                let period = found.iter().skip(1).flatten().next();
                period.map(|period| period.as_str().to_lowercase())
            });
            prop_assert_eq!(downtime(text).map(|period| period.map(str::to_owned)), period, "{:?}", text);
            Ok(())
        })
    }

    #[test]
    fn what_is_read_by_hand_is_what_the_patterns_say() {
        for text in [
            "",
            ", a reduction of about ",
            " a day, or ",
            " (saving of ",
            " reduction in the time that deploys took, from ",
            " drop in one two three four five six seven, ",
            " cut in half",
            " uptime, with about ",
            " of monthly unplanned downtime",
            " per month of downtime",
            " of downtime a days",
            " downtime/year",
            ", which adds up to about ",
            " downtimes",
            ", and ",
        ] {
            same(text).expect("the same");
        }
    }

    #[test]
    fn numbers_are_found_as_the_pattern_says() {
        let number = pattern(r"([0-9][0-9,]*)(?:\.([0-9]+))?(?: ?([km]|bn|million|thousand)\b)?");
        for text in [
            "1.2 million",
            "from 5k to 1,200.5 km",
            "3 M, 4 Mb",
            "1,,2.",
            "7.é",
            "1.5 bn2",
            "v1.2.3",
            "5 \u{212a}x",
            "9 k",
        ] {
            let expected: Vec<_> = number
                .captures_iter(text)
                .map(|found| {
                    let whole = found.get(0).expect("all of it");
                    let decimals = found.get(2).map_or(0, |decimals| decimals.len());
                    (whole.start(), whole.as_str(), decimals, found.get(3).is_some())
                })
                .collect();
            let found = numbers(text).map(|it| (it.start, it.text, it.decimals, it.scaled));
            assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_words_are_read_as_the_patterns_say(text in words(), other in any::<String>()) {
            same(&text)?;
            same(&other)?;
        }
    }
}
