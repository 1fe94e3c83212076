//! Actions that suppress a finding with a comment: for its block, its answer, or the file.
//!
//! In many positions a comment would break the Markdown around it: split a list or paragraph, or end a table. So each
//! comment is tried before it is offered: the structure must stay the same, and the edit must remove the finding and
//! add no other.

use crate::coach::fixing;
use crate::coach::{Analysis, Placed};
use crate::draft::label;
use crate::draft::markdown;
use crate::draft::suppression::{Directive, NAME, Verb};
use crate::rules::Finding;
use crate::text::edit::DocEdit;
use crate::text::{Change, DocSpan, Span, Text};

/// The number of bytes above an answer to include when trying a comment.
const CONTEXT: usize = 1 << 10;

/// Returns the edits that suppress `finding` of `answer`, with their titles, the narrowest first.
pub(super) fn ignores(analysis: &Analysis, text: &Text, answer: &Placed, finding: &Finding) -> Vec<(String, DocEdit)> {
    let code = finding.rule.name;
    let suppressor = Suppressor { analysis, text, answer, finding };
    let here = suppressor.first_good(suppressor.here());
    let in_answer = suppressor.first_good(suppressor.in_answer());
    [
        here.map(|edit| (format!("Ignore `{code}` here"), edit)),
        in_answer.map(|edit| (format!("Ignore `{code}` in this answer"), edit)),
        Some((format!("Ignore `{code}` in this file"), suppressor.in_file())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Suppressor<'a> {
    analysis: &'a Analysis,
    text: &'a Text,
    answer: &'a Placed,
    finding: &'a Finding,
}

impl Suppressor<'_> {
    /// Returns candidate edits that suppress the finding in its block, best first.
    fn here(&self) -> Vec<DocEdit> {
        let blocks = self.answer.report.answer.blocks();
        let at = self.finding.span.start;
        let Some(&block) = blocks.iter().rfind(|block| block.touches(at)) else { return Vec::new() };
        let block = self.answer.place(block);
        let above = |directive: &&Directive| {
            directive.alone
                && directive.span.end <= block.start
                && block.start - directive.span.end <= CONTEXT
                && self.is_bare(DocSpan::new(directive.span.end, block.start))
        };
        let existing = self.analysis.directives().iter().rfind(above);
        let existing = existing.filter(|directive| directive.verb == Some(Verb::Ignore));
        let mut edits: Vec<_> = existing.and_then(|existing| self.extended(existing)).into_iter().collect();
        let comment = self.comment(Verb::Ignore);
        let own_lines = self.lines_above(block.start, &comment);
        let within = self.ends(block, &comment);
        if self.is_row(block.start) {
            edits.extend(within.into_iter().chain(own_lines));
        } else {
            edits.extend(own_lines.into_iter().chain(within));
        }
        edits
    }

    /// Returns candidate edits that suppress the finding in its answer, best first.
    fn in_answer(&self) -> Vec<DocEdit> {
        let passage = &self.answer.report.answer.passage;
        let of_answer = |directive: &&Directive| directive.verb == Some(Verb::IgnoreAnswer);
        let inside =
            |directive: &&Directive| self.answer.span.contains(DocSpan::new(directive.span.start, directive.span.end));
        let existing = self.analysis.directives().iter().filter(inside).find(of_answer);
        let mut edits: Vec<_> = existing.and_then(|existing| self.extended(existing)).into_iter().collect();
        let comment = self.comment(Verb::IgnoreAnswer);
        if let Some(title) = passage.title {
            let line = self.line_at(self.answer.place(title).start);
            let lead = containers(&self.text.slice(line)).0;
            let text = format!("{}{lead}{comment}", self.line_end());
            edits.push(DocEdit { span: DocSpan::new(line.end, line.end), text });
        }
        edits.extend(self.lines_above(self.answer.span.start, &comment));
        if let Some(label) = passage.labels.first() {
            edits.extend(self.ends(self.answer.place(label.line), &comment));
        }
        edits
    }

    /// Returns the edit that suppresses the finding in the file: extends an existing comment, or adds one at the top.
    fn in_file(&self) -> DocEdit {
        let of_file = |directive: &&Directive| directive.verb == Some(Verb::IgnoreFile);
        let existing = self.analysis.directives().iter().filter(of_file).find_map(|existing| self.extended(existing));
        existing.unwrap_or_else(|| {
            let body = self.analysis.body();
            let first = self.text.slice(self.line_at(body));
            let mark = if first.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let gap = if first[mark..].trim().is_empty() { 1 } else { 2 };
            let at = body + mark;
            let text = format!("{}{}", self.comment(Verb::IgnoreFile), self.line_end().repeat(gap));
            DocEdit { span: DocSpan::new(at, at), text }
        })
    }

    fn comment(&self, verb: Verb) -> String {
        format!("<!-- {NAME}: {} {} -->", verb.word(), self.finding.rule.name)
    }

    fn line_end(&self) -> &'static str {
        let answer = &self.answer.report.answer;
        // An answer of one line has no line end.
        if answer.text().contains(['\n', '\r']) { answer.line_end() } else { self.text.line_end() }
    }

    /// Returns the edit that adds the rule to the comment `existing`; `None` if that has a reason, which may not apply
    /// to this rule, or suppresses all rules.
    fn extended(&self, existing: &Directive) -> Option<DocEdit> {
        let last = existing.codes.last().filter(|_| !existing.has_reason)?;
        let at = existing.place(last).end;
        Some(DocEdit { span: DocSpan::new(at, at), text: format!(", {}", self.finding.rule.name) })
    }

    /// Returns edits that put `comment` on its own line above the line at `at`: with the quote marks and indentation of
    /// that line or, in a list, with the indentation of the item's text.
    fn lines_above(&self, at: usize, comment: &str) -> Vec<DocEdit> {
        let line = self.line_at(at);
        let words = self.text.slice(line);
        let mark = if words.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (marks, hanging) = containers(&words[mark..]);
        let at = line.start + mark;
        let line =
            |lead: String| DocEdit { span: DocSpan::new(at, at), text: format!("{lead}{comment}{}", self.line_end()) };
        [Some(marks), hanging].into_iter().flatten().map(line).collect()
    }

    /// Returns edits that put `comment` at a line end within `block`: in a table, the end of the finding's cell or of
    /// the row; else the end of the last line or the first.
    fn ends(&self, block: DocSpan, comment: &str) -> Vec<DocEdit> {
        let mut ends = Vec::new();
        let mut add = |span: DocSpan| {
            let words = self.text.slice(span);
            // A backslash that breaks the line must stay at its end.
            let at = span.start + words.trim_end().trim_end_matches('\\').trim_end().len();
            ends.push(DocEdit { span: DocSpan::new(at, at), text: format!(" {comment}") });
        };
        let first = self.line_at(block.start);
        if self.is_row(block.start) {
            let at = self.answer.place(self.finding.span).start.clamp(first.start, first.end);
            let rest = self.text.slice(DocSpan::new(at, first.end));
            let cell = rest.char_indices().find(|&(at, c)| c == '|' && !rest[..at].ends_with('\\'));
            add(DocSpan::new(first.start, cell.map_or(first.end, |(len, _)| at + len)));
            // A label must be alone in its cell, so the last cell of the row is a second choice.
            let row = self.text.slice(first);
            add(DocSpan::new(first.start, first.start + row.trim_end().trim_end_matches('|').len()));
        } else {
            let last = self.line_at(block.end.max(block.start));
            add(last);
            if last != first {
                add(first);
            }
        }
        ends
    }

    fn line_at(&self, at: usize) -> DocSpan {
        self.text.line_span(self.text.line_of(at))
    }

    /// Whether the line at `at` is a table row.
    fn is_row(&self, at: usize) -> bool {
        label::prefix(&self.text.slice(self.line_at(at))).pipe
    }

    fn is_bare(&self, span: DocSpan) -> bool {
        self.text.slice(span).trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty()
    }

    fn first_good(&self, edits: Vec<DocEdit>) -> Option<DocEdit> {
        edits.into_iter().find(|edit| self.is_good(edit))
    }

    /// Whether `edit` keeps the structure of the Markdown, and removes the finding and nothing else.
    fn is_good(&self, edit: &DocEdit) -> bool {
        let from = self.text.line_of(self.answer.span.start.saturating_sub(CONTEXT));
        let window = DocSpan::new(self.text.line_start(from), self.answer.span.end);
        let before = self.text.slice(window);
        let mut after = before.to_string();
        let within = Span::new(edit.span.start - window.start, edit.span.end - window.start);
        after.replace_range(within.range(), &edit.text);
        if markdown::structure(&before) != markdown::structure(&after) {
            return false;
        }
        let mut text = self.text.clone();
        text.replace(edit.span, &edit.text);
        let mut analysis = self.analysis.clone();
        let new_end = edit.span.start + edit.text.len();
        analysis.update(&text, Change { start: edit.span.start, old_end: edit.span.end, new_end });
        fixing::clears(self.analysis, &analysis, self.finding)
    }
}

/// Returns the quote marks and white space before the text of `line`. For a list item, also returns them with the width
/// of the bullet added.
fn containers(line: &str) -> (String, Option<String>) {
    let marks = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let prefix = label::prefix(line);
    let hanging = (prefix.listed && prefix.heading == 0 && !prefix.pipe).then(|| {
        let lead = line[..prefix.len].chars();
        lead.map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect()
    });
    (line[..marks].to_owned(), hanging)
}
