//! `unnamed-service`: a generic phrase instead of the name of an AWS service.

use std::borrow::Cow;

use super::platforms::{AssumedPlatform, PlatformReader};
use super::risky_practice;
use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::{Answer, Mention};
use crate::component::Component;
use crate::lexicon::{Confidence, Lexicon, Phrase, Term};
use crate::platform::Platform;
use crate::text::Span;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::wording;
use crate::words::english;
use crate::words::stance::{self, Stance};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unnamed-service",
    summary: "The Action says, for example, “message queue” instead of naming the AWS service.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::GenericPhrase,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A generic phrase in the Action, such as “a message queue” or “a serverless function”, if the answer names neither an AWS
service nor a third-party product for it. Each phrase is reported once in an answer.

The severity depends on the platform of the sentence:

- On AWS, the finding is a warning, or information if the phrase has other meanings.
- If the platform is unknown, it is information, or a hint if the phrase has other meanings.
- On another platform, the phrase isn't reported.

The platform is the one that the sentence names as yours: “on Azure”, “in our data center”, or a service such as BigQuery.
Otherwise, it is the one of the nearest sentence above in the section, then of the answer, and then of most answers in the
draft. AWS takes precedence in an answer that names it and other platforms. What you left, rejected, compared, or what belongs
to others doesn't count: “moved from Azure”. Kubernetes counts only if the answer names no cloud. You can set
[`platform`](settings.md#platform) in the settings or in front matter. In an editor, hover over the phrase to see its platform.

## Why it matters

In interviews for cloud roles, expect questions about the trade-offs between services [1]. A name lets the interviewer
ask why you chose that service, and your reason shows your judgment.

## Example

```markdown
**Action:** I put a message queue between the two services.
```

## Use instead

```markdown
**Action:** I put Amazon SQS between the two services, because the consumer could be down for minutes.
```

## Fix

Suggested: one quick fix for each of up to three services. It replaces the phrase with the name where the sentence allows
it. Otherwise, it adds the name in parentheses after the phrase or, after a verb, “with” and the name. Choose the service that
you used.

## When to ignore it

If the product was built in-house or is confidential. To suppress the finding:

```markdown
<!-- star-coach: ignore unnamed-service -- in-house queue -->
```

## Limitations

- In other languages, only words that can mean nothing else are reported, such as “Nachrichtenwarteschlange”.
- The name counts anywhere in the answer, even if it belongs to another step, unless the sentence says that it was replaced
  or removed.
- A phrase isn't reported if the sentence says that you didn't need, rejected, replaced, or only proposed it, or that it
  belonged to someone else.
- If `risky-practice` reports the same step, the phrase isn't reported.
- A service that launched after the year of the story isn't offered. If no other fits, the finding is a hint. For the year of a
  story, see [`misnamed-service`](#misnamed-service).
- A phrase in a name isn't reported, such as “AWS Load Balancer Controller”: capitalized words after “AWS”, “Amazon”, or the
  name of a service or product are one name. In title case, words after “AWS” are a name only if they are more than the
  phrase.
- An answer that names a platform in passing may be read as a story on that platform, so that phrases aren't reported.
- If most answers of a draft name AWS, an answer without a platform is still read as a story on an unknown platform.
- A product that is not in the lexicon doesn't count. You can add it to a custom lexicon.

## References

1. Craqly, “AWS Solutions Architect Interview 2026: 60+ Service Design Questions & Tradeoffs”, section “What AWS interviews
   actually test”: <https://blog.craqly.com/aws-cloud-interview-questions/>
";

/// The maximum number of candidates to offer.
const MAX_CANDIDATES: usize = 3;

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let mut reported: Vec<usize> = Vec::new();
    let mut risky = None;
    let mut names = None;
    let mut platforms = None;
    for mention in &answer.mentions {
        let Term::Phrase(index) = mention.term else { continue };
        let in_action = answer.is_in_action(mention);
        let Some(phrase) = context.lexicon.phrases.get(index) else { continue };
        // "a message-queue-like table"
        let after = &answer.text()[mention.span.end..];
        let is_part = after.starts_with('-') && after[1..].starts_with(char::is_alphabetic);
        if !in_action || is_part || reported.contains(&index) {
            continue;
        }
        let names = names.get_or_insert_with(|| names_used(answer));
        let is_in_name = answer.names.iter().any(|name| name.phrases.contains(&index));
        if is_in_name || is_satisfied(names, answer, context.lexicon, mention, phrase) {
            continue;
        }
        let platforms = platforms.get_or_insert_with(|| PlatformReader::of_context(context));
        let Some(severity) = severity(phrase, platforms.at(mention.span)) else { continue };
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
        findings.push(finding(answer, context.lexicon, mention, &of_its_time(context, phrase), severity));
    }
}

/// Returns the severity of a finding about `phrase` in a story on `platform`; `None` if the phrase is not to be reported
/// there, since its services are on another platform.
pub fn severity(phrase: &Phrase, platform: Option<AssumedPlatform>) -> Option<Severity> {
    let (high, medium) = match (phrase.platform, platform.map(AssumedPlatform::platform)) {
        // Services of a custom lexicon that run anywhere.
        (None, _) => (Severity::Warning, Severity::Information),
        (Some(asked), Some(platform)) if asked == platform => (Severity::Warning, Severity::Information),
        (Some(Platform::Aws), None) => (Severity::Information, Severity::Hint),
        (Some(_), _) => return None,
    };
    Some(match phrase.confidence {
        Confidence::High => high,
        Confidence::Medium => medium,
    })
}

/// Whether the sentence says that the writer used what `mention` names.
fn was_done(answer: &Answer, mention: &Mention, phrase: &Phrase) -> bool {
    let span = answer.prose.of(mention.span);
    let Some(sentence) = answer.sentence_of(mention) else { return false };
    let within = Span::new(span.start - sentence.start, (span.end - sentence.start).min(sentence.len()));
    if within.start >= within.end {
        return true;
    }
    let text = &answer.prose.text()[sentence.range()];
    let said = &text[within.range()];
    if let Some(language) = phrase.language(said) {
        return !stance::is_denied(language, text, within);
    }
    let stance = match phrase.is_verb(said) {
        true => stance::of_deed(text, within),
        false => stance::of_thing(text, within),
    };
    answer.is_english() && (stance == Stance::Did || stance == Stance::Written && phrase.is_code)
}

/// Returns the names of services and products in `answer`, except of those that were replaced or removed.
fn names_used(answer: &Answer) -> Vec<&Mention> {
    let is_name = |mention: &&Mention| matches!(mention.term, Term::Service(_) | Term::Product(_));
    let is_used = |mention: &&Mention| !matches!(stance_of(answer, mention), Stance::Replaced | Stance::Removed);
    answer.mentions.iter().filter(is_name).filter(is_used).collect()
}

/// Whether one of `names` is that of a service or product for `phrase`, which `mention` names. A product doesn't name "a
/// managed database" that came in its place, unless the same sentence has it.
fn is_satisfied(names: &[&Mention], answer: &Answer, lexicon: &Lexicon, mention: &Mention, phrase: &Phrase) -> bool {
    let is_new = article_before(answer, mention.span).is_some() && is_hosted(&answer.text()[mention.span.range()]);
    let sentence = answer.sentence_of(mention).map(|sentence| answer.prose.source(sentence));
    let is_near = |product: &Mention| !is_new || sentence.is_none_or(|sentence| sentence.overlaps(product.span));
    names.iter().any(|name| match name.term {
        Term::Service(service) => {
            lexicon.services[service].implies.iter().any(|implied| phrase.satisfied_by.contains(implied))
        }
        Term::Product(product) => {
            let mut satisfies = lexicon.products[product].satisfies.iter();
            satisfies.any(|index| Term::Phrase(*index) == mention.term) && is_near(name)
        }
        Term::Phrase(_) | Term::Vague(_) => false,
    })
}

/// Returns `phrase` without the candidates that launched after the year of the story.
fn of_its_time<'a>(context: &Context<'_>, phrase: &'a Phrase) -> Cow<'a, Phrase> {
    let launch_year = |service: &usize| context.lexicon.services[*service].launch_year();
    let latest = phrase.candidates.iter().filter_map(launch_year).max();
    let Some(clock) = latest.and_then(|_| context.clock()).filter(|clock| latest > Some(clock.year)) else {
        return Cow::Borrowed(phrase);
    };
    let mut phrase = phrase.clone();
    phrase.candidates.retain(|service| launch_year(service).is_none_or(|launched| launched <= clock.year));
    Cow::Owned(phrase)
}

/// Returns the stance to what `mention` names, a thing; [`Stance::Did`] outside of sentences.
fn stance_of(answer: &Answer, mention: &Mention) -> Stance {
    let Some(sentence) = answer.sentence_of(mention) else { return Stance::Did };
    let span = answer.prose.of(mention.span);
    if !sentence.contains(span) || !answer.is_english() {
        return Stance::Did;
    }
    let within = Span::new(span.start - sentence.start, span.end - sentence.start);
    stance::of_thing(&answer.prose.text()[sentence.range()], within)
}

/// Whether `written` says that somebody hosts it.
fn is_hosted(written: &str) -> bool {
    let first = written.split([' ', '-']).next().unwrap_or_default();
    ["fully", "managed", "hosted", "serverless", "cloud"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

fn finding(answer: &Answer, lexicon: &Lexicon, mention: &Mention, phrase: &Phrase, severity: Severity) -> Finding {
    let text = answer.prose.text();
    let said = &text[answer.prose.of(mention.span).range()];
    let names: Vec<&str> =
        phrase.candidates.iter().take(MAX_CANDIDATES).map(|&service| lexicon.services[service].name.as_str()).collect();
    let mut fixes: Vec<_> = names.iter().map(|name| fix(answer, mention.span, name, phrase)).collect();
    if let Some(first) = fixes.first_mut() {
        first.preferred = true;
    }
    Finding {
        rule: &RULE,
        // All of the candidates launched after the year of the story.
        severity: if phrase.candidates.is_empty() { Severity::Hint } else { severity },
        span: mention.span,
        component: Some(Component::Action),
        message: message(said, phrase.is_verb(said), &names),
        fixes,
    }
}

/// Returns the message about `phrase`, which may be a verb. It names as many of the services as fit.
fn message(phrase: &str, is_verb: bool, names: &[&str]) -> String {
    let quoted = wording::quoted(phrase);
    let with_a_verb = if is_verb { "with " } else { "" };
    let with = |names: &[&str]| {
        let services = wording::list(names, "or");
        format!("{quoted}: was this {with_a_verb}{services}? Name the service, and say why you chose it.")
    };
    let mut messages = (1..=names.len()).rev().map(|count| with(&names[..count]));
    let fitting = messages.find(|message| message.chars().count() <= wording::MAX_MESSAGE);
    fitting.unwrap_or_else(|| format!("{quoted}: which service was this? Name it, and say why you chose it."))
}

fn fix(answer: &Answer, span: Span, name: &str, phrase: &Phrase) -> Fix {
    let said = &answer.text()[span.range()];
    if phrase.is_verb(said) {
        let (at, text) = insertion_after_verb(answer.text(), span, name);
        return Fix::new(
            wording::title(&format!("Add “{}” after ", text.trim()), said, ""),
            Applicability::Suggested,
            vec![Edit { span: Span::new(at, at), text }],
        );
    }
    let article = article_before(answer, span);
    match article.filter(|article| stands_alone(answer, span, phrase) && !is_made(answer, *article)) {
        Some(article) => {
            let span = Span::new(article, span.end);
            Fix::new(
                wording::title("Replace ", &answer.text()[span.range()], &format!(" with {name}")),
                Applicability::Suggested,
                vec![Edit { span, text: name.to_owned() }],
            )
        }
        None => {
            let span = with_head(answer.text(), span);
            let (at, text) = insertion(answer.text(), span, name);
            Fix::new(
                wording::title(&format!("Add “({name})” after "), &answer.text()[span.range()], ""),
                Applicability::Suggested,
                vec![Edit { span: Span::new(at, at), text }],
            )
        }
    }
}

/// Returns where and how to add `name` to the deed at `span` of `text`: "with X", unless it tells already with what.
fn insertion_after_verb(text: &str, span: Span, name: &str) -> (usize, String) {
    if text[span.end..].trim_start().starts_with("with") {
        return insertion(text, span, name);
    }
    (span.end, format!(" with {name}"))
}

/// Whether the sentence says of what follows at `at` that it was made. One writes a function, but not AWS Lambda.
fn is_made(answer: &Answer, at: usize) -> bool {
    let before = answer.text()[..at].trim_end();
    let verb = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    ["coded", "create", "created", "creating", "programmed", "write", "writing", "written", "wrote"]
        .iter()
        .any(|word| verb.eq_ignore_ascii_case(word))
}

/// Returns the phrase at `span` of `text` with the noun that ends it: “push notification” with “service”.
fn with_head(text: &str, span: Span) -> Span {
    const HEADS: [&str; 10] = [
        "cluster",
        "clusters",
        "instance",
        "instances",
        "platform",
        "service",
        "services",
        "solution",
        "system",
        "systems",
    ];
    let Some(rest) = text[span.end..].strip_prefix(' ') else { return span };
    let word = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    let is_head = HEADS.iter().any(|head| word.eq_ignore_ascii_case(head));
    if is_head { Span::new(span.start, span.end + 1 + word.len()) } else { span }
}

/// Returns where and how to add `name` behind `span` of `text`: in parentheses, or in those that are there.
fn insertion(text: &str, span: Span, name: &str) -> (usize, String) {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    if let Some(inside) = after.strip_prefix(" (").filter(|inside| inside.starts_with(char::is_alphanumeric)) {
        return (text.len() - inside.len(), format!("{name}, "));
    }
    let is_enclosed = before.rfind(['(', ')']).is_some_and(|at| before[at..].starts_with('('));
    let text = match after.chars().next() {
        // Words of Chinese, Japanese, and Korean have no spaces between.
        _ if !is_enclosed && !before.is_empty() && text[..span.end].ends_with(is_wide) => format!("（{name}）"),
        _ if !is_enclosed => format!(" ({name})"),
        Some(mark) if mark.is_ascii_punctuation() => format!(", {name}"),
        _ => format!(", {name},"),
    };
    (span.end, text)
}

/// Whether `c` is written without spaces around it: a Chinese character, or one of a Japanese syllabary.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

/// Returns the start of the indefinite article before `span`. With "the" or "our", the phrase refers to something
/// mentioned before.
fn article_before(answer: &Answer, span: Span) -> Option<usize> {
    let before = &answer.text()[..span.start];
    let words = before.trim_end_matches(' ');
    if !answer.is_english() {
        return None;
    }
    let article = ["a", "an"]
        .into_iter()
        .find(|article| words.strip_suffix(article).is_some_and(|rest| rest.ends_with([' ', '\n', '('])))?;
    (words.len() < before.len()).then(|| words.len() - article.len())
}

/// Whether a name can replace the phrase: it is a whole noun phrase, and has no other meaning.
fn stands_alone(answer: &Answer, span: Span, phrase: &Phrase) -> bool {
    let markup = answer.text()[span.range()].contains(['*', '_', '\n', '`']);
    let rest = &answer.text()[span.end..];
    let word = rest.trim_start_matches(' ');
    let word = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
    let ends = rest.is_empty() || rest.starts_with(['.', ',', ';', ':', '\n', '\r', '!', '?', ')']);
    phrase.confidence == Confidence::High && !markup && (ends || is_follower(word))
}

/// Whether a noun phrase ends before `word`. Before "of" and “that” it continues.
fn is_follower(word: &str) -> bool {
    english::is_connector(word) && word != "of" && !english::RELATIVES.contains(word)
        || matches!(word, "then" | "instead" | "using")
}

#[cfg(test)]
mod platform_tests;
#[cfg(test)]
mod tests;
