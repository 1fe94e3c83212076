//! Finds metrics (numbers that count as evidence) in prose, and explains the numbers that don't count.
//!
//! A metric is evidence of an *outcome*: a percentage, a from–to, a multiple, money, a time, a count of something that
//! matters, a rate. Versions, dates, settings, head counts, rollout steps and exaggerations have digits too, and don't
//! count. The word lists are mostly English. In other languages, a metric is found if its form doesn't depend on the
//! language: a sign, an arrow, a number with a common unit.
//!
//! The files, each using only those before it:
//!
//! - [`measure`] has units and quantities, [`trap`] the reasons why a number doesn't count.
//! - [`units`] reads `lexicon/metrics.toml`, which has a line for every unit and number word.
//! - [`lexer`] cuts prose into tokens, and [`source`] looks up words around a token.
//! - [`quantity`] parses a number with its unit, [`amount`] also words for one, such as "a handful". [`hedges`] reads the
//!   words before it, [`nouns`] the words after it, [`joints`] those between two, [`cues`] those around it, and [`deeds`]
//!   the verb that governs it.
//! - [`labels`], [`traps`] and [`asides`] recognize numbers that are no outcome.
//! - [`metric`] has the types of a metric and of a kind, [`baseline`] decides which metrics say how bad things were
//!   before, and [`kinds`] has a file for each kind. [`grammar`] finds all metrics, and [`breakdown`] totals with their parts.
//! - [`elsewhere`] tells whether a text in another language has a quantity in words.
//! - [`notes`] and [`suggest`] have texts for the user.

mod amount;
mod asides;
mod baseline;
mod breakdown;
mod cues;
mod deeds;
mod elsewhere;
mod grammar;
mod hedges;
mod joints;
mod kinds;
mod labels;
mod lexer;
mod measure;
mod metric;
mod notes;
mod nouns;
mod quantity;
mod source;
mod suggest;
#[cfg(test)]
mod tests;
mod trap;
mod traps;
mod units;

pub use breakdown::{Breakdown, breakdowns};
pub use elsewhere::may_have_worded_quantity;
pub use grammar::{find, find_baselines, trap_at};
pub use kinds::KINDS;
pub use measure::{Period, Quantity, Unit};
pub use metric::{Kind, Metric, Quantities, Relative};
pub use notes::{Note, note_of_trap, openings};
pub use suggest::{Suggestion, placeholders_for};
pub use trap::Trap;
pub use units::{
    Hedge, comparative_words, hedge, hedge_words, is_month, often_words, per_words, period_of, period_words,
    scale_words, seconds_of, speaking_time_unit,
};
