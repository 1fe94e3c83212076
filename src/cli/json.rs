//! The JSON that `check` and `outline` print. Its shape is stable: docs/cli.md describes it.

use std::io::{self, Write};

use serde::Serialize;

use super::files::{Draft, Unreadable};
use super::outlined::{self, OutlinedUnclosed};
use super::places::Range;
use super::print::Printer;
use crate::coach::fixing::Applied;
use crate::coach::{Analysis, Placed};
use crate::rules::Finding;
use crate::text::Text;
use crate::text::edit::{Edit, Fix};
use crate::value::FileError;

/// An array that is printed element by element, so that only one element is in memory.
pub(super) struct Array<W> {
    out: W,
    is_empty: bool,
}

impl<W: Write> Array<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, is_empty: true }
    }

    pub(super) fn push(&mut self, element: &impl Serialize) -> io::Result<()> {
        self.out.write_all(if self.is_empty { b"[\n" } else { b",\n" })?;
        self.is_empty = false;
        serde_json::to_writer_pretty(&mut self.out, element)?;
        Ok(())
    }

    pub(super) fn end(mut self) -> io::Result<()> {
        self.out.write_all(if self.is_empty { b"[]\n" } else { b"\n]\n" })?;
        self.out.flush()
    }
}

impl<W: Write> Printer for Array<W> {
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, applied: Option<&[Applied]>) -> io::Result<()> {
        self.push(&Checked::new(draft, analysis, applied))
    }

    fn end(self: Box<Self>, _: &[Unreadable]) -> io::Result<()> {
        Self::end(*self)
    }
}

/// The result of `check` for one file.
#[derive(Serialize)]
struct Checked<'a> {
    path: &'a str,
    /// The fixes that were applied, with `--fix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<Vec<CheckedFixed<'a>>>,
    findings: Vec<CheckedFinding<'a>>,
    /// The problems with the settings in the front matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    settings: Vec<CheckedSetting<'a>>,
    /// The unclosed blocks that hide labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unclosed: Vec<OutlinedUnclosed>,
    /// The rules that failed.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    failed: &'a [&'static str],
}

#[derive(Serialize)]
struct CheckedFixed<'a> {
    rule: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct CheckedFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    range: Range,
    /// An index into the answers that `outline` lists; null for a comment between answers.
    answer: Option<usize>,
    fixes: Vec<CheckedFix<'a>>,
}

#[derive(Serialize)]
struct CheckedFix<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<CheckedEdit<'a>>,
}

#[derive(Serialize)]
struct CheckedEdit<'a> {
    #[serde(flatten)]
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct CheckedSetting<'a> {
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    range: Range,
}

impl<'a> Checked<'a> {
    fn new(draft: &'a Draft, analysis: &'a Analysis, applied: Option<&'a [Applied]>) -> Self {
        let text = &draft.text;
        let fixed = |Applied { rule, title }: &'a Applied| CheckedFixed { rule, title };
        let findings = analysis.findings_of_parts();
        let setting = |FileError { message, span, severity }: &'a FileError| CheckedSetting {
            severity: severity.name(),
            message,
            range: Range::new(text, *span),
        };
        Self {
            path: &draft.path,
            fixed: applied.map(|applied| applied.iter().map(fixed).collect()),
            findings: findings
                .map(|(answer, part, finding)| CheckedFinding::new(text, answer, part, finding))
                .collect(),
            settings: analysis.problems().iter().map(setting).collect(),
            unclosed: outlined::unclosed(text, analysis),
            failed: analysis.failed(),
        }
    }
}

impl<'a> CheckedFinding<'a> {
    fn new(text: &Text, answer: Option<usize>, part: &Placed, finding: &'a Finding) -> Self {
        let edit = |edit: &'a Edit| CheckedEdit { range: Range::new(text, part.place(edit.span)), text: &edit.text };
        let fix = |fix: &'a Fix| CheckedFix {
            title: &fix.title,
            applicability: fix.applicability.name(),
            edits: fix.edits.iter().map(edit).collect(),
        };
        Self {
            rule: finding.rule.name,
            severity: finding.severity.name(),
            message: &finding.message,
            range: Range::new(text, part.place(finding.span)),
            answer,
            fixes: finding.fixes.iter().map(fix).collect(),
        }
    }
}
