//! The lexicon is current: it has every AWS service that botocore has.
//!
//! `.ci/aws-names` makes the list. The test needs no network.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use star_coach::lexicon::Term;
use toml::Table;

use crate::drafts::profile;

/// The names of services, by service model.
const NAMES: &str = include_str!("../fixtures/aws-names.txt");

/// The names that the lexicon doesn't need, each with the reason.
const IGNORED: &str = include_str!("../fixtures/aws-names-ignored.toml");

/// Returns the full names and the abbreviations.
fn names() -> BTreeSet<&'static str> {
    NAMES.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split('\t').skip(1)).collect()
}

/// Whether the lexicon recognizes the whole of `name` in a draft.
fn is_known(name: &str) -> bool {
    let prose = format!("I chose {name} for us, on AWS.");
    let start = prose.find(name).expect("the name");
    let whole = start..start + name.len();
    let is_name = |term| matches!(term, Term::Service(_));
    profile().lexicon.find(&prose).iter().any(|hit| is_name(hit.term) && hit.span.range() == whole)
}

#[test]
fn every_aws_service_is_known() {
    let names = names();
    assert!(names.len() > 450, "{}", names.len());
    let ignored: Table = toml::from_str(IGNORED).expect("a table");
    let mut wrong = String::new();
    for name in &names {
        match (is_known(name), ignored.contains_key(*name)) {
            (true, true) => _ = writeln!(wrong, "{name} is known; remove it from aws-names-ignored.toml"),
            (false, false) => {
                _ = writeln!(wrong, "{name} is unknown; add it to the lexicon or to aws-names-ignored.toml")
            }
            _ => {}
        }
    }
    for (name, reason) in &ignored {
        let reason = reason.as_str().unwrap_or_default().strip_suffix('.').unwrap_or_default();
        if !names.contains(&**name) || reason.len() < 10 {
            _ = writeln!(wrong, "{name} in aws-names-ignored.toml needs a reason, and must be in aws-names.txt");
        }
        let other = ["An API of ", "The API of ", "Written "].iter().find_map(|words| reason.strip_prefix(words));
        if other.is_some_and(|other| !is_known(other)) {
            _ = writeln!(wrong, "{name} in aws-names-ignored.toml: {reason} is unknown");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_list_has_a_version_and_a_date() {
    let head = NAMES.lines().next().unwrap_or_default();
    let (_, version) = head.split_once("botocore ").expect("a version");
    let (version, date) = version.split_once(" of ").expect("a date");
    assert_eq!(version.split('.').filter(|part| part.parse::<u32>().is_ok()).count(), 3, "{head}");
    assert!(date.starts_with("20") && date.as_bytes()[4] == b'-', "{head}");
}
