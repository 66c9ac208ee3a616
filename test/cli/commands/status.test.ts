import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { claimFolder } from "../../../src/jobs/plan/claimedRuns.js";
import { thisProcess } from "../../../src/util/files/processIdentity.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("figures status", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const choice = ["--seeds", "0-5", "--ranges", "U[1,2]", "--iterations", "20"];
  const interval = ["--log-interval", "10", "--runs"];
  const status = (...args: string[]) =>
    figures(["status", ...args, ...choice, ...interval, folder()]);
  const experiment = () => join(folder(), "sltr-in2", "nru");

  before(async () => {
    const args = ["sltr-in2/nru", "--seeds", "0-2", "--ranges", "U[1,2]", "--iterations", "20"];
    const on = ["--on", "inline", "--backend", "js", ...interval, folder()];
    const { code, err } = await figures(["train", ...args, ...on]);
    assert.equal(code, 0, err);
    const [first] = readdirSync(experiment()).sort();
    const directory = (seed: number) => join(experiment(), first.replace("_s0_", `_s${seed}_`));
    const claim = (seed: number, holder: object) => {
      mkdirSync(claimFolder(directory(seed)));
      writeFileSync(join(claimFolder(directory(seed)), "claim-1"), JSON.stringify(holder));
    };
    claim(3, { ...thisProcess(), place: "elsewhere", host: "node7", pid: 12 });
    claim(4, { ...thisProcess(), pid: 999_999_999 });
    mkdirSync(directory(5));
    const failure = { time: "", host: "node7", version: "0.1.0", attempts: 1 };
    writeFileSync(
      join(directory(5), ".failed.json"),
      JSON.stringify({ reason: "no memory left", ...failure }),
    );
  });

  it("tells runs that are done, running, failed and left, by experiment", async () => {
    const { code, out, err } = await status("sltr-in2/nru");
    assert.equal(code, 0, err);
    const [header, row] = out.trim().split("\n");
    assert.match(header, /^experiment +runs +done +running +failed +left +time left$/);
    assert.match(row, /^sltr-in2\/nru +6 +3 +1 +1 +2 +\d+ s$/);
    assert.match(err, /^process 12 of node7 trains 1 run$/m);
    assert.match(err, /^failed: .*_s5_.*: no memory left$/m);
  });

  it("shows the experiments that are begun unless some are named, and gives programs all of it", async () => {
    const { out } = await status("--json");
    const [one, ...others] = JSON.parse(out) as Record<string, unknown>[];
    assert.equal(others.length, 0);
    assert.deepEqual([one.experiment, one.runs, one.done, one.left], ["sltr-in2/nru", 6, 3, 2]);
    assert.ok(typeof one.secondsPerRun === "number" && one.secondsPerRun > 0);
  });

  it("sums several experiments up, and shows the others where one cannot be looked at", async () => {
    const two = await status("sltr-in2/nru", "sltr-in2/realnpu_modified");
    assert.match(two.out, /^all +12 +3 +1 +1 +8 +unknown$/m);
    const { code, err } = await status("sltr-in2/nru", "--modules", join(folder(), "none.mjs"));
    assert.equal(code, 1);
    assert.match(err, /Cannot load the module file .*none\.mjs/);
  });

  it("says when nothing is begun", async () => {
    const { code, out, err } = await figures(["status", "--runs", join(folder(), "none")]);
    assert.deepEqual([code, out], [0, ""]);
    assert.match(err, /no experiment has runs in .*none; "figures train" makes them/);
  });
});
