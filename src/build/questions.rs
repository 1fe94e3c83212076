//! Questions: numbered headings, and those that ask, with an answer below them.

use super::entry::Body;
use super::found::Found;
use super::words::{numbered, sentences, slug};
use crate::draft::front_matter::FrontMatter;
use crate::draft::markdown::{Block, Gap, Markdown};
use crate::text::Text;

/// The questions of `text`, save those at places that are `told` in a story.
pub(super) fn find(text: &str, told: impl Fn(usize) -> bool) -> Vec<Found> {
    let mut parts = parts(text);
    parts.retain(|part| !told(part.start));
    let mut parents: Vec<(u8, String)> = Vec::new();
    let mut found = Vec::new();
    for part in parts {
        parents.retain(|(level, _)| *level < part.level);
        let (number, title) = numbered(&part.title);
        let asks = number.is_some() || title.ends_with(['?', '？']);
        if asks && !part.points.is_empty() && !title.is_empty() {
            // The first heading is the document's own title.
            let topics = parents.iter().filter(|(level, _)| *level > 1).map(|(_, title)| slug(title));
            let topics = topics.filter(|topic| !topic.is_empty()).collect();
            let (title, body) = (title.to_owned(), Body::Points(part.points));
            found.push(Found { number, title, topics, body, figures: Vec::new() });
        } else {
            parents.push((part.level, numbered(&part.title).1.to_owned()));
        }
    }
    found
}

/// A heading and the text between it and the next one.
struct Part {
    start: usize,
    level: u8,
    title: String,
    points: Vec<String>,
}

/// What a run of words is.
enum Run {
    Heading(u8),
    Item,
    Row,
    Text,
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (start, run, words) in runs(text) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match (run, parts.last_mut()) {
            (Run::Heading(level), _) => parts.push(Part { start, level, title: words, points: Vec::new() }),
            (Run::Item, Some(part)) => part.points.push(words),
            (Run::Row | Run::Text, Some(part)) => part.points.extend(sentences(&words)),
            (_, None) => {}
        }
    }
    parts
}

/// The words of each block of `text`, with the start of its line; a row's cells are one block. Code blocks and HTML are
/// left out.
fn runs(text: &str) -> Vec<(usize, Run, String)> {
    let draft = Text::from(text);
    let markdown = Markdown::new(&draft, FrontMatter::find(&draft).body);
    let mut runs: Vec<(usize, Run, String)> = Vec::new();
    for segment in markdown.segments(draft.full_span()) {
        let Some(line) = markdown.line_at(segment.source.start) else { continue };
        let run = match line.block {
            Block::Heading(level) | Block::Underlined(level) => Run::Heading(level),
            Block::Html | Block::Comment | Block::Raw | Block::Fence | Block::Indented => continue,
            _ if line.items > 0 => Run::Item,
            Block::Row => Run::Row,
            _ => Run::Text,
        };
        let goes_on = runs.last().is_some_and(|(start, ..)| matches!(run, Run::Row) && *start == line.start);
        if segment.gap == Gap::Break && line.first && !goes_on || runs.is_empty() {
            runs.push((line.start, run, String::new()));
        }
        let Some((_, _, words)) = runs.last_mut() else { continue };
        if segment.gap > Gap::None {
            words.push(' ');
        }
        words.push_str(segment.words.as_deref().unwrap_or(&text[segment.source.range()]));
    }
    runs
}
