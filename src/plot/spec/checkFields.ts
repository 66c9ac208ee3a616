import { didYouMean } from "../../util/didYouMean.js";
import { UserError } from "../../util/userError.js";
import type { JsonObject } from "./figure.js";
import { isObject } from "./walkViews.js";

interface Use {
  readonly field: string;
  readonly place: string;
}

/** Transforms whose columns depend on the rows: what comes after them cannot be checked. */
const openTransforms = ["pivot", "lookup", "regression", "loess", "density", "extent", "sample"];

/**
 * Checks that the data have every field that encodings, filters and calculations of a spec name.
 * A data source without rows says nothing about its fields and is not checked.
 *
 * @param spec a document whose rows are in `datasets`
 * @throws {UserError} that names the place, the field, and the fields that there are
 */
export function checkFields(spec: JsonObject, specName: string): void {
  const datasets = (isObject(spec.datasets) ? spec.datasets : {}) as Record<string, object[]>;
  const made = fieldsMadeIn(spec);
  const known = new Map<string, ReadonlySet<string>>();
  visit(spec, "spec", undefined);

  function visit(view: JsonObject, path: string, inherited: string | undefined): void {
    const name = view.data === undefined ? inherited : dataName(view.data);
    const fields = name === undefined ? undefined : fieldsOf(name);
    if (fields !== undefined && fields.size > 0 && !hasOpenTransform(view)) {
      for (const { field, place } of fieldsUsedBy(view, path)) {
        if ([field, unescaped(field), firstStep(field)].some((name) => fields.has(name))) continue;
        if (made.has(field)) continue;
        throw new UserError(
          `${specName}: ${place} names the field "${field}", which the data "${name}" do not have.${didYouMean(field, fields)}\nThey have: ${[...fields].join(", ")}.`,
        );
      }
    }
    for (const key of ["layer", "hconcat", "vconcat", "concat"]) {
      const children = view[key];
      if (!Array.isArray(children)) continue;
      children.forEach((child: unknown, index) => {
        if (isObject(child)) visit(child, `${path}.${key}[${index}]`, name);
      });
    }
    if (isObject(view.spec)) visit(view.spec, `${path}.spec`, name);
  }

  function fieldsOf(name: string): ReadonlySet<string> {
    const before = known.get(name);
    if (before !== undefined) return before;
    const fields = new Set<string>();
    for (const row of datasets[name] ?? []) for (const field in row) fields.add(field);
    known.set(name, fields);
    return fields;
  }
}

function dataName(data: unknown): string | undefined {
  return isObject(data) && typeof data.name === "string" ? data.name : undefined;
}

function hasOpenTransform(view: JsonObject): boolean {
  const transforms = Array.isArray(view.transform) ? view.transform.filter(isObject) : [];
  return transforms.some((transform) => openTransforms.some((kind) => kind in transform));
}

/** `a\\.b` is the field whose name has a dot. */
function unescaped(field: string): string {
  return field.replaceAll("\\", "");
}

/** `a.b` and `a[0]` reach into the field `a`. */
function firstStep(field: string): string {
  return unescaped(field).split(/[.[]/)[0];
}

/** Every name that a transform anywhere in the document gives to a new field. */
function fieldsMadeIn(spec: unknown): Set<string> {
  const made = new Set(["key", "value"]);
  visit(spec);
  return made;

  function visit(part: unknown): void {
    if (Array.isArray(part)) part.forEach(visit);
    if (!isObject(part)) return;
    for (const [key, value] of Object.entries(part)) {
      if (key === "as") [value].flat().forEach((name) => made.add(String(name)));
      else if (key !== "datasets") visit(value);
    }
  }
}

function fieldsUsedBy(view: JsonObject, path: string): Use[] {
  const uses: Use[] = [];
  for (const key of ["encoding", "transform", "facet"]) visit(view[key], `${path}.${key}`);
  return uses;

  function visit(part: unknown, place: string): void {
    if (Array.isArray(part)) part.forEach((item, index) => visit(item, `${place}[${index}]`));
    if (!isObject(part)) return;
    for (const [key, value] of Object.entries(part)) {
      const here = `${place}.${key}`;
      if (key === "field" && typeof value === "string") uses.push({ field: value, place: here });
      else if (key === "groupby" && Array.isArray(value))
        value.forEach((field) => uses.push({ field: String(field), place: here }));
      else if ((key === "filter" || key === "calculate") && typeof value === "string")
        for (const field of fieldsInExpression(value)) uses.push({ field, place: here });
      else visit(value, here);
    }
  }
}

function fieldsInExpression(expression: string): string[] {
  const dotted = expression.matchAll(/\bdatum\.([A-Za-z_]\w*)/g);
  const quoted = expression.matchAll(/\bdatum\[\s*(["'])(.+?)\1\s*\]/g);
  return [...[...dotted].map((match) => match[1]), ...[...quoted].map((match) => match[2])];
}
