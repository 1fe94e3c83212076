//! `unused-suppression`: a suppression comment that suppresses nothing.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use super::suppressions::{SuppressionIndex, SuppressionSource};
use crate::config::Config;
use crate::draft::suppression::{self, Directive, Verb};
use crate::text::edit::{Applicability, Edit, Fix};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unused-suppression",
    summary: "A comment keeps back nothing: what it names is not found there.",
    severity: Severity::Hint,
    class: Class::Structure,
    target: Target::Comment,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

A comment such as `<!-- star-coach: ignore team-voice -->` that keeps nothing back, because the rule finds nothing there,
or an `enable` with nothing to enable. Of several rules, those that find nothing are named. A rule that the settings
turn off does not count, nor does an answer that is not complete yet.

## Why

What once was an exception hides the next slip. (Source: the same rule in linters such as ESLint and Ruff.)

## Example

```markdown
<!-- star-coach: ignore missing-metric -->
**Result:** The nightly run went from 14 hours to 2.
```

## Instead

```markdown
**Result:** The nightly run went from 14 hours to 2.
```

## Fix

Removes the comment, or the rule from it. It can be trusted as it stands.

## When this is fine

In a template, or while you rework an answer: name this rule itself, as in
`<!-- star-coach: ignore-file unused-suppression -->`.

It fires on 0 of 126 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let directives = &answer.passage.directives;
    if directives.is_empty() {
        return;
    }
    let Some(suppressions) = SuppressionIndex::new(answer) else { return };
    // This rule is the last one: `findings` has the findings of all rules.
    let used: Vec<SuppressionSource> = findings.iter().flat_map(|finding| suppressions.of(finding)).collect();
    for (number, directive) in directives.iter().enumerate() {
        // The others apply beyond this answer: see `coach::cross`.
        if matches!(directive.verb, Some(Verb::Ignore | Verb::IgnoreAnswer)) {
            let is_used = |name| used.contains(&SuppressionSource::Here(number, name));
            findings.extend(unused(answer.text(), directive, context.rules, context.config, is_used));
        }
    }
}

/// Returns the findings about `directive`, a comment in `text`. `is_used` says whether its rule name with this index
/// suppressed a finding.
pub fn unused(
    text: &str,
    directive: &Directive,
    rules: &[&Rule],
    config: &Config,
    is_used: impl Fn(usize) -> bool,
) -> Vec<Finding> {
    let count = directive.names().count();
    let unused: Vec<usize> = directive
        .names()
        .filter(|&(name, code)| !is_used(name) && code.is_none_or(|code| counts(code, rules, config)))
        .map(|(name, _)| name)
        .collect();
    let finding = |span, message, title: String, removed| Finding {
        rule: &RULE,
        severity: RULE.severity,
        span,
        component: None,
        message,
        fixes: vec![
            Fix::new(title, Applicability::Safe, vec![Edit { span: removed, text: String::new() }]).preferred(),
        ],
    };
    if unused.len() == count {
        let message = match (directive.verb, directive.codes.as_slice()) {
            (Some(Verb::Enable), _) => {
                "Nothing is switched off here that could be enabled. Remove the comment.".to_owned()
            }
            (_, []) => {
                "There is nothing here to keep back. Remove the comment, so that it hides nothing later.".to_owned()
            }
            (_, [code]) => format!(
                "`{}` finds nothing here that this could keep back. Remove the comment, so that it hides nothing later.",
                code.text
            ),
            _ => "None of these rules finds anything here. Remove the comment, so that it hides nothing later."
                .to_owned(),
        };
        let gone = suppression::removal(text, directive.span, directive.alone);
        return vec![finding(directive.span, message, "Remove the comment".to_owned(), gone)];
    }
    let one = |name: usize| {
        let code = &directive.codes[name];
        let message = match directive.verb {
            Some(Verb::Enable) => format!("`{}` is not switched off here. Take it out of the comment.", code.text),
            _ => format!("`{}` finds nothing here. Take it out of the comment.", code.text),
        };
        let gone = suppression::removal_of_code(directive, name);
        finding(directive.place(code), message, format!("Take `{}` out of the comment", code.text), gone)
    };
    unused.into_iter().map(one).collect()
}

/// Whether `code` is an enabled rule that isn't itself about comments. Only such a name can be unused.
fn counts(code: &str, rules: &[&Rule], config: &Config) -> bool {
    rules.iter().any(|rule| {
        rule.name == code && rule.target != Target::Comment && config.severity(rule.name, rule.severity).is_some()
    })
}
