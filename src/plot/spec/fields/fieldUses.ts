import { own, setOwn } from "../../../util/own.js";
import type { JsonObject } from "../figure.js";
import { isObject } from "../walkViews.js";

/** A place of a spec that names a field, and a way to write another name there. */
export interface FieldUse {
  readonly field: string;
  readonly place: string;
  /** Undefined in expressions, where a name cannot be rewritten safely. */
  readonly write?: (field: string) => void;
}

/** Keys of transforms whose value is a field, or a list of fields. */
const transformKeys = [
  "groupby",
  "stack",
  "fold",
  "flatten",
  "pivot",
  "impute",
  "key",
  "density",
  "quantile",
  "regression",
  "loess",
  "on",
  "lookup",
];

const guides = ["axis", "legend", "header"];

/** Where transforms have expressions; filters may be joined by "and", "or" and "not". */
const expressionKeys = ["filter", "calculate", "and", "or", "not"];

/** The fields that a view's encoding, and the facet around it, name; those of composite marks included. */
export function fieldsOfEncoding(view: JsonObject, path: string): FieldUse[] {
  const uses: FieldUse[] = [];
  for (const key of ["encoding", "facet"]) collect(own(view, key), `${path}.${key}`, uses, []);
  if (isObject(view.repeat) || Array.isArray(view.repeat)) collectRepeat(view, path, uses);
  return uses;
}

/** The fields that one transform names. */
export function fieldsOfTransform(transform: JsonObject, place: string): FieldUse[] {
  const uses: FieldUse[] = [];
  // The other table of a lookup has fields of its own; a value to impute is no field.
  const own = Object.entries(transform).filter(([key]) => key !== "from" && key !== "value");
  collect(Object.fromEntries(own), place, uses, transformKeys, transform);
  const { value } = transform;
  if ("pivot" in transform && typeof value === "string") {
    uses.push(useOf(transform, "value", value, place));
  }
  return uses;
}

/** The fields of its other table that a lookup names. */
export function fieldsOfLookup(from: JsonObject, place: string): FieldUse[] {
  const uses: FieldUse[] = [];
  const { key, fields } = from;
  if (typeof key === "string") uses.push(useOf(from, "key", key, place));
  if (Array.isArray(fields)) {
    fields.forEach((field: unknown, index) => {
      if (typeof field === "string") uses.push(useOf(fields, index, field, `${place}.fields`));
    });
  }
  return uses;
}

function useOf(holder: object, key: string | number, field: string, place: string): FieldUse {
  return {
    field,
    place: typeof key === "number" ? `${place}[${key}]` : `${place}.${key}`,
    write: (name) => void setOwn<unknown>(holder as Record<string, unknown>, String(key), name),
  };
}

function collect(
  part: unknown,
  place: string,
  uses: FieldUse[],
  fieldKeys: readonly string[],
  holder = part,
): void {
  if (Array.isArray(part)) {
    part.forEach((item, index) => collect(item, `${place}[${index}]`, uses, fieldKeys));
    return;
  }
  if (!isObject(part) || !isObject(holder)) return;
  for (const [key, value] of Object.entries(part)) {
    const here = `${place}.${key}`;
    // The conditions of a guide look at its ticks, not at rows.
    if (guides.includes(key) && fieldKeys.length === 0) continue;
    if (key === "field" || key === "argmax" || key === "argmin" || fieldKeys.includes(key)) {
      if (typeof value === "string") {
        if (!isCountOfAll(part, value)) uses.push(useOf(holder, key, value, place));
        continue;
      }
      if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
        value.forEach((field, index) => uses.push(useOf(value, index, field, here)));
        continue;
      }
    }
    if (expressionKeys.includes(key)) {
      const expressions = [value].flat().filter((item) => typeof item === "string");
      for (const field of expressions.flatMap(fieldsInExpression))
        uses.push({ field, place: here });
    }
    collect(value, here, uses, fieldKeys);
  }
}

/** `{"op": "count", "field": "*"}` counts rows and names no field. */
function isCountOfAll(part: JsonObject, field: string): boolean {
  return field === "*" && [part.op, part.aggregate, part.type].includes("count");
}

/** What `repeat` lists are fields when a field of the repeated view is one of the list. */
function collectRepeat(view: JsonObject, path: string, uses: FieldUse[]): void {
  const repeat = view.repeat;
  const lists = Array.isArray(repeat) ? { repeat } : (repeat as JsonObject);
  const namedBy = new Set<unknown>();
  visit(view.spec);
  for (const [key, list] of Object.entries(lists)) {
    if (!Array.isArray(list) || !namedBy.has(key)) continue;
    const place = Array.isArray(repeat) ? `${path}.repeat` : `${path}.repeat.${key}`;
    list.forEach((field: unknown, index) => {
      if (typeof field === "string") uses.push(useOf(list, index, field, place));
    });
  }

  function visit(part: unknown): void {
    if (Array.isArray(part)) part.forEach(visit);
    if (!isObject(part)) return;
    if (isObject(part.field)) namedBy.add(part.field.repeat);
    Object.values(part).forEach(visit);
  }
}

/** The columns that an expression reads, each as the path that it writes: `datum.a.b` is `a.b`. */
function fieldsInExpression(expression: string): string[] {
  const dotted = expression.matchAll(/\bdatum((?:\.[A-Za-z_]\w*)+)/g);
  const quoted = expression.matchAll(/\bdatum\[\s*(["'])((?:\\.|(?!\1).)+)\1\s*\]/g);
  return [
    ...[...dotted].map((match) => match[1].slice(1)),
    ...[...quoted].map((match) => match[2].replace(/[.[\]]/g, "\\$&")),
  ];
}
