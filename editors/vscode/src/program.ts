import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

/** The setting that names the program. Its scope is the machine: no workspace can set it. */
export const PATH_SETTING = "starCoach.server.path";

/** The program to run as the server: the one that was set, else the bundled one, else the one on the PATH. */
export function findProgram(context: vscode.ExtensionContext): string | undefined {
  const set = setPath();
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

/** Why there is no program, and what to do about it. */
export function whyNoProgram(): string {
  const set = setPath();
  return set === ""
    ? "Your answers are not coached: the star-coach program is not on your PATH. Install it, or set where it is."
    : `Your answers are not coached: there is no program at ${set}. Correct the setting, or clear it.`;
}

function setPath(): string {
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
