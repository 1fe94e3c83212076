//! What can be written at a place: labels, a whole answer, names of services, figures, references, comments to us.
//!
//! Nothing is offered where it would only be in the way: outside of answers there is a whole answer to begin and references,
//! within one there are services for a word that begins like one, and figures in a Result.

mod answer;
mod comment;
mod words;

use crate::coach::Analysis;
use crate::features::ground::{Hidden, HiddenPart, Line, Unread};
use crate::features::hover;
use crate::features::markup::{Format, Page};
use crate::lexicon::Lexicon;
use crate::scenarios;
use crate::text::{DocSpan, Span, Text};

/// How long the words in the brackets of a reference may be while they are typed, in bytes.
const LONGEST_REFERENCE: usize = 60;

/// What an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A label, with its section.
    Label,
    /// A whole answer.
    Answer,
    /// The official name of a service.
    Service,
    /// Words for a figure.
    Figure,
    /// The id of a scenario or question.
    Reference,
    /// A word of a comment to star-coach.
    Directive,
    /// A setting in the front matter.
    Setting,
}

/// Something that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is called in the menu.
    pub label: String,
    /// More about it, in a few words; may be empty.
    pub detail: String,
    /// All about it, in the format that was asked for; may be empty.
    pub documentation: String,
    /// What it is.
    pub kind: ItemKind,
    /// What the editor compares with what stands in `insert`.
    pub filter: String,
    /// Whether its time is over.
    pub deprecated: bool,
    /// What it takes the place of: some of one line, up to the cursor.
    pub insert: DocSpan,
    /// The same with what follows the cursor, for those who overwrite.
    pub replace: DocSpan,
    /// What comes.
    pub text: String,
    /// What is to be filled in afterwards, as spans of `text`, in order.
    pub stops: Vec<Span>,
    /// Something to write elsewhere too: where and what.
    pub also: Option<(DocSpan, &'static str)>,
}

/// What can be written at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The offers, the best first.
    pub items: Vec<Item>,
    /// Whether there are others once more is typed.
    pub incomplete: bool,
}

/// What made the editor ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The writer, or a letter that was typed.
    Asked,
    /// This character, which is one of [`TRIGGERS`].
    Typed(char),
}

/// The characters that are worth asking after, besides letters: they begin a reference, a label, what a comment says.
pub const TRIGGERS: [char; 4] = ['[', '*', '#', ':'];

/// The place of a cursor.
struct Cursor<'a> {
    analysis: &'a Analysis,
    text: &'a Text,
    line: Line,
    /// Where the cursor stands in the draft.
    offset: usize,
    /// The same in the line.
    at: usize,
    cause: Cause,
    format: Format,
}

/// What can be written at `offset` of `text`, which `analysis` describes.
pub fn complete(analysis: &Analysis, text: &Text, offset: usize, cause: Cause, format: Format) -> Completion {
    let line = Line::at(analysis, text, offset);
    let offset = offset.min(line.span.end).max(line.span.start);
    let cursor = Cursor { analysis, text, at: offset - line.span.start, line, offset, cause, format };
    cursor.complete()
}

impl Cursor<'_> {
    fn complete(&self) -> Completion {
        match self.line.unread {
            Some(Unread::FrontMatter) => return whole(comment::settings(self)),
            Some(_) => return Completion::default(),
            None => {}
        }
        match self.hidden() {
            Some((Hidden::Code, _)) => return Completion::default(),
            Some((Hidden::Comment, comment)) => return whole(comment::words(self, comment)),
            None => {}
        }
        if let Some(typed) = self.reference() {
            return whole(self.references(typed));
        }
        let mut items = answer::labels(self);
        if self.cause == Cause::Asked {
            items.extend(answer::scaffold(self));
            items.extend(comment::begun(self));
        }
        if !items.is_empty() || self.cause != Cause::Asked {
            return whole(items);
        }
        words::complete(self)
    }

    fn lexicon(&self) -> &Lexicon {
        &self.analysis.coach().lexicon
    }

    /// The line up to the cursor.
    fn before(&self) -> &str {
        &self.line.text[..self.at]
    }

    /// The line from the cursor on.
    fn after(&self) -> &str {
        &self.line.text[self.at..]
    }

    /// What hides the cursor, and where that begins in the line.
    fn hidden(&self) -> Option<(Hidden, usize)> {
        // Behind the end of code or a comment that is closed one is outside again.
        let hides = |part: &&HiddenPart| {
            let opening = if part.kind == Hidden::Comment { "<!--".len() } else { 1 };
            part.span.start + opening <= self.at && (self.at < part.span.end || !part.is_closed)
        };
        self.line.hidden.iter().find(hides).map(|part| (part.kind, part.span.start))
    }

    /// Where the id of a reference begins that is being written, in the line.
    fn reference(&self) -> Option<usize> {
        let open = self.before().rfind("[[")? + 2;
        let typed = &self.before()[open..];
        (typed.len() <= LONGEST_REFERENCE && !typed.contains(['[', ']', '|', '#'])).then_some(open)
    }

    fn references(&self, open: usize) -> Vec<Item> {
        let lexicon = self.lexicon();
        let near = self.analysis.answer_at(self.offset);
        let related = near.map(|near| scenarios::related(lexicon, &near.report.answer, lexicon.scenarios.len()));
        let mut order: Vec<usize> = related.into_iter().flatten().map(|related| related.scenario).collect();
        let first = order.len();
        order.extend((0..lexicon.scenarios.len()).filter(|index| !order[..first].contains(index)).collect::<Vec<_>>());
        let typed = &self.before()[open..];
        let rest = self.after().find([' ', '[', ']', '.', ',']).unwrap_or(self.after().len());
        let closing = self.after()[rest..].bytes().take(2).take_while(|byte| *byte == b']').count();
        let item = |index: usize| {
            let scenario = &lexicon.scenarios[index];
            let mut page = Page::new(self.format);
            hover::scenario(lexicon, index, &mut page);
            let text = format!("{}{}", scenario.id, &"]]"[closing..]);
            // Whoever types words of the title finds it too.
            let words = format!("{} {}", scenario.id, scenario.title);
            let titled = words.to_lowercase().contains(&typed.trim().to_lowercase());
            let filter = if titled { format!("{typed} {words}") } else { words };
            Item {
                label: scenario.id.clone(),
                detail: scenario.title.clone(),
                documentation: page.finish(),
                filter,
                ..self.item(ItemKind::Reference, open, rest, text)
            }
        };
        order.into_iter().map(item).collect()
    }

    /// An offer of `text` for what stands between `start` of the line and the cursor, or `more` bytes behind it.
    fn item(&self, kind: ItemKind, start: usize, more: usize, text: String) -> Item {
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

fn whole(items: Vec<Item>) -> Completion {
    Completion { items, incomplete: false }
}

/// What stands in brackets in `text`, and "$[amount]" without its sign: what is to be filled in.
fn stops(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('[').map(|skip| at + skip) {
        let Some(close) = text[open..].find(']').map(|len| open + len + 1) else { break };
        found.push(Span::new(open, close));
        at = close;
    }
    found
}

#[cfg(test)]
mod tests;
