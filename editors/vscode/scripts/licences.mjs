// The licences of other people's code that is part of what we ship, as they ask to be shown.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const LICENCE_FILE = /^(licen[cs]e|copying|notice|unlicense)/i;

/** The licences of the npm packages that `metafile` of esbuild says are bundled. */
export function npmLicences(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  return text(
    "The extension contains these packages.",
    [...folders].map((folder) => {
      const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
      return { name, version, license, texts: licenceTexts(folder) };
    }),
  );
}

/** The licences of the crates that the server for the Rust target `triple` contains. */
export function crateLicences(triple) {
  const metadata = JSON.parse(
    execFileSync("cargo", ["metadata", "--format-version", "1", "--locked", "--filter-platform", triple], {
      cwd: "../..",
      encoding: "utf8",
      maxBuffer: 1 << 28,
    }),
  );
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const linked = new Set([metadata.resolve.root]);
  for (const id of linked) {
    const isNormal = ({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null);
    for (const { pkg } of nodes.get(id).deps.filter(isNormal)) linked.add(pkg);
  }
  linked.delete(metadata.resolve.root);
  return text(
    "The program `star-coach` contains these crates, and the standard library of Rust (MIT OR Apache-2.0).",
    metadata.packages
      .filter(({ id }) => linked.has(id))
      .map(({ name, version, license, manifest_path }) => {
        return { name, version, license, texts: licenceTexts(path.dirname(manifest_path)) };
      }),
  );
}

function licenceTexts(folder) {
  const files = fs.readdirSync(folder).filter((name) => LICENCE_FILE.test(name));
  return files
    .sort()
    .map((name) => path.join(folder, name))
    .filter((file) => fs.statSync(file).isFile())
    .map((file) => fs.readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim());
}

/** Each licence text once, below the packages that come with it. */
function text(introduction, packages) {
  const byText = new Map();
  for (const { name, version, license, texts } of packages) {
    if (!license) throw new Error(`${name} ${version} names no licence: it can't be part of what we ship`);
    const title = `${name} ${version} (${license})`;
    for (const licence of texts.length > 0 ? texts : ["(The package names its licence and holds no text of it.)"]) {
      byText.set(licence, [...(byText.get(licence) ?? []), title]);
    }
  }
  const sections = [...byText].map(([licence, titles]) => [titles.sort(), licence]);
  sections.sort(([[one]], [[other]]) => (one < other ? -1 : 1));
  const rule = "-".repeat(80);
  return [introduction, ...sections.map(([titles, licence]) => `${titles.join("\n")}\n\n${licence}`)].join(
    `\n\n${rule}\n\n`,
  ) + "\n";
}
