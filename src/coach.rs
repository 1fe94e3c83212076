//! What there is to say about a draft, kept up to date as it is edited.
//!
//! A [`Report`] is about one answer by itself, [`cross`] about several; an [`Analysis`] holds both for a whole draft.
//! [`fixing`] applies the fixes that are safe.

pub mod analysis;

pub mod cross;

pub mod fixing;

pub mod report;

pub use analysis::{Analysis, Cost};
pub use report::{Coach, Placed, Report};
