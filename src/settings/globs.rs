//! Globs that select files of a folder.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::Entry;

/// The maximum length of a glob, in bytes.
const MAX_LENGTH: usize = 300;

/// Compiled globs.
#[derive(Clone, Debug)]
pub struct Globs {
    set: GlobSet,
}

impl Globs {
    /// Compiles `entries`, which were checked before; globs that don't compile are skipped.
    pub fn new(entries: &[Entry]) -> Self {
        let mut set = GlobSetBuilder::new();
        for pattern in entries.iter().flat_map(|entry| patterns(&entry.text)) {
            if let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() {
                set.add(glob);
            }
        }
        Self { set: set.build().unwrap_or_default() }
    }

    /// Whether there are no globs.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Whether a glob matches the file at `path`, which is relative and uses `/`.
    pub fn is_match(&self, path: &str) -> bool {
        self.set.is_match(path)
    }
}

/// Checks that `glob` compiles, and matches nothing outside its folder.
///
/// # Errors
/// The problem, and how to fix it.
pub fn check(glob: &str) -> Result<(), String> {
    let parts = || glob.split(['/', '\\']);
    let drive = glob.as_bytes().get(1) == Some(&b':');
    if glob.trim().is_empty() {
        return Err("Empty glob, ignored.".to_owned());
    }
    if glob.len() > MAX_LENGTH {
        return Err(format!("Glob longer than {MAX_LENGTH} bytes, ignored."));
    }
    if glob.starts_with(['/', '~', '\\']) || drive || parts().any(|part| part == "..") {
        return Err(format!("`{glob}` is outside the folder of star-coach.toml; ignored."));
    }
    for pattern in patterns(glob) {
        if let Err(error) = GlobBuilder::new(&pattern).literal_separator(true).build() {
            return Err(format!("Invalid glob `{glob}`, ignored: {}.", error.kind()));
        }
    }
    Ok(())
}

/// Translates `glob` the way `.gitignore` is read: without a slash it matches a file or folder at any depth, and a
/// folder matches all files in it.
fn patterns(glob: &str) -> Vec<String> {
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    let (name, folder_only) = match glob.strip_suffix('/') {
        Some(name) => (name, true),
        None => (glob, false),
    };
    let base = if name.contains('/') { name.to_owned() } else { format!("**/{name}") };
    let below = format!("{base}/**");
    if folder_only { vec![below] } else { vec![base, below] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::DocSpan;

    fn matches_path(glob: &str, path: &str) -> bool {
        assert_eq!(check(glob), Ok(()), "{glob}");
        Globs::new(&[Entry { text: glob.to_owned(), span: DocSpan::default() }]).is_match(path)
    }

    #[test]
    fn globs_match_like_gitignore_patterns() {
        for (glob, path) in [
            ("*.md", "a.md"),
            ("*.md", "deep/er/a.md"),
            ("README.md", "x/README.md"),
            ("drafts/", "drafts/a.md"),
            ("drafts/", "x/drafts/y/a.md"),
            ("drafts", "drafts/a.md"),
            ("./drafts/*.md", "drafts/a.md"),
            ("stories/**/*.md", "stories/a.md"),
            ("stories/**/*.md", "stories/x/y/a.md"),
            ("a/{b,c}.md", "a/c.md"),
            ("**", "a/b.md"),
            ("20[0-9][0-9]/", "2026/a.md"),
        ] {
            assert!(matches_path(glob, path), "{glob} matches {path}");
        }
        for (glob, path) in [
            ("*.md", "a.txt"),
            ("drafts/*.md", "drafts/x/a.md"),
            ("drafts/*.md", "x/drafts/a.md"),
            ("drafts/", "drafts"),
            ("drafts", "draftsy/a.md"),
            ("a/b", "a/bc.md"),
        ] {
            assert!(!matches_path(glob, path), "{glob} does not match {path}");
        }
        assert!(!Globs::new(&[]).is_match("a.md") && Globs::new(&[]).is_empty());
    }

    #[test]
    fn nothing_outside_the_folder_matches() {
        for glob in ["../x", "a/../../x", "/etc/*", "~/x", "C:/x", "..", "a\\..\\x", "\\\\host\\x"] {
            assert!(check(glob).is_err_and(|why| why.contains("is outside the folder")), "{glob}");
        }
        for glob in ["", "  ", "a[", "{a", "x/[z-a]"] {
            assert!(check(glob).is_err(), "{glob}");
        }
        assert!(check(&"a".repeat(301)).is_err());
        assert_eq!(check("..a/b..md"), Ok(()));
    }
}
