//! `broken-encoding`: characters that were written in one encoding and read in another.

use std::fmt::Write as _;

use super::{Class, Context, Finding, Rule, Severity};
use crate::edit::{Edit, Fix, Trust};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    code: "broken-encoding",
    summary: "Characters such as `â€™` were saved in one encoding and read in another.",
    severity: Severity::Information,
    class: Class::Fact,
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

When you write about such characters: put the finding off for this file.

It fires on 5 of 127 complete answers of the drafts it was measured on.
";

fn check(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answer = context.answer;
    let text = answer.text();
    let edits = repairs(text);
    let Some(first) = edits.first() else { return };
    let span = first.span;
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
        fixes: vec![Fix::new(title, Trust::Exact, edits).preferred()],
    });
}

/// An encoding that UTF-8 is taken for: the characters of the bytes from 0x80 on.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Encoding {
    Windows1252,
    MacRoman,
}

/// What Windows-1252 has from 0x80 to 0x9F; a full stop where it has nothing. From 0xA0 on it is Latin-1.
const WINDOWS_1252: &str = "€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ";
/// What Mac Roman has from 0x80 on.
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

impl Encoding {
    /// The byte that it reads as `c`; none for ASCII, which cannot be garbled.
    fn byte(self, c: char) -> Option<u8> {
        let place = |table: &str| u8::try_from(table.chars().position(|other| other == c)?).ok();
        match self {
            // Latin-1 has control characters where Windows-1252 has nothing or a sign.
            Self::Windows1252 if matches!(c, '\u{80}'..='\u{ff}') => u8::try_from(u32::from(c)).ok(),
            Self::Windows1252 if c.is_ascii() => None,
            Self::Windows1252 => place(WINDOWS_1252).map(|at| at + 0x80),
            Self::MacRoman => place(MAC_ROMAN).map(|at| at + 0x80),
        }
    }

    /// The character that the start of `text` was before it was garbled, and how many bytes of `text` it takes.
    fn original(self, text: &str) -> Option<(char, usize)> {
        let mut chars = text.chars();
        let lead = self.byte(chars.next()?)?;
        let len = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut bytes = vec![lead];
        bytes.extend(chars.take(len - 1).map_while(|c| self.byte(c)));
        let original = std::str::from_utf8(&bytes).ok()?.chars().next()?;
        let taken = text.chars().take(len).map(char::len_utf8).sum();
        Some((original, taken))
    }
}

/// A garbled character.
#[derive(Clone, Copy)]
struct Garbled {
    original: char,
    len: usize,
    /// Whether no one would write it: two characters may meet by chance, as a capital and a closing quote do.
    certain: bool,
}

fn garbled(text: &str) -> Option<Garbled> {
    [Encoding::Windows1252, Encoding::MacRoman].into_iter().find_map(|encoding| {
        let (original, len) = encoding.original(text).filter(|(original, _)| is_likely(*original))?;
        let second = text.chars().nth(1)?;
        let closes = matches!(second, '"' | '‘' | '’' | '“' | '”' | '«' | '»' | '–' | '—' | '…' | '\u{a0}' | '‹' | '›');
        let plain = match encoding {
            Encoding::Windows1252 => text.starts_with(['Â', 'Ã', 'Ä', 'Å']) && !closes,
            Encoding::MacRoman => text.starts_with(['¬', '√']) && !closes,
        };
        let signs = original.len_utf8() > 2;
        Some(Garbled { original, len, certain: plain || signs })
    })
}

/// Whether people write this character in a draft: letters of Western and Central Europe, punctuation, signs, emoji.
fn is_likely(c: char) -> bool {
    matches!(u32::from(c),
        0xa0..=0x17f
        | 0x2000..=0x206f
        | 0x20a0..=0x20bf
        | 0x2100..=0x214f
        | 0x2190..=0x22ff
        | 0x2500..=0x27bf
        | 0x2b00..=0x2bff
        | 0xfe0f
        | 0xfeff
        | 0x1f300..=0x1faff)
}

/// The edits that repair `text`: none unless a place is certain, and then all places. Each replaces a part of a run of
/// characters that are no ASCII; ASCII is never garbled.
fn repairs(text: &str) -> Vec<Edit> {
    if text.is_ascii() || !has_certain(text) {
        return Vec::new();
    }
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| !c.is_ascii()).map(|start| at + start) {
        let end = text[start..].find(|c: char| c.is_ascii()).map_or(text.len(), |len| start + len);
        let run = &text[start..end];
        let repaired = repaired(run);
        if repaired != run {
            edits.push(trimmed(run, &repaired, start));
        }
        at = end;
    }
    edits
}

fn has_certain(text: &str) -> bool {
    text.char_indices().any(|(at, c)| !c.is_ascii() && garbled(&text[at..]).is_some_and(|garbled| garbled.certain))
}

/// How often a text may have been garbled over and over.
const MOST_ROUNDS: usize = 4;

fn repaired(run: &str) -> String {
    let mut text = run.to_owned();
    for _ in 0..MOST_ROUNDS {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(c) = rest.chars().next() {
            let (piece, len) = garbled(rest).map_or((c, c.len_utf8()), |garbled| (garbled.original, garbled.len));
            let _ = out.write_char(piece);
            rest = &rest[len..];
        }
        if out == text {
            break;
        }
        text = out;
    }
    text
}

/// The edit that makes `old`, which stands at `start`, into `new`, and leaves alone what both begin and end with.
fn trimmed(old: &str, new: &str, start: usize) -> Edit {
    let lead: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[lead..], &new[lead..]);
    let tail: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let span = Span::new(start + lead, start + lead + old.len() - tail);
    Edit { span, text: new[..new.len() - tail].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answer, messages};
    use super::*;
    use proptest::prelude::*;

    fn repair(text: &str) -> String {
        Fix::new("", Trust::Exact, repairs(text)).apply(text)
    }

    /// `text` as it looks when its UTF-8 is read as `encoding`.
    fn garble(text: &str, encoding: Encoding) -> String {
        let table: Vec<char> = match encoding {
            Encoding::Windows1252 => {
                let low = WINDOWS_1252.chars().zip(0x80u32..);
                let low = low.map(|(c, byte)| if c == '.' { char::from_u32(byte).expect("a control") } else { c });
                low.chain('\u{a0}'..='\u{ff}').collect()
            }
            Encoding::MacRoman => MAC_ROMAN.chars().collect(),
        };
        assert_eq!(table.len(), 128);
        let read = |byte: u8| if byte < 0x80 { char::from(byte) } else { table[usize::from(byte) - 0x80] };
        text.bytes().map(read).collect()
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
        let said = |action: &str| messages(RULE.code, &answer(action));
        assert_eq!(said("I didnâ€™t wait â€” I ran. It wasnâ€™t late.").len(), 1);
        assert!(said("I didnâ€™t wait.")[0].starts_with("“â€™” was garbled when the text was saved or copied. "));
        assert!(said("I didnâ€™t wait â€” I ran.")[0].contains(", and so is another place"));
        assert_eq!(said("I didn’t wait — I ran."), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn what_is_garbled_comes_back(text in "[a-z ’–—•éüñ£🚀→“…]{0,12}’[a-z ’–—•éüñ£🚀→“…]{0,12}") {
            for encoding in [Encoding::Windows1252, Encoding::MacRoman] {
                prop_assert_eq!(&repair(&garble(&text, encoding)), &text);
            }
        }

        #[test]
        fn any_text_is_repaired_for_good(text in "([ -~]|[\u{80}-\u{ff}]|[‚Ä¢â€™Ã©√¬ð]|\\PC){0,24}") {
            let once = repair(&text);
            prop_assert_eq!(repairs(&once).len(), 0, "{:?} became {:?}", text, once);
        }
    }
}
