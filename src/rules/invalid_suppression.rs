//! `invalid-suppression`: a suppression comment with an unknown instruction or rule.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::draft::suppression::{Directive, Verb, Word};
use crate::former;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::{Span, distance};

/// The rule.
pub const RULE: Rule = Rule {
    name: "invalid-suppression",
    summary: "A comment to star-coach names a rule or an instruction that does not exist.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Comment,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

A comment `<!-- star-coach: … -->` with an instruction that there is not, or the name of a rule that there is not. The
instructions are `ignore`, `ignore-answer`, `ignore-file`, `disable` and `enable`; `star-coach explain` lists the rules.

## Why

It keeps nothing back, although it looks as if it did. (Source: the same rule in linters such as Ruff.)

## Example

```markdown
<!-- star-coach: ignore missing-metrics -->
**Result:** It got better.
```

## Instead

```markdown
<!-- star-coach: ignore missing-metric -->
**Result:** It got better.
```

## Fix

Writes the name that is meant, where one is near enough.

## When this is fine

Never; a comment that is no instruction need not begin with `star-coach:`.

It fires on 0 of 126 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let directives = &context.answer.passage.directives;
    findings.extend(directives.iter().flat_map(|directive| invalid(directive, context.rules)));
}

/// Returns the findings about `directive`, which may name any of `rules`.
pub fn invalid(directive: &Directive, rules: &[&Rule]) -> Vec<Finding> {
    if directive.verb.is_none() {
        return vec![unknown_instruction(directive, rules)];
    }
    let mut found = Vec::new();
    found.extend(directive.codes.iter().filter_map(|code| renamed_rule(directive, code)));
    for (number, code) in directive.codes.iter().enumerate().filter(|(_, code)| !is_rule(code, rules)) {
        match nearest(&code.text, rules.iter().map(|rule| rule.name)) {
            Some(meant) => found.push(misspelled_rule(directive, code, meant)),
            // From the first word that isn't similar to a rule, the rest is probably a reason.
            None => {
                found.push(unknown_rule(directive, &directive.codes[number..], rules));
                break;
            }
        }
    }
    found
}

/// Whether `word` is the name of one of `rules`.
fn is_rule(word: &Word, rules: &[&Rule]) -> bool {
    rules.iter().any(|rule| rule.name == word.rule())
}

fn unknown_instruction(directive: &Directive, rules: &[&Rule]) -> Finding {
    let word = &directive.word;
    let span = directive.place(word);
    if word.text.is_empty() {
        return finding(directive.span, format!("Say what to do: {}.", all_instructions()), None);
    }
    if is_rule(word, rules) {
        let edit = Edit { span: Span::new(span.start, span.start), text: "ignore ".to_owned() };
        let message = format!("`{}` is a rule. Say what to do about it: {}.", word.text, all_instructions());
        return finding(span, message, Some(("Write `ignore` before it".to_owned(), edit)));
    }
    let shown: String = word.text.chars().take(40).collect();
    match nearest(&word.text, Verb::ALL.map(Verb::word)) {
        Some(meant) => {
            let message =
                format!("There is no instruction `{shown}`, so this keeps nothing back. Did you mean `{meant}`?");
            finding(span, message, Some(replace(span, meant)))
        }
        None => finding(span, format!("There is no instruction `{shown}`. Write {}.", all_instructions()), None),
    }
}

/// Returns a note if `code` is the former name of a rule, which still has an effect.
fn renamed_rule(directive: &Directive, code: &Word) -> Option<Finding> {
    let current = former::renamed_rule(&code.text)?;
    let span = directive.place(code);
    let title = format!("Replace `{}` with `{current}`", code.text);
    let edit = Edit { span, text: current.to_owned() };
    let fix = Fix::new(title, Applicability::Safe, vec![edit]).preferred();
    Some(Finding {
        severity: Severity::Information,
        fixes: vec![fix],
        ..finding(span, former::note(&code.text, current), None)
    })
}

fn misspelled_rule(directive: &Directive, code: &Word, meant: &str) -> Finding {
    let span = directive.place(code);
    let message = format!("There is no rule `{}`, so this keeps nothing back. Did you mean `{meant}`?", code.text);
    finding(span, message, Some(replace(span, meant)))
}

/// Returns the finding about `words`, the first of which isn't similar to a rule.
fn unknown_rule(directive: &Directive, words: &[Word], rules: &[&Rule]) -> Finding {
    let span = words.iter().map(|word| directive.place(word)).reduce(|all, word| Span::new(all.start, word.end));
    let span = span.unwrap_or(directive.span);
    let shown: String = words[0].text.chars().take(40).collect();
    let message = format!(
        "There is no rule `{shown}`, so this keeps nothing back. Name one of those that `star-coach explain` lists; a reason \
         goes after `--`."
    );
    let edit = Edit { span: Span::new(span.start, span.start), text: "-- ".to_owned() };
    let is_reason = words.len() > 1 && words.iter().all(|word| !is_rule(word, rules));
    finding(span, message, is_reason.then(|| ("Make it a reason".to_owned(), edit)))
}

fn all_instructions() -> String {
    let [first @ .., last] = Verb::ALL.map(|verb| format!("`{}`", verb.word()));
    format!("{} or {last}", first.join(", "))
}

fn replace(span: Span, meant: &str) -> (String, Edit) {
    (format!("Write `{meant}`"), Edit { span, text: meant.to_owned() })
}

/// Returns the name in `known` that is most similar to `name`, if it is similar enough.
fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let nearest = known.into_iter().map(|known| (distance(name, known), known)).min();
    nearest.filter(|(steps, known)| *steps <= known.len() / 3).map(|(_, known)| known)
}

fn finding(span: Span, message: String, fix: Option<(String, Edit)>) -> Finding {
    // A suggested fix, because the meaning is a guess.
    let fixes = fix.map(|(title, edit)| Fix::new(title, Applicability::Suggested, vec![edit]).preferred());
    let fixes = fixes.into_iter().collect();
    Finding { rule: &RULE, severity: RULE.severity, span, component: None, message, fixes }
}
