//! `garbled-text`: text that was saved in one encoding and read in another.

use super::rule::{Class, Context, Finding, Languages, Rule, Severity, Target};
use crate::text::edit::{Applicability, Edit, Fix};
use crate::text::encoding::{self, Repaired, RepairedSpan};
use crate::text::wording;

/// The rule.
pub const RULE: Rule = Rule {
    name: "garbled-text",
    summary: "The text contains garbled characters, such as `â€™`.",
    severity: Severity::Information,
    class: Class::Fact,
    target: Target::Words,
    languages: Languages::All,
    options: &[],
    docs: DOCS,
    check,
};

const DOCS: &str = "\
## What it reports

Garbled characters, such as `â€™`, `Ã©`, or `‚Ä¢`: quotation marks, letters, or bullets that were saved as UTF-8 and read as
Windows-1252 or Mac Roman [1]. They are reported once in an answer.

## Why it matters

Garbled characters distract readers, and they trip you up when you rehearse aloud.

## Example

```markdown
**Situation:** We didnâ€™t have a staging environment.
```

## Use instead

```markdown
**Situation:** We didn’t have a staging environment.
```

## Fix

Safe: restores all garbled characters in the answer. Only text that decodes to valid UTF-8 is changed.

## When to ignore it

If your answer is about such characters. To suppress the finding:

```markdown
<!-- star-coach: ignore garbled-text -- an encoding bug -->
```

## Limitations

- Characters that were lost, such as `�`, can't be restored and aren't reported.
- Mix-ups of other encodings aren't recognized.

## References

1. Robyn Speer, “ftfy (fixes text for you) 4.0: changing less and fixing more”, section “Mojibake and why it happens”:
   <https://blog.conceptnet.io/posts/2016/05/19/ftfy-fixes-text-for-you-4-0-changing-less-and-fixing-more>
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let text = answer.text();
    let edits = repairs(text);
    let Some(&Edit { span, .. }) = edits.first() else { return };
    let shown = &text[span.range()];
    let title = match edits.as_slice() {
        [Edit { text, .. }] => wording::title("Replace ", shown, &format!(" with {}", wording::quoted(text))),
        more => format!("Replace garbled characters in {} places", more.len()),
    };
    let more = match edits.len() {
        1 => String::new(),
        count => format!(" ({} more in this answer)", count - 1),
    };
    let section = answer.sections.iter().find(|section| section.contains(span));
    findings.push(Finding {
        rule: &RULE,
        severity: RULE.severity,
        span,
        component: section.and_then(|section| section.label.components.last().copied()),
        message: format!(
            "{} looks like a text encoding error{more}. Fix it before you share this draft.",
            wording::quoted(shown)
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
    fn garbled_text_is_repaired() {
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
    fn ordinary_text_is_unchanged() {
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
        let reported = |action: &str| messages(RULE.name, &answer(action));
        assert_eq!(reported("I didnâ€™t wait â€” I ran. It wasnâ€™t late.").len(), 1);
        assert!(reported("I didnâ€™t wait.")[0].starts_with("“â€™” looks like a text encoding error. "));
        assert!(reported("I didnâ€™t wait â€” I ran.")[0].contains(" (1 more in this answer). "));
        assert_eq!(reported("I didn’t wait — I ran."), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn any_text_is_repaired_for_good(text in "([ -~]|[\u{80}-\u{ff}]|[‚Ä¢â€™Ã©√¬ð]|\\PC){0,24}") {
            let once = repair(&text);
            prop_assert_eq!(repairs(&once).len(), 0, "{:?} became {:?}", text, once);
        }
    }
}
