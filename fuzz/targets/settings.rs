//! Any editor settings, `star-coach.toml`, front matter, lexicon file, and glob can be read. Errors have positions, and
//! drafts are checked with the valid settings.
#![no_main]

use std::sync::Arc;

use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value as Json, json};
use star_coach::coach::{Analysis, Profile};
use star_coach::config::Config;
use star_coach::lexicon::Lexicon;
use star_coach::lexicon::own;
use star_coach::rules::RULES;
use star_coach::settings::globs::{self, Globs};
use star_coach::settings::{Entry, SETTINGS, SettingSource, Settings};
use star_coach::text::Text;
use star_coach::value::{FileError, toml};
use star_coach_fuzz::{frame, messages, profile, serve};

const DRAFT: &str = "## The outage\n\n**Situation:** Disk full.\n\n**Task:** Free it.\n\n**Action:** We used AWS SNS.\n\n**Result:** Better.\n";

/// A value of a setting. Many have the names of existing settings.
#[derive(Arbitrary, Debug)]
enum Value<'a> {
    Null,
    Flag(bool),
    Whole(i64),
    Small(u8),
    Real(f64),
    Text(&'a str),
    Name(Name<'a>),
    List(Vec<Value<'a>>),
    Table(Vec<(Name<'a>, Value<'a>)>),
}

#[derive(Arbitrary, Debug)]
enum Name<'a> {
    Known(u8),
    Kebab(u8),
    Rule(u8),
    Word(u8),
    Raw(&'a str),
}

const WORDS: &[&str] = &[
    "situation",
    "task",
    "action",
    "result",
    "off",
    "hint",
    "error",
    "severity",
    "aws",
    "*.md",
    "**/x",
    "starCoach",
    "star-coach",
];

impl Name<'_> {
    fn text(&self) -> String {
        let known = |index: &u8| {
            let settings = SETTINGS.iter().map(|setting| setting.name);
            let names: Vec<_> =
                settings.chain(RULES.iter().flat_map(|rule| rule.options).map(|option| option.name)).collect();
            names[usize::from(*index) % names.len()].to_owned()
        };
        match self {
            Self::Known(index) => known(index),
            Self::Kebab(index) => star_coach::settings::kebab(&known(index)),
            Self::Rule(index) => RULES[usize::from(*index) % RULES.len()].name.to_owned(),
            Self::Word(index) => WORDS[usize::from(*index) % WORDS.len()].to_owned(),
            Self::Raw(text) => (*text).to_owned(),
        }
    }
}

impl Value<'_> {
    fn json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Flag(flag) => json!(flag),
            Self::Whole(number) => json!(number),
            Self::Small(number) => json!(number),
            Self::Real(number) => json!(number),
            Self::Text(text) => json!(text),
            Self::Name(name) => json!(name.text()),
            Self::List(entries) => Json::Array(entries.iter().map(Value::json).collect()),
            Self::Table(members) => {
                Json::Object(members.iter().map(|(name, value)| (name.text(), value.json())).collect::<Map<_, _>>())
            }
        }
    }
}

/// Formats a value as TOML. Omits members that are null.
fn toml(json: &Json) -> String {
    match json {
        Json::Array(entries) => format!("[{}]", entries.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Json::Object(members) => format!("{{{}}}", toml_members(members).join(", ")),
        Json::Null => "\"\"".to_owned(),
        other => other.to_string(),
    }
}

fn toml_members(members: &Map<String, Json>) -> Vec<String> {
    let members = members.iter().filter(|(_, value)| !value.is_null());
    members.map(|(name, value)| format!("{} = {}", json!(name), toml(value))).collect()
}

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        read_project(text);
        // A file without entries rarely covers new code, but takes as long as everything else.
        if text.contains("[[") || data.len().is_multiple_of(16) {
            read_lexicon(text);
        }
        for mark in ["---", "+++"] {
            read_draft(&format!("{mark}\n{text}\n{mark}\n{DRAFT}"));
        }
        for line in text.lines().take(3) {
            read_glob(line, text);
        }
        if let Ok(json) = serde_json::from_str(text) {
            set_in_editor(&json);
        }
    }
    let Ok(value) = Value::arbitrary_take_rest(Unstructured::new(data)) else { return };
    let json = value.json();
    // Starting a server takes as long as everything else.
    if data.first().is_some_and(|byte| byte.is_multiple_of(8)) {
        set_in_editor(&json);
    }
    read_draft(&format!("---\nstar-coach: {json}\n---\n{DRAFT}"));
    if let Json::Object(members) = &json {
        read_project(&toml_members(members).join("\n"));
        read_draft(&format!("+++\nstar-coach = {}\n+++\n{DRAFT}", toml(&json)));
        let lines = members.iter().map(|(name, value)| format!("  {name}: {value}\n"));
        read_draft(&format!("---\nstar-coach:\n{}---\n{DRAFT}", lines.collect::<String>()));
    }
});

fn read_project(text: &str) {
    let (node, unread) = toml::read(text);
    in_place(text, &unread);
    let mut settings = Settings::default();
    let wrong = settings.apply(&node, SettingSource::Project);
    in_place(text, &wrong);
    let mut twice = settings.clone();
    assert_eq!(twice.apply(&node, SettingSource::Project), wrong, "{text:?}");
    assert_eq!(twice, settings, "{text:?}");
    for written in [&settings.files.include, &settings.files.exclude, &settings.files.drafts].into_iter().flatten() {
        assert!(globs::check(&written.text).is_ok(), "{written:?} is valid");
        assert!(text.get(written.span.range()).is_some(), "{written:?}");
    }
    if settings.config != Config::default() {
        let profile = Profile::new(profile().lexicon.clone(), settings.config);
        Analysis::new(Arc::new(profile), &Text::from(DRAFT));
    }
}

fn read_draft(draft: &str) {
    let analysis = Analysis::new(profile(), &Text::from(draft));
    in_place(draft, analysis.problems());
}

fn read_lexicon(text: &str) {
    let merged = own::merge(&[text]);
    let [problems] = merged.problems.as_slice() else { panic!("one file has one list of errors") };
    in_place(text, problems);
    let builtin = profile();
    // Comparing the built-in lexicon with itself would take long.
    if problems.iter().any(|problem| problem.is_error()) && !Arc::ptr_eq(&merged.lexicon, &builtin.lexicon) {
        assert_eq!(services(&merged.lexicon), services(&builtin.lexicon), "{text:?} is used in part");
    }
    let profile = Profile::new(merged.lexicon, Config::default());
    Analysis::new(Arc::new(profile), &Text::from(DRAFT));
}

fn services(lexicon: &Lexicon) -> Vec<String> {
    lexicon.services.iter().map(|service| format!("{service:?}")).collect()
}

/// Checks that a valid glob is used, and that an invalid one has an error message.
fn read_glob(glob: &str, path: &str) {
    let written = Entry { text: glob.to_owned(), span: Default::default() };
    let globs = Globs::new(&[written]);
    globs.is_match(path);
    match globs::check(glob) {
        Ok(()) => assert!(!globs.is_empty(), "{glob:?} is valid but not used"),
        Err(message) => assert!(!message.is_empty()),
    }
}

/// Passes the settings to the real server, at startup and later. It must continue to respond.
fn set_in_editor(json: &Json) {
    let mut input = Vec::new();
    let params = json!({ "capabilities": {}, "initializationOptions": json });
    frame(&mut input, &json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
    let document = json!({ "uri": "untitled:x", "languageId": "markdown", "version": 0, "text": DRAFT });
    for (method, params) in [
        ("initialized", json!({})),
        ("textDocument/didOpen", json!({ "textDocument": document })),
        ("workspace/didChangeConfiguration", json!({ "settings": { "starCoach": json } })),
        ("workspace/didChangeConfiguration", json!({ "settings": json })),
    ] {
        frame(&mut input, &json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }
    frame(&mut input, &json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    frame(&mut input, &json!({ "jsonrpc": "2.0", "method": "exit" }));
    let (output, code) = serve(input);
    assert_eq!(code, 0, "{json}");
    let messages = messages(&output);
    for id in [1, 2] {
        let reply = messages.iter().find(|message| message["id"] == id && message.get("method").is_none());
        assert!(reply.is_some_and(|reply| reply.get("error").is_none()), "{json}: {messages:?}");
    }
}

fn in_place(text: &str, problems: &[FileError]) {
    for problem in problems {
        assert!(!problem.message.is_empty() && text.get(problem.span.range()).is_some(), "{problem:?} in {text:?}");
    }
}
