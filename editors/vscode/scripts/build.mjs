// Bundles the extension into dist/extension.js, with the licenses of the bundled packages in dist/LICENSES.txt.
import * as esbuild from "esbuild";
import fs from "node:fs";
import { npmLicenses } from "./licenses.mjs";

const { metafile } = await esbuild.build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  format: "cjs",
  // The Node.js version of VS Code 1.91, the oldest supported one.
  target: "node20",
  external: ["vscode"],
  minify: true,
  legalComments: "none",
  metafile: true,
});
fs.writeFileSync("dist/LICENSES.txt", npmLicenses(metafile));
const { size } = fs.statSync("dist/extension.js");
console.log(`dist/extension.js: ${Math.ceil(size / 1024)} KB`);
