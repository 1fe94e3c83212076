//! `star-coach lexicon build`: creates lexicon files from documents.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::super::console::{UNREADABLE, complain, counted, shown_path};
use super::super::files;
use crate::build::{Document, build};
use crate::lexicon::Lexicon;

/// The arguments of `lexicon build`.
#[derive(Debug, clap::Args)]
#[command(long_about = LONG_ABOUT)]
pub(crate) struct Build {
    /// Documents: text or markdown files, or - for stdin
    #[arg(value_name = "DOC", required = true)]
    documents: Vec<PathBuf>,
    /// The folder to write scenarios.toml and phrases.toml to
    #[arg(short, long, value_name = "DIR", default_value = "my-lexicon")]
    output: PathBuf,
    /// What ids start with, such as "acme" for acme-1; without it they are S1, Q1, …
    #[arg(long, value_name = "NAME", value_parser = prefix)]
    prefix: Option<String>,
    /// Replace files that are there already
    #[arg(long)]
    force: bool,
}

const LONG_ABOUT: &str = "\
Make lexicon files of documents.

It reads STAR stories (a heading with a number, then Situation, Task, Action and Result) and questions (headings with \
a number or a question mark, the answer below them, their topics as the headings above). It writes them to \
scenarios.toml, and what services were said to be for to phrases.toml. Both start with what to review. Text that was \
saved in one encoding and opened in another (‚Äì for a dash) is repaired.";

impl Build {
    pub(crate) fn run(&self) -> io::Result<ExitCode> {
        let mut documents = Vec::new();
        for document in files::named(&self.documents) {
            match document {
                Ok(document) => documents.push(document),
                Err(unreadable) => {
                    complain(&format!("error: {unreadable}"));
                    return Ok(ExitCode::from(UNREADABLE));
                }
            }
        }
        let texts: Vec<String> = documents.iter().map(|document| document.text.to_string()).collect();
        let named = documents.iter().zip(&texts);
        let read: Vec<_> = named.map(|(document, text)| Document { name: file_name(&document.path), text }).collect();
        let built = build(&Lexicon::builtin(), &read, self.prefix.as_deref());
        if built.entries.is_empty() {
            complain(
                "error: there are no stories and no questions in it. A story has labels such as **Situation:** and \
                 **Result:**; a question is a heading with a number.",
            );
            return Ok(ExitCode::from(UNREADABLE));
        }
        let files = [("scenarios.toml", built.scenarios()), ("phrases.toml", built.phrases())];
        if let Err(why) = self.write(&files) {
            complain(&format!("error: {why}"));
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
            writeln!(out, "repaired: {} that another encoding had broken", counted(built.repaired, "character run"))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Writes all `files`, or none if one exists that may not be replaced.
    fn write(&self, files: &[(&str, String)]) -> Result<(), String> {
        let there = |path: &Path| fs::symlink_metadata(path).is_ok();
        if let Some((name, _)) = files.iter().find(|(name, _)| !self.force && there(&self.output.join(name))) {
            let path = shown_path(&self.output.join(name).to_string_lossy());
            return Err(format!("{path} is there already. Give another folder with -o, or --force to replace it."));
        }
        let write = |path: &Path, written: io::Result<()>| {
            written.map_err(|error| format!("{} can't be written: {error}", shown_path(&path.to_string_lossy())))
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
        false => Err("use letters, digits, hyphens, dots and underscores, 40 at most, a letter or digit first".into()),
    }
}
