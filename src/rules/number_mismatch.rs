//! `number-mismatch`: two metrics that should agree and don't.

mod between;

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::{Answer, PlacedMetric};
use crate::metrics::{self, Breakdown, Hedge, Period, Quantity, Relative, Unit};
use crate::text::Span;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::wording::{self, quoted};

/// The rule.
pub const RULE: Rule = Rule {
    name: "number-mismatch",
    summary: "Two related numbers contradict each other.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Words,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

Two numbers in the same clause that describe the same change but don't agree: a before-and-after pair and its percentage or
multiple, a count and its parts, a part and its percentage (“18 of 20, 80%”), an availability and its downtime, or an amount of
money or time per month and per year.

## Why it matters

At most one of the two numbers can be right, and an interviewer can check them. One Amazon interviewer's advice is to use
only data points that you can explain [1]. AWS lists the maximum downtime per year for common availability goals [2].

## Example

```markdown
**Result:** Deployments went from 14 h to 2 h, a 60% reduction.
```

## Use instead

```markdown
**Result:** Deployments went from 14 h to 2 h, an 86% reduction.
```

## Fix

Suggested: replaces the percentage, or the second amount, with the value that follows from the other numbers. If another
number is wrong, correct that one instead.

## When to ignore it

If the numbers are about different things. Say so in the text, or put them in two sentences. To suppress the finding:

```markdown
<!-- star-coach: ignore number-mismatch -->
```

## Limitations

Rounding is allowed for, and so are “about”, “over”, “nearly”, and “up to”. Numbers that are far apart in the text, or in
different sections, aren't compared.

## References

1. “Amazon interviews: ‘Yes, but…’ insights”, by an Amazon interviewer:
   <https://romangorge.com/amazon-interviews-yes-but-insights/>
2. AWS Well-Architected Framework, Reliability Pillar, “Availability”:
   <https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/availability.html>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    for pair in answer.metrics.windows(2) {
        let [first, second] = pair else { continue };
        if first.section != second.section {
            continue;
        }
        let Some(mismatch) = mismatch(answer, first, second) else { continue };
        let span = Span::new(first.span.start, second.span.end.max(first.span.end));
        findings.push(Finding {
            rule: &RULE,
            severity: RULE.severity,
            span,
            component: answer.component_of_metric(first.section),
            message: mismatch.message,
            fixes: mismatch.fix.into_iter().collect(),
        });
    }
    for breakdown in metrics::breakdowns(answer.prose.text()) {
        findings.extend(sum(answer, &breakdown));
    }
}

/// Compares a total with the sum of its parts.
fn sum(answer: &Answer, breakdown: &Breakdown) -> Option<Finding> {
    let span = answer.prose.source(breakdown.span);
    let section = answer.sections.iter().position(|section| section.contains(span))?;
    let sum: f64 = breakdown.parts.iter().sum();
    if sum == breakdown.total {
        return None;
    }
    let parts: Vec<String> = breakdown.parts.iter().map(f64::to_string).collect();
    Some(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span,
        component: answer.component_of_metric(section),
        message: format!("{} is {sum}, not {}. Which number is right?", parts.join(" + "), breakdown.total),
        fixes: Vec::new(),
    })
}

/// A contradiction between two metrics.
struct Mismatch {
    message: String,
    fix: Option<Fix>,
}

fn mismatch(answer: &Answer, first: &PlacedMetric, second: &PlacedMetric) -> Option<Mismatch> {
    let prose = answer.prose.text();
    let (before, after) = (first.metric.span, second.metric.span);
    let rest = &prose[after.end..];
    let tail = rest.find(['\n', ';']).unwrap_or(rest.len());
    let around = SurroundingText { gap: prose.get(before.end..after.start)?, tail: &rest[..tail] };
    change(answer, first, second, &around)
        .or_else(|| multiple(answer, first, second, &around))
        .or_else(|| zero(answer, first, second, &around))
        .or_else(|| downtime(answer, first, second, &around))
        .or_else(|| part(answer, first, second, &around))
        .or_else(|| periods(answer, first, second, &around))
}

/// The text around two metrics.
struct SurroundingText<'a> {
    /// The text between them.
    gap: &'a str,
    /// The text after the second one, to the end of its block.
    tail: &'a str,
}

/// The precision of a metric, by the words and signs before it.
#[derive(Clone, Copy, PartialEq)]
enum Precision {
    Exact,
    About,
    AtLeast,
    AtMost,
    /// "up to": any smaller number fits.
    Any,
}

fn precision(words: &str) -> Precision {
    let lower = words.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let says = |hedge: Hedge| words.iter().any(|word| metrics::hedge(word) == Some(hedge));
    match () {
        () if lower.contains("up to") || lower.contains("as much as") || has(&["max", "maximum", "average"]) => {
            Precision::Any
        }
        () if says(Hedge::AtLeast) || has(&["least", "more"]) || lower.contains(['>', '+', '≥']) => {
            Precision::AtLeast
        }
        () if says(Hedge::AtMost) || has(&["less", "most"]) || lower.contains(['<', '≤']) => Precision::AtMost,
        () if says(Hedge::About) || has(&["some"]) || lower.contains(['~', '≈']) => Precision::About,
        () => Precision::Exact,
    }
}

/// Compares a from–to with its percentage.
fn change(
    answer: &Answer,
    first: &PlacedMetric,
    second: &PlacedMetric,
    around: &SurroundingText<'_>,
) -> Option<Mismatch> {
    // Fast path: the kinds rule out most pairs.
    let share = |metric: &PlacedMetric| {
        metric.metric.values.value.filter(|share| share.unit == Unit::Percent && share.upto.is_none())
    };
    let is_change = |metric: &PlacedMetric| metric.metric.values.from.is_some();
    let (ends, share, stated) = match (is_change(first), is_change(second), share(first), share(second)) {
        (true, _, _, Some(stated)) if follows(around) => (first, second, stated),
        (_, true, Some(stated), _) if leads(around) => (second, first, stated),
        _ => return None,
    };
    let (from, to) = (ends.metric.values.from?, ends.metric.values.to?);
    let alike = from.unit == to.unit && (from.per == to.per || from.per.is_none() || to.per.is_none());
    if !alike || from.upto.is_some() || to.upto.is_some() || from.value <= 0.0 || to.value < 0.0 {
        return None;
    }
    let prose = answer.prose.text();
    let words = &prose[share.metric.span.range()];
    let points = words.contains("point") || words.ends_with("pp") || around.tail.trim_start().starts_with("point");
    if points || matches!(from.unit, Unit::Times | Unit::OutOf(_)) {
        return None;
    }
    let lead = if share.metric.span.start > ends.metric.span.start { around.gap } else { "" };
    let precision = precision(&format!("{lead}{words}"));
    let vague = self::precision(&prose[ends.metric.span.range()]) != Precision::Exact;
    let right = (to.value - from.value).abs() / from.value * 100.0;
    if is_misread(to.value / from.value) {
        return None;
    }
    let tolerance = match (vague, precision) {
        (true, _) => 15.0,
        (false, Precision::About) => 8.0,
        _ if stated.value % 5.0 == 0.0 => 4.0,
        _ => 3.0,
    };
    let rounding = rounding(&prose[ends.metric.span.range()], from.value, to.value) * 100.0;
    let fits = |said: f64| match precision {
        Precision::Any => true,
        Precision::AtLeast => said >= stated.value - tolerance - rounding,
        Precision::AtMost => said <= stated.value + tolerance + rounding,
        Precision::Exact | Precision::About => (said - stated.value).abs() <= tolerance + rounding,
    };
    // A percentage may also be a multiple ("150% faster") or a difference of two percentages.
    let multiple = if to.value > from.value { to.value / from.value } else { from.value / to.value.max(f64::EPSILON) };
    let difference = if from.unit == Unit::Percent { (to.value - from.value).abs() } else { right };
    let whole = if stated.value >= 100.0 { multiple * 100.0 } else { right };
    if [right, (multiple - 1.0) * 100.0, whole, difference].into_iter().any(fits) {
        return None;
    }
    let shown = percent(right);
    Some(Mismatch {
        message: format!(
            "{} works out to {shown}%, not {}%. Which number is right?",
            quoted(&prose[ends.metric.span.range()]),
            percent(stated.value)
        ),
        fix: fix(answer, share, stated.value, right, &shown),
    })
}

/// Compares a from–to with its multiple or fraction: "halved from 8% to 2%".
fn multiple(
    answer: &Answer,
    first: &PlacedMetric,
    second: &PlacedMetric,
    around: &SurroundingText<'_>,
) -> Option<Mismatch> {
    let relative = |metric: &PlacedMetric| metric.metric.values.relative;
    let is_change = |metric: &PlacedMetric| metric.metric.values.from.is_some();
    let (ends, words, stated) = match (is_change(first), is_change(second), relative(first), relative(second)) {
        (true, _, _, Some(stated)) if follows(around) || follows_with_object(around) => (first, second, stated),
        (_, true, Some(stated), _) if leads_straight(around) => (second, first, stated),
        _ => return None,
    };
    let (from, to) = (ends.metric.values.from?, ends.metric.values.to?);
    let alike = from.unit == to.unit && (from.per == to.per || from.per.is_none() || to.per.is_none());
    if !alike || from.upto.is_some() || to.upto.is_some() || from.value <= 0.0 || to.value <= 0.0 {
        return None;
    }
    let prose = answer.prose.text();
    let said = &prose[words.metric.span.range()];
    let lead = if words.metric.span.start > ends.metric.span.start { around.gap } else { "" };
    let precision = precision(&format!("{lead}{said}"));
    let ratio = to.value / from.value;
    if is_misread(ratio) {
        return None;
    }
    // How far the change goes, whichever its direction: 4 for "from 8 to 2" and for "from 2 to 8".
    let size = ratio.max(1.0 / ratio);
    let sizes = match stated {
        Relative::Change(percent) if ratio > 1.0 => vec![1.0 + percent / 100.0],
        Relative::Change(percent) => vec![1.0 / (1.0 - percent / 100.0)],
        // "3 times faster" may mean 3 or 4 times as fast.
        Relative::Ratio(times) if times > 1.0 && said.contains(|c: char| c.is_ascii_digit()) => {
            vec![times, times + 1.0]
        }
        Relative::Ratio(times) => vec![times.max(1.0 / times)],
    };
    let vague = self::precision(&prose[ends.metric.span.range()]) != Precision::Exact;
    let tolerance = if vague || precision == Precision::About { 1.4 } else { 1.15 };
    let fits = |stated: f64| match precision {
        Precision::Any => true,
        Precision::AtLeast => size * tolerance >= stated,
        Precision::AtMost => size <= stated * tolerance,
        Precision::Exact | Precision::About => (size / stated).max(stated / size) <= tolerance,
    };
    if sizes.into_iter().any(fits) {
        return None;
    }
    let right = if ratio < 1.0 {
        format!("{}% less", percent((1.0 - ratio) * 100.0))
    } else if ratio < 2.0 {
        format!("{}% more", percent((ratio - 1.0) * 100.0))
    } else {
        format!("{} times as much", trimmed(format!("{ratio:.1}")))
    };
    Some(Mismatch {
        message: format!(
            "{} works out to {right}, not “{said}”. Which is right?",
            quoted(&prose[ends.metric.span.range()])
        ),
        fix: None,
    })
}

/// Whether the numbers are so far apart that one of them was probably read without its unit.
fn is_misread(ratio: f64) -> bool {
    ratio > 1000.0
}

/// Whether the multiple after a from–to belongs to it, with a word for what changed: "tripling it".
fn follows_with_object(around: &SurroundingText<'_>) -> bool {
    // ", to half of what it was"
    let gap = around.gap.strip_suffix("to ").unwrap_or(around.gap);
    between::leads_to_share(gap) && between::stands_with_object(around.tail)
}

/// Whether the from–to after a multiple belongs to it.
fn leads_straight(around: &SurroundingText<'_>) -> bool {
    const ELSE: [&str; 15] = [
        "again", "because", "each", "every", "from", "in", "of", "on", "since", "that", "through", "to", "twice",
        "which", "year",
    ];
    let is_when = |word: &str| metrics::is_month(word) || metrics::period_of(word).is_some();
    let is_other = |word: &str| {
        is_when(word) || OTHER.contains(&word) || ELSE.contains(&word) || word.len() > 5 && word.ends_with("ing")
    };
    between::leads_to_ends(around.gap)
        && !around.gap.to_lowercase().split(|c: char| !c.is_alphabetic()).any(is_other)
        && leads_only(around)
}

/// Compares "to zero" with its percentage, which can only be 100.
fn zero(
    answer: &Answer,
    first: &PlacedMetric,
    second: &PlacedMetric,
    around: &SurroundingText<'_>,
) -> Option<Mismatch> {
    let prose = answer.prose.text();
    let span = first.metric.span;
    let none = first.metric.values.value.filter(|none| none.unit == Unit::Count && none.value == 0.0)?;
    let stated = second.metric.values.value.filter(|stated| stated.unit == Unit::Percent && stated.upto.is_none())?;
    let to = prose[..span.start].trim_end().ends_with(" to") && none.per.is_none();
    let exact = precision(&prose[span.range()]) == Precision::Exact && !prose[..span.start].ends_with("near ");
    let words = format!("{}{}", around.gap, &prose[second.metric.span.range()]);
    let bounded = !matches!(precision(&words), Precision::Exact | Precision::About);
    if !to || !exact || bounded || stated.value >= 99.5 || !follows(around) {
        return None;
    }
    Some(Mismatch {
        message: format!(
            "To {} is 100% less, not {}%. Which number is right?",
            &prose[span.range()],
            percent(stated.value)
        ),
        fix: fix(answer, second, stated.value, 100.0, "100%"),
    })
}

/// Returns the possible error of the change because of rounded ends ("1.2 s", "$0.4M"), as a fraction. Whole numbers
/// count as exact.
fn rounding(text: &str, from: f64, to: f64) -> f64 {
    let numbers: Vec<(f64, f64)> = between::numbers(text)
        .filter_map(|number| {
            let value: f64 = number.text.trim_end_matches(char::is_alphabetic).replace(',', "").parse().ok()?;
            let rounded = number.decimals > 0;
            let step = if rounded { 0.5 * 0.1f64.powi(i32::try_from(number.decimals).ok()?) } else { 0.0 };
            Some((value, step))
        })
        .collect();
    match numbers.as_slice() {
        [(a, a_step), (b, b_step)] if *a > 0.0 && *b > 0.0 => (to / from) * (a_step / a + b_step / b),
        _ => 0.0,
    }
}

/// Whether the percentage after a from–to belongs to it.
fn follows(around: &SurroundingText<'_>) -> bool {
    between::leads_to_share(around.gap) && between::stands_alone(around.tail)
}

/// Words that lead to something else.
const OTHER: [&str; 11] = ["and", "while", "but", "plus", "when", "as", "after", "by", "with", "then", "for"];

/// Whether the from–to after a percentage belongs to it.
fn leads(around: &SurroundingText<'_>) -> bool {
    between::leads_to_change(around.gap) && !has_word(around.gap, &OTHER) && leads_only(around)
}

/// Whether the from–to after `around` is not about a special case.
fn leads_only(around: &SurroundingText<'_>) -> bool {
    const SPECIAL: [&str; 9] = ["best", "worst", "case", "peak", "largest", "biggest", "some", "slowest", "example"];
    let clause = around.tail.split(['.', ')']).next().unwrap_or_default();
    !has_word(clause, &SPECIAL)
}

fn has_word(text: &str, words: &[&str]) -> bool {
    text.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| words.contains(&word))
}

/// Compares an availability with its downtime.
fn downtime(
    answer: &Answer,
    first: &PlacedMetric,
    second: &PlacedMetric,
    around: &SurroundingText<'_>,
) -> Option<Mismatch> {
    let share = first.metric.values.value.or(first.metric.values.to).filter(|share| share.unit == Unit::Percent)?;
    let stated = second.metric.values.value.filter(|stated| stated.unit == Unit::Seconds && stated.upto.is_none())?;
    let named = between::downtime(around.tail)?;
    let period = stated.per.or(named)?;
    if !between::leads_to_downtime(around.gap) || !(90.0..100.0).contains(&share.value) {
        return None;
    }
    let whole = seconds(period)?;
    let allowed = (1.0 - share.value / 100.0) * whole;
    let prose = answer.prose.text();
    let bounded = precision(&format!("{}{}", around.gap, &prose[second.metric.span.range()])) != Precision::Exact;
    // "99.9%" may be 99.85%, with 1.5 times the downtime. Less downtime than allowed is a contradiction only if the
    // text equates the two.
    let equates = ["allows", "equals", "is", "means"].iter().any(|verb| has_word(around.gap, &[verb]));
    let same = (!bounded || equates) && !around.gap.contains("with");
    if stated.value <= allowed * 1.5 && (!same || stated.value * 2.0 >= allowed) {
        return None;
    }
    let right = (1.0 - stated.value / whole) * 100.0;
    let close = |text: &String| {
        let said: f64 = text.parse().unwrap_or(100.0);
        ((1.0 - said / 100.0) * whole / stated.value - 1.0).abs() < 0.3
    };
    let right_text = (0..=5).map(|digits| format!("{right:.digits$}")).find(close)?;
    let (share_text, name) = (trimmed(format!("{:.4}", share.value)), period.name());
    Some(Mismatch {
        message: format!(
            "{share_text}% allows {} of downtime per {name}, not {}. Which number is right?",
            duration(allowed),
            duration(stated.value)
        ),
        fix: fix(answer, first, share.value, right_text.parse().ok()?, &right_text),
    })
}

/// Compares a part of a whole with its percentage: "18 of 20 teams (80%)".
fn part(
    answer: &Answer,
    first: &PlacedMetric,
    second: &PlacedMetric,
    around: &SurroundingText<'_>,
) -> Option<Mismatch> {
    let prose = answer.prose.text();
    let said = &prose[first.metric.span.range()];
    let share = first.metric.values.value.filter(|share| share.unit == Unit::Times)?;
    let stated = second.metric.values.value.filter(|stated| stated.unit == Unit::Percent && stated.upto.is_none())?;
    let is_part = first.metric.kind.name == "share" && has_word(said, &["in", "of"]);
    let ends = around.tail.starts_with([')', ',', '.', ';']) || around.tail.is_empty();
    if !is_part || !ends || !between::leads_to_percent(around.gap) {
        return None;
    }
    let right = share.value * 100.0;
    let precision = precision(&format!("{}{}", around.gap, &prose[second.metric.span.range()]));
    let tolerance = if precision == Precision::Exact { 1.0 } else { 8.0 };
    let is_vague = self::precision(said) != Precision::Exact || precision == Precision::Any;
    if is_vague || (right - stated.value).abs() <= tolerance {
        return None;
    }
    let shown = percent(right);
    Some(Mismatch {
        message: format!(
            "{} works out to {shown}%, not {}%. Which number is right?",
            quoted(said),
            percent(stated.value)
        ),
        fix: fix(answer, second, stated.value, right, &shown),
    })
}

/// Compares the same money or time per two periods.
fn periods(
    answer: &Answer,
    first: &PlacedMetric,
    second: &PlacedMetric,
    around: &SurroundingText<'_>,
) -> Option<Mismatch> {
    let (one, other) = (first.metric.values.value?, second.metric.values.value?);
    let (a, b) = (seconds(one.per?)?, seconds(other.per?)?);
    let is_total =
        |quantity: Quantity| matches!(quantity.unit, Unit::Money(_) | Unit::Seconds) && quantity.upto.is_none();
    if one.unit != other.unit || !is_total(one) || !is_total(other) || a == b {
        return None;
    }
    let prose = answer.prose.text();
    // "2 hours a week, about 100 hours a year", but not "$5k a month, about $20k a year in licences"
    let is_about = || {
        around.gap == ", "
            && precision(&prose[second.metric.span.range()]) == Precision::About
            && between::stands_alone(around.tail)
    };
    if !between::restates(around.gap) && !is_about() {
        return None;
    }
    let hedges = [
        precision(&prose[first.metric.span.range()]),
        precision(&format!("{}{}", around.gap, &prose[second.metric.span.range()])),
    ];
    let tolerance = match hedges {
        [Precision::Exact, Precision::Exact] => 1.15,
        _ if hedges.contains(&Precision::Any) => return None,
        _ => 1.4,
    };
    let right = one.value * b / a;
    // "2 hours a day, or 10 hours a week": a week has five days of work.
    let least =
        if matches!((one.per, other.per), (Some(Period::Day), _) | (_, Some(Period::Day))) { 5.0 / 7.0 } else { 1.0 };
    let (low, high) = if b > a { (right * least, right) } else { (right, right / least) };
    let fits = low / tolerance <= other.value && other.value <= high * tolerance;
    if fits || !right.is_finite() || other.value <= 0.0 {
        return None;
    }
    let stated = &prose[second.metric.span.range()];
    let number = between::numbers(stated).next()?;
    let shown = |value: f64| Some(stated.replacen(number.text, &rewritten(number.text, other.value, value)?, 1));
    // Without the number of days, there is no single right value.
    let is_sure = least == 1.0;
    let right_text = if is_sure { shown(right)? } else { format!("{} at most", shown(high)?) };
    Some(Mismatch {
        message: format!(
            "{} works out to {right_text}, not {stated}. Which amount is right?",
            quoted(&prose[first.metric.span.range()])
        ),
        fix: if is_sure {
            fix(answer, second, other.value, right, &rewritten(number.text, other.value, right)?)
        } else {
            None
        },
    })
}

/// Returns a fix that changes the number of `metric` from `stated` to `right`, which is written `shown`.
fn fix(answer: &Answer, metric: &PlacedMetric, stated: f64, right: f64, shown: &str) -> Option<Fix> {
    let text = &answer.text()[metric.span.range()];
    // In "from 99.5% to 99.99%", the last number is the one to change.
    let number = between::numbers(text).last()?;
    let written = match metric.metric.values.value {
        Some(Quantity { unit: Unit::Money(_) | Unit::Seconds, .. }) => rewritten(number.text, stated, right)?,
        _ => shown.trim_end_matches('%').to_owned(),
    };
    // The number with its unit: "60%", "$50k a year".
    let rest = &text[number.start + number.text.len()..];
    let (lead, unit) = match metric.metric.values.value {
        Some(Quantity { unit: Unit::Money(_) | Unit::Seconds, .. }) => (&text[..number.start], rest),
        Some(Quantity { unit: Unit::Percent, .. }) => ("", rest),
        _ => ("", if rest.starts_with('%') { "%" } else { "" }),
    };
    let title =
        wording::title("Replace ", &[lead, number.text, unit].concat(), &format!(" with {lead}{written}{unit}"));
    let start = metric.span.start + number.start;
    let edit = Edit { span: Span::new(start, start + number.text.len()), text: written };
    Some(Fix::new(title, Applicability::Suggested, vec![edit]).preferred())
}

/// Rewrites the number `text`, whose value is `stated`, to the value `right` in the same format: "50k" becomes "60k",
/// "50,000" becomes "60,000".
fn rewritten(text: &str, stated: f64, right: f64) -> Option<String> {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ');
    let written: f64 = digits.replace(',', "").parse().ok()?;
    let value = right * written / stated;
    let plain = if value < 100.0 { trimmed(format!("{value:.1}")) } else { format!("{value:.0}") };
    let grouped = if digits.contains(',') { with_commas(&plain) } else { plain };
    Some(grouped + &text[digits.len()..])
}

/// Inserts commas between thousands.
fn with_commas(digits: &str) -> String {
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut out = String::new();
    for (at, c) in digits.char_indices() {
        if at > 0 && at < whole && (whole - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Formats a percentage for a message. Only what is exactly 0 or 100 is shown so: 99.75 is not 100.
fn percent(value: f64) -> String {
    let digits = if value < 10.0 { 1 } else { 0 };
    let shown = |digits: usize| trimmed(format!("{value:.digits$}"));
    let is_exact = |text: &String| !matches!(text.as_str(), "0" | "100") || value == 0.0 || value == 100.0;
    (digits..=4).map(shown).find(is_exact).unwrap_or_else(|| shown(digits))
}

/// Removes trailing zeros after a decimal point.
fn trimmed(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Formats a duration for a message.
fn duration(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s < 90.0 => (s, "seconds"),
        s if s < 90.0 * 60.0 => (s / 60.0, "minutes"),
        s if s < 48.0 * 3600.0 => (s / 3600.0, "hours"),
        s => (s / 86_400.0, "days"),
    };
    format!("{} {unit}", percent(value))
}

/// Returns the length of a period of a day or more, in seconds, with average months and quarters.
fn seconds(period: Period) -> Option<f64> {
    const DAY: f64 = 86_400.0;
    match period {
        Period::Day => Some(DAY),
        Period::Week => Some(7.0 * DAY),
        Period::Month => Some(365.0 / 12.0 * DAY),
        Period::Quarter => Some(365.0 / 4.0 * DAY),
        Period::Year => Some(365.0 * DAY),
        Period::Second | Period::Minute | Period::Hour => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{answer, messages};

    /// Returns the messages about this Result.
    fn said(result: &str) -> Vec<String> {
        let draft = answer("I rebuilt it.").replace("Failures fell from 9 to 1 a month.", result);
        messages(RULE.name, &draft)
    }

    #[test]
    fn contradictions_are_reported() {
        for (result, sum) in [
            ("Deployments went from 14 h to 2 h, a 60% reduction.", "“from 14 h to 2 h” works out to 86%, not 60%."),
            ("It went from 14 hours to 2 hours, a reduction of 50%.", "works out to 86%, not 50%."),
            ("It went from 14 hours to 2 hours, cutting it by about 50%.", "works out to 86%, not 50%."),
            (
                "Cut deploy time by 60% (from 14 hours to 2 hours).",
                "“from 14 hours to 2 hours” works out to 86%, not 60%.",
            ),
            ("Cut deploy time by 60%, from 14 hours to 2.", "works out to 86%, not 60%."),
            ("A 60% reduction in deploy time, from about 14 h to 2 h.", "works out to 86%, not 60%."),
            ("Latency fell 95% (1.2 s → 0.4 s).", "works out to 67%, not 95%."),
            ("Errors fell from 120 to 30 a week, down 60%.", "works out to 75%, not 60%."),
            ("Costs fell from $12k to $4k a month (a 40% saving).", "works out to 67%, not 40%."),
            ("Cost went from $400 to $300 a month (over 50%).", "works out to 25%, not 50%."),
            ("Throughput rose from 30 to 40 orders a second, a 25% increase.", "works out to 33%, not 25%."),
            ("Cut it by 60 percent, taking it from 14 hours to 2 hours.", "works out to 86%, not 60%."),
            (
                "We held 99.99% availability, which is 43 minutes of downtime a month.",
                "99.99% allows 4.4 minutes of downtime per month, not 43 minutes.",
            ),
            ("It ran at 99.9% uptime (4 minutes of downtime a month).", "99.9% allows 44 minutes"),
            (
                "Availability rose from 99.5% to 99.99% (9 hours of downtime per year).",
                "99.99% allows 53 minutes of downtime per year, not 9 hours.",
            ),
            ("It saves $5k a month, or $50k a year.", "“$5k a month” works out to $60k a year, not $50k a year."),
            ("It saves $5,000 per month ($600,000 per year).", "works out to $60,000 per year, not $600,000 per year."),
            ("Saved $60k annually (about $9k a month).", "works out to about $5k a month"),
            ("No-shows halved from 8% to 2%.", "“from 8% to 2%” works out to 75% less, not “halved”."),
            ("Rooms per hour doubled from 10 to 40.", "“from 10 to 40” works out to 4 times as much, not “doubled”."),
            ("It halved the wait from 8 minutes to 2 minutes.", "works out to 75% less, not “halved”."),
            ("Waste fell by a third, from 90 bags to 30 bags.", "works out to 67% less, not “a third”."),
            ("Orders rose from 100 to 150 a day, doubling.", "works out to 50% more, not “doubling”."),
            ("It got 10x faster (from 5 s to 1 s).", "works out to 80% less, not “10x”."),
            ("Revenue rose from $4M to $5M, up 40%.", "works out to 25%, not 40%."),
            ("Photos shrank from 4 MB to 1 MB, 50% smaller.", "works out to 75%, not 50%."),
            ("Errors are down 80% from 500 to 200.", "works out to 60%, not 80%."),
            ("Errors went from 500 to 200, down 80 per cent.", "works out to 60%, not 80%."),
            ("Errors went from 400 to 1, a 90% drop.", "works out to 99.8%, not 90%."),
            ("Errors went from 10000 to 1, a 90% drop.", "works out to 99.99%, not 90%."),
            ("Errors went to zero, a 90% drop.", "To zero is 100% less, not 90%."),
            ("Errors went from 40 to 0, a 90% drop.", "works out to 100%, not 90%."),
            ("We fixed 12 bugs: 5 in the parser and 6 in the printer.", "5 + 6 is 11, not 12."),
            ("Bookings tripled from 200 to 500.", "works out to 2.5 times as much, not “tripled”."),
            ("The queue fell by 90%, from 120 to 0 a week.", "works out to 100%, not 90%."),
            ("18 of 20 teams (80%) moved.", "“18 of 20” works out to 90%, not 80%."),
            ("Three out of four teams, or 60 percent, use it.", "“Three out of four” works out to 75%, not 60%."),
            ("One in five runs failed before; now it is one in fifty, 5%.", "works out to 2%, not 5%."),
            ("We grew from 40 to 50 customers, 50% more.", "works out to 25%, not 50%."),
            ("18 of 20 teams, i.e. 80%, moved.", "“18 of 20” works out to 90%, not 80%."),
            ("It is down two thirds, from 30 minutes to 20 minutes.", "works out to 33% less, not “two thirds”."),
            (
                "Availability of 99.9% means at most 5 minutes of downtime a month.",
                "99.9% allows 44 minutes of downtime per month, not 5 minutes.",
            ),
            (
                "It saves 2 hours a day, or 40 hours a week.",
                "“2 hours a day” works out to 14 hours a week at most, not 40 hours a week.",
            ),
            ("It saves 2 hours a week, or 8 hours a year.", "works out to 104 hours a year, not 8 hours a year."),
            ("The bill went from 12,000 to 9,000 dollars, i.e. 40% less.", "works out to 25%, not 40%."),
            ("We raised coverage from 40% to 80%, tripling it.", "works out to 2 times as much, not “tripling”."),
            ("Sales went from $1.2 to $1.5 million, up 60%.", "works out to 25%, not 60%."),
            ("Users doubled from 800k to 3.2m.", "works out to 4 times as much, not “doubled”."),
            ("It fell from 800 ms to 200 ms, to half of what it was.", "works out to 75% less, not “half”."),
            (
                "It saves 2 hours a week, about 300 hours a year.",
                "works out to about 104 hours a year, not about 300 hours a year.",
            ),
            ("Page weight: 3.2 MB → 0.8 MB (-50%).", "works out to 75%, not 50%."),
            ("Costs dropped by half, from €900 to €300 a month.", "works out to 67% less, not “by half”."),
            ("Users grew from 1k to 5k, a 200% increase.", "works out to 400%, not 200%."),
        ] {
            let said = said(result);
            assert!(said.len() == 1 && said[0].contains(sum), "{result}: {said:?}");
        }
    }

    #[test]
    fn consistent_metrics_are_not_reported() {
        for result in [
            "Deployments went from 14 h to 2 h, an 86% reduction.",
            "Deployments went from 14 h to 2 h (over 80%).",
            "Deployments went from 14 h to 2 h, up to 95%.",
            "Deployments went from 14 h to 2 h, nearly 90%.",
            "From 3 h to 1 h, a 70% cut.",
            "From 45 minutes to 4 minutes (91%).",
            "Latency fell 60% (1.2 s → 0.4 s).",
            "Runs went from 10 s to 4 s (150% faster).",
            "Throughput grew from 100 to 300 a second (200%).",
            "Throughput grew from 100 to 300 a second (300%).",
            "Failures went from 30% to 3% (90%).",
            "Failures went from 30% to 3%, a 27% drop.",
            "Cut deploy time from under 14 h to about 2 h (80%).",
            "Costs fell from $1.2M to $0.4M (65%).",
            "We held 99.99% availability, which is 4 minutes of downtime a month.",
            "We held 99.9% availability with 5 minutes of downtime a month.",
            "We held 99.95% uptime, about 22 minutes of downtime a month.",
            "It saves $5k a month, or $60k a year.",
            "Saved €9,400/month = €112,800/yr.",
            "It saves $1.7k a month ($20k a year).",
            "No-shows halved from 8% to 4%.",
            "Orders are up by half, from 10 to 15 a day.",
            "Calls are down by half, from 10 to 5 a day.",
            "Latency fell by an order of magnitude, from 5 s to 300 ms.",
            "It is 2-3x faster, from 10 s to 4 s.",
            "It is 2x faster, from 9 s to 3 s.",
            "No-shows nearly halved from 9% to 5%.",
            "No-shows more than halved from 9% to 1%.",
            "Rooms per hour more than doubled from 10 to 40.",
            "It runs 3 times faster, from 40 s to 10 s.",
            "It runs 10x faster (from 5 s to 0.5 s).",
            "Waste fell by a third, from 90 bags to 60 bags.",
            "Waste fell to a third, from 90 bags to 30 bags.",
            "Photos shrank from 4 MB to 1 MB, 75% smaller.",
            "Errors went from 400 to 1, over 99%.",
            "Errors went to zero, a 100% drop.",
            "Errors went to near zero, a 90% drop.",
            "We fixed 12 bugs: 5 in the parser and 7 in the printer.",
            "We fixed 12 bugs, 5 of them in the parser.",
            "Of 40 sites, 25 were moved and 10 were closed.",
            "Bookings tripled from 200 to 610.",
            "Calls roughly quadrupled, from 10 to 38 a day.",
            "The queue fell by 90%, from 120 to 12 a week.",
            "18 of 20 teams (90%) moved.",
            "17 of 18 teams (94%) moved.",
            "Two in three callers, 67%, reach a person.",
            "About 18 of 20 teams (over 85%) moved.",
            "It is down two thirds, from 30 minutes to 10 minutes.",
            "Availability of 99.9% means at most 44 minutes of downtime a month.",
            "It saves 2 hours a day, or 10 hours a week.",
            "Traffic grew from 10 to 15k requests, up 50%.",
            "Sales went from $1.2 to $1.5 million, up 25%.",
            "Users doubled from 800k to 1.6m.",
            "Rows grew from 3 to 5 million, up 67%.",
            "Incidents halved each year, from 40 to 10 in two years.",
            "Waste was cut in half twice, from 80 to 20.",
            "It fell from 800 ms to 200 ms, to a quarter of what it was.",
            "It saves 2 hours a day, or 14 hours a week.",
            "It saves 2 hours a day, or 500 hours a year.",
            "It saves 2 hours a week, or about 100 hours a year.",
            "Latency improved about tenfold, from 2 s to 220 ms.",
            "It more than doubled, from 30 to 120 a minute.",
            "From 10–12 days to 2–3 days, a 70% cut.",
            "The share of late parcels fell from 20% to 5%, by 15 points.",
        ] {
            assert_eq!(said(result), Vec::<String>::new(), "{result}");
        }
    }

    #[test]
    fn metrics_about_different_things_are_not_compared() {
        for result in [
            "Deployments went from 14 h to 2 h and errors fell by 60%.",
            "Deployments went from 14 h to 2 h, 60% fewer errors.",
            "Cut cost by 60% and latency from 14 s to 2 s.",
            "Cut cost by 60%, latency from 14 s to 2 s.",
            "Increased throughput by 35%, reducing latency from 1.8 s to 1.2 s.",
            "Cut cost by 60% moving from 4 regions to 3 regions.",
            "It fell from 14 h to 2 h. 60% of the team noticed.",
            "Went from 14 h to 2 h (60% of runs).",
            "A 60% reduction, from 14 h to 2 h in the best case.",
            "Availability rose to 99.99% from 43 minutes of downtime a month.",
            "Reached 99.99%. The old one had 43 minutes of downtime a month.",
            "It saves $5k a month and $20k a year in licences.",
            "It saves $5k a month, $20k a year in licences.",
            "It went from 4 to 40 points, up 5 percentage points.",
            "Cut 5–60% from 14 h to 2 h.",
            "It halved the wait and cut the calls from 8 to 2.",
            "We doubled the servers, cutting latency from 4 s to 1 s.",
            "We doubled the staff to get from 10 to 40 rooms.",
            "Sales doubled. Calls fell from 40 to 10.",
            "Errors went to zero and calls fell by 90%.",
            "We fixed 12 bugs: 5 in the parser, the rest in the printer.",
            "18 of 20 teams moved, and 80% of them like it.",
            "Costs dropped by half in May, from €900 to €300 by the end of the year.",
            "We doubled the test machines, and the wait went from 9 minutes to 1 minute.",
            "It saves 2 hours a day for me and 40 hours a week for the team.",
            "In May we went from 10 to 20 orders, in June we grew 40%.",
            "The 40 sites cost 5% less, from $9k to $8k for the biggest one.",
            "Up to 80% faster, from 10 s to 5 s on the slowest page.",
        ] {
            assert_eq!(said(result), Vec::<String>::new(), "{result}");
        }
    }

    #[test]
    fn rewritten_numbers_keep_their_format() {
        for (text, stated, right, expected) in [
            ("50k", 50_000.0, 60_000.0, "60k"),
            ("600,000", 600_000.0, 60_000.0, "60,000"),
            ("5", 5.0, 7.5, "7.5"),
            ("1.2 million", 1_200_000.0, 1_440_000.0, "1.4 million"),
        ] {
            assert_eq!(rewritten(text, stated, right).as_deref(), Some(expected));
        }
    }
}
