//! Figures that count as evidence, and those that do not.
//!
//! A figure is evidence of an *outcome*: a share, a from–to, a multiple, money, a time, a count of something that
//! matters, a rate. Versions, dates, settings, head counts, rollout steps and flourish are digits too, and do not count.
//! What is not English is found where its form does not depend on the language: a sign, an arrow, a number with a
//! common unit.
//!
//! The files, each using only those before it: [`metric`] has the types; [`units`] reads `lexicon/metrics.toml`, where
//! every unit and number word has its line; [`lexer`] cuts prose into tokens, once; [`source`] looks around in them;
//! [`quantity`] reads a number with its unit; [`hedges`] and [`nouns`] read what is before and after it; [`traps`]
//! says which quantities are no outcome; [`change`], [`phrases`] and [`grammar`] find the figures; [`opening`] picks those
//! that open a story. [`notes`] and [`suggest`] talk about figures to the writer.

mod change;
mod grammar;
mod hedges;
mod lexer;
mod metric;
mod notes;
mod nouns;
mod opening;
mod phrases;
mod quantity;
mod source;
mod suggest;
#[cfg(test)]
mod tests;
mod traps;
mod units;

pub use grammar::{find, find_figures, trap_at};
pub use metric::{Metric, MetricKind, Period, Quantities, Quantity, Unit};
pub use notes::{Note, note_of, note_of_trap, openings};
pub use suggest::{Suggestion, placeholders_for};
pub use traps::Trap;
pub use units::{
    Hedge, hedge, hedge_words, is_month, often_words, per_words, period_of, period_words, scale_words, seconds_of,
};
