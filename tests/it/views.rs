//! What an editor shows of a draft beside its text, asked for as editors do.

use serde_json::{Value, json};

use crate::support::{Client, range_of, recorded};

const URI: &str = "file:///home/me/interviews/draft.md";

/// Characters of one to four bytes before everything whose place is told.
const DRAFT: &str = "# Stories 😀

## 😀 The é漢 checkout

😀 **Situation:** 漢 Our checkout lost orders whenever traffic rose.

**Action:** é😀 I put Amazon SQS in front of the payment service.

**Result:** Orders came through in [X] minutes.

## Empty

**Situation:**

**Task:**
";

/// A client whose positions count this, and that can do what `capabilities` say.
fn client(encoding: &str, mut capabilities: Value) -> Client {
    capabilities["general"] = json!({ "positionEncodings": [encoding] });
    Client::initialized(&json!({ "processId": null, "capabilities": capabilities }))
}

/// A client as it was recorded, without diagnostics to look at.
fn editor(name: &str, draft: &str) -> Client {
    let mut client = Client::editor(name);
    client.open(URI, draft);
    client.published(URI);
    client
}

fn ask(client: &mut Client, method: &str) -> Value {
    client.result(method, json!({ "textDocument": { "uri": URI } }))
}

/// The text of a range whose characters count units of `encoding`.
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
fn a_client_that_can_t_nest_gets_a_flat_outline() {
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
fn nothing_is_shown_of_what_is_no_draft() {
    let mut client = Client::plain(&Value::Null);
    for method in ["textDocument/documentSymbol", "textDocument/codeLens"] {
        assert_eq!(ask(&mut client, method), Value::Null, "{method}");
    }
    client.open(URI, "# Shopping\n\n- milk\n");
    client.published(URI);
    for method in ["textDocument/documentSymbol", "textDocument/codeLens"] {
        assert_eq!(ask(&mut client, method), json!([]), "{method}");
    }
    client.is_quiet();
}

#[test]
fn a_lens_sums_up_each_answer_and_leads_to_its_first_gap() {
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
        assert_eq!(lens["range"], range_of([10, 3, 10, 8]));
        let command = &lens["command"];
        let run = json!({ "command": command["command"], "arguments": command["arguments"] });
        let gap = client.result("workspace/executeCommand", run);
        assert_eq!((&gap["uri"], &gap["rule"]), (&json!(URI), &json!("missing-component")));
        assert_eq!(client.shown.pop().expect("shown")["selection"], range_of([10, 3, 10, 3]));
        client.is_quiet();
    }
}

#[test]
fn lenses_stay_where_they_are_while_an_answer_is_written() {
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
fn a_setting_that_a_lens_hangs_on_has_it_fetched_anew() {
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
fn the_next_gap_is_found_from_anywhere_and_round_the_end() {
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
fn where_nothing_is_left_a_message_says_so() {
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
        let message = client.told("window/showMessage");
        assert_eq!(message, json!({ "type": 3, "message": format!("Nothing left to write in this {place}.") }));
    }
    client.edit(URI, 2, [0, 0, 8, 0], "");
    assert_eq!(run(&mut client, json!({ "uri": URI, "position": position }))["result"], Value::Null);
    assert_eq!(client.told("window/showMessage")["message"], "There is no STAR answer in this draft yet.");
    for wrong in [json!(null), json!(7), json!({ "uri": URI }), json!({ "uri": "no uri", "position": position })] {
        assert_eq!(run(&mut client, wrong)["error"]["code"], -32602);
    }
    let unknown = run(&mut client, json!({ "uri": "file:///other.md", "position": position }));
    assert_eq!(unknown["error"]["code"], -32602);
    client.ignore_the_rest();
}

#[test]
fn a_request_that_waits_can_be_cancelled() {
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
