import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { readRun, type ReadOptions, type Run } from "../../../src/events/index.js";
import { listRuns, type RunDirectory } from "../../../src/events/runs/findRuns.js";
import { readEach } from "../../../src/events/threads/readEach.js";
import { SeveralThreads } from "../../../src/events/threads/severalThreads.js";
import { sizeOfRun } from "../../../src/events/threads/sharedWork.js";
import { eventRecord, scalarEvent, TemporaryLogs } from "../../helpers/eventFile.js";
import { everything, told } from "../../helpers/toldRun.js";

const checked: ReadOptions = { ...everything, checksums: "all" };

async function all(runs: AsyncIterable<Run>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const run of runs) found.push(told(run));
  return found;
}

/**
 * The same, with a pause in which other threads come to their work. The first block of runs is read by this thread, and
 * then the others are left to them while it waits, or by one of them: some run is always read by another thread. How
 * many is up to the machine.
 */
async function shared(
  runs: readonly RunDirectory[],
  options: ReadOptions,
  helpers = 2,
): Promise<unknown[]> {
  const source = new SeveralThreads(options, helpers);
  const found: unknown[] = [];
  for await (const run of source.read(runs)) {
    found.push(told(run));
    while (source.received === 0) await setTimeout(20);
  }
  return found;
}

async function one(runs: readonly RunDirectory[], options: ReadOptions): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const run of runs) found.push(told(await readRun(run, options)));
  return found;
}

describe("SeveralThreads", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());
  const fixtures = listRuns(join(import.meta.dirname, "../../../fixtures")).filter(
    (run) => sizeOfRun(run) < 2 ** 20,
  );

  it("gives what one thread gives of every log among the fixtures, broken ones included", async () => {
    assert.ok(fixtures.length > 100);
    const alone = await one(fixtures, checked);
    assert.ok(alone.some((run) => (run as Run).losses.length > 0));
    assert.ok(alone.some((run) => (run as Run).superseded.length > 0));
    assert.deepEqual(await shared(fixtures, checked), alone);
  });

  it("asks filters that are functions, and hears what they throw in its turn", async () => {
    const asked: ReadOptions = { scalars: (tag) => tag.includes("loss"), hparams: true };
    const alone = await one(fixtures, asked);
    assert.deepEqual(await shared(fixtures, asked), alone);
    const run = (name: string, tag: string) =>
      logs.run({ "events.out.tfevents.1.host": eventRecord(scalarEvent(tag, 1, 2)) }, name);
    const runs = Array.from({ length: 40 }, (_, i) => run(`r${i}`, i === 33 ? "bad" : "good"));
    const seen: string[] = [];
    const scalars = (tag: string) => {
      if (tag === "bad") throw new Error("cannot say");
      return true;
    };
    await assert.rejects(async () => {
      const source = new SeveralThreads({ scalars }, 1);
      for await (const { name } of source.read(runs)) {
        seen.push(name);
        while (source.received === 0) await setTimeout(20);
      }
    }, /cannot say/);
    assert.deepEqual(
      seen,
      runs.slice(0, 33).map(({ name }) => name),
    );
  });

  it("can be left before the end, and tells of files that are gone in their turn", async () => {
    for await (const { name } of new SeveralThreads({}, 2).read(fixtures)) {
      if (name === fixtures[5].name) break;
    }
    const gone = fixtures.map((run, i) =>
      i % 7 === 3 ? { ...run, files: [join(logs.root, "gone.tfevents")] } : run,
    );
    assert.deepEqual(await shared(gone, {}, 1), await one(gone, {}));
  });
});

describe("readEach", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  it("gives the same with any number of threads", async () => {
    const bytes = Buffer.concat(
      Array.from({ length: 4000 }, (_, step) => eventRecord(scalarEvent("loss", step, step / 3))),
    );
    const runs = Array.from({ length: 120 }, (_, i) =>
      logs.run({ "events.out.tfevents.1.host": bytes.subarray(0, bytes.length - i) }, `r${i}`),
    );
    assert.ok(bytes.length * runs.length > 2 ** 24, "enough for a thread to help");
    // One that has to be started is for more than a test should read.
    for await (const run of new SeveralThreads({}, 1).read(runs.slice(0, 3))) assert.ok(run);
    const alone = await all(readEach(runs, { threads: 1 }));
    assert.equal(alone.length, runs.length);
    assert.deepEqual(await all(readEach(runs, { threads: 3 })), alone);
  });
});
