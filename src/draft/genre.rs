//! Decides whether a passage with labels is an answer, or something else, such as a cheat sheet or a runbook.

mod explanation;
mod signs;
mod words;

use std::cell::LazyCell;

use crate::component::{Component, Components};
use crate::draft::label::{Form, Label};
use crate::draft::markdown::{Gap, Shown};
use crate::draft::passage::Passage;
use crate::text::Span;
use crate::words::language::{Language, language};
use crate::words::voice;
use explanation::{is_explanation, tells_a_story, tells_elsewhere};
use signs::{has_first_person, has_we, is_own_abroad, is_unwritten};
use words::words;

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
    let has_foreign = has_foreign || passage.labels.iter().any(|label| has_foreign_line(passage, label));
    // Labels such as "Your task" address another person.
    let is_own = !addresses(passage) || bodies.iter().any(|body| has_first_person(body));
    match is_told(passage, components, &bodies, has_foreign) && is_own && !is_form(passage, &bodies) {
        false => Genre::Other,
        true if is_explanation(passage, &bodies) => Genre::Explanation,
        true => Genre::Answer,
    }
}

/// Whether `bodies` are told by someone, or begun. With all four components, the labels alone show it. With fewer, the labels
/// are those of reports, runbooks, and agents' traces, too: a writer says "I", "my", or "we".
fn is_told(passage: &Passage, components: Components, bodies: &[String], has_foreign: bool) -> bool {
    let any = |sign: fn(&str) -> bool| bodies.iter().any(|body| sign(body));
    let has_english_labels = passage.labels.iter().all(|label| label.english);
    let is_foreign = LazyCell::new(|| match language(bodies.iter().map(String::as_str)) {
        Some(language) => language != Language::English,
        None => !has_english_labels,
    });
    let in_first_person = || any(has_first_person) || *is_foreign && any(is_own_abroad);
    let in_past = || any(voice::tells_the_past) || *is_foreign && (any(tells_a_story) || tells_elsewhere(bodies));
    // Notes drop the subject: "Moved it to …".
    let in_notes = || !is_header_row(passage) && bodies.iter().any(|body| has_dropped_subject(body));
    match (components.has(Component::Situation), components.len()) {
        (_, 4) => true,
        // Between other labels, a Situation and a Result are told of other people as well.
        (true, 2) if has_foreign => false,
        // Pronouns of other languages may be left out, or be part of the verb.
        (true, 2) if components.has(Component::Action) => {
            !has_english_labels || in_first_person() || any(has_we) || in_past() || any(is_unwritten)
        }
        (true, 2) => true,
        (true, _) => {
            let is_ours = || in_first_person() || any(has_we);
            !has_english_labels || is_ours() || any(is_unwritten) || in_notes() || *is_foreign && in_past()
        }
        // "Task" and "Result" label all kinds of text.
        (false, 2) => in_first_person(),
        (false, _) => {
            let is_list = is_in_order(passage) && is_one_form(passage);
            in_first_person() || is_list && (!has_english_labels || in_past())
        }
    }
}

/// Whether a line of `body` begins with a verb in the past tense, as in notes.
fn has_dropped_subject(body: &str) -> bool {
    body.lines().any(|line| voice::subject(line) == voice::Subject::Dropped)
}

/// Whether the passage is a form to copy: nothing is written, and it is a table, a list of bare words, a sheet with lines to
/// write on, or stands below a title to fill in.
fn is_form(passage: &Passage, bodies: &[String]) -> bool {
    let is_line =
        |body: &String| body.len() >= 8 && body.bytes().all(|byte| matches!(byte, b'_' | b'.' | b' ' | b'\n'));
    let has_prompt = || {
        let title = passage.title_text.as_deref().unwrap_or_default();
        !title.is_empty() && (is_unwritten(title) || title.starts_with('[') && title.ends_with(']'))
    };
    bodies.iter().all(|body| is_unwritten(body))
        && (is_header_row(passage) && bodies.iter().all(String::is_empty)
            || passage.labels.iter().all(|label| is_bare_word(passage, label))
            || bodies.iter().all(is_line)
            || bodies.iter().all(String::is_empty) && has_prompt())
}

/// Whether the components stand in STAR order.
fn is_in_order(passage: &Passage) -> bool {
    passage.labels.iter().flat_map(|label| label.components).is_sorted()
}

/// Whether the labels have one form.
fn is_one_form(passage: &Passage) -> bool {
    let form = |label: &Label| std::mem::discriminant(&label.form);
    passage.labels.windows(2).all(|pair| form(&pair[0]) == form(&pair[1]))
}

/// Whether two labels address the reader.
fn addresses(passage: &Passage) -> bool {
    let addresses = |label: &&Label| {
        words(&passage.text[label.words.range()]).any(|word| matches!(&*word.to_lowercase(), "you" | "your"))
    };
    passage.labels.iter().filter(addresses).count() >= 2
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
        // A row of a table is one line.
        let is_row = label.form == Form::Row && passage.text[label.line.range()].contains('|');
        let end = if is_row { label.line.end } else { end };
        let end = foreign_line(passage, label, end).unwrap_or(end);
        bodies.push(shown(passage, Span::new(label.body, end)));
    }
    bodies
}

/// Whether a line between `label` and the next one begins like a label, with another word.
fn has_foreign_line(passage: &Passage, label: &Label) -> bool {
    let next = passage.labels.iter().map(|other| other.line.start).find(|&start| start >= label.line.end);
    next.is_some_and(|next| foreign_line(passage, label, next).is_some())
}

/// Returns the start of the first line between `label` and byte `end` that begins like the label, with another word:
/// "Thought: …".
fn foreign_line(passage: &Passage, label: &Label, end: usize) -> Option<usize> {
    if label.form != Form::Plain || label.listed || !label.has_inline_text() {
        return None;
    }
    let is_foreign = |line: &str| {
        let word = line.split(':').next().unwrap_or_default();
        line[word.len()..].starts_with(": ")
            && word.starts_with(char::is_uppercase)
            && word.split_whitespace().count() <= 2
            && word.chars().all(|c| c.is_alphabetic() || c == ' ')
    };
    let body = &passage.text[label.body..end.max(label.body)];
    let mut lines = body.match_indices('\n').map(|(at, _)| at + 1);
    lines.find(|&at| is_foreign(&body[at..])).map(|at| label.body + at)
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

/// Whether `label` is a word that nothing sets off as a label: alone on its line, or in a list.
fn is_bare_word(passage: &Passage, label: &Label) -> bool {
    let delimiter = &passage.text[label.words.end..label.body.max(label.words.end)];
    let is_loose = label.form == Form::Plain || label.form == Form::Emphasis && label.listed;
    is_loose && !delimiter.contains([':', '：', '-', '–', '—', '=', '.'])
}
