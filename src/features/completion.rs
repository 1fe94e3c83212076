//! What can be written at a place: labels, a whole answer, names of services, figures, references, comments to us.
//!
//! Nothing is offered where it would only be in the way: outside of answers there is a whole answer to begin and references,
//! within one there are services for a word that begins like one, and figures in a Result.

mod answer;
mod comment;
mod cursor;
mod item;
mod reference;
mod words;

use crate::coach::Analysis;
use crate::features::ground::{Hidden, Line, Unread};
use crate::features::markup::Format;
use crate::text::Text;
pub use cursor::Cause;
use cursor::Cursor;
pub use item::{Completion, Item, ItemKind};

/// The characters that are worth asking after, besides letters: they begin a reference, a label, what a comment says.
pub const TRIGGERS: [char; 4] = ['[', '*', '#', ':'];

/// What can be written at `offset` of `text`, which `analysis` describes.
pub fn complete(analysis: &Analysis, text: &Text, offset: usize, cause: Cause, format: Format) -> Completion {
    let line = Line::at(analysis, text, offset);
    let offset = offset.min(line.span.end).max(line.span.start);
    let cursor = Cursor { analysis, text, at: offset - line.span.start, line, offset, cause, format };
    complete_at(&cursor)
}

fn complete_at(cursor: &Cursor<'_>) -> Completion {
    match cursor.line.unread {
        Some(Unread::FrontMatter) => return whole(comment::settings(cursor)),
        Some(_) => return Completion::default(),
        None => {}
    }
    match cursor.hidden() {
        Some((Hidden::Code, _)) => return Completion::default(),
        Some((Hidden::Comment, comment)) => return whole(comment::words(cursor, comment)),
        None => {}
    }
    if let Some(typed) = reference::begun(cursor) {
        return whole(reference::complete(cursor, typed));
    }
    let mut items = answer::labels(cursor);
    if cursor.cause == Cause::Asked {
        items.extend(answer::scaffold(cursor));
        items.extend(comment::begun(cursor));
    }
    if !items.is_empty() || cursor.cause != Cause::Asked {
        return whole(items);
    }
    words::complete(cursor)
}

fn whole(items: Vec<Item>) -> Completion {
    Completion { items, incomplete: false }
}

#[cfg(test)]
mod tests;
