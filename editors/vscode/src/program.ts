import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

/** The setting for the path of the server. Its scope is "machine", so a workspace can't set it. */
export const PATH_SETTING = "starCoach.server.path";

/** Returns the path of the server: from the setting, else bundled with the extension, else on the PATH. */
export function findProgram(context: vscode.ExtensionContext): string | undefined {
  const set = setPath();
  if (set !== "") {
    return isExecutable(set) ? set : undefined;
  }
  const name = process.platform === "win32" ? "star-coach.exe" : "star-coach";
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return (
    [context.asAbsolutePath("server"), ...folders]
      // A relative folder on the PATH could be in the workspace, which must not choose the program.
      .filter((folder) => path.isAbsolute(folder))
      .map((folder) => path.join(folder, name))
      .find(isExecutable)
  );
}

/** Returns the error message for a missing server. */
export function whyNoProgram(): string {
  const set = setPath();
  return set === ""
    ? "STAR Coach can't check your answers: star-coach is not on your PATH. Install it, or set its path."
    : `STAR Coach can't check your answers: no program at ${set}. Correct or clear the setting.`;
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
