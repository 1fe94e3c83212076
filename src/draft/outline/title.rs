//! Titles of answers: headings, bold lines, and interview questions.

use crate::text::{DocSpan, Span};

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
    /// Whether an answer above already has it as its own.
    pub(super) used: bool,
}

impl Title {
    /// Moves the title by `by` bytes.
    pub(super) fn shift(&mut self, by: isize) {
        self.start = self.start.saturating_add_signed(by);
        self.words = self.words.shifted(by);
    }
}

/// Returns the words of a title in `line`, from byte `from` on, without emphasis marks and white space around them.
pub(super) fn title_words(line: &str, from: usize) -> Span {
    let rest = &line[from..];
    let left = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let start = line.len() - left.len();
    let right = left.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#'));
    Span::new(start, start + right.len())
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
        || ["Q", "Question ", "Story ", "Scenario ", "Example "].into_iter().any(is_numbered)
}
