import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOut } from "../../../../src/compute/backends/cuda/layout.js";
import { writeModule } from "../../../../src/compute/backends/cuda/programPtx.js";
import { adam } from "../../../../src/compute/graph/optimizers.js";
import { createUpdate } from "../../../../src/compute/graph/update.js";
import { placeDeviceMemory } from "../../../../src/compute/images/cuda/deviceMemory.js";
import { writeImagePtx } from "../../../../src/compute/images/cuda/imagePtx.js";
import { placeLayers } from "../../../../src/compute/images/layers.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../../src/experiments/settings/runSettings.js";
import { parseNumberRange } from "../../../../src/experiments/values/numberRange.js";
import { digitNetwork } from "../../../../src/train/sequences/digitNetwork.js";
import { findTask } from "../../../../src/train/tasks/taskRegistry.js";
import { prepare } from "../../../../src/train/trainer/trainerPreparation.js";

/** NVIDIA's assembler comes with the CUDA toolkit; drivers have it in them. */
const assembler = spawnSync("ptxas", ["--version"], { encoding: "utf8" });
const isMissing = assembler.error !== undefined;

const twoLayers: GivenSettings = {
  task: "simple_function_static",
  layerType: "ReRegualizedLinearNAC",
  nacMultiplication: "mnac",
  operation: "mul",
  inputSize: 100,
};
const programs: Readonly<Record<string, GivenSettings>> = {
  "functions of every kind": { layerType: "NPU", operation: "div" },
  "powers, and a choice of two intervals": {
    layerType: "NRU",
    operation: "div",
    interpolationRange: parseNumberRange("[[-2, -1], [1, 2]]"),
  },
  "batches that are made elsewhere": { layerType: "ReRegualizedLinearMNAC", nmuNoise: true },
  "loops of two layers": twoLayers,
  "gates of two layers": { ...twoLayers, layerType: "NALU", nacMultiplication: "none" },
};

/** The text of the code of the network for digits. */
function digitNetworkPtx(): string {
  const layers = placeLayers(digitNetwork(1));
  const optimizer = adam(1e-3);
  const update = createUpdate(layers.length, { optimizer, clipNorm: null, bounds: [] });
  const scalars = optimizer.scalars.map(({ name }) => name);
  const memory = placeDeviceMemory(layers, update, scalars.length, 128);
  return writeImagePtx(layers, update, scalars, memory, 28 * 28).text;
}

describe("NVIDIA's assembler takes the code for GPUs", function () {
  this.timeout(60_000);
  if (isMissing) {
    it("(not checked here: there is no ptxas)");
    return;
  }
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "ptxas-"));
  });
  after(() => rm(folder, { recursive: true }));

  const texts: Record<string, () => string> = { "the network for digits": digitNetworkPtx };
  for (const [name, given] of Object.entries(programs)) {
    texts[name] = () => {
      const settings = completeSettings(given);
      const { program } = prepare(settings, findTask(settings.task), {});
      return writeModule([program], layOut([program]));
    };
  }
  texts["runs that share their batches"] = () => {
    const all = [
      twoLayers,
      programs["gates of two layers"],
      { ...twoLayers, operation: "add" as const },
    ];
    const together = all.map((given) => {
      const settings = completeSettings(given);
      return prepare(settings, findTask(settings.task), {}).program;
    });
    return writeModule(together, layOut(together));
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`of ${name}`, async () => {
      const file = join(folder, "program.ptx");
      await writeFile(file, text());
      // The oldest card that the assemblers of today know, for the text of those before.
      const args = ["-arch=sm_75", "-O1", "-o", join(folder, "program.cubin"), file];
      const { status, stderr } = spawnSync("ptxas", args, { encoding: "utf8" });
      assert.equal(status, 0, stderr);
    });
  }
});
