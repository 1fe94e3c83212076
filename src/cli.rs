//! The command line: `check`, `outline`, `explain`, `lexicon` and `lsp`.
//!
//! The only code that prints to stdout, the server's transport excepted. Drafts are read a few ahead: the memory in use is
//! that of the drafts in work. It coaches through [`Analysis`], as the server does, so that both report the same.

mod check;
mod coaches;
mod diff;
mod explain;
mod files;
mod github;
mod human;
mod json;
mod lexicon;
mod outline;
mod places;
mod replace;
mod sarif;

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::analysis::{Analysis, Coach};
use crate::rules::{RULES, Rule, Severity};
use crate::server;
use crate::text::Text;
use files::{Draft, Unreadable};

/// The exit code of `check` when `--fail-on` is met.
const FAILED: u8 = 1;

/// The exit code of bad usage (which clap uses too), and when something could not be read or written.
const UNREADABLE: u8 = 2;

/// Runs the command that the process was started with and returns its exit code.
pub fn run() -> ExitCode {
    run_with(RULES, std::env::args_os())
}

/// As [`run`], with these rules and arguments, the program's name first: a test has rules that no draft should ever meet.
pub fn run_with(rules: &'static [&'static Rule], args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = Args::parse_from(args);
    std::panic::set_hook(Box::new(|info| {
        // Where, but not what: the message may quote the draft.
        let place = info.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        complain(&format!("error: an internal error at {place}; please report it"));
    }));
    let done = match args.command {
        Some(Command::Check(mut check)) => {
            check.ask(rules);
            check.run()
        }
        Some(Command::Outline(outline)) => outline.run(),
        Some(Command::Lexicon(lexicon)) => lexicon.run(),
        Some(Command::Explain { rule }) => explain::run(rule.as_deref()),
        Some(Command::Lsp) => return server::run(rules).into(),
        None if args.stdio => return server::run(rules).into(),
        None => {
            let help = Args::command().render_help();
            complain(&help.to_string());
            return ExitCode::from(UNREADABLE);
        }
    };
    done.unwrap_or_else(|error| {
        if is_closed(&error) {
            return ExitCode::SUCCESS;
        }
        complain(&format!("error: the output could not be written: {error}"));
        ExitCode::from(UNREADABLE)
    })
}

#[derive(Debug, Parser)]
#[command(name = "star-coach", version, about, long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// The same as `lsp` when there is no command; else it says nothing new, but editors like to pass it.
    #[arg(long, global = true, hide = true)]
    stdio: bool,
}

const LONG_ABOUT: &str = "\
Coaches STAR interview answers (Situation, Task, Action, Result) written in markdown.

It says what an interviewer would miss: a component that is not there, a Result without a figure, \
a \"message queue\" that has a name. Drafts never leave the machine.";

const EXAMPLES: &str = "\
Examples:
  star-coach check                          coach every draft below this directory
  star-coach check answers.md               coach one draft
  star-coach check - < answers.md           coach what stdin says
  star-coach check --fail-on warning .      for scripts: exit 1 if there is a warning
  star-coach check --format sarif           for code hosts; github for workflows
  star-coach check --diff                   show what could be mended without asking you
  star-coach check --fix answers.md         mend that
  star-coach outline answers.md             show what was understood
  star-coach explain missing-metric         what a rule looks for, and why
  star-coach lexicon build stories.md       make a lexicon of your own stories
  star-coach lsp                            what an editor starts

Exit codes: 0 done, 1 --fail-on is met, 2 bad usage or a file that could not be read.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Coach drafts: say what an interviewer would miss
    Check(check::Check),
    /// Show what was understood: answers, components, figures, services, related scenarios
    Outline(outline::Show),
    /// Print the manual page of a rule, or list all rules
    Explain {
        /// The rule's code, such as missing-metric
        #[arg(value_parser = PossibleValuesParser::new(RULES.iter().map(|rule| rule.code)))]
        rule: Option<String>,
    },
    /// Search what star-coach knows by name, and make a lexicon of your own
    Lexicon(lexicon::Lexicon),
    /// Serve an editor: speak the Language Server Protocol over stdin and stdout
    ///
    /// Editors start this; `star-coach --stdio` does the same.
    Lsp,
}

/// How to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs: docs/cli.md describes it
    Json,
}

/// The drafts to read.
#[derive(Debug, clap::Args)]
struct Paths {
    /// Files; directories, searched for .md and .markdown; or - for stdin
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// What stdin is called: decides which settings hold for it, and whether ignore files pass it over
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
    stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    settings: coaches::SettingsFrom,
    /// What to ask of them.
    #[arg(skip = RULES)]
    rules: &'static [&'static Rule],
}

impl Paths {
    /// Reads the drafts by `reader`, a few ahead, and hands them to `each` in order; what can't be read, or written, is named
    /// on stderr. Returns that. A draft that is left alone, as the settings say, has no analysis.
    fn each(
        &self,
        reader: Reader,
        mut each: impl FnMut(&Draft, Option<&Analysis>) -> Result<(), Trouble>,
    ) -> io::Result<Vec<Unreadable>> {
        // What they know is many small pieces: the end of the process gives them back at once.
        let mut coaches = ManuallyDrop::new(coaches::Coaches::new(self.settings.clone(), self.rules));
        let mut unread = Vec::new();
        let mut drafts = files::drafts(&self.paths, self.stdin());
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let (jobs, queue) = mpsc::channel::<Job>();
        let (queue, open) = (Mutex::new(queue), AtomicUsize::new(0));
        thread::scope(|scope| {
            // The end of the channel ends the threads, and so must not outlive what is done here.
            let jobs = jobs;
            for _ in 0..threads {
                scope.spawn(|| work(&queue, &open, threads, reader));
            }
            // In order; what was read ahead is all that is in memory.
            let mut ahead = VecDeque::new();
            loop {
                while ahead.len() < 2 * threads
                    && let Some(draft) = drafts.next()
                {
                    ahead.push_back(draft.map(|draft| {
                        let (reply, analyzed) = mpsc::channel();
                        // The threads listen as long as there are jobs.
                        match coaches.of(&draft) {
                            Some(coach) => {
                                open.fetch_add(1, Ordering::Relaxed);
                                drop(jobs.send(Job { draft, coach, reply }));
                            }
                            None => drop(reply.send((draft, None))),
                        }
                        analyzed
                    }));
                }
                let Some(next) = ahead.pop_front() else { return Ok(unread) };
                let done = next.map_err(Trouble::Draft).and_then(|analyzed| match analyzed.recv() {
                    Ok((draft, Some(analysis))) => {
                        tell_failures(&draft, &analysis);
                        each(&draft, Some(&analysis))
                    }
                    Ok((draft, None)) => {
                        self.note_left_alone(&draft);
                        each(&draft, None)
                    }
                    // The thread has panicked, which the end of the scope passes on.
                    Err(_) => Ok(()),
                });
                match done {
                    Ok(()) => {}
                    Err(Trouble::Output(error)) => return Err(error),
                    Err(Trouble::Draft(unreadable)) => {
                        complain(&format!("error: {unreadable}"));
                        unread.push(unreadable);
                    }
                }
            }
        })
    }

    /// Says that `draft` is left alone, if it was named: whoever names a folder knows.
    fn note_left_alone(&self, draft: &Draft) {
        if self.paths.iter().any(|path| path == Path::new(&draft.path)) {
            let path = human::shown_path(&draft.path);
            complain(&format!("note: {path}: left alone, as `include` or `exclude` in star-coach.toml says"));
        }
    }

    /// Whether stdin is one of them.
    fn read_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new(files::STDIN))
    }

    /// What stdin is called.
    fn stdin(&self) -> &Path {
        self.stdin_filename.as_deref().unwrap_or(Path::new(files::STDIN))
    }

    /// Ends the process if what was asked for makes no sense.
    fn expect_sense(&self) {
        if self.stdin_filename.is_some() && !self.read_stdin() {
            refuse("--stdin-filename says what stdin is called, but stdin is not read. Give - as the PATH.");
        }
    }
}

/// A draft to read.
struct Job {
    draft: Draft,
    coach: Arc<Coach>,
    reply: mpsc::Sender<(Draft, Option<Analysis>)>,
}

/// How a draft is read, by so many threads at most: [`Analysis::by`], or [`Analysis::brief`] where findings are all that is
/// asked for.
type Reader = fn(Arc<Coach>, &Text, usize) -> Analysis;

/// Reads drafts until there are no more. Of all `threads`, each of the drafts that are `open` gets its share: where there
/// are many, one for each is less work than several for each.
fn work(queue: &Mutex<mpsc::Receiver<Job>>, open: &AtomicUsize, threads: usize, reader: Reader) {
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { draft, coach, reply }) = next else { return };
        let analysis = reader(coach, &draft.text, threads / open.load(Ordering::Relaxed).max(1));
        open.fetch_sub(1, Ordering::Relaxed);
        // Nobody waits for it if the output has ended.
        let _ = reply.send((draft, Some(analysis)));
    }
}

/// Says on stderr which rules fail on `draft`.
fn tell_failures(draft: &Draft, analysis: &Analysis) {
    for code in analysis.failed() {
        complain(&format!("error: {}: {}", human::shown_path(&draft.path), failure(code)));
    }
}

/// What there is to say of a rule that fails.
fn failure(code: &str) -> String {
    format!(
        "The rule {code} fails on this draft, so what it would say is missing. All other advice is there. Please report it."
    )
}

/// Why there is no more to say of a draft.
enum Trouble {
    /// What was to be said could not be.
    Output(io::Error),
    /// The draft could not be read or written.
    Draft(Unreadable),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Unreadable> for Trouble {
    fn from(unreadable: Unreadable) -> Self {
        Self::Draft(unreadable)
    }
}

/// Ends the process because of what was asked for.
fn refuse(message: &str) -> ! {
    Args::command().error(clap::error::ErrorKind::ArgumentConflict, message).exit()
}

/// The severities by their names, worst first.
const SEVERITIES: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Information, Severity::Hint];

fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(SEVERITIES.map(Severity::name))
        .try_map(|name| SEVERITIES.into_iter().find(|severity| severity.name() == name).ok_or("no such severity"))
}

/// Whether writing failed because nobody reads on (`star-coach check | head`), which is no error.
fn is_closed(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Says `message` on stderr. That nobody may be there to read it is no reason to stop.
fn complain(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{message}");
}
