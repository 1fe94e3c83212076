//! Prints the findings of `check` for people.

use std::fmt;
use std::io::{self, Write};

use annotate_snippets::{Level, normalize_untrusted_str};

use super::console::shown_path;
use super::excerpt::{Excerpts, Message};
use super::files::{Draft, Unreadable};
use super::outlined;
use super::print::Printer;
use crate::coach::Analysis;
use crate::coach::fixing::Applied;
use crate::rules::Severity;
use crate::settings::SETTINGS_CODE;
use crate::text::wording::counted;

/// Prints the findings of each draft, and a summary at the end.
pub(super) struct Report<W> {
    out: W,
    excerpts: Excerpts,
    summary: CheckSummary,
}

impl<W: Write> Report<W> {
    /// Prints to `out`; in color if `styled`.
    pub(super) fn new(out: W, styled: bool) -> Self {
        Self { out, excerpts: Excerpts::new(styled), summary: CheckSummary::default() }
    }
}

impl<W: Write> Printer for Report<W> {
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, fixed: Option<&[Applied]>) -> io::Result<()> {
        for fix in fixed.unwrap_or_default() {
            let (path, title) = (shown_path(&draft.path), normalize_untrusted_str(&fix.title));
            writeln!(self.out, "fixed {path}: {title} ({})\n", fix.rule)?;
        }
        self.summary.files += 1;
        self.summary.fixed += fixed.map_or(0, <[_]>::len);
        self.summary.answers += analysis.answers().len();
        let unclosed = outlined::unclosed(&draft.text, analysis).into_iter();
        self.summary.unclosed.extend(
            unclosed.map(|unclosed| format!("{}:{} ({})", shown_path(&draft.path), unclosed.line, unclosed.kind)),
        );
        for error in analysis.problems() {
            self.excerpts.print_error(&mut self.out, draft, error, Some(SETTINGS_CODE))?;
        }
        for (span, finding) in analysis.findings() {
            *self.summary.count_mut(finding.severity) += 1;
            let level = match finding.severity {
                Severity::Error => Level::ERROR,
                Severity::Warning => Level::WARNING,
                Severity::Information => Level::INFO.with_name("information"),
                Severity::Hint => Level::NOTE.with_name("hint"),
            };
            let helps = finding.fixes.iter().map(|fix| &*fix.title).collect();
            let message = Message { level, title: &finding.message, id: Some(finding.rule.name), span, helps };
            self.excerpts.print(&mut self.out, draft, message)?;
        }
        Ok(())
    }

    fn end(mut self: Box<Self>, unread: &[Unreadable]) -> io::Result<()> {
        match unread.len() {
            0 => writeln!(self.out, "{}", self.summary)?,
            _ if self.summary.files == 0 => {}
            count => writeln!(self.out, "{} ({count} skipped)", self.summary)?,
        }
        self.out.flush()
    }
}

/// The totals of all drafts.
#[derive(Debug, Default)]
struct CheckSummary {
    files: usize,
    answers: usize,
    fixed: usize,
    /// The unclosed blocks that hide labels: the path, the line, and the kind of block.
    unclosed: Vec<String>,
    /// The number of findings by severity, in the order of [`Severity::ALL`].
    findings: [usize; Severity::ALL.len()],
}

impl CheckSummary {
    /// Describes the fixes and findings.
    fn found(&self) -> String {
        let found = Severity::ALL.into_iter().zip(self.findings).filter(|(_, count)| *count > 0);
        let found: Vec<_> = found.map(|(severity, count)| counted(count, severity.name())).collect();
        let fixed = if self.fixed > 0 { format!("{} fixed; ", self.fixed) } else { String::new() };
        match (found.is_empty(), self.unclosed.is_empty()) {
            (true, true) => format!("{fixed}no findings. Good luck."),
            (true, false) => format!("{fixed}no findings."),
            (false, true) => fixed + &found.join(", "),
            (false, false) => format!("{fixed}{}.", found.join(", ")),
        }
    }

    fn count_mut(&mut self, severity: Severity) -> &mut usize {
        &mut self.findings[severity as usize]
    }
}

impl fmt::Display for CheckSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.files == 0 {
            return f.write_str("No Markdown files to check (.md, .markdown; ignored files are skipped).");
        }
        write!(f, "{}, ", counted(self.files, "file"))?;
        if self.answers == 0 {
            f.write_str("no STAR answers found. Label at least two sections, such as **Situation:** and **Result:**.")?;
        } else {
            write!(f, "{}: {}", counted(self.answers, "answer"), self.found())?;
        }
        if self.unclosed.is_empty() {
            return Ok(());
        }
        write!(f, " Labels are hidden in a block that isn't closed: {}.", self.unclosed.join(", "))
    }
}
