//! Stance: what a sentence says of the writer and a thing or deed in it.
//!
//! "I added a queue", "we did not need a queue", "their queue", "I explained how a queue works": only the first tells that
//! the writer did something. A sentence is cut into words. From the thing, the verb that governs it is looked up to the left
//! (or to the right, if the thing is the subject), then what is said around that verb: negations, modal verbs, the subject,
//! and the verb of an outer clause. The words are in `lexicon/stance.toml`. In other languages, only words that may deny it are
//! looked for.

mod beside;
mod clause;
mod foreign;
mod kind;
mod people;
mod place;
mod predicate;
mod vocabulary;

use std::ops::Range;

use beside::{after, introduced, is_wish, modified, questioned};
use clause::{
    Clause, Verb, is_be_or_have, is_determiner, is_helper, is_negation, is_plain, is_preposition, is_pronoun,
    is_subject, opens_clause,
};
pub use foreign::is_denied;
pub use kind::Stance;
use kind::of_object;
use people::{are_others, has_other_maker, is_old_agent, is_other_group};
pub use place::{is_destination, is_head, is_location};
use predicate::{of_subject, predicate};
use vocabulary::{VerbClass, VerbForm, WORDS};

use crate::text::Span;

/// Returns the stance to the thing at `span`, a noun phrase, of `sentence`.
pub fn of_thing(sentence: &str, span: Span) -> Stance {
    thing_in(&Clause::new(sentence, span))
}

/// Returns the stance to the place, or the service of a place, that is named at `span` of `sentence`.
pub fn of_place(sentence: &str, span: Span) -> Stance {
    let clause = Clause::new(sentence, span);
    place::beside_place(&clause).unwrap_or_else(|| told_of(&clause))
}

/// Returns the stance to the thing that is the span of `clause`. Words such as “removed it” further right count, too.
fn thing_in(clause: &Clause) -> Stance {
    told_of(clause).or(|| Reader { clause, is_deed: false }.fate(clause.span.end))
}

/// Returns the stance to the thing or place that is the span of `clause`.
fn told_of(clause: &Clause) -> Stance {
    let reader = Reader { clause, is_deed: false };
    let span = clause.span.clone();
    if span.is_empty() {
        return Stance::Did;
    }
    let said = after(reader.clause, span.end).unwrap_or_else(|| reader.thing(span.clone(), 0));
    match said {
        Stance::Negated
        | Stance::Rejected
        | Stance::Planned
        | Stance::Considered
        | Stance::SomeoneElse
        | Stance::Topic
            if reader.is_made_after(span.end) =>
        {
            Stance::Did
        }
        _ => said,
    }
}

/// Returns the stance to the deed at `span`, which begins with a verb, of `sentence`.
pub fn of_deed(sentence: &str, span: Span) -> Stance {
    let reader = Reader { clause: &Clause::new(sentence, span), is_deed: true };
    let span = reader.clause.span.clone();
    if span.is_empty() {
        return Stance::Did;
    }
    let said = match reader.clause.verb(span.start, |_| true) {
        Some(verb) => reader.told(verb, 0),
        // A preposition: "with a bastion host".
        None => match reader.clause.verb_before(span.start) {
            Some(verb) => reader.governed(verb, span.start, 0),
            None => Stance::Did,
        },
    };
    said.or(|| if reader.has_other_subject(span.start) { Stance::SomeoneElse } else { Stance::Did })
        .or(|| reader.fate(span.end))
}

/// Whether `words` part a verb from its object, since they tell the contrary or begin another clause: "worked *with legal to
/// remove* access keys".
pub fn are_parting(words: &str) -> bool {
    let clause = Clause::new(words, Span::new(0, 0));
    let undoes =
        |class| matches!(class, VerbClass::Removed | VerbClass::Replaced | VerbClass::Rejected | VerbClass::Mended);
    (0..clause.len()).any(|at| {
        let follows = |words| clause.follows(at + 1, words);
        clause.verb(at, undoes).is_some_and(|verb| verb.class.is_some())
            || is_negation(clause.token(at))
            || matches!(clause.before(at, 1), "and" | "or" | ",") && clause.verb(at, |_| true).is_some()
            || clause.is_mark(at) && matches!(clause.token(at + 1), "and" | "but" | "because" | "which" | "while")
            || is_subject(clause.token(at)) && clause.token(at) != "it"
            || ["instead of", "rather than", "off", "from"].into_iter().any(follows)
    })
}

/// The maximum number of clauses to follow outward.
const MAX_DEPTH: usize = 4;

/// Reads a clause.
#[derive(Clone, Copy)]
struct Reader<'a> {
    clause: &'a Clause,
    /// Whether it is about a deed: what was found is then not the writer's.
    is_deed: bool,
}

impl Reader<'_> {
    /// Returns the stance to the noun phrase that ends with `span`.
    fn thing(self, span: Range<usize>, depth: usize) -> Stance {
        let clause = self.clause;
        if depth > MAX_DEPTH {
            return Stance::Did;
        }
        let mut start = clause.phrase_start(span.start);
        if let Some(stance) = modified(clause, start..span.end, self.is_deed) {
            return stance;
        }
        // "the need for a queue", "a talk on queues"
        if matches!(clause.before(start, 1), "for" | "of" | "to" | "on" | "in" | "about" | "over" | "against" | "with")
        {
            let noun = clause.before(start, 2);
            if WORDS.trials.contains(noun) && !matches!(clause.before(start, 1), "for" | "to" | "on" | "in") {
                return Stance::Considered;
            }
            if WORDS.troubles.contains(noun) && matches!(clause.before(start, 1), "in" | "of") {
                return Stance::Cause;
            }
            if WORDS.talks.contains(noun) && !matches!(clause.before(start, 1), "to" | "in" | "with") {
                return Stance::Topic;
            }
            if WORDS.needs.contains(noun) && clause.before(start, 1) != "with" {
                start = clause.phrase_start(start - 2);
            }
        }
        // "the choice was between a queue and a table"
        if clause.before(start, 1) == "between" && (2..5).any(|at| WORDS.trials.contains(clause.before(start, at))) {
            return Stance::Considered;
        }
        if matches!(clause.before(start, 2), "lack" | "absence") && clause.before(start, 1) == "of" {
            return Stance::Negated;
        }
        if let Some(stance) = introduced(clause, start) {
            return stance;
        }
        let predicate = predicate(clause, span.end);
        let mut crossed = None;
        let mut passes_others = false;
        let mut skipped = start;
        for at in (0..start).rev() {
            let token = clause.token(at);
            if at >= skipped {
                continue;
            }
            if let Some(aside) = clause.aside(at) {
                skipped = aside;
                continue;
            }
            if clause.is_end(at) {
                break;
            }
            let joins = clause.is_mark(at)
                || opens_clause(token)
                || matches!(token, "after" | "as" | "before" | "once" | "since" | "until");
            if let Some(stance) = questioned(clause, at) {
                return stance;
            }
            if joins && let Some(predicate) = predicate {
                // The thing is the subject of a clause that begins here.
                // "Nothing was lost, because the queue kept it": it gave no trouble.
                let is_reason = matches!(token, "because" | "since")
                    && clause.token(at + 1) != "then"
                    && !(0..at).any(|at| is_negation(clause.token(at)));
                let inner = if is_reason { Stance::Cause } else { of_subject(clause, predicate, self.is_deed) };
                return inner.or(|| self.found(at + 1)).or(|| self.outer(at + 1, depth));
            }
            if token == "because" && clause.token(at + 1) == "of" {
                return Stance::Cause;
            }
            // A new clause: what comes before it says nothing of the thing.
            if token == "but" || token == "so" && clause.token(at + 1) != "that" {
                break;
            }
            if WORDS.options.contains(token) {
                return Stance::Considered;
            }
            if token == ":" && is_wish(clause, at) {
                return Stance::Planned;
            }
            // A verb in the present tense looks like a noun: "the bank runs a queue".
            passes_others |= WORDS.others.contains(token) && clause.token(at + 1).ends_with('s');
            if matches!(token, "that" | "which" | "who" | "because" | "when" | "while") {
                crossed = Some(at);
            }
            if let Some(verb) = clause.verb(at, |class| class != VerbClass::Troubled) {
                return match crossed {
                    Some(at) => self.outer(at + 1, depth),
                    None => self.governed(verb, start, depth),
                };
            }
            if is_subject(token) {
                break;
            }
        }
        let theirs = if passes_others { Stance::SomeoneElse } else { Stance::Did };
        theirs.or(|| predicate.map_or(Stance::Did, |predicate| of_subject(clause, predicate, self.is_deed)))
    }

    /// Returns the stance to the object that begins at `start`, which `verb` before it governs.
    fn governed(self, verb: Verb, start: usize, depth: usize) -> Stance {
        let clause = self.clause;
        let between = verb.end.min(start)..start;
        let prepositions = || between.clone().map(|at| clause.token(at)).filter(|token| is_preposition(token));
        let last = prepositions().next_back();
        let is_instrument = |word: &str| {
            matches!(
                word,
                "with" | "by" | "through" | "via" | "using" | "behind" | "in" | "on" | "into" | "onto" | "to" | "from"
            )
        };
        let is_object = !prepositions().any(is_instrument);
        let is_direct = last.is_none_or(|word| word == "of");
        let is_out = (verb.end..start).any(|at| clause.token(at) == "out" && clause.token(at + 1) == "of");
        let is_bare = prepositions().next().is_none();
        // "My next project is a queue."
        let is_future = matches!(clause.token(verb.at), "is" | "are")
            && (clause.phrase_start(verb.at)..verb.at).any(|at| WORDS.later.contains(clause.token(at)));
        if is_future {
            return Stance::Planned;
        }
        let said = match verb.class {
            Some(VerbClass::Moved) if is_out => Stance::Replaced,
            Some(VerbClass::Made | VerbClass::Owned) if is_bare && has_other_maker(clause, verb) => Stance::SomeoneElse,
            _ if is_old_agent(clause, verb) => Stance::Replaced,
            Some(VerbClass::Replaced) if is_direct => Stance::Replaced,
            Some(VerbClass::Moved) if matches!(last, Some("from" | "off")) => Stance::Replaced,
            Some(VerbClass::Moved) if clause.follows(start, "away from") => Stance::Replaced,
            Some(VerbClass::Chosen) if last == Some("to") && clause.token(verb.at).starts_with("prefer") => {
                Stance::Rejected
            }
            Some(VerbClass::Chosen) if matches!(last, Some("over" | "against")) => Stance::Rejected,
            // "I advised them against a queue"
            Some(VerbClass::Planned | VerbClass::Asked | VerbClass::Discussed) if last == Some("against") => {
                Stance::Rejected
            }
            Some(VerbClass::Considered) => Stance::Considered,
            Some(VerbClass::Written) if last.is_none() && !self.is_deed => Stance::Written,
            Some(VerbClass::Asked) => Stance::SomeoneElse,
            Some(VerbClass::Deferred) if is_object => Stance::Planned,
            // "I trained the model on a platform"
            Some(VerbClass::Discussed) if between.clone().any(|at| WORDS.learners.contains(clause.token(at))) => {
                Stance::Did
            }
            Some(VerbClass::Blamed) if is_object || matches!(last, Some("to" | "on")) => Stance::Cause,
            Some(VerbClass::Planned) if is_object || last == Some("to") => Stance::Planned,
            Some(VerbClass::Discussed) if is_object || matches!(last, Some("to" | "on")) => Stance::Topic,
            Some(class @ (VerbClass::Removed | VerbClass::Lacking | VerbClass::Mended)) if is_direct => {
                of_object(class, self.is_deed).unwrap_or(Stance::Did)
            }
            Some(class @ (VerbClass::Rejected | VerbClass::Found)) if is_object => {
                of_object(class, self.is_deed).unwrap_or(Stance::Did)
            }
            _ => Stance::Did,
        };
        let told = self.told(verb, depth + 1);
        if told == Stance::Negated { told } else { said.or(|| told) }
    }

    /// Returns the stance to the deed `verb`, by the words before it.
    fn told(self, verb: Verb, depth: usize) -> Stance {
        let clause = self.clause;
        if depth > MAX_DEPTH {
            return Stance::Did;
        }
        let mut at = verb.at;
        let mut is_passive = false;
        while at > 0 && !clause.is_end(at - 1) {
            let word = clause.token(at - 1);
            if is_negation(word) && !matches!(clause.token(at), "only" | "just") {
                return Stance::Negated;
            }
            // "Until May, the orders had gone through a queue."
            if word == "had" && verb.at >= at && (0..at).any(|at| WORDS.formerly.contains(clause.token(at))) {
                return Stance::Replaced;
            }
            // "before I could add a queue": the writer did.
            let is_able = word == "could"
                && matches!(clause.before(at, 2), "i" | "we")
                && matches!(clause.before(at, 3), "before" | "until" | "once" | "that" | "where" | "when");
            if WORDS.modals.contains(word) && !is_able {
                return Stance::Planned;
            }
            let is_helper = is_helper(word) || is_plain(word);
            // "is", "had": verbs themselves before an infinitive or a gerund.
            if !is_helper || word == "to" {
                break;
            }
            is_passive |= is_be_or_have(word) && !word.starts_with("ha");
            at -= 1;
        }
        let is_infinitive = clause.before(at, 1) == "to";
        if is_infinitive || verb.form == VerbForm::Ing {
            return self.in_chain(verb, at - usize::from(is_infinitive), is_infinitive, depth);
        }
        self.subject(at, verb, is_passive, depth)
    }

    /// Returns the stance to an infinitive or gerund whose words begin at `at`, by the verb that it depends on.
    fn in_chain(self, verb: Verb, at: usize, is_infinitive: bool, depth: usize) -> Stance {
        let clause = self.clause;
        if !is_infinitive {
            match clause.before(at, 1) {
                "without" => return Stance::Negated,
                "than" | "against" => return Stance::Rejected,
                "of" if matches!(clause.before(at, 2), "instead" | "idea") => return Stance::Rejected,
                "on" | "about" | "of" if WORDS.talks.contains(clause.before(at, 2)) => return Stance::Topic,
                _ => {}
            }
        }
        if is_infinitive && matches!(clause.before(at, 1), "impossible" | "hard" | "harder" | "unable") {
            return Stance::Negated;
        }
        if clause.follows(at, "used") && is_infinitive {
            return Stance::Replaced;
        }
        if (clause.follows(at, "going") || clause.follows(at, "about")) && is_infinitive {
            return Stance::Planned;
        }
        if let Some(stance) = at.checked_sub(1).filter(|_| is_infinitive).and_then(|at| questioned(clause, at)) {
            return stance;
        }
        let Some(outer) = clause.verb_before(at) else { return Stance::Did };
        if !is_infinitive && clause.before(at, 1) == "of" && at >= 2 {
            // "the habit of sending keys"
            return self.governed(outer, clause.phrase_start(at - 2), depth + 1);
        }
        if is_infinitive && WORDS.offers.contains(clause.before(at, 1)) {
            // "the temptation to send keys"
            return self.governed(outer, clause.phrase_start(at - 1), depth + 1).or(|| Stance::Planned);
        }
        // "I got the vendor to add a queue"
        let object = clause.phrase_start(at.max(1) - 1).max(outer.end)..at;
        let is_joint = || matches!(clause.before(object.start, 1), "with" | "for" | "from" | "to");
        if is_infinitive && !object.is_empty() && are_others(clause, object.clone()) && !is_joint() {
            return Stance::SomeoneElse;
        }
        let near = clause.token(outer.end) == clause.token(at) || outer.end == at;
        let is_passive = is_be_or_have(clause.before(outer.at, 1));
        let said = match outer.class {
            Some(VerbClass::Removed) if !is_infinitive && near => Stance::Removed,
            Some(VerbClass::Rejected) if near || !is_infinitive => Stance::Rejected,
            Some(VerbClass::Lacking) if is_infinitive => Stance::Negated,
            Some(VerbClass::Considered) if !is_infinitive => Stance::Considered,
            Some(VerbClass::Planned) if !matches!(clause.token(outer.at), "needed" | "required") => Stance::Planned,
            Some(VerbClass::Deferred) => Stance::Planned,
            Some(VerbClass::Discussed) if matches!(clause.token(outer.end), "myself" | "ourselves") => Stance::Did,
            Some(VerbClass::Asked) if !is_passive => Stance::SomeoneElse,
            Some(VerbClass::Discussed) => Stance::Topic,
            Some(VerbClass::Found) if self.is_deed && !is_infinitive => Stance::Cause,
            _ => Stance::Did,
        };
        debug_assert!(outer.at < verb.at, "the outer verb comes first");
        said.or(|| self.told(outer, depth + 1))
    }

    /// Returns the stance to a finite verb whose words begin at `at`, by its subject.
    fn subject(self, at: usize, verb: Verb, is_passive: bool, depth: usize) -> Stance {
        let clause = self.clause;
        if at == 0 || clause.is_end(at - 1) {
            return Stance::Did;
        }
        let word = clause.before(at, 1);
        if clause.is_mark(at - 1) || matches!(word, "and" | "or" | "but" | "so" | "then") {
            // The subject of the verb before.
            let Some(other) = clause.verb_before(at - 1) else { return Stance::Did };
            let told = self.told(other, depth + 1);
            let is_shared = matches!(told, Stance::SomeoneElse | Stance::Planned | Stance::Topic);
            return if is_shared && !clause.is_mark(at - 1) { told } else { Stance::Did };
        }
        match word {
            "who" => return Stance::SomeoneElse,
            "what" => return self.outer(at - 1, depth),
            "that" | "which" if at > 1 => {
                let owner = clause.before(at, 2);
                if WORDS.others.contains(owner) || WORDS.groups.contains(owner) {
                    return Stance::SomeoneElse;
                }
                // "I reviewed a design that had a queue in it"
                let reviewed = clause.verb_before(at - 1).filter(|verb| verb.end < at - 1);
                let is_direct = |verb: &Verb| !(verb.end..at - 1).any(|at| is_preposition(clause.token(at)));
                if let Some(VerbClass::Found | VerbClass::Discussed) =
                    reviewed.filter(is_direct).and_then(|verb| verb.class)
                    && !self.is_deed
                {
                    return Stance::Topic;
                }
                return self.thing(at - 2..at - 1, depth + 1);
            }
            "i" | "we" | "i've" | "we've" => return self.outer(at - 1, depth),
            // "neither of us"
            "us" if clause.before(at, 2) == "of" && is_negation(clause.before(at, 3)) => return Stance::Negated,
            _ if WORDS.others.contains(word) => return Stance::SomeoneElse,
            // "Marketing got a queue" from the writer.
            _ if WORDS.departments.contains(word) && !is_passive && !clause.token(verb.at).starts_with("got") => {
                return Stance::SomeoneElse;
            }
            _ if is_pronoun(word) => return self.outer(at - 1, depth),
            _ => {}
        }
        let start = clause.phrase_start(at - 1);
        let mut first = start;
        // "the owner of the shop"
        while first > 1 && matches!(clause.before(first, 1), "of" | "from" | "at" | "in") {
            first = clause.phrase_start(first - 2);
        }
        // "the customer's photos are in a store"
        let is_state = is_be_or_have(clause.token(verb.at));
        for at in first..at {
            let token = clause.token(at);
            if WORDS.options.contains(token) {
                return Stance::Considered;
            }
            if WORDS.troubles.contains(token) && !self.is_deed {
                return Stance::Cause;
            }
            if WORDS.offers.contains(token) && !self.is_deed {
                return Stance::Planned;
            }
            let is_owner = token.ends_with("'s") && is_state;
            if !is_passive && !is_owner && are_others(clause, at..at + 1) || is_other_group(clause, at, first) {
                return Stance::SomeoneElse;
            }
        }
        if is_negation(clause.token(first)) || is_negation(clause.before(first, 1)) {
            return Stance::Negated;
        }
        // "a bucket made public": what is said of the bucket.
        let is_inside =
            self.is_deed && first > 0 && !clause.is_mark(first - 1) && !opens_clause(clause.before(first, 1));
        if is_inside { self.thing(start..at, depth + 1) } else { self.outer(first, depth) }
    }

    /// Returns the stance to a clause that begins at `start`, by the clause around it: "I proposed that …".
    fn outer(self, start: usize, depth: usize) -> Stance {
        let clause = self.clause;
        let Some(at) = start.checked_sub(1).filter(|at| !clause.is_end(*at)) else { return Stance::Did };
        let token = clause.token(at);
        if let Some(stance) = questioned(clause, at) {
            return stance;
        }
        match token {
            "because" | "since" if self.is_deed => return Stance::Cause,
            // "Had we had a queue, …"
            "had" | "should" if is_subject(clause.token(start)) && (at == 0 || clause.is_mark(at - 1)) => {
                return Stance::Planned;
            }
            _ => {}
        }
        let end = if token == "that" { at } else { start };
        let joins = |at: usize| clause.is_mark(at) || opens_clause(clause.token(at));
        let is_near = |verb: &Verb| verb.end + 2 >= end && !(verb.end..end).any(joins);
        let is_complement = |verb: &Verb| verb.end == end || token == "that" && is_near(verb);
        let verb = clause.verb_before(end).filter(is_complement);
        let said = match verb.and_then(|verb| verb.class) {
            Some(VerbClass::Planned) => Stance::Planned,
            Some(VerbClass::Asked) => Stance::SomeoneElse,
            Some(VerbClass::Discussed) => Stance::Topic,
            Some(VerbClass::Considered) => Stance::Considered,
            Some(VerbClass::Rejected) => Stance::Rejected,
            Some(VerbClass::Removed) if token != "that" => Stance::Removed,
            Some(VerbClass::Found | VerbClass::Mended) if self.is_deed => Stance::Cause,
            _ => Stance::Did,
        };
        said.or(|| verb.filter(|_| token == "that").map_or(Stance::Did, |verb| self.told(verb, depth + 1)))
    }

    /// Returns whether the clause that begins at `start` tells what was found.
    fn found(self, start: usize) -> Stance {
        let Some(that) = start.checked_sub(1).filter(|at| self.clause.token(*at) == "that") else { return Stance::Did };
        let verb = self.clause.verb_before(that).filter(|verb| verb.end == that);
        let is_found = verb.is_some_and(|verb| verb.class == Some(VerbClass::Found));
        if is_found { Stance::Cause } else { Stance::Did }
    }

    /// Whether the writer made after all what ends at `end`: "… and built it".
    fn is_made_after(self, end: usize) -> bool {
        let clause = self.clause;
        // "… and I did"
        let did = |at: usize| {
            let next = at + 1 + usize::from(matches!(clause.token(at + 1), "so" | "it" | "that" | "just"));
            clause.token(at) == "did"
                && matches!(clause.before(at, 1), "i" | "we" | "which")
                && (clause.is_end(next) || clause.is_mark(next))
        };
        if (end..clause.len()).any(did) {
            return true;
        }
        let mut verbs = (end..clause.len()).filter_map(|at| clause.verb(at, |class| class == VerbClass::Made));
        verbs.any(|verb| {
            verb.class.is_some()
                && matches!(clause.token(verb.at + 1), "it" | "one" | "them")
                && self.told(verb, 0) == Stance::Did
        })
    }

    /// Whether the subject of the deed at `at` is somebody or something other than the writer's side: "Marketing had made …".
    fn has_other_subject(self, at: usize) -> bool {
        let clause = self.clause;
        let mut end = at;
        while end > 0 && (is_helper(clause.before(end, 1)) || is_plain(clause.before(end, 1))) {
            let word = clause.before(end, 1);
            if word == "to" || is_negation(word) || is_be_or_have(word) && !word.starts_with("ha") {
                return false;
            }
            end -= 1;
        }
        if end == 0 || clause.is_end(end - 1) || clause.is_mark(end - 1) || clause.verb(at, |_| true).is_none() {
            return false;
        }
        let word = clause.before(end, 1);
        let is_noun = !(is_subject(word)
            || is_pronoun(word)
            || is_preposition(word)
            || is_determiner(word)
            || opens_clause(word)
            || word.ends_with("ly")
            || !word.contains(char::is_alphabetic)
            || end > 1 && clause.verb(end - 1, |_| true).is_some());
        let start = clause.phrase_start(end - 1);
        let begins = start == 0 || clause.is_mark(start - 1) || clause.is_end(start - 1);
        let is_ours = |at: usize| {
            matches!(clause.token(at), "our" | "my" | "i" | "we") || WORDS.groups.contains(clause.token(at))
        };
        is_noun && (begins || opens_clause(clause.before(start, 1))) && !(start..end).any(is_ours)
    }

    /// Returns what happened later to what ends at `end`: "… but took it out again".
    fn fate(self, end: usize) -> Stance {
        let clause = self.clause;
        let undoes = |class| matches!(class, VerbClass::Removed | VerbClass::Replaced | VerbClass::Rejected);
        for at in end..clause.len() {
            let Some(verb) = clause.verb(at, undoes).filter(|verb| verb.class.is_some()) else { continue };
            // "I was asked to open the port, and refused."
            if self.is_deed && verb.class == Some(VerbClass::Rejected) && clause.is_end(verb.end) {
                return Stance::Rejected;
            }
            let it = |word: &str| matches!(word, "it" | "them" | "that" | "those" | "this");
            let is_object = it(clause.token(verb.at + 1)) && verb.class != Some(VerbClass::Replaced);
            let mut before = at;
            while before > end && (is_helper(clause.before(before, 1)) || is_plain(clause.before(before, 1))) {
                before -= 1;
            }
            let is_passive = before < at && is_be_or_have(clause.before(at, 1));
            let subject = clause.before(before, 1);
            let is_fate = is_passive && (it(subject) || subject == "which" || subject == "all" || subject == "they")
                || matches!(subject, "i" | "we") && matches!(clause.before(before, 2), "which" | "that");
            if is_object || is_fate {
                return Stance::Removed;
            }
        }
        Stance::Did
    }
}

#[cfg(test)]
mod tests;
