import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import { Tally } from "../../../src/jobs/executors/tally.js";
import { executors, findExecutor } from "../../../src/jobs/executors/executorRegistry.js";
import { trainInline } from "../../../src/jobs/executors/trainInline.js";
import { trainInWorkers } from "../../../src/jobs/executors/trainInWorkers.js";
import { claimFolder } from "../../../src/jobs/plan/claimedRuns.js";
import { readRuns } from "../../../src/events/index.js";
import { inspectRun, replacingRecord } from "../../../src/train/runs/runDirectory.js";
import type { TrainRunTask } from "../../../src/train/runs/trainRun.js";
import { Claims } from "../../../src/util/files/claims.js";
import { thisProcess } from "../../../src/util/files/processIdentity.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/** Executors that have trained when their promise is fulfilled. */
const local = executors.filter(({ name }) => name === "workers" || name === "inline");

describe("executors", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const never = new AbortController().signal;
  const task = (name: string, seed: number, maxIterations = 20): TrainRunTask => ({
    settings: completeSettings({ layerType: "NRU", seed, maxIterations, logInterval: 10 }),
    directory: join(folder(), name, `run${seed}`),
    backend: "js",
  });
  const tasks = (name: string, count: number) =>
    Array.from({ length: count }, (_, seed) => task(name, seed));
  const steps = async (directory: string) => {
    for await (const { scalars } of readRuns(directory)) {
      return [...scalars.get("metric/test/extrapolation")!.step];
    }
  };

  for (const definition of local) {
    describe(definition.name, () => {
      const { name } = definition;
      const create = () =>
        definition.create("workers" in definition.options ? { workers: "1" } : {});

      it("trains every task into its place and tells what it did", async () => {
        const all = tasks(`${name} all`, 3);
        const tally = new Tally(all);
        await (await create()).run(all, tally, never);
        assert.deepEqual([tally.trained, tally.failures, tally.iterationsDone], [3, [], 63]);
        for (const { directory, settings } of all) {
          assert.deepEqual(await steps(directory), [0, 10, 20]);
          assert.equal((await inspectRun(directory, settings)).kind, "finished");
        }
        assert.equal(readdirSync(join(folder(), `${name} all`)).length, 3, "no leftovers");
      });

      it("leaves a record of a failure with its reason, and goes on with the others", async () => {
        const modules = [join(folder(), "broken.mjs")];
        writeFileSync(modules[0], "export default 1;");
        const [first, second, third] = tasks(`${name} failing`, 3);
        const all = [first, { ...second, modules }, third];
        const tally = new Tally(all);
        await (await create()).run(all, tally, never);
        assert.equal(tally.trained, 2);
        assert.deepEqual(
          tally.failures.map(({ directory }) => directory),
          [second.directory],
        );
        const state = await inspectRun(second.directory, second.settings);
        assert.ok(state.kind === "failed");
        assert.match(state.failure.reason, /broken\.mjs/);
        await (await create()).run([second], new Tally([second]), never);
        assert.equal((await inspectRun(second.directory, second.settings)).kind, "finished");
        assert.deepEqual(readdirSync(second.directory).length, 2);
      });

      it("takes what another process trained meanwhile for done", async () => {
        const [one] = tasks(`${name} twice`, 1);
        await (await create()).run([one], new Tally([one]), never);
        const record = readFileSync(join(one.directory, ".run.json"));
        for (const again of [one, { ...one, replaces: "what stood there earlier" }]) {
          const tally = new Tally([again]);
          await (await create()).run([again], tally, never);
          assert.deepEqual([tally.trained, tally.trainedElsewhere], [0, 1]);
        }
        assert.deepEqual(readFileSync(join(one.directory, ".run.json")), record);
      });

      it("trains each run once when several have the same tasks", async () => {
        const all = tasks(`${name} shared`, 8);
        const several = Array.from({ length: 3 }, () => new Tally(all));
        const executor = await create();
        await Promise.all(several.map((tally) => executor.run(all, tally, never)));
        const count = (of: (tally: Tally) => number) => several.map(of).reduce((a, b) => a + b);
        assert.equal(
          count(({ trained }) => trained),
          8,
        );
        assert.equal(
          count(({ trainedElsewhere }) => trainedElsewhere),
          16,
        );
        assert.equal(
          count(({ failures }) => failures.length),
          0,
        );
        assert.equal(readdirSync(join(folder(), `${name} shared`)).length, 8);
      });
    });
  }

  it("beat and can be stopped while a run in this thread goes on without end", async () => {
    const endless = task("endless", 0, 2 ** 31);
    const stop = new AbortController();
    let beats = 0;
    const clock = setInterval(() => {
      if (++beats === 2) stop.abort();
    }, 20);
    const tally = new Tally([endless]);
    await trainInline.run([endless], tally, stop.signal);
    clearInterval(clock);
    assert.ok(beats >= 2);
    assert.deepEqual([tally.trained, tally.failures], [0, []]);
    assert.deepEqual(readdirSync(join(folder(), "endless")), [], "nothing is left of it");
  });

  it("wait for what another process trains, and take it over when that gives up", async () => {
    const [one] = tasks("waiting", 1);
    const claim = await new Claims().claim(claimFolder(one.directory));
    assert.ok("release" in claim);
    const tally = new Tally([one]);
    const running = trainInWorkers({ workers: 1 }).run([one], tally, never);
    await setTimeout(300);
    assert.ok(!existsSync(one.directory));
    await claim.release();
    await running;
    assert.equal(tally.trained, 1);
  });

  it("take a run over from a process of which nothing is heard", async () => {
    const [one] = tasks("silent", 1);
    const claim = claimFolder(one.directory);
    mkdirSync(claim, { recursive: true });
    const elsewhere = { ...thisProcess(), place: "elsewhere" };
    writeFileSync(join(claim, "claim-1"), JSON.stringify(elsewhere));
    const tally = new Tally([one]);
    const executor = trainInWorkers({ workers: 1, abandonedAfterSeconds: 0.5 });
    await executor.run([one], tally, never);
    assert.equal(tally.trained, 1);
    assert.deepEqual(readdirSync(join(folder(), "silent")), ["run0"]);
  });

  it("stop when nothing more fits on the disk, instead of failing with every run", async () => {
    const modules = [join(folder(), "full.mjs")];
    writeFileSync(modules[0], 'throw new Error("ENOSPC: no space left on device, write");');
    const all = tasks("full", 5).map((one) => ({ ...one, modules }));
    const tally = new Tally(all);
    await trainInline.run(all, tally, never);
    assert.equal(tally.failures.length, 1);
    assert.match(tally.failures[0].error.message, /ENOSPC/);
  });

  it("leave a run to others that show a sign of life, and wait for silent ones only", async () => {
    const [living, silent] = tasks("for silent ones", 2);
    const elsewhere = { ...thisProcess(), place: "elsewhere" };
    for (const { directory } of [living, silent]) {
      mkdirSync(claimFolder(directory), { recursive: true });
      writeFileSync(join(claimFolder(directory), "claim-1"), JSON.stringify(elsewhere));
    }
    let beat = 0;
    const path = join(claimFolder(living.directory), "beat-1");
    const heart = setInterval(() => writeFileSync(path, String(beat++)), 100);
    try {
      const tally = new Tally([living, silent]);
      const options = { waits: "for silent ones", abandonedAfterSeconds: 2 } as const;
      await trainInWorkers({ workers: 1, ...options }).run([living, silent], tally, never);
      assert.equal(tally.trained, 1);
      assert.ok(existsSync(silent.directory) && !existsSync(living.directory));
    } finally {
      clearInterval(heart);
    }
  });

  it("put the whole run in its place that a killed process could not put there any more", async () => {
    const [one] = tasks("salvage", 1);
    await trainInWorkers({ workers: 1 }).run([one], new Tally([one]), never);
    const record = readFileSync(join(one.directory, ".run.json"), "utf8");
    const claim = claimFolder(one.directory);
    mkdirSync(claim, { recursive: true });
    renameSync(one.directory, join(claim, "work-0123abcd"));
    const dead = { ...thisProcess(), pid: 999_999_999 };
    writeFileSync(join(claim, "claim-1"), JSON.stringify(dead));
    const tally = new Tally([one]);
    await trainInWorkers({ workers: 1 }).run([one], tally, never);
    assert.deepEqual([tally.trained, tally.trainedElsewhere], [0, 1]);
    assert.equal(readFileSync(join(one.directory, ".run.json"), "utf8"), record);
  });

  it("train a run again that was being replaced when its process was killed", async () => {
    const [one] = tasks("half replaced", 1);
    await trainInWorkers({ workers: 1 }).run([one], new Tally([one]), never);
    // The new events are in their place, the new record is not.
    const work = join(claimFolder(one.directory), "work-0123abcd");
    mkdirSync(work, { recursive: true });
    renameSync(join(one.directory, ".run.json"), join(work, ".run.json"));
    writeFileSync(join(one.directory, ".run.json"), replacingRecord);
    const dead = { ...thisProcess(), pid: 999_999_999 };
    writeFileSync(join(claimFolder(one.directory), "claim-1"), JSON.stringify(dead));
    const tally = new Tally([one]);
    await trainInWorkers({ workers: 1 }).run([one], tally, never);
    assert.deepEqual([tally.trained, tally.failures], [1, []]);
    assert.deepEqual(await steps(one.directory), [0, 10, 20]);
    assert.equal(readdirSync(one.directory).length, 2);
    assert.deepEqual(readdirSync(join(folder(), "half replaced")), ["run0"]);
  });

  it("stop in the middle of runs and leave nothing behind", async () => {
    const all = [0, 1].map((seed) => task("stopped", seed, 10_000_000));
    const controller = new AbortController();
    const tally = new Tally(all);
    const running = trainInWorkers({ workers: 2 }).run(all, tally, controller.signal);
    while (!existsSync(join(folder(), "stopped"))) await setTimeout(20);
    await setTimeout(300);
    controller.abort();
    await running;
    assert.equal(tally.trained, 0);
    assert.deepEqual(readdirSync(join(folder(), "stopped")), []);
  });

  it("are found by name, and refuse settings that they do not have", async () => {
    assert.throws(() => findExecutor("worker"), /no executor "worker"\. Did you mean "workers"/);
    await assert.rejects(findExecutor("inline").create({ workers: "2" }), /no setting "workers"/);
    await assert.rejects(
      findExecutor("workers").create({ workers: "0" }),
      /--workers <number>: Exp/,
    );
  });
});
