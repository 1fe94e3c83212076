//! Notices when the client's process ends.

use std::time::Duration;

use super::log::{Level, log};

/// The time between two checks.
const INTERVAL: Duration = Duration::from_secs(2);

/// Calls `on_exit` when the process `pid` has ended. Works on Unix for our parent process, which the client nearly
/// always is, and on Linux for other processes, too. `parent` is the parent process at the start, since it may have
/// ended by now.
///
/// The end of the input is no reliable sign, because another child of the client may keep the pipe open.
pub(crate) fn watch(pid: u32, parent: Option<u32>, on_exit: impl FnOnce() + Send + 'static) {
    let Some(is_alive) = liveness_check(pid, parent) else { return };
    std::thread::spawn(move || {
        while is_alive() {
            std::thread::sleep(INTERVAL);
        }
        log(Level::Info, format_args!("the client has exited"));
        on_exit();
    });
}

/// Returns the ID of our parent process; `None` where it is not known.
#[cfg(unix)]
pub(crate) fn parent() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(unix))]
pub(crate) fn parent() -> Option<u32> {
    None
}

/// Returns a function that checks whether the process is alive; `None` if that can't be checked. A process that is not
/// found from the start is in another namespace, for example because the server runs in a container.
fn liveness_check(pid: u32, at_start: Option<u32>) -> Option<Box<dyn Fn() -> bool + Send>> {
    if at_start == Some(pid) {
        // An orphaned process gets another parent immediately.
        return Some(Box::new(move || parent() == Some(pid)));
    }
    let start_time = start_time(pid)?;
    Some(Box::new(move || self::start_time(pid).as_ref() == Some(&start_time)))
}

/// Returns the start time of the process from Linux's `/proc`, which differs from that of a later process with the same
/// ID. `None` if there is no such process or it is a zombie.
fn start_time(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may contain spaces and parentheses.
    let (_, stat) = stat.rsplit_once(')')?;
    let mut fields = stat.split_ascii_whitespace();
    let is_dead = matches!(fields.next()?, "Z" | "X" | "x");
    fields.nth(18).filter(|_| !is_dead).map(str::to_owned)
}
