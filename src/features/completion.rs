//! Completion: labels, answer templates, service names, placeholders for metrics, references, and suppression comments.
//!
//! Offers depend on the position. Outside answers: answer templates and references. Within an answer: service names
//! that begin with the words being typed, and placeholders for metrics in a Result.

mod answer;
mod comment;
mod cursor;
mod item;
mod reference;
mod words;

use crate::coach::Analysis;
use crate::features::line::{Hidden, Line, Unread};
use crate::features::markup::Format;
use crate::text::Text;
pub use cursor::Cause;
use cursor::Cursor;
pub use item::{Completion, Item, ItemKind};

/// The characters that trigger completion, besides letters: they begin a reference, a label, or a word of a suppression
/// comment.
pub const TRIGGERS: [char; 4] = ['[', '*', '#', ':'];

/// Returns the completions at `offset` of `text`, which `analysis` describes.
pub fn complete(analysis: &Analysis, text: &Text, offset: usize, cause: Cause, format: Format) -> Completion {
    let line = Line::at(analysis, text, offset);
    let offset = offset.min(line.span.end).max(line.span.start);
    let cursor = Cursor { analysis, text, at: offset - line.span.start, line, offset, cause, format };
    complete_at(&cursor)
}

fn complete_at(cursor: &Cursor<'_>) -> Completion {
    match cursor.line.unread {
        Some(Unread::FrontMatter) => return complete_list(comment::settings(cursor)),
        Some(_) => return Completion::default(),
        None => {}
    }
    match cursor.hidden() {
        Some((Hidden::Code, _)) => return Completion::default(),
        Some((Hidden::Comment, comment)) => return complete_list(comment::words(cursor, comment)),
        None => {}
    }
    if let Some(typed) = reference::begun(cursor) {
        return complete_list(reference::complete(cursor, typed));
    }
    let mut items = answer::labels(cursor);
    if cursor.cause == Cause::Asked {
        items.extend(answer::template(cursor));
        items.extend(comment::begun(cursor));
    }
    if !items.is_empty() || cursor.cause != Cause::Asked {
        return complete_list(items);
    }
    words::complete(cursor)
}

fn complete_list(items: Vec<Item>) -> Completion {
    Completion { items, incomplete: false }
}

#[cfg(test)]
mod tests;
