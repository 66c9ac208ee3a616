import type { DuckDBType } from "@duckdb/node-api";
import type * as Api from "./duckdbApi.js";
import { withoutNul } from "../distinctNames.js";
import { type Column, missingTest } from "../table.js";
import { cellReader, type ColumnHead, type PartColumn } from "../tableStream.js";
import type { NullMask } from "./nullMask.js";
import type { TextList } from "./textList.js";

/** Values as they lie in the database's memory. */
export type Vector = Float32Array | Float64Array | Uint32Array | Int8Array | Uint8Array;

/** Rows of one column on their way into the database. */
export interface StagedRows {
  readonly vector: Vector;
  /** What the codes of a text column stand for. */
  readonly texts: TextList;
  readonly nulls: NullMask;
}

/** How columns of a type go into the database, and what is written of them. */
export interface StagedColumn {
  /** SQL types: of the vector, and for text of the list of what its codes stand for. */
  readonly types: readonly [vector: DuckDBType, list?: DuckDBType];
  readonly makeVector: (length: number) => Vector;
  /** Puts the rows from `start` to `end` into the vector at `position`. */
  readonly fill: (
    column: PartColumn,
    start: number,
    end: number,
    into: StagedRows,
    position: number,
  ) => void;
  /** The SQL expression that makes the column out of the columns of `types` with these names. */
  readonly expression: (names: readonly string[]) => string;
}

/**
 * Prepares columns for the database: numbers as they are and which of them are null, texts as indices
 * into a list of distinct ones, which are few where runs and tags repeat.
 */
export function stageColumn({ type, categories = [] }: ColumnHead, api: typeof Api): StagedColumn {
  switch (type) {
    case "integer":
      return {
        ...stageNumbers([api.DOUBLE], Float64Array),
        // 2^63 - 1, the last step that a log can hold, is no 64-bit float: it comes as 2^63.
        expression: ([name]) =>
          `CASE WHEN ${name} >= 9223372036854775808 THEN 9223372036854775807 ELSE CAST(${name} AS BIGINT) END`,
      };
    case "double":
      return stageNumbers([api.DOUBLE], Float64Array);
    case "float":
      return stageNumbers([api.FLOAT], Float32Array);
    case "boolean":
      return {
        types: [api.TINYINT],
        makeVector: (length) => new Int8Array(length),
        fill: fillBooleans,
        expression: ([name]) => `CAST(nullif(${name}, -1) AS BOOLEAN)`,
      };
    case "text":
      if (categories.length > 0 && categories.length <= mostKnownTexts) {
        return stageKnownTexts(categories, api);
      }
      return {
        types: [api.UINTEGER, api.LIST(api.VARCHAR)],
        makeVector: (length) => new Uint32Array(length),
        fill: fillTexts,
        // Lists count from 1.
        expression: ([code, list]) => `${list}[${code} + 1]`,
      };
  }
}

/** As many as codes of one byte can tell apart. */
const mostKnownTexts = 255;

/** Columns of ENUM are written as text whose dictionary is known, without looking at each value. */
function stageKnownTexts(known: readonly string[], api: typeof Api): StagedColumn {
  const texts = [...new Set(known)];
  const codes = new Map(texts.map((text, code) => [text, code]));
  const codeOf = (text: string | null): number => {
    const code = codes.get(text!);
    if (code === undefined) throw new RangeError(`${text} is none of the column's categories`);
    return code;
  };
  return {
    types: [api.ENUM(texts.map(withoutNul))],
    makeVector: (length) => new Uint8Array(length),
    fill: (column, start, end, { vector }, position) => {
      if (column.type === "category" && column.categories.length === 1) {
        vector.fill(codeOf(column.categories[0]), position, position + end - start);
        return;
      }
      const textOf = cellReader(column) as (row: number) => string | null;
      for (let row = start; row < end; row++) vector[position++] = codeOf(textOf(row));
    },
    expression: ([name]) => name,
  };
}

function stageNumbers(
  types: StagedColumn["types"],
  vectorType: Float32ArrayConstructor | Float64ArrayConstructor,
): StagedColumn {
  return {
    types,
    makeVector: (length) => new vectorType(length),
    fill: (column, start, end, { vector, nulls }, position) => {
      const { values, missing } = column as Column & { type: "double" };
      if (missing !== "none") {
        const isMissing = missingTest(values, missing);
        for (let row = start; row < end; row++) {
          if (isMissing(row)) nulls.add(position + row - start);
        }
      }
      if (values instanceof Float64Array) vector.set(values.subarray(start, end), position);
      else for (let row = start; row < end; row++) vector[position++] = values[row];
    },
    expression: ([name]) => name,
  };
}

const fillBooleans: StagedColumn["fill"] = (column, start, end, { vector }, position) => {
  const { values } = column as { values: ArrayLike<boolean | null> };
  for (let row = start; row < end; row++) vector[position++] = Number(values[row] ?? -1);
};

const fillTexts: StagedColumn["fill"] = (column, start, end, { vector, texts }, position) => {
  if (column.type !== "category" || column.categories.length > end - start) {
    const textOf = cellReader(column) as (row: number) => string | null;
    for (let row = start; row < end; row++) vector[position++] = texts.codeOf(textOf(row));
    return;
  }
  const { codes, categories } = column;
  const first = texts.codeOfFirst(categories);
  for (let row = start; row < end; row++) vector[position++] = first + codes[row];
};
