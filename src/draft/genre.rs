//! Decides whether a passage with labels is an answer, or something else, such as a cheat sheet or a runbook.

use std::cell::LazyCell;

use crate::component::{Component, Components};
use crate::draft::label::{
    Form, Label, LabelConfidence, has_past_form, is_order_elsewhere, is_own_elsewhere, is_past_elsewhere,
};
use crate::draft::markdown::{self, Gap, Shown};
use crate::draft::passage::Passage;
use crate::draft::placeholder;
use crate::metrics;
use crate::text::Span;
use crate::words::language::{Language, language};
use crate::words::voice;
use crate::words::{self, Words};

/// What a passage with labels is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// An answer.
    Answer,
    /// Text that explains the method.
    Explanation,
    /// Anything else.
    Other,
}

/// Returns what `passage` is. `has_foreign`: whether labels of something else stand between its labels. With `opted_in`, all
/// labels in the draft count.
pub fn genre(passage: &Passage, has_foreign: bool, opted_in: bool) -> Genre {
    let components = passage.labels.iter().fold(Components::default(), |all, label| all.and(label.components));
    if opted_in {
        return if components.is_empty() { Genre::Other } else { Genre::Answer };
    }
    // One label that names two components is not enough.
    let labels = passage.labels.iter().filter(|label| !label.components.is_empty()).count();
    if components.len() < 2 || labels < 2 || (is_header_row(passage) && components.len() < 3) {
        return Genre::Other;
    }
    let bodies = bodies(passage);
    // "Task" and "Result" label all kinds of text. Without a Situation, an answer must be in the past tense, and with only two
    // components, in the first person. A runbook has a Situation and Actions, but is not in the past tense.
    let has_english_labels = passage.labels.iter().all(|label| label.english);
    let is_foreign = LazyCell::new(|| match language(bodies.iter().map(String::as_str)) {
        Some(language) => language != Language::English,
        None => !has_english_labels,
    });
    let in_first_person = || {
        bodies.iter().any(|body| has_first_person(body))
            || *is_foreign && bodies.iter().any(|body| words(body).any(|word| is_own_elsewhere(&word.to_lowercase())))
    };
    let in_past = || {
        !has_english_labels
            || in_first_person()
            || bodies.iter().any(|body| voice::tells_the_past(body) || has_we(body))
            || *is_foreign && (bodies.iter().any(|body| tells_a_story(body)) || tells_elsewhere(&bodies))
    };
    let is_narrative = match (components.has(Component::Situation), components.len()) {
        (true, 2) if components.has(Component::Action) => in_past() || bodies.iter().any(|body| is_unwritten(body)),
        // Between other labels, a Situation and a Result are told of other people as well.
        (true, 2) if has_foreign => bodies.iter().any(|body| is_ours(body)),
        (true, _) => true,
        (false, 2) => in_first_person(),
        (false, _) if is_in_order(passage) => in_past(),
        (false, _) => in_first_person(),
    };
    // Labels such as "Your task" address another person.
    let is_ours = !addresses(passage) || in_first_person();
    // A table or a list of bare words without any text is a form to copy.
    let is_form = bodies.iter().all(|body| is_unwritten(body))
        && (is_header_row(passage) && bodies.iter().all(String::is_empty)
            || passage.labels.iter().all(|label| is_bare_word(passage, label)));
    match is_narrative && is_ours && !is_form {
        false => Genre::Other,
        true if is_explanation(passage, bodies) => Genre::Explanation,
        true => Genre::Answer,
    }
}

/// Whether the components stand in STAR order.
fn is_in_order(passage: &Passage) -> bool {
    passage.labels.iter().flat_map(|label| label.components).is_sorted()
}

/// Whether two labels address the reader.
fn addresses(passage: &Passage) -> bool {
    let addresses = |label: &&Label| {
        words(&passage.text[label.words.range()]).any(|word| matches!(&*word.to_lowercase(), "you" | "your"))
    };
    passage.labels.iter().filter(addresses).count() >= 2
}

/// Whether `label` spells an acronym: `**S**ituation`.
fn is_acronym(passage: &Passage, label: &Label) -> bool {
    let (Some(initial), Some(name)) = (label.initial, label.name) else { return false };
    initial.end < name.start && passage.text[initial.end..name.start].bytes().all(|byte| matches!(byte, b'*' | b'_'))
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
        if let Form::Column(column) = label.form {
            bodies.push(column_body(passage, usize::from(column)));
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

/// Returns the words shown in the cells below the header of `column`.
fn column_body(passage: &Passage, column: usize) -> String {
    let cells = passage.cells.iter().filter(|cell| cell.column == column && !cell.header);
    let cells: Vec<_> = cells.map(|cell| shown(passage, cell.source)).collect();
    cells.join("\n").trim().to_owned()
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

/// Whether `body` is in the first person singular, apart from quotations.
fn has_first_person(body: &str) -> bool {
    words(&unquoted(body)).any(is_first_person)
}

/// Whether `word` is a pronoun for the writer.
fn is_first_person(word: &str) -> bool {
    matches!(word, "I" | "my" | "My" | "me" | "I'm" | "I'd" | "I've" | "I’m" | "I’d" | "I’ve")
}

/// Whether `body` is in the first person plural.
fn has_we(body: &str) -> bool {
    words(&unquoted(body)).any(|word| matches!(word, "we" | "We" | "our" | "Our" | "us"))
}

/// Whether `body` is in the first person.
fn is_ours(body: &str) -> bool {
    has_first_person(body) || has_we(body)
}

/// Returns `body` without what it quotes.
fn unquoted(body: &str) -> String {
    let mut rest = body;
    let mut kept = String::new();
    while let Some(at) = rest.find(['"', '“']) {
        kept.push_str(&rest[..at]);
        let opening = rest[at..].chars().next().map_or(1, char::len_utf8);
        let inside = &rest[at + opening..];
        match inside.find(['"', '”']) {
            Some(end) => rest = &inside[end + inside[end..].chars().next().map_or(1, char::len_utf8)..],
            None => rest = inside,
        }
    }
    kept + rest
}

/// Whether `body` has a mark of a story: the first person, the past tense, a figure, or an abbreviation such as "AWS".
/// Explanations of the method have none, in any language.
fn tells_a_story(body: &str) -> bool {
    let told = unquoted(body);
    // What "you" did is an instruction.
    let addressed = words(&told).any(|word| ADDRESS.contains(word));
    if !addressed && voice::tells_the_past(&told) || without_budgets(&told).contains(|c: char| c.is_numeric()) {
        return true;
    }
    // Korean verbs in the past tense have a syllable that ends in "ㅆ", as does "있"; Chinese and Japanese ones end in "了", "た".
    let ends_in_ss =
        |c: char| ('가'..='힣').contains(&c) && (c as u32 - '가' as u32) % 28 == 20 && !matches!(c, '있' | '겠');
    if told.contains(ends_in_ss)
        || told.replace("为了", "").replace("了解", "").contains('了')
        || told.contains("した")
        || told.contains("った")
    {
        return true;
    }
    words(&told).any(|word| {
        let lower = word.to_lowercase();
        let is_acronym = (3..=4).contains(&word.len())
            && !ADDRESS.contains(word)
            && word.bytes().all(|byte| byte.is_ascii_uppercase());
        is_first_person(word)
            || matches!(&*lower, "we" | "our" | "us")
            || is_own_elsewhere(&lower)
            || is_past_elsewhere(&lower)
            || is_acronym && word != "STAR"
    })
}

/// Whether the `bodies`, in a language other than English, tell a story: two have forms of the past tense, or one has a quantity
/// in Chinese or Japanese numerals. None is an order.
fn tells_elsewhere(bodies: &[String]) -> bool {
    let Some(language @ Language::Other(Some(code))) = language(bodies.iter().map(String::as_str)) else {
        return false;
    };
    let has_quantity = |body: &String| matches!(code, "ja" | "zh") && metrics::may_have_worded_quantity(body, language);
    (bodies.iter().any(has_quantity) || bodies.iter().filter(|body| has_past_form(body, code)).count() >= 2)
        && !bodies.iter().any(|body| explains(body) || is_budget(body))
}

/// Returns `body` without the times and shares that explanations give each section: "20 s", "30 seconds", "60% of the time".
fn without_budgets(body: &str) -> String {
    let mut kept = String::new();
    let mut rest = body;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        kept.push_str(&rest[..at]);
        let len =
            rest[at..].find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '–' | '.'))).unwrap_or(rest.len() - at);
        let after = &rest[at + len..];
        match budget_unit(after) {
            Some(unit) => rest = &after[unit..],
            None => {
                kept.push_str(&rest[at..at + len]);
                rest = after;
            }
        }
    }
    kept + rest
}

/// Returns the length of a unit of a speaking time, or of a share of it, at the start of `rest`.
fn budget_unit(rest: &str) -> Option<usize> {
    let trimmed = rest.trim_start_matches([' ', '-']);
    let lead = rest.len() - trimmed.len();
    if let Some(share) = trimmed.strip_prefix('%') {
        let share = share.trim_start();
        let of_time = share.starts_with(')') || share.starts_with("of ");
        return of_time.then_some(lead + 1);
    }
    if let Some(len) = metrics::speaking_time_unit(trimmed) {
        return Some(lead + len);
    }
    let end = trimmed.find(|c: char| !c.is_alphabetic()).unwrap_or(trimmed.len());
    ["sentence", "sentences"].contains(&trimmed[..end].to_lowercase().as_str()).then_some(lead + end)
}

/// Whether `body` is nothing but a time or a share of the time.
fn is_budget(body: &str) -> bool {
    let about_time = |word: &str| {
        matches!(
            &*word.to_lowercase(),
            "of" | "the" | "your" | "time" | "answer" | "total" | "about" | "max" | "up" | "to"
        )
    };
    // "60%" alone is a share of the time if nothing else is said anywhere.
    let left = without_budgets(body).replace('%', "");
    left.len() < body.len()
        && words(&left).all(|word| about_time(word) || word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether the bodies explain what to write below each label: a cheat sheet, the acronym spelled out, or instructions.
fn is_explanation(passage: &Passage, mut bodies: Vec<String>) -> bool {
    if bodies.iter().all(|body| is_unwritten(body)) {
        // An empty answer, unless it is a template to copy with "[Describe …]" below each.
        return bodies.iter().all(|body| is_one_of(opening(body), &STRICT_ORDERS) || is_order_elsewhere(body));
    }
    // Once all is written, a story shows that it is one.
    let is_written = passage.labels.len() >= 3 && !bodies.iter().any(|body| is_unwritten(body));
    let is_acronym = passage.labels.iter().all(|label| is_acronym(passage, label));
    let is_letters = passage.labels.iter().all(|label| label.strength == LabelConfidence::Letter);
    let says_little = |body: &String| match () {
        () if is_budget(body) => true,
        () if is_acronym => !is_ours(body) && !has_digit(body),
        () if is_letters && words(body).count() <= 3 => !has_first_person(body) && !has_digit(body),
        () => is_short(body) && !tells_a_story(body),
    };
    // Marks: "| Situation | 4 |".
    if bodies.iter().all(|body| !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_digit())) {
        return true;
    }
    // Single words are the beginnings of a story.
    let says_something = bodies.iter().map(|body| weight(body)).sum::<usize>() >= 2 * bodies.len();
    if is_written && (says_something || is_letters) && bodies.iter().all(says_little) && !tells_elsewhere(&bodies) {
        return true;
    }
    bodies.retain(|body| !is_unwritten(body));
    let enough = bodies.len().max(2);
    let explaining = bodies.iter().filter(|body| explains(body)).count();
    explaining * 2 >= enough
        || passage.title_text.as_deref().is_some_and(names_the_method)
            && (explaining > 0 || bodies.iter().all(|body| is_remark(body)))
}

/// Whether `label` is a word that nothing sets off as a label: alone on its line, or in a list.
fn is_bare_word(passage: &Passage, label: &Label) -> bool {
    let delimiter = &passage.text[label.words.end..label.body.max(label.words.end)];
    let is_loose = label.form == Form::Plain || label.form == Form::Emphasis && label.listed;
    is_loose && !delimiter.contains([':', '：', '-', '–', '—', '=', '.'])
}

/// Returns the number of words of `body`; in scripts without spaces, about that number.
fn weight(body: &str) -> usize {
    words(body).map(|word| if word.is_ascii() { 1 } else { word.chars().count().div_ceil(4) }).sum()
}

/// Whether `body` is short enough for an explanation.
fn is_short(body: &str) -> bool {
    words(body).count() <= MAX_EXPLANATION_WORDS && body.chars().count() <= 200
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

/// English words that only instructions begin with.
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
    if asks(body) || is_one_of(opening, &STRICT_ORDERS) || is_order_elsewhere(body) {
        return true;
    }
    let ordered = is_one_of(opening, &ORDERS);
    let addressed = words(body).any(|word| ADDRESS.contains(word));
    if !ordered && !addressed && (voice::tells_the_past(body) || has_digit(body)) {
        return false;
    }
    let mut count = 0;
    for word in words(body) {
        count += 1;
        if is_first_person(word) || (count > MAX_EXPLANATION_WORDS && !ordered) {
            return false;
        }
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

/// Whether `body` begins with a question, or at least half of its sentences are questions, not quoted and not in the first
/// person.
fn asks(body: &str) -> bool {
    const ENDS: [char; 7] = ['.', '!', '?', '？', '。', '！', '\n'];
    let questions = body.matches(['?', '？']).count();
    if questions == 0 || body.starts_with(['"', '“']) || has_first_person(body) {
        return false;
    }
    let sentences = body.split(ENDS).filter(|part| part.contains(char::is_alphanumeric)).count();
    let opens = body.find(ENDS).is_some_and(|at| body[at..].starts_with(['?', '？']));
    opens || questions * 2 >= sentences
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
