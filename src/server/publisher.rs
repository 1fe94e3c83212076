//! Publishes diagnostics: the only door through which they leave.
//!
//! What is published for a version describes that version. Nothing is published twice: a draft whose findings stand
//! where they stood keeps what the client has.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use serde_json::{Value, json};
use tower_lsp::lsp_types::{Range, Url};

use super::calm::{Calm, Delays, Item, Scene};
use super::client::Client;
use super::convert::Encoding;
use super::documents::{Document, MAX_SIZE, Unread, View};
use super::log::{Level, log};
use super::workspace::OwnFile;
use crate::analysis::{Analysis, Placed, Report};
use crate::answer::Section;
use crate::config::Config;
use crate::rules::{Finding, MANUAL, Severity};
use crate::text::{Change, Text};

/// Who says so.
pub(crate) const SOURCE: &str = "star-coach";

/// What a client shows of one draft.
#[derive(Default)]
pub(crate) struct Display {
    calm: Calm<Place>,
    /// Whether there may be something new to show.
    outdated: bool,
    /// When there will be, if nothing happens.
    due: Option<Instant>,
    /// The diagnostics that were published last, rendered.
    last: Option<Vec<u8>>,
}

/// Where the words of a finding are, and how much they matter: most findings of a long draft are weighed only.
#[derive(Clone)]
struct Place {
    report: Arc<Report>,
    index: usize,
    severity: Severity,
}

impl Place {
    fn finding(&self) -> &Finding {
        &self.report.findings[self.index]
    }
}

impl Display {
    /// Notes an edit.
    pub(crate) fn edited(&mut self, change: Change, now: Instant) {
        self.calm.edit(change, now);
        self.outdated = true;
    }

    /// Notes that the draft has another version now.
    pub(crate) fn outdated(&mut self) {
        self.outdated = true;
    }

    /// Notes that the draft was saved.
    pub(crate) fn saved(&mut self) {
        self.calm.save();
        self.outdated = true;
    }

    /// Notes that everything is to be shown as if the draft had just been opened.
    pub(crate) fn reopened(&mut self) {
        self.saved();
    }
}

/// The message that shows what there is to say about `document` at `now`; `None` if the client knows or nobody does.
pub(crate) fn publish(
    uri: &Url,
    document: &mut Document,
    client: &Client,
    config: &Config,
    now: Instant,
) -> Option<Vec<u8>> {
    let Display { due, outdated, last, .. } = &document.display;
    if !outdated && last.is_some() && due.is_none_or(|due| now < due) {
        return None;
    }
    let diagnostics = render(document, client, config, now)?;
    if document.display.last.as_ref() == Some(&diagnostics) {
        return None;
    }
    let message = message(uri, Some(document.version), &diagnostics);
    document.display.last = Some(diagnostics);
    Some(message)
}

/// The answer to a client that fetches: all diagnostics, or that they are those it `has`; `None` while nobody knows.
pub(crate) fn fetch(
    document: &mut Document,
    client: &Client,
    config: &Config,
    now: Instant,
    has: Option<&str>,
) -> Option<Value> {
    let diagnostics = render(document, client, config, now)?;
    let id = fingerprint(&diagnostics);
    let answer = match has == Some(id.as_str()) {
        true => json!({ "kind": "unchanged", "resultId": id }),
        false => {
            let items: Value = serde_json::from_slice(&diagnostics).ok()?;
            json!({ "kind": "full", "resultId": id, "items": items })
        }
    };
    document.display.last = Some(diagnostics);
    Some(answer)
}

/// The message that takes everything away again.
pub(crate) fn clear(uri: &Url) -> Vec<u8> {
    message(uri, None, b"[]")
}

/// The message that shows what is wrong with a file of a lexicon of one's own.
pub(crate) fn problems(uri: &Url, file: &OwnFile, encoding: Encoding) -> Vec<u8> {
    let text = Text::from(&*file.text);
    let diagnostics = file.problems.iter().map(|problem| {
        let severity = if problem.error { 1 } else { 2 };
        let range = encoding.range(&text, problem.span);
        json!({ "range": range, "severity": severity, "source": SOURCE, "message": problem.message })
    });
    message(uri, None, Value::from_iter(diagnostics).to_string().as_bytes())
}

/// Forgets that something is due to be shown at `now`; tells whether it was. For clients that fetch, and then do.
pub(crate) fn expire(document: &mut Document, now: Instant) -> bool {
    document.display.due.take_if(|due| *due <= now).is_some()
}

/// When there will be something new to show, if nothing happens.
pub(crate) fn due(document: &Document) -> Option<Instant> {
    document.display.due
}

/// The diagnostics to show, as a JSON array; `None` while nobody knows.
fn render(document: &mut Document, client: &Client, config: &Config, now: Instant) -> Option<Vec<u8>> {
    let View { text, analysis, unread, display } = document.view();
    display.due = None;
    let mut diagnostics = Vec::new();
    if let Some(analysis) = analysis {
        let edited_at = display.calm.edited_at();
        let scene = edited_at.map(|at| scene(analysis, text, at));
        let delays = Delays { typing: config.typing_delay, drafting: config.drafting_delay };
        display.due = display.calm.show(items(analysis), scene.as_ref(), delays, now);
        let shown = display.calm.shown();
        let chosen = choose(shown, config.max_findings, edited_at.unwrap_or_default());
        diagnostics.extend(chosen.iter().map(|item| diagnostic(item, text, client)));
        if chosen.len() < shown.len() {
            diagnostics.push(remark(format!(
                "{} more findings are not shown here; `star-coach check` lists all of them.",
                shown.len() - chosen.len()
            )));
        }
    } else {
        match unread? {
            Unread::TooBig => diagnostics.push(remark(format!(
                "This draft is longer than {} MiB and is not coached; split it to have it read.",
                MAX_SIZE >> 20
            ))),
            Unread::Binary | Unread::Failed => {}
        }
    }
    display.outdated = false;
    match serde_json::to_vec(&diagnostics) {
        Ok(rendered) => Some(rendered),
        Err(error) => {
            log(Level::Error, format_args!("diagnostics could not be rendered: {error}"));
            None
        }
    }
}

/// Everything that was found, in order.
fn items(analysis: &Analysis) -> Vec<Item<Place>> {
    let of_answer = |answer: &Placed| {
        let (place, report) = (answer.clone(), answer.report.clone());
        (0..report.findings.len()).map(move |index| {
            let finding = &report.findings[index];
            Item {
                span: place.place(finding.span),
                rule: finding.rule.code,
                component: finding.component,
                what: Place { report: report.clone(), index, severity: finding.severity },
            }
        })
    };
    analysis.answers().iter().flat_map(of_answer).collect()
}

/// Where the writer is who has just made an edit that ends `at`.
fn scene(analysis: &Analysis, text: &Text, at: usize) -> Scene {
    let before = analysis.answers().partition_point(|answer| answer.span.start <= at);
    let answer = analysis.answers()[..before].last();
    // A label whose end the cursor touches is being written; what stands before it is reached.
    let reached = answer.and_then(|answer| {
        let begun =
            |section: &&Section| answer.place(section.label.line).start <= at && !section.label.components.is_empty();
        answer.report.answer.sections.iter().rfind(begun)?.label.components.first().copied()
    });
    Scene {
        line: text.line_span(text.line_of(at)),
        answer: answer.map(|answer| answer.span),
        reached,
        unclosed: analysis.unclosed(),
    }
}

/// As many as `max` of `shown`, in order: the most severe ones, and of those the nearest to `at`.
fn choose(shown: &[Item<Place>], max: usize, at: usize) -> Vec<&Item<Place>> {
    if shown.len() <= max {
        return shown.iter().collect();
    }
    let mut by_weight: Vec<usize> = (0..shown.len()).collect();
    by_weight.select_nth_unstable_by_key(max, |&index| {
        let item = &shown[index];
        (item.what.severity, item.span.start.abs_diff(at), index)
    });
    by_weight.truncate(max);
    by_weight.sort_unstable();
    by_weight.into_iter().map(|index| &shown[index]).collect()
}

/// A diagnostic of the protocol, as far as we use it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Diagnostic<'a> {
    range: Range,
    severity: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_description: Option<CodeDescription>,
    source: &'static str,
    message: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data<'a>>,
}

#[derive(Serialize)]
struct CodeDescription {
    href: String,
}

#[derive(Serialize)]
struct Data<'a> {
    rule: &'a str,
}

fn diagnostic<'a>(item: &'a Item<Place>, text: &Text, client: &Client) -> Diagnostic<'a> {
    let finding = item.what.finding();
    Diagnostic {
        range: client.encoding.range(text, item.span),
        severity: severity(finding.severity),
        code: Some(item.rule),
        code_description: client.code_description.then(|| CodeDescription { href: format!("{MANUAL}{}", item.rule) }),
        source: SOURCE,
        message: finding.message.as_str().into(),
        data: Some(Data { rule: item.rule }),
    }
}

/// Something to say about the draft as a whole, at its top.
fn remark(message: String) -> Diagnostic<'static> {
    Diagnostic {
        range: Range::default(),
        severity: severity(Severity::Information),
        code: None,
        code_description: None,
        source: SOURCE,
        message: message.into(),
        data: None,
    }
}

fn severity(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Information => 3,
        Severity::Hint => 4,
    }
}

fn message(uri: &Url, version: Option<i32>, diagnostics: &[u8]) -> Vec<u8> {
    let uri = Value::from(uri.as_str());
    let version = version.map(|version| format!(r#""version":{version},"#)).unwrap_or_default();
    let method = "textDocument/publishDiagnostics";
    let head = format!(r#"{{"jsonrpc":"2.0","method":"{method}","params":{{"uri":{uri},{version}"diagnostics":"#);
    [head.as_bytes(), diagnostics, b"}}"].concat()
}

/// A name for exactly these bytes.
fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;
    use crate::answer::Answer;
    use crate::rules::{Class, Rule};
    use crate::text::{DocSpan, Span};

    static RULE: Rule = Rule {
        code: "test-rule",
        summary: "",
        severity: Severity::Warning,
        class: Class::Fact,
        docs: "",
        check: |_, _| {},
    };

    fn items(severities: &[Severity]) -> Vec<Item<Place>> {
        let finding = |(index, severity): (usize, &Severity)| Finding {
            rule: &RULE,
            severity: *severity,
            span: Span::new(index * 10, index * 10 + 1),
            component: None,
            message: format!("number {index}"),
            fixes: Vec::new(),
        };
        let findings = severities.iter().enumerate().map(finding).collect();
        let report = Arc::new(Report { answer: Answer::default(), findings, facts: OnceLock::new() });
        let item = |index: usize| Item {
            span: DocSpan::new(index * 10, index * 10 + 1),
            rule: RULE.code,
            component: None,
            what: Place { report: report.clone(), index, severity: severities[index] },
        };
        (0..severities.len()).map(item).collect()
    }

    #[test]
    fn the_most_severe_and_nearest_are_chosen_and_stay_in_order() {
        use Severity::{Hint, Warning};
        let items = items(&[Warning, Hint, Hint, Warning, Hint, Warning]);
        let chosen = |max, at| choose(&items, max, at).iter().map(|item| item.what.index).collect::<Vec<_>>();
        assert_eq!(chosen(6, 0), [0, 1, 2, 3, 4, 5]);
        assert_eq!(chosen(2, 40), [3, 5]);
        assert_eq!(chosen(4, 11), [0, 1, 3, 5]);
        assert_eq!(chosen(4, 38), [0, 3, 4, 5]);
        assert_eq!(chosen(0, 0), [0; 0]);
    }

    #[test]
    fn a_diagnostic_links_to_its_manual_page_where_that_is_shown() {
        let items = items(&[Severity::Hint]);
        let text = Text::from("text");
        let render = |client: &Client| serde_json::to_value(diagnostic(&items[0], &text, client)).expect("JSON");
        let plain = render(&Client::default());
        assert_eq!(plain["severity"], 4);
        assert_eq!((&plain["code"], &plain["data"]["rule"]), (&json!("test-rule"), &json!("test-rule")));
        assert!(plain.get("codeDescription").is_none());
        let linked = render(&Client { code_description: true, ..Client::default() });
        assert_eq!(linked["codeDescription"]["href"], format!("{MANUAL}test-rule"));
    }

    #[test]
    fn messages_are_json_whatever_the_address() {
        let uri = Url::parse("untitled:\"x").expect("a URI");
        for version in [None, Some(-3)] {
            let message: Value = serde_json::from_slice(&message(&uri, version, b"[]")).expect("JSON");
            assert_eq!(message["params"]["uri"], uri.as_str());
            assert_eq!(message["params"].get("version").and_then(Value::as_i64), version.map(i64::from));
        }
    }
}
