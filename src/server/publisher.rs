//! Publishes diagnostics: the only door through which they leave.
//!
//! What is published for a version describes that version. Nothing is published twice: a draft whose findings stand
//! where they stood keeps what the client has.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

use serde_json::{Value, json};
use tower_lsp::lsp_types::Url;

use super::calm::{Calm, Delays, Item};
use super::client::Client;
use super::convert::Encoding;
use super::display::{self, Display, Part};
use super::documents::{Document, MAX_SIZE, Unread, View};
use super::rendered::SOURCE;
use super::workspace::OwnFile;
use crate::analysis::Analysis;
use crate::config::Config;
use crate::settings::SETTINGS_CODE;
use crate::text::{Change, Text};

/// What a client was told of one draft, and is to be told.
#[derive(Default)]
pub(crate) struct Feed {
    display: Display,
    /// What is wrong with settings in the front matter, as it is shown.
    settings: Calm<String>,
    /// Whether there may be something new to tell.
    outdated: bool,
    /// When there will be, if nothing happens.
    due: Option<Instant>,
    /// What it was told last.
    last: Option<Vec<Part>>,
}

impl Feed {
    /// Notes an edit.
    pub(crate) fn edited(&mut self, change: Change, now: Instant) {
        self.display.edited(change, now);
        self.settings.edit(change, now);
        self.outdated = true;
    }

    /// Notes that the draft has another version now.
    pub(crate) fn outdated(&mut self) {
        self.outdated = true;
    }

    /// Notes that the draft was saved.
    pub(crate) fn saved(&mut self) {
        self.display.saved();
        self.settings.save();
        self.outdated = true;
    }

    /// Notes that everything is to be shown as if the draft had just been opened.
    pub(crate) fn reopened(&mut self) {
        self.saved();
    }

    /// Notes that what is kept may be wrong; what the client was told is not forgotten.
    pub(crate) fn reset(&mut self) {
        self.display = Display::default();
        self.settings = Calm::default();
        self.outdated = true;
    }
}

impl Feed {
    /// What is wrong with settings in the front matter, as it is to be shown, and when to ask again.
    fn wrong_settings(
        &mut self,
        text: &Text,
        analysis: &Analysis,
        client: &Client,
        config: &Config,
        now: Instant,
    ) -> (Vec<Part>, Option<Instant>) {
        let wrong = analysis.problems().iter().map(|problem| Item {
            span: problem.span,
            rule: SETTINGS_CODE,
            component: None,
            what: problem.message.clone(),
        });
        let edited_at = self.settings.edited_at().filter(|_| !analysis.problems().is_empty());
        let scene = edited_at.map(|at| display::scene(analysis, text, at));
        let delays = Delays { typing: config.typing_delay, drafting: config.drafting_delay };
        let due = self.settings.show(wrong.collect(), scene.as_ref(), delays, now);
        let shown = self.settings.shown().iter();
        let parts = shown.map(|item| Part::warning(&item.what, client.encoding.range(text, item.span)));
        (parts.collect(), due)
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
    let Feed { due, outdated, last, .. } = &document.feed;
    if !outdated && last.is_some() && due.is_none_or(|due| now < due) {
        return None;
    }
    let parts = update(document, client, config, now)?;
    if document.feed.last.as_ref().is_some_and(|last| display::same(last, &parts)) {
        return None;
    }
    let message = message(uri, Some(document.version), |out| display::write(&parts, out));
    document.feed.last = Some(parts);
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
    let parts = update(document, client, config, now)?;
    let mut diagnostics = Vec::new();
    display::write(&parts, &mut diagnostics);
    document.feed.last = Some(parts);
    let id = fingerprint(&diagnostics);
    if has == Some(id.as_str()) {
        return Some(json!({ "kind": "unchanged", "resultId": id }));
    }
    let items: Value = serde_json::from_slice(&diagnostics).ok()?;
    Some(json!({ "kind": "full", "resultId": id, "items": items }))
}

/// The message that takes everything away again.
pub(crate) fn clear(uri: &Url) -> Vec<u8> {
    message(uri, None, |out| out.extend_from_slice(b"[]"))
}

/// The message that shows what is wrong with a file of a lexicon of one's own.
pub(crate) fn problems(uri: &Url, file: &OwnFile, encoding: Encoding) -> Vec<u8> {
    let text = Text::from(&*file.text);
    let diagnostics = file.problems.iter().map(|problem| {
        let severity = if problem.error { 1 } else { 2 };
        let range = encoding.range(&text, problem.span);
        json!({ "range": range, "severity": severity, "source": SOURCE, "message": problem.message })
    });
    let diagnostics = Value::from_iter(diagnostics).to_string();
    message(uri, None, |out| out.extend_from_slice(diagnostics.as_bytes()))
}

/// Forgets that something is due to be shown at `now`; tells whether it was. For clients that fetch, and then do.
pub(crate) fn expire(document: &mut Document, now: Instant) -> bool {
    document.feed.due.take_if(|due| *due <= now).is_some()
}

/// Whether there may be something to tell of a draft, now or later, though nothing happens to it.
pub(crate) fn is_restless(document: &Document, client: &Client) -> bool {
    let Feed { due, outdated, last, .. } = &document.feed;
    due.is_some() || !client.pull && (*outdated || last.is_none())
}

/// When there will be something new to show, if nothing happens.
pub(crate) fn due(document: &Document) -> Option<Instant> {
    document.feed.due
}

/// The diagnostics to show; `None` while nobody knows.
fn update(document: &mut Document, client: &Client, config: &Config, now: Instant) -> Option<Vec<Part>> {
    let View { text, analysis, unread, feed } = document.view();
    feed.due = None;
    let mut parts = Vec::new();
    if let Some(analysis) = analysis {
        (parts, feed.due) = feed.display.show(text, analysis, client, config, now);
        let (wrong, later) = feed.wrong_settings(text, analysis, client, config, now);
        feed.due = feed.due.into_iter().chain(later).min();
        parts.splice(0..0, wrong);
    } else {
        let unread = unread?;
        feed.display.interrupted();
        match unread {
            Unread::TooBig => parts.push(Part::remark(&format!(
                "This draft is longer than {} MiB and is not coached; split it to have it read.",
                MAX_SIZE >> 20
            ))),
            Unread::Binary | Unread::Failed | Unread::LeftAlone => {}
        }
    }
    feed.outdated = false;
    Some(parts)
}

/// The notification, whose diagnostics are appended by `write`.
fn message(uri: &Url, version: Option<i32>, write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let uri = Value::from(uri.as_str());
    let version = version.map(|version| format!(r#""version":{version},"#)).unwrap_or_default();
    let method = "textDocument/publishDiagnostics";
    let head = format!(r#"{{"jsonrpc":"2.0","method":"{method}","params":{{"uri":{uri},{version}"diagnostics":"#);
    let mut message = head.into_bytes();
    write(&mut message);
    message.extend_from_slice(b"}}");
    message
}

/// A name for exactly these bytes.
fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn messages_are_json_whatever_the_address() {
        let uri = Url::parse("untitled:\"x").expect("a URI");
        for version in [None, Some(-3)] {
            let message: Value =
                serde_json::from_slice(&message(&uri, version, |out| out.extend_from_slice(b"[]"))).expect("JSON");
            assert_eq!(message["params"]["uri"], uri.as_str());
            assert_eq!(message["params"].get("version").and_then(Value::as_i64), version.map(i64::from));
        }
    }
}
