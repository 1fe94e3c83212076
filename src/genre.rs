//! Whether a run of labels is an answer at all, or text about answers, or something else with such words in it.

use crate::component::Component;
use crate::label::{Form, Strength};
use crate::passage::Passage;
use crate::placeholder;
use crate::text::Span;

/// Whether `passage` is an answer. `opted_in`: the draft says that all labels in it are meant.
pub fn is_answer(passage: &Passage, opted_in: bool) -> bool {
    let mut components: Vec<_> = passage.labels.iter().flat_map(|label| label.components.iter().copied()).collect();
    components.sort();
    components.dedup();
    if opted_in {
        return !components.is_empty();
    }
    if components.len() < 2 || (is_header_row(passage) && components.len() < 3) {
        return false;
    }
    let bodies = bodies(passage);
    // "Task" and "Result" head all sorts of text: without a Situation somebody has to tell what was, and two of the
    // four want a first person for it. A runbook has a Situation and Actions, but nothing in it has happened.
    let told = bodies.iter().any(|body| is_told(body));
    let happened = || {
        let english = passage.labels.iter().all(|label| label.english);
        told || !english || bodies.iter().any(|body| tells_past(body) || speaks_of_us(body))
    };
    let believed = match components.as_slice() {
        [Component::Situation, Component::Action] => happened() || bodies.iter().any(|body| is_unwritten(body)),
        [Component::Situation, ..] => true,
        [_, _] => told,
        _ => happened(),
    };
    if !believed {
        return false;
    }
    !is_explanation(passage, &bodies)
}

fn is_header_row(passage: &Passage) -> bool {
    passage.labels.iter().any(|label| matches!(label.form, Form::Column(_)))
}

/// What stands under each label that names a component.
fn bodies(passage: &Passage) -> Vec<&str> {
    let labels = &passage.labels;
    let ends = labels.iter().skip(1).map(|label| label.line.start).chain([passage.text.len()]);
    labels
        .iter()
        .zip(ends)
        .filter(|(label, _)| !label.components.is_empty())
        .map(|(label, end)| {
            // Two labels on one line: the first one's body ends where the next one's words begin.
            let next = labels.iter().map(|other| other.words.start).find(|&start| start > label.body);
            let end = end.max(label.line.end).min(next.unwrap_or(usize::MAX)).max(label.body);
            let body = passage.text[Span::new(label.body, end).range()].trim();
            // Of a table's row the first cell tells the story, or explains what to tell; the others are remarks.
            if label.form == Form::Row { body.split('|').next().unwrap_or_default().trim() } else { body }
        })
        .collect()
}

/// Whether somebody speaks of what they did.
fn is_told(body: &str) -> bool {
    words(body).any(|word| matches!(word, "I" | "my" | "My" | "me" | "I'm" | "I'd" | "I've"))
}

/// Whether a team speaks.
fn speaks_of_us(body: &str) -> bool {
    words(body).any(|word| matches!(word, "we" | "We" | "our" | "Our" | "us"))
}

/// Whether the bodies say what belongs under each label instead of telling a story: a cheat sheet, an acronym spelled
/// out, instructions.
fn is_explanation(passage: &Passage, bodies: &[&str]) -> bool {
    let written: Vec<_> = bodies.iter().filter(|body| !is_unwritten(body)).collect();
    if written.is_empty() {
        // Nothing but a skeleton: an answer that is about to be written, unless its labels are mere letters or it is a
        // template to copy, "[Describe …]" under each of them.
        return passage.labels.iter().all(|label| label.strength == Strength::Letter)
            || bodies.iter().all(|body| opens_with(body, STRICT_ORDERS));
    }
    let explaining = written.iter().filter(|body| explains(body)).count();
    let title_explains = passage.title_text.as_deref().is_some_and(names_the_method);
    let curt =
        title_explains && written.iter().all(|body| words(body).count() <= 12 && !is_told(body) && !has_figure(body));
    explaining * 2 >= written.len().max(2) || (title_explains && explaining > 0) || curt
}

/// Whether nothing is written yet, or only placeholders.
fn is_unwritten(body: &str) -> bool {
    let says = |part: &str| part.chars().any(char::is_alphanumeric);
    // Nearly every body says something before anything in it looks like a placeholder.
    if says(&body[..placeholder::first_start(body)]) {
        return false;
    }
    let mut at = 0;
    for span in placeholder::find(body) {
        if says(&body[at..span.start]) {
            return false;
        }
        at = span.end;
    }
    !says(&body[at..])
}

/// Words that speak to the person who is to write the answer.
const ADDRESS: &[&str] = &[
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
];
/// Words that only instructions open with: no one tells a story in them.
const STRICT_ORDERS: &[&str] = &[
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
    "describe",
    "explica",
    "beschreibe",
    "beschreiben",
    "décrivez",
    "décris",
    "descreva",
    "描述",
];
/// Words that instructions open with, and stories now and then.
const ORDERS: &[&str] = &[
    "set", "give", "provide", "state", "tell", "detail", "share", "discuss", "show", "list", "include", "mention",
    "paint", "clarify", "define", "focus", "use", "talk", "walk", "start", "end", "what", "where", "who", "how", "why",
];

/// How many words an explanation has at most, unless it opens with an order.
const LONGEST_EXPLANATION: usize = 25;

/// Whether `body` says what is to be written.
fn explains(body: &str) -> bool {
    let quoted = body.starts_with(['"', '“']);
    let questions = body.matches(['?', '？']).count();
    let sentences =
        || body.split(['.', '!', '?', '？', '\n']).filter(|part| part.chars().any(char::is_alphanumeric)).count();
    if questions > 0 && questions * 2 >= sentences() && !is_told(body) && !quoted {
        return true;
    }
    if opens_with(body, STRICT_ORDERS) {
        return true;
    }
    // Most bodies are too long to be anything but a story, and need no second look.
    let count = words(body).take(LONGEST_EXPLANATION + 1).count();
    if count > LONGEST_EXPLANATION && !opens_with(body, ORDERS) {
        return false;
    }
    let told = is_told(body);
    let first = words(body).next().unwrap_or_default();
    let addressed = words(body).filter(|word| is_one_of(word, ADDRESS)).count();
    // A story may be told in the second person ("You had been asked"): orders and the thing itself give it away.
    (opens_with(body, ORDERS) && (addressed > 0 || count <= 6) && !told)
        || (addressed > 0 && count <= LONGEST_EXPLANATION && !told && !has_figure(body) && !tells_past(body))
        || (is_one_of(first, &["the"])
            && count <= 9
            && addressed == 0
            && !told
            && !has_figure(body)
            && !tells_past(body)
            && names_a_part(body))
}

/// Whether one of the first two words is one of `orders`.
fn opens_with(body: &str, orders: &[&str]) -> bool {
    words(body).take(2).any(|word| is_one_of(word, orders))
}

/// Whether `word` is one of `known`, which are in lower case.
fn is_one_of(word: &str, known: &[&str]) -> bool {
    match word.is_ascii() {
        true => known.iter().any(|known| known.eq_ignore_ascii_case(word)),
        false => known.contains(&word.to_lowercase().as_str()),
    }
}

fn names_a_part(body: &str) -> bool {
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

/// Whether a verb in the past tense seems to be in it.
fn tells_past(body: &str) -> bool {
    words(body).any(|word| {
        matches!(
            word,
            "was"
                | "were"
                | "had"
                | "did"
                | "took"
                | "went"
                | "made"
                | "led"
                | "left"
                | "became"
                | "ran"
                | "built"
                | "wrote"
        ) || (word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed") && word.chars().all(char::is_alphabetic))
    })
}

fn has_figure(body: &str) -> bool {
    body.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a title speaks of the method instead of a story.
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

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty())
}
