import assert from "node:assert/strict";
import { lsfScheduler } from "../../../src/jobs/batch/lsf.js";
import { shellWord, valueOf } from "../../../src/jobs/batch/scheduler.js";
import { slurmScheduler } from "../../../src/jobs/batch/slurm.js";

describe("batch systems", () => {
  it("read time limits as their manuals write them", () => {
    // From the manual of sbatch, --time.
    const slurm: [string, number][] = [
      ["90", 5400],
      ["10:30", 630],
      ["2:00:00", 7200],
      ["1-12", 129_600],
      ["1-0:30", 88_200],
      ["2-1:02:03", 176_523],
    ];
    for (const [text, seconds] of slurm)
      assert.equal(slurmScheduler.parseTime(text), seconds, text);
    // From the manual of bsub, -W.
    const lsf: [string, number][] = [
      ["15", 900],
      ["4:00", 14_400],
      ["3:30/hostA", 12_600],
    ];
    for (const [text, seconds] of lsf) assert.equal(lsfScheduler.parseTime(text), seconds, text);
    for (const text of ["0", "", "soon", "1:2:3:4", "-5", "1d"]) {
      assert.throws(() => slurmScheduler.parseTime(text), /is no time limit of Slurm/, text);
    }
    for (const text of ["0:00", "2:00:00", "1-0"]) {
      assert.throws(() => lsfScheduler.parseTime(text), /is no time limit of LSF/, text);
    }
  });

  it("find values among options of the user's, however they are written", () => {
    for (const options of [["-t", "10"], ["-t10"], ["--time", "10"], ["--time=10"]]) {
      assert.equal(valueOf(["--partition=x", ...options], "-t", "--time"), "10");
    }
    assert.equal(valueOf(["--time=5", "-t", "10"], "-t", "--time"), "10", "the last one counts");
    assert.equal(valueOf(["--test-only", "-tag"], "-t", "--time"), undefined);
    assert.deepEqual(slurmScheduler.readOwn(["-c8", "--mem-per-cpu=2G"]), {
      time: undefined,
      cores: 8,
    });
    assert.deepEqual(lsfScheduler.readOwn(["-n", "16", "-W", "4:00"]), { time: "4:00", cores: 16 });
  });

  it("refuse what would not go with an array of their own", () => {
    for (const option of ["--array=0-9", "-a0-9", "--wrap=ls", "-n4"]) {
      assert.throws(() => slurmScheduler.readOwn([option]), /^UserError: Leave .* out: /, option);
    }
    for (const option of ["-J", "-I", "-K"]) {
      assert.throws(() => lsfScheduler.readOwn([option]), /Leave .* out: /, option);
    }
  });

  it("ask for an array only where there are several tasks, in folders of any name", () => {
    const request = { name: "x", cores: 2, time: "10", warning: 60, logs: "/a b/100%" };
    const one = slurmScheduler.directives({ ...request, tasks: 1 }).join("\n");
    assert.doesNotMatch(one, /--array/);
    assert.match(one, /--output="\/a b\/100%%\/0\.log"/);
    const several = slurmScheduler.directives({ ...request, tasks: 3 }).join("\n");
    assert.match(several, /^#SBATCH --array=0-2$/m);
    assert.match(several, /--output="\/a b\/100%%\/%a\.log"/);
    const lsf = lsfScheduler.directives({ ...request, tasks: 3 }).join("\n");
    assert.match(lsf, /^#BSUB -J "x\[1-3\]"$/m);
  });

  it("quote words for a shell", () => {
    assert.equal(shellWord("--mem=4G"), "--mem=4G");
    assert.equal(shellWord("rusage[mem=4GB]"), "'rusage[mem=4GB]'");
    assert.equal(shellWord("it's"), `'it'\\''s'`);
  });
});
