import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryFolder } from "../helpers/temporaryFolder.js";
import { runFuzzer } from "./fuzzer.js";
import { fuzzers } from "./fuzzers/index.js";

describe("hostile inputs, a few of each kind (npm run fuzz tries more)", function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  for (const { fuzzer, inputsInTests: inputs } of fuzzers) {
    it(`${fuzzer.name} are read, or answered for people`, async () => {
      const options = { seed: 1, inputs, seconds: 60, folder: join(folder(), fuzzer.name) };
      const { tried, finds } = await runFuzzer(fuzzer, options);
      assert.deepEqual(finds, []);
      assert.ok(tried > 0);
    });
  }
});
