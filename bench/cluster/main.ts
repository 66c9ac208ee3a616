/**
 * What is promised of clusters, at full size, on a Slurm that is started on this machine (a few minutes):
 * docs/cluster.md followed literally; an export; 225 runs over four tasks of which two are killed at random moments; a time
 * limit that is hit. `npm run check:slurm`, as root with slurm-wlm and munge.
 */
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startSlurm, whyNoSlurm } from "../../test/helpers/slurmCluster.js";
import {
  countStarts,
  eventsOf,
  jobFolders,
  logOf,
  until,
} from "../../test/helpers/submittedJobs.js";

const reason = whyNoSlurm();
if (reason !== undefined) {
  console.log(`no Slurm can be started here: ${reason}`);
  process.exit(1);
}
const project = fileURLToPath(new URL("../..", import.meta.url));
execFileSync(process.execPath, ["build.js", "--unless-fresh"], { cwd: project });
const folder = mkdtempSync(join(tmpdir(), "cluster-"));
const commands = join(folder, "bin");
mkdirSync(commands);
writeFileSync(
  join(commands, "figures"),
  `#!/bin/sh\nexec "${process.execPath}" "${join(project, "dist", "cli", "main.js")}" "$@"\n`,
  { mode: 0o755 },
);
const cluster = await startSlurm();
const env = { ...cluster.environment, PATH: `${commands}:${process.env["PATH"]}` };
const type = (line: string, cwd = folder): Promise<string> =>
  new Promise((resolve, reject) => {
    console.log(`$ ${line}`);
    execFile("bash", ["-ec", line], { env, cwd, maxBuffer: 2 ** 26 }, (error, out, err) => {
      if (error === null) resolve(out + err);
      else reject(new Error(`${line}\n${out}${err}`, { cause: error }));
    });
  });
const queueIsEmpty = () => cluster.ask("squeue", "-h").trim() === "";
const pidOf = (job: string, task: number) =>
  (JSON.parse(readFileSync(join(job, `task-${task}.json`), "utf8")) as { pid: number }).pid;

async function followDocumentation(): Promise<void> {
  const text = readFileSync(join(project, "docs", "cluster.md"), "utf8");
  const [, block] = /```sh\n([^]*?)```/.exec(text)!;
  const lines = block.trim().split("\n");
  const [dry, submit, status, again, cancel] = lines;
  assert.match(await type(dry), /^# sbatch --parsable --partition=short --account=me < job\.sh$/m);
  assert.match(await type(submit), /^225 runs submitted: Slurm job \d+ \(1 task, 4 cores each\)$/m);
  console.log(await type(status));
  console.log(await type(again));
  await until("both jobs have ended", queueIsEmpty, 900);
  assert.match(await type(status), /^sltr-in2\/nru +225 +225 +0 +0 +0/m);
  assert.match(await type(again), /no run trained, 225 already finished/);
  assert.match(await type(cancel), /no job of runs is waiting or at work/);
  const starts = [...countStarts(join(folder, "runs")).values()];
  assert.ok(starts.every(({ begun, done }) => begun === 1 && done === 1));
  console.log("docs/cluster.md does what it says: 225 runs, each begun once");
}

async function killTwo(): Promise<void> {
  const request = "figures train sltr-in2/nru --iterations 20000 --log-interval 5000";
  const on = "--on slurm --time 30 --tasks 4 --workers 1 --runs killed -- --partition=all";
  await type(`${request} ${on}`);
  const [job] = jobFolders(join(folder, "killed"));
  const victims = [0, 1, 2, 3].sort(() => Math.random() - 0.5).slice(0, 2);
  for (const task of victims) {
    await until(`task ${task} begins`, () => logOf(job, task).includes(" begun "));
    await setTimeout(Math.random() * 4000);
    process.kill(pidOf(job, task), "SIGKILL");
    console.log(`killed task ${task}`);
  }
  await until("the job has ended", queueIsEmpty, 900);
  const before = countStarts(join(folder, "killed"));
  console.log(await type(`${request} ${on}`));
  await until("nothing is left to do", queueIsEmpty, 900);
  await type(`${request} --workers 2 --runs local`);
  const [there, here] = ["killed", "local"].map((name) => eventsOf(join(folder, name)));
  assert.equal(here.size, 225);
  assert.deepEqual(there, here);
  const starts = [...countStarts(join(folder, "killed")).values()];
  const begun = starts.reduce((sum, count) => sum + count.begun, 0);
  assert.ok(begun <= 227 && starts.every(({ done }) => done <= 1), `${begun} starts`);
  const left = readdirSync(join(folder, "killed", "sltr-in2", "nru"));
  assert.equal(left.length, 225, "no leftovers");
  console.log(
    `225 runs of four tasks, two of them killed: the events of local training; ${begun} starts, ` +
      `${before.size} runs begun by the first job`,
  );
}

async function hitTimeLimit(): Promise<void> {
  await type(
    "figures train sltr-in2/nru --seeds 0 --iterations 100000000 --on slurm --time 6000 --tasks 1 --runs limit",
  );
  const [job] = jobFolders(join(folder, "limit"));
  await until("the task begins", () => logOf(job, 0).includes(" begun "));
  const { number } = JSON.parse(readFileSync(join(job, "submitted.json"), "utf8")) as {
    number: string;
  };
  cluster.ask("scontrol", "update", `JobId=${number}`, "TimeLimit=1");
  await until("the task is warned", () => logOf(job, 0).includes(" warned: "), 120);
  await until("the limit is hit", queueIsEmpty, 180);
  assert.match(logOf(job, 0), /DUE TO TIME LIMIT/);
  assert.match(readFileSync(join(job, "task-0.json"), "utf8"), /"result":"stopped: 0 trained here/);
  assert.deepEqual(readdirSync(join(folder, "limit", "sltr-in2", "nru")), []);
  console.log("a time limit that is hit leaves nothing behind");
}

async function exportTables(): Promise<void> {
  const text = readFileSync(join(project, "docs", "cluster.md"), "utf8");
  const [, line] = /^(figures export runs --on slurm.*)$/m.exec(text)!;
  if (!existsSync(join(folder, "runs", "sltr-in2"))) {
    await type("figures train sltr-in2/nru --iterations 2000 --log-interval 100");
  }
  await type("figures export runs --out here.parquet");
  console.log(await type(line));
  await until("the table is written", queueIsEmpty, 120);
  const [table, here] = ["tables/runs.parquet", "here.parquet"].map((name) =>
    readFileSync(join(folder, name)),
  );
  assert.ok(table.equals(here), "not the bytes of one process");
  console.log(`an export in parts has the ${here.length} bytes of one process`);
}

const parts = {
  docs: followDocumentation,
  export: exportTables,
  kills: killTwo,
  limit: hitTimeLimit,
};
try {
  const chosen = process.argv.slice(2);
  for (const [name, work] of Object.entries(parts)) {
    if (chosen.length === 0 || chosen.includes(name)) await work();
  }
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
