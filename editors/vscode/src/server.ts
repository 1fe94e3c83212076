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

/** The languages that drafts are written in. */
export const LANGUAGES = ["markdown", "mdx", "quarto", "rmd"];

/** The scheme of the pages of scenarios, whose text the server tells. */
const PAGES = "star-coach-scenario";

/** How often the server may end by itself within so many milliseconds; then it is left alone. */
const MOST_CRASHES = 4;
const CRASH_WINDOW = 180_000;

/** How long to wait before a server that ended is started again, in milliseconds: its client has to tidy up first. */
const RESTART_DELAY = 200;

/** How long a program may take to answer before it is taken for something else than a server, in milliseconds. */
const START_PATIENCE = 20_000;

export type State = "starting" | "running" | "stopped" | "failed";

/** What a command of the server's does when it is called without arguments; `next` has the server do it with some. */
export type Handler = (next: (...args: unknown[]) => Promise<unknown>) => Promise<unknown>;

/** The language server: started, stopped, and started again when it ends by itself. */
export class Server implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  /** Told whenever the state changes. */
  readonly onDidChangeState = this.changed.event;
  private current: State = "stopped";
  private client: Client | undefined;
  /** Commands of the server's, while there is none. */
  private substitutes: vscode.Disposable | undefined;
  /** Starts and stops follow one another: a setting may change while the server is still starting. */
  private queue: Promise<void> = Promise.resolve();
  private crashes: number[] = [];
  private readonly trace: TraceChannel;

  /** `handlers` are the server's commands that are in the palette, which tells no arguments. */
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

  /** Has the server do `command`. */
  async execute<Result>(command: string, ...args: unknown[]): Promise<Result> {
    if (this.client === undefined || this.current !== "running") {
      throw new Error("The STAR Coach server is not running.");
    }
    return await this.client.sendRequest<Result>("workspace/executeCommand", { command, arguments: args });
  }

  /** Starts the server anew, whatever happened before. */
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
    const patience = setTimeout(() => client.serverProcess?.kill(), START_PATIENCE);
    // The client registers the server's commands itself.
    this.substitutes?.dispose();
    this.substitutes = undefined;
    try {
      await client.start();
      this.client = client;
      this.become("running");
    } catch (error) {
      this.output.error(`the server did not start: ${error instanceof Error ? error.message : String(error)}`);
      client.serverProcess?.kill();
      this.fail(`Your answers are not coached: ${program} did not start as a language server.`);
    } finally {
      clearTimeout(patience);
    }
  }

  private async end(next: State): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.become(next);
    try {
      await client?.dispose();
    } catch (error) {
      // A server that doesn't answer is no reason to keep it; the client ends its process.
      this.output.warn(`the server did not stop by itself: ${String(error)}`);
    }
  }

  /** Notes that the server ended by itself. */
  private crashed(): void {
    if (this.current !== "running") {
      // Whoever starts or stops it deals with that.
      return;
    }
    const now = Date.now();
    this.crashes = [...this.crashes.filter((time) => now - time < CRASH_WINDOW), now];
    this.client = undefined;
    if (this.crashes.length > MOST_CRASHES) {
      const minutes = CRASH_WINDOW / 60_000;
      this.fail(
        `Your answers are not coached any more: the server ended ${this.crashes.length} times in ${minutes} minutes.`,
        RESTART_DELAY,
      );
      return;
    }
    this.output.warn("the server ended unexpectedly; it is started again");
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

  /** Has the server's commands say why they do nothing. */
  private substitute(): void {
    if (this.current === "failed" && this.substitutes === undefined) {
      const register = (command: string) =>
        vscode.commands.registerCommand(command, () => this.offerHelp("The STAR Coach server is not running."));
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
      // No scheme: a draft that was never saved is coached too.
      documentSelector: LANGUAGES.map((language) => ({ language })),
      initializationOptions: () => serverSettings(vscode.workspace.getConfiguration().get("starCoach")),
      outputChannel: this.output,
      traceOutputChannel: this.trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      stdioOptions: {
        stdout: () => undefined,
        // The server writes there what it warns of.
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

/** A client that says in the output what goes wrong, and leaves messages to [[Server]], which says what to do. */
class Client extends LanguageClient {
  constructor(program: string, options: LanguageClientOptions) {
    super("starCoach", "STAR Coach", { command: program, args: ["lsp"] }, options);
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Shows the page of a scenario beside the draft, so that both can be read; tells whether it is there. */
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

/** The settings in the section `starCoach` without those that are this extension's and mean nothing to the server. */
function serverSettings(section: unknown): unknown {
  if (typeof section !== "object" || section === null) {
    return section;
  }
  return Object.fromEntries(Object.entries(section).filter(([name]) => name !== "server" && name !== "trace"));
}
