//! The client: its capabilities and initialization options.

use std::path::PathBuf;

use serde_json::Value;
use tower_lsp::lsp_types::Url;

use super::convert::Encoding;
use crate::features::markup::Format;

/// The client, from the parameters of `initialize`. A capability that is missing or malformed is not supported.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Client {
    /// The unit of positions.
    pub(crate) encoding: Encoding,
    /// Supports the snippet edits of LSP 3.18.
    pub(crate) snippet_edits: bool,
    /// Supports `documentChanges`, edits with a document version.
    pub(crate) document_changes: bool,
    /// Supports `workspace/applyEdit`.
    pub(crate) apply_edit: bool,
    /// Supports `window/showDocument`.
    pub(crate) show_document: bool,
    /// Supports `workspace/configuration`.
    pub(crate) configuration: bool,
    /// Sends changes of settings only if the server registers for them.
    pub(crate) register_configuration: bool,
    /// Shows a link to the manual page of a rule at its diagnostics.
    pub(crate) code_description: bool,
    /// The preferred format of hovers.
    pub(crate) hover_format: Format,
    /// Its support for completions.
    pub(crate) completion: Completion,
    /// Supports location links, which mark the words that lead to a definition.
    pub(crate) definition_links: bool,
    /// Pulls diagnostics, so that they are not published. Set by `pullDiagnostics` in the initialization options.
    pub(crate) pull: bool,
    /// Supports `workspace/diagnostic/refresh`.
    pub(crate) refresh: bool,
    /// Supports nested document symbols.
    pub(crate) nested_symbols: bool,
    /// The maximum number of folding ranges, if there is one.
    pub(crate) fold_limit: Option<usize>,
    /// Supports `workspace/codeLens/refresh`.
    pub(crate) lens_refresh: bool,
    /// Supports `workspace/inlayHint/refresh`.
    pub(crate) inlay_refresh: bool,
    /// Supports `workspace/semanticTokens/refresh`.
    pub(crate) token_refresh: bool,
    /// Supports progress that the server creates.
    pub(crate) progress: bool,
    /// Lets the server register for changes of files on disk.
    pub(crate) watch_files: bool,
    /// Fetches the text of virtual documents from the server (LSP 3.18).
    pub(crate) fetch_pages: bool,
    /// The workspace folders.
    pub(crate) roots: Vec<PathBuf>,
    /// The initialization options, which may contain settings.
    pub(crate) options: Value,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub(crate) fn new(params: &Value) -> Self {
        let capability = |path: &str| params.pointer("/capabilities").and_then(|all| all.pointer(path));
        let can = |path: &str| capability(path).and_then(Value::as_bool).unwrap_or(false);
        let limit = |limit: &Value| usize::try_from(limit.as_u64()?).ok();
        let options = params.get("initializationOptions").cloned().unwrap_or_default();
        let settings = options.get("starCoach").unwrap_or(&options);
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
                tags: contains(capability("/textDocument/completion/completionItem/tagSupport/valueSet"), 1),
                as_is: contains(
                    capability("/textDocument/completion/completionItem/insertTextModeSupport/valueSet"),
                    1,
                ),
                format: format(capability("/textDocument/completion/completionItem/documentationFormat")),
            },
            definition_links: can("/textDocument/definition/linkSupport"),
            hover_format: format(capability("/textDocument/hover/contentFormat")),
            pull: settings.get("pullDiagnostics").and_then(Value::as_bool).unwrap_or(false),
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

/// The support of a client for completions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Completion {
    /// Supports snippets.
    pub(crate) snippets: bool,
    /// Supports separate ranges for inserting and replacing.
    pub(crate) insert_replace: bool,
    /// Supports the tag for deprecated items.
    pub(crate) tags: bool,
    /// Supports inserting text without adjusting its indentation.
    pub(crate) as_is: bool,
    /// The preferred format of documentation.
    pub(crate) format: Format,
}

/// Whether the array `set` contains `value`.
fn contains(set: Option<&Value>, value: u64) -> bool {
    set.and_then(Value::as_array).into_iter().flatten().any(|member| member.as_u64() == Some(value))
}

/// Returns the first known one of `formats`, which are in the order of preference.
fn format(formats: Option<&Value>) -> Format {
    let formats = formats.and_then(Value::as_array).into_iter().flatten();
    let known = formats.filter_map(|format| match format.as_str()? {
        "markdown" => Some(Format::Markdown),
        "plaintext" => Some(Format::Plain),
        _ => None,
    });
    known.into_iter().next().unwrap_or_default()
}

/// Returns the workspace folders; none if the client opened only a file.
fn roots(params: &Value) -> Vec<PathBuf> {
    let folders = params.get("workspaceFolders").and_then(Value::as_array).into_iter().flatten();
    let mut uris: Vec<&str> = folders.filter_map(|folder| folder.get("uri")?.as_str()).collect();
    if uris.is_empty() {
        uris.extend(params.get("rootUri").and_then(Value::as_str));
    }
    uris.into_iter().filter_map(|uri| Url::parse(uri).ok()?.to_file_path().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_malformed_capability_is_not_supported() {
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
    fn workspace_folders_come_from_either_parameter() {
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
    fn the_first_known_format_is_used() {
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
    fn announced_capabilities_are_supported() {
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
