//! `missing-component`: an answer without one of the four components.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::style;
use crate::component::Component;
use crate::draft::label::Form;
use crate::lexicon::guide;
use crate::text::wording::with_article;

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-component",
    summary: "An answer has no Situation, Task, Action, or Result.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::UnwrittenSection,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

An answer that has labels for some components (Situation, Task, Action, Result) but not for all of them. Each missing
component is one finding.

## Why it matters

Amazon asks candidates to cover all four: the situation, the task, their actions, and the outcome [1]. Some interviewers
write S, T, A, and R in the margin of their notes [2], where a gap is easy to see.

## Example

```markdown
**Situation:** Nightly imports failed twice a week.
**Action:** I moved them to AWS Step Functions with retries.
**Result:** Failures fell from 9 to 1 a month.
```

## Use instead

```markdown
**Situation:** Nightly imports failed twice a week.
**Task:** I owned the import and had to make it reliable before the audit.
**Action:** I moved them to AWS Step Functions with retries.
**Result:** Failures fell from 9 to 1 a month.
```

## Fix

Suggested: inserts the section in STAR order, in the label style of the answer, with a prompt such as
`[What were you responsible for?]`. Replace the prompt with your own words.

## When to ignore it

If one section covers two components, name both in its label, such as `Situation/Task`. Both then count. In CAR, CARL, and PAR
answers, the Challenge, Context, or Problem is the Situation, and no Task is asked for; in SOAR, the Obstacle is the Task. To
suppress the finding in one answer:

```markdown
<!-- star-coach: ignore-answer missing-component -->
```

## Limitations

Only labels count: a Task described inside the Situation isn't recognized. Dictated text is skipped. If a label
of the same form, but with other words, is in the place of a component, or a sentence comes between the title and the first label, the
component isn't reported. If your labels are other words, add them with
the setting `labels`. An answer with an unclosed block is skipped, because the block may hide the label; see
`unclosed-block`.

## References

1. Amazon Interview Help, “What is the Amazon STAR method?”:
   <https://amazon-na-interview-help.zendesk.com/hc/en-us/articles/5707710678931-What-is-the-Amazon-STAR-method>
2. Whiteboard Talent, “How I Learned to Take Better Interview Notes”:
   <https://whiteboardtalent.com/how-i-learned-to-take-better-interview-notes-sample-notes-included/>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let Some(first) = answer.sections.first() else { return };
    // The block may hide the label: see `unclosed-block`.
    if answer.passage.unclosed.is_some() {
        return;
    }
    // Who dictates may tell a component without its name.
    if answer.sections.iter().all(|section| section.label.form == Form::Spoken) {
        return;
    }
    let mut is_labeled = [false; Component::ALL.len()];
    for section in &answer.sections {
        for &component in section.label.components.iter() {
            is_labeled[component as usize] = true;
        }
    }
    for component in Component::ALL.into_iter().filter(|&component| answer.passage.frame.has(component)) {
        if is_labeled[component as usize] || answer.passage.untold.has(component) {
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
    format!("I don't see {} in this answer. {}", with_article(component.name()), guide::question(component).words())
}
