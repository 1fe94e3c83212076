//! The transport: reads messages, calls their handlers in order, and writes messages.
//!
//! It replaces `tower_lsp::Server`, which ends at the first bad frame, stays alive after `exit`, lets four waiting
//! handlers block all others, and stops responding when a handler panics. Instead,
//!
//! - a thread reads frames, and a bad one is answered with an error;
//! - each handler is polled once in the order of the messages, and spawned if it has to wait: the part before its first
//!   `.await` runs in that order, and a waiting handler does not delay the next message;
//! - a request whose handler panics is answered with an error;
//! - a thread writes the messages in the [`Outbox`] in order, so a client that reads slowly does not delay the handlers.

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

/// The internal method for code actions: `tower_lsp` reserves the LSP method for its own types, which lack the snippet
/// edits of LSP 3.18.
pub(crate) const CODE_ACTION: &str = "star-coach/codeAction";

/// The internal method for pulled diagnostics, which the session returns as JSON.
pub(crate) const DIAGNOSTIC: &str = "star-coach/diagnostic";

/// The maximum number of messages that are read ahead.
const READ_AHEAD: usize = 256;

/// The time to wait at the end for running handlers, and then for the client to read their responses.
const LAST_PATIENCE: Duration = Duration::from_secs(1);

/// Serves until the client sends `exit`, closes its output or our output, or its process ends. Returns the exit code: 0
/// after `shutdown`, else 1. `publish` is called after each handled message, unless an edit is waiting, and before the
/// next message is handled. So when a client gets a response, the diagnostics of all edits before that request have
/// been sent.
pub(crate) async fn serve<S: LanguageServer>(
    mut service: LspService<S>,
    input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
    (outbox, outgoing): (Outbox, Outgoing),
    publish: impl Fn(),
) -> u8 {
    let parent = parent();
    let (events, mut inbox) = tokio::sync::mpsc::channel(READ_AHEAD);
    let queued_edits = Arc::new(AtomicUsize::new(0));
    let written = spawn_writer(output, outgoing, events.clone());
    spawn_reader(input, events.clone(), queued_edits.clone());

    let mut phase = Phase::New;
    let mut running = JoinSet::new();
    while let Some(event) = inbox.recv().await {
        match event {
            Event::End => break,
            Event::Broken(id, error) => outbox.send(&Response::from_error(id, error)),
            Event::Reply(id, reply) => outbox.receive_reply(id, reply),
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
                        watch_client(&request, parent, events.clone());
                    }
                    let answered = handle(&mut service, request, &outbox, &mut running).await;
                    while running.try_join_next().is_some() {}
                    phase = match method.as_str() {
                        "initialize" if answered => Phase::Running,
                        "shutdown" => Phase::Down,
                        _ => phase,
                    };
                }
                if queued_edits.load(Ordering::Relaxed) == 0 {
                    publish();
                }
            }
        }
    }
    // A client that has closed its output, such as a script, may still read responses.
    outbox.cancel_requests();
    let _ = tokio::time::timeout(LAST_PATIENCE, async { while running.join_next().await.is_some() {} }).await;
    outbox.finish();
    // Disconnects when the writer has finished.
    let _ = written.recv_timeout(LAST_PATIENCE);
    u8::from(phase != Phase::Down)
}

/// Sends [`Event::End`] when the process of the client ends, if its `initialize` names one.
fn watch_client(initialize: &Request, parent: Option<u32>, events: tokio::sync::mpsc::Sender<Event>) {
    let pid = initialize.params().and_then(|params| params.get("processId")).and_then(Value::as_u64);
    if let Some(pid) = pid.and_then(|pid| u32::try_from(pid).ok()) {
        watch(pid, parent, move || drop(events.blocking_send(Event::End)));
    }
}

/// Calls the handler of `request` and sends its response, now or, if it has to wait, from a task in `running`. Returns
/// whether it has succeeded by now.
async fn handle<S: LanguageServer>(
    service: &mut LspService<S>,
    request: Request,
    outbox: &Outbox,
    running: &mut JoinSet<()>,
) -> bool {
    let id = request.id().cloned();
    let is_initialize = request.method() == "initialize";
    let method = request.method().to_owned();
    let mut call = AssertUnwindSafe(service.call(adapt(request))).catch_unwind();
    let response = move |outcome: std::thread::Result<Result<Option<Response>, _>>| match (id, outcome) {
        (_, Ok(Ok(Some(response)))) => Some(response),
        // The service ignores requests whose methods start with `$/`, but they need a response, too.
        (Some(id), Ok(_)) => Some(Response::from_error(id, Error::method_not_found())),
        (Some(id), Err(_)) => Some(Response::from_error(id, Error::internal_error())),
        (None, Ok(_)) => None,
        (None, Err(_)) => {
            log(Level::Error, format_args!("internal error: the message {method} had no effect"));
            None
        }
    };
    // The service refuses other messages until `initialize` has finished.
    let outcome = if is_initialize { Poll::Ready((&mut call).await) } else { futures::poll!(&mut call) };
    match outcome {
        Poll::Ready(outcome) => {
            let response = response(outcome);
            response.iter().for_each(|response| outbox.send(response));
            response.is_none_or(|response| response.is_ok())
        }
        Poll::Pending => {
            let outbox = outbox.clone();
            running.spawn(async move { response(call.await).iter().for_each(|response| outbox.send(response)) });
            false
        }
    }
}

/// The phase of the LSP lifecycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Before `initialize`, which is the only message accepted.
    New,
    /// Between `initialize` and `shutdown`.
    Running,
    /// After `shutdown`. Only `exit` is accepted.
    Down,
}

impl Phase {
    /// Returns the error if `request` is not accepted in this phase.
    fn refuse(self, request: &Request) -> Option<Error> {
        match self {
            Self::New if request.method() != "initialize" || request.id().is_none() => {
                Some(error(ErrorCode::ServerError(-32002), "the server isn't initialized yet"))
            }
            Self::Running if request.method() == "initialize" => {
                Some(error(ErrorCode::InvalidRequest, "the server is already initialized"))
            }
            Self::Down => Some(error(ErrorCode::InvalidRequest, "the server has shut down")),
            _ => None,
        }
    }
}

/// Adapts a request to the types of `tower_lsp`, which are stricter than LSP.
///
/// Some of its enums lack values that clients send: `initialize` would fail because of the `trace` that VS Code sends.
/// So all parameters of `initialize` are moved into `initializationOptions`, which takes any JSON. A number out of
/// range would make it drop an edit silently, and the texts of client and server would differ. So positions and
/// versions are clamped.
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

/// `params` with all positions and versions clamped to the ranges of LSP.
fn clamped(params: Option<Value>) -> Option<Value> {
    params.map(|mut params| {
        clamp(&mut params);
        params
    })
}

fn clamp(value: &mut Value) {
    match value {
        Value::Object(members) => {
            // Deprecated, not used, and often wrong.
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

/// The greatest `uinteger` of LSP.
const MAX_UINT: u64 = i32::MAX as u64;

/// An event from the client.
enum Event {
    Request(Request),
    /// The response to the request of ours with this ID.
    Reply(i64, Reply),
    /// An invalid message: the ID for the error response, and the error.
    Broken(Id, Error),
    /// The client has ended, or closed its output or our output.
    End,
}

/// Reads messages on a thread, sends them to `events`, and counts the edits among them in `queued_edits`.
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

/// Returns the event of a message.
fn classify(message: Value) -> Event {
    let Value::Object(mut message) = message else {
        return invalid(Id::Null, "a message must be an object; batches aren't supported");
    };
    let id = match message.remove("id") {
        None => None,
        Some(Value::String(id)) => Some(Id::String(id)),
        Some(Value::Number(id)) if id.is_i64() => id.as_i64().map(Id::Number),
        Some(_) => return invalid(Id::Null, "id must be an integer or a string"),
    };
    let response_id = id.clone().unwrap_or_default();
    if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return invalid(response_id, "jsonrpc must be \"2.0\"");
    }
    let params = match message.remove("params") {
        None | Some(Value::Null) => None,
        Some(params @ (Value::Object(_) | Value::Array(_))) => Some(params),
        Some(_) => return invalid(response_id, "params must be an object or an array"),
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
        (Some(_), ..) => invalid(response_id, "method must be a string"),
        (None, _, Some(error), Some(Id::Number(id))) if !error.is_null() => Event::Reply(id, Err(error)),
        (None, Some(result), _, Some(Id::Number(id))) => Event::Reply(id, Ok(result)),
        (None, None, None, _) => invalid(response_id, "a message must have a method, a result, or an error"),
        // A response to no request of ours (our IDs are numbers), which is ignored. A response gets no error response.
        _ => Event::Reply(-1, Ok(Value::Null)),
    }
}

fn invalid(id: Id, what: &'static str) -> Event {
    Event::Broken(id, error(ErrorCode::InvalidRequest, what))
}

fn error(code: ErrorCode, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error { code, message: message.into(), data: None }
}

/// Writes the messages in `outgoing` on a thread. The returned receiver disconnects when the thread has finished.
fn spawn_writer(
    output: impl Write + Send + 'static,
    outgoing: Outgoing,
    events: tokio::sync::mpsc::Sender<Event>,
) -> mpsc::Receiver<()> {
    let (done, written) = mpsc::channel();
    std::thread::spawn(move || {
        if outgoing.write(output).is_err() {
            let _ = events.blocking_send(Event::End);
        }
        drop(done);
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

    /// A server with handlers that panic or never finish.
    struct Misbehaving(Outbox);

    #[tower_lsp::async_trait]
    impl LanguageServer for Misbehaving {
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

    /// Returns the messages of the server in response to `messages`, and its exit code.
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
            let (service, _) = LspService::new(|_| Misbehaving(outbox.clone()));
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
    fn a_request_whose_handler_panics_gets_an_error_and_the_next_one_is_served() {
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
    fn waiting_handlers_delay_no_other_and_can_be_canceled() {
        let mut messages = vec![initialize()];
        messages.extend((1..=300).map(|id| request(id, "workspace/symbol", json!({ "query": "" }))));
        messages.push(json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 7 } }));
        messages.push(request(1000, "test/unknown", json!({})));
        let (said, code) = session(&messages);
        assert_eq!(code_of(&said, 1000), Some(-32601), "{said:?}");
        assert_eq!(code, 1, "the input ended without a shutdown");
    }

    #[test]
    fn replies_reach_the_request_with_their_id() {
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
    fn invalid_messages_get_the_right_id_and_error() {
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
