//! Diagnostics: what a client shows of a draft.
//!
//! There is one way out. Each finding becomes an [`Item`] with its place in the draft, [`Calm`] decides which of them wait,
//! the most important ones are picked if they are too many, and these become diagnostics of the protocol. What is
//! published for a version describes that version, and nothing is published twice.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};
use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticSeverity, NumberOrString, PublishDiagnosticsParams, Range, Url,
};

use super::calm::{Calm, Delays, Item, Scene};
use super::client::Client;
use super::convert::Encoding;
use crate::answer::Section;
use crate::coach::{Analysis, Report};
use crate::config::Config;
use crate::rules::{Finding, MANUAL, Severity};
use crate::settings::SETTINGS_CODE;
use crate::settings::project::TomlFile;
use crate::text::{Change, Text};

/// The source that every diagnostic names.
pub(crate) const SOURCE: &str = "star-coach";

/// The request by which a client is told its diagnostics.
pub(crate) const PUBLISH: &str = "textDocument/publishDiagnostics";

/// What a client shows of one draft, and is to show.
#[derive(Default)]
pub(crate) struct Feed {
    findings: Calm<Found>,
    /// The errors in the settings of the front matter.
    settings: Calm<String>,
    /// Whether something has happened since the diagnostics were made last.
    outdated: bool,
    /// When there will be something new to show, if nothing happens.
    due: Option<Instant>,
    /// What the client was given last.
    last: Option<Vec<Diagnostic>>,
}

/// A finding of a report.
#[derive(Clone)]
struct Found {
    report: Arc<Report>,
    index: usize,
}

impl Found {
    fn finding(&self) -> &Finding {
        &self.report.findings[self.index]
    }
}

impl Feed {
    /// Notes an edit.
    pub(crate) fn edited(&mut self, change: Change, now: Instant) {
        self.findings.edit(change, now);
        self.settings.edit(change, now);
        self.outdated = true;
    }

    /// Notes that the draft has another version now.
    pub(crate) fn outdated(&mut self) {
        self.outdated = true;
    }

    /// Notes that nothing is to wait, as in a draft just opened or saved.
    pub(crate) fn saved(&mut self) {
        self.findings.save();
        self.settings.save();
        self.outdated = true;
    }

    /// Notes that what is kept may be wrong. What the client was given is still known.
    pub(crate) fn reset(&mut self) {
        self.findings = Calm::default();
        self.settings = Calm::default();
        self.outdated = true;
    }

    /// Notes that nobody can tell yet what to show.
    pub(crate) fn wait(&mut self) {
        self.due = None;
    }

    /// When there will be something new to show, if nothing happens.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Forgets what is due by `now`; returns whether something was.
    pub(crate) fn expire(&mut self, now: Instant) -> bool {
        self.due.take_if(|due| *due <= now).is_some()
    }

    /// Whether there may be something to publish, if not now then when the draft is read.
    pub(crate) fn is_outdated(&self) -> bool {
        self.outdated || self.last.is_none()
    }

    /// Whether there may be something to publish at `now`.
    pub(crate) fn has_news(&self, now: Instant) -> bool {
        self.is_outdated() || self.due.is_some_and(|due| due <= now)
    }

    /// The diagnostics of a draft at `now`.
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
        let mut scene = edited_at.map(|at| scene(analysis, text, at));
        let due = self.findings.show(findings(analysis), scene.as_ref(), delays, now);
        scene.take_if(|_| analysis.problems().is_empty());
        let later = self.settings.show(wrong_settings(analysis), scene.as_ref(), delays, now);
        self.due = due.into_iter().chain(later).min();
        self.outdated = false;

        let range = |span| client.encoding.range(text, span);
        let settings = self.settings.shown().iter();
        let mut diagnostics: Vec<Diagnostic> =
            settings.map(|item| plain(DiagnosticSeverity::WARNING, &item.what, range(item.span))).collect();
        let all = self.findings.shown();
        let picked = pick(all, config.max_findings, edited_at.unwrap_or_default());
        let notes = analysis
            .notes()
            .iter()
            .flat_map(|note| note.report.findings.iter().map(|finding| (note.place(finding.span), finding)));
        let mut shown: Vec<_> = picked.map(|item| (item.span, item.what.finding())).chain(notes).collect();
        shown.sort_by_key(|(span, _)| span.start);
        diagnostics.extend(shown.into_iter().map(|(span, finding)| diagnostic(finding, range(span), client)));
        if let Some(hidden @ 1..) = all.len().checked_sub(config.max_findings) {
            diagnostics.push(remark(&format!(
                "{hidden} more findings are not shown here; `star-coach check` lists all of them."
            )));
        }
        diagnostics
    }

    /// The diagnostics of a draft that is not read: no more than the reason, where that is worth a word.
    pub(crate) fn show_unread(&mut self, reason: Option<&str>) -> Vec<Diagnostic> {
        self.findings.catch_up();
        self.settings.catch_up();
        self.due = None;
        self.outdated = false;
        reason.map(remark).into_iter().collect()
    }

    /// The message that gives the client these `diagnostics`; `None` if it has the same.
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

    /// The answer to a client that fetches: these `diagnostics`, or that they are those it `has`.
    pub(crate) fn answer(&mut self, diagnostics: Vec<Diagnostic>, has: Option<&str>) -> Value {
        let items = json!(diagnostics);
        self.last = Some(diagnostics);
        let id = fingerprint(&items);
        if has == Some(id.as_str()) {
            return json!({ "kind": "unchanged", "resultId": id });
        }
        json!({ "kind": "full", "resultId": id, "items": items })
    }
}

/// The message that shows all there is in a draft that is not open.
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

/// The message that shows the errors in a settings file or a custom lexicon.
pub(crate) fn of_file(uri: Url, file: &TomlFile, encoding: Encoding) -> PublishDiagnosticsParams {
    let text = Text::from(&*file.text);
    let diagnostics = file.problems.iter().map(|problem| {
        let severity = if problem.error { DiagnosticSeverity::ERROR } else { DiagnosticSeverity::WARNING };
        plain(severity, &problem.message, encoding.range(&text, problem.span))
    });
    PublishDiagnosticsParams::new(uri, diagnostics.collect(), None)
}

/// The message that takes everything away again.
pub(crate) fn clear(uri: &Url) -> PublishDiagnosticsParams {
    PublishDiagnosticsParams::new(uri.clone(), Vec::new(), None)
}

/// All findings in the answers, in order.
fn findings(analysis: &Analysis) -> Vec<Item<Found>> {
    let answers = analysis.answers().iter();
    let findings = answers.flat_map(|answer| {
        answer.report.findings.iter().enumerate().map(|(index, finding)| Item {
            span: answer.place(finding.span),
            rule: finding.rule.code,
            component: finding.component,
            what: Found { report: answer.report.clone(), index },
        })
    });
    findings.collect()
}

/// The errors in the settings of the front matter, in order.
fn wrong_settings(analysis: &Analysis) -> Vec<Item<String>> {
    let problems = analysis.problems().iter();
    let items = problems.map(|problem| Item {
        span: problem.span,
        rule: SETTINGS_CODE,
        component: None,
        what: problem.message.clone(),
    });
    items.collect()
}

/// The scene of an edit that ended `at`.
fn scene(analysis: &Analysis, text: &Text, at: usize) -> Scene {
    let before = analysis.answers().partition_point(|answer| answer.span.start <= at);
    let answer = analysis.answers()[..before].last();
    // A label whose end the cursor touches is being written; what comes before it is reached.
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

/// The `max` most severe of `items`, and of those as severe the nearest to `at`, in order.
fn pick(items: &[Item<Found>], max: usize, at: usize) -> impl Iterator<Item = &Item<Found>> {
    let mut picked: Vec<usize> = (0..items.len()).collect();
    if max < items.len() {
        let rank =
            |(index, item): (usize, &Item<Found>)| (item.what.finding().severity, item.span.start.abs_diff(at), index);
        let mut ranks: Vec<_> = items.iter().enumerate().map(rank).collect();
        ranks.select_nth_unstable(max);
        picked = ranks[..max].iter().map(|(.., index)| *index).collect();
        picked.sort_unstable();
    }
    picked.into_iter().map(|index| &items[index])
}

fn diagnostic(finding: &Finding, range: Range, client: &Client) -> Diagnostic {
    let code = finding.rule.code;
    let manual = || Url::parse(&format!("{MANUAL}{code}")).ok().map(|href| CodeDescription { href });
    Diagnostic {
        code: Some(NumberOrString::String(code.to_owned())),
        code_description: client.code_description.then(manual).flatten(),
        data: Some(json!({ "rule": code })),
        ..plain(severity(finding.severity), &finding.message, range)
    }
}

/// A diagnostic about the draft as a whole, at its top.
fn remark(message: &str) -> Diagnostic {
    plain(DiagnosticSeverity::INFORMATION, message, Range::default())
}

/// A diagnostic that no rule reports.
fn plain(severity: DiagnosticSeverity, message: &str, range: Range) -> Diagnostic {
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

/// A name for exactly this value.
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
    use crate::coach::Coach;
    use crate::lexicon::Lexicon;
    use crate::text::DocSpan;

    const STORY: &str = "**Situation:** Orders got lost.\n\n**Task:** Stop it.\n\n**Action:** I put a message queue in front.\n\n\
                         **Result:** It became much faster.\n\n";

    fn coach() -> Arc<Coach> {
        static LEXICON: OnceLock<Arc<Lexicon>> = OnceLock::new();
        let lexicon = LEXICON.get_or_init(|| Arc::new(Lexicon::builtin())).clone();
        Arc::new(Coach::new(lexicon, Config::default()))
    }

    fn stories(count: usize) -> String {
        (0..count).map(|number| format!("## Störy {number}\n\n{STORY}")).collect()
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
            let (analysis, feed) = (Analysis::new(coach(), &text), Feed::default());
            let (client, config) = (Client::default(), Config::default());
            Self { text, analysis, feed, client, config, now: Instant::now() }
        }

        fn edit(&mut self, span: DocSpan, with: &str) {
            self.text.replace(span, with);
            let change = Change { start: span.start, old_end: span.end, new_end: span.start + with.len() };
            self.analysis.update(&self.text, change);
            self.feed.edited(change, self.now);
        }

        fn show(&mut self) -> Vec<Diagnostic> {
            self.feed.show(&self.text, &self.analysis, &self.client, &self.config, self.now)
        }

        /// Everything that is found, whatever the client shows.
        fn all(&self) -> Vec<Diagnostic> {
            let mut fresh = Open::new(&self.text.to_string());
            fresh.show()
        }
    }

    #[test]
    fn a_finding_is_a_diagnostic_with_all_that_clients_ask_for() {
        let mut draft = Open::new(&stories(1));
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
    fn of_too_many_findings_the_most_severe_and_nearest_are_shown_in_order() {
        let mut draft = Open::new(&stories(20));
        let all = draft.show();
        draft.config.max_findings = 7;
        // In the last answer but three.
        let at = draft.text.to_string().find("Störy 17").expect("the title");
        draft.edit(DocSpan::new(at, at), "");
        let shown = draft.show();
        assert_eq!(shown.len(), 8);
        let remark = shown.last().expect("a remark");
        let message =
            format!("{} more findings are not shown here; `star-coach check` lists all of them.", all.len() - 7);
        assert_eq!((&remark.message, remark.code.as_ref()), (&message, None));
        let shown = &shown[..7];
        assert!(shown.is_sorted_by_key(|diagnostic| diagnostic.range.start));
        let line = draft.text.line_of(at).abs_diff(0) as u32;
        let weight = |diagnostic: &&Diagnostic| (diagnostic.severity, diagnostic.range.start.line.abs_diff(line));
        let heaviest = |all: &[Diagnostic]| all.iter().map(|diagnostic| weight(&diagnostic)).max();
        let left_out: Vec<_> = all.into_iter().filter(|diagnostic| !shown.contains(diagnostic)).collect();
        assert!(heaviest(shown) <= left_out.iter().map(|diagnostic| weight(&diagnostic)).min());
    }

    #[test]
    fn what_the_client_has_is_not_published_again() {
        let mut draft = Open::new(&stories(2));
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
    fn a_client_that_fetches_is_told_if_it_has_everything() {
        let mut draft = Open::new(&stories(2));
        let shown = draft.show();
        let full = draft.feed.answer(shown.clone(), None);
        assert_eq!((&full["kind"], &full["items"]), (&json!("full"), &json!(shown)));
        let id = full["resultId"].as_str();
        let unchanged = draft.feed.answer(shown.clone(), id);
        assert_eq!((&unchanged["kind"], unchanged.get("items")), (&json!("unchanged"), None));
        assert_eq!(draft.feed.answer(shown[1..].to_vec(), id)["kind"], "full");
    }

    #[test]
    fn a_draft_that_is_not_read_shows_why_and_later_what_was_shown_where_it_is_now() {
        let mut draft = Open::new(&stories(2));
        let shown = draft.show();
        assert_eq!(draft.feed.show_unread(None), []);
        assert_eq!(draft.feed.show_unread(Some("too long"))[0].message, "too long");
        // On the line of a finding, which would wait if it were new.
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
            STORY,
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_waits_is_shown_after_a_pause_or_when_the_draft_is_saved(
            count in 0usize..4,
            edits in prop::collection::vec((0.0..=1.0f64, 0usize..60, words(), 0u64..6000), 1..8),
            saved: bool,
        ) {
            let mut draft = Open::new(&stories(count));
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
                draft.feed.saved();
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
