import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import type { ExecutorDefinition } from "./executor.js";
import { inline } from "./inline.js";
import { lsf } from "./lsf.js";
import { slurm } from "./slurm.js";
import { workers } from "./workers.js";

/** Every executor; the first is the one that is taken unless another is named. */
export const executors: readonly ExecutorDefinition[] = [workers, inline, slurm, lsf];

/** @throws {UserError} for a name that no executor has */
export function findExecutor(name: string): ExecutorDefinition {
  const found = executors.find((executor) => executor.name === name);
  if (found) return found;
  const names = executors.map((executor) => executor.name);
  throw new UserError(
    `There is no executor "${name}".${didYouMean(name, names)} Known are ${names.join(", ")}.`,
    2,
  );
}
