//! A cursor, and what is around it.

use super::item::{Item, ItemKind};
use crate::coach::Analysis;
use crate::features::ground::{Hidden, HiddenPart, Line};
use crate::features::markup::Format;
use crate::lexicon::Lexicon;
use crate::text::{DocSpan, Text};

/// What made the editor ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The writer, or a letter that was typed.
    Asked,
    /// This character, which is one of [`super::TRIGGERS`].
    Typed(char),
}

/// The place of a cursor.
pub(super) struct Cursor<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) text: &'a Text,
    pub(super) line: Line,
    /// Where the cursor stands in the draft.
    pub(super) offset: usize,
    /// The same in the line.
    pub(super) at: usize,
    pub(super) cause: Cause,
    pub(super) format: Format,
}

impl Cursor<'_> {
    /// What is known by name.
    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.analysis.coach().lexicon
    }

    /// The line up to the cursor.
    pub(super) fn before(&self) -> &str {
        &self.line.text[..self.at]
    }

    /// The line from the cursor on.
    pub(super) fn after(&self) -> &str {
        &self.line.text[self.at..]
    }

    /// What hides the cursor, and where that begins in the line.
    pub(super) fn hidden(&self) -> Option<(Hidden, usize)> {
        // Behind the end of code or a comment that is closed one is outside again.
        let hides = |part: &&HiddenPart| {
            let opening = if part.kind == Hidden::Comment { "<!--".len() } else { 1 };
            part.span.start + opening <= self.at && (self.at < part.span.end || !part.is_closed)
        };
        self.line.hidden.iter().find(hides).map(|part| (part.kind, part.span.start))
    }

    /// An offer of `text` for what stands between `start` of the line and the cursor, or `more` bytes behind it.
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
