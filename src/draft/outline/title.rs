//! Titles of answers: headings, bold lines, and interview questions.

use crate::text::{Change, DocSpan, Span};

/// The level of a title that is not a heading: one below the deepest heading.
pub(super) const NOT_A_HEADING: u8 = 7;

/// A heading or question that names the answers below it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Title {
    /// The start of its line, a byte offset in the draft.
    pub(super) start: usize,
    /// Its words, without emphasis marks.
    pub(super) words: DocSpan,
    /// The heading's level, or [`NOT_A_HEADING`] for a bold or numbered line.
    pub(super) level: u8,
    /// Its number, if it begins with one: "2. A failure".
    pub(super) number: Option<u16>,
    /// The nearest heading above of a higher rank.
    pub(super) over: Option<Box<Title>>,
    /// Whether text that belongs to no answer stands below it.
    pub(super) has_text: bool,
    /// Whether an answer above already has it as its own.
    pub(super) used: bool,
}

impl Title {
    /// Moves the title by `by` bytes.
    pub(super) fn shift(&mut self, by: isize) {
        self.start = self.start.saturating_add_signed(by);
        self.words = self.words.shifted(by);
    }

    /// Whether an edit touched it or a heading that it is below.
    pub(super) fn is_touched_by(&self, change: Change) -> bool {
        self.words.end >= change.start && self.start < change.old_end
            || self.over.as_ref().is_some_and(|over| over.is_touched_by(change))
    }

    /// Returns it after an edit that did not touch it.
    pub(super) fn after(mut self, change: Change) -> Self {
        self.over = self.over.map(|over| Box::new(over.after(change)));
        if self.start >= change.old_end {
            self.shift(change.grown());
        }
        self
    }
}

/// A line that names the answer which begins directly below it.
pub(super) struct Candidate {
    pub(super) title: Title,
    /// Whether it looks like a title wherever it stands: a numbered line or a question.
    pub(super) is_strong: bool,
    /// The end of the open answer above it.
    pub(super) end_above: Option<usize>,
}

/// The maximum number of words of a plain line that is a title.
const MAX_TITLE_WORDS: usize = 26;

/// Whether the plain line `words` may be a title: it is short, and neither a sentence nor a prompt to fill in.
pub(super) fn may_be_plain_title(words: &str) -> bool {
    let is_prompt = words.starts_with('[') && words.ends_with(']');
    let is_sentence = words.ends_with(['.', ';', ',', ':', '。', '：', '!']) && !is_question(words);
    !is_sentence
        && !is_prompt
        && words.split_whitespace().count() <= MAX_TITLE_WORDS
        && words.contains(char::is_alphabetic)
}

/// Returns the number that `line` begins with: "2. A failure", "**3) Growth**", "Q4: …", "Story 5".
pub(super) fn leading_number(line: &str) -> Option<u16> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | '>'));
    let line = NUMBERED.iter().find_map(|lead| line.strip_prefix(lead)).unwrap_or(line);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line[digits..].chars().next();
    let ends = after.is_none_or(|c| matches!(c, '.' | ')' | ':' | ' ' | '*' | '_'));
    if (1..=3).contains(&digits) && ends { line[..digits].parse().ok() } else { None }
}

/// Words before the number of a title.
const NUMBERED: [&str; 5] = ["Q", "Question ", "Story ", "Scenario ", "Example "];

/// Returns the words of a title in `line`, from byte `from` on, without emphasis marks and white space around them.
pub(super) fn title_words(line: &str, from: usize) -> Span {
    let rest = &line[from..];
    let rest = rest.split("</").next().unwrap_or(rest);
    let mut words = rest.trim_end_matches(|c: char| c.is_whitespace() || c == '#').trim_start();
    // Marks around all the words, and an opening mark that nothing closes. A mark within them is part of the title.
    while let Some(mark) = ["**", "__", "*", "_"].into_iter().find(|mark| words.starts_with(mark)) {
        let inner = &words[mark.len()..];
        words = match inner.strip_suffix(mark) {
            Some(inside) if !inside.contains(mark) || mark.len() == 1 => inside.trim(),
            _ if !inner.contains(mark) => inner.trim_start(),
            _ => break,
        };
    }
    let start = words.as_ptr() as usize - line.as_ptr() as usize;
    Span::new(start, start + words.len())
}

/// Returns the words of a title as they are shown: without emphasis marks and code marks.
pub(super) fn shown_words(words: &str) -> String {
    let mut shown = String::new();
    let mut rest = words;
    while let Some(at) = rest.find(['*', '`', '_']) {
        let mark = rest[at..].chars().next().unwrap_or_default();
        let run = rest[at..].len() - rest[at..].trim_start_matches(mark).len();
        let before = rest[..at].chars().next_back().or(shown.chars().next_back());
        let after = rest[at + run..].chars().next();
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        // An underscore within a word, and a mark between spaces, is text.
        let spaced = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace);
        let is_text = spaced || mark == '_' && !is_edge(before) && !is_edge(after);
        shown.push_str(&rest[..at]);
        if is_text {
            shown.push_str(&rest[at..at + run]);
        }
        rest = &rest[at + run..];
    }
    shown.push_str(rest);
    shown.trim().to_owned()
}

/// Whether all words of `line` from byte `from` on are bold.
pub(super) fn is_bold(line: &str, from: usize) -> bool {
    let words = line[from..].trim();
    let mark = match words.as_bytes() {
        [b'*', b'*', ..] => "**",
        [b'_', b'_', ..] => "__",
        _ => return false,
    };
    words.len() > 6 && words.ends_with(mark) && !words[2..words.len() - 2].contains(mark)
}

/// Whether all of `line` is bold or italic.
pub(super) fn is_all_emphasis(line: &str) -> bool {
    let words = line.trim();
    words.len() > 2
        && matches!(words.as_bytes(), [b'*', .., b'*'] | [b'_', .., b'_'])
        && words.trim_matches(['*', '_']).find(['*', '_']).is_none()
}

/// Whether `line`, from byte `from` on, begins with bold words that a colon or period follows, or is all emphasis. Such a
/// line names something other than a component: "**Key beats**:".
pub(super) fn begins_with_bold_lead(line: &str, from: usize) -> bool {
    let words = line[from..].trim();
    if is_all_emphasis(words) {
        return true;
    }
    let Some(rest) = words.strip_prefix("**").or_else(|| words.strip_prefix("__")) else { return false };
    let Some(close) = rest.find("**").or_else(|| rest.find("__")) else { return false };
    let (bold, after) = (&rest[..close], &rest[close + 2..]);
    bold.ends_with([':', '：', '.']) || after.starts_with([':', '：']) || after.trim().is_empty()
}

/// The beginnings of interview questions without a question mark.
const REQUESTS: [&str; 7] = [
    "Tell me about ",
    "Tell us about ",
    "Describe a ",
    "Give me an example",
    "Give an example",
    "Walk me through ",
    "Talk about a ",
];

/// Whether a title is a question: it ends in a question mark, begins like an interviewer's request, or is numbered like a
/// question.
pub(super) fn is_question(words: &str) -> bool {
    let words = words.trim_end_matches(['"', '”', '\'', ')', ' ']);
    if words.ends_with(['?', '？']) {
        return true;
    }
    let unquoted = words.trim_start_matches(['"', '“', '\'']);
    let is_numbered =
        |lead: &str| words.strip_prefix(lead).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    REQUESTS.iter().any(|request| unquoted.starts_with(request))
        || words.starts_with("Q:")
        || NUMBERED.into_iter().any(is_numbered)
}
