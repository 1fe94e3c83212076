//! `unfilled-placeholder`: a placeholder that isn't filled in yet.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::text::wording::quoted;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unfilled-placeholder",
    summary: "A placeholder, such as `[X%]`, is not filled in yet.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Placeholder,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A placeholder in the text: `[X%]`, `[N] minutes`, `$[amount]`, `[before]`, `<date>`, `{{metric}}`, `XX%`, `___`, `TBD`, `???`,
or a prompt in brackets that a fix has added.

## Why it matters

A placeholder is where your number or your own words belong. Amazon asks for metrics or data where they apply [1].

## Example

```markdown
**Result:** We cut the bill by [X%].
```

## Use instead

```markdown
**Result:** We cut the bill by 30%.
```

## Fix

None. Only you know the number.

## When to ignore it

In a template that you keep for later. To suppress the findings in the whole file:

```markdown
<!-- star-coach: ignore-file unfilled-placeholder -->
```

## Limitations

Names in brackets that keep a client anonymous, such as `[Company]`, aren't reported. Your own note in brackets is
reported if it ends with a question mark or starts with a word such as “what” or “add”. A placeholder in code or in
quotation marks is ignored.

## References

1. Amazon Interview Help, “What is the Amazon STAR method?”:
   <https://amazon-na-interview-help.zendesk.com/hc/en-us/articles/5707710678931-What-is-the-Amazon-STAR-method>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    // `empty-component` reports sections without any words: "____".
    for placeholder in answer.placeholders.iter().filter(|placeholder| !answer.sections[placeholder.section].empty) {
        let text = &answer.text()[placeholder.span.range()];
        let component = answer.sections[placeholder.section].label.components.last().copied();
        let message = match text.contains('?') && text.starts_with('[') {
            true => "This prompt isn't filled in yet. Replace it with your own words.".to_owned(),
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
