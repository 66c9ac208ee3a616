import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import fc from "fast-check";
import {
  findRuns,
  readRun,
  type ReadOptions,
  RunStream,
  SupersededError,
} from "../../../src/events/index.js";
import {
  eventRecord,
  fileVersionRecord,
  scalarEvent,
  TemporaryLogs,
} from "../../helpers/eventFile.js";

type Row = [tag: string, step: number, value: number, order: number];

async function streamed(run: Parameters<typeof readRun>[0], options: ReadOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { scalars, tagOf } of new RunStream(run, options)) {
    for (let i = 0; i < scalars.length; i++) {
      rows.push([tagOf(scalars.tag[i]).tag, scalars.step[i], scalars.value[i], scalars.order[i]]);
    }
  }
  return rows;
}

async function gathered(run: Parameters<typeof readRun>[0], options: ReadOptions): Promise<Row[]> {
  const { scalars } = await readRun(run, options);
  const rows: Row[] = [];
  for (const { tag, length, step, value, order } of scalars.values()) {
    for (let i = 0; i < length; i++) rows.push([tag, step[i], value[i], order[i]]);
  }
  return inLogOrder(rows);
}

function inLogOrder(rows: Row[]): Row[] {
  return rows.sort((a, b) => a[3] - b[3]);
}

/** What is left of a series by the rule's own words, in quadratic time. */
function survivors(rows: Row[]): Row[] {
  return rows.filter(
    ([tag, step, , order]) =>
      !rows.some((later) => later[0] === tag && later[3] > order && later[1] <= step),
  );
}

describe("RunStream", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  it("yields the values that readRun gathers, for every sample file", async () => {
    for (const run of await findRuns("fixtures/events")) {
      for (const supersede of ["restart", "step", "session", "none"] as const) {
        const rows = inLogOrder(await streamed(run, { supersede }));
        assert.deepEqual(rows, await gathered(run, { supersede }));
      }
    }
  });

  it("drops superseded steps as the data server's rule says, whatever the order of steps", async () => {
    const point = fc.tuple(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 12 }));
    await fc.assert(
      fc.asyncProperty(fc.array(point, { maxLength: 60 }), async (points) => {
        const records = points.map(([tag, step], i) => eventRecord(scalarEvent(tag, step, i)));
        const run = logs.runOf(fileVersionRecord(), ...records);
        const expected = survivors(points.map(([tag, step], i): Row => [tag, step, i, i]));
        assert.deepEqual(await gathered(run, { supersede: "step" }), expected);
        assert.deepEqual(await streamed(run, { supersede: "step" }), expected);
      }),
      { numRuns: 100 },
    );
  });

  it("reads a run twice that is too large to be held, and yields the same", async () => {
    const records = [fileVersionRecord()];
    for (const from of [0, 3000, 1500]) {
      for (let step = from; step < from + 3000; step++) {
        for (const tag of ["a", "b"]) records.push(eventRecord(scalarEvent(tag, step, step)));
        if (step % 7 === 0) records.push(eventRecord(scalarEvent("a", step, -step)));
      }
    }
    const run = logs.runOf(...records);
    const limits = { mostHeldFileBytes: 1000, bytesPerBatch: 5000 };
    const stream = new RunStream(run, { bufferBytes: 4096 }, limits);
    let batches = 0;
    const rows: Row[] = [];
    for await (const { scalars, tagOf } of stream) {
      batches++;
      for (let i = 0; i < scalars.length; i++) {
        rows.push([tagOf(scalars.tag[i]).tag, scalars.step[i], scalars.value[i], scalars.order[i]]);
      }
    }
    assert.ok(batches > 10);
    assert.deepEqual(inLogOrder(rows), await gathered(run, {}));
  });

  it("reads a large run once when it may assume that there was no restart, and says if there was", async () => {
    const scalars = Array.from({ length: 2000 }, (_, i) => eventRecord(scalarEvent("a", i, i)));
    const limits = { mostHeldFileBytes: 1000, bytesPerBatch: 5000, assumeNoRestarts: true };
    const rows = async (...records: Uint8Array[]): Promise<number> => {
      let count = 0;
      const stream = new RunStream(logs.runOf(...records), { bufferBytes: 4096 }, limits);
      for await (const batch of stream) count += batch.scalars.length;
      return count;
    };
    assert.equal(await rows(...scalars), 2000);
    const again = eventRecord(scalarEvent("a", 1500, 0));
    await assert.rejects(rows(...scalars, again, ...scalars.slice(1501)), SupersededError);
  });

  it("ends in its second reading where the first one ended, in damaged and in growing files", async () => {
    const records = Array.from({ length: 300 }, (_, i) => eventRecord(scalarEvent("a", i, i)));
    const damaged = Buffer.concat(records);
    damaged[Buffer.concat(records.slice(0, 250)).length + 20] ^= 1;
    const next = Array.from({ length: 300 }, (_, i) => eventRecord(scalarEvent("a", i + 100, -i)));
    const run = logs.run({ "tfevents.1": damaged, "tfevents.2": Buffer.concat(next) }, "damaged");
    const expected = await gathered(run, {});
    const limits = { mostHeldFileBytes: 1000, bytesPerBatch: 1000 };
    const stream = new RunStream(run, { bufferBytes: 1000 }, limits);
    const rows: Row[] = [];
    for await (const { scalars, tagOf } of stream) {
      if (rows.length === 0) appendFileSync(run.files[1], eventRecord(scalarEvent("a", 0, 0)));
      for (let i = 0; i < scalars.length; i++) {
        rows.push([tagOf(scalars.tag[i]).tag, scalars.step[i], scalars.value[i], scalars.order[i]]);
      }
    }
    assert.deepEqual(inLogOrder(rows), expected);
    assert.deepEqual(
      stream.losses.map(({ kind }) => kind),
      ["payload-checksum"],
    );
  });

  it("drops what a session start takes back, for all tags", async () => {
    const start = { wallTime: 1, step: 3, sessionLog: { status: 1 } };
    const run = logs.runOf(
      fileVersionRecord(),
      // The first start is that of the training, no restart.
      eventRecord({ wallTime: 1, sessionLog: { status: 1 } }),
      ...[0, 1, 2, 3, 4, 5].map((step) => eventRecord(scalarEvent("a", step, step))),
      ...[0, 3].map((step) => eventRecord(scalarEvent("b", step, step))),
      eventRecord(start),
      ...[3, 4].map((step) => eventRecord(scalarEvent("a", step, 10 + step))),
    );
    const rows = await streamed(run, { supersede: "session" });
    assert.deepEqual(
      rows.map(([tag, step, value]) => [tag, step, value]),
      [
        ["a", 0, 0],
        ["a", 1, 1],
        ["a", 2, 2],
        ["b", 0, 0],
        ["a", 3, 13],
        ["a", 4, 14],
      ],
    );
    assert.deepEqual(rows, await gathered(run, { supersede: "session" }));
  });
});
