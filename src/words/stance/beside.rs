//! What the words directly beside and inside a noun phrase tell of the thing.

use std::ops::Range;

use super::clause::{Clause, Verb, is_be_or_have, is_determiner, is_negation, is_plain};
use super::kind::{Stance, of_object};
use super::vocabulary::{VerbClass, WORDS};

/// Returns the stance that words inside a noun phrase tell: "our own queue", "the vendor's queue".
pub(super) fn modified(clause: &Clause, phrase: Range<usize>, is_deed: bool) -> Option<Stance> {
    for at in phrase.clone() {
        let token = clause.token(at);
        let is_inside = at < clause.span.start;
        if is_inside && token.ends_with("'s") || token.ends_with("s'") {
            let owner = token.trim_end_matches('s').trim_end_matches('\'');
            let is_ours = WORDS.our_owners.contains(owner) || matches!(clause.token(phrase.start), "our" | "my");
            return (!is_ours).then_some(Stance::SomeoneElse);
        }
        if !is_inside {
            continue;
        }
        if matches!(token, "their" | "his" | "her" | "whose" | "your") {
            return Some(Stance::SomeoneElse);
        }
        // "each team got its own queue"
        let is_theirs = token == "own" && !matches!(clause.token(phrase.start), "our" | "my");
        if WORDS.self_built.contains(token) && !is_theirs {
            return Some(Stance::SelfBuilt);
        }
        if WORDS.old.contains(token) {
            return Some(Stance::Replaced);
        }
        // "a database-backed queue"
        if token.ends_with("-backed") {
            return Some(Stance::SelfBuilt);
        }
        // "the misconfigured queue", "an overloaded broker"
        if token.ends_with("ed") && ["mis", "over"].iter().any(|start| token.starts_with(start)) {
            return Some(Stance::Cause);
        }
        if let Some(class) = clause.participle(at) {
            return of_object(class, is_deed);
        }
    }
    None
}

/// Returns the stance to what stands in the question or condition that begins at `at`: "I mapped where they used it".
pub(super) fn questioned(clause: &Clause, at: usize) -> Option<Stance> {
    let follows_verb = || clause.verb_before(at).is_some_and(|verb| verb.end == at);
    let is_told = || matches!(clause.before(at, 1), "is" | "was" | "that's" | "it's");
    match clause.token(at) {
        // "That is why I added a queue."
        "how" | "why" if !is_told() => Some(Stance::Topic),
        // "What helped was a queue."
        "what" if at > 0 && !clause.is_mark(at - 1) => Some(Stance::Topic),
        "where" | "when" | "which" if clause.token(at + 1) == "to" => Some(Stance::Topic),
        "where" | "which" if follows_verb() => Some(Stance::Topic),
        "whether" => Some(Stance::Considered),
        "if" | "unless" => Some(Stance::Planned),
        _ => None,
    }
}

/// Whether the words before the colon at `at` announce what isn't there yet: "Next step: a queue".
pub(super) fn is_wish(clause: &Clause, at: usize) -> bool {
    let words = (0..at).rev().take(3).take_while(|&at| !clause.is_mark(at)).map(|at| clause.token(at));
    words.into_iter().any(|word| WORDS.offers.contains(word) || WORDS.later.contains(word))
}

/// Returns the stance that the words directly before a noun phrase tell: "instead of a queue".
pub(super) fn introduced(clause: &Clause, start: usize) -> Option<Stance> {
    let follows = |words: &str| clause.follows(start, words);
    let first = clause.token(start);
    if first == "no" || first == "neither" {
        return Some(Stance::Negated);
    }
    let mut before = start;
    while before > 0 && is_plain(clause.before(before, 1)) && !is_negation(clause.before(before, 1)) {
        before -= 1;
    }
    if is_negation(clause.before(before, 1)) && !matches!(clause.token(before), "only" | "just" | "once") {
        return Some(Stance::Negated);
    }
    let rejected = [
        "and against",
        "instead of",
        "in place of",
        "rather than",
        "as opposed to",
        "unlike",
        "than",
        "compared with",
        "compared to",
    ];
    if rejected.into_iter().any(follows) {
        return Some(Stance::Rejected);
    }
    if ["because of", "due to", "caused by", "thanks to"].into_iter().any(follows) {
        return Some(Stance::Cause);
    }
    // "I used a table as a queue", not "I rebuilt it as a queue"
    let poses = |verb: Verb| verb.class == Some(VerbClass::Posing);
    if (follows("as") || follows("like")) && is_determiner(first) && clause.verb_before(start - 1).is_some_and(poses) {
        return Some(Stance::SelfBuilt);
    }
    follows("about").then_some(Stance::Topic)
}

/// Whether "on the roadmap" or the like begins at `at`.
pub(super) fn is_offered(clause: &Clause, at: usize) -> bool {
    matches!(clause.token(at), "on" | "in")
        && is_determiner(clause.token(at + 1))
        && (at + 2..at + 5).take_while(|&at| !clause.is_mark(at)).any(|at| WORDS.offers.contains(clause.token(at)))
}

/// Returns the stance that the words directly after a thing, which end at `end`, tell.
pub(super) fn after(clause: &Clause, end: usize) -> Option<Stance> {
    if clause.token(end) == "(" {
        let inside = (end + 1..end + 6).map(|at| clause.token(at)).take_while(|token| *token != ")");
        let mut inside = inside.filter(|token| WORDS.structures.contains(*token));
        return inside.next().map(|_| Stance::SelfBuilt);
    }
    if WORDS.talks.contains(clause.token(end)) {
        return Some(Stance::Topic);
    }
    if WORDS.troubles.contains(clause.token(end)) {
        return Some(Stance::Cause);
    }
    let which = end + usize::from(clause.token(end) == ",");
    let is_explained = clause.token(end) == "as"
        || matches!(clause.token(which), "that" | "which") && is_be_or_have(clause.token(which + 1));
    if is_explained && (end + 1..which + 6).any(|at| WORDS.structures.contains(clause.token(at))) {
        return Some(Stance::SelfBuilt);
    }
    // "a queue made out of a table", "a queue, a small script that runs hourly"
    let is_made_of = (end..end + 2).any(|at| clause.token(at) == "out" && clause.token(at + 1) == "of")
        || (end..end + 4).any(|at| clause.token(at) == "as" && is_determiner(clause.token(at + 1)));
    let is_inside = matches!(clause.token(end), "in" | "inside" | "within")
        && (end + 1..end + 4).any(|at| WORDS.programs.contains(clause.token(at)));
    if is_inside && is_determiner(clause.token(end + 1)) {
        return Some(Stance::SelfBuilt);
    }
    let comma = (end..end + 8).find(|&at| clause.is_mark(at) || clause.is_end(at)).unwrap_or(end);
    // "(a queue or a table?)"
    if clause.token(comma) == "?" {
        return Some(Stance::Topic);
    }
    // "a queue that we run ourselves"
    let is_ours = matches!(clause.token(which + 1), "i" | "we") || matches!(clause.token(which), "i" | "we");
    if is_ours && (which..which + 6).any(|at| matches!(clause.token(at), "myself" | "ourselves")) {
        return Some(Stance::SelfBuilt);
    }
    let is_called = clause.token(comma) == "," && is_determiner(clause.token(comma + 1));
    let structure = |from: usize| {
        (from..from + 6)
            .take_while(|&at| !clause.is_mark(at) && !clause.is_end(at))
            .find(|&at| WORDS.structures.contains(clause.token(at)))
    };
    let is_described = |at: usize| {
        clause.is_end(at + 1) || matches!(clause.token(at + 1), "that" | "which" | "i" | "we" | "in" | "of" | "with")
    };
    if is_made_of && structure(end + 1).is_some() || is_called && structure(comma + 2).is_some_and(is_described) {
        return Some(Stance::SelfBuilt);
    }
    // "for next year", "until later"
    let is_offered = (end..end + 2).any(|at| is_offered(clause, at));
    let is_later =
        matches!(clause.token(end), "for" | "until" | "till" | "to") && WORDS.later.contains(clause.token(end + 1));
    if is_later || is_offered {
        return Some(Stance::Planned);
    }
    let near = (end..end + 5).take_while(|&at| !clause.is_mark(at) && !clause.is_end(at));
    for at in near {
        let token = clause.token(at);
        if matches!(token, "that" | "which") {
            let theirs = WORDS.others.contains(clause.token(at + 1))
                || is_determiner(clause.token(at + 1)) && WORDS.others.contains(clause.token(at + 2));
            return theirs.then_some(Stance::SomeoneElse);
        }
        if !matches!(token, "of" | "by" | "from" | "at") {
            continue;
        }
        if matches!(clause.token(at + 1), "our" | "my") && clause.token(at + 2) == "own" {
            return Some(Stance::SelfBuilt);
        }
        let mut noun = at + 1;
        noun += usize::from(is_determiner(clause.token(noun)));
        let is_theirs =
            (noun..noun + 2).any(|at| WORDS.others.contains(clause.token(at)) && clause.ends_phrase(at + 1));
        if is_theirs && is_determiner(clause.token(at + 1)) {
            return Some(Stance::SomeoneElse);
        }
    }
    None
}
