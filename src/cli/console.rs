//! Helpers of all commands: exit codes, stderr, and how paths and counts are written.

use std::io::{self, Write};

use annotate_snippets::normalize_untrusted_str;

/// The exit code of `check` when `--fail-on` is met.
pub(super) const FAILED: u8 = 1;

/// The exit code for bad usage (clap uses it, too) and for files that could not be read or written.
pub(super) const UNREADABLE: u8 = 2;

/// The path that means stdin.
pub(super) const STDIN: &str = "-";

/// Prints `message` to stderr. Ignores write errors.
pub(super) fn print_to_stderr(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{message}");
}

/// Whether writing failed because the reader closed the pipe, as in `star-coach check | head`. That is not an error.
pub(super) fn is_closed(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Returns the path in the form shown to users.
pub(super) fn shown_path(path: &str) -> String {
    if path == STDIN { "<stdin>".to_owned() } else { normalize_untrusted_str(path) }
}
