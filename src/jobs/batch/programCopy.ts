import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir, rename, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "../../util/files/durable.js";
import { packageFolder } from "../../util/packageFolder.js";
import { UserError } from "../../util/userError.js";
import { cannotWrite } from "../../util/writeFileAtomically.js";

/** The program's files below the folder that it was built into, and where a copy of them lies. */
export interface KeptProgram {
  readonly files: readonly string[];
  readonly place: string;
  /** What is to be run. */
  readonly entry: string;
}

/**
 * Where this very program is kept beside the jobs, so that a task that begins tomorrow runs what was
 * submitted today, whatever is installed meanwhile. Programs of the same content are kept once.
 *
 * @throws {UserError} when it is not built
 */
export function findProgram(jobs: string): KeptProgram {
  const built = packageFolder("dist");
  if (!existsSync(join(built, "cli", "main.js"))) {
    throw new UserError("The program is not built: npm run build.");
  }
  const files = readdirSync(built, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:js|wasm|json)$/.test(name))
    .sort();
  const hash = createHash("sha256").update(readFileSync(packageFolder("package.json")));
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(join(built, file)));
  const place = join(jobs, `program-${hash.digest("hex").slice(0, 16)}`);
  return { files, place, entry: join(place, "dist", "cli", "main.js") };
}

/** @throws {UserError} when the copy cannot be written */
export async function keepProgram({ files, place }: KeptProgram): Promise<void> {
  if (existsSync(place)) return;
  const built = packageFolder("dist");
  const written = join(dirname(place), `.writing-${randomUUID().slice(0, 8)}`);
  try {
    for (const file of files) {
      await mkdir(dirname(join(written, "dist", file)), { recursive: true });
      await copyFile(join(built, file), join(written, "dist", file));
    }
    await copyFile(packageFolder("package.json"), join(written, "package.json"));
    // What has native parts is not copied: it stays where it is installed.
    await symlink(installedPackages(), join(written, "node_modules"));
    await rename(written, place).catch((error: unknown) => {
      // Another submission was faster.
      if (!existsSync(place)) throw error;
    });
    await syncFolder(dirname(place));
  } catch (error) {
    throw cannotWrite(place, error);
  } finally {
    await rm(written, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The `node_modules` that this program's packages come from: its own, or one above. */
function installedPackages(): string {
  for (let folder = packageFolder("."); ; folder = dirname(folder)) {
    const packages = join(folder, "node_modules");
    if (existsSync(join(packages, "protobufjs"))) return packages;
    if (folder === dirname(folder)) {
      throw new UserError("The packages that this program needs are not installed: npm install.");
    }
  }
}
