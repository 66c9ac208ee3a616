import assert from "node:assert/strict";
import fc from "fast-check";
import {
  findRuns,
  type ReadOptions,
  readRun,
  RunStream,
  type Superseded,
} from "../../../src/events/index.js";
import {
  eventRecord,
  fileVersionRecord,
  scalarEvent,
  TemporaryLogs,
} from "../../helpers/eventFile.js";

interface Value {
  readonly tag: string;
  readonly step: number;
  readonly wallTime: number;
}
type Entry = Value | { readonly start: number; readonly wallTime: number };
type Row = [tag: string, step: number, order: number];

function recordOf(entry: Entry, order: number): Uint8Array {
  if ("start" in entry) {
    const { start: step, wallTime } = entry;
    return eventRecord({ wallTime, step, sessionLog: { status: 1 } });
  }
  const { tag, step, wallTime } = entry;
  return eventRecord({ ...scalarEvent(tag, step, order), wallTime });
}

/** The rule by its own words, in quadratic time: what is kept of some files, by tag and step. */
function survivors(files: readonly (readonly Entry[])[]): Row[] {
  const values = files.flatMap((entries, file) =>
    entries.flatMap((entry, place) => ("start" in entry ? [] : [{ ...entry, file, place }])),
  );
  const placed = values.map((value, order) => ({ ...value, order }));
  type Placed = (typeof placed)[number];
  const timesOf = (file: number) => placed.filter((v) => v.file === file).map((v) => v.wallTime);
  const endOf = (file: number) => Math.max(-Infinity, ...timesOf(file));

  const tookBack = (value: Placed): boolean =>
    files.some((entries, file) =>
      entries.some((entry, place) => {
        if (!("start" in entry) || value.step < entry.start) return false;
        const isFirst = entries.findIndex((other) => "start" in other) === place;
        const speaksOfIt = isFirst
          ? value.file < file
          : value.file < file || (value.file === file && value.place < place);
        const ended = Math.max(-Infinity, ...files.slice(0, file).map((_, other) => endOf(other)));
        return speaksOfIt && (entry.start > 0 || entry.wallTime >= ended);
      }),
    );
  const restarted = (value: Placed): boolean =>
    files.some((_, file) => {
      if (file <= value.file) return false;
      const first = placed.find((other) => other.file === file && other.tag === value.tag);
      if (first === undefined || value.step < first.step) return false;
      const earlier = placed.filter((other) => other.tag === value.tag && other.file < file);
      const ended = Math.max(...earlier.map((other) => endOf(other.file)));
      return timesOf(file)[0] >= ended;
    });
  const left = placed.filter((value) => !tookBack(value) && !restarted(value));
  const isLast = (value: Placed) =>
    !left.some(
      (other) => other.tag === value.tag && other.step === value.step && other.order > value.order,
    );
  return left
    .filter(isLast)
    .map(({ tag, step, order }): Row => [tag, step, order])
    .sort(byTagAndStep);
}

const byTagAndStep = (a: Row, b: Row) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]);

describe("what takes the place of what", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  const write = (files: readonly (readonly Entry[])[], name = "run") => {
    let order = 0;
    const bytes = files.map((entries, file) => {
      const records = entries.map((entry) => recordOf(entry, "start" in entry ? -1 : order++));
      return [`tfevents.${file}`, Buffer.concat([fileVersionRecord(), ...records])] as const;
    });
    return logs.run(Object.fromEntries(bytes), name);
  };

  const gathered = async (run: ReturnType<typeof write>, options: ReadOptions = {}) => {
    const { scalars, superseded } = await readRun(run, options);
    const rows = [...scalars.values()].flatMap(({ tag, length, step, value }) =>
      Array.from({ length }, (_, i): Row => [tag, step[i], value[i]]),
    );
    return { rows, superseded };
  };

  const streamed = async (run: ReturnType<typeof write>, isHeld: boolean) => {
    const limits = isHeld ? {} : { mostHeldFileBytes: 1, bytesPerBatch: 100 };
    const stream = new RunStream(run, { bufferBytes: 256 }, limits);
    const rows: Row[] = [];
    for await (const { scalars, tagOf } of stream) {
      for (let i = 0; i < scalars.length; i++) {
        rows.push([tagOf(scalars.tag[i]).tag, scalars.step[i], scalars.value[i]]);
      }
    }
    return { rows, superseded: stream.superseded };
  };

  const counted = (superseded: readonly Superseded[]): number =>
    superseded.reduce((sum, { values }) => sum + values, 0);

  it("follows the rule's own words for any files, and counts each value once", async () => {
    const value = fc.record({
      tag: fc.constantFrom("a", "b"),
      step: fc.integer({ min: 0, max: 8 }),
      wallTime: fc.integer({ min: 100, max: 120 }),
    });
    const start = fc.record({
      start: fc.integer({ min: 0, max: 6 }),
      wallTime: fc.integer({ min: 100, max: 120 }),
    });
    const entry = fc.oneof({ arbitrary: value, weight: 8 }, { arbitrary: start, weight: 1 });
    const files = fc.array(fc.array(entry, { maxLength: 10 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(files, async (entries) => {
        const run = write(entries);
        const expected = survivors(entries);
        const logged = entries.flat().filter((one) => !("start" in one)).length;
        for (const read of [gathered(run), streamed(run, true), streamed(run, false)]) {
          const { rows, superseded } = await read;
          assert.deepEqual(rows.toSorted(byTagAndStep), expected);
          assert.equal(rows.length + counted(superseded), logged);
          for (const tag of ["a", "b"]) {
            const steps = rows.filter((row) => row[0] === tag).map(([, step]) => step);
            assert.deepEqual(
              steps,
              steps.toSorted((a, b) => a - b),
              "in order",
            );
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  const scalars = (tag: string, steps: readonly number[], wallTime: number): Value[] =>
    steps.map((step, i) => ({ tag, step, wallTime: wallTime + i }));

  it("takes a later file that begins at an earlier step for a restart", async () => {
    const run = write([scalars("a", [0, 10, 20, 30], 100), scalars("a", [15, 25], 200)]);
    const { rows, superseded } = await gathered(run);
    assert.deepEqual(
      rows.map(([, step]) => step),
      [0, 10, 15, 25],
    );
    const left = { tag: "a", kind: "scalar", reason: "new-file", values: 2, logged: 6 };
    assert.deepEqual(superseded, [{ ...left, firstStep: 20, lastStep: 30 }]);
  });

  it("takes files that were written at the same time for parallel writers", async () => {
    const run = write([scalars("a", [0, 10, 20, 30], 100), scalars("a", [15, 20, 25], 102)]);
    const { rows, superseded } = await gathered(run);
    assert.deepEqual(rows, [
      ["a", 0, 0],
      ["a", 10, 1],
      ["a", 15, 4],
      ["a", 20, 5],
      ["a", 25, 6],
      ["a", 30, 3],
    ]);
    assert.deepEqual(
      superseded.map(({ reason, values }) => [reason, values]),
      [["other-file", 1]],
    );
  });

  it("takes a file that was appended to another for a file of its own", async () => {
    const [first, second] = [scalars("a", [0, 1, 2, 3], 100), scalars("a", [2, 5], 200)];
    const bytes = [first, second].map((values) =>
      Buffer.concat([fileVersionRecord(), ...values.map((value, i) => recordOf(value, i))]),
    );
    const run = logs.run({ "tfevents.both": Buffer.concat(bytes) }, "appended");
    const { rows, superseded } = await gathered(run);
    assert.deepEqual(
      rows.map(([, step]) => step),
      [0, 1, 2, 5],
    );
    assert.deepEqual(
      superseded.map(({ reason, values }) => [reason, values]),
      [["new-file", 2]],
    );
  });

  it("asks whether files overlap even where only some of their values are wanted", async () => {
    const files = [
      [...scalars("a", [1, 3], 100), ...scalars("other", [9], 110)],
      [...scalars("other", [1], 105), ...scalars("a", [2], 120)],
    ];
    const wanted = { scalars: (tag: string) => tag === "a" };
    const { rows } = await gathered(write(files), wanted);
    assert.deepEqual(
      rows.map(([, step]) => step),
      [1, 2, 3],
    );
  });

  const stepsOf = async (folder: string, options: ReadOptions = {}) => {
    const [run] = await findRuns(`fixtures/cases/${folder}`);
    const { scalars: read, superseded } = await readRun(run, options);
    const steps = [...read].map(([tag, { step }]): [string, number[]] => [tag, [...step]]);
    return { steps: Object.fromEntries(steps), left: counted(superseded) };
  };

  it("keeps and sorts values that workers logged out of order", async () => {
    const async = await stepsOf("07-out-of-order/async");
    assert.deepEqual(async, { steps: { reward: [0, 90, 100, 190, 200, 290, 300, 400] }, left: 0 });
    assert.deepEqual(await stepsOf("07-out-of-order/two"), { steps: { loss: [1, 2, 3] }, left: 0 });
  });

  it("says how many values a log without steps loses", async () => {
    assert.deepEqual(await stepsOf("06-no-step/logs"), {
      steps: { "data/scalar1": [0] },
      left: 99,
    });
    const all = await stepsOf("06-no-step/logs", { supersede: "none" });
    assert.deepEqual(all, { steps: { "data/scalar1": new Array<number>(100).fill(0) }, left: 0 });
  });

  it("obeys the step that a restarted writer says it goes on from", async () => {
    const { steps, left } = await stepsOf("09-purge-step/logs");
    const range = (from: number, to: number) =>
      Array.from({ length: (to - from) / 10 + 1 }, (_, i) => from + 10 * i);
    assert.deepEqual(steps.loss, [...range(0, 90), ...range(105, 195)]);
    assert.deepEqual(steps.val, [0, 50, 200]);
    assert.equal(left, 8);
  });

  it("takes the first session start for no restart, as TensorBoard's Python reader", async () => {
    for (const supersede of ["session", "restart"] as const) {
      const first = await stepsOf("p12-first-session-start-purges", { supersede });
      assert.deepEqual(first, { steps: { loss: [0, 1, 2] }, left: 0 });
    }
  });

  it("takes steps that go back for restarts in files of old versions, as that reader", async () => {
    const version = (text: string) => eventRecord({ wallTime: 1, fileVersion: text });
    const values = [...scalars("a", [0, 1, 2, 3], 100), ...scalars("b", [9], 104)];
    const records = [...values, ...scalars("a", [2, 3, 3], 110)].map((value, i) =>
      recordOf(value, i),
    );
    const read = async (...head: Uint8Array[]) => {
      const run = logs.run({ "tfevents.old": Buffer.concat([...head, ...records]) }, "old");
      const { rows } = await gathered(run, { supersede: "session" });
      return rows.map(([tag, step]) => `${tag}${step}`).join(" ");
    };
    assert.equal(await read(version("brain.Event:1")), "a0 a1 a2 a3 a3 b9");
    assert.equal(await read(), "a0 a1 a2 a3 a3 b9");
    assert.equal(await read(version("brain.Event:2")), "a0 a1 a2 a3 a2 a3 a3 b9");
  });

  it("says the same of values without a time, read at once or bit by bit", async () => {
    const run = write([
      [{ tag: "a", step: 16, wallTime: 13 }],
      [
        { tag: "a", step: 12, wallTime: 0 },
        { tag: "b", step: 1, wallTime: 12 },
        { tag: "a", step: 13, wallTime: 14 },
      ],
    ]);
    const { rows } = await gathered(run);
    assert.deepEqual(
      rows.map(([tag, step]) => `${tag}${step}`),
      ["a12", "a13", "b1"],
    );
    for (const isHeld of [true, false]) {
      assert.deepEqual((await streamed(run, isHeld)).rows.sort(byTagAndStep), rows);
    }
  });
});
