import assert from "node:assert/strict";
import { describeLoss, frameRecord, readRun, totalCostOf } from "../../../src/events/index.js";
import {
  eventRecord,
  fileVersionRecord,
  scalarEvent,
  TemporaryLogs,
} from "../../helpers/eventFile.js";

const scalar = (step: number): Uint8Array => eventRecord(scalarEvent("loss", step, step));

describe("reading on behind damage", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  async function read(...pieces: Uint8Array[]) {
    const { scalars, losses } = await readRun(logs.runOf(fileVersionRecord(), ...pieces));
    return { steps: [...(scalars.get("loss")?.step ?? [])], losses };
  }
  /** With a bit of the length changed. */
  const broken = (record: Uint8Array): Uint8Array =>
    record.map((byte, i) => (i === 1 ? byte ^ 4 : byte));

  it("goes on at the next whole record, and counts the bytes and places between", async () => {
    const gaps = [broken(scalar(1)), broken(scalar(3))];
    const { steps, losses } = await read(scalar(0), gaps[0], scalar(2), gaps[1], scalar(4));
    assert.deepEqual(steps, [0, 2, 4]);
    assert.equal(losses.length, 1);
    const bytes = gaps[0].length + gaps[1].length;
    assert.match(
      describeLoss(losses[0]),
      new RegExp(
        `read on at the next whole record, ${bytes} bytes passed over in 2 places; lost: 2 records$`,
      ),
    );
  });

  it("says apart what is lost at the end, where no whole record follows", async () => {
    const { steps, losses } = await read(
      broken(scalar(0)),
      scalar(1),
      broken(scalar(2)),
      Buffer.alloc(50, 7),
    );
    assert.deepEqual(steps, [1]);
    assert.deepEqual(
      losses.map(({ reason }) => /read on at|the file is read up to here/.exec(reason)?.[0]),
      ["read on at", "the file is read up to here"],
    );
  });

  it("finds records behind one that was cut off, however much of it is there", async () => {
    const large = eventRecord({ wallTime: 1, step: 1, graphDef: Buffer.alloc(300, 1) });
    for (const cut of [1, 11, 12, 100, large.length - 1]) {
      const { steps, losses } = await read(scalar(0), large.subarray(0, cut), scalar(1), scalar(2));
      assert.deepEqual(steps, [0, 1, 2], `cut at ${cut}`);
      assert.equal(losses.length, 1, `cut at ${cut}`);
      assert.equal(losses[0].recordsLost, 1);
    }
  });

  it("finds them where more follows than the record claims to hold", async () => {
    const large = eventRecord({ wallTime: 1, step: 1, graphDef: Buffer.alloc(300, 1) });
    const many = Array.from({ length: 40 }, (_, step) => scalar(step));
    const { steps } = await readRun(logs.runOf(large.subarray(0, 150), ...many), {
      checksums: "all",
    }).then(({ scalars }) => ({ steps: [...scalars.get("loss")!.step] }));
    assert.deepEqual(
      steps,
      Array.from({ length: 40 }, (_, step) => step),
    );
  });

  it("takes nothing for a record whose content has another checksum", async () => {
    const changed = Uint8Array.from(scalar(1));
    changed[changed.length - 5] ^= 1;
    const { steps } = await read(broken(scalar(0)), changed, scalar(2));
    assert.deepEqual(steps, [2]);
  });

  it("ends in time where a file claims any number of long records", async function () {
    const payload = Buffer.alloc(2 ** 20);
    const header = frameRecord(payload).subarray(0, 12);
    const claims = Buffer.concat(Array.from({ length: 100_000 }, () => header));
    const { steps, losses } = await read(
      broken(scalar(0)),
      claims,
      Buffer.alloc(2 ** 20),
      scalar(1),
    );
    assert.ok(steps.length <= 1);
    assert.ok(losses.length > 0);
  });

  it("says how many steps and whole numbers no 64-bit float is", async () => {
    const exact = eventRecord({
      wallTime: 1,
      step: 2n ** 60n,
      summary: { value: [{ tag: "a", simpleValue: 1 }] },
    });
    const rounded = eventRecord({
      ...{ wallTime: 2, step: 2n ** 60n + 1n },
      summary: {
        value: [
          { tag: "a", simpleValue: 2 },
          { tag: "b", simpleValue: 3 },
        ],
      },
    });
    const tensor = (value: bigint) => ({
      ...{ tag: "n", metadata: { pluginData: { pluginName: "scalars" } } },
      tensor: { dtype: 9, int64Val: [value] },
    });
    const number = eventRecord({
      wallTime: 3,
      step: 1,
      summary: { value: [tensor(2n ** 53n + 1n)] },
    });
    const { scalars, losses } = await readRun(logs.runOf(exact, rounded, number), {
      supersede: "none",
    });
    assert.deepEqual([...scalars.get("a")!.step], [2 ** 60, 2 ** 60]);
    assert.deepEqual([...scalars.get("n")!.value], [2 ** 53]);
    assert.equal(losses.length, 1);
    assert.deepEqual(
      losses[0].tags,
      new Map([
        ["a", 1],
        ["b", 1],
        ["n", 1],
      ]),
    );
    assert.match(
      describeLoss(losses[0]),
      /beyond 2\^53 .*: 3 rounded values of "a" \(1\), "b" \(1\), "n" \(1\)$/,
    );
    assert.equal(totalCostOf(losses), "3 rounded values");
    const { losses: unasked } = await readRun(logs.runOf(exact, rounded, number), {
      scalars: false,
    });
    assert.deepEqual(unasked, []);
  });
});
