//! What `check` and `outline` print for people.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use super::check::Printer;
use super::files::{STDIN, Unreadable};
use super::json::{self, OutlinedAnswer, OutlinedComponent};
use super::places::Places;
use super::{Draft, SEVERITIES};
use crate::analysis::Analysis;
use crate::fixing::Applied;
use crate::rules::{Finding, Severity};
use crate::settings::SETTINGS_CODE;
use crate::text::{DocSpan, Text};
use crate::value::FileError;

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
        let (renderer, width) = renderer(styled);
        Self { out, renderer, width, tally: Tally::default() }
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

impl<W: Write> Printer for Checker<W> {
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, mended: Option<&[Applied]>) -> io::Result<()> {
        let path = shown_path(&draft.path);
        for fix in mended.unwrap_or_default() {
            writeln!(self.out, "mended {path}: {} ({})\n", normalize_untrusted_str(&fix.title), fix.rule)?;
        }
        self.tally.files += 1;
        self.tally.mended += mended.map_or(0, <[_]>::len);
        self.tally.answers += analysis.answers().len();
        for problem in analysis.problems() {
            let report = [group_of(problem, &draft.text, &path, self.width, Some(SETTINGS_CODE))];
            writeln!(self.out, "{}\n", self.renderer.render(&report))?;
        }
        for (span, finding) in analysis.findings() {
            *self.tally.of(finding.severity) += 1;
            let excerpt = Excerpt::new(&draft.text, span, self.width - GUTTER);
            let report = [self.group(&path, excerpt, finding)];
            writeln!(self.out, "{}\n", self.renderer.render(&report))?;
        }
        Ok(())
    }

    fn end(mut self: Box<Self>, unread: &[Unreadable]) -> io::Result<()> {
        match unread.len() {
            0 => writeln!(self.out, "{}", self.tally)?,
            _ if self.tally.files == 0 => {}
            count => writeln!(self.out, "{} ({count} left out)", self.tally)?,
        }
        self.out.flush()
    }
}

/// Renders reports as wide as the terminal is, with that width.
fn renderer(styled: bool) -> (Renderer, usize) {
    let terminal = terminal_size::terminal_size_of(io::stdout());
    let width = terminal.map_or(WIDTH, |(width, _)| usize::from(width.0)).max(LEAST_WIDTH);
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    (renderer.term_width(width), width)
}

/// Prints what is wrong with a file that is no draft.
pub(super) fn problems<'a>(
    out: &mut impl Write,
    styled: bool,
    file: &Draft,
    problems: impl IntoIterator<Item = &'a FileError>,
) -> io::Result<()> {
    let (renderer, width) = renderer(styled);
    for problem in problems {
        let group = group_of(problem, &file.text, &shown_path(&file.path), width, None);
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

/// A report of `problem`, with `id` beside its level.
fn group_of(problem: &FileError, text: &Text, path: &str, width: usize, id: Option<&'static str>) -> Group<'static> {
    let excerpt = Excerpt::new(text, problem.span, width - GUTTER);
    let snippet = Snippet::source(excerpt.source)
        .line_start(excerpt.first_line + 1)
        .path(path.to_owned())
        .annotation(AnnotationKind::Primary.span(excerpt.span));
    let level = if problem.error { Level::ERROR } else { Level::WARNING };
    let title = level.primary_title(normalize_untrusted_str(&problem.message.replace(['\r', '\n'], " ")));
    match id {
        Some(id) => title.id(id).element(snippet),
        None => title.element(snippet),
    }
}

/// The lines of a draft that a finding points at.
struct Excerpt {
    /// Each ends in `\n`, however it ends in the draft.
    source: String,
    /// 0-based.
    first_line: usize,
    /// What to underline, in `source`.
    span: Range<usize>,
}

impl Excerpt {
    /// The lines of `span`; of lines that don't fit into `width` columns the first one, underlined as far as it fits:
    /// the start says where to look.
    fn new(text: &Text, span: DocSpan, width: usize) -> Self {
        let first_line = text.line_of(span.start);
        let lines: Vec<_> = (first_line..=text.line_of(span.end)).map(|line| text.line_span(line)).collect();
        let fits = lines.iter().all(|line| fitting(&text.slice(*line), width) == line.len());
        let shown = if fits { &lines[..] } else { &lines[..1] };
        let mut source = String::new();
        let (mut start, mut end) = (0, 0);
        for line in shown {
            let place = |offset: usize| source.len() + offset.clamp(line.start, line.end) - line.start;
            start = if source.is_empty() { place(span.start) } else { start };
            end = place(span.end);
            source.push_str(&text.slice(*line));
            source.push('\n');
        }
        if !fits {
            end = start + fitting(&source[start..end], width);
        }
        Self { source, first_line, span: start..end }
    }
}

/// How many bytes of `text` surely fit into `width` columns.
fn fitting(text: &str, width: usize) -> usize {
    let mut columns = 0;
    let too_far = text.char_indices().find(|(_, c)| {
        columns += match c {
            '\t' => 4,
            // At most: only some are that wide.
            c if !c.is_ascii() => 2,
            _ => 1,
        };
        columns > width
    });
    too_far.map_or(text.len(), |(at, _)| at)
}

/// What was found in all.
#[derive(Debug, Default)]
struct Tally {
    files: usize,
    answers: usize,
    mended: usize,
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
            return f.write_str("No drafts here: no .md or .markdown file that ignore files let through.");
        }
        write!(f, "{}, ", counted(self.files, "file"))?;
        if self.answers == 0 {
            return f.write_str(
                "no STAR answers. An answer has at least two labels, such as **Situation:** and **Result:**.",
            );
        }
        write!(f, "{}: ", counted(self.answers, "answer"))?;
        if self.mended > 0 {
            write!(f, "{} mended; ", self.mended)?;
        }
        let found = SEVERITIES.into_iter().zip(self.findings).filter(|(_, count)| *count > 0);
        let found: Vec<_> = found.map(|(severity, count)| counted(count, severity.name())).collect();
        match found.is_empty() {
            true => f.write_str("nothing to add. Good luck!"),
            false => f.write_str(&found.join(", ")),
        }
    }
}

/// Prints what was understood of `draft`.
pub(super) fn outline(out: &mut impl Write, draft: &Draft, analysis: &Analysis) -> io::Result<()> {
    let answers: Vec<_> = json::answers(&Places::new(&draft.text), analysis).collect();
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
pub(super) fn shown_path(path: &str) -> String {
    if path == STDIN { "<stdin>".to_owned() } else { normalize_untrusted_str(path) }
}

/// A number of things, such as "2 stories".
pub(super) fn counted(count: usize, thing: &str) -> String {
    match thing.strip_suffix('y') {
        // "Information" has no plural.
        _ if count == 1 || thing == "information" => format!("{count} {thing}"),
        Some(start) => format!("{count} {start}ies"),
        None => format!("{count} {thing}s"),
    }
}
