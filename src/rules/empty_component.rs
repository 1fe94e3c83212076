//! `empty-component`: a label without text.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::style;
use crate::text::wording::{plain, quoted};

/// The rule.
pub const RULE: Rule = Rule {
    name: "empty-component",
    summary: "A section has a label but no text.",
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

A section that has a label but no text.

## Why it matters

Amazon asks candidates to cover all four components [1]. An empty section is easy to overlook in a long draft.

## Example

```markdown
**Task:**
**Action:** I rebuilt the deployment pipeline.
```

## Use instead

```markdown
**Task:** I was asked to get releases down to one hour.
**Action:** I rebuilt the deployment pipeline.
```

## Fix

Suggested: adds a prompt under the label, such as `[What were you responsible for?]`. The prompt is selected, so you can
type over it.

## When to ignore it

In a template that you haven't filled in yet. In an editor, the finding is delayed while you write from top to bottom. To
suppress it:

```markdown
<!-- star-coach: ignore empty-component -->
```

## Limitations

An image or a code block counts as text. A comment doesn't.

## References

1. Amazon Interview Help, “What is the Amazon STAR method?”:
   <https://amazon-na-interview-help.zendesk.com/hc/en-us/articles/5707710678931-What-is-the-Amazon-STAR-method>
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
