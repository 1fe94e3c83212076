//! Finds the scenarios, and the user's own answers, that are related to an answer.

mod hits;
pub mod library;
mod query;
mod ranking;
mod reason;

pub use ranking::{Related, related};
