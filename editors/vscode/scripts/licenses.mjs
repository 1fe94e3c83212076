// The licenses of third-party code in the package.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const LICENSE_FILE = /^(licen[cs]e|copying|notice|unlicense)/i;

/** Returns the licenses of the npm packages in `metafile`, the bundle's inputs according to esbuild. */
export function npmLicenses(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  return text(
    "The extension contains these packages.",
    [...folders].map((folder) => {
      const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
      return { name, version, license, texts: licenseTexts(folder) };
    }),
  );
}

/** Returns the licenses of the crates in the server for the Rust target `triple`. */
export function crateLicenses(triple) {
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
    "The program `star-coach` contains these crates and the Rust standard library (MIT OR Apache-2.0).",
    metadata.packages
      .filter(({ id }) => linked.has(id))
      .map(({ name, version, license, manifest_path }) => {
        return { name, version, license, texts: licenseTexts(path.dirname(manifest_path)) };
      }),
  );
}

function licenseTexts(folder) {
  const files = fs.readdirSync(folder).filter((name) => LICENSE_FILE.test(name));
  return files
    .sort()
    .map((name) => path.join(folder, name))
    .filter((file) => fs.statSync(file).isFile())
    .map((file) => fs.readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim());
}

/** Returns each license text once, below the packages that use it. */
function text(introduction, packages) {
  const byText = new Map();
  for (const { name, version, license, texts } of packages) {
    if (!license) throw new Error(`${name} ${version} has no license, so it can't be part of the package`);
    const title = `${name} ${version} (${license})`;
    for (const body of texts.length > 0 ? texts : ["(The package has no license text.)"]) {
      byText.set(body, [...(byText.get(body) ?? []), title]);
    }
  }
  const sections = [...byText].map(([body, titles]) => [titles.sort(), body]);
  sections.sort(([[one]], [[other]]) => (one < other ? -1 : 1));
  const rule = "-".repeat(80);
  return [introduction, ...sections.map(([titles, body]) => `${titles.join("\n")}\n\n${body}`)].join(
    `\n\n${rule}\n\n`,
  ) + "\n";
}
