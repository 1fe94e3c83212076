//! Measures the CPU time of `star-coach check` on ten megabytes of answers, beside other prose checkers on the same
//! files.
//!
//! `cargo bench --bench drafts` prints for each the CPU time, the throughput in MB/s, the peak memory, and how many
//! times the CPU time of the other checkers star-coach takes. It fails if that exceeds the goals (see
//! `docs/performance.md`). Checkers that are not on the PATH are skipped; `.ci/peers` installs them.
//!
//! The goals are about real drafts, of which only some parts are answers: `cargo bench --bench drafts -- FOLDER` uses
//! the drafts in a folder. Without it, the examples are used, which consist of answers only and take three times as
//! long, and nothing fails.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// The total size of the drafts, in bytes.
const BYTES: usize = 10_000_000;

/// The number of runs. The best one counts, since the machine may be busy.
const ROUNDS: usize = 5;

/// Another checker, and the maximum CPU time of star-coach as a multiple of its own.
struct Peer {
    command: &'static [&'static str],
    most: f64,
}

const PEERS: [Peer; 2] = [
    Peer { command: &["typos", "--format", "json"], most: 1.5 },
    Peer { command: &["rumdl", "check", "--no-cache", "--output-format", "json"], most: 0.6 },
];

/// The resources that a command used.
struct Run {
    /// CPU time, in seconds.
    cpu: f64,
    /// Wall-clock time, in seconds.
    wall: f64,
    /// The peak memory, in MiB; 0 if the process ended too soon to measure it.
    memory: f64,
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Cargo adds an option, which is not a folder.
    let mut named = std::env::args_os().skip(1).map(PathBuf::from);
    let real = named.find(|path| path.is_dir());
    let folder = tempfile::tempdir().expect("a folder for the drafts");
    let texts = texts(&real.clone().unwrap_or_else(|| root.join("examples")));
    let bytes = write_drafts(folder.path(), &texts);
    let megabytes = bytes as f64 / 1e6;
    println!("{megabytes:.1} MB of drafts, best of {ROUNDS}");

    let print = |name: &str, run: &Run| {
        let speed = megabytes / run.cpu;
        println!(
            "{name:<10} {:>6.2} s of CPU time, {speed:>5.1} MB/s, {:>5.2} s, {:>5.1} MiB",
            run.cpu, run.wall, run.memory
        );
    };
    let ours = [env!("CARGO_BIN_EXE_star-coach"), "check", "--format", "json"];
    let ours = measure(&ours, folder.path()).expect("it checks the drafts");
    print("star-coach", &ours);
    let mut kept = true;
    for peer in PEERS {
        let name = peer.command[0];
        let Some(theirs) = measure(peer.command, folder.path()) else {
            println!("{name:<10} is not installed");
            continue;
        };
        print(name, &theirs);
        let ratio = ours.cpu / theirs.cpu;
        let verdict = if ratio <= peer.most { "ok" } else { "above the goal" };
        println!("{name:<10} star-coach takes {ratio:.2} times as much; at most {}: {verdict}", peer.most);
        // Ratios vary with the load of the machine.
        kept &= ratio <= 1.5 * peer.most;
    }
    if kept || real.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns the drafts in `folder` and below, in order.
fn texts(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the drafts");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: PathBuf| match path.extension().is_some_and(|extension| extension == "md") {
        _ if path.is_dir() => texts(&path),
        true => vec![fs::read_to_string(&path).expect("a draft")],
        false => Vec::new(),
    };
    paths.into_iter().flat_map(read).collect()
}

/// Writes `texts` to files in `folder`, repeatedly, until they have the total size; returns the number of bytes.
fn write_drafts(folder: &Path, texts: &[String]) -> usize {
    assert!(!texts.is_empty(), "there are drafts");
    let mut bytes = 0;
    for (number, text) in texts.iter().cycle().enumerate() {
        if bytes >= BYTES {
            break;
        }
        fs::write(folder.join(format!("draft-{number:05}.md")), text).expect("a draft is written");
        bytes += text.len();
    }
    bytes
}

/// Returns the best run of a command on `folder`; `None` if it can't be started.
fn measure(command: &[&str], folder: &Path) -> Option<Run> {
    let runs: Option<Vec<_>> = (0..ROUNDS).map(|_| run(command, folder)).collect();
    runs?.into_iter().min_by(|one, other| one.cpu.total_cmp(&other.cpu))
}

/// Runs a command on `folder`. Ignores its output and exit code.
fn run(command: &[&str], folder: &Path) -> Option<Run> {
    let before = cpu_of_children();
    let start = Instant::now();
    let mut process = Command::new(command[0]);
    process.args(&command[1..]).arg(folder).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut process = process.spawn().ok()?;
    let mut output = process.stdout.take()?;
    let mut memory = 0.0;
    let mut buffer = vec![0; 1 << 16];
    while std::io::Read::read(&mut output, &mut buffer).ok()? > 0 {
        memory = peak_memory(process.id()).unwrap_or(memory);
    }
    process.wait().ok()?;
    Some(Run { cpu: cpu_of_children() - before, wall: start.elapsed().as_secs_f64(), memory })
}

/// Returns the CPU time of the child processes that have ended, in seconds.
fn cpu_of_children() -> f64 {
    /// The length of a clock tick of Linux, in seconds.
    const TICK: f64 = 0.01;
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux tells the CPU time");
    // The process name, in parentheses, may contain spaces.
    let (_, fields) = stat.rsplit_once(')').expect("a name");
    let ticks = fields.split_whitespace().skip(13).take(2);
    ticks.map(|ticks| ticks.parse::<f64>().expect("a number")).sum::<f64>() * TICK
}

/// Returns the peak memory of a process so far, in MiB.
fn peak_memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}
