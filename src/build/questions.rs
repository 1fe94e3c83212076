//! Finds questions: headings with a number or a question mark, with an answer below them.

use super::entry::Body;
use super::found::Found;
use super::words::{numbered, sentences, slug};
use crate::draft::front_matter::FrontMatter;
use crate::draft::markdown::{Block, Gap, Markdown};
use crate::text::Text;

/// Returns the questions of `text`, except those at offsets for which `in_story` is true.
pub(super) fn find(text: &str, in_story: impl Fn(usize) -> bool) -> Vec<Found> {
    let mut sections = sections(text);
    sections.retain(|section| !in_story(section.start));
    let mut parents: Vec<(u8, String)> = Vec::new();
    let mut found = Vec::new();
    for section in sections {
        parents.retain(|(level, _)| *level < section.level);
        let (number, title) = numbered(&section.title);
        let asks = number.is_some() || title.ends_with(['?', '？']);
        if asks && !section.points.is_empty() && !title.is_empty() {
            // The first heading is the document's own title.
            let topics = parents.iter().filter(|(level, _)| *level > 1).map(|(_, title)| slug(title));
            let topics = topics.filter(|topic| !topic.is_empty()).collect();
            let (title, body) = (title.to_owned(), Body::Points(section.points));
            found.push(Found { number, title, topics, body, figures: Vec::new() });
        } else {
            parents.push((section.level, numbered(&section.title).1.to_owned()));
        }
    }
    found
}

/// A heading and the text up to the next heading.
struct Section {
    start: usize,
    level: u8,
    title: String,
    points: Vec<String>,
}

/// The kind of block.
enum Run {
    Heading(u8),
    Item,
    Row,
    Text,
}

fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (start, run, words) in runs(text) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match (run, sections.last_mut()) {
            (Run::Heading(level), _) => sections.push(Section { start, level, title: words, points: Vec::new() }),
            (Run::Item, Some(section)) => section.points.push(words),
            (Run::Row | Run::Text, Some(section)) => section.points.extend(sentences(&words)),
            (_, None) => {}
        }
    }
    sections
}

/// Returns the words of each block of `text`, with the start of its line. The cells of a table row are one block. Code
/// blocks and HTML are skipped.
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
