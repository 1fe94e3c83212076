//! `star-coach outline`: shows the recognized answers and their parts.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use annotate_snippets::normalize_untrusted_str;
use clap::ValueEnum;

use super::console::{UNREADABLE, shown_path};
use super::drafts::Paths;
use super::files::{Draft, Unreadable};
use super::json::Array;
use super::outlined::{self, Outlined, OutlinedAnswer, OutlinedComponent, OutlinedUnclosed, OutlinedUnread, Unnamed};
use super::print::Printer;
use super::profiles::report_problems;
use crate::coach::Analysis;
use crate::coach::fixing::Applied;
use crate::component::Component;
use crate::features::lens::clock;
use crate::text::wording::counted;

/// The arguments of `outline`.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    #[command(flatten)]
    paths: Paths,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// An output format of `outline`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Human-readable text
    #[default]
    Human,
    /// JSON for scripts
    Json,
}

impl Show {
    /// Returns the problem with a combination of arguments, if there is one.
    pub(super) fn misuse(&self) -> Option<&'static str> {
        self.paths.misuse()
    }

    pub(super) fn run(&self) -> io::Result<ExitCode> {
        let mut printer: Box<dyn Printer> = match self.format {
            Format::Human => Box::new(Human(BufWriter::new(anstream::stdout().lock()))),
            Format::Json => Box::new(Json(Array::new(BufWriter::new(io::stdout().lock())))),
        };
        let unreadable = self.paths.each(|draft, analysis| {
            let Some(analysis) = analysis else { return Ok(()) };
            report_problems(draft, analysis);
            Ok(printer.draft(draft, analysis, None)?)
        })?;
        printer.end(&unreadable)?;
        Ok(if unreadable.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(UNREADABLE) })
    }
}

/// Prints JSON.
struct Json<W>(Array<W>);

impl<W: Write> Printer for Json<W> {
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, _: Option<&[Applied]>) -> io::Result<()> {
        self.0.push(&Outlined::new(&draft.path, &draft.text, analysis))
    }

    fn end(self: Box<Self>, _: &[Unreadable]) -> io::Result<()> {
        self.0.end()
    }
}

/// Prints text for people.
struct Human<W>(W);

impl<W: Write> Printer for Human<W> {
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, _: Option<&[Applied]>) -> io::Result<()> {
        let answers: Vec<_> = outlined::answers(&draft.text, analysis).collect();
        let count = if answers.is_empty() { "no answers".to_owned() } else { counted(answers.len(), "answer") };
        writeln!(self.0, "{}: {count}\n", shown_path(&draft.path))?;
        answers.iter().try_for_each(|answer| print_answer(&mut self.0, answer))?;
        let unclosed = outlined::unclosed(&draft.text, analysis);
        unclosed
            .iter()
            .try_for_each(|OutlinedUnclosed { line, message, .. }| writeln!(self.0, "{line:5}  {message}.\n"))?;
        outlined::unread(&draft.text, analysis)
            .iter()
            .try_for_each(|OutlinedUnread { line, message, .. }| writeln!(self.0, "{line:5}  {message}.\n"))
    }

    fn end(mut self: Box<Self>, _: &[Unreadable]) -> io::Result<()> {
        self.0.flush()
    }
}

fn print_answer(out: &mut impl Write, answer: &OutlinedAnswer<'_>) -> io::Result<()> {
    let title = normalize_untrusted_str(answer.title.unwrap_or("(no title)"));
    writeln!(out, "{:5}  {title}", answer.line)?;
    let components = &answer.components;
    let mark = |component: &Option<OutlinedComponent<'_>>| match component {
        None => "–",
        Some(component) if component.empty => "empty",
        Some(_) => "✓",
    };
    let parts = answer.parts.iter().map(|(component, initial)| {
        let component = match component {
            Component::Situation => &components.situation,
            Component::Task => &components.task,
            Component::Action => &components.action,
            Component::Result => &components.result,
        };
        format!("{initial} {}", mark(component))
    });
    let parts = parts.collect::<Vec<_>>().join("  ");
    let time = clock(answer.speaking_seconds);
    let words = counted(answer.words, "word");
    let frame = answer.frame.map_or_else(String::new, |frame| format!("{frame}: "));
    writeln!(out, "       {frame}{parts}   {words}, speaking time {time}")?;
    list(out, "language", answer.language.map(str::to_owned).into_iter())?;
    let metrics = answer.metrics.iter().map(|metric| match metric.component {
        Some(component) => format!("{} ({component})", metric.text),
        None => metric.text.to_owned(),
    });
    list(out, "metrics", metrics)?;
    list(out, "services", answer.services.iter().map(|service| service.name.to_owned()))?;
    let unnamed = |unnamed: &Unnamed<'_>| format!("“{}”: {}?", unnamed.text, unnamed.candidates.join(" or "));
    list(out, "unnamed", answer.unnamed.iter().map(unnamed))?;
    let related = answer.related.iter();
    list(
        out,
        "related",
        related.map(|related| format!("{} {} ({})", related.id, related.title, related.why.join(", "))),
    )?;
    writeln!(out)
}

/// Prints `items` without duplicates.
fn list(out: &mut impl Write, name: &str, items: impl Iterator<Item = String>) -> io::Result<()> {
    let mut listed = Vec::new();
    for item in items.map(|item| normalize_untrusted_str(&item.replace(['\r', '\n'], " "))) {
        if !listed.contains(&item) {
            listed.push(item);
        }
    }
    if listed.is_empty() { Ok(()) } else { writeln!(out, "       {name:9} {}", listed.join("; ")) }
}
