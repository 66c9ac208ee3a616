import { sqlText } from "./duckdb.js";
import type { Column } from "./table.js";

/** A column as it goes into the database, and the expression that makes of it what is written. */
export interface StagedColumn {
  /** SQL type of the staged values. */
  readonly type: string;
  readonly values: Float32Array | Float64Array | Uint32Array | Int8Array;
  readonly expression: (name: string) => string;
}

/**
 * Prepares a column for the database: numbers as they are with NaN for null, texts as indices into
 * the list of distinct ones, which are few where runs and tags repeat.
 */
export function stageColumn(column: Column, rows: number): StagedColumn {
  switch (column.type) {
    case "integer":
      return {
        type: "DOUBLE",
        values: doubles(column.values, rows),
        expression: (name) => `CAST(nullif(${name}, 'nan') AS BIGINT)`,
      };
    case "double":
      return {
        type: "DOUBLE",
        values: doubles(column.values, rows),
        expression: (name) => `nullif(${name}, 'nan')`,
      };
    case "float":
      return {
        type: "FLOAT",
        values: Float32Array.from({ length: rows }, (_, row) => column.values[row]),
        expression: (name) => `nullif(${name}, 'nan')`,
      };
    case "boolean":
      return {
        type: "TINYINT",
        values: Int8Array.from({ length: rows }, (_, row) => {
          const value = column.values[row];
          return value == null ? -1 : Number(value);
        }),
        expression: (name) => `CAST(nullif(${name}, -1) AS BOOLEAN)`,
      };
    case "text":
      return stageText(column.values, rows);
  }
}

function doubles(values: ArrayLike<number>, rows: number): Float64Array {
  return values instanceof Float64Array && values.length === rows
    ? values
    : Float64Array.from({ length: rows }, (_, row) => values[row]);
}

function stageText(values: ArrayLike<string | null>, rows: number): StagedColumn {
  const codes = new Map<string, number>();
  const indices = new Uint32Array(rows);
  let last: string | null | undefined;
  let code = 0;
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    if (value !== last) {
      last = value;
      // Lists count from 1; index 0 of one is null, as it should be.
      code = value === null ? 0 : (codes.get(value) ?? codes.size + 1);
      if (value !== null) codes.set(value, code);
    }
    indices[row] = code;
  }
  const list = `[${[...codes.keys()].map(sqlText).join(", ")}]`;
  return {
    type: "UINTEGER",
    values: indices,
    expression: (name) => `CAST((${codes.size > 0 ? list : "CAST([] AS VARCHAR[])"})[${name}] AS VARCHAR)`,
  };
}
