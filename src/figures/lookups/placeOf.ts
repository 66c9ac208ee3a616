import { UserError } from "../../util/userError.js";
import { parentOf, type FieldLines } from "../../util/yaml/fieldLines.js";
import type { Lookup } from "./lookupSchema.js";

/** Where the fields of a lookup are set, `file:line`: in its own file or in its paper's. */
export type FieldPlaces = ReadonlyMap<string, string>;

type Placed = Pick<Lookup, "origin" | "places">;

/** The places of a lookup's fields; those in its own file come before what its paper says. */
export function placesOf(
  own: { readonly path: string; readonly lines: FieldLines },
  paper?: { readonly path: string; readonly lines: FieldLines },
): FieldPlaces {
  const places = new Map<string, string>();
  for (const [field, line] of paper?.lines ?? []) {
    // What a paper calls defaults and metrics are fields of its figures.
    const name = field.replace(/^defaults\./, "").replace(/^metrics\b/, "columns");
    if (field !== "title" && field !== "note") places.set(name, `${paper!.path}:${line}`);
  }
  for (const [field, line] of own.lines) places.set(field, `${own.path}:${line}`);
  return places;
}

/**
 * Where a field is set, for messages: file and line of it, or of the nearest field that it is part of; what
 * the user asked for where no file says anything.
 */
export function placeOf({ origin, places }: Placed, field: string): string {
  if (places === undefined) return origin;
  for (let path = field; path !== ""; path = parentOf(path)) {
    const place = places.get(path);
    if (place !== undefined) return place;
  }
  return `${origin}:1`;
}

/** The name of a field of a series, by the series' label: `series[2].take`. */
export function fieldOfSeries(
  { series }: Pick<Lookup, "series">,
  label: string,
  field?: string,
): string {
  const index = series.findIndex((one) => one.label === label);
  return `series[${Math.max(index, 0)}]${field === undefined ? "" : `.${field}`}`;
}

/**
 * Does something for a field of a lookup; what it complains of names the field's place.
 *
 * @throws {UserError} the complaint, behind file, line and field
 */
export async function atField<T>(
  lookup: Placed,
  field: string,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError) || lookup.places === undefined) throw error;
    // It may have named a field of the lookup already.
    if (error.message.startsWith(`${lookup.origin}:`)) throw error;
    const message = `${placeOf(lookup, field)}: "${field}": ${error.message}`;
    throw new UserError(message, error.exitCode, { cause: error });
  }
}

/** A complaint that names a lookup's file and a field (`x.yaml: "params.size": …`), with the line as well. */
export function withPlaces(lookup: Placed, error: unknown): unknown {
  const { origin, places } = lookup;
  if (!(error instanceof UserError) || places === undefined) return error;
  const start = `${origin}: `;
  if (!error.message.includes(start)) return error;
  const sentences = error.message.split("\n").map((sentence) => {
    if (!sentence.startsWith(start)) return sentence;
    const said = sentence.slice(start.length);
    return `${placeOf(lookup, /^"([^"]*)"/.exec(said)?.[1] ?? "")}: ${said}`;
  });
  return new UserError(sentences.join("\n"), error.exitCode, { cause: error });
}
