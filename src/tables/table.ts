/** What a column holds; `float` is a float64 column whose values are all float32 numbers. */
export type ColumnType = "text" | "integer" | "float" | "double" | "boolean";

/**
 * Rows of a column of numbers that have no value: those whose element is not 0; "none" when all have one.
 * Where nothing is said, they are those that hold NaN.
 */
export type Missing = Uint8Array | "none";

/** One column of a table, one value per row; a missing value of text is null. */
export type Column =
  | {
      readonly name: string;
      readonly type: "integer" | "float" | "double";
      readonly values: ArrayLike<number>;
      readonly missing?: Missing;
    }
  | {
      readonly name: string;
      readonly type: "text";
      readonly values: ArrayLike<string | null>;
    }
  | {
      readonly name: string;
      readonly type: "boolean";
      readonly values: ArrayLike<boolean | null>;
    };

/** Rows held as columns of equal length. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/**
 * The smallest type that holds all values of a numeric column without loss.
 * Logged scalars are float32 almost always, which halves the size of a Parquet file.
 */
export function floatType(values: ArrayLike<number>): "float" | "double" {
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Math.fround(value) !== value && !Number.isNaN(value)) return "double";
  }
  return "float";
}

/** Tells of a row of numbers whether it has no value. */
export function missingTest(
  values: ArrayLike<number>,
  missing: Missing | undefined,
): (row: number) => boolean {
  if (missing === "none") return () => false;
  return missing === undefined ? (row) => Number.isNaN(values[row]) : (row) => missing[row] !== 0;
}
