//! AWS services and features, and their names.

use serde::Deserialize;

use super::fold::fold;
use super::words::strip_prefix;
use crate::platform::Platform;
use crate::severity::Severity;

/// An AWS service or feature.
#[derive(Clone, Debug)]
pub struct Service {
    /// The ID, such as `amazon-sqs`.
    pub id: String,
    /// The official name, such as `Amazon SQS`.
    pub name: String,
    /// The official name in full, such as `Amazon Simple Queue Service`, if `name` has an abbreviation; otherwise empty.
    pub long_name: String,
    /// The platform that it is part of; `None` for a custom entry that names none.
    pub platform: Option<Platform>,
    /// For a feature, the service it belongs to; for a service, the service itself. An index into
    /// [`Lexicon::services`](super::Lexicon::services).
    pub service: usize,
    /// The services that count as named if this one is named, including itself, as indices into
    /// [`Lexicon::services`](super::Lexicon::services), transitively closed.
    pub implies: Vec<usize>,
    /// Its availability.
    pub status: Status,
    /// The date of the last change of its availability, as exactly as it is known: `2026-07-30`, `2026-07`, or `2026`.
    /// Empty if there is none.
    pub status_since: String,
    /// The URL of a source for the date; empty without one.
    pub status_source: String,
    /// The date on which customers could first use it, as exactly as it is known: `2018-06-05`, `2018-06`, or `2018`. Empty
    /// if it is unknown.
    pub launched: String,
    /// The URL of a source for `launched`; empty without one.
    pub launched_source: String,
    /// Former and misspelled names.
    pub wrong: Vec<WrongName>,
    /// A description in a sentence or two.
    pub about: String,
    /// Questions that interviewers tend to ask about it, the most likely one first.
    pub asked: Vec<String>,
    /// The ID of the interview question or scenario that is the source of `asked`, such as `Q19`; empty without one.
    pub asked_in: String,
}

/// The availability of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Available.
    #[default]
    Active,
    /// Closed to new customers.
    Closed,
    /// No longer available.
    Retired,
}

/// The reason why a name is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A former name.
    Former,
    /// A misspelling.
    Misspelled,
}

/// A wrong name of a service.
#[derive(Clone, Debug)]
pub struct WrongName {
    /// The reason.
    pub kind: Wrong,
    /// Its spellings, folded (see [`super::fold`]), with or without the vendor.
    pub(super) literals: Vec<String>,
    /// Whether it is a name only in the letter case of its spellings.
    pub(super) exact: bool,
    /// The right name, if it isn't the official name.
    pub right: Option<String>,
    /// The year of the renaming, if it is known.
    pub year: Option<u16>,
    /// The severity.
    pub severity: Severity,
}

impl Service {
    /// Returns the official name without its vendor.
    pub fn short_name(&self) -> &str {
        split_vendor(&self.name).1
    }

    /// Returns the year in which customers could first use it. `None` without a source for it.
    pub fn launch_year(&self) -> Option<u16> {
        let year = self.launched.get(..4).filter(|_| !self.launched_source.is_empty());
        year.and_then(|year| year.parse().ok())
    }

    /// Returns the wrong name that `written` is. `None` if `written`, which names this service, is right.
    pub fn wrong_name(&self, written: &str) -> Option<&WrongName> {
        let folded = fold(written).split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = without_vendor(&folded);
        self.wrong.iter().find(|wrong| {
            let is = |literal: &str, name: &str| {
                if wrong.exact { literal == name } else { literal.eq_ignore_ascii_case(name) }
            };
            wrong.literals.iter().any(|literal| is(literal, &folded) || is(literal, bare))
        })
    }
}

/// Splits `name` into its vendor, including the space ("AWS ", "Amazon ", or empty), and the rest.
pub fn split_vendor(name: &str) -> (&str, &str) {
    let vendor = ["AWS ", "Amazon "].into_iter().find(|vendor| name.starts_with(vendor)).unwrap_or_default();
    name.split_at(vendor.len())
}

/// Returns `name` without its vendor, in any case.
pub fn without_vendor(name: &str) -> &str {
    ["Amazon ", "AWS "].into_iter().find_map(|vendor| strip_prefix(name, vendor)).unwrap_or(name)
}
