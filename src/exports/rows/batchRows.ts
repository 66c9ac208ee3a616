import type { RunBatch } from "../../events/index.js";
import type { TablePart, TableStream } from "../../tables/tableStream.js";

/** How the values of a log become rows of a table. */
export interface BatchRows {
  readonly columns: TableStream["columns"];
  /** What makes rows of the batches of one run, which the table knows under `name`. */
  readonly rowsOf: (name: string) => (batch: RunBatch) => TablePart;
}

/** The columns that say where a value stands. */
export const placeColumns: TableStream["columns"] = [
  { name: "run", type: "text" },
  { name: "tag", type: "text" },
  { name: "step", type: "integer" },
  { name: "wall_time", type: "double" },
];
