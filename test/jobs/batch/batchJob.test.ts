import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  jobsFolder,
  listJobs,
  madeHere,
  mayGoOn,
  newJobId,
  noteCancellation,
  noteSubmission,
  writeJob,
  writeTaskState,
} from "../../../src/jobs/batch/batchJob.js";
import { describeJob } from "../../../src/cli/text/jobText.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("the folder of a job", () => {
  const folder = temporaryFolder();
  const job = {
    ...madeHere(),
    scheduler: "slurm",
    kind: "training" as const,
    about: "train 9 runs",
    ...{ tasks: 2, cores: 4, seconds: 3600, warning: 120 },
  };
  const begun = "2026-01-01T00:00:00.000Z";
  const state = { host: "node7", pid: 12, begun, starts: 1 };
  const at = (hours: number) => Date.parse(begun) + hours * 3_600_000;

  it("tells how far the job is: by what tasks say, and by the time that they had", async () => {
    const path = join(jobsFolder(folder()), newJobId());
    mkdirSync(path, { recursive: true });
    await writeJob(path, job);
    const look = async () => (await listJobs(folder()))[0];
    assert.ok(!mayGoOn(await look()), "it was never submitted");
    await noteSubmission(path, "4711");
    assert.match(describeJob(await look()), /^Slurm job 4711 .*none of 2 tasks has begun$/);
    await writeTaskState(path, 0, { ...state, ended: begun, result: "5 trained here" });
    await writeTaskState(path, 1, state);
    assert.match(describeJob(await look()), /of 2 tasks 2 have begun and 1 ended$/);
    assert.ok(mayGoOn(await look(), at(0.5)));
    assert.ok(!mayGoOn(await look(), at(2)), "what was killed does not say so");
    await noteCancellation(path);
    assert.ok(!mayGoOn(await look(), at(0.5)));
  });

  it("is found among other things, of which some were cut", async () => {
    const jobs = jobsFolder(join(folder(), "others"));
    for (const name of ["program-0123", "20260101-000000-cut", "notes"]) {
      mkdirSync(join(jobs, name), { recursive: true });
    }
    writeFileSync(join(jobs, "20260101-000000-cut", "job.json"), '{"sched');
    assert.deepEqual(await listJobs(join(folder(), "others")), []);
  });
});
