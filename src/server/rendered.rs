//! Diagnostics as they travel.
//!
//! The diagnostics of an answer are JSON but for the numbers of their lines, which hang on where the answer stands: a
//! line typed above costs those numbers, not the words.

use std::io::{self, Write};

use serde::Serialize;
use tower_lsp::lsp_types::Range;

use super::client::Client;
use super::convert::Piece;
use crate::analysis::Report;
use crate::rules::{Finding, MANUAL, Severity};

/// Who says so.
pub(crate) const SOURCE: &str = "star-coach";

/// How every diagnostic begins.
const START: &[u8] = br#"{"range":{"start":{"line":"#;

/// The lines of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lines {
    start: u32,
    end: u32,
}

impl Lines {
    /// Where they are if they count from `line`.
    #[inline]
    pub(crate) fn from(self, line: u32) -> Self {
        Self { start: line.saturating_add(self.start), end: line.saturating_add(self.end) }
    }

    /// The lower and the higher one.
    pub(crate) fn ends(self) -> (u32, u32) {
        (self.start.min(self.end), self.start.max(self.end))
    }

    /// How many digits they have together.
    pub(crate) fn digits(self) -> usize {
        digits(self.start) + digits(self.end)
    }
}

/// Diagnostics in order, whose lines count from the first line of what they are about.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    diagnostics: Vec<Diagnostic>,
    /// What stands behind the numbers of the lines, one after the other.
    text: Vec<u8>,
}

/// One of them.
#[derive(Debug)]
struct Diagnostic {
    lines: Lines,
    start_character: u32,
    /// In `text`, where what stands between the two lines begins, where that ends, and where all of it ends.
    at: [usize; 3],
}

impl Rendered {
    /// What was found in an answer.
    pub(crate) fn new(report: &Report, client: &Client) -> Self {
        let piece = Piece::new(report.answer.text());
        let mut rendered = Self::default();
        for finding in &report.findings {
            rendered.push(piece.range(client.encoding, finding.span), &Content::of(finding, client));
        }
        rendered
    }

    /// A finding somewhere in the draft.
    pub(crate) fn finding(finding: &Finding, range: Range, client: &Client) -> Self {
        let mut rendered = Self::default();
        rendered.push(range, &Content::of(finding, client));
        rendered
    }

    /// Something to say about the draft as a whole, at its top.
    pub(crate) fn remark(message: &str) -> Self {
        Self::plain(Severity::Information, message, Range::default())
    }

    /// Something that no rule says, at a range of the draft.
    pub(crate) fn plain(how_much: Severity, message: &str, range: Range) -> Self {
        let severity = severity(how_much);
        let content = Content { severity, code: None, code_description: None, source: SOURCE, message, data: None };
        let mut rendered = Self::default();
        rendered.push(range, &content);
        rendered
    }

    fn push(&mut self, range: Range, content: &Content<'_>) {
        let start = self.text.len();
        self.text.extend_from_slice(br#","character":"#);
        push_number(&mut self.text, range.start.character);
        self.text.extend_from_slice(br#"},"end":{"line":"#);
        let middle = self.text.len();
        self.text.extend_from_slice(br#","character":"#);
        push_number(&mut self.text, range.end.character);
        self.text.extend_from_slice(b"}},");
        // The content is an object of its own: its fields go on where the range ends.
        let content = serde_json::to_vec(content).unwrap_or_else(|_| br#"{"message":""}"#.to_vec());
        self.text.extend_from_slice(&content[1..]);
        let at = [start, middle, self.text.len()];
        let lines = Lines { start: range.start.line, end: range.end.line };
        self.diagnostics.push(Diagnostic { lines, start_character: range.start.character, at });
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Writes one of them, of an answer whose first line is `line`, behind the sign `before`.
    ///
    /// # Errors
    /// If `output` does.
    pub(crate) fn write(&self, before: u8, index: usize, line: u32, output: &mut dyn Write) -> io::Result<()> {
        let Diagnostic { lines, at: [start, middle, end], .. } = self.diagnostics[index];
        let Lines { start: start_line, end: end_line } = lines.from(line);
        let mut head = [0; 1 + START.len() + DIGITS];
        head[0] = before;
        head[1..][..START.len()].copy_from_slice(START);
        let number = Number::of(start_line);
        let digits = number.digits();
        head[1 + START.len()..][..digits.len()].copy_from_slice(digits);
        output.write_all(&head[..1 + START.len() + digits.len()])?;
        output.write_all(&self.text[start..middle])?;
        let number = if end_line == start_line { number } else { Number::of(end_line) };
        output.write_all(number.digits())?;
        output.write_all(&self.text[middle..end])
    }

    /// How many bytes [`Rendered::write`] writes but for the numbers of the lines and the sign before.
    pub(crate) fn bytes(&self, index: usize) -> usize {
        START.len() + self.text(index).len()
    }

    /// The lines of one of them, which count from the first one of its answer.
    #[inline]
    pub(crate) fn lines(&self, index: usize) -> Lines {
        self.diagnostics[index].lines
    }

    /// All of one of them but its beginning, which all share, and the numbers of its lines.
    #[inline]
    pub(crate) fn text(&self, index: usize) -> &[u8] {
        let [start, _, end] = self.diagnostics[index].at;
        &self.text[start..end]
    }

    /// Where one of them begins, in an answer whose first line is `line`: for putting them in order.
    pub(crate) fn place(&self, index: usize, line: u32) -> (u32, u32) {
        (self.lines(index).from(line).start, self.diagnostics[index].start_character)
    }

    /// Appends all that `other` has.
    #[cfg(test)]
    pub(crate) fn append(&mut self, other: &Self) {
        let before = self.text.len();
        self.text.extend_from_slice(&other.text);
        let moved = |one: &Diagnostic| Diagnostic { at: one.at.map(|at| at + before), ..*one };
        self.diagnostics.extend(other.diagnostics.iter().map(moved));
    }
}

/// What a diagnostic says, as far as we use the protocol.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content<'a> {
    severity: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_description: Option<CodeDescription>,
    source: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data<'a>>,
}

#[derive(Serialize)]
struct CodeDescription {
    href: String,
}

#[derive(Serialize)]
struct Data<'a> {
    rule: &'a str,
}

impl<'a> Content<'a> {
    fn of(finding: &'a Finding, client: &Client) -> Self {
        let code = finding.rule.code;
        Self {
            severity: severity(finding.severity),
            code: Some(code),
            code_description: client.code_description.then(|| CodeDescription { href: format!("{MANUAL}{code}") }),
            source: SOURCE,
            message: &finding.message,
            data: Some(Data { rule: code }),
        }
    }
}

fn severity(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Information => 3,
        Severity::Hint => 4,
    }
}

/// How many digits a number of 32 bits has.
const DIGITS: usize = 10;

/// A number in decimal.
struct Number {
    digits: [u8; DIGITS],
    first: usize,
}

impl Number {
    #[inline]
    fn of(mut number: u32) -> Self {
        let (mut digits, mut first) = ([0; DIGITS], DIGITS);
        loop {
            first -= 1;
            digits[first] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                return Self { digits, first };
            }
        }
    }

    #[inline]
    fn digits(&self) -> &[u8] {
        &self.digits[self.first..]
    }
}

/// How many digits `number` has.
#[inline]
pub(crate) fn digits(number: u32) -> usize {
    number.checked_ilog10().unwrap_or_default() as usize + 1
}

/// Appends `number` in decimal.
fn push_number(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(Number::of(number).digits());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Class, Rule, Target};
    use crate::text::Span;
    use serde_json::{Value, json};

    static RULE: Rule = Rule {
        code: "test-rule",
        summary: "",
        severity: Severity::Warning,
        class: Class::Fact,
        target: Target::Words,
        docs: "",
        check: |_, _| {},
    };

    fn report(text: &str, span: Span) -> Report {
        let (message, severity) = ("so \"much\" 漢".to_owned(), Severity::Hint);
        let finding = Finding { rule: &RULE, severity, span, component: None, message, fixes: Vec::new() };
        Report::of_lines(text, vec![finding])
    }

    fn written(rendered: &Rendered, line: u32) -> Value {
        let mut out = Vec::new();
        rendered.write(b' ', 0, line, &mut out).expect("memory takes everything");
        assert_eq!(out.len(), 1 + rendered.bytes(0) + rendered.lines(0).from(line).digits());
        serde_json::from_slice(&out).expect("JSON")
    }

    #[test]
    fn a_diagnostic_stands_where_its_answer_stands() {
        let rendered = Rendered::new(&report("a\r\nb\rcd\nef", Span::new(6, 9)), &Client::default());
        assert_eq!(rendered.len(), 1);
        for line in [0, 7, 1_234_567_890] {
            let position = |line, character| json!({ "line": line, "character": character });
            let expected = json!({ "start": position(line + 2, 1), "end": position(line + 3, 1) });
            let written = written(&rendered, line);
            assert_eq!(written["range"], expected);
            assert_eq!((&written["message"], &written["source"]), (&json!("so \"much\" 漢"), &json!("star-coach")));
        }
        assert_eq!(rendered.lines(0).from(u32::MAX).ends(), (u32::MAX, u32::MAX));
    }

    #[test]
    fn a_diagnostic_links_to_its_manual_page_where_that_is_shown() {
        let report = report("text", Span::new(0, 1));
        let plain = written(&Rendered::new(&report, &Client::default()), 0);
        assert_eq!(plain["severity"], 4);
        assert_eq!((&plain["code"], &plain["data"]["rule"]), (&json!("test-rule"), &json!("test-rule")));
        assert!(plain.get("codeDescription").is_none());
        let client = Client { code_description: true, ..Client::default() };
        let linked = written(&Rendered::new(&report, &client), 0);
        assert_eq!(linked["codeDescription"]["href"], format!("{MANUAL}test-rule"));
    }

    #[test]
    fn numbers_are_decimal() {
        for number in [0, 7, 10, 99, 100, 4_294_967_295] {
            let mut out = Vec::new();
            push_number(&mut out, number);
            assert_eq!(digits(number), out.len());
            assert_eq!(String::from_utf8(out), Ok(number.to_string()));
        }
    }
}
