import type { Run } from "../../events/index.js";
import { UserError } from "../../util/userError.js";
import type { ExportedRun, NumberColumn } from "./exportedRun.js";
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
  const columns = new Map<string, NumberColumn & { readonly missing: Uint8Array }>();
  const names = tensorNames(tensors.map(({ tag }) => tag));
  const step = { values: Float64Array.from(rows.keys()), missing: new Uint8Array(rows.size) };
  for (const [index, series] of tensors.entries()) {
    const name = names[index];
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
        const key = `param.${name}.${k}`;
        let column = columns.get(key);
        if (column === undefined) {
          const values = new Float64Array(rows.size).fill(NaN);
          columns.set(key, (column = { values, missing: new Uint8Array(rows.size).fill(1) }));
        }
        column.values[row] = element;
        column.missing[row] = 0;
      });
    }
    if (!columns.has("step")) columns.set("step", step);
  }
  return { name: run.name, rows: rows.size, columns };
}

/** The last part of each tag before `text_summary`; of several tags with the same one, all their parts. */
function tensorNames(tags: readonly string[]): string[] {
  const parts = tags.map((tag) => tag.split("/").slice(0, -1));
  const short = parts.map((names) => names.at(-1)!);
  return short.map((name, index) => {
    const isAlone = short.indexOf(name) === short.lastIndexOf(name);
    return isAlone ? name : parts[index].join(".");
  });
}
