import type { Axis, DrawnCurve } from "../curves/protocol.js";
import { h } from "./dom.js";

/**
 * Gives curves to the browser as a CSV file to be saved.
 *
 * @returns how many values it has
 */
export function saveCurves(
  tag: string,
  axis: Axis,
  curves: readonly DrawnCurve[],
  nameOf: (run: number) => string,
): number {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = curves.flatMap(({ run, x, y }) =>
    Array.from(x, (at, i) => `${quoted(nameOf(run))},${at},${y[i]}`),
  );
  const text = `run,${axis},value\n${lines.join("\n")}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  h("a", { href: url, download: `${tag.replaceAll(/[^\w.-]+/g, "_")}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return lines.length;
}
