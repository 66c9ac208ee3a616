import type { Program } from "../program.js";
import { writeAdvanceAlone } from "./entries/advanceAlone.js";
import { writeAdvanceTogether } from "./entries/advanceTogether.js";
import { distinctPrograms } from "./entries/branches.js";
import { writeEvaluate } from "./entries/evaluateEntry.js";
import type { ModuleLayout } from "./layout.js";
import { ptxModule } from "./ptx/ptxFunction.js";

/** Names of the entries of a module, and what each is given. */
export const entryNames = {
  advance: (kernel: number) => `advance${kernel}`,
  evaluate: "evaluate",
} as const;

/**
 * The text of everything that runs do on the GPU: a warp each.
 *
 * @param programs one, or several of one step each whose runs share their batches, a run of each in a block
 */
export function writeModule(programs: readonly Program[], layout: ModuleLayout): string {
  const [program] = programs;
  const distinct = distinctPrograms(programs, layout);
  const advance =
    programs.length === 1
      ? program.steps.map((kernel, index) =>
          writeAdvanceAlone(entryNames.advance(index), program, layout, kernel),
        )
      : [writeAdvanceTogether(entryNames.advance(0), programs, layout, distinct)];
  return ptxModule([...advance, writeEvaluate(entryNames.evaluate, programs, layout, distinct)]);
}
