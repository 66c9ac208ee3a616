import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** Unpacks the reader of an earlier commit beside this one's; gives the path of its index. */
export function unpackEarlierVersion(commit: string, folder: string): string {
  const root = execFileSync("git", ["rev-parse", "--show-toplevel"], { encoding: "utf8" }).trim();
  const hash = execFileSync("git", ["rev-parse", "--short", commit], { encoding: "utf8" }).trim();
  const target = join(folder, `version-${hash}`);
  mkdirSync(target, { recursive: true });
  const archive = execFileSync("git", ["-C", root, "archive", hash, "src", "package.json"], {
    maxBuffer: 2 ** 30,
  });
  execFileSync("tar", ["-x", "-C", target], { input: archive });
  try {
    symlinkSync(join(root, "node_modules"), join(target, "node_modules"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return join(target, "src", "events", "index.ts");
}
