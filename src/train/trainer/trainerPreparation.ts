import type { Kernel } from "../../compute/graph/kernel.js";
import { findModule } from "../modules/moduleRegistry.js";
import type { ModuleDefinition } from "../modules/moduleDefinition.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { createProgram, type ProgramForm, type TrainerProgram } from "./trainerProgram.js";

/** What runs that differ in seed and range share. */
export interface Preparation {
  readonly program: TrainerProgram;
  /** One for each criterion that a run goes through. */
  readonly trainingKernels: readonly Kernel[];
}

/** How many preparations are kept: a worker trains one experiment after the other. */
const keptPreparations = 8;
const preparations = new Map<string, Preparation & { readonly definition: ModuleDefinition }>();

/**
 * Writes out and schedules the formulas of a run, or returns those of an earlier run of the same form.
 *
 * @throws {UserError} for an unknown module and settings that it cannot run with
 */
export function prepare(settings: RunSettings, inputSize: number, form: ProgramForm): Preparation {
  const definition = findModule(settings.layerType);
  const key = JSON.stringify([formOf(settings), inputSize, form]);
  const known = preparations.get(key);
  if (known?.definition === definition) return known;
  const program = createProgram(definition, settings, inputSize, form);
  const { trainCriterion } = settings;
  const criteria = trainCriterion === "pcc-mse" ? (["pcc", "mse"] as const) : [trainCriterion];
  const trainingKernels = criteria.map((criterion) => program.trainingKernel(criterion));
  const preparation = { definition, program, trainingKernels };
  preparations.set(key, preparation);
  if (preparations.size > keptPreparations) {
    const [oldest] = preparations.keys();
    preparations.delete(oldest);
  }
  return preparation;
}

/** The settings without those that only choose numbers: seed and ranges, and what is logged. */
function formOf(settings: RunSettings): Partial<RunSettings> {
  return {
    ...settings,
    seed: undefined,
    interpolationRange: undefined,
    extrapolationRange: undefined,
    sampleDistribution: undefined,
    maxIterations: undefined,
    logInterval: undefined,
    verbose: undefined,
    logEveryIteration: undefined,
  };
}
