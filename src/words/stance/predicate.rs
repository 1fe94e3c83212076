//! What is said of a thing as the subject of a clause: "the queue was retired", "the queue would have helped".

use super::beside::is_offered;
use super::clause::{
    Clause, Verb, is_be_or_have, is_determiner, is_helper, is_negation, is_plain, is_subject, opens_clause,
};
use super::kind::{Stance, of_object};
use super::vocabulary::{VerbClass, WORDS};

/// What is said of a subject.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Predicate {
    /// The index of its first verb.
    at: Option<usize>,
    is_negated: bool,
    is_possible: bool,
    is_passive: bool,
    is_surplus: bool,
    is_trouble: bool,
    is_seeming: bool,
    /// It is said to be a plain piece of a program.
    is_plain: bool,
    /// Its main verb.
    verb: Option<Verb>,
}

/// The maximum number of words between a thing and its verb on the right.
const MAX_SUBJECT: usize = 9;

/// Returns the predicate of the noun phrase that ends at `end`, if it is a subject.
pub(super) fn predicate(clause: &Clause, end: usize) -> Option<Predicate> {
    let mut found = Predicate::default();
    let mut is_direct = true;
    let mut at = end;
    while at < end + MAX_SUBJECT {
        let token = clause.token(at);
        if token.is_empty() || clause.is_mark(at) || opens_clause(token) && token != "and" || is_subject(token) {
            break;
        }
        if is_negation(token) {
            found.is_negated = true;
        }
        if WORDS.modals.contains(token) {
            found.is_possible = true;
        }
        if is_helper(token) && !matches!(token, "no" | "without") {
            found.is_passive |= is_be_or_have(token) && !token.starts_with("ha");
            found.at = Some(at);
        } else if let Some(verb) = clause.verb(at, |_| true) {
            found.verb = Some(verb);
            found.at = Some(at);
            break;
        } else if is_direct && token.ends_with('s') && is_determiner(clause.token(at + 1)) {
            found.at = Some(at);
            break;
        } else if found.at.is_some() && !is_plain(token) && token != "to" {
            break;
        }
        is_direct &= is_plain(token);
        at += 1;
    }
    let said = || (end..at + 6).map(|at| clause.token(at)).take_while(|word| !matches!(*word, "," | ";" | ""));
    found.is_surplus = found.is_passive && said().any(|word| WORDS.surplus.contains(word));
    found.is_trouble = said().any(|word| WORDS.troubles.contains(word));
    found.is_seeming = said().any(|word| WORDS.seeming.contains(word));
    let state = (end..).find(|&at| !is_be_or_have(clause.token(at)) && !is_plain(clause.token(at)));
    found.is_possible |= (end + 1..end + 4).any(|at| is_offered(clause, at));
    found.is_trouble |= found.is_passive && state.is_some_and(|at| WORDS.faults.contains(clause.token(at)));
    let is_plain = |word: &str| WORDS.structures.contains(word);
    found.is_plain = is_be_or_have(clause.token(end)) && said().skip(1).take(4).any(is_plain);
    found.at.is_some().then_some(found)
}

/// Returns the stance to the subject of `predicate`.
pub(super) fn of_subject(clause: &Clause, predicate: Predicate, is_deed: bool) -> Stance {
    let Predicate { is_negated, is_possible, is_passive, is_surplus, verb, .. } = predicate;
    if is_negated {
        return Stance::Negated;
    }
    if is_possible {
        return Stance::Planned;
    }
    if is_surplus {
        return Stance::Rejected;
    }
    if predicate.is_seeming {
        return Stance::Considered;
    }
    if predicate.is_plain {
        return Stance::SelfBuilt;
    }
    if predicate.is_trouble {
        return Stance::Cause;
    }
    let Some(verb) = verb else { return Stance::Did };
    if is_passive {
        return clause
            .verb(verb.at, |class| class != VerbClass::Troubled)
            .and_then(|verb| of_object(verb.class?, is_deed))
            .unwrap_or(Stance::Did);
    }
    match verb.class {
        Some(VerbClass::Deferred) => return Stance::Planned,
        Some(VerbClass::Vanished) => return Stance::Removed,
        _ => {}
    }
    // "The queue had to go."
    let next = verb.at + 1;
    if clause.token(verb.at) == "go" && (clause.is_end(next) || clause.is_mark(next)) {
        return Stance::Removed;
    }
    let troubled = clause.verb(verb.at, |class| class == VerbClass::Troubled);
    if troubled.is_some_and(|verb| verb.class.is_some()) { Stance::Cause } else { Stance::Did }
}
