import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import { shown } from "../spec/fields/checkVocabulary.js";
import type { JsonObject } from "../spec/figure.js";
import { isObject } from "../spec/walkViews.js";

/** Tries to draw a document. Rejects as Vega and Vega-Lite do. */
export type Attempt = (document: JsonObject) => Promise<unknown>;

type Path = readonly (string | number)[];

/** How long to look for the place of a fault: drawings that are tried, and milliseconds. */
const patience = { attempts: 400, milliseconds: 15_000 };

/** Rows of each data source that the search is made with. */
const rowsForSearch = 200;

/** What else helps, by what Vega says. */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /Invalid SVG path/,
    "A shape is circle, square, cross, diamond, arrow, wedge, stroke, triangle, triangle-up, -down, -left, -right, or an SVG path.",
  ],
  [
    /Unrecognized signal name/,
    'Expressions know the names of "params"; a column is written datum.name.',
  ],
  [
    /Unrecognized function/,
    "The functions are listed at https://vega.github.io/vega/docs/expressions.",
  ],
  [/invalid format/i, "A format is one of d3, such as .2f or ~e: https://d3js.org/d3-format."],
  [/Duplicate/, "Give each its own name."],
];

/**
 * The error to show for a fault that Vega or Vega-Lite finds in a document: the smallest part without which the
 * document can be drawn, and what was said about it, in one line without a stack.
 *
 * @param owner says whose a place is that was found: the spec's or the theme's file
 */
export async function explainFault(
  document: JsonObject,
  error: unknown,
  attempt: Attempt,
  owner: (path: Path) => string,
): Promise<UserError> {
  const path = await findPlace(document, attempt);
  const reason = reasonOf(error);
  const hint = hints.find(([pattern]) => pattern.test(reason))?.[1];
  const help = hint ?? "Open the document in the Vega editor to look closer.";
  const place =
    path.length === 0 ? "" : `${placeName(path)} is ${shown(valueAt(document, path))}: `;
  return new UserError(`${owner(path)}: ${place}${reason}.\n${help}`, 1, { cause: error });
}

/** What an error says, in a few words; errors of the libraries' own code say nothing to users. */
function reasonOf(error: unknown): string {
  const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
  const isOfTheirCode =
    error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
  if (isOfTheirCode && !/invalid format/i.test(line)) {
    return "Vega-Lite cannot compile or draw it";
  }
  const short = line.length > 160 ? `${line.slice(0, 159)}…` : line;
  return `Vega-Lite cannot compile or draw it: ${short.replace(/\.$/, "")}`;
}

/** Parts without which a view shows nothing: they are suspected last. */
const foundations = ["mark", "type", "field", "name", "data"];

/**
 * Takes away one part after another, and goes on inside the one without which the document can be drawn.
 * Empty when there is no such part, or the search took too long.
 */
async function findPlace(document: JsonObject, attempt: Attempt): Promise<Path> {
  const end = Date.now() + patience.milliseconds;
  let attempts = 0;
  const few = withFewRows(document);
  const tried = (await works(few)) ? document : few;
  // What comes up only on the way to a file has no place that can be found so.
  if (tried === document && (await works(document))) return [];
  return (await search([])) ?? [];

  async function search(path: Path): Promise<Path | undefined> {
    const keys = keysOf(valueAt(tried, path)).filter(
      (key) => path.length > 0 || (key !== "$schema" && key !== "datasets"),
    );
    // Many parts can be missed with what a configuration says of them: it is suspected first.
    const other = keys
      .filter((key) => !foundations.includes(String(key)))
      .sort((a, b) => Number(b === "config") - Number(a === "config"));
    const own = foundations.filter((key) => keys.includes(key));
    // A part that cannot be missed may hold the fault all the same; a configuration can be missed.
    return (
      (await firstWithout(path, other)) ??
      (await firstInside(path, [...other.filter((key) => key !== "config"), ...own])) ??
      (await firstWithout(path, own))
    );
  }

  async function firstWithout(path: Path, keys: Path): Promise<Path | undefined> {
    for (const key of keys) {
      if (Date.now() > end || attempts++ > patience.attempts) return undefined;
      const candidate = [...path, key];
      if (await works(without(tried, candidate))) return (await search(candidate)) ?? candidate;
    }
    return undefined;
  }

  async function firstInside(path: Path, keys: Path): Promise<Path | undefined> {
    for (const key of keys) {
      const found = await search([...path, key]);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function works(candidate: unknown): Promise<boolean> {
    try {
      await attempt(structuredClone(candidate as JsonObject));
      return true;
    } catch {
      return false;
    }
  }
}

function withFewRows(document: JsonObject): JsonObject {
  if (!isObject(document.datasets)) return document;
  const few = Object.entries(document.datasets).map(([name, rows]) => [
    name,
    Array.isArray(rows) ? rows.slice(0, rowsForSearch) : rows,
  ]);
  return { ...document, datasets: Object.fromEntries(few) };
}

function keysOf(value: unknown): (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()];
  return isObject(value) ? Object.keys(value) : [];
}

function without(value: unknown, [key, ...rest]: Path): unknown {
  if (Array.isArray(value)) {
    return rest.length === 0
      ? value.filter((_, index) => index !== key)
      : value.map((item: unknown, index) => (index === key ? without(item, rest) : item));
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    rest.length === 0
      ? entries.filter(([name]) => name !== key)
      : entries.map(([name, item]) => [name, name === key ? without(item, rest) : item]),
  );
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce(
    (holder: unknown, key) => own(holder as Record<string, unknown>, String(key)),
    value,
  );
}

function placeName(path: Path): string {
  return path.reduce<string>(
    (name, key) => name + (typeof key === "number" ? `[${key}]` : `.${key}`),
    "spec",
  );
}
