//! `star-coach lexicon build`: creates lexicon files from documents.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::super::console::{UNREADABLE, print_to_stderr, shown_path};
use super::super::files;
use crate::build::{Document, build};
use crate::lexicon::Lexicon;
use crate::text::wording::counted;

/// The arguments of `lexicon build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Build {
    /// Text or Markdown documents to read, or `-` for stdin
    #[arg(value_name = "DOC", required = true)]
    documents: Vec<PathBuf>,
    /// Folder for scenarios.toml and phrases.toml
    #[arg(short, long, value_name = "DIR", default_value = "my-lexicon")]
    output: PathBuf,
    /// Prefix for entry IDs, such as "acme" for acme-1 [default: S1, Q1, …]
    #[arg(long, value_name = "NAME", value_parser = prefix)]
    prefix: Option<String>,
    /// Overwrite existing files
    #[arg(long)]
    force: bool,
}

pub(super) const LONG_ABOUT: &str = "\
Build lexicon files from documents with STAR stories or interview questions.

A story is a heading with a number, followed by labeled sections. A question is a heading with a number or a question \
mark, followed by its answer; the headings above it become its topics. Both are written to scenarios.toml. Phrases that \
your stories use for services are proposed in phrases.toml. Review both files before you use them. Garbled characters \
(such as ‚Äì for a dash) are fixed.";

impl Build {
    pub(crate) fn run(&self) -> io::Result<ExitCode> {
        let mut documents = Vec::new();
        for document in files::named(&self.documents) {
            match document {
                Ok(document) => documents.push(document),
                Err(unreadable) => {
                    print_to_stderr(&format!("error: {unreadable}"));
                    return Ok(ExitCode::from(UNREADABLE));
                }
            }
        }
        let texts: Vec<String> = documents.iter().map(|document| document.text.to_string()).collect();
        let named = documents.iter().zip(&texts);
        let read: Vec<_> = named.map(|(document, text)| Document { name: file_name(&document.path), text }).collect();
        let built = build(&Lexicon::builtin(), &read, self.prefix.as_deref());
        if built.entries.is_empty() {
            print_to_stderr(
                "error: no stories or questions found. A story has labels, such as **Situation:** and **Result:**. A \
                 question is a heading with a number or a question mark.",
            );
            return Ok(ExitCode::from(UNREADABLE));
        }
        let files = [("scenarios.toml", built.scenarios()), ("phrases.toml", built.phrases())];
        if let Err(why) = self.write(&files) {
            print_to_stderr(&format!("error: {why}"));
            return Ok(ExitCode::from(UNREADABLE));
        }
        let mut out = anstream::stdout().lock();
        let [scenarios, phrases] = files.map(|(name, _)| shown_path(&self.output.join(name).to_string_lossy()));
        let (stories, entries) = (built.stories(), built.entries.len());
        let stories = counted(stories, "story");
        let questions = counted(entries - built.stories(), "question");
        writeln!(out, "{scenarios}: {stories}, {questions}")?;
        writeln!(out, "{phrases}: {} to review", counted(built.needs.len(), "proposed phrase"))?;
        if built.repaired > 0 {
            writeln!(out, "fixed {}", counted(built.repaired, "garbled passage"))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Writes all `files`, or none if one exists and must not be replaced.
    fn write(&self, files: &[(&str, String)]) -> Result<(), String> {
        let there = |path: &Path| fs::symlink_metadata(path).is_ok();
        if let Some((name, _)) = files.iter().find(|(name, _)| !self.force && there(&self.output.join(name))) {
            let path = shown_path(&self.output.join(name).to_string_lossy());
            return Err(format!("{path} already exists. Choose another folder with -o, or overwrite it with --force."));
        }
        let write = |path: &Path, written: io::Result<()>| {
            written.map_err(|error| format!("couldn't write {}: {error}", shown_path(&path.to_string_lossy())))
        };
        write(&self.output, fs::create_dir_all(&self.output))?;
        for (name, text) in files {
            let path = self.output.join(name);
            write(&path, fs::write(&path, text))?;
        }
        Ok(())
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Validates a prefix of IDs, which are also used in file names.
fn prefix(text: &str) -> Result<String, String> {
    let fits = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
    match text.starts_with(|char: char| char.is_ascii_alphanumeric()) && text.chars().all(fits) && text.len() <= 40 {
        true => Ok(text.to_owned()),
        false => {
            Err("use at most 40 letters, digits, hyphens, periods, or underscores, starting with a letter or digit"
                .into())
        }
    }
}
