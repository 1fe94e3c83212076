//! The transport: messages in, handlers called in order, messages out.
//!
//! It stands in for `tower_lsp::Server`, which ends at the first bad frame, stays alive after `exit`, lets four waiting
//! handlers block all others and falls silent when a handler panics. Here
//!
//! - a thread reads frames, and answers a bad one with an error;
//! - each handler is polled once in the order of arrival and spawned if it has to wait: what it does before its first
//!   `.await` happens in that order, and nothing that waits holds up what comes after it;
//! - a handler that panics is answered with an error;
//! - a thread writes, in order, whatever was handed to the [`Outbox`], which never blocks: a client that reads slowly
//!   delays nothing but its own output.

use std::io::{BufRead, Write};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::task::Poll;
use std::time::Duration;

use futures::FutureExt;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{LanguageServer, LspService};
use tower_service::Service;

use super::frames::{Broken, Frames};
use super::log::{Level, log};
use super::outbox::{Outbox, Outgoing, Reply};
use super::watch::{parent, watch};

/// The name under which code actions are served: `tower_lsp` holds the method's own name for its own types, which
/// don't know the snippet edits of LSP 3.18.
pub(crate) const CODE_ACTION: &str = "star-coach/codeAction";

/// The same for fetched diagnostics, which we render ourselves anyway.
pub(crate) const DIAGNOSTIC: &str = "star-coach/diagnostic";

/// How many messages are read ahead.
const READ_AHEAD: usize = 256;

/// How long the end waits for answers that are being worked on, and then for the client to take them.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Serves until the client says `exit`, ends its input, closes our output or dies, and returns the exit code: 0 after
/// `shutdown`, else 1. `settled` is called whenever a message has been handled and no edit waits behind it: the moment
/// to publish, since the reply to the next request then tells that everything published before it has been sent.
pub(crate) async fn serve<S: LanguageServer>(
    mut service: LspService<S>,
    input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
    (outbox, outgoing): (Outbox, Outgoing),
    settled: impl Fn(),
) -> u8 {
    let parent = parent();
    let (events, mut inbox) = tokio::sync::mpsc::channel(READ_AHEAD);
    let queued_edits = Arc::new(AtomicUsize::new(0));
    let written = spawn_writer(output, outgoing, events.clone());
    spawn_reader(input, events.clone(), queued_edits.clone());

    let mut phase = Phase::New;
    let mut waiting = JoinSet::new();
    while let Some(event) = inbox.recv().await {
        match event {
            Event::End => break,
            Event::Broken(id, error) => outbox.send(&Response::from_error(id, error)),
            Event::Reply(id, reply) => outbox.answered(id, reply),
            Event::Request(request) if request.method() == "exit" => break,
            Event::Request(request) => {
                if request.method() == "textDocument/didChange" {
                    queued_edits.fetch_sub(1, Ordering::Relaxed);
                }
                if let Some(refusal) = phase.refuse(&request) {
                    if let Some(id) = request.id() {
                        outbox.send(&Response::from_error(id.clone(), refusal));
                    }
                } else {
                    let method = request.method().to_owned();
                    if method == "initialize" {
                        let client =
                            request.params().and_then(|params| params.get("processId")).and_then(Value::as_u64);
                        let events = events.clone();
                        if let Some(pid) = client.and_then(|pid| u32::try_from(pid).ok()) {
                            watch(pid, parent, move || drop(events.blocking_send(Event::End)));
                        }
                    }
                    let answered = handle(&mut service, request, &outbox, &mut waiting).await;
                    while waiting.try_join_next().is_some() {}
                    phase = match method.as_str() {
                        "initialize" if answered => Phase::Running,
                        "shutdown" => Phase::Down,
                        _ => phase,
                    };
                }
                if queued_edits.load(Ordering::Relaxed) == 0 {
                    settled();
                }
            }
        }
    }
    // A client that has said all it has to say, such as a script, may still want to hear.
    outbox.expect_no_answers();
    let _ = tokio::time::timeout(LAST_WORDS, async { while waiting.join_next().await.is_some() {} }).await;
    outbox.finish();
    // Disconnects when the writer is through.
    let _ = written.recv_timeout(LAST_WORDS);
    u8::from(phase != Phase::Down)
}

/// Calls the handler and sends its answer, now or when it is there; tells whether it has succeeded by now.
async fn handle<S: LanguageServer>(
    service: &mut LspService<S>,
    request: Request,
    outbox: &Outbox,
    waiting: &mut JoinSet<()>,
) -> bool {
    let id = request.id().cloned();
    let first = request.method() == "initialize";
    let method = request.method().to_owned();
    let mut call = AssertUnwindSafe(service.call(adapt(request))).catch_unwind();
    let answer = move |outcome: std::thread::Result<Result<Option<Response>, _>>| match (id, outcome) {
        (_, Ok(Ok(Some(response)))) => Some(response),
        // Requests whose names begin with `$/` are dropped by the service; their senders wait all the same.
        (Some(id), Ok(_)) => Some(Response::from_error(id, Error::method_not_found())),
        (Some(id), Err(_)) => Some(Response::from_error(id, Error::internal_error())),
        (None, Ok(_)) => None,
        (None, Err(_)) => {
            log(Level::Error, format_args!("an internal error: the message {method} had no effect"));
            None
        }
    };
    // What is sent behind `initialize` is refused by the service until `initialize` is through.
    let outcome = if first { Poll::Ready((&mut call).await) } else { futures::poll!(&mut call) };
    match outcome {
        Poll::Ready(outcome) => {
            let response = answer(outcome);
            response.iter().for_each(|response| outbox.send(response));
            response.is_none_or(|response| response.is_ok())
        }
        Poll::Pending => {
            let outbox = outbox.clone();
            waiting.spawn(async move { answer(call.await).iter().for_each(|response| outbox.send(response)) });
            false
        }
    }
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing but `initialize` is served.
    New,
    /// Everything else is.
    Running,
    /// Nothing but `exit` is.
    Down,
}

impl Phase {
    /// Why `request` is not served now.
    fn refuse(self, request: &Request) -> Option<Error> {
        match self {
            Self::New if request.method() != "initialize" || request.id().is_none() => {
                Some(error(ErrorCode::ServerError(-32002), "the server is not initialized yet"))
            }
            Self::Running if request.method() == "initialize" => {
                Some(error(ErrorCode::InvalidRequest, "the server is initialized already"))
            }
            Self::Down => Some(error(ErrorCode::InvalidRequest, "the server has shut down")),
            _ => None,
        }
    }
}

/// What `tower_lsp` is told instead of what the client said.
///
/// Its types know a closed set of values where the protocol has open ones, so that VS Code's own `trace` makes its
/// `initialize` fail; and one number out of range makes it drop an edit without a word, after which client and server
/// disagree about the text. So the parameters of `initialize` travel in the one member that takes anything, and the
/// numbers of positions and versions are clamped to what fits.
fn adapt(request: Request) -> Request {
    let (method, id, params) = request.into_parts();
    let (method, params) = match method.as_ref() {
        "initialize" => (method, Some(json!({ "capabilities": {}, "initializationOptions": params }))),
        "textDocument/codeAction" => (CODE_ACTION.into(), clamped(params)),
        "textDocument/diagnostic" => (DIAGNOSTIC.into(), params),
        name if name.starts_with("textDocument/") || name == "workspace/executeCommand" => (method, clamped(params)),
        _ => (method, params),
    };
    let mut request = Request::build(method);
    if let Some(id) = id {
        request = request.id(id);
    }
    match params {
        Some(params) => request.params(params).finish(),
        None => request.finish(),
    }
}

fn clamped(params: Option<Value>) -> Option<Value> {
    params.map(|mut params| {
        clamp(&mut params);
        params
    })
}

fn clamp(value: &mut Value) {
    match value {
        Value::Object(members) => {
            // Deprecated, and often wrong.
            members.remove("rangeLength");
            for (name, member) in members {
                match (name.as_str(), &*member) {
                    ("line" | "character", Value::Number(number)) if number.as_u64().is_none_or(|n| n > MAX_UINT) => {
                        *member = json!(number.as_f64().unwrap_or(0.0).clamp(0.0, MAX_UINT as f64) as u64);
                    }
                    ("version", other) if other.as_i64().is_none_or(|n| i32::try_from(n).is_err()) => {
                        *member = json!(other.as_f64().unwrap_or(0.0) as i32);
                    }
                    _ => clamp(member),
                }
            }
        }
        Value::Array(members) => members.iter_mut().for_each(clamp),
        _ => {}
    }
}

/// The greatest `uinteger` of the protocol.
const MAX_UINT: u64 = i32::MAX as u64;

/// What happens outside.
enum Event {
    Request(Request),
    /// The client's answer to a request of ours.
    Reply(i64, Reply),
    /// What came is no message; whom to tell, and what.
    Broken(Id, Error),
    /// The client is gone.
    End,
}

fn spawn_reader(
    input: impl BufRead + Send + 'static,
    events: tokio::sync::mpsc::Sender<Event>,
    queued_edits: Arc<AtomicUsize>,
) {
    std::thread::spawn(move || {
        let mut frames = Frames::new(input);
        while let Some(frame) = frames.next() {
            let event = match frame {
                Ok(message) => classify(message),
                Err(Broken(what)) => Event::Broken(Id::Null, error(ErrorCode::ParseError, what)),
            };
            if matches!(&event, Event::Request(request) if request.method() == "textDocument/didChange") {
                queued_edits.fetch_add(1, Ordering::Relaxed);
            }
            if events.blocking_send(event).is_err() {
                return;
            }
        }
        let _ = events.blocking_send(Event::End);
    });
}

fn classify(message: Value) -> Event {
    let Value::Object(mut message) = message else {
        return invalid(Id::Null, "a message is an object; batches are not part of the protocol");
    };
    let id = match message.remove("id") {
        None => None,
        Some(Value::String(id)) => Some(Id::String(id)),
        Some(Value::Number(id)) if id.is_i64() => id.as_i64().map(Id::Number),
        Some(_) => return invalid(Id::Null, "an id is an integer or a string"),
    };
    let asked = id.clone().unwrap_or_default();
    if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return invalid(asked, "jsonrpc must be \"2.0\"");
    }
    let params = match message.remove("params") {
        None | Some(Value::Null) => None,
        Some(params @ (Value::Object(_) | Value::Array(_))) => Some(params),
        Some(_) => return invalid(asked, "params must be an object or an array"),
    };
    match (message.remove("method"), message.remove("result"), message.remove("error"), id) {
        (Some(Value::String(method)), _, _, id) => {
            let mut request = Request::build(method);
            if let Some(id) = id {
                request = request.id(id);
            }
            match params {
                Some(params) => Event::Request(request.params(params).finish()),
                None => Event::Request(request.finish()),
            }
        }
        (Some(_), ..) => invalid(asked, "method must be a string"),
        (None, _, Some(error), Some(Id::Number(id))) if !error.is_null() => Event::Reply(id, Err(error)),
        (None, Some(result), _, Some(Id::Number(id))) => Event::Reply(id, Ok(result)),
        (None, None, None, _) => invalid(asked, "a message has a method, a result or an error"),
        // An answer to a question nobody asked, since ours have numbers. Answering an answer helps nobody.
        _ => Event::Reply(-1, Ok(Value::Null)),
    }
}

fn invalid(id: Id, what: &'static str) -> Event {
    Event::Broken(id, error(ErrorCode::InvalidRequest, what))
}

fn error(code: ErrorCode, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error { code, message: message.into(), data: None }
}

/// Writes what comes out of `queue`; what is returned disconnects when it is through.
fn spawn_writer(
    output: impl Write + Send + 'static,
    outgoing: Outgoing,
    events: tokio::sync::mpsc::Sender<Event>,
) -> mpsc::Receiver<()> {
    let (through, written) = mpsc::channel();
    std::thread::spawn(move || {
        if outgoing.write(output).is_err() {
            let _ = events.blocking_send(Event::End);
        }
        drop(through);
    });
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;
    use tower_lsp::jsonrpc::Result as Answer;
    use tower_lsp::lsp_types::{
        ExecuteCommandParams, Hover, HoverParams, InitializeParams, InitializeResult, WorkspaceSymbolParams,
    };

    /// A server with handlers that misbehave.
    struct Odd(Outbox);

    #[tower_lsp::async_trait]
    impl LanguageServer for Odd {
        async fn initialize(&self, _: InitializeParams) -> Answer<InitializeResult> {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok(InitializeResult::default())
        }

        async fn shutdown(&self) -> Answer<()> {
            Ok(())
        }

        async fn hover(&self, _: HoverParams) -> Answer<Option<Hover>> {
            panic!("on purpose")
        }

        async fn symbol(
            &self,
            _: WorkspaceSymbolParams,
        ) -> Answer<Option<Vec<tower_lsp::lsp_types::SymbolInformation>>> {
            futures::future::pending().await
        }

        async fn execute_command(&self, params: ExecuteCommandParams) -> Answer<Option<Value>> {
            if params.command == "panic later" {
                tokio::task::yield_now().await;
                panic!("on purpose");
            }
            let reply = self.0.ask("test/ask", json!({})).await;
            Ok(Some(json!(format!("{reply:?}"))))
        }
    }

    /// What the server says to `messages`, and its exit code.
    fn session(messages: &[Value]) -> (Vec<Value>, u8) {
        let mut input = Vec::new();
        for message in messages {
            let body = message.to_string();
            write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("memory is writable");
        }
        let (reader, output) = std::io::pipe().expect("a pipe");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
        let code = runtime.expect("a runtime").block_on(async {
            let (outbox, outgoing) = Outbox::new();
            let (service, _) = LspService::new(|_| Odd(outbox.clone()));
            serve(service, std::io::Cursor::new(input), output, (outbox, outgoing), || {}).await
        });
        let mut frames = Frames::new(BufReader::new(reader));
        let said = std::iter::from_fn(|| frames.next()).map(|frame| frame.expect("a good frame")).collect();
        (said, code)
    }

    fn request(id: i64, method: &str, params: Value) -> Value {
        json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
    }

    fn initialize() -> Value {
        request(0, "initialize", json!({ "trace": "compact", "capabilities": null }))
    }

    fn code_of(said: &[Value], id: i64) -> Option<i64> {
        said.iter().find(|message| message["id"] == id)?.pointer("/error/code")?.as_i64()
    }

    #[test]
    fn a_handler_that_panics_is_answered_and_the_next_one_served() {
        let hover = json!({ "textDocument": { "uri": "file:///a.md" }, "position": { "line": 0, "character": 0 } });
        let (said, code) = session(&[
            initialize(),
            request(1, "textDocument/hover", hover),
            request(2, "shutdown", Value::Null),
            json!({ "jsonrpc": "2.0", "method": "exit" }),
        ]);
        assert_eq!(code_of(&said, 1), Some(-32603), "{said:?}");
        assert_eq!(said.iter().filter(|message| message["id"] == 2 && message["result"].is_null()).count(), 1);
        assert_eq!(code, 0);
    }

    #[test]
    fn what_waits_holds_up_nothing_and_can_be_cancelled() {
        let mut messages = vec![initialize()];
        messages.extend((1..=300).map(|id| request(id, "workspace/symbol", json!({ "query": "" }))));
        messages.push(json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 7 } }));
        messages.push(request(1000, "test/unknown", json!({})));
        let (said, code) = session(&messages);
        assert_eq!(code_of(&said, 1000), Some(-32601), "{said:?}");
        assert_eq!(code, 1, "the input ended without a shutdown");
    }

    #[test]
    fn replies_reach_whoever_asked_and_nobody_else() {
        let reply = |id: i64| json!({ "jsonrpc": "2.0", "id": id, "result": "yes" });
        let command = json!({ "command": "ask", "arguments": [] });
        let (said, _) = session(&[
            initialize(),
            request(1, "workspace/executeCommand", command),
            reply(0),
            reply(0),
            reply(99),
            json!({ "jsonrpc": "2.0", "id": "text", "result": null }),
            request(2, "test/unknown", json!({})),
        ]);
        assert!(said.iter().any(|message| message["method"] == "test/ask" && message["id"] == 0), "{said:?}");
        assert_eq!(code_of(&said, 2), Some(-32601), "{said:?}");
    }

    #[test]
    fn messages_are_taken_for_what_they_are() {
        let broken = |message: Value| match classify(message) {
            Event::Broken(id, error) => Some((serde_json::to_value(id).ok()?, error.code.code())),
            _ => None,
        };
        for (message, id) in [
            (json!([]), Value::Null),
            (json!(null), Value::Null),
            (json!({}), Value::Null),
            (json!({ "jsonrpc": "1.0", "id": 3, "method": "m" }), json!(3)),
            (json!({ "jsonrpc": "2.0", "id": 1.5, "method": "m" }), Value::Null),
            (json!({ "jsonrpc": "2.0", "id": "x", "method": 7 }), json!("x")),
            (json!({ "jsonrpc": "2.0", "id": 4, "method": "m", "params": "p" }), json!(4)),
            (json!({ "jsonrpc": "2.0", "id": 5 }), json!(5)),
        ] {
            assert_eq!(broken(message.clone()), Some((id, -32600)), "{message}");
        }
        assert!(broken(json!({ "jsonrpc": "2.0", "method": "m", "params": null })).is_none());
    }

    #[test]
    fn numbers_out_of_range_are_clamped_and_others_kept() {
        let mut params = json!({
            "textDocument": { "uri": "line", "version": 1e20 },
            "range": { "start": { "line": -3, "character": 2.5 }, "end": { "line": 1e300, "character": 7 } },
            "rangeLength": -1,
        });
        clamp(&mut params);
        assert_eq!(
            params,
            json!({
                "textDocument": { "uri": "line", "version": i32::MAX },
                "range": { "start": { "line": 0, "character": 2 }, "end": { "line": MAX_UINT, "character": 7 } },
            })
        );
    }
}
