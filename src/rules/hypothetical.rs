//! `hypothetical`: an Action about what you would do.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::component::Component;
use crate::text::Span;
use crate::words::voice;

/// The rule.
pub const RULE: Rule = Rule {
    name: "hypothetical",
    summary: "The Action describes what you would do instead of what you did.",
    severity: Severity::Hint,
    class: Class::Wording,
    target: Target::Words,
    languages: Languages::English,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

An Action in which at least half of the sentences say what you would or will do, and no sentence has a verb in the past
tense.

## Why it matters

A behavioral question asks what you did, not what you would do [1]. Targeted Selection, an interview method, calls a
statement that doesn't describe a specific situation a “false STAR” [2].

## Example

```markdown
**Action:** I would first look at the dashboards. Then I would call the owner.
```

## Use instead

```markdown
**Action:** I first looked at the dashboards. Then I called the owner.
```

## Fix

None: if it happened, write it in the past tense. If not, choose a story that happened.

## When to ignore it

If the question asks what you would do. To suppress the finding:

```markdown
<!-- star-coach: ignore hypothetical -- a what-if question -->
```

## Limitations

- Only English answers are checked.
- A single sentence in the past tense is enough, such as “I wrote a runbook, so that anyone could roll back”.
- If the title asks “would you”, “will you”, “how do you”, or “what do you do”, nothing is reported.

## References

1. Inside Amazon, video “STAR Method: How to Ace Your Amazon Interview”, transcript:
   <https://longcut.ai/v/star-method-how-to-ace-your-amazon-interview-UQrTMxouDUY>
2. ProProfs, quiz on Targeted Selection, questions 3 to 5: <https://proprofs.com/quiz-school/story.php?title=odmxodg5g14i>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
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
    let sentence_text = &prose[first.range()];
    let start = first.start + sentence_text.find(char::is_alphabetic).unwrap_or_default();
    let span = Span::new(start, first.start + end);
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: answer.prose.source(span),
        component: Some(Component::Action),
        message: "This reads as what you would do. Can you describe a time when you did it?".to_owned(),
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
    fn an_action_that_never_happened_is_reported() {
        for action in [
            "I would look at the dashboards. Then I would call the owner.",
            "First, I'd set up a shared channel and I'd make sure that it is logged.",
            "I will talk to the owner.",
        ] {
            assert_eq!(messages(CODE, &answer(action)).len(), 1, "{action}");
        }
    }

    #[test]
    fn one_past_action_is_enough() {
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
    fn an_answer_to_a_theoretical_question_is_not_reported() {
        let draft = answer("I would call the owner.");
        assert_eq!(messages(CODE, &format!("# What would you do if it broke?\n\n{draft}")), [""; 0]);
        assert_eq!(messages(CODE, &format!("# The outage\n\n{draft}")).len(), 1);
    }
}
