//! `unnamed-service`: a generic phrase instead of the name of an AWS service.

use super::risky_practice;
use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::answer::{Answer, Mention};
use crate::component::Component;
use crate::lexicon::{Confidence, Lexicon, Phrase, Term};
use crate::text::Span;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::words::english;
use crate::words::stance::{self, Stance};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unnamed-service",
    summary: "A generic phrase in the Action stands for an AWS service that the answer does not name.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::GenericPhrase,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

The Action speaks of \"a message queue\" or \"a serverless function\", and neither an AWS service for it nor a
third-party product that does the same is named anywhere in the answer.

## Why

In an interview for a cloud role the next question is \"which one, and why that one?\". Naming the service shows that
you were there; the reason for it shows judgement. (Source: the preparation tips of the scenario document; the phrases
come from what its scenarios use each service for.)

## Example

```markdown
**Action:** I put a message queue between the two services.
```

## Instead

```markdown
**Action:** I put Amazon SQS between the two services, because the consumer could be down for minutes.
```

## Fix

Names a candidate, one action each: in place of the phrase where that reads well, otherwise in parentheses behind it.

## When this is fine

When the product was your own or confidential. What you did not need, rejected, replaced, or only proposed, and what
belonged to somebody else, is not asked for. Where several services fit, or the phrase has other meanings, it is
information instead of a warning. Name the product once anywhere in the answer and the finding is gone. Where the phrase
belongs to a step that goes against good practice, `risky-practice` says so instead.

It fires on 7 of 126 complete answers of the drafts it was measured on.
";

/// The maximum number of candidates to offer.
const MAX_CANDIDATES: usize = 3;

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    // The generic phrases are in English.
    if !answer.is_english() {
        return;
    }
    let mut reported: Vec<usize> = Vec::new();
    let mut risky = None;
    for mention in &answer.mentions {
        let Term::Phrase(index) = mention.term else { continue };
        let in_action = mention.section.is_some_and(|section| answer.sections[section].is(Component::Action));
        let Some(phrase) = context.lexicon.phrases.get(index) else { continue };
        if !in_action || reported.contains(&index) || is_satisfied(answer, context.lexicon, index, phrase) {
            continue;
        }
        // What stands for the same service is asked for once.
        let is_known = |other: &usize| context.lexicon.phrases[*other].candidates.first() == phrase.candidates.first();
        if reported.iter().any(is_known) || !was_done(answer, mention, phrase) {
            continue;
        }
        // A name doesn't make a risky step better, and `risky-practice` reports the step already.
        let risky = risky.get_or_insert_with(|| risky_practice::breaches(context));
        if risky.iter().any(|(place, _)| answer.prose.source(*place).overlaps(mention.span)) {
            continue;
        }
        reported.push(index);
        findings.push(finding(answer, context.lexicon, mention, phrase));
    }
}

/// Whether the sentence says that the writer used what `mention` names.
fn was_done(answer: &Answer, mention: &Mention, phrase: &Phrase) -> bool {
    let span = answer.prose.of(mention.span);
    let Some(section) = mention.section.map(|section| &answer.sections[section]) else { return false };
    let next = section.sentences.partition_point(|sentence| sentence.start <= span.start);
    let Some(sentence) = next.checked_sub(1).map(|index| section.sentences[index]) else { return false };
    let within = Span::new(span.start - sentence.start, (span.end - sentence.start).min(sentence.len()));
    if within.start >= within.end {
        return true;
    }
    let text = &answer.prose.text()[sentence.range()];
    let is_verb = phrase.is_verb(&text[within.range()]);
    let stance = if is_verb { stance::of_deed(text, within) } else { stance::of_thing(text, within) };
    stance == Stance::Did
}

/// Whether a service or product for `phrase` is named anywhere in the answer.
fn is_satisfied(answer: &Answer, lexicon: &Lexicon, index: usize, phrase: &Phrase) -> bool {
    answer.mentions.iter().any(|mention| match mention.term {
        Term::Service(service) => {
            lexicon.services[service].implies.iter().any(|implied| phrase.satisfied_by.contains(implied))
        }
        Term::Product(product) => lexicon.products[product].satisfies.contains(&index),
        Term::Phrase(_) | Term::Vague(_) => false,
    })
}

fn finding(answer: &Answer, lexicon: &Lexicon, mention: &Mention, phrase: &Phrase) -> Finding {
    let text = answer.prose.text();
    let said = &text[answer.prose.of(mention.span).range()];
    let names: Vec<&str> =
        phrase.candidates.iter().take(MAX_CANDIDATES).map(|&service| lexicon.services[service].name.as_str()).collect();
    let mut fixes: Vec<_> = names.iter().map(|name| fix(answer, mention.span, name, phrase)).collect();
    if let Some(first) = fixes.first_mut() {
        first.preferred = true;
    }
    let one_of = match names.as_slice() {
        [] => String::new(),
        [only] => format!(" ({only}?)"),
        [first @ .., last] => format!(" ({} or {last}?)", first.join(", ")),
    };
    Finding {
        rule: &RULE,
        severity: match phrase.confidence {
            Confidence::High => Severity::Warning,
            Confidence::Medium => Severity::Information,
        },
        span: mention.span,
        component: Some(Component::Action),
        message: match phrase.is_verb(said) {
            true => format!("“{said}”: with which service? Name it{one_of} and say why you chose it."),
            false => format!("Which service was “{said}”? Name it{one_of} and say why you chose it."),
        },
        fixes,
    }
}

fn fix(answer: &Answer, span: Span, name: &str, phrase: &Phrase) -> Fix {
    match article_before(answer, span).filter(|_| stands_alone(answer, span, phrase)) {
        Some(article) => {
            let span = Span::new(article, span.end);
            Fix::new(
                format!("Replace with {name}"),
                Applicability::Suggested,
                vec![Edit { span, text: name.to_owned() }],
            )
        }
        None => {
            let (at, text) = insertion(answer.text(), span, name);
            let edit = Edit { span: Span::new(at, at), text };
            Fix::new(format!("Add ({name})"), Applicability::Suggested, vec![edit])
        }
    }
}

/// Returns where and how to add `name` behind `span` of `text`: in parentheses, or in those that are there.
fn insertion(text: &str, span: Span, name: &str) -> (usize, String) {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    if let Some(inside) = after.strip_prefix(" (").filter(|inside| inside.starts_with(char::is_alphanumeric)) {
        return (text.len() - inside.len(), format!("{name}, "));
    }
    let is_enclosed = before.rfind(['(', ')']).is_some_and(|at| before[at..].starts_with('('));
    let text = match after.chars().next() {
        _ if !is_enclosed => format!(" ({name})"),
        Some(mark) if mark.is_ascii_punctuation() => format!(", {name}"),
        _ => format!(", {name},"),
    };
    (span.end, text)
}

/// Returns the start of the indefinite article before `span`. With "the" or "our", the phrase refers to something
/// mentioned before.
fn article_before(answer: &Answer, span: Span) -> Option<usize> {
    let before = &answer.text()[..span.start];
    let words = before.trim_end_matches(' ');
    let article = ["a", "an"]
        .into_iter()
        .find(|article| words.strip_suffix(article).is_some_and(|rest| rest.ends_with([' ', '\n', '('])))?;
    (words.len() < before.len()).then(|| words.len() - article.len())
}

/// Whether a name can replace the phrase: it is a whole noun phrase, and surely stands for a service.
fn stands_alone(answer: &Answer, span: Span, phrase: &Phrase) -> bool {
    let markup = answer.text()[span.range()].contains(['*', '_', '\n', '`']);
    let rest = &answer.text()[span.end..];
    let word = rest.trim_start_matches(' ');
    let word = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
    let ends = rest.is_empty() || rest.starts_with(['.', ',', ';', ':', '\n', '\r', '!', '?', ')']);
    phrase.confidence == Confidence::High && !markup && (ends || is_follower(word))
}

/// Whether a noun phrase ends before `word`. Before "of" it continues.
fn is_follower(word: &str) -> bool {
    english::is_connector(word) && word != "of" || matches!(word, "then" | "instead" | "using")
}

#[cfg(test)]
mod tests;
