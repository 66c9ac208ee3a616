import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readTable } from "../../../src/tables/database/readTable.js";
import { duckdb, sqlText } from "../../../src/tables/database/duckdb.js";
import { writeParquet } from "../../../src/tables/database/writeParquet.js";
import { streamOf } from "../../../src/tables/tableStream.js";
import { UserError } from "../../../src/util/userError.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("the checksum in Parquet files", () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), "sealed.parquet");
  const rows = 500;
  const table = {
    rows,
    columns: [
      { name: "run", type: "text", values: Array.from({ length: rows }, (_, i) => `r${i % 7}`) },
      { name: "step", type: "integer", values: Array.from({ length: rows }, (_, i) => i) },
      { name: "loss", type: "double", values: Array.from({ length: rows }, (_, i) => Math.sin(i)) },
    ],
  } as const;
  before(() => writeParquet(path(), streamOf(table)));

  it("is metadata like any other for other readers", async () => {
    const sql = `SELECT decode(key), length(decode(value)) FROM parquet_kv_metadata(${sqlText(path())})`;
    const reader = await (await duckdb()).runAndReadAll(sql);
    assert.deepEqual(reader.getRowsJS(), [["tbfigures.sha256", 64n]]);
  });

  it("names every flipped bit: never another number", async function () {
    this.timeout(60_000);
    const bytes = readFileSync(path());
    const whole = await readTable(path());
    const damaged = join(folder(), "damaged.parquet");
    let named = 0;
    const flip = fc.nat({ max: bytes.length * 8 - 1 });
    await fc.assert(
      fc.asyncProperty(flip, async (bit) => {
        const copy = Buffer.from(bytes);
        copy[bit >> 3] ^= 1 << (bit & 7);
        writeFileSync(damaged, copy);
        try {
          assert.deepEqual(await readTable(damaged), whole);
        } catch (error) {
          assert.ok(error instanceof UserError, String(error));
          assert.match(error.message, /damaged\.parquet/);
          named++;
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(named > 390, `${named} of 400`);
  });

  it("names a file that was cut off, and takes files of other programs", async () => {
    const bytes = readFileSync(path());
    const cut = join(folder(), "cut.parquet");
    for (const length of [4, 100, bytes.length >> 1, bytes.length - 1]) {
      writeFileSync(cut, bytes.subarray(0, length));
      await assert.rejects(readTable(cut), UserError);
    }
    const other = join(folder(), "other.parquet");
    await (await duckdb()).run(`COPY (SELECT 1 AS x) TO ${sqlText(other)} (FORMAT parquet)`);
    assert.deepEqual((await readTable(other)).columns[0].values, [1]);
  });
});
