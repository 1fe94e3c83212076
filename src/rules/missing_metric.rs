//! `missing-metric`: a Result without a metric.

use super::people;
use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::answer::{Answer, Section};
use crate::component::Component;
use crate::lexicon::{Lexicon, Term};
use crate::metrics;
use crate::text::Span;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::words::english::{self, DETERMINERS};
use crate::words::{Words, voice};

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-metric",
    summary: "A Result has no quantified outcome.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Section,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

Nothing under Result is a quantified outcome: no percentage, from–to, multiple, amount of money, time, count, rate or
service level, in digits or in words (\"cut in half\", \"zero incidents\"). Versions, dates, names and team sizes are no
outcome.

## Why

\"Improved\" and \"significantly\" leave the interviewer to guess; a figure ends the story. Where the Situation or the
Task opens a figure, the Result has to close it. (Source: the scenario document's preparation tips; Amazon's
interview help asks for metrics where they apply.)

## Example

```markdown
**Result:** Deployments became significantly faster.
```

## Instead

```markdown
**Result:** Deployments went from 40 minutes to 6.
```

## Fix

Inserts a placeholder for a figure where it reads well; two to four kinds are offered, chosen from the sentence.

## When this is fine

In stories about conflict, feedback, mistakes or people, where the outcome is often a changed relationship. There the
finding is only a hint. Time saved, errors, or the number of people it reached may still serve as a figure.

It fires on 55 of 126 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let written = || answer.sections_of(Component::Result).filter(|section| !section.empty);
    let has_metric = answer.metrics_of(Component::Result).next().is_some();
    // A placeholder will become a metric.
    let has_placeholder = answer.placeholders_of(Component::Result).next().is_some();
    let Some(section) = written().next().filter(|_| !has_metric && !has_placeholder) else { return };
    // Metrics in words are recognized in English only. In other languages, only a Result without any digit surely has
    // none.
    if !answer.is_english() && has_digit(answer, written()) {
        return;
    }
    let Some(sentence) =
        vague_sentence(answer, written(), context.lexicon).or_else(|| section.sentences.first().copied())
    else {
        return;
    };
    let about_people = people::is_about_people(answer);
    let vague = vague_claim(answer, sentence, context.lexicon);
    let prose = answer.prose.text();
    let span = answer.prose.source(vague.as_ref().map_or(sentence, |claim| claim.span));
    findings.push(Finding {
        rule: &RULE,
        severity: if about_people { Severity::Hint } else { RULE.severity },
        span,
        component: Some(Component::Result),
        message: message(answer, about_people, vague.as_ref()),
        fixes: fixes(answer, &prose[sentence.range()], sentence),
    });
}

fn message(answer: &Answer, about_people: bool, vague: Option<&Claim<'_>>) -> String {
    if about_people {
        return "If something here can be counted (days, people, repeats), a figure would make the outcome easier to \
                believe."
            .to_owned();
    }
    for component in [Component::Situation, Component::Task] {
        if let Some(&figure) = answer.figures_of(component).first() {
            let figure = &answer.text()[figure.range()];
            return format!(
                "“{figure}” in the {}: where did it end? Close the figure here in the Result.",
                component.name()
            );
        }
    }
    match vague {
        Some(claim) => {
            format!("“{}” has no figure beside it. {}", claim.text, claim.question)
        }
        None => {
            "This Result has no figure. Say what changed and by how much: a percentage, a time, an amount, a count."
                .to_owned()
        }
    }
}

/// A vague claim in the answer.
struct Claim<'a> {
    /// The span in the prose.
    span: Span,
    text: &'a str,
    question: &'a str,
}

fn vague_claim<'a>(answer: &'a Answer, sentence: Span, lexicon: &'a Lexicon) -> Option<Claim<'a>> {
    answer.mentions.iter().find_map(|mention| {
        let Term::Vague(index) = mention.term else { return None };
        let span = answer.prose.of(mention.span);
        let claim = lexicon.vague.get(index)?;
        let prose = answer.prose.text();
        let said =
            sentence.contains(span) && is_claimed(&prose[sentence.range()], span.start - sentence.start, span.len());
        said.then(|| Claim { span, text: &prose[span.range()], question: &claim.question })
    })
}

/// Whether the `len` bytes at `start` of `sentence` claim an outcome. In "did not reduce", they are negated; in "the
/// improved wing", they only describe a noun; what was learned is no outcome.
fn is_claimed(sentence: &str, start: usize, len: usize) -> bool {
    const NEAR: usize = 4;
    let before: Vec<String> = voice::words(&sentence[..start]).map(str::to_lowercase).collect();
    let claim = &sentence[start..start + len];
    let after = &sentence[start + len..];
    let is_lesson = before.iter().any(|word| LESSON.contains(word));
    let is_negated = before
        .iter()
        .rev()
        .take(NEAR)
        .any(|word| NEGATION.contains(word) || word.ends_with("n't") || word.ends_with("n’t"));
    let is_compound = after.starts_with('-') || sentence[..start].ends_with('-');
    let describes = claim.ends_with("ed") || claim.eq_ignore_ascii_case("successful");
    let next = voice::words(after).next().filter(|_| after.starts_with(' '));
    let has_noun = next.is_some_and(|word| !english::is_function_word(&word.to_lowercase()));
    let has_article = before.last().is_some_and(|word| DETERMINERS.contains(word));
    let is_attribute = describes && has_article && has_noun;
    !(is_lesson || is_negated || is_compound || is_attribute)
}

/// Words after which a sentence is about what was learned.
static LESSON: Words = Words::new(&["learned", "learnt", "lesson", "realised", "realized", "taught"]);

/// Words that negate the next few.
static NEGATION: Words =
    Words::new(&["cannot", "hardly", "instead", "neither", "never", "no", "none", "nor", "not", "rather", "without"]);

/// Returns the first sentence of the Result with a vague claim.
fn vague_sentence<'a>(
    answer: &Answer,
    mut sections: impl Iterator<Item = &'a Section>,
    lexicon: &Lexicon,
) -> Option<Span> {
    sections.find_map(|section| {
        section.sentences.iter().copied().find(|sentence| vague_claim(answer, *sentence, lexicon).is_some())
    })
}

fn has_digit<'a>(answer: &Answer, mut sections: impl Iterator<Item = &'a Section>) -> bool {
    sections.any(|section| section.parts.iter().any(|part| answer.text()[part.range()].chars().any(char::is_numeric)))
}

fn fixes(answer: &Answer, text: &str, sentence: Span) -> Vec<Fix> {
    if !answer.is_english() {
        return Vec::new();
    }
    let suggestions = metrics::placeholders_for(text);
    let mut fixes: Vec<_> = suggestions
        .into_iter()
        .filter_map(|suggestion| {
            let at = sentence.start + suggestion.at;
            // After the last character before the position, but before any markup that follows it, and never within
            // code.
            let last = answer.prose.text()[..at].chars().next_back()?;
            let last = Span::new(at - last.len_utf8(), at);
            let at = match answer.prose.code_at(last) {
                Some(code) => {
                    let end = answer.prose.source(code).end;
                    end + answer.text()[end..].bytes().take_while(|byte| *byte == b'`').count()
                }
                None => answer.prose.source(last).end,
            };
            let text = [suggestion.lead, suggestion.text].concat();
            let open = text.find('[')?;
            let select = Span::new(open, open + text[open..].find(']')? + 1);
            let title = ["Add a metric: ", suggestion.text].concat();
            let edit = Edit { span: Span::new(at, at), text };
            Some(Fix::new(title, Applicability::Suggested, vec![edit]).selecting(0, select))
        })
        .collect();
    if let Some(first) = fixes.first_mut() {
        first.preferred = true;
    }
    fixes
}
