import type { RunSettings } from "../../src/experiments/settings/runSettings.js";
import type { ModuleDefinition } from "../../src/train/modules/parts/moduleDefinition.js";
import { singleLayerOf } from "../../src/train/networks/singleLayer.js";
import { arithmeticFormulas } from "../../src/train/tasks/arithmetic.js";
import type { Evaluation } from "../../src/train/trainer/trainer.js";
import { createProgram, type TrainerProgram } from "../../src/train/trainer/trainerProgram.js";

/** The formulas of a single layer of some module, on the arithmetic task of some settings. */
export function singleLayerProgram(
  module: ModuleDefinition,
  settings: RunSettings,
): TrainerProgram {
  const task = arithmeticFormulas(settings);
  return createProgram(task, (place) => singleLayerOf(module, settings, place), settings);
}

/** The two errors of arithmetic tasks. */
export function errorsOf({ metrics }: Evaluation): { validation: number; test: number } {
  const [validation, test] = [
    metrics.get("metric/valid/interpolation"),
    metrics.get("metric/test/extrapolation"),
  ];
  if (validation === undefined || test === undefined) throw new Error("An error was not logged.");
  return { validation, test };
}
