//! Looser wordings of labels: a component's name among other words ("Task given to me"), names joined with other words
//! ("Action / what I did"), and clauses without a name ("What I did").
//!
//! They are labels only in the form of an answer's other labels, which [`crate::draft::outline`] decides.

use super::model::LabelConfidence;
use super::words::{LabelWords, Role, Word};
use crate::component::{Component, Components};
use crate::text::Span;
use crate::words::english::{PREPOSITIONS, PRONOUNS, RELATIVES, SUBORDINATORS};
use crate::words::{self, Words, voice};

/// The maximum length of a label's words in bytes.
const MAX_LEN: usize = 90;
/// The maximum number of words in a part of a label.
const MAX_WORDS: usize = 9;
/// The maximum number of words before a component's name.
const MAX_WORDS_BEFORE: usize = 2;

/// A loose wording of a label.
pub(super) struct Wording {
    pub(super) components: Components,
    pub(super) strength: LabelConfidence,
    /// The component's name, relative to the start of the words.
    pub(super) name: Option<Span>,
    pub(super) english: bool,
}

/// A part of a label between "/", "&", or brackets.
enum Part {
    /// It has a component's name.
    Named { component: Component, strength: LabelConfidence, name: Span, english: bool },
    /// It is a clause about a component, without its name.
    Clause(Component),
    /// It has this number of other words.
    Other(usize),
}

/// Reads `text`, all the words of a label, as a loose wording.
pub(super) fn wording(label_words: &LabelWords, text: &str) -> Option<Wording> {
    if text.len() > MAX_LEN || text.contains(['?', '!', '.', ';', '`', '"', '“', '|', '=', '<', '[', ':']) {
        return None;
    }
    let (main, inner) = match text.split_once(['(', '（']) {
        Some((main, rest)) => (main, Some(rest.split([')', '）']).next().unwrap_or_default())),
        None => (text, None),
    };
    let offset_of = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let joined_by_slash = main.contains(['/', '|']);
    let parts = parts(main);
    let is_joined = parts.len() > 1;
    // Beside a slash stands another wording of the same label; beside "&", one or two nouns.
    let max_other = if joined_by_slash { 5 } else { 2 };
    let mut wording =
        Wording { components: Components::default(), strength: LabelConfidence::Name, name: None, english: true };
    let mut clause = None;
    let mut is_sure = false;
    for part in &parts {
        match read(label_words, part, offset_of(part)) {
            Part::Named { component, strength, name, english } => {
                wording.components = wording.components.with(component);
                wording.strength = wording.strength.min(strength);
                wording.name = wording.name.or(Some(name));
                wording.english &= english;
            }
            Part::Clause(component) => clause = clause.or(Some(component)),
            Part::Other(count) if is_joined && count <= max_other => {}
            Part::Other(count) if !is_joined && inner.is_some() && count <= 5 => {}
            Part::Other(_) => return None,
        }
    }
    if let Some(inner) = inner
        && let Part::Named { component, name, english, strength: LabelConfidence::Name } =
            read(label_words, inner, offset_of(inner))
    {
        if !wording.components.is_empty() && !wording.components.has(component) {
            return None;
        }
        // "What happened (Situation)": in brackets of its own, the name is sure.
        if wording.components.is_empty() || wording.strength == LabelConfidence::Synonym {
            (is_sure, wording.strength) = (true, LabelConfidence::Name);
        }
        wording.components = wording.components.with(component);
        wording.name = wording.name.or(Some(name));
        wording.english &= english;
    }
    match clause {
        _ if !wording.components.is_empty() => {
            if wording.strength > LabelConfidence::Synonym && !is_sure {
                wording.strength = LabelConfidence::Loose;
            }
            Some(wording)
        }
        Some(component) => Some(Wording {
            components: Components::default().with(component),
            strength: LabelConfidence::Clause,
            ..wording
        }),
        None => None,
    }
}

/// Reads `text`, a question without its mark, as a label: "What was the situation", "Which actions did you take".
pub(super) fn question(label_words: &LabelWords, text: &str) -> Option<Wording> {
    let words: Vec<(usize, &str)> = words::runs(text, |c| matches!(c, '\'' | '’' | '-')).collect();
    let (_, first) = *words.first()?;
    let mut names = words.iter().filter_map(|(at, word)| match label_words.word(word) {
        Some(Word { role: Role::Name(component), english: true }) => Some((component, Span::new(*at, at + word.len()))),
        _ => None,
    });
    let (component, name) = names.next().filter(|_| words.len() <= MAX_WORDS)?;
    let asks = matches!(&*first.to_lowercase(), "what" | "which");
    (asks && names.next().is_none()).then(|| Wording {
        components: Components::default().with(component),
        strength: LabelConfidence::Loose,
        name: Some(name),
        english: true,
    })
}

/// Returns the parts of `text` between "/", "&", "+", commas, and "and".
fn parts(text: &str) -> Vec<&str> {
    let marks = text.split(['/', '&', '+', ',']);
    marks.flat_map(|part| part.split(" and ")).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Reads a part of a label, at offset `at` of the label.
fn read(label_words: &LabelWords, part: &str, at: usize) -> Part {
    let words: Vec<(usize, &str)> = words::runs(part, |c| matches!(c, '\'' | '’' | '-')).collect();
    if words.len() > MAX_WORDS {
        return Part::Other(usize::MAX);
    }
    let role = |word: &str| label_words.word(word).map(|word| (word.role, word.english));
    let named = words.iter().enumerate().find_map(|(index, (offset, word))| match role(word) {
        Some((Role::Name(component), english)) => Some((index, component, LabelConfidence::Name, english, *offset)),
        Some((Role::Synonym(component), english)) => {
            Some((index, component, LabelConfidence::Synonym, english, *offset))
        }
        _ => None,
    });
    if let Some((index, component, strength, english, offset)) = named {
        let before = &words[..index];
        let after = &words[index + 1..];
        // Beside words of another language, the name is not English, even if it is spelled like an English one.
        let is_foreign = |(_, word): &(usize, &str)| !word.is_ascii() || label_words.is_foreign_qualifier(word);
        let english = english && !before.iter().chain(after).any(is_foreign);
        let fits = match english {
            true => may_precede(before) && may_follow(after),
            // The words around a name in another language are unknown.
            false => before.len() <= MAX_WORDS_BEFORE && after.len() <= 4,
        };
        if fits {
            let name = Span::new(at + offset, at + offset + words[index].1.len());
            return Part::Named { component, strength, name, english };
        }
    }
    if let [(offset, word)] = words.as_slice()
        && let Some((component, english)) = label_words.misspelled(word)
    {
        let name = Span::new(at + offset, at + offset + word.len());
        return Part::Named { component, strength: LabelConfidence::Name, name, english };
    }
    clause(label_words, &words).map_or(Part::Other(words.len()), Part::Clause)
}

/// Whether `words` may stand before a component's name: "The", "My own", "Immediate", but not "As a" or "Call to".
fn may_precede(words: &[(usize, &str)]) -> bool {
    words.len() <= MAX_WORDS_BEFORE && !words.iter().any(|(_, word)| PREPOSITIONS.contains(word))
}

/// Whether `words` may follow a component's name: a number, or words that begin with a preposition, a participle, a
/// pronoun, or an adverb. "Action items" and "Task force" are names of something else.
fn may_follow(words: &[(usize, &str)]) -> bool {
    words.first().is_none_or(|(_, first)| continues(first))
}

/// Whether `first`, the word after a component's name, begins what is said about it.
pub(super) fn continues(first: &str) -> bool {
    static ADVERBS: Words = Words::new(&[
        "so",
        "now",
        "then",
        "here",
        "there",
        "today",
        "again",
        "above",
        "below",
        "back",
        "later",
        "overall",
        "myself",
        "basically",
        "really",
        "actually",
        "itself",
    ]);
    let number = first.bytes().all(|byte| byte.is_ascii_digit());
    number
        || PREPOSITIONS.contains(first)
        || PRONOUNS.contains(first)
        || RELATIVES.contains(first)
        || SUBORDINATORS.contains(first)
        || ADVERBS.contains(first)
        || voice::is_past(first)
        || matches!(first.to_lowercase().as_str(), "given" | "taken" | "done" | "undertaken" | "the" | "my" | "our")
}

/// Returns the component that a clause in the first person, or one that begins with "what" or "how", is about: "What I did".
pub(super) fn clause(label_words: &LabelWords, words: &[(usize, &str)]) -> Option<Component> {
    static OWN: Words = Words::new(&["i", "my", "me", "we", "our", "i'd", "i’d"]);
    static OPENING: Words = Words::new(&["what", "how", "where", "why"]);
    static OTHERS: Words = Words::new(&["you", "your", "to"]);
    let (_, first) = words.first()?;
    let own = words.iter().any(|(_, word)| OWN.contains(word));
    let opens = match words.len() {
        0 | 1 => false,
        2 if first.eq_ignore_ascii_case("the") => true,
        _ => OPENING.contains(first) || OWN.contains(first),
    };
    if !opens || words.iter().any(|(_, word)| OTHERS.contains(word) && !own) {
        return None;
    }
    words.iter().find_map(|(_, word)| label_words.clause(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let found = wording(LabelWords::builtin(), text)?;
        let initials: String = found.components.iter().map(|component| &component.name()[..1]).collect();
        Some(format!("{initials} {:?}", found.strength))
    }

    #[test]
    fn loose_wordings_are_read() {
        for (text, expected) in [
            ("Task given to me", "T Loose"),
            ("Action in detail", "A Loose"),
            ("Task & Scope", "T Loose"),
            ("Scope and task", "T Loose"),
            ("Result so far", "R Loose"),
            ("End result", "R Loose"),
            ("Immediate actions", "A Loose"),
            ("Actions I took myself", "A Loose"),
            ("Situation when I joined", "S Loose"),
            ("Action / what I did", "A Loose"),
            ("Task / what they wanted from me", "T Loose"),
            ("What I did (Action)", "A Name"),
            ("The numbers (Result)", "R Name"),
            ("What happened (Situation)", "S Name"),
            ("My own responsibility (Task)", "T Name"),
            ("Situation (what was going on)", "S Loose"),
            ("What I did", "A Clause"),
            ("How I fixed it", "A Clause"),
            ("What I had to do", "T Clause"),
            ("My job", "T Clause"),
            ("How it ended", "R Clause"),
            ("Where we stood", "S Clause"),
            ("Resultado en cifras", "R Loose"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_words_are_not_labels() {
        for text in [
            "Action items",
            "Task force",
            "As a result",
            "Call to action",
            "What you did",
            "How to react",
            "What is an index",
            "Background tasks",
            "Situation: we had",
            "Result?",
            "Learning path",
            "Follow-up",
            "Questions they may ask me",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
