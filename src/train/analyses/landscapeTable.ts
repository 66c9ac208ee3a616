import type { LandscapePoint } from "./lossLandscape.js";
import type { Table } from "../../tables/table.js";

/** A loss landscape as a table: module, w1, w2, rmse (single precision; missing where there is none). */
export function landscapeTable(points: readonly LandscapePoint[]): Table {
  const weight = (name: "w1" | "w2") =>
    ({ name, type: "double", values: points.map((point) => point[name]) }) as const;
  return {
    rows: points.length,
    columns: [
      { name: "module", type: "text", values: points.map(({ module }) => module) },
      weight("w1"),
      weight("w2"),
      { name: "rmse", type: "float", values: points.map(({ rmse }) => Math.fround(rmse)) },
    ],
  };
}
