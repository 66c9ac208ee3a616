import type { Run } from "../../events/index.js";
import { UserError } from "../../util/userError.js";
import type { ExportedRun } from "./exportRun.js";
import { isTensorText } from "./metricTags.js";
import { parseTensorText } from "./parseTensorText.js";

/**
 * Every element of every tensor that a run logged as text, one row per step: columns
 * `param.<tensor>.<k>` with k the flat (row-major) index, and `step` after the first tensor's.
 *
 * @returns undefined when the run logged no such text
 * @throws {UserError} when a text is no tensor or its shape changes within the run
 */
export function exportTensors(run: Run): ExportedRun | undefined {
  const tensors = [...run.texts.values()]
    .filter(({ tag, length }) => isTensorText(tag) && length > 0)
    .sort((a, b) => a.order[0] - b.order[0]);
  if (tensors.length === 0) return undefined;

  const steps = [...new Set(tensors.flatMap(({ step, length }) => [...step.subarray(0, length)]))];
  const rows = new Map(steps.sort((a, b) => a - b).map((step, row) => [step, row]));
  const columns = new Map<string, Float64Array>();
  for (const series of tensors) {
    const name = series.tag.split("/").at(-2)!;
    let size = -1;
    for (let i = 0; i < series.length; i++) {
      const elements = parseTensorText(series.text[i]);
      if (elements === null || (size >= 0 && elements.length !== size)) {
        throw new UserError(
          `${run.directory}: the text "${series.tag}" at step ${series.step[i]} is ` +
            (elements === null
              ? "no tensor of numbers."
              : `a tensor of ${elements.length} elements; the one before had ${size}.`) +
            `\nExport this run without --weights-only.`,
        );
      }
      size = elements.length;
      const row = rows.get(series.step[i])!;
      elements.forEach((element, k) => {
        const column = `param.${name}.${k}`;
        if (!columns.has(column)) columns.set(column, new Float64Array(rows.size).fill(NaN));
        columns.get(column)![row] = element;
      });
    }
    if (!columns.has("step")) columns.set("step", Float64Array.from(rows.keys()));
  }
  return { name: run.name, columns };
}
