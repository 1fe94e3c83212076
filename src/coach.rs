//! Analyzes drafts, and updates the result after edits.
//!
//! A [`Report`] has the findings of one answer, [`cross`] computes those that depend on several answers, and an [`Analysis`]
//! has both for a whole draft. [`fixing`] applies safe fixes.

pub mod analysis;

pub mod cross;

mod draft_platform;

pub mod fixing;

pub mod report;

pub use analysis::{Analysis, Cost};
pub use report::{Placed, Profile, Report};
