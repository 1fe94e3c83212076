// The story of a writer in VS Code: open a draft, see the finding, fix it, save, read on in a related scenario.
// Run by `tests/editors/vscode`, which starts VS Code with the extension installed.
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const { CODE_URL, DRAFT, SCREENSHOTS, PLAYWRIGHT } = process.env;
const { chromium } = await import(PLAYWRIGHT);

/** A slow machine takes its time to start VS Code; a wait that is met ends at once. */
const PATIENCE = 60_000;
const fixed = fs.readFileSync(DRAFT, "utf8").replace("reduced the backlog", "$& by 85%");

const started = Date.now();
const say = (text) => console.log(`${String(Date.now() - started).padStart(6)} ms  ${text}`);

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(PATIENCE);
const screenshot = (name) => page.screenshot({ path: path.join(SCREENSHOTS, `vscode-${name}.png`) });

/** Waits until `look()` is true. */
async function until(what, look) {
  for (const end = Date.now() + PATIENCE; !(await look()); await sleep(50)) {
    if (Date.now() > end) throw new Error(`not within ${PATIENCE / 1000} s: ${what}`);
  }
  say(what);
}

/** Opens the menu of code actions at the cursor and chooses the first one whose title contains `part`. */
async function choose(part) {
  const editor = page.locator(".editor-instance .native-edit-context, .editor-instance .monaco-editor textarea").first();
  const entry = page.locator(".action-widget .monaco-list-row", { hasText: part }).first();
  // While cursor and focus settle after a click, one press in ten is lost: press until the menu is there.
  for (let press = 1; ; press++) {
    await editor.focus();
    await page.keyboard.press("Control+Period");
    try {
      await entry.waitFor({ timeout: 3000 });
      break;
    } catch (error) {
      if (press === 8) throw error;
      await page.keyboard.press("Escape");
    }
  }
  const title = await entry.innerText();
  await screenshot(`menu-${part.replace(/\W/g, "")}`);
  await entry.click();
  say(`chose "${title}"`);
  return title;
}

async function story() {
  await until("VS Code answers", () => fetch(`${CODE_URL}/healthz`).then((answer) => answer.ok, () => false));
  const payload = JSON.stringify([["openFile", `vscode-remote://${new URL(CODE_URL).host}${DRAFT}`]]);
  await page.goto(`${CODE_URL}/?folder=${path.dirname(DRAFT)}&payload=${encodeURIComponent(payload)}`);
  await page.waitForSelector(".editor-instance .view-lines");
  say("the draft is open");
  await page.waitForSelector(".squiggly-warning", { state: "attached" });
  say("the finding is underlined");

  await page.keyboard.press("Control+Shift+KeyM");
  const problem = page.locator(".markers-panel .monaco-list-row", { hasText: "missing-metric" });
  await problem.waitFor();
  say(`the Problems panel says: ${(await problem.innerText()).replace(/\s+/g, " ")}`);
  await screenshot("problem");
  await problem.click();
  await page.waitForSelector('.statusbar-item:has-text("Ln 9, Col")');

  await choose("[X%]");
  // The editor draws blanks as no-break spaces.
  const shown = async (text) => (await page.locator(".editor-instance .view-lines").innerText()).replace(/\u00a0/g, " ").includes(text);
  await until("the placeholder is in the draft", () => shown("[X%]"));
  await until("it is selected", () => page.locator('.statusbar-item:has-text("(4 selected)")').isVisible());
  await screenshot("placeholder");
  await page.keyboard.type("85%");
  await page.keyboard.press("Escape");
  await until("no finding is left", async () => (await page.locator(".squiggly-warning, .squiggly-info, .squiggly-hint").count()) === 0);
  await page.keyboard.press("Control+KeyS");
  let saved = "";
  // VS Code empties the file before it writes it.
  for (const end = Date.now() + 10_000; saved !== fixed && Date.now() < end; await sleep(50)) {
    saved = fs.readFileSync(DRAFT, "utf8");
  }
  if (saved !== fixed) throw new Error(`the file is not as expected\n--- expected\n${fixed}\n--- saved\n${saved}`);
  say("the file is as expected");

  const title = /Related: (.*?) \(/.exec(await choose("Related: "))[1];
  await until(`the scenario is shown: ${title}`, async () => (await page.locator(".tab").count()) === 2 && (await shown(title)));
  await screenshot("scenario");
}

try {
  await story();
} catch (error) {
  console.log(`FAILED: ${error.message}`);
  await screenshot("failed");
  console.log(`see ${path.join(SCREENSHOTS, "vscode-failed.png")}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
