import { resolve } from "node:path";
import { meets } from "../../facts/where.js";
import type { Fact, Facts } from "../../facts/fact.js";
import { readTable, tableRows } from "../../tables/database/readTable.js";
import { displayPath } from "../../util/displayPath.js";
import { UserError } from "../../util/userError.js";
import {
  placeOf,
  publishedNumberSchema,
  type Lookup,
  type PublishedNumber,
} from "../lookups/index.js";

const columns = Object.keys(publishedNumberSchema.shape);

/**
 * The numbers that a paper prints for a figure: those that the lookup lists, or those of the table that it
 * names.
 *
 * @throws {UserError} when the table cannot be read, a row is no number, or none is the figure's
 */
export async function publishedNumbers(lookup: Lookup): Promise<readonly PublishedNumber[]> {
  const { publishedTable, folder, published } = lookup;
  if (publishedTable === undefined) return published;
  const path = displayPath(resolve(folder, publishedTable.table));
  const rows = tableRows(await readTable(path)).map(factsOf);
  const isFigures = meets(publishedTable.where, rows, (name) =>
    placeOf(lookup, `published.where.${name}`),
  );
  return rows.filter(isFigures).map((row, index) => {
    const cells = columns.filter((name) => name in row).map((name) => [name, cellOf(name, row)]);
    const parsed = publishedNumberSchema.safeParse(Object.fromEntries(cells));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new UserError(
      `${path}: published number ${index + 1} of ${lookup.key}: ${issue.path.join(".")}: ${issue.message}.\n` +
        `Its columns are ${columns.join(", ")}, and those that "where" picks the rows by.`,
    );
  });
}

/** Places of the x axis are texts, also where they are numbers. */
const cellOf = (name: string, row: Facts): Fact =>
  name === "parameter" || name === "model" ? String(row[name]) : row[name];

function factsOf(row: Record<string, unknown>): Facts {
  return Object.fromEntries(Object.entries(row).filter(isKnown));
}

function isKnown(entry: [string, unknown]): entry is [string, Fact] {
  return ["string", "number", "boolean"].includes(typeof entry[1]);
}
