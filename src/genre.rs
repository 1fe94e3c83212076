//! Whether a run of labels is an answer at all, or text about answers, or something else with such words in it.

use std::cmp::Reverse;

use crate::component::{Component, Components};
use crate::label::{Form, Strength};
use crate::passage::Passage;
use crate::placeholder;
use crate::text::Span;
use crate::vocabulary::{self, CASE, EACH, Words, within};
use crate::voice;

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

/// What stands under each label that names a component.
fn bodies(passage: &Passage) -> Vec<&str> {
    let labels = &passage.labels;
    let mut bodies = Vec::with_capacity(labels.len());
    for (index, label) in labels.iter().enumerate() {
        if label.components.is_empty() {
            continue;
        }
        let end = labels.get(index + 1).map_or(passage.text.len(), |next| next.line.start);
        // Two labels on one line: the first one's body ends where the next one's words begin.
        let next = labels.iter().map(|other| other.words.start).find(|&start| start > label.body);
        let end = end.max(label.line.end).min(next.unwrap_or(usize::MAX)).max(label.body);
        let body = passage.text[Span::new(label.body, end).range()].trim();
        // Of a table's row the first cell tells the story, or explains what to tell; the others are remarks.
        bodies.push(match label.form {
            Form::Row => body.split('|').next().unwrap_or_default().trim(),
            _ => body,
        });
    }
    bodies
}

/// Whether somebody speaks of what they did.
fn is_told(body: &str) -> bool {
    words(body).any(is_teller)
}

/// Whether a word stands for who speaks.
#[inline]
fn is_teller(word: &str) -> bool {
    // The letter is the cheapest no.
    matches!(word.as_bytes(), [b'I' | b'm' | b'M', ..])
        && matches!(word, "I" | "my" | "My" | "me" | "I'm" | "I'd" | "I've")
}

/// Whether a team speaks.
fn speaks_of_us(body: &str) -> bool {
    words(body).any(|word| matches!(word, "we" | "We" | "our" | "Our" | "us"))
}

/// Whether the bodies say what belongs under each label instead of telling a story: a cheat sheet, an acronym spelled
/// out, instructions.
fn is_explanation(passage: &Passage, mut bodies: Vec<&str>) -> bool {
    if bodies.iter().all(|body| is_unwritten(body)) {
        // Nothing but a skeleton: an answer that is about to be written, unless its labels are mere letters or it is a
        // template to copy, "[Describe …]" under each of them.
        return passage.labels.iter().all(|label| label.strength == Strength::Letter)
            || bodies.iter().all(|body| is_one_of(opening(body), &STRICT_ORDERS));
    }
    bodies.retain(|body| !is_unwritten(body));
    // Long ones are known to be told at a glance.
    bodies.sort_unstable_by_key(|body| Reverse(body.len()));
    let enough = bodies.len().max(2);
    let (mut explaining, mut read) = (0, 0);
    // Most answers are told, and are known to be before all of them is read.
    while read < bodies.len() && (explaining + bodies.len() - read) * 2 >= enough {
        explaining += usize::from(explains(bodies[read]));
        read += 1;
    }
    explaining * 2 >= enough
        || passage.title_text.as_deref().is_some_and(names_the_method)
            && (explaining > 0
                || bodies[read..].iter().any(|body| explains(body))
                || bodies.iter().all(|body| is_remark(body)))
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
    // Nearly every body says something before anything in it looks like a placeholder.
    let Some((at, first)) = body.char_indices().find(|(_, c)| c.is_alphanumeric()) else { return true };
    let (begun, rest) = body.split_at(at + first.len_utf8());
    let start = placeholder::first_start(begun);
    // "The …" begins with the letter of "TODO", and goes on otherwise.
    let is_word = first == 'T' && rest.starts_with(|c: char| c.is_ascii_lowercase());
    if start == begun.len() || (start == at && is_word) {
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
    // Most bodies are too long to be anything but a story, or tell what was.
    let is_story = || has_more_words(body, LONGEST_EXPLANATION) || voice::tells_the_past(body) || has_figure(body);
    if !ordered && is_story() {
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

/// Whether `text` is known to have more words than `most` at a glance: only those in ASCII behind a space are counted.
fn has_more_words(text: &str, most: usize) -> bool {
    let (mut count, mut gap) = (0, 0);
    let (chunks, _) = text.as_bytes().as_chunks();
    for chunk in chunks {
        let eight = u64::from_le_bytes(*chunk);
        let letters = within(eight | CASE, b'a', b'z') | within(eight, b'0', b'9');
        let gaps = within(eight, b' ', b' ') & !eight;
        let begun = letters & !eight & (gaps << 8 | gap);
        gap = gaps >> 56;
        count += (begun >> 7).wrapping_mul(EACH) >> 56;
        if count > most as u64 {
            return true;
        }
    }
    false
}

/// The first two words of `body`, where orders stand.
fn opening(body: &str) -> [&str; 2] {
    let mut words = words(body);
    [words.next().unwrap_or_default(), words.next().unwrap_or_default()]
}

/// Whether `body` is made of questions, at least half of it, that nobody tells of and nobody is quoted with.
fn asks(body: &str) -> bool {
    // The last byte of `？`, and of other characters: most bodies have neither, and are done.
    const FULL_WIDTH: u8 = 0x9f;
    if memchr::memchr2(b'?', FULL_WIDTH, body.as_bytes()).is_none() {
        return false;
    }
    let questions = body.matches(['?', '？']).count();
    let sentences =
        || body.split(['.', '!', '?', '？', '\n']).filter(|part| part.chars().any(char::is_alphanumeric)).count();
    questions > 0 && !body.starts_with(['"', '“']) && questions * 2 >= sentences() && !is_told(body)
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
    // What all that is looked for has in it, or begins with.
    let bytes = title.as_bytes();
    let begins =
        |at: usize, letters: &[u8; 3]| bytes[at..].get(..3).is_some_and(|part| part.eq_ignore_ascii_case(letters));
    let mut may_name = matches!(bytes, [b'W' | b'w' | b'H' | b'h', ..]);
    for (at, byte) in bytes.iter().enumerate() {
        may_name |= match byte {
            b'S' | b's' => begins(at, b"sta"),
            b'C' | b'c' => begins(at, b"che"),
            _ => false,
        };
    }
    if !may_name {
        return false;
    }
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
#[inline]
fn words(text: &str) -> impl Iterator<Item = &str> {
    vocabulary::runs(text, |c| matches!(c, '\'' | '’')).map(|(_, word)| word)
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
