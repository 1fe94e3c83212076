//! Globs that say which files of a folder are meant.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::Written;

/// A glob is at most so long, in bytes.
const LONGEST: usize = 300;

/// Globs, ready for use.
#[derive(Clone, Debug)]
pub struct Globs {
    set: GlobSet,
}

impl Globs {
    /// Of what is `written`, which was checked: what can't be used is left out.
    pub fn new(written: &[Written]) -> Self {
        let mut set = GlobSetBuilder::new();
        for pattern in written.iter().flat_map(|written| patterns(&written.text)) {
            if let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() {
                set.add(glob);
            }
        }
        Self { set: set.build().unwrap_or_default() }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Whether one of them names the file at `path`, which is relative and has `/` between its parts.
    pub fn name(&self, path: &str) -> bool {
        self.set.is_match(path)
    }
}

/// Whether `glob` can be used, and names nothing outside of its folder.
///
/// # Errors
/// What is wrong, and what to do about it.
pub fn check(glob: &str) -> Result<(), String> {
    let parts = || glob.split(['/', '\\']);
    let drive = glob.as_bytes().get(1) == Some(&b':');
    if glob.trim().is_empty() {
        return Err("An empty glob names nothing; it is left out.".to_owned());
    }
    if glob.len() > LONGEST {
        return Err(format!("A glob has at most {LONGEST} bytes; this one is left out."));
    }
    if glob.starts_with(['/', '~', '\\']) || drive || parts().any(|part| part == "..") {
        return Err(format!(
            "`{glob}` leads out of this folder; it is left out. Name files at or below the folder of star-coach.toml."
        ));
    }
    for pattern in patterns(glob) {
        if let Err(error) = GlobBuilder::new(&pattern).literal_separator(true).build() {
            return Err(format!("`{glob}` is no glob: {}; it is left out.", error.kind()));
        }
    }
    Ok(())
}

/// What `glob` means, as git would read it: without a slash it names a file or folder at any depth, and a folder stands
/// for all that is in it.
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

    fn names(glob: &str, path: &str) -> bool {
        assert_eq!(check(glob), Ok(()), "{glob}");
        Globs::new(&[Written { text: glob.to_owned(), span: DocSpan::default() }]).name(path)
    }

    #[test]
    fn globs_are_read_as_git_reads_them() {
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
            assert!(names(glob, path), "{glob} names {path}");
        }
        for (glob, path) in [
            ("*.md", "a.txt"),
            ("drafts/*.md", "drafts/x/a.md"),
            ("drafts/*.md", "x/drafts/a.md"),
            ("drafts/", "drafts"),
            ("drafts", "draftsy/a.md"),
            ("a/b", "a/bc.md"),
        ] {
            assert!(!names(glob, path), "{glob} does not name {path}");
        }
        assert!(!Globs::new(&[]).name("a.md") && Globs::new(&[]).is_empty());
    }

    #[test]
    fn nothing_outside_can_be_named() {
        for glob in ["../x", "a/../../x", "/etc/*", "~/x", "C:/x", "..", "a\\..\\x", "\\\\host\\x"] {
            assert!(check(glob).is_err_and(|why| why.contains("leads out of this folder")), "{glob}");
        }
        for glob in ["", "  ", "a[", "{a", "x/[z-a]"] {
            assert!(check(glob).is_err(), "{glob}");
        }
        assert!(check(&"a".repeat(301)).is_err());
        assert_eq!(check("..a/b..md"), Ok(()));
    }
}
