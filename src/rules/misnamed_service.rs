//! `misnamed-service`: a former name, a wrong vendor or a misspelling.

mod spelling;

use spelling::{Fault, Misspelling, misspelling};

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::{Answer, Mention};
use crate::lexicon::{Lexicon, Status, Term, Wrong};
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::wording;

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

A former name is a warning. It is information if the current name keeps most of the former one (Kinesis Firehose, now Data
Firehose), and a hint for a few other names, such as AWS Chatbot. A wrong prefix or a misspelling is a hint. Wrong case or
spacing is information, reported once per answer.

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

Safe: replaces the name with the official one. Similar names for the service in the answer are replaced, too, and all names
with wrong case or spacing together. A short form stays short, and words after a name stay: “AWS S3 buckets” becomes “Amazon S3
buckets”.

## When to ignore it

If the former name is part of your story. Write “then called AWS SSO” or “AWS SSO (now IAM Identity Center)”, and nothing is
reported. To suppress the finding:

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
        findings.push(finding(answer, first, &all));
    }
}

/// Returns the slip that `mention` is, which names the service with this index.
fn slip<'a>(answer: &Answer, lexicon: &Lexicon, mention: &'a Mention, index: usize) -> Option<Slip<'a>> {
    let service = &lexicon.services[index];
    let written = &answer.text()[mention.span.range()];
    let former = service.wrong_name(written).filter(|wrong| wrong.kind == Wrong::Former);
    let misspelling = || misspelling(lexicon, index, written, !is_in_capitals(answer, mention));
    let slip = match former {
        Some(_) if is_marked_as_former(answer, mention) => return None,
        Some(former) => Slip {
            mention,
            kind: MisnamingKind::Former,
            right: former.right.clone().unwrap_or_else(|| service.name.clone()),
            severity: former.severity,
            year: former.year,
        },
        None => {
            let Misspelling { fault, right, severity } = misspelling()?;
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
    let start = answer.prose.of(mention.span).start;
    let sentences = mention.section.map_or(&[][..], |section| &answer.sections[section].sentences);
    let next = sentences.partition_point(|sentence| sentence.start <= start);
    let sentence = next.checked_sub(1).map(|index| sentences[index]);
    sentence.is_some_and(|sentence| !answer.prose.text()[sentence.range()].contains(char::is_lowercase))
}

/// Whether the words around the mention say that the name is a former one.
fn is_marked_as_former(answer: &Answer, mention: &Mention) -> bool {
    const BEFORE: &[&str] = &[
        "formerly",
        "former",
        "previously",
        "originally",
        "called",
        "known as",
        "then still",
        "old name",
        "successor of",
        "successor to",
        "renamed from",
        "aka",
        "a.k.a.",
        "ex",
    ];
    const AFTER: &[&str] = &[
        "now",
        "today",
        "which is now",
        "at the time",
        "at that time",
        "as it was called",
        "as it was known",
        "as it was then",
        "back then",
        "since renamed",
        "renamed",
        "was renamed",
        "has been renamed",
        "has since been renamed",
        "became",
        "has become",
    ];
    let prose = answer.prose.text();
    let place = answer.prose.of(mention.span);
    let is_mark = |char: char| !char.is_alphanumeric();
    let before = prose[..place.start].trim_end_matches(|char| is_mark(char) && char != '\n');
    let after = prose[place.end..].trim_start_matches(|char| is_mark(char) && char != '\n' && char != '.');
    let ends = |words: &&str| {
        let rest = before.len().checked_sub(words.len()).and_then(|at| before.split_at_checked(at));
        rest.is_some_and(|(rest, last)| last.eq_ignore_ascii_case(words) && !rest.ends_with(char::is_alphanumeric))
    };
    let starts = |words: &&str| {
        let rest = after.split_at_checked(words.len());
        let rest = rest.filter(|(first, _)| first.eq_ignore_ascii_case(words)).map(|(_, rest)| rest);
        // "AWS SSO (now Identity Center)", but not "we run AWS SSO now."
        let names_more = rest.is_some_and(|rest| rest.trim_start().starts_with(char::is_alphanumeric));
        match *words {
            "now" | "today" | "renamed" | "became" => names_more && rest.is_some_and(|rest| rest.starts_with(' ')),
            _ => rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)),
        }
    };
    BEFORE.iter().any(ends) || AFTER.iter().any(starts)
}

fn finding(answer: &Answer, first: &Slip<'_>, all: &[&Slip<'_>]) -> Finding {
    let span = first.mention.span;
    let written = &answer.text()[span.range()];
    let right = &first.right;
    let quoted = wording::quoted(written);
    let message = match (first.kind, first.year) {
        (MisnamingKind::Former, Some(year)) => {
            format!("{quoted} became {right} in {year}. Use the current name, or say “then called …”.")
        }
        (MisnamingKind::Former, None) => {
            format!("{quoted} is now {right}. Use the current name, or say “then called …”.")
        }
        (MisnamingKind::Misspelled | MisnamingKind::Spelling, _) => {
            format!("{quoted}: the official spelling is {right}.")
        }
        (MisnamingKind::Vendor, _) => format!("{quoted}: the official name is {right}."),
    };
    let is_same = |slip: &&Slip<'_>| slip.right == *right && answer.text()[slip.mention.span.range()] == *written;
    let after = match all.len() {
        1 => format!(" with {right}"),
        count if all.iter().all(is_same) => format!(" with {right} in {count} places"),
        2 => format!(" with {right}, and 1 more name"),
        count => format!(" with {right}, and {} more names", count - 1),
    };
    let title = wording::title("Replace ", written, &after);
    let edits = all.iter().map(|slip| Edit { span: slip.mention.span, text: slip.right.clone() }).collect();
    let fix = Fix::new(title, Applicability::Safe, edits).preferred();
    Finding {
        rule: &RULE,
        severity: first.severity,
        span,
        component: first.mention.section.and_then(|section| answer.sections[section].label.components.last().copied()),
        message,
        fixes: vec![fix],
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{answer, messages};

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
}
