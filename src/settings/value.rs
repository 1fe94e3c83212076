//! What is written somewhere, whatever it is written in.

use crate::text::DocSpan;

/// A value, and where it stands; nowhere in particular if nobody can be shown the place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where.
    pub span: DocSpan,
    /// What.
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
    /// Where it stands.
    pub at: DocSpan,
    /// The value.
    pub node: Node,
}

impl Node {
    /// A value that stands nowhere in particular.
    pub fn nowhere(value: Value) -> Self {
        Self { span: DocSpan::default(), value }
    }

    /// It, as it is shown in a message: short.
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
