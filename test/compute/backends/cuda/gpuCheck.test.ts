import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { backends } from "../../../../src/compute/backends/backends.js";

describe("npm run check:gpu", () => {
  it("says what is missing on a machine without a card, and fails", async function () {
    const cuda = backends.find(({ name }) => name === "cuda")!;
    const reason = await cuda.available();
    // With a card the check itself is what tests it.
    if (reason === undefined) return;
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ["--import", "tsx", "bench/train/gpuCheck.ts"],
      { encoding: "utf8" },
    );
    assert.equal(status, 1);
    assert.equal(stderr, `error: ${reason}\n`);
    assert.equal(stdout, "");
  });
});
