import type { JsonObject } from "../../plot/index.js";
import type { PeopleTable } from "../../tables/peopleTable.js";
import type { Table } from "../../tables/table.js";
import { UserError } from "../../util/userError.js";
import { fieldLinesOf, lineOfField } from "../../util/yaml/fieldLines.js";
import { computeFigure, type FigureNumbers } from "../numbers/computeFigure.js";
import { withPlaces } from "../lookups/index.js";
import type { ResolvedFigure } from "../resolve/resolvedFigure.js";
import { sources, tableSource } from "../sources/index.js";

/** Everything that a spec is given, and the same as tables for people. */
export interface FigureData {
  /** Rows by the name of the spec's data source. */
  readonly rows: Readonly<Record<string, readonly object[]>>;
  /** By what comes after the key in the file's name: "" for the figure's numbers. */
  readonly tables: Readonly<Record<string, Table>>;
  /** The numbers as a table of a paper has them; undefined when no source has some. */
  readonly people?: PeopleTable;
  /** What the summary was made from; undefined when the figure shows none. */
  readonly numbers?: FigureNumbers;
}

/**
 * The data that a spec names: sources of the registry, and the tables that the lookup lists under `data`.
 *
 * @throws {UserError} when the spec names none of them, or data are missing
 */
export async function figureData(
  figure: ResolvedFigure,
  spec: JsonObject,
  warn: (message: string) => void,
): Promise<FigureData> {
  const own = Object.entries(figure.tables).map(([name, path]) => tableSource(name, path));
  const isOwn = (name: string) => Object.hasOwn(figure.tables, name);
  const known = [...sources.filter(({ name }) => !isOwn(name)), ...own];
  const named = dataNames(spec);
  const wanted = known.filter(({ name }) => named.has(name));
  if (wanted.length === 0) {
    throw new UserError(
      `${figure.spec.path}:${lineOfField(fieldLinesOf(figure.spec.text), "data")}: the spec names none of the data that this figure has: ` +
        `${known.map(({ name }) => name).join(", ")}.\n` +
        `Write "data": {"name": "${own.at(-1)?.name ?? "summary"}"} at its top.`,
    );
  }
  let computed: Promise<FigureNumbers> | undefined;
  const numbers = () => (computed ??= computeFigure(figure, { warn }));
  const params = { ...defaultParams(spec), ...figure.lookup.params };
  const isAligned = (name: string) => alignedSources(spec).includes(name);
  const rows: [name: string, readonly object[]][] = [];
  const tables: Record<string, Table> = {};
  let people: PeopleTable | undefined;
  for (const source of wanted) {
    const context = { figure, params, isAligned, numbers, warn };
    const loaded = await source.load(context).catch((error: unknown) => {
      throw withPlaces(figure.lookup, error);
    });
    rows.push([source.name, loaded.rows]);
    Object.assign(tables, loaded.tables);
    people ??= loaded.people;
  }
  // Any name is a name, "__proto__" as well.
  return {
    rows: Object.fromEntries(rows),
    tables,
    ...(people && { people }),
    ...(computed && { numbers: await computed }),
  };
}

/** The values that a spec gives to its own parameters. */
function defaultParams({ params }: JsonObject): Record<string, unknown> {
  const entries = Array.isArray(params) ? (params as unknown[]) : [];
  return Object.fromEntries(
    entries.flatMap((param) =>
      isObject(param) && typeof param["name"] === "string" ? [[param["name"], param["value"]]] : [],
    ),
  );
}

function alignedSources({ usermeta }: JsonObject): unknown[] {
  const aligned = isObject(usermeta) ? usermeta["aligned"] : undefined;
  return Array.isArray(aligned) ? (aligned as unknown[]) : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The names of all data sources that a spec mentions. */
function dataNames(node: unknown): Set<string> {
  if (typeof node !== "object" || node === null) return new Set();
  const names = new Set(Object.values(node).flatMap((child) => [...dataNames(child)]));
  const data: unknown = "data" in node ? node.data : undefined;
  if (typeof data === "object" && data !== null && "name" in data) {
    if (typeof data.name === "string") names.add(data.name);
  }
  return names;
}
