//! Reads Markdown with pulldown-cmark.

use std::fmt::Write as _;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::block::{Block, Cell, Gap, Line, Segment, Shown, Unclosed};
use super::reading::{Definition, Names, Reading, Root};
use crate::draft::html::block_tag;
use crate::text::{Span, without_line_end};

/// Reads `source`, which begins at byte `at` of the draft. `at` must be a root or, with `top`, the end of the front matter.
/// `names` are the link definitions of the whole draft. If the parser panics, `source` is read as plain text.
pub(super) fn read(source: &str, at: usize, top: bool, names: &Names) -> Reading {
    let mark = if top && source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let reader = || Reader::new(&source[mark..], at + mark).read(names);
    let mut reading = catch_unwind(AssertUnwindSafe(reader)).unwrap_or_else(|_| plain(&source[mark..], at + mark));
    if let Some(first) = reading.lines.first_mut() {
        first.start = at;
    }
    if let Some(first) = reading.roots.first_mut().filter(|root| root.0 == at + mark) {
        first.0 = at;
    }
    reading
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads `source` without any markup: every line is text.
fn plain(source: &str, at: usize) -> Reading {
    let mut reading = Reading::default();
    for line in line_spans(source) {
        let words = source[line.range()].trim_end();
        let block = if is_blank(words) { Block::Blank } else { Block::Text };
        reading.lines.push(Line { start: at + line.start, block, first: true, inside: false, items: 0 });
        if !words.is_empty() {
            let source = Span::new(at + line.start, at + line.start + words.len());
            reading.segments.push(Segment { source, gap: Gap::Break, shown: Shown::Text, words: None });
        }
    }
    reading
}

/// Returns the lines of `text` with their line ends. The last one may be empty.
fn line_spans(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    for (end, _) in text.match_indices(['\n', '\r']) {
        if bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n') {
            continue;
        }
        lines.push(Span::new(start, end + 1));
        start = end + 1;
    }
    lines.push(Span::new(start, bytes.len()));
    lines
}

/// Whether a line is blank: only spaces, tabs, and blockquote marks.
fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'\n' | b'\r'))
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS
}

/// Reads one part of a draft. Its offsets are relative to the part, but those in `reading` are relative to the draft.
struct Reader<'a> {
    text: &'a str,
    /// The byte offset of the part in the draft.
    at: usize,
    lines: Vec<Span>,
    /// The kind of each line, once it is known.
    known: Vec<Option<Line>>,
    /// The index of the line of the last event.
    line: usize,
    /// The number of open blocks.
    depth: usize,
    /// The number of open list items.
    items: u8,
    /// Whether the next text begins a block.
    first: bool,
    /// The separation between the last segment and the next one.
    gap: Gap,
    /// The open code block.
    code: Option<Code>,
    /// Whether a comment is open within the open HTML block.
    in_comment: bool,
    /// The offset at which the attributes of the open heading begin. Nothing from there on is shown.
    attributes: usize,
    /// The column of the next cell.
    column: usize,
    /// The offset at which the text of the open row ends.
    row_end: usize,
    /// Whether the open row is the header.
    header: bool,
    reading: Reading,
}

/// An open code block.
struct Code {
    shown: Shown,
    range: Range<usize>,
    /// The offset at which the content read so far ends.
    end: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        let lines = line_spans(text);
        Self {
            text,
            at,
            known: vec![None; lines.len()],
            lines,
            line: 0,
            depth: 0,
            items: 0,
            first: true,
            gap: Gap::Break,
            code: None,
            in_comment: false,
            attributes: usize::MAX,
            column: 0,
            row_end: 0,
            header: false,
            reading: Reading::default(),
        }
    }

    fn read(mut self, names: &Names) -> Reading {
        let mut resolve = |link: BrokenLink<'_>| {
            names.contains(&*name_of(&link.reference)).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(self.text, options(), Some(&mut resolve));
        for (name, link) in parser.reference_definitions().iter() {
            self.reading.definitions.push(Definition { start: self.at + link.span.start, name: name_of(name) });
        }
        self.reading.definitions.sort_by_key(|definition| definition.start);
        for (event, range) in parser.into_offset_iter() {
            self.event(event, range);
        }
        self.finish()
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) if is_inline(&tag) => self.mark_text(range.start),
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) if is_inline_end(tag) => {}
            Event::End(tag) => self.end(tag),
            Event::Text(shown) => match &mut self.code {
                Some(code) => {
                    code.end = range.end;
                    let shown = code.shown;
                    self.push(range, shown, None);
                }
                None => {
                    self.mark_text(range.start);
                    self.words(range, &shown);
                }
            },
            Event::Code(_) => {
                self.mark_over(range.clone(), |line| !begins_bold(line));
                self.push(code_content(self.text, range), Shown::Code, None);
            }
            Event::SoftBreak => {
                self.mark_text(range.start);
                self.gap = self.gap.max(Gap::Soft);
            }
            Event::HardBreak => {
                self.mark_text(range.start);
                self.gap = Gap::Break;
            }
            Event::Rule => {
                self.mark(range, Block::Rule);
                self.begin_block();
            }
            Event::InlineHtml(_) => {
                let tag = &self.text[range.clone()];
                let is_comment = tag.starts_with("<!--");
                self.mark_over(range.clone(), |_| is_comment);
                if is_comment {
                    self.reading.comments.push(self.placed(range));
                } else {
                    self.tag(tag, range);
                }
            }
            Event::Html(_) => self.html_line(range),
            _ => self.mark_text(range.start),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.begin_block();
        let start = self.line_at(range.start);
        match tag {
            Tag::Paragraph => {
                self.root_below_blank(start);
                self.block(range);
            }
            Tag::Heading { level, .. } => {
                let end = self.last_line(&range);
                let level = level_of(*level);
                if start == end {
                    self.attributes = range.start + without_attributes(self.text[range.clone()].trim_end()).len();
                    self.mark(range.clone(), Block::Heading(level));
                    self.root(start);
                } else {
                    self.mark(range.clone(), Block::Underlined(level));
                    self.set(end, Block::Underline(level), false);
                    self.root_below_blank(start);
                }
                self.block(range);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.mark(range.clone(), Block::Fence);
                self.block(range.clone());
                self.code = Some(Code { shown: Shown::Fence, end: self.lines[start].end, range });
            }
            // In an answer, most "code" by indentation is indented text.
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.mark(range.clone(), Block::Indented);
                self.block(range.clone());
                self.code = Some(Code { shown: Shown::Text, end: range.start, range });
            }
            Tag::HtmlBlock => self.html(range),
            Tag::Table(_) => {
                self.mark(range.clone(), Block::Row);
                self.set(start + 1, Block::Delimiter, false);
                self.block(range);
            }
            Tag::TableHead | Tag::TableRow => {
                self.column = 0;
                self.row_end = range.start + self.text[range.clone()].trim_end().len();
                self.header = matches!(tag, Tag::TableHead);
                self.block(range);
            }
            Tag::TableCell => {
                // The parser adds cells to a row that is shorter than the header. They are not in the text.
                if range.start < self.row_end {
                    let cell = Cell { source: self.placed(range), column: self.column, header: self.header };
                    self.reading.cells.push(cell);
                }
                self.column += 1;
            }
            Tag::Item => {
                self.items = self.items.saturating_add(1);
                self.block(range);
            }
            _ => {}
        }
        self.depth += 1;
    }

    fn end(&mut self, tag: TagEnd) {
        self.begin_block();
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Heading(_) => self.attributes = usize::MAX,
            TagEnd::HtmlBlock => self.in_comment = false,
            TagEnd::Item => self.items = self.items.saturating_sub(1),
            _ => {}
        }
    }

    fn begin_block(&mut self) {
        self.first = true;
        self.gap = Gap::Break;
    }

    /// Adds a root at `line` if no block is open.
    fn root(&mut self, line: usize) {
        if self.depth == 0 {
            self.reading.roots.push(Root(self.at + self.lines[line].start));
        }
    }

    /// Adds a root at `line` if the line above is blank.
    fn root_below_blank(&mut self, line: usize) {
        let is_bare = |line: Span| self.text[line.range()].bytes().all(|byte| byte.is_ascii_whitespace());
        if line == 0 || is_bare(self.lines[line - 1]) {
            self.root(line);
        }
    }

    /// Adds a block: its lines, from the first to the last that is not blank.
    fn block(&mut self, range: Range<usize>) {
        let first = self.line_at(range.start);
        let last = self.lines[self.last_line(&range)];
        let end = last.start + without_line_end(&self.text[last.range()]).len();
        self.reading.blocks.push(self.placed(self.lines[first].start..end));
    }

    fn end_code(&mut self) {
        let Some(Code { shown, range, end }) = self.code.take() else { return };
        // Anything after the content is the closing fence.
        let is_closed = end < range.end && !is_blank(&self.text[end..range.end]);
        if shown == Shown::Fence && !is_closed {
            self.unclosed(range, Block::Fence);
        }
    }

    /// Adds a `block` that is never closed.
    fn unclosed(&mut self, range: Range<usize>, block: Block) {
        // An empty last line belongs to it, too.
        if range.end == self.text.len() && self.lines.last().is_some_and(|last| last.is_empty()) {
            self.set(self.lines.len() - 1, block, false);
        }
        self.reading.unclosed.push(Unclosed { source: self.placed(range), block });
    }

    fn html(&mut self, range: Range<usize>) {
        let start = self.line_at(range.start);
        let first_line = self.lines[start].end.min(range.end) - range.start;
        let html = &self.text[range.clone()];
        let hidden = hidden(html);
        let block = match &hidden {
            Some(Hidden { block, end, .. }) if end.is_none_or(|end| end > first_line) => *block,
            _ => Block::Html,
        };
        self.mark(range.clone(), block);
        let is_open = hidden.as_ref().is_some_and(|hidden| hidden.end.is_none());
        if let Some(hidden) = hidden.filter(|hidden| hidden.end.is_none() || hidden.has_another) {
            self.unclosed(range.clone(), hidden.block);
        }
        if block == Block::Raw {
            return;
        }
        let before = self.reading.comments.len();
        self.comments(range.clone());
        let comments = self.reading.comments[before..].to_vec();
        if block == Block::Html {
            self.mark_inside(&comments);
        }
        // Each line of HTML is a separate block, such as a row or a cell.
        for line in start..=self.last_line(&range) {
            let span = self.lines[line];
            if self.shows(span, &comments) && !is_open {
                self.block(span.range());
            }
        }
    }

    /// Marks the lines that begin within `comments`.
    fn mark_inside(&mut self, comments: &[Span]) {
        for comment in comments {
            let Span { start, end } = Span::new(comment.start - self.at, comment.end - self.at);
            let first = self.lines.partition_point(|line| line.start <= start);
            let count = self.lines[first..].iter().take_while(|line| line.start < end).count();
            self.known[first..first + count].iter_mut().flatten().for_each(|line| line.inside = true);
        }
    }

    /// Whether `line` shows anything besides `comments`.
    fn shows(&self, line: Span, comments: &[Span]) -> bool {
        let is_shown = |from: usize, to: usize| from < to && !self.text[from..to].trim_matches(is_margin).is_empty();
        let first = comments.partition_point(|comment| comment.end <= self.at + line.start);
        let mut from = line.start;
        for comment in comments[first..].iter().take_while(|comment| comment.start < self.at + line.end) {
            if is_shown(from, (comment.start - self.at).max(from)) {
                return true;
            }
            from = comment.end - self.at;
        }
        is_shown(from, line.end)
    }

    /// Adds the comments in an HTML block.
    fn comments(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(start) = self.text[at..range.end].find("<!--").map(|len| at + len) {
            let Some(end) = self.text[start + 2..range.end].find("-->").map(|len| start + 2 + len + 3) else { return };
            self.reading.comments.push(self.placed(start..end));
            at = end;
        }
    }

    /// Adds the segments of text, with bare URLs as separate segments.
    fn words(&mut self, range: Range<usize>, shown: &str) {
        if self.text[range.clone()] != *shown {
            self.push(range, Shown::Text, Some(shown.into()));
            return;
        }
        let mut at = range.start;
        while let Some((start, end)) = bare_url(&self.text[at..range.end]) {
            self.push(at..at + start, Shown::Text, None);
            self.push(at + start..at + end, Shown::Url, None);
            at += end;
        }
        self.push(at..range.end, Shown::Text, None);
    }

    /// Adds the segments of a line of HTML: the text between its tags and comments.
    fn html_line(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.text[at..range.end];
            if self.in_comment || rest.starts_with("<!--") {
                let opening = if self.in_comment { 0 } else { 2 };
                let end = rest[opening..].find("-->");
                self.in_comment = end.is_none();
                at = end.map_or(range.end, |len| at + opening + len + 3);
                continue;
            }
            let Some(inner) = rest.strip_prefix('<') else {
                let len = rest.find('<').unwrap_or(rest.len());
                self.push(at..at + len, Shown::Text, None);
                at += len;
                continue;
            };
            // An angle bracket that is not closed before the next one is not a tag.
            let end = inner.find(['<', '>', '\n']).map_or(rest.len(), |len| len + 1);
            let is_tag = rest[end..].starts_with('>');
            let len = end + usize::from(is_tag);
            match is_tag {
                true => self.tag(&rest[..len], at..at + len),
                false => self.push(at..at + len, Shown::Text, None),
            }
            at += len;
        }
    }

    /// Reads a tag: HTML tags are not shown, and any other, such as `<number>`, is text.
    fn tag(&mut self, tag: &str, range: Range<usize>) {
        match tag_kind(tag.trim_matches(['<', '>'])) {
            Some(TagKind::Inline) => {}
            Some(TagKind::Block) => self.gap = Gap::Break,
            None => self.push(range, Shown::Text, None),
        }
    }

    fn push(&mut self, range: Range<usize>, shown: Shown, words: Option<Box<str>>) {
        let range = range.start..range.end.min(self.attributes);
        if range.is_empty() {
            return;
        }
        let source = self.placed(range);
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        self.reading.segments.push(Segment { source, gap, shown, words });
    }

    fn placed(&self, range: Range<usize>) -> Span {
        Span::new(self.at + range.start, self.at + range.end)
    }

    /// Returns the index of the line that contains `offset`, searching from the last one, since events come in order.
    fn line_at(&mut self, offset: usize) -> usize {
        while self.lines.get(self.line + 1).is_some_and(|next| next.start <= offset) {
            self.line += 1;
        }
        while self.line > 0 && self.lines[self.line].start > offset {
            self.line -= 1;
        }
        self.line
    }

    /// Returns the index of the last line of `range` that is not blank.
    fn last_line(&self, range: &Range<usize>) -> usize {
        let end = range.start + self.text[range.clone()].trim_end().len();
        self.lines.partition_point(|line| line.start < end.max(range.start + 1)).saturating_sub(1)
    }

    /// Sets the kind of a line.
    fn set(&mut self, line: usize, block: Block, first: bool) {
        if let Some(known) = self.known.get_mut(line) {
            let start = self.at + self.lines[line].start;
            *known = Some(Line { start, block, first, inside: false, items: self.items });
        }
    }

    /// Sets the kind of all lines of `range`.
    fn mark(&mut self, range: Range<usize>, block: Block) {
        let first = self.line_at(range.start);
        let count = self.lines[first..].iter().take_while(|line| line.start < range.end).count();
        for line in first..first + count {
            self.set(line, block, line == first);
        }
    }

    /// Marks the line at `offset` as text, unless its kind is known.
    fn mark_text(&mut self, offset: usize) {
        let line = self.line_at(offset);
        let first = std::mem::replace(&mut self.first, false);
        if self.known[line].is_none() {
            self.set(line, Block::Text, first);
        }
    }

    /// Like [`Self::mark_text`], for inline code or a comment that may have several lines. Each line after the first is marked
    /// as beginning inside if `hides` returns true for its text.
    fn mark_over(&mut self, range: Range<usize>, hides: impl Fn(&str) -> bool) {
        self.mark_text(range.start);
        let next = self.line + 1;
        let count = self.lines[next..].iter().take_while(|line| line.start < range.end).count();
        for line in next..next + count {
            if self.known[line].is_none() {
                self.set(line, Block::Text, false);
            }
            let is_inside = hides(&self.text[self.lines[line].range()]);
            if let Some(known) = &mut self.known[line] {
                known.inside = is_inside;
            }
        }
    }

    fn finish(mut self) -> Reading {
        let unmarked = |line: Span| {
            let block = if is_blank(&self.text[line.range()]) { Block::Blank } else { Block::Text };
            Line { start: self.at + line.start, block, first: true, inside: false, items: 0 }
        };
        let lines = self.lines.iter().zip(&self.known).map(|(span, known)| known.unwrap_or_else(|| unmarked(*span)));
        self.reading.lines = lines.collect();
        self.reading
    }
}

/// Returns a heading without the `{#name}` that Google Docs, Pandoc, and others append. A placeholder (`{X}`) stays.
pub fn without_attributes(heading: &str) -> &str {
    let inside = heading.trim_end().strip_suffix('}').and_then(|inside| inside.rsplit_once('{'));
    match inside {
        Some((shown, inside)) if inside.starts_with(['#', '.', ':']) => shown.trim_end(),
        _ => heading,
    }
}

/// Whether `c` is white space or a blockquote mark.
fn is_margin(c: char) -> bool {
    c.is_whitespace() || c == '>'
}

/// Returns the normalized name of a link definition: in lower case, with single spaces.
fn name_of(name: &str) -> Box<str> {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().into()
}

fn level_of(level: HeadingLevel) -> u8 {
    level as u8
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Whether a line begins in bold. Code doesn't, so a backtick above such a line is a stray one.
fn begins_bold(line: &str) -> bool {
    line.trim_start_matches(is_margin).starts_with("**")
}

/// Returns the content of `` `code` ``.
fn code_content(text: &str, range: Range<usize>) -> Range<usize> {
    let raw = &text[range.clone()];
    let ticks = raw.bytes().take_while(|&byte| byte == b'`').count();
    if raw.len() >= 2 * ticks { range.start + ticks..range.end - ticks } else { range }
}

/// An HTML block whose content is hidden.
struct Hidden {
    /// Its kind: [`Block::Comment`] or [`Block::Raw`].
    block: Block,
    /// The offset in the block after its closing mark, if it has one.
    end: Option<usize>,
    /// Whether it is a comment in which another one begins, so that its end probably belongs to the other one.
    has_another: bool,
}

/// Reads the HTML block `html` if it is a comment or a raw text element. Declarations, `<?…?>`, and CDATA don't count: in a
/// draft, a line that begins with `<!TODO` is text.
fn hidden(html: &str) -> Option<Hidden> {
    let end_of = |from: usize, end: &str| html[from..].find(end).map(|at| from + at + end.len());
    if html.starts_with("<!--") {
        let end = end_of(2, "-->");
        let has_another = end.is_some_and(|end| html[..end].rfind("<!--").is_some_and(|at| at > 0));
        return Some(Hidden { block: Block::Comment, end, has_another });
    }
    let name = html.strip_prefix('<')?.split(|c: char| c.is_ascii_whitespace() || c == '>').next()?;
    let raw = ["pre", "script", "style", "textarea"].into_iter().find(|raw| name.eq_ignore_ascii_case(raw))?;
    // The parser looks for the closing tag in lower case.
    Some(Hidden { block: Block::Raw, end: end_of(0, &format!("</{raw}>")), has_another: false })
}

/// Returns the start and the end of the first bare URL in `text`.
fn bare_url(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let start = text.match_indices([':', '.']).find_map(|(at, _)| {
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

/// The kind of an HTML tag.
enum TagKind {
    /// A tag within a line.
    Inline,
    /// A tag that begins or ends a block.
    Block,
}

/// Returns the kind of `tag`, which is without its angle brackets, or `None` if it is not an HTML tag.
fn tag_kind(tag: &str) -> Option<TagKind> {
    const INLINE: &[&str] = &[
        "a", "b", "i", "u", "s", "em", "strong", "span", "font", "code", "sub", "sup", "small", "mark", "kbd", "img",
        "abbr", "del",
    ];
    let name = tag.trim_start_matches('/').split([' ', '/', '\t', '\n']).next().unwrap_or_default();
    if INLINE.iter().any(|tag| tag.eq_ignore_ascii_case(name)) {
        return Some(TagKind::Inline);
    }
    block_tag(name).map(|_| TagKind::Block)
}

/// Returns the structure of `text` without its comments. It is the same for two texts that differ only in a comment.
pub fn structure(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text, options()) {
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
