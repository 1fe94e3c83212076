//! `misnamed-service`: a former name, a wrong vendor or a misspelling.

mod former;
mod spelling;

use spelling::{Fault, Misspelling, misspelling};

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::clock::Clock;
use crate::answer::{Answer, Mention};
use crate::lexicon::{Lexicon, Status, Term, Wrong};
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::{Span, wording};

/// The rule.
pub const RULE: Rule = Rule {
    name: "misnamed-service",
    summary: "An AWS service name is outdated, misspelled, or has the wrong prefix.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Words,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

- A former name, such as “AWS SSO”.
- The wrong prefix: “AWS” where the official name starts with “Amazon”, or the other way around, as in “AWS SNS”.
- Wrong case or spacing, such as “Dynamodb” or “Cloud Watch”. Names of ordinary words, such as “secrets manager”, may be
  lowercase.
- A misspelling, such as “Lamda”.

The severity depends on the name and on the year of the story:

| Name | Severity |
| --- | --- |
| former name, in a story without a year | warning |
| former name, in a story after the year of the renaming | warning |
| former name that was right in the year of the story | information |
| former name, renamed in an unknown year | information |
| wrong case or spacing | information, once per answer |
| wrong prefix, misspelling | hint |

A former name is never more than information if the current name keeps most of it (Kinesis Firehose, now Data Firehose), and
never more than a hint for a few names, such as AWS Chatbot.

The year of a story is the latest one that the Task, Action, or Result gives as a time, such as “in 2019” or “March 2019”; else
that of the Situation, then of the title, then of `date` in the front matter. Versions, counts, plans, and the year in which
a company or a system began don't count.

## Why it matters

AWS renames services. For example, AWS Single Sign-On became AWS IAM Identity Center in 2022 [1]. With the current name,
the service is easy to look up.

## Example

```markdown
**Action:** I moved our logins to AWS SSO and sent alarms through AWS SNS.
```

## Use instead

```markdown
**Action:** I moved our logins to AWS IAM Identity Center and sent alarms through Amazon SNS.
```

## Fix

Suggested for a former name, which may have been right in your story: replaces it with the current one or, if it was right in
the year of the story, adds the current one in parentheses.

Safe for other names: replaces the name with the official one. Similar names for the service in the answer are replaced, too,
and all names with wrong case or spacing together. A short form stays short, and words after a name stay: “AWS S3 buckets”
becomes “Amazon S3 buckets”.

## When to ignore it

If the former name is part of your story. Write “then called AWS SSO” or “AWS SSO (now IAM Identity Center)” once in the answer,
and nothing is reported. In a story from before the renaming, it is enough to name both. To suppress the finding:

```markdown
<!-- star-coach: ignore misnamed-service -- the team still calls it SSO -->
```

## Limitations

- Names in code, addresses, and other identifiers are ignored.
- A name that goes on in capitalized words is ignored, such as “AWS S3 Sync Helper”. So is a wrong prefix if no official name
  follows, as in “Amazon ACM”.
- In a sentence in capitals, the case of names is ignored.
- Services that are retired or closed to new customers are ignored: you may have used them under their former names.
- A former name that is not in the lexicon isn't recognized.

## References

1. AWS Security Blog, “Scale your workforce access management with AWS IAM Identity Center (previously known as AWS SSO)”:
   <https://aws.amazon.com/blogs/security/scale-your-workforce-access-management-with-aws-iam-identity-center-previously-known-as-aws-sso/>
";

/// A wrong name in the answer.
struct Slip<'a> {
    mention: &'a Mention,
    kind: MisnamingKind,
    /// The right name.
    right: String,
    severity: Severity,
    /// The year of the renaming, if it is known.
    year: Option<u16>,
}

/// The reason why a name is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MisnamingKind {
    Former,
    Misspelled,
    /// Wrong case or spacing.
    Spelling,
    Vendor,
}

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let mut slips: Vec<(usize, Slip<'_>)> = Vec::new();
    for mention in &answer.mentions {
        let Term::Service(index) = mention.term else { continue };
        let is_part = || answer.name_around(mention.span).is_some() || is_in_identifier(answer, mention);
        if mention.section.is_none() || mention.code || is_part() {
            continue;
        }
        if let Some(slip) = slip(answer, context.lexicon, mention, index) {
            slips.push((index, slip));
        }
    }
    let has_former = slips.iter().any(|(_, slip)| slip.kind == MisnamingKind::Former);
    let clock = if has_former { context.clock() } else { None };
    slips.retain(|(index, slip)| {
        let was_right = was_right(slip, clock.as_ref());
        slip.kind != MisnamingKind::Former
            || !former::is_explained(answer, context.lexicon, slip.mention, *index, was_right)
    });
    let family = |index: usize| context.lexicon.services[index].service;
    let mut reported: Vec<(usize, MisnamingKind)> = Vec::new();
    for (index, first) in &slips {
        let is_spelling = first.kind == MisnamingKind::Spelling;
        // Wrong case and spacing of all names is one finding.
        let key = (if is_spelling { 0 } else { family(*index) }, first.kind);
        if reported.contains(&key) {
            continue;
        }
        reported.push(key);
        let all = slips.iter().filter(|(other, slip)| slip.kind == key.1 && (is_spelling || family(*other) == key.0));
        let all: Vec<&Slip<'_>> = all.map(|(_, slip)| slip).collect();
        findings.push(match first.kind {
            MisnamingKind::Former => former_name(answer, first, &all, clock.as_ref()),
            _ => wrong_name(answer, first, &all),
        });
    }
}

/// Returns the slip that `mention` is, which names the service with this index.
fn slip<'a>(answer: &Answer, lexicon: &Lexicon, mention: &'a Mention, index: usize) -> Option<Slip<'a>> {
    let service = &lexicon.services[index];
    let written = &answer.text()[mention.span.range()];
    let former = service.wrong_name(written).filter(|wrong| wrong.kind == Wrong::Former);
    let slip = match former {
        Some(former) => Slip {
            mention,
            kind: MisnamingKind::Former,
            right: former.right.clone().unwrap_or_else(|| service.name.clone()),
            severity: former.severity,
            year: former.year,
        },
        None => {
            let is_case_meant = !is_in_capitals(answer, mention);
            let Misspelling { fault, right, severity } = misspelling(lexicon, index, written, is_case_meant)?;
            let kind = match fault {
                Fault::Letters => MisnamingKind::Misspelled,
                Fault::Case => MisnamingKind::Spelling,
                Fault::Vendor => MisnamingKind::Vendor,
            };
            Slip { mention, kind, right, severity, year: None }
        }
    };
    // A name with markup inside can't be replaced safely, and a retired service was used under its old name.
    let has_markup = written.contains(['*', '_', '`', '[', ']', '<', '>', '\n']);
    let is_active = |index: usize| lexicon.services[index].status == Status::Active;
    (!has_markup && is_active(index) && is_active(service.service)).then_some(slip)
}

/// Whether the mention is part of an address or identifier, such as `d1.cloudfront.net`. "DynamoDB-based" is none.
fn is_in_identifier(answer: &Answer, mention: &Mention) -> bool {
    const JOINS: [char; 9] = ['.', '/', '@', '_', '-', ':', '#', '=', '\\'];
    let (before, after) = (&answer.text()[..mention.span.start], &answer.text()[mention.span.end..]);
    let mut after = after.chars();
    let is_lower = || !answer.text()[mention.span.range()].contains(char::is_uppercase);
    let joins = |char: char| JOINS.contains(&char) && (char != '-' || is_lower());
    before.ends_with(JOINS) || after.next().is_some_and(joins) && after.next().is_some_and(char::is_alphanumeric)
}

/// Whether the sentence of the mention is in capitals, so that the case of a name means nothing.
fn is_in_capitals(answer: &Answer, mention: &Mention) -> bool {
    let sentence = answer.sentence_of(mention);
    sentence.is_some_and(|sentence| !answer.prose.text()[sentence.range()].contains(char::is_lowercase))
}

/// Whether the former name `slip` was, as far as is known, the official name at the time of the story.
fn was_right(slip: &Slip<'_>, clock: Option<&Clock>) -> bool {
    clock.zip(slip.year).is_some_and(|(clock, renamed)| clock.year <= renamed)
}

/// Returns the finding on the former name `first`, of which `all` are the mentions.
fn former_name(answer: &Answer, first: &Slip<'_>, all: &[&Slip<'_>], clock: Option<&Clock>) -> Finding {
    let right = &first.right;
    let quoted = wording::quoted(&answer.text()[first.mention.span.range()]);
    let replacement = replacement(answer, first, all, Applicability::Suggested);
    let clock = clock.filter(|clock| was_right(first, Some(clock)));
    let (severity, message, fixes) = match (first.year, clock) {
        (Some(renamed), Some(Clock { year, .. })) => {
            let advice = match *year < renamed {
                true => format!("In a story from {year}, keep it, and add “now …”."),
                false => "If your story is older, keep it, and add “now …”.".to_owned(),
            };
            let message = format!("{quoted} became {right} in {renamed}. {advice}");
            (Severity::Information, message, addition(answer, first).into_iter().chain([replacement]).collect())
        }
        (year, _) => {
            let (severity, renaming) = match year {
                Some(year) => (Severity::Warning, format!("became {right} in {year}")),
                None => (Severity::Information, format!("is now {right}")),
            };
            let message = format!("{quoted} {renaming}. Use the current name, or say “then called …”.");
            (severity, message, vec![replacement])
        }
    };
    finding(answer, first, severity.max(first.severity), message, fixes)
}

/// Returns the fix that adds the current name behind the former name `slip`. `None` if it is part of a longer word.
fn addition(answer: &Answer, slip: &Slip<'_>) -> Option<Fix> {
    let Span { start, end } = slip.mention.span;
    let (before, after) = answer.text().split_at(end);
    if after.starts_with(['\'', '’', '-', '/', '*', '_']) {
        return None;
    }
    let is_enclosed = before.rfind(['(', ')', '\n']).is_some_and(|at| before[at..].starts_with('('));
    let right = &slip.right;
    let text = if is_enclosed { format!(", now {right}") } else { format!(" (now {right})") };
    let title = wording::title(&format!("Add “{}” after ", text.trim_matches([' ', ','])), &before[start..], "");
    Some(Fix::new(title, Applicability::Suggested, vec![Edit { span: Span::new(end, end), text }]))
}

/// Returns the finding on the wrong name `first`, of which `all` are the mentions. A former name has another one.
fn wrong_name(answer: &Answer, first: &Slip<'_>, all: &[&Slip<'_>]) -> Finding {
    let right = &first.right;
    let quoted = wording::quoted(&answer.text()[first.mention.span.range()]);
    let message = match first.kind {
        MisnamingKind::Misspelled | MisnamingKind::Spelling => format!("{quoted}: the official spelling is {right}."),
        MisnamingKind::Former | MisnamingKind::Vendor => format!("{quoted}: the official name is {right}."),
    };
    let fix = replacement(answer, first, all, Applicability::Safe);
    finding(answer, first, first.severity, message, vec![fix])
}

/// Returns the fix that replaces `all` by their right names.
fn replacement(answer: &Answer, first: &Slip<'_>, all: &[&Slip<'_>], applicability: Applicability) -> Fix {
    let written = &answer.text()[first.mention.span.range()];
    let right = &first.right;
    let is_same = |slip: &&Slip<'_>| slip.right == *right && answer.text()[slip.mention.span.range()] == *written;
    let after = match all.len() {
        1 => format!(" with {right}"),
        count if all.iter().all(is_same) => format!(" with {right} in {count} places"),
        2 => format!(" with {right}, and 1 more name"),
        count => format!(" with {right}, and {} more names", count - 1),
    };
    let title = wording::title("Replace ", written, &after);
    let edits = all.iter().map(|slip| with_article(answer, slip.mention.span, &slip.right)).collect();
    Fix::new(title, applicability, edits)
}

/// Returns the edit that replaces `span` by `name`, and an article before it that doesn't fit: "a CloudWatch Events rule".
fn with_article(answer: &Answer, span: Span, name: &str) -> Edit {
    let before = &answer.text()[..span.start];
    let article = ["a ", "an ", "A ", "An "].into_iter().find(|article| {
        before.strip_suffix(article).is_some_and(|rest| !rest.ends_with(|char: char| char.is_alphanumeric()))
    });
    let with_article = wording::with_article(name);
    match article.filter(|article| !with_article.starts_with(&article.to_lowercase())) {
        Some(article) => {
            let text = format!("{}{}", &article[..1], &with_article[1..]);
            Edit { span: Span::new(span.start - article.len(), span.end), text }
        }
        None => Edit { span, text: name.to_owned() },
    }
}

/// Returns the finding at `slip`, whose first fix is the preferred one.
fn finding(answer: &Answer, slip: &Slip<'_>, severity: Severity, message: String, mut fixes: Vec<Fix>) -> Finding {
    if let Some(first) = fixes.first_mut() {
        first.preferred = true;
    }
    let section = slip.mention.section.map(|section| &answer.sections[section]);
    Finding {
        rule: &RULE,
        severity,
        span: slip.mention.span,
        component: section.and_then(|section| section.label.components.last().copied()),
        message,
        fixes,
    }
}

#[cfg(test)]
mod tests {
    use super::{RULE, Severity};
    use crate::rules::testing::{answer, findings_in, messages, severities};

    fn reported(action: &str) -> String {
        messages(RULE.name, &answer(action)).join(" / ")
    }

    #[test]
    fn official_names_are_official() {
        for (written, official) in [
            ("AWS Cloudfront", "Amazon CloudFront"),
            ("AWS elasticache", "Amazon ElastiCache"),
            ("Amazon Cloudtrail", "AWS CloudTrail"),
            ("AWS Route53", "Amazon Route 53"),
            ("AWS s3", "Amazon S3"),
            ("Amazon lambda", "AWS Lambda"),
            ("AWS Opensearch", "Amazon OpenSearch Service"),
            ("AWS eventbridge", "Amazon EventBridge"),
            ("Amazon step functions", "AWS Step Functions"),
            ("AWS Api Gateway", "Amazon API Gateway"),
            ("AWS elastic kubernetes service", "Amazon Elastic Kubernetes Service"),
            ("AWS SNS", "Amazon SNS"),
            ("Amazon Lambda functions", "AWS Lambda functions"),
            ("AWS simple queue service", "Amazon Simple Queue Service"),
            ("AWS S3 object lock", "Amazon S3 Object Lock"),
            ("AWS Cloudwatch alarms", "Amazon CloudWatch alarms"),
            ("AWS VPC endpoints", "Amazon VPC endpoints"),
            ("Amazon Config rules", "AWS Config rules"),
        ] {
            let reported = reported(&format!("I put {written} before the site."));
            assert!(reported.contains(&format!("the official name is {official}.")), "{written}: {reported}");
        }
    }

    #[test]
    fn words_that_are_no_name_are_ignored() {
        for fine in [
            "I drew a personal health dashboard with pulse and weight.",
            "I was on guard duty.",
            "I led our DDoS response team.",
            "I used Amazon CloudFront, AWS Lambda, and Amazon Route 53.",
            "I used an AWS security group and the AWS route table.",
            "I read the AWS config files, the AWS batch jobs, the AWS backup plan, and the AWS glue code.",
            "I cut the AWS budget, called AWS support, and helped Amazon connect three AWS organizations.",
            "I read https://aws.amazon.com/s3/, d1.cloudfront.net, and arn:aws:events:::cloudwatch-events-x.",
            "I used AWS Lambda Powertools, the Terraform AWS Provider, and the Datadog AWS Integration.",
            "I passed AWS Certified Solutions Architect – Professional and read the AWS Well-Architected Framework.",
            "I opened an AWS Support ticket about AWS Organizations SCPs in another AWS Region.",
            "I used the AWS SDK for Java, an AWS CLI profile, Amazon Linux 2023, and an Amazon Resource Name.",
            "I used the AWS S3 Sync Helper, the AWS Config Rules Engine, and Amazon Inspector Classic.",
            "I used AWS launch templates, AWS access keys, AWS ELB, AWS ALB, and the AWS elastic load balancer.",
            "I RENEWED THE DYNAMODB TABLES ON AWS.",
            "I used Amazon ACM, `AWS S3`, and non-AWS S3.",
        ] {
            assert_eq!(reported(fine), "", "{fine}");
        }
        assert!(reported("I read the Personal Health Dashboard.").contains("AWS Health Dashboard"));
        assert!(reported("I enabled Guard Duty.").contains("GuardDuty"));
    }

    #[test]
    fn a_short_form_is_not_the_current_name() {
        let reported = |action: &str| reported(&format!("In 2019, {action}"));
        assert!(reported("I sent them through Kinesis Firehose. Firehose held.").contains("In a story from 2019"));
        assert_eq!(reported("I sent them through Kinesis Firehose. Data Firehose, as it is called now, held."), "");
    }

    #[test]
    fn an_article_fits_the_current_name() {
        let fixed = |action: &str| {
            let draft = answer(action);
            let text = findings_in(RULE.name, &draft)[0].fixes[0].apply(&draft);
            text.lines().find_map(|line| line.strip_prefix("**Action:** ")).unwrap_or_default().to_owned()
        };
        assert_eq!(fixed("I wrote a CloudWatch Events rule."), "I wrote an Amazon EventBridge rule.");
        assert_eq!(fixed("A CloudWatch Events rule ran."), "An Amazon EventBridge rule ran.");
        assert_eq!(fixed("I wrote the CloudWatch Events rule."), "I wrote the Amazon EventBridge rule.");
    }

    #[test]
    fn a_former_name_is_right_in_a_story_of_its_time() {
        const RIGHT: &str = "In a story from 2019, keep it, and add “now …”.";
        const FORMER: &str = "Use the current name, or say “then called …”.";
        for (action, expected) in [
            ("I moved the logins to AWS SSO.", FORMER),
            ("In 2019, I moved the logins to AWS SSO.", RIGHT),
            ("In 2019, I moved the logins to AWS SSO. I tested AWS SSO.", RIGHT),
            ("In 2024, I moved the logins to AWS SSO.", FORMER),
            ("In 2019, I moved the logins to what was then AWS SSO.", ""),
            ("In 2019, I moved the logins to AWS SSO (now IAM Identity Center).", ""),
            ("In 2019, I moved the logins to AWS SSO. I tested IAM Identity Center.", ""),
            ("In 2019, I moved the logins to what was then called AWS SSO. AWS SSO held.", ""),
            ("I moved the logins from AWS SSO to IAM Identity Center.", ""),
            ("I moved the logins to AWS SSO. I tested IAM Identity Center.", FORMER),
            ("I ran AWS SSO for 2019 users.", FORMER),
        ] {
            let reported = reported(action);
            assert!(
                reported.contains(expected) && reported.is_empty() == expected.is_empty() && !reported.contains(" / "),
                "{action}: {reported}"
            );
        }
        let severity = |action: &str| severities(RULE.name, &answer(action));
        assert_eq!(severity("I moved the logins to AWS SSO."), [Severity::Warning]);
        assert_eq!(severity("In 2022, I moved the logins to AWS SSO."), [Severity::Information]);
        assert_eq!(severity("In 2023, I moved the logins to AWS SSO."), [Severity::Warning]);
        assert_eq!(severity("In 2019, I set up Personal Health Dashboard."), [Severity::Hint]);
    }
}
