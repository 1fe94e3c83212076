//! Whose deed it is: people and groups other than the writer, and what gave way.

use std::ops::Range;

use super::clause::{
    Clause, Verb, is_be_or_have, is_first_person, is_helper, is_negation, is_plain, is_preposition, is_pronoun,
    is_subject,
};
use super::vocabulary::{VerbClass, VerbForm, WORDS};
use crate::words::english::is_function_word;

/// Whether the subject directly before `verb`, which only people do, is neither the writer nor the writer's group.
pub(super) fn has_other_maker(clause: &Clause, verb: Verb) -> bool {
    let is_ours = |at: usize| {
        let word = clause.token(at);
        WORDS.groups.contains(word) || is_first_person(word) || matches!(word, "each" | "every" | "all")
    };
    let is_other = |mut agent: Range<usize>| !agent.any(is_ours);
    verb.form != VerbForm::Ing && agent(clause, verb).is_some_and(is_other)
}

/// Whether what gave way did `verb`: "the old system used a queue", but not "the old system became a queue".
pub(super) fn is_old_agent(clause: &Clause, verb: Verb) -> bool {
    let is_change = matches!(verb.class, Some(VerbClass::Moved | VerbClass::Replaced | VerbClass::Vanished))
        || matches!(clause.token(verb.at), "became" | "got" | "turned" | "went" | "now");
    if is_change {
        return false;
    }
    let is_old = |mut agent: Range<usize>| agent.any(|at| WORDS.old.contains(clause.token(at)));
    verb.form != VerbForm::Ing && agent(clause, verb).is_some_and(is_old)
}

/// Returns the noun phrase directly before `verb`, if it is the subject of the active verb.
pub(super) fn agent(clause: &Clause, verb: Verb) -> Option<Range<usize>> {
    let mut end = verb.at;
    while end > 0 && (is_helper(clause.before(end, 1)) || is_plain(clause.before(end, 1))) {
        if is_be_or_have(clause.before(end, 1)) && !clause.before(end, 1).starts_with("ha") {
            return None;
        }
        end -= 1;
    }
    let word = clause.before(end, 1);
    let is_noun = !word.is_empty()
        && !clause.is_mark(end - 1)
        && !is_pronoun(word)
        && !is_function_word(word)
        && !is_subject(word)
        && !is_preposition(word)
        && clause.verb(end - 1, |_| true).is_none();
    if !is_noun {
        return None;
    }
    let start = clause.phrase_start(end - 1);
    (!is_negation(clause.token(start))).then_some(start..end)
}

/// Whether one of these words names people who aren't the writer's.
pub(super) fn are_others(clause: &Clause, words: Range<usize>) -> bool {
    words.clone().any(|at| {
        let token = clause.token(at);
        let owner = token.trim_end_matches('s').trim_end_matches('\'');
        WORDS.others.contains(token)
            || token.ends_with("'s") && WORDS.others.contains(owner)
            || is_other_group(clause, at, words.start)
            || is_other_role(clause, at)
    })
}

/// Whether the word at `at` names somebody by a role who isn't said to be on the writer's team: "their developer".
pub(super) fn is_other_role(clause: &Clause, at: usize) -> bool {
    let first = clause.phrase_start(at);
    let is_one = matches!(clause.token(first), "a" | "an" | "another" | "the" | "their" | "his" | "her" | "one");
    WORDS.roles.contains(clause.token(at)) && first < at && is_one && !is_first_person(clause.token(at + 2))
}

/// Whether the word at `at`, in a phrase that begins at `first`, names a group which isn't the writer's.
pub(super) fn is_other_group(clause: &Clause, at: usize, first: usize) -> bool {
    let is_other = |word: &str| !word.is_empty() && !WORDS.our_groups.contains(word);
    WORDS.groups.contains(clause.token(at))
        && at > first
        && is_other(clause.before(at, 1))
        && !is_first_person(clause.token(first))
}
