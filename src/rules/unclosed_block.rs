//! `unclosed-block`: a code block, comment, or raw HTML that isn't closed where it should be and hides labels.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unclosed-block",
    summary: "An unclosed code block, comment, or HTML block hides labels.",
    severity: Severity::Information,
    class: Class::Fact,
    target: Target::Opening,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

A code block (three or more backticks or tildes), a comment (`<!--`), or raw HTML such as `<script>` begins in this
answer and is never closed, or only by what opens the next one. Markdown reads everything in it as code, comment, or HTML,
so the labels there don't count.

## Why

A forgotten closing line is easy to miss in an editor, and the rest of the draft would go unread without a word. (Source:
the CommonMark specification: an unclosed code block ends with its container or the document.)

## Example

````markdown
**Action:** I read the log:

```
504 Gateway Timeout

**Result:** Errors fell from 40 to 2 a day.
````

## Instead

````markdown
**Action:** I read the log:

```
504 Gateway Timeout
```

**Result:** Errors fell from 40 to 2 a day.
````

## Fix

None: only you know where it should end.

## When this is fine

While you are still writing the block. In an editor the finding waits until you pause.

It fires on 0 of 126 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let Some(unclosed) = answer.passage.unclosed else { return };
    let opening = &answer.text()[unclosed.source.range()];
    let line = opening.lines().next().unwrap_or_default().trim_end();
    let (name, closing) = (unclosed.name(), unclosed.closing(answer.text()));
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: Span::new(unclosed.source.start, unclosed.source.start + line.len()),
        component: None,
        message: format!("This {name} looks unclosed and hides the labels in it. Add {closing} where it should end."),
        fixes: Vec::new(),
    });
}
