import assert from "node:assert/strict";
import { cpSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { LogStore } from "../../../src/explore/serve/logStore.js";
import { claimFolder } from "../../../src/jobs/plan/claimedRuns.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("LogStore", () => {
  const folder = temporaryFolder();

  const open = (path: string): LogStore =>
    new LogStore([path], {
      ...{ id: "logs-1", title: "logs", isOwn: true, everySeconds: 0.02 },
      warn: () => undefined,
    });
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 500 && !isSo(); turn++) await setTimeout(10);
    assert.ok(isSo());
  };

  it("shows runs that are being trained under their names, and keeps their places when they are done", async () => {
    const logs = join(folder(), "live");
    const hidden = (name: string) => join(logs, "exp", `.training-${name}`);
    for (const name of ["r0", "r1", "r2"]) {
      const writer = openEventWriter(hidden(name));
      writer.scalar("loss", 1, 0);
      writer.close();
    }
    const store = open(logs);
    await store.ready;
    const told = () =>
      store.index().runs.map(({ name, values, isInTraining, note }) => ({
        ...{ name, values, isInTraining, note },
      }));
    const training = { values: 1, isInTraining: true, note: null };
    assert.deepEqual(
      told(),
      ["exp/r0", "exp/r1", "exp/r2"].map((name) => ({ name, ...training })),
    );
    const { version } = store.index();
    renameSync(hidden("r1"), join(logs, "exp", "r1"));
    rmSync(hidden("r2"), { recursive: true });
    await until(() => store.index().version > version && told()[2].note !== null);
    assert.deepEqual(told(), [
      { name: "exp/r0", ...training },
      { name: "exp/r1", values: 1, isInTraining: false, note: null },
      {
        ...{ name: "exp/r2", values: 1, isInTraining: false },
        note: "its training ended without a result",
      },
    ]);
    assert.deepEqual([...store.series(1, "loss")!.value], [1]);
    store.close();
  });

  it("knows a run again that was trained in the folder of its claim", async () => {
    const logs = join(folder(), "claimed");
    const run = join(logs, "exp", "nru_seed-0");
    const work = join(claimFolder(run), "work-1");
    const writer = openEventWriter(work);
    writer.scalar("loss", 1, 0);
    writer.close();
    const store = open(logs);
    await store.ready;
    const told = () => store.index().runs.map(({ name, note }) => ({ name, note }));
    assert.equal(store.index().runs[0].isInTraining, true);
    renameSync(work, run);
    rmSync(claimFolder(run), { recursive: true });
    await until(() => told()[0].name === "exp/nru_seed-0");
    assert.deepEqual(told(), [{ name: "exp/nru_seed-0", note: null }]);
    assert.deepEqual([...store.series(0, "loss")!.value], [1]);
    store.close();
  });

  it("shows folders that add_hparams made as parts of the runs above them", async () => {
    const logs = join(folder(), "hparams");
    cpSync(
      join(import.meta.dirname, "../../../fixtures/cases/23-add-hparams-sub-runs/logs"),
      logs,
      { recursive: true },
    );
    const store = open(logs);
    await store.ready;
    const { runs } = store.index();
    assert.ok(runs.every(({ name }) => !name.includes("/")));
    assert.equal(runs.length, readdirSync(logs).length);
    assert.equal(runs[0].values, 10);
    store.close();
  });

  it("knows the hyperparameters of folders that repeat the tags of the runs above them", async () => {
    const logs = join(folder(), "repeated");
    cpSync(
      join(import.meta.dirname, "../../../fixtures/cases/23-add-hparams-sub-runs/logs"),
      logs,
      { recursive: true },
    );
    // Names that say nothing.
    readdirSync(logs).forEach((name, place) =>
      renameSync(join(logs, name), join(logs, "xyz"[place])),
    );
    const store = open(logs);
    await store.ready;
    const { runs, facts } = store.index();
    assert.deepEqual(
      runs.map(({ name, facts }) => [name, facts["lr"]]),
      [
        ["x", "0.1"],
        ["y", "0.1"],
        ["z", "0.1"],
      ],
    );
    assert.ok(facts.includes("lr"));
    store.close();
  });
});
