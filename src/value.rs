//! Values with their places, whatever they are written in: TOML ([`toml`]), YAML ([`yaml`]), or the JSON of an editor.
//!
//! Settings, front matter, and lexicon files are read as these, and what is wrong with them is a [`FileError`].

pub mod toml;
pub mod yaml;

use crate::text::DocSpan;

/// A value and its place; the place is empty where there is none to show, as in the settings of an editor.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it is, in bytes of the file.
    pub span: DocSpan,
    /// What it is.
    pub value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: as if it were not there.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Names with their values.
    Table(Vec<Member>),
    /// Anything else, as written.
    Other(String),
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name.
    pub name: String,
    /// Where the name is.
    pub at: DocSpan,
    /// The value.
    pub node: Node,
}

/// An error or a warning in a settings file, a lexicon file, or front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// Where it is, in bytes of the file.
    pub span: DocSpan,
    /// What is wrong, and how to fix it.
    pub message: String,
    /// Whether it is an error; else it is a warning.
    pub error: bool,
}

impl Node {
    /// A value without a place.
    pub fn nowhere(value: Value) -> Self {
        Self { span: DocSpan::default(), value }
    }

    /// Moves all its places by this many bytes.
    pub fn shift(&mut self, by: usize) {
        self.span = shifted(self.span, by);
        match &mut self.value {
            Value::List(entries) => entries.iter_mut().for_each(|entry| entry.shift(by)),
            Value::Table(members) => members.iter_mut().for_each(|member| member.shift(by)),
            _ => {}
        }
    }

    /// The value as a message shows it: short.
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
    /// Moves all its places by this many bytes.
    pub fn shift(&mut self, by: usize) {
        self.at = shifted(self.at, by);
        self.node.shift(by);
    }
}

impl FileError {
    /// An error: the file, or a part of it, can't be used.
    pub fn error(span: DocSpan, message: String) -> Self {
        Self { span, message, error: true }
    }

    /// A warning: the rest of the file is used.
    pub fn warning(span: DocSpan, message: String) -> Self {
        Self { span, message, error: false }
    }

    /// Moves its place by this many bytes.
    pub fn shift(&mut self, by: usize) {
        self.span = shifted(self.span, by);
    }
}

fn shifted(span: DocSpan, by: usize) -> DocSpan {
    DocSpan::new(span.start + by, span.end + by)
}
