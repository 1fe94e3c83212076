//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::server;

/// Coaches STAR interview answers written in markdown.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Speak the Language Server Protocol on stdin and stdout; without a command, the same as `lsp`.
    #[arg(long, global = true)]
    stdio: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve an editor, on stdin and stdout.
    Lsp,
}

/// Does what the command line says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        // Without a command and without `--stdio` there is the help already.
        Some(Command::Lsp) | None => server::run().into(),
    }
}
