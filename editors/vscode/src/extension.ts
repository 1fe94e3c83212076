import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

const LANGUAGES = ["markdown", "mdx", "quarto", "rmd"];
const PATH_SETTING = "starCoach.server.path";

let client: LanguageClient | undefined;
/** Starts and stops follow one another: a setting may change while the server is still starting. */
let queue: Promise<void> = Promise.resolve();

export function activate(context: vscode.ExtensionContext): Promise<void> {
  const restart = () => enqueue(() => start(context));
  context.subscriptions.push(
    vscode.commands.registerCommand("starCoach.restartServer", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(PATH_SETTING)) {
        void restart();
      }
    }),
  );
  return restart();
}

export function deactivate(): Promise<void> {
  return enqueue(stop);
}

function enqueue(step: () => Promise<void>): Promise<void> {
  queue = queue.then(step, step);
  return queue;
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  await stop();
  const command = findServer(context);
  if (command === undefined) {
    void explainMissingServer();
    return;
  }
  client = new LanguageClient(
    "starCoach",
    "STAR Coach",
    { command, args: ["lsp"] },
    {
      // No scheme: a draft that was never saved is coached too.
      documentSelector: LANGUAGES.map((language) => ({ language })),
      initializationOptions: () => serverSettings(vscode.workspace.getConfiguration().get("starCoach")),
      middleware: {
        workspace: {
          // The server asks for its settings when it starts, and when they change.
          configuration: async (request, token, next) => {
            const values = await next(request, token);
            return Array.isArray(values) ? values.map(serverSettings) : values;
          },
        },
      },
    },
  );
  await client.start();
}

/** Settings of the section `starCoach` without those that are this extension's and mean nothing to the server. */
function serverSettings(section: unknown): unknown {
  if (typeof section !== "object" || section === null) {
    return section;
  }
  return Object.fromEntries(Object.entries(section).filter(([name]) => name !== "server" && name !== "trace"));
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  if (running?.isRunning()) {
    await running.stop();
  }
}

/** The server to run: the one that was set, else the bundled one, else the one on the PATH. */
function findServer(context: vscode.ExtensionContext): string | undefined {
  const set = pathSetting();
  if (set !== "") {
    return isExecutable(set) ? set : undefined;
  }
  const name = process.platform === "win32" ? "star-coach.exe" : "star-coach";
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return (
    [context.asAbsolutePath("server"), ...folders]
      // A relative folder on the PATH would be one in the workspace, where nobody expects a program to come from.
      .filter((folder) => path.isAbsolute(folder))
      .map((folder) => path.join(folder, name))
      .find(isExecutable)
  );
}

function pathSetting(): string {
  const set = vscode.workspace.getConfiguration().get<string>(PATH_SETTING, "").trim();
  return set.startsWith("~/") ? path.join(os.homedir(), set.slice(2)) : set;
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

async function explainMissingServer(): Promise<void> {
  const set = pathSetting();
  const message =
    set === ""
      ? "Your answers are not coached: the star-coach program is not on your PATH. Install it, or set where it is."
      : `Your answers are not coached: there is no program at ${set}. Correct the setting, or clear it.`;
  const settings = "Open Setting";
  if ((await vscode.window.showErrorMessage(message, settings)) === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", PATH_SETTING);
  }
}
