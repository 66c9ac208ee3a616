import { UserError } from "../../util/userError.js";
import type { JsonObject } from "./figure.js";
import { isObject, walkViews } from "./walkViews.js";

type Datasets = Readonly<Record<string, readonly object[]>>;

/**
 * Gives a spec its data: the rows take the place of the sample that the document may hold under the same name.
 * Numbers that JSON does not know (NaN, infinities) become null, so that every format shows the same.
 *
 * @throws {UserError} when the spec names data that are not given, or data are given that it does not name
 */
export function bindData(spec: JsonObject, specName: string, data: Datasets): JsonObject {
  const samples = isObject(spec.datasets) ? spec.datasets : {};
  const named = new Map<string, string>();
  const bound = walkViews(spec, (view, path) => {
    if (!isObject(view.data) || typeof view.data.name !== "string") return view;
    const { name, format, ...source } = view.data;
    named.set(name, path);
    if (!(name in data)) {
      const hasSample = name in samples || Object.keys(source).length > 0;
      if (!hasSample) throw missing(specName, path, name, Object.keys(data));
      return view;
    }
    return { ...view, data: format === undefined ? { name } : { name, format } };
  });
  for (const name of Object.keys(data)) {
    if (!named.has(name)) throw notNamed(specName, name, [...named.keys()]);
  }
  const rows = Object.fromEntries(
    Object.entries(data).map(([name, values]) => [name, values.map(finiteOrNull)]),
  );
  return { ...bound, datasets: { ...samples, ...rows } };
}

/** A copy: Vega marks the rows that it is given. */
function finiteOrNull(row: object): object {
  const copy: Record<string, unknown> = { ...row };
  for (const field in copy) {
    const value = copy[field];
    if (typeof value === "number" && !Number.isFinite(value)) copy[field] = null;
  }
  return copy;
}

function missing(specName: string, path: string, name: string, given: string[]): UserError {
  return new UserError(
    `${specName}: ${path}.data names "${name}", but no such data are given (given: ${given.join(", ") || "none"}).\nRename it in the spec, or put rows under "datasets" there.`,
  );
}

function notNamed(specName: string, name: string, named: string[]): UserError {
  return new UserError(
    `${specName}: nothing in the spec uses the data "${name}" (it names: ${named.join(", ") || "none"}).\nWrite "data": {"name": "${name}"} at the top of the spec.`,
  );
}
