//! Notices when the client's process is gone.

use std::time::Duration;

use super::log::{Level, log};

/// How often to look whether the client is still there.
const WATCH: Duration = Duration::from_secs(2);

/// Calls `gone` when the process `pid` is, where that can be told: on Unix if it is our parent, which it nearly always is,
/// and on Linux for others too. The end of input, which tells the same, may fail to come when another child of that process
/// holds the pipe. `parent` was our parent at the start: it may be gone by now.
pub(crate) fn watch(pid: u32, parent: Option<u32>, gone: impl FnOnce() + Send + 'static) {
    let Some(alive) = liveness(pid, parent) else { return };
    std::thread::spawn(move || {
        while alive() {
            std::thread::sleep(WATCH);
        }
        log(Level::Info, format_args!("the client is gone"));
        gone();
    });
}

/// Our parent process, where that can be told.
#[cfg(unix)]
pub(crate) fn parent() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(unix))]
pub(crate) fn parent() -> Option<u32> {
    None
}

/// How to tell whether the process lives. A process that was never there lives in another namespace, as when the server
/// runs in a container: of that nothing can be told.
fn liveness(pid: u32, at_start: Option<u32>) -> Option<Box<dyn Fn() -> bool + Send>> {
    if at_start == Some(pid) {
        // Whoever loses his parent gets another one at once.
        return Some(Box::new(move || parent() == Some(pid)));
    }
    let begun = begun(pid)?;
    Some(Box::new(move || self::begun(pid).as_ref() == Some(&begun)))
}

/// When the process began, which tells it from a later one of the same number, as Linux says it; `None` if there is none,
/// or it is dead and nobody has asked for its exit code.
fn begun(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // Its name, in parentheses, may hold anything.
    let (_, stat) = stat.rsplit_once(')')?;
    let mut members = stat.split_ascii_whitespace();
    let is_dead = matches!(members.next()?, "Z" | "X" | "x");
    members.nth(18).filter(|_| !is_dead).map(str::to_owned)
}
