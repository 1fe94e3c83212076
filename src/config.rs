//! What can be set, as the code uses it: plain data, always valid.

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
    /// Where rules draw the line.
    pub limits: Limits,
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

/// Where rules draw the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// `long-answer`: how long an answer may take to say, in seconds.
    pub answer_seconds: u32,
    /// `long-sentence`: how many words a sentence may have.
    pub sentence_words: u32,
    /// `front-heavy`: how many words an answer must have for its balance to mean something.
    pub balance_words: u32,
    /// `front-heavy`: the share of words that Situation and Task may take, in percent.
    pub opening_share: u32,
    /// `team-voice`: the share of the Action's sentences from which on "we" speaks too often, in percent.
    pub we_share: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { answer_seconds: 240, sentence_words: 40, balance_words: 120, opening_share: 40, we_share: 50 }
    }
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
            limits: Limits::default(),
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
}
