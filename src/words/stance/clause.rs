//! A sentence as words and marks, with the verbs and noun phrases in it.

use std::ops::Range;

use super::vocabulary::{self, VerbClass, VerbForm, WORDS, verbs};
use crate::text::Span;
use crate::words::english::{
    AUXILIARIES, DETERMINERS, IRREGULAR_PAST, PREPOSITIONS, PRONOUNS, RELATIVES, is_connector, is_function_word,
};
use crate::words::voice;

/// The maximum distance in bytes from the span to words that are read.
const REACH: usize = 500;

/// The maximum number of words before a noun in its phrase.
const MAX_MODIFIERS: usize = 5;

/// A verb in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verb {
    /// The index of the word.
    pub at: usize,
    /// The index after the words that belong to it.
    pub end: usize,
    /// `None` if it says nothing special.
    pub class: Option<VerbClass>,
    pub form: VerbForm,
}

/// A sentence around a span, cut into words and marks. Indexes outside it find nothing.
#[derive(Debug)]
pub(super) struct Clause {
    /// Words in lower case, except "IT"; any other character but white space and periods alone.
    tokens: Vec<String>,
    /// The tokens of the span.
    pub span: Range<usize>,
}

impl Clause {
    /// Cuts `sentence` around `span`.
    pub(super) fn new(sentence: &str, span: Span) -> Self {
        let is_boundary = |at: &usize| sentence.is_char_boundary(*at);
        let from = (span.start.saturating_sub(REACH)..span.start).find(is_boundary).unwrap_or(span.start);
        let to = (span.end..sentence.len().min(span.end + REACH)).rfind(is_boundary);
        let to = if sentence.len() <= span.end + REACH { sentence.len() } else { to.unwrap_or(span.end) };
        let mut tokens = Vec::new();
        let (mut first, mut last) = (None, None);
        for (at, token) in tokens_of(&sentence[from..to]) {
            let (start, end) = (from + at, from + at + token.len());
            if start < span.end && span.start < end {
                first = first.or(Some(tokens.len()));
                last = Some(tokens.len() + 1);
            }
            // "IT" is a department, "it" is a pronoun.
            tokens.push(if token == "IT" { token.to_owned() } else { token.to_lowercase().replace('’', "'") });
        }
        let first = first.unwrap_or(tokens.len());
        Self { span: first..last.unwrap_or(first), tokens }
    }

    /// Returns the number of tokens.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Returns the token at `at`; empty outside the sentence.
    pub(super) fn token(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", String::as_str)
    }

    /// Returns the token `distance` before `at`; empty outside the sentence.
    pub(super) fn before(&self, at: usize, distance: usize) -> &str {
        at.checked_sub(distance).map_or("", |at| self.token(at))
    }

    /// Whether `words`, separated by spaces, end before `at`.
    pub(super) fn follows(&self, at: usize, words: &str) -> bool {
        words.rsplit(' ').enumerate().all(|(distance, word)| self.before(at, distance + 1) == word)
    }

    /// Whether the sentence ends at `at`, or another one begins behind a mark.
    pub(super) fn is_end(&self, at: usize) -> bool {
        matches!(self.token(at), "" | ";" | "!" | "?")
    }

    /// Whether the token at `at` is a mark.
    pub(super) fn is_mark(&self, at: usize) -> bool {
        is_mark(self.token(at))
    }

    /// Returns the verb at `at`. Of several that are written alike, the first whose class `suits` is taken.
    pub(super) fn verb(&self, at: usize, suits: impl Fn(VerbClass) -> bool) -> Option<Verb> {
        let (word, before) = (self.token(at), self.before(at, 1));
        if word.is_empty() || is_mark(word) || is_noun_before(before) {
            return None;
        }
        // "moved training to a platform"
        let is_moved = |verb: &vocabulary::Verb| matches!(verb.class, VerbClass::Moved | VerbClass::Replaced);
        if word.ends_with("ing") && verbs(before).iter().any(is_moved) {
            return None;
        }
        let is_finite = self.begins_verb(at);
        for verb in verbs(word).iter().filter(|verb| suits(verb.class)) {
            let is_noun = word.ends_with('s') && (before.is_empty() || is_mark(before));
            // "the vendor set up": the past tense is written like the infinitive.
            let is_past = !is_finite && IRREGULAR_PAST.contains(word);
            // "the bank runs a queue"
            let owns = matches!(verb.class, VerbClass::Owned | VerbClass::Kept) && is_determiner(self.token(at + 1));
            if verb.form == VerbForm::Present && (!is_finite && !is_past && !owns || is_noun) {
                continue;
            }
            if let Some(end) = self.after_particles(at, &verb.particles) {
                let form = if is_past { VerbForm::Past } else { verb.form };
                return Some(Verb { at, end, class: Some(verb.class), form });
            }
        }
        let form = if IRREGULAR_PAST.contains(word)
            || word == "used"
            || is_be_or_have(word)
            || word.ends_with("ed") && voice::is_past(word)
        {
            VerbForm::Past
        } else if is_gerund(word) {
            VerbForm::Ing
        } else if is_finite && (before == "to" || needs_infinitive(before) || is_subject(before)) && !is_plain(word) {
            VerbForm::Present
        } else {
            return None;
        };
        Some(Verb { at, end: at + 1, class: None, form })
    }

    /// Returns the class of the participle at `at`, as in "the proposed queue".
    pub(super) fn participle(&self, at: usize) -> Option<VerbClass> {
        let verbs = verbs(self.token(at)).iter();
        // "the missing queue"
        let describes = |verb: &&vocabulary::Verb| {
            verb.form == VerbForm::Past || verb.form == VerbForm::Ing && verb.class == VerbClass::Lacking
        };
        verbs.filter(describes).find(|verb| verb.particles.is_empty()).map(|verb| verb.class)
    }

    /// Returns the last verb before `at` in the same sentence.
    pub(super) fn verb_before(&self, at: usize) -> Option<Verb> {
        let indexes = (0..at.min(self.len())).rev().take_while(|&at| !self.is_end(at));
        indexes.filter_map(|at| self.verb(at, |class| class != VerbClass::Troubled)).next()
    }

    /// Returns the start of the noun phrase whose last words begin at `at`: its article, or its first modifier.
    pub(super) fn phrase_start(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 && at - start < MAX_MODIFIERS {
            let word = self.token(start - 1);
            if is_determiner(word) {
                return start - 1;
            }
            if is_mark(word) || is_function_word(word) || is_preposition(word) || WORDS.negators.contains(word) {
                break;
            }
            if self.verb(start - 1, |_| true).is_some() {
                break;
            }
            start -= 1;
        }
        start
    }

    /// Whether what stands at `at` can't continue a noun phrase that ends before it.
    pub(super) fn ends_phrase(&self, at: usize) -> bool {
        let word = self.token(at);
        word.is_empty()
            || is_mark(word)
            || is_function_word(word)
            || is_plain(word)
            || self.verb(at, |_| true).is_some()
    }

    /// Returns where the relative clause between commas begins that ends at `at`: "the files, which we copied by hand, …".
    pub(super) fn aside(&self, at: usize) -> Option<usize> {
        if self.token(at) != "," {
            return None;
        }
        let begin = (0..at).rev().find(|&at| self.is_mark(at))?;
        (self.token(begin) == "," && matches!(self.token(begin + 1), "which" | "who")).then_some(begin)
    }

    /// Returns the index after `particles`, which follow the verb at `at`, or one of which follows the span.
    fn after_particles(&self, at: usize, particles: &[String]) -> Option<usize> {
        let follows = |from: usize| particles.iter().zip(from..).all(|(word, at)| self.token(at) == word);
        if follows(at + 1) {
            return Some(at + 1 + particles.len());
        }
        let near = (self.span.end..self.span.end + 3).take_while(|&at| !is_mark(self.token(at)));
        let is_apart = !particles.is_empty() && at < self.span.start && near.into_iter().any(follows);
        let is_around = particles.len() == 1 && is_object(self.token(at + 1)) && follows(at + 2);
        (is_apart || is_around).then_some(at + 1)
    }

    /// Whether a verb in the present tense or an infinitive may stand at `at`.
    fn begins_verb(&self, at: usize) -> bool {
        let before = self.before(at, 1);
        before.is_empty()
            || is_mark(before)
            || matches!(before, "to" | "and" | "or" | "but" | "that" | "which" | "who")
            || is_helper(before)
            || is_subject(before)
            || is_plain(before)
    }
}

/// Whether `word` is a mark.
fn is_mark(word: &str) -> bool {
    !word.is_empty() && !word.contains(char::is_alphanumeric)
}

/// Whether a noun phrase begins with `word`.
pub(super) fn is_determiner(word: &str) -> bool {
    DETERMINERS.contains(word) || matches!(word, "his" | "her" | "whose" | "another" | "some")
}

/// Whether `word` says that what follows is the writer's.
pub(super) fn is_first_person(word: &str) -> bool {
    matches!(word, "our" | "my")
}

/// Whether a noun, not a verb, follows `word`.
fn is_noun_before(word: &str) -> bool {
    is_determiner(word) && word != "all" || word.ends_with("'s")
}

/// Whether `word` is a form of "be" or "have".
pub(super) fn is_be_or_have(word: &str) -> bool {
    matches!(
        word,
        "am" | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "being"
            | "has"
            | "have"
            | "had"
            | "isn't"
            | "wasn't"
            | "weren't"
            | "aren't"
            | "hadn't"
            | "hasn't"
            | "haven't"
            | "having"
            | "get"
            | "got"
            | "gets"
            | "getting"
    )
}

/// Whether `word` goes with another verb.
pub(super) fn is_helper(word: &str) -> bool {
    AUXILIARIES.contains(word) || is_be_or_have(word) || WORDS.modals.contains(word) || is_negation(word)
}

/// Whether an infinitive without "to" follows `word`.
fn needs_infinitive(word: &str) -> bool {
    WORDS.modals.contains(word)
        || word.ends_with("n't")
        || matches!(word, "can" | "cannot" | "could" | "did" | "do" | "does" | "must" | "let" | "helped")
}

/// Whether `word` looks like a gerund.
fn is_gerund(word: &str) -> bool {
    let is_noun = word.ends_with("thing") || matches!(word, "during" | "morning" | "evening" | "string");
    word == "using" || word.len() > 5 && word.ends_with("ing") && !is_noun
}

/// Whether `word` negates what follows it.
pub(super) fn is_negation(word: &str) -> bool {
    WORDS.negators.contains(word) || word.ends_with("n't")
}

/// Whether `word` is a pronoun that may be a subject.
pub(super) fn is_subject(word: &str) -> bool {
    matches!(word, "i" | "we" | "you" | "he" | "she" | "it" | "they" | "i've" | "we've" | "they've")
}

/// Whether `word` is a pronoun for a thing named before.
fn is_object(word: &str) -> bool {
    matches!(word, "it" | "them" | "this" | "that" | "those" | "these" | "one")
}

/// Whether `word` is an adverb.
pub(super) fn is_plain(word: &str) -> bool {
    WORDS.adverbs.contains(word) || word.len() > 4 && word.ends_with("ly")
}

/// Whether `word` is a preposition.
pub(super) fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(word)
        || matches!(word, "about" | "off" | "onto" | "using" | "than" | "like" | "near" | "beside" | "vs")
}

/// Whether `word` begins a clause of its own, or joins two.
pub(super) fn opens_clause(word: &str) -> bool {
    is_connector(word) && !PREPOSITIONS.contains(word) || RELATIVES.contains(word)
}

/// Whether `word` is any pronoun.
pub(super) fn is_pronoun(word: &str) -> bool {
    PRONOUNS.contains(word)
}

/// Iterates over the words and marks of `text` with their offsets. Periods are left out.
fn tokens_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let first = text[rest..].chars().next()?;
            let start = rest;
            if !first.is_alphanumeric() {
                rest += first.len_utf8();
                if first.is_whitespace() || matches!(first, '.' | '"' | '“' | '”' | '*' | '_' | '`') {
                    continue;
                }
                return Some((start, &text[start..rest]));
            }
            let is_joint = |c: char| matches!(c, '\'' | '’' | '-' | '‑');
            let run = text[start..].find(|c: char| !c.is_alphanumeric() && !is_joint(c)).unwrap_or(text.len() - start);
            let word = text[start..start + run].trim_end_matches(['-', '‑']);
            rest = start + word.len();
            return Some((start, word));
        }
    })
}
