//! The TOML of settings files, lexicon files, and front matter.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{FileError, Member, Node, Value};
use crate::text::DocSpan;

/// Reads `text` as a table. If `text` is not valid TOML, returns the part that could be read, and the errors.
pub fn read(text: &str) -> (Node, Vec<FileError>) {
    let (table, errors) = parse(text);
    (Node { span: span(text, table.span()), value: members(text, table.get_ref()) }, errors)
}

/// Like [`read`], but returns the table of the `toml` crate.
fn parse(text: &str) -> (Spanned<DeTable<'_>>, Vec<FileError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let errors = errors.iter().map(|error| {
        let why = error.message().trim().replace('\n', ", ");
        FileError::error(span(text, error.span().unwrap_or_default()), format!("Invalid TOML: {why}."))
    });
    (table, errors.collect())
}

fn members(text: &str, table: &DeTable<'_>) -> Value {
    let member = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| Member {
        name: key.get_ref().clone().into_owned(),
        at: span(text, key.span()),
        node: node(text, value),
    };
    Value::Table(table.iter().map(member).collect())
}

fn node(text: &str, written: &Spanned<DeValue<'_>>) -> Node {
    let value = match written.get_ref() {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Whole(number),
            Err(_) => Value::Other(number.as_str().to_owned()),
        },
        DeValue::Float(number) => Value::Other(number.as_str().to_owned()),
        DeValue::Datetime(time) => Value::Other(time.to_string()),
        DeValue::Array(entries) => Value::List(entries.iter().map(|entry| node(text, entry)).collect()),
        DeValue::Table(table) => members(text, table),
    };
    Node { span: span(text, written.span()), value }
}

/// Returns the span of `range` in `text`, moved to character boundaries: an error may be in the middle of a character.
fn span(text: &str, range: Range<usize>) -> DocSpan {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    DocSpan::new(floor(range.start), floor(range.end).max(floor(range.start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_positions_and_the_rest_is_read() {
        let text = "aws = true\nlexicon = [\"é\nmax-findings = 3\n";
        let (node, errors) = read(text);
        assert!(
            !errors.is_empty() && errors.iter().all(|error| error.is_error() && text.get(error.span.range()).is_some())
        );
        let Value::Table(members) = node.value else { panic!("a table: {node:?}") };
        assert!(members.iter().any(|member| member.name == "aws" && member.node.value == Value::Flag(true)));
    }
}
