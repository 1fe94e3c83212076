//! What is made of the description of all settings: the schema, the table of the settings page, the manifest of the
//! VS Code extension. `UPDATE_EXPECT=1` writes them anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use star_coach::config::Config;
use star_coach::label;
use star_coach::rules::RULES;
use star_coach::settings::{Kind, LABELS, PARAMETERS, Place, SETTINGS, SEVERITIES, Setting, Whole};

/// What belongs to the extension for VS Code itself.
const OF_THE_EXTENSION: [&str; 2] = ["starCoach.server.path", "starCoach.trace.server"];

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares `new` with what the file holds; with UPDATE_EXPECT=1 in the environment, writes it there instead.
fn expect(name: &str, new: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path(name), new).expect("written");
        return;
    }
    let old = fs::read_to_string(path(name)).unwrap_or_default();
    assert!(old == new, "{name} differs; UPDATE_EXPECT=1 cargo test writes it anew. It would be:\n{new}");
}

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).expect(name)
}

/// What is usual, as JSON; null where there is nothing.
fn usual(setting: &Setting) -> Value {
    match setting.kind {
        Kind::Flag(field) => (*field(&mut Config::default())).into(),
        Kind::Start => false.into(),
        Kind::Whole(whole) => (whole.get)(&Config::default()).into(),
        Kind::Globs(_) | Kind::Paths(_) => json!([]),
        Kind::Languages => Config::default().labels.languages.into(),
        Kind::Labels | Kind::Rules => json!({}),
    }
}

/// The schema of what a setting may be.
fn schema(setting: &Setting, place: Place) -> Map<String, Value> {
    let schema = match setting.kind {
        Kind::Flag(_) | Kind::Start => json!({ "type": "boolean" }),
        Kind::Whole(whole) => schema_of(whole),
        Kind::Globs(_) | Kind::Paths(_) => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Languages => {
            let codes: Vec<_> = label::languages().map(|(code, _)| code).collect();
            let names: Vec<_> = label::languages().map(|(_, name)| name).collect();
            let items = json!({ "type": "string", "enum": codes, "enumDescriptions": names });
            json!({ "type": "array", "uniqueItems": true, "items": items })
        }
        Kind::Labels => {
            let words = json!({ "type": "array", "items": { "type": "string", "maxLength": 40 } });
            let properties: Map<_, _> = LABELS.iter().map(|label| (label.to_string(), words.clone())).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
        Kind::Rules => {
            let properties: Map<_, _> =
                RULES.iter().map(|rule| (rule.code.to_owned(), rule_schema(rule, place))).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
    };
    match schema {
        Value::Object(members) => members,
        _ => unreachable!("a schema is an object"),
    }
}

fn schema_of(whole: Whole) -> Value {
    json!({ "type": "integer", "minimum": whole.min, "maximum": whole.max })
}

fn rule_schema(rule: &star_coach::rules::Rule, place: Place) -> Value {
    let severity = json!({ "type": "string", "enum": SEVERITIES });
    let summary = format!("{} Usually {}.", rule.summary, rule.severity.name());
    let mut parameters = Map::new();
    for parameter in PARAMETERS.iter().filter(|parameter| parameter.rule == rule.code) {
        let mut schema = schema_of(parameter.whole);
        schema["default"] = (parameter.whole.get)(&Config::default()).into();
        schema["description"] = parameter.docs.into();
        parameters.insert(place.spell(parameter.name), schema);
    }
    parameters.insert("severity".into(), severity.clone());
    let table = json!({ "type": "object", "additionalProperties": false, "properties": parameters });
    json!({ "description": summary, "anyOf": [severity, table] })
}

/// What the docs say, without what only a page of markdown has.
fn plain(docs: &str) -> String {
    let mut out = String::new();
    let mut rest = docs;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((words, target)) = after.split_once("](") else { break };
        let Some((_, behind)) = target.split_once(')') else { break };
        let _ = write!(out, "{before}{words}");
        rest = behind;
    }
    out + rest
}

#[test]
fn the_schema_describes_star_coach_toml() {
    let mut properties = Map::new();
    for setting in SETTINGS.iter().filter(|setting| setting.places.contains(&Place::Project)) {
        let mut schema = schema(setting, Place::Project);
        schema.insert("description".into(), plain(setting.docs).into());
        schema.insert("default".into(), usual(setting));
        properties.insert(Place::Project.spell(setting.name), schema.into());
    }
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "star-coach.toml",
        "description": "The settings of a folder of STAR drafts, read by star-coach.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    expect("editors/star-coach.schema.json", &format!("{schema:#}\n"));
}

#[test]
fn the_extension_for_vs_code_has_all_settings_of_an_editor() {
    let name = "editors/vscode/package.json";
    let old = read(name);
    // Only this part is ours, and it is told by its braces: the rest stays as somebody wrote it.
    let start = old.find("\"properties\": {").expect("the settings") + "\"properties\": ".len();
    let mut depth = 0;
    let end = old[start..]
        .char_indices()
        .find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0
        })
        .map(|(at, _)| start + at + 1)
        .expect("a closing brace");
    let written: Map<String, Value> = serde_json::from_str(&old[start..end]).expect("JSON");
    let mut properties: Vec<(String, Value)> = Vec::new();
    for name in OF_THE_EXTENSION {
        properties.push((name.to_owned(), written.get(name).expect(name).clone()));
    }
    // The server is started by the extension, which knows whether VS Code fetches findings.
    let ours = |setting: &&Setting| setting.places.contains(&Place::Editor) && !matches!(setting.kind, Kind::Start);
    for setting in SETTINGS.iter().filter(ours) {
        let mut schema = schema(setting, Place::Editor);
        schema.insert("default".into(), usual(setting));
        schema.insert("scope".into(), "window".into());
        schema.insert("markdownDescription".into(), plain(setting.docs).into());
        properties.push((format!("starCoach.{}", setting.name), schema.into()));
    }
    let mut text = String::from("{\n");
    for (index, (name, schema)) in properties.iter().enumerate() {
        let comma = if index + 1 < properties.len() { "," } else { "" };
        let schema = format!("{schema:#}").replace('\n', "\n        ");
        let _ = writeln!(text, "        \"{name}\": {schema}{comma}");
    }
    text.push_str("      }");
    let new = format!("{}{text}{}", &old[..start], &old[end..]);
    serde_json::from_str::<Value>(&new).expect("the manifest is JSON");
    expect(name, &new);
}
