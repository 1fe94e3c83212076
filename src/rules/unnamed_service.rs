//! `unnamed-service`: a generic phrase instead of the name of an AWS service.

use super::risky_practice;
use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::{Answer, Mention};
use crate::component::Component;
use crate::lexicon::{Confidence, Lexicon, Phrase, Term};
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
    languages: Languages::English,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A generic phrase in the Action, such as “a message queue” or “a serverless function”, if the answer names neither an AWS
service nor a third-party product for it. Each phrase is reported once in an answer.

The finding is information instead of a warning if the phrase has other meanings, or if many services fit it.

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
it. Otherwise, it adds the name in parentheses after the phrase. Choose the service that you used.

## When to ignore it

If the product was built in-house or is confidential. To suppress the finding:

```markdown
<!-- star-coach: ignore unnamed-service -- in-house queue -->
```

## Limitations

- Only English answers are checked.
- The name counts anywhere in the answer, even if it belongs to another step.
- A phrase isn't reported if the sentence says that you didn't need, rejected, replaced, or only proposed it, or that it
  belonged to someone else.
- If `risky-practice` reports the same step, the phrase isn't reported.
- A product that is not in the lexicon doesn't count. You can add it to a custom lexicon.

## References

1. Craqly, “AWS Solutions Architect Interview 2026: 60+ Service Design Questions & Tradeoffs”, section “What AWS interviews
   actually test”: <https://blog.craqly.com/aws-cloud-interview-questions/>
";

/// The maximum number of candidates to offer.
const MAX_CANDIDATES: usize = 3;

/// The maximum number of characters of a message that lists candidates.
const MAX_MESSAGE: usize = 120;

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
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
    Finding {
        rule: &RULE,
        severity: match phrase.confidence {
            Confidence::High => Severity::Warning,
            Confidence::Medium => Severity::Information,
        },
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
        let services = wording::alternatives(names);
        format!("{quoted}: was this {with_a_verb}{services}? Name the service, and say why you chose it.")
    };
    let mut messages = (1..=names.len()).rev().map(|count| with(&names[..count]));
    let fitting = messages.find(|message| message.chars().count() <= MAX_MESSAGE);
    fitting.unwrap_or_else(|| format!("{quoted}: which service was this? Name it, and say why you chose it."))
}

fn fix(answer: &Answer, span: Span, name: &str, phrase: &Phrase) -> Fix {
    match article_before(answer, span).filter(|_| stands_alone(answer, span, phrase)) {
        Some(article) => {
            let span = Span::new(article, span.end);
            Fix::new(
                wording::title("Replace ", &answer.text()[span.range()], &format!(" with {name}")),
                Applicability::Suggested,
                vec![Edit { span, text: name.to_owned() }],
            )
        }
        None => {
            let (at, text) = insertion(answer.text(), span, name);
            Fix::new(
                wording::title(&format!("Add “({name})” after "), &answer.text()[span.range()], ""),
                Applicability::Suggested,
                vec![Edit { span: Span::new(at, at), text }],
            )
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

/// Whether a name can replace the phrase: it is a whole noun phrase, and has no other meaning.
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
mod tests {
    use super::*;
    use crate::rules::testing::messages;

    /// Returns the messages about an Action in an answer about AWS.
    fn found_in(action: &str) -> Vec<String> {
        let draft = format!(
            "# Tell me about a project\n\n**Situation:** Our bookings ran on AWS, on two EC2 instances.\n\n**Task:** I was to \
             mend that.\n\n**Action:** {action}\n\n**Result:** Waits fell from 40 to 5 seconds.\n"
        );
        messages("unnamed-service", &draft)
    }

    /// The first candidate is what an expert would name first. An empty name: nothing is asked.
    #[test]
    fn needs_are_recognized_however_they_are_put() {
        let rows = [
            ("We did not need a CDN, as all guests sat in one city.", ""),
            ("I took the message queue out and let the two systems share one table.", ""),
            ("I proposed a data warehouse; the owner chose a spreadsheet.", ""),
            ("The hotel chain's load balancer had dropped our calls, so I phoned their desk.", ""),
            ("The old host had no cache; I put an in-memory cache before the rooms table.", "ElastiCache"),
            ("I kept the receipts in S3 and turned on audit logging.", "CloudTrail"),
            ("I queried the raw logs with Athena and built a data warehouse for the finance team.", "Redshift"),
            ("I put an ALB before the shop and an API gateway before the partner calls.", "API Gateway"),
            ("I studied Cost Explorer and set budget alerts for the two teams.", "Budgets"),
            ("I moved the guests table to a managed MariaDB database.", "Amazon RDS"),
            ("I sent the check-ins to an event stream.", "Kinesis"),
            ("I detect configuration drift in all accounts now.", "AWS Config"),
            ("I ran the workers on managed Kubernetes.", "EKS"),
            ("I added a read replica for the reports.", "Amazon RDS"),
            ("I set up cross-region replication of the invoices.", "Replication"),
            ("I isolated the hosts and called the owner.", ""),
            ("I decoupled the producers from the consumers.", ""),
            ("I right-sized the fleet.", ""),
            ("I considered a message queue, but a cron job was enough.", ""),
            ("I compared REST, gRPC and message queues.", ""),
            ("I raised the task queue size of our own scheduler.", ""),
            ("I added in-memory caching (a plain map with a TTL).", ""),
            ("I moved the reports to a small data warehouse.", "Redshift"),
            ("I put some kind of queue between the till and the stock.", "SQS"),
            ("I added a queue.", "SQS"),
            ("A managed queue now holds the orders.", "SQS"),
            ("I wired a durable queue behind the API.", "SQS"),
            ("Job queues took the load off the web servers.", "SQS"),
            ("I set up a managed broker for the tills.", "Amazon MQ"),
            ("I published the bookings on an event bus.", "EventBridge"),
            ("The tills write to real-time streams.", "Kinesis"),
            ("I built a stream processor for the stock.", "Flink"),
            ("I put a small cache before the rooms table.", "ElastiCache"),
            ("An in-memory data store keeps the sessions.", "ElastiCache"),
            ("Sessions live in a key-value store.", "DynamoDB"),
            ("I keep the state in a serverless NoSQL table.", "DynamoDB"),
            ("I moved the menus to a document database.", "DocumentDB"),
            ("Invoices land in blob storage.", "Amazon S3"),
            ("I copy the logs to an object store.", "Amazon S3"),
            ("Analysts use a serverless SQL engine.", "Athena"),
            ("I set up a managed search engine for the menus.", "OpenSearch"),
            ("A state machine runs the steps.", "Step Functions"),
            ("I modeled the approval in a workflow engine.", "Step Functions"),
            ("I moved the cron jobs to a managed scheduler.", "EventBridge Scheduler"),
            ("Receipts go out through a transactional mail service.", "SES"),
            ("The images are in a private container registry.", "ECR"),
            ("I moved the share to a managed Windows file server.", "Amazon FSx"),
            ("The servers share a network file system.", "EFS"),
            ("I moved the guests to a managed relational database.", "Amazon RDS"),
            ("I put it on a managed Postgres instance.", "Amazon RDS"),
            ("I moved the topics to managed Kafka.", "MSK"),
            ("I moved the workers to a hosted Kubernetes cluster.", "EKS"),
            ("I put the passwords into a secrets vault.", "Secrets Manager"),
            ("I put a CDN before the pictures.", "CloudFront"),
            ("I put a load balancer before the two servers.", "Elastic Load"),
            ("I put an API gateway before the partner calls.", "API Gateway"),
            ("Announcements are made by text-to-speech.", "Polly"),
            ("Calls are written down by speech-to-text.", "Transcribe"),
            ("I worked from the delegated admin account.", "Organizations"),
            ("Readings go to a time-series database.", "Timestream"),
            ("I drew the routes in a graph database.", "Neptune"),
            ("I put a web application firewall before the shop.", "WAF"),
            ("I set up DNS failover to the second site.", "Route 53"),
            ("I added distributed tracing to three services.", "X-Ray"),
            ("I scanned the container images before each release.", "image scanning"),
            ("I put the features in a feature store.", "SageMaker"),
            ("I built a video transcoding pipeline.", "MediaConvert"),
            ("I moved the desk to a cloud contact center platform.", "Amazon Connect"),
            ("I cleared the print queue.", ""),
            ("I watched the queue depth.", ""),
            ("I read the merge queue rules.", ""),
            ("I moved the ticket queue to Jira.", ""),
            ("I talked to a broker about the policy.", ""),
            ("I drew a finite state machine on the wall.", ""),
            ("I modeled the booking as a state machine in the code.", ""),
            ("I found a buffer overflow in the stream parser.", ""),
            ("I piped the output stream to a file.", ""),
            ("I cleaned the warehouse.", ""),
            ("I cleared the cache of my browser.", ""),
            ("I checked the registry of deeds.", ""),
            ("I cut the cache misses.", ""),
            ("I stored the key in the drawer.", ""),
            ("I rotated the passwords after the call.", ""),
            ("I throttled the clients.", ""),
            ("I aggregated the logs by hand.", ""),
            ("I shut down unused servers.", ""),
            ("I orchestrated the jobs with care.", ""),
            ("I used SQS as a message queue.", ""),
            ("I put SQS between them; the queue held the orders.", ""),
            ("I used DynamoDB, our key-value store.", ""),
            ("I moved it to Amazon RDS, a managed relational database.", ""),
            ("I ran Amazon MSK, that is managed Kafka.", ""),
            ("I built it on RabbitMQ, a message broker.", ""),
        ];
        let found = |action: &str| found_in(action).first().cloned().unwrap_or_default();
        let is_right = |found: &str, name: &str| match name {
            "" => found.is_empty(),
            _ => found
                .split_once(": was this ")
                .map(|(before, names)| (before, names.trim_start_matches("with ")))
                .and_then(|(_, names)| names.split([',', '?']).next())
                .and_then(|names| names.split(" or ").next())
                .is_some_and(|first| first.contains(name)),
        };
        let rows = rows.into_iter().map(|(action, name)| (action, name, found(action)));
        let wrong: Vec<_> = rows.filter(|(_, name, found)| !is_right(found, name)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_verb_is_asked_for_its_service() {
        assert!(found_in("I scanned the container images each night.")[0].contains(": was this with "));
        for quiet in ["The vendor scanned the container images.", "We never scanned the container images."] {
            assert_eq!(found_in(quiet), [""; 0], "{quiet}");
        }
    }

    #[test]
    fn what_stands_for_one_service_is_asked_for_once() {
        assert_eq!(found_in("I put in an in-memory cache. A small cache now serves the rooms.").len(), 1);
    }

    #[test]
    fn a_name_is_added_to_parentheses_that_are_there() {
        for (text, expected) in [
            ("added |caching| to it", "added caching (X) to it"),
            ("added |caching|, then", "added caching (X), then"),
            ("(|DDoS protection|: 5 tries)", "(DDoS protection, X: 5 tries)"),
            ("(|DDoS protection| in front)", "(DDoS protection, X, in front)"),
            ("(|DDoS protection|)", "(DDoS protection, X)"),
            ("|caching| (a cluster of two)", "caching (X, a cluster of two)"),
            ("|caching| (`two`)", "caching (X) (`two`)"),
            ("(five) |caching| there", "(five) caching (X) there"),
        ] {
            let parts: Vec<&str> = text.split('|').collect();
            let span = Span::new(parts[0].len(), parts[0].len() + parts[1].len());
            let plain = parts.concat();
            let (at, name) = insertion(&plain, span, "X");
            assert_eq!(format!("{}{name}{}", &plain[..at], &plain[at..]), expected);
        }
    }
}
