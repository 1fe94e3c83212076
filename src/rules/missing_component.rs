//! `missing-component`: an answer without one of the four components.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::answer::style;
use crate::component::Component;
use crate::lexicon::guide;

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-component",
    summary: "An answer lacks its Situation, Task, Action or Result.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::UnwrittenSection,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

The answer has labels for some of the four components, but not for this one.

## Why

Interviewers at Amazon and elsewhere take notes in four boxes: Situation, Task, Action, Result. A box that stays empty
costs more than a short entry. (Source: the cheat sheet of the scenario document; Amazon's interview help.)

## Example

```markdown
**Situation:** Nightly imports failed twice a week.
**Action:** I moved them to AWS Step Functions with retries.
**Result:** Failures fell from 9 to 1 a month.
```

## Instead

```markdown
**Situation:** Nightly imports failed twice a week.
**Task:** I owned the import and had to make it reliable before the audit.
**Action:** I moved them to AWS Step Functions with retries.
**Result:** Failures fell from 9 to 1 a month.
```

## Fix

Inserts the section in STAR order, in the label style of the answer, with a question to replace.

## When this is fine

When Situation and Task are told together: label them `Situation/Task` and both count. Other frames are read as such: in
CAR, CARL and PAR the Challenge, Context or Problem is the Situation and no Task is asked for, in SOAR the Obstacle is the
Task.

It fires on 0 of 126 complete answers of the drafts it was measured on: complete means that all four are written.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let Some(first) = answer.sections.first() else { return };
    // The block may hide the label: see `unclosed-block`.
    if answer.passage.unclosed.is_some() {
        return;
    }
    let mut is_labeled = [false; Component::ALL.len()];
    for section in &answer.sections {
        for &component in section.label.components.iter() {
            is_labeled[component as usize] = true;
        }
    }
    for component in Component::ALL.into_iter().filter(|&component| answer.passage.frame.has(component)) {
        if is_labeled[component as usize] {
            continue;
        }
        findings.push(Finding {
            rule: &RULE,
            severity: RULE.severity,
            span: answer.passage.title.unwrap_or(first.label.words),
            component: Some(component),
            message: message(component),
            fixes: style::insert_section(answer, component, &context.config.label_words).into_iter().collect(),
        });
    }
}

/// Returns the message with the guiding question about `component`.
fn message(component: Component) -> String {
    format!("The {} is missing. {}", component.name(), guide::question(component).missing)
}
