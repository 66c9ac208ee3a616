import assert from "node:assert/strict";
import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  removeAbandonedRuns,
  temporaryRunDirectory,
} from "../../../src/jobs/plan/temporaryRuns.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("temporary run folders", () => {
  const folder = temporaryFolder();

  it("are hidden, beside the run, and short enough for the longest run name", () => {
    const directory = temporaryRunDirectory(join(folder(), "x".repeat(255)));
    assert.equal(dirname(directory), folder());
    assert.ok(basename(directory).startsWith("."));
    assert.ok(Buffer.byteLength(`${basename(directory)}-replaced`) <= 255);
  });

  it("are removed when nobody trains in them any more", async () => {
    const own = temporaryRunDirectory(join(folder(), "run"));
    const ofDead = own.replace(/\d+$/, "999999999");
    const replaced = `${ofDead}-replaced`;
    const elsewhere = join(folder(), ".training-0123456789ab-elsewhere-1");
    const longAgo = join(folder(), ".training-0123456789ab-elsewhere-2");
    const others = [join(folder(), "run"), join(folder(), ".notes")];
    for (const path of [own, ofDead, replaced, elsewhere, longAgo, ...others]) {
      mkdirSync(path);
      writeFileSync(join(path, "file"), "");
    }
    const lastWeek = Date.now() / 1000 - 7 * 24 * 60 * 60;
    for (const path of [join(longAgo, "file"), longAgo]) utimesSync(path, lastWeek, lastWeek);
    await removeAbandonedRuns(folder());
    assert.deepEqual(
      [own, ofDead, replaced, elsewhere, longAgo, ...others].map((path) => existsSync(path)),
      [true, false, false, true, false, true, true],
    );
  });
});
