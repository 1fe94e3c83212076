//! `garbled-text`: text that was saved in one encoding and read in another.

use super::rule::{Class, Context, Finding, Rule, Severity, Target};
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::encoding::{self, Repaired, RepairedSpan};

/// The rule.
pub const RULE: Rule = Rule {
    name: "garbled-text",
    summary: "Characters such as `â€™` were saved in one encoding and read in another.",
    severity: Severity::Information,
    class: Class::Fact,
    target: Target::Words,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What

The text holds runs of characters such as `â€™`, `Ã©` or `‚Ä¢`: a quote, a letter or a bullet that was saved as UTF-8
and read as Windows-1252 or as Mac Roman. One finding an answer.

## Why

It looks careless to whoever gets the draft to read, and you stumble over it when you rehearse aloud. (Source: both
documents that the project started from have such runs.)

## Example

```markdown
**Situation:** We didnâ€™t have a staging environment.
```

## Instead

```markdown
**Situation:** We didn’t have a staging environment.
```

## Fix

Repairs all of them in the answer, without loss: only what turns back into valid UTF-8 is touched.

## When this is fine

When you write about such characters: set `garbled-text` to `off` among the rules in your editor's settings.

It fires on 5 of 126 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let text = answer.text();
    let edits = repairs(text);
    let Some(&Edit { span, .. }) = edits.first() else { return };
    let shown: String = text[span.range()].chars().take(12).collect();
    let count = edits.len();
    let title = match count {
        1 => "Repair it".to_owned(),
        _ => format!("Repair all {count} places"),
    };
    let section = answer.sections.iter().find(|section| section.holds(span));
    let more = match count {
        1 => String::new(),
        2 => ", and so is another place in this answer".to_owned(),
        _ => format!(", and so are {} more places in this answer", count - 1),
    };
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span,
        component: section.and_then(|section| section.label.components.last().copied()),
        message: format!(
            "“{shown}” was garbled when the text was saved or copied{more}. Repair it before you share it."
        ),
        fixes: vec![Fix::new(title, Applicability::Safe, edits).preferred()],
    });
}

/// The maximum number of times that a text may have been garbled.
const MAX_ROUNDS: usize = 4;

/// Returns the edits that repair `text`.
fn repairs(text: &str) -> Vec<Edit> {
    let Some(Repaired { spans, .. }) = encoding::repair(text) else { return Vec::new() };
    let repaired = |RepairedSpan { span, mut text }| {
        for _ in 1..MAX_ROUNDS {
            let Some(again) = encoding::repair(&text) else { break };
            text = again.text;
        }
        Edit { span, text }
    };
    spans.into_iter().map(repaired).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{answer, messages};
    use proptest::prelude::*;

    fn repair(text: &str) -> String {
        Fix::new("", Applicability::Safe, repairs(text)).apply(text)
    }

    #[test]
    fn what_was_garbled_is_repaired() {
        for (text, expected) in [
            ("didnâ€™t", "didn’t"),
            ("‚Ä¢ one ‚Äì two", "• one – two"),
            ("cafÃ© Ã¼ber Â£5", "café über £5"),
            ("caf√© ¬£5", "café £5"),
            ("ðŸš€ up", "🚀 up"),
            ("Ã¢â‚¬â„¢s", "’s"),
            ("â€œyesâ€\u{9d}", "“yes”"),
            ("Ãœber, didnâ€™t, 5 â†’ 2", "Über, didn’t, 5 → 2"),
        ] {
            assert_eq!(repair(text), expected, "{text}");
        }
    }

    #[test]
    fn what_people_write_is_left_alone() {
        for text in [
            "plain",
            "café, “Größe”, naïve – 5 €, 漢字, 🚀 → done…",
            "MANHÃ” and CAFÉ” and Maß… and Spaß“",
            "„Äpfel“ ‚Äpfel‘ À\u{a0}» Ã “à la”",
            "≈£5 ¬A √2 ∞",
            "SÃO PAULO, Ärzte, Ångström, Über",
            "lost â€ for good",
            "Привет, 你好, नमस्ते",
        ] {
            assert_eq!(repair(text), text);
        }
    }

    #[test]
    fn one_finding_repairs_all_of_an_answer() {
        let said = |action: &str| messages(RULE.name, &answer(action));
        assert_eq!(said("I didnâ€™t wait â€” I ran. It wasnâ€™t late.").len(), 1);
        assert!(said("I didnâ€™t wait.")[0].starts_with("“â€™” was garbled when the text was saved or copied. "));
        assert!(said("I didnâ€™t wait â€” I ran.")[0].contains(", and so is another place"));
        assert_eq!(said("I didn’t wait — I ran."), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn any_text_is_repaired_for_good(text in "([ -~]|[\u{80}-\u{ff}]|[‚Ä¢â€™Ã©√¬ð]|\\PC){0,24}") {
            let once = repair(&text);
            prop_assert_eq!(repairs(&once).len(), 0, "{:?} became {:?}", text, once);
        }
    }
}
