import assert from "node:assert/strict";
import fc from "fast-check";
import {
  findRuns,
  frameRecord,
  readRun,
  type ReadOptions,
  type Run,
} from "../../../src/events/index.js";
import { eventPayload, eventRecord, scalarEvent, TemporaryLogs } from "../../helpers/eventFile.js";

const scalarsPlugin = { pluginData: { pluginName: "scalars" } };

function tensorEvent(tag: string, step: number, tensor: object, metadata?: object): object {
  return { wallTime: 1, step, summary: { value: [{ tag, tensor, metadata }] } };
}

function bytesOf(fill: (view: DataView) => void, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer));
  return bytes;
}

describe("values", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  async function read(records: Uint8Array[], options: ReadOptions = {}): Promise<Run> {
    return readRun(logs.runOf(...records), options);
  }

  // Numbers of TensorFlow's DataType, the field that holds their values, and the little-endian content.
  const scalars: [string, number, object, Uint8Array, number][] = [
    [
      "float32",
      1,
      { floatVal: [0.1] },
      bytesOf((v) => v.setFloat32(0, 0.1, true), 4),
      Math.fround(0.1),
    ],
    ["float64", 2, { doubleVal: [0.1] }, bytesOf((v) => v.setFloat64(0, 0.1, true), 8), 0.1],
    ["int32", 3, { intVal: [-7] }, bytesOf((v) => v.setInt32(0, -7, true), 4), -7],
    ["uint8", 4, { intVal: [200] }, Uint8Array.of(200), 200],
    ["int16", 5, { intVal: [-300] }, bytesOf((v) => v.setInt16(0, -300, true), 2), -300],
    ["int8", 6, { intVal: [-3] }, Uint8Array.of(253), -3],
    [
      "int64",
      9,
      { int64Val: [-(2 ** 40)] },
      bytesOf((v) => v.setBigInt64(0, -(2n ** 40n), true), 8),
      -(2 ** 40),
    ],
    ["bool", 10, { boolVal: [true] }, Uint8Array.of(1), 1],
    ["bfloat16", 14, { halfVal: [0xbfc0] }, Uint8Array.of(0xc0, 0xbf), -1.5],
    ["uint16", 17, { intVal: [60000] }, Uint8Array.of(0x60, 0xea), 60000],
    ["float16", 19, { halfVal: [0x3555] }, Uint8Array.of(0x55, 0x35), 0.333251953125],
    ["uint32", 22, { uint32Val: [4e9] }, bytesOf((v) => v.setUint32(0, 4e9, true), 4), 4e9],
    [
      "uint64",
      23,
      { uint64Val: [2 ** 50] },
      bytesOf((v) => v.setBigUint64(0, 2n ** 50n, true), 8),
      2 ** 50,
    ],
  ];
  for (const [name, dtype, values, tensorContent, expected] of scalars) {
    it(`takes ${name} tensors of rank 0 as scalars, from values and from content`, async () => {
      const tensors = [
        { dtype, ...values },
        { dtype, tensorContent },
        { dtype, tensorShape: { dim: [{ size: 1 }] }, tensorContent },
        { dtype },
      ];
      const {
        scalars: found,
        tensors: raw,
        losses,
      } = await read(
        [
          ...tensors.map((tensor, i) => eventRecord(tensorEvent("s", i, tensor, scalarsPlugin))),
          ...tensors.map((tensor, i) => eventRecord(tensorEvent("raw", i, tensor))),
        ],
        { tensors: true },
      );
      assert.deepEqual(losses, []);
      assert.deepEqual([...found.get("s")!.value], [expected, expected, expected, 0]);
      assert.deepEqual(
        raw.get("raw")!.points.map((point) => [point.dtype, ...point.values]),
        [expected, expected, expected, 0].map((value) => [name, value]),
      );
    });
  }

  it("takes 16-bit floats at their edges", async () => {
    const halves: [number, number][] = [
      [0x0000, 0],
      [0x8000, -0],
      [0x0001, 2 ** -24],
      [0x0400, 2 ** -14],
      [0x7bff, 65504],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
      [0x7e00, NaN],
    ];
    const { scalars: found } = await read(
      halves.map(([bits], i) =>
        eventRecord(tensorEvent("s", i, { dtype: 19, halfVal: [bits] }, scalarsPlugin)),
      ),
    );
    assert.deepEqual(
      [...found.get("s")!.value],
      halves.map(([, value]) => value),
    );
  });

  it("reports scalars that are no single number, and keeps the other values of the event", async () => {
    const wrong = [
      { dtype: 1, tensorShape: { dim: [{ size: 2 }] }, floatVal: [1, 2] },
      { dtype: 1, floatVal: [1, 2] },
      { dtype: 7, stringVal: [Buffer.from("1")] },
      { dtype: 8, tensorContent: new Uint8Array(8) },
      { dtype: 2, floatVal: [1] },
      { dtype: 1, tensorContent: new Uint8Array(3) },
    ];
    for (const tensor of wrong) {
      const value = [
        { tag: "bad", tensor, metadata: scalarsPlugin },
        { tag: "good", simpleValue: 2 },
      ];
      const { scalars: found, losses } = await read([
        eventRecord({ wallTime: 1, step: 1, summary: { value } }),
      ]);
      assert.deepEqual([...found.keys()], ["good"]);
      assert.deepEqual(
        losses.map(({ kind, offset }) => [kind, offset]),
        [["malformed", 0]],
      );
    }
  });

  it("remembers metadata that only a tag's first event has", async () => {
    const metadata = { ...scalarsPlugin, displayName: "Loss", summaryDescription: "of training" };
    const run = await read([
      eventRecord(tensorEvent("s", 0, { dtype: 1, floatVal: [1] }, metadata)),
      eventRecord(tensorEvent("s", 1, { dtype: 1, floatVal: [2] })),
    ]);
    assert.deepEqual([...run.scalars.get("s")!.value], [1, 2]);
    const { kind, plugin, displayName, description } = run.tags.get("s")!;
    assert.deepEqual(
      [kind, plugin, displayName, description],
      ["scalar", "scalars", "Loss", "of training"],
    );
  });

  it("repeats the last value of a tensor that leaves out repetitions", async () => {
    const tensor = { dtype: 1, tensorShape: { dim: [{ size: 2 }, { size: 2 }] }, floatVal: [1, 5] };
    const { tensors } = await read([eventRecord(tensorEvent("t", 0, tensor))], { tensors: true });
    assert.deepEqual([...tensors.get("t")!.points[0].values], [1, 5, 5, 5]);
  });

  it("refuses shapes that promise what is not there", async () => {
    for (const sizes of [[2 ** 40], [-3], [2 ** 30, 2 ** 30], [3, -1]]) {
      const tensor = {
        dtype: 1,
        tensorShape: { dim: sizes.map((size) => ({ size })) },
        floatVal: [1],
      };
      const { tensors, losses } = await read([eventRecord(tensorEvent("t", 0, tensor))], {
        tensors: true,
      });
      assert.equal(tensors.size, 0);
      assert.equal(losses[0].kind, "malformed");
    }
  });

  it("keeps NaN, infinities, steps of any sign and size, and the exact time", async () => {
    const steps = [-(2 ** 53), -1, 0, 1, 2 ** 21, 2 ** 28, 2 ** 35, 2 ** 53];
    const values = [NaN, Infinity, -Infinity, -0, Math.fround(1e-40), 1, 2, 3];
    const { scalars: found } = await read(
      steps.map((step, i) =>
        eventRecord({
          wallTime: 1700000000.123456,
          step,
          summary: { value: [{ tag: "a long tag", simpleValue: values[i] }] },
        }),
      ),
    );
    const series = found.get("a long tag")!;
    assert.deepEqual([...series.step], steps);
    assert.deepEqual([...series.value], values);
    assert.deepEqual(
      [...series.wallTime],
      steps.map(() => 1700000000.123456),
    );
  });

  it("numbers the values of a run over all tags and kinds, in the order of the log", async () => {
    const text = {
      dtype: 7,
      stringVal: [Buffer.from("x"), Buffer.from("y")],
      tensorShape: { dim: [{ size: 2 }] },
    };
    const run = await read(
      [
        eventRecord(scalarEvent("a", 0, 1)),
        eventRecord(tensorEvent("t", 0, text, { pluginData: { pluginName: "text" } })),
        eventRecord({ wallTime: 1, summary: { value: [{ tag: "unwanted", histo: {} }] } }),
        eventRecord(scalarEvent("b", 0, 1)),
        eventRecord(scalarEvent("a", 1, 1)),
      ],
      { texts: true },
    );
    assert.deepEqual([...run.scalars.get("a")!.order], [0, 4]);
    assert.deepEqual([...run.texts.get("t")!.order], [1]);
    assert.deepEqual([...run.scalars.get("b")!.order], [3]);
    assert.deepEqual(run.texts.get("t")!.text, ["x\ny"]);
    assert.deepEqual([...run.tags.keys()], ["a", "t", "unwanted", "b"]);
  });

  it("steps over unknown fields and groups, and reads fields in any order", async () => {
    const event = eventPayload(scalarEvent("loss", 3, 0.5));
    const unknown = [
      Uint8Array.of(0xf8, 0x06, 0x80, 0x01), // field 111, a number
      Uint8Array.of(0xfa, 0x06, 2, 1, 2), // field 111, bytes
      Uint8Array.of(0xfb, 0x06, 0x08, 1, 0x13, 0x14, 0xfc, 0x06), // groups, one in another
      Uint8Array.of(0xfd, 0x06, 1, 2, 3, 4), // 32 bits
      Uint8Array.of(0xf9, 0x06, 1, 2, 3, 4, 5, 6, 7, 8), // 64 bits
    ];
    const time = event.subarray(0, 9);
    const step = event.subarray(9, 11);
    const summary = event.subarray(11);
    const { scalars: found, losses } = await read(
      [
        ...unknown.map((field) => frameRecord(Buffer.concat([field, event, field]))),
        frameRecord(Buffer.concat([summary, step, time])),
      ],
      { supersede: "none" },
    );
    assert.deepEqual(losses, []);
    const series = found.get("loss")!;
    assert.deepEqual([...series.step], [3, 3, 3, 3, 3, 3]);
    assert.deepEqual([...series.wallTime], [1003, 1003, 1003, 1003, 1003, 1003]);
  });

  it("reads the common layouts as what was written, whatever tag, step and value", async () => {
    const layouts: ((value: number) => object)[] = [
      (value) => ({ simpleValue: value }),
      (value) => ({ tensor: { dtype: 1, tensorShape: {}, floatVal: [value] } }),
      (value) => ({
        tensor: {
          dtype: 1,
          tensorShape: {},
          tensorContent: bytesOf((v) => v.setFloat32(0, value, true), 4),
        },
      }),
      (value) => ({ tensor: { dtype: 2, tensorShape: {}, doubleVal: [value] } }),
    ];
    const event = fc.record({
      tag: fc.string({ maxLength: 300, unit: "binary" }),
      step: fc.oneof(fc.maxSafeInteger(), fc.nat(300)),
      wallTime: fc.double({ noNaN: true }),
      value: fc.float().map(Math.fround),
      layout: fc.constantFrom(...layouts),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 20 }), async (events) => {
        const records = events.flatMap(({ tag, step, wallTime, value, layout }) => [
          eventRecord({
            wallTime,
            step,
            summary: { value: [{ tag, metadata: scalarsPlugin, ...layout(value) }] },
          }),
          eventRecord({ wallTime, step, summary: { value: [{ tag, ...layout(value) }] } }),
        ]);
        const { scalars: found, losses } = await read(records, { supersede: "none" });
        assert.deepEqual(losses, []);
        for (const [tag, series] of found) {
          const expected = events.filter((one) => one.tag === tag).flatMap((one) => [one, one]);
          assert.deepEqual(
            [...series.step],
            expected.map(({ step }) => step),
          );
          assert.deepEqual(
            [...series.value],
            expected.map(({ value }) => value),
          );
          assert.deepEqual(
            [...series.wallTime],
            expected.map(({ wallTime }) => wallTime),
          );
        }
        assert.equal(found.size, new Set(events.map(({ tag }) => tag)).size);
      }),
      { numRuns: 40 },
    );
  });

  it("takes a float tensor with an unpacked value as a scalar", async () => {
    const first = tensorEvent("a long tag", 0, { dtype: 1, floatVal: [1] }, scalarsPlugin);
    const packed = eventPayload(
      tensorEvent("a long tag", 1, { dtype: 1, tensorShape: {}, floatVal: [2.5] }),
    );
    const at = Buffer.from(packed).lastIndexOf(Buffer.from([0x2a, 4]));
    const unpacked = Buffer.concat([
      packed.subarray(0, at),
      Buffer.from([0x2d]),
      packed.subarray(at + 2),
    ]);
    // One byte less in the summary, the value and the tensor.
    for (const length of [12, 14, 28]) unpacked[length] -= 1;
    const { scalars: found, losses } = await read([eventRecord(first), frameRecord(unpacked)]);
    assert.deepEqual(losses, []);
    assert.deepEqual([...found.get("a long tag")!.value], [1, 2.5]);
  });

  it("reads packed and unpacked numbers alike", async () => {
    const packed = Uint8Array.of(0x0a, 8, 0, 0, 128, 63, 0, 0, 0, 64);
    const unpacked = Uint8Array.of(0x2d, 0, 0, 128, 63, 0x2d, 0, 0, 0, 64);
    packed[0] = 0x2a;
    const head = Uint8Array.of(0x08, 1, 0x12, 4, 0x12, 2, 0x08, 2);
    const records = [packed, unpacked].map((values, i) => {
      const tensor = Buffer.concat([head, values]);
      const value = Buffer.concat([Buffer.from([0x0a, 1, 0x74, 0x42, tensor.length]), tensor]);
      const summary = Buffer.concat([Buffer.from([0x0a, value.length]), value]);
      return frameRecord(Buffer.concat([Buffer.from([0x10, i, 0x2a, summary.length]), summary]));
    });
    const { tensors } = await read(records, { tensors: true });
    assert.deepEqual(
      tensors.get("t")!.points.map((point) => [...point.values]),
      [
        [1, 2],
        [1, 2],
      ],
    );
  });

  it("keeps tags that are no UTF-8 apart, and tags of 10 MB whole", async () => {
    const event = eventPayload(scalarEvent("t??g", 0, 1));
    const at = Buffer.from(event).indexOf("??");
    const records = [
      [0xc3, 0xa9],
      [0xff, 0xfe],
      [0xff, 0xfd],
      [0xed, 0xa0],
    ].map((bytes) => {
      const changed = Uint8Array.from(event);
      changed.set(bytes, at);
      return frameRecord(changed);
    });
    const long = "x".repeat(10_000_000);
    records.push(eventRecord(scalarEvent(long, 0, 1)), eventRecord(scalarEvent(long, 1, 2)));
    const { scalars: found, losses } = await read(records);
    assert.deepEqual(losses, []);
    const tags = [...found.keys()];
    assert.deepEqual(tags.slice(0, 4), ["tég", "t\\xff\\xfeg", "t\\xff\\xfdg", "t\\xed\\xa0g"]);
    assert.equal(found.get(long)!.length, 2);
  });

  it("takes clips of old-style audio and of tensors, with labels or without", async () => {
    const wave = Buffer.from("RIFF....WAVEfmt ");
    const tensor = (strings: Uint8Array[], sizes: number[]): object => ({
      dtype: 7,
      tensorShape: { dim: sizes.map((size) => ({ size })) },
      stringVal: strings,
    });
    const plugin = { pluginData: { pluginName: "audio" } };
    const label = Buffer.from("label");
    const audio = { encodedAudioString: wave, contentType: "audio/x-own" };
    const { audio: found, losses } = await read(
      [
        eventRecord({ wallTime: 1, summary: { value: [{ tag: "old", audio }] } }),
        eventRecord(tensorEvent("plain", 0, tensor([wave, wave], [2]), plugin)),
        eventRecord(tensorEvent("labelled", 0, tensor([wave, label, wave, label], [2, 2]), plugin)),
      ],
      { audio: true },
    );
    assert.deepEqual(losses, []);
    assert.deepEqual(
      [...found.values()].map(({ tag, points: [{ contentType, clips }] }) => [
        tag,
        contentType,
        clips.map((clip) => Buffer.from(clip).toString()),
      ]),
      [
        ["old", "audio/x-own", [wave.toString()]],
        ["plain", "audio/wav", [wave.toString(), wave.toString()]],
        ["labelled", "audio/wav", [wave.toString(), wave.toString()]],
      ],
    );
  });

  it("keeps scalars and histograms under one tag apart", async () => {
    const histogram = { min: 0, max: 1, bucketLimit: [1], bucket: [5] };
    const run = await read(
      [
        eventRecord(scalarEvent("both", 0, 1)),
        eventRecord({
          wallTime: 1,
          step: 0,
          summary: { value: [{ tag: "both", histo: histogram }] },
        }),
      ],
      { histograms: true },
    );
    assert.deepEqual([...run.scalars.get("both")!.value], [1]);
    assert.deepEqual([...run.histograms.get("both")!.points[0].buckets], [0, 1, 5]);
  });
});

describe("what nobody asked for", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());
  const bucket = Array.from({ length: 100 }, (_, i) => i + 1);
  const histogram = (step: number): Uint8Array =>
    eventRecord({
      wallTime: 1,
      step,
      summary: { value: [{ tag: "weights", histo: { max: 1, bucketLimit: bucket, bucket } }] },
    });
  const records = [
    histogram(0),
    eventRecord(scalarEvent("loss", 0, 1)),
    histogram(1),
    eventRecord(scalarEvent("loss", 1, 2)),
  ];

  it("is skipped: its payload checksum is checked only when all are", async () => {
    const damaged = records.map((record) => Uint8Array.from(record));
    damaged[2][1000] ^= 1;
    const run = logs.runOf(...damaged);
    const kinds = async (options: ReadOptions): Promise<string[]> =>
      (await readRun(run, options)).losses.map(({ kind }) => kind);
    assert.deepEqual(await kinds({}), []);
    assert.deepEqual(await kinds({ checksums: "all" }), ["payload-checksum"]);
    assert.deepEqual(await kinds({ histograms: true }), ["payload-checksum"]);
    assert.deepEqual(await kinds({ histograms: (tag) => tag === "other" }), []);
    assert.deepEqual(await kinds({ histograms: true, checksums: "none" }), []);
  });

  it("is not among the values but among the tags", async () => {
    const run = await readRun(logs.runOf(...records), { scalars: false });
    assert.equal(run.scalars.size, 0);
    assert.deepEqual(
      [...run.tags.values()].map(({ tag, kind, plugin }) => [tag, kind, plugin]),
      [
        ["weights", "histogram", "histograms"],
        ["loss", "scalar", "scalars"],
      ],
    );
  });

  it("is chosen by tag", async () => {
    const run = await readRun(logs.runOf(...records, eventRecord(scalarEvent("lr", 0, 1))), {
      scalars: (tag) => tag.startsWith("l") && tag !== "loss",
    });
    assert.deepEqual([...run.scalars.keys()], ["lr"]);
  });

  it("does not disturb what was asked for, however small the buffer", async () => {
    const options = { supersede: "none", texts: true, images: true } as const;
    for (const run of await findRuns("fixtures/events")) {
      const expected = await readRun(run, options);
      for (const bufferBytes of [64, 100, 1000]) {
        assert.deepEqual(await readRun(run, { ...options, bufferBytes }), expected);
        const all = { ...options, histograms: true, checksums: "all", bufferBytes } as const;
        assert.deepEqual((await readRun(run, all)).scalars, expected.scalars);
      }
    }
  });

  it("may be larger than the buffer; what was asked for may not exceed the limit", async () => {
    const run = logs.runOf(...records);
    const limits = { bufferBytes: 64, maximumRecordBytes: 500 };
    const found = await readRun(run, { ...limits, histograms: true });
    assert.deepEqual([...found.scalars.get("loss")!.value], [1, 2]);
    assert.equal(found.histograms.size, 0);
    assert.deepEqual(
      found.losses.map(({ kind, offset, recordsLost }) => [kind, offset, recordsLost]),
      [["too-large", 0, 2]],
    );
  });
});
