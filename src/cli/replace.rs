//! Replaces the content of a file atomically: an interrupted run leaves the old file or the new one, never a part.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

/// The prefix and suffix of temporary files. Their names are hidden, so that they are not mistaken for drafts.
const PREFIX: &str = ".star-coach-";
const SUFFIX: &str = ".tmp";

/// The maximum number of names to try: another process may use the first ones.
const MAX_NAMES: u32 = 100;

/// Replaces the content of the file at `path`, which was `old` when it was read, with `new`. Follows a symbolic link.
/// The file keeps its permissions and, if possible, its owner.
///
/// # Errors
/// The reason why the file is unchanged: it was modified meanwhile, or it could not be written.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), String> {
    let why = |error: io::Error| match error.kind() {
        io::ErrorKind::PermissionDenied => {
            "permission denied. Check the permissions of the file and its folder.".into()
        }
        io::ErrorKind::NotFound => "the file no longer exists. Nothing was written.".into(),
        _ => format!("couldn't write the file; it is unchanged: {error}"),
    };
    let path = fs::canonicalize(path).map_err(why)?;
    // The permissions of the folder may allow replacing a read-only file. Don't.
    let existing = OpenOptions::new().write(true).open(&path).and_then(|file| file.metadata()).map_err(why)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let temp = TempFile::new(folder).map_err(why)?;
    let replaced = temp.fill(new, &existing).map_err(why).and_then(|()| {
        // Check as late as possible that no other program has changed the file.
        if fs::read(&path).map_err(why)? != old {
            return Err("the file changed meanwhile, so nothing was written. Run the command again.".into());
        }
        fs::rename(&temp.path, &path).map_err(why)
    });
    match replaced {
        // Flush the folder, so that the new name is on disk. Not all systems support that.
        Ok(()) => drop(File::open(folder).and_then(|folder| folder.sync_all())),
        Err(_) => drop(fs::remove_file(&temp.path)),
    }
    replaced
}

/// Removes the temporary files that interrupted runs left in `folder`, except those in use.
pub(super) fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_file || !entry.file_name().to_str().is_some_and(is_ours) {
            continue;
        }
        // A process keeps its temporary file locked until it ends.
        let path = entry.path();
        if File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            // A leftover that can't be removed does no harm.
            let _ = fs::remove_file(&path);
        }
    }
}

fn is_ours(name: &str) -> bool {
    let numbers = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    numbers.and_then(|numbers| numbers.split_once('-')).is_some_and(|(one, other)| is_number(one) && is_number(other))
}

/// A temporary file in the folder of the file it will replace: renaming is atomic within one file system only.
struct TempFile {
    path: PathBuf,
    file: File,
}

impl TempFile {
    fn new(folder: &Path) -> io::Result<Self> {
        let mut number = 0;
        loop {
            let path = folder.join(format!("{PREFIX}{}-{number}{SUFFIX}", process::id()));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            // Private until it gets the permissions of the draft.
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < MAX_NAMES => number += 1,
                opened => {
                    let file = opened?;
                    // On systems without file locks, leftovers are not removed either.
                    if let Err(TryLockError::WouldBlock) = file.try_lock() {
                        return Err(io::ErrorKind::ResourceBusy.into());
                    }
                    return Ok(Self { path, file });
                }
            }
        }
    }

    /// Writes `new` to disk and copies the owner and permissions from `existing`.
    fn fill(&self, new: &[u8], existing: &fs::Metadata) -> io::Result<()> {
        (&self.file).write_all(new)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            // Only root may change the owner; other users may change the group to one of their own.
            let mine = self.file.metadata()?;
            if (mine.uid(), mine.gid()) != (existing.uid(), existing.gid())
                && fchown(&self.file, Some(existing.uid()), Some(existing.gid())).is_err()
            {
                let _ = fchown(&self.file, None, Some(existing.gid()));
            }
        }
        self.file.set_permissions(existing.permissions())?;
        self.file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_content_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "old").expect("written");
        assert_eq!(replace(&path, b"old", b"new"), Ok(()));
        assert_eq!(fs::read(&path).expect("read"), b"new");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "another program was faster").expect("written");
        let why = replace(&path, b"old", b"new").expect_err("refused");
        assert!(why.contains("changed meanwhile"), "{why}");
        assert_eq!(fs::read(&path).expect("read"), b"another program was faster");
        assert_eq!(names(folder.path()), ["a.md"]);
        fs::remove_file(&path).expect("removed");
        assert!(replace(&path, b"old", b"new").is_err_and(|why| why.contains("no longer exists")));
        assert!(names(folder.path()).is_empty(), "a file that was deleted does not come back");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let real = folder.path().join("real");
        fs::create_dir(&real).expect("a folder");
        fs::write(real.join("a.md"), "old").expect("written");
        fs::set_permissions(real.join("a.md"), fs::Permissions::from_mode(0o604)).expect("set");
        let link = folder.path().join("link.md");
        symlink("real/a.md", &link).expect("a link");
        assert_eq!(replace(&link, b"old", b"new"), Ok(()));
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert_eq!(fs::read(real.join("a.md")).expect("read"), b"new");
        assert_eq!(fs::metadata(real.join("a.md")).expect("there").permissions().mode() & 0o777, 0o604);
        assert_eq!((names(folder.path()), names(&real)), (vec!["link.md".into(), "real".into()], vec!["a.md".into()]));
    }

    #[test]
    fn only_unlocked_temporary_files_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let others = [".star-coach-12.tmp", ".star-coach-x-1.tmp", ".star-coach-1-2.tmp.md", "a.md"];
        others.iter().for_each(|name| fs::write(at(name), "kept").expect("written"));
        fs::write(at(".star-coach-1-0.tmp"), "left behind").expect("written");
        fs::create_dir(at(".star-coach-2-0.tmp")).expect("a folder");
        let busy = TempFile::new(folder.path()).expect("a file");
        remove_leftovers(folder.path());
        assert!(busy.path.exists() && at(".star-coach-2-0.tmp").exists() && !at(".star-coach-1-0.tmp").exists());
        assert!(others.iter().all(|name| at(name).exists()));
        let path = busy.path.clone();
        drop(busy);
        remove_leftovers(folder.path());
        assert!(!path.exists());
        remove_leftovers(&at("gone"));
    }
}
