//! AWS services and features, and their names.

use serde::Deserialize;

use super::fold::fold;
use super::words::strip_prefix;

/// An AWS service or feature.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its slug, such as `amazon-sqs`.
    pub id: String,
    /// Its official name, such as `Amazon SQS`.
    pub name: String,
    /// The service it is a feature of, as an index into [`Lexicon::services`](super::Lexicon::services); itself for a service.
    pub service: usize,
    /// What naming it names too, as indices into [`Lexicon::services`](super::Lexicon::services), transitively closed, itself
    /// included.
    pub implies: Vec<usize>,
    /// Whether it is still available.
    pub status: Status,
    /// Names of it that are wrong today.
    pub wrong: Vec<WrongName>,
    /// What it is for, in a sentence or two.
    pub about: String,
    /// What an interviewer tends to ask about it; empty where the questions give nothing.
    pub asked: String,
    /// The question or scenario that `asked` comes from, such as `Q19`; empty without one.
    pub asked_in: String,
}

/// Whether a service is still available.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// To everybody.
    #[default]
    Active,
    /// To those who had it before, for a while at least.
    Closed,
    /// To nobody.
    Retired,
}

/// In which way a name is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It was right once.
    Former,
    /// It never was.
    Misspelled,
}

/// How much it matters that a name is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Worth a warning.
    Warning,
    /// Worth an information.
    Information,
    /// Worth a hint.
    Hint,
}

/// A name of a service that is wrong today.
#[derive(Clone, Debug)]
pub struct WrongName {
    /// In which way.
    pub kind: Wrong,
    /// How it is written, with spaces for hyphens, with or without the vendor in front.
    pub(super) literals: Vec<String>,
    /// What to write instead, if not the official name.
    pub right: Option<String>,
    /// The year since when it is wrong, where that is known.
    pub year: Option<u16>,
    /// How much it matters.
    pub grade: Grade,
}

impl Service {
    /// The official name without its vendor, as most people write it.
    pub fn short_name(&self) -> &str {
        split_vendor(&self.name).1
    }

    /// Why `written`, which names this service, is wrong today; `None` if it is right.
    pub fn wrong_name(&self, written: &str) -> Option<&WrongName> {
        let folded = fold(written).split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = without_vendor(&folded);
        let is_it = |literal: &String| literal.eq_ignore_ascii_case(&folded) || literal.eq_ignore_ascii_case(bare);
        self.wrong.iter().find(|wrong| wrong.literals.iter().any(is_it))
    }
}

/// The vendor that `name` starts with, with its space, and the rest.
pub fn split_vendor(name: &str) -> (&str, &str) {
    let vendor = ["AWS ", "Amazon "].into_iter().find(|vendor| name.starts_with(vendor)).unwrap_or_default();
    name.split_at(vendor.len())
}

/// `name` without the vendor that it starts with, in any case.
pub(super) fn without_vendor(name: &str) -> &str {
    ["Amazon ", "AWS "].into_iter().find_map(|vendor| strip_prefix(name, vendor)).unwrap_or(name)
}
