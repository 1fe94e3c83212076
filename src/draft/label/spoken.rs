//! The opening words of a dictated paragraph: "so the situation was that …".

use super::wording::continues;
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
    let (_, determiner) = words.next()?;
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
