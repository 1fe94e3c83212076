//! `star-coach lexicon` and custom lexicons, through the real binary.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::dir;

const STORIES: &str = "# Stories\n\n### 3. Zebra Export \u{201a}\u{c4}\u{ec} Stopping the Copying\n\n**Situation**: Zebra exports \
    were copied by hand.\n\n**Task**: I was to end that.\n\n**Action**:\n* Used AWS Lambda to hand over zebra parcels.\n\n\
    **Result**: Exports take 40% less time.\n";

const QUESTIONS: &str = "---\ntitle: Mine\n---\n# Questions\n\n## Zebra Care\n\n### 1. What do zebras need?\n- Amazon S3, and \
    grass.\n";

const DRAFT: &str = "# Zebra exports\n\n**Situation:** Our zebra export was copied by hand.\n\n**Task:** I owned the zebra \
    export.\n\n**Action:** I handed parcels to AWS Lambda by the stripe hub.\n\n**Result:** It takes 30% less time.\n";

const PHRASE: &str =
    "[[phrase]]\nid = \"hub\"\nconfidence = \"high\"\ncandidates = [\"amazon-sns\"]\npatterns = [\"stripe hub\"]\n";

#[test]
fn files_built_from_documents_pass_the_check() {
    let dir = dir(&[("stories.md", STORIES), ("questions.txt", QUESTIONS)]);
    let output = run(&dir, &["lexicon", "build", "stories.md", "questions.txt", "-o", "own"]);
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    assert_eq!(
        stdout(&output),
        "own/scenarios.toml: 1 story, 1 question\nown/phrases.toml: 1 proposed phrase to review\nfixed 1 garbled passage\n"
    );
    let read = |name: &str| fs::read_to_string(dir.path().join("own").join(name)).expect("written");
    let scenarios: toml::Table = read("scenarios.toml").parse().expect("TOML");
    assert_eq!(scenarios["scenario"][0]["id"].as_str(), Some("S3"));
    assert_eq!(scenarios["scenario"][0]["title"].as_str(), Some("Zebra Export – Stopping the Copying"));
    assert_eq!(scenarios["scenario"][0]["figures"][0].as_str(), Some("Exports take 40% less time"));
    assert_eq!(scenarios["scenario"][1]["topics"][0].as_str(), Some("zebra-care"));
    assert!(read("scenarios.toml").starts_with('#') && read("phrases.toml").contains("review = true\n"));
    assert!(read("phrases.toml").contains("\"hand over zebra parcels\""));
    let checked = run(&dir, &["lexicon", "check", "own/scenarios.toml", "own/phrases.toml"]);
    assert_eq!(checked.status.code(), Some(0), "{}", stdout(&checked));
    assert!(stdout(&checked).ends_with("2 files: 1 warning\n"), "{}", stdout(&checked));
}

#[test]
fn nothing_is_overwritten_without_force() {
    let dir = dir(&[("stories.md", STORIES), ("my-lexicon/phrases.toml", "# precious\n")]);
    let output = run(&dir, &["lexicon", "build", "stories.md"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("my-lexicon/phrases.toml already exists"), "{}", stderr(&output));
    assert!(!dir.path().join("my-lexicon/scenarios.toml").exists());
    assert_eq!(fs::read_to_string(dir.path().join("my-lexicon/phrases.toml")).expect("there"), "# precious\n");
    let forced = run(&dir, &["lexicon", "build", "stories.md", "--force", "--prefix", "zoo"]);
    assert_eq!(forced.status.code(), Some(0), "{}", stderr(&forced));
    let written = fs::read_to_string(dir.path().join("my-lexicon/scenarios.toml")).expect("written");
    assert!(written.contains("id = \"zoo-3\""));
}

#[test]
fn build_errors_are_reported() {
    let dir = dir(&[("notes.md", "# Notes\n\nNothing here.\n")]);
    for (arguments, why) in [
        (&["lexicon", "build", "notes.md"][..], "no stories or questions found"),
        (&["lexicon", "build", "gone.md"], "no such file"),
        (&["lexicon", "build"], "DOC"),
        (&["lexicon", "build", "notes.md", "--prefix", "../x"], "letters"),
        (&["lexicon"], "Usage"),
    ] {
        let output = run(&dir, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(why), "{arguments:?}: {}", stderr(&output));
    }
    assert!(!dir.path().join("my-lexicon").exists());
}

#[test]
fn services_phrases_and_scenarios_are_found_and_shown() {
    let dir = dir(&[]);
    let listed = |arguments: &[&str]| stdout(&run(&dir, &[&["lexicon", "list"], arguments].concat()));
    assert!(listed(&["services", "simple", "queue"]).lines().any(|line| line.starts_with("amazon-sqs ")));
    assert!(listed(&["questions"]).lines().all(|line| line.starts_with('Q')));
    assert_eq!(listed(&["scenarios"]).lines().count(), 13);
    assert!(listed(&["phrases", "message queue"]).starts_with("message-queue"));
    assert!(listed(&[]).lines().count() > 100);
    let nothing = run(&dir, &["lexicon", "list", "services", "zebra"]);
    assert_eq!(
        (nothing.status.code(), &*stdout(&nothing)),
        (Some(1), "No matches. Try fewer words, or `star-coach lexicon list` for everything.\n")
    );
    let shown = |id: &str| stdout(&run(&dir, &["lexicon", "show", id]));
    for part in ["# Amazon SQS\n", "Simple Queue Service", "- message-queue\n", "- S20: "] {
        assert!(shown("amazon-sqs").contains(part), "{part}");
        assert_eq!(shown("Amazon SQS"), shown("amazon-sqs"));
    }
    assert!(shown("s16").contains("## Situation") && shown("message-queue").contains("- Amazon SQS\n"));
    let unknown = run(&dir, &["lexicon", "show", "amazon-sqss"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert_eq!(stderr(&unknown), "error: unknown entry `amazon-sqss`. Did you mean `amazon-sqs`?\n");
}

#[test]
fn errors_are_shown_with_their_lines() {
    let bad = "[[phrase]]\nid = \"hub\"\nconfidense = \"high\"\ncandidates = [\"amazon-snss\"]\npatterns = [\"(very )*big\"]\n";
    let dir = dir(&[("bad.toml", bad), ("good.toml", &PHRASE.replace("hub", "other")), ("broken.toml", "a = [\n")]);
    let output = run(&dir, &["lexicon", "check", "bad.toml", "good.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let printed = stdout(&output);
    for part in [
        "bad.toml:3:1",
        "Did you mean `confidence`?",
        "bad.toml:4:15",
        "Unknown service `amazon-snss`. Did you mean `amazon-sns`?",
        "bad.toml:5:13",
        "repetition needs an upper limit",
        "2 files: 3 errors\n",
    ] {
        assert!(printed.contains(part), "{part} in {printed}");
    }
    assert_eq!(run(&dir, &["lexicon", "check", "broken.toml"]).status.code(), Some(1));
    assert_eq!(run(&dir, &["lexicon", "check", "gone.toml", "bad.toml"]).status.code(), Some(2));
    let good = run(&dir, &["lexicon", "check", "good.toml"]);
    assert_eq!((good.status.code(), &*stdout(&good)), (Some(0), "1 file: no errors\n"));
}

#[test]
fn the_example_of_the_manual_works() {
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lexicon.md")).expect("docs/lexicon.md");
    let start = page.find("```toml\n# A service").expect("an example") + "```toml\n".len();
    let example = &page[start..start + page[start..].find("```").expect("its end")];
    let dir = dir(&[
        ("star-coach.toml", "lexicon = [\"own.toml\"]\n"),
        ("own.toml", example),
        ("draft.md", &DRAFT.replace("stripe hub", "company bus")),
    ]);
    assert_eq!(stdout(&run(&dir, &["lexicon", "check", "own.toml"])), "1 file: no errors\n");
    let files = json(&run(&dir, &["check", "--format", "json"]));
    let messages = files[0]["findings"].to_string();
    assert!(messages.contains("Acme Bus"), "{messages}");
}

#[test]
fn a_custom_lexicon_applies_below_its_folder_only() {
    let dir = dir(&[
        ("mine/star-coach.toml", "lexicon = [\"own\"]\n"),
        ("mine/own/stories.md", STORIES),
        ("mine/own/hub.toml", PHRASE),
        ("mine/deep/draft.md", DRAFT),
        ("other/draft.md", DRAFT),
    ]);
    let output = run(&dir, &["check", "--format", "json", "mine/deep/draft.md", "other/draft.md"]);
    assert_eq!(stderr(&output), "");
    let files = json(&output);
    assert!(files[0]["findings"].to_string().contains("Amazon SNS"), "{files}");
    assert!(!files[1]["findings"].to_string().contains("Amazon SNS"), "{files}");
    let outlined = json(&run(&dir, &["outline", "--format", "json", "mine/deep/draft.md", "other/draft.md"]));
    let related = |file: usize| outlined[file]["answers"][0]["related"].to_string();
    assert!(related(0).contains("\"stories-3\""), "{}", related(0));
    assert!(!related(1).contains("stories"), "{}", related(1));
}

#[test]
fn a_broken_file_is_reported_once_and_the_rest_applies() {
    let dir = dir(&[
        ("star-coach.toml", "lexicon = [\"bad.toml\", \"hub.toml\",\n\"../secret.toml\"]\n"),
        ("bad.toml", "\n[[service]]\nid = \"x\"\n"),
        ("hub.toml", PHRASE),
        ("a.md", DRAFT),
        ("b.md", DRAFT),
    ]);
    let output = run(&dir, &["check", "--format", "json", "a.md", "b.md"]);
    assert_eq!(output.status.code(), Some(0));
    let complaints = stderr(&output);
    let lines: Vec<_> = complaints.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines.iter().any(|line| line.starts_with("warning: star-coach.toml:2: `../secret.toml`: outside this folder.")),
        "{lines:?}"
    );
    assert!(
        lines.iter().any(|line| line.starts_with("warning: bad.toml:2: Missing `name` in this service.")),
        "{lines:?}"
    );
    for file in json(&output).as_array().expect("files") {
        assert!(file["findings"].to_string().contains("Amazon SNS"), "{file}");
    }
}

fn run(dir: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_star-coach"));
    command.current_dir(dir.path()).args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1");
    command.env_remove("CLICOLOR_FORCE").output().expect("runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}
