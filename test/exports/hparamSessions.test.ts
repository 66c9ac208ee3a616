import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readRun } from "../../src/events/index.js";
import { joinHparamSessions } from "../../src/exports/hparamSessions.js";
import { findNamedRuns } from "../../src/exports/readNamedRuns.js";

const cases = fileURLToPath(new URL("../../fixtures/cases", import.meta.url));
const joined = async (path: string) => joinHparamSessions(await findNamedRuns(join(cases, path)));

describe("joinHparamSessions", () => {
  it("takes a folder of add_hparams as a part of the run above it", async () => {
    const { runs, hparams, notes } = await joined("hparams-tell-runs-apart/logs");
    assert.deepEqual(
      runs.map(({ name, files }) => [name, files.length]),
      [
        ["267853", 2],
        ["375951", 2],
        ["653159", 2],
        ["777820", 2],
      ],
    );
    assert.deepEqual(hparams.get("777820"), { lr: 0.01, opt: "adam", seed: 0 });
    assert.deepEqual(notes, []);
    const { scalars } = await readRun(runs[0]);
    assert.equal(scalars.get("val_acc")?.length, 5);
    assert.deepEqual([...scalars.get("hp/acc")!.step], [4]);
  });

  it("leaves a run's own values where the folder repeats their tags, and says so", async () => {
    const { runs, notes } = await joined("23-add-hparams-sub-runs/logs");
    assert.deepEqual(
      runs.map(({ files }) => files.length),
      [1, 1, 1],
    );
    assert.deepEqual(notes, [
      "lr-0.1_seed-0/1700000000.0 repeats val/loss, test/loss of lr-0.1_seed-0 beside its hyperparameters: the run's own values count (and 2 more runs like it)",
    ]);
  });

  it("takes no other folder below a run for one", async () => {
    for (const path of ["p11-hparams-keras-layout/input", "p06-hparams-metrics-in-subruns/input"]) {
      const found = await findNamedRuns(join(cases, path));
      const { runs, hparams, notes } = await joinHparamSessions(found);
      assert.deepEqual(runs, found);
      assert.deepEqual([...hparams, ...notes], []);
    }
  });
});
