//! Finds the terms of the topics in an answer, and weighs each by where and how it is used.

use crate::answer::{Answer, Section};
use crate::component::Component;
use crate::lexicon::stem::{Word, words_of};
use crate::lexicon::topics::Topics;
use crate::lexicon::{Lexicon, Term};
use crate::text::Span;

/// The strength of a term, by where it is: what is in the title and what was done say most about the topic.
const IN_TITLE: f64 = 1.5;
const IN_TASK_OR_ACTION: f64 = 1.0;
const ELSEWHERE: f64 = 0.9;

/// The factor for a service that is only implied by another one.
pub(super) const IMPLIED: f64 = 0.5;
/// The factor for a service that only a generic phrase may refer to.
const CANDIDATE: f64 = 0.5;
/// The factor for a service that a long answer names once, in passing.
const IN_PASSING: f64 = 0.7;
/// The minimum number of words of a long answer.
const LONG: usize = 100;

/// The strength of each term in an answer, by its index in [`Topics::terms`]; 0 if the answer doesn't have it.
pub(super) fn strengths(lexicon: &Lexicon, answer: &Answer) -> Vec<f64> {
    let topics = lexicon.topics();
    let mut strengths = vec![0.0; topics.terms.len()];
    let mut raise = |term: usize, strength: f64| strengths[term] = f64::max(strengths[term], strength);
    let names = long_names(answer);
    each_term(topics, answer.title().unwrap_or_default(), |term, _| raise(term, IN_TITLE));
    for section in &answer.sections {
        let strength = strength_of(section);
        for sentence in &section.sentences {
            let text = &answer.prose.text()[sentence.range()];
            each_term(topics, text, |term, span| {
                let place = Span::new(sentence.start + span.start, sentence.start + span.end);
                let is_named = topics.terms[term].is_word() && is_in(&names, place);
                if !is_named {
                    raise(term, strength);
                }
            });
        }
    }
    share_services(lexicon, answer, raise);
    strengths
}

/// Calls `found` for each term in `sentence`, with the span of its first word there.
fn each_term(topics: &Topics, sentence: &str, mut found: impl FnMut(usize, Span)) {
    let words: Vec<Word<'_>> = words_of(sentence).collect();
    let stems: Vec<&str> = words.iter().map(|word| &*word.stem).collect();
    for (at, word) in words.iter().enumerate() {
        let span = Span::new(word.start, word.start + word.text.len());
        topics.terms_at(at, &stems).for_each(|term| found(term, span));
    }
}

fn strength_of(section: &Section) -> f64 {
    if section.is(Component::Task) || section.is(Component::Action) { IN_TASK_OR_ACTION } else { ELSEWHERE }
}

/// Returns the spans of the prose with the name of a service of several words: the words in it are no words of their own.
fn long_names(answer: &Answer) -> Vec<Span> {
    let names = answer.mentions.iter().filter(|mention| matches!(mention.term, Term::Service(_)));
    let names = names.map(|mention| answer.prose.of(mention.span));
    names.filter(|name| answer.prose.text()[name.range()].contains(char::is_whitespace)).collect()
}

/// Whether `word` is in one of `names`, which are sorted.
fn is_in(names: &[Span], word: Span) -> bool {
    let after = names.partition_point(|name| name.start <= word.start);
    after.checked_sub(1).is_some_and(|at| word.end <= names[at].end)
}

/// Calls `raise` for the services that are named, implied, or possibly meant.
fn share_services(lexicon: &Lexicon, answer: &Answer, mut raise: impl FnMut(usize, f64)) {
    let is_long = answer.words() > LONG;
    let mentions = || answer.mentions.iter();
    for mention in mentions() {
        let strength = mention.section.map_or(IN_TITLE, |section| strength_of(&answer.sections[section]));
        match mention.term {
            Term::Service(service) => {
                let is_alone = mentions().filter(|other| other.term == mention.term).count() == 1;
                let is_passing = is_long && is_alone && mention.section.is_some();
                let strength = if is_passing { strength * IN_PASSING } else { strength };
                for &implied in &lexicon.services[service].implies {
                    let strength = if implied == service { strength } else { strength * IMPLIED };
                    lexicon.topics().term_of(implied).into_iter().for_each(|term| raise(term, strength));
                }
            }
            Term::Phrase(phrase) => {
                let candidates = lexicon.phrases[phrase].candidates.iter();
                let terms = candidates.filter_map(|&service| lexicon.topics().term_of(service));
                terms.for_each(|term| raise(term, strength * CANDIDATE));
            }
            Term::Product(_) | Term::Vague(_) => {}
        }
    }
}
