//! Decides whether an answer is about people or about a system.

use crate::answer::{Answer, Mention};
use crate::component::Component;
use crate::lexicon::Term;
use crate::words::{self, Words};

/// Whether the answer is about people rather than a system: its title has a word about people, or its Situation and
/// Task have several and no service is named.
pub(super) fn is_about_people(answer: &Answer) -> bool {
    // "Job failure" and "merge conflict" are about systems.
    let is_about_people = |title: &str| match count_people_words(title) {
        0 => false,
        1 => !is_about_a_system(title),
        _ => true,
    };
    if answer.title().is_some_and(is_about_people) {
        return true;
    }
    let opening: usize = [Component::Situation, Component::Task]
        .into_iter()
        .flat_map(|component| answer.sections_of(component))
        .flat_map(|section| &section.parts)
        .map(|part| count_people_words(&answer.text()[part.range()]))
        .sum();
    let is_technical = |mention: &Mention| matches!(mention.term, Term::Service(_) | Term::Product(_));
    opening >= 2 && !answer.mentions.iter().any(is_technical)
}

/// Whether a failure or conflict in the title is that of a system: "The deployment failure".
pub(super) fn is_about_a_system(title: &str) -> bool {
    words::runs(title, |c| c == '-').any(|(_, word)| {
        let singular = word.strip_suffix(['s', 'S']).unwrap_or(word);
        SYSTEMS.contains(word) || SYSTEMS.contains(singular)
    })
}

/// Words about people. The outcome of such a story is often a changed relationship.
static PEOPLE: Words = Words::new(&[
    "conflict",
    "disagree",
    "disagreed",
    "disagreement",
    "feedback",
    "mistake",
    "mistakes",
    "failed",
    "failure",
    "mentor",
    "mentored",
    "mentoring",
    "coached",
    "coaching",
    "coworker",
    "co-worker",
    "colleague",
    "colleagues",
    "teammate",
    "teammates",
    "morale",
    "onboarding",
    "burnout",
    "persuade",
    "convince",
    "argument",
    "apologized",
    "empathy",
    "relationship",
    "underperforming",
    "junior",
    "criticism",
]);

/// Returns the number of different words about people in `text`.
fn count_people_words(text: &str) -> usize {
    let mut found: Vec<&str> = Vec::new();
    let mut difficult = false;
    for (_, word) in words::runs(text, |c| c == '-') {
        difficult |= word.eq_ignore_ascii_case("difficult");
        if PEOPLE.contains(word) && !found.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            found.push(word);
        }
    }
    found.len() + usize::from(difficult && text.to_lowercase().contains("difficult person"))
}

/// Systems and their parts.
static SYSTEMS: Words = Words::new(&[
    "backup",
    "build",
    "cidr",
    "cluster",
    "database",
    "dependency",
    "deployment",
    "disk",
    "git",
    "instance",
    "job",
    "login",
    "merge",
    "node",
    "pipeline",
    "port",
    "region",
    "server",
    "service",
    "system",
    "test",
    "version",
]);
