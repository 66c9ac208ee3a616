import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkAll, Deadline, formatTable } from "../../../../bench/train/gpu/table.js";
import { timeProcess } from "../../../../bench/train/gpu/wholeProcess.js";
import { backends } from "../../../../src/compute/backends/backends.js";
import { answeringCardOptions } from "./onAnsweringCard.js";

describe("npm run check:gpu", () => {
  it("goes on where a part fails, and says so in its place", async () => {
    const row = { what: "fine", result: "all", isGood: true };
    const parts = [
      { name: "broken", seconds: 1, check: () => Promise.reject(new Error("no\nmore")) },
      { name: "fine", seconds: 1, check: () => [row] },
    ];
    const rows = await checkAll(parts, new Deadline(1), () => undefined);
    assert.deepEqual(rows, [{ what: "broken", result: "failed: no", isGood: false }, row]);
    assert.equal(
      formatTable(rows),
      "      what    result      bar\nNOT   broken  failed: no\ngood  fine    all\n",
    );
  });

  it("times whole processes on a card that answers at once", async function () {
    this.timeout(120_000);
    spawnSync(process.execPath, ["build.js", "--unless-fresh"]);
    const folder = await mkdtemp(join(tmpdir(), "answering-"));
    try {
      const options = await answeringCardOptions(folder);
      const some = ["--seeds", "0", "--iterations", "2000", "--backend", "cuda"];
      const what = { what: "nine runs", runs: 9, bar: 600 };
      const all = ["train", "sltr-in2/realnpu_modified", ...some];
      const row = timeProcess(all, what, new Deadline(600), options);
      assert.match(row.result, /^\d+\.\d\d s$/);
      assert.equal(row.isGood, true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

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
