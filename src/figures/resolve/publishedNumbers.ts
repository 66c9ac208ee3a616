import { resolve } from "node:path";
import type { Fact, Facts } from "../../facts/fact.js";
import { meets } from "../../facts/where.js";
import { readTable, tableRows } from "../../tables/database/readTable.js";
import { displayPath } from "../../util/text/displayPath.js";
import { UserError } from "../../util/userError.js";
import {
  atField,
  type Lookup,
  placeOf,
  type PublishedNumber,
  publishedNumberSchema,
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
  const table = await atField(lookup, "published.table", () => readTable(path));
  const rows = tableRows(table).map(factsOf);
  const isFigures = meets(publishedTable.where, rows, (name) =>
    placeOf(lookup, `published.where.${name}`),
  );
  return rows.filter(isFigures).map((row, index) => {
    const cells = Object.entries(row).filter(([name]) => columns.some((column) => column === name));
    const parsed = publishedNumberSchema.safeParse(Object.fromEntries(cells.map(placed)));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new UserError(
      `${path}: published number ${index + 1} of ${lookup.key}: ${issue.path.join(".")}: ${issue.message}.\n` +
        `Its columns are ${columns.join(", ")}, and those that "where" picks the rows by.`,
    );
  });
}

/** Places of the x axis are texts, also where they are numbers. */
const placed = ([name, value]: [string, Fact]): [string, Fact] =>
  name === "parameter" || name === "model" ? [name, String(value)] : [name, value];

function factsOf(row: Record<string, unknown>): Facts {
  return Object.fromEntries(Object.entries(row).filter(isKnown));
}

function isKnown(entry: [string, unknown]): entry is [string, Fact] {
  return ["string", "number", "boolean"].includes(typeof entry[1]);
}
