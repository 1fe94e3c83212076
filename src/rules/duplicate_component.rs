//! `duplicate-component`: two sections for the same component.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
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
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

Two sections of one answer have the same label, and nothing in the label says what sets them apart.

## Why

Interviewers take notes in four boxes. A second Action or Result sounds like a second story, or like a label that was
meant to be another one. (Source: our own; Amazon's interview help describes one of each.)

## Example

```markdown
**Action:** I rolled the release back.
**Action:** I added a canary stage.
**Result:** No bad release reached a customer since.
```

## Instead

```markdown
**Action:** I rolled the release back. Then I added a canary stage.
**Result:** No bad release reached a customer since.
```

## Fix

None: whether the two belong together or one of the labels is wrong, only you know.

## When this is fine

When the label says what the section is about, as in `Action (the recovery)` or `Result 2`, and when a Result on top
serves as the headline: neither is found. Nothing is found either until all four components are written. A table may have as many rows as it likes.

It fires on 0 of 126 complete answers of the drafts it was measured on.
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
                "This answer has more than one {name} section. Merge them, or tell them apart in the label: \
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

    fn said(draft: &str) -> Vec<String> {
        messages(RULE.name, draft)
    }

    #[test]
    fn a_second_label_of_a_kind_is_found() {
        let draft = "**Situation:** Down.\n\n**Task:** Mine.\n\n**Action:** I ran.\n\n**Action:** I hid.\n\n**Result:** 5 GB free.\n";
        let said = said(draft);
        assert!(said.len() == 1 && said[0].starts_with("This answer has more than one Action section."), "{said:?}");
        let again = draft.replace("**Result", "**Action:** I slept.\n\n**Result");
        assert_eq!(messages(RULE.name, &again).len(), 1, "reported once a component");
        let lists = "- Situation: down\n- Task: mine\n- Action: ran\n- Result: 5 GB\n- Result: 7 GB\n";
        assert_eq!(messages(RULE.name, lists).len(), 1);
    }

    #[test]
    fn labels_that_differ_are_left_alone() {
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
            assert_eq!(said(draft), Vec::<String>::new(), "{draft}");
        }
    }
}
