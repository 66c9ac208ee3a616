import assert from "node:assert/strict";
import { appendFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { followRuns, readRun, RunFollower } from "../../../src/events/index.js";
import {
  eventRecord,
  fileVersionRecord,
  scalarEvent,
  TemporaryLogs,
} from "../../helpers/eventFile.js";

const fileName = "events.out.tfevents.1.host";

function scalars(tag: string, from: number, to: number, add = 0): Uint8Array {
  const records: Uint8Array[] = [];
  for (let step = from; step < to; step++) {
    records.push(eventRecord(scalarEvent(tag, step, step + add)));
  }
  return Buffer.concat(records);
}

describe("RunFollower", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  it("never shows half a record, wherever the writer has stopped", async () => {
    const records = [
      fileVersionRecord(),
      ...[0, 1, 2].map((step) => scalars("loss", step, step + 1)),
    ];
    const run = logs.run({ [fileName]: new Uint8Array() }, "bytewise");
    const follower = new RunFollower(run);
    let complete = 0;
    for (const record of records) {
      for (let i = 0; i < record.length; i++) {
        appendFileSync(run.files[0], record.subarray(i, i + 1));
        const isWhole = i === record.length - 1;
        await follower.poll();
        const { scalars: found, losses, records: count } = follower.run;
        if (isWhole) complete++;
        assert.equal(count, complete);
        assert.equal(found.get("loss")?.length ?? 0, Math.max(0, complete - 1));
        assert.deepEqual(
          losses.map(({ kind }) => kind),
          isWhole ? [] : ["truncated"],
        );
      }
    }
    assert.deepEqual(follower.run, { ...(await readRun(run)), files: follower.run.files });
  });

  it("says whether anything has changed", async () => {
    const run = logs.run({ [fileName]: scalars("a", 0, 3) }, "changes");
    const follower = new RunFollower(run);
    assert.equal(await follower.poll(), true);
    assert.equal(await follower.poll(), false);
    appendFileSync(run.files[0], scalars("a", 3, 4));
    assert.equal(await follower.poll(), true);
    assert.deepEqual([...follower.run.scalars.get("a")!.step], [0, 1, 2, 3]);
  });

  it("takes up new files, as after a rotation or a restart", async () => {
    const run = logs.run({ [fileName]: scalars("a", 0, 5) }, "restart");
    const follower = new RunFollower(run);
    await follower.poll();
    writeFileSync(join(run.directory, "events.out.tfevents.2.host"), scalars("a", 3, 6, 100));
    assert.equal(await follower.poll(), true);
    assert.deepEqual([...follower.run.scalars.get("a")!.value], [0, 1, 2, 103, 104, 105]);
  });

  it("keeps what was read of a file that was rotated away", async () => {
    const run = logs.run({ [fileName]: scalars("a", 0, 2) }, "rotated");
    const follower = new RunFollower(run);
    await follower.poll();
    rmSync(run.files[0]);
    writeFileSync(join(run.directory, "events.out.tfevents.2.host"), scalars("a", 2, 4));
    await follower.poll();
    assert.deepEqual([...follower.run.scalars.get("a")!.step], [0, 1, 2, 3]);
    assert.deepEqual(follower.run.losses, []);
  });

  for (const [how, overwrite] of [
    ["written over", (path: string, bytes: Uint8Array) => writeFileSync(path, bytes)],
    [
      "replaced by another",
      (path: string, bytes: Uint8Array) => {
        writeFileSync(`${path}.new`, bytes);
        renameSync(`${path}.new`, path);
      },
    ],
  ] as const) {
    it(`reads the run anew when its file was ${how}, be it shorter or longer`, async () => {
      for (const length of [2, 9]) {
        const run = logs.run({ [fileName]: scalars("a", 0, 5) }, `${how} ${length}`);
        const follower = new RunFollower(run);
        await follower.poll();
        overwrite(run.files[0], scalars("b", 7, 7 + length));
        assert.equal(await follower.poll(), true);
        assert.deepEqual([...follower.run.scalars.keys()], ["b"]);
        assert.equal(follower.run.scalars.get("b")!.length, length);
      }
    });
  }
});

describe("followRuns", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  it("yields runs again when they grow, takes up new ones, and ends with the signal", async () => {
    const run = logs.run({ [fileName]: scalars("a", 0, 1) }, "one");
    const abort = new AbortController();
    const seen: [string, number][] = [];
    for await (const { name, scalars: found } of followRuns(logs.root, {
      everySeconds: 0.01,
      signal: abort.signal,
    })) {
      seen.push([name, found.get("a")!.length]);
      if (seen.length === 1) appendFileSync(run.files[0], scalars("a", 1, 2));
      if (seen.length === 2) logs.run({ [fileName]: scalars("a", 0, 3) }, "two");
      if (seen.length === 3) {
        await setTimeout(30);
        abort.abort();
      }
    }
    assert.deepEqual(seen, [
      ["one", 1],
      ["one", 2],
      ["two", 3],
    ]);
  });
});
