//! The output formats of `check` and `outline`.

use std::io;

use super::files::{Draft, Unreadable};
use crate::coach::Analysis;
use crate::coach::fixing::Applied;
use crate::rules::ISSUES;

/// Prints the results draft by draft.
pub(super) trait Printer {
    /// Prints the result for `draft`. `applied` lists the fixes that were applied before, with `--fix`.
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, applied: Option<&[Applied]>) -> io::Result<()>;

    /// Prints the end of the output, with the drafts that could not be read.
    fn end(self: Box<Self>, unreadable: &[Unreadable]) -> io::Result<()>;
}

/// Returns the message about a rule that crashed.
pub(super) fn failure(code: &str) -> String {
    format!("rule `{code}` crashed on this file; its findings are missing. Please report this bug: {ISSUES}")
}
