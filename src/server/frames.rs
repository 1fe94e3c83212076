//! Reads LSP frames: messages, each after a header with its length.
//!
//! After a bad frame, the next good one is found. If a length is too short, the rest of the message precedes the next
//! header on the same line, so a header may start anywhere in a line. If a length is too long, the part of the next
//! frame that was read as the body is read again.

use std::io::{BufRead, Cursor, Read};

use serde_json::Value;

/// The maximum length of a message, in bytes. A greater length is treated as an error, and the next header is searched.
pub(crate) const MAX_BODY: usize = 256 << 20;

/// The maximum length of a line read at once while a header is searched, in bytes.
const MAX_LINE: u64 = 16 << 10;

/// The name of the only header that is read, in lower case.
const LENGTH: &[u8] = b"content-length:";

/// An error in a frame, as a message for the client.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken(pub(crate) String);

/// A reader of frames.
pub(crate) struct Frames<R> {
    input: R,
    /// Bytes to be read again before `input`.
    replay: Cursor<Vec<u8>>,
}

impl<R: BufRead> Frames<R> {
    /// Creates a reader of the frames in `input`.
    pub(crate) fn new(input: R) -> Self {
        Self { input, replay: Cursor::default() }
    }

    /// Returns the next message, or the error in its frame; `None` at the end of the input.
    pub(crate) fn next(&mut self) -> Option<Result<Value, Broken>> {
        let length = match self.header()? {
            Ok(length) => length,
            Err(broken) => return Some(Err(broken)),
        };
        // The buffer grows as bytes arrive, so a great length alone costs no memory.
        let mut body = Vec::new();
        let read = self.input().take(length as u64).read_to_end(&mut body).ok()?;
        if read < length {
            return None;
        }
        let message = parse(&mut body);
        if message.is_err() {
            self.read_again(&body[next_header(&body)..]);
        }
        Some(message)
    }

    /// Reads the next header and returns the length in it; `None` at the end of the input.
    fn header(&mut self) -> Option<Result<usize, Broken>> {
        let mut length = None;
        let mut has_content = false;
        let mut line = Vec::new();
        loop {
            if self.input().take(MAX_LINE).read_until(b'\n', &mut line).ok()? == 0 {
                return None;
            }
            if line.last() != Some(&b'\n') {
                // This is not a header, but one may start at the end of what was read.
                line.drain(..line.len().saturating_sub(2 * LENGTH.len()));
                has_content = true;
                continue;
            }
            let text = line.trim_ascii();
            match find_last(text) {
                Some(at) => length = Some(parse_length(&text[at + LENGTH.len()..])),
                // Blank lines between frames are ignored.
                None if text.is_empty() && has_content => break,
                None => {}
            }
            has_content |= !text.is_empty();
            line.clear();
        }
        Some(length.unwrap_or_else(|| Err(Broken("the header has no Content-Length".into()))))
    }

    fn input(&mut self) -> impl BufRead {
        (&mut self.replay).chain(&mut self.input)
    }

    /// Puts `bytes` back in front of the input.
    fn read_again(&mut self, bytes: &[u8]) {
        let mut replay = bytes.to_vec();
        replay.extend_from_slice(&self.replay.get_ref()[self.replay.position() as usize..]);
        self.replay = Cursor::new(replay);
    }
}

/// Parses the length in a header.
fn parse_length(value: &[u8]) -> Result<usize, Broken> {
    let length = std::str::from_utf8(value).ok().and_then(|value| value.trim().parse::<u64>().ok());
    match length.map(usize::try_from) {
        Some(Ok(length)) if length <= MAX_BODY => Ok(length),
        Some(_) => Err(Broken(format!("Content-Length is over {MAX_BODY} bytes"))),
        None => Err(Broken("Content-Length is invalid".into())),
    }
}

/// Returns the offset of the last header in `line`.
fn find_last(line: &[u8]) -> Option<usize> {
    line.windows(LENGTH.len()).rposition(|window| window.eq_ignore_ascii_case(LENGTH))
}

/// Returns the offset in an invalid body at which the next frame may begin: at a header, or at an incomplete one at the
/// end.
fn next_header(body: &[u8]) -> usize {
    if let Some(at) = body.windows(LENGTH.len()).position(|window| window.eq_ignore_ascii_case(LENGTH)) {
        return at;
    }
    let ends_with_start =
        |length: &usize| body.len() >= *length && body[body.len() - length..].eq_ignore_ascii_case(&LENGTH[..*length]);
    body.len() - (1..LENGTH.len()).rev().find(ends_with_start).unwrap_or(0)
}

/// Parses a message, even if it contains unpaired surrogates.
fn parse(body: &mut [u8]) -> Result<Value, Broken> {
    match serde_json::from_slice(body) {
        Ok(value) => Ok(value),
        Err(_) if replace_surrogates(body) => parse(body),
        Err(error) => Err(Broken(format!("the message isn't valid JSON: {error}"))),
    }
}

/// Replaces escaped surrogates without a partner by U+FFFD. Returns whether there were any.
///
/// Editors with UTF-16 strings send them when half an emoji is deleted. If such an edit were rejected, the server would
/// have a different text than the editor. U+FFFD is one UTF-16 unit long, too, so all positions stay valid.
fn replace_surrogates(body: &mut [u8]) -> bool {
    let mut replaced = false;
    let mut at = 0;
    while at < body.len() {
        at += match (body[at], body.get(at + 1), escaped_unit(body, at)) {
            (_, _, Some(0xd800..0xdc00)) if matches!(escaped_unit(body, at + 6), Some(0xdc00..0xe000)) => 12,
            (_, _, Some(0xd800..0xe000)) => {
                body[at + 2..at + 6].copy_from_slice(b"fffd");
                replaced = true;
                6
            }
            (b'\\', Some(_), _) => 2,
            _ => 1,
        };
    }
    replaced
}

/// Returns the UTF-16 unit of the escape at `at`, if there is one.
fn escaped_unit(body: &[u8], at: usize) -> Option<u16> {
    let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(input: &[u8]) -> Vec<Result<Value, String>> {
        let mut frames = Frames::new(input);
        std::iter::from_fn(|| frames.next()).map(|frame| frame.map_err(|broken| broken.0)).collect()
    }

    const NEXT: &str = "Content-Length: 10\r\n\r\n{\"next\":1}";

    #[test]
    fn frames_are_read_in_order() {
        let input = format!("Content-Type: x\r\ncontent-length:  7 \r\n\r\n{{\"a\":1}}{NEXT}{NEXT}");
        assert_eq!(read(input.as_bytes()), [Ok(json!({"a": 1})), Ok(json!({"next": 1})), Ok(json!({"next": 1}))]);
    }

    #[test]
    fn a_bad_frame_does_not_affect_the_next_one() {
        for bad in [
            "Content-Length: 5\r\n\r\n{\"a\":1}",
            "Content-Length: 9\r\n\r\n{\"a\":1}",
            "Content-Length: 25\r\n\r\n{\"a\":1}",
            "Content-Length: 33\r\n\r\n{\"a\":1}",
            "Content-Length: abc\r\n\r\n{\"a\":1}",
            "Content-Length: -5\r\n\r\n",
            "Content-Length: 99999999999\r\n\r\n{}",
            "Content-Length: 999999999999999999999999\r\n\r\n{}",
            "Content-Type: none\r\n\r\n{}",
            "Content-Length: 0\r\n\r\n",
            "no header at all\r\n\r\n",
        ] {
            let frames = read(format!("{bad}{NEXT}").as_bytes());
            assert!(frames[0].is_err(), "{bad:?}: {frames:?}");
            assert_eq!(frames.last(), Some(&Ok(json!({"next": 1}))), "{bad:?}: {frames:?}");
        }
    }

    #[test]
    fn garbage_is_skipped() {
        let garbage = "x".repeat(3 * MAX_LINE as usize - 7);
        assert_eq!(read(format!("{garbage}{NEXT}").as_bytes()), [Ok(json!({"next": 1}))]);
        assert_eq!(read(format!("\r\n\n{NEXT}").as_bytes()), [Ok(json!({"next": 1}))]);
    }

    #[test]
    fn a_header_across_the_end_of_a_chunk_of_garbage_is_found() {
        for cut in 0..40 {
            let garbage = "x".repeat(MAX_LINE as usize - cut);
            assert_eq!(read(format!("{garbage}{NEXT}").as_bytes()), [Ok(json!({"next": 1}))], "{cut}");
        }
    }

    #[test]
    fn an_input_that_ends_early_is_no_error() {
        for input in ["", "\r\n", "Content-Le", "Content-Length: 5\r\n", "Content-Length: 5\r\n\r\n{}"] {
            assert_eq!(read(input.as_bytes()), [], "{input:?}");
        }
    }

    #[test]
    fn unpaired_surrogates_are_replaced_and_pairs_stay() {
        let replace = |text: &str| {
            let mut body = text.as_bytes().to_vec();
            (replace_surrogates(&mut body), String::from_utf8(body).expect("UTF-8"))
        };
        assert_eq!(
            replace(r#"["\ud83d\ude00","\ud83dx\ude00"]"#),
            (true, r#"["\ud83d\ude00","\ufffdx\ufffd"]"#.into())
        );
        assert_eq!(replace(r#"["\\ud83d","\u0041","\ud8"]"#), (false, r#"["\\ud83d","\u0041","\ud8"]"#.into()));
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        let body = "[".repeat(100_000);
        let frames = read(format!("Content-Length: {}\r\n\r\n{body}{NEXT}", body.len()).as_bytes());
        assert!(frames[0].is_err());
        assert_eq!(frames[1], Ok(json!({"next": 1})));
    }
}
