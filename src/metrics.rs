//! Finds metrics (numbers that count as evidence) in prose, and explains the numbers that don't count.
//!
//! A metric is evidence of an *outcome*: a percentage, a from–to, a multiple, money, a time, a count of something that
//! matters, a rate. Versions, dates, settings, head counts, rollout steps and exaggerations have digits too, and don't
//! count. The word lists are mostly English. In other languages, a metric is found if its form doesn't depend on the
//! language: a sign, an arrow, a number with a common unit.
//!
//! The files, each using only those before it:
//!
//! - [`metric`] has the types, [`trap`] the reasons why a number doesn't count.
//! - [`units`] reads `lexicon/metrics.toml`, which has a line for every unit and number word.
//! - [`lexer`] cuts prose into tokens, and [`source`] looks up words around a token.
//! - [`quantity`] parses a number with its unit, [`hedges`] the words before it, [`nouns`] the words after it.
//! - [`labels`] and [`traps`] recognize numbers that are no outcome.
//! - [`change`] and [`phrases`] parse metrics made of several quantities or of words, [`durations`] and [`counts`]
//!   decide which times and counts are metrics, and [`baseline`] which metrics say how bad things were before.
//!   [`grammar`] finds all metrics.
//! - [`notes`] and [`suggest`] have texts for the user.

mod baseline;
mod change;
mod counts;
mod durations;
mod grammar;
mod hedges;
mod labels;
mod lexer;
mod metric;
mod notes;
mod nouns;
mod phrases;
mod quantity;
mod source;
mod suggest;
#[cfg(test)]
mod tests;
mod trap;
mod traps;
mod units;

pub use grammar::{find, find_baselines, trap_at};
pub use metric::{Metric, MetricKind, Period, Quantities, Quantity, Unit};
pub use notes::{Note, note_of, note_of_trap, openings};
pub use suggest::{Suggestion, placeholders_for};
pub use trap::Trap;
pub use units::{
    Hedge, hedge, hedge_words, is_month, often_words, per_words, period_of, period_words, scale_words, seconds_of,
};
