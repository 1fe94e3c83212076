//! `duplicate-component`: two sections for the same component.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::{Answer, Section};
use crate::component::Component;
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "duplicate-component",
    summary: "An answer has two sections for the same component.",
    severity: Severity::Information,
    class: Class::Fact,
    target: Target::Words,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

Two sections of one answer with the same label, if nothing in the labels distinguishes them. At most one finding per
component, and only once all four components are written.

## Why it matters

Amazon advises candidates to give each answer a beginning, a middle, and an end [1]. A second Action or Result can sound
like a second story, or its label may be a slip.

## Example

```markdown
**Situation:** A bad release took checkout down.
**Task:** I was on call.
**Action:** I rolled the release back.
**Action:** I added a canary stage.
**Result:** No bad release has reached a customer in 6 months.
```

## Use instead

```markdown
**Situation:** A bad release took checkout down.
**Task:** I was on call.
**Action:** I rolled the release back. Then I added a canary stage.
**Result:** No bad release has reached a customer in 6 months.
```

## Fix

None. Only you know whether to merge the sections or to change a label.

## When to ignore it

If the story has two phases, say so in the labels, such as `Action (recovery)` or `Result 2`; then nothing is reported. To
suppress the finding:

```markdown
<!-- star-coach: ignore duplicate-component -->
```

## Limitations

A Result at the top is read as a headline and isn't reported. Neither are sections with another heading between them.

## References

1. Amazon Interview Help, “What is the Amazon STAR method?”:
   <https://amazon-na-interview-help.zendesk.com/hc/en-us/articles/5707710678931-What-is-the-Amazon-STAR-method>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    // While a component is missing, a duplicate label may be a mistake for it, and `missing-component` reports it.
    if !answer.is_complete() {
        return;
    }
    for component in Component::ALL {
        let mut plain = answer.sections.iter().enumerate().filter(|(index, section)| {
            let headline = *index == 0 && component == Component::Result;
            section.label.components == [component]
                && !headline
                && answer.is_written(*index)
                && !is_qualified(answer, section)
        });
        let Some((_, first)) = plain.next() else { continue };
        // A row such as `| S | Situation |` names its component twice.
        let second = plain.find(|(_, section)| {
            section.label.line != first.label.line && !has_heading_between(answer, first.label.line, section.label.line)
        });
        let Some((_, second)) = second else { continue };
        let name = component.name();
        findings.push(Finding {
            rule: &RULE,
            severity: RULE.severity,
            span: second.label.words,
            component: Some(component),
            message: format!(
                "This answer has more than one {name} section. Merge them, or make the labels different: \
                 “{name} (recovery)”."
            ),
            fixes: Vec::new(),
        });
    }
}

/// Whether a heading that is no label comes between two lines. It then says how the two sections differ.
fn has_heading_between(answer: &Answer, one: Span, other: Span) -> bool {
    let mut at = one.end;
    answer.text()[one.end..other.start].split_inclusive(['\n', '\r']).any(|line| {
        let start = at;
        at += line.len();
        let is_label = answer.sections.iter().any(|section| section.label.line.touches(start));
        line.trim_start().starts_with('#') && !is_label
    })
}

/// Whether the label says more than the component's name and initial.
fn is_qualified(answer: &Answer, section: &Section) -> bool {
    let label = &section.label;
    let text = answer.text();
    let named = [label.name, label.initial];
    text[label.words.range()].char_indices().any(|(at, c)| {
        let at = label.words.start + at;
        c.is_alphanumeric() && !named.iter().flatten().any(|span| span.range().contains(&at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::messages;

    fn reported(draft: &str) -> Vec<String> {
        messages(RULE.name, draft)
    }

    #[test]
    fn a_second_label_of_a_kind_is_found() {
        let draft = "**Situation:** Down.\n\n**Task:** Mine.\n\n**Action:** I ran.\n\n**Action:** I hid.\n\n**Result:** 5 GB free.\n";
        let reported = reported(draft);
        assert!(
            reported.len() == 1 && reported[0].starts_with("This answer has more than one Action section."),
            "{reported:?}"
        );
        let again = draft.replace("**Result", "**Action:** I slept.\n\n**Result");
        assert_eq!(messages(RULE.name, &again).len(), 1, "reported once a component");
        let lists = "- Situation: down\n- Task: mine\n- Action: ran\n- Result: 5 GB\n- Result: 7 GB\n";
        assert_eq!(messages(RULE.name, lists).len(), 1);
    }

    #[test]
    fn labels_that_differ_are_fine() {
        for draft in [
            "| S | Situation | It was down |\n| T | Task | Mine |\n| A | Action | I ran |\n| R | Result | 5 GB |\n",
            "**Situation:** Down.\n\n**Action (first):** I ran.\n\n**Action (the recovery):** I hid.\n\n**Result:** 5 GB.\n",
            "**Situation:** Down.\n\n**Action 1:** I ran.\n\n**Action 2:** I hid.\n\n**Result:** 5 GB.\n",
            "**Result:** 5 GB.\n\n**Situation:** Down.\n\n**Task:** Mine.\n\n**Action:** I hid.\n\n**Result:** 5 GB.\n",
            "**Situation:** Down.\n\n**Action:** I ran.\n\n**Action:** I hid.\n\n**Result:** 5 GB.\n",
            "# A\n\n**Situation:** Down.\n\n**Task:** Mine.\n\n**Action:** I ran.\n\n## B\n\n**Action:** I hid.\n\n**Result:** 5 GB.\n",
            "**Situation/Task:** Down.\n\n**Task:** Mine.\n\n**Action:** I hid.\n\n**Result:** 5 GB.\n",
            "**Situation:** Down.\n\n**Task:** Mine.\n\n**Action:** I hid.\n\n**Result:** 5 GB.\n\n**Result:**\n",
            "**Situation:** Down.\n\n**Task:** Mine.\n\n**Action:** I hid.\n\n**Result:** 5 GB.\n\n**Situation:** Up.\n\n**Action:** I left.\n",
        ] {
            assert_eq!(reported(draft), Vec::<String>::new(), "{draft}");
        }
    }
}
