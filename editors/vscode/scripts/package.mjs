// Builds the .vsix. usage: npm run package [-- --target TARGET --server PROGRAM]
// Without arguments, builds star-coach.vsix, which runs the star-coach on the PATH. With arguments, builds
// star-coach-TARGET.vsix, which contains PROGRAM; TARGET is a VS Code platform.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { crateLicenses } from "./licenses.mjs";

/** The Rust target of each VS Code platform. */
const TRIPLES = {
  // Statically linked, so that it runs on every Linux; a GNU build requires a recent enough glibc.
  "linux-x64": "x86_64-unknown-linux-musl",
  "linux-arm64": "aarch64-unknown-linux-musl",
  "alpine-x64": "x86_64-unknown-linux-musl",
  "alpine-arm64": "aarch64-unknown-linux-musl",
  "darwin-x64": "x86_64-apple-darwin",
  "darwin-arm64": "aarch64-apple-darwin",
  "win32-x64": "x86_64-pc-windows-msvc",
  "win32-arm64": "aarch64-pc-windows-msvc",
};

const { target, server } = parseArgs({ options: { target: { type: "string" }, server: { type: "string" } } }).values;
if ((target === undefined) !== (server === undefined)) {
  fail("--target and --server must be used together");
}
if (target !== undefined && !(target in TRIPLES)) {
  fail(`unknown platform ${target}. Use one of: ${Object.keys(TRIPLES).join(", ")}`);
}

fs.rmSync("server", { recursive: true, force: true });
if (target !== undefined) {
  const name = target.startsWith("win32") ? "star-coach.exe" : "star-coach";
  fs.mkdirSync("server");
  fs.copyFileSync(server, path.join("server", name));
  fs.chmodSync(path.join("server", name), 0o755);
  fs.writeFileSync("server/LICENSES.txt", crateLicenses(TRIPLES[target]));
}
for (const file of ["LICENSE", "CHANGELOG.md"]) {
  fs.copyFileSync(path.join("../..", file), file);
}
const out = target === undefined ? "star-coach.vsix" : `star-coach-${target}.vsix`;
const platform = target === undefined ? [] : ["--target", target];
execFileSync(process.execPath, ["node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", ...platform, "--out", out], {
  stdio: "inherit",
});

function fail(message) {
  console.error(message);
  process.exit(2);
}
