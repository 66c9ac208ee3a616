import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ReadOptions } from "../../events/index.js";
import { type Folders, resolveFolders } from "../../figures/folders.js";
import {
  lockedConnection,
  lockedDatabase,
  sqlName,
  sqlText,
} from "../../tables/database/duckdb.js";
import { type OfferedStream, offerStream } from "../../tables/database/offerStream.js";
import type { Table } from "../../tables/table.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { type ParsedQuery, parseQuery } from "./parseQuery.js";
import { databaseError, errorAt } from "./queryError.js";
import { QueryResult } from "./queryResult.js";
import { relations } from "./relations/index.js";
import type { Relation, RelationContext } from "./relations/relation.js";

export interface QueryOptions {
  /** Where lookups, runs and tables of figures are; default: the project's. */
  readonly folders?: Folders;
  readonly supersede?: ReadOptions["supersede"];
  /** Told of what could not be read, was left out or is not there; default: `console.warn`. */
  readonly warn?: (message: string) => void;
}

/**
 * Asks a question in SQL (DuckDB's) about logs, tables and figures:
 *
 *     await query("select model, avg(value) as acc from scalars('logs') where tag = 'acc/val' group by model")
 *
 * A query reads what these functions name, and nothing else; it changes nothing. Event files are read as rows
 * are asked for.
 *
 * @returns the rows in memory; `openQuery` gives them bit by bit
 * @throws {UserError} with the place in the query, or of what it reads
 */
export async function query(sql: string, options: QueryOptions = {}): Promise<Table> {
  const result = await openQuery(sql, options);
  try {
    return await result.table();
  } finally {
    result.close();
  }
}

/**
 * The same with the answer as it comes. To be closed.
 *
 * @param out a Parquet file that the answer may be written to
 * @throws {UserError} with the place in the query, or of what it reads
 */
export async function openQuery(
  sql: string,
  options: QueryOptions = {},
  out?: string,
): Promise<QueryResult> {
  const text = sql.replace(/[;\s]+$/, "");
  const parsed = await parsedBy(text);
  const given = await openRelations(text, parsed, options);
  const files = given.flatMap(({ open }) => ("parquet" in open ? [open.parquet] : []));
  const instance = await lockedDatabase(out === undefined ? files : [...files, out]);
  const connection = await lockedConnection(instance);
  const close = () => {
    given.forEach(({ offered }) => offered.forEach((stream) => stream.close()));
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await defineRelations(connection, given);
    const error = () =>
      given.flatMap(({ offered }) => offered.flatMap((stream) => stream.error() ?? [])).at(0);
    return await QueryResult.prepare(connection, text, { close, error });
  } catch (error) {
    close();
    throw databaseError(error);
  }
}

async function parsedBy(sql: string): Promise<ParsedQuery> {
  const instance = await lockedDatabase([]);
  const connection = await instance.connect();
  try {
    return await parseQuery(connection, sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What a query selects from, under the name that the database finds it by. */
interface GivenRelation {
  readonly name: string;
  readonly open: Awaited<ReturnType<Relation["open"]>>;
  readonly offered: readonly OfferedStream[];
}

/** Functions of the database that make rows out of their arguments alone. */
const harmless = new Set(["range", "generate_series", "unnest", "repeat", "repeat_row"]);

async function openRelations(
  sql: string,
  { calls, tables, columns, aliases }: ParsedQuery,
  { folders = resolveFolders(), supersede, warn = (text) => console.warn(text) }: QueryOptions,
): Promise<GivenRelation[]> {
  const told = new Set<string>();
  const given = new Map<string, GivenRelation>();
  const add = async (
    name: string,
    relation: Relation,
    argument: string,
    tags?: readonly string[],
  ) => {
    if (given.has(name)) return;
    const offered: OfferedStream[] = [];
    const context: RelationContext = {
      columns,
      aliases,
      tags,
      folders,
      read: { supersede },
      warn: (message) => {
        if (!told.has(message)) warn(message);
        told.add(message);
      },
      offer: async (stream) => {
        const one = await offerStream(stream);
        offered.push(one);
        return one.sql;
      },
    };
    given.set(name, { name, open: await relation.open(argument, context), offered });
  };
  for (const { name, texts, offset, tags } of calls) {
    const relation = relations.find((one) => one.name === name);
    if (relation === undefined) {
      if (harmless.has(name)) continue;
      throw errorAt(sql, offset, unknownFunction(name));
    }
    const [argument] = texts;
    if (texts.length !== 1 || argument === undefined) {
      throw errorAt(
        sql,
        offset,
        `${name} takes one text: the ${relation.of}, as in ${name}('${relation.of.split(" ")[0]}').`,
      );
    }
    // Tags that one place takes are none that another would miss.
    const isAlone = calls.filter((one) => one.name === name && one.texts[0] === argument);
    await add(
      relationName(name, argument),
      relation,
      argument,
      isAlone.length === 1 ? tags : undefined,
    );
  }
  const byFile = relations.find(({ name }) => name === "read_table");
  for (const { name } of tables) {
    if (byFile !== undefined && /\.(?:csv|tsv|parquet)$/i.test(name)) await add(name, byFile, name);
  }
  return [...given.values()];
}

function unknownFunction(name: string): string {
  const known = relations.map((relation) => relation.name);
  return (
    `A query cannot select from ${name}(…).${didYouMean(name, known)}\n` +
    `There are: ${relations.map((one) => `${one.name}('${one.of}')`).join(", ")}, and FROM 'table.csv'.`
  );
}

const relationName = (name: string, argument: string): string =>
  `${name}_${createHash("md5").update(argument).digest("hex")}`;

async function defineRelations(
  connection: DuckDBConnection,
  given: readonly GivenRelation[],
): Promise<void> {
  for (const { name, open } of given) {
    const rows = "sql" in open ? open.sql : `SELECT * FROM read_parquet(${sqlText(open.parquet)})`;
    await connection.run(`CREATE VIEW ${sqlName(name)} AS ${rows}`);
  }
  for (const { name } of relations) {
    await connection.run(
      `CREATE MACRO ${name}(argument) AS TABLE FROM query_table('${name}_' || md5(argument))`,
    );
  }
}
