//! Completes missing labels and answer templates.

use std::borrow::Cow;

use super::cursor::{Cause, Cursor};
use super::item::{Item, ItemKind};
use crate::answer::Answer;
use crate::answer::style;
use crate::component::Component;
use crate::draft::label::{self, LabelConfidence, LabelWords};
use crate::draft::passage::Passage;
use crate::features::line::{self, is_blank};
use crate::features::markup::Page;
use crate::lexicon::guide;
use crate::text::DocSpan;

/// The maximum number of bytes before the cursor to search for the beginning of an answer.
const MAX_BEGINNING: usize = 1 << 14;
/// The maximum length of white space between an answer and a new label, in bytes.
const MAX_GAP: usize = 64;

/// Returns the labels that the answer at the cursor lacks, the next one first, each as a section in the style of the
/// answer.
pub(super) fn labels(cursor: &Cursor<'_>) -> Vec<Item> {
    let Some((lead, word)) = beginning(cursor) else { return Vec::new() };
    let (marks, is_marked) = (&cursor.before()[..lead], !cursor.before()[..lead].trim().is_empty());
    let wrapped = !is_marked && !word.is_empty() && !is_blank_above(cursor);
    let asked = match cursor.cause {
        Cause::Asked => true,
        Cause::Typed('*') => marks.trim_start().ends_with("**"),
        Cause::Typed(char) => char == '#',
    };
    if wrapped || !asked {
        return Vec::new();
    }
    let Some((answer, here)) = open_answer(cursor) else { return Vec::new() };
    let others = || answer.sections.iter().filter(|section| section.label.line.start != here);
    let last = others().rfind(|section| section.label.line.start < here && !section.label.components.is_empty());
    let last = last.and_then(|section| section.label.components.last().copied());
    let mut missing: Vec<Component> =
        Component::ALL.into_iter().filter(|component| !others().any(|section| section.is(*component))).collect();
    missing.sort_by_key(|component| Some(*component) < last);
    let item = |component: Component| {
        let draft = style::new_section(&answer, component, label_words(cursor))?;
        let label = draft.text.get(..draft.prompts.first()?.start)?.trim().to_owned();
        let name = label.trim_matches(|char: char| !char.is_alphanumeric()).to_owned();
        let matched = [name.as_str(), component.name()].into_iter().find(|name| begins(name, word))?.to_owned();
        let question = guide::question(component);
        let mut page = Page::new(cursor.format);
        page.paragraph(question.words()).list(&format!("A good {}:", component.name()), question.good.iter());
        Some(Item {
            label,
            detail: question.words().to_owned(),
            documentation: page.finish(),
            filter: format!("{marks}{matched}"),
            stops: draft.prompts,
            ..cursor.item(ItemKind::Label, 0, cursor.after().len(), draft.text)
        })
    };
    missing.into_iter().filter_map(item).collect()
}

/// Returns an answer template in the style of the answer above.
pub(super) fn template(cursor: &Cursor<'_>) -> Option<Item> {
    let (lead, word) = beginning(cursor)?;
    let is_bare = cursor.before()[..lead].is_empty() && cursor.after().trim().is_empty();
    let is_typed = word.len() > 1 && begins("STAR answer", word);
    if !is_bare || !(word.is_empty() || is_typed) || !is_blank_above(cursor) || open_answer(cursor).is_some() {
        return None;
    }
    let answers = cursor.analysis.answers();
    let above = answers.partition_point(|answer| answer.span.start <= cursor.offset);
    let like = answers[..above].last().or(answers.first()).map(|answer| &answer.report.answer);
    let draft = like.and_then(|like| style::skeleton(like, false, label_words(cursor)));
    let draft = draft.unwrap_or_else(|| style::plain_skeleton(false, cursor.text.line_end(), label_words(cursor)));
    let mut page = Page::new(cursor.format);
    page.paragraph("An answer template with all four sections.");
    Some(Item {
        label: "STAR answer".to_owned(),
        detail: "Situation, Task, Action, Result".to_owned(),
        documentation: page.finish(),
        filter: "STAR answer".to_owned(),
        stops: draft.prompts,
        ..cursor.item(ItemKind::Answer, 0, cursor.after().len(), draft.text)
    })
}

/// Splits the line before the cursor into its leading marks and a word. Returns the length of the marks and the word;
/// `None` if there is other text on the line, except marks that close a label.
fn beginning<'a>(cursor: &'a Cursor<'_>) -> Option<(usize, &'a str)> {
    let before = cursor.before();
    let lead = before.find(|char: char| !matches!(char, ' ' | '\t' | '>' | '-' | '*' | '+' | '_' | '#' | '•'));
    let lead = lead.unwrap_or(before.len());
    let word = &before[lead..];
    let closes = |char: char| matches!(char, ' ' | '\t' | '*' | '_' | ':' | '#');
    let is_beginning = word.chars().all(char::is_alphabetic) && cursor.after().chars().all(closes);
    is_beginning.then_some((lead, word))
}

fn begins(name: &str, word: &str) -> bool {
    name.to_lowercase().starts_with(&word.to_lowercase())
}

fn is_blank_above(cursor: &Cursor<'_>) -> bool {
    let line = cursor.text.line_of(cursor.line.span.start);
    line == 0 || is_blank(cursor.text, line - 1)
}

/// Returns the answer that the cursor's line belongs to or continues, and the offset of that line in it. Includes an
/// answer with only one label so far, which the analysis doesn't recognize yet.
fn open_answer<'a>(cursor: &'a Cursor<'_>) -> Option<(Cow<'a, Answer>, usize)> {
    let start = cursor.line.span.start;
    let answers = cursor.analysis.answers();
    let above = answers[..answers.partition_point(|answer| answer.span.start <= start)].last();
    if let Some(answer) = above {
        let gap = DocSpan::new(answer.span.end.min(start), start);
        let goes_on = gap.len() <= MAX_GAP && cursor.text.slice(gap).trim().is_empty();
        if goes_on {
            return Some((Cow::Borrowed(&answer.report.answer), start - answer.span.start));
        }
    }
    let floor = above.map_or(0, |answer| answer.span.end);
    let mut labels = Vec::new();
    let above = DocSpan::new(floor.max(start.saturating_sub(MAX_BEGINNING)), start);
    for line in line::lines(cursor.analysis, cursor.text, above).filter(|line| line.unread.is_none()) {
        let found = label::labels(label_words(cursor), &line.text, line.span.start);
        if found.is_empty() && label::prefix(&line.text).heading > 0 {
            labels.clear();
        }
        labels.extend(found.into_iter().filter(|label| label.strength == LabelConfidence::Name));
    }
    let first = labels.first()?.line.start;
    let span = DocSpan::new(first, start);
    let text = cursor.text.slice(span);
    let segments = cursor.analysis.markdown().segments(span);
    let labels = labels.into_iter().map(|label| label.shifted(-(first as isize))).collect();
    let passage = Passage { text: text.trim_end().into(), labels, segments, ..Passage::default() };
    Some((Cow::Owned(Answer::new(passage, cursor.lexicon())), start - first))
}

/// Returns the label words of the draft.
fn label_words<'a>(cursor: &'a Cursor<'_>) -> &'a LabelWords {
    &cursor.analysis.profile().config.label_words
}
