//! `unlaunched-service`: a service that launched after the year of the story.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::clock::Clock;
use crate::answer::{Answer, Mention};
use crate::component::Component;
use crate::lexicon::Term;
use crate::text::{Span, wording};
use crate::words::stance::{self, Stance};
use crate::words::voice;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unlaunched-service",
    summary: "An AWS service launched after the year of the story.",
    severity: Severity::Hint,
    class: Class::Fact,
    target: Target::Words,
    languages: Languages::English,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A step in the Action that uses an AWS service before the year in which it was first available, in a preview, too. Only the
first such service of an answer is reported. For the year of a story, see [`misnamed-service`](#misnamed-service).

## Why it matters

The year and the service can't both be right, and a listener may know it. For example, Amazon EKS was first available, as a
preview, in November 2017 [1]. A slip in the year is easy to correct before the interview.

## Example

```markdown
**Action:** In 2015, I moved the shop to Amazon EKS.
```

## Use instead

```markdown
**Action:** In 2019, I moved the shop to Amazon EKS.
```

## Fix

None: only you know whether the year or the name is wrong.

## When to ignore it

If you used the service before it was public. To suppress the finding:

```markdown
<!-- star-coach: ignore unlaunched-service -- we tested it for AWS -->
```

## Limitations

- A service whose launch date is not in the lexicon, with a source, isn't reported.
- Nothing is reported if the answer has a later year, whatever it means, or words such as “later” below a Situation with the
  only year.
- The date in the front matter counts as the year of a story without one.

## References

1. AWS, “Introducing Amazon Elastic Container Service for Kubernetes (Preview)”:
   <https://aws.amazon.com/about-aws/whats-new/2017/11/introducing-amazon-elastic-container-service-for-kubernetes/>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    // Fast path: most answers have no year.
    let Some(clock) = context.clock().filter(|clock| clock.is_certain) else { return };
    let answer = context.answer;
    for mention in &answer.mentions {
        let Term::Service(index) = mention.term else { continue };
        let in_action = answer.is_in_action(mention);
        let Some(launched) = context.lexicon.services[index].launch_year() else { continue };
        if in_action && !mention.code && launched > clock.year && was_used(answer, mention) {
            findings.push(finding(answer, mention, launched, &clock));
            return;
        }
    }
}

/// Whether the sentence says that the writer used the service that `mention` names, and not at another time.
fn was_used(answer: &Answer, mention: &Mention) -> bool {
    let Some(sentence) = answer.sentence_of(mention) else { return false };
    let text = &answer.prose.text()[sentence.range()];
    let span = answer.prose.of(mention.span);
    let within = Span::new(span.start - sentence.start, (span.end - sentence.start).min(text.len()));
    let is_elsewhen = voice::words(text).any(|word| {
        let others = ["later", "now", "today", "nowadays", "since", "would", "yet", "eventually", "successor", "until"];
        others.iter().any(|other| other.eq_ignore_ascii_case(word))
    });
    !is_elsewhen && within.start < within.end && stance::of_thing(text, within) == Stance::Did
}

fn finding(answer: &Answer, mention: &Mention, launched: u16, clock: &Clock) -> Finding {
    let quoted = wording::quoted(&answer.text()[mention.span.range()]);
    let story = match &clock.words {
        Some(words) => format!("This reads as a story from “{}”", wording::shortened(words, MAX_WORDS)),
        None => format!("This draft is dated {}", clock.year),
    };
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: mention.span,
        component: Some(Component::Action),
        message: format!("{quoted} was first available in {launched}. {story}. Is the year right?"),
        fixes: Vec::new(),
    }
}

/// The maximum length of the words for a year, in characters.
const MAX_WORDS: usize = 20;

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{answer, messages};

    fn reported(draft: &str) -> String {
        messages(RULE.name, draft).join(" / ")
    }

    #[test]
    fn a_service_before_its_launch_is_reported() {
        for (action, expected) in [
            (
                "In 2015, I moved the shop to Amazon EKS.",
                "“Amazon EKS” was first available in 2017. This reads as a story from “2015”",
            ),
            (
                "In March 2013, I ran it on AWS Lambda.",
                "“AWS Lambda” was first available in 2014. This reads as a story from “March 2013”",
            ),
            ("In 2015, I ran it on Fargate and EKS.", "“Fargate” was first available in 2017"),
        ] {
            let reported = reported(&answer(action));
            assert!(reported.contains(expected) && !reported.contains(" / "), "{action}: {reported}");
        }
        let plain = answer("I moved the shop to Amazon EKS.");
        assert!(reported(&format!("# The move (2015)\n\n{plain}")).contains("2015"));
        let dated = format!("---\ndate: 2015-02-01\n---\n\n{plain}");
        assert!(reported(&dated).contains("This draft is dated 2015. Is the year right?"));
        let told = plain.replace("Imports failed", "In 2015, imports failed");
        assert!(reported(&told).contains("was first available in 2017"));
    }

    #[test]
    fn a_doubtful_year_or_use_is_not_reported() {
        for fine in [
            "I moved the shop to Amazon EKS.",
            "In 2018, I moved the shop to Amazon EKS.",
            "In 2015, I moved the shop to Amazon ECS.",
            "In 2015, I ran it on virtual machines. In 2019, I moved it to Amazon EKS.",
            "In 2015, I ran it on virtual machines, and we moved to Amazon EKS later.",
            "In 2015, Amazon EKS did not exist yet, so I ran Kubernetes on Amazon EC2.",
            "In 2015, I ran Kubernetes without Amazon EKS.",
            "I moved a 2011 monolith to Amazon EKS.",
            "I moved a billing system written in 2009 to AWS Lambda.",
            "I have run it since 2012, and I moved it to Amazon EKS.",
            "I moved 2012 servers to Amazon EKS.",
            "I moved SQL Server 2012 to AWS Fargate.",
            "In 2015, I ran Kubernetes. Today I would use Amazon EKS.",
            "In 2015, I upgraded SQL Server 2019 on Amazon EKS.",
        ] {
            assert_eq!(reported(&answer(fine)), "", "{fine}");
        }
        for situation in [
            "The firm was founded in 2005.",
            "In 2012 we launched the shop as a monolith.",
            "In 2012 a vendor built the shop.",
            "In 2012 the shop was small. Six years later it was not.",
            "I joined the bank in 2014.",
            "Since 2012 we had run it on two machines.",
        ] {
            let draft =
                answer("I moved the shop to Amazon EKS.").replace("Imports failed", &format!("{situation} It failed"));
            assert_eq!(reported(&draft), "", "{situation}");
        }
    }
}
