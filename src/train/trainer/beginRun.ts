import type { RunStart } from "../../compute/backends/program.js";
import { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { findTask } from "../tasks/taskRegistry.js";
import { createBatchWriter } from "./trainerBatch.js";
import type { Preparation } from "./trainerPreparation.js";

/**
 * What a run begins with: draws data sets and initial weights.
 *
 * @throws {UserError} for settings that do not fit together
 */
export async function beginRun(
  settings: RunSettings,
  { formulas, program }: Preparation,
): Promise<RunStart> {
  const data = await findTask(settings.task).create(settings);
  const { network, columns } = formulas;
  const generator = new TorchGenerator(settings.seed, settings.precision);
  const batch = { rows: settings.batchSize, inputs: columns.inputs };
  return {
    parameters: network.draw(generator),
    nextBatch: createBatchWriter(data.nextBatch, batch, network.noises, generator),
    sets: data.sets,
    ...(program.drawing && { drawing: data.drawing }),
  };
}
