//! Prints workflow commands, which GitHub Actions shows as annotations of the lines.

use std::borrow::Cow;
use std::io::{self, Write};

use super::files::{Draft, Unreadable};
use super::places::Range;
use super::print::Printer;
use crate::coach::Analysis;
use crate::coach::fixing::Applied;
use crate::rules::Severity;
use crate::settings::SETTINGS_CODE;
use crate::text::DocSpan;

/// Prints one command for each finding.
pub(super) struct Commands<W> {
    out: W,
}

impl<W: Write> Commands<W> {
    /// Prints to `out`.
    pub(super) fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> Printer for Commands<W> {
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, _: Option<&[Applied]>) -> io::Result<()> {
        let mut print = |kind: (&str, &str), span: DocSpan, message: &str| {
            print(&mut self.out, &draft.path, kind, Range::new(&draft.text, span), message)
        };
        for problem in analysis.problems() {
            print((command(problem.severity), SETTINGS_CODE), problem.span, &problem.message)?;
        }
        analysis.findings().try_for_each(|(span, finding)| {
            let kind = (command(finding.severity), finding.rule.name);
            print(kind, span, &finding.message)
        })
    }

    fn end(mut self: Box<Self>, _: &[Unreadable]) -> io::Result<()> {
        self.out.flush()
    }
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    }
}

/// Prints the command that shows `message`; `code` is the rule or "settings".
fn print(
    out: &mut impl Write,
    path: &str,
    (command, code): (&str, &str),
    Range { line, column, end_line, end_column }: Range,
    message: &str,
) -> io::Result<()> {
    // GitHub expects slashes in paths, also from Windows.
    let path = path.strip_prefix("./").unwrap_or(path).replace(std::path::MAIN_SEPARATOR, "/");
    write!(out, "::{command} file={},line={line},endLine={end_line}", property(&path))?;
    // GitHub rejects columns if a range spans several lines.
    if line == end_line {
        write!(out, ",col={column},endColumn={end_column}")?;
    }
    let title = format!("star-coach: {}", code);
    writeln!(out, ",title={}::{}", property(&title), data(message))
}

/// Escapes a message, so that it stays on one line.
fn data(text: &str) -> Cow<'_, str> {
    escape(text, &['%', '\r', '\n'])
}

/// Escapes the value of a property, which ends at a comma or colon.
fn property(text: &str) -> Cow<'_, str> {
    escape(text, &['%', '\r', '\n', ':', ','])
}

fn escape<'a>(text: &'a str, special: &[char]) -> Cow<'a, str> {
    if !text.contains(special) {
        return text.into();
    }
    let mut out = String::new();
    for c in text.chars() {
        match special.contains(&c) {
            true => out.push_str(&format!("%{:02X}", u32::from(c))),
            false => out.push(c),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_escaped() {
        assert_eq!(data("40% of:\r\n::error::x, y"), "40%25 of:%0D%0A::error::x, y");
        assert_eq!(property("a,b:c%\n.md"), "a%2Cb%3Ac%25%0A.md");
        assert_eq!(property("plain.md"), "plain.md");
    }
}
