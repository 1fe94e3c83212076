//! The start and end of the answers in a draft.
//!
//! One scan over the lines tracks what [`crate::draft::markdown`] does not know about a line: the title in effect, and the
//! labels of the answer that is being read. A scan can start at any *checkpoint*, where nothing above matters but the title
//! and the suppressions in effect. After an edit, a scan reads from the checkpoint above the edit to the first checkpoint
//! below it that the old outline had, too (invariants 5 and 6).
//!
//! `docs/answers.md` defines what counts as an answer. Each item of it has a fixture.

mod counting;
mod framing;
mod open_answer;
mod scanner;
mod suppressions;
mod title;
mod unread;

pub use scanner::{DraftOptions, LocatedPassage};
pub use unread::{Reason, Unread};

use crate::component::Components;
use crate::draft::label::{self, LabelConfidence, LabelWords};
use crate::draft::markdown::{Block, Line, Markdown, Unclosed};
use crate::draft::suppression::{Directive, InheritedSuppression, Scope, Verb};
use crate::text::{Change, Span, Text, without_line_end};
use scanner::{Checkpoint, Scan, Scanner, Source};
use title::Title;

/// The outline of a draft, without its answers: their passages are part of the reports.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    checkpoints: Vec<Checkpoint>,
    /// The blocks that are never closed and hide a label, in order.
    hiding: Vec<Unclosed>,
    options: DraftOptions,
    /// The offset at which the front matter ends.
    body: usize,
    /// The suppression comments, in order.
    directives: Vec<Directive>,
    /// What looks like an answer but was not read as one, in order.
    unread: Vec<Unread>,
    /// The rules (`None` for all) suppressed in the whole draft, sorted.
    suppressed: Vec<Option<Box<str>>>,
}

/// The answers to replace after an edit: those that begin from `from` on and, in the old text, before `old_to`.
#[derive(Debug)]
pub struct Rescan {
    /// The offset at which the scan began.
    pub from: usize,
    /// The offset at which the scan ended, in the old text.
    pub old_to: usize,
    /// The new answers.
    pub passages: Vec<LocatedPassage>,
    /// The number of lines read.
    pub line_count: usize,
    /// The number of checkpoints moved.
    pub moved: usize,
    /// Whether the scanned part has, or had, suppression comments.
    pub has_directives: bool,
}

/// An edit, and the part of the draft whose lines it may affect.
#[derive(Clone, Copy, Debug)]
pub struct Edited {
    /// The edit.
    pub change: Change,
    /// The result of [`Markdown::update`].
    pub part: Change,
}

impl Outline {
    /// Reads all of `text`, whose Markdown is `markdown`, and returns its outline and its answers.
    pub fn new(
        label_words: &LabelWords,
        text: &Text,
        markdown: &Markdown,
        options: DraftOptions,
    ) -> (Self, Vec<LocatedPassage>) {
        let body = markdown.body();
        let hiding = hiding_labels(label_words, text, markdown);
        let scanner = Scanner::new(Source { label_words, text, markdown, hiding: &hiding }, options);
        let Scan { checkpoints, directives, unread, mut passages, .. } = scanner.run(body, |_| false);
        let suppressed = suppressed_in_file(&directives);
        let outline = Self { checkpoints, hiding, options, body, directives, unread, suppressed };
        outline.add_file_suppressions(&mut passages);
        (outline, passages)
    }

    /// Adds the suppressions for the whole draft to each passage.
    fn add_file_suppressions(&self, passages: &mut [LocatedPassage]) {
        for located in passages {
            let suppressions = self.suppressed.iter();
            let suppressions = suppressions.map(|code| InheritedSuppression { scope: Scope::File, code: code.clone() });
            located.passage.inherited.splice(0..0, suppressions);
        }
    }

    /// Reads all of `text` again.
    fn rebuild(&mut self, label_words: &LabelWords, text: &Text, markdown: &Markdown, change: Change) -> Rescan {
        let old_len = text.len().saturating_add_signed(-change.grown());
        let (outline, passages) = Self::new(label_words, text, markdown, self.options);
        let has_directives = !(self.directives.is_empty() && outline.directives.is_empty());
        *self = outline;
        Rescan { from: 0, old_to: old_len + 1, passages, line_count: text.line_count(), moved: 0, has_directives }
    }

    /// Updates the outline to `text` after an edit. `markdown` is already up to date.
    pub fn update(&mut self, label_words: &LabelWords, text: &Text, markdown: &Markdown, edited: Edited) -> Rescan {
        let Edited { change, part } = edited;
        if markdown.body() != self.body {
            return self.rebuild(label_words, text, markdown, change);
        }
        let hiding = hiding_labels(label_words, text, markdown);
        if self.hides_elsewhere(&hiding, edited) {
            return self.rebuild(label_words, text, markdown, change);
        }
        self.hiding = hiding;
        let grown = change.grown();
        let first = self.checkpoints.partition_point(|checkpoint| checkpoint.at < part.start);
        let start = self.checkpoints[..first].last().cloned();
        let start = start.unwrap_or(Checkpoint { at: self.body, title: None, suppressions: None });
        let from = start.at;
        let old = &self.checkpoints;
        let mut candidate = first;
        // The old checkpoint at which the scan is in step with the old outline.
        let mut in_step = None;
        let source = Source { label_words, text, markdown, hiding: &self.hiding };
        let scan = Scanner::resume(source, self.options, start).run(from, |new| {
            if new.at < part.new_end {
                return false;
            }
            let old_at = new.at.saturating_add_signed(-grown);
            while old.get(candidate).is_some_and(|checkpoint| checkpoint.at < old_at) {
                candidate += 1;
            }
            let same = old.get(candidate).is_some_and(|checkpoint| {
                checkpoint.at == old_at
                    && checkpoint.suppressions == new.suppressions
                    && is_moved_title(checkpoint.title.as_ref(), new.title.as_ref(), change)
            });
            in_step = same.then_some(candidate);
            same
        });
        let Scan { mut checkpoints, mut passages, mut directives, unread, line_count } = scan;
        let old_to = in_step.map_or(usize::MAX, |index| old[index].at);
        if in_step.is_some() {
            // The old outline has this checkpoint, and what begins there.
            let at = checkpoints.pop().map_or(0, |checkpoint| checkpoint.at);
            directives.retain(|directive| directive.span.start < at);
        }
        let tail = in_step.unwrap_or(self.checkpoints.len());
        for checkpoint in &mut self.checkpoints[tail..] {
            checkpoint.at = checkpoint.at.saturating_add_signed(grown);
            checkpoint.title = checkpoint.title.take().map(|title| title.after(change));
        }
        let moved = self.checkpoints.len() - tail;
        self.checkpoints.splice(first.saturating_sub(1)..tail, checkpoints);
        self.replace_unread(from, old_to, unread, grown);
        let has_directives = self.replace_directives(from, old_to, directives, grown);
        if has_directives && suppressed_in_file(&self.directives) != self.suppressed {
            return Rescan { has_directives: true, ..self.rebuild(label_words, text, markdown, change) };
        }
        self.add_file_suppressions(&mut passages);
        Rescan { from, old_to, passages, line_count, moved, has_directives }
    }

    /// Whether a block outside of the edited part began, or stopped, to hide a label. An edit can change which of several
    /// fences above it is the one to close.
    fn hides_elsewhere(&self, new: &[Unclosed], Edited { change, part }: Edited) -> bool {
        let old = self.hiding.iter().map(|unclosed| unclosed.source.start);
        let old = old.filter(|start| !(part.start..part.old_end).contains(start));
        let old = old.map(|start| if start < part.start { start } else { start.saturating_add_signed(change.grown()) });
        let new = new.iter().map(|unclosed| unclosed.source.start);
        !old.eq(new.filter(|start| !(part.start..part.new_end).contains(start)))
    }

    /// Replaces the comments that begin from `from` on and before `old_to` by `new`, and moves those below by `grown` bytes.
    /// Returns whether there were old ones or are new ones.
    fn replace_directives(&mut self, from: usize, old_to: usize, new: Vec<Directive>, grown: isize) -> bool {
        let replaced = self.directives.partition_point(|directive| directive.span.start < from)
            ..self.directives.partition_point(|directive| directive.span.start < old_to);
        let has_directives = !(replaced.is_empty() && new.is_empty());
        for directive in &mut self.directives[replaced.end..] {
            directive.shift(grown);
        }
        self.directives.splice(replaced, new);
        has_directives
    }

    /// Replaces what begins from `from` on and before `old_to` by `new`, and moves what is below by `grown` bytes.
    fn replace_unread(&mut self, from: usize, old_to: usize, new: Vec<Unread>, grown: isize) {
        let replaced = self.unread.partition_point(|unread| unread.span.start < from)
            ..self.unread.partition_point(|unread| unread.span.start < old_to);
        for unread in &mut self.unread[replaced.end..] {
            unread.span = unread.span.shifted(grown);
        }
        self.unread.splice(replaced, new);
    }

    /// What looks like an answer but was not read as one, in order.
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// The suppression comments, in order.
    pub fn directives(&self) -> &[Directive] {
        &self.directives
    }

    /// The rules (`None` for all) suppressed in the whole draft, sorted.
    pub fn suppressed(&self) -> &[Option<Box<str>>] {
        &self.suppressed
    }

    /// The fences, comments, and raw HTML that are never closed and hide a label, in order.
    pub fn hiding(&self) -> &[Unclosed] {
        &self.hiding
    }
}

/// Returns the blocks of `markdown` that are never closed and hide a label.
fn hiding_labels(label_words: &LabelWords, text: &Text, markdown: &Markdown) -> Vec<Unclosed> {
    let hides = |unclosed: &Unclosed| {
        let Span { start, end } = unclosed.source;
        let lines = text.lines_from(start).skip(1).take_while(|(at, _)| *at < end);
        let mut letters = Components::default();
        lines.flat_map(|(at, line)| label::labels(label_words, without_line_end(&line), at)).any(|label| {
            match label.strength {
                LabelConfidence::Name => !label.components.is_empty(),
                // Letters are labels only together: "S:", "T:", "A:".
                LabelConfidence::Letter => {
                    letters = letters.and(label.components);
                    letters.len() >= 3
                }
                _ => false,
            }
        })
    };
    let mut hiding: Vec<Unclosed> = markdown.unclosed().iter().filter(|unclosed| hides(unclosed)).copied().collect();
    // Below a missing fence, opening and closing fences change sides. Then the last fence is the one that is not closed, but
    // the one to close is above it.
    if let (true, Some(last)) = (hiding.is_empty(), markdown.unclosed().last())
        && last.block == Block::Fence
    {
        hiding.extend(fences(markdown, last.source.start).rev().find(hides));
    }
    hiding
}

/// Returns the fenced code blocks above `end`, in order.
fn fences(markdown: &Markdown, end: usize) -> impl DoubleEndedIterator<Item = Unclosed> {
    let lines = markdown.lines_from(0);
    let opens = move |(_, line): &(usize, &Line)| line.block == Block::Fence && line.first && line.start < end;
    lines.iter().enumerate().filter(opens).map(move |(number, line)| {
        let goes_on = |line: &&Line| line.block == Block::Fence && !line.first;
        let count = lines[number + 1..].iter().take_while(goes_on).count();
        let end = lines.get(number + 1 + count).map_or(end, |next| next.start);
        Unclosed { source: Span::new(line.start, end), block: Block::Fence }
    })
}

/// Whether `new` is the title `old` of the old text, moved but not touched by the edit.
fn is_moved_title(old: Option<&Title>, new: Option<&Title>, change: Change) -> bool {
    let Some(old) = old else { return new.is_none() };
    !old.is_touched_by(change) && new == Some(&old.clone().after(change))
}

/// Returns the rules (`None` for all) that `directives` suppress in the whole draft, sorted.
fn suppressed_in_file(directives: &[Directive]) -> Vec<Option<Box<str>>> {
    let of_file = directives.iter().filter(|directive| directive.verb == Some(Verb::IgnoreFile));
    let codes = of_file.flat_map(|directive| directive.names().map(|(_, code)| code.map(Into::into)));
    let mut codes: Vec<_> = codes.collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
