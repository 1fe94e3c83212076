//! The output formats of `check` for other programs.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::{FINE, SHORT, as_usize, dir, offset, paths, rules, run, run_in, run_with_input, stdout};
use crate::drafts;
use crate::support::Client;

/// Returns the SARIF log that `check` prints, after validating it.
fn sarif(output: &std::process::Output) -> Value {
    static SCHEMA: std::sync::LazyLock<jsonschema::Validator> = std::sync::LazyLock::new(|| {
        // One pattern of the schema, for the language of a run, has an extra bracket that only some regex dialects
        // accept.
        let schema = include_str!("cli/sarif-schema-2.1.0.json").replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
        let schema = serde_json::from_str(&schema).expect("JSON");
        jsonschema::validator_for(&schema).expect("a schema")
    });
    let log: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let problems: Vec<_> =
        SCHEMA.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(problems, [""; 0]);
    let mut broken = log.clone();
    broken["runs"][0]["results"] = json!([{ "level": "dire" }]);
    assert!(!SCHEMA.is_valid(&broken), "the schema checks results");
    log["runs"][0].clone()
}

fn results(run: &Value) -> &Vec<Value> {
    run["results"].as_array().expect("results")
}

#[test]
fn sarif_is_valid_and_agrees_with_the_json() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = sarif(&run_in(root, &["check", "examples", "tests/fixtures", "--format", "sarif"]));
    let files = crate::cli::json(&run_in(root, &["check", "examples", "tests/fixtures", "--format", "json"]));
    let files = files.as_array().expect("files");
    let expected: Vec<_> = files.iter().flat_map(rules).collect();
    let found: Vec<_> =
        results(&run).iter().map(|result| result["ruleId"].as_str().expect("an id").to_owned()).collect();
    assert!(expected.len() > 50);
    assert_eq!(found, expected);
    let declared = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(declared.len(), star_coach::rules::RULES.len());
    for (rule, declared) in star_coach::rules::RULES.iter().zip(declared) {
        assert_eq!(declared["id"], rule.name);
        assert_eq!(declared["help"]["markdown"], rule.docs.trim());
        assert!(declared["helpUri"].as_str().is_some_and(|uri| uri.ends_with(&format!("docs/rules.md#{}", rule.name))));
    }
    for result in results(&run) {
        assert_eq!(declared[as_usize(&result["ruleIndex"])]["id"], result["ruleId"]);
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn sarif_positions_count_utf16_units_and_bytes() {
    let wide = SHORT.replace("I put", "I 数据😀 put").replace('\n', "\r\n");
    let dir = dir(&[]);
    fs::write(dir.path().join("a b.md"), format!("\u{feff}{wide}")).expect("written");
    let run = sarif(&run(&dir, &["check", "--format", "sarif"]));
    let result = results(&run).iter().find(|result| result["ruleId"] == "unnamed-service").expect("the queue");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"], json!({ "uri": "a%20b.md", "uriBaseId": "%SRCROOT%" }));
    let file = fs::read(dir.path().join("a b.md")).expect("the file");
    let at = as_usize(&place["region"]["byteOffset"]);
    let end = at + as_usize(&place["region"]["byteLength"]);
    assert_eq!(&file[at..end], b"message queue");
    let line = wide.lines().nth(2).expect("the line");
    let column = line[..line.find("message").expect("a word")].encode_utf16().count() + 1;
    let region = ["startLine", "startColumn", "endLine", "endColumn"].map(|key| as_usize(&place["region"][key]));
    assert_eq!(region, [3, column, 3, column + "message queue".len()]);
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    // The log is enough to apply the fix.
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    let region = &change["deletedRegion"];
    let (start, len) = (as_usize(&region["byteOffset"]), as_usize(&region["byteLength"]));
    let mut fixed = file.clone();
    let text = change["insertedContent"]["text"].as_str().expect("a text");
    fixed.splice(start..start + len, text.bytes());
    assert!(String::from_utf8(fixed).expect("text").contains("put Amazon SQS in front"));
}

#[test]
fn fingerprints_depend_on_words_not_on_lines() {
    let dir = dir(&[("a.md", SHORT)]);
    let prints = |text: String| {
        fs::write(dir.path().join("a.md"), text).expect("written");
        let run = sarif(&run(&dir, &["check", "a.md", "--format", "sarif"]));
        let prints = results(&run).iter().map(|result| result["partialFingerprints"]["starCoach/v1"].clone());
        prints.map(|print| print.as_str().expect("a fingerprint").to_owned()).collect::<Vec<_>>()
    };
    let before = prints(SHORT.into());
    assert_eq!(prints(format!("Some notes.\n\n{SHORT}")), before);
    assert_ne!(prints(SHORT.replace("message queue", "job queue")), before);
    let twice = prints(format!("# A\n\n{SHORT}\n# A\n\n{SHORT}"));
    let distinct: std::collections::BTreeSet<_> = twice.iter().collect();
    assert_eq!((twice.len(), distinct.len()), (2 * before.len(), 2 * before.len()), "{twice:?}");
}

#[test]
fn sarif_reports_unreadable_files_and_is_valid_without_findings() {
    let dir = dir(&[("fine.md", FINE)]);
    let output = run(&dir, &["check", "fine.md", "missing.md", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(2));
    let log = sarif(&output);
    assert_eq!(results(&log).len(), 0);
    let invocation = &log["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notification = &invocation["toolExecutionNotifications"][0];
    assert!(notification["message"]["text"].as_str().is_some_and(|text| text.contains("no such file")));
    assert!(notification.to_string().contains("missing.md"));
    let nothing = crate::cli::dir(&[]);
    let log = sarif(&run(&nothing, &["check", "--format", "sarif"]));
    assert_eq!((results(&log).len(), &log["invocations"][0]["executionSuccessful"]), (0, &Value::Bool(true)));
}

#[test]
fn a_former_name_in_the_settings_is_a_note_in_every_format() {
    let draft = format!("---\nstar-coach:\n  rules:\n    ghost-verb: off\n---\n{FINE}");
    let folder = dir(&[("former.md", &draft)]);
    let check = |format: &str| run_in(folder.path(), &["check", "--fail-on", "hint", "--format", format]);
    let settings = crate::cli::json(&check("json"))[0]["settings"].clone();
    assert_eq!(settings[0]["severity"], "information");
    assert!(stdout(&check("sarif")).contains("\"level\":\"note\""));
    assert!(stdout(&check("github")).starts_with("::notice "));
    assert!(stdout(&check("human")).starts_with("note[settings]"), "{}", stdout(&check("human")));
}

#[test]
fn wrong_settings_are_reported_in_every_format() {
    let draft = format!("---\nstar-coach:\n  zebra: 1\n  aws: maybe\n---\n{FINE}");
    let folder = dir(&[("wrong.md", &draft), ("right.md", FINE)]);
    let check = |format: &str| run_in(folder.path(), &["check", "--fail-on", "hint", "--format", format]);

    let output = check("json");
    assert_eq!(output.status.code(), Some(0), "they don't change the exit code");
    assert_eq!(output.stderr, b"");
    let files = crate::cli::json(&output);
    assert_eq!(files[0], json!({ "path": "right.md", "findings": [] }), "nothing new where nothing is wrong");
    assert_eq!(files[1]["findings"], json!([]));
    let place = |line: u64, column: u64, end: u64, message: &str| json!({ "severity": "warning", "message": message, "line": line, "column": column, "end_line": line, "end_column": end });
    let zebra = "Unknown setting `zebra`, ignored.";
    let aws = files[1]["settings"][1]["message"].as_str().expect("a message");
    assert_eq!(files[1]["settings"], json!([place(3, 3, 8, zebra), place(4, 8, 13, aws)]));
    assert!(aws.contains("true or false"), "{aws}");

    let output = check("sarif");
    assert_eq!(output.stderr, b"");
    let run = sarif(&output);
    assert!(results(&run).is_empty());
    let notifications = run["invocations"][0]["toolConfigurationNotifications"].as_array().expect("notifications");
    assert_eq!(notifications.len(), 2);
    assert_eq!(notifications[0]["message"]["text"], zebra);
    let place = &notifications[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "wrong.md");
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&json!(3), &json!(3)));

    let output = check("github");
    assert_eq!(output.stderr, b"");
    let expected = format!(
        "::warning file=wrong.md,line=3,endLine=3,col=3,endColumn=8,title=star-coach%3A settings::{zebra}\n\
         ::warning file=wrong.md,line=4,endLine=4,col=8,endColumn=13,title=star-coach%3A settings::{aws}\n"
    );
    assert_eq!(stdout(&output), expected);
    let people = stdout(&check("human"));
    assert!(
        people.contains("warning[settings]: Unknown setting `zebra`") && people.contains("wrong.md:3:3"),
        "{people}"
    );
}

/// The environment variable that runs [`failing_check`] in a separate process.
const FAILING_CHECK: &str = "STAR_COACH_TEST_FAILING_CHECK";

/// Prints the output of `check` with a failing rule, if this is the separate process.
#[test]
fn failing_check() {
    if let Some(format) = std::env::var_os(FAILING_CHECK) {
        let args = ["star-coach", "check", "--format"].map(std::ffi::OsString::from);
        star_coach::cli::run_with(crate::hostile::FAILING, args.into_iter().chain([format]));
    }
}

#[test]
fn a_failing_rule_is_reported_without_quoting_the_draft() {
    let folder = dir(&[("bad.md", &FINE.replace("idle", "exploded idle")), ("good.md", FINE)]);
    let check = |format: &str| {
        let output = std::process::Command::new(std::env::current_exe().expect("this"))
            .args(["--exact", "formats::failing_check", "--nocapture"])
            .env(FAILING_CHECK, format)
            .current_dir(folder.path())
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{output:?}");
        (stdout(&output), String::from_utf8(output.stderr).expect("text"))
    };
    let (out, stderr) = check("json");
    assert!(stderr.contains("error: bad.md: rule `test-failing` crashed on this file"), "{stderr}");
    assert!(
        stderr.contains("error: star-coach crashed at ") && !stderr.contains("exploded"),
        "where, not what: {stderr}"
    );
    assert!(!stderr.contains("good.md"), "{stderr}");
    let array = &out[out.find("\n[\n").expect("JSON")..];
    let array = &array[..array.rfind("\n]\n").expect("its end") + 2];
    let files: Value = serde_json::from_str(array).expect("JSON");
    assert_eq!((&files[0]["path"], &files[0]["failed"]), (&json!("bad.md"), &json!(["test-failing"])));
    assert_eq!(files[1].get("failed"), None);
    assert!(rules(&files[1]).contains(&"test-failing".to_owned()), "where it did not fail: {files}");
    let (out, stderr) = check("sarif");
    assert!(stderr.contains("rule `test-failing` crashed"), "{stderr}");
    assert!(out.contains("\"associatedRule\":{\"id\":\"test-failing\"}"), "{out}");
}

#[test]
fn github_gets_one_command_for_each_finding() {
    let dir = dir(&[
        ("star-coach.toml", "platform = \"aws\"\n"),
        ("a, b:c.md", &SHORT.replace("much better", "much better, 40% of\n   it, far better")),
        ("fine.md", FINE),
    ]);
    let output = run(&dir, &["check", "--format", "github", "--fail-on", "warning"]);
    assert_eq!(output.status.code(), Some(1));
    let printed = stdout(&output);
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(lines.len(), rules(&crate::cli::json(&run(&dir, &["check", "--format", "json"]))[0]).len());
    for line in &lines {
        assert!(line.starts_with("::warning file=a%2C b%3Ac.md,line="), "{line}");
        let (properties, message) = line[2..].split_once("::").expect("a message");
        let keys: Vec<_> = properties["warning ".len()..].split(',').map(|pair| pair.split('=').next()).collect();
        assert!(keys.contains(&Some("title")) && keys.contains(&Some("endLine")), "{keys:?}");
        assert!(!message.is_empty() && !properties.contains("title=star-coach:"), "a colon is escaped: {line}");
    }
    let queue = lines.iter().find(|line| line.contains("unnamed-service")).expect("the queue");
    let column = SHORT.lines().nth(2).and_then(|line| line.find("message")).expect("the phrase") + 1;
    let end = column + "message queue".len();
    assert!(queue.contains(&format!(",line=3,endLine=3,col={column},endColumn={end},title=")), "{queue}");
    assert_eq!(stdout(&run(&dir, &["check", "fine.md", "--format", "github"])), "");
}

#[test]
fn stdin_uses_the_given_name() {
    let dir = dir(&[
        (".gitignore", "private/\n*.tmp.md\n!keep.tmp.md\n"),
        ("drafts/.ignore", "old.md\n"),
        ("private/.gitignore", "!x.md\n"),
        ("aws/star-coach.toml", "lexicon = [\"own.toml\"]\n"),
        ("aws/own.toml", "[[phrase]]\nid = \"x\"\ncandidates = [\"amazon-sqs\"]\npatterns = [\"zebra line\"]\n"),
    ]);
    let draft = SHORT.replace("message queue", "zebra line");
    let check = |name: &str| {
        let arguments = ["check", "-", "--stdin-filename", name, "--format", "json"];
        let output = run_with_input(&dir, &arguments, draft.as_bytes());
        assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]), "{name}");
        crate::cli::json(&output)
    };
    // Neither file exists: an open draft need not be saved.
    let files = check("aws/new.md");
    assert_eq!(paths(&files), ["aws/new.md"]);
    assert!(rules(&files[0]).contains(&"unnamed-service".to_owned()), "its settings apply");
    assert!(!rules(&check("drafts/new.md")[0]).contains(&"unnamed-service".to_owned()), "and only there");
    for (name, read) in [
        ("private/x.md", false),
        ("drafts/old.md", false),
        ("drafts/a.tmp.md", false),
        ("drafts/keep.tmp.md", true),
        ("old.md", true),
        ("gone/deep/x.md", true),
        ("notes.txt", true),
    ] {
        assert_eq!(paths(&check(name)).len(), usize::from(read), "{name}");
    }
    // Without a name, ignore files don't apply.
    fs::write(dir.path().join(".gitignore"), "*\n").expect("written");
    let output = run_with_input(&dir, &["check", "-", "--format", "json"], draft.as_bytes());
    assert_eq!(paths(&crate::cli::json(&output)), ["-"]);
    let output = run(&dir, &["check", "--stdin-filename", "x.md"]);
    assert_eq!((output.status.code(), &*stdout(&output)), (Some(2), ""));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--stdin-filename requires `-`"));
}

#[test]
fn ignore_files_apply_to_folders_only() {
    let dir = dir(&[
        ("drafts/a.md", FINE),
        ("drafts/old.md", FINE),
        ("drafts/sub/old.md", FINE),
        ("drafts/sub/.ignore", "!old.md\n"),
        ("drafts/.ignore", "old.md\n"),
    ]);
    let listed = |arguments: &[&str]| {
        paths(&crate::cli::json(&run(&dir, &[&["check", "--format", "json"], arguments].concat())))
    };
    assert_eq!(listed(&["drafts"]), ["drafts/a.md", "drafts/sub/old.md"]);
    assert_eq!(listed(&["drafts/old.md"]), ["drafts/old.md"]);
}

/// Invariant 14.
#[test]
fn the_command_line_and_the_editor_report_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut drafts: Vec<PathBuf> = drafts::fixtures();
    let examples = fs::read_dir(root.join("examples")).expect("examples");
    drafts.extend(examples.map(|entry| entry.expect("an entry").path()));
    drafts.sort();
    assert!(drafts.len() > 30);
    let mut arguments = vec!["check", "--format", "json"];
    arguments.extend(drafts.iter().map(|path| path.to_str().expect("a name")));
    let files = crate::cli::json(&run_in(root, &arguments));
    let files = files.as_array().expect("files");
    assert_eq!(files.len(), drafts.len());
    let mut client = Client::plain(&Value::Null);
    let mut findings = 0;
    for (path, file) in drafts.iter().zip(files) {
        let text = fs::read_to_string(path).expect("a draft");
        let uri = format!("file://{}", path.display());
        client.open(&uri, &text);
        let shown = client.published(&uri);
        let place = |place: &Value| {
            let line = text.split_inclusive('\n').nth(as_usize(&place["line"])).unwrap_or_default();
            let before: usize = text.split_inclusive('\n').take(as_usize(&place["line"])).map(str::len).sum();
            let mut units = as_usize(&place["character"]);
            let chars = line.char_indices().find(|(_, c)| {
                let done = units == 0;
                units = units.saturating_sub(c.len_utf16());
                done
            });
            before + chars.map_or(line.len(), |(at, _)| at)
        };
        let shown = shown.iter().map(|diagnostic| {
            let range = &diagnostic["range"];
            let severity = ["error", "warning", "information", "hint"][as_usize(&diagnostic["severity"]) - 1];
            let words = [diagnostic["code"].as_str(), Some(severity), diagnostic["message"].as_str()];
            (place(&range["start"]), place(&range["end"]), words.map(|word| word.expect("a word").to_owned()))
        });
        let printed = file["findings"].as_array().expect("findings").iter().map(|finding| {
            let at = |line: &str, column: &str| offset(&text, as_usize(&finding[line]), as_usize(&finding[column]));
            let words = ["rule", "severity", "message"].map(|key| finding[key].as_str().expect("a word").to_owned());
            (at("line", "column"), at("end_line", "end_column"), words)
        });
        let (shown, printed): (Vec<_>, Vec<_>) = (shown.collect(), printed.collect());
        assert_eq!(shown, printed, "{}", path.display());
        findings += printed.len();
    }
    assert!(findings > 100, "{findings}");
}
