//! Own answers in the open folders: indexed in the background, kept up to date, and offered where they are related.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Client, Folder, codes, uri};

/// The maximum time until a change is indexed.
const PATIENCE: Duration = Duration::from_secs(20);

const ORDERS: &str = "# Lost orders\n\n**Situation:** Our checkout lost orders at noon.\n\n**Task:** I owned the checkout.\n\n\
    **Action:** I put Amazon SQS in front of the checkout.\n\n**Result:** We lost 0 orders, from 40 a day.\n";

const PARCELS: &str = "Some words before.\n\n# Late parcels\n\n**Situation:** Parcels were late since the checkout was slow.\n\n\
    **Task:** I owned it.\n\n**Action:** I moved the checkout to Amazon SQS queues.\n\n**Result:** 30% fewer were late.\n";

const CHOIR: &str = "# The choir\n\n**Situation:** The choir had no room.\n\n**Task:** I was to find one.\n\n\
    **Action:** I asked the mayor.\n\n**Result:** We sing twice a week.\n";

fn client_of(folders: &[&Folder]) -> Client {
    let capabilities = json!({ "window": { "showDocument": { "support": true }, "workDoneProgress": true } });
    let folders: Vec<_> = folders.iter().map(|folder| json!({ "uri": uri(folder.root()), "name": "drafts" })).collect();
    Client::initialized(&json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders }))
}

/// Returns the own answers offered in the Action of an answer in a draft such as `ORDERS`.
fn offers(client: &mut Client, uri: &str) -> Vec<Value> {
    let actions = client.actions(uri, [6, 0, 6, 0], json!({ "diagnostics": [] }));
    let is_own =
        |action: &Value| action["title"].as_str().is_some_and(|title| title.starts_with("Open your related answer: "));
    actions.into_iter().filter(is_own).collect()
}

fn titles(offers: &[Value]) -> Vec<&str> {
    offers.iter().filter_map(|offer| offer["title"].as_str()?.strip_prefix("Open your related answer: ")).collect()
}

/// Waits until the offered titles are as `wanted`.
fn until(client: &mut Client, uri: &str, wanted: impl Fn(&[&str]) -> bool) -> Vec<Value> {
    let start = Instant::now();
    loop {
        let offers = offers(client, uri);
        if wanted(&titles(&offers)) {
            return offers;
        }
        assert!(start.elapsed() < PATIENCE, "still offered: {:?}\n{}", titles(&offers), client.story());
    }
}

fn changed(client: &mut Client, uri: &str, kind: u8) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": kind }] }));
}

/// Opens a draft with its answer.
fn open(client: &mut Client, uri: &str) {
    client.open(uri, ORDERS);
    client.published(uri);
}

#[test]
fn a_related_answer_in_another_draft_is_offered_and_opens_there() {
    let folder = Folder::new(&[("orders.md", ORDERS), ("choir.md", CHOIR), ("more/parcels.md", PARCELS)]);
    let mut client = client_of(&[&folder]);
    let draft = folder.uri("orders.md");
    open(&mut client, &draft);
    let offers = until(&mut client, &draft, |titles| !titles.is_empty());
    assert_eq!(titles(&offers), ["Late parcels (SQS, checkout)"]);
    assert_eq!(offers[0]["kind"], "refactor");
    let command = &offers[0]["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(client.result("workspace/executeCommand", params), true);
    let shown = client.shown.pop().expect("a document to show");
    assert_eq!((&shown["uri"], &shown["takeFocus"]), (&json!(folder.uri("more/parcels.md")), &json!(true)));
    let title = json!({ "start": { "line": 2, "character": 2 }, "end": { "line": 2, "character": 14 } });
    assert_eq!(shown["selection"], title);

    let only = json!({ "diagnostics": [], "only": ["quickfix"] });
    assert!(client.actions(&draft, [6, 0, 6, 0], only).iter().all(|action| action["kind"] == "quickfix"));
    let outside = client.actions(&draft, [8, 0, 8, 0], json!({ "diagnostics": [] }));
    assert!(outside.iter().any(|action| action["kind"] == "refactor"), "{outside:?}");
    client.is_quiet();
}

#[test]
fn at_most_two_related_answers_are_offered() {
    let parts: Vec<(String, String)> =
        (0..5).map(|n| (format!("p{n}.md"), PARCELS.replace("parcels", &format!("parcels {n}")))).collect();
    let mut files: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("orders.md", ORDERS));
    let folder = Folder::new(&files);
    let mut client = client_of(&[&folder]);
    let draft = folder.uri("orders.md");
    open(&mut client, &draft);
    until(&mut client, &draft, |titles| titles.len() == 2);
    let choir = folder.uri("choir.md");
    client.open(&choir, CHOIR);
    client.published(&choir);
    assert_eq!(offers(&mut client, &choir), [Value::Null; 0]);
}

#[test]
fn ignored_linked_and_binary_files_are_not_read() {
    let outside = Folder::new(&[("link.md", &PARCELS.replace("parcels", "links"))]);
    let big = format!("{PARCELS}\n{}", "a ".repeat(600_000));
    let folder = Folder::new(&[
        (".gitignore", "/ignored/\nsecret-*.md\n"),
        ("big.md", &big),
        ("ignored/a.md", PARCELS),
        ("notes.txt", PARCELS),
        ("secret-a.md", PARCELS),
        ("zero.md", "# Late nulls\n\0"),
        ("zz-last.md", &PARCELS.replace("Late parcels", "The last one")),
    ]);
    fs::write(folder.path("latin.md"), [&PARCELS.as_bytes()[..200], &[0xe9][..]].concat()).expect("written");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path("link.md"), folder.path("link.md")).expect("a link");
        std::os::unix::fs::symlink(outside.root(), folder.path("links")).expect("a link");
        std::os::unix::fs::symlink(folder.root(), folder.path("loop")).expect("a link");
    }
    let mut client = client_of(&[&folder]);
    let draft = folder.uri("draft.md");
    open(&mut client, &draft);
    // Drafts are read in the order of their names.
    let offers = until(&mut client, &draft, |titles| !titles.is_empty());
    assert_eq!(titles(&offers), ["The last one (SQS, checkout)"]);
    changed(&mut client, &folder.uri("secret-a.md"), 2);
    folder.write("zz-last.md", &PARCELS.replace("Late parcels", "The newest one"));
    changed(&mut client, &folder.uri("zz-last.md"), 2);
    let offers = until(&mut client, &draft, |titles| titles.iter().any(|title| title.starts_with("The newest one")));
    assert_eq!(offers.len(), 1, "{offers:?}");
    folder.write(".gitignore", "/ignored/\n");
    changed(&mut client, &folder.uri(".gitignore"), 2);
    until(&mut client, &draft, |titles| titles.iter().any(|title| title.starts_with("Late parcels")));
}

#[test]
fn added_changed_and_deleted_drafts_are_tracked() {
    let folder = Folder::new(&[("orders.md", ORDERS)]);
    let mut client = client_of(&[&folder]);
    let draft = folder.uri("orders.md");
    open(&mut client, &draft);
    assert_eq!(offers(&mut client, &draft), [Value::Null; 0]);
    folder.write("new/parcels.md", PARCELS);
    changed(&mut client, &folder.uri("new/parcels.md"), 1);
    until(&mut client, &draft, |titles| titles == ["Late parcels (SQS, checkout)"]);
    folder.write("new/parcels.md", &PARCELS.replace("Late parcels", "Tardy parcels"));
    changed(&mut client, &folder.uri("new/parcels.md"), 2);
    until(&mut client, &draft, |titles| titles == ["Tardy parcels (SQS, checkout)"]);
    // Renaming a folder deletes one and creates another.
    fs::rename(folder.path("new"), folder.path("newer")).expect("renamed");
    changed(&mut client, &folder.uri("new"), 3);
    changed(&mut client, &folder.uri("newer"), 1);
    let offers_there = until(&mut client, &draft, |titles| !titles.is_empty());
    assert_eq!(offers_there[0]["command"]["arguments"][0]["uri"], folder.uri("newer/parcels.md"));
    // There is no notification for this file.
    fs::remove_file(folder.path("newer/parcels.md")).expect("removed");
    assert_eq!(offers(&mut client, &draft), [Value::Null; 0]);
    client.is_quiet();
}

#[test]
fn an_open_draft_is_read_from_the_editor_and_a_closed_one_from_the_disk() {
    let folder = Folder::new(&[("orders.md", ORDERS), ("parcels.md", PARCELS)]);
    let mut client = client_of(&[&folder]);
    let draft = folder.uri("orders.md");
    open(&mut client, &draft);
    until(&mut client, &draft, |titles| titles == ["Late parcels (SQS, checkout)"]);
    let parcels = folder.uri("parcels.md");
    client.open(&parcels, &PARCELS.replace("Some words before.\n\n# Late parcels", "# Unsaved"));
    client.published(&parcels);
    let offers_now = offers(&mut client, &draft);
    assert_eq!(titles(&offers_now), ["Unsaved (SQS, checkout)"]);
    assert_eq!(offers_now[0]["command"]["arguments"][0]["range"]["start"]["line"], 0);
    client.edit(&parcels, 2, [0, 2, 0, 9], "Changed");
    let offers_now = offers(&mut client, &draft);
    assert_eq!(titles(&offers_now), ["Changed (SQS, checkout)"]);
    client.edit(&parcels, 3, [0, 0, 100, 0], "");
    assert_eq!(offers(&mut client, &draft), [Value::Null; 0]);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": parcels } }));
    client.published(&parcels);
    until(&mut client, &draft, |titles| titles == ["Late parcels (SQS, checkout)"]);
}

#[test]
fn folders_can_be_added_and_removed() {
    let (one, other) = (Folder::new(&[("orders.md", ORDERS)]), Folder::new(&[("parcels.md", PARCELS)]));
    let mut client = client_of(&[&one]);
    let draft = one.uri("orders.md");
    open(&mut client, &draft);
    assert_eq!(offers(&mut client, &draft), [Value::Null; 0]);
    let folder = json!([{ "uri": uri(other.root()), "name": "other" }]);
    let change = |added: &Value, removed: &Value| json!({ "event": { "added": added, "removed": removed } });
    client.notify("workspace/didChangeWorkspaceFolders", change(&folder, &json!([])));
    until(&mut client, &draft, |titles| titles == ["Late parcels (SQS, checkout)"]);
    client.notify("workspace/didChangeWorkspaceFolders", change(&json!([]), &folder));
    assert_eq!(offers(&mut client, &draft), [Value::Null; 0]);

    // The lexicon of a folder applies to the drafts in it.
    other.write("star-coach.toml", "lexicon = [\"stories.toml\"]\n");
    let phrase = "[[phrase]]\nid = \"x\"\nconfidence = \"high\"\ncandidates = [\"amazon-sns\"]\n";
    other.write("stories.toml", &format!("{phrase}patterns = [\"front of the checkout\"]\n"));
    let inside = other.uri("2026/orders.md");
    client.open(&inside, ORDERS);
    let is_known =
        |found: Vec<Value>| found.iter().any(|found| found["message"].as_str().is_some_and(|m| m.contains("SNS")));
    assert!(!is_known(client.published(&inside)));
    client.notify("workspace/didChangeWorkspaceFolders", change(&folder, &json!([])));
    assert!(is_known(client.published(&inside)));
    client.notify("workspace/didChangeWorkspaceFolders", change(&json!([]), &folder));
    assert!(!is_known(client.published(&inside)));
    client.is_quiet();
}

/// Creates enough drafts to take a while.
fn many(count: usize) -> Folder {
    let folder = Folder::new(&[]);
    for n in 0..count {
        folder.write(&format!("{n:04}.md"), &CHOIR.replace("choir", &format!("choir number {n}")));
    }
    folder.write("zz-parcels.md", PARCELS);
    folder
}

#[test]
fn progress_is_shown_for_many_drafts() {
    let folder = many(40);
    let mut client = client_of(&[&folder]);
    let begin = client.notification("$/progress");
    let (token, value) = (&begin["token"], &begin["value"]);
    assert_eq!((&value["kind"], &value["title"]), (&json!("begin"), &json!("Indexing drafts")));
    assert_eq!(value["cancellable"], true);
    loop {
        let next = client.notification("$/progress");
        assert_eq!(&next["token"], token);
        match next["value"]["kind"].as_str() {
            Some("report") => assert!(next["value"]["percentage"].as_u64().is_some_and(|share| share <= 100), "{next}"),
            Some("end") => break,
            _ => panic!("{next}"),
        }
    }
    client.is_quiet();
    let few = Folder::new(&[("parcels.md", PARCELS)]);
    let mut client = client_of(&[&few]);
    let draft = few.uri("orders.md");
    open(&mut client, &draft);
    until(&mut client, &draft, |titles| !titles.is_empty());
    client.is_quiet();
}

#[test]
fn indexing_can_be_canceled() {
    let folder = many(1500);
    let mut client = client_of(&[&folder]);
    let token = client.notification("$/progress")["token"].clone();
    for other in [json!("star-coach/other"), json!(7), Value::Null] {
        client.notify("window/workDoneProgress/cancel", json!({ "token": other }));
    }
    client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    let end = loop {
        let next = client.notification("$/progress");
        if next["value"]["kind"] == "end" {
            break next;
        }
    };
    assert_eq!(end["value"]["message"], "stopped");
    let draft = folder.uri("orders.md");
    open(&mut client, &draft);
    assert_eq!(offers(&mut client, &draft), [Value::Null; 0], "the last draft was not read");
    // Changed drafts are still read.
    changed(&mut client, &folder.uri("zz-parcels.md"), 2);
    until(&mut client, &draft, |titles| !titles.is_empty());
    client.is_quiet();
}

#[test]
fn a_session_can_end_during_indexing() {
    let folder = many(1500);
    let mut client = client_of(&[&folder]);
    client.notification("$/progress");
    client.result("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
    client.ignore_the_rest();
}

#[test]
fn a_client_that_can_not_show_documents_gets_the_location() {
    let folder = Folder::new(&[("parcels.md", PARCELS)]);
    let folders = json!([{ "uri": uri(folder.root()), "name": "drafts" }]);
    let params = json!({ "processId": null, "capabilities": {}, "workspaceFolders": folders });
    let mut client = Client::initialized(&params);
    let draft = folder.uri("orders.md");
    open(&mut client, &draft);
    let offers = until(&mut client, &draft, |titles| !titles.is_empty());
    let command = &offers[0]["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(client.result("workspace/executeCommand", params), false);
    let message = client.notification("window/showMessage")["message"].to_string();
    assert!(message.contains(&format!("{}:3.", folder.path("parcels.md").display())), "{message}");
    for arguments in [json!([]), json!([{ "uri": draft }]), json!([{ "uri": 3, "line": 1 }]), json!([{ "line": 1 }])] {
        let params = json!({ "command": "starCoach.showAnswer", "arguments": arguments });
        assert_eq!(client.request("workspace/executeCommand", params)["error"]["code"], -32602, "{arguments}");
    }
    let params = json!({ "command": "starCoach.showAnswer", "arguments": [{ "uri": draft, "line": 4 }] });
    assert_eq!(client.result("workspace/executeCommand", params), false);
    assert!(client.notification("window/showMessage")["message"].to_string().contains(":5."));
}

/// An answer whose Result has no metric.
const FIGURELESS: &str = "# Slow pages\n\n**Situation:** Pages were slow.\n\n**Task:** I owned them.\n\n\
    **Action:** I put Amazon CloudFront in front, with logs in S3.\n\n**Result:** They are much faster.\n";

#[test]
fn answers_are_found_by_their_titles_across_the_workspace() {
    let folder = Folder::new(&[("a b/parcels.md", PARCELS), ("orders.md", ORDERS), ("slow.md", FIGURELESS)]);
    let mut client = client_of(&[&folder]);
    let draft = folder.uri("orders.md");
    open(&mut client, &draft);
    until(&mut client, &draft, |titles| !titles.is_empty());
    let names = |client: &mut Client, query: &str| -> Vec<Value> {
        let found = client.result("workspace/symbol", json!({ "query": query }));
        found.as_array().expect("symbols").iter().map(|symbol| symbol["name"].clone()).collect()
    };
    let start = Instant::now();
    while names(&mut client, "").len() < 3 {
        assert!(start.elapsed() < PATIENCE, "{}", client.story());
    }
    assert_eq!(names(&mut client, "late"), ["Late parcels"]);
    assert_eq!(names(&mut client, "LTPCL"), ["Late parcels"]);
    assert_eq!(names(&mut client, "slcrap late"), [""; 0]);
    // Open drafts are indexed as they are in the editor.
    client.edit(&draft, 2, [0, 2, 0, 6], "Found");
    assert_eq!(names(&mut client, "lost orders"), [""; 0]);
    assert_eq!(names(&mut client, "found orders"), ["Found orders"]);
    let symbol = client.result("workspace/symbol", json!({ "query": "parcels" }))[0].take();
    assert_eq!(
        (&symbol["containerName"], &symbol["location"]["range"]["start"]["line"]),
        (&json!("parcels.md"), &json!(2))
    );
    assert!(symbol["location"]["uri"].as_str().is_some_and(|uri| uri.ends_with("/a%20b/parcels.md")), "{symbol}");
    client.ignore_the_rest();
}

#[test]
fn references_to_a_service_are_found() {
    let folder = Folder::new(&[("orders.md", ORDERS), ("parcels.md", PARCELS), ("slow.md", FIGURELESS)]);
    let mut client = client_of(&[&folder]);
    let draft = folder.uri("orders.md");
    open(&mut client, &draft);
    until(&mut client, &draft, |titles| !titles.is_empty());
    let mut references = |line: u64, character: u64| {
        let position = json!({ "line": line, "character": character });
        let context = json!({ "includeDeclaration": true });
        let document = json!({ "uri": draft });
        client.result(
            "textDocument/references",
            json!({ "textDocument": document, "position": position, "context": context }),
        )
    };
    let found = references(6, 25);
    let place = |name: &str, line: u64, start: u64, end: u64| {
        let range = json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } });
        json!({ "uri": folder.uri(name), "range": range })
    };
    assert_eq!(found, json!([place("orders.md", 6, 18, 28), place("parcels.md", 8, 36, 46)]));
    assert_eq!(references(0, 3), Value::Null);
    assert_eq!(references(99, 0), Value::Null);
}

fn command(name: &str, argument: Value) -> Value {
    json!({ "command": name, "arguments": [argument] })
}

#[test]
fn the_whole_workspace_is_checked_on_command() {
    let folder = Folder::new(&[("good.md", PARCELS), ("slow.md", FIGURELESS), ("slower.md", FIGURELESS)]);
    let mut client = client_of(&[&folder]);
    let check = command("starCoach.checkWorkspace", json!({}));
    let (slow, slower) = (folder.uri("slow.md"), folder.uri("slower.md"));
    let tally = client.result("workspace/executeCommand", check.clone());
    assert_eq!(tally, json!({ "drafts": 3, "withFindings": 2, "findings": 2, "stopped": false }));
    assert_eq!(client.notification("window/showMessage")["message"], "2 findings in 2 of 3 saved drafts.");
    assert_eq!(codes(&client.published(&slow)), ["missing-metric"]);
    assert_eq!(codes(&client.published(&slower)), ["missing-metric"]);
    client.is_quiet();

    // An open draft is reported as it is in the editor, a closed one as it is on disk.
    client.open(&slow, PARCELS);
    assert_eq!(client.published(&slow), [Value::Null; 0]);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": slow } }));
    assert_eq!(client.published(&slow), [Value::Null; 0]);
    assert_eq!(codes(&client.published(&slow)), ["missing-metric"]);

    // Changes on disk change the reported findings.
    folder.write("slow.md", PARCELS);
    changed(&mut client, &slow, 2);
    assert_eq!(client.published(&slow), [Value::Null; 0]);
    fs::remove_file(folder.path("slower.md")).expect("removed");
    changed(&mut client, &slower, 3);
    assert_eq!(client.published(&slower), [Value::Null; 0]);
    folder.write("slow.md", FIGURELESS);
    let tally = client.result("workspace/executeCommand", check);
    assert_eq!(tally, json!({ "drafts": 2, "withFindings": 1, "findings": 1, "stopped": false }));
    client.notification("window/showMessage");
    assert_eq!(codes(&client.published(&slow)), ["missing-metric"]);

    let clear = command("starCoach.checkWorkspace", json!({ "clear": true }));
    assert_eq!(client.result("workspace/executeCommand", clear), Value::Null);
    assert_eq!(client.published(&slow), [Value::Null; 0]);
    changed(&mut client, &slow, 2);
    client.open(&slow, FIGURELESS);
    client.published(&slow);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": slow } }));
    assert_eq!(client.published(&slow), [Value::Null; 0]);
    client.is_quiet();
}

#[test]
fn without_a_folder_nothing_is_checked() {
    let mut client = Client::plain(&Value::Null);
    let check = command("starCoach.checkWorkspace", json!({}));
    assert_eq!(client.result("workspace/executeCommand", check), Value::Null);
    assert!(client.notification("window/showMessage")["message"].to_string().contains("open their folder"));
    assert_eq!(client.result("workspace/symbol", json!({ "query": "" })), json!([]));
    client.is_quiet();
}
