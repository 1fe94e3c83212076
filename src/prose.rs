//! The words of an answer without its markup, and the way back from them to the text.
//!
//! pulldown-cmark says what is text and what is markup, but where there is next to no markup ([`plain`]). Blocks
//! (paragraphs, list items, cells) are separated by `\n`, so that nothing is ever found across two of them; soft line
//! breaks are spaces, so that a phrase is found across one. Fences, URLs, comments and tags are left out (invariant 8); inline code is kept, but marked: a figure or a
//! service named in it is evidence, but nothing in it is ever a problem.

mod plain;

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use smallvec::SmallVec;

use crate::text::Span;
use crate::vocabulary::{Bytes, first_of};

/// The words of an answer.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    text: String,
    /// Sorted by where they begin in `text`; they don't overlap there.
    runs: Vec<Run>,
    /// Inline code, as spans of `text`, sorted.
    code: Vec<Span>,
}

/// A part of the prose and where it comes from.
#[derive(Clone, Copy, Debug)]
struct Run {
    prose: usize,
    len: usize,
    source: Span,
}

/// What markdown makes of a part of the text.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) source: Span,
    kind: Kind,
    /// What it shows, where that is not what the source says (an entity).
    shown: Option<Box<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    /// Inline code.
    Code,
    /// A line of a fenced block.
    Fence,
    /// A link's address or a bare URL.
    Url,
    /// The end of a block.
    Break,
    /// A line end within a block.
    Soft,
}

/// Where sentences stand: most parts of an answer have a few.
pub type Sentences = SmallVec<[Span; 4]>;

impl Segment {
    /// Whether it shows something to read in `span`, whatever it is.
    pub(crate) fn shows(&self, text: &str, span: Span) -> bool {
        if matches!(self.kind, Kind::Break | Kind::Soft) || !span.overlaps(self.source) {
            return false;
        }
        let shown = &text[self.source.start.max(span.start)..self.source.end.min(span.end)];
        // What most of them begin with.
        shown.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
            || shown.chars().any(|c| c.is_alphanumeric() || c == '…' || c == '?')
    }

    /// Whether some of it lies in `span`; an end of a block lies nowhere.
    #[inline]
    pub(crate) fn overlaps(&self, span: Span) -> bool {
        span.overlaps(self.source)
    }

    pub(crate) fn is_fence(&self) -> bool {
        self.kind == Kind::Fence
    }
}

/// Takes `text` apart.
pub(crate) fn segments(text: &str) -> Vec<Segment> {
    let has_url = may_have_url(text);
    let Some(segments) = plain::segments(text).filter(|_| !has_url) else { return parsed(text, has_url) };
    debug_assert!(
        {
            let read = |segments: &[Segment]| Prose::new(text, segments, &[], |_| true).text;
            read(&segments) == read(&parsed(text, has_url))
        },
        "markdown is read as it is meant"
    );
    segments
}

/// The same, as the parser says, where there may be a bare URL or not.
fn parsed(text: &str, has_url: bool) -> Vec<Segment> {
    // About as many as there are in most texts.
    let mut segments = Vec::with_capacity(text.len() / 16 + 8);
    let mut fence = false;
    let mut comment = false;
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            // Nearly all that is read: what it shows is the text itself, not only the same words.
            Event::Text(CowStr::Borrowed(shown))
                if !has_url && !fence && std::ptr::eq(shown, &raw const text[range.clone()]) =>
            {
                push(&mut segments, range, Kind::Text);
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                // Indented "code" in an answer is text that somebody indented.
                fence = matches!(kind, CodeBlockKind::Fenced(_));
                push(&mut segments, range.start..range.start, Kind::Break);
            }
            Event::End(TagEnd::CodeBlock) => {
                fence = false;
                push(&mut segments, range.end..range.end, Kind::Break);
            }
            Event::Start(tag) if is_block(&tag) => push(&mut segments, range.start..range.start, Kind::Break),
            Event::End(tag) if is_block_end(tag) => push(&mut segments, range.end..range.end, Kind::Break),
            Event::Text(shown) if fence => {
                let _ = shown;
                push(&mut segments, range, Kind::Fence);
            }
            Event::Text(shown) => text_segments(&mut segments, text, range, &shown),
            Event::Code(_) => push(&mut segments, code_content(text, range), Kind::Code),
            Event::SoftBreak => push(&mut segments, range, Kind::Soft),
            Event::HardBreak | Event::Rule => push(&mut segments, range, Kind::Break),
            Event::Html(_) | Event::InlineHtml(_) => html_segments(&mut segments, text, range, &mut comment),
            _ => {}
        }
    }
    segments
}

/// The blocks of `text`, each in whole lines, sorted by start, the longer first: paragraphs, headings, fences, tables and
/// their rows, list items with what is nested in them. A block ends where one of `labels` (starts of lines) begins
/// within it, and comments are none.
pub(crate) fn blocks(text: &str, labels: &[usize]) -> Vec<Span> {
    let line_start = |at: usize| text[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let mut blocks = Vec::new();
    let mut add = |range: Range<usize>| {
        let shown = range.start + text[range.clone()].trim_end().len();
        let mut start = line_start(range.start);
        let first = labels.partition_point(|&label| label <= start);
        for &label in labels[first..].iter().take_while(|&&label| label < shown) {
            blocks.push(Span::new(start, text[..label].trim_end().len().max(start)));
            start = label;
        }
        let end = text[shown.max(start)..].find(['\n', '\r']).map_or(text.len(), |len| shown.max(start) + len);
        blocks.push(Span::new(start, end));
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut html = None;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::CodeBlock(_)
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::Item,
            ) => add(range),
            // Each line of HTML is a block of its own: a row, a cell.
            Event::Start(Tag::HtmlBlock) => html = Some(false),
            Event::End(TagEnd::HtmlBlock) => html = None,
            Event::Html(line) if html.is_some() => {
                let was_open = html == Some(true);
                let is_open = match (line.rfind("<!--"), line.rfind("-->")) {
                    (Some(opens), closes) => closes.is_none_or(|closes| closes < opens),
                    (None, closes) => was_open && closes.is_none(),
                };
                html = Some(is_open);
                let is_comment = was_open || is_open || crate::suppression::is_alone(line.trim_end());
                if !is_comment && !line.trim().is_empty() {
                    add(range);
                }
            }
            _ => {}
        }
    }
    blocks.sort_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
    blocks.dedup();
    blocks
}

/// What markdown makes of `text`, comments aside: the same for two texts that differ by a comment only.
pub(crate) fn structure(text: &str) -> String {
    let mut out = String::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) | Event::SoftBreak => {}
            Event::Start(tag) => {
                let _ = write!(out, "<{:?}>", tag.to_end());
            }
            Event::End(_) => out.push_str("</>"),
            Event::Html(html) | Event::InlineHtml(html) if html.trim_start().starts_with("<!--") => {}
            Event::Text(shown) | Event::Code(shown) | Event::Html(shown) | Event::InlineHtml(shown) => {
                out.extend(shown.chars().filter(|c| !c.is_whitespace()));
            }
            other => {
                let _ = write!(out, "{other:?}");
            }
        }
    }
    out
}

#[inline]
fn push(segments: &mut Vec<Segment>, range: Range<usize>, kind: Kind) {
    segments.push(Segment { source: Span::new(range.start, range.end), kind, shown: None });
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The inside of `` `code` ``.
fn code_content(text: &str, range: Range<usize>) -> Range<usize> {
    let raw = &text[range.clone()];
    let ticks = raw.bytes().take_while(|&byte| byte == b'`').count();
    if raw.len() >= 2 * ticks { range.start + ticks..range.end - ticks } else { range }
}

fn text_segments(segments: &mut Vec<Segment>, text: &str, range: Range<usize>, shown: &str) {
    if text[range.clone()] != *shown {
        segments.push(Segment {
            source: Span::new(range.start, range.end),
            kind: Kind::Text,
            shown: Some(shown.into()),
        });
        return;
    }
    let mut at = range.start;
    while let Some((start, end)) = bare_url(&text[at..range.end]) {
        push(segments, at..at + start, Kind::Text);
        push(segments, at + start..at + end, Kind::Url);
        at += end;
    }
    push(segments, at..range.end, Kind::Text);
}

/// Whether anything in `text` may be a bare URL.
fn may_have_url(text: &str) -> bool {
    static MARKS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [Finder::new("://"), Finder::new("www.")]);
    MARKS.iter().any(|mark| mark.find(text.as_bytes()).is_some())
}

fn bare_url(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let start = memchr::memchr2_iter(b':', b'.', bytes).find_map(|at| {
        let before = &bytes[..at];
        let scheme = match bytes[at] {
            b':' if !bytes[at + 1..].starts_with(b"//") => None,
            b':' => [&b"https"[..], b"http"].into_iter().find(|scheme| before.ends_with(scheme)),
            _ => Some(&b"www"[..]).filter(|scheme| before.ends_with(scheme)),
        };
        Some(at - scheme?.len())
    })?;
    let len = text[start..]
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ')' | ']' | '"'))
        .unwrap_or(text.len() - start);
    Some((start, start + len))
}

/// HTML shows what stands between its tags; a tag that HTML does not know is text, such as `<number>`.
fn html_segments(segments: &mut Vec<Segment>, text: &str, range: Range<usize>, comment: &mut bool) {
    let html = &text[range.clone()];
    let mut at = 0;
    while at < html.len() {
        if *comment {
            match html[at..].find("-->") {
                Some(len) => {
                    *comment = false;
                    at += len + 3;
                    continue;
                }
                None => return,
            }
        }
        let rest = &html[at..];
        if rest.starts_with("<!--") {
            *comment = true;
            at += 4;
            continue;
        }
        let tag_len = rest.strip_prefix('<').and_then(|inner| inner.find('>')).map(|len| len + 2);
        match tag_len.and_then(|len| tag_kind(&rest[1..len - 1]).map(|kind| (len, kind))) {
            Some((len, inline)) => {
                if !inline {
                    push(segments, range.start + at..range.start + at, Kind::Break);
                }
                at += len;
            }
            None => {
                let lead = rest.chars().next().map_or(1, char::len_utf8);
                let len = rest[lead..].find(['<', '\n']).map_or(rest.len(), |len| len + lead);
                push(segments, range.start + at..range.start + at + len, Kind::Text);
                at += len;
            }
        }
    }
}

/// Whether the tag is an HTML tag, and then, whether it is an inline one.
fn tag_kind(tag: &str) -> Option<bool> {
    const INLINE: [&str; 18] = [
        "a", "b", "i", "u", "s", "em", "strong", "span", "font", "code", "sub", "sup", "small", "mark", "kbd", "img",
        "abbr", "del",
    ];
    const BLOCK: [&str; 33] = [
        "br",
        "hr",
        "p",
        "div",
        "td",
        "th",
        "tr",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "details",
        "summary",
        "blockquote",
        "pre",
        "section",
        "article",
        "center",
        "input",
        "col",
        "colgroup",
    ];
    let name = tag.trim_start_matches('/').split([' ', '/', '\t', '\n']).next().unwrap_or_default();
    if INLINE.iter().any(|tag| tag.eq_ignore_ascii_case(name)) {
        return Some(true);
    }
    BLOCK.iter().any(|tag| tag.eq_ignore_ascii_case(name)).then_some(false)
}

impl Prose {
    /// The prose of `text`, whose `segments` these are. Nothing is joined across an offset of `seams` (sorted);
    /// fences are read where `reads_fence` says so.
    pub(crate) fn new(text: &str, segments: &[Segment], seams: &[usize], reads_fence: impl Fn(Span) -> bool) -> Self {
        let runs = Vec::with_capacity(segments.len() / 2 + 1);
        let mut prose = Self { text: String::with_capacity(text.len()), runs, code: Vec::new() };
        // How many of the seams lie before the segment that was read last.
        let mut passed = 0;
        for segment in segments {
            match segment.kind {
                Kind::Break => prose.end_block(),
                Kind::Soft => prose.soft_break(text, segment.source),
                Kind::Url => prose.glue(' '),
                Kind::Fence if !reads_fence(segment.source) => {}
                Kind::Fence | Kind::Text => prose.take(text, segment, seams, &mut passed),
                Kind::Code => {
                    let start = prose.text.len();
                    prose.take(text, segment, seams, &mut passed);
                    prose.code.push(Span::new(start, prose.text.len()));
                }
            }
        }
        prose
    }

    /// The words. Blocks end with `\n`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a part of the prose comes from.
    pub fn source(&self, span: Span) -> Span {
        let first = self.runs.partition_point(|run| run.prose <= span.start);
        let start = match first.checked_sub(1) {
            Some(index) => self.runs[index].to_source(span.start),
            None => 0,
        };
        if span.is_empty() {
            return Span::new(start, start);
        }
        // Most parts end in the run that they begin in.
        let more = match self.runs.get(first) {
            Some(next) if next.prose < span.end => self.runs[first..].partition_point(|run| run.prose < span.end),
            _ => 0,
        };
        let end = match (first + more).checked_sub(1) {
            Some(index) => self.runs[index].to_source_end(span.end),
            None => start,
        };
        Span::new(start, end.max(start))
    }

    /// The part of the prose that comes from `source`: from its first byte there to its last.
    pub fn of(&self, source: Span) -> Span {
        let first = self.runs.partition_point(|run| run.source.end <= source.start);
        let last = self.runs.partition_point(|run| run.source.start < source.end);
        if first >= last {
            let at = self.runs.get(first).map_or(self.text.len(), |run| run.prose);
            return Span::new(at, at);
        }
        let start = self.runs[first].to_prose(source.start);
        let end = self.runs[last - 1].to_prose(source.end);
        Span::new(start, end.max(start))
    }

    /// Whether `span` (of the prose) touches inline code.
    pub fn is_code(&self, span: Span) -> bool {
        let index = self.code.partition_point(|code| code.end <= span.start);
        self.code.get(index).is_some_and(|code| code.overlaps(span))
    }

    fn take(&mut self, text: &str, segment: &Segment, seams: &[usize], passed: &mut usize) {
        if let Some(shown) = &segment.shown {
            self.run(shown, segment.source);
            return;
        }
        let Span { mut start, end } = segment.source;
        // Segments come in order, mostly.
        let mut first = *passed;
        while first > 0 && seams[first - 1] > start {
            first -= 1;
        }
        while first < seams.len() && seams[first] <= start {
            first += 1;
        }
        *passed = first;
        if first > 0 && seams[first - 1] == start {
            self.end_block();
        }
        for &seam in seams[first..].iter().take_while(|&&seam| seam < end) {
            self.run(&text[start..seam], Span::new(start, seam));
            self.end_block();
            start = seam;
        }
        // A fence's or HTML's own line ends are ends of blocks.
        self.run(&text[start..end], Span::new(start, end));
    }

    fn run(&mut self, shown: &str, source: Span) {
        if shown.is_empty() {
            return;
        }
        self.runs.push(Run { prose: self.text.len(), len: shown.len(), source });
        self.text.push_str(shown);
    }

    #[inline]
    fn end_block(&mut self) {
        if self.text.as_bytes().last().is_some_and(|last| *last != b'\n') {
            self.text.push('\n');
        }
    }

    /// A line end joins two lines of a block, unless the next one begins with what somebody meant as a bullet.
    fn soft_break(&mut self, text: &str, source: Span) {
        let next = &text[source.end..];
        // What most lines begin with.
        if next.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
            return self.glue(' ');
        }
        let next = next.trim_start_matches([' ', '\t', '>']);
        if next.starts_with(['•', '◦', '▪', '‣', '●', '○', '■']) || next.starts_with("‚Ä¢") || next.starts_with("â€¢")
        {
            self.end_block();
        } else {
            self.glue(' ');
        }
    }

    fn glue(&mut self, with: char) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(with);
        }
    }

    /// The sentences in `span` (of the prose), without white space around.
    pub fn sentences(&self, span: Span) -> Sentences {
        let mut found = Sentences::new();
        self.read_sentences(span, &mut found);
        found
    }

    /// Adds the same to `found`.
    pub(crate) fn read_sentences(&self, span: Span, found: &mut Sentences) {
        let text = &self.text[span.range()];
        let bytes = text.as_bytes();
        // What ends a sentence besides, in few texts. The last three lead `।`, `。` and `！`.
        let is_plain = memchr::memchr(b'!', bytes).is_none() && memchr::memchr3(0xe0, 0xe3, 0xef, bytes).is_none();
        let (mut start, mut at) = (0, 0);
        while let Some(len) = match is_plain {
            true => first_of(b'\n', b'.', b'?', &bytes[at..]),
            false => bytes[at..].iter().position(|byte| MAY_END.contains(*byte)),
        } {
            at += len;
            let (is_end, len) = match bytes[at] {
                b'.' => (ends_sentence(text, start, at), 1),
                b'\n' | b'!' | b'?' => (true, 1),
                _ => {
                    let c = text[at..].chars().next().unwrap_or_default();
                    (matches!(c, '。' | '！' | '？' | '।'), c.len_utf8())
                }
            };
            at += len;
            if is_end {
                let closing = |c: &char| matches!(c, '"' | '”' | '\'' | ')' | '!' | '?');
                // What most sentences begin with, and what stands before them.
                if !bytes.get(at).is_none_or(|next| *next <= b' ' || next.is_ascii_alphanumeric()) {
                    at += text[at..].chars().take_while(closing).map(char::len_utf8).sum::<usize>();
                }
                push_trimmed(found, text, start, at, span.start);
                start = at;
            }
        }
        push_trimmed(found, text, start, text.len(), span.start);
    }
}

/// What a character that may end a sentence begins with.
static MAY_END: Bytes = Bytes::of(&[b'\n', b'!', b'?', b'.', 0xe0, 0xe3, 0xef]);

/// Whether the full stop at `at` of `text` ends a sentence that begins at `start`.
fn ends_sentence(text: &str, start: usize, at: usize) -> bool {
    match text.as_bytes().get(at + 1) {
        None | Some(b' ' | b'\n') => !is_abbreviation(&text[start..at], &text[at + 1..]),
        Some(next) if next.is_ascii_alphanumeric() => false,
        _ => {
            let follows = text[at + 1..].trim_start_matches(['"', '”', '\'', ')', '*']);
            (follows.is_empty() || follows.starts_with(char::is_whitespace))
                && !is_abbreviation(&text[start..at], follows)
        }
    }
}

fn push_trimmed(found: &mut Sentences, text: &str, start: usize, end: usize, offset: usize) {
    let bytes = text.as_bytes();
    let mut from = start;
    while from < end && matches!(bytes[from], b' ' | b'\n') {
        from += 1;
    }
    // How nearly all of them begin and end.
    if from < end && bytes[from].is_ascii_alphanumeric() && bytes[end - 1].is_ascii_graphic() {
        found.push(Span::new(offset + from, offset + end));
        return;
    }
    let part = &text[from..end];
    let lead = part.len() - part.trim_start().len();
    let trimmed = part.trim();
    if trimmed.chars().any(char::is_alphanumeric) {
        found.push(Span::new(offset + from + lead, offset + from + lead + trimmed.len()));
    }
}

/// Whether a full stop after `before` belongs to an abbreviation.
fn is_abbreviation(before: &str, follows: &str) -> bool {
    const LONGEST: usize = "approx".len();
    let is_known = |word: &str| {
        matches!(
            word,
            "e.g"
                | "i.e"
                | "etc"
                | "vs"
                | "approx"
                | "aprox"
                | "Mr"
                | "Ms"
                | "Dr"
                | "No"
                | "Inc"
                | "Corp"
                | "Ltd"
                | "St"
        )
    };
    let goes_on = || follows.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    // Most sentences end with a plain word: one that is too long, or easily compared.
    let bytes = before.as_bytes();
    let mut start = bytes.len();
    while start > 0 && bytes[start - 1].is_ascii_alphabetic() {
        start -= 1;
        if bytes.len() - start > LONGEST {
            return false;
        }
    }
    if bytes.len() - start >= 2 && (start == 0 || matches!(bytes[start - 1], b' ' | b'\n' | b'(')) {
        let word = &before[start..];
        return is_known(word) && (word != "etc" || goes_on());
    }
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    (is_known(word) && (word != "etc" || goes_on()))
        || (initial && word != "I")
        || (before.trim().bytes().all(|byte| byte.is_ascii_digit()) && !before.trim().is_empty())
}

impl Run {
    fn is_linear(&self) -> bool {
        self.len == self.source.len()
    }

    fn to_source(self, at: usize) -> usize {
        let offset = at - self.prose;
        if self.is_linear() { (self.source.start + offset).min(self.source.end) } else { self.source.start }
    }

    fn to_source_end(self, at: usize) -> usize {
        let offset = at - self.prose;
        if self.is_linear() { (self.source.start + offset).min(self.source.end) } else { self.source.end }
    }

    fn to_prose(self, source: usize) -> usize {
        let offset = source.saturating_sub(self.source.start);
        let offset = if self.is_linear() {
            offset
        } else if offset == 0 {
            0
        } else {
            self.len
        };
        self.prose + offset.min(self.len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prose(text: &str) -> Prose {
        Prose::new(text, &segments(text), &[], |_| false)
    }

    #[test]
    fn markup_goes_and_words_stay() {
        for (text, expected) in [
            ("cut **cost** by _45%_", "cut cost by 45%\n"),
            ("a message\nqueue", "a message queue\n"),
            ("> a message\n> queue", "a message queue\n"),
            ("- one\n- two", "one\ntwo\n"),
            ("see https://x.org/45%25 now", "see  now\n"),
            ("[the docs](https://x.org) say", "the docs say\n"),
            ("a `p99` b", "a p99 b\n"),
            ("```\ncode 45%\n```\nafter", "after\n"),
            ("AT&amp;T <!-- 45% --> x", "AT&T  x\n"),
            ("in <number> hours<br>then", "in <number> hours\nthen\n"),
            ("<td>cut <b>45%</b></td>", "cut 45%\n"),
            ("\t• one\n\t• two", "• one\n\t• two\n"),
            ("| a | b |\n|---|---|\n| c | d |", "a\nb\nc\nd\n"),
            ("take [X%] off", "take [X%] off\n"),
        ] {
            let found = prose(text);
            let lines = |text: &str| {
                text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>()
            };
            assert_eq!(lines(found.text()), lines(expected), "{text}");
        }
    }

    #[test]
    fn every_part_knows_where_it_comes_from() {
        let text = "cut **cost** by\n> &amp; `45%` more";
        let prose = prose(text);
        let at = prose.text().find("45%").expect("the figure");
        let source = prose.source(Span::new(at, at + 3));
        assert_eq!(&text[source.range()], "45%");
        assert_eq!(prose.of(source), Span::new(at, at + 3));
        assert!(prose.is_code(Span::new(at, at + 1)) && !prose.is_code(Span::new(0, 3)));
        let at = prose.text().find("cost by").expect("words across markup");
        assert_eq!(&text[prose.source(Span::new(at, at + 7)).range()], "cost** by");
    }

    /// What sentences are, one character after the other.
    fn sentences_slowly(text: &str) -> Vec<&str> {
        let known = ["e.g", "i.e", "etc", "vs", "approx", "aprox", "Mr", "Ms", "Dr", "No", "Inc", "Corp", "Ltd", "St"];
        let is_abbreviation = |before: &str, follows: &str| {
            let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
            let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
            let goes_on = follows.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
            let number = before.trim();
            (known.contains(&word) && (goes_on || word != "etc"))
                || (initial && word != "I")
                || (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let mut found = Vec::new();
        let (mut start, mut at) = (0, 0);
        while let Some(c) = text[at..].chars().next() {
            let follows = text[at + c.len_utf8()..].trim_start_matches(['"', '”', '\'', ')', '*']);
            let ends = match c {
                '.' => {
                    (follows.is_empty() || follows.starts_with(char::is_whitespace))
                        && !is_abbreviation(&text[start..at], follows)
                }
                _ => matches!(c, '\n' | '!' | '?' | '。' | '！' | '？' | '।'),
            };
            at += c.len_utf8();
            if ends {
                let rest = &text[at..];
                at += rest.len() - rest.trim_start_matches(['"', '”', '\'', ')', '!', '?']).len();
                found.push(text[start..at].trim());
                start = at;
            }
        }
        found.push(text[start..].trim());
        found.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
        found
    }

    proptest! {
        #[test]
        fn sentences_are_the_same_however_they_are_found(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    ".", ".", ". ", "! ", "?", "\n", " ", " ", "\"", ")", "(", "'", "”", "*", "etc", "e.g", "approx", "Corp",
                    "No", "I", "A", "É", "we", "held", "1", "29", "%", "behaviour", "\u{a0}", "\t", "…", "。", "।", "é", "-",
                ]),
                0..24,
            )
        ) {
            let prose = Prose { text: parts.concat(), ..Prose::default() };
            let found = prose.sentences(Span::new(0, prose.text.len()));
            let found: Vec<_> = found.into_iter().map(|span| &prose.text[span.range()]).collect();
            prop_assert_eq!(found, sentences_slowly(&prose.text));
        }
    }

    #[test]
    fn sentences_end_where_people_pause() {
        let prose = prose("We cut 4.5 h, e.g. by caching. Then (really!) it held. Done");
        let all = Span::new(0, prose.text().len());
        let found: Vec<_> = prose.sentences(all).into_iter().map(|span| &prose.text()[span.range()]).collect();
        assert_eq!(found, ["We cut 4.5 h, e.g. by caching.", "Then (really!)", "it held.", "Done"]);
    }
}
