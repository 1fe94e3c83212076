//! How long a keystroke takes, and how that grows with the draft: a line is inserted in the middle of a draft of so many
//! answers and taken out again, through the analysis alone and through the real server over pipes, from the write of the
//! `didChange` to the first byte of the diagnostics of that version.
//!
//! `cargo bench --bench keystroke` prints medians, and how many times longer each takes than in the smallest draft.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use star_coach::analysis::{Analysis, Coach};
use star_coach::config::Config;
use star_coach::lexicon::Lexicon;
use star_coach::text::{Change, DocSpan, Text};

/// How many answers a draft has.
const SIZES: [usize; 3] = [10, 200, 10_000];

/// How many lines are inserted and taken out, at most, and for how long at most.
const ROUNDS: usize = 300;
const PATIENCE: Duration = Duration::from_secs(8);

/// What is inserted: it moves all that follows, so that there is something to publish.
const LINE: &str = "We met every Monday to look at the numbers.\n";

fn main() {
    println!("{:>8}  {:>10}  {:>14}  {:>14}", "answers", "bytes", "analysis", "server");
    let mut smallest: Option<(Duration, Duration)> = None;
    for size in SIZES {
        let draft = draft(size);
        let middle = middle(&draft);
        let (analysis, server) = (through_analysis(&draft, middle), through_server(&draft, middle));
        let (first_analysis, first_server) = *smallest.get_or_insert((analysis, server));
        let cell = |time: Duration, first: Duration| {
            format!("{:>8.1?} {:>4.1}×", time, time.as_secs_f64() / first.as_secs_f64())
        };
        let (analysis, server) = (cell(analysis, first_analysis), cell(server, first_server));
        println!("{size:>8}  {:>10}  {analysis:>14}  {server:>14}", draft.len());
    }
}

/// A draft of `answers` answers, no two alike, with something to find in each.
fn draft(answers: usize) -> String {
    let systems = ["checkout", "billing run", "search page", "nightly import", "mobile login"];
    let pains = ["timed out at peak hours", "lost orders", "woke us at night", "cost too much"];
    let deeds = ["put a message queue in front of it", "added a cache", "moved it to containers", "split the database"];
    let mut draft = String::from("# Stories\n\n");
    for number in 0..answers {
        let pick = |list: &[&'static str]| list[number % list.len()];
        draft.push_str(&format!(
            "## Story {number}: the {system}\n\n\
             **Situation:** Our {system} number {number} {pain}, and {number} customers had noticed.\n\n\
             **Task:** I was asked to mend the {system} before the next release.\n\n\
             **Action:** I {deed}, and I wrote down what to do when it fails again.\n\n\
             **Result:** The {system} became much faster and the team slept well.\n\n",
            system = pick(&systems),
            pain = pick(&pains),
            deed = pick(&deeds),
        ));
    }
    draft
}

/// The line and the byte at which the Action of the answer in the middle begins.
fn middle(draft: &str) -> (usize, usize) {
    let half = draft.len() / 2;
    let at = half + draft[half..].find("**Action:**").unwrap_or_default();
    (draft[..at].matches('\n').count(), at)
}

fn through_analysis(draft: &str, (_, at): (usize, usize)) -> Duration {
    let coach = Arc::new(Coach { lexicon: Arc::new(Lexicon::builtin()), config: Config::default() });
    let mut text = Text::from(draft);
    let mut analysis = Analysis::new(coach, &text);
    median(|round| {
        let insert = round % 2 == 0;
        let (span, new) = if insert { (DocSpan::new(at, at), LINE) } else { (DocSpan::new(at, at + LINE.len()), "") };
        let start = Instant::now();
        text.replace(span, new);
        analysis.update(&text, Change { start: at, old_end: span.end, new_end: at + new.len() });
        start.elapsed()
    })
}

fn through_server(draft: &str, (line, _): (usize, usize)) -> Duration {
    let mut server = Server::start();
    let document = json!({ "uri": URI, "languageId": "markdown", "version": 0, "text": draft });
    server.notify("textDocument/didOpen", json!({ "textDocument": document }));
    server.published(0);
    let time = median(|round| {
        let version = round + 1;
        let (end, text) = if round % 2 == 0 { (line, LINE) } else { (line + 1, "") };
        let position = |line: usize| json!({ "line": line, "character": 0 });
        let change = json!({ "range": { "start": position(line), "end": position(end) }, "text": text });
        let document = json!({ "uri": URI, "version": version });
        let start = Instant::now();
        server.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
        server.published(version) - start
    });
    server.stop();
    time
}

const URI: &str = "file:///stories.md";

/// The median of what `measure` says of each round.
fn median(mut measure: impl FnMut(usize) -> Duration) -> Duration {
    let start = Instant::now();
    let mut times: Vec<_> = (0..ROUNDS).take_while(|_| start.elapsed() < PATIENCE).map(&mut measure).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// The real server, at the other end of two pipes.
struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_star-coach"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = process.stdin.take().expect("a pipe");
        let output = BufReader::with_capacity(1 << 20, process.stdout.take().expect("a pipe"));
        let mut server = Self { process, input, output };
        // No pause is awaited: what is measured is what is published at once.
        let options = json!({ "typingDelayMs": 3_600_000, "draftingDelayMs": 3_600_000 });
        server.send(json!({ "id": 0, "method": "initialize", "params": { "initializationOptions": options } }));
        server.message();
        server.notify("initialized", json!({}));
        server
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = "2.0".into();
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "method": method, "params": params }));
    }

    /// The next message, and when its first byte was there.
    fn message(&mut self) -> (Instant, Value) {
        self.output.fill_buf().expect("the server writes");
        let arrived = Instant::now();
        let mut header = String::new();
        while !header.ends_with("\r\n\r\n") {
            assert_ne!(self.output.read_line(&mut header).expect("the server writes"), 0, "the server ended");
        }
        let length = header.trim_start_matches("Content-Length: ").trim_end().parse().expect("a length");
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("the server writes");
        (arrived, serde_json::from_slice(&body).expect("JSON"))
    }

    /// When the first byte of the diagnostics of this version was there.
    fn published(&mut self, version: usize) -> Instant {
        loop {
            let (arrived, message) = self.message();
            if message["params"]["version"] == version {
                return arrived;
            }
        }
    }

    fn stop(mut self) {
        self.send(json!({ "id": 1, "method": "shutdown" }));
        self.notify("exit", Value::Null);
        drop(self.input);
        self.process.wait().expect("the server ends");
    }
}
