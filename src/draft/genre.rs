//! Whether a run of labels is an answer at all, or text about answers, or something else with such words in it.

use crate::component::{Component, Components};
use crate::draft::label::{Form, Strength};
use crate::draft::markdown::{self, Gap, Shown};
use crate::draft::passage::Passage;
use crate::draft::placeholder;
use crate::text::Span;
use crate::words::voice;
use crate::words::{self, Words};

/// Whether `passage` is an answer. `opted_in`: the draft says that all labels in it are meant.
pub fn is_answer(passage: &Passage, opted_in: bool) -> bool {
    let components = passage.labels.iter().fold(Components::default(), |all, label| all.and(label.components));
    if opted_in {
        return !components.is_empty();
    }
    if components.len() < 2 || (is_header_row(passage) && components.len() < 3) {
        return false;
    }
    let bodies = bodies(passage);
    // "Task" and "Result" head all sorts of text: without a Situation somebody has to tell what was, and two of the
    // four want a first person for it. A runbook has a Situation and Actions, but nothing in it has happened.
    let told = || bodies.iter().any(|body| is_told(body));
    let happened = || {
        let english = passage.labels.iter().all(|label| label.english);
        !english || told() || bodies.iter().any(|body| voice::tells_the_past(body) || speaks_of_us(body))
    };
    let believed = match (components.has(Component::Situation), components.len()) {
        (true, 2) if components.has(Component::Action) => happened() || bodies.iter().any(|body| is_unwritten(body)),
        (true, _) => true,
        (false, 2) => told(),
        (false, _) => happened(),
    };
    believed && !is_explanation(passage, bodies)
}

fn is_header_row(passage: &Passage) -> bool {
    passage.labels.iter().any(|label| matches!(label.form, Form::Column(_)))
}

/// What is shown under each label that names a component.
fn bodies(passage: &Passage) -> Vec<String> {
    let labels = &passage.labels;
    let mut bodies = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        if label.components.is_empty() {
            continue;
        }
        let end = labels.get(index + 1).map_or(passage.text.len(), |next| next.line.start);
        // Two labels on one line: the first one's body ends where the next one's words begin.
        let next = labels.iter().map(|other| other.words.start).find(|&start| start > label.body);
        let end = end.max(label.line.end).min(next.unwrap_or(usize::MAX)).max(label.body);
        // Of a table's row the first cell tells the story, or explains what to tell; the others are remarks.
        let cell = matches!(label.form, Form::Row).then(|| markdown::piped(&passage.text[..end], label.body).next());
        bodies.push(shown(passage, cell.flatten().unwrap_or(Span::new(label.body, end))));
    }
    bodies
}

/// The words shown in `span`. Code says something, but asks nothing.
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

/// Whether somebody speaks of what they did.
fn is_told(body: &str) -> bool {
    words(body).any(is_teller)
}

/// Whether a word stands for who speaks.
fn is_teller(word: &str) -> bool {
    matches!(word, "I" | "my" | "My" | "me" | "I'm" | "I'd" | "I've")
}

/// Whether a team speaks.
fn speaks_of_us(body: &str) -> bool {
    words(body).any(|word| matches!(word, "we" | "We" | "our" | "Our" | "us"))
}

/// Whether the bodies say what belongs under each label instead of telling a story: a cheat sheet, an acronym spelled
/// out, instructions.
fn is_explanation(passage: &Passage, mut bodies: Vec<String>) -> bool {
    if bodies.iter().all(|body| is_unwritten(body)) {
        // Nothing but a skeleton: an answer that is about to be written, unless its labels are mere letters or it is a
        // template to copy, "[Describe …]" under each of them.
        return passage.labels.iter().all(|label| label.strength == Strength::Letter)
            || bodies.iter().all(|body| is_one_of(opening(body), &STRICT_ORDERS));
    }
    bodies.retain(|body| !is_unwritten(body));
    let enough = bodies.len().max(2);
    let explaining = bodies.iter().filter(|body| explains(body)).count();
    explaining * 2 >= enough
        || passage.title_text.as_deref().is_some_and(names_the_method)
            && (explaining > 0 || bodies.iter().all(|body| is_remark(body)))
}

/// Whether `body` is short and tells nothing.
fn is_remark(body: &str) -> bool {
    let mut count = 0;
    for word in words(body) {
        count += 1;
        if count > LONGEST_REMARK || is_teller(word) {
            return false;
        }
    }
    !has_figure(body)
}

/// Whether nothing is written yet, or only placeholders.
fn is_unwritten(body: &str) -> bool {
    let says = |part: &str| part.chars().any(char::is_alphanumeric);
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
/// Words that only instructions open with: no one tells a story in them.
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
    "describe",
    "explica",
    "beschreibe",
    "beschreiben",
    "décrivez",
    "décris",
    "descreva",
    "描述",
]);
/// Words that instructions open with, and stories now and then.
static ORDERS: Words = Words::new(&[
    "set", "give", "provide", "state", "tell", "detail", "share", "discuss", "show", "list", "include", "mention",
    "paint", "clarify", "define", "focus", "use", "talk", "walk", "start", "end", "what", "where", "who", "how", "why",
]);

/// How many words an explanation has at most, unless it opens with an order.
const LONGEST_EXPLANATION: usize = 25;
/// How many words each body has at most where the title alone says that they explain.
const LONGEST_REMARK: usize = 12;

/// Whether `body` says what is to be written.
fn explains(body: &str) -> bool {
    let opening = opening(body);
    if asks(body) || is_one_of(opening, &STRICT_ORDERS) {
        return true;
    }
    let ordered = is_one_of(opening, &ORDERS);
    if !ordered && (voice::tells_the_past(body) || has_figure(body)) {
        return false;
    }
    let (mut count, mut addressed) = (0, false);
    for word in words(body) {
        count += 1;
        if is_teller(word) || (count > LONGEST_EXPLANATION && !ordered) {
            return false;
        }
        addressed = addressed || ADDRESS.contains(word);
    }
    // A story may be told in the second person ("You had been asked"): orders and the thing itself give it away.
    match ordered {
        true => addressed || count <= 6,
        false => addressed || count <= 9 && opening[0].eq_ignore_ascii_case("the") && names_a_part(body),
    }
}

/// The first two words of `body`, where orders stand.
fn opening(body: &str) -> [&str; 2] {
    let mut words = words(body);
    [words.next().unwrap_or_default(), words.next().unwrap_or_default()]
}

/// Whether `body` is made of questions, at least half of it, that nobody tells of and nobody is quoted with.
fn asks(body: &str) -> bool {
    let questions = body.matches(['?', '？']).count();
    let sentences = body.split(['.', '!', '?', '？', '\n']).filter(|part| part.contains(char::is_alphanumeric)).count();
    questions > 0 && !body.starts_with(['"', '“']) && questions * 2 >= sentences && !is_told(body)
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

/// The words of `text`: the runs of letters, digits and apostrophes.
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
