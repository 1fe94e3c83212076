import * as vscode from "vscode";

const SETTING = "starCoach.trace.server";

/**
 * The output channel for traces by `vscode-languageclient`.
 *
 * The library traces only while the log level of the channel is Trace, which users would have to set in addition to the
 * setting. Here, only the setting counts: it raises the level that the library sees, and traces are logged as info.
 */
export class TraceChannel implements vscode.LogOutputChannel {
  private readonly changed = new vscode.EventEmitter<vscode.LogLevel>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChangeLogLevel = this.changed.event;

  constructor(private readonly channel: vscode.LogOutputChannel) {
    const update = () => this.changed.fire(this.logLevel);
    this.subscriptions = [
      this.changed,
      channel.onDidChangeLogLevel(update),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTING)) {
          update();
        }
      }),
    ];
  }

  get name(): string {
    return this.channel.name;
  }

  get logLevel(): vscode.LogLevel {
    return isTracing() ? vscode.LogLevel.Trace : this.channel.logLevel;
  }

  trace(message: string): void {
    if (isTracing()) {
      this.channel.info(message);
    } else {
      this.channel.trace(message);
    }
  }

  debug(message: string): void {
    this.channel.debug(message);
  }

  info(message: string): void {
    this.channel.info(message);
  }

  warn(message: string): void {
    this.channel.warn(message);
  }

  error(error: string | Error): void {
    this.channel.error(error);
  }

  append(value: string): void {
    this.channel.append(value);
  }

  appendLine(value: string): void {
    this.channel.appendLine(value);
  }

  replace(value: string): void {
    this.channel.replace(value);
  }

  clear(): void {
    this.channel.clear();
  }

  show(columnOrPreserveFocus?: vscode.ViewColumn | boolean, preserveFocus?: boolean): void {
    this.channel.show(typeof columnOrPreserveFocus === "boolean" ? columnOrPreserveFocus : preserveFocus);
  }

  hide(): void {
    this.channel.hide();
  }

  /** Disposes of the listeners, not of the channel itself. */
  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

function isTracing(): boolean {
  return vscode.workspace.getConfiguration().get<string>(SETTING, "off") !== "off";
}
