//! `star-coach check`: coaches drafts.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::ValueEnum;

use super::{Draft, FAILED, Paths, UNREADABLE, github, human, is_closed, json, sarif, severity_parser};
use crate::analysis::Analysis;
use crate::rules::Severity;

/// What to check, and how to say it.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    paths: Paths,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 if there is a finding of this severity or worse
    #[arg(long, value_name = "SEVERITY", value_parser = severity_parser())]
    fail_on: Option<Severity>,
}

/// How to print what was found.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs: docs/cli.md describes it
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// Workflow commands, for GitHub Actions
    Github,
}

impl Check {
    pub(super) fn run(&self) -> io::Result<ExitCode> {
        self.paths.expect_sense();
        let mut worst: Option<Severity> = None;
        let printed = self.print(|severity| worst = worst.into_iter().chain([severity]).min());
        match printed {
            Err(error) if !is_closed(&error) => return Err(error),
            Ok(unread) if unread > 0 => return Ok(ExitCode::from(UNREADABLE)),
            _ => {}
        }
        let failed = self.fail_on.zip(worst).is_some_and(|(limit, worst)| worst <= limit);
        Ok(if failed { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
    }

    /// Prints what is found and hands the severity of each finding to `found`. Returns how much could not be read.
    fn print(&self, mut found: impl FnMut(Severity)) -> io::Result<usize> {
        let mut each = |print: &mut dyn FnMut(&Draft, &Analysis) -> io::Result<()>| {
            self.paths.each(|draft, analysis| {
                analysis.findings().for_each(|(_, finding)| found(finding.severity));
                print(draft, analysis)
            })
        };
        let unread = match self.format {
            Format::Human => {
                let out = anstream::stdout().lock();
                let styled = out.current_choice() != anstream::ColorChoice::Never;
                let mut checker = human::Checker::new(BufWriter::new(out), styled);
                let unread = each(&mut |draft, analysis| checker.print(draft, analysis))?;
                checker.end(unread.len())?;
                unread
            }
            Format::Json => {
                let mut array = json::Array::new(BufWriter::new(io::stdout().lock()));
                let unread =
                    each(&mut |draft, analysis| array.push(&json::Checked::new(&draft.path, &draft.text, analysis)))?;
                array.end()?;
                unread
            }
            Format::Sarif => {
                let mut log = sarif::Log::new(BufWriter::new(io::stdout().lock()))?;
                let unread = each(&mut |draft, analysis| log.print(draft, analysis))?;
                unread.iter().for_each(|unreadable| log.unread(unreadable));
                log.end()?;
                unread
            }
            Format::Github => {
                let mut out = BufWriter::new(io::stdout().lock());
                let unread = each(&mut |draft, analysis| github::print(&mut out, draft, analysis))?;
                out.flush()?;
                unread
            }
        };
        Ok(unread.len())
    }
}
