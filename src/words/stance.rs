//! Stance: what a sentence says of the writer and a thing or deed in it.
//!
//! "I added a queue", "we did not need a queue", "their queue", "I explained how a queue works": only the first tells that
//! the writer did something. A sentence is cut into words. From the thing, the verb that governs it is looked up to the left
//! (or to the right, if the thing is the subject), then what is said around that verb: negations, modal verbs, the subject,
//! and the verb of an outer clause. The words are in `lexicon/stance.toml`. English only.

mod clause;
mod vocabulary;

use std::ops::Range;

use clause::{
    Clause, Verb, is_be_or_have, is_determiner, is_helper, is_negation, is_plain, is_preposition, is_pronoun,
    is_subject, opens_clause,
};
use vocabulary::{VerbClass, VerbForm, WORDS};

use crate::text::Span;

/// What a sentence says of the writer and a thing or deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Did it, made it, used it: nothing in the sentence says otherwise.
    Did,
    /// It was not there, or not done.
    Negated,
    /// It was taken away or ended.
    Removed,
    /// Something else came in its place.
    Replaced,
    /// It was decided against.
    Rejected,
    /// It was one of several that were looked at.
    Considered,
    /// It was proposed, wanted, or possible.
    Planned,
    /// It was somebody else's thing or deed.
    SomeoneElse,
    /// It is code of the writer's own.
    SelfBuilt,
    /// It was spoken or written of.
    Topic,
    /// It gave trouble, or was discovered.
    Cause,
}

/// Returns the stance to the thing at `span`, a noun phrase, of `sentence`.
pub fn of_thing(sentence: &str, span: Span) -> Stance {
    let reader = Reader { clause: &Clause::new(sentence, span), is_deed: false };
    let span = reader.clause.span.clone();
    if span.is_empty() {
        return Stance::Did;
    }
    let said = reader.after(span.end).unwrap_or_else(|| reader.thing(span.clone(), 0));
    match said {
        Stance::Planned | Stance::Considered if reader.is_made_after(span.end) => Stance::Did,
        _ => said.or(|| reader.fate(span.end)),
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

impl Stance {
    /// Returns `self` unless it is [`Stance::Did`]; then, `other`.
    fn or(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Did { other() } else { self }
    }
}

/// The maximum number of clauses to follow outward.
const MAX_DEPTH: usize = 4;

/// The maximum number of words between a thing and its verb on the right.
const MAX_SUBJECT: usize = 9;

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
        if let Some(stance) = self.modified(start..span.end) {
            return stance;
        }
        // "the need for a queue", "a talk on queues"
        if matches!(clause.before(start, 1), "for" | "of" | "to" | "on" | "about" | "over" | "against") {
            let noun = clause.before(start, 2);
            if WORDS.talks.contains(noun) && clause.before(start, 1) != "to" {
                return Stance::Topic;
            }
            if WORDS.needs.contains(noun) {
                start = clause.phrase_start(start - 2);
            }
        }
        if matches!(clause.before(start, 2), "lack" | "absence") && clause.before(start, 1) == "of" {
            return Stance::Negated;
        }
        if let Some(stance) = self.introduced(start) {
            return stance;
        }
        let predicate = self.predicate(span.end);
        let mut crossed = None;
        let mut passes_others = false;
        for at in (0..start).rev() {
            let token = clause.token(at);
            if clause.is_end(at) {
                break;
            }
            let joins = clause.is_mark(at)
                || opens_clause(token)
                || matches!(token, "after" | "as" | "before" | "once" | "since" | "until");
            match token {
                "how" | "why" | "what" => return Stance::Topic,
                "whether" => return Stance::Considered,
                "if" | "unless" => return Stance::Planned,
                _ => {}
            }
            if joins && let Some(predicate) = predicate {
                // The thing is the subject of a clause that begins here.
                let inner =
                    if matches!(token, "because" | "since") { Stance::Cause } else { self.of_subject(predicate) };
                return inner.or(|| self.found(at + 1)).or(|| self.outer(at + 1, depth));
            }
            if WORDS.options.contains(token) {
                return Stance::Considered;
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
        theirs.or(|| predicate.map_or(Stance::Did, |predicate| self.of_subject(predicate)))
    }

    /// Returns the stance that words inside a noun phrase tell: "our own queue", "the vendor's queue".
    fn modified(self, phrase: Range<usize>) -> Option<Stance> {
        let clause = self.clause;
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
            if let Some(class) = clause.participle(at) {
                return self.of_object(class);
            }
        }
        None
    }

    /// Returns the stance that the words directly before a noun phrase tell: "instead of a queue".
    fn introduced(self, start: usize) -> Option<Stance> {
        let clause = self.clause;
        let follows = |words: &str| clause.follows(start, words);
        let first = clause.token(start);
        if first == "no" || first == "neither" {
            return Some(Stance::Negated);
        }
        if is_negation(clause.before(start, 1)) && !matches!(clause.token(start), "only" | "just") {
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
        if follows("as") && !follows("such as") && is_determiner(first) {
            return Some(Stance::SelfBuilt);
        }
        follows("about").then_some(Stance::Topic)
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
        let said = match verb.class {
            Some(VerbClass::Replaced) if is_direct => Stance::Replaced,
            Some(VerbClass::Moved) if matches!(last, Some("from" | "off")) => Stance::Replaced,
            Some(VerbClass::Moved) if clause.follows(start, "away from") => Stance::Replaced,
            Some(VerbClass::Chosen) if matches!(last, Some("over" | "against")) => Stance::Rejected,
            Some(VerbClass::Considered) => Stance::Considered,
            Some(VerbClass::Written) if last.is_none() && !self.is_deed => Stance::SelfBuilt,
            Some(VerbClass::Asked) => Stance::SomeoneElse,
            Some(VerbClass::Blamed) if is_object || matches!(last, Some("to" | "on")) => Stance::Cause,
            Some(VerbClass::Planned) if is_object || last == Some("to") => Stance::Planned,
            Some(VerbClass::Discussed) if is_object || matches!(last, Some("to" | "on")) => Stance::Topic,
            Some(class @ (VerbClass::Removed | VerbClass::Lacking | VerbClass::Mended)) if is_direct => {
                self.of_object(class).unwrap_or(Stance::Did)
            }
            Some(class @ (VerbClass::Rejected | VerbClass::Found)) if is_object => {
                self.of_object(class).unwrap_or(Stance::Did)
            }
            _ => Stance::Did,
        };
        let told = self.told(verb, depth + 1);
        if told == Stance::Negated { told } else { said.or(|| told) }
    }

    /// Returns the stance to the object of a verb of `class`.
    fn of_object(self, class: VerbClass) -> Option<Stance> {
        Some(match class {
            VerbClass::Removed => Stance::Removed,
            VerbClass::Replaced => Stance::Replaced,
            VerbClass::Rejected => Stance::Rejected,
            VerbClass::Considered => Stance::Considered,
            VerbClass::Planned => Stance::Planned,
            VerbClass::Asked => Stance::SomeoneElse,
            VerbClass::Discussed => Stance::Topic,
            VerbClass::Lacking => Stance::Negated,
            VerbClass::Written if !self.is_deed => Stance::SelfBuilt,
            VerbClass::Found | VerbClass::Mended if self.is_deed => Stance::Cause,
            _ => return None,
        })
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
            if WORDS.modals.contains(word) {
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
        self.subject(at, is_passive, depth)
    }

    /// Returns the stance to an infinitive or gerund whose words begin at `at`, by the verb that it depends on.
    fn in_chain(self, verb: Verb, at: usize, is_infinitive: bool, depth: usize) -> Stance {
        let clause = self.clause;
        if !is_infinitive {
            match clause.before(at, 1) {
                "without" => return Stance::Negated,
                "than" | "against" => return Stance::Rejected,
                "of" if matches!(clause.before(at, 2), "instead" | "idea") => return Stance::Rejected,
                _ => {}
            }
        }
        if is_infinitive && matches!(clause.before(at, 1), "impossible" | "hard" | "harder" | "unable") {
            return Stance::Negated;
        }
        if clause.follows(at, "used") && is_infinitive {
            return Stance::Replaced;
        }
        if clause.follows(at, "going") && is_infinitive {
            return Stance::Planned;
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
        let near = clause.token(outer.end) == clause.token(at) || outer.end == at;
        let is_passive = is_be_or_have(clause.before(outer.at, 1));
        let said = match outer.class {
            Some(VerbClass::Removed) if !is_infinitive && near => Stance::Removed,
            Some(VerbClass::Rejected) if near || !is_infinitive => Stance::Rejected,
            Some(VerbClass::Lacking) if is_infinitive => Stance::Negated,
            Some(VerbClass::Considered) if !is_infinitive => Stance::Considered,
            Some(VerbClass::Planned) if !matches!(clause.token(outer.at), "needed" | "required") => Stance::Planned,
            Some(VerbClass::Asked) if !is_passive => Stance::SomeoneElse,
            Some(VerbClass::Discussed) => Stance::Topic,
            Some(VerbClass::Found) if self.is_deed && !is_infinitive => Stance::Cause,
            _ => Stance::Did,
        };
        debug_assert!(outer.at < verb.at, "the outer verb comes first");
        said.or(|| self.told(outer, depth + 1))
    }

    /// Returns the stance to a finite verb whose words begin at `at`, by its subject.
    fn subject(self, at: usize, is_passive: bool, depth: usize) -> Stance {
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
                if WORDS.others.contains(clause.before(at, 2)) {
                    return Stance::SomeoneElse;
                }
                return self.thing(at - 2..at - 1, depth + 1);
            }
            "i" | "we" | "i've" | "we've" => return self.outer(at - 1, depth),
            _ if WORDS.others.contains(word) => return Stance::SomeoneElse,
            _ if is_pronoun(word) => return self.outer(at - 1, depth),
            _ => {}
        }
        let start = clause.phrase_start(at - 1);
        let mut first = start;
        // "the owner of the shop"
        while first > 1 && matches!(clause.before(first, 1), "of" | "from" | "at" | "in") {
            first = clause.phrase_start(first - 2);
        }
        for at in first..at {
            let token = clause.token(at);
            let owner = token.trim_end_matches('s').trim_end_matches('\'');
            if WORDS.options.contains(token) {
                return Stance::Considered;
            }
            if WORDS.troubles.contains(token) && !self.is_deed {
                return Stance::Cause;
            }
            if WORDS.offers.contains(token) && !self.is_deed {
                return Stance::Planned;
            }
            let is_theirs = WORDS.others.contains(token) || token.ends_with("'s") && WORDS.others.contains(owner);
            if is_theirs && !is_passive {
                return Stance::SomeoneElse;
            }
            let is_other = |word: &str| !word.is_empty() && !WORDS.our_groups.contains(word);
            if WORDS.groups.contains(token)
                && at > first
                && is_other(clause.before(at, 1))
                && !matches!(clause.token(first), "our" | "my")
            {
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
        match token {
            "how" | "why" | "what" => return Stance::Topic,
            "where" if clause.verb_before(at).is_some_and(|verb| verb.end == at) => return Stance::Topic,
            "whether" => return Stance::Considered,
            "if" | "unless" => return Stance::Planned,
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

    /// Returns the predicate of the noun phrase that ends at `end`, if it is a subject.
    fn predicate(self, end: usize) -> Option<Predicate> {
        let clause = self.clause;
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
            } else if found.at.is_some() && !is_plain(token) {
                break;
            }
            is_direct &= is_plain(token);
            at += 1;
        }
        let said = || (end..at + 6).map(|at| clause.token(at)).take_while(|word| !matches!(*word, "," | ";" | ""));
        found.is_surplus = found.is_passive && said().any(|word| WORDS.surplus.contains(word));
        found.is_trouble = said().any(|word| WORDS.troubles.contains(word));
        found.is_seeming = said().any(|word| WORDS.seeming.contains(word));
        let is_plain = |word: &str| WORDS.structures.contains(word);
        found.is_plain = is_be_or_have(clause.token(end)) && said().skip(1).take(4).any(is_plain);
        found.at.is_some().then_some(found)
    }

    /// Returns the stance to the subject of `predicate`.
    fn of_subject(self, predicate: Predicate) -> Stance {
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
            return self
                .clause
                .verb(verb.at, |class| class != VerbClass::Troubled)
                .and_then(|verb| self.of_object(verb.class?))
                .unwrap_or(Stance::Did);
        }
        let troubled = self.clause.verb(verb.at, |class| class == VerbClass::Troubled);
        if troubled.is_some_and(|verb| verb.class.is_some()) { Stance::Cause } else { Stance::Did }
    }

    /// Returns the stance that the words directly after a thing, which end at `end`, tell.
    fn after(self, end: usize) -> Option<Stance> {
        let clause = self.clause;
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

    /// Whether the writer made after all what ends at `end`: "… and built it".
    fn is_made_after(self, end: usize) -> bool {
        let clause = self.clause;
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

/// What is said of a subject.
#[derive(Clone, Copy, Debug, Default)]
struct Predicate {
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

#[cfg(test)]
mod tests;
