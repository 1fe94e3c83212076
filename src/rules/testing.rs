//! Helpers for the tests of the rules.

use std::sync::{Arc, OnceLock};

use super::{Finding, Rule, RuleOption, Severity, find};
use crate::coach::{Analysis, Profile};
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::text::Text;

/// Returns a complete answer with this Action.
pub(super) fn answer(action: &str) -> String {
    format!(
        "**Situation:** Imports failed twice a week.\n\n**Task:** I owned them.\n\n**Action:** {action}\n\n\
         **Result:** Failures fell from 9 to 1 a month.\n"
    )
}

/// Returns the default settings with these options of `rule`.
pub(super) fn config_with(rule: &Rule, options: &[(&RuleOption, u32)]) -> Config {
    let mut config = Config::default();
    for (option, value) in options {
        config.set_option(rule.name, option.name, *value);
    }
    config
}

/// Returns the messages of the rule `code` about `draft`, including those that other findings would hide.
pub(super) fn messages(code: &str, draft: &str) -> Vec<String> {
    messages_with(&Config::default(), code, draft)
}

/// Returns the severities of the findings of the rule `code` about `draft`.
pub(super) fn severities(code: &str, draft: &str) -> Vec<Severity> {
    severities_with(&Config::default(), code, draft)
}

/// Like [`severities`], but with these settings.
pub(super) fn severities_with(config: &Config, code: &str, draft: &str) -> Vec<Severity> {
    findings(config, code, draft).into_iter().map(|finding| finding.severity).collect()
}

/// Like [`messages`], but with these settings.
pub(super) fn messages_with(config: &Config, code: &str, draft: &str) -> Vec<String> {
    findings(config, code, draft).into_iter().map(|finding| finding.message).collect()
}

/// Returns the findings of the rule `code` about `draft`.
pub(super) fn findings_in(code: &str, draft: &str) -> Vec<Finding> {
    findings(&Config::default(), code, draft)
}

/// Like [`messages`], but with this lexicon.
pub(super) fn messages_by(lexicon: &Arc<Lexicon>, code: &str, draft: &str) -> Vec<String> {
    findings_by(lexicon, &Config::default(), code, draft).into_iter().map(|finding| finding.message).collect()
}

/// Returns the findings of the rule `code` about `draft`, with these settings.
fn findings(config: &Config, code: &str, draft: &str) -> Vec<Finding> {
    static LEXICON: OnceLock<Arc<Lexicon>> = OnceLock::new();
    findings_by(LEXICON.get_or_init(|| Arc::new(Lexicon::builtin())), config, code, draft)
}

fn findings_by(lexicon: &Arc<Lexicon>, config: &Config, code: &str, draft: &str) -> Vec<Finding> {
    let profile = Arc::new(Profile::new(lexicon.clone(), config.clone()));
    let analysis = Analysis::new(profile, &Text::from(draft));
    let reports = analysis.answers().iter().map(|answer| &answer.report.answer);
    let found = reports.flat_map(|answer| find(&analysis.profile().context(answer)).findings);
    found.filter(|finding| finding.rule.name == code).collect()
}
