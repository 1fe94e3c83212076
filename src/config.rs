//! The settings as the code uses them: plain data, always valid.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::draft::label::{LabelWords, Labels};
use crate::platform::PlatformSetting;
use crate::severity::Severity;

/// The effective settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Whether drafts are checked.
    pub enabled: bool,
    /// Whether a single label is enough for an answer.
    pub opted_in: bool,
    /// Whether the answers are for an AWS role.
    pub for_aws: bool,
    /// The year of the `date` in the front matter of the draft.
    pub dated: Option<u16>,
    /// The platform of the stories.
    pub platform: PlatformSetting,
    /// The words that are labels.
    pub labels: Labels,
    /// The compiled form of `labels`, shared between profiles.
    pub label_words: Arc<LabelWords>,
    /// The rules with a severity of their own: the code and the severity, or `None` for "off".
    pub severities: Vec<(String, Option<Severity>)>,
    /// The rule options that are set: the value by rule code and option name.
    pub options: BTreeMap<(&'static str, &'static str), u32>,
    /// The delay before a new finding appears in the sentence being typed.
    pub typing_delay: Duration,
    /// The delay after the last edit before missing parts of an answer in progress are reported.
    pub drafting_delay: Duration,
    /// The maximum number of findings to publish for one file.
    pub max_findings: usize,
    /// The speaking rate, in words per minute.
    pub words_per_minute: u32,
    /// Whether each answer has a summary line (code lens) above it.
    pub code_lens: bool,
    /// Whether inlay hints are shown.
    pub inlay_hints: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            enabled: true,
            opted_in: false,
            for_aws: false,
            dated: None,
            platform: PlatformSetting::Unset,
            labels: Labels::default(),
            label_words: LabelWords::builtin().clone(),
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
    /// Whether the settings define a severity for the rule `code`.
    pub fn is_set(&self, code: &str) -> bool {
        self.severities.iter().any(|(rule, _)| rule == code)
    }

    /// Returns the severity of the rule `code`, whose default is `default`; `None` if the rule is off.
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

    /// Returns the value of the option `name` of the rule `code`, if it is set.
    pub fn option(&self, code: &'static str, name: &'static str) -> Option<u32> {
        self.options.get(&(code, name)).copied()
    }

    /// Sets the option `name` of the rule `code`.
    pub fn set_option(&mut self, code: &'static str, name: &'static str, value: u32) {
        self.options.insert((code, name), value);
    }
}
