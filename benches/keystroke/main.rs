//! Measures the time of a keystroke in drafts with different numbers of answers, and in other language servers for
//! prose. A line is inserted in the middle of a draft and removed again. The time is from the write of `didChange` to
//! the first byte of the diagnostics of that version. It includes two pipes and the scheduler, so the server itself
//! takes less.
//!
//! `cargo bench --bench keystroke` prints medians and ratios. It fails if one misses its goal three times over (see
//! `docs/performance.md`), and says which are below their goal. Servers that are not on the PATH are skipped; `.ci/peers`
//! installs them.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod client;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use client::Client;
use serde_json::{Value, json};

/// The number of answers in a draft, and the goal for a keystroke in it, in milliseconds.
const GOALS: [(usize, f64); 3] = [(200, 0.7), (2000, 16.0), (10_000, 16.0)];

/// The factor by which a busy machine may exceed the goals.
const TOLERANCE: f64 = 3.0;

/// Another server, and the minimum ratio of its time to ours, for a number of answers.
struct Peer {
    command: &'static [&'static str],
    least: &'static [(usize, f64)],
}

const PEERS: [Peer; 3] = [
    Peer { command: &["typos-lsp"], least: &[(200, 6.0), (2000, 25.0)] },
    Peer { command: &["rumdl", "server"], least: &[(200, 10.0), (2000, 25.0)] },
    Peer { command: &["harper-ls", "--stdio"], least: &[(200, 1.0)] },
];

/// The maximum number of pairs of runs to compare.
const PAIRS: usize = 4;

/// The maximum number of edits, and the maximum time for them.
const ROUNDS: usize = 300;
const PATIENCE: Duration = Duration::from_secs(8);

/// The inserted line. It moves all following lines, so there are diagnostics to publish.
const LINE: &str = "We met every Monday to look at the numbers, and the the last one teh longest, until there was nothing left to look at.\n";

fn main() -> ExitCode {
    let mut kept = true;
    let mut verdict = |is_kept: bool| {
        kept &= is_kept;
        if is_kept { "ok" } else { "TOO SLOW" }
    };
    for (answers, goal) in GOALS {
        let (time, memory) = through_ours(&draft(answers)).expect("the server answers");
        let verdict = verdict(time <= goal * TOLERANCE);
        println!("{answers:>6} answers  star-coach {time:>9.2} ms  {memory:>6.1} MiB  goal {goal} ms: {verdict}");
    }
    for peer in PEERS {
        for &(answers, least) in peer.least {
            let name = peer.command[0];
            let Some(ratio) = ratio(&peer, &draft(answers), least) else {
                println!("{answers:>6} answers  {name:<10} is not installed, or says nothing about this draft");
                continue;
            };
            let verdict = match verdict(ratio >= least / TOLERANCE) {
                "ok" if ratio < least => "below the goal",
                verdict => verdict,
            };
            println!("{answers:>6} answers  {name:<10} takes {ratio:.1} times as long, goal {least}: {verdict}");
        }
    }
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns the ratio of the time of `peer` to ours; `None` if the peer doesn't respond. Runs both in turn and returns the best
/// pair, because a busy machine may disturb one of the two. Stops once the ratio is `enough`.
fn ratio(peer: &Peer, draft: &str, enough: f64) -> Option<f64> {
    let mut best: f64 = 0.0;
    for _ in 0..PAIRS {
        let (ours, _) = through_ours(draft)?;
        let mut command = Command::new(peer.command[0]);
        let (theirs, _) = through_server(command.args(&peer.command[1..]), &json!({}), draft)?;
        best = best.max(theirs / ours);
        if best >= enough {
            break;
        }
    }
    Some(best)
}

/// Returns a draft with `answers` different answers, each with findings.
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
             **Task:** I was asked to fix the {system} before the next release.\n\n\
             **Action:** I {deed}, and I wrote down what to do when it fails again. Then I walked two colleagues \
             through it, so that it would not depend on me.\n\n\
             **Result:** The {system} became much faster and the team slept well.\n\n",
            system = pick(&systems),
            pain = pick(&pains),
            deed = pick(&deeds),
        ));
    }
    draft
}

fn through_ours(draft: &str) -> Option<(f64, f64)> {
    // Measures the diagnostics that are published at once, without delays.
    let options = json!({ "typingDelayMs": 3_600_000, "draftingDelayMs": 3_600_000 });
    through_server(Command::new(env!("CARGO_BIN_EXE_star-coach")).arg("lsp"), &options, draft)
}

/// Returns the median time of the edits in milliseconds, and the memory of the server after them, in MiB; `None` if the
/// server doesn't answer.
fn through_server(command: &mut Command, options: &Value, draft: &str) -> Option<(f64, f64)> {
    let half = draft.len() / 2;
    let action = half + draft[half..].find("**Action:**")?;
    let line = draft[..action].matches('\n').count();
    let mut client = Client::start(command, options)?;
    client.open(draft)?;
    let start = Instant::now();
    let mut times = Vec::new();
    while times.len() < ROUNDS && (times.len() < 5 || start.elapsed() < PATIENCE) {
        times.push(client.replace(line..line, LINE)?);
        times.push(client.replace(line..line + 1, "")?);
    }
    times.sort_unstable();
    Some((times[times.len() / 2].as_secs_f64() * 1000.0, client.memory()? as f64 / 1024.0))
}
