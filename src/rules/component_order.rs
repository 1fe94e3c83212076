//! `component-order`: components that aren't in STAR order.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::{Answer, Section};
use crate::component::Component;

/// The rule.
pub const RULE: Rule = Rule {
    name: "component-order",
    summary: "The sections are not in STAR order.",
    severity: Severity::Hint,
    class: Class::Structure,
    target: Target::Words,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A section that isn't in the order Situation, Task, Action, Result.

## Why it matters

Amazon recruiters advise candidates to start with the Situation, go on to Task and Action, and end with the Result.
That helps interviewers understand the example [1].

## Example

```markdown
**Task:** I had to bring the bill down by a third.
**Situation:** Our bill had doubled within a year.
**Action:** I moved the batch jobs to Spot Instances.
**Result:** The bill fell from $30k to $18k a month.
```

## Use instead

```markdown
**Situation:** Our bill had doubled within a year.
**Task:** I had to bring it down by a third.
**Action:** I moved the batch jobs to Spot Instances.
**Result:** The bill fell from $30k to $18k a month.
```

## Fix

None. After a move, the sentences have to be reworded to fit together.

## When to ignore it

If you deliberately start in the middle of the story. A Result at the top, as a headline, isn't reported. To suppress the
finding:

```markdown
<!-- star-coach: ignore component-order -->
```

## Limitations

Only labels are compared: a sentence in the wrong section isn't reported. If several sections are out of order, one of
them is named.

## References

1. UNILAD, “Amazon reveals the most common mistakes people make in job interviews and how to avoid them”:
   <https://unilad.com/news/us-news/amazon-job-interview-mistakes-tips-684050-20240723>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let firsts = firsts(context.answer);
    let Some((misplaced, section)) = misplaced(&firsts) else { return };
    let Some((side, other)) = neighbor(&firsts, misplaced) else { return };
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: section.label.words,
        component: Some(misplaced),
        message: format!(
            "The {} comes {side} the {}. STAR order is easier to follow. Could you move it?",
            misplaced.name(),
            other.name()
        ),
        fixes: Vec::new(),
    });
}

/// Returns the first section of each component, in the order of the text. A headline, which is a Result on top, is
/// skipped.
fn firsts(answer: &Answer) -> Vec<(Component, &Section)> {
    let is_result = |section: &&Section| section.label.components == [Component::Result];
    let headline = answer.sections.first().filter(is_result).is_some();
    let mut firsts: Vec<(Component, &Section)> = Vec::new();
    for section in &answer.sections[usize::from(headline)..] {
        for component in section.label.components {
            if firsts.iter().all(|(known, _)| *known != component) {
                firsts.push((component, section));
            }
        }
    }
    firsts
}

/// Returns the component without which the others are in order, or else the first one that comes too late.
fn misplaced<'a>(firsts: &[(Component, &'a Section)]) -> Option<(Component, &'a Section)> {
    let in_order = |without: Option<Component>| {
        firsts.iter().map(|(component, _)| *component).filter(|component| Some(*component) != without).is_sorted()
    };
    if in_order(None) {
        return None;
    }
    let [situation, task, action, result] = Component::ALL;
    let only_one = [result, situation, task, action].into_iter().find(|component| in_order(Some(*component)));
    let first_late = || firsts.windows(2).find(|pair| pair[0].0 > pair[1].0).map(|pair| pair[1].0);
    let component = only_one.or_else(first_late)?;
    firsts.iter().find(|(known, _)| *known == component).copied()
}

/// Returns the side ("before" or "after") and the component that `misplaced` is on the wrong side of.
fn neighbor(firsts: &[(Component, &Section)], misplaced: Component) -> Option<(&'static str, Component)> {
    let at = firsts.iter().position(|(component, _)| *component == misplaced)?;
    let before = firsts[..at].iter().map(|(component, _)| *component).find(|component| *component > misplaced);
    let after = firsts[at + 1..].iter().map(|(component, _)| *component).rfind(|component| *component < misplaced);
    before.map(|other| ("after", other)).or(after.map(|other| ("before", other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::messages;

    /// Returns the message about components in this order.
    fn reported(order: &str) -> Option<String> {
        let label = |letter: char| match letter {
            'S' => "**Situation:** It was down.\n\n",
            'T' => "**Task:** I owned it.\n\n",
            'A' => "**Action:** I restarted it.\n\n",
            'R' => "**Result:** It ran again within 5 minutes.\n\n",
            'b' => "**Situation/Task:** It was down, and it was mine.\n\n",
            _ => "**Action & Result:** I restarted it, and it ran within 5 minutes.\n\n",
        };
        messages(RULE.name, &order.chars().map(label).collect::<String>()).into_iter().next()
    }

    #[test]
    fn the_misplaced_component_is_named() {
        for (order, expected) in [
            ("TSAR", "The Situation comes after the Task."),
            ("SATR", "The Task comes after the Action."),
            ("STRA", "The Result comes before the Action."),
            ("SRTA", "The Result comes before the Action."),
            ("SRAT", "The Action comes after the Result."),
        ] {
            let reported = reported(order).unwrap_or_default();
            assert!(reported.contains(expected), "{order}: {reported}");
        }
    }

    #[test]
    fn star_order_headlines_and_combined_labels_are_fine() {
        for order in ["STAR", "RSTAR", "bAR", "STx", "bx", "STAAR", "STARR"] {
            assert_eq!(reported(order), None, "{order}");
        }
    }
}
