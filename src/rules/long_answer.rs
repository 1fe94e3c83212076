//! `long-answer`: an answer with a long speaking time.

use super::rule::{Class, Context, Finding, Languages, Rule, RuleOption, Severity, Target};

/// The rule.
pub const RULE: Rule = Rule {
    name: "long-answer",
    summary: "The answer takes longer than 4 minutes to say.",
    severity: Severity::Hint,
    class: Class::Structure,
    target: Target::Words,
    languages: Languages::All,
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
## What it reports

An answer that takes longer than 4 minutes to say, at the speaking rate in your settings (`words-per-minute`, 150).

## Why it matters

Amazon recruiters recommend answers of 4 minutes or less, with enough detail but not too much [1]. You can keep the
other details for the interviewer's next questions.

## Example

An answer of 700 words.

## Use instead

An answer of 600 words or fewer at the default speaking rate. The Situation is a good place to start trimming.

## Fix

None. Only you know what can go.

## When to ignore it

In a written application, which has its own limit. To suppress the finding in one answer:

```markdown
<!-- star-coach: ignore-answer long-answer -->
```

## Options

- `max-seconds` (default: 240): the maximum speaking time of an answer, in seconds.

## Limitations

The speaking time is an estimate from the number of words. Short answers aren't reported.

## References

1. UNILAD, “Amazon reveals the most common mistakes people make in job interviews and how to avoid them”:
   <https://unilad.com/news/us-news/amazon-job-interview-mistakes-tips-684050-20240723>
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

    fn reported(words: usize, words_per_minute: u32) -> Option<String> {
        let config = Config { words_per_minute, ..Config::default() };
        messages_with(&config, RULE.name, &answer(&"word ".repeat(words))).into_iter().next()
    }

    #[test]
    fn more_than_four_minutes_is_found() {
        let long = answer(&"word ".repeat(600));
        assert!(messages(RULE.name, &long)[0].starts_with("This answer takes more than 4 minutes to say."));
        assert!(reported(800, 150).is_some_and(|reported| reported.starts_with("This answer takes about 5 minutes")));
        assert!(reported(500, 100).is_some(), "a slow speaker needs longer");
        assert!(reported(10, 0).is_some(), "a rate of zero divides nothing by zero");
    }

    #[test]
    fn the_limit_can_be_set() {
        let reported = |words: usize, answer_seconds: u32| {
            let config = config_with(&RULE, &[(&MAX_SECONDS, answer_seconds)]);
            messages_with(&config, RULE.name, &answer(&"word ".repeat(words))).into_iter().next()
        };
        assert!(reported(290, 90).is_some_and(|reported| {
            reported.starts_with("This answer takes about 2 minutes to say. Aim for 90 seconds or less,")
        }));
        assert!(
            reported(240, 90)
                .is_some_and(|reported| reported.starts_with("This answer takes more than 90 seconds to say."))
        );
        assert_eq!(reported(200, 90), None);
        assert_eq!(reported(700, 600), None);
        assert!(reported(10, 0).is_some());
    }

    #[test]
    fn four_minutes_and_less_are_fine() {
        assert_eq!(reported(580, 150), None);
        assert_eq!(reported(1, 150), None);
        assert_eq!(reported(700, 200), None);
    }
}
