//! `hypothetical`: an Action about what you would do.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::component::Component;
use crate::text::Span;
use crate::words::voice;

/// The rule.
pub const RULE: Rule = Rule {
    name: "hypothetical",
    summary: "The Action tells what you would do, not what you did.",
    severity: Severity::Hint,
    class: Class::Wording,
    target: Target::Words,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

At least half of the sentences of the Action say what you would or will do, and none has a verb in the past tense.

## Why

A behavioural question asks for something that happened. Interviewers are trained to hear \"I would\" as a theory and to
note that there is no example. (Source: DDI's Targeted Selection, which calls it a false STAR; Amazon's video on the
STAR method.)

## Example

```markdown
**Action:** I would first look at the dashboards. Then I would call the owner.
```

## Instead

```markdown
**Action:** I first looked at the dashboards. Then I called the owner.
```

## Fix

None: if it happened, tell it in the past tense; if not, choose a story that did.

## When this is fine

Where the question itself asks what you would do. A single sentence in the past tense is enough, so \"I wrote a runbook,
so that anybody could roll back\" is not meant.

It fires on 0 of 126 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    if !answer.is_english() {
        return;
    }
    let prose = answer.prose.text();
    let sentences = || answer.sections_of(Component::Action).flat_map(|section| section.sentences.iter().copied());
    if answer.title().is_some_and(asks_for_a_theory)
        || sentences().any(|sentence| voice::tells_the_past(&prose[sentence.range()]))
    {
        return;
    }
    let theories = || sentences().filter_map(|sentence| Some((sentence, theory(&prose[sentence.range()])?)));
    let is_most = theories().count() * 2 >= sentences().count();
    let Some((first, end)) = theories().next().filter(|_| is_most) else { return };
    let said = &prose[first.range()];
    let start = first.start + said.find(char::is_alphabetic).unwrap_or_default();
    let span = Span::new(start, first.start + end);
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: answer.prose.source(span),
        component: Some(Component::Action),
        message:
            "This is what you would do, not what you did. Interviewers look for something that happened: tell one \
                  time when you did it."
                .to_owned(),
        fixes: Vec::new(),
    });
}

/// Returns the offset of the end of "I would" in `sentence`, if "would" is its main verb.
fn theory(sentence: &str) -> Option<usize> {
    let words: Vec<_> = voice::placed_words(sentence).take(8).collect();
    let subject = words.iter().position(|(_, word)| *word == "I" || is_shortened(word))?;
    let (mut at, mut last) = words[subject];
    if !is_shortened(last) {
        (at, last) = *words.get(subject + 1)?;
    }
    let theoretical = is_shortened(last) || matches!(last, "would" | "will");
    // Only "First," or an opening clause may come before the subject.
    let opens = || subject == 0 || voice::subject(sentence) == voice::Subject::I;
    (theoretical && opens()).then(|| at + last.len())
}

/// Whether the word is "I'd" or "I'll". ("I'd" in the sense of "I had" comes before a past tense.)
fn is_shortened(word: &str) -> bool {
    matches!(word, "I'd" | "I’d" | "I'll" | "I’ll")
}

/// Whether the question itself is hypothetical.
fn asks_for_a_theory(title: &str) -> bool {
    let lower = title.to_lowercase();
    ["would you", "will you", "how do you", "what do you do"].iter().any(|words| lower.contains(words))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{answer, messages};

    const CODE: &str = "hypothetical";

    #[test]
    fn an_action_that_never_happened_is_told() {
        for action in [
            "I would look at the dashboards. Then I would call the owner.",
            "First, I'd set up a shared channel and I'd make sure that it is logged.",
            "I will talk to the owner.",
        ] {
            assert_eq!(messages(CODE, &answer(action)).len(), 1, "{action}");
        }
    }

    #[test]
    fn one_deed_is_enough() {
        for fine in [
            "I looked at the dashboards, and I would do so again.",
            "I wrote a runbook, so that anybody would know what to do.",
            "I'd asked the owner. I'd looked at the dashboards.",
            "Told the team that I would stay. I would call each of them every day.",
            "The owner would call every night, so the pager went to me.",
            "Look at the dashboards and call the owner.",
        ] {
            assert_eq!(messages(CODE, &answer(fine)), [""; 0], "{fine}");
        }
    }

    #[test]
    fn a_theoretical_question_wants_a_theory() {
        let draft = answer("I would call the owner.");
        assert_eq!(messages(CODE, &format!("# What would you do if it broke?\n\n{draft}")), [""; 0]);
        assert_eq!(messages(CODE, &format!("# The outage\n\n{draft}")).len(), 1);
    }
}
