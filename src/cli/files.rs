//! Reads drafts from files, folders, and stdin.

mod ignored;

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::console::{STDIN, shown_path};
use crate::text::Text;

/// A draft that was read.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The path as the user would write it; `-` for stdin.
    pub(super) path: String,
    /// The file; `None` for stdin.
    pub(super) file: Option<PathBuf>,
    /// The text, without a byte order mark.
    pub(super) text: Text,
    /// Whether the file begins with a byte order mark.
    pub(super) has_mark: bool,
}

impl Draft {
    /// Returns the length of the byte order mark, in bytes; 0 if there is none.
    pub(super) fn mark_len(&self) -> usize {
        if self.has_mark { MARK.len() } else { 0 }
    }

    /// Returns the bytes of the file with `text` as its content.
    pub(super) fn bytes(&self, text: &Text) -> Vec<u8> {
        let mark = if self.has_mark { MARK } else { "" };
        format!("{mark}{text}").into_bytes()
    }
}

/// A byte order mark.
const MARK: &str = "\u{feff}";

/// A file that could not be read or written.
#[derive(Debug)]
pub(super) struct Unreadable {
    /// The path.
    pub(super) what: String,
    /// The reason, and how to fix it.
    pub(super) why: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", shown_path(&self.what), self.why)
    }
}

/// Reads the drafts at `paths`, in order, each once, when the iterator reaches it. `stdin` is the path of stdin; if
/// ignore files exclude that path, stdin is skipped.
pub(super) fn drafts(paths: &[PathBuf], stdin: &Path) -> impl Iterator<Item = Result<Draft, Unreadable>> {
    let mut seen = HashSet::new();
    paths
        .iter()
        .flat_map(move |path| sources(path, stdin))
        .filter(move |source| match source {
            // A path that can't be resolved is reported when it is read.
            Ok(Source::File(path)) => seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
            Ok(Source::Stdin(path)) => seen.insert(STDIN.into()) && !is_ignored(path),
            Err(_) => true,
        })
        .map(|source| source.and_then(Source::read))
}

/// Reads the files at `paths`, in order, whatever their extension; `-` is stdin.
pub(super) fn named(paths: &[PathBuf]) -> impl Iterator<Item = Result<Draft, Unreadable>> {
    let source = |path: &PathBuf| match path == Path::new(STDIN) {
        true => Source::Stdin(path.clone()),
        false => Source::File(path.clone()),
    };
    paths.iter().map(move |path| source(path).read())
}

/// Whether ignore files exclude a file at `path`, which need not exist.
pub(super) fn is_ignored(path: &Path) -> bool {
    path != Path::new(STDIN) && ignored::is_ignored(path)
}

enum Source {
    /// Stdin, and its path.
    Stdin(PathBuf),
    File(PathBuf),
}

impl Source {
    fn read(self) -> Result<Draft, Unreadable> {
        let (path, file, bytes) = match self {
            Self::Stdin(path) => {
                let mut bytes = Vec::new();
                (path, None, io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes))
            }
            Self::File(path) => {
                let bytes = fs::read(&path);
                (path.clone(), Some(path), bytes)
            }
        };
        let path = path.to_string_lossy().into_owned();
        match bytes.map_err(|error| read_error(&error)).and_then(decode) {
            Ok((has_mark, text)) => Ok(Draft { path, file, text, has_mark }),
            Err(why) => Err(Unreadable { what: path, why }),
        }
    }
}

fn sources(path: &Path, stdin: &Path) -> Box<dyn Iterator<Item = Result<Source, Unreadable>>> {
    if path == Path::new(STDIN) {
        return Box::new(std::iter::once(Ok(Source::Stdin(stdin.to_owned()))));
    }
    if !path.is_dir() {
        return Box::new(std::iter::once(Ok(Source::File(path.to_owned()))));
    }
    // Honors `.gitignore` outside Git repositories, too.
    let walk = WalkBuilder::new(path).require_git(false).sort_by_file_name(Ord::cmp).build();
    let root = path.to_owned();
    Box::new(walk.filter_map(move |entry| match entry {
        Ok(entry) => {
            let is_draft = entry.file_type().is_some_and(|kind| kind.is_file()) && is_markdown(entry.path());
            // Files in "." are shown without "./", as users write them.
            let path = if root == Path::new(".") { entry.path().strip_prefix(".").ok() } else { None };
            let path = path.unwrap_or(entry.path());
            is_draft.then(|| Ok(Source::File(path.to_owned())))
        }
        Err(error) => {
            let what = path_of(&error).unwrap_or(&root).to_string_lossy().into_owned();
            let why = error.io_error().map_or_else(|| error.to_string(), read_error);
            Some(Err(Unreadable { what, why }))
        }
    }))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn is_markdown(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown"))
}

/// Decodes UTF-8, and returns whether there was a byte order mark.
fn decode(bytes: Vec<u8>) -> Result<(bool, Text), String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("the file is UTF-16. Save it as UTF-8 and try again.".into());
    }
    if bytes.contains(&0) {
        return Err("the file looks binary. Pass a Markdown file.".into());
    }
    match str::from_utf8(&bytes) {
        Ok(text) => match text.strip_prefix(MARK) {
            Some(text) => Ok((true, Text::from(text))),
            None => Ok((false, Text::from(text))),
        },
        Err(error) => {
            let valid = &bytes[..error.valid_up_to()];
            let line = Text::from(str::from_utf8(valid).unwrap_or_default()).line_count();
            Err(format!("invalid UTF-8 on line {line}. Save the file as UTF-8 and try again."))
        }
    }
}

fn read_error(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder. Check the spelling.".into(),
        io::ErrorKind::PermissionDenied => {
            "permission denied. Check the permissions of the file and its folder.".into()
        }
        _ => format!("couldn't read it: {error}"),
    }
}
