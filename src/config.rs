//! What can be set, as the code uses it: plain data, always valid.

pub mod project;

use std::time::Duration;

use crate::severity::Severity;

/// The settings in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Rules whose severity differs from their own: the code, and `None` for "off".
    pub severities: Vec<(String, Option<Severity>)>,
    /// How long to hold back a new finding in the sentence being typed.
    pub typing_delay: Duration,
    /// How long to hold back what is missing after the last edit in an answer that is being written.
    pub drafting_delay: Duration,
    /// How many findings to publish for one file, at most.
    pub max_findings: usize,
    /// How many words a minute a speaker says.
    pub words_per_minute: u32,
    /// Whether a line above each answer sums it up.
    pub code_lens: bool,
    /// Whether hints stand within the text.
    pub inlay_hints: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            severities: Vec::new(),
            typing_delay: Duration::from_millis(1500),
            drafting_delay: Duration::from_secs(5),
            max_findings: 1000,
            words_per_minute: 150,
            code_lens: true,
            inlay_hints: false,
        }
    }
}

impl Config {
    /// Whether the settings say something about the rule `code`.
    pub fn is_set(&self, code: &str) -> bool {
        self.severities.iter().any(|(rule, _)| rule == code)
    }

    /// The severity of the rule `code` whose own is `default`; `None` if it is off.
    pub fn severity(&self, code: &str, default: Severity) -> Option<Severity> {
        match self.severities.iter().find(|(rule, _)| rule == code) {
            Some((_, severity)) => *severity,
            None => Some(default),
        }
    }
}
