//! The stance to a place, such as a cloud: whether the writer's work was done there.
//!
//! A place is left, not used, after “from” or “off”. It is somebody else's if people of others are there, or if it says which
//! people are meant: “a customer on Azure”, “the Azure team”.

use std::ops::Range;

use super::clause::{
    Clause, is_be_or_have, is_determiner, is_first_person, is_negation, is_plain, is_preposition, opens_clause,
};
use super::kind::Stance;
use super::people::are_others;
use super::vocabulary::{Verb, VerbClass, WORDS, verbs};
use crate::text::Span;

/// Whether what is named at `span` of `sentence` is meant itself, rather than what the next noun names: “AWS”, not “AWS
/// experience”.
pub fn is_head(sentence: &str, span: Span) -> bool {
    let clause = &Clause::new(sentence, span);
    clause.ends_phrase(clause.span.end)
}

/// Whether the place that is named at `span` of `sentence` tells where something is: “in our data center”, not “our data center
/// team”.
pub fn is_location(sentence: &str, span: Span) -> bool {
    let clause = &Clause::new(sentence, span);
    let Range { start, end } = clause.span.clone();
    let names_one = |at: usize| clause.token(at).starts_with("on-") || clause.token(at) == "on";
    let before = clause.before(clause.phrase_start(start), 1);
    clause.ends_phrase(end)
        && (names_one(start) || matches!(before, "in" | "at" | "on" | "inside" | "within" | "into" | "onto" | "to"))
}

/// Whether something was moved to the place that is named at `span` of `sentence`: “we moved to Azure”.
pub fn is_destination(sentence: &str, span: Span) -> bool {
    let clause = &Clause::new(sentence, span);
    let start = clause.phrase_start(clause.span.start);
    matches!(clause.before(start, 1), "to" | "onto" | "into")
        && (0..start).rev().take_while(|&at| !clause.is_end(at)).any(|at| is_moving(clause, at))
}

/// Whether the word at `at` is a verb or a noun for moving something.
fn is_moving(clause: &Clause, at: usize) -> bool {
    let word = clause.token(at);
    let is_move = |verb: &Verb| matches!(verb.class, VerbClass::Moved | VerbClass::Replaced);
    verbs(word).iter().any(is_move) || WORDS.moves.contains(word)
}

/// Returns the stance that the words beside the place, the span of `clause`, tell.
pub(super) fn beside_place(clause: &Clause) -> Option<Stance> {
    let place = clause.span.clone();
    // "an S3-compatible store", "AWS-like permissions"
    let is_like = |at: usize| {
        let word = clause.token(at);
        ["compatible", "like", "style", "inspired", "equivalent"].iter().any(|end| word.ends_with(end))
            && (at >= place.end || word.contains('-'))
    };
    if (place.start..place.end + 1).any(is_like) {
        return Some(Stance::Topic);
    }
    let start = clause.phrase_start(place.start);
    if is_attribute_of_people(clause, start, place.end) {
        return Some(Stance::SomeoneElse);
    }
    if is_left(clause, start) {
        return Some(Stance::Replaced);
    }
    if clause.token(start) == "unlike" {
        return Some(Stance::Rejected);
    }
    let inside = || (0..start).rev().take_while(|&at| !clause.is_mark(at) && !opens_clause(clause.token(at)));
    // "I would do it on Azure"
    if inside().any(|at| matches!(clause.token(at), "would" | "i'd" | "we'd" | "they'd")) {
        return Some(Stance::Planned);
    }
    // "we were not allowed to use AWS"
    let is_denied = |at: usize| is_negation(clause.token(at)) && clause.token(at + 1) != "only";
    let is_use = |word: &str| matches!(word, "use" | "using" | "used");
    if (is_use(clause.before(start, 1)) || is_use(clause.token(start))) && inside().any(is_denied) {
        return Some(Stance::Rejected);
    }
    // "my previous company ran on Azure"
    let is_old = |word: &str| WORDS.old.contains(word) || word == "last";
    let is_workplace = |at: usize| WORDS.workplaces.contains(clause.token(at)) && is_old(clause.before(at, 1));
    if inside().any(is_workplace) {
        return Some(Stance::Did);
    }
    // "as on Azure"
    if is_preposition(clause.before(start, 1)) && matches!(clause.before(start, 2), "as" | "like" | "than") {
        return Some(Stance::Topic);
    }
    // "the counterpart of Pub/Sub", "knowledge of Azure", "similar to AWS"
    let is_compared = match clause.before(start, 1) {
        "of" | "to" | "from" | "for" | "with" | "in" | "on" => {
            // "My background is in Azure."
            let noun = clause.before(start, 2 + usize::from(is_be_or_have(clause.before(start, 2))));
            WORDS.counterparts.contains(noun) || WORDS.skills.contains(noun)
        }
        _ => false,
    };
    if is_compared || WORDS.skills.contains(clause.token(place.end)) {
        return Some(Stance::Topic);
    }
    is_place_of_others(clause, start).then_some(Stance::SomeoneElse)
}

/// Whether the place, a noun phrase from `start` to `end`, tells which people of others are meant: “the Azure team”.
fn is_attribute_of_people(clause: &Clause, start: usize, end: usize) -> bool {
    let people = (end..end + 3).take_while(|&at| !clause.ends_phrase(at));
    // "as the Azure architect"
    if clause.before(start, 1) == "as" {
        return false;
    }
    let is_ours = is_first_person(clause.token(start));
    people.into_iter().any(|at| {
        let word = clause.token(at).trim_end_matches("'s");
        let is_other = WORDS.others.contains(word) || WORDS.departments.contains(word);
        is_other || !is_ours && (WORDS.groups.contains(word) || WORDS.roles.contains(word))
    })
}

/// Whether the noun phrase that begins at `start` is what something was moved away from.
fn is_left(clause: &Clause, start: usize) -> bool {
    let word = clause.before(start, 1);
    match word {
        "off" => true,
        "of" => clause.before(start, 2) == "out",
        "from" => {
            clause.before(start, 2) == "away"
                || (0..start).rev().take_while(|&at| !clause.is_end(at)).any(|at| is_moving(clause, at))
                || (start..clause.len())
                    .take_while(|&at| !clause.is_end(at) && clause.token(at) != ",")
                    .any(|at| matches!(clause.token(at), "to" | "into" | "onto"))
        }
        "leave" | "left" | "leaving" | "quit" | "quitting" | "exit" | "exited" | "exiting" => true,
        _ => false,
    }
}

/// Whether people of others are at the place that begins at `start`: “a customer on Azure”, “their shop runs on Azure”.
fn is_place_of_others(clause: &Clause, start: usize) -> bool {
    let Some(at) = start.checked_sub(1).filter(|&at| is_preposition(clause.token(at))) else { return false };
    let mut end = at;
    // "a customer who runs on Azure", "a customer that was on Azure"
    while end > 0 && (is_plain(clause.before(end, 1)) || is_be_or_have(clause.before(end, 1))) {
        end -= 1;
    }
    // "their shop runs on Azure"
    let opens = (0..end).rev().find(|&at| clause.is_mark(at) || opens_clause(clause.token(at))).map_or(0, |at| at + 1);
    if matches!(clause.token(opens), "their" | "his" | "her" | "whose") {
        return true;
    }
    let is_relative = |at: usize| matches!(clause.token(at), "who" | "whose" | "that" | "which");
    if let Some(verb) = clause.verb_before(end).filter(|verb| verb.end + 3 >= end)
        && let Some(subject) = verb.at.checked_sub(1)
    {
        let first = clause.phrase_start(subject);
        if is_relative(subject) && subject > 0 {
            return are_others(clause, clause.phrase_start(subject - 1)..subject);
        }
        return matches!(clause.token(first), "their" | "his" | "her" | "whose")
            || are_others(clause, first..subject + 1) && !is_determiner(clause.token(subject));
    }
    let first = clause.phrase_start(end.max(1) - 1);
    end > 0 && !clause.is_mark(end - 1) && are_others(clause, first..end)
}
