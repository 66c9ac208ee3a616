import { own, setOwn } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import { shown } from "./fields/checkVocabulary.js";
import type { JsonObject } from "./figure.js";
import { isObject, walkViews } from "./walkViews.js";

type Datasets = Readonly<Record<string, readonly object[]>>;

/**
 * Gives a spec its data: the rows take the place of the sample that the document may hold under the same name.
 * Numbers that JSON does not know (NaN, infinities) become null, so that every format shows the same.
 *
 * @throws {UserError} when the spec names data that are not given, data are given that it does not name, or it has
 *   data with an address of their own
 */
export function bindData(spec: JsonObject, specName: string, data: Datasets): JsonObject {
  const samples = isObject(spec.datasets) ? spec.datasets : {};
  const named = new Set<string>();
  const bound = walkViews(spec, (view, path) => {
    const transform = Array.isArray(view.transform)
      ? view.transform.map((one: unknown, index) => bindLookup(one, `${path}.transform[${index}]`))
      : undefined;
    return {
      ...view,
      ...(view.data !== undefined && { data: bind(view.data, `${path}.data`) }),
      ...(transform !== undefined && { transform }),
    };
  });
  for (const name of Object.keys(data)) {
    if (!named.has(name)) throw notNamed(specName, name, [...named]);
  }
  const rows = Object.fromEntries(
    Object.entries(data).map(([name, values]) => [name, values.map(finiteOrNull)]),
  );
  return { ...bound, datasets: { ...samples, ...rows } };

  function bind(source: unknown, place: string): unknown {
    if (!isObject(source)) return source;
    const { name, format, ...own } = source;
    if (typeof name === "string") {
      named.add(name);
      if (Object.hasOwn(data, name)) return format === undefined ? { name } : { name, format };
    }
    if (source.url !== undefined) throw address(specName, place, source.url);
    if (typeof name !== "string") return source;
    const hasSample = Object.hasOwn(samples, name) || Object.keys(own).length > 0;
    if (!hasSample) throw missing(specName, place, name, Object.keys(data));
    return source;
  }

  /** The other table of a lookup is named inside the transform. */
  function bindLookup(transform: unknown, place: string): unknown {
    if (!isObject(transform) || !isObject(transform.from)) return transform;
    const { from } = transform;
    if (from.data === undefined) return transform;
    return { ...transform, from: { ...from, data: bind(from.data, `${place}.from.data`) } };
  }
}

/** A copy: Vega marks the rows that it is given. */
function finiteOrNull(row: object): object {
  const copy: Record<string, unknown> = { ...row };
  for (const field in copy) {
    const value = own(copy, field);
    if (typeof value === "number" && !Number.isFinite(value)) setOwn(copy, field, null);
  }
  return copy;
}

function missing(specName: string, place: string, name: string, given: string[]): UserError {
  return new UserError(
    `${specName}: ${place} names "${name}", but no such data are given (given: ${given.join(", ") || "none"}).\nRename it in the spec, or put rows under "datasets" there.`,
  );
}

/** Data of their own would make a figure depend on what its record does not know, and read any file or the network. */
function address(specName: string, place: string, url: unknown): UserError {
  return new UserError(
    `${specName}: ${place}.url is ${shown(url)}, but a figure reads only the data that its lookup names.\nList the file in the lookup, "data: { mine: { table: mine.csv } }", and write {"name": "mine"} here.`,
  );
}

function notNamed(specName: string, name: string, named: string[]): UserError {
  return new UserError(
    `${specName}: nothing in the spec uses the data "${name}" (it names: ${named.join(", ") || "none"}).\nWrite "data": {"name": "${name}"} at the top of the spec.`,
  );
}
