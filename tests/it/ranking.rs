//! The quality of the ranking of related scenarios, on sample drafts.

use std::collections::BTreeMap;
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
    /// The scenarios that fit every draft about the one in front.
    near: BTreeMap<String, Vec<String>>,
    query: Vec<Query>,
}

/// A draft with its expected scenarios.
#[derive(Deserialize)]
struct Query {
    /// The scenarios of which one should come first; empty if none should be offered.
    right: Vec<String>,
    /// Other scenarios that fit.
    #[serde(default)]
    also: Vec<String>,
    /// Whether the ranking is only checked by this draft, not tuned on it.
    #[serde(default)]
    held_out: bool,
    #[serde(default)]
    title: String,
    #[serde(default)]
    prose: String,
    /// The whole draft, in place of a title and prose.
    draft: Option<String>,
}

impl Query {
    /// Returns the draft: an unfinished one if it has only a title and prose.
    fn draft(&self) -> String {
        let title = if self.title.is_empty() { String::new() } else { format!("## {}\n\n", self.title) };
        self.draft.clone().unwrap_or_else(|| format!("{title}**Situation:** {}\n\n**Task:** \n", self.prose))
    }

    fn report(&self) -> Arc<Report> {
        let (_, analysis) = read(&self.draft());
        analysis.answers().first().unwrap_or_else(|| panic!("no answer: {}", self.draft())).report.clone()
    }

    /// Returns the related scenarios that are offered.
    fn offered(&self) -> Vec<Related> {
        related(&profile().lexicon, &self.report().answer, MAX_OFFERS)
    }
}

/// The maximum number of scenarios that the menu of actions offers.
const MAX_OFFERS: usize = 3;

fn queries() -> Queries {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ranking.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The quality of the offers for some drafts.
#[derive(Default)]
struct Scores {
    drafts: u32,
    first: u32,
    among: u32,
    quiet: u32,
    spoken: u32,
    offers: u32,
    fitting: u32,
    /// The drafts with a miss or an offer that doesn't fit.
    wrong: String,
}

impl Scores {
    fn new<'a>(queries: &Queries, measured: impl Iterator<Item = &'a Query>) -> Self {
        let profile = profile();
        let id = |related: &Related| &profile.lexicon.scenarios[related.scenario].id;
        let mut scores = Self::default();
        for query in measured {
            let near = query.right.iter().filter_map(|right| queries.near.get(right)).flatten();
            let fits: Vec<&String> = query.right.iter().chain(&query.also).chain(near).collect();
            let offered = query.offered();
            let rank = offered.iter().position(|related| query.right.contains(id(related)));
            let fitting = offered.iter().filter(|related| fits.contains(&id(related))).count();
            scores.offers += offered.len() as u32;
            scores.fitting += fitting as u32;
            if query.right.is_empty() {
                scores.quiet += 1;
                scores.spoken += u32::from(!offered.is_empty());
            } else {
                scores.drafts += 1;
                scores.first += u32::from(rank == Some(0));
                scores.among += u32::from(rank.is_some());
            }
            if fitting < offered.len() || rank != Some(0) && !query.right.is_empty() {
                let top: Vec<_> = offered.iter().map(|r| format!("{} {:.2} {:?}", id(r), r.score, r.why)).collect();
                let _ = writeln!(scores.wrong, "{:?} {}: {}", query.right, query.draft(), top.join(" "));
            }
        }
        scores
    }

    fn first(&self) -> f64 {
        f64::from(self.first) / f64::from(self.drafts)
    }

    fn among(&self) -> f64 {
        f64::from(self.among) / f64::from(self.drafts)
    }

    /// The share of the offers that fit.
    fn precision(&self) -> f64 {
        f64::from(self.fitting) / f64::from(self.offers)
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { drafts, quiet, spoken, offers, .. } = self;
        let (first, among, precision) = (self.first(), self.among(), self.precision());
        write!(f, "{drafts} drafts: hit@1 {first:.3}, hit@3 {among:.3}; ")?;
        writeln!(f, "{offers} offers: precision {precision:.3}; offers in {spoken} of {quiet} drafts on other topics")
    }
}

#[test]
fn the_right_scenario_is_offered_first_and_others_rarely() {
    let queries = queries();
    let scores = Scores::new(&queries, queries.query.iter());
    let tuned = Scores::new(&queries, queries.query.iter().filter(|query| !query.held_out));
    let held_out = Scores::new(&queries, queries.query.iter().filter(|query| query.held_out));
    print!("{scores}tuned on {tuned}held out {held_out}wrong:\n{}", tuned.wrong);
    assert!(scores.drafts >= 100 && scores.quiet >= 30, "{scores}: too few to measure by");
    assert!(scores.first() >= 0.97 && scores.among() >= 0.97, "{scores}{}", scores.wrong);
    assert!(scores.precision() >= 0.97 && scores.spoken == 0, "{scores}{}", scores.wrong);
}

/// Whether the draft contains the reason: its words in any form, or a name of the service.
fn is_in_draft(reason: &str, draft: &str) -> bool {
    let draft = draft.to_lowercase();
    let reason = reason.to_lowercase();
    let words = reason.split(|char: char| !char.is_alphanumeric());
    words.filter(|word| !["at", "by", "in", "of", "on", "the", "to"].contains(word)).all(|word| {
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
    for query in queries().query {
        let draft = query.draft();
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
        for related in query.offered() {
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
    let queries = queries().query;
    let answers: Vec<_> = queries.iter().map(Query::report).collect();
    let mut library = Library::default();
    let entries: Vec<Entry> = answers.iter().map(|report| library.add(lexicon, &report.answer)).collect();
    let is_same = |one: usize, other: usize| queries[one].right.iter().any(|id| queries[other].right.contains(id));
    let (mut offers, mut right, mut unrelated, mut pairs, mut found) = (0, 0, 0, 0, 0);
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
                let _ =
                    writeln!(doubtful, "{similarity:.2} {why:?}: {} / {}", queries[at].draft(), queries[key].draft());
            }
            unrelated += i32::from(queries[at].right.is_empty() || queries[key].right.is_empty());
        }
    }
    let (right, found) = (right as f64 / f64::from(offers), found as f64 / pairs as f64);
    let scores = format!(
        "{offers} offers, of the same subject {right:.3}, on no system {unrelated}; {pairs} drafts with a relative, found {found:.3}\n"
    );
    print!("{scores}of another subject:\n{doubtful}");
    assert!(right >= 0.9 && found >= 0.55 && unrelated == 0, "{scores}{doubtful}");
}
