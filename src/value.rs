//! Values with their positions, independent of the source format: TOML ([`toml`]), YAML ([`yaml`]), or the JSON of an
//! editor.
//!
//! Settings, front matter, and lexicon files are read as these values. Errors and warnings in them are [`FileError`]s.

pub mod toml;
pub mod yaml;

use crate::severity::Severity;
use crate::text::DocSpan;

/// A value and its position. The span is empty if there is no position to show, as in the settings of an editor.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The position, in bytes of the file.
    pub span: DocSpan,
    /// The value.
    pub value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Null, which is treated as absent.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table: names with their values.
    Table(Vec<Member>),
    /// Anything else, such as a float or a date, as written.
    Other(String),
}

/// An entry of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name.
    pub name: String,
    /// The position of the name.
    pub at: DocSpan,
    /// The value.
    pub node: Node,
}

/// An error, a warning, or a note about a settings file, a lexicon file, or front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The position, in bytes of the file.
    pub span: DocSpan,
    /// The message: the problem, and how to fix it.
    pub message: String,
    /// An error, a warning, or information (a note that nothing needs to be done about).
    pub severity: Severity,
}

impl Node {
    /// Creates a value without a position.
    pub fn without_position(value: Value) -> Self {
        Self { span: DocSpan::default(), value }
    }

    /// Moves all positions forward by `by` bytes.
    pub fn shift(&mut self, by: usize) {
        self.span = shifted(self.span, by);
        match &mut self.value {
            Value::List(entries) => entries.iter_mut().for_each(|entry| entry.shift(by)),
            Value::Table(members) => members.iter_mut().for_each(|member| member.shift(by)),
            _ => {}
        }
    }

    /// Returns a short form of the value for messages.
    pub fn shown(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Flag(flag) => flag.to_string(),
            Value::Whole(number) => number.to_string(),
            Value::Text(text) => match text.char_indices().nth(40) {
                Some((end, _)) => format!("\"{}…\"", &text[..end]),
                None => format!("\"{text}\""),
            },
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
            Value::Other(written) => written.clone(),
        }
    }
}

impl Member {
    /// Moves all positions forward by `by` bytes.
    pub fn shift(&mut self, by: usize) {
        self.at = shifted(self.at, by);
        self.node.shift(by);
    }
}

impl FileError {
    /// Creates an error: the file, or a part of it, can't be used.
    pub fn error(span: DocSpan, message: String) -> Self {
        Self { span, message, severity: Severity::Error }
    }

    /// Creates a warning: the rest of the file is used.
    pub fn warning(span: DocSpan, message: String) -> Self {
        Self { span, message, severity: Severity::Warning }
    }

    /// Creates a note: the whole file is used.
    pub fn note(span: DocSpan, message: String) -> Self {
        Self { span, message, severity: Severity::Information }
    }

    /// Whether the file, or a part of it, can't be used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Moves the position forward by `by` bytes.
    pub fn shift(&mut self, by: usize) {
        self.span = shifted(self.span, by);
    }
}

fn shifted(span: DocSpan, by: usize) -> DocSpan {
    DocSpan::new(span.start + by, span.end + by)
}
