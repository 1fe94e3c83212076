//! `front-heavy`: too many words about Situation and Task, or fewer about the Action than the Situation.

use super::rule::{Class, Context, Finding, Languages, Rule, RuleOption, Severity, Target};
use crate::component::Component;

/// The rule.
pub const RULE: Rule = Rule {
    name: "front-heavy",
    summary: "Situation and Task take up too much of the answer.",
    severity: Severity::Hint,
    class: Class::Structure,
    target: Target::Words,
    languages: Languages::All,
    options: &[MAX_SHARE, MIN_WORDS],
    docs: DOCS,
    check,
};

const MAX_SHARE: RuleOption = RuleOption {
    name: "maxShare",
    min: 1,
    max: 100,
    default: 40,
    docs: "The maximum share of the words for Situation and Task, in percent.",
};

const MIN_WORDS: RuleOption = RuleOption {
    name: "minWords",
    min: 0,
    max: 10_000,
    default: 120,
    docs: "The minimum length of an answer to check, in words.",
};

const DOCS: &str = "\
## What it reports

An answer of 120 words or more in which Situation and Task take up more than 40% of the words, or in which the Action is
shorter than the Situation.

## Why it matters

Published guides give Situation and Task 20% [1] to 30% [2] of an answer, and the Action 60%. In a study of 62 job
interviews, candidates' stories had more about situations than about tasks, actions, or results [3].

## Example

```markdown
**Situation:** (90 words on the company, the team, the history of the system, and the outage)
**Task:** (20 words)
**Action:** (60 words)
**Result:** (20 words)
```

## Use instead

```markdown
**Situation:** (30 words: what was wrong, and what was at stake)
**Task:** (20 words)
**Action:** (110 words)
**Result:** (30 words)
```

## Fix

None. For each sentence of the Situation, ask whether the Action needs it.

## When to ignore it

If the question is about how you judged a situation. To suppress the finding in one answer:

```markdown
<!-- star-coach: ignore-answer front-heavy -->
```

## Options

- `max-share` (default: 40): the maximum share of the words for Situation and Task, in percent.
- `min-words` (default: 120): the minimum length of an answer to check, in words.

## Limitations

Only the four components count, so a lesson after the Result doesn't change the share. An answer with a label such as
`Situation and Action` is skipped.

## References

1. UK Government Operational Research Service, “Hints and tips”:
   <http://www.operational-research.gov.uk/recruitment/hints_and_tips/>
2. University of Washington, “STAR Method of Interviewing”:
   <https://careers.uw.edu/resources/star-method-of-interviewing/>
3. Bangerter, Corvalan, and Cavin, “Storytelling in the Selection Interview?”, Journal of Business and Psychology 29
   (2014): <https://doi.org/10.1007/s10869-014-9350-0>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let limit = |limit: u32| usize::try_from(limit).unwrap_or(usize::MAX);
    let least_words = limit(context.option(&RULE, &MIN_WORDS));
    let most_share = limit(context.option(&RULE, &MAX_SHARE));
    let (mut opening, mut situation, mut action, mut all) = (0, 0, 0, 0);
    // A section such as "Situation and Action" belongs to both sides.
    let (mut first, mut is_mixed) = (None, false);
    for section in &answer.sections {
        let (components, words) = (section.label.components, section.words);
        // Sections after the four components don't count.
        let (Some(earliest), Some(last)) = (components.first(), components.last()) else { continue };
        all += words;
        if *earliest < Component::Action {
            first = first.or(Some(section));
            is_mixed |= *last >= Component::Action;
            opening += if *last < Component::Action { words } else { 0 };
            situation += if *last == Component::Situation { words } else { 0 };
        }
        action += if components.has(Component::Action) { words } else { 0 };
    }
    let Some(first) = first else { return };
    if all < least_words.max(1) || is_mixed {
        return;
    }
    let share = opening * 100 / all;
    let message = if opening * 100 > all.saturating_mul(most_share) {
        format!("Situation and Task take up {share}% of this answer. Trim background that the Action doesn't need.")
    } else if action < situation {
        "The Action is shorter than the Situation. Trim the background, or say more about what you did.".to_owned()
    } else {
        return;
    };
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: first.label.words,
        component: first.label.components.first().copied(),
        message,
        fixes: Vec::new(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{config_with, messages, messages_with};

    /// An answer with so many words under each label.
    fn draft(situation: usize, task: usize, action: usize, result: usize) -> String {
        let section = |name: &str, words: usize| format!("**{name}:** {}.\n\n", vec!["word"; words].join(" "));
        section("Situation", situation)
            + &section("Task", task)
            + &section("Action", action)
            + &section("Result", result)
    }

    /// Returns the messages about it.
    fn reported(situation: usize, task: usize, action: usize, result: usize) -> Option<String> {
        messages(RULE.name, &draft(situation, task, action, result)).into_iter().next()
    }

    #[test]
    fn the_limits_can_be_set() {
        let reported = |balance_words: u32, opening_share: u32| {
            let config = config_with(&RULE, &[(&MIN_WORDS, balance_words), (&MAX_SHARE, opening_share)]);
            messages_with(&config, RULE.name, &draft(60, 20, 80, 20)).len()
        };
        assert_eq!(
            [reported(120, 40), reported(120, 50), reported(200, 40), reported(180, 43), reported(0, 100)],
            [1, 0, 0, 1, 0]
        );
    }

    #[test]
    fn a_long_opening_is_found() {
        assert!(
            reported(60, 20, 80, 20)
                .is_some_and(|reported| reported.starts_with("Situation and Task take up 44% of this answer."))
        );
        assert!(
            reported(48, 5, 40, 50)
                .is_some_and(|reported| reported.starts_with("The Action is shorter than the Situation."))
        );
        assert!(reported(50, 1, 68, 1).is_some(), "120 words are enough");
    }

    #[test]
    fn balanced_short_and_odd_answers_are_fine() {
        for (situation, task, action, result) in [(30, 20, 80, 20), (48, 24, 90, 18), (60, 20, 20, 19), (50, 0, 69, 0)]
        {
            assert_eq!(reported(situation, task, action, result), None, "{situation} {task} {action} {result}");
        }
        let both = format!("**Situation and Action:** {}\n\n**Result:** It held.\n", "word ".repeat(150));
        assert_eq!(messages(RULE.name, &both), Vec::<String>::new());
        let lesson = format!(
            "**Situation:** {}\n\n**Action:** {}\n\n**Result:** done\n\n**Lesson:** {}\n",
            "word ".repeat(55),
            "word ".repeat(60),
            "word ".repeat(200)
        );
        assert_eq!(messages(RULE.name, &lesson), Vec::<String>::new(), "a lesson isn't a component");
    }
}
