import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { largest } from "../lists/longLists.js";
import { makeFolders } from "./durable.js";
import { livenessOf, type ProcessIdentity, thisProcess } from "./processIdentity.js";

/** Who holds a claim, as far as it can be read. */
export interface Holder {
  readonly process?: ProcessIdentity;
  /** When it was claimed, by the holder's clock, in milliseconds since 1970. */
  readonly since?: number;
}

/** What the holder of a claim has: a folder of its own inside the claim's. */
export interface Claim {
  /** A path that nothing has yet, for what is to be made; on the same file system as the claim. */
  readonly work: string;
  /** What processes that are gone left of their work on the same thing. */
  readonly leftovers: readonly string[];
  /** Whether nobody took it over because this process had not been heard of for too long. */
  isHeld(): Promise<boolean>;
  /** Gives the claim back and removes what is left of the work. */
  release(): Promise<void>;
}

export interface ClaimTimes {
  readonly beatSeconds?: number;
  /** A claim whose heartbeat did not change while it was watched for so long counts as abandoned. */
  readonly abandonedAfterSeconds?: number;
}

/** A claim of another process, as far as this one watched it. */
interface Watched {
  readonly beat: string;
  /** When this beat was first seen, by this process's own clock. */
  readonly since: number;
  readonly hasChanged: boolean;
}

export interface Latest extends Holder {
  readonly generation: number;
}

/** No clocks are so far apart: what is older was left by a process that is gone, on whatever machine. */
const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;
const mostAttempts = 1000;
const workPrefix = "work-";
const claimName = /^claim-(\d+)$/;

/**
 * Claims of this process on things in folders that several processes and machines may share: who makes
 * the folder's next `claim-<n>` first holds it. A holder's heartbeat is a file whose content changes;
 * others watch it by their own clocks, so that it does not matter what time it is elsewhere. On the same
 * machine a process that is gone is recognised at once.
 */
export class Claims {
  readonly #beatMilliseconds: number;
  readonly #abandonedAfterMilliseconds: number;
  readonly #held = new Map<
    string,
    { readonly generation: number; readonly release: () => Promise<void> }
  >();
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;
  #beats = 0;

  constructor({ beatSeconds = 5, abandonedAfterSeconds = 60 }: ClaimTimes = {}) {
    this.#beatMilliseconds = beatSeconds * 1000;
    this.#abandonedAfterMilliseconds = abandonedAfterSeconds * 1000;
  }

  /**
   * Tries to get the claim whose folder is named; the folder lies beside what is claimed.
   *
   * @returns the claim, or who holds it and whether there was a sign of life
   * @throws the system's error when the folder cannot be written to
   */
  async claim(
    folder: string,
  ): Promise<Claim | { readonly holder: Holder; readonly isAlive: boolean }> {
    await makeFolders(dirname(folder));
    let known = 0;
    for (let attempts = 0; attempts < mostAttempts; attempts++) {
      // Not recursive: that fails where the folder is given back while it looks whether it is one.
      await mkdir(folder).catch((error: unknown) => {
        if (!hasCode(error, "EEXIST")) throw error;
      });
      const latest = await latestOf(folder, known);
      if (latest && !(await this.#isAbandoned(folder, latest))) {
        return { holder: latest, isAlive: this.#isAlive(folder, latest) };
      }
      const generation = (latest?.generation ?? 0) + 1;
      if (await createClaim(folder, generation)) return this.#hold(folder, generation);
      // Somebody was faster; a list of the folder that this machine remembers may not show it yet.
      const isThere = await stat(claimPath(folder, generation)).catch(() => undefined);
      known = isThere ? generation : 0;
    }
    throw new Error(`${folder} comes and goes: nothing can be claimed in it`);
  }

  /** Removes a claim that was left by a process that is gone, and what it had worked on. */
  async sweep(folder: string): Promise<void> {
    const latest = await latestOf(folder, 0);
    if (latest && !(await this.#isAbandoned(folder, latest))) return;
    const attempt = await this.claim(folder);
    if ("release" in attempt) await attempt.release();
  }

  /** Gives back all that is held. */
  async releaseAll(): Promise<void> {
    for (const { release } of [...this.#held.values()]) await release();
  }

  async #hold(folder: string, generation: number): Promise<Claim> {
    const names = await readdir(folder).catch(() => []);
    const leftovers = names.filter((name) => name.startsWith(workPrefix));
    const work = join(folder, `${workPrefix}${randomUUID().slice(0, 8)}`);
    const isHeld = async () => (await latestOf(folder, generation))?.generation === generation;
    const release = async () => {
      this.#held.delete(folder);
      if (this.#held.size === 0) clearInterval(this.#timer);
      if (await isHeld()) await removeClaim(folder);
      else await rm(work, { recursive: true, force: true });
    };
    if (this.#held.size === 0) {
      this.#timer = setInterval(() => this.#beat(), this.#beatMilliseconds).unref();
    }
    this.#held.set(folder, { generation, release });
    return { work, leftovers: leftovers.map((name) => join(folder, name)), isHeld, release };
  }

  #beat(): void {
    this.#beats++;
    for (const [folder, { generation }] of this.#held) {
      // A full disk or a claim that was taken over is noticed where the work is written.
      writeFile(beatPath(folder, generation), `${this.#beats}\n`).catch(() => undefined);
    }
  }

  /** Whether the holder's heart was seen to beat, or it is a living process of this machine. */
  #isAlive(folder: string, latest: Latest): boolean {
    if (latest.process && livenessOf(latest.process) === "alive") return true;
    return this.#watched.get(watchedKey(folder, latest))?.hasChanged === true;
  }

  async #isAbandoned(folder: string, latest: Latest): Promise<boolean> {
    if (latest.process && livenessOf(latest.process) === "gone") return true;
    const paths = [claimPath(folder, latest.generation), beatPath(folder, latest.generation)];
    const stats = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
    const lastSign = largest(stats.map((found) => found?.mtimeMs ?? 0));
    if (Date.now() - lastSign > abandonedAfterMilliseconds && stats[0]) return true;
    const beat = await readFile(paths[1], "utf8").catch(() => "");
    const key = watchedKey(folder, latest);
    const seen = this.#watched.get(key);
    const now = performance.now();
    if (seen?.beat !== beat) {
      this.#watched.set(key, { beat, since: now, hasChanged: seen !== undefined });
      return false;
    }
    return now - seen.since >= this.#abandonedAfterMilliseconds;
  }
}

const watchedKey = (folder: string, { generation }: Latest) => `${folder}\n${generation}`;
const claimPath = (folder: string, generation: number) => join(folder, `claim-${generation}`);
const beatPath = (folder: string, generation: number) => join(folder, `beat-${generation}`);

/** The claim with the highest number; `known`: one that is there though a list may not show it. */
export async function latestOf(folder: string, known: number): Promise<Latest | undefined> {
  const names = await readdir(folder).catch(() => []);
  const numbers = names.flatMap((name) => claimName.exec(name)?.[1] ?? []).map(Number);
  const generation = largest([known, ...numbers]);
  if (generation === 0) return undefined;
  const text = await readFile(claimPath(folder, generation), "utf8").catch(() => undefined);
  // Not there: it was given back meanwhile.
  return text === undefined ? undefined : { generation, ...parseHolder(text) };
}

function parseHolder(text: string): Holder {
  try {
    const { host, place, pid, started, since } = JSON.parse(text) as Record<string, unknown>;
    const isProcess =
      typeof host === "string" &&
      typeof place === "string" &&
      typeof pid === "number" &&
      typeof started === "number";
    return {
      ...(isProcess && { process: { host, place, pid, started } }),
      ...(typeof since === "number" && { since }),
    };
  } catch {
    return {}; // Being written, or cut: its heartbeat decides.
  }
}

/**
 * Makes a claim's file with its content in one step: a process that is killed in between leaves none.
 *
 * @returns whether it was this process that made it
 */
async function createClaim(folder: string, generation: number): Promise<boolean> {
  const text = `${JSON.stringify({ ...thisProcess(), since: Date.now() })}\n`;
  const written = join(folder, `new-${randomUUID().slice(0, 8)}`);
  try {
    await writeFile(written, text);
    await link(written, claimPath(folder, generation)).catch(async (error: unknown) => {
      // Over a network the first answer may be lost, and a second try finds the link that the first one made.
      if (hasCode(error, "EEXIST") && (await stat(written)).nlink === 2) return;
      if (!hasCode(error, "EPERM", "ENOTSUP", "ENOSYS", "EMLINK", "EXDEV")) throw error;
      // No links on this file system.
      return writeFile(claimPath(folder, generation), text, { flag: "wx" });
    });
    return true;
  } catch (error) {
    // ENOENT, ESTALE: the folder was given back between making it and this.
    if (hasCode(error, "EEXIST", "ENOENT", "ESTALE")) return false;
    throw error;
  } finally {
    await rm(written, { force: true }).catch(() => undefined);
  }
}

/** Renamed first: nobody may claim what is half removed. */
async function removeClaim(folder: string): Promise<void> {
  const removed = join(
    dirname(folder),
    `${basename(folder)}${removedMark}${randomUUID().slice(0, 8)}`,
  );
  try {
    await rename(folder, removed);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  // A heartbeat that is being written keeps it from going on some file systems; whoever comes next removes it.
  await rm(removed, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

const removedMark = "-removed-";

/** Whether this is the name of a claim's folder that nobody uses any more: whoever finds it may remove it. */
export function isRemovedClaim(name: string): boolean {
  return name.includes(removedMark);
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** `process 4711 of node17`. */
export function describeHolder({ process }: Holder): string {
  return process === undefined ? "another process" : `process ${process.pid} of ${process.host}`;
}
