// A writing session in VS Code for manual review: a half-finished draft is continued top-down, at human speed.
//
//     tests/editors/vscode VSIX CODE_SERVER_FOLDER target/editors/session vscode_session.mjs
//
// Saves a screenshot every two seconds, and prints what changes on the screen besides the text, and when.
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Screen, say } from "./vscode_screen.mjs";

const { DRAFT } = process.env;

/** The average time per typed character, in milliseconds, and its variation. */
const PACE = 70;
const UNEVEN = [0.6, 1.1, 0.8, 1.6, 0.9, 1.0, 0.7, 1.3];

/** The time between two screenshots, in milliseconds. */
const EVERY = 2000;

/** The length of a pause to read, in milliseconds. */
const REST = 6000;

const SUGGESTIONS = ".suggest-widget.visible";

fs.writeFileSync(
  DRAFT,
  `# The night the order queue would not drain

**Situation:** Our web shop took orders through a single worker, and on sale days they came in faster than it could finish them.
`,
);
fs.writeFileSync(
  path.join(path.dirname(DRAFT), "older.md"),
  `# A time you made something simpler

**Situation:** Parcel labels were printed from a table that 6 programs wrote to, and a label took 20 minutes in December.

**Task:** I had to get labels out within a minute, before the next December.

**Action:** I put a message queue between the shop and the printers, and let a small worker print what came in.

**Result:** Labels are fast now, and nobody works nights.
`,
);

const screen = await Screen.open();
const { page } = screen;
let over = false;

await screen.run(async () => {
  await screen.openDraft();
  await page.exposeFunction("sawChange", say);
  await page.evaluate(watch);
  const pictures = album();
  try {
    await task();
    await action();
    await result();
    await quickFix();
    await goBack();
    await secondAnswer();
    await checkAll();
  } finally {
    over = true;
    await pictures;
  }
});

/** Writes the Task, label and all. */
async function task() {
  await screen.goTo(4);
  say("— the Task is written, label and all");
  await type("\n**Task:** I had to get every paid order to the warehouse before the morning pick-up, without new servers.\n");
}

/** Writes the Action, with a completed label and a completed service name. */
async function action() {
  say("— the label of the Action is completed");
  await type("\nAct");
  await complete("Action");
  say("— the Action is written");
  await type("I put a message queue in front of the worker, so that the shop could hand over an order and move on. ");
  await type("Then I set an alarm in Amazon CloudW");
  say("— a service is completed");
  await complete("Amazon CloudWatch");
  await type(" on the age of the oldest order, and wrote a runbook for whoever is on call.\n");
}

/** Writes the Result, then pauses. */
async function result() {
  say("— the Result is written");
  await type("\n**Result:** We reduced the backlog, and nobody had to stay up for the next sale.");
  say("— a pause");
  await sleep(REST);
}

/** Applies a quick fix for the missing metric, and types over the placeholder. */
async function quickFix() {
  say("— a quick fix is applied");
  await screen.goTo(9, 20);
  await screen.choose("[X%]");
  await screen.until("the placeholder is selected", () => page.locator('.statusbar-item:has-text("(4 selected)")').isVisible());
  await sleep(1000);
  await type("85%");
  say("— the placeholder is typed over");
  await sleep(REST / 2);
}

/** Goes back to the Situation, and inserts a sentence in the middle. */
async function goBack() {
  say("— back to the Situation");
  await screen.goTo(3, 129);
  await type(" On Black Friday 3000 orders waited for 9 hours, and we were on the phone with the warehouse until 4 in the morning.");
  await sleep(REST / 2);
}

/** Starts a second answer from a template, and fills in some of it. */
async function secondAnswer() {
  say("— an answer template is inserted");
  await page.keyboard.press("Control+End");
  await type("\n\n");
  await screen.command("STAR Coach: Insert Answer Template");
  await sleep(2000);
  await type("A time I disagreed with my team");
  await page.keyboard.press("Tab");
  await type("Our deployments took 45 minutes, and two of my colleagues wanted to rewrite the whole pipeline.");
  await sleep(REST / 2);
  await page.keyboard.press("Tab");
  await type("I was asked to halve that within a month.");
  await sleep(REST / 2);
}

/** Checks all drafts, including those that aren't open. */
async function checkAll() {
  say("— all drafts are checked");
  await screen.command("STAR Coach: Check All Drafts in the Workspace");
  await sleep(REST / 2);
  await page.keyboard.press("Control+Shift+KeyM");
  await sleep(REST / 2);
}

/** Types at human speed. */
async function type(text) {
  let count = 0;
  for (const character of text) {
    const due = Date.now() + PACE * UNEVEN[count++ % UNEVEN.length];
    await (character === "\n" ? page.keyboard.press("Enter") : page.keyboard.type(character));
    await sleep(Math.max(0, due - Date.now()));
  }
}

/** Requests completion, and accepts the first item, which must contain `name`. */
async function complete(name) {
  await page.keyboard.press("Control+Space");
  await screen.until(`“${name}” is offered`, () => screen.sees(SUGGESTIONS, name), 5000);
  await sleep(1000);
  say(`the first offer: ${(await screen.text(`${SUGGESTIONS} .monaco-list-row.focused`)).replace(/\s+/g, " ")}`);
  await page.keyboard.press("Enter");
  await sleep(500);
}

/** Saves screenshots until the session is over. */
async function album() {
  while (!over) {
    const due = Date.now() + EVERY;
    await screen.shoot("session");
    await sleep(Math.max(0, due - Date.now()));
  }
}

/** Runs in the page. Prints what changes besides the text. */
function watch() {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent.replace(/\u00a0/g, " "));
  const look = () => {
    const squiggles = ["error", "warning", "info", "hint"].map((kind) => document.querySelectorAll(`.editor-instance .squiggly-${kind}`).length);
    const title = [...document.querySelectorAll(".view-line")].find((line) => line.textContent.startsWith("#"));
    return {
      "summary lines": texts(".codelens-decoration").join(" | "),
      "underlined (errors, warnings, infos, hints)": squiggles.join(" "),
      problems: texts('.statusbar-item[id="status.problems"]').join(),
      status: texts('.statusbar-item[id*="starCoach"]').join(),
      "top of the title": title === undefined ? "out of sight" : String(Math.round(title.getBoundingClientRect().top)),
      suggestions: texts(".suggest-widget.visible .monaco-list-row").join(" / ").slice(0, 100),
      message: texts(".notification-toast .notification-list-item-message").join(" / "),
      cursor: texts('.statusbar-item[id="status.editor.selection"]').join(),
    };
  };
  let last = look();
  setInterval(() => {
    const now = look();
    for (const [what, seen] of Object.entries(now)) {
      if (seen === last[what]) continue;
      if (what !== "cursor") {
        window.sawChange(`    ${what}: ${last[what] || "–"}  →  ${seen || "–"}   (cursor ${now.cursor})`);
      }
    }
    last = now;
  }, 50);
}
