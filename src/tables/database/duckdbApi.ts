/**
 * What this project uses of DuckDB, in a file of its own: importing it loads the native library, which
 * takes 0.1 s, so it is only ever imported where a table is read or written.
 */
export {
  DOUBLE,
  DuckDBInstance,
  DuckDBTableFunction,
  ENUM,
  FLOAT,
  INTEGER,
  LIST,
  TINYINT,
  UINTEGER,
  VARCHAR,
} from "@duckdb/node-api";
export { default as bindings } from "@duckdb/node-bindings";
