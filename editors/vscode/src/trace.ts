import * as vscode from "vscode";

const SETTING = "starCoach.trace.server";

/**
 * The output channel as `vscode-languageclient` is to see it when it traces.
 *
 * The library traces only while the level of the channel is Trace, which nobody who turns on the setting knows about.
 * So the setting alone decides here, and what is traced is written at a level that shows.
 */
export class TraceChannel implements vscode.LogOutputChannel {
  private readonly changed = new vscode.EventEmitter<vscode.LogLevel>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChangeLogLevel = this.changed.event;

  constructor(private readonly channel: vscode.LogOutputChannel) {
    const tell = () => this.changed.fire(this.logLevel);
    this.subscriptions = [
      this.changed,
      channel.onDidChangeLogLevel(tell),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTING)) {
          tell();
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

  /** Lets go of what it listens to; the channel itself stays. */
  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

function isTracing(): boolean {
  return vscode.workspace.getConfiguration().get<string>(SETTING, "off") !== "off";
}
