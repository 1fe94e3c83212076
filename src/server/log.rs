//! A few lines for whoever looks into a problem, on stderr: stdout carries the protocol.
//!
//! No line ever holds words of a draft.

use std::fmt::Arguments;
use std::io::Write;
use std::sync::OnceLock;

/// How much a line matters, most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Something is lost.
    Error,
    /// Something is odd, and dealt with.
    Warn,
    /// What was decided.
    Info,
    /// What came in.
    Debug,
}

/// Writes a line if `STAR_COACH_LOG` (`error`, `warn`, `info` or `debug`; else `warn`) asks for its level.
pub(crate) fn log(level: Level, line: Arguments<'_>) {
    static WANTED: OnceLock<Level> = OnceLock::new();
    let wanted = *WANTED.get_or_init(|| wanted(&std::env::var("STAR_COACH_LOG").unwrap_or_default()));
    if level <= wanted {
        // Unlike `eprintln!`, this survives a client that has closed its end.
        let _ = writeln!(std::io::stderr(), "star-coach: {line}");
    }
}

fn wanted(setting: &str) -> Level {
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
    fn an_unknown_level_is_the_usual_one() {
        assert_eq!(["", "loud", "Debug", "error"].map(wanted), [Level::Warn, Level::Warn, Level::Debug, Level::Error]);
    }
}
