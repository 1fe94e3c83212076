//! What a place in a line is: text, inline code, or a comment.

use crate::analysis::Analysis;
use crate::outline::Unread;
use crate::text::{DocSpan, Span, Text};

/// Why a part of a line is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Inline code.
    Code,
    /// A comment, or as much of it as stands on the line.
    Comment,
}

/// The parts of `line` that are no text, in order. Code or a comment that is not closed on the line runs to its end:
/// whoever is typing closes it later.
pub fn hidden(line: &str) -> Vec<(Span, Hidden)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(skip) = line[at..].find(['`', '<', '\\']) {
        let start = at + skip;
        let rest = &line[start..];
        let (end, kind) = if rest.starts_with('`') {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            (closing_ticks(line, start + ticks, ticks), Hidden::Code)
        } else if rest.starts_with("<!--") {
            (rest.find("-->").map_or(line.len(), |len| start + len + 3), Hidden::Comment)
        } else {
            // A backslash takes what comes after it for text.
            let next = rest.chars().nth(1).filter(|_| rest.starts_with('\\')).map_or(0, char::len_utf8);
            at = start + 1 + next;
            continue;
        };
        found.push((Span::new(start, end), kind));
        at = end;
    }
    found
}

/// Where the code ends that was opened by so many backticks before `from`.
fn closing_ticks(line: &str, from: usize, ticks: usize) -> usize {
    let mut at = from;
    while let Some(skip) = line[at..].find('`') {
        let start = at + skip;
        let run = line[start..].bytes().take_while(|byte| *byte == b'`').count();
        at = start + run;
        if run == ticks {
            return at;
        }
    }
    line.len()
}

/// The line of `text` that holds `offset`.
pub struct Line {
    /// Where it stands, without its line end.
    pub span: DocSpan,
    /// What it says.
    pub text: String,
    /// Why it is no text as a whole, if it is none.
    pub unread: Option<Unread>,
}

impl Line {
    /// The line of `text`, which `analysis` describes, that holds `offset`.
    pub fn at(analysis: &Analysis, text: &Text, offset: usize) -> Self {
        let span = text.line_span(text.line_of(offset));
        let mut lines = analysis.outline().lines(text, span.start);
        let unread = lines.find(|(start, ..)| *start == span.start).and_then(|(.., unread)| unread);
        Self { span, text: text.slice(span).into_owned(), unread }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;

    #[test]
    fn code_and_comments_are_no_text() {
        for (line, expected) in [
            ("plain", &[][..]),
            ("a `b` c", &["`b`"]),
            ("a ``b`c`` d", &["``b`c``"]),
            ("an `open one", &["`open one"]),
            ("not \\`code\\` é", &[]),
            ("a <!-- b --> c <b> `d`", &["<!-- b -->", "`d`"]),
            ("<!-- open `c`", &["<!-- open `c`"]),
            ("`<!--` c -->", &["`<!--`"]),
            ("a\\", &[]),
            ("\\é `", &["`"]),
        ] {
            let found: Vec<&str> = hidden(line).iter().map(|(span, _)| &line[span.range()]).collect();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn a_line_knows_what_it_stands_in() {
        let draft = "---\nstar-coach: true\n---\n# One\n\n**Situation:** We lost orders.\n\n```\ncode\n```\n\n**Task:** Mine.\n\
            <!-- a\ncomment -->\nend\n";
        let (analysis, text) = analyzed(draft);
        for (place, expected) in [
            ("---", Some(Unread::FrontMatter)),
            ("star-coach", Some(Unread::FrontMatter)),
            ("# One", None),
            ("We lost", None),
            ("```\ncode", Some(Unread::Fence)),
            ("code", Some(Unread::Fence)),
            ("```\n\n", Some(Unread::Fence)),
            ("**Task", None),
            ("<!-- a", None),
            ("comment", Some(Unread::Comment)),
            ("end", None),
        ] {
            let at = draft.find(place).expect("the place");
            let line = Line::at(&analysis, &text, at);
            assert_eq!(line.unread, expected, "{place}");
            assert!(line.span.touches(at) && draft[line.span.range()] == line.text);
        }
        assert_eq!(Line::at(&analysis, &text, draft.len()).text, "");
    }
}
