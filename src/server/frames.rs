//! Frames: messages as they travel, each behind a header that tells its length.
//!
//! A bad frame costs itself and nothing more. A header is looked for anywhere in a line, because the rest of a message
//! whose length was told too short stands right in front of the next header; and when a length was told too long, the
//! piece of the next frame that was taken for the body is read again.

use std::io::{BufRead, Cursor, Read};

use serde_json::Value;

/// The longest message that is read. A longer one is taken for a lie, and skipped by looking for the next header.
pub(crate) const MAX_BODY: usize = 256 << 20;

/// How much of a line is kept while looking for a header.
const MAX_LINE: u64 = 16 << 10;

/// The header that counts, in lower case.
const LENGTH: &[u8] = b"content-length:";

/// What is wrong with a frame, for the client's log.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken(pub(crate) String);

/// Reads frames.
pub(crate) struct Frames<R> {
    input: R,
    /// What was taken for a body but is to be read again, before `input`.
    replay: Cursor<Vec<u8>>,
}

impl<R: BufRead> Frames<R> {
    /// Reads from `input`.
    pub(crate) fn new(input: R) -> Self {
        Self { input, replay: Cursor::default() }
    }

    /// The next message, or what is wrong with it; `None` at the end of the input.
    pub(crate) fn next(&mut self) -> Option<Result<Value, Broken>> {
        let length = match self.header()? {
            Ok(length) => length,
            Err(broken) => return Some(Err(broken)),
        };
        // The buffer grows with what arrives, so that a big promise costs nothing.
        let mut body = Vec::new();
        let read = self.input().take(length as u64).read_to_end(&mut body).ok()?;
        if read < length {
            return None;
        }
        let message = parse(&mut body);
        if message.is_err() {
            self.read_again(&body[resume(&body)..]);
        }
        Some(message)
    }

    /// The length that the next header tells; `None` at the end of the input.
    fn header(&mut self) -> Option<Result<usize, Broken>> {
        let mut length = None;
        let mut begun = false;
        let mut line = Vec::new();
        loop {
            if self.input().take(MAX_LINE).read_until(b'\n', &mut line).ok()? == 0 {
                return None;
            }
            if line.last() != Some(&b'\n') {
                // A line this long is no header, but one may begin at its end.
                line.drain(..line.len().saturating_sub(2 * LENGTH.len()));
                begun = true;
                continue;
            }
            let text = line.trim_ascii();
            match find_last(text) {
                Some(at) => length = Some(told(&text[at + LENGTH.len()..])),
                // Blank lines between frames harm nobody.
                None if text.is_empty() && begun => break,
                None => {}
            }
            begun |= !text.is_empty();
            line.clear();
        }
        Some(length.unwrap_or_else(|| Err(Broken("the header lacks Content-Length".into()))))
    }

    fn input(&mut self) -> impl BufRead {
        (&mut self.replay).chain(&mut self.input)
    }

    fn read_again(&mut self, bytes: &[u8]) {
        let mut replay = bytes.to_vec();
        replay.extend_from_slice(&self.replay.get_ref()[self.replay.position() as usize..]);
        self.replay = Cursor::new(replay);
    }
}

/// The length that a header tells.
fn told(value: &[u8]) -> Result<usize, Broken> {
    let length = std::str::from_utf8(value).ok().and_then(|value| value.trim().parse::<u64>().ok());
    match length.map(usize::try_from) {
        Some(Ok(length)) if length <= MAX_BODY => Ok(length),
        Some(_) => Err(Broken(format!("Content-Length is over {MAX_BODY} bytes"))),
        None => Err(Broken("Content-Length is no length".into())),
    }
}

/// Where the last header in `line` begins.
fn find_last(line: &[u8]) -> Option<usize> {
    line.windows(LENGTH.len()).rposition(|window| window.eq_ignore_ascii_case(LENGTH))
}

/// Where, in a body that is no message, the next frame may begin: at a header, or at the start of one at its end.
fn resume(body: &[u8]) -> usize {
    if let Some(at) = body.windows(LENGTH.len()).position(|window| window.eq_ignore_ascii_case(LENGTH)) {
        return at;
    }
    let cut =
        |length: &usize| body.len() >= *length && body[body.len() - length..].eq_ignore_ascii_case(&LENGTH[..*length]);
    body.len() - (1..LENGTH.len()).rev().find(cut).unwrap_or(0)
}

fn parse(body: &mut [u8]) -> Result<Value, Broken> {
    match serde_json::from_slice(body) {
        Ok(value) => Ok(value),
        Err(_) if mend_surrogates(body) => parse(body),
        Err(error) => Err(Broken(format!("the message is no JSON: {error}"))),
    }
}

/// Replaces escaped halves of surrogate pairs that stand alone by U+FFFD; tells whether there were any.
///
/// Editors whose strings are UTF-16 send them when half an emoji is deleted. Refusing such an edit would leave the
/// server with another text than the writer's; U+FFFD is one UTF-16 unit long too, so that all positions still hold.
fn mend_surrogates(body: &mut [u8]) -> bool {
    let mut mended = false;
    let mut at = 0;
    while at < body.len() {
        at += match (body[at], body.get(at + 1), escaped_unit(body, at)) {
            (_, _, Some(0xd800..0xdc00)) if matches!(escaped_unit(body, at + 6), Some(0xdc00..0xe000)) => 12,
            (_, _, Some(0xd800..0xe000)) => {
                body[at + 2..at + 6].copy_from_slice(b"fffd");
                mended = true;
                6
            }
            (b'\\', Some(_), _) => 2,
            _ => 1,
        };
    }
    mended
}

/// The UTF-16 unit that is escaped at `at`, if one is.
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
    fn a_bad_frame_does_not_cost_the_next_one() {
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
    fn garbage_is_skipped_without_being_kept() {
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
    fn an_input_that_ends_early_ends_quietly() {
        for input in ["", "\r\n", "Content-Le", "Content-Length: 5\r\n", "Content-Length: 5\r\n\r\n{}"] {
            assert_eq!(read(input.as_bytes()), [], "{input:?}");
        }
    }

    #[test]
    fn half_a_pair_becomes_one_unit_and_pairs_stay() {
        let mend = |text: &str| {
            let mut body = text.as_bytes().to_vec();
            (mend_surrogates(&mut body), String::from_utf8(body).expect("UTF-8"))
        };
        assert_eq!(mend(r#"["\ud83d\ude00","\ud83dx\ude00"]"#), (true, r#"["\ud83d\ude00","\ufffdx\ufffd"]"#.into()));
        assert_eq!(mend(r#"["\\ud83d","\u0041","\ud8"]"#), (false, r#"["\\ud83d","\u0041","\ud8"]"#.into()));
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        let body = "[".repeat(100_000);
        let frames = read(format!("Content-Length: {}\r\n\r\n{body}{NEXT}", body.len()).as_bytes());
        assert!(frames[0].is_err());
        assert_eq!(frames[1], Ok(json!({"next": 1})));
    }
}
