//! `missing-metric`: a Result without a metric.

use super::people;
use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::answer::{Answer, Section};
use crate::component::Component;
use crate::lexicon::{Lexicon, Term};
use crate::metrics;
use crate::text::Span;
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::wording::{MAX_TITLE, quoted, shortened};
use crate::words::english::{self, DETERMINERS};
use crate::words::language::Language;
use crate::words::stance::{self, Stance};
use crate::words::{Words, voice};

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-metric",
    summary: "A Result has no metric.",
    severity: Severity::Warning,
    class: Class::Fact,
    target: Target::Section,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

A Result in which star-coach doesn't recognize a metric: a percentage, a before-and-after pair, a multiple, an amount of
money, a time, a count, a rank, a rate, or a service level, in digits or in words (“cut in half”, “zero incidents”). Dates,
versions, names, and team sizes don't count.

## Why it matters

A number lets an interviewer judge how much changed. Amazon asks candidates for metrics or data where they apply [1].
If your Situation or Task gives a starting number, give the final number in the Result.

## Example

```markdown
**Result:** Deployments became significantly faster.
```

## Use instead

```markdown
**Result:** Deployments went from 40 minutes to 6.
```

## Fix

Suggested: adds a placeholder, such as `from [before] to [after]`, where it fits the sentence. Two to four are
offered. Replace the brackets with your own numbers.

## When to ignore it

Some outcomes can't be counted, such as a repaired relationship [2]. If the title or the Result is about people (conflict,
feedback, trust, a mistake, a difficult client) rather than a system, the finding is only a hint. Check first whether a count helps: days, people, repeat incidents. If the numbers are
confidential, a ratio often isn't (“by a third”). To suppress the finding:

```markdown
<!-- star-coach: ignore missing-metric -- confidential -->
```

## Limitations

Unusual units and wordings may go unrecognized. In languages other than English, a Result with any digit or common word for
a quantity (“halbiert”, “la mitad”) isn't reported, and there is no fix. If your Result has a number and is still reported,
please open an issue.

## References

1. About Amazon, “Amazon interview tips”, section on the STAR method:
   <https://www.aboutamazon.com/news/workplace/amazon-interview-best-tips>
2. Amazon Interview Whizz, “#1 Amazon Interview Mistake”:
   <https://amazoninterviewwhizz.com/blog/amazon-interview-mistakes/>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let written = || answer.sections_of(Component::Result).filter(|section| !section.empty);
    let has_metric = answer.metrics_of(Component::Result).next().is_some();
    // A placeholder will become a metric.
    let has_placeholder = answer.placeholders_of(Component::Result).next().is_some();
    let Some(section) = written().next().filter(|_| !has_metric && !has_placeholder) else { return };
    // In an answer in English, the Result may be in another language.
    let language = match answer.language {
        Language::English => answer.language_of(written()).unwrap_or(answer.language),
        other => other,
    };
    let is_english = language == Language::English;
    // In other languages, only a Result without any digit or word for a quantity surely has no metric.
    if !is_english && has_quantity(answer, written(), language) {
        return;
    }
    // Vague claims are English words.
    let vague = if is_english { first_vague_claim(answer, written(), context.lexicon) } else { None };
    let vague_sentence = vague.as_ref().map(|(sentence, _)| *sentence);
    let Some(sentence) = vague_sentence.or_else(|| section.sentences.first().copied()) else { return };
    let vague = vague.map(|(_, claim)| claim);
    let about_people = people::is_about_people(answer, context.lexicon);
    let prose = answer.prose.text();
    let span = answer.prose.source(vague.as_ref().map_or(sentence, |claim| claim.span));
    findings.push(Finding {
        rule: &RULE,
        severity: if about_people { Severity::Hint } else { RULE.severity },
        span,
        component: Some(Component::Result),
        message: message(answer, about_people, vague.as_ref()),
        // Placeholders are English words.
        fixes: if is_english { fixes(answer, &prose[sentence.range()], sentence) } else { Vec::new() },
    });
}

fn message(answer: &Answer, about_people: bool, vague: Option<&Claim<'_>>) -> String {
    if about_people {
        return "Can you count anything here: days, people, repeats? A number makes the outcome more concrete."
            .to_owned();
    }
    for component in [Component::Situation, Component::Task] {
        if let Some(&baseline) = answer.baselines_of(component).first() {
            let baseline = quoted(&answer.text()[baseline.range()]);
            return format!("Your {} mentions {baseline}. What was it afterward?", component.name());
        }
    }
    match vague {
        Some(claim) => format!("{}: I don't see a number for this. {}", quoted(claim.text), claim.question),
        // A date or a count of helpers is a number, too.
        None if has_number(answer) => {
            "I don't see a measured change in this Result. What changed, and by how much?".to_owned()
        }
        None => "I don't see a number in this Result. What changed, and by how much?".to_owned(),
    }
}

/// Whether the Result has a number in digits.
fn has_number(answer: &Answer) -> bool {
    let mut parts = answer.sections_of(Component::Result).flat_map(|section| &section.parts);
    parts.any(|part| answer.text()[part.range()].contains(char::is_numeric))
}

/// A vague claim in the answer.
struct Claim<'a> {
    /// The span in the prose.
    span: Span,
    text: &'a str,
    question: &'a str,
}

fn vague_claim<'a>(answer: &'a Answer, sentence: Span, lexicon: &'a Lexicon) -> Option<Claim<'a>> {
    answer.mentions.iter().find_map(|mention| {
        let Term::Vague(index) = mention.term else { return None };
        let span = answer.prose.of(mention.span);
        let claim = lexicon.vague.get(index)?;
        let prose = answer.prose.text();
        let is_claim = || {
            let within = Span::new(span.start - sentence.start, span.end - sentence.start);
            is_claimed(&prose[sentence.range()], within)
        };
        (sentence.contains(span) && is_claim()).then(|| Claim {
            span,
            text: &prose[span.range()],
            question: &claim.question,
        })
    })
}

/// Whether the words at `span` of `sentence` claim an outcome of your own. In "did not reduce", they are negated; in "the
/// improved wing", they only describe a noun.
fn is_claimed(sentence: &str, span: Span) -> bool {
    let (before, claim, after) = (&sentence[..span.start], &sentence[span.range()], &sentence[span.end..]);
    let is_compound = after.starts_with('-') || before.ends_with('-');
    let describes = claim.ends_with("ed") || claim.eq_ignore_ascii_case("successful");
    let next = voice::words(after).next().filter(|_| after.starts_with(' '));
    let is_of_nothing = next.is_some_and(|word| matches!(word, "no" | "nothing" | "nobody" | "none"));
    let has_noun = next.is_some_and(|word| !english::is_function_word(&word.to_lowercase()));
    let has_article = voice::words(before).last().is_some_and(|word| DETERMINERS.contains(word));
    let is_attribute = describes && has_article && has_noun;
    // "my resilience" is a quality of a person, and "for better or worse" a phrase.
    let is_of_person =
        voice::words(before).collect::<Vec<_>>().iter().rev().take(4).any(|word| word.eq_ignore_ascii_case("my"));
    let is_phrase = after.starts_with(" or worse");
    let is_lesson = || voice::words(before).any(|word| LESSON.contains(word));
    !is_compound
        && !is_attribute
        && !is_of_person
        && !is_phrase
        && !is_of_nothing
        && !is_denied(sentence, span)
        && !is_lesson()
}

/// Whether the outcome at `span` of `sentence` didn't come, was only wanted, or was only talked about.
fn is_denied(sentence: &str, span: Span) -> bool {
    let is_deed = sentence[span.range()].ends_with("ed") || sentence[span.range()].ends_with("ing");
    let stance = if is_deed { stance::of_deed(sentence, span) } else { stance::of_thing(sentence, span) };
    matches!(stance, Stance::Negated | Stance::Planned) || is_deed && stance == Stance::Topic
}

/// Words after which a sentence is about what was learned.
static LESSON: Words = Words::new(&["learned", "learnt", "lesson", "realised", "realized", "taught"]);

/// Returns the first sentence of the Result with a vague claim, and the claim.
fn first_vague_claim<'a>(
    answer: &'a Answer,
    mut sections: impl Iterator<Item = &'a Section>,
    lexicon: &'a Lexicon,
) -> Option<(Span, Claim<'a>)> {
    sections.find_map(|section| {
        let mut sentences = section.sentences.iter();
        sentences.find_map(|&sentence| Some((sentence, vague_claim(answer, sentence, lexicon)?)))
    })
}

/// Whether `sections`, in a `language` other than English, have a quantity in digits or words.
fn has_quantity<'a>(answer: &Answer, sections: impl Iterator<Item = &'a Section>, language: Language) -> bool {
    sections.flat_map(|section| &section.parts).any(|part| {
        let text = &answer.text()[part.range()];
        text.contains(char::is_numeric) || metrics::may_have_worded_quantity(text, language)
    })
}

fn fixes(answer: &Answer, text: &str, sentence: Span) -> Vec<Fix> {
    let suggestions = metrics::placeholders_for(text);
    let mut fixes: Vec<_> = suggestions
        .into_iter()
        .filter_map(|suggestion| {
            let at = sentence.start + suggestion.at;
            // After the last character before the position, but before any markup that follows it, and never within
            // code.
            let last = answer.prose.text()[..at].chars().next_back()?;
            let last = Span::new(at - last.len_utf8(), at);
            let at = match answer.prose.code_at(last) {
                Some(code) => {
                    let end = answer.prose.source(code).end;
                    end + answer.text()[end..].bytes().take_while(|byte| *byte == b'`').count()
                }
                None => answer.prose.source(last).end,
            };
            let inserted = [suggestion.lead, suggestion.text].concat();
            let open = inserted.find('[')?;
            let select = Span::new(open, open + inserted[open..].find(']')? + 1);
            let title = title(&text[..suggestion.at], suggestion.text);
            let edit = Edit { span: Span::new(at, at), text: inserted };
            Some(Fix::new(title, Applicability::Suggested, vec![edit]).selecting(0, select))
        })
        .collect();
    if let Some(first) = fixes.first_mut() {
        first.preferred = true;
    }
    fixes
}

/// Returns the title of the fix that adds `placeholder` after the text `before`. It quotes up to three words before the
/// placeholder, which is shortened if it is long.
fn title(before: &str, placeholder: &str) -> String {
    let words: Vec<_> = before.split_whitespace().collect();
    let titled = |placeholder: &str, count: usize| {
        let last = words[words.len().saturating_sub(count)..].join(" ");
        format!("Add “{placeholder}” after {}", quoted(&last))
    };
    let fits = |title: &String| title.chars().count() <= MAX_TITLE;
    if let Some(title) = (1..=3).rev().map(|count| titled(placeholder, count)).find(fits) {
        return title;
    }
    let rest = titled("", 1).chars().count();
    titled(&shortened(placeholder, MAX_TITLE.saturating_sub(rest + 1)), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::messages;

    /// Returns the message about this Result, below a Situation.
    fn message_about(situation: &str, result: &str) -> String {
        let draft = format!(
            "**Situation:** {situation}\n\n**Task:** I owned it.\n\n**Action:** I rebuilt it.\n\n**Result:** {result}\n"
        );
        messages(RULE.name, &draft).join(" / ")
    }

    #[test]
    fn only_claims_are_quoted() {
        for (result, claim) in [
            ("Deployments became faster.", "faster"),
            ("We reduced the waste.", "reduced"),
            ("Costs were significantly reduced.", "significantly"),
            ("The launch was successful.", "successful"),
            ("The team is more productive now.", "more productive"),
            ("I improved the search.", "improved"),
            ("It eliminated the manual steps.", "eliminated"),
            ("The guests were happy.", "happy"),
            ("It made the releases safer, and no one complained.", "safer"),
            ("Not only the search improved.", "improved"),
            ("Better documentation for another team.", "Better"),
        ] {
            let message = message_about("Our bookings failed.", result);
            assert!(message.starts_with(&format!("“{claim}”: ")), "{result}: {message}");
        }
        for result in [
            "I learned that a successful launch is not the end.",
            "We did not reduce the number of rooms.",
            "The improved-lighting wing was handed over.",
            "The improved wing was handed over.",
            "Nobody was happy.",
            "It showed my unwavering dedication and resilience.",
            "I got a promotion and a pay raise.",
            "They kept it, for better or worse.",
            "It improved nothing that the guests could see.",
            "It never got faster.",
            "The rooms were handed over without reducing the staff.",
            "I had wanted to improve the search as well, and left it.",
            "It could have been faster.",
            "They call it the streamlined-process program.",
        ] {
            let message = message_about("Our bookings failed.", result);
            assert!(message.starts_with("I don't see a number"), "{result}: {message}");
        }
    }

    #[test]
    fn a_number_that_is_no_metric_is_not_denied() {
        let message = message_about("Our bookings failed.", "It was published on 12 December 2022.");
        assert_eq!(message, "I don't see a measured change in this Result. What changed, and by how much?");
    }

    #[test]
    fn only_a_bad_start_asks_where_it_ended() {
        for (situation, baseline) in [
            ("A report took 40 minutes.", "40 minutes"),
            ("Checkout failed for 7% of the guests.", "7%"),
            ("Latency was at 900 ms.", "900 ms"),
            ("We lost 20 hours a week to it.", "20 hours a week"),
        ] {
            let message = message_about(situation, "It works now.");
            assert!(message.contains(&format!("mentions “{baseline}”")), "{situation}: {message}");
        }
        for situation in [
            "We owned a 30% stake in the hotel.",
            "About 60% of our guests are families.",
            "A guest stays for 3 nights.",
            "I had worked there for 2 years.",
            "The contract ran for 18 months.",
            "The hotel holds a 12% market share.",
            "I was an intern there for 6 months.",
            "The tenants had lived there for 10 years.",
            "We had 20% equity in it.",
        ] {
            let message = message_about(situation, "It works now.");
            assert!(!message.contains("mentions"), "{situation}: {message}");
        }
    }

    #[test]
    fn titles_quote_the_words_before_the_placeholder() {
        assert_eq!(title("We reduced the cost", "by [X%]"), "Add “by [X%]” after “reduced the cost”");
        assert_eq!(title("It works", "by [X%]"), "Add “by [X%]” after “It works”");
        let long = title("We improved security", "cutting [metric] from [before] to [after]");
        assert_eq!(long, "Add “cutting [metric] from [before] to…” after “security”");
        let word = title(&"x".repeat(80), "and [metric] went from [before] to [after]");
        assert!(word.chars().count() <= MAX_TITLE, "{word}");
    }
}
