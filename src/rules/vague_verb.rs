//! `vague-verb`: a step with a verb that doesn't say what you did.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::component::Component;
use crate::text::Span;
use crate::text::wording;
use crate::words::english::DETERMINERS;
use crate::words::stance::{self, Stance};
use crate::words::voice;

/// The rule.
pub const RULE: Rule = Rule {
    name: "vague-verb",
    summary: "A step starts with a vague verb, such as “helped” or “was involved in”.",
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

A step in the Action that starts with a verb that doesn't say what you did: helped, assisted with, was involved in,
participated in, took part in, contributed to, or worked on.

## Why it matters

Amazon asks candidates to say what specific steps they took, and what their own contribution was [1]. A specific verb, such
as designed, wrote, measured, or decided, answers that. Guides to résumé writing list the same vague verbs [2].

## Example

```markdown
**Action:** I was involved in the migration of the billing database.
```

## Use instead

```markdown
**Action:** I wrote the migration scripts for the billing database and led the rehearsal.
```

## Fix

None: only you know the verb.

## When to ignore it

If helping was your task. To suppress the finding:

```markdown
<!-- star-coach: ignore vague-verb -- mentoring was the task -->
```

## Limitations

- Only English answers are checked.
- “Helped” is reported only before “to”, “with”, “out”, or “in”, or before a verb, as in “helped migrate”. “Helped customers”
  and “helped a colleague” aren't reported.
- Only the first verb of a step is checked.
- A verb isn't reported if the sentence denies it (“contributed to none of them”), or if it says when you worked (“worked on
  Saturday”).

## References

1. Amazon Interview Help, “What is the Amazon STAR method?”:
   <https://amazon-na-interview-help.zendesk.com/hc/en-us/articles/5707710678931-What-is-the-Amazon-STAR-method>
2. candidate.so, glossary entry “Action Verbs”: <https://www.candidate.so/glossary/action-verbs>
";

/// Verbs that never say what you did.
const VAGUE_VERBS: &[&str] = &[
    "was involved in",
    "was involved with",
    "were involved in",
    "were involved with",
    "been involved in",
    "been involved with",
    "got involved in",
    "got involved with",
    "participated in",
    "took part in",
    "contributed to",
    "assisted with",
    "assisted in",
    "assisted on",
    "worked on",
    "helped to",
    "helped with",
    "helped out",
    "helped in",
    "was part of",
    "were part of",
];

/// Verbs that, directly after "helped", name someone else's action.
const ACTIONS: &[&str] = &[
    "analyze",
    "automate",
    "build",
    "bring",
    "clean",
    "complete",
    "configure",
    "coordinate",
    "create",
    "cut",
    "debug",
    "define",
    "deliver",
    "deploy",
    "design",
    "develop",
    "document",
    "draft",
    "drive",
    "establish",
    "find",
    "fix",
    "identify",
    "implement",
    "improve",
    "install",
    "integrate",
    "introduce",
    "investigate",
    "launch",
    "lead",
    "maintain",
    "manage",
    "migrate",
    "modernize",
    "monitor",
    "move",
    "optimize",
    "organise",
    "organize",
    "plan",
    "prepare",
    "redesign",
    "reduce",
    "refactor",
    "resolve",
    "restore",
    "rewrite",
    "roll",
    "scale",
    "secure",
    "set",
    "ship",
    "solve",
    "test",
    "troubleshoot",
    "update",
    "upgrade",
    "write",
];

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let prose = answer.prose.text();
    for section in answer.sections_of(Component::Action) {
        for step in &section.sentences {
            let said = &prose[step.range()];
            let Some(predicate) = voice::predicate(said) else { continue };
            let Some(len) = vague_verb(predicate) else { continue };
            let start = step.start + said.len() - predicate.len();
            let span = Span::new(start, start + len);
            let place = Span::new(span.start - step.start, span.end - step.start);
            if answer.prose.is_code(span) || is_denied(said, place) {
                continue;
            }
            findings.push(Finding {
                rule: &RULE,
                severity: RULE.severity,
                span: answer.prose.source(span),
                component: Some(Component::Action),
                message: format!(
                    "{}: what exactly did you do? Try a specific verb, such as designed, wrote, or decided.",
                    wording::quoted(&prose[span.range()])
                ),
                fixes: Vec::new(),
            });
        }
    }
}

/// Whether the vague verb at `place` of `sentence` is denied: "would have worked on it", "contributed to none of it".
fn is_denied(sentence: &str, place: Span) -> bool {
    let object = voice::words(&sentence[place.end..]).next().unwrap_or_default();
    ["no", "none", "nothing", "neither"].contains(&object)
        || matches!(stance::of_deed(sentence, place), Stance::Negated | Stance::Planned | Stance::Rejected)
}

/// Returns the length in bytes of the vague verb at the start of `predicate`.
fn vague_verb(predicate: &str) -> Option<usize> {
    let starts = |words: &str| {
        predicate.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words))
            && predicate[words.len()..].starts_with([' ', '.', ',', ';'])
    };
    let is_action = || voice::words(predicate).nth(1).is_some_and(|word| ACTIONS.contains(&word));
    let found = VAGUE_VERBS.iter().copied().find(|vague_verb| starts(vague_verb));
    let found = found.or_else(|| (starts("helped") && is_action()).then_some("helped"))?;
    let mut words = voice::words(&predicate[found.len()..]);
    let next = words.find(|word| !DETERMINERS.contains(word)).unwrap_or_default();
    // "Worked on Saturdays" says when, not what.
    let is_day = ["saturday", "sunday", "weekend", "night", "evening", "holiday", "shift", "site", "call"]
        .iter()
        .any(|day| next.to_lowercase().starts_with(day));
    (!(found == "worked on" && is_day)).then_some(found.len())
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{answer, messages};

    const CODE: &str = "vague-verb";

    #[test]
    fn a_vague_verb_is_reported() {
        for (action, verb) in [
            ("I was involved in the migration.", "was involved in"),
            ("Then I also helped migrate the data.", "helped"),
            ("Participated in the design.", "Participated in"),
            ("I wrote it.\n- Worked on the rollout.", "Worked on"),
            ("We assisted with the tests, and I ran them.", "assisted with"),
            ("I worked on the index, not on the cache.", "worked on"),
            ("I helped to add no more than two alarms.", "helped to"),
        ] {
            let found = messages(CODE, &answer(action));
            assert_eq!(found.len(), 1, "{action}: {found:?}");
            assert!(found[0].starts_with(&format!("“{verb}”")), "{found:?}");
        }
    }

    #[test]
    fn specific_help_is_not_reported() {
        for fine in [
            "I helped customers move their data.",
            "I helped a colleague who was stuck.",
            "I helped the team agree on one design.",
            "I wrote a runbook that helped to cut the noise.",
            "The change I made helped with latency.",
            "I worked on Saturday to keep the date.",
            "I worked on-site for a week.",
            "I worked on the night shift.",
            "I led the migration; two people helped out.",
            "I designed what we worked on.",
            "I contributed to none of the outages.",
            "I didn't just help with the move; I led it.",
            "I never helped with the old import.",
            "I wasn't involved in the design, so I read it first.",
            "Had I worked on it, I would have known.",
        ] {
            assert_eq!(messages(CODE, &answer(fine)), [""; 0], "{fine}");
        }
    }

    #[test]
    fn only_the_action_counts() {
        let draft = "**Situation:** I worked on billing.\n\n**Task:** I was involved in it.\n\n**Action:** I fixed it.\n\n\
                     **Result:** I helped to save 5 hours.\n";
        assert_eq!(messages(CODE, draft), [""; 0]);
    }
}
