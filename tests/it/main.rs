//! All integration tests, in one binary, so that only one is linked.

mod aids;
mod cli;
mod drafts;
mod extension;
mod fix;
mod formats;
mod hostile;
mod index;
mod lexicon;
mod lexicon_cli;
mod lexicon_currency;
mod markdown;
mod pieces;
mod projects;
mod properties;
mod ranking;
mod reading;
mod sessions;
mod settings;
mod support;
mod tidy;
mod views;
mod wording;
mod words;
mod workspace;
