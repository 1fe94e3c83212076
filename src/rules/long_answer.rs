//! `long-answer`: an answer with a long speaking time.

use super::rule::{Class, Context, Finding, Rule, RuleOption, Severity, Target};

/// The rule.
pub const RULE: Rule = Rule {
    name: "long-answer",
    summary: "The answer takes longer than four minutes to say.",
    severity: Severity::Hint,
    class: Class::Structure,
    target: Target::Words,
    options: &[MAX_SECONDS],
    docs: DOCS,
    check,
};

const MAX_SECONDS: RuleOption = RuleOption {
    name: "maxSeconds",
    min: 10,
    max: 3600,
    default: 240,
    docs: "The maximum speaking time of an answer, in seconds.",
};

const DOCS: &str = "\
## What

At the speaking rate of the settings (150 words a minute unless you change it) the answer takes more than four minutes.
The setting `max-seconds` of this rule draws the line elsewhere.

## Why

Recruiters at Amazon ask for four minutes at most: an interviewer has several questions to ask, and stops you where your
Result would come. (Source: Amazon recruiters on common interview mistakes; people speak 130 to 160 words a minute.)

## Example

An answer of 700 words.

## Instead

An answer of 200 to 450 words, and a few figures in reserve for the questions that follow.

## Fix

None: what can go, only you know. The Situation is where most can be cut.

## When this is fine

In a written application with a limit of its own. Too short is never found: short answers get questions, and questions
are good.

It fires on 1 of 126 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let Some(first) = answer.sections.first() else { return };
    let rate = u64::from(context.config.words_per_minute.max(1));
    let most = context.option(&RULE, &MAX_SECONDS);
    let words = u64::try_from(answer.words()).unwrap_or(u64::MAX);
    if words.saturating_mul(60) <= u64::from(most).saturating_mul(rate) {
        return;
    }
    // Whole minutes, so that the message doesn't change with each word.
    let minutes = words / rate;
    let limit = minutes_of(most);
    let message = match minutes * 60 > u64::from(most) {
        true => format!(
            "This answer takes about {minutes} minute{} to say. Aim for {limit} or less, and trim the Situation first.",
            if minutes == 1 { "" } else { "s" }
        ),
        false => format!("This answer takes more than {limit} to say. Trim the Situation first."),
    };
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: answer.passage.title.unwrap_or(first.label.words),
        component: None,
        message,
        fixes: Vec::new(),
    });
}

/// Returns a duration in words, in minutes if possible.
fn minutes_of(seconds: u32) -> String {
    match seconds {
        60 => "1 minute".to_owned(),
        _ if seconds.is_multiple_of(60) => format!("{} minutes", seconds / 60),
        _ => format!("{seconds} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::rules::testing::{answer, config_with, messages, messages_with};

    fn said(words: usize, words_per_minute: u32) -> Option<String> {
        let config = Config { words_per_minute, ..Config::default() };
        messages_with(&config, RULE.name, &answer(&"word ".repeat(words))).into_iter().next()
    }

    #[test]
    fn more_than_four_minutes_is_found() {
        let long = answer(&"word ".repeat(600));
        assert!(messages(RULE.name, &long)[0].starts_with("This answer takes more than 4 minutes to say."));
        assert!(said(800, 150).is_some_and(|said| said.starts_with("This answer takes about 5 minutes")));
        assert!(said(500, 100).is_some(), "a slow speaker needs longer");
        assert!(said(10, 0).is_some(), "a rate of zero divides nothing by zero");
    }

    #[test]
    fn the_limit_can_be_set() {
        let said = |words: usize, answer_seconds: u32| {
            let config = config_with(&RULE, &[(&MAX_SECONDS, answer_seconds)]);
            messages_with(&config, RULE.name, &answer(&"word ".repeat(words))).into_iter().next()
        };
        assert!(said(290, 90).is_some_and(|said| {
            said.starts_with("This answer takes about 2 minutes to say. Aim for 90 seconds or less,")
        }));
        assert!(said(240, 90).is_some_and(|said| said.starts_with("This answer takes more than 90 seconds to say.")));
        assert_eq!(said(200, 90), None);
        assert_eq!(said(700, 600), None);
        assert!(said(10, 0).is_some());
    }

    #[test]
    fn four_minutes_and_less_are_left_alone() {
        assert_eq!(said(580, 150), None);
        assert_eq!(said(1, 150), None);
        assert_eq!(said(700, 200), None);
    }
}
