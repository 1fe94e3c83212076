//! For any edits of a draft, in each of the three encodings, the server's text is the client's, or the last published
//! findings are those of a new analysis.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use star_coach::coach::Analysis;
use star_coach::text::Text;
use star_coach_fuzz::{Edit, Piece, frame, messages, profile, serve, text};

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

    /// Returns a position in `text`. Implemented from the specification of the protocol, independent of the server.
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

/// The result that is compared at the end.
#[derive(Arbitrary, Debug, Clone, Copy, PartialEq, Eq)]
enum Compared {
    Findings,
    Text,
}

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    compared: Compared,
    encoding: Encoding,
    first: Vec<Piece<'a>>,
    /// The edits of each message.
    edits: Vec<Vec<Edit<'a>>>,
}

const URI: &str = "untitled:Untitled-1";

/// A document that is opened with the text that the other one should have after its edits.
const FRESH: &str = "untitled:Untitled-2";

/// The maximum length of a text that is compared. For longer ones, the findings are compared, to save time.
const LONGEST: usize = 6000;

/// The length of the titles into which a text is split, in bytes.
const TITLE: usize = 60;

const ANSWER: &str = "\n\n**Situation:** The disk of node 7 was full.\n\n**Task:** I had to free it.\n\n\
    **Action:** I deleted old logs.\n\n**Result:** It took 5 minutes.\n\n";

fuzz_target!(|input: Input<'_>| {
    let encoding = input.encoding;
    let mut draft = text(&input.first);
    let mut input_frames = Vec::new();
    let mut notify = |method: &str, params: Value| {
        frame(&mut input_frames, &json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    };
    let document = json!({ "uri": URI, "languageId": "markdown", "version": 0, "text": draft });
    notify("initialized", json!({}));
    notify("textDocument/didOpen", json!({ "textDocument": document }));
    for (version, edits) in input.edits.iter().take(12).enumerate() {
        let changes = edits.iter().take(4).map(|edit| {
            let (start, end, new) = edit.on(draft.len());
            let floor = |at: usize| (0..=at).rev().find(|at| draft.is_char_boundary(*at)).unwrap_or_default();
            let (start, end) = (before_crlf(&draft, floor(start)), before_crlf(&draft, floor(end)));
            let end = end.max(start);
            let range = json!({ "start": encoding.position(&draft, start), "end": encoding.position(&draft, end) });
            draft.replace_range(start..end, &new);
            json!({ "range": range, "text": new })
        });
        let changes: Vec<_> = changes.collect();
        let document = json!({ "uri": URI, "version": version + 1 });
        notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }
    let compares_text = input.compared == Compared::Text && draft.len() <= LONGEST;
    if compares_text {
        let (changes, made) = titles(&draft, encoding);
        let document = json!({ "uri": URI, "version": 100 });
        notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        let document = json!({ "uri": FRESH, "languageId": "markdown", "version": 0, "text": made });
        notify("textDocument/didOpen", json!({ "textDocument": document }));
        for (id, uri) in [(10, URI), (11, FRESH)] {
            let params = json!({ "textDocument": { "uri": uri } });
            frame(
                &mut input_frames,
                &json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/documentSymbol", "params": params }),
            );
        }
    }
    let mut bytes = Vec::new();
    let symbols = json!({ "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } });
    let general = json!({ "general": { "positionEncodings": [encoding.name()] }, "textDocument": symbols });
    let options = json!({ "typingDelayMs": 0, "draftingDelayMs": 0, "maxFindings": 100_000 });
    let params = json!({ "capabilities": general, "initializationOptions": options });
    frame(&mut bytes, &json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
    bytes.append(&mut input_frames);
    frame(&mut bytes, &json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    frame(&mut bytes, &json!({ "jsonrpc": "2.0", "method": "exit" }));

    let (output, code) = serve(bytes);
    assert_eq!(code, 0);
    let messages = messages(&output);
    if compares_text {
        let symbols = |id: i64| &messages.iter().find(|message| message["id"] == id).expect("a response")["result"];
        assert_eq!(symbols(10), symbols(11), "{draft:?}");
        // A comment may hide the rest, and a binary file has no answers.
        let listed = symbols(10).as_array().map_or(0, Vec::len);
        assert!(
            listed > titles(&draft, encoding).0.len() - 2 || draft.contains(['<', '\0']),
            "{listed} titles of {draft:?}"
        );
        return;
    }
    let last = messages.iter().rfind(|message| message["method"] == "textDocument/publishDiagnostics");
    let published = last.map_or(Vec::new(), |message| printed(&message["params"]["diagnostics"]));

    let analysis = Analysis::new(profile(), &Text::from(draft.as_str()));
    // The server keeps the old findings in text that an unclosed fence hides.
    if draft.contains('\0') || analysis.unclosed().is_some() {
        return;
    }
    let fresh = analysis.findings().map(|(span, finding)| {
        let range =
            json!({ "start": encoding.position(&draft, span.start), "end": encoding.position(&draft, span.end) });
        format!("{range} {} {}", finding.rule.name, finding.message)
    });
    let fresh: Vec<_> = fresh.collect();
    assert_eq!(published, fresh, "{draft:?}");
});

/// Returns `at`, or the start of the CRLF that it is in, as the protocol requires.
fn before_crlf(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') { at - 1 } else { at }
}

/// Returns changes, last first, that split `text` into titles of answers, and the resulting text. A server returns the
/// titles with their positions, so a wrong text gives a different response.
fn titles(text: &str, encoding: Encoding) -> (Vec<Value>, String) {
    let bytes = text.as_bytes();
    let mut starts = Vec::new();
    let (mut line, mut line_start) = (0, 0);
    for at in 0..=text.len() {
        let ends = at > 0 && (bytes[at - 1] == b'\n' || bytes[at - 1] == b'\r' && bytes.get(at) != Some(&b'\n'));
        if ends {
            (line, line_start) = (line + 1, at);
        }
        let is_far = starts.last().is_none_or(|&(last, _)| at - last >= TITLE);
        if (at == line_start || is_far) && text.is_char_boundary(at) && before_crlf(text, at) == at {
            starts.push((at, json!({ "line": line, "character": encoding.length(&text[line_start..at]) })));
        }
    }
    let end = encoding.position(text, text.len());
    // Starts with a period, because a line feed after a carriage return would join two line endings.
    let last = format!(".{ANSWER}");
    let mut changes = vec![json!({ "range": { "start": end, "end": end }, "text": last })];
    let mut made = text.to_owned();
    for (at, place) in starts.into_iter().rev() {
        let new = format!("{ANSWER}## Words ");
        made.insert_str(at, &new);
        changes.push(json!({ "range": { "start": place, "end": place }, "text": new }));
    }
    (changes, made + &last)
}

fn printed(diagnostics: &Value) -> Vec<String> {
    let one = |found: &Value| {
        let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", found["range"], text("code"), text("message"))
    };
    diagnostics.as_array().map(|all| all.iter().map(one).collect()).unwrap_or_default()
}
