//! Whole drafts with the expected findings written into them.
//!
//! A fixture line whose first visible character is `^` is an expectation for the nearest draft line above it, and is
//! removed before the draft is read. It has carets under the reported text, the exact code of the rule, a part of the
//! message, and 💡 if the finding has a fix. Other findings are failures. A file `<case>.outline` next to the draft has
//! its expected structure, and `<case>.fixed.md` is the draft after all safe fixes. `UPDATE_EXPECT=1` rewrites all of
//! them; review the changes before you commit them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use star_coach::coach::fixing;
use star_coach::coach::{Analysis, Profile};
use star_coach::component::Component;
use star_coach::config::Config;
use star_coach::lexicon::Lexicon;
use star_coach::text::{DocSpan, Text};

/// Returns the profile of the default settings.
pub(crate) fn profile() -> Arc<Profile> {
    static PROFILE: std::sync::OnceLock<Arc<Profile>> = std::sync::OnceLock::new();
    PROFILE.get_or_init(|| Arc::new(Profile::new(Arc::new(Lexicon::builtin()), Config::default()))).clone()
}

/// Analyzes `text`.
pub(crate) fn read(text: &str) -> (Text, Analysis) {
    let text = Text::from(text);
    let analysis = Analysis::new(profile(), &text);
    (text, analysis)
}

/// Returns all drafts under `tests/fixtures` with expectations, sorted.
pub(crate) fn fixtures() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder of fixtures").map(|entry| entry.expect("an entry").path())
        {
            match entry.extension().and_then(|extension| extension.to_str()) {
                None => folders.push(entry),
                Some("md") if !is_fixed(&entry) => found.push(entry),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Whether the file is a draft after its fixes.
fn is_fixed(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.ends_with(".fixed.md"))
}

/// Returns the draft of a fixture, without its expectations.
pub(crate) fn draft(fixture: &Path) -> String {
    let written = fs::read_to_string(fixture).unwrap_or_else(|error| panic!("{}: {error}", fixture.display()));
    without_expectations(&written)
}

fn without_expectations(written: &str) -> String {
    written.split_inclusive('\n').filter(|line| !line.trim_start().starts_with('^')).collect()
}

#[test]
fn every_fixture_has_its_expected_findings() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = String::new();
    for fixture in fixtures() {
        let written = fs::read_to_string(&fixture).unwrap_or_else(|error| panic!("{}: {error}", fixture.display()));
        let draft = without_expectations(&written);
        let outline = fixture.with_extension("outline");
        let has_outline = outline.exists()
            || fixture.parent().is_some_and(|topic| topic.ends_with("answers") || topic.ends_with("markdown"));
        let fixed = fixture.with_extension("fixed.md");
        if update {
            write_if_changed(&fixture, &annotated(&draft));
            match after_safe_fixes(&draft) {
                Some(after) => write_if_changed(&fixed, &after),
                None if fixed.exists() => {
                    fs::remove_file(&fixed).unwrap_or_else(|error| panic!("{}: {error}", fixed.display()));
                }
                None => {}
            }
            if has_outline {
                write_if_changed(&outline, &outlined(&draft));
            }
            continue;
        }
        let name = fixture.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&fixture).display().to_string();
        compare(&name, &written, &mut wrong);
        let (expected, found) = (fs::read_to_string(&fixed).ok(), after_safe_fixes(&draft));
        if expected != found {
            let none = || "(no exact fix)".to_owned();
            let (found, expected) = (found.unwrap_or_else(none), expected.unwrap_or_else(none));
            let _ = writeln!(wrong, "== {name}: its exact fixes make\n{found}\n-- instead of\n{expected}");
        }
        if has_outline {
            let expected = fs::read_to_string(&outline).unwrap_or_default();
            let found = outlined(&draft);
            if expected != found {
                let _ = writeln!(wrong, "== {name}: taken apart as\n{found}-- instead of\n{expected}");
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}\nRun with UPDATE_EXPECT=1 to rewrite the expectations, then read the difference."
    );
}

fn write_if_changed(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// Returns the draft after all its safe fixes; `None` if it has none.
fn after_safe_fixes(draft: &str) -> Option<String> {
    let (text, analysis) = read(draft);
    let fixed = fixing::fix_all(&analysis, &text);
    assert!(!fixing::is_fixable(&fixed.left), "an exact fix is not made:\n{draft}");
    (!fixed.applied.is_empty()).then(|| fixed.text.to_string())
}

/// A finding within one line, in characters.
struct Found {
    line: usize,
    column: usize,
    len: usize,
    code: &'static str,
    message: String,
    has_fix: bool,
}

fn findings(draft: &str) -> Vec<Found> {
    let (text, analysis) = read(draft);
    analysis
        .findings()
        .map(|(span, finding)| {
            let line = text.line_of(span.start);
            let place = text.line_span(line);
            let end = span.end.min(place.end).max(span.start);
            Found {
                line,
                column: text.char_len(DocSpan::new(place.start, span.start)),
                len: text.char_len(DocSpan::new(span.start, end)).max(1),
                code: finding.rule.name,
                message: format!("{} [{}]", finding.message, finding.severity.name()),
                has_fix: !finding.fixes.is_empty(),
            }
        })
        .collect()
}

/// Returns the draft with its findings written into it.
fn annotated(draft: &str) -> String {
    let findings = findings(draft);
    let mut out = String::new();
    for (number, line) in draft.split_inclusive('\n').enumerate() {
        out.push_str(line);
        let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
        for found in findings.iter().filter(|found| found.line == number) {
            if !out.ends_with('\n') {
                out.push_str(end);
            }
            let hint = if found.has_fix { " 💡" } else { "" };
            let carets = "^".repeat(found.len);
            let _ = write!(out, "{}{carets} {}: {}{hint}{end}", " ".repeat(found.column), found.code, found.message);
        }
    }
    out
}

fn compare(name: &str, written: &str, wrong: &mut String) {
    let mut findings = findings(&without_expectations(written));
    let mut line = 0;
    for row in written.lines() {
        let Some(expectation) = row.trim_start().strip_prefix('^') else {
            line += 1;
            continue;
        };
        let column = row.chars().take_while(|&c| c == ' ').count();
        let carets = 1 + expectation.chars().take_while(|&c| c == '^').count();
        let words = expectation.trim_start_matches('^').trim();
        let (code, rest) = words.split_once(':').unwrap_or((words, ""));
        let (message, has_fix) = match rest.trim().strip_suffix('💡') {
            Some(message) => (message.trim(), true),
            None => (rest.trim(), false),
        };
        let fits = findings.iter().position(|found| {
            found.line + 1 == line
                && found.column == column
                && found.len == carets
                && found.code == code
                && found.has_fix == has_fix
                && found.message.contains(message)
        });
        match fits {
            Some(index) => {
                findings.remove(index);
            }
            None => {
                let _ = writeln!(wrong, "== {name}:{line}: expected but not found: {}", row.trim());
            }
        }
    }
    for found in findings {
        let Found { line, column, len, code, message, .. } = found;
        let _ = writeln!(
            wrong,
            "== {name}:{}: found but not expected, at column {column}, {len} long: {code}: {message}",
            line + 1
        );
    }
}

/// Returns the structure of a draft: one line for each answer, then one for each component.
fn outlined(draft: &str) -> String {
    let (text, analysis) = read(draft);
    let mut out = String::new();
    let line = |offset: usize| text.line_of(offset) + 1;
    for answer in analysis.answers() {
        let parts = &answer.report.answer;
        let title = answer.title.map(|title| text.slice(title).into_owned());
        let _ = writeln!(
            out,
            "{}-{} {}",
            answer.title.map_or(line(answer.span.start), |title| line(title.start)),
            line(answer.span.end),
            title.as_deref().unwrap_or("(no title)")
        );
        for component in Component::ALL {
            let Some(section) = parts.section(component) else {
                let _ = writeln!(out, "  {component:?}: none");
                continue;
            };
            let label = answer.place(section.label.words);
            let said = section.parts.first().map_or("", |part| &parts.text()[part.range()]);
            let said: String = said.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
            let empty = if section.empty { " (empty)" } else { "" };
            let _ = writeln!(out, "  {component:?}: {} “{}” {said}{empty}", line(label.start), text.slice(label));
        }
    }
    if out.is_empty() { "no answer\n".to_owned() } else { out }
}

#[test]
fn quiet_drafts_have_no_answers() {
    let quiet: Vec<_> = fixtures().into_iter().filter(|fixture| is_about(fixture, "quiet")).collect();
    assert!(!quiet.is_empty());
    for fixture in quiet {
        assert_eq!(outlined(&draft(&fixture)), "no answer\n", "{}", fixture.display());
    }
}

/// Each item of docs/answers.md must have fixtures in `answers.toml`, and each fixture must belong to an item.
#[test]
fn each_item_of_the_page_about_answers_has_a_fixture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/answers.md")).expect("the page");
    let listed = fs::read_to_string(root.join("tests/fixtures/answers.toml")).expect("the list of fixtures");
    let listed: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = toml::from_str(&listed).expect("TOML");

    let mut items = BTreeSet::new();
    let mut heading = "";
    for line in page.lines() {
        heading = line.strip_prefix("## ").unwrap_or(heading);
        if let Some(item) = line.strip_prefix("- ") {
            let name = item.strip_prefix("**").and_then(|item| item.split_once(":**"));
            items.insert((heading, name.unwrap_or_else(|| panic!("an item without a name: {line}")).0));
        }
    }
    let mut with_fixtures = BTreeSet::new();
    for (heading, items) in &listed {
        let items = items.iter().filter(|(_, fixtures)| !fixtures.is_empty());
        with_fixtures.extend(items.map(|(name, _)| (heading.as_str(), name.as_str())));
    }
    assert_eq!(items, with_fixtures);

    let named: BTreeSet<_> = listed.values().flat_map(BTreeMap::values).flatten().cloned().collect();
    let fixtures: BTreeSet<_> = fixtures()
        .iter()
        .filter(|fixture| is_about(fixture, "answers"))
        .filter_map(|fixture| Some(fixture.file_stem()?.to_str()?.to_owned()))
        .collect();
    assert_eq!(named, fixtures);
}

fn is_about(fixture: &Path, topic: &str) -> bool {
    fixture.parent().is_some_and(|parent| parent.ends_with(topic))
}
