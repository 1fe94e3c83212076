//! Whole sessions, over real pipes, with clients that behave like editors.

use serde_json::{Value, json};

use crate::support::{Client, apply, codes, range_of, recorded};

const URI: &str = "file:///home/me/interviews/draft.md";

/// One answer: its Action names no service, and its Result has no metric.
const DRAFT: &str = "## The slow checkout

**Situation:** Our checkout lost orders whenever traffic rose.

**Task:** I had to stop the losses before the summer sale.

**Action:** I put a message queue in front of the payment service.

**Result:** Orders were processed much faster.
";

const FOUND: [&str; 2] = ["unnamed-service", "missing-metric"];

#[test]
fn an_editor_opens_a_draft_and_sees_what_is_missing() {
    for editor in ["vscode", "neovim"] {
        let mut client = Client::editor(editor);
        client.open(URI, DRAFT);
        let diagnostics = client.published(URI);
        assert_eq!(codes(&diagnostics), FOUND, "{editor}");
        for diagnostic in &diagnostics {
            assert_eq!(diagnostic["source"], "star-coach");
            assert_eq!(diagnostic["data"]["rule"], diagnostic["code"]);
            assert_eq!(diagnostic.get("codeDescription").is_some(), editor == "vscode");
        }
        client.is_quiet();
    }
}

#[test]
fn the_server_starts_in_several_ways() {
    for arguments in [&["lsp"][..], &["lsp", "--stdio"], &["--stdio"], &["--stdio", "lsp"]] {
        let mut client = Client::start_with(arguments);
        client.result("initialize", json!({ "capabilities": {} }));
        client.is_quiet();
        client.result("shutdown", Value::Null);
        client.notify("exit", Value::Null);
        assert_eq!(client.exit_code(), Some(0), "{arguments:?}");
    }
    for arguments in [&[][..], &["lps"], &["lsp", "--loud"]] {
        assert_eq!(Client::start_with(arguments).exit_code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_fix_selects_the_placeholder_if_the_client_can() {
    let mut plain = recorded("neovim");
    plain["capabilities"]["window"]["showDocument"]["support"] = json!(false);
    for (editor, params) in [("vscode", recorded("vscode")), ("neovim", recorded("neovim")), ("plain", plain)] {
        let mut client = Client::initialized(&params);
        client.open(URI, DRAFT);
        let diagnostics = client.published(URI);
        let at = &diagnostics[1]["range"]["start"];
        let (line, character) = (at["line"].as_u64().expect("a line"), at["character"].as_u64().expect("a column"));
        let context = json!({ "diagnostics": diagnostics, "only": ["quickfix"] });
        let actions = client.actions(URI, [line, character, line, character], context);
        let fixes: Vec<_> =
            actions.iter().filter(|action| action["diagnostics"][0]["code"] == "missing-metric").collect();
        assert_eq!(fixes.iter().filter(|action| action["isPreferred"] == true).count(), 1, "{editor}: {actions:?}");
        let fix = fixes[0];

        let after = apply(DRAFT, fix);
        assert!(after.contains('['), "{editor}: {after}");
        let snippet = fix["edit"]["documentChanges"][0]["edits"][0].get("snippet");
        assert_eq!(snippet.is_some(), editor == "vscode");
        assert_eq!(fix.get("command").is_some(), editor == "neovim");
        client.change(URI, 2, &[json!({ "text": after })]);
        assert!(!codes(&client.published(URI)).contains(&"missing-metric"), "{editor}");
        if let Some(command) = fix.get("command") {
            let arguments = json!({ "command": command["command"], "arguments": command["arguments"] });
            assert_eq!(client.result("workspace/executeCommand", arguments), true);
            let shown = client.shown.pop().expect("a document to show");
            assert_eq!((&shown["uri"], &shown["takeFocus"]), (&json!(URI), &json!(true)));
            let column = |end: &str| shown["selection"][end]["character"].as_u64().expect("a column") as usize;
            let line = after.lines().nth(line as usize).expect("the line");
            let selected = &line[column("start")..column("end")];
            assert!(selected.starts_with('[') && selected.ends_with(']'), "{selected}");
        }
        client.ignore_the_rest();
    }
}

#[test]
fn a_related_scenario_is_shown_and_not_checked() {
    let mut client = Client::editor("neovim");
    client.open(URI, DRAFT);
    client.published(URI);
    let actions = client.actions(URI, [6, 0, 6, 0], json!({ "diagnostics": [], "only": ["refactor"] }));
    let related: Vec<_> = actions.iter().filter(|action| action.get("command").is_some()).collect();
    assert!((1..=3).contains(&related.len()), "{actions:?}");
    let command = &related[0]["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(client.result("workspace/executeCommand", params.clone()), Value::Null);
    let shown = client.shown.pop().expect("a document to show");
    assert_eq!((&shown["external"], &shown["takeFocus"]), (&json!(false), &json!(true)));
    let id = command["arguments"][0]["id"].as_str().expect("an id");
    let page = std::fs::read_to_string(client.cache().join(format!("{id}.md"))).expect("the page");
    assert!(shown["uri"].as_str().is_some_and(|uri| uri.ends_with(&format!("/star-coach/scenarios/{id}.md"))));

    client.open(shown["uri"].as_str().expect("a URI"), &page);
    client.is_quiet();
    assert_eq!(client.result("workspace/executeCommand", params), Value::Null);
    client.is_quiet();
}

#[test]
fn no_file_is_written_for_a_client_that_fetches_documents() {
    let mut client = Client::editor("vscode");
    let show = json!({ "command": "starCoach.showScenario", "arguments": [{ "id": "S16" }] });
    assert_eq!(client.result("workspace/executeCommand", show), Value::Null);
    let shown = client.shown.pop().expect("a document to show");
    let uri = shown["uri"].as_str().expect("a URI");
    assert!(uri.starts_with("star-coach-scenario:/S16/") && uri.ends_with(".md"), "{uri}");
    let fetched = client.result("workspace/textDocumentContent", json!({ "uri": uri }));
    let page = fetched["text"].as_str().expect("a text");
    assert!(page.starts_with("# ") && page.contains("## Situation"), "{page}");
    assert!(!client.cache().exists());
    let registrations = client.asked.iter().flat_map(|message| message["params"]["registrations"].as_array()).flatten();
    let schemes: Vec<_> = registrations
        .filter(|registration| registration["method"] == "workspace/textDocumentContent")
        .map(|registration| &registration["registerOptions"]["schemes"])
        .collect();
    assert_eq!(schemes, [&json!(["star-coach-scenario"])]);

    client.open(uri, page);
    client.is_quiet();
    for nothing in ["star-coach-scenario:/S99/a.md", "star-coach-scenario:/", "file:///etc/passwd", "S16", ""] {
        let answer = client.request("workspace/textDocumentContent", json!({ "uri": nothing }));
        assert_eq!(answer["error"]["code"], -32602, "{nothing}: {answer}");
    }
}

#[test]
fn scenarios_are_listed_with_related_ones_first() {
    let mut client = Client::editor("vscode");
    client.open(URI, DRAFT);
    client.published(URI);
    let mut list = |arguments: Value| {
        let params = json!({ "command": "starCoach.listScenarios", "arguments": arguments });
        client.result("workspace/executeCommand", params).as_array().expect("a list").clone()
    };
    let place = |line: u64| json!([{ "uri": URI, "position": { "line": line, "character": 0 } }]);
    let all = list(json!([]));
    let is_complete =
        |entry: &Value| entry["id"].is_string() && entry["title"].is_string() && entry["kind"].is_string();
    assert!(all.len() > 20 && all.iter().all(is_complete), "{all:?}");
    assert!(all.iter().all(|entry| entry["why"] == json!([])));
    let near = list(place(6));
    assert_eq!(near.len(), all.len());
    assert!(near[0]["why"].as_array().is_some_and(|why| !why.is_empty()), "{}", near[0]);
    // Below the answer, and in a document that is not open.
    assert_eq!(list(place(99)).len(), all.len());
    let elsewhere = json!([{ "uri": "file:///b.md", "position": { "line": 0, "character": 0 } }]);
    assert_eq!(list(elsewhere), all);
    client.is_quiet();
}

#[test]
fn a_client_that_can_not_show_documents_gets_the_path_of_the_page() {
    let mut client = Client::plain(&json!(null));
    client.open(URI, DRAFT);
    client.published(URI);
    let params = json!({ "command": "starCoach.showScenario", "arguments": [{ "id": "S1" }] });
    let page = client.result("workspace/executeCommand", params);
    let path = client.cache().join("S1.md");
    assert_eq!(page, std::fs::read_to_string(&path).expect("the page"));
    let message = client.notification("window/showMessage");
    assert!(message["message"].as_str().is_some_and(|text| text.contains(&path.display().to_string())), "{message}");
}

#[test]
fn a_scenario_can_be_shown_right_after_the_start() {
    let mut client = Client::plain(&json!(null));
    let params = json!({ "command": "starCoach.showScenario", "arguments": [{ "id": "S16" }] });
    let page = client.result("workspace/executeCommand", params);
    assert!(page.as_str().is_some_and(|page| page.starts_with("# ")), "{page}");
    client.notification("window/showMessage");
}

#[test]
fn an_invalid_command_only_reports_an_error() {
    let mut client = Client::editor("vscode");
    client.open(URI, DRAFT);
    client.published(URI);
    for params in [
        json!({ "command": "starCoach.showScenario", "arguments": [{ "id": "../../../../etc/passwd" }] }),
        json!({ "command": "starCoach.showScenario", "arguments": [{ "id": "S99" }] }),
        json!({ "command": "starCoach.showScenario", "arguments": [] }),
        json!({ "command": "starCoach.showScenario", "arguments": [7] }),
        json!({ "command": "starCoach.selectPlaceholder", "arguments": [{ "uri": "no uri" }] }),
        json!({ "command": "starCoach.selectPlaceholder" }),
        json!({ "command": "starCoach.listScenarios", "arguments": [7] }),
        json!({ "command": "rm -rf" }),
    ] {
        let answer = client.request("workspace/executeCommand", params.clone());
        assert_eq!(answer["error"]["code"], -32602, "{params}: {answer}");
    }
    assert!(client.shown.is_empty() && !client.cache().exists());
    client.is_quiet();
}

#[test]
fn new_findings_wait_for_a_pause_or_a_save() {
    let patient = json!({ "typingDelayMs": 3_000_000, "draftingDelayMs": 3_000_000 });
    let mut client = Client::plain(&patient);
    client.open(URI, DRAFT);
    client.published(URI);
    // Naming the queue removes a finding, which is shown at once.
    client.edit(URI, 2, [6, 20, 6, 33], "n SQS queue");
    assert_eq!(codes(&client.published(URI)), ["missing-metric"]);
    // Removing the name adds a finding on the line being typed.
    client.edit(URI, 3, [6, 20, 6, 31], " message queue");
    client.is_quiet();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(codes(&client.published(URI)), FOUND);
    client.is_quiet();

    let mut client = Client::plain(&json!({ "typingDelayMs": 1, "draftingDelayMs": 1 }));
    client.open(URI, &DRAFT.replace("a message queue", "Amazon SQS"));
    assert_eq!(codes(&client.published(URI)), ["missing-metric"]);
    client.edit(URI, 2, [6, 18, 6, 28], "a message queue");
    assert_eq!(codes(&client.published(URI)), FOUND, "the pause ends by itself");
}

#[test]
fn missing_components_are_reported_after_a_save() {
    let mut client = Client::plain(&json!({ "typingDelayMs": 3_000_000, "draftingDelayMs": 3_000_000 }));
    client.open(URI, "");
    assert_eq!(client.published(URI), [Value::Null; 0]);
    let parts =
        ["## A night without lights\n\n", "**Situation:** The power failed.\n\n", "**Task:** I ran the shift.\n\n"];
    for (version, (line, part)) in (2..).zip([0, 2, 4].into_iter().zip(parts)) {
        client.edit(URI, version, [line, 0, line, 0], part);
        client.is_quiet();
    }
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(codes(&client.published(URI)), ["missing-component", "missing-component"]);
    client.is_quiet();
}

#[test]
fn an_open_fence_hides_no_findings_while_it_is_typed() {
    let mut client = Client::plain(&json!({ "typingDelayMs": 3_000_000, "draftingDelayMs": 3_000_000 }));
    client.open(URI, &format!("{DRAFT}\n{}", DRAFT.replace("slow", "sluggish")));
    let before = client.published(URI);
    assert_eq!(codes(&before), [FOUND, FOUND].concat());
    let line = |diagnostic: &Value| diagnostic["range"]["start"]["line"].as_u64().expect("a line");
    for (version, at) in [(2, 3), (3, 4)] {
        client.edit(URI, version, [at, 0, at, 0], "```\n");
        let after = client.published(URI);
        assert_eq!(codes(&after), codes(&before));
        let moved = before.iter().zip(&after).all(|(before, after)| line(after) == line(before) + at - 2);
        assert!(moved, "{before:?} {after:?}");
    }
    client.is_quiet();
}

#[test]
fn only_moved_diagnostics_are_published_again() {
    let mut client = Client::plain(&json!(null));
    client.open(URI, DRAFT);
    let before = client.published(URI);
    client.edit(URI, 2, [9, 0, 9, 0], "\nNothing of note.\n");
    client.is_quiet();
    client.edit(URI, 3, [1, 0, 1, 0], "\n\n");
    let after = client.published(URI);
    assert_eq!(codes(&after), codes(&before));
    for (before, after) in before.iter().zip(&after) {
        let line = |diagnostic: &Value| diagnostic["range"]["start"]["line"].as_u64().expect("a line");
        assert_eq!(line(after), line(before) + 2);
    }
    client.is_quiet();
}

#[test]
fn edits_are_applied_in_every_encoding() {
    let draft = DRAFT.replace("Orders were", "Orders 😀é漢 were");
    let line = draft.lines().position(|line| line.contains('😀')).expect("a line") as u64;
    for (encoding, units) in [("utf-8", 4 + 2 + 3), ("utf-16", 2 + 1 + 1), ("utf-32", 3)] {
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        let mut client = Client::start();
        let answer = client.result("initialize", json!({ "capabilities": capabilities }));
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        client.notify("initialized", json!({}));
        client.open(URI, &draft);
        let last = client.published(URI).pop().expect("a diagnostic");
        let end = draft.lines().nth(line as usize).expect("the line").find("faster").expect("a word") as u64;
        let shift = 9 - units;
        assert!(
            last["range"]["start"]["line"] == line
                && last["range"]["end"]["character"].as_u64() <= Some(end + 6 - shift)
        );
        // Insert a number right after "faster".
        let at = end + 6 - shift;
        client.edit(URI, 2, [line, at, line, at], ", by 40%");
        assert_eq!(codes(&client.published(URI)), ["unnamed-service"], "{encoding}");
    }
}

#[test]
fn several_changes_in_one_message_are_applied_in_order() {
    let mut client = Client::plain(&json!(null));
    client.open(URI, "");
    assert_eq!(client.published(URI), [Value::Null; 0]);
    let mut changes = vec![json!({ "text": "" })];
    for (line, part) in (0..).zip(DRAFT.split_inclusive('\n')) {
        changes.push(json!({ "range": range_of([line, 0, line, 0]), "text": part }));
    }
    client.change(URI, 2, &changes);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    let mut published = client.published(URI);
    if published.len() < FOUND.len() {
        published = client.published(URI);
    }
    assert_eq!(codes(&published), FOUND);
}

#[test]
fn a_draft_that_is_closed_is_cleared_and_can_be_opened_again() {
    let mut client = Client::plain(&json!(null));
    for _ in 0..2 {
        client.open(URI, DRAFT);
        assert_eq!(codes(&client.published(URI)), FOUND);
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
        assert_eq!(client.published(URI), [Value::Null; 0]);
        client.is_quiet();
    }
    assert_eq!(client.actions(URI, [6, 0, 6, 0], json!({ "diagnostics": [] })), [Value::Null; 0]);
}

#[test]
fn a_draft_opened_twice_has_the_latest_text() {
    let mut client = Client::plain(&json!(null));
    client.open(URI, DRAFT);
    assert_eq!(codes(&client.published(URI)), FOUND);
    client.open(URI, "Nothing.");
    assert_eq!(client.published(URI), [Value::Null; 0]);
    client.is_quiet();
}

#[test]
fn drafts_of_any_scheme_are_checked_but_not_diffs() {
    let mut client = Client::plain(&json!(null));
    for uri in ["untitled:Untitled-1", "vscode-remote://ssh-remote%2Bhost/a.md", "file:///tmp/a%20b/%C3%A4.md"] {
        client.open(uri, DRAFT);
        assert_eq!(codes(&client.published(uri)), FOUND);
    }
    for uri in ["git:/a.md?ref", "gitlens://x/a.md", "fugitive:///a.md", "vscode-diff:/a.md"] {
        client.open(uri, DRAFT);
        client.is_quiet();
    }
    for (language, uri, coached) in [
        ("quarto", "file:///a.qmd", true),
        ("", "file:///b.md", true),
        ("rust", "file:///c.md", false),
        ("plaintext", "file:///d.txt", false),
    ] {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": DRAFT });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        if coached {
            assert_eq!(codes(&client.published(uri)), FOUND);
        }
        client.is_quiet();
    }
}

#[test]
fn initial_settings_apply_and_errors_in_them_are_reported() {
    let mut client =
        Client::plain(&json!({ "rules": { "missing-metric": "off", "unnamed-service": "hint" }, "maxFinding": 3 }));
    let message = client.notification("window/showMessage");
    assert_eq!(message["type"], 2);
    assert!(message["message"].as_str().is_some_and(|text| text.contains("`maxFindings`")), "{message}");
    client.open(URI, DRAFT);
    let published = client.published(URI);
    assert_eq!(codes(&published), ["unnamed-service"]);
    assert_eq!(published[0]["severity"], 4);
    client.is_quiet();
}

#[test]
fn settings_are_requested_again_after_a_change() {
    let mut client = Client::start();
    client.settings = json!({ "rules": { "missing-metric": "off" } });
    client.result("initialize", recorded("vscode"));
    client.notify("initialized", json!({}));
    client.open(URI, DRAFT);
    assert_eq!(codes(&client.published(URI)), ["unnamed-service"], "the first thing shown is by the settings");
    client.settings = json!({ "rules": { "missing-metric": "error" } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let published = client.published(URI);
    assert_eq!((codes(&published), &published[1]["severity"]), (FOUND.to_vec(), &json!(1)));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.is_quiet();
}

#[test]
fn settings_are_accepted_from_a_client_that_pushes_them() {
    let mut client = Client::plain(&json!({ "rules": { "unnamed-service": "off" } }));
    client.open(URI, DRAFT);
    assert_eq!(codes(&client.published(URI)), ["missing-metric"]);
    let settings = json!({ "starCoach": { "rules": { "missing-metric": "off" } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    assert_eq!(client.published(URI), [Value::Null; 0]);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": 7 }));
    assert_eq!(client.notification("window/showMessage")["type"], 2);
    assert_eq!(codes(&client.published(URI)), ["missing-metric"]);
    client.is_quiet();
}

#[test]
fn the_settings_limit_the_number_of_findings() {
    let mut client = Client::plain(&json!({ "maxFindings": 3 }));
    client.open(URI, &DRAFT.repeat(5));
    let published = client.published(URI);
    assert_eq!(published.len(), 4);
    let remark = &published[3];
    assert!(remark["message"].as_str().is_some_and(|text| text.starts_with("7 more")), "{remark}");
    assert_eq!((&remark["severity"], remark.get("code")), (&json!(3), None));
}

#[test]
fn nothing_is_published_to_a_client_that_pulls() {
    let mut client = Client::plain(&json!({ "pullDiagnostics": true }));
    client.open(URI, DRAFT);
    client.is_quiet();
    let fetch = |client: &mut Client, has: Value| {
        client.result("textDocument/diagnostic", json!({ "textDocument": { "uri": URI }, "previousResultId": has }))
    };
    let first = fetch(&mut client, Value::Null);
    assert_eq!(first["kind"], "full");
    assert_eq!(codes(first["items"].as_array().expect("an array")), FOUND);
    let id = first["resultId"].clone();
    assert_eq!(fetch(&mut client, id.clone()), json!({ "kind": "unchanged", "resultId": id }));
    client.edit(URI, 2, [1, 0, 1, 0], "\n");
    assert_eq!(fetch(&mut client, id)["kind"], "full");
    client.is_quiet();

    let mut client = Client::plain(&json!(null));
    let answer = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(answer["error"]["code"], -32601);
}

#[test]
fn edits_during_the_analysis_of_a_big_draft_apply() {
    let mut client = Client::plain(&json!({ "maxFindings": 100_000 }));
    let count = 400;
    client.open(URI, &DRAFT.repeat(count));
    // Whatever was parsed so far, this becomes the last line.
    client.edit(URI, 2, [8, 39, 8, 45], "faster, by 40%");
    client.edit(URI, 3, [0, 0, 0, 0], "\n");
    let actions = client.actions(URI, [9, 0, 9, 0], json!({ "diagnostics": [], "only": ["quickfix"] }));
    assert_eq!(actions, [Value::Null; 0], "it has a figure now, one line further down");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    let answer = client.request("test/barrier", Value::Null);
    assert_eq!(answer["error"]["code"], -32601);
    let mut published = client.published(URI);
    while published.len() != 2 * count - 1 {
        published = client.published(URI);
    }
    client.ignore_the_rest();
}

#[test]
fn binary_files_are_skipped_silently() {
    let mut client = Client::plain(&json!(null));
    client.open(URI, &format!("{DRAFT}\0"));
    assert_eq!(client.published(URI), [Value::Null; 0]);
    client.is_quiet();
}

#[test]
fn all_safe_fixes_are_applied_at_once() {
    let draft = "# Orders\n\n**Situation:** AWS SNS was slow. 😀\n\n**Result:** AWS Athena made it better.\n";
    let uri = "file:///draft.md";
    let mut client = Client::editor("vscode");
    client.open(uri, draft);
    client.published(uri);
    let fix_all = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let offered = client.actions(uri, [0, 0, 0, 0], fix_all.clone());
    assert_eq!(offered.len(), 1, "{offered:?}");
    assert_eq!(offered[0]["kind"], "source.fixAll.starCoach");
    assert_eq!(offered[0]["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    let fixed = apply(draft, &offered[0]);
    assert!(fixed.contains("Amazon SNS was slow. 😀") && fixed.contains("Amazon Athena made it better."), "{fixed}");
    client.change(uri, 2, &[json!({ "text": fixed })]);
    let left = client.published(uri);
    assert!(!codes(&left).contains(&"misnamed-service") && codes(&left).contains(&"missing-component"));
    assert_eq!(client.actions(uri, [0, 0, 0, 0], fix_all), [Value::Null; 0], "nothing is left to do");
    let resting = client.actions(uri, [2, 0, 2, 0], json!({ "diagnostics": [], "triggerKind": 2 }));
    assert!(resting.iter().all(|action| action["kind"] != "source.fixAll.starCoach"));
}

#[test]
fn a_finding_is_suppressed_by_a_menu_action() {
    let draft = "# Orders\r\n\r\n- Situation: Lost.\r\n- Task: Mine.\r\n- Action: I used Amazon SQS.\r\n- Result: It got better.\r\n";
    let uri = "file:///draft.md";
    let mut client = Client::editor("neovim");
    client.open(uri, draft);
    assert_eq!(codes(&client.published(uri)), ["missing-metric"]);
    let offered = client.actions(uri, [5, 4, 5, 4], json!({ "diagnostics": [], "only": ["quickfix"] }));
    let titles: Vec<_> = offered.iter().filter_map(|action| action["title"].as_str()).collect();
    let [.., here, answer, file] = titles.as_slice() else { panic!("{titles:?}") };
    assert_eq!(
        [*here, answer, file],
        ["here", "in this answer", "in this file"].map(|place| format!("Ignore `missing-metric` {place}"))
    );
    assert!(offered.iter().rev().take(3).all(|action| action.get("isPreferred").is_none()));
    let written = apply(draft, &offered[offered.len() - 3]);
    assert!(
        written.contains("Amazon SQS.\r\n  <!-- star-coach: ignore missing-metric -->\r\n- Result:"),
        "the list stays one list: {written:?}"
    );
    client.change(uri, 2, &[json!({ "text": written })]);
    assert_eq!(codes(&client.published(uri)), [""; 0]);
}
