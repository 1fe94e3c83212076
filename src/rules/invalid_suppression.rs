//! `invalid-suppression`: a suppression comment with an unknown directive or rule.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::draft::suppression::{Directive, Verb, Word};
use crate::former;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::wording;
use crate::text::{Span, distance};

/// The rule.
pub const RULE: Rule = Rule {
    name: "invalid-suppression",
    summary: "A suppression comment has an unknown rule or directive.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Comment,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A comment `<!-- star-coach: … -->` with an unknown directive or an unknown rule name. The directives are `ignore`,
`ignore-answer`, `ignore-file`, `disable`, and `enable`. `star-coach explain` lists the rules.

## Why it matters

An unknown name suppresses nothing, although the comment looks as if it did. Other linters report this, too [1].

## Example

```markdown
<!-- star-coach: ignore missing-metrics -->
**Result:** It got better.
```

## Use instead

```markdown
<!-- star-coach: ignore missing-metric -->
**Result:** It got better.
```

## Fix

Suggested: replaces the name with a similar one, inserts `ignore` before a rule name, or inserts `--` before a reason. If no
name is similar, there is no fix.

## When to ignore it

Never. If the comment is not meant for star-coach, don't start it with `star-coach:`.

## Limitations

Only the first word that is unlike any rule name is reported, because the rest is probably a reason without `--`.

## References

1. Ruff, rule “invalid-rule-code (RUF102)”: <https://docs.astral.sh/ruff/rules/invalid-rule-code>
";

/// The maximum number of characters of a name in a message.
const MAX_NAME: usize = 24;

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let directives = &context.answer.passage.directives;
    findings.extend(directives.iter().flat_map(|directive| invalid(directive, context.rules)));
}

/// Returns the findings about `directive`, which may name any of `rules`.
pub fn invalid(directive: &Directive, rules: &[&Rule]) -> Vec<Finding> {
    if directive.verb.is_none() {
        return vec![unknown_directive(directive, rules)];
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

fn unknown_directive(directive: &Directive, rules: &[&Rule]) -> Finding {
    let word = &directive.word;
    let span = directive.place(word);
    if word.text.is_empty() {
        return finding(directive.span, format!("This comment needs a directive. Use {}.", all_directives()), None);
    }
    if is_rule(word, rules) {
        let edit = Edit { span: Span::new(span.start, span.start), text: "ignore ".to_owned() };
        let message = format!("`{}` is a rule. Put a directive before it, such as `ignore`.", word.text);
        return finding(span, message, Some((format!("Insert `ignore` before `{}`", word.text), edit)));
    }
    let shown = wording::shortened(&word.text, MAX_NAME);
    match nearest(&word.text, Verb::ALL.map(Verb::word)) {
        Some(meant) => {
            let message = format!("Unknown directive `{shown}`; the comment has no effect. Did you mean `{meant}`?");
            finding(span, message, Some(replace(span, &shown, meant)))
        }
        None => finding(span, format!("Unknown directive `{shown}`. Use {}.", all_directives()), None),
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
    let shown = wording::shortened(&code.text, MAX_NAME);
    let message = format!("Unknown rule `{shown}`; this name has no effect. Did you mean `{meant}`?");
    finding(span, message, Some(replace(span, &shown, meant)))
}

/// Returns the finding about `words`, the first of which isn't similar to a rule.
fn unknown_rule(directive: &Directive, words: &[Word], rules: &[&Rule]) -> Finding {
    let span = words.iter().map(|word| directive.place(word)).reduce(|all, word| Span::new(all.start, word.end));
    let span = span.unwrap_or(directive.span);
    let shown = wording::shortened(&words[0].text, MAX_NAME);
    let message = format!("Unknown rule `{shown}`. `star-coach explain` lists the rules; a reason goes after `--`.");
    let edit = Edit { span: Span::new(span.start, span.start), text: "-- ".to_owned() };
    let is_reason = words.len() > 1 && words.iter().all(|word| !is_rule(word, rules));
    let reason: Vec<&str> = words.iter().map(|word| &*word.text).collect();
    let title = wording::title("Insert `--` before ", &reason.join(" "), "");
    finding(span, message, is_reason.then_some((title, edit)))
}

fn all_directives() -> String {
    let words = Verb::ALL.map(|verb| format!("`{}`", verb.word()));
    wording::list(&words, "or")
}

fn replace(span: Span, shown: &str, meant: &str) -> (String, Edit) {
    (format!("Replace `{shown}` with `{meant}`"), Edit { span, text: meant.to_owned() })
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
