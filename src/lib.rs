//! star-coach reads STAR interview answers (Situation, Task, Action, Result) in markdown and says what is missing.

pub mod analysis;
pub mod answer;
pub mod cli;
pub mod config;
pub mod edit;
pub mod features;
pub mod lexicon;
pub mod metrics;
pub mod rules;
pub mod scenarios;
pub mod server;
pub mod text;
