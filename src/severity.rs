//! How much a finding matters.

/// How much a finding matters, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Certain and costly.
    Error,
    /// An interviewer would miss it.
    Warning,
    /// Worth knowing.
    Information,
    /// A nudge.
    Hint,
}

impl Severity {
    /// Its name in settings and in the JSON of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::Hint => "hint",
        }
    }
}
