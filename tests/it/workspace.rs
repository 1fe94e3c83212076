//! A custom lexicon in an editor: loaded, shown, reloaded.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Client, Folder, uri};

const DRAFT: &str = "# Zebra exports\n\n**Situation:** Our zebra export was slow.\n\n**Task:** I owned the zebra \
    export.\n\n**Action:** I sent zebra parcels by the stripe hub.\n\n**Result:** It takes 30% less time.\n";

const PHRASE: &str =
    "[[phrase]]\nid = \"hub\"\nconfidence = \"high\"\ncandidates = [\"amazon-sns\"]\npatterns = [\"stripe hub\"]\n";

const STORIES: &str = "### 3. Zebra Export\n\n**Situation**: Zebra exports were copied by hand.\n\n**Task**: I was to end \
    that.\n\n**Action**: I used AWS Lambda.\n\n**Result**: Exports take 40% less time.\n";

/// The maximum time to wait for background work.
const PATIENCE: Duration = Duration::from_secs(10);

/// Starts a client that has `folder` open.
fn client_of(folder: &Folder) -> Client {
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let folders = json!([{ "uri": uri(folder.root()), "name": "drafts" }]);
    Client::initialized(&json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders }))
}

fn changed(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
}

fn mentions(diagnostics: &[Value], words: &str) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic["message"].as_str().is_some_and(|message| message.contains(words)))
}

#[test]
fn the_lexicon_applies_from_the_start() {
    let folder = Folder::new(&[
        ("star-coach.toml", "lexicon = [\"hub.toml\", \"stories.md\"]\n"),
        ("hub.toml", PHRASE),
        ("stories.md", STORIES),
    ]);
    let mut client = client_of(&folder);
    let draft = folder.uri("draft.md");
    client.open(&draft, DRAFT);
    assert!(mentions(&client.published(&draft), "Amazon SNS"));
    let actions = client.actions(&draft, [6, 0, 6, 0], json!({ "diagnostics": [] }));
    let related =
        actions.iter().find(|action| action["command"]["arguments"][0]["id"] == "stories-3").expect("the story");
    assert!(
        related["title"].as_str().is_some_and(|title| title.starts_with("Open related scenario: Zebra Export")),
        "{related}"
    );
    let page = client.result("workspace/executeCommand", related["command"].clone());
    assert!(page.as_str().is_some_and(|page| page.contains("Zebra exports were copied by hand.")), "{page}");
    client.notification("window/showMessage");
    client.is_quiet();
}

#[test]
fn a_change_on_disk_re_analyzes_drafts() {
    let folder = Folder::new(&[("star-coach.toml", "lexicon = [\"hub.toml\"]\n"), ("hub.toml", "")]);
    let mut client = client_of(&folder);
    let draft = folder.uri("draft.md");
    client.open(&draft, DRAFT);
    assert!(!mentions(&client.published(&draft), "Amazon SNS"));
    folder.write("hub.toml", PHRASE);
    changed(&mut client, &folder.uri("hub.toml"));
    assert!(mentions(&client.published(&draft), "Amazon SNS"));
    folder.write("hub.toml", &PHRASE.replace("stripe hub", "other hub"));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri("hub.toml") } }));
    assert!(!mentions(&client.published(&draft), "Amazon SNS"));
    changed(&mut client, &folder.uri("unrelated.txt"));
    client.is_quiet();
}

#[test]
fn an_open_page_is_refreshed_when_its_story_changes() {
    let folder = Folder::new(&[("star-coach.toml", "lexicon = [\"stories.md\"]\n"), ("stories.md", STORIES)]);
    let mut client = client_of(&folder);
    let address = "star-coach-scenario:/stories-3/Zebra%20Export.md";
    let page = |client: &mut Client| {
        let page = client.result("workspace/textDocumentContent", json!({ "uri": address }));
        page["text"].as_str().expect("a text").to_owned()
    };
    let refreshed = |client: &Client| {
        let refresh = |asked: &&Value| asked["method"] == "workspace/textDocumentContent/refresh";
        client.asked.iter().filter(refresh).map(|asked| asked["params"]["uri"].clone()).collect::<Vec<_>>()
    };
    // The request is sent before the stories can have been loaded.
    let shown = page(&mut client);
    assert!(shown.contains("less time") && shown.contains("40%"), "{shown}");
    client.open(address, &shown);
    folder.write("stories.md", &STORIES.replace("40%", "70%"));
    changed(&mut client, &folder.uri("stories.md"));
    client.edit(address, 2, [0, 0, 0, 0], "typing in a page does nothing");
    let deadline = Instant::now() + PATIENCE;
    while refreshed(&client).is_empty() {
        assert!(Instant::now() < deadline, "{}", client.story());
        client.is_quiet();
    }
    assert_eq!(refreshed(&client), [address]);
    assert!(page(&mut client).contains("70%"));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": address } }));
    folder.write("stories.md", &STORIES.replace("### 3.", "### 4."));
    changed(&mut client, &folder.uri("stories.md"));
    while client.request("workspace/textDocumentContent", json!({ "uri": address }))["error"].is_null() {
        assert!(Instant::now() < deadline, "{}", client.story());
    }
    assert_eq!(refreshed(&client), [address], "it is closed");
}

#[test]
fn errors_in_a_file_are_reported_until_they_are_fixed() {
    let folder = Folder::new(&[
        ("star-coach.toml", "lexicon = [\"hub.toml\",\n \"bad.toml\", \"gone.toml\"]\n"),
        ("hub.toml", PHRASE),
        ("bad.toml", "[[phrase]]\nid = \"x\"\ncandidates = [\"amazon-snss\"]\npatterns = [\"x y\"]\n"),
    ]);
    let mut client = client_of(&folder);
    let bad = folder.uri("bad.toml");
    let problems = client.published(&bad);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0]["range"]["start"], json!({ "line": 2, "character": 14 }), "{problems:?}");
    assert!(mentions(&problems, "Did you mean `amazon-sns`?"));
    let settings = client.published(&folder.uri("star-coach.toml"));
    assert_eq!((settings.len(), &settings[0]["range"]["start"]["line"]), (1, &json!(1)), "{settings:?}");
    let draft = folder.uri("draft.md");
    client.open(&draft, DRAFT);
    assert!(mentions(&client.published(&draft), "Amazon SNS"), "the good file counts");
    folder.write("bad.toml", "");
    folder.write("gone.toml", "");
    changed(&mut client, &folder.uri("gone.toml"));
    assert_eq!(client.published(&bad), [Value::Null; 0]);
    assert_eq!(client.published(&folder.uri("star-coach.toml")), [Value::Null; 0]);
    client.is_quiet();
}

#[test]
fn a_folder_uses_the_defaults_until_it_has_settings() {
    let folder = Folder::new(&[("hub.toml", PHRASE)]);
    let mut client = client_of(&folder);
    let draft = folder.uri("draft.md");
    client.open(&draft, DRAFT);
    assert!(!mentions(&client.published(&draft), "Amazon SNS"));
    folder.write("star-coach.toml", "lexicon = [\"hub.toml\"]\n");
    changed(&mut client, &folder.uri("star-coach.toml"));
    assert!(mentions(&client.published(&draft), "Amazon SNS"));
    fs::remove_file(folder.path("star-coach.toml")).expect("removed");
    changed(&mut client, &folder.uri("star-coach.toml"));
    assert!(!mentions(&client.published(&draft), "Amazon SNS"));
}

/// Elements that are more than text.
const NASTY: &str = "    <script>alert(1)</script> [x](javascript:alert(1)) ![i](https://a.example/i.png) **b** `c` &lt; ~~d~~ \
    $(zap) $x$ https://b.example www.c.example d@e.example \u{1b}[31m \u{202e}--> <!-- -->\n# Heading\n\n```\n1. one";

/// Returns the kinds of blocks in Markdown, and all of its text; fails if it has links, HTML, or other active elements.
fn harmless(markdown: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut words = String::new();
    for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::SoftBreak | Event::End(_) => words.push('\n'),
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::List(None) | Tag::Item | Tag::Strong) => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    // Renderers turn these into links, although the specification doesn't.
    for address in ["https://", "www.", "d@e"] {
        assert!(!markdown.contains(address), "{address} in {markdown}");
    }
    assert!(!words.chars().any(|char| char.is_control() && char != '\n' || char == '\u{202e}'), "{words:?}");
    words
}

#[test]
fn pages_and_hovers_escape_text_of_the_lexicon() {
    let nasty = json!(NASTY);
    let lexicon = format!(
        "[[service]]\nid = \"evil-bus\"\nname = \"Evil {NAME}\"\nabout = {nasty}\nasked = {nasty}\naliases = [\"Evil Bus\"]\n\n\
         [[scenario]]\nid = \"evil-1\"\ntitle = {nasty}\nsituation = {nasty}\ntask = {nasty}\naction = [{nasty}]\n\
         result = {nasty}\nfigures = [{nasty}]\nangles = {{ security = {nasty} }}\nservices = [\"evil-bus\"]\n\n\
         [[scenario]]\nid = \"evil-2\"\ntitle = {nasty}\npoints = [{nasty}]\n",
        NAME = "*Bus* <b>",
    );
    let folder = Folder::new(&[("star-coach.toml", "lexicon = [\"evil.toml\"]\n"), ("evil.toml", &lexicon)]);
    let capabilities = json!({ "textDocument": { "hover": { "contentFormat": ["markdown"] } } });
    let folders = json!([{ "uri": uri(folder.root()), "name": "drafts" }]);
    let mut client =
        Client::initialized(&json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders }));
    let said: String = NASTY
        .trim_start()
        .chars()
        .map(|char| if char.is_control() || char == '\u{202e}' { ' ' } else { char })
        .collect();

    for (id, times) in [("evil-1", 7), ("evil-2", 2)] {
        let show = json!({ "command": "starCoach.showScenario", "arguments": [{ "id": id }] });
        let page = client.result("workspace/executeCommand", show);
        let page = page.as_str().expect("the page");
        assert_eq!(fs::read_to_string(client.cache().join(format!("{id}.md"))).expect("the file"), page);
        assert_eq!(harmless(page).matches(&said).count(), times, "{page}");
        client.notification("window/showMessage");
    }

    let draft = folder.uri("draft.md");
    client.open(&draft, &DRAFT.replace("the stripe hub", "Evil Bus as in [[evil-1]] and [[evil-2]]"));
    client.published(&draft);
    for (place, times) in [("Evil", 3), ("evil-1", 5), ("evil-2", 2)] {
        let line = "**Action:** I sent zebra parcels by Evil Bus as in [[evil-1]] and [[evil-2]].";
        let character = line.find(place).expect("the place");
        let at = json!({ "textDocument": { "uri": draft }, "position": { "line": 6, "character": character } });
        let hover = client.result("textDocument/hover", at);
        let shown = hover["contents"]["value"].as_str().expect("a hover");
        assert_eq!(hover["contents"]["kind"], "markdown");
        assert_eq!(harmless(shown).matches(&said).count(), times, "{place}: {shown}");
    }
    let at = json!({ "textDocument": { "uri": draft }, "position": { "line": 6, "character": 36 } });
    client.result("textDocument/definition", at);
    let page = client.cache().with_file_name("services").join("evil-bus.md");
    let page = fs::read_to_string(page).expect("the page of the service");
    assert_eq!(harmless(&page).matches(&said).count(), 3, "{page}");
    client.ignore_the_rest();
}
