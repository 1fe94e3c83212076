//! `risky-practice`: a step that goes against AWS good practice.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::answer::{Answer, Section};
use crate::component::Component;
use crate::lexicon::Term;
use crate::lexicon::practices::Practice;
use crate::text::Span;
use crate::words::voice;

/// The rule.
pub const RULE: Rule = Rule {
    name: "risky-practice",
    summary: "A step in the Action goes against AWS good practice.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Words,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

A sentence of the Action tells, as your own step, something that AWS good practice advises against: long-lived or shared
access keys, SSH keys and bastion hosts, IMDSv1, a public bucket or database, a port open to the world, logging or backups
switched off, a compromised instance terminated before its evidence was captured, and the like.

## Why

An interviewer for a cloud role will stop there and ask, and the rest of the story is about security from then on.
Whoever names the better practice first shows judgement. (Source: the dos and don'ts of the question document; each
practice in `lexicon/practices.toml` names its own.)

## Example

```markdown
**Action:** I set up a bastion host for the EC2 instances and handed out SSH keys.
```

## Instead

```markdown
**Action:** I opened the EC2 instances through AWS Systems Manager Session Manager, so that nobody needs a key.
```

## Fix

None: only you know what was done, and why.

## When this is fine

When you found it, ended it, or chose it for a reason that you give. Where it is a matter of degree (one Region, manual
scaling) it is information instead of a warning. It keeps quiet where the sentence says that you found, ended, refused, or
only proposed it, or that somebody else did it, where the better practice is named in the Action, and, for what is not AWS by name, where
the answer is not about AWS.

It fires on 0 of 126 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let prose = answer.prose.text();
    let mut reported: Vec<&str> = Vec::new();
    for (place, practice) in breaches(context) {
        // Each practice is reported once.
        if reported.contains(&practice.id.as_str()) {
            continue;
        }
        reported.push(&practice.id);
        findings.push(Finding {
            rule: &RULE,
            severity: if practice.grave { Severity::Warning } else { Severity::Information },
            span: answer.prose.source(place),
            component: Some(Component::Action),
            message: format!(
                "Expect a question about “{}”. {} If there was a reason, say it.",
                prose[place.range()].split_whitespace().collect::<Vec<_>>().join(" "),
                practice.better
            ),
            fixes: Vec::new(),
        });
    }
}

/// Returns the spans in the prose at which the Action breaches a practice, with the practice. Empty if the rule is off.
pub(super) fn breaches<'a>(context: &Context<'a>) -> Vec<(Span, &'a Practice)> {
    let Context { answer, lexicon, config, .. } = *context;
    let practices = &lexicon.practices;
    let mut breaches = Vec::new();
    if config.severity(RULE.name, RULE.severity).is_none() {
        return breaches;
    }
    let prose = answer.prose.text();
    let says = |section: &Section, practice: &Practice| {
        section.parts.iter().any(|part| practice.is_settled_by(&prose[answer.prose.of(*part).range()]))
    };
    // Computed once per practice, since it depends on the whole Action.
    let mut counts = vec![None; if answer.breaches.is_empty() { 0 } else { practices.all.len() }];
    for breach in &answer.breaches {
        let practice = &practices.all[breach.practice];
        let counts = counts[breach.practice].get_or_insert_with(|| {
            (!practice.in_aws_context || is_about_aws(answer))
                && !names_service_of(answer, practice, answer.prose.source(breach.span))
                && !answer.sections_of(Component::Action).any(|section| says(section, practice))
        });
        if *counts {
            breaches.push((breach.span, practice));
        }
    }
    breaches
}

/// Whether the Action names, outside of `span`, a service that meets the practice.
fn names_service_of(answer: &Answer, practice: &Practice, span: Span) -> bool {
    answer.mentions.iter().any(|mention| {
        let in_action = mention.section.is_some_and(|section| answer.sections[section].is(Component::Action));
        let settles = matches!(mention.term, Term::Service(service) if practice.services.contains(&service));
        settles && in_action && !mention.span.overlaps(span)
    })
}

/// Whether the answer names AWS or one of its services.
fn is_about_aws(answer: &Answer) -> bool {
    let names = |text: &str| voice::words(text).any(|word| matches!(word, "AWS" | "aws" | "Amazon"));
    answer.mentions.iter().any(|mention| matches!(mention.term, Term::Service(_)))
        || names(answer.prose.text())
        || answer.title().is_some_and(names)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::messages;

    const CODE: &str = "risky-practice";

    fn told(action: &str) -> Vec<String> {
        messages(
            CODE,
            &format!(
                "# Login on AWS\n\n**Situation:** Logins to our AWS account failed.\n\n**Task:** I owned the fix.\n\n\
                 **Action:** {action}\n\n**Result:** Failures fell from 30 to 2 a week.\n"
            ),
        )
    }

    #[test]
    fn a_risky_step_is_named_with_what_is_better() {
        let found = told("I set up a bastion host for the on-call team.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("“set up a bastion host”") && found[0].contains("Session Manager"), "{found:?}");
        assert_eq!(told("I opened port 22. Then I sent our access keys to the vendor.").len(), 2);
        assert_eq!(told("I opened port 22 to us. I opened port 22 to the vendor.").len(), 1, "once is enough");
    }

    #[test]
    fn what_was_found_ended_or_avoided_is_no_step() {
        for fine in [
            "I replaced the bastion host that the vendor had set up.",
            "I found that somebody had opened port 22.",
            "I set up Session Manager instead of a bastion host.",
            "I set up a bastion host first, and moved everybody to Session Manager in May.",
            "I moved off long-lived access keys.",
            "I rebuilt the sign-in page and measured it.",
        ] {
            assert_eq!(told(fine), [""; 0], "{fine}");
        }
    }

    #[test]
    fn doors_left_open_and_trails_switched_off_are_named() {
        for risky in [
            "I shared the root password with the night shift.",
            "I made the RDS instance publicly accessible for the BI tool.",
            "I turned CloudTrail off in two accounts.",
            "To save time we opened port 5432 to the whole internet.",
            "We disabled the nightly backups during the import.",
            "I gave the role permissions on all resources.",
        ] {
            assert_eq!(told(risky).len(), 1, "{risky}");
        }
        for fine in [
            "My predecessor had shared the root password; I ended that.",
            "They asked me to open port 22 and I said no.",
            "I found that CloudTrail had been turned off in two accounts.",
            "The vendor wanted us to open port 5432 to the internet.",
            "I proposed to disable the backups, and was glad that nobody listened.",
            "I made sure that no RDS instance was publicly accessible.",
        ] {
            assert_eq!(told(fine), [""; 0], "{fine}");
        }
    }

    #[test]
    fn a_deed_counts_however_it_is_put() {
        let rows = [
            "I opened port 3306 to anyone so the contractor could work.",
            "To get the demo running I gave the Lambda role full access.",
            "I emailed the root password to two colleagues.",
            "We switched CloudTrail off to save 40 dollars a month.",
            "I disabled GuardDuty because of the noise.",
            "I left the Redshift cluster publicly accessible during the test.",
            "I put the access keys into the repository to be fast.",
            "So I made the bucket public for the weekend.",
            "I set up a jump host and handed out SSH keys.",
            "I skipped backups for the test database.",
            "I opened the security group to the world for an hour.",
            "I attached AdministratorAccess to the deploy role.",
            "I logged in with the root account to fix the billing.",
        ];
        let missed: Vec<_> = rows.into_iter().filter(|row| told(row).is_empty()).collect();
        assert!(missed.is_empty(), "{missed:#?}");
        let rows = [
            "I closed port 3306, which had been open to anyone.",
            "I noticed that the root password had been emailed around.",
            "A contractor had switched CloudTrail off.",
            "I wrote an SCP so that nobody could disable GuardDuty.",
            "I replaced a publicly accessible Redshift cluster by a private one.",
            "The audit showed access keys stored in the repository, and I rotated them.",
            "I refused to make the bucket public.",
            "I talked the vendor out of opening the security group to the world.",
            "They wanted me to attach AdministratorAccess; I wrote a narrow policy.",
            "I made it impossible to log in with the root account.",
            "I set an alarm for whenever somebody opens a port to the world.",
            "An intern had put access keys into the repository.",
            "I explained to the team why we never share the root password.",
            "I would not share the root password with anybody.",
            "I deleted the long-lived access keys that we had created in 2019.",
            "I shared my screen and rotated the root password.",
            "I opened a ticket about port 22.",
            "I turned CloudTrail on in all regions.",
            "I alerted the owner that her bucket was public.",
            "I checked whether anybody had disabled the backups.",
        ];
        let wrong: Vec<_> = rows.into_iter().filter(|row| !told(row).is_empty()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn only_the_action_of_an_answer_about_aws_counts() {
        let situation = "**Situation:** I had set up a bastion host on AWS.\n\n**Task:** Mine.\n\n**Action:** I left.\n\n\
                         **Result:** 5% less.\n";
        assert_eq!(messages(CODE, situation), [""; 0]);
        let elsewhere = "**Situation:** Our lab was slow.\n\n**Task:** Mine.\n\n**Action:** I set up a bastion host.\n\n\
                         **Result:** 5% less.\n";
        assert_eq!(messages(CODE, elsewhere), [""; 0]);
        let german = "**Situation:** AWS.\n\n**Aufgabe:** Meine.\n\n**Aktion:** I set up a bastion host.\n\n\
                      **Ergebnis:** 5% weniger.\n";
        assert_eq!(messages(CODE, german), [""; 0]);
    }
}
