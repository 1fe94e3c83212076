//! What is wrong with a file.

use crate::text::DocSpan;

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, in the file.
    pub span: DocSpan,
    /// What, and what to do about it.
    pub message: String,
    /// Whether the file can't be used.
    pub error: bool,
}
