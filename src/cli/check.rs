//! `star-coach check`: checks drafts, and applies safe fixes.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use annotate_snippets::normalize_untrusted_str;
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::console::{FAILED, UNREADABLE, is_closed, shown_path};
use super::drafts::{DraftError, Paths};
use super::files::{self, Draft, Unreadable};
use super::print::Printer;
use super::profiles::report_problems;
use super::{diff, github, human, json, replace, sarif};
use crate::coach::Analysis;
use crate::coach::fixing::{self, Fixed};
use crate::rules::{Rule, Severity};

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    paths: Paths,
    /// Apply safe fixes, then report the remaining findings
    ///
    /// With `-` as PATH, prints the fixed text to stdout and the report to stderr.
    #[arg(long)]
    fix: bool,
    /// Print safe fixes as a diff without changing files; exit with 1 if there are any
    #[arg(long, conflicts_with_all = ["fix", "format", "fail_on"])]
    diff: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 on findings of this severity or higher
    #[arg(long, value_name = "SEVERITY", value_parser = severity_parser())]
    fail_on: Option<Severity>,
}

/// An output format of `check`.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// Human-readable text
    #[default]
    Human,
    /// JSON for scripts
    Json,
    /// SARIF 2.1.0 for code hosts
    Sarif,
    /// GitHub Actions annotations
    Github,
}

impl Check {
    /// Checks drafts with these `rules`.
    pub(super) fn set_rules(&mut self, rules: &'static [&'static Rule]) {
        self.paths.rules = rules;
    }

    /// Returns the problem with a combination of arguments, if there is one.
    pub(super) fn misuse(&self) -> Option<&'static str> {
        let mixed = self.fix && self.paths.read_stdin() && self.paths.paths.len() > 1;
        let message = "with --fix, `-` can't be combined with other paths: stdout holds the fixed text";
        self.paths.misuse().or(mixed.then_some(message))
    }

    pub(super) fn run(&self) -> io::Result<ExitCode> {
        if self.diff {
            return self.show_changes();
        }
        let mut worst: Option<Severity> = None;
        match self.print(|severity| worst = worst.into_iter().chain([severity]).min()) {
            Err(error) if !is_closed(&error) => return Err(error),
            Ok(unreadable) if unreadable > 0 => return Ok(ExitCode::from(UNREADABLE)),
            _ => {}
        }
        let failed = self.fail_on.zip(worst).is_some_and(|(limit, worst)| worst <= limit);
        Ok(if failed { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
    }

    /// Prints the findings and passes the severity of each to `found`. Returns the number of drafts that could not be
    /// read.
    fn print(&self, mut found: impl FnMut(Severity)) -> io::Result<usize> {
        if self.fix && self.paths.read_stdin() && files::is_ignored(self.paths.stdin()) {
            // An ignored draft is copied unchanged: the output may overwrite the input.
            io::copy(&mut io::stdin().lock(), &mut io::stdout().lock())?;
            return Ok(0);
        }
        let mut printer = self.printer()?;
        let mut cleaned = HashSet::new();
        let unreadable = self.paths.each(|draft, analysis| {
            let Some(analysis) = analysis else {
                // As above: copy the draft unchanged.
                if self.fix && draft.file.is_none() {
                    io::stdout().lock().write_all(&draft.bytes(&draft.text))?;
                }
                return Ok(());
            };
            let fixed = if self.fix { Some(apply_fixes(draft, analysis, &mut cleaned)?) } else { None };
            let remaining = fixed.as_ref().map_or(analysis, |fixed| &fixed.left);
            remaining.findings().for_each(|(_, finding)| found(finding.severity));
            match &fixed {
                None => printer.draft(draft, remaining, None)?,
                Some(fixed) => {
                    let draft = Draft { text: fixed.text.clone(), ..draft.clone() };
                    printer.draft(&draft, remaining, Some(&fixed.applied))?;
                }
            }
            Ok(())
        })?;
        printer.end(&unreadable)?;
        Ok(unreadable.len())
    }

    fn printer(&self) -> io::Result<Box<dyn Printer>> {
        // With --fix, stdout is for the fixed text of stdin.
        let to_stderr = self.fix && self.paths.read_stdin();
        if let Format::Human = self.format {
            let (out, choice): (Box<dyn Write>, _) = match to_stderr {
                true => (Box::new(anstream::stderr()), anstream::stderr().current_choice()),
                false => (Box::new(anstream::stdout()), anstream::stdout().current_choice()),
            };
            return Ok(Box::new(human::Report::new(BufWriter::new(out), choice != anstream::ColorChoice::Never)));
        }
        let out: Box<dyn Write> = if to_stderr { Box::new(io::stderr()) } else { Box::new(io::stdout()) };
        let out = BufWriter::new(out);
        Ok(match self.format {
            Format::Sarif => Box::new(sarif::Log::new(out)?),
            Format::Github => Box::new(github::Commands::new(out)),
            _ => Box::new(json::Array::new(out)),
        })
    }

    /// Prints the changes that `--fix` would make, as a diff.
    fn show_changes(&self) -> io::Result<ExitCode> {
        let mut out = BufWriter::new(io::stdout().lock());
        let for_people = io::stdout().is_terminal();
        let mut changes = false;
        let result = self.paths.each(|draft, analysis| {
            let Some(analysis) = analysis else { return Ok(()) };
            report_problems(draft, analysis);
            let fixed = fixing::fix_all(analysis, &draft.text);
            let diff = diff::unified(&shown_path(&draft.path), &draft.text.to_string(), &fixed.edits);
            changes |= !diff.is_empty();
            match for_people {
                // The text of a draft must not control the terminal.
                true => diff.lines().try_for_each(|line| writeln!(out, "{}", normalize_untrusted_str(line)))?,
                false => out.write_all(diff.as_bytes())?,
            }
            Ok(())
        });
        match result.and_then(|unreadable| out.flush().map(|()| unreadable)) {
            Err(error) if !is_closed(&error) => Err(error),
            Ok(unreadable) if !unreadable.is_empty() => Ok(ExitCode::from(UNREADABLE)),
            _ if changes => Ok(ExitCode::from(FAILED)),
            _ => Ok(ExitCode::SUCCESS),
        }
    }
}

/// Applies the safe fixes to `draft`, which `analysis` describes, and writes the result to the file or to stdout.
/// `cleaned` holds the folders whose leftover temporary files were already removed.
fn apply_fixes(draft: &Draft, analysis: &Analysis, cleaned: &mut HashSet<PathBuf>) -> Result<Fixed, DraftError> {
    let fixed = fixing::fix_all(analysis, &draft.text);
    let new = draft.bytes(&fixed.text);
    let Some(file) = &draft.file else {
        let mut out = io::stdout().lock();
        out.write_all(&new)?;
        out.flush()?;
        return Ok(fixed);
    };
    let resolved = fs::canonicalize(file).unwrap_or_else(|_| file.clone());
    let folder = resolved.parent().unwrap_or(Path::new("."));
    if cleaned.insert(folder.to_owned()) {
        replace::remove_leftovers(folder);
    }
    if !fixed.edits.is_empty() {
        let unwritten = |why| Unreadable { what: draft.path.clone(), why };
        replace::replace(file, &draft.bytes(&draft.text), &new).map_err(unwritten)?;
    }
    Ok(fixed)
}

fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::name))
        .try_map(|name| Severity::from_name(&name).ok_or("unknown severity"))
}
