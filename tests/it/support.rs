//! A client for the real server. It records all messages, waits at most [`PATIENCE`] for one, and never sleeps. The
//! server writes in order, so that after the response to a request, all earlier messages have arrived.

use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// The maximum time to wait for a message.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client with its own server.
pub(crate) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    /// The messages of the server that no test has consumed yet.
    unread: VecDeque<Value>,
    transcript: Vec<String>,
    last_id: i64,
    /// The response to a request for settings.
    pub(crate) settings: Value,
    /// The documents it was asked to show.
    pub(crate) shown: Vec<Value>,
    /// All requests of the server, in order.
    pub(crate) asked: Vec<Value>,
    /// Whether it answers that it applied an edit. The test applies it if needed.
    pub(crate) applies: bool,
    /// Whether it never responds.
    pub(crate) silent: bool,
    cache: tempfile::TempDir,
}

impl Client {
    /// Starts a server.
    pub(crate) fn start() -> Self {
        Self::start_with(&["lsp"])
    }

    /// Starts a server with these arguments.
    pub(crate) fn start_with(arguments: &[&str]) -> Self {
        let cache = tempfile::tempdir().expect("a folder");
        let mut server = Command::new(env!("CARGO_BIN_EXE_star-coach"))
            .args(arguments)
            .env("XDG_CACHE_HOME", cache.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = server.stdin.take();
        let output = BufReader::new(server.stdout.take().expect("a pipe"));
        Self {
            server,
            input,
            output: read_frames(output),
            unread: VecDeque::new(),
            transcript: Vec::new(),
            last_id: 0,
            settings: Value::Null,
            shown: Vec::new(),
            asked: Vec::new(),
            applies: true,
            silent: false,
            cache,
        }
    }

    /// Starts a server and initializes it with `params`.
    pub(crate) fn initialized(params: &Value) -> Self {
        let mut client = Self::start();
        let answer = client.request("initialize", params.clone());
        assert!(answer["result"]["capabilities"].is_object(), "{answer}");
        client.notify("initialized", json!({}));
        client
    }

    /// Like [`Client::initialized`], with the recorded request of an editor.
    pub(crate) fn editor(name: &str) -> Self {
        Self::initialized(&recorded(name))
    }

    /// Starts a client without capabilities, with these options.
    pub(crate) fn plain(options: &Value) -> Self {
        Self::initialized(&json!({ "processId": null, "capabilities": {}, "initializationOptions": options }))
    }

    /// Returns the folder that the server may write to.
    pub(crate) fn cache(&self) -> PathBuf {
        self.cache.path().join("star-coach").join("scenarios")
    }

    /// Sends raw bytes, also to a server that has ended.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        self.transcript.push(format!("--> {} bytes: {}", bytes.len(), shorten(&String::from_utf8_lossy(bytes))));
        if let Some(input) = &mut self.input {
            let _ = input.write_all(bytes).and_then(|()| input.flush());
        }
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        self.send_raw(&frame(message));
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its ID.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Sends a request and waits for the response.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Waits for the response to the request `id`.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        self.wait_for(&format!("the answer to {id}"), |message| message["id"] == id && message.get("method").is_none())
    }

    /// Waits for an error response without an ID.
    pub(crate) fn anonymous_error(&mut self) -> Value {
        self.wait_for("an error", |message| message["error"].is_object() && message["id"].is_null())
    }

    /// Sends a request and waits for its result.
    pub(crate) fn result(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.request(method, params);
        assert!(answer.get("error").is_none(), "{answer}\n{}", self.story());
        answer["result"].take()
    }

    /// Waits for a notification and returns its parameters.
    pub(crate) fn notification(&mut self, method: &str) -> Value {
        self.wait_for(method, |message| message["method"] == method)["params"].take()
    }

    /// Waits until the server has sent this request `times` times.
    pub(crate) fn is_asked(&mut self, method: &str, times: usize) {
        while self.asked.iter().filter(|request| request["method"] == method).count() < times {
            match self.output.recv_timeout(PATIENCE) {
                Ok(message) => self.take(message),
                Err(error) => panic!("waiting for {times} times {method}: {error}\n{}", self.story()),
            }
        }
    }

    /// Waits for the diagnostics of a document, which must be published next.
    pub(crate) fn published(&mut self, uri: &str) -> Vec<Value> {
        let published =
            |message: &Value| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri;
        let message = self.wait_for(&format!("diagnostics of {uri}"), published);
        message["params"]["diagnostics"].as_array().expect("an array").clone()
    }

    /// Returns the current diagnostics of a document, after all those published since the last call.
    pub(crate) fn shown(&mut self, uri: &str) -> Vec<Value> {
        let mut shown = self.published(uri);
        let is_his =
            |message: &Value| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri;
        while self.unread.iter().any(is_his) {
            shown = self.published(uri);
        }
        shown
    }

    /// Waits until the server has processed all messages, and asserts that it sent none.
    pub(crate) fn is_quiet(&mut self) {
        let answer = self.request("test/barrier", Value::Null);
        assert_eq!(answer["error"]["code"], -32601, "{answer}\n{}", self.story());
        assert!(self.unread.is_empty(), "unexpected: {:?}\n{}", self.unread, self.story());
    }

    /// Opens a Markdown document.
    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces `[start line, start character, end line, end character]` of a document.
    pub(crate) fn edit(&mut self, uri: &str, version: i64, range: [u64; 4], text: &str) {
        let change = json!({ "range": range_of(range), "text": text });
        self.change(uri, version, &[change]);
    }

    /// Changes a document.
    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: &[Value]) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Returns the code actions for a range.
    pub(crate) fn actions(&mut self, uri: &str, range: [u64; 4], context: Value) -> Vec<Value> {
        let params = json!({ "textDocument": { "uri": uri }, "range": range_of(range), "context": context });
        self.result("textDocument/codeAction", params).as_array().expect("an array").clone()
    }

    /// Waits for the server to end, and returns its exit code. Keeps its input open.
    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the server lives on\n{}", self.story()),
            }
        }
        self.server.wait().expect("a child").code()
    }

    /// Closes the input.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Discards the messages of the server.
    pub(crate) fn ignore_the_rest(&mut self) {
        self.unread.clear();
    }

    /// Returns all messages, to explain a failure.
    pub(crate) fn story(&self) -> String {
        let start = self.transcript.len().saturating_sub(60);
        self.transcript[start..].join("\n")
    }

    fn wait_for(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            if let Some(index) = self.unread.iter().position(&wanted) {
                return self.unread.remove(index).expect("found");
            }
            match self.output.recv_timeout(PATIENCE) {
                Ok(message) => self.take(message),
                Err(error) => panic!("waiting for {what}: {error}\n{}", self.story()),
            }
        }
    }

    /// Records a message of the server, and answers requests.
    fn take(&mut self, message: Value) {
        self.transcript.push(format!("<-- {}", shorten(&message.to_string())));
        if message.get("id").is_some() && message["method"].is_string() {
            self.asked.push(message.clone());
        }
        let answer = match message["method"].as_str() {
            Some("workspace/configuration") => json!([self.settings]),
            Some("window/showDocument") => {
                self.shown.push(message["params"].clone());
                json!({ "success": true })
            }
            Some("workspace/applyEdit") => json!({ "applied": self.applies }),
            Some(_) if message.get("id").is_some() => Value::Null,
            _ => return self.unread.push_back(message),
        };
        if !self.silent {
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": answer }));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        if !std::thread::panicking() {
            assert!(self.unread.is_empty(), "nobody looked at {:?}\n{}", self.unread, self.story());
        }
    }
}

/// Returns the frame of `message`.
pub(crate) fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Returns the recorded `initialize` parameters of an editor.
pub(crate) fn recorded(editor: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/initialize/{editor}.json"));
    let text = std::fs::read_to_string(&path).expect("a recorded request");
    serde_json::from_str(&text).expect("JSON")
}

/// Returns an LSP range.
pub(crate) fn range_of([start_line, start, end_line, end]: [u64; 4]) -> Value {
    json!({ "start": { "line": start_line, "character": start }, "end": { "line": end_line, "character": end } })
}

/// Returns the codes of diagnostics, in order.
pub(crate) fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap_or("none")).collect()
}

/// Returns `text` after the edits of a code action. A snippet becomes its text. Positions count bytes.
pub(crate) fn apply(text: &str, action: &Value) -> String {
    let edit = &action["edit"];
    let edits = match edit["documentChanges"].as_array() {
        Some(documents) => documents[0]["edits"].as_array(),
        None => edit["changes"].as_object().and_then(|documents| documents.values().next()).and_then(Value::as_array),
    };
    let offset = |position: &Value| {
        let line = position["line"].as_u64().expect("a line") as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + position["character"].as_u64().expect("a character") as usize
    };
    let mut after = text.to_string();
    for edit in edits.expect("edits").iter().rev() {
        let new = match edit["snippet"]["value"].as_str() {
            Some(snippet) => {
                let text = (1..10).fold(snippet.to_owned(), |text, stop| text.replace(&format!("${{{stop}:"), ""));
                text.replace(['}', '\\'], "")
            }
            None => edit["newText"].as_str().expect("a text").into(),
        };
        after.replace_range(offset(&edit["range"]["start"])..offset(&edit["range"]["end"]), &new);
    }
    after
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(600).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Reads frames strictly: invalid frames are errors.
fn read_frames(mut output: impl BufRead + Send + 'static) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        loop {
            let mut header = String::new();
            while !header.ends_with("\r\n\r\n") {
                if output.read_line(&mut header).unwrap_or(0) == 0 {
                    return;
                }
            }
            let length = header.strip_prefix("Content-Length: ").and_then(|rest| rest.trim_end().parse().ok());
            let mut body = vec![0; length.expect("a length")];
            output.read_exact(&mut body).expect("a whole body");
            if sender.send(serde_json::from_slice(&body).expect("JSON")).is_err() {
                return;
            }
        }
    });
    receiver
}

/// A folder that is open in an editor.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// Creates a folder with these files, by name and text.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    /// Returns the path of the folder.
    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    /// Returns the path of a file in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and creates its parent folders.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// Returns the URI of a file in it.
    pub(crate) fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }
}

/// Returns the URI of `path`.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
