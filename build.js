// Bundles the package for a quick start: a command loads a dozen files instead of several hundred.
// With --unless-fresh nothing is done when dist/ is newer than its sources: npx prepares the package
// of the folder that it is called in, even when that was just installed.
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { build } from "esbuild";
import { buildPages } from "./build-pages.js";

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = readdirSync("src", { recursive: true }).map((name) => join("src", name));
const newest = Math.max(
  ...["package.json", "build.js", "build-pages.js", ...sources].map(modified),
);
// Written last, so that an interrupted build counts as none.
const isFresh = modified("dist/index.d.ts") > newest;
if (process.argv.includes("--unless-fresh") && isFresh) process.exit(0);

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: [
    "src/cli/main.ts",
    "src/index.ts",
    "src/events/index.ts",
    "src/stats/index.ts",
    "src/train/index.ts",
    "src/jobs/executors/trainWorker.ts",
    "src/events/threads/readingWorker.ts",
    "src/explore/serve/figureWorker.ts",
    "src/train/modules/moduleKit.ts",
  ],
  outbase: "src",
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: "linked",
  minifyWhitespace: true,
  minifySyntax: true,
  // What has native parts or files of its own is loaded from where it is installed.
  external: [
    "@duckdb/node-bindings",
    "@napi-rs/canvas",
    "@tensorflow/*",
    "@expo-google-fonts/*",
    "subset-font",
    "protobufjs",
  ],
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
const schemas = ["dist/cli/main.js", "schema", "--all", "dist/schemas"];
execFileSync(process.execPath, schemas, { stdio: ["ignore", "ignore", "inherit"] });
await buildPages("dist/pages");
const compiler = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
execFileSync(process.execPath, [...compiler, "--emitDeclarationOnly"], { stdio: "inherit" });
