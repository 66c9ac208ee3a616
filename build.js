// Bundles the package for a quick start: a command loads a dozen files instead of several hundred.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: [
    "src/cli/main.ts",
    "src/index.ts",
    "src/pipeline/trainWorker.ts",
    "src/train/moduleKit.ts",
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
