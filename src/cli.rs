//! The command line: `check`, `outline`, `explain`, `lexicon` and `lsp`.
//!
//! Besides the server's transport, this is the only code that prints to stdout. It uses
//! [`Analysis`](crate::coach::Analysis) as the server does, so that both report the same findings.

mod check;
mod console;
mod diff;
mod drafts;
mod excerpt;
mod explain;
mod files;
mod github;
mod human;
mod json;
mod lexicon;
mod outline;
mod outlined;
mod places;
mod print;
mod profiles;
mod replace;
mod sarif;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::former;
use crate::rules::{RULES, Rule};
use crate::server;
use console::{UNREADABLE, complain, is_closed};

/// Runs the command that the process was started with and returns its exit code.
pub fn run() -> ExitCode {
    run_with(RULES, std::env::args_os())
}

/// Like [`run`], but with these rules and arguments, the name of the program first. Tests pass rules that fail.
pub fn run_with(rules: &'static [&'static Rule], args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = Args::parse_from(args);
    std::panic::set_hook(Box::new(|info| {
        // Print the location only: the message may quote the draft.
        let place = info.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        complain(&format!("error: an internal error at {place}; please report it"));
    }));
    let result = match args.command {
        Some(Command::Check(mut check)) => {
            check.set_rules(rules);
            exit_on_misuse(check.misuse());
            check.run()
        }
        Some(Command::Outline(outline)) => {
            exit_on_misuse(outline.misuse());
            outline.run()
        }
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
    result.unwrap_or_else(|error| {
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
        #[arg(value_parser = PossibleValuesParser::new(rule_names()))]
        rule: Option<String>,
    },
    /// Search what star-coach knows by name, and make a lexicon of your own
    Lexicon(lexicon::Lexicon),
    /// Serve an editor: speak the Language Server Protocol over stdin and stdout
    ///
    /// Editors start this; `star-coach --stdio` does the same.
    Lsp,
}

/// Returns the names of the rules. The former ones are accepted but not listed.
fn rule_names() -> impl Iterator<Item = PossibleValue> {
    let former = former::RULES.iter().map(|(former, _)| PossibleValue::new(former).hide(true));
    RULES.iter().map(|rule| PossibleValue::new(rule.name)).chain(former)
}

/// Exits with a usage error if `misuse` is set.
fn exit_on_misuse(misuse: Option<&str>) {
    if let Some(message) = misuse {
        Args::command().error(ErrorKind::ArgumentConflict, message).exit();
    }
}
