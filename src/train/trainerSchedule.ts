import type { PenaltyKey } from "./modules/moduleDefinition.js";
import type { RunSettings } from "./runSettings.js";
import { createBetaSchedule } from "./trainerBeta.js";

/** Numbers of an iteration that do not depend on the parameters. */
export interface IterationFactors {
  /** The ramp of the penalties. */
  readonly rampScale: number;
  readonly beta: number;
  /** What a penalty is multiplied with in the loss. */
  factorOf(key: PenaltyKey | "beta"): number;
}

/** The factors of the penalties over the iterations of a run. */
export function createFactorSchedule(
  settings: RunSettings,
): (iteration: number) => IterationFactors {
  const betaAt = createBetaSchedule(settings);
  return (iteration) => {
    const rampScale = ramp(settings, iteration);
    const beta = betaAt(iteration);
    const npuScale = settings.regularizerScaleType === "heim" ? beta : rampScale;
    const factorOf = (key: PenaltyKey | "beta"): number => {
      switch (key) {
        case "W":
          return settings.regularizer * rampScale;
        case "z":
          return settings.regularizerZ;
        case "W-OOB":
          return settings.regularizerOutOfBounds;
        case "g":
        case "trash":
          return 1;
        case "W-NPU":
          return settings.regularizerNpuWeight * npuScale;
        case "g-NPU":
          return settings.regularizerGate * npuScale;
        case "beta":
          return beta;
      }
    };
    return { rampScale, beta, factorOf };
  };
}

function ramp(settings: RunSettings, iteration: number): number {
  if (settings.regularizerScaling === "exp") return 1 - Math.exp(-1e-5 * iteration);
  const { regularizerScalingStart: start, regularizerScalingEnd: end } = settings;
  return Math.min(1, Math.max(0, (iteration - start) / (end - start)));
}
