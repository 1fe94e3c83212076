//! Shared code of the targets: a profile, drafts and edits built from bytes, and a client for the server.

use std::io::{BufReader, Read, Write};
use std::sync::{Arc, OnceLock};

use arbitrary::Arbitrary;
use star_coach::coach::{Analysis, Profile};
use star_coach::config::Config;
use star_coach::lexicon::Lexicon;
use star_coach::text::{Change, DocSpan, Text};

/// The pieces of drafts in the property tests. With them, a single byte is a whole label.
#[path = "../../tests/it/pieces.rs"]
mod pieces;

use pieces::{MARKUP, PIECES};

/// Returns the default profile.
pub fn profile() -> Arc<Profile> {
    static PROFILE: OnceLock<Arc<Profile>> = OnceLock::new();
    let new = || Arc::new(Profile::new(Lexicon::shared(), Config::default()));
    PROFILE.get_or_init(new).clone()
}

/// A part of a draft.
#[derive(Arbitrary, Debug)]
pub enum Piece<'a> {
    /// An index into [`PIECES`].
    Known(u8),
    /// An index into [`MARKUP`].
    Markup(u8),
    /// Any text.
    Raw(&'a str),
}

/// Concatenates `pieces`.
pub fn text(pieces: &[Piece<'_>]) -> String {
    let piece_text = |piece: &Piece<'_>| match piece {
        Piece::Known(index) => PIECES[usize::from(*index) % PIECES.len()].to_owned(),
        Piece::Markup(index) => MARKUP[usize::from(*index) % MARKUP.len()].to_owned(),
        Piece::Raw(text) => (*text).to_owned(),
    };
    pieces.iter().map(piece_text).collect()
}

/// An edit: its start and length, as fractions of the text, and the new text.
#[derive(Arbitrary, Debug)]
pub struct Edit<'a> {
    at: u16,
    gone: u8,
    new: Vec<Piece<'a>>,
}

impl Edit<'_> {
    /// Returns the start, the end, and the new text for a text of `length` bytes. Ignores `char` boundaries.
    pub fn on(&self, length: usize) -> (usize, usize, String) {
        let start = usize::from(self.at) * length / usize::from(u16::MAX);
        // Most edits are small. A few replace up to half of the rest.
        let gone = match self.gone {
            0..=127 => 0,
            128..=223 => usize::from(self.gone - 127),
            _ => (length - start) * usize::from(self.gone - 223) / 64,
        };
        (start, (start + gone).min(length), text(&self.new))
    }

    /// Applies the edit.
    pub fn apply(&self, text: &mut Text) -> Change {
        let (start, end, new) = self.on(text.len());
        let start = text.floor_boundary(start);
        let end = text.floor_boundary(end).max(start);
        text.replace(DocSpan::new(start, end), &new);
        Change { start, old_end: end, new_end: start + new.len() }
    }
}

/// Describes all results of an analysis, as text.
pub fn describe(analysis: &Analysis) -> Vec<String> {
    let answers = analysis.parts().flat_map(|placed| {
        let report = &placed.report;
        let head = format!("{:?} {:?} {:?} {:?}", placed.span, placed.title, report.answer.passage, report.used);
        std::iter::once(head).chain(placed.report.findings.iter().map(|finding| format!("  {finding:?}")))
    });
    std::iter::once(format!("unclosed {:?} {:?}", analysis.unclosed(), analysis.problems())).chain(answers).collect()
}

/// Returns the output of the server for `input`, and its exit code.
pub fn serve(input: Vec<u8>) -> (Vec<u8>, u8) {
    let Ok((mut reader, writer)) = std::io::pipe() else { panic!("no pipe") };
    let server =
        std::thread::spawn(move || star_coach::server::serve(BufReader::new(std::io::Cursor::new(input)), writer));
    let mut output = Vec::new();
    if reader.read_to_end(&mut output).is_err() {
        panic!("the output of the server can't be read");
    }
    match server.join() {
        Ok(code) => (output, code),
        Err(_) => panic!("the server panicked"),
    }
}

/// Frames a message.
pub fn frame(out: &mut Vec<u8>, message: &serde_json::Value) {
    let body = message.to_string();
    let _ = write!(out, "Content-Length: {}\r\n\r\n{body}", body.len());
}

/// Returns the messages in `output`. Panics if it is not a sequence of well-formed frames.
pub fn messages(mut output: &[u8]) -> Vec<serde_json::Value> {
    let mut messages = Vec::new();
    while !output.is_empty() {
        let end = output.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a header ends");
        let header = std::str::from_utf8(&output[..end]).expect("a header is ASCII");
        let length = header.strip_prefix("Content-Length: ").and_then(|length| length.parse::<usize>().ok());
        let length = length.expect("a header has the length");
        let body = output.get(end + 4..end + 4 + length).expect("a message is whole");
        messages.push(serde_json::from_slice(body).expect("a message is JSON"));
        output = &output[end + 4 + length..];
    }
    messages
}
