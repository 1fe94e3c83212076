//! star-coach reads STAR interview answers (Situation, Task, Action, Result) in markdown and says what is missing.

pub mod analysis;
pub mod answer;
pub mod cli;
pub mod component;
pub mod config;
pub mod edit;
pub mod facts;
pub mod features;
pub mod genre;
pub mod label;
pub mod lexicon;
pub mod metrics;
pub mod outline;
pub mod passage;
pub mod placeholder;
pub mod prose;
pub mod rules;
pub mod scenarios;
pub mod server;
pub mod style;
pub mod text;
pub mod voice;
