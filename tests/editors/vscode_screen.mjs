// Drives VS Code in a browser as a user does: presses keys, and reads the screen.
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const { CODE_URL, DRAFT, SETTINGS, SCREENSHOTS, PLAYWRIGHT } = process.env;
const { chromium } = await import(PLAYWRIGHT);

/** The timeout for conditions, in milliseconds: long enough for a slow machine. */
const PATIENCE = 60_000;

/** The element that receives typed text. */
const EDITOR = ".editor-instance .native-edit-context, .editor-instance .monaco-editor textarea";

/** The initial settings of VS Code. */
const FIRST_SETTINGS = JSON.parse(fs.readFileSync(SETTINGS, "utf8"));

const started = Date.now();

/** Prints `text` with the time. */
export const say = (text) => console.log(`${String(Date.now() - started).padStart(6)} ms  ${text}`);

/** A browser window with VS Code. */
export class Screen {
  /** Starts the browser. */
  static async open(viewport = { width: 1280, height: 800 }, scale = 1) {
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
    args.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
    const context = await browser.newContext({ viewport, deviceScaleFactor: scale });
    const screen = new Screen();
    screen.browser = browser;
    screen.page = await context.newPage();
    screen.page.setDefaultTimeout(PATIENCE);
    screen.shots = 0;
    return screen;
  }

  /** Runs `story`. If it fails, prints the error and takes a screenshot. */
  async run(story) {
    try {
      await story();
    } catch (error) {
      console.log(`FAILED: ${error.message}`);
      await this.shoot("failed").catch((reason) => console.log(`no screenshot: ${reason.message}`));
      process.exitCode = 1;
    } finally {
      await this.browser.close();
    }
  }

  /** Opens the draft and its folder. */
  async openDraft() {
    await this.until("VS Code responds", () => fetch(`${CODE_URL}/healthz`).then((answer) => answer.ok, () => false));
    const payload = JSON.stringify([["openFile", `vscode-remote://${new URL(CODE_URL).host}${DRAFT}`]]);
    await this.page.goto(`${CODE_URL}/?folder=${path.dirname(DRAFT)}&payload=${encodeURIComponent(payload)}`);
    await this.page.waitForSelector(".editor-instance .view-lines");
    say("the draft is open");
  }

  /** Takes a screenshot. */
  async shoot(name) {
    this.shots += 1;
    const file = path.join(SCREENSHOTS, `vscode-${String(this.shots).padStart(2, "0")}-${name}.png`);
    await this.page.screenshot({ path: file });
    if (name === "failed") console.log(`see ${file}`);
  }

  /** Waits until `look()` is true. */
  async until(what, look, patience = PATIENCE) {
    for (const end = Date.now() + patience; !(await look()); await sleep(50)) {
      if (Date.now() > end) throw new Error(`not within ${patience / 1000} s: ${what}`);
    }
    say(what);
  }

  /** Repeats `act` until `look()` is true: while cursor and focus settle, key presses may be lost. */
  async insist(what, act, look, patience = 3000) {
    for (let attempt = 1; ; attempt++) {
      await act();
      try {
        await this.until(attempt === 1 ? what : `${what} (attempt ${attempt})`, look, patience);
        return;
      } catch (error) {
        if (attempt === 8) throw error;
        await this.page.keyboard.press("Escape");
      }
    }
  }

  /** Returns the visible text at `selector`. The editor renders spaces as no-break spaces. */
  async text(selector) {
    const texts = await this.page.locator(selector).allInnerTexts();
    return texts.join("\n").replace(/\u00a0/g, " ");
  }

  /** Whether `part` is visible at `selector`. */
  async sees(selector, part) {
    return (await this.text(selector)).includes(part);
  }

  /** Returns the number of errors and warnings in the status bar, which also counts those outside the viewport. */
  async problems() {
    const counts = await this.page.locator('.statusbar-item[id="status.problems"]').innerText();
    return counts.match(/\d+/g).reduce((sum, count) => sum + Number(count), 0);
  }

  /** Focuses the editor. */
  async focus() {
    await this.page.locator(EDITOR).first().focus();
  }

  /** Moves the cursor to a line and column, both from 1. */
  async goTo(line, column = 1) {
    const there = `.statusbar-item:has-text("Ln ${line}, Col ${column}")`;
    const go = async () => {
      await this.focus();
      await this.page.keyboard.press("Control+KeyG");
      await this.page.locator(".quick-input-widget input").fill(`:${line}:${column}`, { timeout: 3000 }).catch(() => {});
      await this.page.keyboard.press("Enter");
    };
    await this.insist(`the cursor is at ${line}:${column}`, go, () => this.page.locator(there).isVisible());
  }

  /** Runs a command from the palette by its full title. */
  async command(title) {
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    const open = async () => {
      await this.page.keyboard.press("F1");
      await this.page.locator(".quick-input-widget input").fill(`>${title}`, { timeout: 3000 }).catch(() => {});
    };
    await this.insist(`the palette offers “${title}”`, open, () => row.isVisible());
    await row.click();
  }

  /** Changes settings in the settings file, in addition to the initial ones. */
  async set(settings) {
    // On one line, because the editor would indent each new line.
    const text = JSON.stringify({ ...FIRST_SETTINGS, ...settings });
    await this.command("Preferences: Open User Settings (JSON)");
    const open = this.page.locator('.statusbar-item:has-text("JSON with Comments")');
    await this.until("the settings are open", () => open.isVisible());
    const write = async () => {
      await this.focus();
      await this.page.keyboard.press("Control+KeyA");
      await this.page.keyboard.insertText(text);
      // Delete what the editor inserted to close brackets and quotes.
      await this.page.keyboard.press("Control+Shift+End");
      await this.page.keyboard.press("Delete");
      await this.page.keyboard.press("Control+KeyS");
    };
    await this.insist("they are saved", write, () => fs.readFileSync(SETTINGS, "utf8") === text);
    // The file is written before the editor marks it as saved; closing it too early would open a dialog.
    await this.until("the editor marks them as saved", async () => (await this.page.locator(".tab.dirty").count()) === 0);
    await this.page.keyboard.press("Control+KeyW");
    await this.until("they are closed", async () => !(await open.isVisible()));
  }

  /** Opens the code action menu at the cursor, and runs the first action whose title contains `part`. Returns its title. */
  async choose(part) {
    const entry = this.page.locator(".action-widget .monaco-list-row", { hasText: part }).first();
    const open = async () => {
      await this.focus();
      await this.page.keyboard.press("Control+Period");
    };
    await this.insist(`the menu offers “${part}”`, open, () => entry.isVisible());
    const title = (await entry.innerText()).trim();
    await this.shoot(`menu-${part.replace(/\W/g, "")}`);
    await entry.click();
    return title;
  }

  /** Waits until the draft is saved with the text `expected`. VS Code truncates a file before it writes it. */
  async saved(expected) {
    let saved = "";
    for (const end = Date.now() + 10_000; saved !== expected && Date.now() < end; await sleep(50)) {
      saved = fs.readFileSync(DRAFT, "utf8");
    }
    if (saved !== expected) throw new Error(`the file is not as expected\n--- expected\n${expected}\n--- saved\n${saved}`);
    say("the file is as expected");
  }
}
