//! `long-sentence`: a sentence that is too long to say in one breath.

use super::rule::{Class, Context, Finding, Languages, Rule, RuleOption, Severity, Target};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "long-sentence",
    summary: "A sentence is too long to say in one breath.",
    severity: Severity::Hint,
    class: Class::Wording,
    target: Target::Words,
    languages: Languages::English,
    options: &[MAX_WORDS],
    docs: DOCS,
    check,
};

const MAX_WORDS: RuleOption =
    RuleOption { name: "maxWords", min: 5, max: 500, default: 40, docs: "The maximum number of words in a sentence." };

const DOCS: &str = "\
## What it reports

A sentence with more than 40 words between two pauses. Semicolons, colons, and dashes count as pauses; commas don't.

## Why it matters

You will say the answer aloud, and a long sentence is hard to say and to follow. Writing tips from Amazon writers
recommend fewer than 30 words [1]; this rule allows more.

## Example

```markdown
**Situation:** We ran a nightly import that had grown over several years and that no one who was still with the company
had designed, and because it read from a database which three other teams used during the night it slowed them down
whenever the month ended and the volume doubled.
```

## Use instead

```markdown
**Situation:** Our nightly import had grown over the years, and no one left in the company had designed it. It shared a
database with three other teams. At the end of the month, the volume doubled and slowed them all down.
```

## Fix

None: you know best where you would pause.

## When to ignore it

If the text will be read, not spoken. To suppress the finding:

```markdown
<!-- star-coach: ignore long-sentence -- quoted from the report -->
```

## Options

- `max-words` (default: 40): the maximum number of words in a sentence.

## Limitations

- Only English answers are checked.
- Paths and code don't count as words.
- A list with many commas isn't reported, because it is spoken item by item.

## References

1. Armand Patella, “Tips for Amazon Writers”: <https://armandpatella.com/amazon-writing-tips.html>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let most = usize::try_from(context.option(&RULE, &MAX_WORDS)).unwrap_or(usize::MAX);
    for section in &answer.sections {
        let Some(&component) = section.label.components.first() else { continue };
        for &sentence in &section.sentences {
            let said = &answer.prose.text()[sentence.range()];
            let words =
                longest_run(said, |at| answer.prose.is_code(Span::new(sentence.start + at, sentence.start + at + 1)));
            if words <= most {
                continue;
            }
            findings.push(Finding {
                rule: &RULE,
                severity: RULE.severity,
                span: answer.prose.source(sentence),
                component: Some(component),
                message: format!(
                    "{words} words without a break are hard to say in one breath. Split this sentence where you would pause."
                ),
                fixes: Vec::new(),
            });
        }
    }
}

/// Returns the maximum number of words between two pauses.
fn longest_run(sentence: &str, is_code: impl Fn(usize) -> bool) -> usize {
    let (mut longest, mut run, mut commas) = (0, 0, 0);
    let mut at = 0;
    for token in sentence.split(' ') {
        if token.contains(char::is_alphabetic) && !token.contains(['/', '\\', '_', '=']) && !is_code(at) {
            run += 1;
        }
        if token.ends_with(',') {
            commas += 1;
        }
        if is_pause(token) {
            longest = longest.max(spoken(run, commas));
            (run, commas) = (0, 0);
        }
        at += token.len() + 1;
    }
    longest.max(spoken(run, commas))
}

/// Whether a speaker pauses after `token`.
fn is_pause(token: &str) -> bool {
    token.ends_with([';', ':'])
        || token.contains('—')
        || matches!(token, "-" | "--" | "->" | "=>" | "|" | "+" | "–" | "→" | "•")
        || is_item_number(token)
}

/// Returns the number of words to count: 0 for a list with commas, which is spoken item by item.
fn spoken(words: usize, commas: usize) -> usize {
    if commas * 5 > words { 0 } else { words }
}

/// Whether the token is the number of an item within the sentence: "(2)", "2)", "b)".
fn is_item_number(token: &str) -> bool {
    let inner = token.trim_start_matches('(');
    inner.len() <= 3
        && inner.len() >= 2
        && inner.ends_with(')')
        && inner[..inner.len() - 1].chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{answer, config_with, messages, messages_with};

    fn words(count: usize) -> String {
        "move ".repeat(count)
    }

    #[test]
    fn a_sentence_over_the_limit_is_reported() {
        let found = messages(RULE.name, &answer(&format!("I {}it.", words(45))));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("47 words"), "{found:?}");
        assert_eq!(messages(RULE.name, &answer(&format!("I {}it.", words(38)))), [""; 0]);
        assert_eq!(messages(RULE.name, &answer(&format!("I {}it.", words(39)))).len(), 1);
    }

    #[test]
    fn the_limit_can_be_set() {
        let reported = |count: usize, sentence_words: u32| {
            let config = config_with(&RULE, &[(&MAX_WORDS, sentence_words)]);
            messages_with(&config, RULE.name, &answer(&format!("I {}it.", words(count)))).len()
        };
        assert_eq!([reported(28, 30), reported(29, 30), reported(45, 60), reported(60, 60)], [0, 1, 0, 1]);
    }

    #[test]
    fn pauses_split_a_sentence() {
        for fine in [
            format!("I {}it. I {}it.", words(30), words(30)),
            format!("I {}it; then I {}it.", words(30), words(30)),
            format!("I {}it \u{2014} then {}it.", words(30), words(30)),
            format!("- I {}it\n- I {}it", words(30), words(30)),
            format!("I {}it: (1) {}it (2) {}it.", words(15), words(15), words(15)),
            "I moved alpha, beta, gamma, delta, ".repeat(10),
            format!("I ran {}", "`one` ".repeat(50)),
            format!("I read {}", "etc/conf ".repeat(50)),
        ] {
            assert_eq!(messages(RULE.name, &answer(&fine)), [""; 0], "{fine}");
        }
    }
}
