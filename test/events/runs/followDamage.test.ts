import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { type Loss, RunFollower } from "../../../src/events/index.js";
import {
  eventRecord,
  fileVersionRecord,
  scalarEvent,
  TemporaryLogs,
} from "../../helpers/eventFile.js";

describe("RunFollower, where a file is wrong for a moment", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());
  const record = (step: number) => eventRecord(scalarEvent("a", step, step));
  const start = Buffer.concat([fileVersionRecord(), record(0), record(1)]);
  const run = logs.runOf(start);
  const [file] = run.files;

  const follow = (bytes: Uint8Array, patienceSeconds?: number) => {
    writeFileSync(file, bytes);
    return new RunFollower(run, { patienceSeconds });
  };
  const seen = (follower: RunFollower) => {
    const { scalars, losses } = follower.run;
    return { steps: [...(scalars.get("a")?.step ?? [])], losses: losses.map(kindOf) };
  };
  const kindOf = ({ kind }: Loss) => kind;
  const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

  it("waits where a network file system shows zeros until the data arrive", async () => {
    const whole = readFileSync(
      "fixtures/cases/17-zeros-that-fill-later/nfs/run1/events.out.tfevents.1700000000.host",
    );
    const shown = Buffer.from(whole).fill(0, 164);
    const follower = follow(shown.subarray(0, shown.length - 42), 0.02);
    const steps = () => [...(follower.run.scalars.get("loss")?.step ?? [])];
    await follower.poll();
    assert.deepEqual(steps(), [0, 1, 2]);
    await pause(0.05);
    await follower.poll();
    // Longer than its patience: that is said, and it goes on looking.
    assert.deepEqual(follower.run.losses.map(kindOf), ["zeros"]);
    writeFileSync(file, whole.subarray(0, whole.length - 42));
    await follower.poll();
    assert.deepEqual(steps(), [0, 1, 2, 3, 4, 5]);
    appendFileSync(file, whole.subarray(whole.length - 42));
    await follower.poll();
    assert.deepEqual(steps(), [0, 1, 2, 3, 4, 5, 6]);
    assert.deepEqual(follower.run.losses, []);
    follower.close();
  });

  it("waits for a page that comes out of order, within a record or in its length", async () => {
    for (const at of [start.length + 4, start.length + 30]) {
      const whole = Buffer.concat([start, record(2), record(3)]);
      const shown = Buffer.from(whole);
      shown[at] ^= 255;
      const follower = follow(shown);
      await follower.poll();
      assert.deepEqual(seen(follower), { steps: [0, 1], losses: [] });
      writeFileSync(file, whole);
      await follower.poll();
      assert.deepEqual(seen(follower), { steps: [0, 1, 2, 3], losses: [] });
      follower.close();
    }
  });

  it("loses a record, or gives the file up, when that goes on, and says so", async () => {
    const shown = Buffer.concat([start, record(2), record(3)]);
    shown[start.length + 30] ^= 255;
    const follower = follow(shown, 0.01);
    await follower.poll();
    await pause(0.02);
    await follower.poll();
    assert.deepEqual(seen(follower), { steps: [0, 1, 3], losses: ["payload-checksum"] });
    follower.close();

    shown[start.length + 4] ^= 255;
    const readOn = follow(shown, 0.01);
    await readOn.poll();
    await pause(0.02);
    await readOn.poll();
    assert.deepEqual(seen(readOn), { steps: [0, 1, 3], losses: ["length-checksum"] });
    assert.match(readOn.run.losses[0].reason, /read on at the next whole record/);
    readOn.close();

    const given = follow(shown.subarray(0, start.length + record(2).length), 0.01);
    await given.poll();
    await pause(0.02);
    await given.poll();
    assert.deepEqual(seen(given), { steps: [0, 1], losses: ["length-checksum"] });
    assert.match(given.run.losses[0].reason, /given up: nothing more of it is followed/);
    given.close();
  });

  it("reports zeros at once where a file is only read", async () => {
    const follower = follow(Buffer.concat([start, Buffer.alloc(100)]), 0);
    await follower.poll();
    assert.deepEqual(seen(follower), { steps: [0, 1], losses: ["length-checksum"] });
    follower.close();
  });
});
