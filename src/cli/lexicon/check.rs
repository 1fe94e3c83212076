//! `star-coach lexicon check`: reports errors in custom lexicon files.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use super::super::console::{FAILED, UNREADABLE, print_to_stderr};
use super::super::excerpt::Excerpts;
use super::super::files;
use crate::lexicon::own;
use crate::text::wording::counted;

/// The arguments of `lexicon check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Lexicon files in TOML, checked together: entries can refer to entries in other files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Check {
    pub(crate) fn run(&self) -> io::Result<ExitCode> {
        let mut read = Vec::new();
        let mut unread = 0;
        for file in files::named(&self.files) {
            match file {
                Ok(file) => read.push(file),
                Err(unreadable) => {
                    unread += 1;
                    print_to_stderr(&format!("error: {unreadable}"));
                }
            }
        }
        let texts: Vec<String> = read.iter().map(|file| file.text.to_string()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let problems = own::merge(&texts).problems;
        let out = anstream::stdout().lock();
        let styled = out.current_choice() != anstream::ColorChoice::Never;
        let mut out = BufWriter::new(out);
        let excerpts = Excerpts::new(styled);
        for (file, problems) in read.iter().zip(&problems) {
            problems.iter().try_for_each(|error| excerpts.print_error(&mut out, file, error, None))?;
        }
        let (errors, notes): (Vec<_>, Vec<_>) = problems.iter().flatten().partition(|problem| problem.is_error());
        if !read.is_empty() {
            let files = counted(read.len(), "file");
            match (errors.len(), notes.len()) {
                (0, 0) => writeln!(out, "{files}: no errors")?,
                (0, notes) => writeln!(out, "{files}: {}", counted(notes, "warning"))?,
                (errors, 0) => writeln!(out, "{files}: {}", counted(errors, "error"))?,
                (errors, notes) => {
                    writeln!(out, "{files}: {}, {}", counted(errors, "error"), counted(notes, "warning"))?;
                }
            }
        }
        out.flush()?;
        Ok(match () {
            () if unread > 0 => ExitCode::from(UNREADABLE),
            () if !errors.is_empty() => ExitCode::from(FAILED),
            () => ExitCode::SUCCESS,
        })
    }
}
