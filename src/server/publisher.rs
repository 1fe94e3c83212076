//! Publishes diagnostics: the only door through which they leave.
//!
//! What is published for a version describes that version. Nothing is published twice: a draft whose findings stand
//! where they stood keeps what the client has.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};
use tower_lsp::lsp_types::Url;

use super::calm::{Calm, Delays, Item};
use super::client::Client;
use super::convert::Encoding;
use super::diagnostics::{Diagnostics, Part};
use super::display::{self, Display};
use super::documents::{Document, MAX_SIZE, Unread, View};
use super::rendered::SOURCE;
use super::transport::Message;
use crate::analysis::Analysis;
use crate::config::Config;
use crate::settings::SETTINGS_CODE;
use crate::settings::project::OwnFile;
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
    last: Option<Arc<Diagnostics>>,
}

/// Diagnostics on their way to a client.
struct Publication {
    /// What stands before them.
    head: Vec<u8>,
    diagnostics: Arc<Diagnostics>,
}

/// What stands behind them.
const TAIL: &[u8] = b"}}";

impl Message for Publication {
    fn size(&self) -> usize {
        self.head.len() + self.diagnostics.size() + TAIL.len()
    }

    fn write(&self, output: &mut dyn Write) -> io::Result<()> {
        output.write_all(&self.head)?;
        self.diagnostics.write(output)?;
        output.write_all(TAIL)
    }
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
) -> Option<Box<dyn Message>> {
    let Feed { due, outdated, last, .. } = &document.feed;
    if !outdated && last.is_some() && due.is_none_or(|due| now < due) {
        return None;
    }
    let diagnostics = update(document, client, config, now)?;
    if document.feed.last.as_ref().is_some_and(|last| last.same(&diagnostics)) {
        return None;
    }
    let diagnostics = Arc::new(diagnostics);
    document.feed.last = Some(diagnostics.clone());
    Some(Box::new(Publication { head: head(uri, Some(document.version)), diagnostics }))
}

/// The answer to a client that fetches: all diagnostics, or that they are those it `has`; `None` while nobody knows.
pub(crate) fn fetch(
    document: &mut Document,
    client: &Client,
    config: &Config,
    now: Instant,
    has: Option<&str>,
) -> Option<Value> {
    let diagnostics = update(document, client, config, now)?;
    let mut written = Vec::with_capacity(diagnostics.size());
    diagnostics.write(&mut written).ok()?;
    document.feed.last = Some(Arc::new(diagnostics));
    let id = fingerprint(&written);
    if has == Some(id.as_str()) {
        return Some(json!({ "kind": "unchanged", "resultId": id }));
    }
    let items: Value = serde_json::from_slice(&written).ok()?;
    Some(json!({ "kind": "full", "resultId": id, "items": items }))
}

/// The message that takes everything away again.
pub(crate) fn clear(uri: &Url) -> Box<dyn Message> {
    let diagnostics = Arc::default();
    Box::new(Publication { head: head(uri, None), diagnostics })
}

/// The message that shows what is wrong with a file of a lexicon of one's own.
pub(crate) fn problems(uri: &Url, file: &OwnFile, encoding: Encoding) -> Box<dyn Message> {
    let text = Text::from(&*file.text);
    let diagnostics = file.problems.iter().map(|problem| {
        let severity = if problem.error { 1 } else { 2 };
        let range = encoding.range(&text, problem.span);
        json!({ "range": range, "severity": severity, "source": SOURCE, "message": problem.message })
    });
    let diagnostics = Value::from_iter(diagnostics).to_string();
    Box::new([head(uri, None).as_slice(), diagnostics.as_bytes(), TAIL].concat())
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
fn update(document: &mut Document, client: &Client, config: &Config, now: Instant) -> Option<Diagnostics> {
    let View { text, analysis, unread, feed } = document.view();
    feed.due = None;
    let mut diagnostics = Diagnostics::default();
    if let Some(analysis) = analysis {
        (diagnostics, feed.due) = feed.display.show(text, analysis, client, config, now);
        let (wrong, later) = feed.wrong_settings(text, analysis, client, config, now);
        feed.due = feed.due.into_iter().chain(later).min();
        if !wrong.is_empty() {
            diagnostics.put_first(wrong);
        }
    } else {
        let unread = unread?;
        feed.display.interrupted();
        match unread {
            Unread::TooBig => diagnostics.put_first(vec![Part::remark(&format!(
                "This draft is longer than {} MiB and is not coached; split it to have it read.",
                MAX_SIZE >> 20
            ))]),
            Unread::Binary | Unread::Failed | Unread::LeftAlone => {}
        }
    }
    feed.outdated = false;
    Some(diagnostics)
}

/// The notification up to its diagnostics.
fn head(uri: &Url, version: Option<i32>) -> Vec<u8> {
    let uri = Value::from(uri.as_str());
    let version = version.map(|version| format!(r#""version":{version},"#)).unwrap_or_default();
    let method = "textDocument/publishDiagnostics";
    let head = format!(r#"{{"jsonrpc":"2.0","method":"{method}","params":{{"uri":{uri},{version}"diagnostics":"#);
    head.into_bytes()
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
            let mut diagnostics = Diagnostics::default();
            diagnostics.put_first(vec![Part::remark("so \"much\"")]);
            let message = Publication { head: head(&uri, version), diagnostics: Arc::new(diagnostics) };
            let mut written = Vec::new();
            message.write(&mut written).expect("memory takes everything");
            assert_eq!(written.len(), message.size());
            let message: Value = serde_json::from_slice(&written).expect("JSON");
            assert_eq!(message["params"]["diagnostics"][0]["message"], "so \"much\"");
            assert_eq!(message["params"]["uri"], uri.as_str());
            assert_eq!(message["params"].get("version").and_then(Value::as_i64), version.map(i64::from));
        }
    }
}
