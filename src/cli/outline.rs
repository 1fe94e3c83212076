//! `star-coach outline`: shows what was understood of drafts.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use super::{Format, Paths, UNREADABLE, human, is_closed, json};

/// What to show, and how.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    #[command(flatten)]
    paths: Paths,
    /// How to print what was understood
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Show {
    pub(super) fn run(&self) -> io::Result<ExitCode> {
        match self.print() {
            Ok(false) => Ok(ExitCode::from(UNREADABLE)),
            Err(error) if !is_closed(&error) => Err(error),
            _ => Ok(ExitCode::SUCCESS),
        }
    }

    /// Prints what was understood. Returns whether all could be read.
    fn print(&self) -> io::Result<bool> {
        match self.format {
            Format::Human => {
                let mut out = BufWriter::new(anstream::stdout().lock());
                let complete = self.paths.each(|draft, analysis| human::outline(&mut out, draft, analysis))?;
                out.flush()?;
                Ok(complete)
            }
            Format::Json => {
                let mut array = json::Array::new(BufWriter::new(io::stdout().lock()));
                let complete = self
                    .paths
                    .each(|draft, analysis| array.push(&json::Outlined::new(&draft.path, &draft.text, analysis)))?;
                array.end()?;
                Ok(complete)
            }
        }
    }
}
