//! A minimal editor for a language server.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The maximum time to wait for the response to an edit.
const PATIENCE: Duration = Duration::from_secs(20);

/// The maximum pause between two messages about the same edit.
const QUIET: Duration = Duration::from_millis(500);

const URI: &str = "file:///stories.md";

/// A language server behind two pipes.
pub(crate) struct Client {
    process: Child,
    input: ChildStdin,
    output: Receiver<(Instant, Value)>,
    /// Whether it needs the full text after each edit.
    whole: bool,
    text: String,
    version: usize,
}

impl Client {
    /// Starts a server; `None` if it doesn't start.
    pub(crate) fn start(command: &mut Command, options: &Value) -> Option<Self> {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().ok()?;
        let input = process.stdin.take()?;
        let output = listen(BufReader::with_capacity(1 << 20, process.stdout.take()?));
        let mut client = Self { process, input, output, whole: false, text: String::new(), version: 0 };
        let capabilities = json!({ "workspace": { "configuration": true } });
        let params = json!({
            "processId": std::process::id(), "rootUri": null, "capabilities": capabilities,
            "initializationOptions": options,
        });
        client.send(json!({ "id": 0, "method": "initialize", "params": params }))?;
        let capabilities = loop {
            let (_, message) = client.message(PATIENCE)?;
            if message["id"] == 0 {
                break message["result"]["capabilities"].clone();
            }
        };
        let sync = &capabilities["textDocumentSync"];
        client.whole = sync == 1 || sync["change"] == 1;
        client.send(json!({ "method": "initialized", "params": {} }))?;
        Some(client)
    }

    /// Opens a draft and waits until the server has sent all its messages; `None` if it sends none.
    pub(crate) fn open(&mut self, text: &str) -> Option<()> {
        text.clone_into(&mut self.text);
        let document = json!({ "uri": URI, "languageId": "markdown", "version": 0, "text": text });
        self.send(json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }))?;
        self.published()?;
        while self.message(QUIET).is_some() {}
        Some(())
    }

    /// Replaces lines, and returns the time until the first byte of the resulting diagnostics.
    pub(crate) fn replace(&mut self, lines: std::ops::Range<usize>, with: &str) -> Option<Duration> {
        self.version += 1;
        let position = |line: usize| json!({ "line": line, "character": 0 });
        let mut change = json!({ "text": with });
        if self.whole {
            let mut starts = std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1));
            let start = starts.nth(lines.start)?;
            let end = if lines.is_empty() { start } else { starts.nth(lines.len() - 1)? };
            self.text.replace_range(start..end, with);
            change["text"] = self.text.as_str().into();
        } else {
            change["range"] = json!({ "start": position(lines.start), "end": position(lines.end) });
        }
        let document = json!({ "uri": URI, "version": self.version });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        let message = frame(json!({ "method": "textDocument/didChange", "params": params }));
        let start = Instant::now();
        self.write(&message)?;
        Some(self.published()? - start)
    }

    /// Returns the memory of the server, in KiB.
    pub(crate) fn memory(&self) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.split_whitespace().next()?.parse().ok()
    }

    /// Returns the time of the first byte of the diagnostics for the latest version. If the server sends no versions,
    /// the next diagnostics are assumed to be the latest.
    fn published(&mut self) -> Option<Instant> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let (arrived, message) = self.message(PATIENCE)?;
            let told = &message["params"]["version"];
            let latest = told.is_null() || told == self.version;
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == URI && latest {
                return Some(arrived);
            }
        }
        None
    }

    /// Returns the next message for the user, if one arrives in time. Answers requests of the server.
    fn message(&mut self, patience: Duration) -> Option<(Instant, Value)> {
        loop {
            let (arrived, message) = match self.output.recv_timeout(patience) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            };
            if message.get("id").is_none() || message.get("method").is_none() {
                return Some((arrived, message));
            }
            let items = message["params"]["items"].as_array().map_or(0, Vec::len);
            let result = if items > 0 { json!(vec![json!({}); items]) } else { Value::Null };
            self.send(json!({ "id": message["id"], "result": result }))?;
        }
    }

    fn send(&mut self, message: Value) -> Option<()> {
        self.write(&frame(message))
    }

    fn write(&mut self, message: &[u8]) -> Option<()> {
        self.input.write_all(message).and_then(|()| self.input.flush()).ok()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn frame(mut message: Value) -> Vec<u8> {
    message["jsonrpc"] = "2.0".into();
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Reads messages on a thread, each with the time of its first byte.
fn listen(mut output: BufReader<ChildStdout>) -> Receiver<(Instant, Value)> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut next = || {
            output.fill_buf().ok().filter(|bytes| !bytes.is_empty())?;
            let arrived = Instant::now();
            let mut length = 0;
            loop {
                let mut line = String::new();
                output.read_line(&mut line).ok().filter(|read| *read > 0)?;
                let line = line.trim().to_ascii_lowercase();
                match line.strip_prefix("content-length:") {
                    Some(value) => length = value.trim().parse().ok()?,
                    None if line.is_empty() => break,
                    None => {}
                }
            }
            let mut body = vec![0; length];
            output.read_exact(&mut body).ok()?;
            Some((arrived, serde_json::from_slice(&body).ok()?))
        };
        while let Some(message) = next() {
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    receiver
}
