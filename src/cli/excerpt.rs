//! Excerpts of a file, with the reported text underlined.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, normalize_untrusted_str};

use super::console::shown_path;
use super::files::Draft;
use crate::severity::Severity;
use crate::text::{DocSpan, Text};
use crate::value::FileError;

/// The width of excerpts if the width of the terminal is unknown, in columns.
const WIDTH: usize = 100;

/// The minimum width of excerpts, in columns. A smaller terminal wraps them.
const MIN_WIDTH: usize = 40;

/// The maximum width of what precedes the text, in columns: the line number, a bar, and the marks of a span over
/// several lines.
const GUTTER: usize = 14;

/// Prints messages with excerpts.
pub(super) struct Excerpts {
    renderer: Renderer,
    width: usize,
}

/// A message about a span of a file.
pub(super) struct Message<'a> {
    pub(super) level: Level<'static>,
    pub(super) title: &'a str,
    /// The rule that reports it, if any.
    pub(super) id: Option<&'static str>,
    pub(super) span: DocSpan,
    /// The titles of possible fixes.
    pub(super) helps: Vec<&'a str>,
}

impl Excerpts {
    /// Creates excerpts as wide as the terminal, in color if `styled`.
    pub(super) fn new(styled: bool) -> Self {
        let terminal = terminal_size::terminal_size_of(io::stdout());
        let width = terminal.map_or(WIDTH, |(width, _)| usize::from(width.0)).max(MIN_WIDTH);
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        Self { renderer: renderer.term_width(width), width }
    }

    /// Prints `message` about `draft`.
    pub(super) fn print(&self, out: &mut impl Write, draft: &Draft, message: Message<'_>) -> io::Result<()> {
        let Message { level, title, id, span, helps } = message;
        let excerpt = Excerpt::new(&draft.text, span, self.width - GUTTER);
        let snippet = Snippet::source(excerpt.source)
            .line_start(excerpt.first_line + 1)
            .path(shown_path(&draft.path))
            .annotation(AnnotationKind::Primary.span(excerpt.span));
        let title = level.primary_title(title);
        let title = match id {
            Some(id) => title.id(id),
            None => title,
        };
        let helps = helps.into_iter().map(|help| Level::HELP.message(normalize_untrusted_str(help)));
        let report = [title.element(snippet).elements(helps)];
        writeln!(out, "{}\n", self.renderer.render(&report))
    }

    /// Prints an error, warning, or note about a settings or lexicon file, or in front matter; `id` is shown beside its level.
    pub(super) fn print_error(
        &self,
        out: &mut impl Write,
        file: &Draft,
        error: &FileError,
        id: Option<&'static str>,
    ) -> io::Result<()> {
        let level = match error.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Information | Severity::Hint => Level::NOTE,
        };
        // The message may quote the file.
        let title = normalize_untrusted_str(&error.message.replace(['\r', '\n'], " "));
        self.print(out, file, Message { level, title: &title, id, span: error.span, helps: Vec::new() })
    }
}

/// The lines of a draft that a message is about.
struct Excerpt {
    /// The lines, each with `\n` as its line end.
    source: String,
    /// The number of the first line, 0-based.
    first_line: usize,
    /// The text to underline, as a range of `source`.
    span: Range<usize>,
}

impl Excerpt {
    /// Creates the excerpt of `span`. If a line doesn't fit into `width` columns, shows only the first one and
    /// underlines the part that fits.
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

/// Returns how many bytes of `text` fit into `width` columns for certain.
fn fitting(text: &str, width: usize) -> usize {
    let mut columns = 0;
    let too_far = text.char_indices().find(|(_, c)| {
        columns += match c {
            '\t' => 4,
            // An upper bound: only some characters are that wide.
            c if !c.is_ascii() => 2,
            _ => 1,
        };
        columns > width
    });
    too_far.map_or(text.len(), |(at, _)| at)
}
