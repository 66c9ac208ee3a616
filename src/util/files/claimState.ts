import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { largest } from "../lists/longLists.js";
import { type Holder, latestOf } from "./claims.js";
import { livenessOf } from "./processIdentity.js";

/** A claim as somebody sees it who does not want it. */
export interface ClaimState extends Holder {
  /** "gone": by a process of this machine that has ended. */
  readonly liveness: "alive" | "gone" | "unknown";
  /** Seconds since the last sign of life, by this machine's clock. */
  readonly silentSeconds: number;
}

/** Looks at a claim; undefined when nobody holds it. */
export async function inspectClaim(folder: string): Promise<ClaimState | undefined> {
  const latest = await latestOf(folder, 0);
  if (latest === undefined) return undefined;
  const names = await readdir(folder).catch(() => []);
  const signs = names.filter((name) => name.endsWith(`-${latest.generation}`));
  const stats = await Promise.all(
    signs.map((name) => stat(join(folder, name)).catch(() => undefined)),
  );
  const last = largest(stats.map((found) => found?.mtimeMs ?? 0));
  const { process, since } = latest;
  const liveness = process === undefined ? "unknown" : livenessOf(process);
  return { process, since, liveness, silentSeconds: Math.max(0, (Date.now() - last) / 1000) };
}
