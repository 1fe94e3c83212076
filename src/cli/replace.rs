//! Gives a file new content, in one step: whoever is interrupted leaves the old file or the new one, never a part.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

/// What the names of files in the making begin and end with. They are hidden, so that nobody takes one for a draft.
const PREFIX: &str = ".star-coach-";
const SUFFIX: &str = ".tmp";

/// Another process may hold the name of a file in the making; then the next one is tried, up to so many.
const MOST_NAMES: u32 = 100;

/// Replaces the content of the file at `path`, which was `old` when it was read, by `new`. A symbolic link stays one: the
/// file that it leads to is replaced, and keeps its permissions, and its owner where the system allows.
///
/// # Errors
/// Why the file is what it was before: it changed meanwhile, or it could not be written.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), String> {
    let why = |error: io::Error| match error.kind() {
        io::ErrorKind::PermissionDenied => {
            "it may not be written. Check its permissions and those of its folder.".into()
        }
        io::ErrorKind::NotFound => "it is gone. Nothing was written.".into(),
        _ => format!("it could not be written, and is as it was: {error}"),
    };
    let path = fs::canonicalize(path).map_err(why)?;
    // A folder may let us replace a file that we may not write: then we may not.
    let existing = OpenOptions::new().write(true).open(&path).and_then(|file| file.metadata()).map_err(why)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let draft = InTheMaking::new(folder).map_err(why)?;
    let made = draft.fill(new, &existing).map_err(why).and_then(|()| {
        // The last moment at which somebody else's words can be told from ours.
        if fs::read(&path).map_err(why)? != old {
            return Err("it changed while it was being mended, so nothing was written. Run the command again.".into());
        }
        fs::rename(&draft.path, &path).map_err(why)
    });
    match made {
        // The name is safe on disk once the folder is; a system that can't do that did the rest.
        Ok(()) => drop(File::open(folder).and_then(|folder| folder.sync_all())),
        Err(_) => drop(fs::remove_file(&draft.path)),
    }
    made
}

/// Removes from `folder` what runs that were interrupted left behind. What another run is working on is left alone.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_file || !entry.file_name().to_str().is_some_and(is_ours) {
            continue;
        }
        // Whoever makes it holds its lock, and lets go of it when he ends, however that happens.
        let path = entry.path();
        if File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            // If it can't be removed, it is in nobody's way.
            let _ = fs::remove_file(&path);
        }
    }
}

fn is_ours(name: &str) -> bool {
    let numbers = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    numbers.and_then(|numbers| numbers.split_once('-')).is_some_and(|(one, other)| is_number(one) && is_number(other))
}

/// A file that is to take another's place, in the same folder: a name can't move between file systems in one step.
struct InTheMaking {
    path: PathBuf,
    file: File,
}

impl InTheMaking {
    fn new(folder: &Path) -> io::Result<Self> {
        let mut number = 0;
        loop {
            let path = folder.join(format!("{PREFIX}{}-{number}{SUFFIX}", process::id()));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            // Until it has the permissions of the draft, it is its owner's only.
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < MOST_NAMES => number += 1,
                opened => {
                    let file = opened?;
                    // Where files can't be locked, nothing is swept either.
                    if let Err(TryLockError::WouldBlock) = file.try_lock() {
                        return Err(io::ErrorKind::ResourceBusy.into());
                    }
                    return Ok(Self { path, file });
                }
            }
        }
    }

    /// Writes `new` to the disk, for a file with this metadata.
    fn fill(&self, new: &[u8], existing: &fs::Metadata) -> io::Result<()> {
        (&self.file).write_all(new)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            // Only root may give files away; a group may be one's own.
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
    fn the_new_content_takes_the_place_of_the_old() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "old").expect("written");
        assert_eq!(replace(&path, b"old", b"new"), Ok(()));
        assert_eq!(fs::read(&path).expect("read"), b"new");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn what_changed_meanwhile_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "somebody was faster").expect("written");
        let why = replace(&path, b"old", b"new").expect_err("refused");
        assert!(why.contains("changed while it was being mended"), "{why}");
        assert_eq!(fs::read(&path).expect("read"), b"somebody was faster");
        assert_eq!(names(folder.path()), ["a.md"]);
        fs::remove_file(&path).expect("removed");
        assert!(replace(&path, b"old", b"new").is_err_and(|why| why.contains("gone")));
        assert!(names(folder.path()).is_empty(), "a draft that was deleted does not come back");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
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
    fn only_what_nobody_works_on_is_swept() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let others = [".star-coach-12.tmp", ".star-coach-x-1.tmp", ".star-coach-1-2.tmp.md", "a.md"];
        others.iter().for_each(|name| fs::write(at(name), "kept").expect("written"));
        fs::write(at(".star-coach-1-0.tmp"), "left behind").expect("written");
        fs::create_dir(at(".star-coach-2-0.tmp")).expect("a folder");
        let busy = InTheMaking::new(folder.path()).expect("a file");
        sweep(folder.path());
        assert!(busy.path.exists() && at(".star-coach-2-0.tmp").exists() && !at(".star-coach-1-0.tmp").exists());
        assert!(others.iter().all(|name| at(name).exists()));
        let path = busy.path.clone();
        drop(busy);
        sweep(folder.path());
        assert!(!path.exists());
        sweep(&at("gone"));
    }
}
