//! Starts star-coach in Zed, from the path in the settings or from the PATH.

use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree, settings::LspSettings};

const SERVER: &str = "star-coach";

struct StarCoach;

impl zed::Extension for StarCoach {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(SERVER, worktree).ok().and_then(|settings| settings.binary);
        let (path, arguments) = binary.map(|binary| (binary.path, binary.arguments)).unwrap_or_default();
        let command = path.or_else(|| worktree.which(SERVER)).ok_or(
            "star-coach is not on your PATH. Run `cargo install --path .` in its clone, or set lsp.star-coach.binary.path.",
        )?;
        Ok(Command { command, args: arguments.unwrap_or_else(|| vec!["lsp".into()]), env: worktree.shell_env() })
    }

    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        let settings = LspSettings::for_worktree(SERVER, worktree)?.settings.unwrap_or_default();
        Ok(Some(zed::serde_json::json!({ "starCoach": settings })))
    }
}

zed::register_extension!(StarCoach);
