//! Stance: what a sentence says of the writer and a thing or deed in it.
//!
//! "I added a queue", "we did not need a queue", "their queue", "I explained how a queue works": only the first tells that
//! the writer did something. A sentence is cut into words. From the thing, the verb that governs it is looked up to the left
//! (or to the right, if the thing is the subject), then what is said around that verb: negations, modal verbs, the subject,
//! and the verb of an outer clause. The words are in `lexicon/stance.toml`. In other languages, only words that may deny it are
//! looked for.

mod clause;
mod foreign;
mod vocabulary;

use std::ops::Range;

use clause::{
    Clause, Verb, is_be_or_have, is_determiner, is_first_person, is_helper, is_negation, is_plain, is_preposition,
    is_pronoun, is_subject, opens_clause,
};
pub use foreign::is_denied;
use vocabulary::{VerbClass, VerbForm, WORDS};

use crate::text::Span;
use crate::words::english::is_function_word;

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
    /// It is a thing of the writer's own making.
    SelfBuilt,
    /// The writer wrote its code.
    Written,
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
    said.or(|| reader.fate(span.end))
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
            if let Some(stance) = self.questioned(at) {
                return stance;
            }
            if joins && let Some(predicate) = predicate {
                // The thing is the subject of a clause that begins here.
                let inner =
                    if matches!(token, "because" | "since") { Stance::Cause } else { self.of_subject(predicate) };
                return inner.or(|| self.found(at + 1)).or(|| self.outer(at + 1, depth));
            }
            // A new clause: what comes before it says nothing of the thing.
            if token == "but" || token == "so" && clause.token(at + 1) != "that" {
                break;
            }
            if WORDS.options.contains(token) {
                return Stance::Considered;
            }
            if token == ":" && self.is_wish(at) {
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
            // "a database-backed queue"
            if token.ends_with("-backed") {
                return Some(Stance::SelfBuilt);
            }
            // "the misconfigured queue", "an overloaded broker"
            if token.ends_with("ed") && ["mis", "over"].iter().any(|start| token.starts_with(start)) {
                return Some(Stance::Cause);
            }
            if let Some(class) = clause.participle(at) {
                return self.of_object(class);
            }
        }
        None
    }

    /// Returns the stance to what stands in the question or condition that begins at `at`: "I mapped where they used it".
    fn questioned(self, at: usize) -> Option<Stance> {
        let clause = self.clause;
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
    fn is_wish(self, at: usize) -> bool {
        let clause = self.clause;
        let words = (0..at).rev().take(3).take_while(|&at| !clause.is_mark(at)).map(|at| clause.token(at));
        words.into_iter().any(|word| WORDS.offers.contains(word) || WORDS.later.contains(word))
    }

    /// Returns the stance that the words directly before a noun phrase tell: "instead of a queue".
    fn introduced(self, start: usize) -> Option<Stance> {
        let clause = self.clause;
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
        if follows("as") && is_determiner(first) && clause.verb_before(start - 1).is_some_and(poses) {
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
        let is_out = (verb.end..start).any(|at| clause.token(at) == "out" && clause.token(at + 1) == "of");
        let is_bare = prepositions().next().is_none();
        let said = match verb.class {
            Some(VerbClass::Moved) if is_out => Stance::Replaced,
            Some(VerbClass::Made | VerbClass::Owned) if is_bare && self.has_other_maker(verb) => Stance::SomeoneElse,
            _ if self.is_old_agent(verb) => Stance::Replaced,
            Some(VerbClass::Replaced) if is_direct => Stance::Replaced,
            Some(VerbClass::Moved) if matches!(last, Some("from" | "off")) => Stance::Replaced,
            Some(VerbClass::Moved) if clause.follows(start, "away from") => Stance::Replaced,
            Some(VerbClass::Chosen) if last == Some("to") && clause.token(verb.at).starts_with("prefer") => {
                Stance::Rejected
            }
            Some(VerbClass::Chosen) if matches!(last, Some("over" | "against")) => Stance::Rejected,
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
            VerbClass::Planned | VerbClass::Deferred => Stance::Planned,
            VerbClass::Asked => Stance::SomeoneElse,
            VerbClass::Discussed => Stance::Topic,
            VerbClass::Lacking => Stance::Negated,
            VerbClass::Written if !self.is_deed => Stance::Written,
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

    /// Whether the subject directly before `verb`, which only people do, is neither the writer nor the writer's group.
    fn has_other_maker(self, verb: Verb) -> bool {
        let is_ours = |at: usize| {
            let word = self.clause.token(at);
            WORDS.groups.contains(word) || is_first_person(word) || matches!(word, "each" | "every" | "all")
        };
        let is_other = |mut agent: Range<usize>| !agent.any(is_ours);
        verb.form != VerbForm::Ing && self.agent(verb).is_some_and(is_other)
    }

    /// Whether what gave way did `verb`: "the old system used a queue", but not "the old system became a queue".
    fn is_old_agent(self, verb: Verb) -> bool {
        let is_change = matches!(verb.class, Some(VerbClass::Moved | VerbClass::Replaced | VerbClass::Vanished))
            || matches!(self.clause.token(verb.at), "became" | "got" | "turned" | "went" | "now");
        if is_change {
            return false;
        }
        let is_old = |mut agent: Range<usize>| agent.any(|at| WORDS.old.contains(self.clause.token(at)));
        verb.form != VerbForm::Ing && self.agent(verb).is_some_and(is_old)
    }

    /// Returns the noun phrase directly before `verb`, if it is the subject of the active verb.
    fn agent(self, verb: Verb) -> Option<Range<usize>> {
        let clause = self.clause;
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
        if let Some(stance) = at.checked_sub(1).filter(|_| is_infinitive).and_then(|at| self.questioned(at)) {
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
        if is_infinitive && !object.is_empty() && self.are_others(object.clone()) && !is_joint() {
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
            _ if WORDS.departments.contains(word) && !is_passive => return Stance::SomeoneElse,
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
            if !is_passive && !is_owner && self.are_others(at..at + 1) || self.is_other_group(at, first) {
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

    /// Whether one of these words names people who aren't the writer's.
    fn are_others(self, words: Range<usize>) -> bool {
        words.clone().any(|at| {
            let token = self.clause.token(at);
            let owner = token.trim_end_matches('s').trim_end_matches('\'');
            WORDS.others.contains(token)
                || token.ends_with("'s") && WORDS.others.contains(owner)
                || self.is_other_group(at, words.start)
                || self.is_other_role(at)
        })
    }

    /// Whether the word at `at` names somebody by a role who isn't said to be on the writer's team: "their developer".
    fn is_other_role(self, at: usize) -> bool {
        let clause = self.clause;
        let first = clause.phrase_start(at);
        let is_one = matches!(clause.token(first), "a" | "an" | "another" | "the" | "their" | "his" | "her" | "one");
        WORDS.roles.contains(clause.token(at)) && first < at && is_one && !is_first_person(clause.token(at + 2))
    }

    /// Whether the word at `at`, in a phrase that begins at `first`, names a group which isn't the writer's.
    fn is_other_group(self, at: usize, first: usize) -> bool {
        let clause = self.clause;
        let is_other = |word: &str| !word.is_empty() && !WORDS.our_groups.contains(word);
        WORDS.groups.contains(clause.token(at))
            && at > first
            && is_other(clause.before(at, 1))
            && !is_first_person(clause.token(first))
    }

    /// Returns the stance to a clause that begins at `start`, by the clause around it: "I proposed that …".
    fn outer(self, start: usize, depth: usize) -> Stance {
        let clause = self.clause;
        let Some(at) = start.checked_sub(1).filter(|at| !clause.is_end(*at)) else { return Stance::Did };
        let token = clause.token(at);
        if let Some(stance) = self.questioned(at) {
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
        found.is_possible |= (end + 1..end + 4).any(|at| self.is_offered(at));
        found.is_trouble |= found.is_passive && state.is_some_and(|at| WORDS.faults.contains(clause.token(at)));
        let is_plain = |word: &str| WORDS.structures.contains(word);
        found.is_plain = is_be_or_have(clause.token(end)) && said().skip(1).take(4).any(is_plain);
        found.at.is_some().then_some(found)
    }

    /// Whether "on the roadmap" or the like begins at `at`.
    fn is_offered(self, at: usize) -> bool {
        let clause = self.clause;
        matches!(clause.token(at), "on" | "in")
            && is_determiner(clause.token(at + 1))
            && (at + 2..at + 5).take_while(|&at| !clause.is_mark(at)).any(|at| WORDS.offers.contains(clause.token(at)))
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
        match verb.class {
            Some(VerbClass::Deferred) => return Stance::Planned,
            Some(VerbClass::Vanished) => return Stance::Removed,
            _ => {}
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
        // "a queue made out of a table", "a queue, a small script that runs hourly"
        let is_made_of = (end..end + 2).any(|at| clause.token(at) == "out" && clause.token(at + 1) == "of")
            || (end..end + 4).any(|at| clause.token(at) == "as" && is_determiner(clause.token(at + 1)));
        let is_inside = matches!(clause.token(end), "in" | "inside" | "within")
            && (end + 1..end + 4).any(|at| WORDS.programs.contains(clause.token(at)));
        if is_inside && is_determiner(clause.token(end + 1)) {
            return Some(Stance::SelfBuilt);
        }
        let comma = (end..end + 8).find(|&at| clause.is_mark(at) || clause.is_end(at)).unwrap_or(end);
        let is_called = clause.token(comma) == "," && is_determiner(clause.token(comma + 1));
        let structure = |from: usize| {
            (from..from + 6)
                .take_while(|&at| !clause.is_mark(at) && !clause.is_end(at))
                .find(|&at| WORDS.structures.contains(clause.token(at)))
        };
        let is_described = |at: usize| {
            clause.is_end(at + 1)
                || matches!(clause.token(at + 1), "that" | "which" | "i" | "we" | "in" | "of" | "with")
        };
        if is_made_of && structure(end + 1).is_some() || is_called && structure(comma + 2).is_some_and(is_described) {
            return Some(Stance::SelfBuilt);
        }
        // "for next year", "until later"
        let is_offered = (end..end + 2).any(|at| self.is_offered(at));
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

    /// Returns what happened later to what ends at `end`: "… but took it out again".
    fn fate(self, end: usize) -> Stance {
        let clause = self.clause;
        let undoes = |class| matches!(class, VerbClass::Removed | VerbClass::Replaced | VerbClass::Rejected);
        for at in end..clause.len() {
            let Some(verb) = clause.verb(at, undoes).filter(|verb| verb.class.is_some()) else { continue };
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
