import * as z from "zod";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import type { JsonObject } from "../spec/figure.js";
import { isObject } from "../spec/walkViews.js";
import { type Libraries, untyped } from "../vega/loadVega.js";
import { points } from "./pageSize.js";

const requestSchema = z.strictObject({
  /** The field by which there is a panel each, and whose values are their titles. */
  field: z.string(),
  /** A parameter that gets the lines of the titles that need several: an object by values of the field. */
  titles: z.string(),
  /** A parameter that says what to write for a value. */
  labels: z.string().optional(),
  /** A parameter that gets the height of a line, and one for that of all lines but the last, in points. */
  line: z.string(),
  rise: z.string(),
});

/** What the labels of a y axis take beside a panel, in points. */
const axisRoom = 26;

/** The size of titles where neither theme nor venue says it, in points. */
const usualTitlePt = 8.5;

/** What Vega adds to the size of type between lines, in points. */
const leading = 2;

/**
 * Breaks titles of panels that are longer than a panel is wide, as the spec asks under `usermeta.wrapTitles`: panels would
 * make room for them and become narrow.
 *
 * @param document complete, with its rows and the theme
 * @throws {UserError} when `usermeta.wrapTitles` is not as it has to be
 */
export function wrapTitles(
  document: JsonObject,
  libraries: Libraries,
  specName: string,
  widthCm: number,
): JsonObject {
  const asked = isObject(document.usermeta) ? document.usermeta.wrapTitles : undefined;
  if (asked === undefined) return document;
  const request = requestSchema.safeParse(asked);
  if (!request.success) {
    throw new UserError(
      `${specName}: "usermeta.wrapTitles" has to be like {"field": "panel", "titles": "titles", "line": "titleLine", "rise": "titleRise"}.`,
    );
  }
  const { field, titles, labels, line, rise } = request.data;
  const params = (Array.isArray(document.params) ? document.params : []).filter(isObject);
  const given = params.find(({ name }) => name === labels)?.value;
  const values = valuesOf(document, field);
  const across = Math.max(1, Math.min(values.length, columnsOf(document) ?? values.length));
  const limit = points(widthCm) / across - axisRoom;
  const { fontSize, item } = styleOf(document);
  const { textMetrics } = untyped(libraries.vega);
  const widthOf = (text: string) => textMetrics.width(item, text);
  const broken = values.flatMap((value): [string, string[]][] => {
    const said = isObject(given) && Object.hasOwn(given, value) ? String(own(given, value)) : value;
    const lines = linesOf(said, limit, widthOf);
    return lines.length > 1 ? [[value, lines]] : [];
  });
  if (broken.length === 0) return document;
  const most = Math.max(...broken.map(([, lines]) => lines.length));
  const lineHeight = fontSize + leading;
  const set: Record<string, unknown> = {
    [titles]: Object.fromEntries(broken.map(([value, lines]) => [value, lines.join("\n")])),
    [line]: lineHeight,
    [rise]: lineHeight * (most - 1),
  };
  return {
    ...document,
    params: params.map((one) => {
      const name = String(one.name);
      return Object.hasOwn(set, name) ? { ...one, value: own(set, name) } : one;
    }),
  };
}

/**
 * Lines that are no longer than the limit, broken behind blanks and the signs that names are put together with; within a
 * word where nothing else helps. `lr = 0.1` stays together.
 */
function linesOf(text: string, limit: number, widthOf: (text: string) => number): string[] {
  const lines = [""];
  const add = (part: string) => {
    const last = lines.length - 1;
    const longer = lines[last] + part;
    if (lines[last] === "" || widthOf(longer.trimEnd()) <= limit) lines[last] = longer;
    else lines.push(part.trimStart());
  };
  const glued = text.replaceAll(" = ", "\u00a0=\u00a0");
  for (const part of glued.match(/[^ /_·,]*[ /_·,]+|[^ /_·,]+/g) ?? []) {
    if (widthOf(part.trimEnd()) <= limit) add(part);
    else for (const sign of part) add(sign);
  }
  return lines.map((line) => line.replaceAll("\u00a0", " ").trim()).filter((line) => line !== "");
}

function valuesOf({ datasets }: JsonObject, field: string): string[] {
  const rows = Object.values(isObject(datasets) ? datasets : {}).flat();
  const values = rows.filter(isObject).flatMap((row) => {
    const value = own(row, field);
    return typeof value === "string" ? [value] : [];
  });
  return [...new Set(values)];
}

/** Panels in a row: of the first view that says so. */
function columnsOf({ vconcat }: JsonObject): number | undefined {
  const views = (Array.isArray(vconcat) ? vconcat : []).filter(isObject);
  return views.flatMap(({ columns }) => (typeof columns === "number" ? [columns] : []))[0];
}

function styleOf({ config }: JsonObject) {
  const { style, font } = isObject(config) ? config : {};
  const title = isObject(style) && isObject(style.panelTitle) ? style.panelTitle : {};
  const fontSize = typeof title.fontSize === "number" ? title.fontSize : usualTitlePt;
  const weight = title.fontWeight;
  return {
    fontSize,
    item: {
      fontSize,
      ...(typeof font === "string" && { font }),
      ...((typeof weight === "number" || typeof weight === "string") && { fontWeight: weight }),
    },
  };
}
