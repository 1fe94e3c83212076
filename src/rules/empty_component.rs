//! `empty-component`: a label without text.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::answer::style;
use crate::text::wording::{plain, quoted};

/// The rule.
pub const RULE: Rule = Rule {
    name: "empty-component",
    summary: "A section has a label but no text.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::UnwrittenSection,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

The label is there, but nothing stands under it.

## Why

An empty box in the interviewer's notes counts as a missing part of the story. A label without text is easy to
overlook in a long draft. (Source: the cheat sheet of the scenario document.)

## Example

```markdown
**Task:**
**Action:** I rebuilt the deployment pipeline.
```

## Instead

```markdown
**Task:** I was asked to get releases down to one hour.
**Action:** I rebuilt the deployment pipeline.
```

## Fix

Writes a question under the label, selected, so that you type over it.

## When this is fine

In a skeleton that you are about to fill: the editor holds the finding back while you write from top to bottom.

It fires on 0 of 126 complete answers of the drafts it was measured on: complete means that all four are written.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    for section in &answer.sections {
        let Some(&component) = section.label.components.first() else { continue };
        if !section.empty {
            continue;
        }
        let label = quoted(&plain(&answer.text()[section.label.words.range()]));
        findings.push(Finding {
            rule: &RULE,
            severity: RULE.severity,
            span: section.label.words,
            component: Some(component),
            message: format!("I don't see any text under {label} yet. Add a sentence, or remove the label."),
            fixes: style::fill_section(answer, section).into_iter().collect(),
        });
    }
}
