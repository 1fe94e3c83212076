//! What the client can do, and what it asked for when it started us.

use std::path::PathBuf;

use serde_json::Value;
use tower_lsp::lsp_types::Url;

use super::convert::Encoding;
use crate::features::markup::Format;

/// Read from the parameters of `initialize`, leniently: whatever is missing or not understood is not supported.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Client {
    /// What positions count.
    pub(crate) encoding: Encoding,
    /// Takes the snippet edits of LSP 3.18.
    pub(crate) snippet_edits: bool,
    /// Takes edits that name the version they are for.
    pub(crate) document_changes: bool,
    /// Can be asked to make edits.
    pub(crate) apply_edit: bool,
    /// Can be asked to show a document.
    pub(crate) show_document: bool,
    /// Can be asked for its settings.
    pub(crate) configuration: bool,
    /// Wants to be told that it should tell of changed settings.
    pub(crate) register_configuration: bool,
    /// Shows a link to the manual page of a finding's rule.
    pub(crate) code_description: bool,
    /// How it shows what is told at a place.
    pub(crate) hover_format: Format,
    /// What it makes of what is offered while writing.
    pub(crate) completion: Completion,
    /// Shows which words lead to a definition.
    pub(crate) definition_links: bool,
    /// Asked to fetch diagnostics itself, instead of having them published.
    pub(crate) pull: bool,
    /// Can be told to fetch diagnostics again.
    pub(crate) refresh: bool,
    /// Shows symbols within symbols.
    pub(crate) nested_symbols: bool,
    /// How many folding ranges it takes, if it says.
    pub(crate) fold_limit: Option<usize>,
    /// Can be told to fetch code lenses again.
    pub(crate) lens_refresh: bool,
    /// Can be told to fetch inlay hints again.
    pub(crate) inlay_refresh: bool,
    /// Can be told to fetch semantic tokens again.
    pub(crate) token_refresh: bool,
    /// Shows the progress of what takes a while.
    pub(crate) progress: bool,
    /// Can be asked to tell of files that change on disk.
    pub(crate) watch_files: bool,
    /// Can fetch documents from the server, and wants to be told which.
    pub(crate) fetch_pages: bool,
    /// The folders that are worked in.
    pub(crate) roots: Vec<PathBuf>,
    /// Its own settings.
    pub(crate) options: Value,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub(crate) fn new(params: &Value) -> Self {
        let capability = |path: &str| params.pointer("/capabilities").and_then(|all| all.pointer(path));
        let can = |path: &str| capability(path).and_then(Value::as_bool).unwrap_or(false);
        let limit = |limit: &Value| usize::try_from(limit.as_u64()?).ok();
        let options = params.get("initializationOptions").cloned().unwrap_or_default();
        let own = options.get("starCoach").unwrap_or(&options);
        Self {
            encoding: Encoding::choose(capability("/general/positionEncodings")),
            snippet_edits: can("/workspace/workspaceEdit/snippetEditSupport"),
            document_changes: can("/workspace/workspaceEdit/documentChanges"),
            apply_edit: can("/workspace/applyEdit"),
            show_document: can("/window/showDocument/support"),
            configuration: can("/workspace/configuration"),
            register_configuration: can("/workspace/didChangeConfiguration/dynamicRegistration"),
            code_description: can("/textDocument/publishDiagnostics/codeDescriptionSupport"),
            completion: Completion {
                snippets: can("/textDocument/completion/completionItem/snippetSupport"),
                insert_replace: can("/textDocument/completion/completionItem/insertReplaceSupport"),
                tags: holds(capability("/textDocument/completion/completionItem/tagSupport/valueSet"), 1),
                as_is: holds(capability("/textDocument/completion/completionItem/insertTextModeSupport/valueSet"), 1),
                format: format(capability("/textDocument/completion/completionItem/documentationFormat")),
            },
            definition_links: can("/textDocument/definition/linkSupport"),
            hover_format: format(capability("/textDocument/hover/contentFormat")),
            pull: own.get("pullDiagnostics").and_then(Value::as_bool).unwrap_or(false),
            refresh: can("/workspace/diagnostics/refreshSupport"),
            nested_symbols: can("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            fold_limit: capability("/textDocument/foldingRange/rangeLimit").and_then(limit),
            lens_refresh: can("/workspace/codeLens/refreshSupport"),
            inlay_refresh: can("/workspace/inlayHint/refreshSupport"),
            token_refresh: can("/workspace/semanticTokens/refreshSupport"),
            progress: can("/window/workDoneProgress"),
            watch_files: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            fetch_pages: can("/workspace/textDocumentContent/dynamicRegistration"),
            roots: roots(params),
            options,
        }
    }
}

/// What a client makes of what is offered while writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Completion {
    /// Takes snippets.
    pub(crate) snippets: bool,
    /// Knows what to do for those who overwrite.
    pub(crate) insert_replace: bool,
    /// Shows whose time is over.
    pub(crate) tags: bool,
    /// Can be told to leave white space alone.
    pub(crate) as_is: bool,
    /// How it shows what is said of an offer.
    pub(crate) format: Format,
}

/// Whether the `set` has `value`.
fn holds(set: Option<&Value>, value: u64) -> bool {
    set.and_then(Value::as_array).into_iter().flatten().any(|member| member.as_u64() == Some(value))
}

/// The first of the `formats` that we know, which come in the order of liking.
fn format(formats: Option<&Value>) -> Format {
    let formats = formats.and_then(Value::as_array).into_iter().flatten();
    let known = formats.filter_map(|format| match format.as_str()? {
        "markdown" => Some(Format::Markdown),
        "plaintext" => Some(Format::Plain),
        _ => None,
    });
    known.into_iter().next().unwrap_or_default()
}

/// The folders that are open; none for a client that opened a file alone.
fn roots(params: &Value) -> Vec<PathBuf> {
    let folders = params.get("workspaceFolders").and_then(Value::as_array).into_iter().flatten();
    let mut addresses: Vec<&str> = folders.filter_map(|folder| folder.get("uri")?.as_str()).collect();
    if addresses.is_empty() {
        addresses.extend(params.get("rootUri").and_then(Value::as_str));
    }
    addresses.into_iter().filter_map(|address| Url::parse(address).ok()?.to_file_path().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_understood_is_not_supported() {
        for params in [
            json!(null),
            json!([1]),
            json!({ "capabilities": null }),
            json!({ "capabilities": { "workspace": 7, "window": { "showDocument": true }, "general": [] } }),
            json!({ "capabilities": { "workspace": { "workspaceEdit": { "snippetEditSupport": "yes" } } } }),
        ] {
            let client = Client::new(&params);
            assert_eq!(client, Client { options: client.options.clone(), ..Client::default() }, "{params}");
        }
    }

    #[test]
    fn folders_are_read_from_where_the_client_names_them() {
        let roots = |params: Value| Client::new(&params).roots;
        let here = std::path::Path::new("/a b");
        assert_eq!(
            roots(json!({ "workspaceFolders": [{ "uri": "file:///a%20b", "name": "x" }], "rootUri": "file:///c" })),
            [here]
        );
        assert_eq!(roots(json!({ "workspaceFolders": null, "rootUri": "file:///a%20b" })), [here]);
        for params in [
            json!({}),
            json!({ "workspaceFolders": 7, "rootUri": null }),
            json!({ "workspaceFolders": [{}, 3, { "uri": "untitled:x" }, { "uri": "no uri" }] }),
        ] {
            assert_eq!(roots(params.clone()).len(), 0, "{params}");
        }
    }

    #[test]
    fn the_first_format_that_is_known_is_used() {
        let format = |formats: Value| {
            Client::new(&json!({ "capabilities": { "textDocument": { "hover": formats } } })).hover_format
        };
        assert_eq!(format(json!({ "contentFormat": ["html", "markdown", "plaintext"] })), Format::Markdown);
        assert_eq!(format(json!({ "contentFormat": ["plaintext", "markdown"] })), Format::Plain);
        for formats in [json!({}), json!({ "contentFormat": [] }), json!({ "contentFormat": "markdown" }), json!(null)]
        {
            assert_eq!(format(formats), Format::Plain);
        }
    }

    #[test]
    fn what_is_announced_is_used() {
        let client = Client::new(&json!({
            "capabilities": {
                "window": { "showDocument": { "support": true } },
                "workspace": { "workspaceEdit": { "documentChanges": true, "snippetEditSupport": true } },
                "general": { "positionEncodings": ["utf-16", "utf-8"] },
            },
            "initializationOptions": { "starCoach": { "pullDiagnostics": true } },
        }));
        assert!(client.show_document && client.document_changes && client.snippet_edits && client.pull);
        assert!(!client.configuration && !client.code_description);
        assert_eq!(client.encoding, Encoding::Utf8);
    }
}
