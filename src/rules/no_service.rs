//! `no-service`: an answer for an AWS role whose Action names no AWS service.

use super::people;
use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::component::Component;
use crate::lexicon::Term;

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-service",
    summary: "The Action of an answer for an AWS role names no AWS service. Only where the draft or the settings say AWS.",
    severity: Severity::Hint,
    class: Class::Structure,
    target: Target::Words,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

The Action names no AWS service at all. This rule is silent until you ask for it: by the front matter of the draft, or by
giving it a severity in the settings.

```markdown
---
star-coach: aws
---
```

## Why

In an interview for an AWS role, the services and the reasons for them are what the Action is about. (Source: the
preparation tips of the scenario document.)

## Example

```markdown
**Action:** I rebuilt the import so that a failed step starts again by itself.
```

## Instead

```markdown
**Action:** I rebuilt the import with AWS Step Functions, so that a failed step starts again by itself.
```

## Fix

None: only you know which ones they were.

## When this is fine

In stories about people, such as a conflict or feedback. Where a generic phrase stands for a service, `unnamed-service`
says so, and this rule does not.

It fires on 0 of 126 complete answers of the drafts it was measured on: none of them asks for it.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let asked = answer.passage.is_for_aws || context.config.is_set(RULE.name);
    let written = answer.sections_of(Component::Action).find(|section| !section.empty);
    let Some(section) = written.filter(|_| asked && !people::is_about_people(answer)) else { return };
    let named = answer.mentions.iter().any(|mention| {
        let in_action = mention.section.is_some_and(|section| answer.sections[section].is(Component::Action));
        in_action && matches!(mention.term, Term::Service(_) | Term::Phrase(_))
    });
    if named {
        return;
    }
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: section.label.words,
        component: Some(Component::Action),
        message: "This Action names no AWS service. Say which ones you used, and why those.".to_owned(),
        fixes: Vec::new(),
    });
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::rules::Severity;
    use crate::rules::testing::{answer, messages, messages_with};

    const CODE: &str = "no-service";

    #[test]
    fn an_aws_draft_is_asked_for_its_services() {
        let draft = answer("I rebuilt the import.");
        assert_eq!(messages(CODE, &format!("---\nstar-coach: aws\n---\n\n{draft}")).len(), 1);
        let config = Config { severities: vec![(CODE.into(), Some(Severity::Hint))], ..Config::default() };
        assert_eq!(messages_with(&config, CODE, &draft).len(), 1);
    }

    #[test]
    fn nobody_else_is() {
        let draft = answer("I rebuilt the import.");
        assert_eq!(messages(CODE, &draft), [""; 0]);
        assert_eq!(messages(CODE, &format!("---\nstar-coach: true\n---\n\n{draft}")), [""; 0]);
        let off = Config { severities: vec![(CODE.into(), None)], ..Config::default() };
        assert_eq!(messages_with(&off, CODE, &format!("---\nstar-coach: aws\n---\n\n{draft}")), [""; 0]);
    }

    #[test]
    fn a_service_or_a_phrase_for_one_is_enough() {
        for fine in ["I moved it to AWS Lambda.", "I put a message queue in front."] {
            let draft = format!("---\nstar-coach: aws\n---\n\n{}", answer(fine));
            assert_eq!(messages(CODE, &draft), [""; 0], "{fine}");
        }
        let people = answer("I apologized, and we had lunch.");
        let people = format!("---\nstar-coach: aws\n---\n\n# A conflict with a colleague\n\n{people}");
        assert_eq!(messages(CODE, &people), [""; 0]);
    }
}
