//! Excerpts of a file, with carets under what a message is about.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, normalize_untrusted_str};

use super::console::shown_path;
use super::files::Draft;
use crate::text::{DocSpan, Text};
use crate::value::FileError;

/// How wide excerpts are where the terminal does not say, in columns.
const WIDTH: usize = 100;

/// Excerpts are no narrower than this, in columns: a tiny window wraps them.
const LEAST_WIDTH: usize = 40;

/// How much is left of an excerpt at most, in columns: line number, bar, marks of a span of several lines.
const GUTTER: usize = 14;

/// Prints messages with excerpts.
pub(super) struct Excerpts {
    renderer: Renderer,
    width: usize,
}

/// A message about a place in a file.
pub(super) struct Message<'a> {
    pub(super) level: Level<'static>,
    pub(super) title: &'a str,
    /// The rule that says it, if one does.
    pub(super) id: Option<&'static str>,
    pub(super) span: DocSpan,
    /// What could be done about it.
    pub(super) helps: Vec<&'a str>,
}

impl Excerpts {
    /// Excerpts as wide as the terminal; in color if `styled`.
    pub(super) fn new(styled: bool) -> Self {
        let terminal = terminal_size::terminal_size_of(io::stdout());
        let width = terminal.map_or(WIDTH, |(width, _)| usize::from(width.0)).max(LEAST_WIDTH);
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

    /// Prints an error or warning in a settings or lexicon file, or in front matter; `id` is shown beside its level.
    pub(super) fn print_error(
        &self,
        out: &mut impl Write,
        file: &Draft,
        error: &FileError,
        id: Option<&'static str>,
    ) -> io::Result<()> {
        let level = if error.error { Level::ERROR } else { Level::WARNING };
        // It may quote the file.
        let title = normalize_untrusted_str(&error.message.replace(['\r', '\n'], " "));
        self.print(out, file, Message { level, title: &title, id, span: error.span, helps: Vec::new() })
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
