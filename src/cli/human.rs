//! What `check` and `outline` print for people.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use super::json::{self, OutlinedAnswer, OutlinedComponent};
use super::{Draft, SEVERITIES};
use crate::analysis::Analysis;
use crate::rules::{Finding, Severity};
use crate::text::{DocSpan, Text};

/// How wide excerpts are where the terminal does not say, in columns.
const WIDTH: usize = 100;

/// Excerpts are no narrower than this, in columns: a tiny window wraps them.
const LEAST_WIDTH: usize = 40;

/// What stands left of an excerpt at most, in columns: line number, bar, marks of a span of several lines.
const GUTTER: usize = 14;

/// Prints the findings of one draft after the other, and their number at the end.
pub(super) struct Checker<W> {
    out: W,
    renderer: Renderer,
    width: usize,
    tally: Tally,
}

impl<W: Write> Checker<W> {
    /// Prints to `out`; `styled` with colours.
    pub(super) fn new(out: W, styled: bool) -> Self {
        let width = terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0)).max(LEAST_WIDTH);
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        Self { out, renderer: renderer.term_width(width), width, tally: Tally::default() }
    }

    /// Prints the findings of `draft`.
    pub(super) fn print(&mut self, draft: &Draft, analysis: &Analysis) -> io::Result<()> {
        self.tally.files += 1;
        self.tally.answers += analysis.answers().len();
        for (span, finding) in analysis.findings() {
            *self.tally.of(finding.severity) += 1;
            let excerpt = Excerpt::new(&draft.text, span, self.width - GUTTER);
            let report = [self.group(&shown_path(&draft.path), excerpt, finding)];
            writeln!(self.out, "{}\n", self.renderer.render(&report))?;
        }
        Ok(())
    }

    /// Prints what was found in all.
    pub(super) fn end(mut self) -> io::Result<()> {
        writeln!(self.out, "{}", self.tally)?;
        self.out.flush()
    }

    fn group<'a>(&self, path: &str, excerpt: Excerpt, finding: &'a Finding) -> Group<'a> {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Information => Level::INFO.with_name("information"),
            Severity::Hint => Level::NOTE.with_name("hint"),
        };
        let snippet = Snippet::source(excerpt.source)
            .line_start(excerpt.first_line + 1)
            .path(path.to_owned())
            .annotation(AnnotationKind::Primary.span(excerpt.span));
        let help = |title: &str| Level::HELP.message(normalize_untrusted_str(title));
        level
            .primary_title(&finding.message)
            .id(finding.rule.code)
            .element(snippet)
            .elements(finding.fixes.iter().map(|fix| help(&fix.title)))
    }
}

/// The lines of a draft that a finding points at.
struct Excerpt {
    source: String,
    /// 0-based.
    first_line: usize,
    /// What to underline, in `source`.
    span: Range<usize>,
}

impl Excerpt {
    /// The lines of `span`, which is cut to what fits into `width` columns: its start says where to look.
    fn new(text: &Text, span: DocSpan, width: usize) -> Self {
        let first_line = text.line_of(span.start);
        let mut last_line = text.line_of(span.end);
        let fits = |line| text.char_len(text.line_span(line)) <= width;
        if !(first_line..=last_line).all(fits) {
            last_line = first_line;
        }
        let mut source = String::new();
        let (mut start, mut end) = (0, 0);
        for line in first_line..=last_line {
            let within = text.line_span(line);
            if line == first_line {
                start = span.start.min(within.end) - within.start;
            }
            if line == last_line {
                let here = DocSpan::new(within.start + if line == first_line { start } else { 0 }, within.end);
                end = source.len() + span.end.min(text.char_offset(here, width)) - within.start;
            }
            source.push_str(&text.slice(within));
            // Line ends that are no \n would be shown as signs.
            source.push('\n');
        }
        Self { source, first_line, span: start..end }
    }
}

/// What was found in all.
#[derive(Debug, Default)]
struct Tally {
    files: usize,
    answers: usize,
    /// In the order of [`SEVERITIES`].
    findings: [usize; SEVERITIES.len()],
}

impl Tally {
    fn of(&mut self, severity: Severity) -> &mut usize {
        &mut self.findings[severity as usize]
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.files == 0 {
            return f.write_str("No drafts here: there is no .md or .markdown file.");
        }
        write!(f, "{}, ", counted(self.files, "file"))?;
        if self.answers == 0 {
            return f.write_str(
                "no STAR answers. An answer has at least two labels, such as **Situation:** and **Result:**.",
            );
        }
        write!(f, "{}: ", counted(self.answers, "answer"))?;
        let names = ["error", "warning", "information", "hint"];
        let found = names.iter().zip(self.findings).filter(|(_, count)| *count > 0);
        let found: Vec<_> = found.map(|(name, count)| counted(count, name)).collect();
        match found.is_empty() {
            true => f.write_str("nothing to add. Good luck!"),
            false => f.write_str(&found.join(", ")),
        }
    }
}

/// Prints what was understood of `draft`.
pub(super) fn outline(out: &mut impl Write, draft: &Draft, analysis: &Analysis) -> io::Result<()> {
    let answers: Vec<_> = json::answers(&draft.text, analysis).collect();
    let count = if answers.is_empty() { "no answers".to_owned() } else { counted(answers.len(), "answer") };
    writeln!(out, "{}: {count}\n", shown_path(&draft.path))?;
    answers.iter().try_for_each(|answer| outline_answer(out, answer))
}

fn outline_answer(out: &mut impl Write, answer: &OutlinedAnswer<'_>) -> io::Result<()> {
    let title = normalize_untrusted_str(answer.title.unwrap_or("(no title)"));
    writeln!(out, "{:5}  {title}", answer.line)?;
    let components = &answer.components;
    let mark = |component: &Option<OutlinedComponent<'_>>| match component {
        None => "–",
        Some(component) if component.empty => "empty",
        Some(_) => "✓",
    };
    let (situation, task) = (mark(&components.situation), mark(&components.task));
    let (action, result) = (mark(&components.action), mark(&components.result));
    let seconds = answer.speaking_seconds;
    let time = format!("{}:{:02} min", seconds / 60, seconds % 60);
    let words = counted(answer.words, "word");
    writeln!(out, "       S {situation}  T {task}  A {action}  R {result}   {words}, about {time} to say")?;
    let metrics = answer.metrics.iter().map(|metric| match metric.component {
        Some(component) => format!("{} ({component})", metric.text),
        None => metric.text.to_owned(),
    });
    list(out, "figures", metrics)?;
    list(out, "services", answer.services.iter().map(|service| service.name.to_owned()))?;
    let unnamed = |unnamed: &json::Unnamed<'_>| format!("“{}”: {}?", unnamed.text, unnamed.candidates.join(" or "));
    list(out, "unnamed", answer.unnamed.iter().map(unnamed))?;
    let related = answer.related.iter();
    list(
        out,
        "related",
        related.map(|related| format!("{} {} ({})", related.id, related.title, related.why.join(", "))),
    )?;
    writeln!(out)
}

/// Prints each of `items` once.
fn list(out: &mut impl Write, name: &str, items: impl Iterator<Item = String>) -> io::Result<()> {
    let mut listed = Vec::new();
    for item in items.map(|item| normalize_untrusted_str(&item.replace(['\r', '\n'], " "))) {
        if !listed.contains(&item) {
            listed.push(item);
        }
    }
    if listed.is_empty() { Ok(()) } else { writeln!(out, "       {name:9} {}", listed.join("; ")) }
}

/// The path as people are shown it.
fn shown_path(path: &str) -> String {
    if path == "-" { "<stdin>".to_owned() } else { normalize_untrusted_str(path) }
}

fn counted(count: usize, thing: &str) -> String {
    // "Information" has no plural.
    let plural = if count == 1 || thing == "information" { "" } else { "s" };
    format!("{count} {thing}{plural}")
}
