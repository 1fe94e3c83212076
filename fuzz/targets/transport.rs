//! For any input, the server responds in well-formed frames, and exits at the end of the input.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use serde_json::json;
use star_coach_fuzz::{Piece, frame, messages, serve, text};

/// A part of the input: arbitrary bytes or a message.
#[derive(Arbitrary, Debug)]
enum Part<'a> {
    Bytes(&'a [u8]),
    Framed(&'a [u8]),
    Notification(u8, &'a str),
    Request(u8, i64, &'a str),
    Open(Vec<Piece<'a>>),
    Change([u32; 4], &'a str),
}

const METHODS: &[&str] = &[
    "initialized",
    "shutdown",
    "$/cancelRequest",
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "textDocument/codeAction",
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "textDocument/semanticTokens/full",
    "textDocument/documentLink",
    "textDocument/definition",
    "textDocument/references",
    "workspace/symbol",
    "workspace/executeCommand",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "no/such",
];

const URI: &str = "untitled:Untitled-1";

fuzz_target!(|parts: Vec<Part<'_>>| {
    let mut input = Vec::new();
    frame(
        &mut input,
        &json!({ "jsonrpc": "2.0", "id": "first", "method": "initialize", "params": { "capabilities": {} } }),
    );
    let mut version = 0;
    for one in parts.iter().take(40) {
        version += 1;
        // Parameters are the text if it is JSON, or else valid for all methods.
        let params = |text: &str| {
            let valid = json!({
                "textDocument": { "uri": URI, "version": version },
                "position": { "line": text.len() % 7, "character": text.len() % 50 },
                "range": { "start": { "line": 0, "character": 0 }, "end": { "line": text.len(), "character": 0 } },
                "context": { "diagnostics": [], "includeDeclaration": true },
                "query": text,
            });
            serde_json::from_str(text).unwrap_or(valid)
        };
        let method = |index: &u8| METHODS[usize::from(*index) % METHODS.len()];
        match one {
            Part::Bytes(bytes) => input.extend_from_slice(bytes),
            Part::Framed(bytes) => {
                input.extend_from_slice(format!("Content-Length: {}\r\n\r\n", bytes.len()).as_bytes());
                input.extend_from_slice(bytes);
            }
            Part::Notification(index, text) => {
                frame(&mut input, &json!({ "jsonrpc": "2.0", "method": method(index), "params": params(text) }));
            }
            Part::Request(index, id, text) => {
                let message = json!({ "jsonrpc": "2.0", "id": id, "method": method(index), "params": params(text) });
                frame(&mut input, &message);
            }
            Part::Open(pieces) => {
                let document =
                    json!({ "uri": URI, "languageId": "markdown", "version": version, "text": text(pieces) });
                let params = json!({ "textDocument": document });
                frame(&mut input, &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": params }));
            }
            Part::Change([a, b, c, d], text) => {
                let range = json!({ "start": { "line": a, "character": b }, "end": { "line": c, "character": d } });
                let params = json!({
                    "textDocument": { "uri": URI, "version": version },
                    "contentChanges": [{ "range": range, "text": text }],
                });
                frame(&mut input, &json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }));
            }
        }
    }
    frame(&mut input, &json!({ "jsonrpc": "2.0", "method": "exit" }));
    let (output, code) = serve(input);
    assert!(code <= 1);
    let messages = messages(&output);
    assert!(messages.iter().any(|message| message["id"] == "first" && message["result"].is_object()), "{messages:?}");
    for message in &messages {
        // The code of an internal error, which the server returns for a panic.
        assert_ne!(message["error"]["code"], -32603, "{message}");
    }
});
