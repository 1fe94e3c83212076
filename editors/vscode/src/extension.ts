import * as vscode from "vscode";
import { paletteCommands, registerCommands } from "./commands";
import { PATH_SETTING } from "./program";
import { Server } from "./server";
import { StatusBar } from "./status";

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("STAR Coach", { log: true });
  const running: Server = new Server(context, output, paletteCommands(() => running));
  server = running;
  context.subscriptions.push(
    output,
    running,
    new StatusBar(running),
    registerCommands(context, running, output),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(PATH_SETTING)) {
        void running.restart();
      }
    }),
  );
  return running.restart();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
