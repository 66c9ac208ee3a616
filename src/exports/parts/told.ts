import type { Loss, RunDirectory, Superseded } from "../../events/index.js";
import type { ExportOptions } from "../exportLogs.js";

/** Something that was told about a run while it was read. */
export type ToldEvent =
  | { readonly kind: "loss"; readonly loss: Loss }
  | { readonly kind: "empty"; readonly run: RunDirectory }
  | {
      readonly kind: "superseded";
      readonly run: RunDirectory;
      readonly superseded: readonly Superseded[];
    };

type Callbacks = Required<Pick<ExportOptions, "onLoss" | "onEmptyRun" | "onSuperseded">>;

/** Remembers what is told, in its order, to tell it again. */
export class Told {
  readonly events: ToldEvent[] = [];

  readonly callbacks: Callbacks = {
    onLoss: (loss) => void this.events.push({ kind: "loss", loss }),
    onEmptyRun: (run) => void this.events.push({ kind: "empty", run }),
    onSuperseded: (run, superseded) =>
      void this.events.push({ kind: "superseded", run, superseded }),
  };
}

/** Tells what was told before. */
export function tellAgain(
  events: readonly ToldEvent[],
  { onLoss, onEmptyRun, onSuperseded }: Pick<ExportOptions, keyof Callbacks>,
): void {
  for (const event of events) {
    if (event.kind === "loss") onLoss(event.loss);
    else if (event.kind === "empty") onEmptyRun(event.run);
    else onSuperseded?.(event.run, event.superseded);
  }
}
