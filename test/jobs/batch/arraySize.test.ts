import assert from "node:assert/strict";
import { arraySize, capped, warningOf } from "../../../src/jobs/batch/arraySize.js";
import { slurmScheduler } from "../../../src/jobs/batch/slurm.js";

describe("arraySize", () => {
  const hour = { seconds: 3600, warning: 120, piece: "run" };
  const runs = (count: number, seconds: number | undefined) =>
    Array.from({ length: count }, () => seconds);

  it("takes as few tasks as the time needs", () => {
    // 225 runs of 0.4 s are 90 s of one core; 11,375 runs of 2 s are 6.3 h, an hour of 8 cores.
    assert.equal(arraySize({ ...hour, cores: 4, pieces: runs(225, 0.4) }, undefined).tasks, 1);
    assert.equal(arraySize({ ...hour, cores: 8, pieces: runs(11_375, 2) }, undefined).tasks, 1);
    assert.equal(arraySize({ ...hour, cores: 8, pieces: runs(27_000, 2) }, undefined).tasks, 2);
    assert.equal(arraySize({ ...hour, cores: 1, pieces: runs(27_000, 2) }, undefined).tasks, 16);
    // Never more than there are runs, whatever is asked for.
    assert.equal(arraySize({ ...hour, cores: 1, pieces: runs(3, 3000) }, undefined).tasks, 3);
    assert.equal(arraySize({ ...hour, cores: 1, pieces: runs(3, 1) }, 8).tasks, 3);
    assert.equal(arraySize({ ...hour, cores: 1, pieces: runs(30, undefined) }, undefined).tasks, 1);
  });

  it("refuses a time in which no run is finished", () => {
    assert.throws(
      () => arraySize({ ...hour, cores: 4, pieces: runs(5, 4000) }, undefined),
      /One run takes about 1\.1 h, and of a time limit of 1\.0 h a task has 58 min for it/,
    );
  });

  it("warns a task two minutes before its end, or a tenth of a short time", () => {
    assert.deepEqual([7200, 600, 60].map(warningOf), [120, 60, 6]);
  });

  it("takes no more tasks than the site does, and says so", async () => {
    const site = { ...slurmScheduler, mostTasks: () => Promise.resolve(10) };
    const notes: string[] = [];
    const note = (text: string) => void notes.push(text);
    assert.equal(await capped({ tasks: 25, needed: 25 }, undefined, site, note), 10);
    assert.match(notes[0], /^25 tasks would be needed, .* at most 10 here: submit again/);
    await assert.rejects(capped({ tasks: 25 }, 25, site, note), /at most 10 tasks here/);
  });
});
