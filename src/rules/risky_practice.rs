//! `risky-practice`: a step that goes against AWS good practice.

use super::platforms::{AssumedPlatform, PlatformReader};
use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::{Answer, Section};
use crate::component::Component;
use crate::lexicon::Term;
use crate::lexicon::practices::Practice;
use crate::platform::Platform;
use crate::text::Span;
use crate::text::wording;
use crate::words::voice;

/// The rule.
pub const RULE: Rule = Rule {
    name: "risky-practice",
    summary: "The Action describes a step that AWS advises against.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Words,
    languages: Languages::English,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A sentence in the Action that describes, as your own step, something that AWS advises against. Examples: long-lived or
shared access keys, SSH keys and bastion hosts, IMDSv1, a public bucket or database, an administration port open to the
world, logging, backups, MFA, or encryption turned off, or terminating a compromised instance before capturing the evidence.
Each practice is reported once in an answer, and each step for one practice.

The finding is information instead of a warning if it is a matter of degree, such as a single Region or manual scaling.

## Why it matters

AWS advises against these practices because of their risks. For example, long-term credentials can be disclosed, shared,
or stolen [1], and with AWS Systems Manager Session Manager, you need no bastion hosts, SSH keys, or open inbound ports [2].
An interviewer may ask about such a step. Your reason for it, or the better practice, is a good answer.

## Example

```markdown
**Action:** I set up a bastion host for the EC2 instances and handed out SSH keys.
```

## Use instead

```markdown
**Action:** I gave the team access to the EC2 instances through AWS Systems Manager Session Manager, without SSH keys.
```

## Fix

None: only you know what you did, and why.

## When to ignore it

If you had a good reason, and the answer gives it. To suppress the finding:

```markdown
<!-- star-coach: ignore risky-practice -- the vendor required SSH -->
```

## Limitations

- Only English answers are checked.
- A step isn't reported if its sentence says that you found, ended, refused, or only proposed the practice, that someone
  else did it, or that it was done within limits (“only”, “on purpose”), or if the Action names a better practice.
- Steps on another platform, such as Azure or a data center, are ignored.
- Practices that also exist outside AWS are reported only in answers that mention AWS.

## References

1. AWS Well-Architected Framework, “SEC02-BP02 Use temporary credentials”:
   <https://docs.aws.amazon.com/wellarchitected/latest/framework/sec_identities_unique.html>
2. AWS Systems Manager User Guide, “AWS Systems Manager Session Manager”:
   <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html>
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
            message: wording::message(&prose[place.range()], &format!(": why this way? {}", practice.better)),
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
    let mut platforms = None;
    let mut counts = vec![None; if answer.breaches.is_empty() { 0 } else { practices.all.len() }];
    for breach in &answer.breaches {
        let practice = &practices.all[breach.practice];
        let counts = counts[breach.practice].get_or_insert_with(|| {
            (!practice.in_aws_context || is_about_aws(answer))
                && !names_service_of(answer, practice, answer.prose.source(breach.span))
                && !answer.sections_of(Component::Action).any(|section| says(section, practice))
        });
        if !*counts {
            continue;
        }
        // The advice is about services of AWS.
        let platforms = platforms.get_or_insert_with(|| PlatformReader::of_context(context));
        let platform = platforms.at(answer.prose.source(breach.span)).map(AssumedPlatform::platform);
        if platform.is_none_or(|platform| platform == Platform::Aws) {
            breaches.push((breach.span, practice));
        }
    }
    breaches
}

/// Whether the Action names, outside of `span`, a service that meets the practice.
fn names_service_of(answer: &Answer, practice: &Practice, span: Span) -> bool {
    answer.mentions.iter().any(|mention| {
        let in_action = answer.is_in_action(mention);
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

    fn found_in(action: &str) -> Vec<String> {
        messages(
            CODE,
            &format!(
                "# Login on AWS\n\n**Situation:** Logins to our AWS account failed.\n\n**Task:** I owned the fix.\n\n\
                 **Action:** {action}\n\n**Result:** Failures fell from 30 to 2 a week.\n"
            ),
        )
    }

    #[test]
    fn a_risky_step_is_reported_with_a_better_one() {
        let found = found_in("I set up a bastion host for the on-call team.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("“set up a bastion host”") && found[0].contains("Session Manager"), "{found:?}");
        assert_eq!(found_in("I opened port 22. Then I sent our access keys to the vendor.").len(), 2);
        assert_eq!(found_in("I opened port 22 to us. I opened port 22 to the vendor.").len(), 1, "once is enough");
    }

    #[test]
    fn a_step_on_another_platform_is_not_reported() {
        for (action, count) in [
            ("On Azure, I opened port 22 to the world.", 0),
            ("I set up a bastion host in our data center.", 0),
            ("I moved it from Azure to AWS. I opened port 22 to the world.", 1),
        ] {
            assert_eq!(found_in(action).len(), count, "{action}");
        }
        let azure = "**Situation:** We ran on GCP.\n\n**Action:** I opened port 22 to the world.\n\n**Result:** 40%.\n";
        assert_eq!(messages(CODE, azure), [""; 0]);
        assert_eq!(messages(CODE, &azure.replace(" on GCP", " on AWS")).len(), 1);
    }

    #[test]
    fn a_practice_that_was_found_ended_or_avoided_is_not_reported() {
        for fine in [
            "I replaced the bastion host that the vendor had set up.",
            "I found that somebody had opened port 22.",
            "I set up Session Manager instead of a bastion host.",
            "I set up a bastion host first, and moved everybody to Session Manager in May.",
            "I moved off long-lived access keys.",
            "I rebuilt the sign-in page and measured it.",
        ] {
            assert_eq!(found_in(fine), [""; 0], "{fine}");
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
            assert_eq!(found_in(risky).len(), 1, "{risky}");
        }
        for fine in [
            "My predecessor had shared the root password; I ended that.",
            "They asked me to open port 22 and I said no.",
            "I found that CloudTrail had been turned off in two accounts.",
            "The vendor wanted us to open port 5432 to the internet.",
            "I proposed to disable the backups, and was glad that nobody listened.",
            "I made sure that no RDS instance was publicly accessible.",
        ] {
            assert_eq!(found_in(fine), [""; 0], "{fine}");
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
        let missed: Vec<_> = rows.into_iter().filter(|row| found_in(row).is_empty()).collect();
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
        let wrong: Vec<_> = rows.into_iter().filter(|row| !found_in(row).is_empty()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_deed_of_others_or_within_limits_is_not_reported() {
        let rows = [
            "I opened ports 80 and 443 to the internet and nothing else.",
            "I opened port 443 to the world on the load balancer.",
            "I set up bastion-less access.",
            "I turned off debug logging in production.",
            "I gave the role full access to its own prefix.",
            "I gave AdministratorAccess only to two people, behind MFA, for the day of the move.",
            "I skipped the backup of caches, since they can be rebuilt.",
            "I turned off the backup job of the old server after the move.",
            "Their developer had disabled CloudTrail, and I turned it back on.",
            "A developer had turned off CloudTrail, and I turned it on again.",
            "Marketing had made the S3 bucket public, which I reversed.",
            "Finance had shared the root password for years.",
            "The old script had stored the password in the code; I moved it.",
            "I was asked to disable MFA and refused.",
            "I left no bucket public.",
            "I disabled password logins over SSH.",
            "I disabled the old access keys.",
            "I removed port 22 from the security group.",
            "I argued against making the database public.",
            "Instead of opening port 22, I used Session Manager.",
        ];
        let wrong: Vec<_> = rows.into_iter().filter(|row| !found_in(row).is_empty()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let rows = [
            "I shared the root password with the founders.",
            "All developers got AdministratorAccess from me.",
            "I made the Amazon S3 bucket public.",
            "I removed MFA from the account.",
            "I hard-coded the database password in the Lambda function.",
            "I created an IAM user with an access key for the build server.",
            "I committed the .env file with the keys.",
            "I allowed all traffic in the security group.",
            "I disabled encryption on the volume.",
            "We shared one IAM user.",
            "I opened port 22 to 0.0.0.0/0.",
            "I granted the app user all privileges on the database.",
            "I turned off the firewall on the hosts.",
            "I whitelisted 0.0.0.0/0 in the security group.",
            "I allowed SSH from anywhere.",
            "I pushed the change straight to production without a review.",
            "I gave the agency a permanent access key.",
            "Our script had stored the password in the code.",
            "The team had opened RDP to anyone.",
            "Opened port 22 to the world.",
        ];
        let wrong: Vec<_> = rows.into_iter().filter(|row| found_in(row).len() != 1).collect();
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
