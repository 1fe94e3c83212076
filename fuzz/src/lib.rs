//! What the targets share: a profile, drafts and edits made of bytes, and a client on the other side of two pipes.

use std::io::{BufReader, Read, Write};
use std::sync::{Arc, OnceLock};

use arbitrary::Arbitrary;
use star_coach::coach::{Analysis, Profile};
use star_coach::config::Config;
use star_coach::lexicon::Lexicon;
use star_coach::text::{Change, DocSpan, Text};

/// What drafts are made of in the tests of the invariants, so that a byte is a whole label here.
#[path = "../../tests/it/pieces.rs"]
mod pieces;

use pieces::{MARKUP, PIECES};

/// The default profile.
pub fn profile() -> Arc<Profile> {
    static COACH: OnceLock<Arc<Profile>> = OnceLock::new();
    let new = || Arc::new(Profile::new(Lexicon::shared(), Config::default()));
    COACH.get_or_init(new).clone()
}

/// A part of a draft.
#[derive(Arbitrary, Debug)]
pub enum Piece<'a> {
    /// One of [`PIECES`].
    Known(u8),
    /// One of [`MARKUP`].
    Markup(u8),
    /// Anything.
    Raw(&'a str),
}

/// The text that `pieces` make.
pub fn text(pieces: &[Piece<'_>]) -> String {
    let of = |piece: &Piece<'_>| match piece {
        Piece::Known(index) => PIECES[usize::from(*index) % PIECES.len()].to_owned(),
        Piece::Markup(index) => MARKUP[usize::from(*index) % MARKUP.len()].to_owned(),
        Piece::Raw(text) => (*text).to_owned(),
    };
    pieces.iter().map(of).collect()
}

/// An edit: where and how much goes, as shares of what there is, and what comes.
#[derive(Arbitrary, Debug)]
pub struct Edit<'a> {
    at: u16,
    gone: u8,
    new: Vec<Piece<'a>>,
}

impl Edit<'_> {
    /// Which bytes of a text of `length` bytes go, boundaries aside, and what comes instead.
    pub fn on(&self, length: usize) -> (usize, usize, String) {
        let start = usize::from(self.at) * length / usize::from(u16::MAX);
        // Most edits are small; few take half of what follows.
        let gone = match self.gone {
            0..=127 => 0,
            128..=223 => usize::from(self.gone - 127),
            _ => (length - start) * usize::from(self.gone - 223) / 64,
        };
        (start, (start + gone).min(length), text(&self.new))
    }

    /// Makes it.
    pub fn apply(&self, text: &mut Text) -> Change {
        let (start, end, new) = self.on(text.len());
        let start = text.floor_boundary(start);
        let end = text.floor_boundary(end).max(start);
        text.replace(DocSpan::new(start, end), &new);
        Change { start, old_end: end, new_end: start + new.len() }
    }
}

/// All that an analysis says, as text.
pub fn said(analysis: &Analysis) -> Vec<String> {
    let answers = analysis.parts().flat_map(|placed| {
        let report = &placed.report;
        let head = format!("{:?} {:?} {:?} {:?}", placed.span, placed.title, report.answer.passage, report.used);
        std::iter::once(head).chain(placed.report.findings.iter().map(|finding| format!("  {finding:?}")))
    });
    std::iter::once(format!("unclosed {:?} {:?}", analysis.unclosed(), analysis.problems())).chain(answers).collect()
}

/// What the server says to `input`, and its exit code.
pub fn serve(input: Vec<u8>) -> (Vec<u8>, u8) {
    let Ok((mut reader, writer)) = std::io::pipe() else { panic!("no pipe") };
    let server =
        std::thread::spawn(move || star_coach::server::serve(BufReader::new(std::io::Cursor::new(input)), writer));
    let mut output = Vec::new();
    if reader.read_to_end(&mut output).is_err() {
        panic!("what the server says can't be read");
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

/// The messages in `output`; panics where it is no sequence of well-formed frames.
pub fn messages(mut output: &[u8]) -> Vec<serde_json::Value> {
    let mut messages = Vec::new();
    while !output.is_empty() {
        let end = output.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a header ends");
        let header = std::str::from_utf8(&output[..end]).expect("a header is ASCII");
        let length = header.strip_prefix("Content-Length: ").and_then(|length| length.parse::<usize>().ok());
        let length = length.expect("a header tells the length");
        let body = output.get(end + 4..end + 4 + length).expect("a message is whole");
        messages.push(serde_json::from_slice(body).expect("a message is JSON"));
        output = &output[end + 4 + length..];
    }
    messages
}
