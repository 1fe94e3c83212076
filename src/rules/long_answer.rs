//! `long-answer`: it takes more than four minutes to say.

use super::{Class, Context, Finding, Rule, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    code: "long-answer",
    summary: "The answer takes more than four minutes to say.",
    severity: Severity::Hint,
    class: Class::Structure,
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

At the speaking rate of the settings (150 words a minute unless you change it) the answer takes more than four minutes.

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

/// What recruiters ask for at most, in minutes.
const MOST_MINUTES: usize = 4;

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let Some(first) = answer.sections.first() else { return };
    let rate = usize::try_from(context.config.words_per_minute.max(1)).unwrap_or(usize::MAX);
    let words = answer.words();
    if words <= MOST_MINUTES.saturating_mul(rate) {
        return;
    }
    // In whole minutes, so that the message does not change with each word.
    let minutes = words / rate;
    let about = if minutes > MOST_MINUTES { format!("about {minutes}") } else { format!("more than {MOST_MINUTES}") };
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: answer.passage.title.unwrap_or(first.label.words),
        component: None,
        message: format!(
            "This takes {about} minutes to say. Recruiters ask for {MOST_MINUTES} at most: cut the Situation first, and \
             keep details for the questions that follow."
        ),
        fixes: Vec::new(),
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answer, messages, messages_with};
    use super::*;
    use crate::config::Config;

    fn said(words: usize, words_per_minute: u32) -> Option<String> {
        let config = Config { words_per_minute, ..Config::default() };
        messages_with(&config, RULE.code, &answer(&"word ".repeat(words))).into_iter().next()
    }

    #[test]
    fn more_than_four_minutes_is_found() {
        let long = answer(&"word ".repeat(600));
        assert!(messages(RULE.code, &long)[0].starts_with("This takes more than 4 minutes to say."));
        assert!(said(800, 150).is_some_and(|said| said.starts_with("This takes about 5 minutes")));
        assert!(said(500, 100).is_some(), "a slow speaker needs longer");
        assert!(said(10, 0).is_some(), "a rate of zero divides nothing by zero");
    }

    #[test]
    fn four_minutes_and_less_are_left_alone() {
        assert_eq!(said(580, 150), None);
        assert_eq!(said(1, 150), None);
        assert_eq!(said(700, 200), None);
    }
}
