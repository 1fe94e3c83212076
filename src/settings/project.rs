//! Reads what is in a folder of drafts for star-coach: `star-coach.toml`, and the custom lexicon that it names.
//!
//! Nothing outside of that folder is read: paths are resolved, symbolic links too, before they are opened. This is the one
//! place in `settings` that reads files; the server and the command line use it, the analysis does not.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use ignore::WalkBuilder;

use super::globs::Globs;
use super::{Files, Place, Settings, Written};
use crate::build::{Document, build, prefix_of};
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::lexicon::own;
use crate::text::DocSpan;
use crate::value::{FileError, Node, Value, toml};

/// What the file is called.
pub const FILE: &str = "star-coach.toml";

/// The longest file that is read, in bytes.
const MAX_SIZE: u64 = 1 << 20;
/// How many files of a lexicon are read at most.
const MOST_FILES: usize = 500;

/// A folder with a `star-coach.toml`.
#[derive(Debug)]
pub struct Project {
    /// The folder.
    folder: PathBuf,
    /// Its settings.
    settings: Node,
    include: Globs,
    exclude: Globs,
    drafts: Globs,
    /// The built-in lexicon with the custom entries; `None` if there are none.
    pub lexicon: Option<Arc<Lexicon>>,
    /// The TOML files that were read, the settings file first.
    pub files: Vec<OwnFile>,
    /// The files and folders of the custom lexicon, as they are named and without symbolic links.
    sources: Vec<PathBuf>,
}

/// What a settings file says about a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// It is not checked.
    LeftAlone,
    /// Nothing.
    Usual,
    /// One label is enough for an answer.
    OptedIn,
}

/// A TOML file.
#[derive(Debug)]
pub struct OwnFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// What is wrong with it.
    pub problems: Vec<FileError>,
}

/// The folder of the `star-coach.toml` for drafts in `folder`: the nearest at or above it, but not above the outermost of
/// `roots`, the folders that are open in the editor. For a draft outside of those, only its own folder is looked at.
pub fn settings_of(folder: &Path, roots: &[PathBuf]) -> Option<PathBuf> {
    let open = |above: &&Path| roots.iter().any(|root| root == above);
    let top = folder.ancestors().filter(open).last().unwrap_or(folder);
    let within = folder.ancestors().take_while(|above| above.starts_with(top));
    within.into_iter().find(|folder| has_settings(folder)).map(Path::to_owned)
}

/// The same for the command line, where no folder is open: the nearest at or above `folder`, but not above its repository.
pub fn settings_above(folder: &Path) -> Option<PathBuf> {
    let folder = fs::canonicalize(folder).ok()?;
    let top = folder.ancestors().find(|above| above.join(".git").exists()).unwrap_or(Path::new(""));
    let within = folder.ancestors().take_while(|above| above.starts_with(top));
    within.into_iter().find(|folder| has_settings(folder)).map(Path::to_owned)
}

/// Whether there is a `star-coach.toml` in `folder`.
pub fn has_settings(folder: &Path) -> bool {
    folder.join(FILE).is_file()
}

/// When the `star-coach.toml` in `folder` was last modified; `None` if there is none.
pub fn modified(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join(FILE)).ok()?.modified().ok()
}

/// Reads the `star-coach.toml` in `folder`, and the lexicon that it names.
pub fn load(folder: &Path) -> Project {
    load_file(folder, FILE)
}

/// The same for a settings file with another name.
pub fn load_file(folder: &Path, name: &str) -> Project {
    let root = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let mut found = Found::default();
    let (settings, files) = found.settings(&root, name);
    found.link();
    for file in &mut found.files {
        // Callers know the folder by the name that they gave, which may be a symbolic link.
        if let Ok(below) = file.path.strip_prefix(&root) {
            file.path = folder.join(below);
        }
    }
    Project {
        folder: folder.to_owned(),
        settings,
        include: Globs::new(&files.include),
        exclude: Globs::new(&files.exclude),
        drafts: Globs::new(&files.drafts),
        lexicon: found.lexicon,
        files: found.files,
        sources: found.sources,
    }
}

/// A project without settings, for a `folder` whose settings could not be read because of a bug.
pub fn unreadable(folder: &Path) -> Project {
    let message = "An internal error: these settings could not be read. Please report it.".to_owned();
    let problems = vec![FileError::error(DocSpan::default(), message)];
    Project {
        folder: folder.to_owned(),
        settings: Node::nowhere(Value::Null),
        include: Globs::new(&[]),
        exclude: Globs::new(&[]),
        drafts: Globs::new(&[]),
        lexicon: None,
        files: vec![OwnFile { path: folder.join(FILE), text: String::new(), problems }],
        sources: Vec::new(),
    }
}

impl Project {
    /// The files and folders of the custom lexicon, as they are named and without symbolic links.
    pub fn sources(&self) -> &[PathBuf] {
        &self.sources
    }

    /// `base`, overridden by these settings; `opted_in` for a draft in which one label is enough for an answer.
    pub fn config(&self, base: &Config, opted_in: bool) -> Config {
        let mut settings = Settings { config: base.clone(), ..Settings::default() };
        settings.apply(&self.settings, Place::Project);
        settings.config.opted_in |= opted_in;
        settings.config
    }

    /// What the globs say about the draft at `path`; nothing about one outside of the folder.
    pub fn treatment(&self, path: &Path) -> Treatment {
        let Ok(below) = path.strip_prefix(&self.folder) else { return Treatment::Usual };
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let below = parts.join("/");
        match () {
            () if self.exclude.name(&below) => Treatment::LeftAlone,
            () if !self.include.is_empty() && !self.include.name(&below) => Treatment::LeftAlone,
            () if self.drafts.name(&below) => Treatment::OptedIn,
            () => Treatment::Usual,
        }
    }

    /// Whether this depends on the file at `path`.
    pub fn depends_on(&self, path: &Path) -> bool {
        if path == self.folder.join(FILE) {
            return true;
        }
        // A deleted file can't be resolved, but its folder can.
        let resolved = fs::canonicalize(path).ok().or_else(|| {
            let folder = fs::canonicalize(path.parent()?).ok()?;
            Some(folder.join(path.file_name()?))
        });
        let path = resolved.as_deref().unwrap_or(path);
        self.sources.iter().any(|source| path.starts_with(source))
    }
}

/// What was read so far.
#[derive(Default)]
struct Found {
    lexicon: Option<Arc<Lexicon>>,
    files: Vec<OwnFile>,
    sources: Vec<PathBuf>,
    /// The lexicon files to merge: for each, the index in `files` that shows its errors, and where, if not at their places.
    texts: Vec<(usize, String, Option<DocSpan>)>,
    seen: BTreeSet<PathBuf>,
    prefixes: BTreeSet<String>,
    builtin: Option<Lexicon>,
}

impl Found {
    /// Reads the settings file `name` in `root`, and the lexicon that it names.
    fn settings(&mut self, root: &Path, name: &str) -> (Node, Files) {
        let path = root.join(name);
        let (text, problems) = match resolve(root, &path).and_then(|path| read(&path)) {
            Ok(text) => (text, Vec::new()),
            Err(message) => (String::new(), vec![FileError::error(DocSpan::default(), message)]),
        };
        let (node, unread) = toml::read(&text);
        let mut settings = Settings::default();
        let wrong = settings.apply(&node, Place::Project);
        self.files.push(OwnFile { path, text, problems: [problems, unread, wrong].concat() });
        for Written { text: written, span } in &settings.files.lexicon {
            if let Err(message) = self.source(root, written, 0, *span) {
                self.files[0].problems.push(FileError::error(*span, message));
            }
        }
        (node, settings.files)
    }

    /// Reads the file or folder `written` below `root`, which is named at `span` of the file with this index.
    fn source(&mut self, root: &Path, written: &str, file: usize, span: DocSpan) -> Result<(), String> {
        let relative = Path::new(written);
        let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if written.trim().is_empty() || !relative.components().all(inside) {
            return Err(format!("`{written}` is not below this folder. Put the lexicon next to {FILE} or below."));
        }
        self.sources.push(root.join(relative));
        let path = resolve(root, &root.join(relative)).map_err(|why| format!("`{written}` {why}"))?;
        self.sources.push(path.clone());
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
                self.texts.push((self.files.len(), text.clone(), None));
                self.files.push(OwnFile { path: path.to_owned(), text, problems: Vec::new() });
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

    /// A prefix for the IDs of a document's entries that no other document has.
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

    /// Makes the lexicon of all texts.
    fn link(&mut self) {
        if self.texts.is_empty() {
            return;
        }
        let texts: Vec<&str> = self.texts.iter().map(|(_, text, _)| text.as_str()).collect();
        let merged = own::merge(&texts);
        for ((file, _, span), problems) in self.texts.iter().zip(merged.problems) {
            let placed =
                problems.into_iter().map(|problem| FileError { span: span.unwrap_or(problem.span), ..problem });
            self.files[*file].problems.extend(placed);
        }
        self.lexicon = Some(merged.lexicon);
    }
}

#[derive(Clone, Copy)]
enum Kind {
    /// Lexicon entries in TOML.
    Entries,
    /// Answers, or interview questions with their answers.
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

/// Resolves symbolic links in `path`; an error if it is not below `root` then.
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

    fn problems(own: &Project) -> Vec<String> {
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
        let own = load(place.path());
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
        let own = load(place.path());
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
        let own = load(place.path());
        assert_eq!(own.lexicon.as_ref().expect("the good one").find("zebra jobs").len(), 1);
        let text = &own.files[0].text;
        let at: Vec<_> = own.files[0].problems.iter().map(|problem| &text[problem.span.range()]).collect();
        assert_eq!(at, ["\"gone.toml\"", "\"empty.md\"", "\"a.png\"", "\"b.toml\""]);
        assert!(!own.files[1].problems.is_empty() && own.files[1].path.ends_with("bad.toml"));
        assert!(own.files[2].problems.is_empty());
    }

    #[test]
    fn what_is_not_there_has_nothing_of_its_own() {
        let place = folder(&[("phrases.toml", PHRASE)]);
        assert!(!has_settings(place.path()) && modified(place.path()).is_none());
        let gone = load(&place.path().join("gone"));
        assert!(gone.lexicon.is_none() && gone.files[0].problems.len() == 1);
        assert_eq!(gone.config(&Config::default(), false), Config::default());
    }

    #[test]
    fn the_nearest_settings_count_up_to_what_is_open() {
        let place =
            folder(&[("star-coach.toml", ""), ("a/star-coach.toml", ""), ("a/b/c/draft.md", ""), ("d/draft.md", "")]);
        let at = |name: &str| place.path().join(name);
        let found = |folder: &str, roots: &[&str]| {
            let roots: Vec<_> = roots.iter().map(|root| at(root)).collect();
            settings_of(&at(folder), &roots)
        };
        let top = at("").ancestors().next().map(Path::to_owned);
        assert_eq!(found("a/b/c", &[""]), Some(at("a")));
        assert_eq!(found("d", &[""]), top.clone());
        assert_eq!(found("d", &["d"]), None, "what is above the open folder is none of ours");
        assert_eq!(found("a/b/c", &["a/b"]), None);
        assert_eq!(found("a/b/c", &["a/b", ""]), Some(at("a")), "the outermost open folder counts");
        assert_eq!(found("a", &[]), Some(at("a")), "the folder of a draft that is open alone");
        assert_eq!(found("a/b", &["d"]), None);
        assert_eq!(found("ab", &["a"]), None);
    }

    #[test]
    fn the_nearest_settings_above_count_up_to_the_repository() {
        let place = folder(&[
            ("a/star-coach.toml", ""),
            ("a/b/c/draft.md", ""),
            ("a/repo/.git/HEAD", ""),
            ("a/repo/x/draft.md", ""),
        ]);
        let found = settings_above(&place.path().join("a/b/c")).expect("above");
        assert_eq!(found, fs::canonicalize(place.path().join("a")).expect("there"));
        assert_eq!(settings_above(&place.path().join("a/repo/x")), None);
        fs::write(place.path().join("a/repo/star-coach.toml"), "").expect("written");
        assert!(settings_above(&place.path().join("a/repo/x")).is_some_and(|found| found.ends_with("a/repo")));
    }

    #[test]
    fn globs_say_what_is_coached() {
        let place = folder(&[(
            "star-coach.toml",
            "include = [\"stories/\", \"*.draft.md\"]\nexclude = [\"stories/old/\"]\ndrafts = [\"stories/mine/\"]\n",
        )]);
        let project = load(place.path());
        assert_eq!(problems(&project), [""; 0]);
        for (path, treatment) in [
            ("stories/a.md", Treatment::Usual),
            ("stories/mine/a.md", Treatment::OptedIn),
            ("stories/old/a.md", Treatment::LeftAlone),
            ("notes/a.md", Treatment::LeftAlone),
            ("notes/a.draft.md", Treatment::Usual),
        ] {
            assert_eq!(project.treatment(&place.path().join(path)), treatment, "{path}");
        }
        assert_eq!(project.treatment(Path::new("/elsewhere/a.md")), Treatment::Usual);
        assert!(project.config(&Config::default(), true).opted_in);
        let everything = folder(&[("star-coach.toml", "")]);
        assert_eq!(load(everything.path()).treatment(&everything.path().join("a.md")), Treatment::Usual);
    }

    #[test]
    fn settings_count_over_those_of_the_editor() {
        let place = folder(&[("star-coach.toml", "words-per-minute = 99\nmax-finding = 3\n")]);
        let project = load(place.path());
        let editor = Config { words_per_minute: 120, max_findings: 7, ..Config::default() };
        let config = project.config(&editor, false);
        assert_eq!((config.words_per_minute, config.max_findings), (99, 7));
        let problem = &project.files[0].problems[0];
        assert_eq!(&project.files[0].text[problem.span.range()], "max-finding");
    }
}
