// Bundles the extension into dist/extension.js, and writes the licences of what is bundled beside it.
import * as esbuild from "esbuild";
import fs from "node:fs";
import { npmLicences } from "./licences.mjs";

const { metafile } = await esbuild.build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  format: "cjs",
  // What VS Code 1.91, the oldest one that is supported, runs extensions with.
  target: "node20",
  external: ["vscode"],
  minify: true,
  legalComments: "none",
  metafile: true,
});
fs.writeFileSync("dist/LICENSES.txt", npmLicences(metafile));
const { size } = fs.statSync("dist/extension.js");
console.log(`dist/extension.js: ${Math.ceil(size / 1024)} KB`);
