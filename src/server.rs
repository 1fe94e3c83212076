//! The language server: a thin layer between LSP and the rest of the crate.
//!
//! LSP types are used only in here and in the files below. A keystroke takes this way: `transport` reads the message
//! (from `frames`) and calls a handler below, which calls the `session`. That applies the edit to the text in
//! `documents`, which updates its analysis. When the message is handled, the session publishes the draft's
//! `diagnostics`, after `delay` has decided which of them wait, and `outbox` writes them to the client.

mod cache;
mod client;
mod commands;
mod convert;
mod delay;
mod diagnostics;
mod documents;
mod frames;
mod index;
mod log;
mod outbox;
mod pages;
mod projects;
mod requests;
mod session;
mod settings;
mod snapshot;
mod transport;
mod watch;

use std::io::{BufRead, BufReader, Write};
use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::*;
use tower_lsp::{LanguageServer, LspService};

use crate::rules::{ISSUES, RULES, Rule};
use client::Client;
use log::{Level, log};
use outbox::Outbox;
use requests::{completion, folding, hover, inlays, lenses, links, selection, symbols, tokens};
use session::Session;
use snapshot::Snapshot;

use crate::features::completion::TRIGGERS;

/// Serves one client on stdin and stdout with these rules, and returns the exit code.
pub fn run(rules: &'static [&'static Rule]) -> u8 {
    std::panic::set_hook(Box::new(|info| {
        // The location only, since the message may quote the draft.
        let location = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        log(Level::Error, format_args!("internal error at {location}. Please report this bug: {ISSUES}"));
    }));
    serve_with(rules, BufReader::with_capacity(1 << 16, std::io::stdin()), std::io::stdout())
}

/// Serves one client that writes to `input` and reads from `output`. Returns the exit code: 0 if the client sent
/// `shutdown` before the end, else 1.
pub fn serve(input: impl BufRead + Send + 'static, output: impl Write + Send + 'static) -> u8 {
    serve_with(RULES, input, output)
}

/// Like [`serve`], but with these rules: tests pass rules that fail.
pub fn serve_with(
    rules: &'static [&'static Rule],
    input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
) -> u8 {
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            log(Level::Error, format_args!("couldn't start threads: {error}"));
            return 1;
        }
    };
    let code = runtime.block_on(async {
        let (outbox, outgoing) = Outbox::new();
        let session = Session::new(outbox.clone(), rules);
        session.start();
        let (service, _) = LspService::build(|_| Server { session: session.clone() })
            .custom_method(transport::CODE_ACTION, Server::code_actions)
            .custom_method(transport::DIAGNOSTIC, Server::diagnostics)
            .custom_method("window/workDoneProgress/cancel", Server::cancel_progress)
            .custom_method(pages::CONTENT, Server::page)
            .finish();
        transport::serve(service, input, output, (outbox, outgoing), || session.publish()).await
    });
    // Analyses that are still running are abandoned.
    runtime.shutdown_background();
    code
}

/// The handlers. Those that change a document do so before their first `.await`, since only that part runs in the order
/// of the messages (see [`transport`]).
struct Server {
    session: Arc<Session>,
}

#[tower_lsp::async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        // The transport moved all parameters into this member.
        let client = Client::new(&params.initialization_options.unwrap_or_default());
        let capabilities = capabilities(&client);
        self.session.initialize(client);
        let server_info =
            ServerInfo { name: env!("CARGO_PKG_NAME").into(), version: Some(env!("CARGO_PKG_VERSION").into()) };
        Ok(InitializeResult { capabilities, server_info: Some(server_info) })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.session.register_capabilities();
        self.session.pull_settings().await;
    }

    async fn shutdown(&self) -> Result<()> {
        self.session.shut_down().await;
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.session.open(params.text_document);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        self.session.edit(&document.uri, document.version, &params.content_changes);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.session.save(&params.text_document.uri);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.session.close(&params.text_document.uri);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.session.settings_changed(&params.settings).await;
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.session.files_changed(params.changes.iter().map(|change| &change.uri));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.session.folders_changed(&params.event);
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        Ok(self.session.view(&params.text_document.uri, symbols::symbols).await)
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        Ok(self.session.view(&params.text_document.uri, lenses::lenses).await)
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        Ok(self.session.view(&params.text_document.uri, folding::folds).await)
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let SelectionRangeParams { text_document, positions, .. } = params;
        Ok(self.session.view(&text_document.uri, move |snapshot| selection::selections(snapshot, &positions)).await)
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        Ok(self.session.view(&params.text_document.uri, move |snapshot| inlays::inlays(snapshot, params.range)).await)
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let tokens = self.session.tokens(&params.text_document.uri, |tokens, _| tokens.full());
        Ok(tokens.await.map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let previous_id = &params.previous_result_id;
        Ok(self.session.tokens(&params.text_document.uri, |tokens, previous| tokens.delta(previous, previous_id)).await)
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let SemanticTokensRangeParams { text_document, range, .. } = params;
        let data = self.session.view(&text_document.uri, move |snapshot| tokens::tokens(snapshot, Some(range))).await;
        Ok(data.map(|data| SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })))
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        Ok(Some(self.session.titled(params.query).await.into_iter().map(symbols::workspace_symbol).collect()))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        Ok(self.session.references(&text_document.uri, position).await)
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        Ok(self.session.view(&text_document.uri, move |snapshot| hover::hover(snapshot, position)).await.flatten())
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let complete = move |snapshot: &Snapshot| completion::completion(snapshot, position, params.context);
        Ok(self.session.view(&text_document.uri, complete).await.flatten())
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        Ok(self.session.view(&text_document.uri, move |snapshot| links::definition(snapshot, position)).await.flatten())
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        Ok(self.session.view(&params.text_document.uri, links::links).await)
    }

    async fn document_link_resolve(&self, link: DocumentLink) -> Result<DocumentLink> {
        Ok(self.session.resolve_link(link).await)
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        self.session.execute(&params).await.map(Some)
    }
}

impl Server {
    /// `textDocument/codeAction`, as JSON, since `tower_lsp` lacks the snippet edits of LSP 3.18.
    async fn code_actions(&self, params: CodeActionParams) -> Result<Value> {
        Ok(self.session.actions(params).await.into())
    }

    /// `textDocument/diagnostic`.
    async fn diagnostics(&self, params: DocumentDiagnosticParams) -> Result<Value> {
        if !self.session.client().pull {
            return Err(Error::method_not_found());
        }
        Ok(self.session.pull_diagnostics(&params.text_document.uri, params.previous_result_id.as_deref()).await)
    }

    /// `window/workDoneProgress/cancel`.
    async fn cancel_progress(&self, params: Value) {
        self.session.cancel_progress(&params);
    }

    /// `workspace/textDocumentContent`.
    async fn page(&self, params: Value) -> Result<Value> {
        let uri = params.get("uri").and_then(Value::as_str).and_then(|uri| Url::parse(uri).ok());
        let uri = uri.ok_or_else(|| Error::invalid_params("Expected the parameters {uri}."))?;
        Ok(json!({ "text": self.session.page(&uri).await? }))
    }
}

/// Returns the capabilities to announce to `client`.
fn capabilities(client: &Client) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..TextDocumentSyncOptions::default()
    };
    let code_actions = CodeActionOptions {
        code_action_kinds: Some(requests::actions::KINDS.map(|kind| requests::actions::kind(kind).into()).to_vec()),
        ..CodeActionOptions::default()
    };
    let commands = ExecuteCommandOptions {
        commands: commands::ALL.map(String::from).to_vec(),
        ..ExecuteCommandOptions::default()
    };
    let tokens = SemanticTokensOptions {
        legend: tokens::legend(),
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
        ..SemanticTokensOptions::default()
    };
    // Only for a client that asked to pull: others would show pulled and published diagnostics, each of them twice.
    let diagnostics = client.pull.then(|| {
        DiagnosticServerCapabilities::Options(DiagnosticOptions {
            identifier: Some(diagnostics::SOURCE.into()),
            ..DiagnosticOptions::default()
        })
    });
    let folders =
        WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
    let workspace = WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None };
    ServerCapabilities {
        workspace: Some(workspace),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(sync.into()),
        code_action_provider: Some(code_actions.into()),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: None }),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        semantic_tokens_provider: Some(tokens.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(TRIGGERS.map(String::from).to_vec()),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        execute_command_provider: Some(commands),
        diagnostic_provider: diagnostics,
        ..ServerCapabilities::default()
    }
}
