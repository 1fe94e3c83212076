//! Hovers, completion, links, and definitions, over real pipes.

use serde_json::{Value, json};

use crate::support::{Client, recorded};

const URI: &str = "file:///home/me/interviews/draft.md";

const DRAFT: &str = "# 😀 Orders got lost\r\n\r\n**Situation:** 😀é Orders got lost.\r\n\r\n**Task:** 😀 See [[S20]].\r\n\r\n\
    **Action:** 😀é I put Amazon SQS before it.\r\n\r\n**Result:** Losses fell from 40 to 2 a week.\r\n";

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// A recorded editor that supports only `encoding`.
fn editor(name: &str, encoding: &str) -> Client {
    let mut params = recorded(name);
    params["capabilities"]["general"]["positionEncodings"] = json!([encoding]);
    Client::initialized(&params)
}

/// Returns the position where `place` starts or ends in `draft`.
fn position(draft: &str, place: &str, end: bool, encoding: &str) -> Value {
    let at = draft.find(place).expect("the place") + if end { place.len() } else { 0 };
    let before = &draft[..at];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let units = match encoding {
        "utf-8" => at - start,
        "utf-16" => before[start..].encode_utf16().count(),
        _ => before[start..].chars().count(),
    };
    json!({ "line": line, "character": units })
}

fn at(uri: &str, position: Value) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": position })
}

#[test]
fn a_hover_has_the_right_range_in_every_encoding() {
    for encoding in ENCODINGS {
        for (name, kind) in [("vscode", "markdown"), ("neovim", "markdown")] {
            let mut client = editor(name, encoding);
            client.open(URI, DRAFT);
            for (place, begin) in [
                ("Action", "**Action**: What did you do"),
                ("Amazon SQS", "**Amazon SQS**\n\n"),
                ("[[S20]]", "**"),
                ("from 40 to 2 a week", "**A before-and-after pair** counts."),
            ] {
                let start = position(DRAFT, place, false, encoding);
                let hover = client.result("textDocument/hover", at(URI, start.clone()));
                let text = hover["contents"]["value"].as_str().unwrap_or_else(|| panic!("{place}: {hover}"));
                assert!(text.starts_with(begin), "{text}");
                assert_eq!(hover["contents"]["kind"], kind);
                let end = position(DRAFT, place, true, encoding);
                assert_eq!(hover["range"], json!({ "start": start, "end": end }), "{place} in {encoding}");
            }
            client.ignore_the_rest();
        }
    }
}

#[test]
fn a_client_without_markdown_gets_plain_text() {
    let mut params = recorded("vscode");
    params["capabilities"]["textDocument"]["hover"]["contentFormat"] = json!(["plaintext"]);
    let mut bare = Client::plain(&json!(null));
    for client in [&mut Client::initialized(&params), &mut bare] {
        client.open(URI, DRAFT);
        let hover = client.result("textDocument/hover", at(URI, position(DRAFT, "Action", false, "utf-16")));
        assert_eq!(hover["contents"]["kind"], "plaintext");
        let text = hover["contents"]["value"].as_str().expect("a text");
        assert!(text.starts_with("Action: What") && !text.contains("**") && !text.contains('\\'), "{text}");
        client.ignore_the_rest();
    }
}

#[test]
fn a_hover_describes_the_current_text() {
    let mut client = Client::editor("vscode");
    client.open(URI, DRAFT);
    client.edit(URI, 2, [6, 22, 6, 32], "AWS Lambda");
    let place = at(URI, json!({ "line": 6, "character": 25 }));
    let hover = client.result("textDocument/hover", place.clone());
    assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.starts_with("**AWS Lambda**")), "{hover}");
    client.edit(URI, 3, [6, 22, 6, 32], "it");
    assert_eq!(client.result("textDocument/hover", place), Value::Null);
    client.ignore_the_rest();
}

#[test]
fn positions_outside_the_draft_have_no_hover() {
    let mut client = Client::editor("vscode");
    client.open(URI, DRAFT);
    client.published(URI);
    let far = json!({ "line": u32::MAX, "character": u32::MAX });
    let past = json!({ "line": 0, "character": 9999 });
    for (uri, place) in [(URI, far.clone()), (URI, past), ("file:///nowhere.md", far.clone()), ("untitled:x", far)] {
        assert_eq!(client.result("textDocument/hover", at(uri, place)), Value::Null);
    }
    client.is_quiet();
}

/// Returns the completions at a position, in the order that an editor shows.
fn offered(client: &mut Client, uri: &str, position: Value, context: Value) -> (Vec<Value>, bool) {
    let mut params = at(uri, position);
    params["context"] = context;
    let list = client.result("textDocument/completion", params);
    let mut items = list["items"].as_array().cloned().unwrap_or_default();
    items.sort_by_key(|item| item["sortText"].as_str().expect("an order").to_owned());
    (items, list["isIncomplete"] == true)
}

fn typed(character: &str) -> Value {
    json!({ "triggerKind": 2, "triggerCharacter": character })
}

#[test]
fn missing_labels_respect_the_client_capabilities() {
    let draft =
        "# 😀\r\n\r\n**Situation:** It broke.\r\n\r\n**Task:** Mine.\r\n\r\n**Action:** I mended it.\r\n\r\n**Re\r\n";
    let mut no_snippets = recorded("vscode");
    let abilities = &mut no_snippets["capabilities"]["textDocument"]["completion"]["completionItem"];
    abilities["snippetSupport"] = json!(false);
    abilities["insertReplaceSupport"] = json!(false);
    for (params, snippets) in [(recorded("vscode"), true), (recorded("neovim"), true), (no_snippets, false)] {
        let mut client = Client::initialized(&params);
        client.open(URI, draft);
        let (items, _) = offered(&mut client, URI, json!({ "line": 8, "character": 4 }), json!({ "triggerKind": 1 }));
        assert_eq!(items.len(), 1, "{items:?}");
        let item = &items[0];
        assert_eq!((&item["label"], &item["filterText"]), (&json!("**Result:**"), &json!("**Result")));
        let edit = &item["textEdit"];
        let guide = "[What changed, and by how much?]";
        if snippets {
            assert_eq!(
                (&item["insertTextFormat"], &edit["newText"]),
                (&json!(2), &json!(format!("**Result:** ${{1:{guide}}}")))
            );
        } else {
            assert_eq!(
                (item.get("insertTextFormat"), &edit["newText"]),
                (None, &json!(format!("**Result:** {guide}")))
            );
        }
        let range = edit.get("range").or(edit.get("insert")).expect("a range");
        assert_eq!(range, &crate::support::range_of([8, 0, 8, 4]));
        client.ignore_the_rest();
    }
}

#[test]
fn a_service_replaces_the_typed_text_in_every_encoding() {
    let draft = DRAFT.replace("Amazon SQS", "aws sqs");
    for encoding in ENCODINGS {
        let mut client = editor("vscode", encoding);
        client.open(URI, &draft);
        let (items, incomplete) =
            offered(&mut client, URI, position(&draft, "aws sq", true, encoding), json!({ "triggerKind": 1 }));
        assert!(incomplete && items[0]["label"] == "Amazon SQS", "{items:?}");
        let edit = &items[0]["textEdit"];
        let start = position(&draft, "aws sqs", false, encoding);
        let cursor = position(&draft, "aws sq", true, encoding);
        let end = position(&draft, "aws sqs", true, encoding);
        assert_eq!(edit["insert"], json!({ "start": start, "end": cursor }));
        assert_eq!(edit["replace"], json!({ "start": start, "end": end }));
        assert_eq!(items[0]["documentation"]["kind"], "markdown");
        client.ignore_the_rest();
    }
}

#[test]
fn a_trigger_character_offers_only_matching_items() {
    let mut client = Client::editor("vscode");
    let draft = format!("{DRAFT}\r\nSee [[\r\n");
    client.open(URI, &draft);
    let end = position(&draft, "\r\nSee [[", true, "utf-16");
    let (items, _) = offered(&mut client, URI, end, typed("["));
    assert!(
        items.len() > 30
            && items.iter().all(|item| item["textEdit"]["newText"].as_str().is_some_and(|text| text.ends_with("]]")))
    );
    let action = position(&draft, "I put Ama", true, "utf-16");
    for character in ["[", "*", "#", ":"] {
        assert_eq!(offered(&mut client, URI, action.clone(), typed(character)).0, [] as [Value; 0], "{character}");
    }
    let far = json!({ "line": u32::MAX, "character": u32::MAX });
    offered(&mut client, URI, far.clone(), json!({ "triggerKind": 77 }));
    assert_eq!(offered(&mut client, "file:///nowhere.md", far, Value::Null).0, [] as [Value; 0]);
    client.ignore_the_rest();
}

#[test]
fn the_page_of_a_link_is_written_when_it_is_followed() {
    let mut client = Client::initialized(&without_fetching());
    client.open(URI, DRAFT);
    let links = client.result("textDocument/documentLink", json!({ "textDocument": { "uri": URI } }));
    let links = links.as_array().expect("links");
    assert_eq!(links.len(), 1);
    let (start, end) = (position(DRAFT, "[[S20]]", false, "utf-16"), position(DRAFT, "[[S20]]", true, "utf-16"));
    assert_eq!(links[0]["range"], json!({ "start": start, "end": end }));
    assert!(links[0].get("target").is_none() && !client.cache().exists(), "nothing is written yet");
    let link = client.result("documentLink/resolve", links[0].clone());
    assert!(link["target"].as_str().is_some_and(|target| target.ends_with("/star-coach/scenarios/S20.md")), "{link}");
    assert!(client.cache().join("S20.md").exists());
    for data in [json!({ "scenario": "../../evil" }), json!({ "scenario": 7 }), json!(null)] {
        let mut stray = links[0].clone();
        stray["data"] = data;
        assert!(client.result("documentLink/resolve", stray).get("target").is_none());
    }
    client.ignore_the_rest();
}

/// VS Code without support for fetching pages.
fn without_fetching() -> Value {
    let mut params = recorded("vscode");
    params["capabilities"]["workspace"]["textDocumentContent"] = Value::Null;
    params
}

#[test]
fn no_page_is_written_for_a_client_that_fetches_pages() {
    let mut client = Client::editor("vscode");
    client.open(URI, DRAFT);
    let links = client.result("textDocument/documentLink", json!({ "textDocument": { "uri": URI } }));
    let link = client.result("documentLink/resolve", links[0].clone());
    let found = client.result("textDocument/definition", at(URI, position(DRAFT, "[[S20]]", false, "utf-16")));
    for address in [&link["target"], &found[0]["targetUri"]] {
        assert!(address.as_str().is_some_and(|address| address.starts_with("star-coach-scenario:/S20/")), "{address}");
        let page = client.result("workspace/textDocumentContent", json!({ "uri": address }));
        assert!(page["text"].as_str().is_some_and(|text| text.starts_with("# ")), "{page}");
    }
    let found = client.result("textDocument/definition", at(URI, position(DRAFT, "Amazon SQS", false, "utf-16")));
    let address = found[0]["targetUri"].as_str().expect("an address");
    assert_eq!(address, "star-coach-scenario:/services/amazon-sqs/Amazon%20SQS.md");
    let page = client.result("workspace/textDocumentContent", json!({ "uri": address }));
    assert!(page["text"].as_str().is_some_and(|text| text.starts_with("# Amazon SQS\n")), "{page}");
    client.ignore_the_rest();
    client.open(address, "**Action:** It is no draft.\n\n**Result:** It got better.\n");
    client.is_quiet();
    for nothing in ["services/amazon-xyz/a.md", "services/amazon-sqs", "services//a.md", "services"] {
        let answer = client
            .request("workspace/textDocumentContent", json!({ "uri": format!("star-coach-scenario:/{nothing}") }));
        assert_eq!(answer["error"]["code"], -32602, "{nothing}: {answer}");
    }
    assert!(!client.cache().with_file_name("").exists());
    client.ignore_the_rest();
}

#[test]
fn the_page_of_a_definition_is_not_checked() {
    let mut plain = without_fetching();
    plain["capabilities"]["textDocument"]["definition"]["linkSupport"] = json!(false);
    for (params, linked) in [(without_fetching(), true), (plain, false)] {
        let mut client = Client::initialized(&params);
        client.open(URI, DRAFT);
        client.published(URI);
        for (place, page) in [("Amazon SQS", "services/amazon-sqs.md"), ("[[S20]]", "scenarios/S20.md")] {
            let start = position(DRAFT, place, false, "utf-16");
            let found = client.result("textDocument/definition", at(URI, start.clone()));
            let target = if linked { &found[0]["targetUri"] } else { &found["uri"] };
            let target = target.as_str().unwrap_or_else(|| panic!("{place}: {found}"));
            assert!(target.ends_with(&format!("/star-coach/{page}")), "{target}");
            if linked {
                let end = position(DRAFT, place, true, "utf-16");
                assert_eq!(found[0]["originSelectionRange"], json!({ "start": start, "end": end }));
            }
            let path = client.cache().with_file_name("").join(page);
            let text = std::fs::read_to_string(&path).expect("the page");
            assert!(text.starts_with("# "), "{text}");
            client.ignore_the_rest();
            client.open(target, "**Action:** It is no draft.\n\n**Result:** It got better.\n");
            client.is_quiet();
        }
        let nowhere = client.result("textDocument/definition", at(URI, position(DRAFT, "I put", false, "utf-16")));
        assert_eq!(nowhere, Value::Null);
        client.ignore_the_rest();
    }
}
