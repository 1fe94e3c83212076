//! `check --fix` and `check --diff`, through the real binary.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::cli::{FINE, SHORT, dir, json, rules, run, run_with_input, stdout};

/// Two names with safe fixes, and a missing metric.
const DRAFT: &str = "# Orders\n\n**Situation:** AWS SNS was slow.\n\n**Task:** I had to fix it.\n\n\
                     **Action:** I used AWS Athena to look at 3 days of logs.\n\n**Result:** It got much better.\n";

fn fixed() -> String {
    DRAFT.replace("AWS SNS", "Amazon SNS").replace("AWS Athena", "Amazon Athena")
}

fn complaints(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn safe_fixes_are_applied_and_the_rest_is_reported() {
    let dir = dir(&[("a.md", DRAFT), ("fine.md", FINE), ("sub/short.md", SHORT)]);
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).expect("a file");
    let output = run(&dir, &["check", "--fix"]);
    assert_eq!((output.status.code(), &*complaints(&output)), (Some(0), ""));
    assert_eq!((read("a.md"), read("fine.md"), read("sub/short.md")), (fixed(), FINE.into(), SHORT.into()));
    let printed = stdout(&output);
    assert!(printed.contains("fixed a.md: ") && printed.contains("(misnamed-service)"), "{printed}");
    assert!(printed.contains("missing-metric") && !printed.contains("warning[misnamed-service]"), "{printed}");
    assert!(
        printed.lines().last().is_some_and(|last| last.contains("3 files") && last.contains(": 2 fixed; ")),
        "{printed}"
    );
    assert_eq!(names(dir.path()), ["a.md", "fine.md", "sub"]);
    let again = stdout(&run(&dir, &["check", "--fix"]));
    assert!(!again.contains("fixed"), "there is nothing more to fix: {again}");
}

#[test]
fn all_formats_report_the_remaining_findings() {
    let dir = dir(&[("a.md", DRAFT)]);
    let before = json(&run(&dir, &["check", "a.md", "--format", "json"]));
    assert!(before[0].get("fixed").is_none());
    let output = run(&dir, &["check", "a.md", "--fix", "--format", "json", "--fail-on", "warning"]);
    assert_eq!(output.status.code(), Some(1), "the metric is still missing");
    let files = json(&output);
    assert_eq!(rules(&files[0]), ["missing-metric"]);
    let fixed = files[0]["fixed"].as_array().expect("what was fixed");
    assert_eq!((fixed.len(), &fixed[0]["rule"]), (2, &"misnamed-service".into()));
    fs::write(dir.path().join("a.md"), DRAFT.replace("much better", "50% faster")).expect("written");
    let output = run(&dir, &["check", "a.md", "--fix", "--format", "github", "--fail-on", "hint"]);
    assert_eq!((output.status.code(), &*stdout(&output)), (Some(0), ""), "nothing is left");
}

#[test]
fn line_ends_and_a_byte_order_mark_are_kept() {
    for (mark, end) in [("\u{feff}", "\r\n"), ("", "\r\n"), ("\u{feff}", "\n"), ("", "\r")] {
        let file = |text: &str| format!("{mark}{}", text.replace('\n', end));
        let dir = dir(&[("a.md", &file(DRAFT))]);
        assert_eq!(run(&dir, &["check", "--fix"]).status.code(), Some(0));
        assert_eq!(fs::read_to_string(dir.path().join("a.md")).expect("a file"), file(&fixed()), "{mark:?} {end:?}");
    }
}

#[test]
fn a_draft_without_safe_fixes_is_not_written() {
    let dir = dir(&[("fine.md", FINE), ("short.md", SHORT)]);
    let modified = |name: &str| fs::metadata(dir.path().join(name)).and_then(|data| data.modified()).expect("a time");
    let before = (modified("fine.md"), modified("short.md"));
    assert_eq!(run(&dir, &["check", "--fix"]).status.code(), Some(0));
    assert_eq!((modified("fine.md"), modified("short.md")), before);
}

#[test]
fn stdin_is_fixed_to_stdout_and_reported_to_stderr() {
    let dir = dir(&[(".gitignore", "old.md\n")]);
    let output = run_with_input(&dir, &["check", "--fix", "-"], DRAFT.as_bytes());
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), fixed()));
    assert!(complaints(&output).contains("missing-metric"), "{}", complaints(&output));
    let marked = format!("\u{feff}{SHORT}");
    let output = run_with_input(&dir, &["check", "--fix", "-", "--format", "json"], marked.as_bytes());
    assert_eq!(stdout(&output), marked, "a draft without safe fixes is copied");
    assert!(serde_json::from_slice::<serde_json::Value>(&output.stderr).is_ok());
    let output = run_with_input(&dir, &["check", "--fix", "-", "--stdin-filename", "old.md"], DRAFT.as_bytes());
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), DRAFT.to_owned()), "an ignored draft is copied");
    fs::write(dir.path().join("star-coach.toml"), "exclude = [\"notes/**\"]\n").expect("written");
    let output = run_with_input(&dir, &["check", "--fix", "-", "--stdin-filename", "notes/a.md"], DRAFT.as_bytes());
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), DRAFT.to_owned()), "and so is an excluded one");
    let output = run_with_input(&dir, &["check", "--fix", "-"], b"caf\xe9");
    assert_eq!((output.status.code(), &*stdout(&output)), (Some(2), ""));
}

#[test]
fn a_diff_shows_what_would_change_and_changes_nothing() {
    let dir = dir(&[("a b.md", DRAFT), ("fine.md", FINE)]);
    let output = run(&dir, &["check", "--diff"]);
    assert_eq!((output.status.code(), &*complaints(&output)), (Some(1), ""));
    let expected = "--- a b.md\t\n+++ a b.md\t\n@@ -1,9 +1,9 @@\n # Orders\n \n-**Situation:** AWS SNS was slow.\n\
                    +**Situation:** Amazon SNS was slow.\n \n **Task:** I had to fix it.\n \n\
                    -**Action:** I used AWS Athena to look at 3 days of logs.\n\
                    +**Action:** I used Amazon Athena to look at 3 days of logs.\n \n **Result:** It got much better.\n";
    assert_eq!(stdout(&output), expected);
    assert_eq!(fs::read_to_string(dir.path().join("a b.md")).expect("a file"), DRAFT);
    let output = run(&dir, &["check", "--diff", "fine.md"]);
    assert_eq!((output.status.code(), &*stdout(&output)), (Some(0), ""));
    let output = run(&dir, &["check", "--diff", "missing.md", "a b.md"]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), expected.into()));
    let output = run_with_input(&dir, &["check", "--diff", "-"], DRAFT.as_bytes());
    assert!(output.status.code() == Some(1) && stdout(&output).starts_with("--- <stdin>\n"));
}

#[test]
fn conflicting_arguments_are_rejected_before_anything_is_written() {
    let dir = dir(&[("a.md", DRAFT)]);
    for arguments in [
        &["check", "--fix", "--diff"][..],
        &["check", "--diff", "--format", "json"],
        &["check", "--diff", "--fail-on", "hint"],
        &["check", "--fix", "-", "a.md"],
    ] {
        let output = run(&dir, arguments);
        assert_eq!((output.status.code(), &*stdout(&output)), (Some(2), ""), "{arguments:?}");
        assert!(!complaints(&output).is_empty());
    }
    assert_eq!(fs::read_to_string(dir.path().join("a.md")).expect("a file"), DRAFT);
}

#[cfg(unix)]
#[test]
fn unwritable_files_are_reported_and_the_others_fixed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = dir(&[("a.md", DRAFT), ("real/linked.md", DRAFT), ("z.md", DRAFT)]);
    let at = |name: &str| dir.path().join(name);
    symlink("real/linked.md", at("link.md")).expect("a link");
    fs::set_permissions(at("a.md"), fs::Permissions::from_mode(0o444)).expect("set");
    // Root may write anything.
    let all_powerful = fs::OpenOptions::new().write(true).open(at("a.md")).is_ok();
    let output = run(&dir, &["check", "--fix", "a.md", "link.md", "z.md"]);
    let text = |name: &str| fs::read_to_string(at(name)).expect("a file");
    assert_eq!((text("real/linked.md"), text("z.md")), (fixed(), fixed()));
    assert!(fs::symlink_metadata(at("link.md")).expect("there").is_symlink());
    assert_eq!(fs::metadata(at("a.md")).expect("there").permissions().mode() & 0o777, 0o444);
    if all_powerful {
        assert_eq!((output.status.code(), text("a.md")), (Some(0), fixed()));
    } else {
        assert_eq!((output.status.code(), text("a.md")), (Some(2), DRAFT.to_owned()));
        assert!(complaints(&output).starts_with("error: a.md: permission denied."), "{}", complaints(&output));
    }
}

/// Kills the command repeatedly: first as soon as a temporary file appears, then a little later each time.
#[cfg(target_os = "linux")]
#[test]
fn a_killed_run_leaves_a_whole_file_and_the_next_run_cleans_up() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    const FILES: usize = 24;
    let dir = dir(&[]);
    // Long enough to take a while to write, but not to read.
    let [old, new] =
        [DRAFT.to_owned(), fixed()].map(|draft| format!("{draft}\n# Notes\n\n{}", "Note.\n\n".repeat(4000)));
    let write = || (0..FILES).for_each(|file| fs::write(dir.path().join(format!("{file}.md")), &old).expect("written"));
    let unfinished = || names(dir.path()).into_iter().filter(|name| name.ends_with(".tmp")).count();
    // Files of an earlier run may still exist.
    let fresh = |pid: u32| names(dir.path()).iter().filter(|name| name.contains(&format!("-{pid}-"))).count();
    let (mut killed, mut left, mut halfway) = (0, 0, 0);
    // At least twelve rounds, and more if the machine is so fast or busy that none is stopped at every point.
    for round in 0..120 {
        if round >= 12 && killed > 0 && left > 0 && halfway > 0 {
            break;
        }
        write();
        let mut command = crate::cli::command(dir.path(), &["check", "--fix", "--format", "github"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
        let start = Instant::now();
        while fresh(child.id()) == 0 && child.try_wait().expect("a child").is_none() {
            assert!(start.elapsed() < Duration::from_secs(60), "it does nothing");
        }
        std::thread::sleep(Duration::from_micros(round % 12 * 700));
        killed += usize::from(child.kill().is_ok());
        child.wait().expect("a child");
        let texts = (0..FILES).map(|file| fs::read_to_string(dir.path().join(format!("{file}.md"))).expect("a file"));
        let mut done = 0;
        for text in texts {
            assert!(text == old || text == new, "neither old nor new: {} bytes", text.len());
            done += usize::from(text == new);
        }
        left += unfinished();
        halfway += usize::from(0 < done && done < FILES);
        assert!(unfinished() <= 1, "each run tidies up after the one before");
    }
    assert!(killed > 0 && left > 0 && halfway > 0, "{killed} killed, {left} left a file, {halfway} stopped halfway");
    write();
    assert_eq!(run(&dir, &["check", "--fix"]).status.code(), Some(0));
    assert_eq!(unfinished(), 0);
    assert!((0..FILES).all(|file| fs::read_to_string(dir.path().join(format!("{file}.md"))).expect("a file") == new));
}
