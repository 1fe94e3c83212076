//! Parses drafts: front matter, Markdown, answers, and suppression comments.
//!
//! [`markdown`] is the only parser of Markdown. [`outline`] finds the answers by their [`label`]s, and [`genre`] decides whether
//! text with labels is an answer at all. A [`passage`] is one answer cut out of its draft. [`front_matter`] comes before the
//! Markdown, and [`suppression`] comments are in it.

pub mod front_matter;

pub mod genre;

mod html;

pub mod label;

pub mod markdown;

pub mod outline;

pub mod passage;

pub mod placeholder;

pub mod suppression;

pub mod wrapper;
