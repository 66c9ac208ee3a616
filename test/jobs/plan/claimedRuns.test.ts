import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { claimFolder, removeAbandonedClaims } from "../../../src/jobs/plan/claimedRuns.js";
import { Claims } from "../../../src/util/files/claims.js";
import { thisProcess } from "../../../src/util/files/processIdentity.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("claims of runs", () => {
  const folder = temporaryFolder();

  it("are hidden, beside the run, and short enough for the longest run name", () => {
    const directory = claimFolder(join(folder(), "x".repeat(255)));
    assert.equal(dirname(directory), folder());
    assert.ok(basename(directory).startsWith("."));
    assert.ok(Buffer.byteLength(`${basename(directory)}-removed-12345678`) <= 255);
    assert.equal(directory, claimFolder(`${join(folder(), "x".repeat(255))}/`));
  });

  it("are removed with what was trained when nobody trains there any more", async () => {
    const experiment = join(folder(), "experiment");
    const place = (run: string, holder: object) => {
      const claim = claimFolder(join(experiment, run));
      mkdirSync(join(claim, "work-1"), { recursive: true });
      writeFileSync(join(claim, "work-1", "file"), "");
      writeFileSync(join(claim, "claim-1"), JSON.stringify(holder));
      return claim;
    };
    const elsewhere = { ...thisProcess(), place: "another machine" };
    const own = place("own", thisProcess());
    const ofDead = place("dead", { ...thisProcess(), pid: 999_999_999 });
    const recent = place("recent", elsewhere);
    const longAgo = place("long ago", elsewhere);
    const halfRemoved = `${own}-removed-0123abcd`;
    const others = [join(experiment, "run"), join(experiment, ".notes")];
    // No claim at all: nothing that can be told is done with it.
    writeFileSync(join(experiment, ".training-file"), "");
    for (const path of [halfRemoved, ...others]) {
      mkdirSync(path);
      writeFileSync(join(path, "file"), "");
    }
    const lastWeek = Date.now() / 1000 - 7 * 24 * 60 * 60;
    utimesSync(join(longAgo, "claim-1"), lastWeek, lastWeek);
    await removeAbandonedClaims(experiment, new Claims());
    assert.deepEqual(
      [own, ofDead, recent, longAgo, halfRemoved, ...others].map((path) => existsSync(path)),
      [true, false, true, false, false, true, true],
    );
    assert.deepEqual(readdirSync(own).sort(), ["claim-1", "work-1"]);
  });
});
