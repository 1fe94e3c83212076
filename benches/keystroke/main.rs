//! How long a keystroke takes, and how that grows with the draft: a line is inserted in the middle of a draft of so many
//! answers and taken out again, through the analysis alone and through the real server over pipes, from the write of the
//! `didChange` to the first byte of the diagnostics of that version.
//!
//! `cargo bench --bench keystroke` prints medians, and how many times longer each takes than in the smallest draft. Then
//! it does the same to other language servers for prose that are on the PATH, in a draft of 200 answers, and prints how
//! many times longer they take. `.ci/peers` installs them first.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod client;

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use client::Client;
use serde_json::{Value, json};
use star_coach::coach::{Analysis, Coach};
use star_coach::config::Config;
use star_coach::lexicon::Lexicon;
use star_coach::text::{Change, DocSpan, Text};

/// How many answers a draft has.
const SIZES: [usize; 3] = [10, 200, 10_000];

/// How many answers the draft has that others are measured with.
const SIZE: usize = 200;

/// How others are started.
const PEERS: [&[&str]; 3] = [&["typos-lsp"], &["rumdl", "server"], &["harper-ls", "--stdio"]];

/// How many lines are inserted and taken out, at most, and for how long at most.
const ROUNDS: usize = 300;
const PATIENCE: Duration = Duration::from_secs(8);

/// What is inserted: it moves all that follows, so that there is something to publish.
const LINE: &str = "We met every Monday to look at the numbers, and the the last one teh longest, until there was nothing left to look at.\n";

fn main() {
    println!("{:>8}  {:>10}  {:>14}  {:>14}", "answers", "bytes", "analysis", "server");
    let mut smallest: Option<(Duration, Duration)> = None;
    for size in SIZES {
        let draft = draft(size);
        let middle = middle(&draft);
        let (analysis, (server, _)) = (through_analysis(&draft, middle), through_ours(&draft, middle));
        let (first_analysis, first_server) = *smallest.get_or_insert((analysis, server));
        let cell = |time: Duration, first: Duration| {
            format!("{:>8.1?} {:>4.1}×", time, time.as_secs_f64() / first.as_secs_f64())
        };
        let (analysis, server) = (cell(analysis, first_analysis), cell(server, first_server));
        println!("{size:>8}  {:>10}  {analysis:>14}  {server:>14}", draft.len());
    }

    let draft = draft(SIZE);
    let middle = middle(&draft);
    let (ours, memory) = through_ours(&draft, middle);
    println!("\n{SIZE} answers      median             memory");
    println!("star-coach    {ours:>8.1?}    1.0×  {:>6.1} MiB", memory as f64 / 1024.0);
    for command in PEERS {
        let mut server = Command::new(command[0]);
        match through_server(server.args(&command[1..]), &json!({}), &draft, middle) {
            Some((time, memory)) => println!(
                "{:<12}  {time:>8.1?} {:>6.1}×  {:>6.1} MiB",
                command[0],
                time.as_secs_f64() / ours.as_secs_f64(),
                memory as f64 / 1024.0
            ),
            None => println!("{:<12}  is not installed, or says nothing about this draft", command[0]),
        }
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
             **Situation:** Our {system} number {number} {pain}, and {number} customers had noticed. The team was new, \
             and the people who had written it had left for another company.\n\n\
             **Task:** I was asked to mend the {system} before the next release.\n\n\
             **Action:** I {deed}, and I wrote down what to do when it fails again. Then I walked two colleagues \
             through it, so that it would not hang on me.\n\n\
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
    let coach = Arc::new(Coach::new(Arc::new(Lexicon::builtin()), Config::default()));
    let mut text = Text::from(draft);
    let mut analysis = Analysis::new(coach, &text);
    let time = median(|round| {
        let insert = round % 2 == 0;
        let (span, new) = if insert { (DocSpan::new(at, at), LINE) } else { (DocSpan::new(at, at + LINE.len()), "") };
        let start = Instant::now();
        text.replace(span, new);
        analysis.update(&text, Change { start: at, old_end: span.end, new_end: at + new.len() });
        Some(start.elapsed())
    });
    time.expect("it is read")
}

fn through_ours(draft: &str, middle: (usize, usize)) -> (Duration, usize) {
    // No pause is awaited: what is measured is what is published at once.
    let options = json!({ "typingDelayMs": 3_600_000, "draftingDelayMs": 3_600_000 });
    let mut command = Command::new(env!("CARGO_BIN_EXE_star-coach"));
    through_server(command.arg("lsp"), &options, draft, middle).expect("the server answers")
}

/// The median of the edits, and how much memory the server uses after them, in KiB; `None` if it does not answer.
fn through_server(
    command: &mut Command,
    options: &Value,
    draft: &str,
    (line, _): (usize, usize),
) -> Option<(Duration, usize)> {
    let mut client = Client::start(command, options)?;
    client.open(draft)?;
    let edit = |round| match round % 2 {
        0 => client.replace(line..line, LINE),
        _ => client.replace(line..line + 1, ""),
    };
    let time = median(edit)?;
    Some((time, client.memory()?))
}

/// The median of what `measure` says of each round; `None` if it can't say.
fn median(measure: impl FnMut(usize) -> Option<Duration>) -> Option<Duration> {
    let start = Instant::now();
    let rounds = (0..ROUNDS).take_while(|round| *round < 5 || start.elapsed() < PATIENCE);
    let mut times = rounds.map(measure).collect::<Option<Vec<_>>>()?;
    times.sort_unstable();
    Some(times[times.len() / 2])
}
