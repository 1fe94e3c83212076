//! The command line, through the real binary.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const DRAFT: &str = include_str!("cli/draft.md");

/// Lacks a Task, a service name, and a metric.
pub(crate) const SHORT: &str = "**Situation:** Imports failed.\n\n**Action:** I put a message queue in front of them.\n\n\
                     **Result:** It works much better.\n";

/// Has no findings.
pub(crate) const FINE: &str = "S: We paid for 12 idle databases.\n\nT: I looked after them.\n\nA: I let Amazon RDS stop them at night.\n\n\
                    R: That saves $800 a month.\n";

#[test]
fn people_see_the_lines_the_fixes_and_a_summary() {
    let dir = dir(&[("draft.md", DRAFT)]);
    let output = run(&dir, &["check", "draft.md"]);
    expect_file("check.txt", &stdout(&output));
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    expect_file("outline.txt", &stdout(&run(&dir, &["outline", "draft.md"])));
}

#[test]
fn a_draft_without_findings_gets_a_kind_message() {
    let dir = dir(&[("fine.md", FINE)]);
    assert_eq!(stdout(&run(&dir, &["check"])), "1 file, 1 answer: no findings. Good luck.\n");
}

#[test]
fn text_without_answers_gets_an_explanation() {
    let dir = dir(&[("notes.md", "# Notes\n\nAction: rotate the keys.\n")]);
    assert!(stdout(&run(&dir, &["check"])).starts_with("1 file, no STAR answers found."));
    assert_eq!(stdout(&run(&dir, &["outline"])), "notes.md: no answers\n\n");
    assert_eq!(json(&run(&dir, &["check", "--format", "json"]))[0]["findings"], Value::Array(vec![]));
    assert_eq!(json(&run(&dir, &["outline", "--format", "json"]))[0]["answers"], Value::Array(vec![]));
}

#[test]
fn the_documented_json_is_current() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    let old = fs::read_to_string(&page).expect("docs/cli.md");
    let dir = dir(&[("answer.md", block(&old, 0, "markdown"))]);
    let mut new = old.clone();
    for heading in ["### `star-coach check answer.md", "### `star-coach outline answer.md"] {
        let command = &new[new.find(heading).expect(heading)..];
        let words = command.trim_start_matches("### `star-coach ").split_once('`').expect("a command").0;
        let printed = stdout(&run(&dir, &words.split(' ').collect::<Vec<_>>()));
        let old_block = block(&new, new.find(heading).expect(heading), "json");
        let start = old_block.as_ptr() as usize - new.as_ptr() as usize;
        new.replace_range(start..start + old_block.len(), &printed);
    }
    expect(&page, &old, &new);
}

#[test]
fn all_findings_of_the_json_have_all_fields() {
    let dir = dir(&[("draft.md", DRAFT)]);
    let files = json(&run(&dir, &["check", "draft.md", "--format", "json"]));
    let findings = files[0]["findings"].as_array().expect("findings");
    assert!(findings.len() > 3);
    let answers = json(&run(&dir, &["outline", "draft.md", "--format", "json"]))[0]["answers"].clone();
    for finding in findings {
        let of = |value: &Value| value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>());
        let mut keys = of(finding).expect("an object");
        keys.sort();
        let mut expected =
            ["rule", "severity", "message", "line", "column", "end_line", "end_column", "answer", "fixes"];
        expected.sort_unstable();
        assert_eq!(keys, expected);
        let answer = &answers[finding["answer"].as_u64().expect("an index") as usize];
        let line = finding["line"].as_u64().expect("a line");
        assert!(answer["line"].as_u64() <= Some(line) && Some(line) <= answer["end_line"].as_u64(), "{finding}");
    }
}

#[test]
fn the_json_is_enough_to_apply_a_fix() {
    let dir = dir(&[("short.md", SHORT)]);
    let files = json(&run(&dir, &["check", "short.md", "--format", "json"]));
    let finding = finding(&files[0], "unnamed-service");
    let edit = &finding["fixes"][0]["edits"][0];
    let at = |line: &str, column: &str| offset(SHORT, as_usize(&edit[line]), as_usize(&edit[column]));
    let mut fixed = SHORT.to_owned();
    let text = edit["text"].as_str().expect("a text");
    fixed.replace_range(at("line", "column")..at("end_line", "end_column"), text);
    fs::write(dir.path().join("short.md"), &fixed).expect("written");
    let files = json(&run(&dir, &["check", "short.md", "--format", "json"]));
    assert!(!rules(&files[0]).contains(&"unnamed-service".to_owned()), "{fixed}");
    assert!(rules(&files[0]).contains(&"missing-metric".to_owned()), "the others stay");
}

#[test]
fn columns_count_characters_with_any_line_end_or_byte_order_mark() {
    let wide = SHORT.replace("put a", "put 数据😀 a");
    let dir = dir(&[("plain.md", SHORT), ("wide.md", &wide)]);
    let written = |name: &str, bytes: Vec<u8>| fs::write(dir.path().join(name), bytes).expect("written");
    written("bom.md", [b"\xef\xbb\xbf", SHORT.as_bytes()].concat());
    written("crlf.md", [b"\xef\xbb\xbf", SHORT.replace('\n', "\r\n").as_bytes()].concat());
    written("cr.md", SHORT.replace('\n', "\r").into_bytes());
    let files = json(&run(&dir, &["check", "plain.md", "bom.md", "crlf.md", "cr.md", "wide.md", "--format", "json"]));
    let place = |file: &Value| {
        let finding = finding(file, "unnamed-service");
        ["line", "column", "end_line", "end_column"].map(|key| as_usize(&finding[key]))
    };
    let column = SHORT.lines().nth(2).and_then(|line| line.find("message")).expect("the phrase") + 1;
    let plain = [3, column, 3, column + "message queue".len()];
    for index in 0..4 {
        assert_eq!(place(&files[index]), plain, "{}", files[index]["path"]);
    }
    assert_eq!(place(&files[4]), [3, plain[1] + 4, 3, plain[3] + 4]);
}

#[test]
fn stdin_is_read_once_and_shown_as_stdin() {
    let dir = dir(&[]);
    let output = run_with_input(&dir, &["check", "-", "-", "--format", "json"], SHORT.as_bytes());
    let files = json(&output);
    assert_eq!(paths(&files), ["-"]);
    assert!(rules(&files[0]).contains(&"missing-metric".to_owned()));
    let output = run_with_input(&dir, &["check", "-"], SHORT.as_bytes());
    assert!(stdout(&output).contains("--> <stdin>:3:"));
    let output = run_with_input(&dir, &["check", "-"], b"\xff");
    assert_eq!((output.status.code(), &*stdout(&output)), (Some(2), ""), "there is nothing to sum up");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: <stdin>: invalid UTF-8 on line 1."));
}

#[test]
fn folders_are_searched_in_order_for_drafts_only() {
    let dir = dir(&[
        ("drafts/b.md", FINE),
        ("drafts/a.markdown", FINE),
        ("drafts/deep/er/C.MD", FINE),
        ("drafts/notes.txt", SHORT),
        ("drafts/.hidden.md", SHORT),
        ("drafts/.git/x.md", SHORT),
        ("drafts/private.md", SHORT),
        ("drafts/.gitignore", "private.md\n"),
    ]);
    let listed = |arguments: &[&str]| paths(&json(&run(&dir, arguments)));
    let all = ["drafts/a.markdown", "drafts/b.md", "drafts/deep/er/C.MD"];
    assert_eq!(listed(&["check", "drafts", "--format", "json"]), all);
    assert_eq!(listed(&["check", "--format", "json"]), all, "the current folder");
    assert_eq!(listed(&["outline", ".", "--format", "json"]), all);
    // A file named by an argument is read once, at its first mention.
    let named = ["check", "drafts/private.md", "drafts/b.md", "./drafts", "drafts/notes.txt", "--format", "json"];
    assert_eq!(
        listed(&named),
        ["drafts/private.md", "drafts/b.md", "./drafts/a.markdown", "./drafts/deep/er/C.MD", "drafts/notes.txt"]
    );
}

#[test]
fn a_folder_without_drafts_is_not_an_error() {
    let dir = dir(&[("notes.txt", SHORT)]);
    let output = run(&dir, &["check"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).starts_with("No Markdown files to check"));
    assert_eq!(stdout(&run(&dir, &["check", "--format", "json"])), "[]\n");
}

#[test]
fn unreadable_files_are_reported_and_the_others_checked() {
    let dir = dir(&[("fine.md", FINE)]);
    let written = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).expect("written");
    written("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    written("latin.md", b"# Notes\n\nr\xe9sum\xe9\n");
    written("wide.md", b"\xff\xfe#\0 \0");
    for command in ["check", "outline"] {
        let output = run(&dir, &[command, "--format", "json", "missing.md", "."]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert_eq!(paths(&json(&output)), ["fine.md"], "{command}");
        let complaints = String::from_utf8(output.stderr).expect("text");
        let lines: Vec<_> = complaints.lines().collect();
        assert_eq!(
            lines,
            [
                "error: missing.md: no such file or folder. Check the spelling.",
                "error: latin.md: invalid UTF-8 on line 3. Save the file as UTF-8 and try again.",
                "error: picture.md: the file looks binary. Pass a Markdown file.",
                "error: wide.md: the file is UTF-16. Save it as UTF-8 and try again.",
            ],
            "{command}"
        );
    }
    let printed = stdout(&run(&dir, &["check", "."]));
    assert_eq!(printed, "1 file, 1 answer: no findings. Good luck. (3 skipped)\n");
}

#[test]
fn fail_on_includes_worse_severities() {
    let people = "**Situation:** A conflict with a colleague.\n\n**Task:** I had to settle our disagreement.\n\n\
                  **Action:** I asked for feedback.\n\n**Result:** We get along well now.\n";
    let dir = dir(&[("short.md", SHORT), ("fine.md", FINE), ("people.md", people)]);
    let code = |arguments: &[&str]| run(&dir, arguments).status.code();
    assert_eq!(code(&["check", "short.md"]), Some(0));
    assert_eq!(code(&["check", "short.md", "--fail-on", "error"]), Some(0));
    for severity in ["warning", "information", "hint"] {
        assert_eq!(code(&["check", "short.md", "--fail-on", severity]), Some(1), "{severity}");
        assert_eq!(code(&["check", "short.md", "--fail-on", severity, "--format", "json"]), Some(1), "{severity}");
        assert_eq!(code(&["check", "fine.md", "--fail-on", severity]), Some(0), "{severity}");
    }
    assert_eq!(rules(&json(&run(&dir, &["check", "people.md", "--format", "json"]))[0]), ["missing-metric"]);
    assert_eq!(code(&["check", "people.md", "--fail-on", "information"]), Some(0));
    assert_eq!(code(&["check", "people.md", "--fail-on", "hint"]), Some(1));
    assert_eq!(code(&["check", "fine.md", "short.md", "--fail-on", "warning"]), Some(1));
    assert_eq!(code(&["check", "short.md", "missing.md", "--fail-on", "warning"]), Some(2));
}

#[test]
fn bad_usage_exits_with_2_and_a_message() {
    let dir = dir(&[]);
    let cases: [(&[&str], &str); 5] = [
        (&["chek"], "check"),
        (&["check", "--format", "xml"], "json"),
        (&["check", "--fail-on", "warnings"], "warning"),
        (&["explain", "missing-metrik"], "missing-metric"),
        (&[], "Usage"),
    ];
    for (arguments, hint) in cases {
        let output = run(&dir, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stdout(&output), "", "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(hint), "{arguments:?}");
    }
}

#[test]
fn stdio_serves_an_editor_with_and_without_the_command() {
    let dir = dir(&[]);
    let initialize = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
    let frame = format!("Content-Length: {}\r\n\r\n{initialize}", initialize.len());
    for arguments in [&["lsp"][..], &["--stdio"], &["lsp", "--stdio"], &["--stdio", "lsp"]] {
        let printed = stdout(&run_with_input(&dir, arguments, frame.as_bytes()));
        assert!(printed.starts_with("Content-Length: ") && printed.contains("serverInfo"), "{arguments:?}: {printed}");
    }
    // With other commands, `--stdio` changes nothing.
    assert_eq!(stdout(&run(&dir, &["explain", "--stdio"])), stdout(&run(&dir, &["explain"])));
}

#[test]
fn help_has_examples_and_the_version_is_that_of_the_crate() {
    let dir = dir(&[]);
    let help = run(&dir, &["--help"]);
    assert_eq!(help.status.code(), Some(0));
    for word in ["Examples:", "Exit codes:", "star-coach check --fail-on warning"] {
        assert!(stdout(&help).contains(word), "{word}");
    }
    let version = format!("star-coach {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(stdout(&run(&dir, &["--version"])), version);
}

#[test]
fn explain_prints_a_manual_page_or_lists_the_rules() {
    let dir = dir(&[]);
    let list = stdout(&run(&dir, &["explain"]));
    for rule in star_coach::rules::RULES {
        assert!(list.lines().any(|line| line.starts_with(rule.name) && line.ends_with(rule.summary)), "{}", rule.name);
        let page = format!("# {}\n\n{}\n\n{}\n", rule.name, rule.header(), rule.docs.trim());
        assert_eq!(stdout(&run(&dir, &["explain", rule.name])), page);
    }
}

#[test]
fn explain_accepts_former_names_of_rules() {
    let dir = dir(&[]);
    for (former, current) in star_coach::former::RULES {
        let (old, new) = (run(&dir, &["explain", former]), run(&dir, &["explain", current]));
        assert_eq!(stdout(&old), stdout(&new));
        let note = format!("note: `{former}` is now called `{current}`.\n");
        assert_eq!(String::from_utf8_lossy(&old.stderr), note);
        assert!(!stdout(&run(&dir, &["explain"])).contains(former), "it is not listed");
    }
}

/// Returns `text` with its table of rules updated.
fn with_rules(text: &str) -> String {
    let is_row = |line: &&str| line.starts_with("| `") && line.ends_with(". |");
    let rows = star_coach::rules::RULES
        .iter()
        .map(|rule| format!("| `{}` | {} | {} |\n", rule.name, rule.severity.name(), rule.summary));
    let before = text.split_inclusive('\n').take_while(|line| !is_row(&line.trim_end()));
    let after = text.split_inclusive('\n').skip_while(|line| !is_row(&line.trim_end()));
    let after = after.skip_while(|line| is_row(&line.trim_end()));
    before.map(str::to_owned).chain(rows).chain(after.map(str::to_owned)).collect()
}

/// Returns the manual pages of all rules as one page: the headings of each are one level lower, below the name of the rule.
fn manual() -> String {
    let mut out =
        "# Rules\n\nThe pages that `star-coach explain RULE` prints. Generated: a test keeps both the same. Examples show\nonly the sections that matter. Many rules wait until all four components have text, so add the others to try one.\n\n\
                   | Rule | Default severity | What it reports |\n| --- | --- | --- |\n"
            .to_owned();
    for rule in star_coach::rules::RULES {
        let (code, severity, summary) = (rule.name, rule.severity.name(), rule.summary);
        out += &format!("| [`{code}`](#{code}) | {severity} | {summary} |\n");
    }
    for rule in star_coach::rules::RULES {
        out += &format!("\n## {}\n\n{}\n\n", rule.name, rule.header());
        // The length of the fence that the line is in.
        let mut fence = 0;
        for line in rule.docs.trim().lines() {
            let ticks = line.len() - line.trim_start_matches('`').len();
            match fence {
                0 if ticks >= 3 => fence = ticks,
                _ if fence > 0 && ticks >= fence => fence = 0,
                _ => {}
            }
            let deeper = fence == 0 && line.starts_with("## ");
            out += &format!("{}{line}\n", if deeper { "#" } else { "" });
        }
    }
    out
}

/// Fails if the file at `path` (relative to the project) differs from `expected`; rewrites it instead if
/// `UPDATE_EXPECT` is set.
fn expect_current(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let written = fs::read_to_string(&file).unwrap_or_default();
    if written == expected {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_EXPECT").is_some(),
        "{path} is out of date: run the tests with UPDATE_EXPECT=1, then read the difference"
    );
    fs::write(&file, expected).unwrap_or_else(|error| panic!("{path}: {error}"));
}

#[test]
fn the_manual_has_a_linked_page_for_each_rule() {
    let manual = manual();
    expect_current("docs/rules.md", &manual);
    for rule in star_coach::rules::RULES {
        // The anchor of a heading is made from its words; all characters of a rule name are kept.
        assert_eq!(
            manual.lines().filter(|line| line.strip_prefix("## ") == Some(rule.name)).count(),
            1,
            "{}",
            rule.name
        );
    }
}

#[test]
fn the_readme_is_current() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    expect_current("README.md", &with_rules(&readme));
    let printed = stdout(&run_in(Path::new(env!("CARGO_MANIFEST_DIR")), &["check", "examples/"]));
    assert!(printed.contains(block(&readme, 0, "text")), "README.md shows a finding that is not printed like this");
}

#[test]
fn the_sample_drafts_show_each_rule_and_one_is_clean() {
    let output = run_in(Path::new(env!("CARGO_MANIFEST_DIR")), &["check", "examples/", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let files = json(&output);
    let all: Vec<_> = files.as_array().expect("files").iter().map(rules).collect();
    let clean = all.iter().filter(|rules| rules.is_empty()).count();
    assert_eq!((clean, all.len() > 4), (1, true));
    for rule in star_coach::rules::RULES {
        let files = all.iter().filter(|rules| rules.iter().any(|code| code == rule.name)).count();
        assert!(0 < files && files < all.len() - 1, "{} is found in {files} of {} drafts", rule.name, all.len());
    }
}

#[test]
fn colors_are_used_only_if_wanted() {
    let dir = dir(&[("short.md", SHORT)]);
    let has_colors = |variables: &[(&str, &str)]| {
        let mut command = command(dir.path(), &["check", "short.md"]);
        let output = command.envs(variables.iter().copied()).output().expect("runs");
        stdout(&output).contains('\u{1b}')
    };
    assert!(!has_colors(&[]), "stdout is not a terminal");
    assert!(!has_colors(&[("NO_COLOR", "1")]));
    assert!(has_colors(&[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn text_of_a_draft_can_not_control_the_terminal() {
    let dir = dir(&[("red\u{1b}[31m.md", &SHORT.replace("put a", "put \u{1b}[31m\u{7}a"))]);
    for command in ["check", "outline"] {
        let printed = stdout(&run(&dir, &[command]));
        assert!(!printed.contains(['\u{1b}', '\u{7}']), "{printed}");
        assert!(printed.contains("message queue"), "{printed}");
    }
}

#[test]
fn long_lines_are_trimmed_around_the_finding() {
    let words = "word ".repeat(20_000);
    let draft = SHORT.replace("I put", &format!("{words} I put")).replace("It works", &format!("It {words} works"));
    let wide = SHORT.replace("It works", &format!("It {} works", "数据".repeat(50_000)));
    let dir = dir(&[("long.md", &draft), ("wide.md", &wide)]);
    let printed = stdout(&run(&dir, &["check"]));
    assert!(printed.contains("I put a message queue"));
    let longest = printed.lines().map(|line| line.chars().count()).max();
    // Only excerpts are cut, not messages.
    assert!(longest < Some(150), "{longest:?}");
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let many = format!("# One\n\n{SHORT}\n").repeat(500);
    let dir = dir(&[("many.md", &many)]);
    for (arguments, code) in [
        (&["check", "many.md"][..], 0),
        (&["check", "many.md", "--format", "json"], 0),
        (&["check", "many.md", "--fail-on", "warning"], 1),
        (&["outline", "many.md"], 0),
    ] {
        let mut child =
            command(dir.path(), arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        let mut first = [0; 16];
        child.stdout.take().expect("stdout").read_exact(&mut first).expect("some output");
        // stdout is closed here: most of the output has no reader.
        let output = child.wait_with_output().expect("ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_failed_write_is_an_error() {
    let dir = dir(&[("short.md", SHORT)]);
    for arguments in [&["check", "short.md"][..], &["outline", "--format", "json", "short.md"], &["explain"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let output = command(dir.path(), arguments).stdout(full).stderr(Stdio::piped()).output().expect("runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("couldn't write the output"), "{arguments:?}");
    }
}

/// Creates a folder with these files.
pub(crate) fn dir(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    dir
}

pub(crate) fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_star-coach"));
    command.current_dir(dir).args(arguments).stdin(Stdio::null());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

pub(crate) fn run_in(dir: &Path, arguments: &[&str]) -> Output {
    command(dir, arguments).output().expect("runs")
}

pub(crate) fn run(dir: &TempDir, arguments: &[&str]) -> Output {
    run_in(dir.path(), arguments)
}

pub(crate) fn run_with_input(dir: &TempDir, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = command(dir.path(), arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    child.stdin.take().expect("stdin").write_all(input).expect("read");
    child.wait_with_output().expect("ends")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

pub(crate) fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

pub(crate) fn paths(files: &Value) -> Vec<String> {
    files.as_array().expect("files").iter().map(|file| file["path"].as_str().expect("a path").to_owned()).collect()
}

pub(crate) fn rules(file: &Value) -> Vec<String> {
    let findings = file["findings"].as_array().expect("findings").iter();
    findings.map(|finding| finding["rule"].as_str().expect("a rule").to_owned()).collect()
}

pub(crate) fn finding<'a>(file: &'a Value, rule: &str) -> &'a Value {
    let mut findings = file["findings"].as_array().expect("findings").iter();
    findings.find(|finding| finding["rule"] == rule).unwrap_or_else(|| panic!("no {rule} in {file}"))
}

pub(crate) fn as_usize(value: &Value) -> usize {
    value.as_u64().expect("a number") as usize
}

/// Returns the byte offset of a 1-based line and column.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    text[start..].char_indices().nth(column - 1).map_or(text.len(), |(at, _)| start + at)
}

/// Returns the content of the first code block of `language` at or after `from`.
fn block<'a>(page: &'a str, from: usize, language: &str) -> &'a str {
    let fence = format!("```{language}\n");
    let start = from + page[from..].find(&fence).expect("a fence") + fence.len();
    &page[start..start + page[start..].find("```").expect("its end")]
}

/// Compares `printed` with a file next to this one.
pub(crate) fn expect_file(name: &str, printed: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cli").join(name);
    let old = fs::read_to_string(&path).unwrap_or_default();
    expect(&path, &old, printed);
}

/// Compares `new` with the content of `path`; writes it there instead if `UPDATE_EXPECT` is set.
fn expect(path: &Path, old: &str, new: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, new).expect("written");
        return;
    }
    assert!(old == new, "{} differs; UPDATE_EXPECT=1 cargo test writes it anew. It would be:\n{new}", path.display());
}
