//! `unclosed-block`: a code block, comment, or raw HTML that isn't closed where it should be and hides labels.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unclosed-block",
    summary: "An unclosed code block, comment, or HTML block hides labels.",
    severity: Severity::Information,
    class: Class::Fact,
    target: Target::Opening,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A code block (three or more backticks or tildes), a comment (`<!--`), or raw HTML such as `<script>` that starts in an
answer, isn't closed, and hides labels. A code block that is closed only by the opening of the next one is reported, too.

## Why it matters

In Markdown, a code block without a closing fence runs to the end of its container [1], and so does a comment or a
`<script>` without its end [2]. The labels inside don't count, so the rest of your draft isn't checked.

## Example

````markdown
**Action:** I read the log:

```
504 Gateway Timeout

**Result:** Errors fell from 40 to 2 a day.
````

## Use instead

````markdown
**Action:** I read the log:

```
504 Gateway Timeout
```

**Result:** Errors fell from 40 to 2 a day.
````

## Fix

None. Only you know where the block should end.

## When to ignore it

While you are still writing the block. In an editor, the finding is delayed until you pause. If the block is meant to
contain labels:

```markdown
<!-- star-coach: ignore-answer unclosed-block -->
```

## Limitations

A block that hides no label isn't reported.

## References

1. CommonMark Spec 0.31.2, “Fenced code blocks”: <https://spec.commonmark.org/0.31.2/#fenced-code-blocks>
2. CommonMark Spec 0.31.2, “HTML blocks”: <https://spec.commonmark.org/0.31.2/#html-blocks>
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
