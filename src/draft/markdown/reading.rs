//! The result of reading a part of a draft, and the replacement of an old part by a new one.

use std::collections::BTreeSet;

use super::block::{Cell, Line, Segment, Unclosed};
use crate::text::{Change, DocSpan, Span};

/// The result of reading a draft or a part of it. All entries are sorted by start.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub(super) lines: Vec<Line>,
    pub(super) segments: Vec<Segment>,
    pub(super) cells: Vec<Cell>,
    pub(super) comments: Vec<Span>,
    pub(super) blocks: Vec<Span>,
    pub(super) unclosed: Vec<Unclosed>,
    pub(super) roots: Vec<Root>,
    pub(super) definitions: Vec<Definition>,
}

/// The start of a line before which no block is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Root(pub(super) usize);

/// A link definition.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Definition {
    pub(super) start: usize,
    pub(super) name: Box<str>,
}

/// The names of link definitions, in lower case.
pub(super) type Names = BTreeSet<Box<str>>;

/// Returns the entries that begin in `span`.
pub(super) fn within<T: Positioned>(all: &[T], span: DocSpan) -> &[T] {
    let first = all.partition_point(|entry| entry.start() < span.start);
    let last = all.partition_point(|entry| entry.start() < span.end);
    &all[first..last]
}

/// An entry with a position in the draft.
pub(super) trait Positioned {
    /// The byte offset at which it begins.
    fn start(&self) -> usize;
    /// Moves it by `by` bytes.
    fn shift(&mut self, by: isize);
}

impl Positioned for Line {
    fn start(&self) -> usize {
        self.start
    }
    fn shift(&mut self, by: isize) {
        self.start = self.start.saturating_add_signed(by);
    }
}

impl Positioned for Root {
    fn start(&self) -> usize {
        self.0
    }
    fn shift(&mut self, by: isize) {
        self.0 = self.0.saturating_add_signed(by);
    }
}

impl Positioned for Definition {
    fn start(&self) -> usize {
        self.start
    }
    fn shift(&mut self, by: isize) {
        self.start = self.start.saturating_add_signed(by);
    }
}

impl Positioned for Span {
    fn start(&self) -> usize {
        self.start
    }
    fn shift(&mut self, by: isize) {
        *self = self.shifted(by);
    }
}

macro_rules! positioned_by_source {
    ($($name:ident),*) => {$(
        impl Positioned for $name {
            fn start(&self) -> usize {
                self.source.start
            }
            fn shift(&mut self, by: isize) {
                self.source = self.source.shifted(by);
            }
        }
    )*};
}

positioned_by_source!(Segment, Cell, Unclosed);

/// Replaces the entries that begin in `part` by `new`, and moves those below by `by` bytes. With `last`, none are below.
fn splice<T: Positioned>(old: &mut Vec<T>, new: Vec<T>, part: Change, by: isize, last: bool) {
    let first = old.partition_point(|entry| entry.start() < part.start);
    let end = if last { old.len() } else { old.partition_point(|entry| entry.start() < part.old_end) };
    if by != 0 {
        old[end..].iter_mut().for_each(|entry| entry.shift(by));
    }
    old.splice(first..end, new);
}

fn truncate<T: Positioned>(entries: &mut Vec<T>, end: usize) {
    entries.truncate(entries.partition_point(|entry| entry.start() < end));
}

impl Reading {
    /// Returns the names of the link definitions.
    pub(super) fn names(&self) -> Names {
        self.definitions.iter().map(|definition| definition.name.clone()).collect()
    }

    /// Returns the last root above the line that contains `offset`.
    pub(super) fn root_before(&self, offset: usize) -> Option<usize> {
        let lines = self.lines.partition_point(|line| line.start <= offset);
        let untouched = self.lines[..lines].last()?.start;
        let roots = self.roots.partition_point(|root| root.0 < untouched);
        self.roots[..roots].last().map(|root| root.0)
    }

    /// Removes the entries that begin at or after `end`.
    pub(super) fn truncate(&mut self, end: usize) {
        truncate(&mut self.lines, end);
        truncate(&mut self.segments, end);
        truncate(&mut self.cells, end);
        truncate(&mut self.comments, end);
        truncate(&mut self.blocks, end);
        truncate(&mut self.unclosed, end);
        truncate(&mut self.roots, end);
        truncate(&mut self.definitions, end);
    }

    /// Replaces the entries that begin in `part` by `new`, and moves those below by `by` bytes. With `last`, none are below.
    pub(super) fn splice(&mut self, new: Self, part: Change, by: isize, last: bool) {
        splice(&mut self.lines, new.lines, part, by, last);
        splice(&mut self.segments, new.segments, part, by, last);
        splice(&mut self.cells, new.cells, part, by, last);
        splice(&mut self.comments, new.comments, part, by, last);
        splice(&mut self.blocks, new.blocks, part, by, last);
        splice(&mut self.unclosed, new.unclosed, part, by, last);
        splice(&mut self.roots, new.roots, part, by, last);
        splice(&mut self.definitions, new.definitions, part, by, last);
    }
}
