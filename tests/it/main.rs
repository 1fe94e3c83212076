//! The tests that need the real binary or the whole crate.

mod cli;
