import assert from "node:assert/strict";
import { join } from "node:path";
import { streamOf } from "../../../src/tables/tableStream.js";
import { writeParquet } from "../../../src/tables/database/writeParquet.js";
import { readRecords } from "../../helpers/readRecords.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("writeParquet", () => {
  const folder = temporaryFolder();

  it("keeps every type, missing values and the order of the rows", async () => {
    const path = join(folder(), "a.parquet");
    const rows = 5000;
    const text = Array.from({ length: rows }, (_, i) =>
      i % 7 === 0 ? null : `it's "${i % 5}", ü`,
    );
    const float = Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? NaN : Math.fround(1 / i)));
    const double = Array.from({ length: rows }, (_, i) => (i === 1 ? Infinity : Math.PI * i));
    const boolean = Array.from({ length: rows }, (_, i) => [true, false, null][i % 3]!);
    await writeParquet(
      path,
      streamOf({
        rows,
        columns: [
          { name: "text", type: "text", values: text },
          { name: "step", type: "integer", values: double.map((_, i) => (i === 2 ? NaN : i - 2)) },
          { name: "float", type: "float", values: float },
          { name: "wall.time", type: "double", values: double },
          { name: 'a "quoted" name', type: "boolean", values: boolean },
          { name: "nothing", type: "text", values: text.map(() => null) },
        ],
      }),
    );
    const records = await readRecords(path);
    assert.equal(records.length, rows);
    records.forEach((record, i) => {
      assert.deepEqual(record, {
        text: text[i],
        step: i === 2 ? null : i - 2,
        float: Number.isNaN(float[i]) ? null : float[i],
        "wall.time": double[i],
        'a "quoted" name': boolean[i],
        nothing: null,
      });
    });
  });

  it("gives the same bytes for the same table", async () => {
    const { readFileSync } = await import("node:fs");
    const table = {
      rows: 3,
      columns: [{ name: "x", type: "double", values: [1, 2, NaN] } as const],
    };
    const paths = ["b", "c"].map((name) => join(folder(), `${name}.parquet`));
    for (const path of paths) await writeParquet(path, streamOf(table));
    assert.deepEqual(readFileSync(paths[0]), readFileSync(paths[1]));
  });
});
