import assert from "node:assert/strict";
import { crc32c, frameRecord, maskedCrc32c } from "../../../src/events/index.js";
import { crc32cOfView, maskedCrcOfLength } from "../../../src/events/wire/crc32c.js";

describe("crc32c", () => {
  // RFC 3720, appendix B.4.
  const examples: [string, Uint8Array, number][] = [
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["32 ascending bytes", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ["32 descending bytes", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    ["the check value", new TextEncoder().encode("123456789"), 0xe3069283],
  ];
  for (const [name, bytes, expected] of examples) {
    it(`gives the published CRC of ${name}`, () => assert.equal(crc32c(bytes), expected));
  }

  it("can be taken in pieces", () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, i) => (i * 37) & 255);
    const view = new DataView(bytes.buffer);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const first = crc32cOfView(view, 0, cut);
      assert.equal(crc32cOfView(view, cut, bytes.length, first), crc32c(bytes));
    }
  });

  it("is the same for a length as for the eight bytes of the length", () => {
    for (const [low, high] of [
      [0, 0],
      [0xfffffff0, 0],
      [12345, 0x80000000],
    ]) {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setUint32(0, low, true);
      new DataView(bytes.buffer).setUint32(4, high, true);
      assert.equal(maskedCrcOfLength(low, high), maskedCrc32c(bytes));
    }
  });
});

describe("frameRecord", () => {
  it("makes the first record of a file that TensorFlow wrote", async () => {
    const { readFile } = await import("node:fs/promises");
    const file = await readFile("fixtures/events/restart/events.out.tfevents.1795469717.vm.0");
    const length = Number(file.readBigUInt64LE(0));
    const record = file.subarray(0, 12 + length + 4);
    assert.deepEqual(Buffer.from(frameRecord(record.subarray(12, 12 + length))), record);
  });
});
