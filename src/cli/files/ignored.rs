//! Whether ignore files exclude one path, by the rules of the walk through a folder.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The ignore files of a folder, the one with precedence first.
const FILES: [&str; 2] = [".ignore", ".gitignore"];

/// Whether ignore files exclude `path`, which need not exist: those in its folder and above, up to the root of the
/// repository.
pub(super) fn is_ignored(path: &Path) -> bool {
    let Ok(path) = std::path::absolute(path) else { return false };
    let Some(folder) = path.parent() else { return false };
    // Resolve symbolic links: ignore files are found by the real path.
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let path = path.file_name().map(|name| folder.join(name)).unwrap_or(path);
    let mut folders: Vec<PathBuf> = Vec::new();
    for above in folder.ancestors() {
        folders.push(above.to_owned());
        if above.join(".git").exists() {
            break;
        }
    }
    let root = folders.len() - 1;
    let files: Vec<Gitignore> = folders
        .iter()
        .enumerate()
        .flat_map(|(depth, folder)| {
            // The repository's own exclude file has the lowest precedence.
            let exclude = (depth == root).then_some(".git/info/exclude");
            FILES.into_iter().chain(exclude).map(|name| ignore_file(folder, name))
        })
        .collect();
    let global = Gitignore::global().0;
    // An excluded folder is not searched, so ignore files in it don't matter.
    let inside = folders.iter().rev().skip(1).map(|folder| (folder.as_path(), true)).chain([(path.as_path(), false)]);
    inside.into_iter().any(|(part, is_folder)| {
        let around = files.iter().filter(|file| part.parent().is_some_and(|parent| parent.starts_with(file.path())));
        let verdicts = around.chain([&global]).map(|file| file.matched(part, is_folder));
        let verdict = verdicts.into_iter().find(|verdict| !verdict.is_none());
        matches!(verdict, Some(Match::Ignore(_)))
    })
}

/// Reads the ignore file `name` of `folder`; it has no rules if there is no such file.
fn ignore_file(folder: &Path, name: &str) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    // An invalid line is skipped, as in the walk.
    let _ = builder.add(folder.join(name));
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
