//! What an editor offers at a place of a draft, over real pipes: hovers.

use serde_json::{Value, json};

use crate::support::{Client, recorded};

const URI: &str = "file:///home/me/interviews/draft.md";

const DRAFT: &str = "# 😀 Orders got lost\r\n\r\n**Situation:** 😀é Orders got lost.\r\n\r\n**Task:** 😀 See [[S20]].\r\n\r\n\
    **Action:** 😀é I put Amazon SQS before it.\r\n\r\n**Result:** Losses fell from 40 to 2 a week.\r\n";

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// An editor as recorded, which knows nothing but `encoding`.
fn editor(name: &str, encoding: &str) -> Client {
    let mut params = recorded(name);
    params["capabilities"]["general"]["positionEncodings"] = json!([encoding]);
    Client::initialized(&params)
}

/// Where `place` stands in `draft`, or where it ends.
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
fn a_hover_tells_what_stands_there_in_every_encoding() {
    for encoding in ENCODINGS {
        for (name, kind) in [("vscode", "markdown"), ("neovim", "markdown")] {
            let mut client = editor(name, encoding);
            client.open(URI, DRAFT);
            for (place, begin) in [
                ("Action", "**Action**: What did you do"),
                ("Amazon SQS", "**Amazon SQS**\n\n"),
                ("[[S20]]", "**"),
                ("from 40 to 2 a week", "**Before and after** counts."),
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
fn a_client_that_shows_no_markdown_gets_none() {
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
fn a_hover_describes_the_text_as_it_is() {
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
fn nothing_is_known_of_places_that_do_not_exist() {
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
