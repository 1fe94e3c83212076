import * as vscode from "vscode";
import { place } from "./commands";
import { LANGUAGES, type Server } from "./server";

/** How long the cursor has to rest before the server is asked, in milliseconds. */
const REST = 150;

/** What the server says of the answer at the cursor. */
interface AnswerState {
  title: string;
  state: string;
}

/** The state of the answer at the cursor, in the status bar; or that nothing is coached. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("starCoach.answer", vscode.StatusBarAlignment.Right, 90);
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  /** Which question to the server is the last one: answers to earlier ones come too late. */
  private question = 0;

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
    this.timer = setTimeout(() => this.now(), REST);
  }

  private now(): void {
    clearTimeout(this.timer);
    const editor = vscode.window.activeTextEditor;
    const isDraft = editor !== undefined && LANGUAGES.includes(editor.document.languageId);
    if (!isDraft) {
      // Whatever has the focus, such as the output, is no draft; the draft may still be in sight, but not at a cursor.
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
          tooltip: "Your answers are not coached: the server is not running. Click to start it again.",
          command: "starCoach.restartServer",
        });
    }
  }

  private async ask(editor: vscode.TextEditor): Promise<void> {
    this.question += 1;
    const question = this.question;
    const answer = await this.server.execute<AnswerState | null>("starCoach.answerState", place(editor)).then(
      (answer) => answer,
      () => null,
    );
    if (question !== this.question) {
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
