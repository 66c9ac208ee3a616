import type { DuckDBConnection } from "@duckdb/node-api";
import { sqlName, sqlText } from "../../tables/database/duckdb.js";
import { sealParquet } from "../../tables/database/parquetSeal.js";
import { valueExpression } from "../../tables/database/readTable.js";
import { inferColumn } from "../../tables/inferColumn.js";
import type { Column, ColumnType, Table } from "../../tables/table.js";
import { writeAtomically } from "../../util/writeFileAtomically.js";
import { databaseError } from "./queryError.js";

/** A column of an answer; its SQL type tells how its values are given. */
export interface QueryColumn {
  readonly name: string;
  readonly type: ColumnType;
}

interface Sources {
  readonly close: () => void;
  /** Why something that is being read broke off. */
  readonly error: () => Error | undefined;
}

/** The answer to a query, not yet computed. */
export class QueryResult {
  private constructor(
    private readonly connection: DuckDBConnection,
    /** The query with values as this program has them. */
    private readonly sql: string,
    readonly columns: readonly QueryColumn[],
    private readonly sources: Sources,
  ) {}

  /** @throws what the database has against the query */
  static async prepare(
    connection: DuckDBConnection,
    sql: string,
    sources: Sources,
  ): Promise<QueryResult> {
    const prepared = await connection.prepare(sql);
    const count = prepared.columnCount;
    const names = Array.from({ length: count }, (_, index) => prepared.columnName(index));
    const types = names.map((_, index) => String(prepared.columnType(index)));
    prepared.destroySync();
    const inner = names.map((_, index) => `c${index}`);
    const values = types.map((type, index) => valueExpression(inner[index], type));
    const fields = values.map((value, index) => `${value} AS c${index}`);
    return new QueryResult(
      connection,
      // The line break ends a comment at the query's end.
      `SELECT ${fields.join(", ")} FROM (${sql}\n) AS answer(${inner.join(", ")})`,
      names.map((name, index) => ({ name, type: typeOf(types[index]) })),
      sources,
    );
  }

  /** The rows, some at a time. */
  async *parts(): AsyncGenerator<Table> {
    for await (const { rows, values } of this.chunks()) {
      yield { rows, columns: this.columns.map((head, index) => columnOf(head, values[index])) };
    }
  }

  /** All rows. */
  async table(): Promise<Table> {
    const all = this.columns.map((): unknown[] => []);
    let count = 0;
    for await (const { rows, values } of this.chunks()) {
      count += rows;
      values.forEach((column, index) => {
        for (const value of column) all[index].push(value);
      });
    }
    return { rows: count, columns: this.columns.map((head, index) => columnOf(head, all[index])) };
  }

  /** Writes the rows into the Parquet file that the query was opened with. */
  async writeParquet(path: string): Promise<void> {
    const fields = this.columns.map(({ name }, index) => `c${index} AS ${sqlName(name)}`);
    await this.guarded(() =>
      this.connection.run(
        `COPY (SELECT ${fields.join(", ")} FROM (${this.sql})) TO ${sqlText(path)} ` +
          "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)",
      ),
    );
    await sealParquet(path);
  }

  close(): void {
    this.sources.close();
  }

  private async *chunks(): AsyncGenerator<{ rows: number; values: unknown[][] }> {
    const result = await this.guarded(() => this.connection.stream(this.sql));
    for (;;) {
      const chunk = await this.guarded(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) break;
      yield { rows: chunk.rowCount, values: chunk.getColumns() };
    }
    const broken = this.sources.error();
    if (broken !== undefined) throw broken;
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.sources.error() ?? databaseError(error);
    }
  }
}

function typeOf(type: string): ColumnType {
  if (/INT/.test(type) && !/[[(]/.test(type)) return type === "INTERVAL" ? "text" : "integer";
  if (type === "FLOAT") return "float";
  if (type === "DOUBLE" || type.startsWith("DECIMAL")) return "double";
  return type === "BOOLEAN" ? "boolean" : "text";
}

/** Whole numbers beyond 2^53 are text, as everywhere in this program: a 64-bit float would change them. */
function columnOf({ name, type }: QueryColumn, values: readonly unknown[]): Column {
  if (type === "integer") {
    const whole = values.map((value) => (typeof value === "number" ? BigInt(value) : value));
    const column = inferColumn(name, whole);
    return column.type === "double" ? { ...column, type: "integer" } : column;
  }
  if (type === "float" || type === "double") {
    const numbers = values.map((value) => (value === null ? NaN : Number(value)));
    const missing = Uint8Array.from(values, (value) => Number(value === null));
    return { name, type, values: numbers, missing: missing.includes(1) ? missing : "none" };
  }
  if (type === "boolean") return { name, type, values: values as (boolean | null)[] };
  return {
    name,
    type,
    values: values.map((value) => (value === null ? null : String(value as string))),
  };
}

/**
 * Opens a query, and writes its answer into a Parquet file that is whole when it appears.
 *
 * @param check throws when the answer is not to be kept
 */
export async function writeAnswer(
  path: string,
  open: (temporary: string) => Promise<QueryResult>,
  check: () => void = () => undefined,
): Promise<void> {
  await writeAtomically(path, async (temporary) => {
    const result = await open(temporary);
    try {
      await result.writeParquet(temporary);
      check();
    } finally {
      result.close();
    }
  });
}
