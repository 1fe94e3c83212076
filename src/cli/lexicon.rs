//! `star-coach lexicon`: searches the lexicon, and creates and checks custom lexicon files.

mod build;
mod check;
mod list;
mod show;

use std::io;
use std::process::ExitCode;

use clap::Subcommand;

/// The arguments of `lexicon`.
#[derive(Debug, clap::Args)]
pub(super) struct Lexicon {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List lexicon entries, optionally filtered
    List(list::List),
    /// Show a service, phrase, product, scenario, or interview question
    Show(show::Show),
    /// Validate custom lexicon files
    Check(check::Check),
    /// Build lexicon files from documents with STAR stories or interview questions
    #[command(long_about = build::LONG_ABOUT)]
    Build(build::Build),
}

impl Lexicon {
    pub(super) fn run(&self) -> io::Result<ExitCode> {
        match &self.command {
            Command::List(list) => list.run(),
            Command::Show(show) => show.run(),
            Command::Check(check) => check.run(),
            Command::Build(build) => build.run(),
        }
    }
}
