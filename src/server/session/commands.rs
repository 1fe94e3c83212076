//! Executes commands.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{ExecuteCommandParams, Position, Range, Url};

use super::Session;
use crate::former;
use crate::server::commands::{
    ANSWER_STATE, CHECK_WORKSPACE, INSERT_SCAFFOLD, INSERT_TEMPLATE, LIST_SCENARIOS, NEXT_GAP, SELECT_PLACEHOLDER,
    SHOW_ANSWER, SHOW_SCENARIO,
};
use crate::server::convert::{line_number, start_of_line};
use crate::server::requests::{gaps, scenarios, template};

impl Session {
    /// Executes a command.
    ///
    /// # Errors
    /// If there is no such command, or its argument is invalid.
    pub(crate) async fn execute(&self, params: &ExecuteCommandParams) -> Result<Value> {
        let argument = params.arguments.first().unwrap_or(&Value::Null);
        match self.current_name(&params.command) {
            SHOW_SCENARIO => {
                let id = argument.as_str().or_else(|| argument.get("id").and_then(Value::as_str));
                let id = id.ok_or_else(|| Error::invalid_params("Expected the argument {id}, such as S16."))?;
                self.show_scenario(id).await
            }
            SELECT_PLACEHOLDER => {
                let (Some(uri), Some(selection)) = (member(argument, "uri"), member(argument, "selection")) else {
                    return Err(Error::invalid_params("Expected the argument {uri, selection}."));
                };
                Ok(self.select(&uri, selection).await.into())
            }
            SHOW_ANSWER => {
                let line = argument.get("line").and_then(Value::as_u64).and_then(|line| u32::try_from(line).ok());
                let range = member(argument, "range").or(line.map(start_of_line));
                let (Some(uri), Some(range)) = (member(argument, "uri"), range) else {
                    return Err(Error::invalid_params("Expected the argument {uri, range} or {uri, line}."));
                };
                Ok(self.show_answer(&uri, range).await.into())
            }
            CHECK_WORKSPACE => {
                let clear = argument.get("clear").and_then(Value::as_bool).unwrap_or(false);
                Ok(self.check_workspace(clear).await)
            }
            LIST_SCENARIOS if argument.is_null() => Ok(self.list_scenarios().await),
            LIST_SCENARIOS => {
                let (uri, position) = uri_and_position(argument)?;
                let listed = self.view(&uri, move |snapshot| scenarios::list_at(snapshot, position)).await;
                match listed {
                    Some(listed) => Ok(listed),
                    None => Ok(self.list_scenarios().await),
                }
            }
            ANSWER_STATE => {
                let (uri, position) = uri_and_position(argument)?;
                let state = self.view(&uri, move |snapshot| scenarios::answer_state(snapshot, position)).await;
                Ok(state.flatten().unwrap_or_default())
            }
            NEXT_GAP => {
                let (uri, position) = uri_and_position(argument)?;
                let in_answer = argument.get("answer").and_then(Value::as_bool).unwrap_or(false);
                self.next_gap(&uri, position, in_answer).await
            }
            INSERT_TEMPLATE => {
                let (uri, position) = uri_and_position(argument)?;
                self.insert_template(&uri, position).await
            }
            other => Err(Error::invalid_params(format!("Unknown command `{other}`."))),
        }
    }

    /// Returns the current name of the command `name`. Writes a note to the client's log if `name` is a former one.
    fn current_name<'a>(&self, name: &'a str) -> &'a str {
        if name != INSERT_SCAFFOLD {
            return name;
        }
        self.note(&former::note(INSERT_SCAFFOLD, INSERT_TEMPLATE));
        INSERT_TEMPLATE
    }

    async fn list_scenarios(&self) -> Value {
        scenarios::list(&*self.lexicon_with_scenario(None).await)
    }

    /// Shows one of the user's own answers, or a message with its place if the client can't show it. Returns whether it
    /// did.
    async fn show_answer(&self, uri: &Url, range: Range) -> bool {
        let shown = self.select(uri, range).await;
        if !shown {
            let place = uri.to_file_path().map_or_else(|()| uri.to_string(), |path| path.display().to_string());
            self.inform(&format!("Your related answer is at {place}:{}.", line_number(range)));
        }
        shown
    }

    /// Selects the next gap. Returns it for clients that move the cursor themselves; null if there is none.
    async fn next_gap(&self, uri: &Url, position: Position, in_answer: bool) -> Result<Value> {
        let found = self.view(uri, move |snapshot| {
            (gaps::gap(snapshot, position, in_answer), snapshot.analysis.answers().is_empty())
        });
        let (gap, has_no_answer) = found.await.ok_or_else(|| not_open(uri))?;
        if let Some(gap) = gap {
            self.select(uri, gap.selection).await;
            return Ok(gap.response);
        }
        self.inform(match (has_no_answer, in_answer) {
            (true, _) => {
                "I don't see a STAR answer here yet. Label two sections, such as **Situation:** and **Result:**."
            }
            (false, true) => "No gaps left in this answer.",
            (false, false) => "No gaps left in this draft.",
        });
        Ok(Value::Null)
    }

    /// Inserts an answer template. Returns `{uri, range}` of its first prompt, for clients that select it themselves,
    /// or null if nothing was inserted.
    async fn insert_template(&self, uri: &Url, position: Position) -> Result<Value> {
        let client = self.client();
        let found = self.view(uri, move |snapshot| template::template(snapshot, position));
        let Some((edit, selection)) = found.await.ok_or_else(|| not_open(uri))? else {
            self.inform("Can't insert an answer here. Put the cursor on an empty line between answers.");
            return Ok(Value::Null);
        };
        if !client.apply_edit {
            self.inform("Your editor doesn't accept edits from a language server, so nothing was inserted.");
            return Ok(Value::Null);
        }
        if !self.apply_edit("Insert answer template", edit).await {
            return Ok(Value::Null);
        }
        if !client.snippet_edits {
            self.select(uri, selection).await;
        }
        Ok(json!({ "uri": uri, "range": selection }))
    }
}

/// Returns the member `name` of an argument; `None` if it is missing or invalid.
fn member<T: serde::de::DeserializeOwned>(argument: &Value, name: &str) -> Option<T> {
    serde_json::from_value(argument.get(name)?.clone()).ok()
}

/// Returns the document and position in the argument of a command.
///
/// # Errors
/// If one of them is missing or invalid.
fn uri_and_position(argument: &Value) -> Result<(Url, Position)> {
    match (member(argument, "uri"), member(argument, "position")) {
        (Some(uri), Some(position)) => Ok((uri, position)),
        _ => Err(Error::invalid_params("Expected the argument {uri, position}.")),
    }
}

fn not_open(uri: &Url) -> Error {
    Error::invalid_params(format!("{uri} isn't open."))
}
