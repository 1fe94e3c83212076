//! How fast whole drafts are checked: `star-coach check --format json` on many megabytes of answers, beside what nothing
//! could be faster than, one pass of an Aho–Corasick automaton over the same bytes with the patterns of the lexicon.
//!
//! `cargo bench --bench drafts` prints both as bytes per second of CPU time, their ratio, how many cores the check used,
//! and the most memory that it held for a tenth of the bytes and for all of them. `cargo bench --bench drafts -- 20`
//! takes 20 MB instead of 100.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use aho_corasick::AhoCorasick;
use star_coach::lexicon::scenario::Gist;
use star_coach::lexicon::{Lexicon, Term};

/// How many bytes all drafts have together, in MB, unless somebody says.
const ALL: usize = 100;

/// How many bytes a draft has, about.
const DRAFT: usize = 1_000_000;

/// How often each is measured; the best counts, since the machine may be busy.
const ROUNDS: usize = 3;

/// A tick of the clock by which Linux tells CPU time, in seconds.
const TICK: f64 = 0.01;

/// How a check went.
struct Run {
    /// In seconds.
    cpu: f64,
    /// In seconds.
    wall: f64,
    /// In KiB, at most.
    memory: usize,
}

fn main() {
    let megabytes = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(ALL);
    let folder = tempfile::tempdir().expect("a folder for the drafts");
    let (few, all) = (folder.path().join("few"), folder.path().join("all"));
    let bytes = write_drafts(&all, megabytes);
    write_drafts(&few, megabytes.div_ceil(10));

    let bare = (0..ROUNDS).map(|_| bare_pass(&all)).fold(f64::INFINITY, f64::min);
    let best = |folder: &Path| {
        let runs = (0..ROUNDS).map(|_| check(folder));
        runs.min_by(|one, other| one.cpu.total_cmp(&other.cpu)).expect("there are rounds")
    };
    let (first, run) = (best(&few), best(&all));
    let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
    println!("{:.0} MB of answers, in drafts of {:.0} MB", bytes as f64 / 1e6, DRAFT as f64 / 1e6);
    println!("a bare pass         {:>7.1} MB per second of CPU time", speed(bare));
    println!("check --format json {:>7.1} MB per second of CPU time: 1/{:.1} of that", speed(run.cpu), run.cpu / bare);
    println!("cores used          {:>7.2}", run.cpu / run.wall);
    let mebibytes = |run: &Run| run.memory as f64 / 1024.0;
    println!(
        "memory              {:>7.1} MiB at most, and {:.1} for a tenth of it",
        mebibytes(&run),
        mebibytes(&first)
    );
}

/// Writes so many megabytes of drafts into `folder`, half of them made of the examples, half of stories; tells how many
/// bytes they have.
fn write_drafts(folder: &Path, megabytes: usize) -> usize {
    fs::create_dir(folder).expect("a folder");
    let examples = examples();
    let mut stories = Stories { lexicon: Lexicon::builtin(), told: 0 };
    let mut all = 0;
    for number in 0..megabytes {
        let mut text = format!("# Draft {number}\n\n");
        while text.len() < DRAFT {
            match number % 2 {
                0 => text += &stories.next(),
                _ => text += &examples,
            }
        }
        all += text.len();
        fs::write(folder.join(format!("draft-{number:04}.md")), text).expect("a draft is written");
    }
    all
}

/// The examples, one after another, without those of which some words would hold for all that follows.
fn examples() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the examples").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).expect("an example"));
    texts.filter(|text| !text.starts_with("---") && !text.contains("ignore-file")).collect()
}

/// Tells answers put together from the parts of the lexicon's scenarios, no two alike.
struct Stories {
    lexicon: Lexicon,
    told: usize,
}

impl Stories {
    fn next(&mut self) -> String {
        let parts: Vec<_> = self
            .lexicon
            .scenarios
            .iter()
            .filter_map(|scenario| match &scenario.gist {
                Gist::Story { situation, task, action, result } => {
                    Some((&scenario.title, situation, task, action, result))
                }
                Gist::Points(_) => None,
            })
            .collect();
        let number = self.told;
        self.told += 1;
        // Every combination comes once before any comes again.
        let count = parts.len();
        let pick = |power: u32| parts[number / count.pow(power) % count];
        let steps = pick(0).3.iter().chain(pick(1).3).map(|step| format!("- {step}\n"));
        format!(
            "## {}, part {number}\n\n**Situation:** {}\n\n**Task:** {}\n\n**Action:**\n\n{}\n**Result:** {}\n\n",
            pick(0).0,
            pick(1).1,
            pick(2).2,
            steps.collect::<String>(),
            pick(3).4,
        )
    }
}

/// The seconds that it takes to find every literal of the lexicon in the drafts, in whatever case, and to do nothing with it.
fn bare_pass(folder: &Path) -> f64 {
    let lexicon = Lexicon::builtin();
    let terms = (0..lexicon.services.len()).map(Term::Service);
    let terms = terms.chain((0..lexicon.products.len()).map(Term::Product));
    let terms = terms.chain((0..lexicon.phrases.len()).map(Term::Phrase));
    let terms = terms.chain((0..lexicon.vague.len()).map(Term::Vague));
    let mut literals: Vec<String> = terms.flat_map(|term| lexicon.forms_of(term)).collect();
    literals.sort_unstable();
    literals.dedup();
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(literals).expect("an automaton");
    let mut found = 0;
    let mut seconds = 0.0;
    for entry in fs::read_dir(folder).expect("the drafts") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a draft");
        let start = Instant::now();
        found += automaton.find_overlapping_iter(&text).count();
        seconds += start.elapsed().as_secs_f64();
    }
    assert!(found > 0, "the drafts name something");
    seconds
}

/// Checks the drafts in `folder` by the real binary, whose output is read and thrown away.
fn check(folder: &Path) -> Run {
    let before = cpu_of_children();
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_star-coach"));
    let command = command.args(["check", "--format", "json"]).arg(folder);
    let mut process = command.stdout(Stdio::piped()).spawn().expect("it starts");
    let mut output = process.stdout.take().expect("a pipe");
    let (mut memory, mut bytes) = (0, 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        match output.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => bytes += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => panic!("the output can't be read: {error}"),
        }
        // What it held so far at most: the last one told is the most of all.
        memory = peak_memory(process.id()).unwrap_or(memory);
    }
    assert!(process.wait().expect("it ends").success() && bytes > 0, "the drafts are checked");
    Run { cpu: cpu_of_children() - before, wall: start.elapsed().as_secs_f64(), memory }
}

/// The CPU time of the processes that this one has waited for, in seconds.
fn cpu_of_children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux tells the CPU time");
    // The name, in parentheses, may hold spaces.
    let (_, fields) = stat.rsplit_once(')').expect("a name");
    let ticks = fields.split_whitespace().skip(13).take(2);
    ticks.map(|ticks| ticks.parse::<f64>().expect("a number")).sum::<f64>() * TICK
}

/// The most memory that a process held so far, in KiB.
fn peak_memory(process: u32) -> Option<usize> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
