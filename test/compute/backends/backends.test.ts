import assert from "node:assert/strict";
import { backends, chooseBackend, findBackend } from "../../../src/compute/backends/backends.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import { planRun } from "../../../src/jobs/plan/planRun.js";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";

describe("the registry of backends", () => {
  it("takes the first backend that has just the precision asked for", () => {
    assert.equal(findBackend(undefined, 32).name, "wasm");
    assert.equal(findBackend(undefined, 64).name, "js");
  });

  it("takes a backend with more precision than asked for, if it is named", () => {
    assert.equal(findBackend("js", 32).name, "js");
  });

  for (const { name } of backends.filter(({ precision }) => precision === 32)) {
    it(`refuses by name what ${name} cannot compute`, async () => {
      const refusal = new RegExp(
        `The backend ${name} computes in 32-bit precision, .* asks for 64 bits\\. Take .*js`,
      );
      assert.throws(() => findBackend(name, 64), refusal);
      const settings = completeSettings({ layerType: "NRU", precision: 64 });
      await assert.rejects(createTrainer(settings, { backend: name }), refusal);
      const request = {
        given: { precision: 64 },
        experiment: "e",
        runs: "none",
        force: false,
      } as const;
      await assert.rejects(planRun({ ...request, backend: name }), refusal);
    });
  }

  it("offers the nearest name for one that there is not", async () => {
    await assert.rejects(chooseBackend("wams", 32), /no backend "wams".*Did you mean "wasm"/);
  });

  it("says what computed a run that asked for 64 bits without naming a backend", async () => {
    const settings = completeSettings({ layerType: "NRU", precision: 64 });
    const { backend, device } = await createTrainer(settings);
    assert.deepEqual({ backend, device }, { backend: "js", device: "JavaScript" });
  });
});
