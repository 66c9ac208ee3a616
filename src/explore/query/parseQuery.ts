import type { DuckDBConnection } from "@duckdb/node-api";
import * as z from "zod";
import { sqlText } from "../../tables/database/duckdb.js";
import { UserError } from "../../util/userError.js";
import { errorAt } from "./queryError.js";

/** A function that a query selects from: `scalars('logs')`. */
export interface TableCall {
  readonly name: string;
  /** Its arguments where they are texts; undefined for others. */
  readonly texts: readonly (string | undefined)[];
  /** Where it stands, in bytes. */
  readonly offset: number;
  /** Tags that the query takes out of its rows, where it says so in plain words. */
  readonly tags?: readonly string[];
}

/** What is to be known of a query before it is run. */
export interface ParsedQuery {
  readonly calls: readonly TableCall[];
  /** Names of tables that it selects from, with what they stand for: files too. */
  readonly tables: readonly { readonly name: string; readonly offset: number }[];
  /** Names of columns that it mentions, in lower case; "*" for all there are. */
  readonly columns: ReadonlySet<string>;
  /** Those of them that the query itself gives to what it computes of others. */
  readonly aliases: ReadonlySet<string>;
}

type Node = Readonly<Record<string, unknown>>;

const answerSchema = z.union([
  z.object({ error: z.literal(false), statements: z.array(z.object({ node: z.unknown() })) }),
  z.object({
    error: z.literal(true),
    error_type: z.string(),
    error_message: z.string(),
    position: z.coerce.number().optional(),
  }),
]);

/**
 * Takes a query apart without running it.
 *
 * @throws {UserError} for what is no query, or several, or would change something
 */
export async function parseQuery(connection: DuckDBConnection, sql: string): Promise<ParsedQuery> {
  if (sql.trim() === "") throw new UserError("The query is empty.", 2);
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(${sqlText(sql)})`);
  const [[json]] = reader.getRowsJson();
  const answer = answerSchema.parse(JSON.parse(json as string));
  if (answer.error) throw refused(sql, answer.error_message, answer.position);
  if (answer.statements.length !== 1) {
    throw new UserError(
      "That are several queries: ask one at a time, without a semicolon between.",
    );
  }
  const calls: TableCall[] = [];
  const tables: { name: string; offset: number }[] = [];
  const columns = new Set<string>();
  const aliases = new Set<string>();
  const renamed = new Set<string>();
  visit(answer.statements[0].node, (node, parent) => {
    if (typeof node["alias"] === "string") {
      const alias = node["alias"].toLowerCase();
      aliases.add(alias);
      // Of `max(lr) as lr` the column is meant too.
      if (namesIn(node).has(alias)) renamed.add(alias);
    }
    switch (node["type"]) {
      case "TABLE_FUNCTION":
        calls.push(callOf(node, parent));
        break;
      case "BASE_TABLE":
        if (node["schema_name"] === "" && node["catalog_name"] === "") {
          tables.push({ name: String(node["table_name"]), offset: offsetOf(node) });
        }
        break;
      case "COLUMN_REF":
        columns.add(columnOf(node));
        break;
      case "STAR":
      case "SHOW_REF":
        columns.add("*");
        break;
      case "JOIN":
        if (node["ref_type"] === "NATURAL") columns.add("*");
        for (const name of listOf(node["using_columns"])) columns.add(String(name).toLowerCase());
    }
  });
  for (const name of renamed) aliases.delete(name);
  return { calls, tables, columns, aliases };
}

const columnOf = (node: Node): string => String(listOf(node["column_names"]).at(-1)).toLowerCase();

/** The columns that an expression mentions. */
function namesIn(expression: Node): ReadonlySet<string> {
  const names = new Set<string>();
  visit(expression, (node) => {
    if (node["type"] === "COLUMN_REF") names.add(columnOf(node));
  });
  return names;
}

function refused(sql: string, message: string, position: number | undefined): UserError {
  if (/^Only SELECT/i.test(message)) {
    return new UserError(
      "Only questions are answered: a query begins with SELECT, FROM or WITH, and changes nothing.\n" +
        "A PIVOT says what it is for: PIVOT … ON tag IN ('a', 'b') USING avg(value).",
    );
  }
  return errorAt(sql, position ?? NaN, `The query cannot be read: ${message}`);
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nodeOf = (value: unknown): Node => (isNode(value) ? value : {});
const offsetOf = (node: Node): number => Number(node["query_location"]);

function visit(value: unknown, see: (node: Node, parent: Node) => void, parent: Node = {}): void {
  if (Array.isArray(value)) for (const one of value) visit(one, see, parent);
  else if (isNode(value)) {
    see(value, parent);
    for (const child of Object.values(value)) visit(child, see, value);
  }
}

function callOf(node: Node, parent: Node): TableCall {
  const called = nodeOf(node["function"]);
  const name = String(called["function_name"]).toLowerCase();
  const isTag = tagOf(node["alias"] === "" ? name : String(node["alias"]).toLowerCase());
  const isAlone = parent["from_table"] === node;
  const tags = isAlone ? tagsIn(parent["where_clause"], isTag) : undefined;
  return {
    name,
    texts: listOf(called["children"]).map((child) => textOf(nodeOf(child))),
    offset: offsetOf(node),
    ...(tags !== undefined && { tags }),
  };
}

function textOf(node: Node): string | undefined {
  if (node["type"] !== "VALUE_CONSTANT") return undefined;
  const { value } = nodeOf(node["value"]);
  return typeof value === "string" ? value : undefined;
}

/** The tags of `tag = 'a'` or `tag IN ('a', 'b')` among conditions that all must hold. */
function tagsIn(condition: unknown, isTag: (node: Node) => boolean): readonly string[] | undefined {
  const node = nodeOf(condition);
  const children = listOf(node["children"]);
  if (node["type"] === "CONJUNCTION_AND") {
    return children.map((child) => tagsIn(child, isTag)).find((tags) => tags !== undefined);
  }
  if (node["type"] === "COMPARE_EQUAL") {
    const sides = [nodeOf(node["left"]), nodeOf(node["right"])];
    const text = sides.map(textOf).find((side) => side !== undefined);
    return sides.some(isTag) && text !== undefined ? [text] : undefined;
  }
  if (node["type"] === "COMPARE_IN") {
    const [column, ...values] = children.map(nodeOf);
    const texts = values.map(textOf).filter((text) => text !== undefined);
    return isTag(column ?? {}) && texts.length === values.length ? texts : undefined;
  }
  return undefined;
}

/** Tells the column `tag` of a relation, not that of another one around it. */
const tagOf =
  (relation: string) =>
  (node: Node): boolean => {
    if (node["type"] !== "COLUMN_REF") return false;
    const names = listOf(node["column_names"]).map((name) => String(name).toLowerCase());
    return names.join(".") === "tag" || names.join(".") === `${relation}.tag`;
  };
