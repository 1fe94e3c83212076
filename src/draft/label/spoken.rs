//! The opening words of a dictated paragraph: "so the situation was that …".

use super::wording::{clause, continues};
use super::words::{LabelWords, Role, Word};
use crate::component::Component;
use crate::text::Span;
use crate::words::{self, Words};

/// The maximum number of words from a component's name to the verb: "the action *that I took then* was".
const MAX_WORDS_BETWEEN: usize = 5;

/// The opening words of a paragraph that name a component.
pub(super) struct Spoken {
    pub(super) component: Component,
    /// The component's name.
    pub(super) name: Span,
    /// The end of the verb.
    pub(super) end: usize,
}

/// Words that a spoken sentence begins with.
static FILLERS: Words = Words::new(&[
    "so",
    "and",
    "ok",
    "okay",
    "well",
    "now",
    "then",
    "but",
    "um",
    "uh",
    "right",
    "alright",
    "yeah",
    "like",
    "basically",
    "anyway",
    "first",
    "finally",
]);

/// Reads the opening words of the paragraph that begins with `line`.
pub(super) fn spoken(label_words: &LabelWords, line: &str) -> Option<Spoken> {
    let mut words =
        words::runs(line, |c| matches!(c, '\'' | '’')).take(14).skip_while(|(_, word)| FILLERS.contains(word));
    let (start, determiner) = words.next()?;
    if matches!(determiner.to_lowercase().as_str(), "what" | "how") {
        return spoken_clause(label_words, line, start);
    }
    if !matches!(determiner.to_lowercase().as_str(), "the" | "my" | "our") {
        return None;
    }
    let (at, name) = words.next()?;
    let Some(Word { role: Role::Name(component), english: true }) = label_words.word(name) else { return None };
    let (verb_at, verb) =
        words.take(MAX_WORDS_BETWEEN + 1).find(|(_, word)| matches!(*word, "was" | "were" | "is" | "are"))?;
    let between = &line[at + name.len()..verb_at];
    let after = words::runs(&line[at + name.len()..], |_| false).next().map_or("", |(_, word)| word);
    let is_one_clause = (after == verb || continues(after)) && !between.contains(['.', ',', ':', ';', '?', '!', '(']);
    is_one_clause.then(|| Spoken { component, name: Span::new(at, at + name.len()), end: verb_at + verb.len() })
}

/// Reads the opening clause at byte `start` of `line`: "what I did was", "how I fixed it was".
fn spoken_clause(label_words: &LabelWords, line: &str, start: usize) -> Option<Spoken> {
    let words = words::runs(&line[start..], |c| matches!(c, '\'' | '’')).take(MAX_WORDS_BETWEEN + 3);
    let mut words: Vec<(usize, &str)> = words.map(|(at, word)| (start + at, word)).collect();
    let verb = words.iter().position(|(_, word)| matches!(*word, "was" | "were" | "is"))?;
    let (verb_at, verb_word) = words[verb];
    words.truncate(verb);
    let (last, last_word) = *words.last()?;
    let is_own = words.get(1).is_some_and(|(_, word)| matches!(*word, "I" | "i" | "we"));
    let component = clause(label_words, &words).filter(|component| *component != Component::Situation)?;
    let is_one_clause = is_own && !line[start..verb_at].contains(['.', ',', ':', ';', '?', '!', '(']);
    let name = Span::new(start, last + last_word.len());
    is_one_clause.then_some(Spoken { component, name, end: verb_at + verb_word.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spoken_openings() {
        for (line, expected) in [
            ("so the situation was that we had", Some(Component::Situation)),
            ("Okay, so my task was basically to", Some(Component::Task)),
            ("and the actions that I took were first", Some(Component::Action)),
            ("The result of all that was that", Some(Component::Result)),
            ("What I did was replace the disk", Some(Component::Action)),
            ("So what we did first was stop the queue", Some(Component::Action)),
            ("And how I fixed it was with a lock", Some(Component::Action)),
            ("what I had to do was get it back", Some(Component::Task)),
            ("What I achieved was a 40% cut", Some(Component::Result)),
            ("What happened was that it broke", None),
            ("What you did was good", None),
            ("What I like is the team", None),
            ("What I did, in short, was", None),
            ("How it works is simple", None),
            ("The situation room was full", None),
            ("Our task force met and there was", None),
            ("The action, as ever, was late", None),
            ("Situation was bad", None),
            ("A result was", None),
        ] {
            assert_eq!(spoken(LabelWords::builtin(), line).map(|found| found.component), expected, "{line}");
        }
    }
}
