import type { Cell } from "../logs/summariseCells.js";

/** How many a sentence names. */
const most = 3;

/**
 * Says which numbers logarithmic axes cannot show, and leave out.
 *
 * @param params of the spec
 * @param nameOf what to call a number
 */
export function sayWhatAxesLose(
  cells: readonly Cell[],
  { xScale, yScale }: Readonly<Record<string, unknown>>,
  nameOf: (cell: Cell) => string,
  warn: (message: string) => void,
): void {
  const isLost = (value: unknown) => typeof value === "number" && value <= 0;
  const say = (lost: readonly Cell[], what: string) => {
    if (lost.length === 0) return;
    const more = lost.length > most ? `; and ${lost.length - most} more` : "";
    warn(
      `${what}: a log axis cannot show them (${lost.slice(0, most).map(nameOf).join("; ")}${more})`,
    );
  };
  if (xScale === "log") {
    const lost = cells.filter(({ row }) => isLost(row));
    say(lost, `${lost.length} of ${cells.length} numbers stand at x that are not above zero`);
  }
  if (yScale !== "log") return;
  const lost = cells.filter(({ centre }) => isLost(centre));
  say(lost, `${lost.length} of ${cells.length} numbers are not above zero`);
  const open = cells.filter(({ centre, lower }) => isLost(lower) && !isLost(centre));
  say(open, `${open.length} of ${cells.length} intervals are not above zero at their lower end`);
}
