import * as vscode from "vscode";
import { place } from "./commands";
import { LANGUAGES, type Server } from "./server";

/** The delay before the state is requested after a change, in milliseconds. */
const DELAY = 150;

/** The state of the answer at the cursor, from the server. */
interface AnswerState {
  title: string;
  state: string;
}

/** The status bar item: the state of the answer at the cursor, or of the server if it isn't running. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("starCoach.answer", vscode.StatusBarAlignment.Right, 90);
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  /** The number of the latest request; responses to earlier ones are ignored. */
  private latest = 0;

  constructor(private readonly server: Server) {
    this.item.name = "STAR Coach";
    const later = () => this.later();
    this.subscriptions = [
      this.item,
      server.onDidChangeState(() => this.now()),
      vscode.window.onDidChangeActiveTextEditor(() => this.now()),
      vscode.window.onDidChangeTextEditorSelection(later),
      vscode.workspace.onDidChangeTextDocument(later),
      vscode.languages.onDidChangeDiagnostics(later),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), DELAY);
  }

  private now(): void {
    clearTimeout(this.timer);
    const editor = vscode.window.activeTextEditor;
    const isDraft = editor !== undefined && LANGUAGES.includes(editor.document.languageId);
    if (!isDraft) {
      // The output or another document has the focus. A draft may be visible, but has no cursor.
      this.show(undefined);
      return;
    }
    switch (this.server.state) {
      case "running":
        void this.ask(editor);
        return;
      case "starting":
        this.show({ text: "$(sync~spin) STAR", tooltip: "STAR Coach is starting." });
        return;
      default:
        this.show({
          text: "$(warning) STAR",
          tooltip: "STAR Coach can't check your answers: the server isn't running. Click to restart it.",
          command: "starCoach.restartServer",
        });
    }
  }

  private async ask(editor: vscode.TextEditor): Promise<void> {
    this.latest += 1;
    const request = this.latest;
    const answer = await this.server.execute<AnswerState | null>("starCoach.answerState", place(editor)).then(
      (answer) => answer,
      () => null,
    );
    if (request !== this.latest) {
      return;
    }
    if (answer === null) {
      this.show(undefined);
      return;
    }
    const [components] = answer.state.split(" · ");
    this.show({
      text: `$(comment-discussion) ${components}`,
      tooltip: `${answer.title}\n${answer.state}\nClick to go to the next gap.`,
      command: "starCoach.nextGap",
    });
  }

  private show(shown: { text: string; tooltip: string; command?: string } | undefined): void {
    if (shown === undefined) {
      this.item.hide();
      return;
    }
    this.item.text = shown.text;
    this.item.tooltip = shown.tooltip;
    this.item.command = shown.command;
    this.item.show();
  }
}
