//! `unused-suppression`: a suppression comment that suppresses nothing.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use super::suppressions::{SuppressionIndex, SuppressionSource};
use crate::config::Config;
use crate::draft::suppression::{self, Directive, Verb};
use crate::text::edit::{Applicability, Edit, Fix};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unused-suppression",
    summary: "A suppression comment has no effect.",
    severity: Severity::Hint,
    class: Class::Structure,
    target: Target::Comment,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A suppression comment that has no effect: the rules that it names report nothing there, or an `enable` has nothing to
enable. If only some of the rules in a comment report nothing, each of these is reported.

## Why it matters

A leftover comment can hide a finding later. Other linters report unused comments for this reason, too [1, 2].

## Example

```markdown
<!-- star-coach: ignore missing-metric -->
**Result:** The nightly run went from 14 hours to 2.
```

## Use instead

```markdown
**Result:** The nightly run went from 14 hours to 2.
```

## Fix

Safe: removes the comment, or the rule from it.

## When to ignore it

In a template, or while you rework an answer. To suppress the finding, name this rule:

```markdown
<!-- star-coach: ignore-file unused-suppression -->
```

## Limitations

- Rules that are off in the settings aren't reported.
- Answers that are not complete yet are ignored.

## References

1. Ruff, rule “unused-noqa (RUF100)”: <https://docs.astral.sh/ruff/rules/unused-noqa>
2. eslint-plugin-eslint-comments, rule “no-unused-disable”:
   <https://github.com/mysticatea/eslint-plugin-eslint-comments/blob/master/docs/rules/no-unused-disable.md>
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
            (Some(Verb::Enable), []) => "No rule is disabled here, so `enable` has no effect.".to_owned(),
            (Some(Verb::Enable), [code]) => format!("`{}` isn't disabled here, so `enable` has no effect.", code.text),
            (Some(Verb::Enable), _) => "None of these rules is disabled here, so `enable` has no effect.".to_owned(),
            (_, []) => "This comment suppresses nothing. Remove it, or it may hide a finding later.".to_owned(),
            (_, [code]) => {
                format!("`{}` reports nothing here. Remove the comment, or it may hide a finding later.", code.text)
            }
            _ => "None of these rules reports anything here. Remove the comment, or it may hide a finding later."
                .to_owned(),
        };
        let gone = suppression::removal(text, directive.span, directive.alone);
        return vec![finding(directive.span, message, "Remove the unused suppression comment".to_owned(), gone)];
    }
    let one = |name: usize| {
        let code = &directive.codes[name];
        let message = match directive.verb {
            Some(Verb::Enable) => format!("`{}` isn't disabled here. Remove it from the comment.", code.text),
            _ => format!("`{}` reports nothing here. Remove it from the comment.", code.text),
        };
        let gone = suppression::removal_of_code(directive, name);
        finding(directive.place(code), message, format!("Remove `{}` from the comment", code.text), gone)
    };
    unused.into_iter().map(one).collect()
}

/// Whether `code` is an enabled rule that isn't itself about comments. Only such a name can be unused.
fn counts(code: &str, rules: &[&Rule], config: &Config) -> bool {
    rules.iter().any(|rule| {
        rule.name == code && rule.target != Target::Comment && config.severity(rule.name, rule.severity).is_some()
    })
}
