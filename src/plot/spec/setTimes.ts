import { own, setOwn } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import { inExpression, unescapeField } from "./fields/fieldNames.js";
import { fieldsOfEncoding, fieldsOfTransform } from "./fields/fieldUses.js";
import type { JsonObject } from "./figure.js";
import { isObject, walkViews } from "./walkViews.js";

/** Where a spec takes a column as a time. */
interface TimeUse {
  readonly column: string;
  readonly place: string;
}

/**
 * Makes times independent of the machine: dates without a zone count as UTC, scales and time units are those of UTC,
 * and a column of whole years, which would be milliseconds after 1970, is read as years.
 *
 * @param spec a document whose rows are in `datasets`
 * @throws {UserError} when a column of years is a time in one place and a number in another
 */
export function setTimes(
  spec: JsonObject,
  specName: string,
  onWarning: (message: string) => void,
): JsonObject {
  const { times, others } = usesOf(spec);
  if (times.length === 0) return spec;
  const columns = new Map(times.map((use) => [use.column, use]));
  const years = new Set<string>();
  const datasets: Record<string, unknown> = {};
  for (const [name, source] of Object.entries(isObject(spec.datasets) ? spec.datasets : {})) {
    const rows: readonly unknown[] = Array.isArray(source) ? source : [];
    let changed = rows;
    for (const [column, { place }] of columns) {
      const values = valuesOf(rows, column);
      if (values.length === 0) continue;
      if (values.every(isYear)) years.add(column);
      else if (values.every(isLikeSeconds)) onWarning(secondsWarning(specName, place, column));
      else changed = changed.map((row) => withTime(row, column));
      const lost = valuesOf(changed, column).filter((value) => Number.isNaN(timeOf(value))).length;
      if (lost > 0) onWarning(lostWarning(specName, place, column, lost, values.length));
    }
    setOwn(datasets, name, Array.isArray(source) ? changed : source);
  }
  for (const column of years) {
    const other = others.find((use) => use.column === column);
    if (other !== undefined) throw mixedYears(specName, columns.get(column)!, other);
  }
  const views = walkViews({ ...spec, datasets: undefined }, (view) => inUtc(view, years));
  return { ...views, datasets };
}

function usesOf(spec: JsonObject): { times: TimeUse[]; others: TimeUse[] } {
  const times: TimeUse[] = [];
  const others: TimeUse[] = [];
  walkViews({ ...spec, datasets: undefined }, (view, path) => {
    for (const { field, place } of fieldsOfEncoding(view, path)) {
      const definition = definitionAt(view, path, place);
      const isTime = definition?.type === "temporal" || definition?.timeUnit !== undefined;
      (isTime ? times : others).push({ column: unescapeField(field), place });
    }
    const transforms = Array.isArray(view.transform) ? view.transform.filter(isObject) : [];
    transforms.forEach((transform, index) => {
      const place = `${path}.transform[${index}]`;
      for (const use of fieldsOfTransform(transform, place)) {
        const isTime = transform.timeUnit !== undefined;
        (isTime ? times : others).push({ column: unescapeField(use.field), place: use.place });
      }
    });
    return view;
  });
  return { times, others };
}

/** What stands around a field of an encoding: `spec.encoding.x` of `spec.encoding.x.field`. */
function definitionAt(view: JsonObject, path: string, place: string): JsonObject | undefined {
  const steps = place.slice(path.length + 1).match(/[^.[\]]+/g) ?? [];
  let holder: unknown = view;
  for (const step of steps.slice(0, -1)) {
    holder = isObject(holder) || Array.isArray(holder) ? own({ ...holder }, step) : undefined;
  }
  return isObject(holder) ? holder : undefined;
}

function inUtc(view: JsonObject, years: ReadonlySet<string>): JsonObject {
  const encoding = isObject(view.encoding)
    ? Object.fromEntries(
        Object.entries(view.encoding).map(([key, one]) => [key, channelInUtc(one)]),
      )
    : view.encoding;
  const transform = Array.isArray(view.transform)
    ? view.transform.map((one: unknown): unknown =>
        isObject(one) && one.timeUnit !== undefined
          ? { ...one, timeUnit: utcUnit(one.timeUnit) }
          : one,
      )
    : view.transform;
  return {
    ...view,
    ...(encoding !== undefined && { encoding }),
    ...(transform !== undefined && { transform }),
    ...(isObject(view.data) && { data: dataInUtc(view.data, years) }),
  };
}

function channelInUtc(definition: unknown): unknown {
  if (!isObject(definition)) return definition;
  const { type, timeUnit, scale } = definition;
  const isTime = type === "temporal" || (timeUnit !== undefined && type === undefined);
  const isFree = scale === undefined || (isObject(scale) && scale.type === undefined);
  return {
    ...definition,
    ...(timeUnit !== undefined && { timeUnit: utcUnit(timeUnit) }),
    ...(isTime && isFree && { scale: { ...(isObject(scale) && scale), type: "utc" } }),
  };
}

function utcUnit(unit: unknown): unknown {
  if (isObject(unit)) return { ...unit, utc: true };
  return typeof unit === "string" && !/^utc|^binned/.test(unit) ? `utc${unit}` : unit;
}

function dataInUtc(data: JsonObject, years: ReadonlySet<string>): JsonObject {
  const format = isObject(data.format) ? data.format : {};
  const parse = isObject(format.parse) ? format.parse : {};
  const given = Object.entries(parse).map(([column, how]) => [
    column,
    typeof how === "string" ? how.replace(/^date:/, "utc:") : how,
  ]);
  const added = typeof data.name === "string" ? [...years].map((year) => [year, "utc:'%Y'"]) : [];
  if (given.length + added.length === 0) return data;
  return {
    ...data,
    format: { ...format, parse: Object.fromEntries([...added, ...given]) as JsonObject },
  };
}

function valuesOf(rows: readonly unknown[], column: string): unknown[] {
  return rows.flatMap((row) => {
    const value = isObject(row) ? own(row, column) : null;
    return value === null || value === undefined || value === "" ? [] : [value];
  });
}

function isYear(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1000 && value <= 9999;
}

/** Between 1973 and 2286 when it counts seconds; a week to four months after 1970 when it counts milliseconds. */
function isLikeSeconds(value: unknown): boolean {
  return typeof value === "number" && value >= 1e8 && value < 1e10;
}

function withTime(row: unknown, column: string): unknown {
  if (!isObject(row)) return row;
  const text = own(row, column);
  if (typeof text !== "string") return row;
  // A date alone is UTC for every reader already, and what has a zone says so.
  if (/^\d{4}(-\d\d(-\d\d)?)?$|[Zz]$|[+-]\d\d:?\d\d$|(?:UTC|GMT)/.test(text)) return row;
  const time = Date.parse(
    /^\d{4}-\d\d-\d\d[ T]/.test(text) ? `${text.replace(" ", "T")}Z` : `${text} UTC`,
  );
  return Number.isNaN(time) ? row : { ...row, [column]: new Date(time).toISOString() };
}

function timeOf(value: unknown): number {
  return typeof value === "number" ? value : Date.parse(String(value));
}

function secondsWarning(specName: string, place: string, column: string): string {
  return `${specName}: ${place}: the numbers of "${column}" look like seconds since 1970, but a time in Vega-Lite counts milliseconds. Write {"calculate": "1000 * ${inExpression(column)}", "as": "time"} and use "time".`;
}

function lostWarning(
  specName: string,
  place: string,
  column: string,
  lost: number,
  all: number,
): string {
  return `${specName}: ${place}: ${lost} of ${all} values of "${column}" are no dates and are not drawn.`;
}

function mixedYears(specName: string, time: TimeUse, other: TimeUse): UserError {
  const { column } = time;
  return new UserError(
    `${specName}: ${time.place} takes "${column}" as a time, but it holds years, which ${other.place} takes as numbers.\nGive the time a column of its own: {"calculate": "utc(${inExpression(column)}, 0)", "as": "start"}.`,
  );
}
