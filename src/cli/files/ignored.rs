//! Whether ignore files say of one path that it is no draft, as the walk through a folder asks of each.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The ignore files of a folder, the one that counts more first.
const FILES: [&str; 2] = [".ignore", ".gitignore"];

/// Whether the ignore files around `path`, which need not exist, say that it is no draft: those of its folder and above,
/// up to the repository's.
pub(super) fn is_ignored(path: &Path) -> bool {
    let Ok(path) = std::path::absolute(path) else { return false };
    let Some(folder) = path.parent() else { return false };
    // The folder may have two names, and the ignore files are found by the one that has no links.
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
            // What git keeps to itself counts least.
            let exclude = (depth == root).then_some(".git/info/exclude");
            FILES.into_iter().chain(exclude).map(|name| ignore_file(folder, name))
        })
        .collect();
    let global = Gitignore::global().0;
    // A folder that is passed over is not looked into, whatever the files in it say.
    let inside = folders.iter().rev().skip(1).map(|folder| (folder.as_path(), true)).chain([(path.as_path(), false)]);
    inside.into_iter().any(|(part, is_folder)| {
        let around = files.iter().filter(|file| part.parent().is_some_and(|parent| parent.starts_with(file.path())));
        let verdicts = around.chain([&global]).map(|file| file.matched(part, is_folder));
        let verdict = verdicts.into_iter().find(|verdict| !verdict.is_none());
        matches!(verdict, Some(Match::Ignore(_)))
    })
}

/// The rules of the ignore file `name` of `folder`; none if there is no such file.
fn ignore_file(folder: &Path, name: &str) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    // A line that makes no sense costs itself only, as in the walk.
    let _ = builder.add(folder.join(name));
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
