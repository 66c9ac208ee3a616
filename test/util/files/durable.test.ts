import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { syncFolder } from "../../../src/util/files/durable.js";

describe("syncing a folder", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "durable-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is shared by all who ask before it has begun, and done again for who asks later", async () => {
    const [first, second] = [syncFolder(folder), syncFolder(join(folder, "."))];
    assert.equal(first, second);
    await first;
    await writeFile(join(folder, "name"), "");
    const third = syncFolder(folder);
    assert.notEqual(third, first);
    // It has begun when another name comes.
    await Promise.resolve();
    await Promise.resolve();
    await writeFile(join(folder, "another"), "");
    const fourth = syncFolder(folder);
    assert.notEqual(fourth, third);
    await Promise.all([third, fourth]);
  });

  it("fails for all who share it, and not for who asks when the folder is there", async () => {
    const missing = join(folder, "missing");
    const outcomes = await Promise.allSettled([syncFolder(missing), syncFolder(missing)]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["rejected", "rejected"],
    );
    await syncFolder(folder);
  });
});
