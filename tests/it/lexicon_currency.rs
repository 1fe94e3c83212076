//! The lexicon is current: it has every AWS service that botocore has, and dates its services soundly.
//!
//! `.ci/aws-names` makes the list. The tests need no network.

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

/// Returns the version of botocore that the list was made of, and its date.
fn made_of() -> (&'static str, &'static str) {
    let head = NAMES.lines().next().unwrap_or_default();
    let (_, version) = head.split_once("botocore ").expect("a version");
    let (version, date) = version.split_once(" of ").expect("a date");
    (version, date.split_once(". ").expect("a sentence").0)
}

/// Whether `text` is a date, such as `2018-06-05`, `2018-06`, or `2018`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_number = |part: &str, len: usize, most: u16| {
        part.len() == len && part.parse().is_ok_and(|number: u16| (1..=most).contains(&number))
    };
    let shape = [(4, 2100), (2, 12), (2, 31)];
    parts.len() <= shape.len() && parts.iter().zip(shape).all(|(part, (len, most))| is_number(part, len, most))
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
    let (version, date) = made_of();
    assert_eq!(version.split('.').filter(|part| part.parse::<u32>().is_ok()).count(), 3, "{version}");
    assert!(is_date(date) && date.len() == 10, "{date}");
}

#[test]
fn services_are_launched_before_they_end() {
    let (_, today) = made_of();
    let services = &profile().lexicon.services;
    let mut wrong = String::new();
    for service in services.iter().filter(|service| !service.launched.is_empty()) {
        let launched = service.launched.as_str();
        let is_past = |end: &str| end.is_empty() || launched <= end || launched.starts_with(end);
        if !is_date(launched) || launched < "2004" || !is_past(today) || !is_past(&service.status_since) {
            _ = writeln!(wrong, "{} was launched in {launched}, and ended in {:?}", service.id, service.status_since);
        }
        for former in service.wrong.iter().filter(|wrong| wrong.year.is_some_and(|year| !is_past(&year.to_string()))) {
            _ = writeln!(wrong, "{} was launched in {launched}, after it was renamed in {:?}", service.id, former.year);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn services_that_are_proposed_have_a_launch_date() {
    let lexicon = &profile().lexicon;
    let proposed: BTreeSet<_> = lexicon.phrases.iter().flat_map(|phrase| &phrase.candidates).collect();
    let services = proposed.iter().map(|&&index| &lexicon.services[index]);
    let undated: Vec<&str> =
        services.filter(|service| service.launched.is_empty()).map(|service| &*service.id).collect();
    assert!(undated.is_empty(), "{undated:?}");
}
