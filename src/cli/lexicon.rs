//! `star-coach lexicon`: what star-coach knows by name, and a lexicon of one's own.

mod build;

use std::io;
use std::process::ExitCode;

use clap::Subcommand;

/// What to do with the lexicon.
#[derive(Debug, clap::Args)]
pub(super) struct Lexicon {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make lexicon files of documents: STAR stories, or questions with their answers
    Build(build::Build),
}

impl Lexicon {
    pub(super) fn run(&self) -> io::Result<ExitCode> {
        match &self.command {
            Command::Build(build) => build.run(),
        }
    }
}
