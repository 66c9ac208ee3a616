// Bundles the pages of "figures serve": scripts that need nothing but themselves, with fonts beside them.
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const source = "src/explore/pages";
const fonts = "node_modules/@expo-google-fonts/source-sans-3";

/** Writes the pages into a folder. */
export async function buildPages(folder) {
  await build({
    entryPoints: [
      { in: join(source, "main.ts"), out: "app" },
      { in: join(source, "style.css"), out: "app" },
      { in: join(source, "vegaView.ts"), out: "vega" },
    ],
    outdir: folder,
    bundle: true,
    // Plain scripts work in files that are opened without a server too.
    format: "iife",
    platform: "browser",
    target: "es2023",
    minify: true,
    legalComments: "none",
    external: ["*.ttf"],
    logLevel: "warning",
  });
  await mkdir(folder, { recursive: true });
  await copyFile(join(source, "index.html"), join(folder, "index.html"));
  for (const [name, file] of [
    ["regular", "400Regular/SourceSans3_400Regular.ttf"],
    ["semibold", "600SemiBold/SourceSans3_600SemiBold.ttf"],
  ]) {
    await copyFile(join(fonts, file), join(folder, `${name}.ttf`));
  }
}
