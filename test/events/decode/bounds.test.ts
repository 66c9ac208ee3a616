import assert from "node:assert/strict";
import { findRuns, frameRecord, readRun, RunStream } from "../../../src/events/index.js";
import { eventPayload, eventRecord, scalarEvent, TemporaryLogs } from "../../helpers/eventFile.js";

describe("what a hostile event file can take", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  it("is no histogram of values that are not there", async () => {
    for (const [folder, count] of [
      ["amp10", 10],
      ["amp1000", 1000],
    ] as const) {
      const [run] = await findRuns(`fixtures/cases/f02-histogram-amplification/${folder}`);
      const before = process.memoryUsage().arrayBuffers;
      const { histograms, losses } = await readRun(run, { histograms: true });
      assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 24);
      assert.equal(histograms.size, 0);
      assert.deepEqual(
        losses.map(({ kind, valuesLost }) => [kind, valuesLost]),
        [["malformed", count]],
      );
      assert.match(losses[0].reason, /of which not all are there/);
    }
  });

  const tensorEvent = (step: number, tensor: object, plugin = "any") => {
    const metadata = { pluginData: { pluginName: plugin } };
    return eventRecord({ wallTime: 1, step, summary: { value: [{ tag: "t", tensor, metadata }] } });
  };

  it("is bounded by what tensors become, not by their bytes in the file", async () => {
    const side = 2 ** 10;
    const dim = [{ size: side }, { size: side }];
    const constant = { dtype: 1, tensorShape: { dim }, floatVal: [1] };
    const run = logs.runOf(...Array.from({ length: 30 }, (_, i) => tensorEvent(i, constant)));
    let most = 0;
    let values = 0;
    for await (const { points } of new RunStream(run, { tensors: true })) {
      most = Math.max(most, points.length);
      values += points.length;
    }
    assert.equal(values, 30);
    // Each takes 8 MB.
    assert.ok(most <= 2, `${most} tensors at once`);
  });

  it("is no number of elements beyond what a tensor's shape says, or beyond all measure", async () => {
    const packed = new Uint8Array(100_000).fill(1);
    const shape = (size: number) => ({ dim: [{ size }] });
    const tensors = [
      { dtype: 10, tensorShape: shape(2), boolVal: [...packed].map(Boolean) },
      { dtype: 1, tensorShape: shape(2 ** 40), floatVal: [1] },
      { dtype: 1, tensorShape: shape(-1), floatVal: [1] },
      { dtype: 7, tensorShape: shape(3), stringVal: [packed] },
    ];
    const run = logs.runOf(...tensors.map((tensor, i) => tensorEvent(i, tensor)));
    const { tensors: found, losses } = await readRun(run, { tensors: true });
    assert.equal(found.size, 0);
    assert.equal(losses[0].valuesLost, tensors.length);
  });

  it("is no text that grows without measure when its bytes are escaped", async () => {
    const text = (bytes: number) => ({ dtype: 7, stringVal: [Buffer.alloc(bytes, 0xff)] });
    const run = logs.runOf(tensorEvent(0, text(2 ** 24), "text"), tensorEvent(1, text(3), "text"));
    const { texts, losses } = await readRun(run, { texts: true });
    assert.deepEqual(texts.get("t")?.text, ["\\xff\\xff\\xff"]);
    assert.deepEqual(
      losses.map(({ valuesLost }) => valuesLost),
      [1],
    );
  });

  /** Tags of eight bytes that the table's hash cannot tell apart, by its own arithmetic backwards. */
  function collidingTags(count: number): Uint8Array[] {
    return Array.from({ length: count }, (_, i) => {
      let hash = Math.imul(8 ^ i, 0x9e3779b1);
      hash ^= hash >>> 15;
      const tag = Buffer.alloc(8);
      tag.writeInt32BE(i);
      tag.writeInt32BE(hash ^ 0x5eed, 4);
      return tag;
    });
  }

  it("is no time that grows with the square of tags whose hashes collide", async function () {
    this.timeout(60_000);
    const template = eventPayload(scalarEvent("########", 1, 1));
    const at = Buffer.from(template).indexOf("########");
    const secondsFor = async (tags: readonly Uint8Array[]): Promise<number> => {
      const records = tags.map((tag) => {
        const payload = Uint8Array.from(template);
        payload.set(tag, at);
        return frameRecord(payload);
      });
      // Back and forth, so that no tag is found by the one before it.
      const run = logs.runOf(...records, ...records.toReversed(), ...records);
      const started = performance.now();
      const { tags: found } = await readRun(run, { supersede: "none" });
      assert.equal(found.size, tags.length);
      return (performance.now() - started) / 1000;
    };
    const count = 20_000;
    const plain = Array.from({ length: count }, (_, i) => Buffer.from(String(i).padStart(8, "0")));
    const usual = await secondsFor(plain);
    const colliding = await secondsFor(collidingTags(count));
    assert.ok(colliding < 5 * usual + 0.5, `${colliding} s against ${usual} s`);
  });
});
