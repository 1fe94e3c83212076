//! `team-voice`: an Action about what "we" did.

use super::rule::{Class, Context, Finding, Languages, Rule, RuleOption, Severity, Target};
use crate::answer::Answer;
use crate::component::Component;
use crate::text::Span;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::words::voice::{self, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    name: "team-voice",
    summary: "The Action says “we” but never “I”.",
    severity: Severity::Hint,
    class: Class::Wording,
    target: Target::Words,
    languages: Languages::English,
    options: &[MIN_SHARE],
    docs: DOCS,
    check,
};

const MIN_SHARE: RuleOption = RuleOption {
    name: "minShare",
    min: 1,
    max: 100,
    default: 50,
    docs: "The minimum percentage of sentences in the Action with “we” as their subject.",
};

const DOCS: &str = "\
## What it reports

An Action in which at least half of the sentences have “we” as their subject, and none says “I”, “me”, or “my”.

## Why it matters

Amazon asks candidates to use “I”, not “we”, when they describe actions [1]: the interviewer wants to know what you did.
“We” is fine in the other sections. In one study of recorded interviews, it even went with better ratings [2].

## Example

```markdown
**Action:** We moved the import to AWS Step Functions. We added retries.
```

## Use instead

```markdown
**Action:** I designed the workflow in AWS Step Functions and wrote the retries; two colleagues moved the data.
```

## Fix

Suggested: inserts “I [what did you do yourself?].” before the first sentence that says “we”. Your own text is unchanged.

## When to ignore it

If the team's work is the point, and another section describes your part. To suppress the finding:

```markdown
<!-- star-coach: ignore team-voice -- my part is in the Task -->
```

## Options

- `min-share` (default: 50): the minimum percentage of sentences in the Action with “we” as their subject.

## Limitations

- Only English answers are checked.
- A single “I”, “me”, or “my” in the Action is enough.
- Sentences without a subject, such as “Moved the import”, count as yours.

## References

1. Amazon Interview Help, “What is the Amazon STAR method?”:
   <https://amazon-na-interview-help.zendesk.com/hc/en-us/articles/5707710678931-What-is-the-Amazon-STAR-method>
2. Iftekhar Naim and others, “Automated Analysis and Prediction of Job Interview Performance”, 2015:
   <https://arxiv.org/abs/1504.03425>
";

/// The prompt in the inserted sentence.
const PROMPT: &str = "[what did you do yourself?]";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let prose = answer.prose.text();
    let sentences = || answer.sections_of(Component::Action).flat_map(|section| section.sentences.iter().copied());
    if sentences().any(|sentence| voice::words(&prose[sentence.range()]).any(is_first_person)) {
        return;
    }
    let is_ours = |sentence: &Span| voice::subject(&prose[sentence.range()]) == Subject::We;
    let (ours, all) = (sentences().filter(is_ours).count(), sentences().count());
    let share = usize::try_from(context.option(&RULE, &MIN_SHARE)).unwrap_or(usize::MAX).min(100);
    let Some(first) = sentences().find(is_ours).filter(|_| ours * 100 >= share * all) else { return };
    let said = match (ours, all) {
        (1, 1) => "This sentence says “we”, not “I”.".to_owned(),
        (2, 2) => "Both sentences here say “we”, and neither says “I”.".to_owned(),
        (1, _) => format!("1 of {all} sentences here says “we”, and none says “I”."),
        _ if ours == all => format!("All {all} sentences here say “we”, and none says “I”."),
        _ => format!("{ours} of {all} sentences here say “we”, and none says “I”."),
    };
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: answer.prose.source(pronoun(prose, first)),
        component: Some(Component::Action),
        message: format!("{said} What did you do yourself?"),
        fixes: fix(answer, first).into_iter().collect(),
    });
}

/// Whether the word is a pronoun in the first person singular.
fn is_first_person(word: &str) -> bool {
    matches!(word, "I" | "i")
        || ["I'", "I’"].iter().any(|start| word.starts_with(start))
        || ["me", "my", "myself", "mine"].iter().any(|mine| word.eq_ignore_ascii_case(mine))
}

/// Returns the span of the first "we" or "our" in `sentence`.
fn pronoun(prose: &str, sentence: Span) -> Span {
    let said = &prose[sentence.range()];
    let is_ours = |(_, word): &(usize, &str)| {
        ["we", "our"]
            .iter()
            .any(|ours| word.split(['\'', '’']).next().is_some_and(|word| word.eq_ignore_ascii_case(ours)))
    };
    let Some((at, word)) = voice::placed_words(said).find(is_ours) else { return sentence };
    let at = sentence.start + at;
    Span::new(at, at + word.len())
}

fn fix(answer: &Answer, first: Span) -> Option<Fix> {
    let sentence = answer.prose.source(first);
    // A list number or a bullet that is no Markdown stays in front.
    let said = &answer.text()[sentence.range()];
    let at = sentence.start + said.find(char::is_alphabetic)?;
    let edit = Edit { span: Span::new(at, at), text: format!("I {PROMPT}. ") };
    let select = Span::new(2, 2 + PROMPT.len());
    Some(
        Fix::new("Add a sentence that starts with “I”", Applicability::Suggested, vec![edit])
            .selecting(0, select)
            .preferred(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{answer, config_with, messages, messages_with};

    #[test]
    fn an_action_without_i_is_reported() {
        let found = messages(RULE.name, &answer("We moved the import. Then we added retries. It held."));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("2 of 3 sentences here say “we”"), "{found:?}");
        assert_eq!(messages(RULE.name, &answer("When it broke, we rolled back.")).len(), 1);
    }

    #[test]
    fn the_share_can_be_set() {
        let reported = |we_share: u32| {
            let config = config_with(&RULE, &[(&MIN_SHARE, we_share)]);
            messages_with(&config, RULE.name, &answer("We moved the import. Retries were added. The vendor met us."))
                .len()
        };
        assert_eq!([reported(50), reported(33), reported(34), reported(1)], [0, 1, 0, 1]);
    }

    #[test]
    fn your_own_part_is_enough() {
        for fine in [
            "We moved the import. I added retries.",
            "We moved the import, and my part was the retries.",
            "Moved the import.\n- Told the team that we can roll back.",
            "Retries were added. The import was moved. We met weekly.",
            "The vendor, as we saw, moved it.",
        ] {
            assert_eq!(messages(RULE.name, &answer(fine)), [""; 0], "{fine}");
        }
    }

    #[test]
    fn we_elsewhere_is_fine() {
        let draft = "**Situation:** We lost data.\n\n**Task:** We had to stop it.\n\n**Action:** I stopped it.\n\n\
                     **Result:** We lose nothing; 0 incidents.\n";
        assert_eq!(messages(RULE.name, draft), [""; 0]);
    }
}
