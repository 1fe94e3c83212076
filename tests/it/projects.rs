//! Settings in a running server: which ones apply to which draft, errors in them, and changes.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use star_coach::coach::{Analysis, Profile};
use star_coach::config::Config;
use star_coach::draft::label::{LabelWords, Labels};
use star_coach::text::{Change, DocSpan, Text};

use crate::drafts::profile;
use crate::support::{Client, Folder, codes};

/// Lacks a Task, and has a vague Result.
const DRAFT: &str = "**Situation:** The import failed.\n\n**Action:** I put a message queue in front of it.\n\n\
                     **Result:** It got much better.\n";

/// An answer only where a single label is enough.
const BEGUN: &str = "# The import\n\n**Situation:** It failed.\n";

impl Folder {
    /// Starts a client that has the folder `root` open, with these settings.
    fn client(&self, root: &str, watches: bool, options: &Value) -> Client {
        let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": watches } } });
        let folders = json!([{ "uri": self.uri(root), "name": "drafts" }]);
        Client::initialized(&json!({
            "processId": null,
            "capabilities": capabilities,
            "workspaceFolders": folders,
            "initializationOptions": options,
        }))
    }

    /// Returns the diagnostics of a draft that the client opens.
    fn opened(&self, client: &mut Client, name: &str) -> Vec<Value> {
        let uri = self.uri(name);
        client.open(&uri, &fs::read_to_string(self.path(name)).expect("a draft"));
        client.published(&uri)
    }

    fn changed(&self, client: &mut Client, name: &str) {
        let changes = json!([{ "uri": self.uri(name), "type": 2 }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    fn rewrite(&self, client: &mut Client, name: &str, text: &str) {
        self.write(name, text);
        self.changed(client, name);
    }
}

fn mentions(diagnostics: &[Value], words: &str) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic["message"].as_str().is_some_and(|message| message.contains(words)))
}

#[test]
fn the_nearest_settings_apply_to_each_draft() {
    let own = DRAFT.replace("message queue", "stripe hub");
    let folder = Folder::new(&[
        ("star-coach.toml", "rules.missing-metric = \"off\"\n"),
        ("open/star-coach.toml", "rules.missing-component = \"off\"\nlexicon = [\"hub.toml\"]\n"),
        (
            "open/hub.toml",
            "[[phrase]]\nid = \"x\"\nconfidence = \"high\"\ncandidates = [\"amazon-sns\"]\npatterns = [\"stripe hub\"]\n",
        ),
        ("open/a.md", &own),
        ("open/deep/b.md", &own),
        ("open/other/star-coach.toml", "rules.unnamed-service = \"error\"\n"),
        ("open/other/c.md", DRAFT),
        ("else/d.md", DRAFT),
        ("else/star-coach.toml", "rules.missing-metric = \"hint\"\n"),
        ("else/deep/e.md", DRAFT),
    ]);
    let mut client = folder.client("open", true, &json!({}));
    for name in ["open/a.md", "open/deep/b.md"] {
        let opened = folder.opened(&mut client, name);
        assert_eq!(codes(&opened), ["unnamed-service", "missing-metric"], "{name}");
        assert!(mentions(&opened, "Amazon SNS"), "{opened:?}");
    }
    let opened = folder.opened(&mut client, "open/other/c.md");
    assert_eq!(codes(&opened), ["missing-component", "unnamed-service", "missing-metric"]);
    assert!(opened[1]["severity"] == 1 && !mentions(&opened, "Amazon SNS"), "the nearest one only: {opened:?}");
    let opened = folder.opened(&mut client, "else/d.md");
    assert_eq!(opened[2]["severity"], 4, "outside the open folders, a draft's own folder is searched: {opened:?}");
    let opened = folder.opened(&mut client, "else/deep/e.md");
    assert_eq!(opened[2]["severity"], 2, "but not the ones above it: {opened:?}");
    client.is_quiet();
}

#[test]
fn the_folder_overrides_the_editor_and_the_draft_overrides_the_folder() {
    let front = "---\nstar-coach:\n  rules:\n    missing-metric: error\n---\n\n";
    let folder = Folder::new(&[
        ("star-coach.toml", "rules.missing-metric = \"information\"\nrules.missing-component = \"off\"\n"),
        ("a.md", DRAFT),
        ("b.md", &format!("{front}{DRAFT}")),
    ]);
    let options = json!({ "rules": { "missing-metric": "off", "unnamed-service": "off" } });
    let mut client = folder.client("", true, &options);
    let opened = folder.opened(&mut client, "a.md");
    assert_eq!((codes(&opened), &opened[0]["severity"]), (vec!["missing-metric"], &json!(3)));
    let opened = folder.opened(&mut client, "b.md");
    assert_eq!((codes(&opened), &opened[0]["severity"]), (vec!["missing-metric"], &json!(1)));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "starCoach": null } }));
    client.is_quiet();
    let more = json!({ "starCoach": { "rules": { "unnamed-service": "hint" } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": more }));
    for name in ["a.md", "b.md"] {
        assert_eq!(codes(&client.published(&folder.uri(name))), ["unnamed-service", "missing-metric"], "{name}");
    }
    client.is_quiet();
}

#[test]
fn a_change_of_the_settings_applies_at_once() {
    let folder =
        Folder::new(&[("a/star-coach.toml", ""), ("a/a.md", DRAFT), ("b/b.md", DRAFT), ("b/deep/c.md", DRAFT)]);
    let mut client = folder.client("", true, &json!({}));
    for name in ["a/a.md", "b/b.md", "b/deep/c.md"] {
        assert_eq!(folder.opened(&mut client, name).len(), 3, "{name}");
    }
    folder.rewrite(&mut client, "a/star-coach.toml", "enable = false\n");
    assert_eq!(client.published(&folder.uri("a/a.md")), [Value::Null; 0]);
    client.is_quiet();
    // Add a settings file further up, then one below it.
    folder.rewrite(&mut client, "b/star-coach.toml", "rules.missing-metric = \"off\"\n");
    assert_eq!(client.published(&folder.uri("b/b.md")).len(), 2);
    assert_eq!(client.published(&folder.uri("b/deep/c.md")).len(), 2);
    folder.rewrite(&mut client, "b/deep/star-coach.toml", "");
    assert_eq!(client.published(&folder.uri("b/deep/c.md")).len(), 3);
    client.is_quiet();
    fs::remove_file(folder.path("b/deep/star-coach.toml")).expect("removed");
    folder.changed(&mut client, "b/deep/star-coach.toml");
    assert_eq!(client.published(&folder.uri("b/deep/c.md")).len(), 2);
    fs::remove_file(folder.path("a/star-coach.toml")).expect("removed");
    folder.changed(&mut client, "a/star-coach.toml");
    assert_eq!(client.published(&folder.uri("a/a.md")).len(), 3);
    client.is_quiet();
}

#[test]
fn without_file_watching_settings_are_reloaded_on_save() {
    let folder = Folder::new(&[("star-coach.toml", "# nothing\n"), ("a.md", DRAFT)]);
    let mut client = folder.client("", false, &json!({}));
    assert_eq!(folder.opened(&mut client, "a.md").len(), 3);
    let save = |client: &mut Client, name: &str| {
        client.notify("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri(name) } }));
    };
    folder.write("star-coach.toml", "rules.missing-metric = \"off\"\n");
    let past = fs::metadata(folder.path("a.md")).and_then(|data| data.modified()).expect("a time");
    let changed = fs::File::options().append(true).open(folder.path("star-coach.toml")).expect("open");
    changed.set_modified(past + std::time::Duration::from_secs(5)).expect("set");
    save(&mut client, "a.md");
    assert_eq!(client.published(&folder.uri("a.md")).len(), 2);
    folder.write("star-coach.toml", "");
    save(&mut client, "star-coach.toml");
    assert_eq!(client.published(&folder.uri("a.md")).len(), 3, "saved in the editor itself");
    client.is_quiet();
}

#[test]
fn globs_exclude_drafts_and_opt_them_in() {
    let folder = Folder::new(&[
        ("star-coach.toml", "exclude = [\"notes/\"]\ndrafts = [\"begun/\"]\n"),
        ("notes/a.md", &format!("---\nstar-coach: true\n---\n\n{DRAFT}")),
        ("begun/b.md", BEGUN),
        ("c.md", BEGUN),
    ]);
    let mut client = folder.client("", true, &json!({}));
    assert_eq!(folder.opened(&mut client, "notes/a.md"), [Value::Null; 0]);
    assert_eq!(codes(&folder.opened(&mut client, "begun/b.md")), ["missing-component"; 3]);
    assert_eq!(folder.opened(&mut client, "c.md"), [Value::Null; 0]);
    client.edit(&folder.uri("notes/a.md"), 2, [5, 0, 5, 0], "New. ");
    client.is_quiet();
    folder.rewrite(&mut client, "star-coach.toml", "include = [\"c.md\", \"notes\"]\ndrafts = [\"c.md\"]\n");
    assert_eq!(client.published(&folder.uri("notes/a.md")).len(), 3, "it is read as it is by now");
    assert_eq!(client.published(&folder.uri("begun/b.md")), [Value::Null; 0]);
    assert_eq!(client.published(&folder.uri("c.md")).len(), 3);
    client.is_quiet();
}

#[test]
fn front_matter_applies_while_it_is_typed() {
    let folder = Folder::new(&[("a.md", &format!("---\ntitle: x\n---\n\n{DRAFT}")), ("b.md", DRAFT)]);
    let mut client = folder.client("", true, &json!({ "typingDelayMs": 0, "draftingDelayMs": 0 }));
    let a = folder.uri("a.md");
    assert_eq!(folder.opened(&mut client, "a.md").len(), 3);
    assert_eq!(folder.opened(&mut client, "b.md").len(), 3);
    client.edit(&a, 2, [1, 0, 1, 0], "star-coach: false\n");
    assert_eq!(client.published(&a), [Value::Null; 0]);
    client.edit(&a, 3, [1, 0, 2, 0], "star-coach:\n  rules:\n    missing-metrics: off\n    unnamed-service: hint\n");
    let opened = client.published(&a);
    assert_eq!(codes(&opened), ["none", "missing-component", "unnamed-service", "missing-metric"]);
    let range = json!({ "start": { "line": 3, "character": 4 }, "end": { "line": 3, "character": 19 } });
    assert_eq!((&opened[0]["range"], &opened[0]["severity"]), (&range, &json!(2)));
    assert!(mentions(&opened, "Did you mean `missing-metric`?") && opened[2]["severity"] == 4, "{opened:?}");
    client.edit(&a, 4, [3, 18, 3, 19], "");
    assert_eq!(codes(&client.published(&a)), ["missing-component", "unnamed-service"]);
    client.is_quiet();
}

#[test]
fn a_wrong_setting_is_reported_and_the_rest_applies() {
    let text =
        "# ours\nmax-finding = 3\n\n[rules]\nmissing-metric = \"of\"\nmissing-component = \"off\"\nexclude = 1\n";
    let folder = Folder::new(&[("star-coach.toml", text), ("a.md", DRAFT)]);
    let mut client = folder.client("", true, &json!({}));
    let problems = client.published(&folder.uri("star-coach.toml"));
    let lines: Vec<_> = problems.iter().map(|problem| problem["range"]["start"]["line"].as_u64()).collect();
    assert_eq!(lines, [Some(1), Some(4), Some(6)], "{problems:?}");
    for words in ["Did you mean `max-findings`?", "Did you mean `off`?", "Unknown rule `exclude`"] {
        assert!(mentions(&problems, words), "{words}: {problems:?}");
    }
    assert_eq!(codes(&folder.opened(&mut client, "a.md")), ["unnamed-service", "missing-metric"]);
    folder.rewrite(&mut client, "star-coach.toml", "rules = ");
    assert!(mentions(&client.published(&folder.uri("star-coach.toml")), "Invalid TOML"));
    assert_eq!(client.published(&folder.uri("a.md")).len(), 3);
    folder.rewrite(&mut client, "star-coach.toml", "");
    assert_eq!(client.published(&folder.uri("star-coach.toml")), [Value::Null; 0]);
    client.is_quiet();
}

/// Creates drafts in folders with settings: own ones, globs, front matter, nested settings, and a custom lexicon.
fn folder_with_settings() -> Folder {
    Folder::new(&[
        (
            "star-coach.toml",
            "exclude = [\"archive/\"]\ndrafts = [\"begun/\"]\naws = true\nlanguages = [\"en\", \"de\"]\n\
             labels.task = [\"My part\"]\nwords-per-minute = 60\n[rules]\nmissing-metric = \"hint\"\nlong-answer = { max-seconds = 10 }\n",
        ),
        ("a.md", DRAFT),
        ("archive/b.md", DRAFT),
        ("begun/c.md", BEGUN),
        ("d.md", &format!("---\nstar-coach:\n  aws: false\n  rules: {{ missing-metric: off }}\n---\n{DRAFT}")),
        ("e.md", &DRAFT.replace("**Action:**", "**My part:** I was alone.\n\n**Action:**")),
        ("f.md", "**Lage:** So.\n\n**Aufgabe:** Ich.\n\n**Vorgehen:** Getan.\n\n**Ergebnis:** Besser.\n"),
        ("g.md", &format!("---\nstar-coach: false\n---\n{DRAFT}")),
        ("i.md", &format!("---\nstar-coach: true\n---\n{BEGUN}")),
        ("deep/star-coach.toml", "rules.unnamed-service = \"off\"\n"),
        ("deep/h.md", DRAFT),
        ("own/star-coach.toml", "include = [\"j.md\"]\nlexicon = [\"hub.toml\"]\nrules.unnamed-service = \"error\"\n"),
        (
            "own/hub.toml",
            "[[phrase]]\nid = \"x\"\nconfidence = \"high\"\ncandidates = [\"amazon-sns\"]\npatterns = [\"stripe hub\"]\n",
        ),
        ("own/j.md", &DRAFT.replace("message queue", "stripe hub")),
        ("own/k.md", DRAFT),
    ])
}

/// The drafts of [`settled`].
const SETTLED: [&str; 11] =
    ["a.md", "archive/b.md", "begun/c.md", "d.md", "e.md", "f.md", "g.md", "i.md", "deep/h.md", "own/j.md", "own/k.md"];

/// A finding: the draft, the line and column, the severity as an LSP number, and the message.
type Reported = (String, (Option<u64>, Option<u64>), u64, String);

/// Returns the findings of the command line.
fn printed(folder: &Folder) -> BTreeSet<Reported> {
    let output = Command::new(env!("CARGO_BIN_EXE_star-coach"))
        .args(["check", "--format", "json"])
        .current_dir(folder.root())
        .output()
        .expect("it runs");
    let printed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let names = ["hint", "information", "warning", "error"];
    let mut found = BTreeSet::new();
    for file in printed.as_array().expect("files") {
        for finding in file["findings"].as_array().expect("findings") {
            let severity = names.iter().rev().position(|name| finding["severity"] == **name).expect("a severity") + 1;
            let place = (finding["line"].as_u64(), finding["column"].as_u64());
            let path = file["path"].as_str().expect("a path").to_owned();
            found.insert((path, place, severity as u64, finding["message"].to_string()));
        }
    }
    found
}

/// Returns the findings among the diagnostics of the draft `name`.
fn reported<'a>(name: &'a str, diagnostics: &'a [Value]) -> impl Iterator<Item = Reported> + 'a {
    diagnostics.iter().map(move |diagnostic| {
        let start = &diagnostic["range"]["start"];
        let place = (start["line"].as_u64().map(|at| at + 1), start["character"].as_u64().map(|at| at + 1));
        (
            name.to_owned(),
            place,
            diagnostic["severity"].as_u64().expect("a severity"),
            diagnostic["message"].to_string(),
        )
    })
}

/// Invariant 14 with settings: the editor and the command line report the same findings.
#[test]
fn editor_and_command_line_agree() {
    let folder = folder_with_settings();
    let found = printed(&folder);
    assert!(found.len() > 10, "{found:?}");
    assert!(!found.iter().any(|(path, ..)| path.starts_with("archive")), "{found:?}");
    let mut client = folder.client("", true, &json!({}));
    let mut opened = BTreeSet::new();
    for name in SETTLED {
        opened.extend(reported(name, &folder.opened(&mut client, name)));
    }
    assert_eq!(found, opened);
}

/// Invariant 14 for drafts that are not open.
#[test]
fn checking_the_workspace_and_the_command_line_agree() {
    let folder = folder_with_settings();
    let found = printed(&folder);
    let mut client = folder.client("", true, &json!({}));
    let check = json!({ "command": "starCoach.checkWorkspace", "arguments": [] });
    let tally = client.result("workspace/executeCommand", check);
    assert_eq!(client.notification("window/showMessage")["type"], 3);
    let with_findings: BTreeSet<_> = found.iter().map(|(path, ..)| path.as_str()).collect();
    let expected =
        json!({ "drafts": 9, "withFindings": with_findings.len(), "findings": found.len(), "stopped": false });
    assert_eq!(tally, expected, "all but the excluded ones");
    let mut opened = BTreeSet::new();
    for name in &with_findings {
        opened.extend(reported(name, &client.shown(&folder.uri(name))));
    }
    assert_eq!(found, opened);
    client.is_quiet();

    // Nested settings change only the findings in the drafts below them.
    folder.rewrite(&mut client, "deep/star-coach.toml", "rules.missing-metric = \"error\"\n");
    let now: BTreeSet<_> = printed(&folder).into_iter().filter(|(path, ..)| path == "deep/h.md").collect();
    let opened: BTreeSet<_> = reported("deep/h.md", &client.published(&folder.uri("deep/h.md"))).collect();
    assert_eq!(now, opened);
    assert!(!found.is_superset(&now));
    fs::remove_file(folder.path("deep/star-coach.toml")).expect("removed");
    folder.changed(&mut client, "deep/star-coach.toml");
    let now: BTreeSet<_> = printed(&folder).into_iter().filter(|(path, ..)| path == "deep/h.md").collect();
    let opened: BTreeSet<_> = reported("deep/h.md", &client.published(&folder.uri("deep/h.md"))).collect();
    assert_eq!(now, opened);
    client.is_quiet();
    folder.write("own/star-coach.toml", "exclude = [\"*.md\"]\nlexicon = [\"hub.toml\"]\n");
    folder.changed(&mut client, "own/star-coach.toml");
    assert_eq!(client.published(&folder.uri("own/j.md")), [Value::Null; 0]);
    client.is_quiet();
}

#[test]
fn the_command_line_reads_the_given_settings() {
    let folder = Folder::new(&[
        ("star-coach.toml", "rules.missing-metric = \"off\"\nzebra = 1\n"),
        ("a.md", &format!("---\nstar-coach:\n  zebra: 1\n---\n{DRAFT}")),
        ("left/alone.md", DRAFT),
        ("other/strict.toml", "exclude = [\"left/\"]\nrules.missing-component = \"error\"\n"),
        ("left/star-coach.toml", "exclude = [\"alone.md\"]\n"),
    ]);
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_star-coach"))
            .args(arguments)
            .current_dir(folder.root())
            .output()
            .expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (text(output.stdout), text(output.stderr), output.status.code())
    };
    let (out, opened, _) = run(&["check", "a.md"]);
    assert!(!out.contains("missing-metric") && out.contains("missing-component"), "{out}");
    assert_eq!(
        opened, "warning: star-coach.toml:2: Unknown setting `zebra`, ignored.\n",
        "errors in front matter are part of the report"
    );
    assert!(out.starts_with("warning[settings]: Unknown setting `zebra`, ignored.\n --> a.md:3:3\n"), "{out}");
    let (_, opened, _) = run(&["outline", "a.md"]);
    assert!(opened.contains("warning: a.md:3: Unknown setting"), "{opened}");
    let (out, opened, _) = run(&["check", "--no-config", "a.md"]);
    assert!(out.contains("missing-metric") && !opened.contains("star-coach.toml"), "{out}\n{opened}");
    let (out, opened, _) = run(&["check", "--config", "other/strict.toml", "a.md"]);
    assert!(out.contains("error[missing-component]") && out.contains("missing-metric"), "{out}\n{opened}");
    let (out, opened, code) = run(&["check", "left/alone.md"]);
    assert!(opened.starts_with("note: left/alone.md: skipped because of"), "{opened}");
    assert!(!out.contains("missing") && code == Some(0), "{out}");
    for wrong in [
        &["check", "--config", "gone.toml"][..],
        &["check", "--config", "."],
        &["check", "--config", "star-coach.toml", "--no-config"],
    ] {
        let (_, opened, code) = run(wrong);
        assert!(code == Some(2) && opened.starts_with("error:"), "{wrong:?}: {opened}");
    }
}

/// The labels of each supported language, as a native speaker writes them.
const LANGUAGES: [(&str, [&str; 4]); 8] = [
    ("en", ["Situation", "Task", "Action", "Result"]),
    ("de", ["Situation", "Aufgabe", "Vorgehen", "Ergebnis"]),
    ("es", ["Situación", "Tarea", "Acción", "Resultado"]),
    ("fr", ["Situation", "Tâche", "Action", "Résultat"]),
    ("pt", ["Situação", "Tarefa", "Ação", "Resultado"]),
    ("zh", ["情境", "任务", "行动", "结果"]),
    ("ko", ["상황", "과제", "행동", "결과"]),
    ("hi", ["स्थिति", "कार्य", "कार्रवाई", "परिणाम"]),
];

fn with_labels(labels: Labels) -> std::sync::Arc<Profile> {
    let config = Config { label_words: LabelWords::new(&labels).into(), labels, ..Config::default() };
    std::sync::Arc::new(Profile::new(profile().lexicon.clone(), config))
}

#[test]
fn each_language_can_be_turned_on_and_off() {
    for (code, names) in LANGUAGES {
        let write = |names: &[&str]| names.iter().map(|name| format!("**{name}:** my 5%\n\n")).collect::<String>();
        let complete = |languages: Vec<&'static str>| {
            let profile = with_labels(Labels { languages, ..Labels::default() });
            let analysis = Analysis::new(profile, &Text::from(&*write(&names)));
            analysis.answers().iter().any(|answer| answer.report.answer.is_complete())
        };
        assert!(complete(Labels::default().languages), "{code}: all are on");
        assert!(complete(vec![code]), "{code} alone");
        let others = Labels::default().languages.into_iter().filter(|other| *other != code).collect();
        assert!(!complete(others), "{code} is off");
        // Inserted labels use the language of the others.
        let profile = with_labels(Labels { languages: vec![code], ..Labels::default() });
        let text = write(&names[..3]);
        let analysis = Analysis::new(profile, &Text::from(&*text));
        let answer = &analysis.answers()[0].report;
        let finding = answer.findings.iter().find(|finding| finding.rule.name == "missing-component").expect("found");
        let fixed = finding.fixes[0].apply(&text[..answer.answer.text().len()]);
        assert!(fixed.contains(&format!("**{}:**", names[3])), "{code}: {fixed}");
    }
}

#[test]
fn custom_labels_are_recognized_and_inserted() {
    let own = [vec!["Lage".into()], vec!["Mein Teil".into(), "Auftrag".into()], vec![], vec!["Was kam".into()]];
    let labels = Labels { own, own_after: vec!["Fürs nächste Mal".into()], ..Labels::default() };
    let read = |text: &str| Analysis::new(with_labels(labels.clone()), &Text::from(text));
    let components =
        |text: &str| -> usize { read(text).answers().iter().map(|answer| answer.report.answer.sections.len()).sum() };
    assert_eq!(
        components("**Lage:** I a\n\n**MEIN TEIL:** b\n\n**Action:** c\n\n**Was kam:** d\n\n**Fürs nächste Mal:** e\n"),
        5
    );
    assert_eq!(components("## Lage\n\nI a\n\n## Auftrag\n\nb\n\n## Was kam (kurz)\n\nd\n"), 3);
    assert_eq!(components("- Lage: I a\n- Mein Teil - b\n- Was kam: d\n"), 3);
    assert_eq!(components("Mein Teilchen: a\n\nLagen: b\n\nWas kam dann: c\n"), 0);
    let text = "**Lage:** I a\n\n**Auftrag:** b\n\n**Action:** c\n";
    let analysis = read(text);
    let report = &analysis.answers()[0].report;
    let finding = report.findings.iter().find(|finding| finding.rule.name == "missing-component").expect("found");
    assert!(finding.fixes[0].apply(report.answer.text()).contains("**Was kam:**"), "{:?}", finding.fixes);
}

/// An edit outside the front matter doesn't parse it; one that changes it without changing settings re-analyzes
/// nothing.
#[test]
fn front_matter_is_parsed_only_if_it_changes() {
    let draft = format!("---\nstar-coach:\n  aws: true\n---\n\n{DRAFT}\n# Next\n\n{DRAFT}");
    let mut text = Text::from(&*draft);
    let mut analysis = Analysis::new(profile(), &text);
    assert!(analysis.profile().config.for_aws);
    let mut edit = |analysis: &mut Analysis, start: usize, end: usize, with: &str| {
        text.replace(DocSpan::new(start, end), with);
        analysis.update(&text, Change { start, old_end: end, new_end: start + with.len() })
    };
    let before = analysis.profile().clone();
    let at = draft.find("failed").expect("a word");
    let cost = edit(&mut analysis, at, at, "x");
    assert!(cost.reports == 1 && std::sync::Arc::ptr_eq(&before, analysis.profile()));
    let cost = edit(&mut analysis, 4, 4, "title: x\n");
    assert_eq!((cost.reports, analysis.profile().config.for_aws), (0, true));
    let at = 4 + "title: x\nstar-coach:\n  aws: ".len();
    let cost = edit(&mut analysis, at, at + 4, "false");
    assert_eq!((cost.reports, analysis.profile().config.for_aws), (2, false));
}
