import type { PenaltyKey } from "../modules/parts/moduleDefinition.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { createBetaSchedule } from "./trainerBeta.js";
import { exact } from "../../util/exactMath.js";

/** What a step is given a number for: a penalty, or the sum of the parameters' norms (`beta`). */
export type ScaledTerm = PenaltyKey | "beta";

/** Numbers of an iteration that do not depend on the parameters. */
export interface Schedule {
  /** The ramp of the penalties: 0 before its start, 1 after its end. */
  rampAt(iteration: number): number;
  betaAt(iteration: number): number;
  /** What a term is multiplied with in the loss. */
  factorAt(term: ScaledTerm, iteration: number): number;
}

/** The factors of the penalties over the iterations of a run. */
export function createSchedule(settings: RunSettings): Schedule {
  const betaAt = createBetaSchedule(settings);
  const rampAt = (iteration: number) => ramp(settings, iteration);
  const npuScaleAt = settings.regularizerScaleType === "heim" ? betaAt : rampAt;
  return {
    rampAt,
    betaAt,
    factorAt(term, iteration) {
      switch (term) {
        case "W":
          return settings.regularizer * rampAt(iteration);
        case "z":
          return settings.regularizerZ;
        case "W-OOB":
          return settings.regularizerOutOfBounds;
        case "g":
        case "trash":
          return 1;
        case "W-NPU":
          return settings.regularizerNpuWeight * npuScaleAt(iteration);
        case "g-NPU":
          return settings.regularizerGate * npuScaleAt(iteration);
        case "beta":
          return betaAt(iteration);
      }
    },
  };
}

function ramp(settings: RunSettings, iteration: number): number {
  if (settings.regularizerScaling === "exp") return 1 - exact.exp(-1e-5 * iteration);
  const { regularizerScalingStart: start, regularizerScalingEnd: end } = settings;
  if (iteration <= start) return 0;
  return iteration >= end ? 1 : (iteration - start) / (end - start);
}

/** Whether the β schedule runs: it scales the p-norm penalty or the NPUs' penalties. */
export function hasBeta(settings: RunSettings): boolean {
  const { regularizerL1, regularizerNpuWeight, regularizerGate, regularizerScaleType } = settings;
  const scalesNpu = regularizerScaleType === "heim";
  return regularizerL1 || (scalesNpu && (regularizerNpuWeight !== 0 || regularizerGate !== 0));
}
