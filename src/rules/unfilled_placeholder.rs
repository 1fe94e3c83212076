//! `unfilled-placeholder`: a placeholder that isn't filled in yet.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::text::wording::quoted;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unfilled-placeholder",
    summary: "A placeholder, such as `[X%]`, is not filled in yet.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Placeholder,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

The text holds a placeholder: `[X%]`, `[N] minutes`, `$[amount]`, `[before]`, `<number>`, `XX%`, `TBD`, `???`, or a
question in brackets that a fix left for you.

## Why

A placeholder stands where the figure belongs that makes the story credible. It is easy to forget one, and awkward to
read it out. (Source: drafts of real candidates, where every such place that was looked at was unfinished.)

## Example

```markdown
**Result:** We cut the bill by [X%].
```

## Instead

```markdown
**Result:** We cut the bill by 30%.
```

## Fix

None: only you know the figure. `[Company]` and other names in brackets that keep a client anonymous are left alone.

## When this is fine

In a template that you keep for later. It goes away with the text you type over it.

It fires on 3 of 126 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    for placeholder in &answer.placeholders {
        let text = &answer.text()[placeholder.span.range()];
        let component = answer.sections[placeholder.section].label.components.last().copied();
        let message = match text.contains('?') && text.starts_with('[') {
            true => "This prompt is still open. Replace it with your own words.".to_owned(),
            false => format!("{} looks like a placeholder. Replace it with your own number or words.", quoted(text)),
        };
        findings.push(Finding {
            rule: &RULE,
            severity: RULE.severity,
            span: placeholder.span,
            component,
            message,
            fixes: Vec::new(),
        });
    }
}
