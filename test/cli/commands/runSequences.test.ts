import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { mnistFiles, readMnist } from "../../../src/train/sequences/mnistFiles.js";
import { mnistImages } from "../../helpers/mnistImages.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("figures run sequential_mnist", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const run = (...args: string[]) =>
    figures(["run", "sequential_mnist", "--operation", "cumprod", "--runs", folder(), ...args]);

  const refused: [what: string, args: string[], message: RegExp][] = [
    ["an operation of other tasks", ["--operation", "mul"], /--operation cumsum or cumprod/],
    ["an operation of none", ["--operation", "cumfoo"], /cumfoo/],
    ["an unknown cell", ["--layer-type", "Foo"], /Foo/],
    ["an unknown way to multiply", ["--layer-type", "NAC", "--nac-mul", "foo"], /foo/],
    ["fewer epochs than none", ["--max-epochs", "-1"], /-1/],
    ["part of an epoch", ["--max-epochs", "0.5"], /0\.5/],
    ["sequences of nothing", ["--interpolation-length", "0"], /interpolation-length/],
    ["a digit twice", ["--mnist-digits", "11"], /"11" is not a list of digits, each once/],
    ["letters for digits", ["--mnist-digits", "abc"], /"abc" is not a list of digits/],
    ["test lengths of 0", ["--extrapolation-lengths", "[0]"], /lengths of at least 1/],
    ["no test lengths", ["--extrapolation-lengths", "[]"], /lengths of at least 1/],
    ["an unknown simplification", ["--model-simplification", "solved"], /solved-accumulator/],
    [
      "a backend that computes no images",
      ["--backend", "js"],
      /computed by the backends wasm and cuda, not by js: take one of those/,
    ],
    ["64 bits", ["--pytorch-precision", "64"], /32 bits|64/],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what} with a line that says so, and leaves no log`, async () => {
      const { code, err } = await run(...args);
      assert.notEqual(code, 0);
      assert.match(err, message);
      assert.ok(!/\n\s+at /.test(err), err);
      // Why a run failed may be left where it would be, but no log.
      const left = await readdir(folder(), { recursive: true });
      assert.deepEqual(
        left.filter((path) => path.includes("events.out")),
        [],
      );
    });
  }

  it("refuses sequences that are longer than there are images", async function () {
    if (typeof (await mnistImages()) === "string") this.skip();
    const { code, err } = await run("--extrapolation-lengths", "[1, 10001]");
    assert.equal(code, 1);
    assert.match(err, /No sequence of 10001 images of the digits .*: the test has 10000 of them/);
  });

  it("names a file of the data that cannot be read", async () => {
    const data = join(folder(), "data", "mnist");
    mkdirSync(data, { recursive: true });
    for (const { name } of mnistFiles) mkdirSync(join(data, name));
    await assert.rejects(
      readMnist(folder()),
      /MNIST cannot be read: EISDIR.*\n.*figures data mnist/,
    );
    for (const { name } of mnistFiles) {
      rmSync(join(data, name), { recursive: true });
      symlinkSync(join(folder(), "nowhere"), join(data, name));
    }
    writeFileSync(join(data, "other"), "");
    // Links that lead nowhere are files that are not there: the package's are taken, where it is installed.
    await readMnist(folder()).then(
      ({ test }) => assert.equal(test.labels.length, 10_000),
      (error: unknown) => assert.match(String(error), /The images of MNIST are not there/),
    );
  });
});
