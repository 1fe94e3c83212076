//! Misbehaving clients: whatever they send, the next request is answered, and the server ends when it should.

use std::io::{BufReader, Cursor, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use star_coach::rules::{self, Rule};
use star_coach::text::Span;

use crate::support::{Client, Folder, codes, frame, range_of, recorded, uri};

const URI: &str = "file:///draft.md";

const DRAFT: &str =
    "## Slow\n\n**Situation:** It was slow.\n\n**Action:** I tuned the queries.\n\n**Result:** It got 40% faster.\n";

/// The error codes that bad frames are answered with.
const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const NOT_INITIALIZED: i64 = -32002;

/// Returns odd or broken frames, and the codes of the errors they are answered with, without a request ID.
fn frames() -> Vec<(&'static str, Vec<u8>, Vec<i64>)> {
    let body = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes();
    let note = r#"{"jsonrpc":"2.0","method":"test/note"}"#;
    let with_length = |length: &str| format!("Content-Length: {length}\r\n\r\n{note}").into_bytes();
    let raw = |text: &str| text.as_bytes().to_vec();
    vec![
        ("no JSON", body("{"), vec![PARSE_ERROR]),
        ("words", body("hello there"), vec![PARSE_ERROR]),
        ("no UTF-8", [raw("Content-Length: 4\r\n\r\n"), b"[\"\xff]".to_vec()].concat(), vec![PARSE_ERROR]),
        ("an empty body", body(""), vec![PARSE_ERROR]),
        ("an empty batch", body("[]"), vec![INVALID_REQUEST]),
        ("a batch", body(&format!("[{note},{note}]")), vec![INVALID_REQUEST]),
        ("an empty object", body("{}"), vec![INVALID_REQUEST]),
        ("null", body("null"), vec![INVALID_REQUEST]),
        ("a number", body("42"), vec![INVALID_REQUEST]),
        ("a string", body("\"initialize\""), vec![INVALID_REQUEST]),
        ("another jsonrpc", body(r#"{"jsonrpc":"1.0","method":"test/note"}"#), vec![INVALID_REQUEST]),
        ("no jsonrpc", body(r#"{"method":"test/note"}"#), vec![INVALID_REQUEST]),
        ("a fraction for an id", body(r#"{"jsonrpc":"2.0","id":1.5,"method":"m"}"#), vec![INVALID_REQUEST]),
        ("a huge id", body(r#"{"jsonrpc":"2.0","id":1e99,"method":"m"}"#), vec![INVALID_REQUEST]),
        ("a boolean id", body(r#"{"jsonrpc":"2.0","id":true,"method":"m"}"#), vec![INVALID_REQUEST]),
        ("an object for an id", body(r#"{"jsonrpc":"2.0","id":{},"method":"m"}"#), vec![INVALID_REQUEST]),
        ("null for an id", body(r#"{"jsonrpc":"2.0","id":null,"method":"m"}"#), vec![INVALID_REQUEST]),
        ("a number for a method", body(r#"{"jsonrpc":"2.0","method":7}"#), vec![INVALID_REQUEST]),
        ("neither question nor answer", body(r#"{"jsonrpc":"2.0","params":{}}"#), vec![INVALID_REQUEST]),
        ("a string for params", body(r#"{"jsonrpc":"2.0","method":"m","params":"p"}"#), vec![INVALID_REQUEST]),
        ("half a surrogate pair", body(r#"{"jsonrpc":"2.0","method":"test/\ud800"}"#), vec![]),
        ("deep arrays", body(&"[".repeat(100_000)), vec![PARSE_ERROR]),
        ("deep objects", body(&"{\"a\":".repeat(100_000)), vec![PARSE_ERROR]),
        ("a byte order mark", body(&format!("\u{feff}{note}")), vec![PARSE_ERROR]),
        ("a second value behind", body(&format!("{note}{note}")), vec![PARSE_ERROR]),
        ("a length of letters", with_length("abc"), vec![PARSE_ERROR]),
        ("a negative length", with_length("-5"), vec![PARSE_ERROR]),
        ("a fraction for a length", with_length("39.0"), vec![PARSE_ERROR]),
        ("no length", with_length(""), vec![PARSE_ERROR]),
        ("an absurd length", with_length("99999999999"), vec![PARSE_ERROR]),
        ("a length beyond numbers", with_length(&"9".repeat(40)), vec![PARSE_ERROR]),
        ("a length of zero", with_length("0"), vec![PARSE_ERROR]),
        ("a length too short", with_length("20"), vec![PARSE_ERROR]),
        ("a length too long by a bit", with_length("43"), vec![PARSE_ERROR]),
        ("a length that takes the next header", with_length("60"), vec![PARSE_ERROR]),
        ("no header that tells a length", [raw("Content-Type: x\r\n\r\n"), raw(note)].concat(), vec![PARSE_ERROR]),
        ("a request of the web", raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), vec![PARSE_ERROR]),
        ("a header in lower case", format!("content-length:{}\r\n\r\n{note}", note.len()).into_bytes(), vec![]),
        ("three headers", [raw("A: b\r\nContent-Type: x\r\n"), body(note)].concat(), vec![]),
        ("two lengths, the last one right", [raw("Content-Length: 7\r\n"), body(note)].concat(), vec![]),
        ("blank lines before", [raw("\r\n\r\n\n"), body(note)].concat(), vec![]),
        ("bare line feeds", format!("Content-Length: {}\n\n{note}", note.len()).into_bytes(), vec![]),
        ("a line of garbage before", [raw("garbage\u{0}\u{1}\r\n"), body(note)].concat(), vec![]),
        ("garbage right before", [raw("}}}]]"), body(note)].concat(), vec![]),
        ("a huge header", [raw(&format!("X: {}\r\n", "x".repeat(1 << 20))), body(note)].concat(), vec![]),
        ("blanks around the value", body(&format!(" \r\n\t{note}\n ")), vec![]),
        ("an answer nobody asked for", body(r#"{"jsonrpc":"2.0","id":99,"result":null}"#), vec![]),
        ("an error nobody asked for", body(r#"{"jsonrpc":"2.0","id":9,"error":{"code":1,"message":""}}"#), vec![]),
        ("an answer with a name", body(r#"{"jsonrpc":"2.0","id":"nine","result":{}}"#), vec![]),
        ("an answer and an error", body(r#"{"jsonrpc":"2.0","id":9,"result":1,"error":7}"#), vec![]),
        ("an unknown notification", body(note), vec![]),
        ("an unknown notification to drop", body(r#"{"jsonrpc":"2.0","method":"$/note","params":[1]}"#), vec![]),
        ("a method of a megabyte", body(&format!(r#"{{"jsonrpc":"2.0","method":"{}"}}"#, "m".repeat(1 << 20))), vec![]),
    ]
}

#[test]
fn a_request_after_a_bad_frame_is_answered() {
    for (name, bytes, errors) in frames() {
        let mut client = Client::plain(&Value::Null);
        client.send_raw(&bytes);
        let answer = client.request("test/next", Value::Null);
        assert_eq!(answer["error"]["code"], METHOD_NOT_FOUND, "{name}: {answer}");
        for error in errors {
            let answer = client.anonymous_error();
            assert_eq!(answer["error"]["code"], error, "{name}: {answer}");
        }
        client.is_quiet();
    }
}

#[test]
fn several_bad_frames_do_not_end_the_server() {
    let mut input = frame(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {} }));
    for (_, bytes, _) in frames() {
        input.extend(bytes);
        // A wrong length can swallow no more than this.
        input.extend(frame(&json!({ "jsonrpc": "2.0", "method": "test/note" })));
    }
    input.extend(frame(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" })));
    input.extend(frame(&json!({ "jsonrpc": "2.0", "method": "exit" })));
    assert_eq!(star_coach::server::serve(Cursor::new(input), std::io::sink()), 0, "in one process, from memory");
}

/// Rules that fail, in addition to the real ones.
pub(crate) static FAILING: &[&Rule] = &[
    &Rule {
        name: "test-failing",
        summary: "Fails.",
        severity: rules::Severity::Hint,
        class: rules::Class::Fact,
        target: rules::Target::Words,
        languages: rules::Languages::All,
        options: &[],
        docs: "",
        check: |findings, context| {
            let words = context.answer.text();
            // There is nothing at this position, so displaying it fails.
            let misplaced = if words.contains("is lost") { words.len() } else { 0 };
            findings.push(rules::Finding {
                rule: FAILING[0],
                severity: rules::Severity::Hint,
                span: Span::new(7 * misplaced, 7 * misplaced + 1),
                component: None,
                message: "Found before it failed, or not.".to_owned(),
                fixes: Vec::new(),
            });
            assert!(!words.contains("explode"), "of the draft: {words}");
        },
    },
    &rules::missing_metric::RULE,
    &rules::unfilled_placeholder::RULE,
    &rules::unused_suppression::RULE,
];

/// The output of the server so far.
#[derive(Clone, Default)]
struct Shared(Arc<(Mutex<Vec<u8>>, Condvar)>);

impl Shared {
    /// Waits until the output contains `what` this often.
    fn wait_for(&self, what: &str, times: usize) -> String {
        let (said, more) = &*self.0;
        let lacks = |said: &mut Vec<u8>| String::from_utf8_lossy(said).matches(what).count() < times;
        let said = said.lock().expect("what was said");
        let (said, waited) = more.wait_timeout_while(said, Duration::from_secs(60), lacks).expect("what was said");
        let said = String::from_utf8(said.clone()).expect("text");
        assert!(!waited.timed_out(), "{what} is not said {times} times:\n{said}");
        said
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let (said, more) = &*self.0;
        said.lock().expect("what was said").extend(bytes);
        more.notify_all();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_failing_rule_does_not_affect_other_rules() {
    let answer = |word: &str| {
        format!(
            "# {word}\n\n**Situation:** Disks {word}.\n\n**Task:** Mine.\n\n**Action:** I cleaned up.\n\n\
             <!-- star-coach: ignore unfilled-placeholder -->\n**Result:** It got better.\n\n"
        )
    };
    let open = |name: &str, text: &str| {
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": {
            "uri": format!("file:///{name}.md"), "languageId": "markdown", "version": 1, "text": text,
        }}})
    };
    let (input, mut client) = std::io::pipe().expect("a pipe");
    let output = Shared::default();
    let server = std::thread::spawn({
        let output = output.clone();
        move || star_coach::server::serve_with(FAILING, BufReader::new(input), output)
    });
    let mut send = |message: &Value| client.write_all(&frame(message)).expect("the server reads");
    send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {} }));
    send(&open("one", &(answer("explode") + &answer("fill up"))));
    send(&open("two", &answer("explode")));
    let said = output.wait_for("textDocument/publishDiagnostics", 2);
    send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.join().expect("it ends"), 0);
    let count = |what: &str| said.matches(what).count();
    assert_eq!(count("window/showMessage"), 1, "it is reported once:\n{said}");
    assert_eq!(count("Rule `test-failing` crashed"), 1, "with the rule's name");
    assert_eq!(count("of the draft"), 0, "and without the draft");
    assert_eq!(count(r#""code":"test-failing""#), 1, "where it did not fail: {said}");
    assert_eq!(count(r#""code":"missing-metric""#), 3, "{said}");
    assert_eq!(count(r#""code":"unused-suppression""#), 1, "where all is known that is found: {said}");
}

/// The environment variable that runs [`failing_server`] in a separate process.
const FAILING_SERVER: &str = "STAR_COACH_TEST_FAILING_SERVER";

/// Runs a server with failing rules in a separate process: the panic hook belongs to the whole process.
#[test]
fn failing_server() {
    if std::env::var_os(FAILING_SERVER).is_some() {
        star_coach::cli::run_with(FAILING, ["star-coach".into(), "lsp".into()]);
    }
}

fn start_failing_server() -> Child {
    Command::new(std::env::current_exe().expect("this"))
        .args(["--exact", "hostile::failing_server", "--nocapture"])
        .env(FAILING_SERVER, "yes")
        .env_remove("STAR_COACH_LOG")
        .env("RUST_BACKTRACE", "full")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs")
}

/// Returns an answer with a word that tells the rules what to do.
fn zanzibar(word: &str) -> String {
    format!("**Situation:** Zanzibar {word}.\n\n**Task:** Mine.\n\n**Action:** I ran.\n\n**Result:** It held.\n\n")
}

/// Returns the message that opens a draft.
fn opened(name: &str, text: &str) -> Value {
    let document = json!({ "uri": format!("file:///{name}.md"), "languageId": "markdown", "version": 1, "text": text });
    json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } })
}

#[test]
fn failures_are_logged_without_quoting_the_draft() {
    let script = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {} }),
        opened("failing", &zanzibar("explodes").repeat(2)),
        opened("misplaced", &zanzibar("is lost")),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/documentSymbol",
                "params": { "textDocument": { "uri": "file:///misplaced.md" } } }),
        json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "method": "exit" }),
    ];
    let mut server = start_failing_server();
    let said: Vec<u8> = script.iter().flat_map(frame).collect();
    server.stdin.take().expect("a pipe").write_all(&said).expect("it reads");
    let output = server.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    let log = String::from_utf8(output.stderr).expect("text");
    assert_eq!(log.matches("rule `test-failing` crashed").count(), 1, "by its name, once: {log}");
    assert!(log.matches("internal error at tests/it/hostile.rs:").count() >= 2, "on each answer: {log}");
    assert_eq!(log.matches("a draft isn't checked until it is saved").count(), 1, "where all of it fails: {log}");
    let inside = log.lines().filter(|line| line.contains("internal error at ") && !line.contains("hostile.rs"));
    assert!(inside.count() > 0, "where our own code failed: {log}");
    assert!(!log.contains("Zanzibar") && !log.contains("of the draft"), "where, not what: {log}");
    let responses = String::from_utf8_lossy(&output.stdout);
    assert_eq!(responses.matches("window/showMessage").count(), 1, "{responses}");
    assert!(
        responses.contains("\"id\":2,\"") || responses.contains("\"id\":2}"),
        "what comes after is answered: {responses}"
    );
}

#[test]
fn failures_in_closed_drafts_are_reported_once() {
    let folder = Folder::new(&[
        ("a-failing.md", &zanzibar("explodes").repeat(2)),
        ("b-failing.md", &zanzibar("explodes")),
        ("c-misplaced.md", &zanzibar("is lost")),
        ("d-good.md", &zanzibar("is full")),
    ]);
    let mut server = start_failing_server();
    let (mut input, mut output) = (server.stdin.take().expect("a pipe"), server.stdout.take().expect("a pipe"));
    let messages = Shared::default();
    let listener = std::thread::spawn({
        let mut messages = messages.clone();
        move || std::io::copy(&mut output, &mut messages)
    });
    let mut send = |message: Value| input.write_all(&frame(&message)).expect("the server reads");
    let folders = json!([{ "uri": uri(folder.root()), "name": "drafts" }]);
    let shown = |name: &str| format!("\"uri\":\"{}\"", folder.uri(name));
    send(json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "workspaceFolders": folders } }));
    send(json!({ "jsonrpc": "2.0", "id": 2, "method": "workspace/executeCommand",
                 "params": { "command": "starCoach.checkWorkspace", "arguments": [{}] } }));
    let said = messages.wait_for(r#""drafts":"#, 1);
    for checked in [r#""drafts":3"#, r#""withFindings":3"#, r#""findings":5"#, r#""stopped":false"#] {
        assert!(said.contains(checked), "of one draft nothing is known, of the others all: {said}");
    }
    for (name, times) in [("a-failing.md", 1), ("b-failing.md", 1), ("c-misplaced.md", 0), ("d-good.md", 1)] {
        assert_eq!(said.matches(&shown(name)).count(), times, "{name}: {said}");
    }
    assert_eq!(said.matches(r#""code":"test-failing""#).count(), 1, "where it did not fail: {said}");
    assert_eq!(said.matches(r#""code":"missing-metric""#).count(), 4, "what others find is shown: {said}");
    assert_eq!(said.matches("Rule `test-failing` crashed").count(), 1, "once for all drafts: {said}");

    send(opened("failing", &zanzibar("explodes")));
    messages.wait_for("file:///failing.md", 1);
    folder.write("c-misplaced.md", &zanzibar("was found"));
    send(json!({ "jsonrpc": "2.0", "method": "workspace/didChangeWatchedFiles",
                 "params": { "changes": [{ "uri": folder.uri("c-misplaced.md"), "type": 2 }] } }));
    messages.wait_for(&shown("c-misplaced.md"), 1);
    send(json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }));
    send(json!({ "jsonrpc": "2.0", "method": "exit" }));
    let output = server.wait_with_output().expect("it ends");
    listener.join().expect("it listens").expect("it reads");
    assert!(output.status.success(), "{output:?}");
    let said = messages.wait_for(r#""id":3"#, 1);
    assert_eq!(said.matches("Rule `test-failing` crashed").count(), 1, "not again for one that is open: {said}");
    let log = String::from_utf8(output.stderr).expect("text");
    assert_eq!(log.matches("rule `test-failing` crashed").count(), 1, "by its name, once: {log}");
    assert!(log.contains("a draft in the workspace is skipped until it changes"), "where all of it fails: {log}");
    assert!(!log.contains("not all drafts of the workspace"), "and no more than that: {log}");
    assert!(!log.contains("Zanzibar") && !log.contains("of the draft:"), "where, not what: {log}");
}

#[test]
fn invalid_requests_are_answered_with_an_error() {
    let mut client = Client::editor("vscode");
    client.open(URI, DRAFT);
    client.published(URI);
    let position = json!({ "line": 0, "character": 0 });
    let document = json!({ "uri": URI });
    for (method, params, code) in [
        ("test/unknown", json!({}), METHOD_NOT_FOUND),
        ("$/unknown", json!({}), METHOD_NOT_FOUND),
        ("textDocument/typeDefinition", json!({ "textDocument": document, "position": position }), METHOD_NOT_FOUND),
        ("textDocument/hover", json!({ "textDocument": document }), INVALID_PARAMS),
        ("textDocument/completion", json!({ "textDocument": document, "position": { "line": "x" } }), INVALID_PARAMS),
        ("textDocument/definition", json!([]), INVALID_PARAMS),
        ("documentLink/resolve", json!({ "data": {} }), INVALID_PARAMS),
        ("", json!({}), METHOD_NOT_FOUND),
        ("initialize", recorded("vscode"), INVALID_REQUEST),
        ("initialized", json!({}), INVALID_REQUEST),
        ("textDocument/didOpen", json!({ "textDocument": {} }), INVALID_REQUEST),
        ("textDocument/codeAction", Value::Null, INVALID_PARAMS),
        ("textDocument/codeAction", json!([]), INVALID_PARAMS),
        ("textDocument/codeAction", json!({ "textDocument": document }), INVALID_PARAMS),
        ("textDocument/codeAction", json!({ "textDocument": { "uri": 7 }, "range": 7, "context": 7 }), INVALID_PARAMS),
        ("workspace/executeCommand", json!({ "command": 7 }), INVALID_PARAMS),
        ("workspace/executeCommand", json!({ "command": "" }), INVALID_PARAMS),
    ] {
        let answer = client.request(method, params.clone());
        assert_eq!(answer["error"]["code"], code, "{method} {params}: {answer}");
        client.is_quiet();
    }
}

#[test]
fn invalid_notifications_are_ignored() {
    let mut client = Client::editor("neovim");
    client.open(URI, DRAFT);
    let before = client.published(URI);
    for (method, params) in [
        ("textDocument/didOpen", json!({})),
        (
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": "no uri", "languageId": "markdown", "version": 1, "text": "" } }),
        ),
        ("textDocument/didOpen", json!({ "textDocument": { "uri": URI, "languageId": "markdown", "version": 1 } })),
        ("textDocument/didChange", Value::Null),
        ("textDocument/didChange", json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": "all" })),
        ("textDocument/didChange", json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": [] })),
        (
            "textDocument/didChange",
            json!({ "textDocument": { "uri": "file:///no.md", "version": 2 }, "contentChanges": [{ "text": "x" }] }),
        ),
        ("textDocument/didSave", json!({ "textDocument": { "uri": "file:///no.md" } })),
        ("textDocument/didClose", json!({ "textDocument": { "uri": "file:///no.md" } })),
        ("textDocument/didClose", json!([7])),
        ("workspace/executeCommand", json!({ "command": "starCoach.showScenario", "arguments": ["S1"] })),
        ("initialize", json!({})),
        ("workspace/didChangeConfiguration", json!(["?"])),
        ("$/cancelRequest", Value::Null),
        ("$/cancelRequest", json!({ "id": 4711 })),
        ("$/cancelRequest", json!({ "id": "text" })),
        ("$/cancelRequest", json!({ "id": [1e99] })),
        ("$/setTrace", json!({ "value": "compact" })),
        ("$/progress", json!([7])),
    ] {
        client.notify(method, params);
        client.is_quiet();
    }
    // The document is unchanged.
    client.edit(URI, 9, [0, 0, 0, 0], "\n");
    assert_eq!(codes(&client.published(URI)), codes(&before));
}

#[test]
fn edits_at_invalid_positions_use_the_nearest_position() {
    let draft = "**Situation:** It was slow.\n**Task:** I had to mend it.\n**Action:** I put in a message queue\n**Result:** It got faster";
    let (metric, name) = (", by 40%", " (Amazon SQS)");
    let all = ["unnamed-service", "missing-metric"];
    let place = |line: Value, character: Value| json!({ "line": line, "character": character });
    for (name, from, to, text, found) in [
        ("past the end", place(json!(99), json!(99)), place(json!(100), json!(0)), metric, &all[..1]),
        ("past the end of a line", place(json!(2), json!(99)), place(json!(2), json!(999)), name, &all[1..]),
        (
            "beyond 32 bits",
            place(json!(5_000_000_000u64), json!(0)),
            place(json!(u64::MAX), json!(1)),
            metric,
            &all[..1],
        ),
        ("beyond numbers", place(json!(1e300), json!(1e300)), place(json!(1e300), json!(0)), metric, &all[..1]),
        ("a fraction", place(json!(2), json!(36.7)), place(json!(2.0), json!(36.2)), name, &all[1..]),
        ("the wrong way round", place(json!(2), json!(36)), place(json!(2), json!(21)), "Amazon SQS", &all[1..]),
    ] {
        let mut client = Client::plain(&Value::Null);
        client.open(URI, draft);
        assert_eq!(codes(&client.published(URI)), all);
        client.change(URI, 2, &[json!({ "range": { "start": from, "end": to }, "rangeLength": -3, "text": text })]);
        assert_eq!(codes(&client.published(URI)), found, "{name}");
    }
    let mut client = Client::plain(&Value::Null);
    client.open(URI, draft);
    let before = client.published(URI);
    let start = place(json!(-1), json!(-7));
    client.change(URI, 2, &[json!({ "range": { "start": start, "end": start }, "text": "\n" })]);
    let after = client.published(URI);
    assert_eq!(codes(&after), all);
    assert_ne!(before[0]["range"], after[0]["range"], "before the start is the start");
}

#[test]
fn actions_at_invalid_positions_use_the_nearest_position() {
    let mut client = Client::plain(&Value::Null);
    client.open(URI, DRAFT);
    client.published(URI);
    for range in [[99, 99, 100, 100], [0, 4_000_000_000, 0, 0], [6, 0, 0, 0], [u64::MAX, u64::MAX, 0, 0]] {
        client.actions(URI, range, json!({ "diagnostics": [] }));
    }
    assert_eq!(client.actions("file:///no.md", [0, 0, 0, 0], json!({ "diagnostics": [] })), [Value::Null; 0]);
    let context =
        json!({ "diagnostics": [{ "range": range_of([0, 0, 9, 9]), "message": "", "code": 7, "severity": 99 }] });
    client.actions(URI, [0, 0, 9, 0], context);
    client.is_quiet();
}

#[test]
fn unknown_fields_in_initialize_are_ignored() {
    let with = |path: &str, value: Value| {
        let mut params = recorded("vscode");
        *params.pointer_mut(path).expect("a member") = value;
        params
    };
    for params in [
        json!({}),
        json!([]),
        json!({ "capabilities": null }),
        json!({ "capabilities": [] }),
        json!({ "capabilities": { "textDocument": null, "workspace": 7, "general": "x" } }),
        json!({ "processId": "me", "capabilities": {}, "trace": 7, "workspaceFolders": "none", "rootUri": "no uri" }),
        json!({ "processId": -1, "capabilities": {} }),
        with("/trace", json!("compact")),
        with("/trace", json!("loud")),
        with("/clientInfo", json!("VS Code")),
        with("/capabilities/workspace/workspaceEdit/failureHandling", json!("pray")),
        with("/capabilities/workspace/workspaceEdit/resourceOperations", json!(["create", "levitate"])),
        with("/capabilities/textDocument/hover/contentFormat", json!(["html"])),
        with("/capabilities/textDocument/foldingRange/foldingRangeKind/valueSet", json!(["chapter"])),
        with("/capabilities/textDocument/completion", json!(7)),
        with("/capabilities/general/positionEncodings", json!(["utf-7"])),
        with("/initializationOptions", json!({ "starCoach": null })),
    ] {
        let mut client = Client::start();
        let answer = client.request("initialize", params.clone());
        assert_eq!(answer["result"]["serverInfo"]["name"], "star-coach", "{params}: {answer}");
        client.open(URI, DRAFT);
        assert_eq!(codes(&client.published(URI)), ["missing-component"], "{params}");
    }
}

#[test]
fn nothing_is_served_before_initialize_or_after_shutdown() {
    let mut client = Client::start();
    client.open(URI, DRAFT);
    for method in ["textDocument/codeAction", "shutdown", "test/unknown"] {
        assert_eq!(client.request(method, json!({}))["error"]["code"], NOT_INITIALIZED, "{method}");
    }
    client.result("initialize", json!({}));
    assert_eq!(client.result("shutdown", Value::Null), Value::Null);
    client.open(URI, DRAFT);
    for method in ["textDocument/codeAction", "shutdown", "initialize", "test/unknown"] {
        assert_eq!(client.request(method, json!({}))["error"]["code"], INVALID_REQUEST, "{method}");
    }
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn requests_right_after_initialize_are_answered() {
    let mut client = Client::start();
    let open = json!({ "textDocument": { "uri": URI, "languageId": "markdown", "version": 1, "text": DRAFT } });
    let messages = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": open }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "test/unknown" }),
    ];
    client.send_raw(&messages.iter().flat_map(frame).collect::<Vec<_>>());
    assert!(client.answer(1)["result"].is_object());
    assert_eq!(client.answer(2)["error"]["code"], METHOD_NOT_FOUND);
    assert_eq!(codes(&client.published(URI)), ["missing-component"]);
}

#[test]
fn the_exit_code_depends_on_shutdown() {
    let shutdown = || frame(&json!({ "jsonrpc": "2.0", "id": 7, "method": "shutdown" }));
    let exit = || frame(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    let other = || frame(&json!({ "jsonrpc": "2.0", "id": 8, "method": "test/unknown" }));
    for (name, initialize, bytes, hang_up, code) in [
        ("shutdown and exit in one write", true, [shutdown(), exit()].concat(), false, 0),
        ("shutdown, then the end of input", true, shutdown(), true, 0),
        ("exit alone", true, exit(), false, 1),
        ("exit before initialize", false, exit(), false, 1),
        ("shutdown before initialize", false, [shutdown(), exit()].concat(), false, 1),
        ("the end of input at once", false, vec![], true, 1),
        ("the end of input", true, vec![], true, 1),
        ("the end of input within a header", true, b"Content-Le".to_vec(), true, 1),
        ("the end of input within a message", true, b"Content-Length: 99\r\n\r\n{".to_vec(), true, 1),
        ("messages after exit", true, [shutdown(), exit(), other(), exit()].concat(), false, 0),
    ] {
        let mut client = if initialize { Client::plain(&Value::Null) } else { Client::start() };
        client.send_raw(&bytes);
        if hang_up {
            client.hang_up();
        }
        assert_eq!(client.exit_code(), Some(code), "{name}");
        client.ignore_the_rest();
    }
}

#[test]
fn shutdown_and_exit_in_one_write_are_answered() {
    let mut client = Client::plain(&Value::Null);
    let shutdown = frame(&json!({ "jsonrpc": "2.0", "id": 7, "method": "shutdown" }));
    let exit = frame(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    client.send_raw(&[shutdown, exit].concat());
    assert_eq!(client.answer(7), json!({ "jsonrpc": "2.0", "id": 7, "result": null }));
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn a_client_that_sends_everything_at_once_gets_all_responses() {
    let open = json!({ "textDocument": { "uri": URI, "languageId": "markdown", "version": 1, "text": DRAFT } });
    let at =
        json!({ "textDocument": { "uri": URI }, "range": range_of([0, 0, 0, 0]), "context": { "diagnostics": [] } });
    let script = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": recorded("vscode") }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": open }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/codeAction", "params": at }),
        json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "method": "exit" }),
    ];
    let mut client = Client::start();
    client.silent = true;
    client.send_raw(&script.iter().flat_map(frame).collect::<Vec<_>>());
    assert_eq!(codes(&client.published(URI)), ["missing-component"]);
    assert!(client.answer(2)["result"].as_array().is_some_and(|actions| !actions.is_empty()));
    assert_eq!(client.answer(3)["result"], Value::Null);
    assert_eq!(client.exit_code(), Some(0));
    client.answer(1);
}

/// The maximum time a server may outlive its client.
#[cfg(unix)]
const AFTERLIFE: Duration = Duration::from_secs(5);

/// The environment variable that runs [`to_be_killed`] as a client: "alone", or "with others" that hold the ends of the
/// pipes, too.
#[cfg(unix)]
const TO_BE_KILLED: &str = "STAR_COACH_TEST_TO_BE_KILLED";

/// Starts a server and waits forever, in a separate process.
#[cfg(unix)]
#[test]
fn to_be_killed() {
    use std::io::Read;
    use std::os::fd::AsFd;

    let Some(company) = std::env::var_os(TO_BE_KILLED) else { return };
    let mut server = Command::new(env!("CARGO_BIN_EXE_star-coach"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut input = server.stdin.take().expect("a pipe");
    let mut output = server.stdout.take().expect("a pipe");
    let other = (company == "with others").then(|| {
        let dup = |end: std::os::fd::BorrowedFd<'_>| Stdio::from(end.try_clone_to_owned().expect("another"));
        let mut other = Command::new("sleep");
        other.arg("60").stdin(dup(output.as_fd())).stdout(dup(input.as_fd())).stderr(Stdio::null());
        other.spawn().expect("another process").id()
    });
    let params = json!({ "processId": std::process::id(), "capabilities": {} });
    let initialize = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params });
    input.write_all(&frame(&initialize)).expect("the server reads");
    // After the response, the server knows its client.
    output.read_exact(&mut [0]).expect("it answers");
    println!("\nready {}", other.unwrap_or(0));
    server.wait().expect("a child");
}

#[cfg(unix)]
#[test]
fn the_server_ends_soon_after_its_client_is_killed() {
    use std::io::{BufRead, Read};

    for company in ["alone", "with others"] {
        // Another process holds the other end.
        let (mut end, held) = std::io::pipe().expect("a pipe");
        let mut command = Command::new(std::env::current_exe().expect("this"));
        command.args(["--exact", "hostile::to_be_killed", "--nocapture"]).env(TO_BE_KILLED, company);
        let mut editor = command.stdout(Stdio::piped()).stderr(held).spawn().expect("a process");
        drop(command);
        let lines = BufReader::new(editor.stdout.take().expect("a pipe")).lines();
        let other = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("ready ").map(str::to_owned));
        let other = other.expect("it is ready");
        editor.kill().expect("it is there");
        let killed = std::time::Instant::now();
        let (gone, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || gone.send(end.read_to_end(&mut Vec::new()).is_ok()));
        let ended = ended.recv_timeout(AFTERLIFE);
        if other != "0" {
            Command::new("kill").arg(other).status().expect("it ends");
        }
        editor.wait().expect("a child");
        assert_eq!(ended, Ok(true), "{company}: the server is there after {:?}", killed.elapsed());
    }
}

/// The client is not the parent of the server: a script is between them.
#[cfg(target_os = "linux")]
#[test]
fn the_server_ends_with_its_client_even_if_that_is_a_zombie() {
    for buried in [true, false] {
        let mut editor = Command::new("sleep").arg("60").stdin(Stdio::null()).spawn().expect("a process");
        let mut client = Client::initialized(&json!({ "processId": editor.id(), "capabilities": {} }));
        editor.kill().expect("it was there");
        let killed = std::time::Instant::now();
        if buried {
            editor.wait().expect("a child");
        }
        assert_eq!(client.exit_code(), Some(1), "though its input is still open");
        assert!(killed.elapsed() < AFTERLIFE, "{:?}", killed.elapsed());
        editor.wait().expect("a child");
    }
}

#[test]
fn a_client_process_that_never_existed_ends_the_server() {
    let mut client = Client::initialized(&json!({ "processId": 4_000_000_000u64, "capabilities": {} }));
    client.is_quiet();
}

#[test]
fn many_cancellations_and_equal_ids_are_all_answered() {
    let mut client = Client::editor("vscode");
    client.open(URI, DRAFT);
    client.published(URI);
    let params = json!({
        "textDocument": { "uri": URI }, "range": range_of([0, 0, 0, 0]), "context": { "diagnostics": [] },
    });
    let mut storm = Vec::new();
    for id in 1000..1500 {
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/codeAction", "params": params });
        let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } });
        storm.extend([frame(&request), frame(&cancel), frame(&cancel)].concat());
    }
    client.send_raw(&storm);
    for id in 1000..1500 {
        let answer = client.answer(id);
        assert!(answer["result"].is_array() || answer["error"]["code"] == -32800, "{answer}");
    }
    for _ in 0..3 {
        client.send(&json!({ "jsonrpc": "2.0", "id": 77, "method": "test/unknown" }));
    }
    for _ in 0..3 {
        assert!(client.answer(77)["error"].is_object());
    }
    client.is_quiet();
}

#[test]
fn late_duplicate_and_wrong_responses_are_harmless() {
    let mut client = Client::editor("vscode");
    client.open(URI, DRAFT);
    client.published(URI);
    for id in 0..5 {
        client.send(&json!({ "jsonrpc": "2.0", "id": id, "result": "late" }));
        client.send(&json!({ "jsonrpc": "2.0", "id": id, "error": { "code": 1, "message": "and again" } }));
    }
    client.is_quiet();
    client.settings = json!("nonsense");
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert_eq!(client.notification("window/showMessage")["type"], 2);
    client.is_quiet();
}

#[test]
fn a_client_that_sends_no_settings_gets_the_defaults() {
    let mut client = Client::start();
    client.silent = true;
    client.result("initialize", recorded("vscode"));
    client.notify("initialized", json!({}));
    client.open(URI, DRAFT);
    assert_eq!(codes(&client.published(URI)), ["missing-component"]);
}

#[test]
fn a_flood_of_edits_is_applied() {
    let mut client = Client::plain(&Value::Null);
    client.open(URI, DRAFT);
    client.published(URI);
    let mut flood = Vec::new();
    for version in 2..1002 {
        let change = json!({ "range": range_of([0, 0, 0, 0]), "text": "\n" });
        let params = json!({ "textDocument": { "uri": URI, "version": version }, "contentChanges": [change] });
        flood.extend(frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params })));
    }
    client.send_raw(&flood);
    while client.published(URI)[0]["range"]["start"]["line"] != 1000 {}
    client.is_quiet();
}

#[test]
fn long_lines_and_long_drafts_are_handled() {
    let mut client = Client::plain(&Value::Null);
    for (version, text) in [
        "word ".repeat(200_000),
        "\n".repeat(300_000),
        "**Result:** ".repeat(20_000),
        "```\n".repeat(20_000),
        "> ".repeat(50_000),
        "[".repeat(50_000),
        "😀".repeat(100_000),
        "\r".repeat(100_000),
    ]
    .into_iter()
    .enumerate()
    {
        let uri = format!("file:///{version}.md");
        client.open(&uri, &text);
        client.edit(&uri, 2, [0, 1, 0, 2], "x");
        client.published(&uri);
    }
    client.ignore_the_rest();
    assert_eq!(client.request("test/next", Value::Null)["error"]["code"], METHOD_NOT_FOUND);
    client.ignore_the_rest();
}
