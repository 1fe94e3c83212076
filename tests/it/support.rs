//! A client for the real server: it remembers everything that was said, waits for nothing longer than [`PATIENCE`] and
//! never sleeps. The server writes in order, so that the answer to a request tells that whatever was caused before has
//! been said.

use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// How long a server may think about anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client with a server of its own.
pub(crate) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    /// What the server said and nobody has looked at.
    unread: VecDeque<Value>,
    transcript: Vec<String>,
    last_id: i64,
    /// What it answers when it is asked for settings.
    pub(crate) settings: Value,
    /// What it was asked to show.
    pub(crate) shown: Vec<Value>,
    /// Everything that it was asked, in order.
    pub(crate) asked: Vec<Value>,
    /// Whether it says that it makes edits; whoever wants that made, makes it.
    pub(crate) applies: bool,
    /// Whether it never answers.
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

    /// Starts a server and initializes it, with `params` as a whole.
    pub(crate) fn initialized(params: &Value) -> Self {
        let mut client = Self::start();
        let answer = client.request("initialize", params.clone());
        assert!(answer["result"]["capabilities"].is_object(), "{answer}");
        client.notify("initialized", json!({}));
        client
    }

    /// As [`Client::initialized`], by an editor whose request was recorded.
    pub(crate) fn editor(name: &str) -> Self {
        Self::initialized(&recorded(name))
    }

    /// A client that can do nothing, with these options.
    pub(crate) fn plain(options: &Value) -> Self {
        Self::initialized(&json!({ "processId": null, "capabilities": {}, "initializationOptions": options }))
    }

    /// Where the server may write.
    pub(crate) fn cache(&self) -> PathBuf {
        self.cache.path().join("star-coach").join("scenarios")
    }

    /// Sends bytes as they are; a server that is gone takes them too.
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

    /// Sends a request and returns its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Sends a request and waits for the answer to it.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Waits for the answer to the request `id`.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        self.wait_for(&format!("the answer to {id}"), |message| message["id"] == id && message.get("method").is_none())
    }

    /// Waits for an error that is nobody's in particular.
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
    pub(crate) fn told(&mut self, method: &str) -> Value {
        self.wait_for(method, |message| message["method"] == method)["params"].take()
    }

    /// Waits until it has been asked so often to do this.
    pub(crate) fn is_asked(&mut self, method: &str, times: usize) {
        while self.asked.iter().filter(|request| request["method"] == method).count() < times {
            match self.output.recv_timeout(PATIENCE) {
                Ok(message) => self.take(message),
                Err(error) => panic!("waiting for {times} times {method}: {error}\n{}", self.story()),
            }
        }
    }

    /// Waits for the diagnostics of a document, which are published next.
    pub(crate) fn published(&mut self, uri: &str) -> Vec<Value> {
        let published =
            |message: &Value| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri;
        let message = self.wait_for(&format!("diagnostics of {uri}"), published);
        message["params"]["diagnostics"].as_array().expect("an array").clone()
    }

    /// The diagnostics of a document that the client shows by now, of all that were published since it was asked last.
    pub(crate) fn shown(&mut self, uri: &str) -> Vec<Value> {
        let mut shown = self.published(uri);
        let is_his =
            |message: &Value| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri;
        while self.unread.iter().any(is_his) {
            shown = self.published(uri);
        }
        shown
    }

    /// Waits until the server has dealt with everything that was sent, and asserts that it has nothing to say of it.
    pub(crate) fn is_quiet(&mut self) {
        let answer = self.request("test/barrier", Value::Null);
        assert_eq!(answer["error"]["code"], -32601, "{answer}\n{}", self.story());
        assert!(self.unread.is_empty(), "unexpected: {:?}\n{}", self.unread, self.story());
    }

    /// Opens a markdown document.
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

    /// The code actions for a range.
    pub(crate) fn actions(&mut self, uri: &str, range: [u64; 4], context: Value) -> Vec<Value> {
        let params = json!({ "textDocument": { "uri": uri }, "range": range_of(range), "context": context });
        self.result("textDocument/codeAction", params).as_array().expect("an array").clone()
    }

    /// Waits for the server to end, and returns its exit code. Its input is left as it is.
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

    /// Ends the input.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Forgets what the server said.
    pub(crate) fn ignore_the_rest(&mut self) {
        self.unread.clear();
    }

    /// Everything that was said, for whoever looks into a failure.
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

    /// Notes what the server said, and answers what it asks.
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

/// `message` as it travels.
pub(crate) fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The parameters of `initialize` that an editor was seen to send.
pub(crate) fn recorded(editor: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/initialize/{editor}.json"));
    let text = std::fs::read_to_string(&path).expect("a recorded request");
    serde_json::from_str(&text).expect("JSON")
}

/// A range of the protocol.
pub(crate) fn range_of([start_line, start, end_line, end]: [u64; 4]) -> Value {
    json!({ "start": { "line": start_line, "character": start }, "end": { "line": end_line, "character": end } })
}

/// The codes of diagnostics, in order.
pub(crate) fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap_or("none")).collect()
}

/// `text` after the edits of a code action, as an editor makes them; a snippet becomes its text. Positions count bytes.
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

/// Reads frames, strictly: a server that frames badly says nothing.
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
    /// A new one with these files, by their names and texts.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    /// Where it is.
    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    /// Where a file of it is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folders that it stands in.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// The address of a file of it.
    pub(crate) fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }
}

/// The address of what is at `path`.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
