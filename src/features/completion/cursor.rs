//! The position of a completion request, with its context.

use super::item::{Item, ItemKind};
use crate::coach::Analysis;
use crate::features::line::{Hidden, HiddenPart, Line};
use crate::features::markup::Format;
use crate::lexicon::Lexicon;
use crate::text::{DocSpan, Text};

/// The trigger of a completion request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The user, or a letter that was typed.
    Asked,
    /// A character of [`super::TRIGGERS`] that was typed.
    Typed(char),
}

/// The position of a completion request, with its context.
pub(super) struct Cursor<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) text: &'a Text,
    pub(super) line: Line,
    /// The byte offset in the draft.
    pub(super) offset: usize,
    /// The byte offset in the line.
    pub(super) at: usize,
    pub(super) cause: Cause,
    pub(super) format: Format,
}

impl Cursor<'_> {
    /// Returns the lexicon of the draft.
    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.analysis.profile().lexicon
    }

    /// Returns the line up to the cursor.
    pub(super) fn before(&self) -> &str {
        &self.line.text[..self.at]
    }

    /// Returns the line from the cursor on.
    pub(super) fn after(&self) -> &str {
        &self.line.text[self.at..]
    }

    /// Returns the kind and the start of the code or comment that contains the cursor.
    pub(super) fn hidden(&self) -> Option<(Hidden, usize)> {
        // After closed code or a closed comment, the cursor is outside again.
        let hides = |part: &&HiddenPart| {
            let opening = if part.kind == Hidden::Comment { "<!--".len() } else { 1 };
            part.span.start + opening <= self.at && (self.at < part.span.end || !part.is_closed)
        };
        self.line.hidden.iter().find(hides).map(|part| (part.kind, part.span.start))
    }

    /// Creates an item that replaces the text from `start` of the line to the cursor with `text`. Editors that
    /// overwrite also replace `more` bytes after the cursor.
    pub(super) fn item(&self, kind: ItemKind, start: usize, more: usize, text: String) -> Item {
        let start = self.line.span.start + start;
        Item {
            label: text.clone(),
            detail: String::new(),
            documentation: String::new(),
            kind,
            filter: text.clone(),
            deprecated: false,
            insert: DocSpan::new(start, self.offset),
            replace: DocSpan::new(start, self.offset + more),
            text,
            stops: Vec::new(),
            also: None,
        }
    }
}
