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
use crate::rules::{ISSUES, RULES, Rule};
use crate::server;
use console::{UNREADABLE, is_closed, print_to_stderr};

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
        print_to_stderr(&format!("error: star-coach crashed at {place}. Please report this bug: {ISSUES}"));
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
            print_to_stderr(&help.to_string());
            return ExitCode::from(UNREADABLE);
        }
    };
    result.unwrap_or_else(|error| {
        if is_closed(&error) {
            return ExitCode::SUCCESS;
        }
        print_to_stderr(&format!("error: couldn't write the output: {error}"));
        ExitCode::from(UNREADABLE)
    })
}

#[derive(Debug, Parser)]
#[command(name = "star-coach", version, about, long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Starts the language server if there is no command; otherwise ignored. Some editors always pass it.
    #[arg(long, global = true, hide = true)]
    stdio: bool,
}

const LONG_ABOUT: &str = "\
Checks STAR interview answers (Situation, Task, Action, Result) written in Markdown.

Points out what an interviewer may ask next: a missing Task, a Result without a number, \
a \"message queue\" without a name. Your drafts never leave your machine.";

const EXAMPLES: &str = "\
Examples:
  star-coach check                        Check all drafts in this folder
  star-coach check answers.md             Check one draft
  star-coach check - < answers.md         Check standard input
  star-coach check --fail-on warning      Exit with 1 on warnings and errors
  star-coach check --format github        Annotate drafts in GitHub Actions
  star-coach check --diff                 Preview safe fixes
  star-coach check --fix answers.md       Apply safe fixes
  star-coach outline answers.md           Show how a draft is parsed
  star-coach explain missing-metric       Explain a rule
  star-coach lexicon build stories.md     Build a custom lexicon from your stories
  star-coach lsp                          Start the language server

Exit codes:
  0  Success, with or without findings
  1  Findings (--fail-on), changes (--diff), errors in a lexicon file, or no matches in a search
  2  Invalid usage, or a file could not be read or written";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check drafts and report findings
    Check(check::Check),
    /// Show how drafts are parsed: answers, sections, metrics, services, related scenarios
    Outline(outline::Show),
    /// Explain a rule, or list all rules
    Explain {
        /// Rule name, such as missing-metric
        #[arg(value_parser = PossibleValuesParser::new(rule_names()))]
        rule: Option<String>,
    },
    /// Search the lexicon, or build a custom one
    Lexicon(lexicon::Lexicon),
    /// Start the language server (LSP over stdin and stdout)
    ///
    /// Editors run this command. `star-coach --stdio` does the same.
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
