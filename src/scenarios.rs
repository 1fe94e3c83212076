//! Finds the scenarios, and the writer's own answers, that are related to an answer.

pub mod library;
mod ranking;

pub use ranking::{Related, related};
