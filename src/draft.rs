//! A draft: what its Markdown says, where its answers are, and what it asks of star-coach.
//!
//! [`markdown`] is the one reading of Markdown. [`outline`] finds the answers by their [`label`]s and asks [`genre`] whether
//! a run of labels is an answer at all; a [`passage`] is one answer cut out of its draft. [`front_matter`] comes before the
//! Markdown, [`suppression`] comments are in it.

pub mod front_matter;

pub mod genre;

mod html;

pub mod label;

pub mod markdown;

pub mod outline;

pub mod passage;

pub mod placeholder;

pub mod suppression;
