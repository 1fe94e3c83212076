//! Markdown without much of it: what nearly all answers are written in, told line by line.
//!
//! A whole parser is slow for headings, paragraphs, bullets and bold labels, and an answer seldom has more. What is read
//! here is so little that CommonMark leaves no doubt about it; whatever else a text holds, even one sign, it is left to
//! the parser as a whole. Tests hold both against each other, and so does every debug build, text by text.

use super::{Kind, Segment, push};

/// The segments of `text`; `None` if there may be more in it than is read here.
pub(super) fn segments(text: &str) -> Option<Vec<Segment>> {
    let bytes = text.as_bytes();
    if MARKS.iter().any(|&[one, other, third]| memchr::memchr3(one, other, third, bytes).is_some())
        || memchr::memchr_iter(b']', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'(' | b'[' | b':')))
    {
        return None;
    }
    // About as many as there are in most texts.
    let mut segments = Vec::with_capacity(text.len() / 32 + 8);
    let mut in_paragraph = false;
    // What stands behind the number of the item that the paragraph belongs to.
    let mut numbered = None;
    let mut start = 0;
    while start < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |len| start + len);
        let line = &bytes[start..end];
        let indent = line.iter().take_while(|byte| **byte == b' ').count();
        match line[indent..] {
            [] if indent == 0 => {
                push(&mut segments, start..start, Kind::Break);
                in_paragraph = false;
            }
            // Two spaces at the end of a line break it, and four at its beginning make it code.
            _ if indent > 3 || line.last() == Some(&b' ') => return None,
            [b'#', ..] if indent == 0 && !line.ends_with(b"#") => {
                let level = line.iter().take_while(|byte| **byte == b'#').count();
                let content = line[level..].strip_prefix(b" ").filter(|content| level <= 6 && is_text(content))?;
                push(&mut segments, start..start, Kind::Break);
                inline(&mut segments, content, end - content.len())?;
                push(&mut segments, end..end, Kind::Break);
                in_paragraph = false;
            }
            // A bullet ends any paragraph, and begins one.
            [b'-' | b'*', b' ', ref content @ ..] if is_text(content) => {
                push(&mut segments, start..start, Kind::Break);
                inline(&mut segments, content, end - content.len())?;
                (in_paragraph, numbered) = (true, None);
            }
            // A number may also stand within a paragraph, but not behind an item with a number.
            [b'0'..=b'9', ..]
                if indent == 0
                    && let Some((sign, content)) = item(line) =>
            {
                if in_paragraph && numbered != Some(sign) {
                    return None;
                }
                push(&mut segments, start..start, Kind::Break);
                inline(&mut segments, content, end - content.len())?;
                (in_paragraph, numbered) = (true, Some(sign));
            }
            // However far it is indented, a line goes on with the paragraph above it.
            ref content if is_text(content) => {
                match in_paragraph {
                    true => push(&mut segments, start - 1..start, Kind::Soft),
                    false => {
                        push(&mut segments, start..start, Kind::Break);
                        numbered = None;
                    }
                }
                inline(&mut segments, content, end - content.len())?;
                in_paragraph = true;
            }
            _ => return None,
        }
        start = end + 1;
    }
    push(&mut segments, bytes.len()..bytes.len(), Kind::Break);
    Some(segments)
}

/// What begins any other markup, or is white space of another kind, wherever it stands. A bracket is mere text where no
/// link, and no address of one, stands behind one that closes.
const MARKS: [[u8; 3]; 4] = [[b'`', b'<', b'_'], [b'|', b'\\', b'&'], [b'~', b'\t', b'\r'], [b'\0', b'\x0b', b'\x0c']];

/// The sign behind the number of the item that `line` begins, and what stands in it.
fn item(line: &[u8]) -> Option<(u8, &[u8])> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match line[digits..] {
        [sign @ (b'.' | b')'), b' ', ref content @ ..] if digits <= 3 && is_text(content) => Some((sign, content)),
        _ => None,
    }
}

/// Whether a line that begins with `content` begins no block but a paragraph.
fn is_text(content: &[u8]) -> bool {
    match content {
        [b'0'..=b'9', ..] => {
            let digits = content.iter().take_while(|byte| byte.is_ascii_digit()).count();
            match content[digits..] {
                [b'.' | b')', next, ..] => next.is_ascii_alphanumeric(),
                [b'.' | b')'] => false,
                _ => true,
            }
        }
        [b'*', b'*', next, ..] => next.is_ascii_alphanumeric(),
        // A box to be ticked has one character in it.
        [b'[', next, other, ..] => next.is_ascii_alphanumeric() && *other != b']',
        [first, ..] => first.is_ascii_alphabetic() || !first.is_ascii() || matches!(first, b'"' | b'\'' | b'(' | b'$'),
        [] => false,
    }
}

/// Adds the text of a line's `content`, which begins at `offset`, without the signs around what is bold; `None` if these
/// signs do not stand as clearly as they mostly do.
fn inline(segments: &mut Vec<Segment>, content: &[u8], offset: usize) -> Option<()> {
    let mut add = |from: usize, to: usize| {
        if from < to {
            push(segments, offset + from..offset + to, Kind::Text);
        }
    };
    let mut at = 0;
    while let Some(len) = memchr::memchr(b'*', &content[at..]) {
        let open = at + len;
        let (before, bold) = (&content[..open], content[open..].strip_prefix(b"**")?);
        let close = open + 2 + memchr::memchr(b'*', bold)?;
        let after = content[close..].strip_prefix(b"**")?;
        // Signs that may only begin bold text, and signs that may only end it.
        let opens = matches!(before, [] | [.., b' ']) && bold[0].is_ascii_alphanumeric();
        let closes = match (content[close - 1], after) {
            (_, [] | [b' ', ..]) => content[close - 1].is_ascii_graphic(),
            (last, [b'.' | b',' | b':' | b';' | b'!' | b'?' | b')', ..]) => last.is_ascii_alphanumeric(),
            _ => false,
        };
        if !opens || !closes {
            return None;
        }
        add(at, open);
        add(open + 2, close);
        at = close + 2;
    }
    add(at, content.len());
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::prose::{Prose, parsed};
    use crate::text::Span;

    /// The words, and where each of their bytes comes from.
    fn read(text: &str, segments: &[Segment]) -> (String, Vec<Span>) {
        let prose = Prose::new(text, segments, &[], |_| true);
        let sources = (0..prose.text().len()).map(|at| prose.source(Span::new(at, at + 1)));
        let sources = sources.enumerate().filter(|(at, _)| prose.text().as_bytes()[*at] != b'\n');
        (prose.text().to_owned(), sources.map(|(_, source)| source).collect())
    }

    /// Whether `text` is read here, and then as the parser reads it.
    fn is_read(text: &str) -> bool {
        let Some(found) = segments(text) else { return false };
        assert_eq!(read(text, &found), read(text, &parsed(text, false)), "{text:?}");
        true
    }

    #[test]
    fn answers_are_read() {
        for text in [
            "",
            "## A title\n\n**Situation:** It broke\nat night.\n\n**Task:** Mine.\n\n**Action:**\n\n- One\n- Two\n  lines\n",
            "# T\ntext\n- **S**: a\n- **T** b\n\n\ntext (in brackets) “quoted”, 3 of 4\n* other **bold**, more",
            "- a\n  - b\n c\n\n   d\n## H\n e",
            "1. One\n2. Two\n   lines\n3. **Three:** x\n\n1) a\n\n12) b, 3.5 times\n\n3. c",
            "By [figure] of [it], [and [so], on] [a, or ![it]\n[this is no box] and x]",
        ] {
            assert!(is_read(text), "{text}");
        }
    }

    #[test]
    fn what_may_be_more_is_left_to_the_parser() {
        for text in [
            "a `b`",
            "a_b_",
            "a  \nb",
            "    code",
            "> quote",
            "a\n1. one",
            "- a\n2) two",
            "1. one\n2) two",
            " 1. one",
            "1. - a",
            "1.",
            "1234. a",
            "---",
            "a\n===",
            "a\n---",
            "*a*",
            "**a",
            "a**",
            "a **b c",
            "a **b**c",
            "**:a** b",
            "a **(b)**.",
            "***a***",
            "- - a",
            "- # a",
            "# a #",
            "#a",
            "####### a",
            " # a",
            "-",
            "- ",
            "+ a",
            "a\\*",
            "a & b",
            "<b>",
            "[a](b)",
            "[a][b]",
            "a [b]\n\n[b]: c",
            "- [ ] a",
            "- [x] a",
            "[] a",
            "a | b",
            ":--",
            "a\r\nb",
            "a\tb",
            " ",
            "a\n  ",
            "**é**",
            "é**a**",
        ] {
            assert!(!is_read(text), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn lines_are_read_as_the_parser_reads_them(lines in proptest::collection::vec(
            "( {0,4}(|#{1,3} |- |\\* |\\+ |[12]{1,2}[.)] |> )(|a|b c|\\*\\*|é|“x”| |12|1x|\\(a\\)|\\$|---|==|\\*|#|:|\\.|,|-|\\[a\\]|\\[[a x]|\\]|!\\[1\\])\
             (|\\*\\*|\\*\\*:|\\*\\*a| \\*\\*a:\\*\\*| \\*\\*a\\*\\*|\\.|  |#|a))",
            0..7,
        )) {
            is_read(&lines.join("\n"));
        }

        #[test]
        fn signs_are_read_as_the_parser_reads_them(text in "[ab:.)( \n*#1é\\[\\]x!-]{0,24}") {
            is_read(&text);
        }
    }
}
