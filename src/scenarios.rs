//! Finds the scenarios, and the user's own answers, that are related to an answer.

pub mod library;
mod ranking;

pub use ranking::{Related, related};
