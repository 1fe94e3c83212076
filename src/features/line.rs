//! A line of a draft with its code and comments.

use crate::coach::Analysis;
use crate::draft::markdown::{self, Block, Shown};
use crate::text::{DocSpan, Span, Text};

/// The reason why a whole line is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A line of the front matter, including its delimiters.
    FrontMatter,
    /// A line of a fenced code block, including its fences.
    Fence,
    /// A line that begins within a comment, inline code, or raw HTML.
    Comment,
}

/// The reason why a part of a line is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Inline code.
    Code,
    /// A comment, or the part of it on this line.
    Comment,
}

/// A part of a line that is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HiddenPart {
    /// The position in the line.
    pub span: Span,
    /// The reason.
    pub kind: Hidden,
    /// Whether it ends on this line. If not, it hides the rest of the line, as it is probably still being typed.
    pub is_closed: bool,
}

/// A line of a draft.
pub struct Line {
    /// The position, without the line end.
    pub span: DocSpan,
    /// The text.
    pub text: String,
    /// The reason why the whole line is not text, if it isn't.
    pub unread: Option<Unread>,
    /// The parts that are not text, in order.
    pub hidden: Vec<HiddenPart>,
}

impl Line {
    /// Returns the line of `text`, which `analysis` describes, that contains `offset`.
    pub fn at(analysis: &Analysis, text: &Text, offset: usize) -> Self {
        let span = text.line_span(text.line_of(offset));
        let content = text.slice(span).into_owned();
        let unread = match analysis.markdown().line_at(span.start) {
            None => Some(Unread::FrontMatter),
            Some(line) => unread(line),
        };
        let hidden = if unread.is_some() { Vec::new() } else { hidden(analysis, span, &content) };
        Self { span, text: content, unread, hidden }
    }
}

/// Whether line number `line` of `text` has only white space.
pub fn is_blank(text: &Text, line: usize) -> bool {
    text.slice(text.line_span(line)).trim().is_empty()
}

/// Returns the lines of `text`, which `analysis` describes, that begin in `span`.
pub fn lines(analysis: &Analysis, text: &Text, span: DocSpan) -> impl Iterator<Item = Line> {
    let starts = (text.line_of(span.start)..text.line_count()).map(|line| text.line_start(line));
    let starts = starts.skip_while(move |start| *start < span.start).take_while(move |start| *start < span.end);
    starts.map(|start| Line::at(analysis, text, start))
}

fn unread(line: &markdown::Line) -> Option<Unread> {
    match line.block {
        Block::Fence => Some(Unread::Fence),
        Block::Comment | Block::Raw if !line.first => Some(Unread::Comment),
        _ if line.inside => Some(Unread::Comment),
        _ => None,
    }
}

/// Returns the parts of the line at `line` that are not text; `content` is its text.
fn hidden(analysis: &Analysis, line: DocSpan, content: &str) -> Vec<HiddenPart> {
    let markdown = analysis.markdown();
    let segments = markdown.segments(line);
    let code = segments.iter().filter(|segment| segment.shown == Shown::Code).map(|segment| {
        let Span { start, end } = segment.source;
        let ticks = start - content[..start].trim_end_matches('`').len();
        let closed = content[end..].bytes().take(ticks).take_while(|byte| *byte == b'`').count();
        HiddenPart { span: Span::new(start - ticks, end + closed), kind: Hidden::Code, is_closed: closed == ticks }
    });
    let comments = markdown.comments(line).map(|comment| {
        let span = Span::new(comment.start - line.start, comment.end.min(line.end) - line.start);
        HiddenPart { span, kind: Hidden::Comment, is_closed: comment.end <= line.end }
    });
    let mut parts: Vec<HiddenPart> = code.chain(comments).collect();
    parts.sort_by_key(|part| part.span.start);
    let unclosed = unclosed(content, &parts);
    parts.extend(unclosed);
    parts
}

/// Returns the code or comment that is opened on a line and not closed: the first unescaped backtick or `<!--` outside
/// the `closed` parts.
fn unclosed(content: &str, closed: &[HiddenPart]) -> Option<HiddenPart> {
    let mut at = 0;
    while let Some(start) = content[at..].find(['`', '<', '\\']).map(|len| at + len) {
        let rest = &content[start..];
        let kind = match () {
            () if rest.starts_with('`') => Some(Hidden::Code),
            () if rest.starts_with("<!--") => Some(Hidden::Comment),
            () => None,
        };
        if let Some(part) = closed.iter().find(|part| part.span.start <= start && start < part.span.end) {
            at = part.span.end;
        } else if let Some(kind) = kind {
            return Some(HiddenPart { span: Span::new(start, content.len()), kind, is_closed: false });
        } else {
            let escaped = rest.chars().nth(1).filter(|_| rest.starts_with('\\'));
            at = start + 1 + escaped.map_or(0, char::len_utf8);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::testing::analyzed;

    #[test]
    fn code_and_comments_are_not_text() {
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
            let (analysis, text) = analyzed(line);
            let hidden = Line::at(&analysis, &text, 0).hidden;
            let found: Vec<&str> = hidden.iter().map(|part| &line[part.span.range()]).collect();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn whole_lines_that_are_not_text() {
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
