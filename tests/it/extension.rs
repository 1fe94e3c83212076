//! The parts of the VS Code extension that can be tested without VS Code: its manifest and its snippets.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use star_coach::coach::{Analysis, Profile};
use star_coach::config::Config;
use star_coach::lexicon::Lexicon;
use star_coach::text::Text;

use crate::support::{Client, recorded};

/// The commands that the extension executes itself.
const OWN: [&str; 3] = ["starCoach.openSample", "starCoach.restartServer", "starCoach.showOutput"];

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON")
}

#[test]
fn every_command_in_the_palette_is_implemented() {
    let mut client = Client::start();
    let capabilities = client.result("initialize", recorded("vscode"))["capabilities"].take();
    let known = capabilities["executeCommandProvider"]["commands"].as_array().expect("commands");
    let contributed = read("package.json")["contributes"]["commands"].take();
    let contributed: Vec<_> = contributed.as_array().expect("commands").iter().map(|entry| &entry["command"]).collect();
    assert!(contributed.len() > OWN.len());
    for command in &contributed {
        let is_own = OWN.iter().any(|own| *command == own);
        assert!(is_own != known.contains(command), "{command} is executed by nobody, or by two");
    }
    assert!(OWN.iter().all(|own| contributed.iter().any(|command| *command == own)));
    let former = "starCoach.insertScaffold";
    assert!(!contributed.iter().any(|command| *command == former), "{former} is in the palette");
}

#[test]
fn a_workspace_can_not_choose_the_program() {
    let manifest = read("package.json");
    let path = "starCoach.server.path";
    assert_eq!(manifest["contributes"]["configuration"]["properties"][path]["scope"], "machine");
    let trust = &manifest["capabilities"]["untrustedWorkspaces"];
    assert_eq!((&trust["supported"], &trust["restrictedConfigurations"][0]), (&"limited".into(), &path.into()));
}

#[test]
fn the_extension_and_the_server_have_the_same_version() {
    for file in ["package.json", "package-lock.json"] {
        assert_eq!(read(file)["version"], env!("CARGO_PKG_VERSION"), "{file}");
    }
}

#[test]
fn a_snippet_is_an_empty_answer() {
    let profile = Arc::new(Profile::new(Arc::new(Lexicon::builtin()), Config::default()));
    let snippets = read("snippets/answers.json");
    for (name, snippet) in snippets.as_object().expect("snippets") {
        let body: Vec<_> = snippet["body"].as_array().expect("lines").iter().filter_map(Value::as_str).collect();
        let text = plain(&body.join("\n"));
        let analysis = Analysis::new(profile.clone(), &Text::from(text.as_str()));
        assert_eq!(analysis.answers().len(), 1, "{name}: {text}");
        let answer = &analysis.answers()[0].report.answer;
        assert!(answer.title().is_some_and(|title| title.starts_with("Tell me about a time")), "{name}");
        let parts = body.iter().filter(|line| line.contains(":[")).count();
        let found: Vec<_> = analysis.findings().map(|(_, finding)| finding.rule.name).collect();
        assert_eq!(found, vec!["unfilled-placeholder"; parts], "{name}: {text}");
        assert!(parts >= 4, "{name}");
    }
}

/// Returns the text of a snippet: `${1:words}` becomes "words".
fn plain(snippet: &str) -> String {
    let mut text = String::new();
    let mut rest = snippet;
    while let Some((before, after)) = rest.split_once("${") {
        let (words, behind) =
            after.split_once(':').and_then(|(_, words)| words.split_once('}')).expect("a placeholder");
        text.push_str(before);
        text.push_str(words);
        rest = behind;
    }
    text.push_str(&rest.replace("$0", ""));
    text
}
