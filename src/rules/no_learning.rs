//! `no-learning`: an answer about a failure that doesn't say what you learned.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::people::{self, Topic};
use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::Answer;
use crate::component::Component;
use crate::lexicon::Lexicon;
use crate::text::Span;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::words::{self, Words};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-learning",
    summary: "An answer about a failure or conflict doesn't say what you learned.",
    severity: Severity::Hint,
    class: Class::Structure,
    target: Target::Words,
    languages: Languages::English,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

An answer whose title asks about a failure, a setback, a mistake, a weakness, or a conflict, and in which star-coach doesn't
recognize a lesson.

## Why it matters

Amazon's help page on STAR answers asks what you learned [1]. GE Appliances advises candidates to say which lessons they
learned from a mistake [2].

## Example

```markdown
## Tell me about a mistake you made

**Result:** I restored the table within 3 hours.
```

## Use instead

```markdown
## Tell me about a mistake you made

**Result:** I restored the table within 3 hours. I learned to rehearse a restore, and now we do it every month.
```

## Fix

Suggested: adds “I learned to” and a prompt at the end of the Result. Replace the prompt with your own words.

## When to ignore it

If you keep the lesson for a follow-up question. To suppress the finding:

```markdown
<!-- star-coach: ignore-answer no-learning -->
```

## Limitations

Lessons are recognized by phrases such as “I learned”, “next time”, and “since then”, or by a label such as `Lesson`. The
failure of a system (“The deployment failure”) isn't reported. Only answers with English labels are checked.

## References

1. Amazon Interview Help, “What is the Amazon STAR method?”:
   <https://amazon-na-interview-help.zendesk.com/hc/en-us/articles/5707710678931-What-is-the-Amazon-STAR-method>
2. GE Appliances, “Interview Tips: Using the STAR Method”:
   <https://talentacquisition-einvite.geappliances.com/pages/STAR_Method.html>
";

/// The prompt in the inserted sentence.
const PROMPT: &str = "[what do you do differently now?]";

/// Words in a title that ask about a failure or conflict.
static ASKING: Words = Words::new(&[
    "fail",
    "failed",
    "failure",
    "failures",
    "failing",
    "mistake",
    "mistakes",
    "conflict",
    "conflicts",
    "regret",
    "wrong",
    "setback",
    "setbacks",
    "weakness",
    "weaknesses",
    "missed",
    "disappointed",
]);

/// Starts of words about what was learned.
const LEARNED: &[&str] = &[
    "learn",
    "lesson",
    "differently",
    "hindsight",
    "takeaway",
    "reflect",
    "realiz",
    "realis",
    "retrospective",
    "postmortem",
    "post-mortem",
];

/// Phrases about what was learned.
const SINCE: &[&str] = &[
    "next time",
    "taught me",
    "looking back",
    "since then",
    "ever since",
    "from then on",
    "from now on",
    "going forward",
    "now i",
    "i now",
    "never again",
    "today i",
    "these days",
    "a rule",
    "in future",
    "in the future",
];

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    if !answer.title().is_some_and(|title| asks(title, context.lexicon)) || has_learning(answer) {
        return;
    }
    let Some(section) = answer.sections_of(Component::Result).filter(|section| !section.empty).last() else { return };
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span: section.label.words,
        component: Some(Component::Result),
        message: "I don't see a lesson in this answer. What did you learn, and what do you do differently now?"
            .to_owned(),
        fixes: section.sentences.last().and_then(|last| fix(answer, *last)).into_iter().collect(),
    });
}

/// Whether a title asks about a failure or conflict of people.
fn asks(title: &str, lexicon: &Lexicon) -> bool {
    let has = |list: &Words| words::runs(title, |c| c == '-').any(|(_, word)| list.contains(word));
    has(&ASKING) && people::topic(title, lexicon) == Topic::People
}

/// Whether the answer says what was learned, anywhere.
fn has_learning(answer: &Answer) -> bool {
    static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(LEARNED.iter().chain(SINCE));
        automaton.expect("so few words make an automaton")
    });
    let text = answer.prose.text();
    let is_after_word = |at: usize| text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    AUTOMATON.find_overlapping_iter(text).any(|found| {
        let is_phrase = found.pattern().as_usize() >= LEARNED.len();
        is_phrase || !is_after_word(found.start()) && !is_news_or_field(text, found.start())
    })
}

/// Whether the word about learning at `at` is about news or a field: "learned about it", "machine learning".
fn is_news_or_field(text: &str, at: usize) -> bool {
    let after = text[at..].split_once(' ').map_or("", |(_, after)| after);
    let before = text[..at].trim_end_matches([' ', '-']).rsplit([' ', '\n']).next().unwrap_or_default();
    let is_news = text[at..].starts_with("learned ") && ["about ", "of "].iter().any(|word| after.starts_with(word));
    is_news || ["machine", "deep", "e"].iter().any(|field| before.eq_ignore_ascii_case(field))
}

fn fix(answer: &Answer, last: Span) -> Option<Fix> {
    let said = &answer.prose.text()[last.range()];
    let end = said.chars().next_back()?;
    // After the last character, but before any markup that follows it.
    let at = answer.prose.source(Span::new(last.end - end.len_utf8(), last.end)).end;
    let lead = if matches!(end, '.' | '!' | '?' | ')' | '"' | '”') { " I learned to " } else { ". I learned to " };
    let edit = Edit { span: Span::new(at, at), text: format!("{lead}{PROMPT}") };
    let select = Span::new(lead.len(), lead.len() + PROMPT.len());
    let title = "Add “I learned to …” at the end of the Result";
    Some(Fix::new(title, Applicability::Suggested, vec![edit]).selecting(0, select).preferred())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{answer, messages};

    const CODE: &str = "no-learning";

    #[test]
    fn a_failure_without_a_lesson_is_reported() {
        let draft = answer("I restored the table.");
        for title in [
            "Tell me about a time you failed",
            "A conflict with a colleague",
            "My biggest mistake",
            "A time you missed a deadline",
            "What went wrong, and what did you do?",
            "Your biggest weakness",
        ] {
            assert_eq!(messages(CODE, &format!("## {title}\n\n{draft}")).len(), 1, "{title}");
        }
    }

    #[test]
    fn a_lesson_anywhere_is_enough() {
        let draft = answer("I restored the table.");
        for lesson in
            ["**Lesson:** Rehearse.", "I learned to rehearse.", "Next time I call earlier.", "I now rehearse it."]
        {
            let draft = format!("## Tell me about a time you failed\n\n{}\n{lesson}\n", draft.trim_end());
            assert_eq!(messages(CODE, &draft), [""; 0], "{lesson}");
        }
    }

    #[test]
    fn news_and_machine_learning_are_no_lesson() {
        for result in [
            "The team learned about it the next day.",
            "I retrained the machine learning model.",
            "I tuned the e-learning portal.",
        ] {
            let draft = format!("## Tell me about a time you failed\n\n{}", answer(result));
            assert_eq!(messages(CODE, &draft).len(), 1, "{result}");
        }
        for result in ["I learned it the hard way.", "Today I ask a second person.", "We made it a rule."] {
            let draft = format!("## Tell me about a time you failed\n\n{}", answer(result));
            assert_eq!(messages(CODE, &draft), [""; 0], "{result}");
        }
    }

    #[test]
    fn failures_of_systems_are_not_reported() {
        for title in [
            "Failure of the primary",
            "How did you reduce failures?",
            "What was wrong with the database?",
            "The deployment failure",
            "Resolving a merge conflict",
            "Handling job failures for my team",
            "Recovering from a region failure of our platform",
            "Detecting mistaken settings",
            "A time you led a project",
        ] {
            assert!(!asks(title, &Lexicon::builtin()), "{title}");
        }
    }
}
