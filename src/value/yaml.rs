//! The YAML of front matter.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};

use super::{FileError, Member, Node, Value};
use crate::text::DocSpan;

/// The maximum length of the text, in bytes.
const MAX_LENGTH: usize = 1 << 16;
/// The maximum nesting depth of lists and tables.
const MAX_DEPTH: usize = 8;

/// Reads `text` as one value. Aliases are rejected, so that a short text can't expand into a huge value.
///
/// # Errors
/// The first problem, as a warning.
pub fn read(text: &str) -> Result<Node, FileError> {
    if text.len() > MAX_LENGTH {
        return Err(error_at(
            text,
            0,
            format!("These settings are longer than {} KiB. Shorten them.", MAX_LENGTH >> 10),
        ));
    }
    let offsets = text.char_indices().map(|(offset, _)| offset).collect();
    let mut reader = Reader { text, offsets, parser: Parser::new_from_str(text) };
    let node = loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(_), _) => {}
            (Event::StreamEnd, span) => return Ok(Node { span, value: Value::Null }),
            (event, span) => break reader.node(event, span, MAX_DEPTH)?,
        }
    };
    loop {
        match reader.next()? {
            (Event::DocumentEnd, _) => {}
            (Event::StreamEnd, _) => return Ok(node),
            (_, span) => return Err(error_at(text, span.start, "Unexpected second document. Remove it.".to_owned())),
        }
    }
}

/// Builds values from the parser's events.
struct Reader<'a> {
    text: &'a str,
    /// The byte offset of each character: the parser counts characters, not bytes.
    offsets: Vec<usize>,
    parser: Parser<'a, StrInput<'a>>,
}

impl<'a> Reader<'a> {
    /// Returns the next event and its position.
    fn next(&mut self) -> Result<(Event<'a>, DocSpan), FileError> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let start = self.offset(span.start.index());
                Ok((event, DocSpan::new(start, self.offset(span.end.index()).max(start))))
            }
            Some(Err(error)) => Err(self.invalid(&error)),
            None => Ok((Event::StreamEnd, DocSpan::new(self.text.len(), self.text.len()))),
        }
    }

    fn offset(&self, index: usize) -> usize {
        self.offsets.get(index).copied().unwrap_or(self.text.len())
    }

    fn invalid(&self, error: &ScanError) -> FileError {
        let why = error.info();
        let message = format!("Invalid YAML: {why}. Check the indentation, brackets, and quotation marks.");
        error_at(self.text, self.offset(error.marker().index()), message)
    }

    /// Returns the value that begins with `event`. Lists and tables may be nested `depth` levels deep.
    fn node(&mut self, event: Event<'a>, span: DocSpan, depth: usize) -> Result<Node, FileError> {
        let unsupported = match &event {
            Event::Scalar(_, _, 1.., _) | Event::SequenceStart(1.., _) | Event::MappingStart(1.., _) => {
                Some("Anchors are not supported. Put text that starts with `&` in quotation marks.")
            }
            Event::Scalar(.., Some(_)) | Event::SequenceStart(_, Some(_)) | Event::MappingStart(_, Some(_)) => {
                Some("Tags are not supported. Put text that starts with `!` in quotation marks.")
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if depth == 0 => {
                Some("Nested too deeply. Use fewer levels.")
            }
            _ => None,
        };
        if let Some(message) = unsupported {
            return Err(error_at(self.text, span.start, message.to_owned()));
        }
        match event {
            Event::Scalar(words, ScalarStyle::Plain, ..) => {
                let end = if words.is_empty() { span.start } else { span.end };
                Ok(Node { span: DocSpan::new(span.start, end), value: plain(words) })
            }
            Event::Scalar(words, ..) => {
                let end = span.start + written_len(&self.text[span.range()]);
                Ok(Node { span: DocSpan::new(span.start, end), value: Value::Text(words.into_owned()) })
            }
            Event::SequenceStart(..) => self.list(span.start, depth - 1),
            Event::MappingStart(..) => self.table(span.start, depth - 1),
            _ => Err(error_at(self.text, span.start, "Aliases are not supported. Repeat the value.".to_owned())),
        }
    }

    fn list(&mut self, start: usize, depth: usize) -> Result<Node, FileError> {
        let (mut entries, mut end) = (Vec::new(), start);
        loop {
            match self.next()? {
                (Event::SequenceEnd, span) => {
                    let span = DocSpan::new(start, self.closing(span, ']').unwrap_or(end));
                    return Ok(Node { span, value: Value::List(entries) });
                }
                (event, span) => {
                    let entry = self.node(event, span, depth)?;
                    end = entry.span.end;
                    entries.push(entry);
                }
            }
        }
    }

    fn table(&mut self, start: usize, depth: usize) -> Result<Node, FileError> {
        let (mut members, mut end) = (Vec::new(), start);
        loop {
            match self.next()? {
                (Event::MappingEnd, span) => {
                    let span = DocSpan::new(start, self.closing(span, '}').unwrap_or(end));
                    return Ok(Node { span, value: Value::Table(members) });
                }
                (event, span) => {
                    let Event::Scalar(name, ..) = &event else {
                        return Err(error_at(self.text, span.start, "Expected `name: value`.".to_owned()));
                    };
                    let name = name.clone().into_owned();
                    let at = self.node(event, span, depth)?.span;
                    let (event, span) = self.next()?;
                    let node = self.node(event, span, depth)?;
                    end = node.span.end;
                    members.push(Member { name, at, node });
                }
            }
        }
    }

    /// Returns the end of a list or table in brackets. The event's span may include a comment after it.
    fn closing(&self, end: DocSpan, bracket: char) -> Option<usize> {
        self.text[end.range()].starts_with(bracket).then_some(end.start + 1)
    }
}

/// Returns the length of the scalar at the start of `written`, in bytes, as written: the parser's span may include
/// white space and a comment after it.
fn written_len(written: &str) -> usize {
    let mut chars = written.char_indices().peekable();
    let Some((_, quote @ ('"' | '\''))) = chars.next() else { return written.trim_end().len() };
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => drop(chars.next()),
            '\'' if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => drop(chars.next()),
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    written.len()
}

/// Returns the value of a scalar without quotation marks.
fn plain(words: Cow<'_, str>) -> Value {
    match &*words {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Flag(true),
        "false" | "False" | "FALSE" => Value::Flag(false),
        _ => match words.parse() {
            Ok(number) => Value::Whole(number),
            Err(_) if words.parse::<f64>().is_ok_and(f64::is_finite) => Value::Other(words.into_owned()),
            Err(_) => Value::Text(words.into_owned()),
        },
    }
}

/// Creates a warning for the rest of the line at `offset`, or for the last nonblank line before it if nothing is left
/// there.
fn error_at(text: &str, offset: usize, message: String) -> FileError {
    let line_end = text[offset..].find(['\n', '\r']).map_or(text.len(), |len| offset + len);
    let end = text[..line_end].trim_end().len();
    let start = match offset < end {
        true => offset,
        false => text[..end].rfind(['\n', '\r']).map_or(0, |line_break| line_break + 1),
    };
    let words = text[start..end].trim_start().len();
    FileError::warning(DocSpan::new(end - words, end), message)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns each value with the text at its position, in order.
    fn positioned(text: &str) -> Vec<(&str, String)> {
        fn add<'a>(text: &'a str, node: &Node, out: &mut Vec<(&'a str, String)>) {
            out.push((&text[node.span.range()], node.shown()));
            match &node.value {
                Value::List(entries) => entries.iter().for_each(|entry| add(text, entry, out)),
                Value::Table(members) => members.iter().for_each(|member| {
                    out.push((&text[member.at.range()], member.name.clone()));
                    add(text, &member.node, out);
                }),
                _ => {}
            }
        }
        let mut out = Vec::new();
        add(text, &read(text).expect(text), &mut out);
        out
    }

    #[test]
    fn positions_are_byte_offsets() {
        let positioned =
            |text| positioned(text).into_iter().map(|(at, shown)| format!("{at} = {shown}")).collect::<Vec<_>>();
        assert_eq!(
            positioned("  ü: 'é''é' # it's “é”\r\n  \"ö\" : { ä: [x, \"\\\"y\"] , z: } # }\r\n"),
            [
                "ü: 'é''é' # it's “é”\r\n  \"ö\" : { ä: [x, \"\\\"y\"] , z: } = a table",
                "ü = ü",
                "'é''é' = \"é'é\"",
                "\"ö\" = ö",
                "{ ä: [x, \"\\\"y\"] , z: } = a table",
                "ä = ä",
                "[x, \"\\\"y\"] = a list",
                "x = \"x\"",
                "\"\\\"y\" = \"\"y\"",
                "z = z",
                " = nothing",
            ]
        );
        assert_eq!(
            positioned("é:\n- 12 # é\n- 1.5\n-\n- two\n  words\n- |\n  ß\n  x\n"),
            [
                "é:\n- 12 # é\n- 1.5\n-\n- two\n  words\n- |\n  ß\n  x = a table",
                "é = é",
                "12 # é\n- 1.5\n-\n- two\n  words\n- |\n  ß\n  x = a list",
                "12 = 12",
                "1.5 = 1.5",
                " = nothing",
                "two\n  words = \"two words\"",
                "ß\n  x = \"ß\nx\n\"",
            ]
        );
        assert_eq!(positioned(" # nothing\n"), [" = nothing"]);
    }

    #[test]
    fn errors_have_positions() {
        for (text, at, message) in [
            ("ü: [é\n\n", "ü: [é", "expected ',' or ']'"),
            ("ü: \"é\n", "\"é", "quoted scalar"),
            ("ü: [é] é # x\n", "é # x", "did not find expected key"),
            ("ü: b: c\n", ": c", "not allowed"),
            ("ü: @x\n", "@x", "unexpected character"),
            ("ü: &a x\n", "&a x", "Anchors"),
            ("ü: !!str x\n", "!!str x", "Tags"),
            ("ü: *a\n", "*a", "unknown anchor"),
            ("? [é]\n: x\n", "[é]", "Expected `name: value`."),
            ("ü: [[[[[[[[[é]]]]]]]]]\n", "[[é]]]]]]]]]", "too deep"),
            ("ü: x\n--- é\n", "--- é", "second document"),
        ] {
            let error = read(text).expect_err(text);
            assert_eq!(&text[error.span.range()], at, "{text}");
            assert!(error.message.contains(message) && !error.is_error(), "{text}: {}", error.message);
        }
        assert!(read(&"#".repeat(MAX_LENGTH)).is_ok());
        assert!(read(&"#".repeat(MAX_LENGTH + 1)).is_err_and(|error| error.message.contains("longer than 64 KiB")));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_rejected(text in "([-?:,\\[\\]{}#&*!|>'\"%@ \t\n\r\0\u{feff}é😀ab1~\\\\]){0,40}") {
            match read(&text) {
                Ok(node) => prop_assert!(text.get(node.span.range()).is_some()),
                Err(error) => prop_assert!(text.get(error.span.range()).is_some()),
            }
        }
    }
}
