//! `no-service`: an answer for an AWS role whose Action names no AWS service.

use super::people;
use super::platforms::PlatformReader;
use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::component::Component;
use crate::lexicon::Term;
use crate::platform::Platform;

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-service",
    summary: "The Action names no AWS service. Off by default; set `aws = true`.",
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

An Action that names no AWS service. The rule is off by default. To turn it on, set `aws = true` in the settings, give
`no-service` a severity, or add this front matter to a draft:

```markdown
---
star-coach: aws
---
```

## Why it matters

In interviews for AWS roles, expect questions about why you chose a service and what the alternatives were [1]. If the Action
names the service, you can prepare for them.

## Example

```markdown
**Action:** I rebuilt the import so that a failed step restarts automatically.
```

## Use instead

```markdown
**Action:** I rebuilt the import with AWS Step Functions, so that a failed step restarts automatically.
```

## Fix

None: only you know which services you used.

## When to ignore it

If AWS is not the point of the answer, for example in a story about planning. To suppress the finding:

```markdown
<!-- star-coach: ignore no-service -- about planning -->
```

## Limitations

- Answers on another platform, such as Azure or a data center, are ignored.
- Answers about people, such as a conflict or feedback, are ignored.
- If the Action has a generic phrase for a service, only `unnamed-service` reports it.
- A service that is not in the lexicon is recognized only by its name: capitalized words after “AWS” or “Amazon”.

## References

1. Craqly, “AWS Solutions Architect Interview 2026: 60+ Service Design Questions & Tradeoffs”, section “What AWS interviews
   actually test”: <https://blog.craqly.com/aws-cloud-interview-questions/>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let asked = is_on(context);
    let written = answer.sections_of(Component::Action).find(|section| !section.empty);
    let Some(section) = written.filter(|_| asked && !people::is_about_people(answer, context.lexicon)) else { return };
    let named = answer.mentions.iter().any(|mention| {
        let in_action = answer.is_in_action(mention);
        in_action && matches!(mention.term, Term::Service(_) | Term::Phrase(_))
    });
    let has_name = answer.names.iter().any(|name| name.has_vendor && section.contains(name.span));
    let is_elsewhere = || {
        let known = PlatformReader::of_context(context).of_answer();
        known.is_some_and(|known| known.platform() != Platform::Aws)
    };
    if named || has_name || is_elsewhere() {
        return;
    }
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: section.label.words,
        component: Some(Component::Action),
        message: "I don't see an AWS service in this Action. Which ones did you use, and why?".to_owned(),
        fixes: Vec::new(),
    });
}

/// Whether the rule is on for the answer of `context`.
pub(super) fn is_on(context: &Context<'_>) -> bool {
    context.answer.passage.is_for_aws || context.config.is_set(RULE.name)
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::rules::Severity;
    use crate::rules::testing::{answer, messages, messages_with};

    const CODE: &str = "no-service";

    #[test]
    fn an_aws_draft_needs_a_service() {
        let draft = answer("I rebuilt the import.");
        assert_eq!(messages(CODE, &format!("---\nstar-coach: aws\n---\n\n{draft}")).len(), 1);
        let config = Config { severities: vec![(CODE.into(), Some(Severity::Hint))], ..Config::default() };
        assert_eq!(messages_with(&config, CODE, &draft).len(), 1);
    }

    #[test]
    fn other_drafts_need_none() {
        let draft = answer("I rebuilt the import.");
        assert_eq!(messages(CODE, &draft), [""; 0]);
        assert_eq!(messages(CODE, &format!("---\nstar-coach: true\n---\n\n{draft}")), [""; 0]);
        let off = Config { severities: vec![(CODE.into(), None)], ..Config::default() };
        assert_eq!(messages_with(&off, CODE, &format!("---\nstar-coach: aws\n---\n\n{draft}")), [""; 0]);
    }

    #[test]
    fn a_story_on_another_platform_needs_none() {
        for fine in ["I rebuilt the import on Azure.", "I moved the import to our own data center."] {
            let draft = format!("---\nstar-coach: aws\n---\n\n{}", answer(fine));
            assert_eq!(messages(CODE, &draft), [""; 0], "{fine}");
        }
        let fine = answer("I moved the import from Azure to AWS.");
        assert_eq!(messages(CODE, &format!("---\nstar-coach: aws\n---\n\n{fine}")).len(), 1);
    }

    #[test]
    fn a_service_or_a_phrase_for_one_is_enough() {
        for fine in
            ["I moved it to AWS Lambda.", "I put a message queue in front.", "I ran the AWS Load Balancer Controller."]
        {
            let draft = format!("---\nstar-coach: aws\n---\n\n{}", answer(fine));
            assert_eq!(messages(CODE, &draft), [""; 0], "{fine}");
        }
        let people = answer("I apologized, and we had lunch.");
        let people = format!("---\nstar-coach: aws\n---\n\n# A conflict with a colleague\n\n{people}");
        assert_eq!(messages(CODE, &people), [""; 0]);
    }
}
