// An end-to-end test in VS Code: findings, quick fixes, hovers, scenarios, settings, a crash, and the output.
// Run by `tests/editors/vscode`, which starts VS Code with the extension installed.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Screen, say } from "./vscode_screen.mjs";

const { DRAFT, SERVER, TO_SERVER } = process.env;

const SUMMARY_LINE = ".codelens-decoration";
const STATUS = '.statusbar-item[id*="starCoach.answer"]';
const TEXT = ".editor-instance .view-lines";
const fixed = fs.readFileSync(DRAFT, "utf8").replace("reduced the backlog", "$& by 85%");

const screen = await Screen.open();
const { page } = screen;

await screen.run(async () => {
  await screen.openDraft();
  await page.waitForSelector(".squiggly-warning", { state: "attached" });
  say("the findings are underlined");
  await screen.until("each answer has a summary line", async () => {
    const lines = await screen.text(SUMMARY_LINE);
    return lines.includes("S ✓ T ✓ A ✓ R ✓") && lines.includes("S ✓ T – A ✓ R ✓");
  });
  await screen.shoot("draft");

  await problems();
  await quickFix();
  await status();
  await formerName();
  await aids();
  await scenarios();
  await settings();
  await crash();
  await output();
});

/** The Problems panel shows the findings, with links to the manual. */
async function problems() {
  await page.keyboard.press("Control+Shift+KeyM");
  const problem = page.locator(".markers-panel .monaco-list-row", { hasText: "missing-metric" });
  await problem.waitFor();
  say(`the Problems panel shows: ${(await problem.innerText()).replace(/\s+/g, " ")}`);
  const link = await problem.locator("a[href]").getAttribute("href");
  if (!link.endsWith("#missing-metric")) throw new Error(`the rule links to ${link}`);
  await screen.shoot("problems");
  await problem.click();
  await page.waitForSelector('.statusbar-item:has-text("Ln 9, Col")');
}

/** A quick fix by keyboard selects its placeholder, and typing replaces it. */
async function quickFix() {
  await screen.choose("[X%]");
  await screen.until("the placeholder is in the draft", () => screen.sees(TEXT, "[X%]"));
  await screen.until("it is selected", () => page.locator('.statusbar-item:has-text("(4 selected)")').isVisible());
  await screen.shoot("placeholder");
  await page.keyboard.type("85%");
  await page.keyboard.press("Escape");
  await screen.until("two findings are left", async () => (await screen.problems()) === 2);
  await page.keyboard.press("Control+KeyS");
  await screen.saved(fixed);
}

/** The status bar shows the state of the answer at the cursor; a click goes to the next gap. */
async function status() {
  await screen.until("the status bar shows the first answer", () => screen.sees(STATUS, "S ✓ T ✓ A ✓ R ✓"));
  await screen.goTo(13);
  await screen.until("the status bar shows the second answer", () => screen.sees(STATUS, "S ✓ T – A ✓ R ✓"));
  await screen.shoot("status");
  await page.locator(STATUS).click();
  await screen.until("a click goes to the next gap", () => page.locator('.statusbar-item:has-text("Ln 15, Col 21")').isVisible());
}

/** A keybinding to the former name of a command works; see `keybindings.json` in `tests/editors/vscode`. */
async function formerName() {
  await screen.goTo(1);
  const press = async () => {
    await screen.focus();
    await page.keyboard.press("Control+Alt+KeyT");
  };
  await screen.insist("a keybinding to a former name inserts a template", press, () => screen.sees(TEXT, "[Which"));
  await page.keyboard.press("Escape");
  const undo = () => page.keyboard.press("Control+KeyZ");
  await screen.insist("the template is undone", undo, async () => !(await screen.sees(TEXT, "[Which")));
}

/** A label has a hover, and a service name is completed. */
async function aids() {
  await screen.goTo(5, 4);
  const hover = async () => {
    await screen.focus();
    await page.keyboard.press("Control+KeyK");
    await page.keyboard.press("Control+KeyI");
  };
  await screen.insist("a hover explains the Task", hover, () => screen.sees(".monaco-hover", "responsible"));
  await screen.shoot("hover");
  await page.keyboard.press("Escape");
  await screen.goTo(15, 112);
  const complete = async () => {
    await screen.focus();
    await page.keyboard.press("Control+Space");
  };
  await page.keyboard.type(" Amazon Cloud");
  await screen.insist("a service name is offered", complete, () => screen.sees(".suggest-widget", "Amazon CloudWatch"));
  await screen.shoot("completion");
  await page.keyboard.press("Escape");
  const undo = () => page.keyboard.press("Control+KeyZ");
  await screen.insist("the typed text is undone", undo, async () => !(await screen.sees(TEXT, "came in. Amazon")));
}

/** Related scenarios open beside the draft, from the menu and from the palette. */
async function scenarios() {
  await screen.goTo(7);
  const title = /Open related scenario: (.*?) \(/.exec(await screen.choose("Open related scenario: "))[1];
  const group = ".editor-group-container";
  await screen.until(`the scenario is beside the draft: ${title}`, async () => {
    return (await page.locator(group).count()) === 2 && (await screen.sees(".tab.active", title));
  });
  await screen.until("its page is shown", () => screen.sees(TEXT, "An example to compare with"));
  await screen.shoot("scenario");
  await page.keyboard.press("Control+KeyW");
  await screen.until("it is closed", async () => (await page.locator(group).count()) === 1);
  await screen.command("STAR Coach: Show Scenario…");
  const related = page.locator(".quick-input-list .quick-input-list-separator", { hasText: "related to" });
  await related.first().waitFor();
  await screen.shoot("scenarios");
  await page.keyboard.type("S16");
  await page.keyboard.press("Enter");
  await screen.until("the chosen one is shown", () => screen.sees(TEXT, "CPU and memory spikes"));
  await page.keyboard.press("Control+KeyW");
}

/** A changed setting takes effect immediately. */
async function settings() {
  await screen.set({ "starCoach.rules": { "unnamed-service": "off" } });
  await screen.until("a rule that is off reports nothing", async () => (await screen.problems()) === 1);
  await screen.set({});
  await screen.until("a rule that is on reports its finding", async () => (await screen.problems()) === 2);
}

/**
 * A killed server is restarted with the current text: the user types before the crash, while the server is down, and
 * after.
 */
async function crash() {
  const [first] = servers();
  await screen.goTo(1);
  await page.keyboard.insertText("Before.\n");
  process.kill(first, "SIGKILL");
  let lines = 1;
  const again = async () => {
    await page.keyboard.insertText("While.\n");
    lines += 1;
    return servers().some((id) => id !== first);
  };
  await screen.until("the server was killed, and another one is running", again);
  await page.keyboard.insertText("After.\n");
  lines += 1;
  await screen.until("its findings are shown", async () => (await screen.problems()) === 2);
  const panel = ".markers-panel .monaco-list-row";
  const list = async () => {
    if (!(await screen.sees(panel, "missing-component"))) await page.keyboard.press("Control+Shift+KeyM");
  };
  const places = async () => [...(await screen.text(panel)).matchAll(/\[Ln (\d+), Col (\d+)\]/g)].map(([, line, column]) => `${line}:${column}`);
  // The findings of the command line in the saved draft. Lines with findings have no characters outside the BMP.
  const expected = async () => {
    await screen.focus();
    await page.keyboard.press("Control+KeyS");
    const draft = fs.readFileSync(DRAFT, "utf8");
    if (draft.split("\n").findIndex((line) => line.startsWith("# 🌙")) !== lines) return undefined;
    const json = execFileSync(SERVER, ["check", "--format", "json", DRAFT], { encoding: "utf8" });
    return JSON.parse(json)[0].findings.map(({ line, column }) => `${line}:${column}`);
  };
  await screen.insist("the findings are those of the current text", list, async () => {
    const [shown, found] = [await places(), await expected()];
    return found?.length === 2 && shown.sort().join() === found.sort().join();
  });
  await screen.until("no notification is shown", async () => (await page.locator(".notification-toast").count()) === 0);
}

/** The output opens, and the setting turns the trace on. Reading the output would need native modules. */
async function output() {
  const traces = () => fs.readFileSync(TO_SERVER, "utf8").split('"method":"$/setTrace","params":{"value":"messages"}').length;
  const before = traces();
  await screen.set({ "starCoach.trace.server": "messages" });
  await screen.until("the trace is on", () => traces() > before);
  await screen.command("STAR Coach: Show Output");
  await screen.until("the output is open", () => screen.page.locator(".panel .output-view, .output-view-container, .panel .editor-instance").first().isVisible());
  await screen.shoot("output");
}

/** Returns the process IDs of the server. */
function servers() {
  const command = (id) => {
    try {
      return fs.readFileSync(path.join("/proc", id, "cmdline"), "utf8");
    } catch {
      return "";
    }
  };
  const ids = fs.readdirSync("/proc").filter((id) => /^\d+$/.test(id) && command(id).startsWith(SERVER));
  return ids.map(Number);
}
