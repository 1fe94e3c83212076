//! Outlines, summary lines, folds, selections, tokens, and inlay hints, requested as editors do.

use serde_json::{Value, json};

use crate::support::{Client, apply, range_of, recorded};

const URI: &str = "file:///home/me/interviews/draft.md";

/// A draft with characters of one to four bytes before each checked position.
const DRAFT: &str = "# Stories 😀

## 😀 The é漢 checkout

😀 **Situation:** 漢 Our checkout lost orders whenever traffic rose.

**Action:** é😀 I put Amazon SQS in front of the payment service.

**Result:** Orders came through in [X] minutes.

## Empty

**Situation:**

**Task:**
";

/// Starts a client with this position encoding and these capabilities.
fn client(encoding: &str, mut capabilities: Value) -> Client {
    capabilities["general"] = json!({ "positionEncodings": [encoding] });
    Client::initialized(&json!({ "processId": null, "capabilities": capabilities }))
}

/// Starts a recorded client with `draft` open, and discards its diagnostics.
fn editor(name: &str, draft: &str) -> Client {
    let mut client = Client::editor(name);
    client.open(URI, draft);
    client.published(URI);
    client
}

fn ask(client: &mut Client, method: &str) -> Value {
    client.result(method, json!({ "textDocument": { "uri": URI } }))
}

/// Returns the text of a range in units of `encoding`.
fn text_at(draft: &str, encoding: &str, range: &Value) -> String {
    let offset = |position: &Value| {
        let line = position["line"].as_u64().expect("a line") as usize;
        let start: usize = draft.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = position["character"].as_u64().expect("a character") as usize;
        let mut at = start;
        while units > 0 {
            let char = draft[at..].chars().next().expect("within the line");
            let width = match encoding {
                "utf-8" => char.len_utf8(),
                "utf-16" => char.len_utf16(),
                _ => 1,
            };
            units = units.checked_sub(width).expect("not within a character");
            at += char.len_utf8();
        }
        at
    };
    draft[offset(&range["start"])..offset(&range["end"])].to_owned()
}

#[test]
fn the_outline_has_answers_and_their_sections_in_every_encoding() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let nested = json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } });
        let mut client = client(encoding, nested);
        client.open(URI, DRAFT);
        client.published(URI);
        let symbols = ask(&mut client, "textDocument/documentSymbol");
        let first = &symbols[0];
        assert_eq!(
            (&first["name"], &first["detail"]),
            (&json!("😀 The é漢 checkout"), &json!("no metrics · 1 service"))
        );
        assert_eq!(text_at(DRAFT, encoding, &first["selectionRange"]), "😀 The é漢 checkout");
        assert!(text_at(DRAFT, encoding, &first["range"]).ends_with("[X] minutes."));
        let sections: Vec<_> = first["children"].as_array().expect("sections").iter().collect();
        let names: Vec<_> = sections.iter().map(|section| &section["name"]).collect();
        assert_eq!(names, ["Situation", "Action", "Result"]);
        assert_eq!(text_at(DRAFT, encoding, &sections[0]["selectionRange"]), "Situation");
        assert!(text_at(DRAFT, encoding, &sections[1]["range"]).starts_with("**Action:** é😀 I put"));
        assert_eq!((&symbols[1]["name"], &symbols[1]["children"][1]["detail"]), (&json!("Empty"), &json!("empty")));
        client.is_quiet();
    }
}

#[test]
fn a_client_without_nesting_gets_a_flat_outline() {
    let mut client = Client::plain(&Value::Null);
    client.open(URI, DRAFT);
    client.published(URI);
    let symbols = ask(&mut client, "textDocument/documentSymbol");
    let symbols = symbols.as_array().expect("symbols");
    assert_eq!(symbols.len(), 7);
    assert!(symbols.iter().all(|symbol| symbol["location"]["uri"] == URI && symbol.get("range").is_none()));
    assert!(symbols[0].get("containerName").is_none());
    assert_eq!((&symbols[1]["name"], &symbols[1]["containerName"]), (&json!("Situation"), &symbols[0]["name"]));
}

#[test]
fn nothing_is_shown_for_other_documents() {
    let mut client = Client::plain(&Value::Null);
    let methods = ["textDocument/documentSymbol", "textDocument/codeLens", "textDocument/foldingRange"];
    let inlays = json!({ "textDocument": { "uri": URI }, "range": range_of([0, 0, 99, 0]) });
    for method in methods {
        assert_eq!(ask(&mut client, method), Value::Null, "{method}");
    }
    assert_eq!(ask(&mut client, "textDocument/semanticTokens/full"), Value::Null);
    assert_eq!(client.result("textDocument/inlayHint", inlays.clone()), Value::Null);
    client.open(URI, "# Shopping\n\n- milk\n");
    client.published(URI);
    for method in methods {
        assert_eq!(ask(&mut client, method), json!([]), "{method}");
    }
    assert_eq!(ask(&mut client, "textDocument/semanticTokens/full")["data"], json!([]));
    assert_eq!(client.result("textDocument/inlayHint", inlays), json!([]));
    client.is_quiet();
}

#[test]
fn a_lens_summarizes_each_answer_and_opens_its_first_gap() {
    for name in ["vscode", "neovim"] {
        let mut client = editor(name, DRAFT);
        let lenses = ask(&mut client, "textDocument/codeLens");
        let titles: Vec<_> = lenses.as_array().expect("lenses").iter().map(|lens| &lens["command"]["title"]).collect();
        assert_eq!(
            titles,
            [
                "S ✓ T – A ✓ R ✓ · no metrics · 1 service · 0:10 · security – automation – cost –",
                "S – T – A – R – · no metrics · no services · security – automation – cost –",
            ]
        );
        let lens = &lenses[1];
        assert_eq!(lens["range"], range_of([10, 0, 10, 8]), "with what makes it a heading, which outlives its words");
        let command = &lens["command"];
        let run = json!({ "command": command["command"], "arguments": command["arguments"] });
        let gap = client.result("workspace/executeCommand", run);
        assert_eq!((&gap["uri"], &gap["rule"]), (&json!(URI), &json!("missing-component")));
        assert_eq!(client.shown.pop().expect("shown")["selection"], range_of([10, 3, 10, 3]));
        client.is_quiet();
    }
}

#[test]
fn lenses_keep_their_position_while_an_answer_is_written() {
    let mut client = editor("vscode", DRAFT);
    let before = ask(&mut client, "textDocument/codeLens");
    for (version, word) in (2..).zip(["and", " it", " was"]) {
        client.edit(URI, version, [8, 11, 8, 11], word);
        let after = ask(&mut client, "textDocument/codeLens");
        let ranges = |lenses: &Value| {
            lenses.as_array().expect("lenses").iter().map(|lens| lens["range"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(ranges(&after), ranges(&before));
    }
    let refreshes = |request: &Value| request["method"] == "workspace/codeLens/refresh";
    assert!(!client.asked.iter().any(refreshes), "an edit needs none");
    client.ignore_the_rest();
}

#[test]
fn a_changed_setting_refreshes_the_lenses() {
    let mut client = Client::start();
    client.result("initialize", recorded("vscode"));
    client.notify("initialized", json!({}));
    client.open(URI, &DRAFT.replace("whenever", &"and ".repeat(150)));
    client.published(URI);
    let time = |client: &mut Client| {
        let lenses = ask(client, "textDocument/codeLens");
        lenses[0]["command"]["title"].as_str().expect("a title").split(" · ").nth(3).expect("a time").to_owned()
    };
    assert_eq!(time(&mut client), "1:05–1:20");
    for (settings, asked) in [(json!({ "maxFindings": 7 }), 2), (json!({ "wordsPerMinute": 75 }), 3)] {
        client.settings = settings;
        client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        client.is_asked("workspace/configuration", asked);
    }
    client.is_asked("workspace/codeLens/refresh", 1);
    assert_eq!(time(&mut client), "2:10–2:40");
    let refreshed = client.asked.iter().filter(|request| request["method"] == "workspace/codeLens/refresh").count();
    assert_eq!(refreshed, 1, "how many findings are shown is nothing to a lens");
}

#[test]
fn the_state_at_the_cursor_equals_the_lens() {
    let mut client = editor("vscode", &format!("Some notes.\n\n{DRAFT}"));
    let mut state = |uri: &str, line: u64| {
        let argument = json!({ "uri": uri, "position": { "line": line, "character": 0 } });
        let params = json!({ "command": "starCoach.answerState", "arguments": [argument] });
        client.result("workspace/executeCommand", params)
    };
    let there = state(URI, 8);
    assert_eq!(there, state(URI, 4), "at its title");
    assert_eq!((&there["title"], &there["range"]["start"]["line"]), (&json!("😀 The é漢 checkout"), &json!(4)));
    for (uri, line) in [(URI, 0), (URI, 2), ("file:///home/me/other.md", 4)] {
        assert_eq!(state(uri, line), Value::Null, "{uri} {line}");
    }
    let lenses = ask(&mut client, "textDocument/codeLens");
    assert_eq!(there["state"], lenses[0]["command"]["title"]);
    client.ignore_the_rest();

    let mut client = editor("vscode", "**Situation:** Orders got lost.\n\n**Task:** Mine.\n\n\n");
    let mut state = |line: u64| {
        let argument = json!({ "uri": URI, "position": { "line": line, "character": 0 } });
        client
            .result("workspace/executeCommand", json!({ "command": "starCoach.answerState", "arguments": [argument] }))
    };
    assert_eq!(state(4), state(2), "who begins the next line is still at the answer");
    assert_ne!(state(4), Value::Null);
    client.ignore_the_rest();
}

#[test]
fn a_code_block_that_hides_labels_is_named_with_its_line() {
    let story = "**Situation:** Orders got lost.\n\n**Task:** Mine.\n\n**Result:** 80% fewer.\n";
    let mut client = editor("vscode", &format!("Some notes.\n\n```\nlog\n\n{story}"));
    let mut state = |line: u64| {
        let argument = json!({ "uri": URI, "position": { "line": line, "character": 0 } });
        client
            .result("workspace/executeCommand", json!({ "command": "starCoach.answerState", "arguments": [argument] }))
    };
    assert_eq!(state(0), Value::Null);
    assert_eq!(state(6)["state"], "code block isn't closed (line 3) · it hides the labels in it");
    let lenses = ask(&mut client, "textDocument/codeLens");
    assert_eq!(lenses.as_array().map(Vec::len), Some(1));
    assert_eq!(lenses[0]["range"]["start"], json!({ "line": 2, "character": 0 }));
    client.ignore_the_rest();
}

#[test]
fn the_next_gap_is_found_from_any_position() {
    let next = |client: &mut Client, position: Value| {
        let argument = json!({ "uri": URI, "position": position });
        client.result("workspace/executeCommand", json!({ "command": "starCoach.nextGap", "arguments": [argument] }))
    };
    for (encoding, placeholder) in [("utf-8", [8, 35, 8, 38]), ("utf-16", [8, 35, 8, 38]), ("utf-32", [8, 35, 8, 38])] {
        let mut client = client(encoding, json!({ "window": { "showDocument": { "support": true } } }));
        client.open(URI, DRAFT);
        client.published(URI);
        let gap = next(&mut client, json!({ "line": 6, "character": 3 }));
        assert_eq!((&gap["rule"], &gap["range"]), (&json!("unfilled-placeholder"), &range_of(placeholder)));
        let shown = client.shown.pop().expect("shown");
        assert_eq!((&shown["selection"], &shown["takeFocus"]), (&range_of(placeholder), &json!(true)));
        for absurd in [json!({ "line": 1e12, "character": -5 }), json!({ "line": 99, "character": 99_999_999_999_u64 })]
        {
            let gap = next(&mut client, absurd);
            assert_eq!((&gap["rule"], &gap["range"]["start"]["line"]), (&json!("missing-component"), &json!(2)));
        }
        client.is_quiet();
    }
}

#[test]
fn a_message_says_that_no_gap_is_left() {
    let whole = "## Done\n\n**Situation:** Orders took 14 hours.\n\n**Task:** They were mine.\n\n\
        **Action:** I moved them to Amazon SQS.\n\n**Result:** They take 2 hours.\n";
    let run = |client: &mut Client, argument: Value| {
        client.request("workspace/executeCommand", json!({ "command": "starCoach.nextGap", "arguments": [argument] }))
    };
    let mut client = editor("neovim", whole);
    let position = json!({ "line": 0, "character": 0 });
    for (answer, place) in [(true, "answer"), (false, "draft")] {
        let gap = run(&mut client, json!({ "uri": URI, "position": position, "answer": answer }));
        assert_eq!(gap["result"], Value::Null);
        let message = client.notification("window/showMessage");
        assert_eq!(message, json!({ "type": 3, "message": format!("No gaps left in this {place}.") }));
    }
    client.edit(URI, 2, [0, 0, 8, 0], "");
    assert_eq!(run(&mut client, json!({ "uri": URI, "position": position }))["result"], Value::Null);
    let message = client.notification("window/showMessage");
    assert!(message["message"].as_str().is_some_and(|text| text.contains("a STAR answer here yet")), "{message}");
    for wrong in [json!(null), json!(7), json!({ "uri": URI }), json!({ "uri": "no uri", "position": position })] {
        assert_eq!(run(&mut client, wrong)["error"]["code"], -32602);
    }
    let unknown = run(&mut client, json!({ "uri": "file:///other.md", "position": position }));
    assert_eq!(unknown["error"]["code"], -32602);
    client.ignore_the_rest();
}

#[test]
fn a_waiting_request_can_be_canceled() {
    let mut client = editor("neovim", DRAFT);
    client.silent = true;
    let argument = json!({ "uri": URI, "position": { "line": 0, "character": 0 } });
    let command = json!({ "command": "starCoach.nextGap", "arguments": [argument] });
    let waiting = client.ask("workspace/executeCommand", command);
    client.notify("$/cancelRequest", json!({ "id": waiting }));
    assert_eq!(client.answer(waiting)["error"]["code"], -32800);
    assert_eq!(client.shown.len(), 1, "it had asked already");
    client.is_quiet();
}

#[test]
fn folds_respect_the_limit_of_the_client() {
    for (limit, folds) in [(json!(null), 2), (json!(1), 1), (json!(0), 0), (json!("many"), 2)] {
        let capabilities =
            json!({ "textDocument": { "foldingRange": { "rangeLimit": limit, "lineFoldingOnly": true } } });
        let mut client = client("utf-16", capabilities);
        client.open(URI, DRAFT);
        client.published(URI);
        let all = [json!({ "startLine": 2, "endLine": 8 }), json!({ "startLine": 10, "endLine": 14 })];
        assert_eq!(ask(&mut client, "textDocument/foldingRange"), json!(all[..folds]));
    }
}

#[test]
fn a_selection_grows_in_every_encoding() {
    for (encoding, column) in [("utf-8", 22), ("utf-16", 19), ("utf-32", 18)] {
        let mut client = client(encoding, json!({}));
        client.open(URI, DRAFT);
        client.published(URI);
        let positions = json!([{ "line": 6, "character": column }, { "line": 1e9, "character": -1 }]);
        let params = json!({ "textDocument": { "uri": URI }, "positions": positions });
        let selections = client.result("textDocument/selectionRange", params);
        let mut at = &selections[0];
        let mut texts = Vec::new();
        while at.is_object() {
            texts.push(text_at(DRAFT, encoding, &at["range"]));
            at = &at["parent"];
        }
        let sentence = "é😀 I put Amazon SQS in front of the payment service.";
        assert_eq!(
            texts[..3],
            ["put".to_owned(), sentence.to_owned(), format!("**Action:** {sentence}")],
            "{encoding}"
        );
        assert_eq!(texts.last().map(String::as_str), Some(DRAFT));
        assert_eq!(text_at(DRAFT, encoding, &selections[1]["range"]), DRAFT);
        assert_eq!(selections.as_array().map(Vec::len), Some(2));
    }
}

/// Returns the texts of tokens with the names of their types and modifiers, decoded as a client does.
fn read_tokens(draft: &str, encoding: &str, legend: &Value, data: &[u64]) -> Vec<String> {
    let (mut line, mut character) = (0, 0);
    let tokens = data.chunks(5).map(|token| {
        let [lines, characters, length, kind, modifiers] = token else { panic!("{token:?}") };
        character = if *lines > 0 { *characters } else { character + characters };
        line += lines;
        let text = text_at(draft, encoding, &range_of([line, character, line, character + length]));
        let names = legend["tokenModifiers"].as_array().expect("modifiers").iter().enumerate();
        let names: Vec<_> =
            names.filter(|(bit, _)| modifiers >> bit & 1 == 1).filter_map(|(_, name)| name.as_str()).collect();
        format!("{text} {} {}", legend["tokenTypes"][*kind as usize].as_str().expect("a type"), names.join(" "))
    });
    tokens.collect()
}

fn numbers(data: &Value) -> Vec<u64> {
    data.as_array().expect("numbers").iter().map(|number| number.as_u64().expect("a number")).collect()
}

#[test]
fn tokens_have_the_right_ranges_in_every_encoding() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = Client::start();
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        let answer = client.result("initialize", json!({ "capabilities": capabilities }));
        let legend = &answer["capabilities"]["semanticTokensProvider"]["legend"];
        client.notify("initialized", json!({}));
        client.open(URI, DRAFT);
        client.published(URI);
        let full = ask(&mut client, "textDocument/semanticTokens/full");
        let all = read_tokens(DRAFT, encoding, legend, &numbers(&full["data"]));
        assert_eq!(
            all,
            [
                "Situation keyword situation",
                "Action keyword action",
                "Amazon SQS class action defaultLibrary",
                "Result keyword result",
                "[X] parameter result",
                "Situation keyword situation",
                "Task keyword task",
            ]
        );
        let params = json!({ "textDocument": { "uri": URI }, "range": range_of([11, 0, 99_999, 9]) });
        let seen = client.result("textDocument/semanticTokens/range", params);
        assert_eq!(read_tokens(DRAFT, encoding, legend, &numbers(&seen["data"])), all[5..]);
        assert!(seen.get("resultId").is_none());
    }
}

#[test]
fn only_changed_tokens_are_sent_after_an_edit() {
    let mut client = editor("vscode", DRAFT);
    let delta = |client: &mut Client, has: &Value| {
        let params = json!({ "textDocument": { "uri": URI }, "previousResultId": has });
        client.result("textDocument/semanticTokens/full/delta", params)
    };
    let full = ask(&mut client, "textDocument/semanticTokens/full");
    let mut data = numbers(&full["data"]);
    let mut id = full["resultId"].clone();
    let edits = [([6, 0, 6, 0], "\n"), ([9, 35, 9, 38], "90"), ([0, 0, 0, 0], "Stories\n"), ([0, 0, 14, 0], "")];
    for (version, (range, text)) in (2..).zip(edits) {
        client.edit(URI, version, range, text);
        let answer = delta(&mut client, &id);
        let edits = answer["edits"].as_array().expect("edits");
        assert_eq!(edits.len(), 1);
        let sent = edits[0]["data"].as_array().map_or(0, Vec::len);
        assert!(sent <= 10, "{answer}");
        let at = edits[0]["start"].as_u64().expect("a start") as usize;
        let end = at + edits[0]["deleteCount"].as_u64().expect("a count") as usize;
        data.splice(at..end, edits[0].get("data").map(numbers).unwrap_or_default());
        id = answer["resultId"].clone();
        let again = delta(&mut client, &id);
        assert_eq!(again["edits"], json!([]));
        // A full request in between must not matter.
        let fresh = ask(&mut client, "textDocument/semanticTokens/full");
        assert_eq!(numbers(&fresh["data"]), data);
        id = fresh["resultId"].clone();
    }
    for stranger in [json!("0"), json!("no id of ours")] {
        assert_eq!(numbers(&delta(&mut client, &stranger)["data"]), data);
    }
    client.ignore_the_rest();
}

#[test]
fn inlay_hints_are_off_by_default() {
    let params = |lines: u64| json!({ "textDocument": { "uri": URI }, "range": range_of([0, 0, lines, 0]) });
    let mut client = editor("vscode", DRAFT);
    assert_eq!(client.result("textDocument/inlayHint", params(99)), json!([]));
    client.is_quiet();

    let mut client = Client::plain(&json!({ "inlayHints": true, "codeLens": false }));
    client.open(URI, DRAFT);
    client.published(URI);
    assert_eq!(ask(&mut client, "textDocument/codeLens"), json!([]));
    let hints = client.result("textDocument/inlayHint", params(6));
    let hint = &hints[0];
    assert_eq!((&hint["label"], hints.as_array().map(Vec::len)), (&json!("32% · 0:03"), Some(1)));
    assert_eq!(hint["position"], json!({ "line": 4, "character": 17 }));
    assert_eq!(client.result("textDocument/inlayHint", params(99)).as_array().map(Vec::len), Some(3));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "starCoach": { "inlayHints": false } } }));
    assert_eq!(client.result("textDocument/inlayHint", params(99)), json!([]));
    client.ignore_the_rest();
}

/// Inserts an answer template at a line, and returns the command's response and the requested edit.
fn insert(client: &mut Client, line: u64) -> (Value, Value) {
    insert_with(client, "starCoach.insertTemplate", line)
}

/// Like [`insert`], but with this command.
fn insert_with(client: &mut Client, command: &str, line: u64) -> (Value, Value) {
    let argument = json!({ "uri": URI, "position": { "line": line, "character": 0 } });
    let run = json!({ "command": command, "arguments": [argument] });
    let answer = client.request("workspace/executeCommand", run);
    let mut edits = client.asked.iter().filter(|request| request["method"] == "workspace/applyEdit");
    (answer, edits.next_back().map(|request| request["params"].clone()).unwrap_or_default())
}

#[test]
fn an_answer_template_is_inserted_and_its_first_prompt_selected() {
    let draft = "## One\n\n- **Situation** 😀: a\n- **Task**: b\n- **Action**: c\n- **Result**: d\n";
    for (encoding, snippets) in [("utf-8", false), ("utf-16", false), ("utf-32", true), ("utf-16", true)] {
        let workspace = json!({ "applyEdit": true, "workspaceEdit": { "documentChanges": snippets, "snippetEditSupport": snippets } });
        let can = json!({ "workspace": workspace, "window": { "showDocument": { "support": true } } });
        let mut client = client(encoding, can);
        client.open(URI, draft);
        client.published(URI);
        let (answer, params) = insert(&mut client, 1);
        let after = apply(draft, &params);
        let new = after.strip_prefix(draft.trim_end()).expect("it comes behind");
        assert!(new.starts_with("\n\n## [Which interview question") && new.contains("\n- **Task**: [What"), "{after}");
        let range = &answer["result"]["range"];
        let title = "[Which interview question is this for?]";
        assert_eq!(text_at(&after, encoding, range), title);
        let shown: Vec<_> = client.shown.iter().map(|shown| &shown["selection"]).collect();
        if snippets {
            let change = &params["edit"]["documentChanges"][0];
            assert_eq!((&change["textDocument"]["version"], shown.len()), (&json!(1), 0));
            let snippet = change["edits"][0]["snippet"]["value"].as_str().expect("a snippet");
            assert!((1..=5).all(|number| snippet.contains(&format!("${{{number}:["))), "{snippet}");
        } else {
            assert_eq!(shown, [range]);
        }
        client.is_quiet();
    }
}

#[test]
fn the_former_name_of_a_command_is_accepted_but_not_announced() {
    let former = "starCoach.insertScaffold";
    let announced =
        Client::start().result("initialize", recorded("vscode"))["capabilities"]["executeCommandProvider"].take();
    assert!(!announced["commands"].as_array().expect("commands").contains(&former.into()), "{announced}");

    let mut client = client("utf-8", json!({ "workspace": { "applyEdit": true } }));
    client.open(URI, "");
    client.published(URI);
    let (answer, params) = insert_with(&mut client, former, 0);
    assert_eq!(answer["result"]["uri"], URI);
    assert!(apply("", &params).contains("**Situation:** [What"), "{params}");
    assert_eq!(
        client.notification("window/logMessage"),
        json!({ "type": 3, "message": "`starCoach.insertScaffold` is now called `starCoach.insertTemplate`." })
    );
    client.is_quiet();
}

#[test]
fn nothing_is_inserted_if_the_editor_or_draft_rejects_it() {
    let can = json!({ "workspace": { "applyEdit": true }, "window": { "showDocument": { "support": true } } });
    let mut refusing = client("utf-8", can.clone());
    refusing.applies = false;
    refusing.open(URI, DRAFT);
    refusing.published(URI);
    assert_eq!(insert(&mut refusing, 0).0["result"], Value::Null);
    assert_eq!(refusing.shown.len(), 0);

    let mut plain = Client::plain(&Value::Null);
    plain.open(URI, DRAFT);
    plain.published(URI);
    assert_eq!(insert(&mut plain, 0), (json!({ "jsonrpc": "2.0", "result": null, "id": 1 + 1 }), Value::Null));
    assert_eq!(plain.notification("window/showMessage")["type"], 3);

    let mut client = client("utf-8", can);
    client.open(URI, "---\nstar-coach: false\n---\n\n");
    client.published(URI);
    assert_eq!(insert(&mut client, 3).0["result"], Value::Null);
    let message = client.notification("window/showMessage");
    assert!(message["message"].as_str().is_some_and(|text| text.contains("between answers")), "{message}");
    let run = json!({ "command": "starCoach.insertTemplate", "arguments": [{ "uri": URI }] });
    assert_eq!(client.request("workspace/executeCommand", run)["error"]["code"], -32602);
    client.is_quiet();
}
