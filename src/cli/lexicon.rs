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
    /// List what star-coach knows by name, or what of it matches a query
    List(list::List),
    /// Show a service, phrase, product, scenario or question: star-coach lexicon show amazon-sqs
    Show(show::Show),
    /// Check lexicon files of your own: say what is wrong, and in which line
    Check(check::Check),
    /// Make lexicon files of documents: STAR stories, or questions with their answers
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
