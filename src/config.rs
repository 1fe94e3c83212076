//! What can be set, as the code uses it: plain data, always valid.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::draft::label::{Cues, Labels};
use crate::severity::Severity;

/// The settings in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Whether drafts are coached at all.
    pub enabled: bool,
    /// Whether all labels in a draft are meant: a single one makes an answer.
    pub opted_in: bool,
    /// Whether the answers are for an AWS role.
    pub for_aws: bool,
    /// Which words label.
    pub labels: Labels,
    /// The same, ready for use: made of `labels`, shared by all who use them.
    pub cues: Arc<Cues>,
    /// Rules whose severity differs from their own: the code, and `None` for "off".
    pub severities: Vec<(String, Option<Severity>)>,
    /// The options of rules that are set: the rule's code, the option's name, and the value.
    pub options: BTreeMap<(&'static str, &'static str), u32>,
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
            enabled: true,
            opted_in: false,
            for_aws: false,
            labels: Labels::default(),
            cues: Cues::builtin().clone(),
            severities: Vec::new(),
            options: BTreeMap::new(),
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

    /// Sets the severity of the rule `code`; `None` for "off".
    pub fn set_severity(&mut self, code: &str, severity: Option<Severity>) {
        self.severities.retain(|(known, _)| known != code);
        self.severities.push((code.to_owned(), severity));
    }

    /// The value of the option `name` of the rule `code`, if it is set.
    pub fn option(&self, code: &'static str, name: &'static str) -> Option<u32> {
        self.options.get(&(code, name)).copied()
    }

    /// Sets the option `name` of the rule `code`.
    pub fn set_option(&mut self, code: &'static str, name: &'static str, value: u32) {
        self.options.insert((code, name), value);
    }
}
