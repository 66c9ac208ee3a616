import { own } from "../../../util/own.js";
import type { JsonObject } from "../figure.js";
import { isObject } from "../walkViews.js";
import { unescapeField } from "./fieldNames.js";

/** The names of the fields that rows have; undefined where they depend on the rows' values or are not known. */
export type Fields = ReadonlySet<string> | undefined;

type Names = readonly string[];

/** The fields after a transform of one kind: those that it keeps, and those that it makes. */
type Effect = (transform: JsonObject, before: ReadonlySet<string>) => Fields;

const kept =
  (made: (transform: JsonObject) => Names): Effect =>
  (transform, before) =>
    new Set([...before, ...made(transform)]);

const grouped =
  (made: (transform: JsonObject) => Names): Effect =>
  (transform) =>
    new Set([...names(transform.groupby), ...made(transform)]);

/** What each transform of Vega-Lite does to the fields, by the key that tells its kind. */
const effects: Readonly<Record<string, Effect>> = {
  filter: kept(() => []),
  sample: kept(() => []),
  calculate: kept(({ as }) => names(as)),
  bin: kept(({ as }) => withEnd(as)),
  timeUnit: kept(({ as }) => withEnd(as)),
  stack: kept(({ as }) => withEnd(as)),
  aggregate: grouped(({ aggregate }) => names(list(aggregate).map(({ as }) => as))),
  joinaggregate: kept(({ joinaggregate }) => names(list(joinaggregate).map(({ as }) => as))),
  window: kept(({ window }) => names(list(window).map(({ as }) => as))),
  flatten: kept(({ as }) => names(as)),
  fold: kept(({ as }) => withDefault(as, ["key", "value"])),
  impute: kept(({ impute, key }) => names([impute, key])),
  density: grouped(({ as }) => withDefault(as, ["value", "density"])),
  quantile: grouped(({ as }) => withDefault(as, ["prob", "value"])),
  regression: grouped(({ as, on, regression, params }) =>
    params === true ? ["coef", "rSquared"] : withDefault(as, names([on, regression])),
  ),
  loess: grouped(({ as, on, loess }) => withDefault(as, names([on, loess]))),
  lookup: (transform, before) => {
    const { as, from } = transform;
    const taken = isObject(from) ? names(from.fields) : [];
    if (as === undefined && taken.length === 0) return undefined;
    return new Set([...before, ...(as === undefined ? taken : names(as))]);
  },
  // The new fields are the values of a column.
  pivot: () => undefined,
  // Last: a density and a regression have an extent too.
  extent: kept(() => []),
};

/** The key that tells a transform's kind, as `filter`; undefined when Vega-Lite has no such transform. */
export function transformKind(transform: JsonObject): string | undefined {
  return Object.keys(effects).find((kind) => Object.hasOwn(transform, kind));
}

/** The kinds of transforms that there are. */
export const transformKinds: readonly string[] = Object.keys(effects);

/** The fields that rows have after a transform. */
export function fieldsAfter(transform: JsonObject, before: Fields): Fields {
  const kind = transformKind(transform);
  if (kind === undefined) return undefined;
  // What groups are made of is known even where the rows before are not.
  if (before === undefined && !("groupby" in transform && kind === "aggregate")) return undefined;
  return own(effects, kind)?.(transform, before ?? new Set());
}

function list(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function names(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((name) => (typeof name === "string" ? [unescapeField(name)] : []));
}

/** A bin, a time unit and a stack make a second field, for the end of the interval. */
function withEnd(as: unknown): string[] {
  const made = names(as);
  return made.length === 1 ? [made[0], `${made[0]}_end`] : made;
}

/** Names given for some of the new fields take the place of the first defaults. */
function withDefault(as: unknown, defaults: Names): string[] {
  const given = names(as);
  return [...given, ...defaults.slice(given.length)];
}
