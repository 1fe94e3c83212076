//! All integration tests, in one binary: it links once.

mod cli;
mod drafts;
mod properties;
