//! Questions: numbered headings, and those that ask, with an answer below them.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::stories::sentences;
use super::{Body, Found, numbered, slug};

/// The questions of `text`, save those at places that are `told` in a story.
pub(super) fn find(text: &str, told: impl Fn(usize) -> bool) -> Vec<Found> {
    let mut parts = parts(text);
    parts.retain(|part| !told(part.start));
    let mut parents: Vec<(HeadingLevel, String)> = Vec::new();
    let mut found = Vec::new();
    for part in parts {
        parents.retain(|(level, _)| *level < part.level);
        let (number, title) = numbered(&part.title);
        let asks = number.is_some() || title.ends_with(['?', '？']);
        if asks && !part.points.is_empty() && !title.is_empty() {
            // The first heading is the document's own title.
            let topics = parents.iter().filter(|(level, _)| *level > HeadingLevel::H1).map(|(_, title)| slug(title));
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
    level: HeadingLevel,
    title: String,
    points: Vec<String>,
}

fn parts(text: &str) -> Vec<Part> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut parts: Vec<Part> = Vec::new();
    // What is being read: a heading's words, or a block's.
    let mut words = String::new();
    let mut in_item = 0_usize;
    let mut skipped = false;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => skipped = true,
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) => skipped = false,
            Event::Start(Tag::Heading { level, .. }) => {
                end_block(&mut parts, &mut words, in_item > 0);
                parts.push(Part { start: range.start, level, title: String::new(), points: Vec::new() });
            }
            Event::End(TagEnd::Heading(_)) => {
                let title = one_line(&std::mem::take(&mut words));
                if let Some(part) = parts.last_mut() {
                    part.title = title;
                }
            }
            Event::Start(Tag::Item) => {
                end_block(&mut parts, &mut words, in_item > 0);
                in_item += 1;
            }
            Event::End(TagEnd::Item) => {
                end_block(&mut parts, &mut words, true);
                in_item = in_item.saturating_sub(1);
            }
            Event::End(TagEnd::Paragraph | TagEnd::TableRow | TagEnd::TableHead) => {
                end_block(&mut parts, &mut words, in_item > 0);
            }
            Event::Text(shown) | Event::Code(shown) if !skipped => words.push_str(&shown),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => words.push(' '),
            _ => {}
        }
    }
    end_block(&mut parts, &mut words, false);
    parts
}

/// Notes a list item as a point, and each sentence of other text.
fn end_block(parts: &mut [Part], words: &mut String, is_item: bool) {
    let block = one_line(&std::mem::take(words));
    let Some(part) = parts.last_mut().filter(|_| !block.is_empty()) else { return };
    match is_item {
        true => part.points.push(block),
        false => part.points.extend(sentences(&block)),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
