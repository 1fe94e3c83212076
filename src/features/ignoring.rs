//! Writes the comments that keep a finding back: here, in this answer, in this draft.
//!
//! Markdown has many places where a comment would break what stands around it: a list falls into two, a table ends, a
//! paragraph is cut. So each comment is tried before it is offered: the markdown must stay what it was, the finding must
//! go, and nothing may come.

use crate::coach::fixing;
use crate::coach::{Analysis, Placed};
use crate::draft::label;
use crate::draft::markdown;
use crate::draft::suppression::{Directive, NAME, Verb};
use crate::rules::Finding;
use crate::text::edit::DocEdit;
use crate::text::{Change, DocSpan, Span, Text};

/// So many bytes above an answer are looked at to see what a comment would do to them.
const CONTEXT: usize = 1 << 10;

/// The edits that keep `finding` of `answer` back, with their menu entries, the narrowest first.
pub(super) fn ignores(analysis: &Analysis, text: &Text, answer: &Placed, finding: &Finding) -> Vec<(String, DocEdit)> {
    let code = finding.rule.code;
    let place = Place { analysis, text, answer, finding };
    let here = place.first_good(place.here());
    let in_answer = place.first_good(place.in_answer());
    [
        here.map(|edit| (format!("Ignore `{code}` here"), edit)),
        in_answer.map(|edit| (format!("Ignore `{code}` in this answer"), edit)),
        Some((format!("Ignore `{code}` in this file"), place.in_file())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Place<'a> {
    analysis: &'a Analysis,
    text: &'a Text,
    answer: &'a Placed,
    finding: &'a Finding,
}

impl Place<'_> {
    /// The places for a comment about the block in which the finding stands, the best first.
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
        let known = self.analysis.directives().iter().rfind(above);
        let known = known.filter(|directive| directive.verb == Some(Verb::Ignore));
        let mut edits: Vec<_> = known.and_then(|known| self.extended(known)).into_iter().collect();
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

    /// The places for a comment about the answer, the best first.
    fn in_answer(&self) -> Vec<DocEdit> {
        let passage = &self.answer.report.answer.passage;
        let of_answer = |directive: &&Directive| directive.verb == Some(Verb::IgnoreAnswer);
        let inside =
            |directive: &&Directive| self.answer.span.contains(DocSpan::new(directive.span.start, directive.span.end));
        let known = self.analysis.directives().iter().filter(inside).find(of_answer);
        let mut edits: Vec<_> = known.and_then(|known| self.extended(known)).into_iter().collect();
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

    /// The place for a comment about the draft: its top, or the comment that stands somewhere already.
    fn in_file(&self) -> DocEdit {
        let of_file = |directive: &&Directive| directive.verb == Some(Verb::IgnoreFile);
        let known = self.analysis.directives().iter().filter(of_file).find_map(|known| self.extended(known));
        known.unwrap_or_else(|| {
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
        format!("<!-- {NAME}: {} {} -->", verb.word(), self.finding.rule.code)
    }

    fn line_end(&self) -> &'static str {
        let answer = &self.answer.report.answer;
        // An answer of one line does not tell.
        if answer.text().contains(['\n', '\r']) { answer.line_end() } else { self.text.line_end() }
    }

    /// Has `known` name the rule too; none if it gives a reason, which would not be about this rule, or means all.
    fn extended(&self, known: &Directive) -> Option<DocEdit> {
        let last = known.codes.last().filter(|_| !known.has_reason)?;
        let at = known.place(last).end;
        Some(DocEdit { span: DocSpan::new(at, at), text: format!(", {}", self.finding.rule.code) })
    }

    /// `comment` on a line of its own above the line that starts at `at`: with its marks of quotes and its indentation, or
    /// indented like the text of the list item above.
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

    /// `comment` at an end within `block`: of the cell of the finding in a table, else of the last line or the first.
    fn ends(&self, block: DocSpan, comment: &str) -> Vec<DocEdit> {
        let mut ends = Vec::new();
        let mut add = |span: DocSpan| {
            let words = self.text.slice(span);
            // What breaks a line stays at its end.
            let at = span.start + words.trim_end().trim_end_matches('\\').trim_end().len();
            ends.push(DocEdit { span: DocSpan::new(at, at), text: format!(" {comment}") });
        };
        let first = self.line_at(block.start);
        if self.is_row(block.start) {
            let at = self.answer.place(self.finding.span).start.clamp(first.start, first.end);
            let rest = self.text.slice(DocSpan::new(at, first.end));
            let cell = rest.char_indices().find(|&(at, c)| c == '|' && !rest[..at].ends_with('\\'));
            add(DocSpan::new(first.start, cell.map_or(first.end, |(len, _)| at + len)));
            // A label is one by standing alone in its cell; the last cell is of the same row.
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

    /// Whether the line at `at` is a row of a table.
    fn is_row(&self, at: usize) -> bool {
        label::prefix(&self.text.slice(self.line_at(at))).pipe
    }

    fn is_bare(&self, span: DocSpan) -> bool {
        self.text.slice(span).trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty()
    }

    fn first_good(&self, edits: Vec<DocEdit>) -> Option<DocEdit> {
        edits.into_iter().find(|edit| self.is_good(edit))
    }

    /// Whether `edit` leaves the markdown as it is, and clears the finding and nothing else.
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

/// What stands before the words of `line`: marks of quotes and white space; and the same with as much white space more as
/// a bullet takes, if there is one.
fn containers(line: &str) -> (String, Option<String>) {
    let marks = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let prefix = label::prefix(line);
    let hanging = (prefix.listed && prefix.heading == 0 && !prefix.pipe).then(|| {
        let lead = line[..prefix.len].chars();
        lead.map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect()
    });
    (line[..marks].to_owned(), hanging)
}
