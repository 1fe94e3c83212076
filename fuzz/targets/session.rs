//! Any edits of a draft in any of the three encodings: the server's text is the client's, and what it published last is
//! what a fresh reading finds.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use star_coach::analysis::Analysis;
use star_coach::text::Text;
use star_coach_fuzz::{Edit, Piece, coach, frame, messages, serve, text};

#[derive(Arbitrary, Debug, Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf32 => text.chars().count(),
        }
    }

    /// A place in `text`, as the protocol tells it: written anew from its specification.
    fn position(self, text: &str, offset: usize) -> Value {
        let (mut line, mut start) = (0, 0);
        let bytes = text.as_bytes();
        for at in 0..offset {
            let ends = bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if ends {
                line += 1;
                start = at + 1;
            }
        }
        json!({ "line": line, "character": self.length(&text[start..offset]) })
    }
}

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    encoding: Encoding,
    first: Vec<Piece<'a>>,
    /// Each message has some.
    edits: Vec<Vec<Edit<'a>>>,
}

const URI: &str = "untitled:Untitled-1";

fuzz_target!(|input: Input<'_>| {
    let encoding = input.encoding;
    let mut draft = text(&input.first);
    let mut said = Vec::new();
    let mut notify = |method: &str, params: Value| {
        frame(&mut said, &json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    };
    let document = json!({ "uri": URI, "languageId": "markdown", "version": 0, "text": draft });
    notify("initialized", json!({}));
    notify("textDocument/didOpen", json!({ "textDocument": document }));
    for (version, edits) in input.edits.iter().take(12).enumerate() {
        let changes = edits.iter().take(4).map(|edit| {
            let (start, end, new) = edit.on(draft.len());
            let floor = |at: usize| (0..=at).rev().find(|at| draft.is_char_boundary(*at)).unwrap_or_default();
            let (start, end) = (between(&draft, floor(start)), between(&draft, floor(end)));
            let end = end.max(start);
            let range = json!({ "start": encoding.position(&draft, start), "end": encoding.position(&draft, end) });
            draft.replace_range(start..end, &new);
            json!({ "range": range, "text": new })
        });
        let changes: Vec<_> = changes.collect();
        let document = json!({ "uri": URI, "version": version + 1 });
        notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }
    let mut bytes = Vec::new();
    let general = json!({ "general": { "positionEncodings": [encoding.name()] } });
    let options = json!({ "typingDelayMs": 0, "draftingDelayMs": 0, "maxFindings": 100_000 });
    let params = json!({ "capabilities": general, "initializationOptions": options });
    frame(&mut bytes, &json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
    bytes.append(&mut said);
    frame(&mut bytes, &json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    frame(&mut bytes, &json!({ "jsonrpc": "2.0", "method": "exit" }));

    let (output, code) = serve(bytes);
    assert_eq!(code, 0);
    let messages = messages(&output);
    let last = messages.iter().rfind(|message| message["method"] == "textDocument/publishDiagnostics");
    let published = last.map_or(Vec::new(), |message| found(&message["params"]["diagnostics"]));

    let analysis = Analysis::new(coach(), &Text::from(draft.as_str()));
    // What an open fence hides for the moment is held as it was.
    if draft.contains('\0') || analysis.unclosed().is_some() {
        return;
    }
    let fresh = analysis.findings().map(|(span, finding)| {
        let range =
            json!({ "start": encoding.position(&draft, span.start), "end": encoding.position(&draft, span.end) });
        format!("{range} {} {}", finding.rule.code, finding.message)
    });
    let fresh: Vec<_> = fresh.collect();
    assert_eq!(published, fresh, "{draft:?}");
});

/// The place before a line end of two characters, where `at` is between them: that is where the protocol puts it.
fn between(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') { at - 1 } else { at }
}

fn found(diagnostics: &Value) -> Vec<String> {
    let one = |found: &Value| {
        let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", found["range"], text("code"), text("message"))
    };
    diagnostics.as_array().map(|all| all.iter().map(one).collect()).unwrap_or_default()
}
