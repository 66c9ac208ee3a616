import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  frameRecord,
  messageType,
  type ReadOptions,
  type RunDirectory,
  RunStream,
} from "../../../src/events/index.js";
import { listRuns } from "../../../src/events/runs/findRuns.js";
import type { Workspace } from "../../../src/events/runs/workspace.js";
import { sizeOfRun } from "../../../src/events/threads/sharedWork.js";
import {
  eventPayload,
  eventRecord,
  fileVersionRecord,
  scalarEvent,
  TemporaryLogs,
} from "../../helpers/eventFile.js";
import {
  readInWorkspace,
  workspaceWithKernel,
  workspaceWithoutKernel,
} from "../../helpers/readInKernel.js";
import { everything, told } from "../../helpers/toldRun.js";

/** Holds the kernel to what the decoder reads; gives how many records the kernel took. */
function compare(
  run: RunDirectory,
  options: ReadOptions,
  kernel: Workspace,
  decoder: Workspace,
  budgetBytes?: number,
  limits?: ReadonlyMap<string, number>,
): number {
  const before = kernel.memory.kernel!.taken;
  const expected = readInWorkspace(run, options, decoder, budgetBytes, limits);
  const found = readInWorkspace(run, options, kernel, budgetBytes, limits);
  assert.equal(decoder.memory.kernel, undefined);
  assert.deepEqual(told(found), told(expected));
  return kernel.memory.kernel!.taken - before;
}

/** One scalar as writers other than PyTorch's log it: a tensor, with or without what its tag is. */
function tensorEvent(tag: string, step: number, value: number, layout: number): object {
  const tensor = [
    { dtype: 1, tensorShape: {}, floatVal: [value] },
    { dtype: 1, tensorShape: {}, tensorContent: Buffer.from(Float32Array.of(value).buffer) },
    { dtype: 2, tensorShape: {}, doubleVal: [value] },
  ][layout % 3];
  const metadata = { pluginData: { pluginName: "scalars" }, displayName: "x".repeat(layout) };
  const told = layout > 2 ? { metadata } : {};
  return { wallTime: 5 + step, step, summary: { value: [{ tag, tensor, ...told }] } };
}

describe("RecordKernel", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  it("reads every log among the fixtures as the decoder does, broken ones included", () => {
    const fixtures = listRuns(join(import.meta.dirname, "../../../fixtures")).filter(
      (run) => sizeOfRun(run) < 2 ** 20,
    );
    assert.ok(fixtures.length > 100);
    for (const options of [
      { ...everything },
      { ...everything, checksums: "all" },
      { checksums: "none", supersede: "none" },
      { bufferBytes: 300, supersede: "session" },
      { scalars: (tag: string) => tag.length % 2 === 0 },
    ] satisfies ReadOptions[]) {
      const kernel = workspaceWithKernel(options);
      for (const run of fixtures) {
        compare(run, options, kernel, workspaceWithoutKernel(options));
      }
      assert.ok(kernel.memory.kernel!.taken > 1000, `${kernel.memory.kernel!.taken} were taken`);
    }
  });

  const small = Buffer.concat([
    fileVersionRecord(),
    ...Array.from({ length: 8 }, (_, step) => [
      eventRecord(scalarEvent("loss", 30 * step, step / 3)),
      eventRecord(tensorEvent("accuracy", 60 * step, step / 7, 0)),
      eventRecord(scalarEvent("los", 2 ** (4 * step), step)),
    ]).flat(),
  ]);

  it("says the same of a file that is cut at any byte", () => {
    const [kernel, decoder] = [workspaceWithKernel(), workspaceWithoutKernel()];
    let taken = 0;
    for (let end = 0; end <= small.length; end++) {
      taken += compare(logs.runOf(small.subarray(0, end)), {}, kernel, decoder);
    }
    assert.ok(taken > 5 * small.length, `${taken} were taken`);
  });

  it("says the same of a file in which any bit is flipped", () => {
    const [kernel, decoder] = [workspaceWithKernel(), workspaceWithoutKernel()];
    for (const checksums of ["decoded", "none"] as const) {
      for (let bit = checksums === "none" ? 3 : 0; bit < 8 * small.length; bit += 17) {
        const flipped = Buffer.from(small);
        flipped[bit >> 3] ^= 1 << (bit & 7);
        compare(logs.runOf(flipped), { checksums }, kernel, decoder);
      }
    }
  });

  it("says the same where the reading stops at a record, or goes on later", () => {
    const options = { bufferBytes: 200 };
    const [kernel, decoder] = [workspaceWithKernel(options), workspaceWithoutKernel(options)];
    const run = logs.runOf(small);
    for (let limit = 0; limit < small.length; limit += 7) {
      compare(run, options, kernel, decoder, 150, new Map([[run.files[0], limit]]));
    }
  });

  /** Logs of a few tags that resemble each other, in any order and layout. */
  const values = fc.record({
    tag: fc.constantFrom("a", "b", "loss/aa", "loss/ab", "loss/a", "é", "", "x".repeat(150)),
    step: fc.oneof(
      fc.integer({ min: 0, max: 300 }),
      fc.constantFrom(-1, 2 ** 14, 2 ** 21, 2 ** 28 - 1, 2 ** 28, 2 ** 40, 2 ** 60),
    ),
    value: fc.oneof(fc.float(), fc.constantFrom(NaN, Infinity, 1e300)),
    wallTime: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(NaN, -Infinity, -1, 0)),
    layout: fc.integer({ min: 0, max: 9 }),
    times: fc.integer({ min: 1, max: 4 }),
  });
  type Value = typeof values extends fc.Arbitrary<infer V> ? V : never;

  function recordOf({ tag, step, value, wallTime, layout }: Value): Uint8Array {
    if (layout === 9) return eventRecord({ wallTime, step, sessionLog: { status: 1 } });
    if (layout === 8) {
      const both = [tag, "a"].map((name) => ({ tag: name, simpleValue: value }));
      return eventRecord({ wallTime, step, summary: { value: both } });
    }
    if (layout === 7) return eventRecord({ wallTime, step, graphDef: Buffer.from("graph") });
    const name = layout === 6 ? "__run_graph__" : tag;
    const event = layout < 6 && layout > 1 ? tensorEvent(tag, step, value, layout) : {};
    return eventRecord({ ...scalarEvent(name, step, value), ...event, wallTime });
  }

  it("says the same of any log, by itself and as a stream", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(values, { maxLength: 40 }),
        fc.record({
          bufferBytes: fc.constantFrom(64, 300, 2 ** 18),
          checksums: fc.constantFrom("decoded", "all", "none"),
          supersede: fc.constantFrom("restart", "step", "session", "none"),
          maximumTags: fc.constantFrom(3, 100),
          ...{ graphs: fc.boolean(), scalars: fc.boolean(), tensors: fc.boolean() },
        }),
        fc.nat(),
        async (made, options, damage) => {
          const records = made.flatMap((value) =>
            Array.from({ length: value.times }, (_, i) =>
              recordOf({ ...value, step: value.step + i, value: value.value + i }),
            ),
          );
          const bytes = Buffer.concat(records);
          if (damage % 3 === 0 && bytes.length > 0) bytes[damage % bytes.length] ^= 1;
          const run = logs.run({
            "1.tfevents": bytes,
            "2.tfevents": Buffer.concat(records.slice(3)),
          });
          const kernel = workspaceWithKernel(options);
          compare(run, options, kernel, workspaceWithoutKernel(options), 300);
          const streams = [kernel, workspaceWithoutKernel(options)].map((workspace) =>
            streamed(run, options, workspace),
          );
          assert.deepEqual(await streams[0], await streams[1]);
        },
      ),
      { numRuns: 150 },
    );
  });

  async function streamed(
    run: RunDirectory,
    options: ReadOptions,
    workspace: Workspace,
  ): Promise<unknown> {
    const limits = { mostHeldFileBytes: 500, bytesPerBatch: 200 };
    const stream = new RunStream(run, options, limits, workspace);
    const rows: unknown[] = [];
    for await (const { scalars, points } of stream) {
      const { tag, step, wallTime, value, order } = scalars;
      for (let i = 0; i < scalars.length; i++) {
        rows.push([tag[i], step[i], wallTime[i], value[i], order[i]]);
      }
      for (const { tag: of, ...point } of points) rows.push([of.tag, point]);
    }
    return { rows, losses: stream.losses, superseded: stream.superseded, records: stream.records };
  }

  it("takes values that say each time what their tag is, as TensorFlow 2 has it", () => {
    const part = (of: object) => messageType("Value").encode(of).finish();
    const varint = (length: number) =>
      length < 128 ? [length] : [(length & 127) | 128, length >> 7];
    const field = (key: number, bytes: Uint8Array) => [key, ...varint(bytes.length), ...bytes];
    for (const description of ["", "d".repeat(90)]) {
      const log = (order: readonly number[]) =>
        logs.runOf(
          ...Array.from({ length: 300 }, (_, step) => {
            const pluginData = { pluginName: "scalars" };
            const parts = [
              part({ tag: "loss" }),
              part({ tensor: { dtype: 1, tensorShape: {}, floatVal: [step / 3] } }),
              part({ metadata: { pluginData, summaryDescription: description, dataClass: 1 } }),
            ];
            const value = Buffer.concat(order.map((index) => parts[index]));
            const summary = Uint8Array.from(field(0x0a, value));
            const moment = eventPayload({ wallTime: 7 + step, step });
            return frameRecord(Uint8Array.from([...moment, ...field(0x2a, summary)]));
          }),
        );
      const workspace = workspaceWithKernel();
      const taken = compare(log([0, 1, 2]), {}, workspace, workspaceWithoutKernel());
      assert.ok(taken > 290, `${taken} were taken`);
      // In another order the fields are the general decoder's.
      const [first, second] = [
        [0, 1, 2],
        [2, 1, 0],
      ].map((order) => readInWorkspace(log(order), {}, workspaceWithoutKernel()));
      assert.equal(first.scalars.get("loss")?.length, 300);
      assert.deepEqual(told(first), told(second));
    }
  });

  it("serves several logs in turn, with what each has told of its own tags", () => {
    const workspace = workspaceWithKernel();
    const run = (name: string, tag: string) =>
      logs.run({ "1.tfevents": eventRecord(scalarEvent(tag, 1, 1)) }, name);
    const runs = [run("a", "loss"), run("b", "acc.")];
    for (let step = 2; step < 50; step++) {
      runs.forEach(({ files }, i) => {
        const record = eventRecord(scalarEvent(i === 0 ? "loss" : "acc.", step, step / 3));
        writeFileSync(files[0], record, { flag: "a" });
      });
    }
    for (let times = 0; times < 2; times++) {
      for (const one of runs) compare(one, {}, workspace, workspaceWithoutKernel());
    }
  });

  it("goes on behind records of very many values and very large ones", () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ tag: `t${i % 9}`, simpleValue: i }));
    const plain = (from: number) =>
      Array.from({ length: 10_000 }, (_, i) => eventRecord(scalarEvent("loss", from + i, i)));
    const run = logs.runOf(
      ...plain(0),
      eventRecord({ wallTime: 2, step: 3, summary: { value: many } }),
      ...plain(10_000),
      frameRecord(new Uint8Array(2 ** 20)),
      ...plain(20_000),
    );
    const kernel = workspaceWithKernel();
    const decoder = workspaceWithoutKernel();
    const taken = compare(run, {}, kernel, decoder);
    assert.ok(taken > 29_000, `${taken} were taken`);
  });
});
