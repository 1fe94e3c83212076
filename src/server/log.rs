//! Logs to stderr; stdout is reserved for LSP messages. No line may contain text of a draft.

use std::fmt::Arguments;
use std::io::Write;
use std::sync::OnceLock;

/// The level of a line, most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Something failed.
    Error,
    /// Something unexpected was handled.
    Warn,
    /// Decisions.
    Info,
    /// Details.
    Debug,
}

/// Logs a line if its level is enabled by `STAR_COACH_LOG`: `error`, `warn` (the default), `info` or `debug`.
pub(crate) fn log(level: Level, line: Arguments<'_>) {
    static MAX_LEVEL: OnceLock<Level> = OnceLock::new();
    let max = *MAX_LEVEL.get_or_init(|| parse(&std::env::var("STAR_COACH_LOG").unwrap_or_default()));
    if level <= max {
        // Unlike `eprintln!`, this does not panic if the client has closed stderr.
        let _ = writeln!(std::io::stderr(), "star-coach: {line}");
    }
}

fn parse(setting: &str) -> Level {
    match setting.to_ascii_lowercase().as_str() {
        "error" => Level::Error,
        "info" => Level::Info,
        "debug" | "trace" => Level::Debug,
        _ => Level::Warn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_level_is_the_default() {
        assert_eq!(["", "loud", "Debug", "error"].map(parse), [Level::Warn, Level::Warn, Level::Debug, Level::Error]);
    }
}
