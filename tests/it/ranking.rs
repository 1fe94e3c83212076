//! The quality of the ranking of related scenarios, on sample drafts.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use star_coach::coach::Report;
use star_coach::scenarios::library::{Entry, Library, RelatedAnswer};
use star_coach::scenarios::{Related, related};

use crate::drafts::{profile, read};

#[derive(Deserialize)]
struct Queries {
    query: Vec<Query>,
}

/// A draft with its expected scenarios.
#[derive(Deserialize)]
struct Query {
    right: Vec<String>,
    #[serde(default)]
    title: String,
    prose: String,
}

fn queries() -> Vec<Query> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ranking.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let queries: Queries = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    queries.query
}

/// Returns the report of an unfinished draft with this title and prose.
fn report(title: &str, prose: &str) -> Arc<Report> {
    let title = if title.is_empty() { String::new() } else { format!("## {title}\n\n") };
    let (_, analysis) = read(&format!("{title}**Situation:** {prose}\n\n**Task:** \n"));
    analysis.answers().first().unwrap_or_else(|| panic!("no answer: {prose}")).report.clone()
}

/// Returns the related scenarios of such a draft.
fn offered(title: &str, prose: &str, limit: usize) -> Vec<Related> {
    related(&profile().lexicon, &report(title, prose).answer, limit)
}

#[test]
fn the_right_scenario_is_offered_first() {
    let profile = profile();
    let id = |related: &Related| profile.lexicon.scenarios[related.scenario].id.clone();
    let (mut total, mut first, mut among, mut reciprocal) = (0.0, 0.0, 0.0, 0.0);
    let mut misses = String::new();
    for query in queries().iter().filter(|query| !query.right.is_empty()) {
        let offered = offered(&query.title, &query.prose, usize::MAX);
        let rank = offered.iter().position(|related| query.right.contains(&id(related)));
        total += 1.0;
        first += if rank == Some(0) { 1.0 } else { 0.0 };
        among += if rank.is_some_and(|rank| rank < 3) { 1.0 } else { 0.0 };
        reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        if rank != Some(0) {
            let top: Vec<_> = offered.iter().take(3).map(|r| format!("{} {:.1} {:?}", id(r), r.score, r.why)).collect();
            let _ = writeln!(misses, "{:?} {} {}: {top:?}", query.right, query.title, query.prose);
        }
    }
    let (first, among, reciprocal) = (first / total, among / total, reciprocal / total);
    let scores = format!("{total} drafts: hit@1 {first:.3}, hit@3 {among:.3}, MRR {reciprocal:.3}\n");
    print!("{scores}not first:\n{misses}");
    assert!(total >= 60.0, "{total} drafts are too few to measure by");
    assert!(first >= 0.8 && among >= 0.95, "{scores}{misses}");
}

#[test]
fn a_draft_on_another_topic_has_no_related_scenarios() {
    let profile = profile();
    let mut wrong = String::new();
    for query in queries().iter().filter(|query| query.right.is_empty()) {
        for related in offered(&query.title, &query.prose, 3) {
            let id = &profile.lexicon.scenarios[related.scenario].id;
            let _ = writeln!(wrong, "{} {}: {id} {:.1} {:?}", query.title, query.prose, related.score, related.why);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whether the draft contains the reason: its words in any form, or a name of the service.
fn is_in_draft(reason: &str, draft: &str) -> bool {
    let draft = draft.to_lowercase();
    reason.to_lowercase().split(|char: char| !char.is_alphanumeric()).all(|word| {
        let stem = &word[..word.char_indices().nth(4).map_or(word.len(), |(at, _)| at)];
        draft.contains(stem)
    })
}

/// Returns the words of a reason, in the singular.
fn words(reason: &str) -> Vec<String> {
    reason.to_lowercase().split(' ').map(|word| word.trim_end_matches('s').to_owned()).collect()
}

#[test]
fn reasons_are_in_the_draft_and_unique() {
    let profile = profile();
    let lexicon = &profile.lexicon;
    let mut wrong = String::new();
    for query in queries() {
        let draft = format!("{}\n{}", query.title, query.prose);
        let names: Vec<&str> = lexicon
            .find(&draft)
            .iter()
            .flat_map(|hit| match hit.term {
                star_coach::lexicon::Term::Service(service) => lexicon.services[service].implies.clone(),
                star_coach::lexicon::Term::Phrase(phrase) => {
                    let candidates = lexicon.phrases[phrase].candidates.iter();
                    candidates.flat_map(|&service| lexicon.services[service].implies.clone()).collect()
                }
                _ => Vec::new(),
            })
            .map(|service| lexicon.services[service].short_name())
            .collect();
        for related in offered(&query.title, &query.prose, 3) {
            let why = &related.why;
            if why.is_empty() || why.len() > 3 {
                let _ = writeln!(wrong, "{draft}: {} reasons", why.len());
            }
            for (at, reason) in why.iter().enumerate() {
                let again = why
                    .iter()
                    .enumerate()
                    .any(|(other, text)| other != at && words(reason).iter().all(|word| words(text).contains(word)));
                if again || !(names.contains(&reason.as_str()) || is_in_draft(reason, &draft)) {
                    let _ = writeln!(wrong, "{draft}: {reason} of {why:?}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Compares each draft with all others, as own answers.
#[test]
fn own_answers_on_the_same_topic_are_related() {
    let lexicon = &profile().lexicon;
    let queries = queries();
    let answers: Vec<_> = queries.iter().map(|query| report(&query.title, &query.prose)).collect();
    let mut library = Library::default();
    let entries: Vec<Entry> = answers.iter().map(|report| library.add(lexicon, &report.answer)).collect();
    let is_same = |one: usize, other: usize| queries[one].right.iter().any(|id| queries[other].right.contains(id));
    let (mut offers, mut right, mut pairs, mut found) = (0, 0, 0, 0);
    let mut doubtful = String::new();
    for (at, report) in answers.iter().enumerate() {
        let others = entries.iter().enumerate().filter(|(other, _)| *other != at);
        let related = library.related(lexicon, &report.answer, others, 2);
        let is_paired = (0..queries.len()).any(|other| other != at && is_same(at, other));
        pairs += usize::from(is_paired);
        found += usize::from(related.iter().any(|related| is_same(at, related.key)));
        for RelatedAnswer { key, similarity, why } in related {
            offers += 1;
            right += usize::from(is_same(at, key));
            if !is_same(at, key) {
                let _ = writeln!(doubtful, "{similarity:.2} {why:?}: {} / {}", queries[at].prose, queries[key].prose);
            }
            assert!(!queries[at].right.is_empty() && !queries[key].right.is_empty(), "{doubtful}");
        }
    }
    let (right, found) = (right as f64 / f64::from(offers), found as f64 / pairs as f64);
    let scores =
        format!("{offers} offers, of the same subject {right:.3}; {pairs} drafts with a relative, found {found:.3}\n");
    print!("{scores}of another subject:\n{doubtful}");
    assert!(right >= 0.8 && found >= 0.5, "{scores}{doubtful}");
}
