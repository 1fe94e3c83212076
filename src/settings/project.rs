//! Reads the settings of a folder of drafts: `star-coach.toml`, and the custom lexicon that it names.
//!
//! Nothing outside the folder is read: paths are resolved, including symbolic links, before they are opened. This is
//! the only file in `settings` that does IO. The server and the command line use it; the analysis does not.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use ignore::WalkBuilder;

use super::globs::Globs;
use super::{Entry, Files, SettingSource, Settings};
use crate::build::{Document, build, unique_prefix};
use crate::config::Config;
use crate::lexicon::Lexicon;
use crate::lexicon::own;
use crate::rules::ISSUES;
use crate::text::DocSpan;
use crate::value::{FileError, Node, Value, toml};

/// The name of the settings file.
pub const FILE: &str = "star-coach.toml";

/// The maximum size of a file, in bytes.
const MAX_SIZE: u64 = 1 << 20;
/// The maximum number of lexicon files.
const MAX_FILES: usize = 500;

/// The reason why a path outside the folder of the settings is rejected.
const OUTSIDE: &str = "outside this folder. Move it to the folder of star-coach.toml or below.";

/// A folder with a `star-coach.toml`.
#[derive(Debug)]
pub struct Project {
    /// The folder.
    folder: PathBuf,
    /// The parsed settings file.
    settings: Node,
    include: Globs,
    exclude: Globs,
    drafts: Globs,
    /// The built-in lexicon with the custom entries; `None` if there are no custom entries.
    pub lexicon: Option<Arc<Lexicon>>,
    /// The TOML files that were read, the settings file first.
    pub files: Vec<TomlFile>,
    /// The files and folders of the custom lexicon, both as named and with symbolic links resolved.
    sources: Vec<PathBuf>,
}

/// The treatment of a draft according to a settings file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePolicy {
    /// It is not checked.
    Excluded,
    /// It is checked with the default requirements for an answer.
    Default,
    /// A single label is enough for an answer.
    OptedIn,
}

/// A TOML file.
#[derive(Debug)]
pub struct TomlFile {
    /// The path.
    pub path: PathBuf,
    /// The text.
    pub text: String,
    /// The errors and warnings in it.
    pub problems: Vec<FileError>,
}

/// Finds the folder of the `star-coach.toml` that applies to drafts in `folder`: the nearest one at or above it, but
/// not above the outermost of `roots`, the folders open in the editor. For a draft outside of those, only its project
/// folder is searched.
pub fn settings_of(folder: &Path, roots: &[PathBuf]) -> Option<PathBuf> {
    let open = |above: &&Path| roots.iter().any(|root| root == above);
    let top = folder.ancestors().filter(open).last().unwrap_or(folder);
    nearest_settings(folder, top)
}

/// Finds the folder of the `star-coach.toml` for the command line, where no folder is open: the nearest one at or above
/// `folder`, but not above its repository.
pub fn settings_above(folder: &Path) -> Option<PathBuf> {
    let folder = fs::canonicalize(folder).ok()?;
    let top = folder.ancestors().find(|above| above.join(".git").exists()).unwrap_or(Path::new(""));
    nearest_settings(&folder, top)
}

/// Finds the nearest folder with a `star-coach.toml`, from `folder` up to `top`.
fn nearest_settings(folder: &Path, top: &Path) -> Option<PathBuf> {
    let mut folders = folder.ancestors().take_while(|above| above.starts_with(top));
    folders.find(|folder| has_settings(folder)).map(Path::to_owned)
}

/// Whether there is a `star-coach.toml` in `folder`.
pub fn has_settings(folder: &Path) -> bool {
    folder.join(FILE).is_file()
}

/// Returns the time of the last change of the `star-coach.toml` in `folder`; `None` if there is none.
pub fn modified(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join(FILE)).ok()?.modified().ok()
}

/// Reads the `star-coach.toml` in `folder`, and the lexicon that it names.
pub fn load(folder: &Path) -> Project {
    load_file(folder, FILE)
}

/// Like [`load`], for a settings file called `name`.
pub fn load_file(folder: &Path, name: &str) -> Project {
    let root = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let mut reader = ProjectReader::default();
    let (settings, files) = reader.settings(&root, name);
    reader.merge();
    for file in &mut reader.files {
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
        lexicon: reader.lexicon,
        files: reader.files,
        sources: reader.sources,
    }
}

/// Creates a project without settings, for a `folder` whose settings could not be read because of a bug.
pub fn unreadable(folder: &Path) -> Project {
    let message = format!("star-coach crashed while reading these settings. Please report this bug: {ISSUES}");
    let problems = vec![FileError::error(DocSpan::default(), message)];
    Project {
        folder: folder.to_owned(),
        settings: Node::without_position(Value::Null),
        include: Globs::new(&[]),
        exclude: Globs::new(&[]),
        drafts: Globs::new(&[]),
        lexicon: None,
        files: vec![TomlFile { path: folder.join(FILE), text: String::new(), problems }],
        sources: Vec::new(),
    }
}

impl Project {
    /// The files and folders of the custom lexicon, both as named and with symbolic links resolved.
    pub fn sources(&self) -> &[PathBuf] {
        &self.sources
    }

    /// Returns `base` overridden by these settings. `opted_in` means that a single label is enough for an answer.
    pub fn config(&self, base: &Config, opted_in: bool) -> Config {
        let mut settings = Settings { config: base.clone(), ..Settings::default() };
        settings.apply(&self.settings, SettingSource::Project);
        settings.config.opted_in |= opted_in;
        settings.config
    }

    /// Returns the policy for the draft at `path`. Drafts outside the folder get the default.
    pub fn policy(&self, path: &Path) -> FilePolicy {
        let Ok(below) = path.strip_prefix(&self.folder) else { return FilePolicy::Default };
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let below = parts.join("/");
        match () {
            () if self.exclude.is_match(&below) => FilePolicy::Excluded,
            () if !self.include.is_empty() && !self.include.is_match(&below) => FilePolicy::Excluded,
            () if self.drafts.is_match(&below) => FilePolicy::OptedIn,
            () => FilePolicy::Default,
        }
    }

    /// Whether the project must be reloaded when the file at `path` changes.
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

/// The parts of a project that were read so far.
#[derive(Default)]
struct ProjectReader {
    lexicon: Option<Arc<Lexicon>>,
    files: Vec<TomlFile>,
    sources: Vec<PathBuf>,
    /// The lexicon files to merge: the index in `files` of the file that shows the errors, the text, and the position
    /// of the errors if they have none of their project.
    texts: Vec<(usize, String, Option<DocSpan>)>,
    seen: BTreeSet<PathBuf>,
    prefixes: BTreeSet<String>,
    builtin: Option<Lexicon>,
}

impl ProjectReader {
    /// Reads the settings file `name` in `root`, and the lexicon that it names.
    fn settings(&mut self, root: &Path, name: &str) -> (Node, Files) {
        let path = root.join(name);
        let (text, problems) = match resolve(root, &path).and_then(|path| read(&path)) {
            Ok(text) => (text, Vec::new()),
            Err(why) => (String::new(), vec![FileError::error(DocSpan::default(), format!("`{name}`: {why}"))]),
        };
        let (node, unread) = toml::read(&text);
        let mut settings = Settings::default();
        let wrong = settings.apply(&node, SettingSource::Project);
        self.files.push(TomlFile { path, text, problems: [problems, unread, wrong].concat() });
        for Entry { text: written, span } in &settings.files.lexicon {
            if let Err(message) = self.source(root, written, 0, *span) {
                self.files[0].problems.push(FileError::error(*span, message));
            }
        }
        (node, settings.files)
    }

    /// Reads the lexicon file or folder `written` below `root`, which is named at `span` of the file number `file`.
    fn source(&mut self, root: &Path, written: &str, file: usize, span: DocSpan) -> Result<(), String> {
        let relative = Path::new(written);
        let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if written.trim().is_empty() || !relative.components().all(inside) {
            return Err(format!("`{written}`: {OUTSIDE}"));
        }
        self.sources.push(root.join(relative));
        let path = resolve(root, &root.join(relative)).map_err(|why| format!("`{written}`: {why}"))?;
        self.sources.push(path.clone());
        if !path.is_dir() {
            return match kind(&path) {
                Some(kind) => self.file(&path, kind, file, span, true),
                None => {
                    Err(format!("`{written}`: expected a lexicon file (.toml) or a document (.md, .markdown, .txt)."))
                }
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

    fn file(
        &mut self,
        path: &Path,
        kind: LexiconFileType,
        project: usize,
        span: DocSpan,
        named: bool,
    ) -> Result<(), String> {
        if !self.seen.insert(path.to_owned()) {
            return Ok(());
        }
        if self.seen.len() > MAX_FILES {
            return Err(format!("Only the first {MAX_FILES} lexicon files are read."));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = read(path).map_err(|why| format!("`{name}`: {why}"))?;
        match kind {
            LexiconFileType::Entries => {
                self.texts.push((self.files.len(), text.clone(), None));
                self.files.push(TomlFile { path: path.to_owned(), text, problems: Vec::new() });
            }
            LexiconFileType::Document => {
                let prefix = unique_prefix(&name, &mut self.prefixes);
                let builtin = self.builtin.get_or_insert_with(Lexicon::builtin);
                let built = build(builtin, &[Document { name: &name, text: &text }], Some(&prefix));
                if !built.entries.is_empty() {
                    self.texts.push((project, built.scenarios(), Some(span)));
                } else if named {
                    return Err(format!("No stories or questions found in `{name}`."));
                }
            }
        }
        Ok(())
    }

    /// Merges all texts into the lexicon.
    fn merge(&mut self) {
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
enum LexiconFileType {
    /// Lexicon entries in TOML.
    Entries,
    /// Answers, or interview questions with their answers.
    Document,
}

fn kind(path: &Path) -> Option<LexiconFileType> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match &*extension {
        "toml" => Some(LexiconFileType::Entries),
        "md" | "markdown" | "txt" => Some(LexiconFileType::Document),
        _ => None,
    }
}

/// Resolves symbolic links in `path`. It is an error if the result is not below `root`.
fn resolve(root: &Path, path: &Path) -> Result<PathBuf, String> {
    let resolved = fs::canonicalize(path).map_err(|_| "no such file or folder. Check the spelling.".to_owned())?;
    match resolved.starts_with(root) {
        true => Ok(resolved),
        false => Err(OUTSIDE.to_owned()),
    }
}

fn read(path: &Path) -> Result<String, String> {
    let data = fs::metadata(path).map_err(|error| format!("couldn't read it: {error}."))?;
    if !data.is_file() {
        return Err("not a regular file.".into());
    }
    if data.len() > MAX_SIZE {
        return Err(format!("larger than {} MiB. Split it into smaller files.", MAX_SIZE >> 20));
    }
    let bytes = fs::read(path).map_err(|error| format!("couldn't read it: {error}."))?;
    let text = String::from_utf8(bytes).map_err(|_| "invalid UTF-8. Save the file as UTF-8.".to_owned())?;
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

    fn problems(project: &Project) -> Vec<String> {
        project.files.iter().flat_map(|file| &file.problems).map(|problem| problem.message.clone()).collect()
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
        let project = load(place.path());
        assert_eq!(problems(&project), [""; 0]);
        let lexicon = project.lexicon.as_ref().expect("custom entries");
        assert_eq!(lexicon.find("zebra jobs").len(), 1);
        let story = lexicon.scenarios.iter().find(|scenario| scenario.id == "my-stories-1").expect("the story");
        assert_eq!(story.title, "The zebra migration");
        assert!(project.depends_on(&place.path().join("mine/new.toml")));
        assert!(project.depends_on(&place.path().join("star-coach.toml")));
        assert!(!project.depends_on(&place.path().join("notes/other.md")));
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let outside = folder(&[("phrases.toml", PHRASE)]);
        let path = outside.path().join("phrases.toml");
        let settings = format!("lexicon = [\"../x.toml\", \"{}\", \"a/../../x\", \"\", \"link.toml\"]", path.display());
        let place = folder(&[("star-coach.toml", &settings)]);
        #[cfg(unix)]
        std::os::unix::fs::symlink(&path, place.path().join("link.toml")).expect("a link");
        let project = load(place.path());
        assert!(project.lexicon.is_none());
        assert_eq!(project.files[0].problems.len(), 5, "{project:?}");
    }

    #[test]
    fn errors_are_reported_at_their_positions() {
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
        let project = load(place.path());
        assert_eq!(project.lexicon.as_ref().expect("the good one").find("zebra jobs").len(), 1);
        let text = &project.files[0].text;
        let at: Vec<_> = project.files[0].problems.iter().map(|problem| &text[problem.span.range()]).collect();
        assert_eq!(at, ["\"gone.toml\"", "\"empty.md\"", "\"a.png\"", "\"b.toml\""]);
        assert!(!project.files[1].problems.is_empty() && project.files[1].path.ends_with("bad.toml"));
        assert!(project.files[2].problems.is_empty());
    }

    #[test]
    fn a_missing_folder_has_no_settings() {
        let place = folder(&[("phrases.toml", PHRASE)]);
        assert!(!has_settings(place.path()) && modified(place.path()).is_none());
        let gone = load(&place.path().join("gone"));
        assert!(gone.lexicon.is_none() && gone.files[0].problems.len() == 1);
        assert_eq!(gone.config(&Config::default(), false), Config::default());
    }

    #[test]
    fn the_nearest_settings_in_the_open_folders_apply() {
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
        assert_eq!(found("d", &["d"]), None, "settings above the open folder don't apply");
        assert_eq!(found("a/b/c", &["a/b"]), None);
        assert_eq!(found("a/b/c", &["a/b", ""]), Some(at("a")), "the outermost open folder applies");
        assert_eq!(found("a", &[]), Some(at("a")), "the folder of a draft that is open alone");
        assert_eq!(found("a/b", &["d"]), None);
        assert_eq!(found("ab", &["a"]), None);
    }

    #[test]
    fn the_nearest_settings_in_the_repository_apply() {
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
    fn globs_select_the_drafts_to_check() {
        let place = folder(&[(
            "star-coach.toml",
            "include = [\"stories/\", \"*.draft.md\"]\nexclude = [\"stories/old/\"]\ndrafts = [\"stories/mine/\"]\n",
        )]);
        let project = load(place.path());
        assert_eq!(problems(&project), [""; 0]);
        for (path, policy) in [
            ("stories/a.md", FilePolicy::Default),
            ("stories/mine/a.md", FilePolicy::OptedIn),
            ("stories/old/a.md", FilePolicy::Excluded),
            ("notes/a.md", FilePolicy::Excluded),
            ("notes/a.draft.md", FilePolicy::Default),
        ] {
            assert_eq!(project.policy(&place.path().join(path)), policy, "{path}");
        }
        assert_eq!(project.policy(Path::new("/elsewhere/a.md")), FilePolicy::Default);
        assert!(project.config(&Config::default(), true).opted_in);
        let everything = folder(&[("star-coach.toml", "")]);
        assert_eq!(load(everything.path()).policy(&everything.path().join("a.md")), FilePolicy::Default);
    }

    #[test]
    fn settings_override_those_of_the_editor() {
        let place = folder(&[("star-coach.toml", "words-per-minute = 99\nmax-finding = 3\n")]);
        let project = load(place.path());
        let editor = Config { words_per_minute: 120, max_findings: 7, ..Config::default() };
        let config = project.config(&editor, false);
        assert_eq!((config.words_per_minute, config.max_findings), (99, 7));
        let problem = &project.files[0].problems[0];
        assert_eq!(&project.files[0].text[problem.span.range()], "max-finding");
    }
}
