import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { mnistFiles, readMnist, readMnistFile } from "../../../src/train/sequences/mnistFiles.js";
import { UserError } from "../../../src/util/userError.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("mnistFiles", () => {
  const folder = temporaryFolder();
  const [images, labels] = mnistFiles;
  const idx = (magic: number, sizes: readonly number[], content: Uint8Array): Buffer => {
    const header = Buffer.alloc(4 + 4 * sizes.length);
    [magic, ...sizes].forEach((number, index) => header.writeUInt32BE(number, 4 * index));
    return Buffer.concat([header, content]);
  };
  const whole = idx(0x801, [60_000], new Uint8Array(60_000));
  const cases: [what: string, bytes: Buffer, message: RegExp][] = [
    ["an empty file", Buffer.alloc(0), /labels-idx1-ubyte: the file is empty/],
    ["a compressed file", gzipSync(whole), /compressed: unpack it with gunzip/],
    ["another file", Buffer.from("hello"), /no IDX file of labels: it begins with 68 65 6c 6c/],
    ["a file of images", idx(0x803, [1, 28, 28], new Uint8Array(784)), /no IDX file of labels/],
    ["a cut file", whole.subarray(0, 50_000), /cut: 50000 of 60008 bytes/],
    [
      "a longer file",
      Buffer.concat([whole, whole]),
      /holds 60000, and 60008 bytes behind them where MNIST has 60000/,
    ],
    ["other labels", whole, /not its content \(SHA-256 [0-9a-f]{16}/],
  ];
  for (const [what, bytes, message] of cases) {
    it(`refuses ${what}`, async () => {
      writeFileSync(join(folder(), labels.name), bytes);
      await assert.rejects(readMnistFile(folder(), labels), (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, message);
        assert.match(error.message, /figures data mnist/);
        return true;
      });
    });
  }

  it("names the files that a folder lacks", async () => {
    const data = join(folder(), "data", "mnist");
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, images.name), "nothing");
    await assert.rejects(readMnist(folder()), /IDX file of images|lacks train-labels/);
  });
});
