import * as vscode from "vscode";
import { type Handler, LANGUAGES, type Server } from "./server";

/** A scenario or interview question in the server's list. */
interface Listed {
  id: string;
  title: string;
  kind: "story" | "question";
  /** What it has in common with the answer at the cursor; empty if they are not related. */
  why: string[];
}

/** The position of a cursor, as LSP represents it. */
interface Place {
  uri: string;
  position: { line: number; character: number };
}

/** Returns the position of the cursor if it is in a draft. VS Code and LSP count characters the same way. */
export function place(editor: vscode.TextEditor | undefined): Place | undefined {
  if (editor === undefined || !LANGUAGES.includes(editor.document.languageId)) {
    return undefined;
  }
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** Returns handlers for the server's commands in the palette, which calls them without arguments. */
export function paletteCommands(server: () => Server): Map<string, Handler> {
  return new Map<string, Handler>([
    ["starCoach.showScenario", (next) => showScenario(server(), next)],
    ["starCoach.nextGap", atCursor],
    ["starCoach.insertTemplate", atCursor],
    ["starCoach.checkWorkspace", (next) => next()],
  ]);
}

/** Registers the commands that are not the server's. */
export function registerCommands(
  context: vscode.ExtensionContext,
  server: Server,
  output: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("starCoach.restartServer", () => server.restart()),
    vscode.commands.registerCommand("starCoach.showOutput", () => output.show()),
    vscode.commands.registerCommand("starCoach.openSample", () => openSample(context)),
    // The former name of a command, for existing keybindings.
    vscode.commands.registerCommand("starCoach.insertScaffold", (...args: unknown[]) =>
      vscode.commands.executeCommand("starCoach.insertTemplate", ...args),
    ),
  );
}

async function atCursor(next: (...args: unknown[]) => Promise<unknown>): Promise<unknown> {
  const here = place(vscode.window.activeTextEditor);
  if (here === undefined) {
    return await vscode.window.showInformationMessage("Open a Markdown draft, and put the cursor in it.");
  }
  return await next(here);
}

/** Lets the user choose a scenario, starting with those related to the answer at the cursor, and shows it. */
async function showScenario(server: Server, next: (...args: unknown[]) => Promise<unknown>): Promise<unknown> {
  const here = place(vscode.window.activeTextEditor);
  const listed = server.execute<Listed[]>("starCoach.listScenarios", ...(here === undefined ? [] : [here]));
  const chosen = await vscode.window.showQuickPick<Item>(listed.then(items), {
    title: "STAR Coach: Show Scenario",
    placeHolder: "Type a service, a topic, or an ID such as S16",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.id === undefined ? undefined : await next({ id: chosen.id });
}

interface Item extends vscode.QuickPickItem {
  id?: string;
}

function items(listed: Listed[]): Item[] {
  const groups: [string, Listed[]][] = [
    ["related to the answer at the cursor", listed.filter(({ why }) => why.length > 0)],
    ["scenarios", listed.filter(({ kind, why }) => why.length === 0 && kind === "story")],
    ["interview questions", listed.filter(({ kind, why }) => why.length === 0 && kind === "question")],
  ];
  return groups
    .filter(([, members]) => members.length > 0)
    .flatMap(([label, members]) => [
      { label, kind: vscode.QuickPickItemKind.Separator },
      ...members.map(({ id, title, why }) => ({ id, label: title, description: [id, ...why].join(" · ") })),
    ]);
}

/** Opens an untitled copy of the sample draft. */
async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const sample = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, "walkthrough", "sample.md"));
  const content = new TextDecoder().decode(sample);
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.window.showTextDocument(document);
}
