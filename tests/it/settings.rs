//! Generated files: the schema, the table of the settings page, and the manifest of the VS Code extension.
//! `UPDATE_EXPECT=1` rewrites them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use star_coach::component::Component;
use star_coach::config::Config;
use star_coach::draft::label;
use star_coach::platform::PlatformSetting;
use star_coach::rules::RULES;
use star_coach::settings::{LABELS, SETTINGS, SEVERITIES, Setting, SettingSource, SettingType, Settings};
use star_coach::value::toml;

/// The settings of the VS Code extension itself.
const OF_THE_EXTENSION: [&str; 2] = ["starCoach.server.path", "starCoach.trace.server"];

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares `new` with the content of the file; writes it there instead if `UPDATE_EXPECT` is set.
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

/// Returns the default as JSON; null if there is none.
fn default_of(setting: &Setting) -> Value {
    match setting.kind {
        SettingType::Flag(field) => (*field(&mut Config::default())).into(),
        SettingType::Start => false.into(),
        SettingType::Integer(whole) => (whole.get)(&Config::default()).into(),
        SettingType::Globs(_) | SettingType::Paths(_) => json!([]),
        SettingType::Platform => Value::Null,
        SettingType::Languages => Config::default().labels.languages.into(),
        SettingType::Labels | SettingType::Rules => json!({}),
    }
}

/// Adds the default of `setting` to its schema, if there is one.
fn insert_default(schema: &mut Map<String, Value>, setting: &Setting) {
    let default = default_of(setting);
    if !default.is_null() {
        schema.insert("default".into(), default);
    }
}

/// Returns the schema of a setting's value.
fn schema(setting: &Setting, place: SettingSource) -> Map<String, Value> {
    let schema = match setting.kind {
        SettingType::Flag(_) | SettingType::Start => json!({ "type": "boolean" }),
        SettingType::Integer(whole) => schema_of(whole.min, whole.max),
        SettingType::Globs(_) | SettingType::Paths(_) => json!({ "type": "array", "items": { "type": "string" } }),
        SettingType::Platform => json!({ "type": "string", "enum": PlatformSetting::NAMES }),
        SettingType::Languages => {
            let codes: Vec<_> = label::languages().map(|(code, _)| code).collect();
            let names: Vec<_> = label::languages().map(|(_, name)| name).collect();
            let items = json!({ "type": "string", "enum": codes, "enumDescriptions": names });
            json!({ "type": "array", "uniqueItems": true, "items": items })
        }
        SettingType::Labels => {
            let words = json!({ "type": "array", "items": { "type": "string", "maxLength": 40 } });
            let properties: Map<_, _> = LABELS.iter().map(|label| (label.to_string(), words.clone())).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
        SettingType::Rules => {
            let properties: Map<_, _> =
                RULES.iter().map(|rule| (rule.name.to_owned(), rule_schema(rule, place))).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
    };
    match schema {
        Value::Object(members) => members,
        _ => unreachable!("a schema is an object"),
    }
}

fn schema_of(min: u32, max: u32) -> Value {
    json!({ "type": "integer", "minimum": min, "maximum": max })
}

fn rule_schema(rule: &star_coach::rules::Rule, place: SettingSource) -> Value {
    let severity = json!({ "type": "string", "enum": SEVERITIES });
    let summary = format!("{} Default: {}.", rule.summary, rule.severity.name());
    let mut options = Map::new();
    for option in rule.options {
        let mut schema = schema_of(option.min, option.max);
        schema["default"] = option.default.into();
        schema["description"] = option.docs.into();
        options.insert(place.spell(option.name), schema);
    }
    options.insert("severity".into(), severity.clone());
    let table = json!({ "type": "object", "additionalProperties": false, "properties": options });
    json!({ "description": summary, "anyOf": [severity, table] })
}

/// Returns the docs without markup.
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

/// Returns the schema of `star-coach.toml`.
fn file_schema() -> Value {
    let mut properties = Map::new();
    for setting in SETTINGS.iter().filter(|setting| setting.sources.contains(&SettingSource::Project)) {
        let mut schema = schema(setting, SettingSource::Project);
        schema.insert("description".into(), plain(setting.docs).into());
        insert_default(&mut schema, setting);
        properties.insert(SettingSource::Project.spell(setting.name), schema.into());
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "star-coach.toml",
        "description": "star-coach settings for a folder of drafts.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

#[test]
fn the_schema_is_current() {
    expect("editors/star-coach.schema.json", &format!("{:#}\n", file_schema()));
}

#[test]
fn the_manifest_of_the_vs_code_extension_is_current() {
    let name = "editors/vscode/package.json";
    let old = read(name);
    // Only this part is generated. It is found by its braces: the rest of the file stays as written.
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
    // The extension starts the server and knows whether VS Code fetches findings.
    let ours = |setting: &&Setting| {
        setting.sources.contains(&SettingSource::Editor) && !matches!(setting.kind, SettingType::Start)
    };
    for setting in SETTINGS.iter().filter(ours) {
        let mut schema = schema(setting, SettingSource::Editor);
        insert_default(&mut schema, setting);
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

/// One test covers the whole page, as it is rewritten in one step.
#[test]
fn the_settings_page_is_current() {
    let name = "docs/settings.md";
    let mut page = read(name);
    for (part, table) in [("settings", settings_table()), ("options", options_table()), ("languages", languages())] {
        let mark = format!("<!-- {part}: written by `UPDATE_EXPECT=1 cargo test` -->\n");
        let start = page.find(&mark).expect("a mark") + mark.len();
        let end = start + page[start..].find("<!-- end -->").expect("an end");
        page.replace_range(start..end, &table);
    }
    let examples = examples(&page);
    assert_eq!(examples.len(), 3);
    examples.iter().for_each(fits_the_schema);
    for example in examples.into_iter().rev() {
        let printed = printed(&example);
        page.replace_range(example.printed, &printed);
    }
    expect(name, &page);
}

/// Returns a heading and a few lines for each setting.
fn settings_table() -> String {
    let mut out = String::from("\n");
    for setting in SETTINGS {
        let name = if setting.sources == [SettingSource::Editor] {
            setting.name.to_owned()
        } else {
            SettingSource::Project.spell(setting.name)
        };
        let places = setting.sources.iter().map(|place| match place {
            SettingSource::Editor => format!("editor (`starCoach.{}`)", setting.name),
            SettingSource::Project => "`star-coach.toml`".to_owned(),
            SettingSource::Draft => "front matter".to_owned(),
        });
        let places: Vec<_> = places.collect();
        let default = match setting.kind {
            SettingType::Languages => "all".to_owned(),
            SettingType::Platform
            | SettingType::Globs(_)
            | SettingType::Paths(_)
            | SettingType::Labels
            | SettingType::Rules => "none".to_owned(),
            _ => format!("`{}`", default_of(setting)),
        };
        let what = match setting.kind {
            SettingType::Flag(_) | SettingType::Start => "`true` or `false`".to_owned(),
            SettingType::Integer(whole) => format!("a whole number from {} to {}", whole.min, whole.max),
            SettingType::Globs(_) => "a list of [globs](#globs-and-paths)".to_owned(),
            SettingType::Paths(_) => "a list of [paths](#globs-and-paths)".to_owned(),
            SettingType::Platform => {
                let names = PlatformSetting::NAMES.map(|name| format!("`{name}`"));
                format!("one of {}", names.join(", "))
            }
            SettingType::Languages => "a list of [codes](#languages)".to_owned(),
            SettingType::Labels => "a table of lists of labels".to_owned(),
            SettingType::Rules => "a table".to_owned(),
        };
        let kind = if setting.sources == [SettingSource::Editor] { "json" } else { "toml" };
        let _ = write!(
            out,
            "#### `{name}`\n\n{}\n\n- Set in: {}\n- Value: {what}\n- Default: {default}\n\n```{kind}\n{}\n```\n\n",
            setting.docs,
            places.join(", "),
            setting.example
        );
    }
    out
}

fn options_table() -> String {
    let mut out =
        String::from("\n| Rule | Option | Description | Range | Default |\n| --- | --- | --- | --- | --- |\n");
    for rule in RULES {
        for option in rule.options {
            let _ = writeln!(
                out,
                "| [`{0}`](rules.md#{0}) | `{1}` | {2} | {3} to {4} | {5} |",
                rule.name,
                SettingSource::Project.spell(option.name),
                option.docs,
                option.min,
                option.max,
                option.default
            );
        }
    }
    out + "\n"
}

fn languages() -> String {
    let mut out = String::from("\n| Code | Language | Labels |\n| --- | --- | --- |\n");
    for (code, name) in label::languages() {
        let label_words = label::LabelWords::new(&label::Labels { languages: vec![code], ..label::Labels::default() });
        let labels = Component::ALL.map(|component| label_words.name_like(component, &["Situation"]));
        let _ = writeln!(out, "| `{code}` | {name} | {} |", labels.join(", "));
    }
    out + "\n"
}

/// The example of each setting is valid, and changes something.
#[test]
fn examples_of_settings_are_valid() {
    for setting in SETTINGS.iter().filter(|setting| setting.sources != [SettingSource::Editor]) {
        let place = if setting.sources.contains(&SettingSource::Project) {
            SettingSource::Project
        } else {
            SettingSource::Draft
        };
        let (node, unread) = toml::read(setting.example);
        let mut settings = Settings::default();
        let problems = [unread, settings.apply(&node, place)].concat();
        assert_eq!(problems, [], "{}", setting.name);
        assert_ne!(settings, Settings::default(), "{}", setting.name);
    }
}

/// Checks the settings of an example against the schema.
fn fits_the_schema(example: &Example) {
    let schema = file_schema();
    let (_, text) = example.files.iter().find(|(name, _)| name == "star-coach.toml").expect("settings");
    let table: ::toml::Table = ::toml::from_str(text).expect("TOML");
    assert_eq!(misfit(&schema, &serde_json::to_value(&table).expect("JSON")), None, "{text}");
}

#[test]
fn the_schema_rejects_unknown_settings() {
    let schema = file_schema();
    for wrong in [
        json!({ "zebra": 1 }),
        json!({ "max-findings": 0 }),
        json!({ "languages": ["xx"] }),
        json!({ "aws": "yes" }),
        json!({ "platform": "openstack" }),
        json!({ "rules": { "missing-metric": "loud" } }),
        json!({ "rules": { "missing-metric": { "max-seconds": 10 } } }),
        json!({ "labels": { "tasks": [] } }),
    ] {
        assert!(misfit(&schema, &wrong).is_some(), "{wrong}");
    }
}

/// Returns the first mismatch with `schema`. Supports only the keywords that the schema uses.
fn misfit(schema: &Value, value: &Value) -> Option<String> {
    if let Some(any) = schema["anyOf"].as_array() {
        let all = any.iter().map(|schema| misfit(schema, value)).collect::<Option<Vec<_>>>()?;
        return Some(all.join(" or "));
    }
    let fits = match schema["type"].as_str()? {
        "boolean" => value.is_boolean(),
        "integer" => value.as_u64().is_some_and(|number| {
            schema["minimum"].as_u64().is_none_or(|min| min <= number)
                && schema["maximum"].as_u64().is_none_or(|max| number <= max)
        }),
        "string" => value.is_string() && schema["enum"].as_array().is_none_or(|known| known.contains(value)),
        "array" => return value.as_array()?.iter().find_map(|entry| misfit(&schema["items"], entry)),
        "object" => {
            return value.as_object().map_or_else(
                || Some(format!("{value} is not an object")),
                |members| {
                    members.iter().find_map(|(name, member)| match schema["properties"].get(name) {
                        Some(schema) => misfit(schema, member),
                        None => Some(format!("{name} is unknown")),
                    })
                },
            );
        }
        other => return Some(format!("a type that is not checked: {other}")),
    };
    (!fits).then(|| format!("{value} does not fit {schema}"))
}

/// An example of the settings page.
struct Example {
    files: Vec<(String, String)>,
    /// The command, and the position of its output on the page.
    command: String,
    printed: std::ops::Range<usize>,
}

/// Returns the examples. A name in backticks on its own line introduces a file; a console block has the command.
fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut files = Vec::new();
    let mut name = None;
    let mut at = 0;
    while at < page.len() {
        let line = page[at..].split_inclusive('\n').next().unwrap_or_default();
        let next = at + line.len();
        let words = line.trim_end();
        match words.strip_prefix("```") {
            Some(kind) => {
                let end = next + page[next..].find("```").expect("a fence that closes");
                let body = &page[next..end];
                if kind == "console" {
                    let (command, printed) = body.split_once('\n').expect("a command");
                    let command = command.strip_prefix("$ star-coach ").expect("a prompt").to_owned();
                    let files = std::mem::take(&mut files);
                    examples.push(Example { files, command, printed: end - printed.len()..end });
                } else if let Some(name) = name.take() {
                    files.push((name, body.to_owned()));
                }
                at = end + page[end..].find('\n').map_or(3, |len| len + 1);
                continue;
            }
            None if words.starts_with("## ") => files.clear(),
            None if words.starts_with('`') && words.ends_with('`') && words.matches('`').count() == 2 => {
                name = Some(words.trim_matches('`').to_owned());
            }
            None if !words.is_empty() => name = None,
            None => {}
        }
        at = next;
    }
    examples
}

/// Returns the output of the example's command.
fn printed(example: &Example) -> String {
    let folder = folder(&example.files);
    let (arguments, prints_code) = match example.command.strip_suffix("; echo $?") {
        Some(arguments) => (arguments, true),
        None => (&*example.command, false),
    };
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_star-coach"))
        .args(arguments.split(' '))
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{}", example.command);
    let mut printed = String::from_utf8(output.stdout).expect("text");
    if prints_code {
        let _ = writeln!(printed, "{}", output.status.code().expect("a code"));
    }
    printed
}

/// Creates a folder with `files`.
fn folder(files: &[(String, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    folder
}
