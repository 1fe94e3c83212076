//! Decides whether a passage with labels is an answer, or something else, such as a cheat sheet or a runbook.

use crate::component::{Component, Components};
use crate::draft::label::{Form, LabelConfidence};
use crate::draft::markdown::{self, Gap, Shown};
use crate::draft::passage::Passage;
use crate::draft::placeholder;
use crate::text::Span;
use crate::words::voice;
use crate::words::{self, Words};

/// Whether `passage` is an answer. With `opted_in`, all labels in the draft count.
pub fn is_answer(passage: &Passage, opted_in: bool) -> bool {
    let components = passage.labels.iter().fold(Components::default(), |all, label| all.and(label.components));
    if opted_in {
        return !components.is_empty();
    }
    if components.len() < 2 || (is_header_row(passage) && components.len() < 3) {
        return false;
    }
    let bodies = bodies(passage);
    // "Task" and "Result" label all kinds of text. Without a Situation, an answer must be in the past tense, and with only two
    // components, in the first person. A runbook has a Situation and Actions, but is not in the past tense.
    let in_first_person = || bodies.iter().any(|body| has_first_person(body));
    let in_past = || {
        let english = passage.labels.iter().all(|label| label.english);
        !english || in_first_person() || bodies.iter().any(|body| voice::tells_the_past(body) || has_we(body))
    };
    let is_narrative = match (components.has(Component::Situation), components.len()) {
        (true, 2) if components.has(Component::Action) => in_past() || bodies.iter().any(|body| is_unwritten(body)),
        (true, _) => true,
        (false, 2) => in_first_person(),
        (false, _) => in_past(),
    };
    is_narrative && !is_explanation(passage, bodies)
}

/// Whether the labels are in the header row of a table.
fn is_header_row(passage: &Passage) -> bool {
    passage.labels.iter().any(|label| matches!(label.form, Form::Column(_)))
}

/// Returns the words shown below each label that names a component.
fn bodies(passage: &Passage) -> Vec<String> {
    let labels = &passage.labels;
    let mut bodies = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        if label.components.is_empty() {
            continue;
        }
        let end = labels.get(index + 1).map_or(passage.text.len(), |next| next.line.start);
        // If the next label is on the same line, the body ends at its words.
        let next = labels.iter().map(|other| other.words.start).find(|&start| start > label.body);
        let end = end.max(label.line.end).min(next.unwrap_or(usize::MAX)).max(label.body);
        // In a table row, only the first cell is the body; the others are remarks.
        let cell = matches!(label.form, Form::Row).then(|| markdown::piped(&passage.text[..end], label.body).next());
        bodies.push(shown(passage, cell.flatten().unwrap_or(Span::new(label.body, end))));
    }
    bodies
}

/// Returns the words shown in `span`. Question marks in code don't count as questions, so they are skipped.
fn shown(passage: &Passage, span: Span) -> String {
    let mut words = String::new();
    let first = passage.segments.partition_point(|segment| segment.source.end <= span.start);
    for segment in passage.segments[first..].iter().take_while(|segment| segment.source.start < span.end) {
        match segment.gap {
            Gap::Break => words.push('\n'),
            Gap::Soft => words.push(' '),
            Gap::None => {}
        }
        let Span { start, end } = segment.source;
        let source = &passage.text[start.max(span.start)..end.min(span.end)];
        match segment.shown {
            Shown::Text | Shown::Fence => words.push_str(segment.words.as_deref().unwrap_or(source)),
            Shown::Code => words.push_str(&source.replace('?', " ")),
            Shown::Url => words.push(' '),
        }
    }
    words.trim().to_owned()
}

/// Whether `body` is in the first person singular.
fn has_first_person(body: &str) -> bool {
    words(body).any(is_first_person)
}

/// Whether `word` is a pronoun for the writer.
fn is_first_person(word: &str) -> bool {
    matches!(word, "I" | "my" | "My" | "me" | "I'm" | "I'd" | "I've")
}

/// Whether `body` is in the first person plural.
fn has_we(body: &str) -> bool {
    words(body).any(|word| matches!(word, "we" | "We" | "our" | "Our" | "us"))
}

/// Whether the bodies explain what to write below each label: a cheat sheet, the acronym spelled out, or instructions.
fn is_explanation(passage: &Passage, mut bodies: Vec<String>) -> bool {
    if bodies.iter().all(|body| is_unwritten(body)) {
        // An empty answer, unless its labels are only letters, or it is a template to copy with "[Describe …]" below each.
        return passage.labels.iter().all(|label| label.strength == LabelConfidence::Letter)
            || bodies.iter().all(|body| is_one_of(opening(body), &STRICT_ORDERS));
    }
    bodies.retain(|body| !is_unwritten(body));
    let enough = bodies.len().max(2);
    let explaining = bodies.iter().filter(|body| explains(body)).count();
    explaining * 2 >= enough
        || passage.title_text.as_deref().is_some_and(names_the_method)
            && (explaining > 0 || bodies.iter().all(|body| is_remark(body)))
}

/// Whether `body` is short and has neither the first person nor a number.
fn is_remark(body: &str) -> bool {
    let mut count = 0;
    for word in words(body) {
        count += 1;
        if count > MAX_REMARK_WORDS || is_first_person(word) {
            return false;
        }
    }
    !has_digit(body)
}

/// Whether `body` has no words besides placeholders.
fn is_unwritten(body: &str) -> bool {
    let has_words = |part: &str| part.chars().any(char::is_alphanumeric);
    let mut at = 0;
    for span in placeholder::find(body) {
        if has_words(&body[at..span.start]) {
            return false;
        }
        at = span.end;
    }
    !has_words(&body[at..])
}

/// Words that address the person who will write the answer.
static ADDRESS: Words = Words::new(&[
    "you",
    "your",
    "yourself",
    "you're",
    "you've",
    "interviewer",
    "interviewers",
    "candidate",
    "candidate's",
    "quantify",
    "quantified",
    "briefly",
    "concise",
    "concisely",
    "tu",
    "tus",
    "usted",
    "describe",
    "describa",
    "explica",
    "dein",
    "deine",
    "deiner",
    "du",
    "votre",
    "vos",
    "vous",
    "décrivez",
    "seu",
    "sua",
    "você",
    "voce",
    "descreva",
    "你",
    "您",
]);

/// Words that only instructions begin with.
static STRICT_ORDERS: Words = Words::new(&[
    "describe",
    "explain",
    "write",
    "summarize",
    "summarise",
    "outline",
    "specify",
    "quantify",
    "highlight",
    "describa",
    "explica",
    "beschreibe",
    "beschreiben",
    "décrivez",
    "décris",
    "descreva",
    "描述",
]);

/// Words that instructions begin with, and sometimes stories.
static ORDERS: Words = Words::new(&[
    "set", "give", "provide", "state", "tell", "detail", "share", "discuss", "show", "list", "include", "mention",
    "paint", "clarify", "define", "focus", "use", "talk", "walk", "start", "end", "what", "where", "who", "how", "why",
]);

/// The maximum number of words of an explanation that doesn't begin with an order.
const MAX_EXPLANATION_WORDS: usize = 25;
/// The maximum number of words of each body if only the title shows that they are explanations.
const MAX_REMARK_WORDS: usize = 12;

/// Whether `body` explains what to write.
fn explains(body: &str) -> bool {
    let opening = opening(body);
    if asks(body) || is_one_of(opening, &STRICT_ORDERS) {
        return true;
    }
    let ordered = is_one_of(opening, &ORDERS);
    if !ordered && (voice::tells_the_past(body) || has_digit(body)) {
        return false;
    }
    let (mut count, mut addressed) = (0, false);
    for word in words(body) {
        count += 1;
        if is_first_person(word) || (count > MAX_EXPLANATION_WORDS && !ordered) {
            return false;
        }
        addressed = addressed || ADDRESS.contains(word);
    }
    // An explanation addresses the reader, is a short order, or begins like "The context in which …".
    match ordered {
        true => addressed || count <= 6,
        false => addressed || count <= 9 && opening[0].eq_ignore_ascii_case("the") && names_a_section(body),
    }
}

/// Returns the first two words of `body`. An order is one of them.
fn opening(body: &str) -> [&str; 2] {
    let mut words = words(body);
    [words.next().unwrap_or_default(), words.next().unwrap_or_default()]
}

/// Whether at least half of the sentences of `body` are questions, not quoted and not in the first person.
fn asks(body: &str) -> bool {
    let questions = body.matches(['?', '？']).count();
    let sentences = body.split(['.', '!', '?', '？', '\n']).filter(|part| part.contains(char::is_alphanumeric)).count();
    questions > 0 && !body.starts_with(['"', '“']) && questions * 2 >= sentences && !has_first_person(body)
}

/// Whether the second word of `body` names what belongs in a section, as in "The context in which …".
fn names_a_section(body: &str) -> bool {
    words(body).nth(1).is_some_and(|word| {
        matches!(
            word.to_lowercase().as_str(),
            "context"
                | "situation"
                | "background"
                | "challenge"
                | "problem"
                | "task"
                | "goal"
                | "steps"
                | "actions"
                | "outcome"
                | "outcomes"
                | "result"
                | "results"
                | "impact"
                | "scene"
                | "specific"
                | "setting"
        )
    })
}

/// Whether `body` has a number in digits.
fn has_digit(body: &str) -> bool {
    body.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a title is about the STAR method.
fn names_the_method(title: &str) -> bool {
    let title = title.to_lowercase();
    let about = [
        "method",
        "technique",
        "framework",
        "format",
        "acronym",
        "structure",
        "formula",
        "template",
        "component",
        "guide",
        "model",
        "reminder",
        "refresher",
        "explained",
        "método",
        "methode",
        "méthode",
        "metodologia",
        "metodología",
    ];
    (title.contains("star") && about.iter().any(|word| title.contains(word)))
        || title.contains("cheat sheet")
        || title.starts_with("what is")
        || title.starts_with("how to")
}

/// Iterates over the words of `text`: runs of letters, digits, and apostrophes.
fn words(text: &str) -> impl Iterator<Item = &str> {
    words::runs(text, |c| matches!(c, '\'' | '’')).map(|(_, word)| word)
}

/// Whether one of `words` is one of `known`.
fn is_one_of(words: [&str; 2], known: &Words) -> bool {
    words.into_iter().any(|word| known.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_name_the_method() {
        for title in ["The STAR method", "Star: a template", "My Cheat Sheet", "What is it?", "HOW TO answer"] {
            assert!(names_the_method(title), "{title}");
        }
        for title in
            ["", "The outage", "A starry night", "Stage two of the guide", "Who told what is due", "Ünïcode, how to"]
        {
            assert!(!names_the_method(title), "{title}");
        }
    }
}
