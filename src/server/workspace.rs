//! What a folder of drafts brings along on disk: `star-coach.toml`, and the lexicon of one's own that it names.
//!
//! Nothing outside of that folder is ever read: paths are resolved, symbolic links too, before they are opened.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use crate::build::{Document, build, prefix_of};
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::lexicon::own::{self, Problem};
use crate::settings::project::{self, FILE};
use crate::settings::value::Node;
use crate::settings::{Place, Settings, Written};
use crate::text::DocSpan;

/// The longest file that is read, in bytes.
const MAX_SIZE: u64 = 1 << 20;
/// How many files of a lexicon are read at most.
const MOST_FILES: usize = 500;

/// A lexicon of one's own, read.
#[derive(Debug, Default)]
pub(crate) struct Own {
    /// The built-in lexicon and one's own; `None` if there is nothing of one's own.
    pub(crate) lexicon: Option<Lexicon>,
    /// What each `star-coach.toml` sets.
    settings: Vec<Node>,
    /// The files in TOML that were read, with what is wrong with them.
    pub(crate) files: Vec<OwnFile>,
    /// What was named in `star-coach.toml`, resolved: whatever changes there changes the lexicon.
    sources: Vec<PathBuf>,
}

/// A file in TOML.
#[derive(Debug)]
pub(crate) struct OwnFile {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What it says.
    pub(crate) text: String,
    /// What is wrong with it.
    pub(crate) problems: Vec<Problem>,
}

/// The nearest folder at or above `folder` with a `star-coach.toml`.
pub(crate) fn project_above(folder: &Path) -> Option<PathBuf> {
    let folder = fs::canonicalize(folder).ok()?;
    folder.ancestors().find(|folder| has_project(folder)).map(Path::to_owned)
}

/// Whether there is a `star-coach.toml` in `folder`.
pub(crate) fn has_project(folder: &Path) -> bool {
    folder.join(FILE).is_file()
}

/// Reads what the `star-coach.toml` of each of `folders` names.
pub(crate) fn load(folders: &[PathBuf]) -> Own {
    let mut found = Found::default();
    let resolved = folders.iter().filter_map(|folder| Some((fs::canonicalize(folder).ok()?, folder)));
    let roots: BTreeMap<PathBuf, &PathBuf> = resolved.collect();
    for root in roots.keys().filter(|root| has_project(root)) {
        found.project(root);
    }
    let mut own = found.link();
    for file in &mut own.files {
        // The client knows the folder by the name that it gave.
        let below = roots.iter().rev().find_map(|(root, given)| Some(given.join(file.path.strip_prefix(root).ok()?)));
        file.path = below.unwrap_or_else(|| std::mem::take(&mut file.path));
    }
    own
}

impl Own {
    /// What it is made of: files and folders, as they are named and without symbolic links.
    pub(crate) fn sources(&self) -> &[PathBuf] {
        &self.sources
    }

    /// `base`, with what is set here over it.
    pub(crate) fn config(&self, base: Config) -> Config {
        let mut settings = Settings { config: base, ..Settings::default() };
        for node in &self.settings {
            settings.apply(node, Place::Project);
        }
        settings.config
    }

    /// Whether a change of the file at `path` may change this.
    pub(crate) fn depends_on(&self, path: &Path) -> bool {
        if path.file_name().is_some_and(|name| name == FILE) {
            return true;
        }
        // A file that is gone can't be resolved, but its folder can.
        let resolved = fs::canonicalize(path).ok().or_else(|| {
            let folder = fs::canonicalize(path.parent()?).ok()?;
            Some(folder.join(path.file_name()?))
        });
        let path = resolved.as_deref().unwrap_or(path);
        self.sources.iter().any(|source| path.starts_with(source))
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    own: Own,
    /// Texts to merge, each with the file that answers for it.
    texts: Vec<(usize, String, Option<DocSpan>)>,
    seen: BTreeSet<PathBuf>,
    prefixes: BTreeSet<String>,
    builtin: Option<Lexicon>,
}

impl Found {
    fn project(&mut self, root: &Path) {
        let path = root.join(FILE);
        let (text, problems) = match resolve(root, &path).and_then(|path| read(&path)) {
            Ok(text) => (text, Vec::new()),
            Err(message) => (String::new(), vec![Problem { span: DocSpan::new(0, 0), message, error: true }]),
        };
        let (node, unread) = project::read(&text);
        let mut settings = Settings::default();
        let wrong = settings.apply(&node, Place::Project);
        let file = self.own.files.len();
        self.own.files.push(OwnFile { path, text, problems: [problems, unread, wrong].concat() });
        self.own.settings.push(node);
        for Written { text: written, span } in settings.files.lexicon {
            if let Err(message) = self.source(root, &written, file, span) {
                self.own.files[file].problems.push(Problem { span, message, error: true });
            }
        }
    }

    /// Reads the file or folder `written` of `root`, which is named at `span` of the file with this index.
    fn source(&mut self, root: &Path, written: &str, file: usize, span: DocSpan) -> Result<(), String> {
        let relative = Path::new(written);
        let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if written.trim().is_empty() || !relative.components().all(inside) {
            return Err(format!("`{written}` is not below this folder. Put the lexicon next to {FILE} or below."));
        }
        self.own.sources.push(root.join(relative));
        let path = resolve(root, &root.join(relative)).map_err(|why| format!("`{written}` {why}"))?;
        self.own.sources.push(path.clone());
        if !path.is_dir() {
            return match kind(&path) {
                Some(kind) => self.file(&path, kind, file, span, true),
                None => Err(format!("`{written}` is neither a lexicon file (.toml) nor a document (.md, .txt).")),
            };
        }
        let walk = WalkBuilder::new(&path).require_git(false).sort_by_file_name(Ord::cmp).build();
        let files = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| !kind.is_dir()));
        for entry in files.filter(|entry| entry.file_name() != FILE) {
            let Some(kind) = kind(entry.path()) else { continue };
            let Ok(path) = resolve(root, entry.path()) else { continue };
            self.file(&path, kind, file, span, false)?;
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, kind: Kind, project: usize, span: DocSpan, named: bool) -> Result<(), String> {
        if !self.seen.insert(path.to_owned()) {
            return Ok(());
        }
        if self.seen.len() > MOST_FILES {
            return Err(format!("There are more than {MOST_FILES} files; the others are left out."));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = read(path).map_err(|why| format!("`{name}`: {why}"))?;
        match kind {
            Kind::Entries => {
                self.texts.push((self.own.files.len(), text.clone(), None));
                self.own.files.push(OwnFile { path: path.to_owned(), text, problems: Vec::new() });
            }
            Kind::Document => {
                let prefix = self.prefix(&name);
                let builtin = self.builtin.get_or_insert_with(Lexicon::builtin);
                let built = build(builtin, &[Document { name: &name, text: &text }], Some(&prefix));
                if !built.entries.is_empty() {
                    self.texts.push((project, built.scenarios(), Some(span)));
                } else if named {
                    return Err(format!("There are no stories and no questions in `{name}`."));
                }
            }
        }
        Ok(())
    }

    /// What the ids of a document's entries start with, unlike those of all others.
    fn prefix(&mut self, name: &str) -> String {
        let base: String = prefix_of(name).chars().take(40).collect();
        let mut prefix = base.clone();
        let mut next = 2;
        while !self.prefixes.insert(prefix.clone()) {
            prefix = format!("{base}-{next}");
            next += 1;
        }
        prefix
    }

    fn link(mut self) -> Own {
        if self.texts.is_empty() {
            return self.own;
        }
        let texts: Vec<&str> = self.texts.iter().map(|(_, text, _)| text.as_str()).collect();
        let merged = own::merge(&texts);
        for ((file, _, span), problems) in self.texts.iter().zip(merged.problems) {
            let placed = problems.into_iter().map(|problem| Problem { span: span.unwrap_or(problem.span), ..problem });
            self.own.files[*file].problems.extend(placed);
        }
        self.own.lexicon = Some(merged.lexicon);
        self.own
    }
}

#[derive(Clone, Copy)]
enum Kind {
    /// Entries in TOML.
    Entries,
    /// Stories, or questions and answers.
    Document,
}

fn kind(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match &*extension {
        "toml" => Some(Kind::Entries),
        "md" | "markdown" | "txt" => Some(Kind::Document),
        _ => None,
    }
}

/// `path` without symbolic links, if that is below `root`.
fn resolve(root: &Path, path: &Path) -> Result<PathBuf, String> {
    let resolved = fs::canonicalize(path).map_err(|_| "is not there. Check the spelling.".to_owned())?;
    match resolved.starts_with(root) {
        true => Ok(resolved),
        false => Err(format!("leads out of this folder. Put the lexicon next to {FILE} or below.")),
    }
}

fn read(path: &Path) -> Result<String, String> {
    let data = fs::metadata(path).map_err(|error| format!("it can't be read: {error}."))?;
    if !data.is_file() {
        return Err("it is no file.".into());
    }
    if data.len() > MAX_SIZE {
        return Err(format!("it is larger than {} MiB.", MAX_SIZE >> 20));
    }
    let bytes = fs::read(path).map_err(|error| format!("it can't be read: {error}."))?;
    let text = String::from_utf8(bytes).map_err(|_| "it is no UTF-8 text. Save it as UTF-8.".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "### 1. The zebra migration\n\n**Situation:** It was slow.\n\n**Result:** 40% faster.\n";
    const PHRASE: &str = "[[phrase]]\nid = \"x\"\ncandidates = [\"amazon-sqs\"]\npatterns = [\"zebra jobs\"]\n";

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let place = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = place.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("written");
        }
        place
    }

    fn problems(own: &Own) -> Vec<String> {
        own.files.iter().flat_map(|file| &file.problems).map(|problem| problem.message.clone()).collect()
    }

    #[test]
    fn files_folders_and_documents_are_merged() {
        let place = folder(&[
            ("star-coach.toml", "lexicon = [\"mine/\", \"notes/My Stories.md\"]\n"),
            ("mine/phrases.toml", PHRASE),
            ("mine/readme.rst", "no"),
            ("mine/more/empty.md", "# Nothing\n"),
            ("notes/My Stories.md", STORY),
        ]);
        let own = load(&[place.path().to_owned()]);
        assert_eq!(problems(&own), [""; 0]);
        let lexicon = own.lexicon.as_ref().expect("one's own");
        assert_eq!(lexicon.find("zebra jobs").len(), 1);
        let story = lexicon.scenarios.iter().find(|scenario| scenario.id == "my-stories-1").expect("the story");
        assert_eq!(story.title, "The zebra migration");
        assert!(own.depends_on(&place.path().join("mine/new.toml")));
        assert!(own.depends_on(&place.path().join("star-coach.toml")));
        assert!(!own.depends_on(&place.path().join("notes/other.md")));
    }

    #[test]
    fn nothing_outside_is_read() {
        let outside = folder(&[("phrases.toml", PHRASE)]);
        let path = outside.path().join("phrases.toml");
        let settings = format!("lexicon = [\"../x.toml\", \"{}\", \"a/../../x\", \"\", \"link.toml\"]", path.display());
        let place = folder(&[("star-coach.toml", &settings)]);
        #[cfg(unix)]
        std::os::unix::fs::symlink(&path, place.path().join("link.toml")).expect("a link");
        let own = load(&[place.path().to_owned()]);
        assert!(own.lexicon.is_none());
        assert_eq!(own.files[0].problems.len(), 5, "{own:?}");
    }

    #[test]
    fn what_is_wrong_is_told_where_it_stands() {
        let place = folder(&[
            (
                "star-coach.toml",
                "lexicon = [\"gone.toml\", \"bad.toml\", \"good.toml\", \"empty.md\", \"a.png\", \"b.toml\"]\n",
            ),
            ("bad.toml", "[[phrase]]\nid = 3\n"),
            ("good.toml", PHRASE),
            ("empty.md", "# Nothing\n"),
            ("a.png", "x"),
        ]);
        fs::write(place.path().join("b.toml"), [0xff, 0xfe, 0]).expect("written");
        let own = load(&[place.path().to_owned()]);
        assert_eq!(own.lexicon.as_ref().expect("the good one").find("zebra jobs").len(), 1);
        let text = &own.files[0].text;
        let at: Vec<_> = own.files[0].problems.iter().map(|problem| &text[problem.span.range()]).collect();
        assert_eq!(at, ["\"gone.toml\"", "\"empty.md\"", "\"a.png\"", "\"b.toml\""]);
        assert!(!own.files[1].problems.is_empty() && own.files[1].path.ends_with("bad.toml"));
        assert!(own.files[2].problems.is_empty());
    }

    #[test]
    fn a_folder_without_settings_has_nothing_of_its_own() {
        let place = folder(&[("phrases.toml", PHRASE)]);
        let own = load(&[place.path().to_owned(), place.path().join("gone")]);
        assert!(own.lexicon.is_none() && own.files.is_empty());
        assert!(!has_project(place.path()));
    }

    #[test]
    fn the_nearest_settings_above_count() {
        let place = folder(&[("a/star-coach.toml", ""), ("a/b/c/draft.md", "")]);
        let found = project_above(&place.path().join("a/b/c")).expect("above");
        assert_eq!(found, fs::canonicalize(place.path().join("a")).expect("there"));
        assert_ne!(project_above(place.path()), Some(found));
    }
}
