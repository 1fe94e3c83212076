//! Pages about scenarios and services as files, for editors that can't fetch them. The server writes no other files.

use std::io::Write;
use std::path::{Path, PathBuf};

use tower_lsp::lsp_types::Url;

use super::log::{Level, log};

/// A kind of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// Those about scenarios and interview questions.
    Scenarios,
    /// Those about services and their features.
    Services,
}

impl Shelf {
    fn name(self) -> &'static str {
        match self {
            Self::Scenarios => "scenarios",
            Self::Services => "services",
        }
    }
}

/// Returns the folder of the pages; `None` if the environment names no cache folder.
pub(crate) fn folder(shelf: Shelf) -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = variable("XDG_CACHE_HOME")
        .or_else(|| variable("LOCALAPPDATA"))
        .or_else(|| variable("HOME").map(|home| home.join(".cache")))?;
    Some(cache.join("star-coach").join(shelf.name()))
}

/// Whether `uri` is a page in the cache, and so not a draft.
pub(crate) fn holds(uri: &Url) -> bool {
    uri.to_file_path().is_ok_and(|path| holds_path(&path))
}

/// Like [`holds`], but for a path.
pub(crate) fn holds_path(path: &Path) -> bool {
    let folders = [Shelf::Scenarios, Shelf::Services].into_iter().filter_map(folder);
    folders.into_iter().any(|folder| path.starts_with(folder))
}

/// Returns the URI of the page of `id`, which is written if necessary; `None` if it can't be written.
pub(crate) fn uri(shelf: Shelf, id: &str, page: &str) -> Option<Url> {
    match store(&folder(shelf)?, id, page) {
        Ok(path) => Url::from_file_path(path).ok(),
        Err(error) => {
            log(Level::Warn, format_args!("couldn't write a page: {error}"));
            None
        }
    }
}

/// Writes `page` to `folder` as the page of `id`, unless the file has that text. Returns its path.
///
/// # Errors
/// If the file can't be written.
pub(crate) fn store(folder: &Path, id: &str, page: &str) -> std::io::Result<PathBuf> {
    let path = folder.join(format!("{id}.md"));
    if std::fs::read(&path).is_ok_and(|existing| existing == page.as_bytes()) {
        return Ok(path);
    }
    private_folder(folder)?;
    // Written to a temporary file and renamed, so that editors see either the old page or the new one.
    let temporary = folder.join(format!(".{id}.{}", std::process::id()));
    let written = private_file(&temporary)
        .and_then(|mut file| file.write_all(page.as_bytes()))
        .and_then(|()| std::fs::rename(&temporary, &path));
    if let Err(error) = written {
        let _ = std::fs::remove_file(&temporary);
        return Err(error);
    }
    Ok(path)
}

#[cfg(unix)]
fn private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)
}

fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_written_when_it_differs_and_leaves_nothing_else() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("star-coach").join("scenarios");
        let path = store(&folder, "S1", "# One").expect("written");
        let written = std::fs::metadata(&path).and_then(|data| data.modified()).expect("there");
        assert_eq!(store(&folder, "S1", "# One").expect("there"), path);
        assert_eq!(std::fs::metadata(&path).and_then(|data| data.modified()).expect("there"), written);
        store(&folder, "S1", "# Another").expect("written");
        assert_eq!(std::fs::read_to_string(&path).expect("there"), "# Another");
        assert_eq!(std::fs::read_dir(&folder).expect("there").count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
            assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
        }
    }

    #[test]
    fn a_folder_that_can_t_be_made_is_an_error() {
        let place = tempfile::NamedTempFile::new().expect("a file");
        assert!(store(&place.path().join("scenarios"), "S1", "# One").is_err());
    }

    #[test]
    fn drafts_are_not_in_the_cache() {
        for address in ["file:///home/me/draft.md", "untitled:Untitled-1", "file:///"] {
            assert!(!holds(&Url::parse(address).expect("a URI")), "{address}");
        }
    }
}
