import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import {
  frameRecord,
  isDamage,
  maskedCrc32c,
  readRun,
  type Run,
} from "../../../src/events/index.js";
import {
  eventPayload,
  eventRecord,
  fileVersionRecord,
  scalarEvent,
  TemporaryLogs,
} from "../../helpers/eventFile.js";

const everything = { texts: true, histograms: true, images: true, tensors: true } as const;

/** A record of every common make, and where each starts. */
const records: Uint8Array[] = [
  fileVersionRecord(),
  eventRecord(scalarEvent("loss", 0, 1.5)),
  eventRecord({
    wallTime: 2,
    step: 1,
    summary: {
      value: [
        { tag: "loss", simpleValue: 2.5 },
        {
          tag: "note",
          metadata: { pluginData: { pluginName: "text" } },
          tensor: { dtype: 7, stringVal: [Buffer.from("hello")] },
        },
      ],
    },
  }),
  eventRecord({
    wallTime: 3,
    step: 2,
    summary: {
      value: [{ tag: "h", histo: { min: 0, max: 2, bucketLimit: [1, 2], bucket: [3, 4] } }],
    },
  }),
  eventRecord({
    wallTime: 4,
    step: 3,
    summary: {
      value: [
        {
          tag: "lr",
          metadata: { pluginData: { pluginName: "scalars" } },
          tensor: { dtype: 1, floatVal: [0.25] },
        },
      ],
    },
  }),
  eventRecord(scalarEvent("loss", 4, 3.5)),
];
const starts = records.map((_, i) =>
  records.slice(0, i).reduce((sum, { length }) => sum + length, 0),
);
const whole = Buffer.concat(records);

/** What can be seen of a run's values, to be compared. */
function valuesOf(run: Run): unknown[] {
  return [
    [...run.scalars.values()].map(({ tag, step, value }) => [tag, [...step], [...value]]),
    [...run.texts.values()].map(({ tag, text }) => [tag, text]),
    [...run.histograms.values()].map(({ tag, points }) => [tag, [...points[0].buckets]]),
  ];
}

/** A tag that goes on after a broken record of its run, to see that the next file is read. */
const nextFile = Buffer.concat([fileVersionRecord(), eventRecord(scalarEvent("next", 9, 1))]);

describe("damaged files", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());
  const run = logs.run({ "tfevents.1": whole, "tfevents.2": nextFile });

  async function read(bytes: Uint8Array, options = {}): Promise<Run> {
    writeFileSync(run.files[0], bytes);
    return readRun(run, { ...everything, ...options });
  }

  async function valuesOfFirst(count: number): Promise<unknown[]> {
    return valuesOf(await read(Buffer.concat(records.slice(0, count))));
  }

  it("are read up to the last whole record, wherever they are cut", async () => {
    for (let cut = 0; cut <= whole.length; cut++) {
      const complete = starts.filter((start, i) => start + records[i].length <= cut).length;
      const found = await read(whole.subarray(0, cut));
      const end = complete < records.length ? starts[complete] : whole.length;
      assert.deepEqual(
        found.losses.map(({ kind, offset, bytesLost }) => [kind, offset, bytesLost]),
        cut === end ? [] : [["truncated", end, cut - end]],
      );
      assert.equal(found.losses.some(isDamage), false);
      assert.deepEqual(valuesOf(found), await valuesOfFirst(complete), `cut at ${cut}`);
    }
  });

  it("report every single flipped bit, and lose only the record that it is in", async () => {
    const without: unknown[] = [];
    for (let count = 0; count < records.length; count++) {
      without.push(valuesOf(await read(Buffer.concat(records.toSpliced(count, 1)))));
    }
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] ^= 1 << (bit & 7);
      const found = await read(flipped);
      const broken = starts.findLastIndex((start) => start <= bit >> 3);
      const isInHeader = (bit >> 3) - starts[broken] < 12;
      assert.deepEqual(
        found.losses.map(({ kind, offset, recordsLost, bytesLost }) => [
          kind,
          offset,
          recordsLost,
          bytesLost,
        ]),
        [
          [
            isInHeader ? "length-checksum" : "payload-checksum",
            starts[broken],
            1,
            records[broken].length,
          ],
        ],
      );
      assert.deepEqual(valuesOf(found), without[broken], `bit ${bit}`);
    }
  });

  it("keep their neighbours when one record of right checksums is no event", async () => {
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc
        .tuple(
          fc.constantFrom(...records.map((record) => record.subarray(12, record.length - 4))),
          fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        )
        .map(([original, changes]) => {
          const changed = Uint8Array.from(original);
          for (const [at, byte] of changes) changed[at % changed.length] = byte;
          return changed;
        }),
    );
    await fc.assert(
      fc.asyncProperty(payload, async (middle) => {
        const before = eventRecord(scalarEvent("before", 1, 1));
        const after = eventRecord(scalarEvent("after", 1, 2));
        const found = await read(Buffer.concat([before, frameRecord(middle), after]), {
          supersede: "none",
        });
        assert.equal(found.scalars.get("before")!.value[0], 1);
        assert.equal(found.scalars.get("after")!.value.at(-1), 2);
        assert.ok(found.losses.every(({ kind }) => kind === "malformed"));
        assert.equal(found.records, 5);
      }),
      { numRuns: 400 },
    );
  });

  it("of any bytes at all neither throw nor hide the next file", async () => {
    const framed = fc.uint8Array({ maxLength: 60 }).map(frameRecord);
    const bytes = fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), framed), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(bytes, async (pieces) => {
        const found = await read(Buffer.concat(pieces));
        assert.equal(found.scalars.get("next")!.value.at(-1), 1);
      }),
      { numRuns: 400 },
    );
  });

  it("that claim lengths beyond anything are reported, and nothing is allocated", async () => {
    for (const length of [2n ** 63n, 2n ** 64n - 1n, 2n ** 40n, 2n ** 31n + 1n]) {
      const header = Buffer.alloc(12);
      header.writeBigUInt64LE(length);
      header.writeUInt32LE(maskedCrc32c(header, 0, 8), 8);
      const found = await read(Buffer.concat([whole, header, whole]));
      assert.deepEqual(
        found.losses.map(({ kind, offset }) => [kind, offset]),
        [["impossible-length", whole.length]],
      );
      assert.equal(found.losses[0].bytesLost, header.length);
    }
    const header = Buffer.alloc(12);
    header.writeUInt32LE(2 ** 31 - 1);
    header.writeUInt32LE(maskedCrc32c(header, 0, 8), 8);
    const memoryBefore = process.memoryUsage().arrayBuffers;
    const found = await read(Buffer.concat([whole, header, Buffer.alloc(2 ** 20)]));
    assert.ok(process.memoryUsage().arrayBuffers - memoryBefore < 2 ** 24);
    assert.deepEqual(
      found.losses.map(({ kind, offset }) => [kind, offset]),
      [["truncated", whole.length]],
    );
  });

  it("with messages that are longer than their parents lose only that record", async () => {
    const payload = eventPayload(scalarEvent("loss", 1, 1));
    for (const [at, name] of [
      [12, "summary"],
      [14, "value"],
      [16, "tag"],
    ] as const) {
      const longer = Uint8Array.from(payload);
      longer[at] += 1;
      const found = await read(Buffer.concat([records[1], frameRecord(longer), records[5]]));
      assert.deepEqual(
        found.losses.map(({ kind, offset, recordsLost }) => [kind, offset, recordsLost]),
        [["malformed", records[1].length, 1]],
        name,
      );
      assert.deepEqual([...found.scalars.get("loss")!.step], [0, 4]);
    }
  });

  it("give one loss of a kind, with a count, however many records are broken", async () => {
    const broken = frameRecord(Uint8Array.of(0xff));
    const found = await read(Buffer.concat(Array.from({ length: 1000 }, () => broken)));
    assert.deepEqual(
      found.losses.map(({ kind, offset, recordsLost }) => [kind, offset, recordsLost]),
      [["malformed", 0, 1000]],
    );
  });

  it("with endless new tags keep the first ones, and what comes after", async () => {
    const flood = Array.from({ length: 50 }, (_, i) =>
      eventRecord(scalarEvent(`tag number ${i}`, 0, i)),
    );
    const again = eventRecord(scalarEvent("tag number 3", 1, 7));
    const found = await read(Buffer.concat([...flood, again]), { maximumTags: 10 });
    assert.equal(found.scalars.size, 10);
    assert.deepEqual([...found.scalars.get("tag number 3")!.value], [3, 7]);
    assert.match(found.losses[0].reason, /too many tags/);
  });

  it("are told apart from files that are something else", async () => {
    const cases: [string, Uint8Array, RegExp][] = [
      ["text", Buffer.from("step,value\n1,2\n3,4\n"), /text file/],
      ["short text", Buffer.from("hello"), /text file/],
      ["gzip", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]), /gzip.*gunzip/],
      ["zip", Buffer.from("PK\x03\x04aaaaaaaaaaaaaaaaaaaaaa"), /zip/],
    ];
    for (const [name, bytes, reason] of cases) {
      const [loss] = (await read(bytes)).losses;
      assert.equal(loss.kind, "not-an-event-file", name);
      assert.match(loss.reason, reason);
    }
  });

  it("that are empty lose nothing", async () => {
    assert.deepEqual((await read(new Uint8Array())).losses, []);
  });

  it("without payload checksums are still read up to a broken length", async () => {
    const flipped = Buffer.from(whole);
    flipped[starts[1] + records[1].length - 5] ^= 1;
    flipped[starts[5]] ^= 1;
    const found = await read(flipped, { checksums: "none" });
    assert.deepEqual(
      found.losses.map(({ kind, offset }) => [kind, offset]),
      [["length-checksum", starts[5]]],
    );
  });
});
