//! `misnamed-service`: a former name, a wrong vendor or a misspelling.

mod former;

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::clock::Clock;
use crate::answer::{Answer, Mention};
use crate::lexicon::{Lexicon, Service, Status, Term, Wrong, split_vendor, without_vendor};
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
and all names with wrong case or spacing together. A short form stays short.

## When to ignore it

If the former name is part of your story. Write “then called AWS SSO” or “AWS SSO (now IAM Identity Center)” once in the answer,
and nothing is reported. In a story from before the renaming, it is enough to name both. To suppress the finding:

```markdown
<!-- star-coach: ignore misnamed-service -- the team still calls it SSO -->
```

## Limitations

- Names in code are ignored.
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
        if mention.section.is_none() || mention.code {
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
    let (vendor, rest) = split_vendor(written);
    let wrong = service.wrong_name(written);
    let is_whole = service.service == index && !is_in_identifier(answer, mention);
    let respelled = if is_whole { respelled(service, written) } else { None };
    // Fast path: most names have no vendor or the right one.
    if wrong.is_none()
        && respelled.is_none()
        && (vendor.is_empty() || service.name.as_bytes().starts_with(vendor.as_bytes()))
    {
        return None;
    }
    let own = split_vendor(&service.name).0;
    let parent = &lexicon.services[service.service];
    // A name with markup inside can't be replaced safely, and a retired service was used under its old name.
    if written.contains(['*', '_', '`', '[', ']', '<', '>', '\n'])
        || service.status != Status::Active
        || parent.status != Status::Active
    {
        return None;
    }
    if let Some(wrong) = wrong {
        let (kind, right) = match wrong.kind {
            Wrong::Former => (MisnamingKind::Former, wrong.right.clone().unwrap_or_else(|| service.name.clone())),
            Wrong::Misspelled => {
                let right = wrong.right.as_deref().unwrap_or(service.short_name());
                let vendor = if vendor.is_empty() { "" } else { own };
                let right = format!("{vendor}{right}");
                let short = split_vendor(&right).1;
                if rest != short && bare(rest) == bare(short) {
                    let severity = Severity::Information;
                    return Some(Slip { mention, kind: MisnamingKind::Spelling, right, severity, year: None });
                }
                (MisnamingKind::Misspelled, right)
            }
        };
        return Some(Slip { mention, kind, right, severity: wrong.severity, year: wrong.year });
    }
    // A wrong vendor is the graver slip.
    if let Some(right) = respelled.filter(|_| vendor.is_empty() || vendor == own) {
        let severity = Severity::Information;
        return Some(Slip { mention, kind: MisnamingKind::Spelling, right, severity, year: None });
    }
    // "An AWS security group" is a security group in AWS.
    let names_parent = rest.split([' ', '-']).next() == parent.short_name().split(' ').next();
    let right_vendor = match own {
        "" if names_parent => split_vendor(&parent.name).0,
        _ if service.service == index || names_parent => own,
        _ => "",
    };
    // "AWS Auto Scaling group" is no slip for "Amazon EC2 Auto Scaling".
    if right_vendor.is_empty() || vendor == right_vendor || lexicon.starts_with_name(written) {
        return None;
    }
    let right = match service.service == index {
        true => official(lexicon, index, rest),
        false => None,
    };
    let right = right.unwrap_or_else(|| format!("{right_vendor}{}", with_official_case(lexicon, index, rest)));
    Some(Slip { mention, kind: MisnamingKind::Vendor, right, severity: Severity::Hint, year: None })
}

/// Returns the official name of the service with this index, if `rest` is its name or the first words of it: "AWS OpenSearch"
/// becomes "Amazon OpenSearch Service".
fn official(lexicon: &Lexicon, index: usize, rest: &str) -> Option<String> {
    let service = &lexicon.services[index];
    let short = service.short_name().to_ascii_lowercase();
    let is_cut_short = short.strip_prefix(&rest.to_ascii_lowercase()).is_some_and(|more| more.starts_with(' '));
    (is_cut_short || bare(service.short_name()) == bare(rest)).then(|| service.name.clone())
}

/// Returns `rest`, a name of the service with this index, in its official letter case.
fn with_official_case(lexicon: &Lexicon, index: usize, rest: &str) -> String {
    let short = lexicon.services[index].short_name();
    // "Lambda functions"
    if let Some((_, more)) = rest.split_at_checked(short.len()).filter(|(start, _)| start.eq_ignore_ascii_case(short)) {
        return format!("{short}{more}");
    }
    let forms = lexicon.forms_of(Term::Service(index)).into_iter().map(|form| split_vendor(&form).1.to_owned());
    let same = forms.filter(|form| bare(form) == bare(rest));
    let capitals = |form: &String| form.chars().filter(|c| c.is_uppercase()).count();
    same.max_by_key(capitals).unwrap_or_else(|| rest.to_owned())
}

/// Returns the official spelling of `written`, which names `service`. `None` if the case and the spaces are right, or if only
/// ordinary words differ: "AWS config" may be a configuration.
fn respelled(service: &Service, written: &str) -> Option<String> {
    let short = service.short_name();
    let rest = without_vendor(written);
    let is_distinct = |word: &&str| {
        let starts = |at: usize| !word[..at].ends_with(char::is_alphanumeric);
        word.char_indices().any(|(at, char)| char.is_ascii_digit() || char.is_uppercase() && !starts(at))
    };
    let is_written = |word: &str| rest.split_whitespace().any(|other| other == word);
    if rest == short || bare(rest) != bare(short) || short.split(' ').filter(is_distinct).all(is_written) {
        return None;
    }
    let vendor = if rest.len() < written.len() { split_vendor(&service.name).0 } else { "" };
    Some(format!("{vendor}{short}"))
}

/// Whether the mention is part of an address or identifier, such as `d1.cloudfront.net`.
fn is_in_identifier(answer: &Answer, mention: &Mention) -> bool {
    const JOINS: [char; 9] = ['.', '/', '@', '_', '-', ':', '#', '=', '\\'];
    let (before, after) = (&answer.text()[..mention.span.start], &answer.text()[mention.span.end..]);
    let mut after = after.chars();
    before.ends_with(JOINS)
        || after.next().is_some_and(|char| JOINS.contains(&char)) && after.next().is_some_and(char::is_alphanumeric)
}

/// Returns the letters and digits of `name` in lower case.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
