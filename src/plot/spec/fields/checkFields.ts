import { own } from "../../../util/own.js";
import { didYouMean } from "../../../util/text/didYouMean.js";
import type { JsonObject } from "../figure.js";
import { isObject } from "../walkViews.js";
import { escapeField, firstStep, inExpression, needsEscape, unescapeField } from "./fieldNames.js";
import { fieldsOfEncoding, fieldsOfLookup, fieldsOfTransform, type FieldUse } from "./fieldUses.js";
import { type Fields, fieldsAfter } from "./transformFields.js";

/** The rows that a view starts from, and the fields that they have there. */
interface Rows {
  /** What messages call them. */
  readonly name: string;
  readonly rows: readonly JsonObject[];
  readonly fields: Fields;
}

/** Marks that Vega-Lite makes of others, losing the backslash of an escaped field on the way. */
const compositeMarks = ["boxplot", "errorbar", "errorband"];

/**
 * Checks that the data have every field that encodings, facets, repeats and transforms of a spec name, and writes
 * names of columns with dots or brackets as Vega-Lite wants them. Data without rows say nothing about their fields
 * and are not checked.
 *
 * @param spec a document whose rows are in `datasets`
 * @returns the document with escaped fields, and a complaint for each field that is not there: its place, and the
 *   fields that there are
 */
export function checkFields(
  spec: JsonObject,
  specName: string,
): { readonly document: JsonObject; readonly complaints: readonly string[] } {
  const complaints = new Set<string>();
  const { datasets, ...views } = spec;
  const named = isObject(datasets) ? datasets : {};
  const known = new Map<unknown, Rows>();
  const document = structuredClone(views);
  visit(document, "spec", undefined);
  return {
    document: datasets === undefined ? document : { ...document, datasets },
    complaints: [...complaints],
  };

  /** @returns what the view's marks, or those of the views inside, are given */
  function visit(view: JsonObject, path: string, inherited: Rows | undefined): Rows[] {
    let rows = view.data === undefined ? inherited : rowsOf(view.data);
    const transforms = Array.isArray(view.transform) ? view.transform : [];
    transforms.forEach((transform: unknown, index) => {
      if (!isObject(transform) || rows === undefined) return;
      const place = `${path}.transform[${index}]`;
      const isFit = "regression" in transform || "loess" in transform;
      for (const use of fieldsOfTransform(transform, place)) check(use, [rows], isFit);
      checkLookup(transform, place);
      rows = { ...rows, fields: fieldsAfter(transform, rows.fields) };
    });
    const inner = childViews(view, path).flatMap(([child, place]) => visit(child, place, rows));
    const leaves = inner.length > 0 ? inner : rows === undefined ? [] : [rows];
    const seen = rows === undefined ? leaves : [rows, ...leaves];
    const isComposite = hasCompositeMark(view);
    for (const use of fieldsOfEncoding(view, path)) check(use, seen, isComposite);
    return leaves;
  }

  function checkLookup({ from }: JsonObject, place: string): void {
    const rows = isObject(from) ? rowsOf(from.data) : undefined;
    if (!isObject(from) || rows === undefined) return;
    for (const use of fieldsOfLookup(from, `${place}.from`)) check(use, [rows], false);
  }

  function rowsOf(data: unknown): Rows | undefined {
    if (!isObject(data)) return undefined;
    const name = typeof data.name === "string" ? data.name : undefined;
    const isNamed = name !== undefined && Object.hasOwn(named, name);
    const source = isNamed ? own(named, name) : data.values;
    if (!Array.isArray(source)) return undefined;
    const before = known.get(source);
    if (before !== undefined) return before;
    const rows = { name: name ?? "values", rows: source as JsonObject[], fields: fieldsOf(source) };
    known.set(source, rows);
    return rows;
  }

  function check(use: FieldUse, seen: readonly Rows[], isLosingEscapes: boolean): void {
    const checked = seen.filter(({ fields }) => fields !== undefined && fields.size > 0);
    if (checked.length === 0) return;
    for (const { fields } of checked) {
      const column = columnOf(use, fields!);
      if (column === undefined) continue;
      if (!needsEscape(column)) return;
      if (use.write === undefined ? use.field !== escapeField(column) : isLosingEscapes) {
        complaints.add(spelling(specName, use, column));
        return;
      }
      use.write?.(escapeField(column));
      return;
    }
    if (checked.some((rows) => reachesIntoField(use.field, rows))) return;
    if (checked.length < seen.length) return;
    const [{ name, fields }] = checked;
    complaints.add(
      `${specName}: ${use.place} names the field "${use.field}", which the data "${name}" do not have.${didYouMean(use.field, fields!)}\nThey have: ${[...fields!].join(", ")}.`,
    );
  }
}

/** The column that a use means: a name as it stands comes before a path. */
function columnOf({ field }: FieldUse, fields: ReadonlySet<string>): string | undefined {
  return [field, unescapeField(field)].find((name) => fields.has(name));
}

/** Whether a path leads into a field whose values can have parts: `best.loss` into an object that argmax made. */
function reachesIntoField(field: string, { fields, rows }: Rows): boolean {
  const first = firstStep(field);
  if (!fields!.has(first)) return false;
  const row = rows.find((one) => Object.hasOwn(one, first) && own(one, first) !== null);
  if (row === undefined) return true;
  const value = own(row, first);
  return typeof value === "object" || (typeof value === "string" && field.endsWith(".length"));
}

function fieldsOf(rows: readonly unknown[]): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const row of rows) {
    // A plain value in place of a row gets the field "data".
    if (!isObject(row)) fields.add("data");
    else for (const field of Object.keys(row)) fields.add(field);
  }
  return fields;
}

function childViews(view: JsonObject, path: string): [JsonObject, string][] {
  const children: [JsonObject, string][] = [];
  for (const key of ["layer", "hconcat", "vconcat", "concat"]) {
    const list = own(view, key);
    if (!Array.isArray(list)) continue;
    list.forEach((child: unknown, index) => {
      if (isObject(child)) children.push([child, `${path}.${key}[${index}]`]);
    });
  }
  if (isObject(view.spec)) children.push([view.spec, `${path}.spec`]);
  return children;
}

function hasCompositeMark(view: JsonObject): boolean {
  const type = isObject(view.mark) ? view.mark.type : view.mark;
  if (compositeMarks.includes(String(type))) return true;
  return childViews(view, "").some(([child]) => hasCompositeMark(child));
}

function spelling(specName: string, { field, place, write }: FieldUse, column: string): string {
  const shown = JSON.stringify(column);
  const remedy =
    write === undefined
      ? `Write ${inExpression(column)} there.`
      : `Give it a plain name first: {"calculate": ${JSON.stringify(inExpression(column))}, "as": "${column.replace(/\W+/g, "_")}"}.`;
  return `${specName}: ${place} names ${JSON.stringify(field)}: Vega-Lite cannot find the column ${shown} by that name here.\n${remedy}`;
}
