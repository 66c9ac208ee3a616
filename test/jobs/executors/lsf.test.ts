import assert from "node:assert/strict";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { builtProgram } from "../../helpers/builtProgram.js";
import type { Recording } from "../../helpers/recordingTerminal.js";
import { countStarts, eventsOf, jobFolders, logOf, until } from "../../helpers/submittedJobs.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const standIn = fileURLToPath(new URL("../../helpers/lsfStandIn.mjs", import.meta.url));

describe("lsf, by a stand-in of its commands", function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let figures: (...args: string[]) => Promise<Recording>;
  const choice = ["sltr-in2/nru", "--ranges", "U[1,2]", "--iterations", "2000"];
  const runs = () => join(folder(), "runs");
  const lsf = ["--on", "lsf", "--time", "4:00"];
  const train = (...args: string[]) => figures("train", "--runs", runs(), ...choice, ...args);
  const given = () =>
    JSON.parse(readFileSync(join(folder(), "4711.json"), "utf8")) as Record<string, unknown>;
  const ended = (job: string, task: number) => () =>
    existsSync(join(job, `task-${task}.json`)) &&
    readFileSync(join(job, `task-${task}.json`), "utf8").includes('"ended"');

  before(function () {
    if (process.platform === "win32") return this.skip();
    const commands = join(folder(), "bin");
    mkdirSync(commands);
    for (const name of ["bsub", "bkill", "bparams"]) {
      writeFileSync(
        join(commands, name),
        `#!/bin/sh\nexec "${process.execPath}" "${join(commands, name)}.d/${name}" "$@"\n`,
      );
      chmodSync(join(commands, name), 0o755);
      mkdirSync(join(commands, `${name}.d`));
      copyFileSync(standIn, join(commands, `${name}.d`, name));
      writeFileSync(join(commands, `${name}.d`, "package.json"), '{"type":"module"}');
    }
    figures = builtProgram({
      ...process.env,
      PATH: `${commands}:${process.env["PATH"]}`,
      LSF_STAND_IN: folder(),
      FIGURES_RUNS: runs(),
    });
  });

  it("trains in the tasks of an array, with the user's own options as they are", async () => {
    const header = join(folder(), "header.sh");
    writeFileSync(header, "#!/bin/bash -l\n#BSUB -P numbers\nexport MODULES_LOADED=yes\n");
    const own = ["-q", "hpc", "-R", "rusage[mem=4GB]", "-M", "6GB"];
    const submit = ["--seeds", "0-5", ...lsf, "--tasks", "2", "--workers", "1"];
    const { code, err } = await train(...submit, "--header", header, "--", ...own);
    assert.equal(code, 0, err);
    assert.match(err, /^6 runs submitted: LSF job 4711 \(2 tasks, 1 core each\)/m);
    const [job] = jobFolders(runs());
    await until("both tasks have ended", () => ended(job, 0)() && ended(job, 1)());
    const options = given();
    assert.equal(options["-J"], "figures-training[1-2]");
    assert.deepEqual(
      [options["-q"], options["-M"], options["-P"], options["-W"], options["-n"]],
      ["hpc", "6GB", "numbers", "4:00", "1"],
    );
    assert.deepEqual(options["-R"], ["span[hosts=1]", "rusage[mem=4GB]"]);
    assert.deepEqual([options["-r"], options["-wa"], options["-wt"]], [true, "USR2", "2"]);
    assert.match(readFileSync(join(job, "job.sh"), "utf8"), /^#!\/bin\/bash -l\n#BSUB/);
    assert.match(logOf(job, 1), /task 1 of 2 on /);

    const local = join(folder(), "local");
    await figures("train", "--runs", local, ...choice, "--seeds", "0-5", "--workers", "1");
    assert.deepEqual(eventsOf(join(runs(), "sltr-in2")), eventsOf(join(local, "sltr-in2")));
    const starts = [...countStarts(runs()).values()];
    assert.deepEqual(
      new Set(starts.map(({ begun, done }) => `${begun} ${done}`)),
      new Set(["1 1"]),
    );
    const again = await train("--seeds", "0-5", ...lsf);
    assert.match(again.err, /no run trained, 6 already finished/);
    assert.equal(jobFolders(runs()).length, 1, "nothing is submitted when nothing is missing");
  });

  it("is cancelled by bkill", async () => {
    const endless = ["--seeds", "9", "--iterations", "100000000", ...lsf, "--tasks", "1"];
    const { code, err } = await train(...endless, "--time", "100:00", "--workers", "1");
    assert.equal(code, 0, err);
    const job = jobFolders(runs()).at(-1)!;
    await until("the task begins", () => logOf(job, 1).includes(" begun "));
    assert.match(
      (await figures("cancel", "--all", "--runs", runs())).err,
      /cancelled LSF job 4711/,
    );
    await until("the task has ended", ended(job, 0));
    const left = readdirSync(join(runs(), "sltr-in2/nru")).filter((name) => name.startsWith("."));
    assert.deepEqual(left, []);
  });

  it("exports in parts, byte for byte what one process writes", async () => {
    const logs = join(folder(), "logs");
    for (let run = 0; run < 210; run++) {
      const writer = openEventWriter(join(logs, `run${run}`));
      writer.scalar("loss", 1 / (run + 1), 0);
      writer.scalar(`of ${run % 2}`, run, 1);
      writer.close();
    }
    const here = join(folder(), "here.parquet");
    const direct = await figures("export", logs, "--out", here);
    assert.equal(direct.code, 0, direct.err);
    const out = join(folder(), "tables/");
    const args = ["export", logs, ...lsf, "--tasks", "3", "--out", out];
    const script = await figures(...args, "--dry-run", "--", "-q", "hpc");
    assert.match(script.out, /^#BSUB -J "figures-export\[1-3\]"$/m);
    const { code, err } = await figures(...args, "--", "-q", "hpc");
    assert.equal(code, 0, err);
    assert.match(err, /^submitted: LSF job 4711 \(3 tasks, 3 parts\) -> .*tables\/logs\.parquet$/m);
    const job = jobFolders(runs()).at(-1)!;
    await until("all tasks have ended", () => [0, 1, 2].every((task) => ended(job, task)()));
    assert.deepEqual(readFileSync(join(out, "logs.parquet")), readFileSync(here));
    const text = [1, 2, 3].map((task) => logOf(job, task)).join("");
    assert.equal(text.match(/ done part \d/g)?.length, 3, text);
    assert.equal(text.match(/ done table/g)?.length, 1, text);
    const left = readdirSync(join(runs(), ".jobs")).filter((name) => name.startsWith("parts-"));
    assert.deepEqual(left, [], "parts are removed when the table is there");
    const facts = [...args, "--name", "run{seed}"];
    assert.match(
      (await figures(...facts)).err,
      /\(1 task, 1 part\)/,
      "what is computed of all runs",
    );
    const whole = jobFolders(runs()).at(-1)!;
    await until("the table is written", ended(whole, 0));
    assert.match(logOf(whole, 1), /210 runs, 420 rows/);
    assert.match((await figures("export", logs, "--time", "4:00")).err, /--time goes with --on/);
  });

  it("refuses what LSF would refuse, and what would not go with its tasks", async () => {
    const refused: [string[], RegExp][] = [
      [["--seeds", "20", "--on", "lsf", "--time", "2:00:00"], /"2:00:00" is no time limit of LSF/],
      [["--seeds", "20-80", ...lsf, "--tasks", "21"], /An array of LSF has at most 20 tasks here/],
      [["--seeds", "20", ...lsf, "--", "-J", "mine[1-5]"], /Leave -J out: .*--tasks/],
      [
        ["--seeds", "20", "--on", "lsf"],
        /How long may a task take\? Give --time, such as --time 4:00/,
      ],
      [
        ["--seeds", "20", "--", "-q", "hpc"],
        /What stands after -- goes to a batch system, and --on workers/,
      ],
    ];
    const answers = await Promise.all(refused.map(([args]) => train(...args)));
    for (const [index, [, message]] of refused.entries()) {
      const { code, err } = answers[index];
      assert.equal(code, 2, err);
      assert.match(err, message);
    }
    const { code, err } = await train("--seeds", "20", ...lsf, "--", "-q", "none");
    assert.equal(code, 1);
    assert.match(err, /bsub refused: none: No such queue\. Job not submitted\./);
  });
});
