//! Diagnostics of a draft, from findings to LSP.
//!
//! Each finding becomes an [`Item`] with its span in the draft, the [`Delayer`] decides which items wait, the most
//! severe ones are picked if there are too many, and these become LSP diagnostics. The diagnostics published for a
//! version describe that version, and the same diagnostics are not published twice.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};
use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticSeverity, NumberOrString, PublishDiagnosticsParams, Range, Url,
};

use super::client::Client;
use super::convert::Encoding;
use super::delay::{CursorContext, Delayer, Delays, Item};
use crate::answer::Section;
use crate::coach::{Analysis, Report};
use crate::config::Config;
use crate::rules::{Finding, MANUAL, Severity};
use crate::settings::project::TomlFile;
use crate::text::{Change, Text};
use crate::value::FileError;

/// The `source` of every diagnostic.
pub(crate) const SOURCE: &str = "star-coach";

/// The notification that publishes diagnostics.
pub(crate) const PUBLISH: &str = "textDocument/publishDiagnostics";

/// The diagnostics of one draft: those to show, and those that the client has.
#[derive(Default)]
pub(crate) struct Feed {
    findings: Delayer<FindingRef>,
    /// The messages of the errors in the settings of the front matter.
    settings: Delayer<FileError>,
    /// Whether the draft changed or was saved since its diagnostics were computed last.
    outdated: bool,
    /// The due time of the next delayed item.
    due: Option<Instant>,
    /// The diagnostics sent to the client last.
    last: Option<Vec<Diagnostic>>,
}

/// A finding, by its report and its index there.
#[derive(Clone)]
struct FindingRef {
    report: Arc<Report>,
    index: usize,
}

impl FindingRef {
    fn finding(&self) -> &Finding {
        &self.report.findings[self.index]
    }
}

impl Feed {
    /// Records an edit made at `now`.
    pub(crate) fn record_edit(&mut self, change: Change, now: Instant) {
        self.findings.record_edit(change, now);
        self.settings.record_edit(change, now);
        self.outdated = true;
    }

    /// Records that the draft has a new version, even if its text is the same.
    pub(crate) fn mark_outdated(&mut self) {
        self.outdated = true;
    }

    /// Ends all delays, as in a draft just opened or saved.
    pub(crate) fn record_save(&mut self) {
        self.findings.record_save();
        self.settings.record_save();
        self.outdated = true;
    }

    /// Discards the delay state, which may be wrong after a panic. The diagnostics that the client has are still known.
    pub(crate) fn reset(&mut self) {
        self.findings = Delayer::default();
        self.settings = Delayer::default();
        self.outdated = true;
    }

    /// Forgets the due time, because the draft is being analyzed.
    pub(crate) fn clear_due(&mut self) {
        self.due = None;
    }

    /// Returns the due time of the next delayed item.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Like [`Self::clear_due`], but only if the due time is not after `now`; returns whether that is so.
    pub(crate) fn expire(&mut self, now: Instant) -> bool {
        self.due.take_if(|due| *due <= now).is_some()
    }

    /// Whether there may be diagnostics to publish, now or once the draft is analyzed.
    pub(crate) fn is_outdated(&self) -> bool {
        self.outdated || self.last.is_none()
    }

    /// Whether there may be diagnostics to publish at `now`.
    pub(crate) fn needs_publishing(&self, now: Instant) -> bool {
        self.is_outdated() || self.due.is_some_and(|due| due <= now)
    }

    /// Returns the diagnostics of an analyzed draft to show at `now`.
    pub(crate) fn show(
        &mut self,
        text: &Text,
        analysis: &Analysis,
        client: &Client,
        config: &Config,
        now: Instant,
    ) -> Vec<Diagnostic> {
        let delays = Delays { typing: config.typing_delay, drafting: config.drafting_delay };
        let edited_at = self.findings.edited_at();
        let mut cursor = edited_at.map(|at| cursor_context(analysis, text, at));
        let findings_due = self.findings.update(findings(analysis), cursor.as_ref(), delays, now);
        // Once the settings have no errors, none stays shown below an unclosed fence.
        cursor.take_if(|_| analysis.problems().is_empty());
        let settings_due = self.settings.update(settings_errors(analysis), cursor.as_ref(), delays, now);
        self.due = findings_due.into_iter().chain(settings_due).min();
        self.outdated = false;

        let range = |span| client.encoding.range(text, span);
        let settings = self.settings.shown().iter();
        let mut diagnostics: Vec<Diagnostic> = settings
            .map(|item| without_rule(severity(item.content.severity), &item.content.message, range(item.span)))
            .collect();
        let all = self.findings.shown();
        let picked = pick(all, config.max_findings, edited_at.unwrap_or_default());
        let notes = analysis
            .notes()
            .iter()
            .flat_map(|note| note.report.findings.iter().map(|finding| (note.place(finding.span), finding)));
        let mut shown: Vec<_> = picked.map(|item| (item.span, item.content.finding())).chain(notes).collect();
        shown.sort_by_key(|(span, _)| span.start);
        diagnostics.extend(shown.into_iter().map(|(span, finding)| diagnostic(finding, range(span), client)));
        if let Some(hidden @ 1..) = all.len().checked_sub(config.max_findings) {
            diagnostics.push(about_draft(&match hidden {
                1 => "1 more finding isn't shown. Run `star-coach check` to list it.".to_owned(),
                _ => format!("{hidden} more findings aren't shown. Run `star-coach check` to list all of them."),
            }));
        }
        diagnostics
    }

    /// Returns the diagnostics of a draft that is not analyzed: the reason, if there is one to show.
    pub(crate) fn show_skipped(&mut self, reason: Option<&str>) -> Vec<Diagnostic> {
        self.findings.shift_shown();
        self.settings.shift_shown();
        self.due = None;
        self.outdated = false;
        reason.map(about_draft).into_iter().collect()
    }

    /// Returns the message that publishes `diagnostics`; `None` if the client has the same ones.
    pub(crate) fn publish(
        &mut self,
        uri: &Url,
        version: i32,
        diagnostics: Vec<Diagnostic>,
    ) -> Option<PublishDiagnosticsParams> {
        if self.last.as_ref() == Some(&diagnostics) {
            return None;
        }
        self.last = Some(diagnostics.clone());
        Some(PublishDiagnosticsParams::new(uri.clone(), diagnostics, Some(version)))
    }

    /// Returns the response to a client that pulls `diagnostics`: all of them, or "unchanged" if `previous_id` is their
    /// ID.
    pub(crate) fn pull_report(&mut self, diagnostics: Vec<Diagnostic>, previous_id: Option<&str>) -> Value {
        let items = json!(diagnostics);
        self.last = Some(diagnostics);
        let id = fingerprint(&items);
        if previous_id == Some(id.as_str()) {
            return json!({ "kind": "unchanged", "resultId": id });
        }
        json!({ "kind": "full", "resultId": id, "items": items })
    }
}

/// Returns the message that publishes all diagnostics of a draft that is not open.
pub(crate) fn of_closed(
    uri: Url,
    text: &Text,
    analysis: &Analysis,
    client: &Client,
    config: &Config,
) -> PublishDiagnosticsParams {
    let diagnostics = Feed::default().show(text, analysis, client, config, Instant::now());
    PublishDiagnosticsParams::new(uri, diagnostics, Some(0))
}

/// Returns the message that publishes the errors in a settings file or a custom lexicon.
pub(crate) fn of_file(uri: Url, file: &TomlFile, encoding: Encoding) -> PublishDiagnosticsParams {
    let text = Text::from(&*file.text);
    let diagnostics = file
        .problems
        .iter()
        .map(|problem| without_rule(severity(problem.severity), &problem.message, encoding.range(&text, problem.span)));
    PublishDiagnosticsParams::new(uri, diagnostics.collect(), None)
}

/// Returns the message that removes all diagnostics of `uri`.
pub(crate) fn clear(uri: &Url) -> PublishDiagnosticsParams {
    PublishDiagnosticsParams::new(uri.clone(), Vec::new(), None)
}

/// Returns all findings in the answers, in order.
fn findings(analysis: &Analysis) -> Vec<Item<FindingRef>> {
    let answers = analysis.answers().iter();
    let findings = answers.flat_map(|answer| {
        answer.report.findings.iter().enumerate().map(|(index, finding)| Item {
            span: answer.place(finding.span),
            rule: Some(finding.rule),
            component: finding.component,
            content: FindingRef { report: answer.report.clone(), index },
        })
    });
    findings.collect()
}

/// Returns the errors in the settings of the front matter, in order.
fn settings_errors(analysis: &Analysis) -> Vec<Item<FileError>> {
    let problems = analysis.problems().iter();
    let items =
        problems.map(|problem| Item { span: problem.span, rule: None, component: None, content: problem.clone() });
    items.collect()
}

/// Returns the surroundings of an edit that ended at the offset `at`.
fn cursor_context(analysis: &Analysis, text: &Text, at: usize) -> CursorContext {
    let before = analysis.answers().partition_point(|answer| answer.span.start <= at);
    let answer = analysis.answers()[..before].last();
    // A label that the cursor is in or right after counts as reached.
    let reached = answer.and_then(|answer| {
        let begun =
            |section: &&Section| answer.place(section.label.line).start <= at && !section.label.components.is_empty();
        answer.report.answer.sections.iter().rfind(begun)?.label.components.first().copied()
    });
    CursorContext {
        line: text.line_span(text.line_of(at)),
        answer: answer.map(|answer| answer.span),
        reached,
        unclosed: analysis.unclosed(),
    }
}

/// Returns the `max` most severe items, in order. Of equally severe ones, those nearest to the offset `at` are picked.
fn pick(items: &[Item<FindingRef>], max: usize, at: usize) -> impl Iterator<Item = &Item<FindingRef>> {
    let mut picked: Vec<usize> = (0..items.len()).collect();
    if max < items.len() {
        let rank = |(index, item): (usize, &Item<FindingRef>)| {
            (item.content.finding().severity, item.span.start.abs_diff(at), index)
        };
        let mut ranks: Vec<_> = items.iter().enumerate().map(rank).collect();
        ranks.select_nth_unstable(max);
        picked = ranks[..max].iter().map(|(.., index)| *index).collect();
        picked.sort_unstable();
    }
    picked.into_iter().map(|index| &items[index])
}

/// Returns the diagnostic of a finding.
fn diagnostic(finding: &Finding, range: Range, client: &Client) -> Diagnostic {
    let code = finding.rule.name;
    let manual = || Url::parse(&format!("{MANUAL}{code}")).ok().map(|href| CodeDescription { href });
    Diagnostic {
        code: Some(NumberOrString::String(code.to_owned())),
        code_description: client.code_description.then(manual).flatten(),
        data: Some(json!({ "rule": code })),
        ..without_rule(severity(finding.severity), &finding.message, range)
    }
}

/// Returns a diagnostic about the draft as a whole, at its start.
fn about_draft(message: &str) -> Diagnostic {
    without_rule(DiagnosticSeverity::INFORMATION, message, Range::default())
}

/// Returns a diagnostic without a rule.
fn without_rule(severity: DiagnosticSeverity, message: &str, range: Range) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(severity),
        source: Some(SOURCE.to_owned()),
        message: message.to_owned(),
        ..Diagnostic::default()
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// Returns the result ID of a diagnostic report: a hash of its items.
fn fingerprint(value: &Value) -> String {
    let mut hasher = DefaultHasher::new();
    value.to_string().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::coach::Profile;
    use crate::lexicon::Lexicon;
    use crate::text::DocSpan;

    const ANSWER: &str = "**Situation:** Orders got lost.\n\n**Task:** Stop it.\n\n**Action:** I put a message queue in front.\n\n\
                         **Result:** It became much faster.\n\n";

    fn profile() -> Arc<Profile> {
        static LEXICON: OnceLock<Arc<Lexicon>> = OnceLock::new();
        let lexicon = LEXICON.get_or_init(|| Arc::new(Lexicon::builtin())).clone();
        Arc::new(Profile::new(lexicon, Config::default()))
    }

    fn answers(count: usize) -> String {
        (0..count).map(|number| format!("## Störy {number}\n\n{ANSWER}")).collect()
    }

    /// A draft that is open.
    struct Open {
        text: Text,
        analysis: Analysis,
        feed: Feed,
        client: Client,
        config: Config,
        now: Instant,
    }

    impl Open {
        fn new(text: &str) -> Self {
            let text = Text::from(text);
            let (analysis, feed) = (Analysis::new(profile(), &text), Feed::default());
            let (client, config) = (Client::default(), Config::default());
            Self { text, analysis, feed, client, config, now: Instant::now() }
        }

        fn edit(&mut self, span: DocSpan, with: &str) {
            self.text.replace(span, with);
            let change = Change { start: span.start, old_end: span.end, new_end: span.start + with.len() };
            self.analysis.update(&self.text, change);
            self.feed.record_edit(change, self.now);
        }

        fn show(&mut self) -> Vec<Diagnostic> {
            self.feed.show(&self.text, &self.analysis, &self.client, &self.config, self.now)
        }

        /// Returns all diagnostics, without delays.
        fn all(&self) -> Vec<Diagnostic> {
            let mut fresh = Open::new(&self.text.to_string());
            fresh.show()
        }
    }

    #[test]
    fn a_finding_becomes_a_diagnostic_with_all_fields() {
        let mut draft = Open::new(&answers(1));
        draft.client.code_description = true;
        let shown = json!(draft.show());
        let shown = shown.as_array().expect("an array").iter();
        let found: Vec<_> = shown.filter(|diagnostic| diagnostic["code"] == "missing-metric").collect();
        let [diagnostic] = found[..] else { panic!("{found:?}") };
        assert_eq!(diagnostic["severity"], 2);
        assert_eq!(diagnostic["source"], "star-coach");
        assert_eq!(diagnostic["data"], json!({ "rule": "missing-metric" }));
        assert_eq!(diagnostic["codeDescription"]["href"], format!("{MANUAL}missing-metric"));
        assert_eq!(diagnostic["range"]["start"]["line"], 8);
    }

    #[test]
    fn if_there_are_too_many_findings_the_most_severe_and_nearest_are_shown() {
        let mut draft = Open::new(&answers(20));
        let all = draft.show();
        draft.config.max_findings = 7;
        // In the last answer but three.
        let at = draft.text.to_string().find("Störy 17").expect("the title");
        draft.edit(DocSpan::new(at, at), "");
        let shown = draft.show();
        assert_eq!(shown.len(), 8);
        let last = shown.last().expect("a diagnostic");
        let message =
            format!("{} more findings aren't shown. Run `star-coach check` to list all of them.", all.len() - 7);
        assert_eq!((&last.message, last.code.as_ref()), (&message, None));
        let shown = &shown[..7];
        assert!(shown.is_sorted_by_key(|diagnostic| diagnostic.range.start));
        let line = draft.text.line_of(at).abs_diff(0) as u32;
        let weight = |diagnostic: &&Diagnostic| (diagnostic.severity, diagnostic.range.start.line.abs_diff(line));
        let heaviest = |all: &[Diagnostic]| all.iter().map(|diagnostic| weight(&diagnostic)).max();
        let left_out: Vec<_> = all.into_iter().filter(|diagnostic| !shown.contains(diagnostic)).collect();
        assert!(heaviest(shown) <= left_out.iter().map(|diagnostic| weight(&diagnostic)).min());
    }

    #[test]
    fn the_same_diagnostics_are_not_published_again() {
        let mut draft = Open::new(&answers(2));
        let uri = Url::parse("untitled:\"x").expect("a URI");
        let shown = draft.show();
        let message = json!(draft.feed.publish(&uri, -3, shown.clone()));
        assert_eq!((&message["uri"], &message["version"]), (&json!(uri), &json!(-3)));
        assert_eq!(message["diagnostics"], json!(shown));
        assert_eq!(draft.feed.publish(&uri, -2, shown), None);
        assert!(draft.feed.publish(&uri, -1, Vec::new()).is_some());
        assert!(json!(clear(&uri)).get("version").is_none());
    }

    #[test]
    fn a_client_that_pulls_the_same_diagnostics_again_gets_unchanged() {
        let mut draft = Open::new(&answers(2));
        let shown = draft.show();
        let full = draft.feed.pull_report(shown.clone(), None);
        assert_eq!((&full["kind"], &full["items"]), (&json!("full"), &json!(shown)));
        let id = full["resultId"].as_str();
        let unchanged = draft.feed.pull_report(shown.clone(), id);
        assert_eq!((&unchanged["kind"], unchanged.get("items")), (&json!("unchanged"), None));
        assert_eq!(draft.feed.pull_report(shown[1..].to_vec(), id)["kind"], "full");
    }

    #[test]
    fn a_draft_that_is_not_analyzed_shows_the_reason_and_keeps_its_shown_items() {
        let mut draft = Open::new(&answers(2));
        let shown = draft.show();
        assert_eq!(draft.feed.show_skipped(None), []);
        assert_eq!(draft.feed.show_skipped(Some("too long"))[0].message, "too long");
        // On the line of a finding, where a new one would wait.
        let at = draft.text.to_string().find("much faster").expect("the Result");
        draft.edit(DocSpan::new(at, at), "so ");
        assert_eq!(draft.show().len(), shown.len());
    }

    fn words() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "",
            "x",
            "\n",
            "\r\n\r\n",
            "```\n",
            "<!--",
            "-->",
            "💡",
            "We added a cache.",
            "\n**Result:** much faster\n",
            "**Task:**",
            "\n## Next\n\n",
            "[N]",
            ANSWER,
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn delayed_items_are_shown_after_a_pause_or_a_save(
            count in 0usize..4,
            edits in prop::collection::vec((0.0..=1.0f64, 0usize..60, words(), 0u64..6000), 1..8),
            saved: bool,
        ) {
            let mut draft = Open::new(&answers(count));
            prop_assert_eq!(draft.show(), draft.all());
            for (place, length, with, pause) in edits {
                let start = draft.text.floor_boundary((place * draft.text.len() as f64) as usize);
                let end = draft.text.floor_boundary(start + length).max(start);
                draft.edit(DocSpan::new(start, end), with);
                draft.show();
                prop_assert_eq!(draft.feed.due().is_none() || draft.feed.due() > Some(draft.now), true);
                draft.now += Duration::from_millis(pause);
            }
            if saved {
                draft.feed.record_save();
                prop_assert_eq!(draft.show(), draft.all());
            }
            draft.show();
            while let Some(due) = draft.feed.due() {
                draft.now = due;
                draft.show();
            }
            prop_assert_eq!(draft.show(), draft.all());
        }
    }
}
