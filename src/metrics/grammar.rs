//! Finds all metrics in prose.

use super::kinds::KINDS;
use super::lexer::TokenKind;
use super::metric::{Metric, MetricMatch, Place};
use super::source::{ParseMode, Source};
use super::trap::Trap;
use crate::text::Span;

/// Returns the metrics in `prose` that a Result can claim as its outcome, in order, without overlaps.
///
/// `prose` is plain text in which each block ends with `\n`.
pub fn find(prose: &str) -> Vec<Metric> {
    read(prose, ParseMode::Outcome)
}

/// Returns the baselines in `prose`, the text of a Situation or Task, in order, without overlaps.
///
/// A baseline says how bad things were: "the release took 14 hours", "we lost $9k a month". A plan, a count and a head
/// count are no baselines.
pub fn find_baselines(prose: &str) -> Vec<Metric> {
    read(prose, ParseMode::Baseline)
}

/// Returns the reason why the number at byte `offset` of `prose` is no outcome, and its span. `None` if there is no
/// such reason.
///
/// Call [`find`] first: this function doesn't check whether the number is a metric.
pub fn trap_at(prose: &str, offset: usize) -> Option<(Span, Trap)> {
    let lower = prose.to_ascii_lowercase();
    let source = Source::new(prose, &lower);
    // A quantity may start a few tokens before the one at `offset`: "$", "5 %".
    let last = source.tokens.partition_point(|token| token.span.start <= offset);
    (last.saturating_sub(4)..last).find_map(|at| {
        let (trap, next) = source.trap_at(at)?;
        let span = Span::new(source.tokens[at].span.start, source.end_of(next));
        span.touches(offset).then_some((span, trap))
    })
}

/// Returns the metrics in `prose`, in order, without overlaps. A metric may start at any token after the previous
/// metric.
fn read(prose: &str, mode: ParseMode) -> Vec<Metric> {
    let lower = prose.to_ascii_lowercase();
    let source = Source::new(prose, &lower);
    let mut found = Vec::new();
    let (mut at, mut floor, mut end) = (0, 0, 0);
    while at < source.tokens.len() {
        if mode == ParseMode::Outcome && source.starts_aside(at) {
            at = source.end_of_aside(at);
            continue;
        }
        let is_number = matches!(source.tokens[at].kind, TokenKind::Number(_) | TokenKind::Currency(_));
        if source.is_label(at) {
            at += 1;
            continue;
        }
        let Some((mut metric, next)) = metric_at(&source, at, mode) else {
            // Skips all tokens of a quantity that doesn't count.
            let number = if is_number { source.quantity_at(at) } else { None };
            at = number.map_or(at + 1, |matched| matched.next.max(at + 1));
            continue;
        };
        let next = next.max(at + 1);
        if mode == ParseMode::Outcome || (metric.kind.baseline)(&source, at, next, &metric) {
            // A metric within a run without spaces may start in the middle of a token.
            let bound = source.tokens[source.start_with_hedges(at, floor)].span.start;
            if bound < source.tokens[at].span.start || metric.span.start < bound {
                metric.span.start = bound.min(metric.span.start);
            }
            metric.span.start = metric.span.start.max(end);
            end = metric.span.end;
            found.push(metric);
            floor = next;
        }
        at = next;
    }
    found
}

/// Returns the metric that starts at `at`, of the first kind that reads one. A number at `at` must not be a label.
fn metric_at(source: &Source<'_>, at: usize, mode: ParseMode) -> Option<MetricMatch> {
    let starts = match source.kind(at)? {
        TokenKind::Number(_) | TokenKind::Currency(_) | TokenKind::Word | TokenKind::Cjk => true,
        // "6:10"
        TokenKind::Name => source.text(at).contains(':'),
        _ => false,
    };
    // "every one of 3,000 users": 3,000 is the number, not "one".
    if !starts || source.is_word(at, "one") && source.word_back(at, 1) == "every" {
        return None;
    }
    let article = source.article_quantity_at(at);
    let quantity = article.or_else(|| source.quantity_at(at));
    let article = article.filter(|matched| !source.is_word(matched.next - 1, "half"));
    let outcome = mode == ParseMode::Outcome;
    let is_single = quantity.is_some_and(|matched| {
        let is_trap = source.is_flourish(&matched) || outcome && source.is_threshold(&matched);
        !is_trap && (article.is_none() || outcome && source.is_bounded(&matched))
    });
    let place = Place { source, at, mode, quantity, is_single };
    KINDS.iter().find_map(|kind| place.read(kind))
}
