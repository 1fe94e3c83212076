//! Repairs text that was saved as UTF-8 and then read as something else: "‚Äì" or "â€“" for "–".
//!
//! The characters are converted back to the bytes from which they were read, in the encoding with which they were read. The
//! repair applies only if those bytes are valid UTF-8. Some pairs of characters may be intended ("Ã”" ends a Portuguese
//! quotation). They are repaired only if the text has another sequence, one that is never intended.

use std::sync::LazyLock;

use crate::text::Span;

/// A repaired text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The repaired text.
    pub text: String,
    /// The garbled spans, in order, disjoint, and as short as possible.
    pub spans: Vec<RepairedSpan>,
}

/// A garbled part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairedSpan {
    /// Its span in the garbled text.
    pub span: Span,
    /// The intended text.
    pub text: String,
}

/// Repairs `text`. Returns `None` if nothing in it is garbled.
///
/// Each call undoes one wrong decoding. If the text was garbled twice, repair the result again.
pub fn repair(text: &str) -> Option<Repaired> {
    if text.is_ascii() {
        return None;
    }
    let mut garbled: Vec<GarbledChar> = CODECS.iter().flat_map(|codec| codec.garbled(text)).collect();
    garbled.sort_by_key(|found| found.span);
    let mut spans: Vec<RepairedSpan> = Vec::new();
    for found in garbled {
        match spans.last_mut() {
            // If two codecs match overlapping parts, the first match wins.
            Some(last) if found.span.start < last.span.end => {}
            Some(last) if found.span.start == last.span.end => {
                last.span.end = found.span.end;
                last.text.push(found.meant);
            }
            _ => spans.push(RepairedSpan { span: found.span, text: found.meant.into() }),
        }
    }
    if spans.is_empty() {
        return None;
    }
    let mut repaired = String::new();
    let mut done = 0;
    for RepairedSpan { span, text: meant } in &spans {
        repaired.push_str(&text[done..span.start]);
        repaired.push_str(meant);
        done = span.end;
    }
    repaired.push_str(&text[done..]);
    Some(Repaired { text: repaired, spans })
}

/// A character that was read as several characters.
#[derive(Clone, Copy, Debug)]
struct GarbledChar {
    span: Span,
    meant: char,
    /// Whether the characters are never intended.
    certain: bool,
}

/// An encoding that programs mistake UTF-8 for. It has one byte per character, and bytes below 0x80 are ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Macintosh,
    Windows1252,
}

/// The characters from 0x80 on, as browsers read them: the index `macintosh` of encoding.spec.whatwg.org.
const MACINTOSH: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü\
     †°¢£§•¶ß®©™\u{b4}\u{a8}≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
     ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ\
     ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙı\u{2c6}\u{2dc}\u{af}\u{2d8}\u{2d9}\u{2da}\u{b8}\u{2dd}\u{2db}\u{2c7}";

/// Likewise: the index `windows-1252`. Bytes undefined on Windows are control characters.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡\u{2c6}‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—\u{2dc}™š›œ\u{9d}žŸ\
     \u{a0}¡¢£¤¥¦§\u{a8}©ª«¬\u{ad}®\u{af}°±²³\u{b4}µ¶·\u{b8}¹º»¼½¾¿\
     ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
     àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

impl Encoding {
    /// Decodes a byte.
    fn read(self, byte: u8) -> Option<char> {
        let from_0x80 = match self {
            Self::Macintosh => MACINTOSH,
            Self::Windows1252 => WINDOWS_1252,
        };
        match byte {
            0..0x80 => Some(byte.into()),
            _ => from_0x80.chars().nth(usize::from(byte) - 0x80),
        }
    }
}

static CODECS: LazyLock<[Codec; 2]> = LazyLock::new(|| [Encoding::Macintosh, Encoding::Windows1252].map(Codec::new));

struct Codec {
    encoding: Encoding,
    /// The bytes from 0x80 on by their characters, sorted.
    bytes: Vec<(char, u8)>,
}

impl Codec {
    fn new(encoding: Encoding) -> Self {
        let read = |byte| Some((encoding.read(byte)?, byte));
        let mut bytes: Vec<(char, u8)> = (0x80..=0xff).filter_map(read).collect();
        bytes.sort_unstable();
        Self { encoding, bytes }
    }

    fn byte(&self, char: char) -> Option<u8> {
        self.bytes.binary_search_by_key(&char, |(known, _)| *known).ok().map(|index| self.bytes[index].1)
    }

    /// Returns the characters garbled by this codec in `text`. Empty if none is certain.
    fn garbled(&self, text: &str) -> Vec<GarbledChar> {
        let mut garbled = Vec::new();
        let mut at = 0;
        while let Some(skip) = text.as_bytes()[at..].iter().position(|byte| !byte.is_ascii()) {
            at += skip;
            let Some(char) = text[at..].chars().next() else { break };
            match self.garbled_at(text, at) {
                Some(found) => {
                    at = found.span.end;
                    garbled.push(found);
                }
                None => at += char.len_utf8(),
            }
        }
        if !garbled.iter().any(|found| found.certain) {
            garbled.clear();
        }
        garbled
    }

    /// Returns the garbled character that starts at `start`.
    fn garbled_at(&self, text: &str, start: usize) -> Option<GarbledChar> {
        let mut chars = text[start..].chars();
        let first = chars.next()?;
        let mut bytes = [self.byte(first)?, 0, 0, 0];
        let length = match bytes[0] {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut end = start + first.len_utf8();
        let mut second = first;
        for (number, byte) in bytes[..length].iter_mut().enumerate().skip(1) {
            let char = chars.next()?;
            if number == 1 {
                second = char;
            }
            *byte = self.byte(char)?;
            end += char.len_utf8();
        }
        let meant = str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
        let certain = match length {
            2 => self.is_certain_pair(bytes[0], bytes[1], second),
            _ => true,
        };
        let likely = match length {
            2 => matches!(meant, '\u{a0}'..='\u{17f}') && !self.closes_a_word(bytes[0], second),
            3 => (self.encoding == Encoding::Macintosh || matches!(bytes[0], 0xe2 | 0xe3 | 0xef)) && is_common(meant),
            _ => matches!(meant, '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}'),
        };
        likely.then_some(GarbledChar { span: Span::new(start, end), meant, certain })
    }

    /// Whether the characters of these two bytes, the second of which is `char`, are never intended together.
    fn is_certain_pair(&self, first: u8, second: u8, char: char) -> bool {
        // "Â" and "Ã", or "¬" and "√": the first bytes of Western European letters.
        let leads = matches!(first, 0xc2 | 0xc3);
        let odd = match self.encoding == Encoding::Macintosh {
            // "√π" and "√∞" are formulas.
            true => !char.is_alphabetic() && !matches!(char, '\u{221e}' | '\u{2211}' | '\u{220f}' | '\u{222b}'),
            // A no-break space, an ordinal indicator, or a quotation mark may follow a capital letter.
            false => matches!(second, 0xa1..=0xbf) && !matches!(char, 'ª' | 'º' | '»' | '«') || second == first,
        };
        leads && odd
    }

    /// Whether `char` may be punctuation after a word that ends with the character of the byte `first`.
    fn closes_a_word(&self, first: u8, char: char) -> bool {
        let is_punctuation = matches!(char, '\u{2010}'..='\u{2027}' | '\u{2039}' | '\u{203a}' | '«' | '»');
        self.encoding != Encoding::Macintosh && matches!(first, 0xc4..) && is_punctuation
    }
}

/// Whether `char` is a common character of three bytes in UTF-8: punctuation, signs, arrows, East Asian scripts.
fn is_common(char: char) -> bool {
    matches!(char,
        '\u{2010}'..='\u{2027}' | '\u{202f}'..='\u{205e}' | '\u{200b}'..='\u{200f}' | '\u{2070}'..='\u{2bff}'
        | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{fe0f}' | '\u{feff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `meant`, encoded as UTF-8 and decoded with `encoding`.
    fn broken(encoding: Encoding, meant: &str) -> String {
        meant.bytes().filter_map(|byte| encoding.read(byte)).collect()
    }

    #[test]
    fn every_byte_has_its_own_character() {
        for encoding in [Encoding::Macintosh, Encoding::Windows1252] {
            let mut read: Vec<_> = (0..=255).filter_map(|byte| encoding.read(byte)).collect();
            read.sort_unstable();
            read.dedup();
            assert_eq!(read.len(), 256, "{encoding:?}");
        }
        let read = |byte| (Encoding::Macintosh.read(byte), Encoding::Windows1252.read(byte));
        assert_eq!(read(0xff), (Some('\u{2c7}'), Some('ÿ')));
        assert_eq!(read(0x9d), (Some('ù'), Some('\u{9d}')));
    }

    #[test]
    fn garbled_text_is_repaired() {
        for meant in [
            "1. Security – IAM",
            "\t•\tItem",
            "🚀 Next: 1\u{fe0f}\u{20e3} then 🔥",
            "it’s “quoted” – and… 30 % → done ✓",
            "café, naïve, Zürich – €5",
            "数据 – 队列",
        ] {
            for encoding in [Encoding::Macintosh, Encoding::Windows1252] {
                if encoding == Encoding::Windows1252 && meant.contains('数') {
                    continue;
                }
                let text = broken(encoding, meant);
                let repaired = repair(&text).unwrap_or_else(|| panic!("{text}"));
                assert_eq!(repaired.text, meant, "{text}");
                for RepairedSpan { span, text: meant } in &repaired.spans {
                    assert_eq!(broken(encoding, meant), text[span.range()], "{text}");
                }
            }
        }
    }

    #[test]
    fn spans_are_exact_and_adjacent_ones_are_merged() {
        let text = "a \u{201a}\u{c4}\u{ec} b \u{201a}\u{c4}\u{f4}\u{201a}\u{c4}\u{fa}c";
        let spans = repair(text).expect("broken").spans;
        let shown: Vec<_> = spans.iter().map(|part| (&text[part.span.range()], &*part.text)).collect();
        assert_eq!(shown, [("‚Äì", "–"), ("‚Äô‚Äú", "’“")]);
    }

    #[test]
    fn intended_text_is_unchanged() {
        for text in [
            "",
            "plain",
            "café, naïve, Zürich, Ærø, Łódź — “fine” …",
            "„Äpfel“ ‚Öl‘ «État» «Élan»",
            "SÃO PAULO; “MANHÃ” e “IRMÔ… AMANHû",
            "“Voilà”… «café»…",
            "√π, √∞ and √2; ¬p ∧ q; x ≈ y",
            "ÄÖÜ äöü ß; SMÅ… ÅÄÖ",
            "数据队列 🚀 1\u{fe0f}\u{20e3}",
            "Ελληνικά, Русский, עברית",
            "\u{f8ff} \u{f8ff}\u{fc}",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
    }

    #[test]
    fn ambiguous_characters_are_repaired_only_beside_certain_ones() {
        assert_eq!(repair("\u{c3}\u{201d}"), None);
        assert_eq!(repair("\u{c3}\u{201d}, \u{c3}\u{a9}").map(|repaired| repaired.text).as_deref(), Some("Ô, é"));
    }

    #[test]
    fn text_garbled_twice_takes_two_repairs() {
        let twice = broken(Encoding::Windows1252, &broken(Encoding::Windows1252, "it’s"));
        let once = repair(&twice).expect("broken").text;
        assert_eq!(repair(&once).expect("still broken").text, "it’s");
    }

    #[test]
    fn incomplete_sequences_are_unchanged() {
        for text in ["x \u{201a}", "x \u{201a}\u{c4}", "\u{201a}\u{c4} \u{ec}", "\u{201a}\u{c4}\n\u{ec}"] {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
