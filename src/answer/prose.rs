//! The words of an answer without markup, with a mapping between their offsets and those of the text.
//!
//! Blocks (paragraphs, list items, cells) are separated by `\n`, so that no match spans two of them. Soft line breaks become
//! spaces, so that a phrase can span one. Fences, URLs, comments, and tags are skipped (invariant 8). Inline code is kept but
//! marked: a metric or a service in it counts as evidence, but nothing in it is reported.

use crate::draft::label::BROKEN_BULLETS;
use crate::draft::markdown::{Gap, Markdown, Segment, Shown};
use crate::text::{DocSpan, Span};

/// The words of an answer.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    text: String,
    /// Sorted by start in `text`, without overlaps there.
    runs: Vec<Run>,
    /// Inline code, as spans of `text`, sorted.
    code: Vec<Span>,
}

/// A part of the prose and its source.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The offset of its first byte in the prose.
    prose: usize,
    /// Its length in the prose.
    len: usize,
    /// Its span in the text of the answer.
    source: Span,
}

impl Prose {
    /// Makes the prose of `text` from its `segments`. Blocks are split at the offsets `seams` (sorted). A fence is included if
    /// `reads_fence` returns true for its span.
    pub(crate) fn new(text: &str, segments: &[Segment], seams: &[usize], reads_fence: impl Fn(Span) -> bool) -> Self {
        let mut prose = Self::default();
        for segment in segments {
            match segment.gap {
                Gap::Break => prose.end_block(),
                Gap::Soft => prose.soft_break(&text[segment.source.start..]),
                Gap::None => {}
            }
            match segment.shown {
                Shown::Url => prose.glue(' '),
                Shown::Fence if !reads_fence(segment.source) => {}
                Shown::Fence | Shown::Text => prose.take(text, segment, seams),
                Shown::Code => {
                    let start = prose.text.len();
                    prose.take(text, segment, seams);
                    prose.code.push(Span::new(start, prose.text.len()));
                }
            }
        }
        prose
    }

    /// Makes the prose of a text that is not an answer, including its fences.
    pub fn whole(text: &str) -> Self {
        let segments = Markdown::parse(text).segments(DocSpan::new(0, text.len()));
        Self::new(text, &segments, &[], |_| true)
    }

    /// Returns the words. Blocks end with `\n`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Converts a span of the prose to a span of the text.
    pub fn source(&self, span: Span) -> Span {
        let first = self.runs.partition_point(|run| run.prose <= span.start);
        let start = match first.checked_sub(1) {
            Some(index) => self.runs[index].to_source(span.start),
            None => 0,
        };
        if span.is_empty() {
            return Span::new(start, start);
        }
        // Fast path: most spans are within one run.
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

    /// Converts a span of the text to a span of the prose.
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

    /// Whether `span` (of the prose) overlaps inline code.
    pub fn is_code(&self, span: Span) -> bool {
        self.code_at(span).is_some()
    }

    /// Returns the inline code that `span` (of the prose) overlaps.
    pub fn code_at(&self, span: Span) -> Option<Span> {
        let index = self.code.partition_point(|code| code.end <= span.start);
        self.code.get(index).filter(|code| code.overlaps(span)).copied()
    }

    /// Iterates over the words in `span` (of the prose) between inline code.
    pub fn without_code(&self, span: Span) -> impl Iterator<Item = &str> + Clone {
        let mut at = span.start;
        std::iter::from_fn(move || {
            let start = at;
            if start >= span.end {
                return None;
            }
            let code = self.code_at(Span::new(start, span.end));
            at = code.map_or(span.end, |code| code.end);
            Some(&self.text[start..code.map_or(span.end, |code| code.start.max(start))])
        })
    }

    /// Appends the words of a segment.
    fn take(&mut self, text: &str, segment: &Segment, seams: &[usize]) {
        if let Some(words) = &segment.words {
            self.run(words, segment.source);
            return;
        }
        let Span { mut start, end } = segment.source;
        let first = seams.partition_point(|&seam| seam <= start);
        if first > 0 && seams[first - 1] == start {
            self.end_block();
        }
        for &seam in seams[first..].iter().take_while(|&&seam| seam < end) {
            self.run(&text[start..seam], Span::new(start, seam));
            self.end_block();
            start = seam;
        }
        // Line ends within a fence or HTML end blocks.
        self.run(&text[start..end], Span::new(start, end));
    }

    fn run(&mut self, shown: &str, source: Span) {
        if shown.is_empty() {
            return;
        }
        self.runs.push(Run { prose: self.text.len(), len: shown.len(), source });
        self.text.push_str(shown);
    }

    fn end_block(&mut self) {
        if self.text.as_bytes().last().is_some_and(|last| *last != b'\n') {
            self.text.push('\n');
        }
    }

    /// Joins two lines of a block, unless the `next` one begins with a bullet that is not Markdown.
    fn soft_break(&mut self, next: &str) {
        let is_bullet = next.starts_with(['•', '◦', '▪', '‣', '●', '○', '■'])
            || BROKEN_BULLETS.iter().any(|bullet| next.starts_with(bullet));
        match is_bullet {
            true => self.end_block(),
            false => self.glue(' '),
        }
    }

    /// Appends `with`, unless there is white space already.
    fn glue(&mut self, with: char) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(with);
        }
    }

    /// Returns the sentences in `span` (of the prose), without white space around them.
    pub fn sentences(&self, span: Span) -> Vec<Span> {
        let mut found = Vec::new();
        let text = &self.text[span.range()];
        let mut start = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let is_end = match c {
                // Punctuation in code doesn't end a sentence.
                '.' | '!' | '?' if self.is_code(Span::new(span.start + at, span.start + at + 1)) => false,
                '.' => ends_sentence(&text[start..at], &text[at + 1..]),
                _ => matches!(c, '\n' | '!' | '?' | '。' | '！' | '？' | '।'),
            };
            if is_end {
                while chars.next_if(|(_, c)| matches!(c, '"' | '”' | '\'' | ')' | '!' | '?')).is_some() {}
                let end = chars.peek().map_or(text.len(), |(at, _)| *at);
                found.extend(trimmed(text, start, end, span.start));
                start = end;
            }
        }
        found.extend(trimmed(text, start, text.len(), span.start));
        found
    }
}

/// Whether a period between `before`, the beginning of its sentence, and `after` ends the sentence.
fn ends_sentence(before: &str, after: &str) -> bool {
    let follows = after.trim_start_matches(['"', '”', '\'', ')', '*']);
    (follows.is_empty() || follows.starts_with(char::is_whitespace)) && !is_abbreviation(before, follows)
}

/// Returns the span of `text` from `start` to `end` without white space around it, moved by `offset` bytes. Returns `None` if
/// it has no words.
fn trimmed(text: &str, start: usize, end: usize, offset: usize) -> Option<Span> {
    let part = &text[start..end];
    let from = offset + start + part.len() - part.trim_start().len();
    let part = part.trim();
    part.contains(char::is_alphanumeric).then(|| Span::new(from, from + part.len()))
}

/// Abbreviations that end with a period.
const ABBREVIATIONS: &[&str] =
    &["e.g", "i.e", "etc", "vs", "approx", "aprox", "Mr", "Ms", "Dr", "No", "Inc", "Corp", "Ltd", "St"];

/// Whether a period between `before` and `follows` belongs to an abbreviation, an initial, or a list number.
fn is_abbreviation(before: &str, follows: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let goes_on = || follows.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    let is_initial = || word != "I" && word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let is_number = || {
        let number = before.trim();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    (ABBREVIATIONS.contains(&word) && (word != "etc" || goes_on())) || is_initial() || is_number()
}

impl Run {
    /// Whether the prose is the same as the source, so that offsets map one to one.
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

    fn prose(text: &str) -> Prose {
        let segments = Markdown::parse(text).segments(DocSpan::new(0, text.len()));
        Prose::new(text, &segments, &[], |_| false)
    }

    #[test]
    fn markup_is_removed_and_words_are_kept() {
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
    fn spans_map_between_prose_and_text() {
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

    #[test]
    fn sentences_are_split() {
        let prose = prose("We cut 4.5 h, e.g. by caching. Then (really!) it held. `GET /a?b` was `200. ok`. Done");
        let all = Span::new(0, prose.text().len());
        let found: Vec<_> = prose.sentences(all).into_iter().map(|span| &prose.text()[span.range()]).collect();
        let expected =
            ["We cut 4.5 h, e.g. by caching.", "Then (really!)", "it held.", "GET /a?b was 200. ok.", "Done"];
        assert_eq!(found, expected);
    }
}
