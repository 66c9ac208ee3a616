import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readRuns } from "../../../src/events/index.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const project = fileURLToPath(new URL("../../..", import.meta.url));
const nru = "nru_op-div_oob-c_rs-linear-linear_eps-0_rl-20000-35000_r-10-0-1_i-1-2_e-2-6_";
const rest = "_h2_z2_lr-adam-1.00000-0.0_D-u_n-1-5_L1F_rb-1e-05-0.0001-10000-10_rWnpu-0-W_rg-0_";
const runName = (seed: number) =>
  `${nru}z-2-0.5-0.0_b128_s${seed}${rest}rH_clip-n_WrI-xu_nMF_gn-F_mse`;

describe("figures train", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const train = (...args: string[]) =>
    figures(["train", ...args, "--backend", "js", "--workers", "1"]);
  const short = ["--ranges", "U[1,2]", "--iterations", "200", "--log-interval", "100"];

  it("trains what is missing into runs that this program reads, and skips what is finished", async () => {
    const runs = join(folder(), "first");
    const first = await train("sltr-in2/nru", "--seeds", "0-1", ...short, "--runs", runs);
    assert.equal(first.code, 0, first.err);
    assert.match(first.err, /^2 runs trained in /);
    const directory = join(runs, "sltr-in2", "nru");
    assert.deepEqual(readdirSync(directory).sort(), [runName(0), runName(1)]);
    for await (const run of readRuns(directory)) {
      assert.deepEqual([...run.scalars.get("metric/test/extrapolation")!.step], [0, 100, 200]);
      assert.deepEqual(run.losses, []);
    }
    const eventFile = () => {
      const [name] = readdirSync(join(directory, runName(0))).filter((n) => !n.startsWith("."));
      return statSync(join(directory, runName(0), name)).mtimeMs;
    };
    const before = eventFile();
    const second = await train("sltr-in2/nru", "--seeds", "0-2", ...short, "--runs", runs);
    assert.match(second.err, /^1 run trained in .*, 2 already finished/);
    assert.equal(eventFile(), before);
    const third = await train("sltr-in2/nru", "--seeds", "0", ...short, "--runs", runs, "--force");
    assert.match(third.err, /^1 run trained in /);
    assert.notEqual(eventFile(), before);
    assert.equal(readdirSync(join(directory, runName(0))).length, 2);
  });

  it("takes runs over where an experiment is the same as another", async () => {
    const runs = join(folder(), "same");
    const names = ["sltr-in2/realnpu-modifications/init/XUC", "sltr-in2/realnpu_modified"];
    const { code, err } = await train(...names, "--seeds", "0", ...short, "--runs", runs);
    assert.equal(code, 0, err);
    assert.match(err, /^1 run trained in .*, 1 taken over from another experiment/);
    assert.deepEqual(readdirSync(join(runs, names[0])), readdirSync(join(runs, names[1])));
  });

  it("does not replace runs with other settings or of other programs unless it is forced to", async () => {
    const runs = join(folder(), "others");
    await train("sltr-in2/nru", "--seeds", "0", ...short, "--runs", runs);
    const foreign = join(runs, "sltr-in2", "nru", runName(1));
    mkdirSync(foreign);
    writeFileSync(join(foreign, "events.out.tfevents.1.other"), "");
    const longer = ["--ranges", "U[1,2]", "--iterations", "300", "--log-interval", "100"];
    const refused = await train("sltr-in2/nru", "--seeds", "0", ...longer, "--runs", runs);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /trained with other settings: maxIterations is 200 instead of 300/);
    const left = await train("sltr-in2/nru", "--seeds", "1", ...short, "--runs", runs);
    assert.match(left.err, /1 of other programs left alone/);
    assert.deepEqual(readdirSync(foreign), ["events.out.tfevents.1.other"]);
  });

  it("only prints the runs with --dry-run", async () => {
    const runs = join(folder(), "dry");
    const { out, err } = await train(
      "sltr-in2/nru",
      "--seeds",
      "3",
      ...short,
      "--runs",
      runs,
      "--dry-run",
    );
    assert.equal(out, `${join(runs, "sltr-in2", "nru", runName(3))}\n`);
    assert.match(err, /^1 to be trained, 0 finished/);
    assert.ok(!existsSync(runs));
    const count = async (...names: string[]) => {
      const { out: directories } = await figures(["train", ...names, "--dry-run", "--runs", runs]);
      return directories.split("\n").length - 1;
    };
    // The division paper's runs; there are other papers.
    const division = await count("sltr-*", "in2_divBy0*");
    assert.equal(division, 11_600);
    assert.ok((await count("--all")) > division);
  });

  it("says what is wrong with a command, and exits with 2", async () => {
    const wrong: [string[], RegExp][] = [
      [[], /Which experiments\?/],
      [["sltr-in2/nur"], /no experiment "sltr-in2\/nur"\. Did you mean "sltr-in2\/nru"/],
      [["sltr-in2/nru", "--seeds", "4-1"], /"4-1" is not a list of seeds/],
      [["sltr-in2/nru", "--ranges", "U[1,3]"], /no range "U\[1,3\]"\. Did you mean "U\[1,2\]"/],
      [["sltr-in2/nru", "--iterations", "many"], /Expected a whole number/],
    ];
    for (const [args, message] of wrong) {
      const { code, err } = await train(...args);
      assert.equal(code, 2, err);
      assert.match(err, message);
    }
  });

  it("says why a run failed, and that it tries it again", async () => {
    const runs = join(folder(), "failing");
    const module = join(folder(), "failing.mjs");
    writeFileSync(
      module,
      `import { isMainThread } from "node:worker_threads";
       if (!isMainThread) throw new Error("no licence");
       export default [];`,
    );
    const args = ["sltr-in2/nru", "--seeds", "0", ...short, "--runs", runs];
    const failed = await train(...args, "--modules", module);
    assert.equal(failed.code, 1);
    assert.match(failed.err, /error: .*_s0_.*: .*no licence/);
    const again = await train(...args);
    assert.equal(again.code, 0);
    assert.match(again.err, /^trying again: .*_s0_.*, which failed: .*no licence/);
    assert.match(again.err, /^1 run trained in /m);
  });

  it("says which place cannot be written to", async () => {
    const runs = join(folder(), "file");
    writeFileSync(runs, "");
    const { code, err } = await train("sltr-in2/nru", "--seeds", "0", ...short, "--runs", runs);
    assert.equal(code, 1);
    assert.match(err, /Cannot write .*file/);
  });

  it("stops on Ctrl-C with exit code 130 and leaves nothing half written", async () => {
    const runs = join(folder(), "stopped");
    const directory = join(runs, "sltr-in2", "nru");
    const args = ["train", "sltr-in2/nru", "--seeds", "0", "--backend", "js", "--runs", runs];
    const child = spawn(
      process.execPath,
      ["--import", "tsx", join(project, "src", "cli", "main.ts"), ...args, "--workers", "1"],
      { cwd: project, stdio: ["ignore", "ignore", "pipe"] },
    );
    let err = "";
    child.stderr.on("data", (text) => void (err += String(text)));
    const ended = once(child, "exit");
    while (!existsSync(directory) || readdirSync(directory).length === 0) await setTimeout(20);
    assert.match(readdirSync(directory)[0], /^\.training-/);
    child.kill("SIGINT");
    assert.deepEqual(await ended, [130, null]);
    assert.deepEqual(readdirSync(directory), []);
    assert.match(err, /^interrupted: 0 of 9 runs trained; the same command trains the others$/m);
  });

  it("clears up after a killed process and trains its runs again", async () => {
    const runs = join(folder(), "killed");
    const directory = join(runs, "sltr-in2", "nru");
    const args = ["train", "sltr-in2/nru", "--seeds", "0", ...short, "--backend", "js"];
    const child = spawn(
      process.execPath,
      [
        ...["--import", "tsx", join(project, "src", "cli", "main.ts")],
        ...[...args, "--iterations", "10000000", "--runs", runs],
      ],
      { cwd: project, stdio: "ignore" },
    );
    const ended = once(child, "exit");
    while (!existsSync(directory) || readdirSync(directory).length === 0) await setTimeout(20);
    child.kill("SIGKILL");
    await ended;
    assert.equal(readdirSync(directory).length, 1);
    const { err } = await figures([...args, "--runs", runs]);
    assert.match(err, /^1 run trained in /);
    assert.deepEqual(readdirSync(directory), [runName(0)]);
  });
});
