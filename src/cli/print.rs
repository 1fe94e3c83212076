//! What prints the findings of `check`, or what `outline` has understood: one printer for each format.

use std::io;

use super::files::{Draft, Unreadable};
use crate::coach::Analysis;
use crate::coach::fixing::Applied;

/// Prints one draft after the other.
pub(super) trait Printer {
    /// Prints what there is to say about `draft`. `mended` lists the fixes that were applied before, if that was asked for.
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, mended: Option<&[Applied]>) -> io::Result<()>;

    /// Prints what there is to say about all drafts, and about what could not be read.
    fn end(self: Box<Self>, unread: &[Unreadable]) -> io::Result<()>;
}

/// The message about a rule that fails.
pub(super) fn failure(code: &str) -> String {
    format!(
        "The rule {code} fails on this draft, so what it would say is missing. All other advice is there. Please report it."
    )
}
