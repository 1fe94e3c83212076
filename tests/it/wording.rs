//! The wording of everything a user reads follows `docs/writing-style.md`, as far as a test can tell.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use star_coach::text::edit::Fix;

use crate::{drafts, tidy};

/// Phrases without an innocent use in this project, and what to write instead. At most forty.
const RETIRED: &[(&str, &str)] = &[
    (r"\bstands? (under|in|here|above|below|behind|before|between|on|further)\b", "is in, comes before"),
    (r"\bstood (under|in|here|above|below|between|further)\b", "was in, came before"),
    (r"\b(keeps?|kept|held|holds?) (nothing )?back\b", "suppress, delay"),
    (r"\b(is|are) told (by|from|to|what|where|which)\b", "is reported, is shown"),
    (r"\btells? apart\b|\btold apart\b", "distinguish"),
    (r"\b(whoever|nobody|somebody|anybody)\b", "you, no one, someone"),
    (r"\bmend(s|ed|ing)?\b", "fix, apply a fix"),
    (r"\b[Tt]here (is|are) no (setting|rule|scenario|entry|instruction|such|draft|labels)\b", "Unknown setting `x`"),
    (r"\b[Tt]his is no\b", "This isn't"),
    (r"\bneed not\b", "doesn't need to"),
    (r"\bmay not\b", "can't, might not"),
    (r"\b(is|are|was|were) left out\b", "is ignored, is skipped"),
    (r"\bleft alone\b|\bpass(ed|es)? over\b", "skipped"),
    (r"\b(a|no|any|which|the|with|your|of|each) figures?\b( [^o]|[.,:;?)]|$)", "number, metric"),
    (r"\bscaffolds?\b|\bskeletons?\b", "answer template"),
    (r"\blexicons? of (your|their|one's) own\b", "custom lexicon"),
    (r"\blabels? of (your|their|one's) own\b", "custom label"),
    (r"\b(begs?|goes against|convinces|careless)\b", "no blame"),
    (r"\bghost verbs?\b", "vague verb"),
    (r"\bin force\b", "in effect"),
    (r"\bas mostly\b", "usually"),
    (r"\b[a-z]+\(s\)", "the plural by the count"),
    (r"\be-mails?\b", "email"),
    (r"\b\w*labell(ed|ing)\b", "labeled, labeling"),
    (r"\b(behaviour(s|al)?|colours?|licence|judgement|favourite)\b", "American spelling"),
    (r"\b(organi|recogni|capitali|summari|emphasi|normali)s(e|ed|es|ing)\b", "American spelling: -ize"),
    (r"\bcancell(ed|ing)\b", "canceled, canceling"),
    (r"\b(in|of|as|your|plain) markdown\b", "Markdown"),
    (r"\bneovim\b [a-z]", "Neovim"),
    (r"\bVSCode\b|\bVs Code\b", "VS Code"),
    (r"\b(a|the|this|no such) director(y|ies)\b", "folder"),
    (r"\bswitch(ed|es)? off\b", "turn off"),
    (r"\bout of the comment\b", "remove from the comment"),
    (r"\bis read by whom\b|\bof his\b|\bto him\b", "they, the user"),
    (r"\ball that was\b|\bwhat there is\b", "name the thing"),
    (r"\b(scenario document|cheat sheet)\b", "a source that the reader can look up"),
];

/// Files that quote retired phrases.
const EXEMPT: &[&str] = &[
    "docs/writing-style.md",
    // A copy of the changelog, made for the package.
    "editors/vscode/CHANGELOG.md",
    // The former name of a command is accepted.
    "editors/neovim/lua/star_coach/commands.lua",
];

/// The maximum length of a message, in characters. Quotes of the draft are shortened to fit.
const MAX_MESSAGE: usize = 120;

/// The maximum length of the first sentence of a message, in characters, unless it quotes a long phrase.
const MAX_FIRST_SENTENCE: usize = 60;

/// The maximum length of the title of a fix, in characters.
const MAX_TITLE: usize = 60;

/// The length to which a title may shorten a quote, in characters, with quotation marks and ellipsis.
const MIN_QUOTE: usize = 15;

#[test]
fn no_text_uses_a_retired_phrase() {
    assert!(RETIRED.len() <= 40);
    let retired: Vec<_> = RETIRED.iter().map(|(phrase, _)| Regex::new(phrase).expect("a pattern")).collect();
    let mut found = Vec::new();
    let texts = texts();
    assert!(texts.len() > 1_000, "the texts are found: {}", texts.len());
    for (place, text) in texts {
        for (phrase, (_, instead)) in retired.iter().zip(RETIRED) {
            if let Some(used) = phrase.find(&text) {
                found.push(format!("{place}: “{}” (instead: {instead}): {}", used.as_str(), shortened(&text)));
            }
        }
    }
    assert!(found.is_empty(), "{} retired phrases:\n{}", found.len(), found.join("\n"));
}

#[test]
fn messages_and_titles_are_short() {
    let mut long = BTreeSet::new();
    for (rule, message, titles) in findings() {
        let first = message.find(['.', '?']).map_or(message.len(), |end| end + 1);
        let quoted: usize = quotes(&message[..first]).iter().sum();
        if length(&message) > MAX_MESSAGE {
            long.insert(format!("{rule}: message of {}: {message}", length(&message)));
        }
        if length(&message[..first]) > MAX_FIRST_SENTENCE + quoted {
            long.insert(format!("{rule}: first sentence: {message}"));
        }
        for title in titles {
            // The long name of a service leaves room for the first words of the quote only.
            let is_shortened = quotes(&title).last().is_some_and(|quote| *quote <= MIN_QUOTE);
            if length(&title) > MAX_TITLE && !is_shortened {
                long.insert(format!("{rule}: title of {}: {title}", length(&title)));
            }
        }
    }
    let long = Vec::from_iter(long);
    assert!(long.is_empty(), "{} are too long:\n{}", long.len(), long.join("\n"));
}

/// Returns the lengths of the quotes in `text`, in characters.
fn quotes(text: &str) -> Vec<usize> {
    Regex::new("“[^”]*”").expect("a pattern").find_iter(text).map(|quote| length(quote.as_str())).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Returns the rule, the message, and the titles of the fixes of each finding in the fixtures and examples.
fn findings() -> Vec<(&'static str, String, Vec<String>)> {
    let examples =
        fs::read_dir(root().join("examples")).expect("the examples").map(|entry| entry.expect("a file").path());
    let mut found = Vec::new();
    for path in drafts::fixtures().into_iter().chain(examples) {
        let (_, analysis) = drafts::read(&drafts::draft(&path));
        for (_, finding) in analysis.findings() {
            let titles = finding.fixes.iter().map(|Fix { title, .. }| title.clone()).collect();
            found.push((finding.rule.name, finding.message.clone(), titles));
        }
    }
    assert!(found.len() > 150, "the findings are found: {}", found.len());
    found
}

/// Returns everything a user reads, each with its location: string literals of several words, the doc comments that are
/// the help of the command line, the texts of the lexicon, and the pages.
fn texts() -> Vec<(String, String)> {
    let literal = Regex::new(r#"(?s)"(?:[^"\\]|\\.)*""#).expect("a pattern");
    let continuation = Regex::new(r"\\\n\s*").expect("a pattern");
    // Lists are patterns and words to find. Texts are single values.
    let value = Regex::new(r#"(?m)^\w+ = ("(?:[^"\\]|\\.)*")$"#).expect("a pattern");
    let mut texts = Vec::new();
    let mut add = |place: &str, text: &str| {
        if text.split_whitespace().count() >= 3 {
            texts.push((place.to_owned(), text.to_owned()));
        }
    };
    for (name, source) in tidy::sources() {
        for found in literal.find_iter(&tidy::code(&name, &source)) {
            let text = continuation.replace_all(found.as_str(), "").replace("\\n", "\n");
            text.split("\n\n").for_each(|paragraph| add(&format!("src/{name}"), paragraph));
        }
        if name.starts_with("cli") {
            let help = source.lines().filter_map(|line| line.strip_prefix("    /// "));
            help.for_each(|line| add(&format!("src/{name}"), line));
        }
    }
    for path in files("lexicon") {
        let text = fs::read_to_string(root().join(&path)).expect("a lexicon file");
        value.captures_iter(&text).for_each(|found| add(&path, &found[1]));
    }
    let pages = ["docs", "editors", ".github"]
        .into_iter()
        .flat_map(files)
        .chain(["README.md", "CHANGELOG.md"].map(str::to_owned));
    for path in pages.filter(|path| !EXEMPT.contains(&path.as_str())) {
        let text = fs::read_to_string(root().join(&path)).expect("a text file");
        text.split("\n\n").for_each(|paragraph| add(&path, &paragraph.replace('\n', " ")));
    }
    texts
}

/// Returns the text files under `folder` that belong to the project, as paths from its root.
fn files(folder: &str) -> Vec<String> {
    let mut folders = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let is_text =
                ["md", "txt", "json", "ts", "lua", "toml", "yml"].iter().any(|end| name.ends_with(&format!(".{end}")));
            if path.is_dir() && !["node_modules", "dist", "server"].contains(&name.as_str()) {
                folders.push(path);
            } else if is_text && !name.contains("lock") {
                found.push(path.strip_prefix(root()).expect("a path in the project").to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn shortened(text: &str) -> String {
    text.chars().take(120).collect::<String>().replace('\n', " ")
}
