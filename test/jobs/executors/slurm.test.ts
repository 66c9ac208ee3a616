import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { builtProgram } from "../../helpers/builtProgram.js";
import { startSlurm, whyNoSlurm, type SlurmCluster } from "../../helpers/slurmCluster.js";
import { countStarts, eventsOf, jobFolders, logOf, until } from "../../helpers/submittedJobs.js";
import type { Recording } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const reason = whyNoSlurm();

describe(`slurm${reason === undefined ? "" : ` (skipped: ${reason})`}`, function () {
  this.timeout(180_000);
  const folder = temporaryFolder();
  let cluster: SlurmCluster;
  let figures: (...args: string[]) => Promise<Recording>;
  const choice = ["sltr-in2/nru", "--ranges", "U[1,2]", "U[-2,-1]", "--log-interval", "10000"];
  const short = [...choice, "--seeds", "0-4", "--iterations", "200000"];
  const endless = [...choice, "--seeds", "0", "--iterations", "100000000"];
  const on = ["--on", "slurm", "--time", "30", "--workers", "1"];
  const runsOf = (name: string) => join(folder(), name);
  const queue = () => cluster.ask("squeue", "-h", "-r", "-o", "%i %T").trim();
  const stateOf = (job: string, task: number) =>
    JSON.parse(readFileSync(join(job, `task-${task}.json`), "utf8")) as {
      pid: number;
      starts: number;
      ended?: string;
      result?: string;
    };
  const submit = async (runs: string, ...args: string[]): Promise<string> => {
    const { code, err } = await figures("train", "--runs", runs, ...args);
    assert.equal(code, 0, err);
    assert.match(err, /submitted: Slurm job \d+/);
    return jobFolders(runs).at(-1)!;
  };
  const hasBegun = (job: string, task: number) => () => logOf(job, task).includes(" begun ");

  before(async function () {
    if (reason !== undefined) return this.skip();
    cluster = await startSlurm();
    figures = builtProgram(cluster.environment);
  });
  after(() => cluster?.stop());

  let attempts = 0;
  it("trains every run once, whatever is killed, requeued or lost on the way", async function () {
    // On a quick machine a task may be through before Slurm requeues it.
    this.retries(3);
    const runs = runsOf(`array${attempts++}`);
    const job = await submit(runs, ...short, ...on, "--tasks", "3", "--", "--partition=all");
    const [, number] = /"number":"(\d+)"/.exec(readFileSync(join(job, "submitted.json"), "utf8"))!;
    await Promise.all([0, 1, 2].map((task) => until(`task ${task} begins`, hasBegun(job, task))));
    // One is killed without a word, one is requeued, and the node of the third fails.
    process.kill(stateOf(job, 0).pid, "SIGKILL");
    cluster.ask("scontrol", "requeue", `${number}_1`);
    const [, node] = new RegExp(`^${number}_2 (n\\d)$`, "m").exec(
      cluster.ask("squeue", "-h", "-r", "-o", "%i %N"),
    )!;
    cluster.ask("scontrol", "update", `NodeName=${node}`, "State=DOWN", "Reason=test");
    const waits = (task: number) => queue().includes(`${number}_${task} PENDING`);
    await until("the lost tasks wait", () => waits(1) && waits(2));
    cluster.ask("scontrol", "update", `NodeName=${node}`, "State=RESUME");
    for (const task of queue().matchAll(/^(\S+) PENDING/gm)) {
      // Slurm lets what is requeued wait for two minutes.
      cluster.ask("scontrol", "update", `JobId=${task[1]}`, "StartTime=now");
    }
    await until("the queue is empty", () => queue() === "");
    assert.equal(stateOf(job, 1).starts, 2);
    // What the killed one left is trained when it is submitted again, and nothing else.
    const again = await figures("train", ...short, ...on, "--runs", runs);
    assert.equal(again.code, 0, again.err);
    await until("the queue is empty", () => queue() === "");

    const { out } = await figures("status", ...short, "--runs", runs, "--json");
    const [status] = JSON.parse(out) as Record<string, unknown>[];
    assert.deepEqual([status.done, status.left, status.failed], [10, 0, []]);
    const local = runsOf("local");
    const trained = await figures("train", ...short, "--workers", "2", "--runs", local);
    assert.equal(trained.code, 0, trained.err);
    assert.deepEqual(eventsOf(join(runs, "sltr-in2")), eventsOf(join(local, "sltr-in2")));
    assert.deepEqual(
      readdirSync(join(runs, "sltr-in2/nru")).sort(),
      readdirSync(join(local, "sltr-in2/nru")).sort(),
      "no leftovers",
    );
    const starts = [...countStarts(runs).values()];
    assert.equal(starts.length, 10);
    const begun = starts.reduce((sum, count) => sum + count.begun, 0);
    assert.ok(
      begun <= 10 + 3,
      `three tasks were stopped, and ${begun} trainings begun for 10 runs`,
    );
    assert.ok(starts.every(({ done }) => done <= 1));
  });

  it("stops at once when it is cancelled, ends before its time, and goes on when submitted again", async () => {
    const runs = runsOf("cancelled");
    const job = await submit(runs, ...endless, ...on, "--tasks", "1", "--time", "6000");
    await until("the task begins", hasBegun(job, 0));
    const open = await figures("cancel", "--runs", runs);
    assert.match(open.out, /^Slurm job \d+ \(.*\): train 2 runs; its task has begun$/m);
    const { err } = await figures("cancel", "--all", "--runs", runs);
    assert.match(err, /^cancelled Slurm job/);
    await until("the task has ended", () => stateOf(job, 0).ended !== undefined);
    assert.match(stateOf(job, 0).result!, /^stopped: 0 trained here/);
    assert.deepEqual(readdirSync(join(runs, "sltr-in2/nru")), []);
    await until("the queue is empty", () => queue() === "");
    const none = await figures("cancel", "--all", "--runs", runs);
    assert.match(none.err, /no job of .* is waiting or at work/);

    const second = await submit(runs, ...short, ...on);
    await until("the second is done", () => existsSync(join(second, "task-0.json")));
    await until("the second has begun", hasBegun(second, 0));
    // As Slurm does it when little time is left: the run at work is finished, no other one is begun.
    cluster.ask("scancel", "--batch", "--signal=USR2", /\d+/.exec(queue())![0]);
    await until("the queue is empty", () => queue() === "");
    assert.match(logOf(second, 0), / warned: about \d+ s are left$/m);
    assert.match(stateOf(second, 0).result!, /^\d+ trained here/);
    assert.deepEqual(
      readdirSync(join(runs, "sltr-in2/nru")).filter((name) => name.startsWith(".")),
      [],
    );
  });

  it("takes the site's limit of array tasks, and says what sbatch refuses", async () => {
    const runs = runsOf("limits");
    const train = (...args: string[]) =>
      figures("train", "--runs", runs, ...endless, "--seeds", "0-9", "--on", "slurm", ...args);
    const tooMany = await train("--time", "6000", "--tasks", "12");
    assert.deepEqual([tooMany.code, tooMany.out], [2, ""]);
    assert.match(tooMany.err, /An array of Slurm has at most 11 tasks here\./);
    const short = await train("--time", "1");
    assert.equal(short.code, 2);
    assert.match(short.err, /One run takes about .*, and of a time limit of 1 min a task has 49 s/);
    const refused = await train("--time", "6000", "--tasks", "2", "--", "--partition=none");
    assert.equal(refused.code, 1);
    assert.match(refused.err, /sbatch refused: .*invalid partition specified: none/);
    assert.deepEqual(jobFolders(runs), [], "what was refused leaves no job");
    const dry = await train("--time", "6000", "--workers", "1", "--dry-run");
    assert.match(dry.out, /^#SBATCH --array=0-\d+$|^#SBATCH --cpus-per-task=1$/m);
    assert.equal(queue(), "");
  });
});
