//! `star-coach outline`: shows what was understood of drafts.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use super::coaches::tell_problems;
use super::{Format, Paths, UNREADABLE, human, json};
use crate::analysis::Analysis;

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
        self.paths.expect_sense();
        let unread = match self.format {
            Format::Human => {
                let mut out = BufWriter::new(anstream::stdout().lock());
                let unread = self.paths.each(Analysis::by, |draft, analysis| match analysis {
                    Some(analysis) => {
                        tell_problems(draft, analysis);
                        Ok(human::outline(&mut out, draft, analysis)?)
                    }
                    None => Ok(()),
                })?;
                out.flush()?;
                unread
            }
            Format::Json => {
                let mut array = json::Array::new(BufWriter::new(io::stdout().lock()));
                let unread = self.paths.each(Analysis::by, |draft, analysis| match analysis {
                    Some(analysis) => {
                        tell_problems(draft, analysis);
                        Ok(array.push(&json::Outlined::new(&draft.path, &draft.text, analysis))?)
                    }
                    None => Ok(()),
                })?;
                array.end()?;
                unread
            }
        };
        Ok(if !unread.is_empty() { ExitCode::from(UNREADABLE) } else { ExitCode::SUCCESS })
    }
}
