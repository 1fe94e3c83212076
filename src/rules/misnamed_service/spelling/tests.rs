//! What is offered for a name is official, in all spellings of all names.

use std::collections::BTreeSet;

use super::*;
use crate::lexicon::Term;

/// Returns `name` in several letter cases.
fn cases(name: &str) -> [String; 5] {
    let title = |word: &str| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + &rest.to_lowercase()
    };
    let titled = name.split(' ').map(title).collect::<Vec<_>>().join(" ");
    let first = title(name);
    [name.to_owned(), name.to_lowercase(), name.to_uppercase(), titled, first]
}

/// Returns the spellings of `service`, which has this index: its names and forms, with and without the vendors, in several
/// letter cases, with spaces, hyphens, and neither.
fn spellings(lexicon: &Lexicon, index: usize, service: &Service) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = lexicon.forms_of(Term::Service(index)).into_iter().collect();
    names.extend([service.name.clone(), service.long_name.clone()].into_iter().filter(|name| !name.is_empty()));
    let mut spellings = BTreeSet::new();
    for name in names.iter().flat_map(|name| cases(without_vendor(name))) {
        for joined in [name.clone(), name.replace(' ', "-"), name.replace(' ', "")] {
            for vendor in ["", "AWS ", "Amazon ", "Aws ", "amazon "] {
                spellings.insert(format!("{vendor}{joined}"));
            }
        }
    }
    spellings
}

/// Returns the official names: in full and short, with and without the vendor. That of a feature may have the vendor of its
/// service.
fn official_names(lexicon: &Lexicon) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for service in &lexicon.services {
        for name in [&service.name, &service.long_name].into_iter().filter(|name| !name.is_empty()) {
            names.insert(name.clone());
            names.insert(without_vendor(name).to_owned());
        }
        let parent = &lexicon.services[service.service];
        if service.name.starts_with(&format!("{} ", parent.short_name())) {
            names.insert(format!("{}{}", split_vendor(&parent.name).0, service.name));
        }
    }
    names
}

/// Whether `name` is one of the `official` names, or one with words after it that aren't part of it: "Amazon S3 buckets".
fn is_official(official: &BTreeSet<String>, name: &str) -> bool {
    let is_plain = |words: &str| words.starts_with(' ') && !words.contains(char::is_uppercase);
    let starts = name.match_indices(' ').map(|(at, _)| name.split_at(at));
    official.contains(name) || starts.into_iter().any(|(name, more)| official.contains(name) && is_plain(more))
}

/// Returns the mentions of services in `prose`, as spans, with what is offered for each.
fn offers(lexicon: &Lexicon, prose: &str) -> Vec<(String, Option<String>)> {
    let hits = lexicon.find(prose);
    let services = hits.iter().filter_map(|hit| match hit.term {
        Term::Service(index) => Some((&prose[hit.span.range()], index)),
        _ => None,
    });
    services
        .map(|(written, index)| {
            (written.to_owned(), misspelling(lexicon, index, written, true).map(|found| found.right))
        })
        .collect()
}

#[test]
fn what_is_offered_is_official_and_final() {
    let lexicon = &*Lexicon::shared();
    let official = official_names(lexicon);
    let mut wrong = BTreeSet::new();
    let mut count = 0;
    for (index, service) in lexicon.services.iter().enumerate() {
        for spelling in spellings(lexicon, index, service) {
            for (written, right) in offers(lexicon, &format!("On AWS, I used {spelling} there.")) {
                let Some(right) = right else { continue };
                count += 1;
                if !is_official(&official, &right) {
                    wrong.insert(format!("{written} -> {right}: not official"));
                }
                let after = offers(lexicon, &format!("On AWS, I used {right} there."));
                if after.iter().any(|(_, offer)| offer.is_some()) || after.is_empty() {
                    wrong.insert(format!("{written} -> {right} -> {after:?}"));
                }
            }
        }
    }
    assert!(count > 5000, "{count} offers");
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
}

#[test]
fn the_current_name_of_a_former_one_is_official() {
    let lexicon = &*Lexicon::shared();
    let official = official_names(lexicon);
    for service in &lexicon.services {
        for right in service.wrong.iter().filter_map(|wrong| wrong.right.as_deref()) {
            assert!(is_official(&official, right), "{right} of {}", service.id);
        }
    }
}

#[test]
fn nothing_is_offered_for_official_names() {
    let lexicon = &*Lexicon::shared();
    for name in official_names(lexicon) {
        for (written, right) in offers(lexicon, &format!("On AWS, I used {name} there.")) {
            assert_eq!(right, None, "{written} in {name}");
        }
    }
}
