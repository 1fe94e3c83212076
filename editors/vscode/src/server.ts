import * as readline from "node:readline";
import type { Readable } from "node:stream";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from "vscode-languageclient/node";
import { PATH_SETTING, findProgram, whyNoProgram } from "./program";
import { TraceChannel } from "./trace";

/** The language IDs of drafts. */
export const LANGUAGES = ["markdown", "mdx", "quarto", "rmd"];

/** The URI scheme of scenario pages, whose text the server provides. */
const PAGES = "star-coach-scenario";

/** After more crashes than this within this time, in milliseconds, the server is not restarted. */
const MAX_CRASHES = 4;
const CRASH_WINDOW = 180_000;

/** The delay before a crashed server is restarted, in milliseconds: its client has to clean up first. */
const RESTART_DELAY = 200;

/** How long to wait for the server to respond when it starts, in milliseconds. */
const START_TIMEOUT = 20_000;

export type State = "starting" | "running" | "stopped" | "failed";

/** Handles a server command that is called without arguments; `next` executes it with arguments. */
export type Handler = (next: (...args: unknown[]) => Promise<unknown>) => Promise<unknown>;

/** The language server. It is restarted after a crash. */
export class Server implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  /** Fires when the state changes. */
  readonly onDidChangeState = this.changed.event;
  private current: State = "stopped";
  private client: Client | undefined;
  /** Registrations of the server's commands while it is not running. */
  private substitutes: vscode.Disposable | undefined;
  /** Runs starts and stops one after the other: a setting may change while the server is still starting. */
  private queue: Promise<void> = Promise.resolve();
  private crashes: number[] = [];
  private readonly trace: TraceChannel;

  /** `handlers` are for the server's commands in the palette, which calls them without arguments. */
  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
    private readonly handlers: ReadonlyMap<string, Handler>,
  ) {
    this.trace = new TraceChannel(output);
  }

  get state(): State {
    return this.current;
  }

  /** Executes a command of the server. */
  async execute<Result>(command: string, ...args: unknown[]): Promise<Result> {
    if (this.client === undefined || this.current !== "running") {
      throw new Error("The STAR Coach server isn't running.");
    }
    return await this.client.sendRequest<Result>("workspace/executeCommand", { command, arguments: args });
  }

  /** Restarts the server, and resets the count of crashes. */
  restart(): Promise<void> {
    this.crashes = [];
    return this.enqueue(() => this.start());
  }

  /** Stops the server. */
  stop(): Promise<void> {
    return this.enqueue(() => this.end("stopped"));
  }

  dispose(): void {
    this.substitutes?.dispose();
    this.trace.dispose();
    this.changed.dispose();
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private async start(): Promise<void> {
    await this.end("starting");
    const program = findProgram(this.context);
    if (program === undefined) {
      this.fail(whyNoProgram());
      return;
    }
    this.output.info(`starting ${program}`);
    const client = new Client(program, this.options());
    const timeout = setTimeout(() => client.serverProcess?.kill(), START_TIMEOUT);
    // The client registers the server's commands itself.
    this.substitutes?.dispose();
    this.substitutes = undefined;
    try {
      await client.start();
      this.client = client;
      this.become("running");
    } catch (error) {
      this.output.error(`couldn't start the server: ${error instanceof Error ? error.message : String(error)}`);
      client.serverProcess?.kill();
      this.fail(`STAR Coach can't check your answers: ${program} didn't start as a language server.`);
    } finally {
      clearTimeout(timeout);
    }
  }

  private async end(next: State): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.become(next);
    try {
      await client?.dispose();
    } catch (error) {
      // The client ends the process of a server that doesn't respond.
      this.output.warn(`the server didn't stop when asked: ${String(error)}`);
    }
  }

  /** Handles a crash of the server. */
  private crashed(): void {
    if (this.current !== "running") {
      // A start or stop in progress handles it.
      return;
    }
    const now = Date.now();
    this.crashes = [...this.crashes.filter((time) => now - time < CRASH_WINDOW), now];
    this.client = undefined;
    if (this.crashes.length > MAX_CRASHES) {
      const minutes = CRASH_WINDOW / 60_000;
      this.fail(
        `STAR Coach stopped checking your answers: the server crashed ${this.crashes.length} times in ${minutes} minutes.`,
        RESTART_DELAY,
      );
      return;
    }
    this.output.warn("the server crashed and is being restarted");
    this.become("starting");
    setTimeout(() => void this.enqueue(() => this.start()), RESTART_DELAY);
  }

  private become(state: State): void {
    this.current = state;
    this.changed.fire(state);
  }

  private fail(message: string, delay = 0): void {
    this.output.error(message);
    this.become("failed");
    setTimeout(() => this.substitute(), delay);
    void this.offerHelp(message);
  }

  /** Registers the server's commands to show an error message. */
  private substitute(): void {
    if (this.current === "failed" && this.substitutes === undefined) {
      const register = (command: string) =>
        vscode.commands.registerCommand(command, () => this.offerHelp("The STAR Coach server isn't running."));
      this.substitutes = vscode.Disposable.from(...[...this.handlers.keys()].map(register));
    }
  }

  private async offerHelp(message: string): Promise<void> {
    const restart = "Restart Server";
    const setting = "Open Setting";
    const output = "Show Output";
    switch (await vscode.window.showErrorMessage(message, restart, setting, output)) {
      case restart:
        return this.restart();
      case setting:
        return void (await vscode.commands.executeCommand("workbench.action.openSettings", PATH_SETTING));
      case output:
        return this.output.show();
    }
  }

  private options(): LanguageClientOptions {
    return {
      // Without a scheme, so that unsaved drafts are checked, too.
      documentSelector: LANGUAGES.map((language) => ({ language })),
      initializationOptions: () => serverSettings(vscode.workspace.getConfiguration().get("starCoach")),
      outputChannel: this.output,
      traceOutputChannel: this.trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      stdioOptions: {
        stdout: () => undefined,
        // The log of the server.
        stderr: (input: Readable, output: vscode.LogOutputChannel) => {
          readline.createInterface({ input }).on("line", (line) => output.warn(line));
        },
      },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          this.crashed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      middleware: {
        executeCommand: (command, args, next) => {
          const run = async (...args: unknown[]) => await next(command, args);
          const handler = args.length === 0 ? this.handlers.get(command) : undefined;
          return handler === undefined ? run(...args) : handler(run);
        },
        window: {
          showDocument: async (params, token, next) => {
            const uri = vscode.Uri.parse(params.uri);
            if (uri.scheme !== PAGES) {
              return await next(params, token);
            }
            return { success: await showPage(uri) };
          },
        },
        workspace: {
          // The server asks for its settings when it starts, and when they change.
          configuration: async (request, token, next) => {
            const values = await next(request, token);
            return Array.isArray(values) ? values.map(serverSettings) : values;
          },
        },
      },
    };
  }
}

/** A client that logs errors to the output only: [[Server]] shows messages with a way out. */
class Client extends LanguageClient {
  constructor(program: string, options: LanguageClientOptions) {
    super("starCoach", "STAR Coach", { command: program, args: ["lsp"] }, options);
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Shows the page of a scenario beside the draft. Returns whether it is shown. */
async function showPage(uri: vscode.Uri): Promise<boolean> {
  const isBeside = vscode.window.activeTextEditor?.document.uri.scheme === PAGES;
  const viewColumn = isBeside ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
  try {
    await vscode.window.showTextDocument(uri, { viewColumn, preview: true });
    return true;
  } catch {
    return false;
  }
}

/** Returns the settings of the section `starCoach` without those of the extension itself. */
function serverSettings(section: unknown): unknown {
  if (typeof section !== "object" || section === null) {
    return section;
  }
  return Object.fromEntries(Object.entries(section).filter(([name]) => name !== "server" && name !== "trace"));
}
