import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Folders of the jobs of some runs, the oldest first. */
export function jobFolders(runs: string): string[] {
  const jobs = join(runs, ".jobs");
  if (!existsSync(jobs)) return [];
  const born = (path: string) => Number(statSync(path, { bigint: true }).birthtimeNs);
  // Their names say the second.
  return readdirSync(jobs)
    .filter((name) => /^\d{8}-/.test(name))
    .map((name) => join(jobs, name))
    .sort((a, b) => born(a) - born(b));
}

/** What a task wrote into its log. */
export function logOf(job: string, task: string | number): string {
  const path = join(job, `${task}.log`);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** How often each run was begun and done, from the logs of all tasks of all jobs. */
export function countStarts(runs: string): Map<string, { begun: number; done: number }> {
  const counts = new Map<string, { begun: number; done: number }>();
  for (const job of jobFolders(runs)) {
    for (const name of readdirSync(job).filter((file) => file.endsWith(".log"))) {
      const text = readFileSync(join(job, name), "utf8");
      for (const [, what, run] of text.matchAll(/^\S+ (begun|done) (.*)$/gm)) {
        const count = counts.get(run) ?? { begun: 0, done: 0 };
        if (what === "begun") count.begun++;
        else count.done++;
        counts.set(run, count);
      }
    }
  }
  return counts;
}

/** Waits until something is so. */
export async function until(what: string, isSo: () => boolean, seconds = 60): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!isSo()) {
    assert.ok(performance.now() < end, `not within ${seconds} s: ${what}`);
    await setTimeout(50);
  }
}

/** The runs below a folder with the bytes of their events, but for the wall times. */
export function eventsOf(folder: string): Map<string, Buffer> {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = all.filter((name) => /(?:^|\/)events\.out\.tfevents\.[^/]*$/.test(name));
  return new Map(
    files.sort().map((name) => {
      return [name.replace(/\/[^/]*$/, ""), withoutTimes(readFileSync(join(folder, name)))];
    }),
  );
}

function withoutTimes(file: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    // Length and its checksum, the event, its checksum. An event begins with its wall time: field 1, a double.
    const length = Number(file.readBigUInt64LE(at));
    assert.equal(file[at + 12], 9);
    parts.push(file.subarray(at + 21, at + 12 + length));
    at += 16 + length;
  }
  return Buffer.concat(parts);
}
