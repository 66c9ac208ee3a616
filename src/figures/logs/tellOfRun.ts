import { describeLoss, describeSuperseded, type Run } from "../../events/index.js";

/** What to do for values that a restart took the place of. */
const keepsThem = "A table of figures export --supersede none keeps them.";

/** Tells what could not be read of a run, and what was left out because other values took its place. */
export function tellOfRun(
  { name, losses, superseded }: Pick<Run, "name" | "losses" | "superseded">,
  warn: (message: string) => void,
): void {
  for (const loss of losses) warn(describeLoss(loss));
  for (const line of describeSuperseded(name, superseded, keepsThem)) warn(line);
}
