//! Prints SARIF 2.1.0, a format for code hosts and CI.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Component, Path};

use serde::Serialize;
use serde_json::{Value, json};

use super::files::{Draft, Unreadable};
use super::print::{Printer, failure};
use crate::coach::fixing::Applied;
use crate::coach::{Analysis, Placed};
use crate::rules::{self, Finding, RULES, Rule, Severity};
use crate::text::edit::Fix;
use crate::text::{DocSpan, Text};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The key of the fingerprint, with the version of its algorithm.
const FINGERPRINT: &str = "starCoach/v1";

/// Prints one run, finding by finding, so that only one finding is in memory.
pub(super) struct Log<W> {
    out: W,
    is_empty: bool,
    /// The problems with settings in front matter.
    settings: Vec<Value>,
    /// The rules that failed, and the files that could not be read.
    failures: Vec<Value>,
}

impl<W: Write> Log<W> {
    /// Begins the log.
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        let driver = json!({
            "name": env!("CARGO_PKG_NAME"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "informationUri": rules::HOME,
            "rules": RULES.iter().copied().map(descriptor).collect::<Vec<_>>(),
        });
        write!(
            out,
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\n\
             \"columnKind\":\"utf16CodeUnits\",\"defaultEncoding\":\"utf-8\",\"defaultSourceLanguage\":\"markdown\",\
             \"newlineSequences\":[\"\\r\\n\",\"\\n\",\"\\r\"],\n\"tool\":{{\"driver\":{driver}}},\n\"results\":["
        )?;
        Ok(Self { out, is_empty: true, settings: Vec::new(), failures: Vec::new() })
    }
}

impl<W: Write> Printer for Log<W> {
    fn draft(&mut self, draft: &Draft, analysis: &Analysis, _: Option<&[Applied]>) -> io::Result<()> {
        let place = artifact(&draft.path);
        self.settings.extend(analysis.problems().iter().map(|problem| {
            json!({
                "level": level(problem.severity),
                "message": { "text": problem.message },
                "locations": [Location::new(&place, Region::new(draft, problem.span))],
            })
        }));
        self.failures.extend(analysis.failed().iter().map(|code| {
            json!({
                "level": "error",
                "message": { "text": failure(code) },
                "associatedRule": { "id": code },
                "locations": [{ "physicalLocation": { "artifactLocation": place } }],
            })
        }));
        let mut seen = HashMap::new();
        for (_, part, finding) in analysis.findings_of_parts() {
            let result = Outcome::new(draft, &place, part, finding, &mut seen);
            self.out.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
            self.is_empty = false;
            serde_json::to_writer(&mut self.out, &result)?;
        }
        Ok(())
    }

    fn end(mut self: Box<Self>, unreadable: &[Unreadable]) -> io::Result<()> {
        self.failures.extend(unreadable.iter().map(notification));
        let mut invocation = json!({
            "executionSuccessful": unreadable.is_empty(),
            "toolExecutionNotifications": self.failures,
        });
        if !self.settings.is_empty() {
            invocation["toolConfigurationNotifications"] = self.settings.into();
        }
        writeln!(self.out, "\n],\n\"invocations\":[{invocation}]}}]}}")?;
        self.out.flush()
    }
}

/// Returns the notification about a file that could not be read or written.
fn notification(unreadable: &Unreadable) -> Value {
    json!({
        "level": "error",
        "message": { "text": unreadable.why },
        "locations": [{ "physicalLocation": { "artifactLocation": artifact(&unreadable.what) } }],
    })
}

/// Returns the description of a rule, including its manual page.
fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.docs.trim(), "markdown": rule.docs.trim() },
        "helpUri": format!("{}{}", rules::MANUAL, rule.name),
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn pascal_case(code: &str) -> String {
    let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    code.split('-').filter(|word| !word.is_empty()).map(capital).collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

/// Returns the location of a file: relative to the root of the sources if it is below the current directory.
fn artifact(path: &str) -> Value {
    let given = Path::new(path);
    let leads_out = given.components().any(|part| matches!(part, Component::ParentDir));
    let absolute = if given.is_absolute() || leads_out { std::path::absolute(given).ok() } else { None };
    match absolute {
        Some(absolute) => json!({ "uri": format!("file://{}", uri_path(&absolute)) }),
        None => json!({ "uri": uri_path(given), "uriBaseId": "%SRCROOT%" }),
    }
}

/// Returns `path` as the path of a URI.
fn uri_path(path: &Path) -> String {
    let mut uri = String::new();
    for part in path.components() {
        let text = match part {
            Component::RootDir | Component::CurDir => continue,
            Component::Prefix(prefix) => prefix.as_os_str().to_string_lossy(),
            part => part.as_os_str().to_string_lossy(),
        };
        if !uri.is_empty() || path.is_absolute() {
            uri.push('/');
        }
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    uri
}

/// A finding (a "result" in SARIF).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'a str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    partial_fingerprints: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
    properties: Value,
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: &'a Value,
    region: Region,
}

/// A range of a file. Lines and columns are 1-based, columns count UTF-16 code units, and the end is exclusive. Bytes
/// count from the start of the file, including a byte order mark.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Message<'a>,
    artifact_changes: [ArtifactChange<'a>; 1],
    properties: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: &'a Value,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

impl<'a> Outcome<'a> {
    fn new(
        draft: &Draft,
        place: &'a Value,
        answer: &Placed,
        finding: &'a Finding,
        seen: &mut HashMap<u64, usize>,
    ) -> Self {
        let fingerprint = fingerprint(answer, finding);
        let number = seen.entry(fingerprint).and_modify(|count| *count += 1).or_insert(1);
        Self {
            rule_id: finding.rule.name,
            rule_index: RULES.iter().position(|rule| rule.name == finding.rule.name),
            level: level(finding.severity),
            message: Message { text: &finding.message },
            locations: [Location::new(place, Region::new(draft, answer.place(finding.span)))],
            partial_fingerprints: json!({ FINGERPRINT: format!("{fingerprint:016x}:{number}") }),
            fixes: finding.fixes.iter().map(|fix| SarifFix::new(draft, place, answer, fix)).collect(),
            properties: json!({ "severity": finding.severity.name() }),
        }
    }
}

impl<'a> Location<'a> {
    fn new(artifact_location: &'a Value, region: Region) -> Self {
        Self { physical_location: PhysicalLocation { artifact_location, region } }
    }
}

impl Region {
    fn new(draft: &Draft, span: DocSpan) -> Self {
        let text = &draft.text;
        let (start_line, start_column) = line_and_column(text, span.start);
        let (end_line, end_column) = line_and_column(text, span.end);
        let byte_offset = span.start + draft.mark_len();
        Self { start_line, start_column, end_line, end_column, byte_offset, byte_length: span.len() }
    }
}

fn line_and_column(text: &Text, offset: usize) -> (usize, usize) {
    let line = text.line_of(offset);
    (line + 1, text.utf16_len(DocSpan::new(text.line_start(line), offset)) + 1)
}

impl<'a> SarifFix<'a> {
    fn new(draft: &Draft, place: &'a Value, answer: &Placed, fix: &'a Fix) -> Self {
        let replacements = fix.edits.iter().map(|edit| Replacement {
            deleted_region: Region::new(draft, answer.place(edit.span)),
            inserted_content: Message { text: &edit.text },
        });
        Self {
            description: Message { text: &fix.title },
            artifact_changes: [ArtifactChange { artifact_location: place, replacements: replacements.collect() }],
            properties: json!({ "applicability": fix.applicability.name() }),
        }
    }
}

/// Returns a fingerprint that stays the same when lines move, made of the rule, the title of the answer, and the
/// reported text.
///
/// Uses FNV-1a, because the hashes of the standard library may change between releases.
fn fingerprint(answer: &Placed, finding: &Finding) -> u64 {
    let about = &answer.report.answer;
    let parts = [finding.rule.name, about.title().unwrap_or_default(), &about.text()[finding.span.range()]];
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        for (path, uri) in [
            ("answer.md", "answer.md"),
            ("./a b/ü#?.md", "a%20b/%C3%BC%23%3F.md"),
            ("100%.md", "100%25.md"),
            ("a:b.md", "a%3Ab.md"),
        ] {
            assert_eq!(artifact(path), json!({ "uri": uri, "uriBaseId": "%SRCROOT%" }), "{path}");
        }
        #[cfg(unix)]
        assert_eq!(artifact("/tmp/a b.md"), json!({ "uri": "file:///tmp/a%20b.md" }));
        let outside = artifact("../x.md");
        assert!(outside["uri"].as_str().is_some_and(|uri| uri.starts_with("file:///")), "{outside}");
        assert_eq!(outside.get("uriBaseId"), None);
    }

    #[test]
    fn rule_names_are_in_pascal_case() {
        assert_eq!(pascal_case("missing-metric"), "MissingMetric");
    }
}
